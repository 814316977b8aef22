"""The page's answers, without a page: read as numbers, and worth what ``check`` says, word for word."""

from __future__ import annotations

import json
import re
import subprocess

import numpy as np
import pytest
from coursesite import assets, questions
from coursesite.mathml import node_program

from lossnotes.exercises import check
from lossnotes.exercises._check import CHAPTERS, catalogue
from lossnotes.exercises._forms import ChoiceExercise, NumberExercise
from lossnotes.exercises._function import FunctionExercise
from tests.conftest import ROOT, page_names

ASK = """
import * as answers from "./answers.js";
const asked = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const said = asked.map(([name, ...given]) => answers[name](...given));
process.stdout.write(JSON.stringify(said));
"""
PAGES = dict(enumerate((name for name in page_names() if name[:2].isdigit()), start=1))
NUMBERS = [exercise for exercise in catalogue().values() if isinstance(exercise, NumberExercise)]
CHOICE = ChoiceExercise("temporary", 2, 4, {1: "margin-forgotten", 4: "correct-class-counted"})


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    """Bundled by esbuild as on the site, and asked in Node: several questions at once, as each start costs time."""
    program = assets.esbuild("--bundle", "--platform=node", "--loader=js", text=ASK)
    script = tmp_path_factory.mktemp("answers") / "ask.js"
    script.write_text(program, encoding="utf-8")

    def ask(asked: list) -> list:
        done = subprocess.run(
            [node_program(), str(script)],
            input=json.dumps(asked),
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        return json.loads(done.stdout)

    return ask


def whole(found: dict) -> str:
    return found["said"] + "".join((found["about"] or [])[:3])


def values(numbers) -> np.ndarray:
    return np.atleast_1d(np.asarray(numbers() if callable(numbers) else numbers, float))


def given_to(exercise: NumberExercise, rng: np.random.Generator):
    """Right answers, those of each misconception, rounded ones, close ones, and any."""
    right, step = exercise.right(), 10.0**-exercise.decimals
    wrong = [values(numbers) for numbers in exercise.mistakes.values()]
    wrong = [np.where(np.isnan(numbers), right, numbers) for numbers in wrong]
    for numbers in [right, *wrong]:
        yield numbers
        yield numbers.round(exercise.decimals)
        for _ in range(2):
            # Not on the border itself, where the last bit decides.
            moves = rng.choice([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5], right.size) + rng.uniform(
                0.01, 0.99, right.size
            )
            yield numbers + np.where(rng.random(right.size) < 0.5, moves * step, 0)
    yield right + rng.uniform(10, 20, right.size)
    yield right + 1.25 * step
    if right.size > 1:
        yield np.where(np.arange(right.size) == right.size - 1, right + 1.25 * step, right)


def test_the_hash_is_the_same_in_both_languages(ask):
    texts = ["", "a", "svm-batch:0:527", *(f"reg-mistake:{part}:{-(3**part)}" for part in range(20))]
    assert ask([["hashed", text] for text in texts]) == [questions.hashed(text) for text in texts]
    assert len({questions.hashed(f"svm-batch:0:{step}") for step in range(10_000)}) == 10_000


def test_the_page_says_what_check_says(ask):
    rng = np.random.default_rng(8)
    asked, expected = [], []
    for exercise in NUMBERS:
        given = [numbers.tolist() for numbers in given_to(exercise, rng)]
        verdicts = [check(exercise.name, numbers) for numbers in given]
        for language in questions.LANGUAGES:
            entry = questions.entry(exercise, "", language, PAGES)
            asked += [["verdict", entry, exercise.name, numbers] for numbers in given]
            expected += [(getattr(verdict, language), verdict) for verdict in verdicts]
    told = set()
    for (_, _, name, numbers), page, (said, verdict) in zip(asked, ask(asked), expected, strict=True):
        assert whole(page) == said, (name, numbers)
        assert page["correct"] == verdict.correct
        told.add((name, verdict.mistake))
    # Every right answer and every misconception was among them.
    assert told >= {
        (exercise.name, mistake) for exercise in NUMBERS for mistake in (None, *exercise.mistakes)
    }


def test_an_answer_on_the_border_may_be_rounded_up_or_down(ask):
    """1.285 is 1.28 or 1.29, whatever the last bit of either."""
    asked = []
    for steps in range(-300, 300):
        exercise = NumberExercise("half", (steps + 0.5) / 100, decimals=2)
        entry = questions.entry(exercise, "", "en", PAGES)
        for typed in f"{steps / 100:.2f}", f"{(steps + 1) / 100:.2f}":
            assert exercise.verdict(float(typed))
            asked.append(["verdict", entry, "half", [float(typed)]])
    assert all(found["correct"] for found in ask(asked))


@pytest.mark.parametrize("language", questions.LANGUAGES)
def test_the_page_says_of_a_choice_what_check_says(ask, language):
    text = "Which one?\n\n" + "".join(f"{number}. Answer.\n" for number in range(1, 5))
    entry = questions.entry(CHOICE, text, language, PAGES)
    with pytest.raises(
        ValueError, match="ex-temporary: expected a numbered list of 4 answers, got \\['3'\\]"
    ):
        questions.entry(CHOICE, text.removesuffix("4. Answer.\n"), language, PAGES)
    found = ask([["verdict", entry, CHOICE.name, [number]] for number in (1, 2, 3, 4)])
    said = [getattr(CHOICE.verdict(number), language) for number in (1, 2, 3, 4)]
    assert [whole(page) for page in found] == said
    assert [page["correct"] for page in found] == [False, True, False, False]
    assert found[0]["about"][3] == "03-multiclass-svm.html#svm-why-margin"


def test_an_answer_is_not_in_the_data():
    for exercise in NUMBERS:
        entry = questions.entry(exercise, "", "en", PAGES)
        for number, (hash_, *_) in zip(exercise.right(), entry["keys"], strict=True):
            assert hash_ > 1e4, "a hash, not a number of the exercise"
            assert not np.isclose(hash_, number)


def test_what_a_reader_may_type(ask):
    read = {
        "2.9": 2.9,
        " 2.9 ": 2.9,
        "2,9": 2.9,
        "0,125": 0.125,
        ".5": 0.5,
        "5.": 5.0,
        "+5": 5.0,
        "-0.5": -0.5,
        "−0.5": -0.5,
        "– 0,5": -0.5,
        "1/3": 1 / 3,
        "-1 / 4": -0.25,
        "1⁄2": 0.5,
        "2.5/0.5": 5.0,
        "1e-3": 0.001,
        "1,234,567": 1234567.0,
        "1,234.5": 1234.5,
        "12 345.5": 12345.5,
        "1234,5": 1234.5,
        "－１．５": -1.5,
    }
    refused = {
        "": "empty",
        "  ": "empty",
        "nan": "word",
        "NaN": "word",
        "inf": "word",
        "1e999": "word",
        "two": "word",
        "둘": "word",
        "1 2": "word",
        "1, 2, 3": "word",
        "2.9, 4.8": "word",
        "1/2/3": "word",
        "2²": "word",
        "1½": "word",
        "0x10": "word",
        "ln 2": "word",
        "--1": "word",
        "/3": "word",
        "50%": "percent",
        "50 ％": "percent",
        "1,234": "comma",
        "-12,345": "comma",
        "1/0": "zero",
    }
    found = ask([["numberOf", text] for text in [*read, *refused]])
    assert found == [
        *({"value": value} for value in read.values()),
        *({"fault": fault} for fault in refused.values()),
    ]
    for language in questions.LANGUAGES:
        assert set(refused.values()) <= set(questions.STRINGS[language]["questions"])


def test_every_exercise_of_the_catalogue_has_its_entry_with_hints_and_names():
    found = {}
    for name in page_names():
        notebook = json.loads((ROOT / "book" / f"{name}.ipynb").read_text("utf-8"))
        for exercise, text in questions.texts(notebook).items():
            assert exercise not in found
            found[exercise] = text
    assert set(catalogue()) <= set(found)
    named = 0
    for name, exercise in catalogue().items():
        entry = questions.entry(exercise, found[name], "ko", PAGES)
        assert len(entry["hints"]) == 3 and entry["hints"][1].startswith("힌트 2/3: ")
        assert ("keys" in entry) != isinstance(exercise, FunctionExercise)
        assert len(entry.get("names", entry.get("keys", []))) == len(entry.get("keys", []))
        named += "names" in entry
    assert named > 20
    assert len(PAGES) == len(CHAPTERS)


def test_names_of_parts():
    names = questions.names_of_parts
    assert names('check("a", [first, second])', "a", 2) == ["first", "second"]
    assert names('check("a", factor)', "a", 1) == ["factor"]
    for text in 'check("a", [0.1, 0.2])', 'check("a", [...])', 'check("b", [x, y])', 'check("a", [x])', "":
        assert names(text, "a", 2) == []


def test_both_languages_have_the_same_strings():
    en, ko = (questions.STRINGS[language]["questions"] for language in questions.LANGUAGES)
    assert list(en) == list(ko)
    for name in en:
        assert sorted(re.findall(r"\{\w*\}", en[name])) == sorted(re.findall(r"\{\w*\}", ko[name])), name
