"""The explorer `numerics`: its arithmetic against NumPy, PyTorch and mpmath, and what is special of it on a page."""

from __future__ import annotations

import functools
import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest
import torch
from playwright.sync_api import expect

from lossnotes.explorers import Numerics
from lossnotes.explorers.numerics import FORMATS, _round
from tests.package.test_explorers import in_node

from .conftest import SOURCES

MATH = "numerics/math.js"
NATIVE = {"float16": np.float16, "float32": np.float32, "float64": np.float64}


# --- rounding


def values_to_round(form):
    """Numbers of the format, their neighbours in float64, the middles between them, and ends of the range."""
    rng = np.random.default_rng(3)
    bits, least, most, _ = FORMATS[form]
    top = math.frexp(most)[1]
    powers = rng.uniform(least - 3, min(top + 2, 1023), 500)
    own = np.array([_round(x, form) for x in 2.0**powers])
    own = own[np.isfinite(own)]
    own = np.r_[own, 2.0 ** np.arange(max(least, -1022), min(top, 1023)), most, 2.0**least]
    step = 2.0 ** np.maximum(np.frexp(np.maximum(own, 2.0**least))[1] - bits, least)
    if form != "float64":
        own = np.r_[own, own + step / 2, own + 1.5 * step, most + step[-2] / 2, 2.0 ** (least - 1)]
    with np.errstate(over="ignore"):
        own = np.r_[own, np.nextafter(own, 0), np.nextafter(own, np.inf), 0.0, 1e300, 1.7e308]
    own = own[np.isfinite(own)]
    return np.r_[own, -own].tolist()


def nearest(x, form):
    """By whole numbers of any length: the nearest number of the format, ties to even."""
    bits, least, most, _ = FORMATS[form]
    if x == 0:
        return x
    step = Fraction(2) ** max(math.frexp(x)[1] - bits, least)
    found = round(Fraction(x) / step) * step  # Fraction rounds ties to even, exactly
    return math.copysign(math.inf if abs(found) > most else float(abs(found)), x)


@pytest.mark.parametrize("form", FORMATS)
def test_rounding_is_that_of_numpy_torch_and_fractions(run_js, form):
    values = values_to_round(form)
    found = run_js(MATH, f"(m, x) => m.round(x, '{form}')", values)
    assert len(values) > 1500
    for x, got in zip(values, found, strict=True):
        assert float(got) == nearest(x, form), f"{x!r} in {form}"
    values, found = np.array(values), np.array(found, dtype=float)
    if form in NATIVE:
        with np.errstate(all="ignore"):
            np.testing.assert_array_equal(found, values.astype(NATIVE[form]).astype(float))
    # PyTorch rounds float64 to a half by way of float32, so twice; numbers of float32 it rounds once.
    with np.errstate(all="ignore"):
        once = values.astype(np.float32).astype(float) == values
    assert once.sum() > 300
    by_torch = torch.tensor(values[once]).to(getattr(torch, form)).double().numpy()
    np.testing.assert_array_equal(found[once], by_torch)


# --- the three forms


@functools.cache
def states():
    """Ordinary, confident, tied, high, low and extreme scores."""
    rng = np.random.default_rng(11)
    rows = [
        rng.normal(shift, scale, 3).round(1)
        for scale in (1, 4, 20, 300)
        for shift in (0, 11, 88, -90)
        for _ in range(20)
    ]
    rows += [rng.normal(0, scale, 3) for scale in (1e-6, 2, 9) for _ in range(30)]
    rows += [[lead, 0.0, -5.0] for lead in np.arange(1, 60, 0.7)]
    rows += [[lead, 0.0, -1000.0] for lead in (690, 708, 720, 744, 745.1, 745.2, 800, 1000)]
    rows += [
        [3.2, 5.1, -1.7],
        [123, 456, 789],
        [40, 0, -20],
        [12, 10, 5],
        [88.5, 88.5, 0],
        [-800, -801, -900],
    ]
    rows += [[0, 0, 0], [5, 5, 5], [1000, 1000, -1000], [-1000, -1000, -1000], [300, 301, 0]]
    return [
        ([float(np.clip(x, -1000, 1000)) for x in row], label)
        for row in rows
        for label in {0, int(np.argmax(row))}
    ]


def a_third():
    """Where a judge takes its time; with all of the extreme ones, which stand last."""
    return [*states()[:-40:3], *states()[-40:]]


def by_numpy(scores, label, kind):
    """Operation for operation; exp and log rounded from float64."""
    s = np.array(scores).astype(kind)
    wide = functools.partial(np.asarray, dtype=np.float64)
    with np.errstate(all="ignore"):
        powers = np.exp(wide(s)).astype(kind)
        total = kind(kind(powers[0] + powers[1]) + powers[2])
        p = kind(powers[label] / total)
        gaps = s - s.max()
        small = np.exp(wide(gaps)).astype(kind)
        whole = kind(kind(small[0] + small[1]) + small[2])
        log = kind(np.log(np.float64(whole)))
        first, second = np.delete(small, s.argmax())
        rest = kind(first + second)
        log1p = kind(np.log1p(np.float64(rest)))
        naive = [*powers, total, p, kind(-np.log(np.float64(p)))]
        return [
            *map(float, s),
            *map(float, naive),
            *map(float, [*gaps, *small, whole, log, kind(log - gaps[label])]),
            *map(float, [rest, log1p, kind(log1p - gaps[label])]),
        ]


def by_torch(scores, label, kind):
    """The same with tensors; exp and log by way of float64."""
    s = torch.tensor(scores, dtype=torch.float64).to(torch.float32).to(kind)

    def of(function, x):
        return function(x.double()).to(kind)

    powers = of(torch.exp, s)
    total = powers[0] + powers[1] + powers[2]
    p = powers[label] / total
    gaps = s - s.max()
    small = of(torch.exp, gaps)
    whole = small[0] + small[1] + small[2]
    log = of(torch.log, whole)
    first, second = small[torch.arange(3) != s.argmax()]
    rest = first + second
    log1p = of(torch.log1p, rest)
    parts = [*s, *powers, total, p, -of(torch.log, p), *gaps, *small, whole, log, log - gaps[label]]
    return [float(part) for part in [*parts, rest, log1p, log1p - gaps[label]]]


STEPS = """(m, [s, y, format]) => {
    const { scores, naive, shifted, log1p } = m.forms(s, y, format);
    return [...scores, ...naive.powers, naive.sum, naive.part, naive.loss, ...shifted.gaps, ...shifted.powers,
        shifted.sum, shifted.part, shifted.loss, log1p.sum, log1p.part, log1p.loss];
}"""


@pytest.mark.parametrize("form", FORMATS)
def test_every_step_is_that_of_numpy_and_torch(run_js, form):
    cases = [(scores, label, form) for scores, label in states()]
    assert len(cases) > 600
    found = run_js(MATH, STEPS, cases)
    check_steps(cases, found, form)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("+ WHOLE) - WHOLE) * step", "+ 0.5) - ((x / step + 0.5) % 1)) * step"),  # halves up, not to even
        (
            "Math.max(exponent(Math.abs(x)) - bits + 1, least)",
            "exponent(Math.abs(x)) - bits + 1",
        ),  # no subnormals
        ("> most ? Math.sign(x) * Infinity", "> most ? Math.sign(x) * most"),  # no overflow
        ("to(total + term)", "total + term"),  # one rounding left out
        ("to(Math.log1p(rest))", "to(Math.log(to(1 + rest)))"),
        ("j !== top));", "j !== label));"),
    ],
)
def test_broken_arithmetic_is_noticed(tmp_path, right, wrong):
    """A test of the test above."""
    source = (SOURCES / MATH).read_text("utf-8")
    broken = tmp_path / "math.js"
    broken.write_text(source.replace(right, wrong), "utf-8")
    assert broken.read_text("utf-8") != source
    cases = [(scores, label, "float16") for scores, label in states()]
    with pytest.raises(AssertionError, match="float16, scores"):
        check_steps(cases, in_node(broken, STEPS, cases), "float16")


def check_steps(cases, found, form):
    for (scores, label, _), steps in zip(cases, np.array(found, dtype=float).tolist(), strict=True):
        state = f"{form}, scores {scores}, label {label}"
        if form == "float64":
            # exp and log of browsers may differ from NumPy's by a last digit; the naive and the shifted form blow
            # that up where they lose digits anyway, so their losses are compared next to 1.
            expected = by_numpy(scores, label, np.float64)
            assert steps == pytest.approx(expected, rel=1e-12, abs=1e-15, nan_ok=True), state
            assert steps[-3:] == pytest.approx(expected[-3:], rel=1e-12, abs=1e-322), state
            continue
        if form in NATIVE:
            np.testing.assert_array_equal(steps, by_numpy(scores, label, NATIVE[form]), state)
        if form in ("float16", "bfloat16"):
            np.testing.assert_array_equal(steps, by_torch(scores, label, getattr(torch, form)), state)


@pytest.mark.parametrize("form", FORMATS)
def test_python_computes_the_same(form):
    """What the stored text says, and what the traits of a notebook give, is what the figure shows."""
    for scores, label in a_third():
        figure = Numerics(scores=scores, label=label, format=form)
        steps = (
            by_torch(scores, label, getattr(torch, form))
            if form == "bfloat16"
            else by_numpy(scores, label, NATIVE[form])
        )
        expected = [steps[8], steps[17], steps[20]]
        close = {"rel": 1e-12, "abs": 1e-15} if form == "float64" else {"rel": 0, "abs": 0}
        assert [*figure.losses.values()] == pytest.approx(expected, nan_ok=True, **close), (scores, label)
        assert figure.rounded_scores == steps[:3]


@pytest.mark.parametrize("form", FORMATS)
def test_true_loss_and_correct_digits_are_those_of_mpmath(run_js, form):
    cases = [(scores, label, form) for scores, label in a_third()]
    found = run_js(
        MATH,
        """(m, [s, y, format]) => {
            const { scores, naive, shifted, log1p } = m.forms(s, y, format);
            const exact = m.truth(scores, y);
            const losses = [naive, shifted, log1p].map((form) => form.loss);
            return [scores, exact.loss, exact.log, losses, losses.map((loss) => m.digits(loss, exact, format))];
        }""",
        cases,
    )
    seen = set()
    with mpmath.workdps(40):
        for (_, label, _), (scores, loss, log, losses, kept) in zip(cases, found, strict=True):
            gaps = [mpmath.mpf(s) - mpmath.mpf(scores[label]) for s in scores]
            true = mpmath.log1p(sum(mpmath.exp(gap) for j, gap in enumerate(gaps) if j != label))
            assert float(true) == pytest.approx(loss, rel=1e-14, abs=5e-323), (scores, label)
            assert float(mpmath.log(true)) == pytest.approx(log, rel=1e-13, abs=1e-15), (scores, label)
            assert Numerics(scores=scores, label=label, format=form).true_loss == pytest.approx(
                loss, rel=1e-12, abs=5e-323
            )
            for one, digits in zip(losses, kept, strict=True):
                most = math.floor((FORMATS[form][0]) * math.log10(2))
                seen.add(digits)
                if not math.isfinite(one):
                    assert digits == 0
                    continue
                wrong = abs(mpmath.mpf(one) / true - 1)
                # Beside a power of ten the last digit of float64 decides, so both its neighbours are right there.
                right = {
                    max(0, min(most, math.floor(-mpmath.log10(error)))) if error > 0 else most
                    for error in (max(0, wrong - 7e-16), wrong, wrong + 7e-16)
                }
                assert min(right) <= digits <= max(right), (scores, label, one, digits, right)
    assert seen == set(range(FORMATS[form][0] * 30103 // 100000 + 1)), "every number of digits was met"


# --- on a page


def row(figure, name):
    """What a row of the table says, form by form."""
    cells = figure.root.get_by_role("row").filter(
        has=figure.page.get_by_role("rowheader", name=name, exact=True)
    )
    return [" ".join(text.split()) for text in cells.get_by_role("cell").all_inner_texts()]


def opened(show, **state):
    lang = state.pop("lang", "en")
    return show(module="numerics", state=Numerics(**state).state(), lang=lang)


def test_the_question_has_its_answer_in_the_figure(show):
    """All scores dragged up until the largest is too much for float16: the naive form breaks, the others do not."""
    figure = opened(show)
    every = figure.handle("All scores together, at the largest")
    assert row(figure, "loss") == ["−log 0.1298 2.043", "0.1401 + 1.902 2.043", "0.1400 + 1.902 2.043"]
    assert row(figure, "correct digits") == ["3 of 3"] * 3
    box = figure.root.locator(".lnx-numerics-zone.is-high").bounding_box()
    x, y = figure.centre("All scores together, at the largest")
    figure.page.mouse.move(x + 5, y + 5)
    figure.page.mouse.down()
    figure.page.mouse.move(box["x"] - 2 + 5, y, steps=6)
    assert "infinite" not in row(figure, "loss")[0]
    figure.page.mouse.move(box["x"] + 2 + 5, y, steps=3)
    figure.page.mouse.up()
    scores = [figure.number(f"Score of {name}") for name in ("cat", "car", "frog")]
    assert float(every.get_attribute("aria-valuenow")) == scores[1] == pytest.approx(11.1, abs=0.11)
    assert np.diff(scores) == pytest.approx([1.9, -6.8])
    naive, shifted, log1p = row(figure, "loss")
    assert naive == "−log 0 ∞ infinite"
    losses = Numerics(scores=scores).losses
    assert [float(said.split()[-1]) for said in (shifted, log1p)] == pytest.approx(
        [losses["shifted"], losses["log1p"]], abs=6e-4
    )
    assert losses["log1p"] == pytest.approx(2.04, abs=0.01)
    assert row(figure, "car")[0].endswith("∞ overflow")
    expect(figure.spoken).to_contain_text(
        f"Naive: ∞, correct digits 0. Shifted: {shifted.split()[-1]}, correct digits"
    )
    figure.root.get_by_role("radio", name="bfloat16").check()
    assert "∞" not in " ".join(row(figure, "loss"))


@pytest.mark.parametrize(
    ("preset", "truth", "losses", "digits"),
    [
        (
            "cat image",
            "2.042",
            ["−log 0.1298 2.043", "0.1401 + 1.902 2.043", "0.1400 + 1.902 2.043"],
            [3, 3, 3],
        ),
        (
            "123, 456, 789",
            "2.4×10⁻¹⁴⁵",
            ["−log p not a number", "0 + 0 0 exactly 0", "2.4×10⁻¹⁴⁵ + 0 2.4×10⁻¹⁴⁵"],
            [0, 0, 15],
        ),
        (
            "a sure answer",
            "4.2×10⁻¹⁸",
            ["−log 1 0 exactly 0", "0 + 0 0 exactly 0", "4.2×10⁻¹⁸ + 0 4.2×10⁻¹⁸"],
            [0, 0, 15],
        ),
        (
            "12 in float16",
            "0.1270",
            ["−log p not a number", "0.1273 + 0 0.1273", "0.1271 + 0 0.1271"],
            [0, 2, 3],
        ),
    ],
)
def test_presets_show_where_each_form_breaks(show, preset, truth, losses, digits):
    figure = opened(show, scores=[1, 2, 3])
    figure.root.get_by_role("button", name=preset, exact=True).click()
    expect(figure.root.get_by_role("button", name=preset, exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(figure.root.locator(".lnx-numerics-truth strong")).to_have_text(truth)
    assert row(figure, "loss") == losses
    assert [int(text.split()[0]) for text in row(figure, "correct digits")] == digits


def test_zones_are_where_the_exponential_leaves_the_format(show):
    figure = opened(show)
    box = figure.root.locator(".lnx-numerics-zone.is-high").bounding_box()
    left, right = figure.centre("Score of frog")[0], figure.centre("Score of car")[0]
    one = (right - left) / 6.8
    assert (box["x"] - right) / one == pytest.approx(11.0859 - 5.1, abs=0.03)
    for form, said in (
        ("float16", "0 below −17.33 and infinite above 11.09"),
        ("bfloat16", "0 below −92.5 and infinite above 88.5"),
    ):
        figure.root.get_by_role("radio", name=form, exact=True).check()
        expect(figure.root.locator(".lnx-legend")).to_contain_text(said)
    expect(figure.root.get_by_role("radio", name="±120")).to_be_checked()
    figure.root.get_by_role("radio", name="float64").check()
    expect(figure.root.get_by_role("radio", name="±1000")).to_be_checked()


def test_a_score_off_the_axis_waits_at_its_end_and_can_be_fetched(show):
    figure = opened(show, scores=[123, 456, 789], label=2, format="float64", reach=20)
    numbers = figure.root.locator(".lnx-numerics-number").all_text_contents()
    assert numbers == ["123.0 ▸", "456.0 ▸", "789.0 ▸", "789.0 ▸"]
    figure.handle("Score of car").press("ArrowLeft")
    assert figure.number("Score of car") == 455.9
    x, y = figure.centre("Score of frog")
    figure.page.mouse.move(x, y)
    figure.page.mouse.down()
    figure.page.mouse.move(x - 120, y, steps=4)
    figure.page.mouse.up()
    assert -20 < figure.number("Score of frog") < 20


def test_scores_moved_together_stay_within_their_limits_and_come_back(show):
    figure = opened(show, scores=[-995.3, 0.1, 3.3], reach=1000)
    every = figure.handle("All scores together, at the largest")
    for _ in range(3):
        every.press("PageDown")
    assert figure.number("Score of cat") == -1000
    assert (
        float(every.get_attribute("aria-valuenow"))
        == float(every.get_attribute("aria-valuemin"))
        == pytest.approx(-1.4)
    )
    figure.root.get_by_role("button", name="Undo").click()
    assert [figure.number(f"Score of {name}") for name in ("cat", "car", "frog")] == [-995.3, 0.1, 3.3]


def test_korean_says_what_a_number_has_become(show):
    figure = opened(show, scores=[12, 10, 3], lang="ko")
    assert row(figure, "손실")[0] == "−log p 수가 아님"
    assert row(figure, "고양이")[0].endswith("∞ 오버플로")
    figure.root.get_by_role("button", name="확신하는 정답").click()
    assert row(figure, "합")[1] == "합 1 흡수됨"
    assert row(figure, "손실")[1].endswith("0 정확히 0")
    figure.root.get_by_role("radio", name="±1000").check()
    figure.handle("고양이 점수").press("End")
    assert row(figure, "손실")[2].endswith("0 정확히 0"), "the log1p form ends as well"
    expect(figure.root.locator(".lnx-numerics-truth strong")).to_contain_text("×10⁻")
