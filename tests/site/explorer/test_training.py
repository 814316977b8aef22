"""The explorer `training`: its arithmetic against lossnotes, NumPy and torch, and what is special of it on a page."""

from __future__ import annotations

import re

import numpy as np
import pytest
import torch
from playwright.sync_api import expect

from lossnotes.examples import PUBLISHED_COSTS, ROWS_X, ROWS_Y, recovered_start
from lossnotes.explorers import Training
from lossnotes.explorers.training import _loss

MATH = "training/math.js"
STEP = """(m, [theta, rate, double]) => {
    const f = m.forward(theta, double);
    const p = Array.from(f.p);
    return [f.cost, p, Array.from(f.slope), Array.from(m.step(theta, f.slope, rate)), Array.from(f.losses),
      p.filter((_, k) => k % 3 === 0).map((_, row) => m.answer(f.p, row))];
}"""


def cases(count=400):
    """Random weights, from tiny to so large that scores reach thousands; all at 0; ties."""
    rng = np.random.default_rng(6)
    found = [[[0.0] * 15, 0.1, double] for double in (False, True)]
    for k in range(count):
        theta = rng.normal(0, 10.0 ** rng.uniform(-4, 2.5), 15)
        if k % 10 == 0:
            theta[5:10] = theta[:5]  # two classes alike
        found.append([theta.tolist(), float(10.0 ** rng.uniform(-3, 1)), bool(rng.integers(2))])
    return found


def by_lossnotes(theta, rate, double):
    """Cost, gradient and next weights, as the package has them."""
    theta = np.array(theta).reshape(3, 5)
    cost, (weight, bias) = _loss((theta[:, :4], theta[:, 4]), double=double)
    slope = np.column_stack([weight, bias])
    return cost, slope.ravel(), (theta - rate * slope).ravel()


def difference(found, wanted):
    """The largest difference, relative for what is larger than 1."""
    found, wanted = np.array(found), np.array(wanted)
    return float(np.max(np.abs(found - wanted) / np.maximum(1, np.abs(wanted))))


def worst_step(results):
    worst = 0.0
    for case, (cost, _, slope, after, losses, _) in zip(cases(), results, strict=True):
        wanted = by_lossnotes(*case)
        for one, other in zip((cost, slope, after, np.mean(losses)), (*wanted, wanted[0]), strict=True):
            worst = max(worst, difference(one, other))
    return worst


def check_numpy(theta, p, answers):
    """Probabilities and answers, and NumPy's."""
    theta = np.array(theta).reshape(3, 5)
    scores = ROWS_X.astype(float) @ theta[:, :4].T + theta[:, 4]
    own = np.exp(scores - scores.max(axis=1, keepdims=True))
    own /= own.sum(axis=1, keepdims=True)
    assert difference(np.reshape(p, (8, 3)), own) < 1e-12
    first, second = np.sort(scores, axis=1)[:, :0:-1].T
    clear = first - second > 1e-9 * np.maximum(1, np.abs(first))
    assert (np.array(answers)[clear] == own.argmax(axis=1)[clear]).all()


def check_torch(theta, rate, double, cost, after):
    """One step, and torch's."""
    tensor = torch.tensor(np.reshape(theta, (3, 5)), requires_grad=True)
    scores = torch.tensor(ROWS_X.astype(float)) @ tensor[:, :4].T + tensor[:, 4]
    given = scores.softmax(dim=1) if double else scores
    loss = torch.nn.functional.cross_entropy(given, torch.tensor(ROWS_Y))
    loss.backward()
    assert difference(cost, loss.item()) < 1e-12
    assert difference(after, (tensor - rate * tensor.grad).detach().numpy().ravel()) < 1e-12


def test_a_step_is_that_of_lossnotes_numpy_and_torch(run_js):
    results = run_js(MATH, STEP, cases())
    assert worst_step(results) < 1e-12
    for (theta, rate, double), (cost, p, _, after, _, answers) in zip(cases(), results, strict=True):
        check_numpy(theta, p, answers)
        check_torch(theta, rate, double, cost, after)


RUN = """(m, [rate, double]) => {
    const run = m.train(rate, double);
    return { costs: Array.from(run.costs), last: Array.from(run.thetas[1000]), uphill: run.uphill,
      highest: run.highest, apart: run.apart,
      wrong: [0, 1, 2, 3, 4, 5, 6, 7].map((row) => m.wrongStretches(run.p, row)) };
}"""
RUNS = [[0.1, False], [0.1, True], [0.01, False], [0.001, True], [0.05, False], [0.2, False], [1.0, True]]


def test_whole_runs_are_those_of_lossnotes(run_js):
    for (rate, double), run in zip(RUNS, run_js(MATH, RUN, RUNS), strict=True):
        figure = Training(rate=rate, double=double, epoch=1000)
        costs = figure.costs
        assert difference(run["costs"], costs) < 1e-9
        assert difference(run["last"], np.column_stack([figure.weight, figure.bias]).ravel()) < 1e-9
        assert run["uphill"] == (np.diff(costs) > 1e-9).sum()
        assert costs[run["highest"]] == pytest.approx(costs[1:].max(), rel=1e-12)
        assert run["apart"] == pytest.approx(np.abs(costs[::100] - PUBLISHED_COSTS).max(), rel=1e-5)
        for epoch in (0, 1, 99, 100, 500, 999, 1000):
            figure.epoch = epoch
            wrong = [any(a <= epoch <= z for a, z in stretches) for stretches in run["wrong"]]
            assert wrong == (figure.answers != ROWS_Y).tolist()


def test_the_published_run_agrees_to_its_last_digit(run_js):
    [run] = run_js(MATH, RUN, [[0.1, False]])
    assert np.round(run["costs"][::100], 6).tolist() == PUBLISHED_COSTS.tolist()
    assert run["uphill"] == 496


def test_any_rate_stays_finite(run_js):
    rates = [[float(rate), double] for rate in np.geomspace(1e-3, 10, 9) for double in (False, True)]
    script = "(m, [rate, double]) => { const r = m.train(rate, double);"
    script += " return [Array.from(r.costs).every(Number.isFinite), Math.min(...r.costs), m.FLOOR]; }"
    for (_, double), (finite, least, floor) in zip(rates, run_js(MATH, script, rates), strict=True):
        assert finite
        assert floor == pytest.approx(Training.floor, rel=1e-15)
        assert not double or least > floor


def test_the_data_are_those_of_the_package(run_js):
    [(x, y, start, published)] = run_js("training/data.js", "(m) => [m.X, m.Y, m.START, m.PUBLISHED]", [0])
    assert (x, y, published) == (ROWS_X.tolist(), ROWS_Y.tolist(), PUBLISHED_COSTS.tolist())
    weight, bias = recovered_start()
    assert start == np.column_stack([weight, bias]).ravel().astype(float).tolist()


@pytest.mark.parametrize("run_js", ["node"], indirect=True)
@pytest.mark.parametrize(
    ("right", "broken"),
    [
        ("if (double) { // and back", "if (false) { // and back"),
        ("slope[k + 4] += pull;", ""),
        ("q[label] -= 1;", "q[label] -= 1.000001;"),
        ("Math.log1p(rest)", "rest"),
    ],
)
def test_broken_arithmetic_is_noticed(run_js, tmp_path, monkeypatch, right, broken):
    """A test of the tests above."""
    from tests.site.explorer import conftest

    folder = tmp_path / "training"
    folder.mkdir()
    for name in ("data.js", "math.js"):
        source = (conftest.SOURCES / "training" / name).read_text("utf-8")
        assert name == "data.js" or source.count(right) == 1
        (folder / name).write_text(source.replace(right, broken), "utf-8")
    (tmp_path / "package.json").write_text('{"type": "module"}', "utf-8")
    monkeypatch.setattr(conftest, "SOURCES", tmp_path)
    assert worst_step(run_js(MATH, STEP, cases())) > 1e-9


# --- on a page


def opened(show, lang="en", width=1000, **state):
    return show(module="training", lang=lang, width=width, state=Training(**state).state())


def account(figure):
    return " ".join(figure.root.locator(".lnx-legend").all_inner_texts())


def answers(figure):
    return figure.root.locator(".lnx-training-answer").all_inner_texts()


def drag_to(figure, share):
    """Drags the epoch to a share of the axis."""
    x, y = figure.centre("epoch")
    axis = figure.root.locator(".lnx-frame .lnx-base").bounding_box()
    figure.page.mouse.move(x, y)
    figure.page.mouse.down()
    figure.page.mouse.move(axis["x"] + share * axis["width"], y + 20, steps=5)
    figure.page.mouse.up()


def test_dragging_the_handle_scrubs_through_the_run(show):
    figure = opened(show)
    assert answers(figure) == ["2 ✓", "2 ✓", "2 ✓", "2 ✗", "0 ✗", "0 ✗", "0 ✓", "0 ✓"]
    drag_to(figure, 1)
    assert figure.number("epoch") == 1000
    assert answers(figure) == ["2 ✓", "2 ✓", "2 ✓", "1 ✓", "1 ✓", "1 ✓", "0 ✓", "0 ✓"]
    expect(figure.spoken).to_have_text("Epoch 1000: cost 0.2470, 8 of 8 rows right.")
    drag_to(figure, 0)
    assert answers(figure) == [f"1 {'✓' if y == 1 else '✗'}" for y in ROWS_Y]
    assert "3.2461" in figure.root.locator(".lnx-training-sums").inner_text()


def test_the_keys_go_an_epoch_and_a_hundred(show):
    figure = opened(show)
    handle = figure.handle("epoch")
    for key, epoch in (("ArrowRight", 101), ("PageUp", 201), ("Home", 0), ("ArrowLeft", 0), ("End", 1000)):
        handle.press(key)
        assert figure.number("epoch") == epoch


def test_the_agreement_with_the_log_is_computed(show):
    assert "1.4×10⁻⁷. To six decimals all eleven agree" in account(opened(show))
    assert "all eleven agree" not in account(opened(show, rate=0.11))


def test_a_rate_too_large_is_told_in_words(show):
    figure = opened(show, epoch=2)
    rate = figure.root.get_by_role("slider", name="Learning rate")
    rate.focus()
    for _ in range(20):
        figure.page.keyboard.press("ArrowRight")
    assert rate.get_attribute("aria-valuetext") == "1"
    assert "at epoch 2 the cost is 21.83, above the picture" in account(figure)
    assert figure.root.locator(".lnx-training-value").text_content() == "21.83 ↑"
    expect(figure.spoken).to_contain_text("The steps are too long")
    figure.page.keyboard.press("End")
    figure.page.keyboard.press("Control+z")
    assert "NaN" not in figure.root.inner_text()


def test_every_place_of_the_rate_is_reached_by_keys(show):
    """Rounded to two digits, the rate must not fall back to the place that it came from."""
    figure = opened(show, rate=1.0)
    rate = figure.root.get_by_role("slider", name="Learning rate")
    rate.press("ArrowRight")
    seen = [rate.get_attribute("aria-valuetext")]
    for _ in range(5):
        figure.page.keyboard.press("ArrowRight")
        seen.append(rate.get_attribute("aria-valuetext"))
    assert seen == ["1.1", "1.3", "1.4", "1.6", "1.8", "2"]
    for key, end in (("Home", "0.001"), ("End", "10")):
        figure.page.keyboard.press(key)
        assert rate.get_attribute("aria-valuetext") == end


def test_no_rate_saves_rows_6_and_7_from_the_doubled_softmax(show):
    figure = opened(show, epoch=1000)
    figure.root.get_by_label("softmax too many").click()
    assert "floor log(1 + 2/e) = 0.5514" in account(figure)
    assert "softmax" in figure.root.locator(".lnx-training-sums math:not(.is-off)").first.text_content()
    rate = figure.root.get_by_role("slider", name="Learning rate")
    for key in ("Home", "End", *["ArrowLeft"] * 4):
        rate.press(key)
        assert all("✗" in text for text in answers(figure)[6:])


def test_play_runs_to_the_end_and_a_hand_stops_it(show):
    figure = opened(show, epoch=800)
    play = figure.root.get_by_role("button", name="Play")
    play.click()
    expect(figure.handle("epoch")).to_have_attribute("aria-valuenow", "1000")
    expect(play).to_be_visible()
    play.click()
    expect(figure.root.get_by_role("button", name="Pause")).to_be_visible()
    figure.handle("epoch").press("End")
    expect(play).to_be_visible()
    assert figure.number("epoch") == 1000


def test_calm_readers_get_the_end_at_once(show):
    figure = show(module="training", state=Training().state(), calm=True)
    figure.root.get_by_role("button", name="Play").click()
    assert figure.number("epoch") == 1000


def test_pointing_at_a_row_lights_its_way(show):
    figure = opened(show)
    figure.root.locator("tbody tr").nth(6).hover()
    assert figure.root.locator(".lnx-training-point.is-lit").text_content() == "6"


def test_korean(show):
    figure = opened(show, lang="ko", double=True)
    text = figure.root.inner_text()
    for part in ("가장 늦게 맞는 행", "소프트맥스 두 번", "바닥 log(1 + 2/e) = 0.5514", "클래스 1", "행별로"):
        assert part in text
    assert not re.search(r"\d[은는이가을를]", text)


def test_a_move_is_drawn_within_a_frame(show):
    """On an idle machine a twentieth of this; a busy one must not fail for that."""
    figure = opened(show)
    figure.handle("epoch").focus()
    times = figure.root.evaluate(
        """(root) => Array.from({ length: 60 }, () => {
            const start = performance.now();
            document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
            root.getBoundingClientRect();
            return performance.now() - start;
        })"""
    )
    assert np.median(times) < 16
