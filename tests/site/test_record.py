"""The reader's record and the schedule of the cards, in Node: nothing of a reader's is ever lost or overwritten."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

# A storage as browsers have it, and a clock that stands still; the body of each test is a function of these.
PROGRAM = """
import * as record from "./record.js";
import * as schedule from "./record/schedule.js";
import { queue, NEW_A_DAY } from "./review/queue.js";
const { body, stored, now } = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const storage = { ...stored };
const state = { closed: false, full: false };
const hidden = (name, value) => Object.defineProperty(storage, name, { value, enumerable: false });
hidden("getItem", (key) => (Object.hasOwn(storage, key) ? storage[key] : null));
hidden("removeItem", (key) => void delete storage[key]);
hidden("setItem", (key, text) => {
  if (state.full) throw new Error("QuotaExceededError");
  storage[key] = String(text);
});
Object.defineProperty(globalThis, "localStorage", {
  get() {
    if (state.closed) throw new Error("SecurityError");
    return storage;
  },
});
const Real = Date;
const clock = { now };
globalThis.Date = class extends Real {
  constructor(...given) {
    super(...(given.length ? given : [clock.now]));
  }
};
const codeOf = (action) => {
  try {
    action();
    return null;
  } catch (error) {
    return error.code ?? String(error);
  }
};
const run = new Function("record", "schedule", "queue", "NEW_A_DAY", "storage", "state", "clock", "codeOf", body);
const said = run(record, schedule, queue, NEW_A_DAY, storage, state, clock, codeOf);
process.stdout.write(JSON.stringify({ said, storage }));
"""
KEY = "lossnotes-record"
SAID = {"version": 1, "exercises": {"svm-batch": {"tries": 2, "solved": "2026-11-20"}}, "cards": {}}


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    from coursesite import assets

    script = tmp_path_factory.mktemp("record") / "record.js"
    script.write_text(assets.esbuild("--bundle", "--platform=node", "--loader=js", text=PROGRAM), "utf-8")
    return script


@pytest.fixture
def run(program):
    from coursesite.mathml import node_program

    def run(body: str, stored: str | dict | None = None, now="2026-11-21T12:00:00", zone="UTC"):
        """What the body returns, and the storage afterwards."""
        text = json.dumps(stored) if isinstance(stored, dict) else stored
        given = {"body": body, "stored": {} if text is None else {KEY: text}, "now": now}
        done = subprocess.run(
            [node_program(), str(program)],
            input=json.dumps(given),
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "TZ": zone},
        )
        assert done.returncode == 0, done.stderr
        answer = json.loads(done.stdout)
        return answer.get("said"), answer["storage"]

    return run


def test_tries_are_counted_and_the_first_day_of_success_stays(run):
    said, storage = run(
        """record.noteAnswer("svm-batch", false);
        record.noteAnswer("svm-batch", true);
        clock.now = "2026-11-25T12:00:00";
        record.noteAnswer("svm-batch", true);
        record.noteAnswer("svm-batch", false);
        return [record.exercise("svm-batch"), record.exercise("never"), record.exercise("constructor")];"""
    )
    none = {"tries": 0, "solved": None}
    assert said == [{"tries": 4, "solved": "2026-11-21"}, none, none]
    assert json.loads(storage[KEY])["version"] == 1


def test_a_card_comes_back_as_the_page_says_and_begins_anew(run):
    said, _ = run(
        """const days = [];
        for (let at = 0; at < 8; at += 1) {
          const { due } = record.gradeCard("a", true);
          days.push(Math.round((Date.parse(due) - Date.parse(clock.now.slice(0, 10))) / 86_400_000));
          clock.now = `${due}T12:00:00`;
        }
        const missed = record.gradeCard("a", false);
        const known = record.gradeCard("a", true);
        return [days, missed.due === clock.now.slice(0, 10), missed.step, known.step, missed.first, record.card("b")];"""
    )
    assert said == [[1, 3, 7, 16, 35, 90, 90, 90], True, 0, 1, "2026-11-21", None]


@pytest.mark.parametrize(
    ("zone", "now", "day", "tomorrow"),
    [
        ("Asia/Seoul", "2026-11-20T15:30:00Z", "2026-11-21", "2026-11-22"),
        ("America/New_York", "2026-11-01T03:30:00Z", "2026-10-31", "2026-11-01"),
        ("America/New_York", "2026-11-01T06:30:00Z", "2026-11-01", "2026-11-02"),  # a day of 25 hours
        ("Europe/Berlin", "2026-03-29T00:30:00Z", "2026-03-29", "2026-03-30"),  # a day of 23 hours
        ("Pacific/Apia", "2028-02-28T20:00:00Z", "2028-02-29", "2028-03-01"),
    ],
)
def test_days_are_the_readers_own(run, zone, now, day, tomorrow):
    said, _ = run(
        "return [record.gradeCard('a', false).due, record.gradeCard('a', true).due];", now=now, zone=zone
    )
    assert said == [day, tomorrow]


def test_merging_loses_nothing_whichever_comes_first(run):
    one = {
        "version": 1,
        "exercises": {"a": {"tries": 5, "solved": None}, "b": {"tries": 1, "solved": "2026-11-20"}},
        "cards": {
            "x": {"due": "2026-12-01", "step": 3, "seen": "2026-11-24T10:00:00.000Z", "first": "2026-11-03"},
            "y": {"due": "2026-11-24", "step": 0, "seen": "2026-11-24T11:00:00.000Z", "first": "2026-11-20"},
        },
    }
    other = {
        "version": 1,
        "exercises": {"a": {"tries": 2, "solved": "2026-11-19"}, "b": {"tries": 3, "solved": "2026-11-18"}},
        "cards": {
            "x": {"due": "2027-02-01", "step": 5, "seen": "2026-11-10T10:00:00.000Z", "first": "2026-11-01"},
            "z": {"due": "2026-11-25", "step": 1, "seen": "2026-11-24T10:00:00.000Z", "first": "2026-11-24"},
        },
    }
    expected = {
        "exercises": {"a": {"tries": 5, "solved": "2026-11-19"}, "b": {"tries": 3, "solved": "2026-11-18"}},
        "cards": {
            "x": {**one["cards"]["x"], "first": "2026-11-01"},  # the newest of both, begun the earlier day
            "y": one["cards"]["y"],
            "z": other["cards"]["z"],
        },
    }
    for here, there in (one, other), (other, one):
        body = f"const file = {json.dumps(json.dumps(there))}; record.imported(file); const once = record.whole(); "
        said, _ = run(body + "record.imported(file); return [once, record.whole()];", here)
        assert said == [expected, expected]


def test_what_is_exported_can_be_imported_elsewhere(run):
    body = """record.noteAnswer("svm-batch", true); record.gradeCard("a", true); record.gradeCard("b", false);
    const text = record.exported(); const before = record.whole();
    record.forget(); const gone = record.whole();
    return [before, gone, record.imported(text), record.whole(), text.endsWith("}\\n")];"""
    (before, gone, told, after, ended), _ = run(body)
    assert after == before and gone == {"exercises": {}, "cards": {}} and ended
    assert told == {"exercises": 1, "cards": 2, "complete": True}


def test_the_progress_of_a_workspace_is_understood(run, tmp_path):
    """The file is the one that the package writes."""
    from lossnotes.exercises import _progress

    text = "\ufeff# mine\r\n" + "\r\n".join(
        [
            "2026-11-19 20:55:03  svm-batch  not yet  correct-class-counted",
            "2026-11-19 23:57:41  svm-batch  correct",
            "2026-11-20 09:00:00  svm-batch  correct",
            "2026-11-20 09:01:00  loss-place  not yet",
            "2026-11-20 09:0",
        ]
    )
    (tmp_path / _progress.FILE).write_text(text.lstrip("\ufeff"), "utf-8")
    theirs = _progress.read(tmp_path).attempts
    (told, here), _ = run(f"return [record.imported({json.dumps(text)}), record.whole().exercises];")
    assert told == {"exercises": 2, "cards": 0, "complete": False}
    assert here == {
        name: {"tries": entry.tries, "solved": entry.solved and entry.solved[:10]}
        for name, entry in theirs.items()
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ('{"version": 1, "exercises": {}, "cards": {}}', "empty"),
        ("Dear reader,\nthis is a letter.", "unreadable"),
        ('{"version": 1, "exerc', "unreadable"),
        ("[1, 2]", "unreadable"),
        ('{"tries": 3}', "unreadable"),
        ('{"version": 1, "exercises": {"a b": 3, "__proto__": {"tries": 1}}}', "unreadable"),
        ('{"version": 2, "exercises": {"a": {"tries": 1}}}', "newer"),
    ],
)
def test_a_file_that_is_no_record_changes_nothing(run, text, code):
    said, storage = run(f"return codeOf(() => record.imported({json.dumps(text)}));", SAID)
    assert said == code
    assert storage == {KEY: json.dumps(SAID)}


@pytest.mark.parametrize(
    "stored",
    [
        '{"version": 1, "exercises": {"svm-ba',
        "null",
        '{"version": 7, "planets": []}',
        '{"version": 1, "exercises": {"a": {"tries": -1}, "b": {"tries": 2, "solved": null}}}',
        '{"version": 1, "cards": {"x": {"due": "2026-02-31", "step": 1, "seen": "2026-01-01T00:00:00Z", "first": "2026-01-01"}}}',
    ],
)
def test_a_damaged_record_is_kept_told_and_never_overwritten(run, stored):
    said, storage = run(
        """const before = record.damaged();
        record.noteAnswer("c", true); record.noteAnswer("c", false);
        return [before, record.damaged(), record.kept(), Object.keys(record.whole().exercises)];""",
        stored,
    )
    assert said[:3] == [[stored], [stored], True]
    assert said[3] == (["b", "c"] if '"b"' in stored else ["c"]), "what can be understood is in use"
    assert storage.pop(f"{KEY}-damaged-1") == stored
    assert list(storage) == [KEY]
    _, storage = run("record.dropDamaged(); return record.damaged();", stored)
    assert list(storage) == [KEY], "dropped only when the reader says so"


def test_a_second_damage_gets_a_place_of_its_own(run):
    _, storage = run(
        """record.noteAnswer("a", true); storage["lossnotes-record"] = "{b"; record.noteAnswer("a", true);
        storage["lossnotes-record"] = "{a"; record.noteAnswer("a", true);""",
        "{a",
    )
    assert [storage[f"{KEY}-damaged-{number}"] for number in (1, 2)] == ["{a", "{b"]
    assert len(storage) == 3


def test_a_full_storage_is_told_and_the_page_goes_on(run):
    said, storage = run(
        """record.noteAnswer("a", true); state.full = true;
        record.noteAnswer("a", false); record.noteAnswer("b", true); record.gradeCard("x", true);
        const held = [record.exercise("a").tries, record.exercise("b").tries, record.card("x").step, record.kept()];
        state.full = false; record.noteAnswer("b", true);
        return [held, record.kept()];"""
    )
    assert said == [[2, 1, 1, False], True]
    kept = json.loads(storage[KEY])
    assert kept["exercises"]["b"]["tries"] == 2 and "x" in kept["cards"], "kept once there is room again"


def test_a_full_storage_does_not_cost_a_damaged_record(run):
    said, storage = run(
        "state.full = true; record.noteAnswer('a', true); return [record.exercise('a').tries, record.kept()];",
        "{x",
    )
    assert said == [1, False]
    assert storage == {KEY: "{x"}


def test_a_closed_storage_is_told_and_the_page_goes_on(run):
    said, storage = run(
        """state.closed = true;
        const before = [record.kept(), record.whole(), record.damaged()];
        record.noteAnswer("a", true); record.gradeCard("x", false);
        const held = [record.exercise("a").tries, record.card("x").step, JSON.parse(record.exported()).cards.x.step];
        record.forget();
        return [before, held, record.whole(), record.kept()];"""
    )
    nothing = {"exercises": {}, "cards": {}}
    assert said == [[False, nothing, []], [1, 0, 0], nothing, False]
    assert storage == {}


def test_forgetting_takes_all_of_the_record_and_nothing_else(run):
    said, storage = run(
        """storage["lossnotes-theme"] = "dark"; storage["lossnotes-record-damaged-3"] = "{";
        record.forget(); return record.whole();""",
        SAID,
    )
    assert said == {"exercises": {}, "cards": {}}
    assert storage == {"lossnotes-theme": "dark"}


def test_names_from_a_file_mean_nothing_to_javascript(run):
    text = '{"version": 1, "exercises": {"__proto__": {"tries": 9, "solved": null}, "toString": {"tries": 1, "solved": null}}}'
    said, _ = run(
        f"""record.imported({json.dumps(text)});
        return [record.exercise("hasOwnProperty").tries, record.exercise("toString").tries, ({{}}).tries ?? null];"""
    )
    assert said == [0, 1, None]


def test_the_queue_of_a_day(run):
    """Those due from earlier days, then new ones, then those to be asked again; no more new ones than a day has."""
    said, _ = run(
        """const ids = Array.from({ length: 30 }, (_, at) => `c${at}`);
        const card = (due, step, first = "2026-11-01", seen = "2026-11-20T10:00:00.000Z") => ({ due, step, first, seen });
        const cards = {
          c1: card("2026-11-21", 0, "2026-11-21", "2026-11-21T09:00:00.000Z"),
          c2: card("2026-11-21", 2), c3: card("2026-11-15", 1), c4: card("2026-12-01", 4), c5: card("2026-11-30", 3),
          c6: card("2099-01-01", 6), c7: card("2026-11-22", 1, "2026-11-21"),
        };
        const day = "2026-11-21";
        return [queue(ids, cards, day), queue(ids, {}, day), queue(ids, {}, day, { extra: NEW_A_DAY }),
          queue(ids, cards, day, { wanted: (id) => id === "c4" }), queue([], {}, day)];"""
    )
    mine, first, more, one, none = said
    new = ["c0", *(f"c{at}" for at in range(8, 15))]
    assert mine["today"] == ["c3", "c2", "c6", *new, "c1"]  # c6: its clock ran ahead
    assert (mine["fresh"], mine["unseen"], mine["next"]) == (8, 15, "2026-11-22")
    assert (len(first["today"]), first["fresh"], first["unseen"], first["next"]) == (10, 10, 20, None)
    assert (len(more["today"]), more["unseen"]) == (20, 10)
    assert one == {"today": [], "fresh": 0, "unseen": 0, "next": "2026-12-01"}
    assert none == {"today": [], "fresh": 0, "unseen": 0, "next": None}
