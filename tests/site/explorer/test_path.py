"""The explorer `path`: its arithmetic is that of lossnotes and NumPy, and dragging does what it should."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from numpy.polynomial.legendre import legvander
from playwright.sync_api import expect

from lossnotes.explorers import RegularizationPath
from lossnotes.explorers import regularization_path as python

SCRIPT = "(m, [y, d, lam]) => { const f = m.fit(y, d, lam); return [f.train, f.test, f.penalty, f.freedom, ...f.weights]; }"


def states():
    """Several hundred: measured, drawn and extreme points, each degree, lambda from nothing to 100."""
    rng = np.random.default_rng(0)
    lambdas = [0.0, 1e-12, 1e-6, 1e-4, 0.1, 1.0, 10.0, 100.0]
    rows = [[python.Y, d, lam] for d in range(1, 12) for lam in lambdas]
    rows += [
        [rng.uniform(-2.5, 2.5, 12), int(rng.integers(1, 12)), float(10 ** rng.uniform(-6, 2))]
        for _ in range(250)
    ]
    ends = [np.full(12, 2.5), 2.5 * (-1.0) ** np.arange(12), np.r_[2.5, np.full(11, -2.5)], np.zeros(12)]
    rows += [[y, d, lam] for y in ends for d in (1, 4, 11) for lam in lambdas]
    return [[[float(value) for value in y], d, lam] for y, d, lam in rows]


def check_fits(module, run_js):
    for (y, degree, lam), found in zip(cases := states(), run_js(module, SCRIPT, cases), strict=True):
        state = f"{module}: degree {degree}, lambda {lam}, y {y}"
        expected = python.fit(y, degree, lam)
        size = np.abs(y).max() or 1.0  # an error or a weight is 0 only as far as the y have digits
        values = [expected.train, expected.test, expected.penalty, expected.freedom]
        for name, got, value in zip(("train", "test", "penalty", "freedom"), found[:4], values, strict=True):
            assert got == pytest.approx(value, rel=1e-12, abs=1e-27 * size**2), f"{name} of {state}"
        scale = np.abs(expected.weights).max()
        assert found[4:] == pytest.approx(expected.weights, rel=0, abs=1e-12 * scale), f"weights of {state}"


def test_browser_and_python_compute_the_same(run_js):
    assert len(states()) > 400
    check_fits("path/math.js", run_js)


@pytest.mark.parametrize("run_js", ["node"], indirect=True)
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("size.map((s) => s * s + N * lam)", "size.map((s) => s * s + lam)"),
        ("level - dot(middle, slopes)", "level"),
        ("penalty: dot(slopes, slopes)", "penalty: dot(weights, weights)"),
        ("(2 * k - 1) * x", "2 * k * x"),
        ("}, rest);", "}, 0);"),
        ("freedom: 1 + ", "freedom: "),
    ],
)
def test_broken_arithmetic_is_noticed(run_js, tmp_path, monkeypatch, right, wrong):
    """A test of the test above."""
    from tests.site.explorer import conftest

    for name in ("math.js", "data.js"):
        text = (conftest.SOURCES / "path" / name).read_text("utf-8")
        assert name == "data.js" or right in text
        (tmp_path / name).write_text(text.replace(right, wrong), "utf-8")
    monkeypatch.setattr(conftest, "SOURCES", tmp_path)
    with pytest.raises(AssertionError, match=r"of math\.js: degree"):
        check_fits("math.js", run_js)


@pytest.mark.parametrize("run_js", ["node"], indirect=True)
def test_no_digit_is_lost(run_js):
    """Against 40 digits, and against the least squares of NumPy with the penalty as rows of the data."""
    rng = np.random.default_rng(1)
    cases = [
        [[float(v) for v in rng.uniform(-2.5, 2.5, 12)], d, lam]
        for d in (1, 3, 8, 10, 11)
        for lam in (0.0, 1e-6, 1e-3, 0.1, 100.0)
    ]
    for (y, d, lam), found in zip(cases, run_js("path/math.js", SCRIPT, cases), strict=True):
        basis = legvander(python.X, d)
        rows = np.vstack([basis, np.sqrt(12 * lam) * np.diag(np.r_[0, np.ones(d)])])
        squares = np.linalg.lstsq(rows, np.r_[y, np.zeros(d + 1)])[0]
        assert found[4:] == pytest.approx(squares, abs=1e-12 * np.abs(squares).max())
        with mpmath.workdps(40):
            # The points as doubles, the polynomials exactly: NumPy's own are only known to 16 digits.
            A = mpmath.matrix(12, d + 1)
            for n, x in enumerate(python.X):
                for k in range(d + 1):
                    A[n, k] = mpmath.legendre(k, mpmath.mpf(float(x)))
            D = mpmath.diag([0] + [12 * mpmath.mpf(lam)] * d)
            w = mpmath.lu_solve(A.T * A + D, A.T * mpmath.matrix(y))
            train = mpmath.norm(A * w - mpmath.matrix(y)) ** 2 / 12
            exact = [float(value) for value in w]
        assert found[0] == pytest.approx(float(train), rel=1e-12, abs=1e-27)
        assert found[4:] == pytest.approx(exact, abs=1e-12 * np.abs(exact).max())


def test_the_pages_numbers():
    """Those that the chapter prints, by the normal equations."""
    A = legvander(python.X, 11)
    for lam in (0, 0.1, 10):
        w = np.linalg.solve(A.T @ A / 12 + lam * np.diag(np.r_[0, np.ones(11)]), A.T @ python.Y / 12)
        figure = RegularizationPath(lam=lam)
        assert figure.train_error == pytest.approx(np.mean((A @ w - python.Y) ** 2), rel=1e-9, abs=1e-20)
        assert figure.penalty == pytest.approx(np.sum(w[1:] ** 2), rel=1e-9)


def opened(show, **page):
    return show(module="path", **{"state": RegularizationPath().state(), **page})


def shown(figure, kind):
    return float(figure.root.locator(f".lnx-path-cell.is-{kind} .lnx-path-amount").inner_text())


def test_the_question_has_its_answer_in_the_figure(show):
    """The test error is smallest at a lambda above 0, the training error at 0."""
    figure = opened(show)
    figure.root.get_by_role("button", name="Smallest test error").click()
    best = figure.number("Lambda")
    lambdas = np.logspace(-6, 2, 81)
    errors = [python.fit(python.Y, 11, lam).test for lam in lambdas]
    assert best == pytest.approx(lambdas[np.argmin(errors)], rel=0.01)
    least, train = shown(figure, "test"), shown(figure, "train")
    assert (least, train) == (round(min(errors), 3), round(python.fit(python.Y, 11, best).train, 3))
    handle = figure.handle("Lambda")
    for key in ("ArrowLeft", "ArrowRight", "ArrowRight"):
        handle.press(key)
        assert shown(figure, "test") >= least
    handle.press("Home")
    assert figure.number("Lambda") == 0
    assert (shown(figure, "train"), shown(figure, "test")) == (0.0, 4.657)
    expect(figure.spoken).to_contain_text("Training error 0.000, down from")
    handle.press("ArrowRight")
    assert figure.number("Lambda") == 1e-6


def test_a_point_is_dragged_up_and_the_fit_follows(show):
    figure = opened(show, lang="ko")
    curve = figure.root.locator(".lnx-curve").first
    before = curve.get_attribute("d"), shown(figure, "test")
    x, y = figure.centre("점 6, x = −0.09")
    figure.page.mouse.move(x, y)
    figure.page.mouse.down()
    figure.page.mouse.move(x + 15, y - 60, steps=5)
    figure.page.mouse.up()
    assert figure.number("점 6, x = −0.09") > 0.5
    assert curve.get_attribute("d") != before[0] and shown(figure, "test") != before[1]
    now = RegularizationPath().y
    now[5] = figure.number("점 6, x = −0.09")
    assert shown(figure, "test") == pytest.approx(python.fit(now, 11, 1e-4).test, abs=5e-4)


def test_on_a_phone_the_nearest_point_is_grasped(show):
    """Targets overlap there: a finger at a knob's edge must not take the neighbour."""
    figure = opened(show, width=390)
    names = [handle.get_attribute("aria-label") for handle in figure.root.locator(".lnx-path-point").all()]
    for name in names[:-1]:
        x, y = figure.centre(name)
        before = figure.number(name)
        figure.page.mouse.move(x + 8, y)
        figure.page.mouse.down()
        figure.page.mouse.move(x + 8, y + 20)
        figure.page.mouse.up()
        assert figure.number(name) < before, name


def test_measuring_again_changes_the_points_and_can_be_undone(show):
    figure = opened(show)
    curve = figure.root.locator(".lnx-curve").first
    before = curve.get_attribute("d")
    figure.root.get_by_role("button", name="Measure again").click()
    assert curve.get_attribute("d") != before
    figure.root.get_by_role("button", name="Undo").click()
    assert curve.get_attribute("d") == before


def test_the_degree_is_followed_by_the_weights(show):
    figure = opened(show)
    degree = figure.root.get_by_role("slider", name="Degree", exact=True)
    degree.focus()
    for _ in range(8):
        degree.press("ArrowLeft")
    now = python.fit(python.Y, 3, 1e-4)
    assert shown(figure, "train") == round(now.train, 3) and shown(figure, "penalty") == round(now.penalty, 3)
    assert figure.root.locator(".lnx-path-bars").get_attribute("d").count("M") == 3
