"""The explorer `metric`: its arithmetic is that of lossnotes, and its ellipse answers its question."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from lossnotes import mahalanobis_distance
from lossnotes.explorers import Metric
from lossnotes.explorers.metric import EUCLIDEAN, HUNCH, LEARNED, NEW, OLD, labels, leaves

from .conftest import SOURCES

NAMES = ("angle", "log_along", "log_across")
CASE = """(m, { state, points, labels, fresh }) => {
  const form = m.shape(state);
  const x = [state.length, state.width];
  const found = m.nearest(form, points, x, state.k);
  const own = labels[state.question];
  return { M: m.matrix(form), found, distances: found.map((i) => m.distance(form, x, points[i])),
    all: points.map((y) => m.distance(form, x, y)), answer: m.vote(found, own),
    right: m.leaveOneOut(form, points, own, state.k),
    fresh: m.heldOut(form, points, own, { points: fresh.points, labels: fresh.labels[state.question] }, state.k) };
}"""


def states():
    """Any ellipses, the learned ones, and the thinnest and roundest there are; at leaves, between and beyond them."""
    rng = np.random.default_rng(0)
    ellipses = [EUCLIDEAN, HUNCH, *(e for learned in LEARNED.values() for e in learned.values())]
    ellipses += [(a, u, v) for a in (0, 30, 45, 90, 180) for u in (-2.5, 0, 2.5) for v in (-2.5, 0, 2.5)]
    ellipses += [(rng.uniform(0, 180), *rng.uniform(-2.5, 2.5, 2)) for _ in range(90)]
    ellipses += [(rng.integers(0, 180), *rng.integers(-50, 51, 2) / 20) for _ in range(70)]
    old, _ = leaves()
    for i, ellipse in enumerate(ellipses):
        # Also at a leaf, where its distance is 0, and half way between two, which are equally far.
        middle = [
            (rng.uniform(2, 10), rng.uniform(1.5, 8.5)),
            old[i % OLD],
            (old[i % OLD] + old[(i * 7 + 1) % OLD]) / 2,
        ][i % 3]
        where = {"length": float(middle[0]), "width": float(middle[1])}
        yield {
            **dict(zip(NAMES, map(float, ellipse), strict=True)),
            **where,
            "question": ("tree", "month")[i // 2 % 2],
            "k": 1 + i % 5,
        }


@pytest.fixture(scope="module")
def expected():
    """What Python says of each state."""
    found = []
    for state in states():
        figure = Metric(**state)
        old, _ = leaves()
        far = mahalanobis_distance(old, (figure.length, figure.width), figure.M).tolist()
        found.append((state, figure, far, figure.right, round(figure.held_out * NEW)))
    assert len(found) > 200
    return found


def check(run, expected, module="metric/math.js"):
    old, new = leaves()
    shared = {
        "points": old.tolist(),
        "labels": {q: labels(q, OLD).tolist() for q in ("tree", "month")},
        "fresh": {
            "points": new.tolist(),
            "labels": {q: labels(q, NEW).tolist() for q in ("tree", "month")},
        },
    }
    found = run(module, CASE, [{"state": state, **shared} for state, *_ in expected])
    worst = 0.0
    for got, (state, figure, far, right, fresh) in zip(found, expected, strict=True):
        a, b, c = got["M"]
        # The entries of a round M cancel beside its diagonal.
        size = np.abs(figure.M).max()
        assert [[a, b], [b, c]] == pytest.approx(figure.M, rel=1e-12, abs=1e-12 * size), f"M of {state}"
        assert a * c - b * b > 0
        assert got["all"] == pytest.approx(far, rel=1e-12, abs=1e-300), f"distances of {state}"
        worst = max(worst, max(abs(g - d) / d for g, d in zip(got["all"], far, strict=True) if d > 0))
        assert got["found"] == figure.neighbours.tolist(), f"neighbours of {state}"
        assert got["answer"] == figure.answer, f"answer of {state}"
        assert got["right"] == right.tolist(), f"right answers of {state}"
        assert got["fresh"] == fresh, f"new leaves of {state}"
    return worst


def test_browser_and_python_compute_the_same(run_js, expected):
    assert check(run_js, expected) <= 1e-12


@pytest.fixture(scope="module")
def few(expected):
    """Enough states to notice what is broken."""
    return expected[::7]


@pytest.mark.parametrize("run_js", ["node"], indirect=True)
@pytest.mark.parametrize(
    ("right", "wrong", "noticed"),
    [
        ("(v * cos - u * sin) / b", "(v * cos + u * sin) / b", "distances"),
        ("cos * sin * (along - across)", "cos * sin * (across - along)", "M"),
        ("i === skip", "i === -1", "right answers"),
        ("keys[at - 1] > key", "keys[at - 1] >= key", "neighbours"),
        ("votes > most", "votes >= most", "answers?"),
    ],
)
def test_broken_arithmetic_is_noticed(run_js, few, tmp_path, right, wrong, noticed):
    """A test of the test above."""
    source = (SOURCES / "metric" / "math.js").read_text("utf-8")
    assert right in source
    broken = tmp_path / "math.js"
    broken.write_text(source.replace(right, wrong), "utf-8")
    with pytest.raises(AssertionError, match=f"{noticed} of "):
        check(run_js, few, module=broken)


@pytest.mark.parametrize("run_js", ["node"], indirect=True)
def test_leaves_and_ellipses_are_python_s(run_js):
    script = "(m) => [m.OLD, m.NEW, m.ELLIPSES, ['tree', 'month'].map((q) => m.labels(q, 72))]"
    ((old, new, ellipses, asked),) = run_js("metric/leaves.js", script, [0])
    assert (old, new) == tuple(points.tolist() for points in leaves())
    assert asked == [labels(question, NEW).tolist() for question in ("tree", "month")]
    for question, learned in LEARNED.items():
        wanted = {"euclidean": EUCLIDEAN, "hunch": HUNCH, **learned}
        assert {name: tuple(e[n] for n in NAMES) for name, e in ellipses[question].items()} == wanted


# --- on a page

ALONG, ACROSS, LEAF = "First axis: turn and stretch", "Second axis: stretch", "Leaf that is asked about"


def shares(figure, row):
    return figure.root.locator(f".is-{row} .lnx-metric-share").all_inner_texts()


def opened(show, **page):
    return show(module="metric", state=Metric().state(), **page)


def drag(figure, name, dx, dy):
    x, y = figure.centre(name)
    figure.page.mouse.move(x + 4, y - 3)  # not at its middle: it must not jump there
    figure.page.mouse.down()
    figure.page.mouse.move(x + 4 + dx, y - 3 + dy, steps=8)
    figure.page.mouse.up()


def test_the_question_has_its_answer_in_the_figure(show):
    """Two drags find an ellipse that names every leaf by the others, as that of NCA does."""
    figure = opened(show)
    assert shares(figure, "yours") == shares(figure, "euclidean") == ["52%", "81%"]
    assert shares(figure, "nca") == ["100%", "99%"]
    verdict = figure.root.locator(".lnx-metric-verdict")
    expect(verdict).to_have_text("Right among the 48: as many as Euclidean, 23 fewer than NCA.")
    assert figure.root.locator(".lnx-plot .is-hollow").count() == 23
    drag(figure, ALONG, 55, -66)
    assert 25 <= figure.number(ALONG) <= 35
    drag(figure, ACROSS, 14, 20)
    assert figure.number(ACROSS) < 0.5
    right = int(shares(figure, "yours")[0].rstrip("%"))
    assert right >= 90
    assert figure.root.locator(".lnx-plot .is-hollow").count() == round(48 * (100 - right) / 100)
    expect(verdict).to_contain_text(re.compile(r"\d+ more than Euclidean"))
    expect(figure.spoken).to_contain_text(re.compile(r"^\d+ of 48 leaves right, \d+ of 72 new leaves\."))


def test_a_grip_turns_all_the_way_round_and_only_one_of_them_turns(show):
    figure = opened(show)
    figure.handle(ALONG).focus()
    for _ in range(19):
        figure.page.keyboard.press("End")
    assert figure.number(ALONG) == 10  # 190 degrees
    figure.handle(ACROSS).press("ArrowRight")
    figure.handle(ACROSS).press("ArrowUp")
    assert figure.number(ALONG) == 10
    assert figure.number(ACROSS) == 1.07
    assert figure.handle(ALONG).get_attribute("aria-valuetext") == "half axis 1.00 cm, 10°"


def test_presets_neighbours_and_formula(show):
    figure = opened(show)
    votes = figure.root.locator(".lnx-metric-votes")
    # Three distances, three answers; the leaf is new, and its tree is number 2.
    for name, answer in ("Euclidean", 1), ("Only width", 3), ("NCA", 2), ("LMNN", 2):
        button = figure.root.get_by_role("button", name=name, exact=True)
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(votes.locator(".lnx-metric-title")).to_have_text(f"Answer in the middle: tree {answer}")
    there = dict(zip(NAMES, LEARNED["tree"]["lmnn"], strict=True))
    lmnn = Metric(**there)
    expect(figure.root.locator(".lnx-metric-result")).to_have_text(f"{lmnn.distances[0]:.2f}")
    for k in ("5", "2", "3"):
        figure.root.get_by_role("radio", name=k, exact=True).check()
        expect(votes.locator("li")).to_have_count(int(k))
    figure.root.get_by_role("radio", name="month").check()
    asked = Metric(question="month", k=3, **there)  # the ellipse of the trees
    assert shares(figure, "yours") == [f"{asked.leave_one_out:.0%}", f"{asked.held_out:.0%}"]
    assert re.fullmatch(r"month 0[\d.]+", votes.locator("li").first.inner_text().replace("\n", ""))


@pytest.mark.parametrize("place", [(2.0, 1.5), (10.0, 1.5), (2.0, 8.5), (10.0, 8.5), (6.0, 5.0)])
def test_grips_stay_where_they_can_be_reached(show, place):
    """Also of the longest ellipse in a corner; and all three can be grabbed at their middle."""
    length, width = place
    state = {**Metric().state(), "length": length, "width": width}
    figure = show(
        module="metric", state={**state, "angle": 135.0, "log_along": 2.5, "log_across": -2.5}, width=390
    )
    box = figure.root.bounding_box()
    for name in (ALONG, ACROSS, LEAF):
        x, y = figure.centre(name)
        assert box["x"] - 5 <= x <= box["x"] + box["width"] + 5
        handle = figure.handle(name)
        handle.scroll_into_view_if_needed()
        x, y = figure.centre(name)
        hit = figure.page.evaluate(
            "([x, y]) => document.elementFromPoint(x, y).closest('[role=slider]')?.ariaLabel", [x, y]
        )
        assert hit == name


def test_korean(show):
    figure = opened(show, lang="ko", width=390)
    expect(figure.root.locator(".lnx-metric-verdict")).to_have_text(
        "잎 48장에서 맞힌 수: 유클리드와 같음, NCA보다 23장 적음."
    )
    figure.root.get_by_role("slider", name="물어볼 잎").press("ArrowRight")
    expect(figure.spoken).to_have_text(
        "맞힌 수: 잎 48장에서 25장, 새 잎 72장에서 58장. 가운데 잎의 답: 나무 1."
    )


def test_the_background_is_painted_when_its_answers_change_and_only_then(show):
    """It is most of the work of a move: 3,180 answers."""
    figure = opened(
        show,
        setup="""
        window.paints = 0;
        const put = CanvasRenderingContext2D.prototype.putImageData;
        CanvasRenderingContext2D.prototype.putImageData = function (...given) { window.paints += 1; put.apply(this, given); };
    """,
    )

    def paints():
        return figure.page.evaluate("[window.paints, window.paints = 0][0]")

    assert paints() >= 1
    figure.handle(LEAF).press("ArrowRight")
    assert paints() == 0
    figure.handle(ALONG).press("ArrowUp")
    assert paints() == 1
    figure.root.get_by_role("radio", name="3", exact=True).check()
    assert paints() == 1
