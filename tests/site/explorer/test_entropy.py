"""The explorer `entropy`: its arithmetic against lossnotes, and what a reader finds in it on a page."""

from __future__ import annotations

import json
import math
import re
from urllib.parse import quote

import numpy as np
import pytest
from playwright.sync_api import expect

import lossnotes
from lossnotes.explorers import CrossEntropy
from tests.package.test_explorers import in_node
from tests.site.explorer.conftest import SOURCES

MATH = "entropy/math.js"
START = CrossEntropy().state()
SUMS = """(m, [p, q, unit]) => [m.entropy(p, unit), m.crossEntropy(p, q, unit), m.divergence(p, q, unit),
    m.lengths(q, unit)]"""


def pairs():
    """Ordinary, lopsided, sparse, one-hot, nearly equal and tiny distributions."""
    rng = np.random.default_rng(5)
    for alpha in (0.02, 0.3, 1, 20):
        for _ in range(80):
            count = int(rng.integers(2, 7))
            yield rng.dirichlet(np.full(count, alpha), 2)
    for _ in range(60):  # zeros, in one or the other or both
        p, q = rng.dirichlet(np.ones(5), 2) * (rng.uniform(size=(2, 5)) > 0.4)
        yield [x / x.sum() if x.sum() > 0 else np.eye(5)[0] for x in (p, q)]
    for gap in 10.0 ** -np.arange(1, 17):
        p = rng.dirichlet(np.ones(4))
        q = p * (1 + gap * rng.normal(size=4))
        yield p, np.abs(q) / np.abs(q).sum()
    for i in range(6):
        yield np.eye(6)[i], rng.dirichlet(np.ones(6))
        yield rng.dirichlet(np.ones(6)), np.eye(6)[i]
        yield np.eye(6)[i], np.eye(6)[i]
    for tiny in (5e-324, 1e-308, 1e-300, 1e-17):
        yield np.array([tiny, 1]), np.array([0.5, 0.5])
        yield np.array([0.5, 0.5]), np.array([tiny, 1])
        yield np.array([tiny, 1]), np.array([1, tiny])


def close(found, expected, size):
    """To 1e-12 of the largest term: sums cancel, and what is left of two equal numbers has no digits."""
    return found == expected or abs(found - expected) <= 1e-12 * size + 1e-300 < math.inf


def check_sums(found, cases):
    for (p, q, unit), (own, cross, waste, lengths) in zip(cases, found, strict=True):
        base = math.log(2) if unit == "bits" else 1
        state = f"P {p}, Q {q}, {unit}"
        assert close(own, h := lossnotes.entropy(p) / base, h), f"entropy: {state}"
        assert close(cross, h := lossnotes.cross_entropy(p, q) / base, h), f"cross-entropy: {state}"
        with np.errstate(all="ignore"):
            size = np.nanmax(np.multiply(p, np.abs(np.log(p) - np.log(q))))
        assert close(waste, lossnotes.kl_divergence(p, q) / base, size), f"divergence: {state}"
        for x, length in zip(q, lengths, strict=True):
            assert close(length, -math.log(x) / base if x else math.inf, length), f"length: {state}"


def states():
    cases = [(p.tolist(), q.tolist(), unit) for p, q in map(np.array, pairs()) for unit in ("bits", "nats")]
    assert len(cases) > 800
    return cases


def test_sums_are_those_of_lossnotes(run_js):
    cases = states()
    check_sums(run_js(MATH, SUMS, cases), cases)


def test_moving_a_bar_keeps_the_sum_and_the_others_proportions(run_js):
    rng = np.random.default_rng(6)
    cases = [
        (p.tolist(), int(rng.integers(len(p))), float(x))
        for p, q in map(np.array, pairs())
        for p in (p, q)
        for x in (0.0, 1.0, round(rng.uniform(), 3), 5e-324, 1 - 2**-53)
    ]
    found = run_js(MATH, "(m, [p, i, x]) => m.moved(p, i, x)", cases)
    assert len(cases) > 4000
    for (p, i, x), moved in zip(cases, found, strict=True):
        assert moved[i] == x and min(moved) >= 0
        assert abs(math.fsum(moved) - 1) <= 1e-12, (p, i, x)
        rest = math.fsum(p[:i] + p[i + 1 :])
        for j, (old, new) in enumerate(zip(p, moved, strict=True)):
            share = old / rest if rest else 1 / (len(p) - 1)
            assert j == i or abs(new - share * (1 - x)) <= 1e-12, (p, i, x)


@pytest.mark.parametrize(
    ("right", "wrong", "what"),
    [
        ("(x > 0 ? x * length(q[i], unit) : 0)", "x * length(q[i], unit)", "cross-entropy|entropy"),
        ("x * length(q[i], unit)", "q[i] * length(x, unit)", "cross-entropy"),
        ("Math.log1p((p - q) / q)", "Math.log(p / q)", "divergence"),
        ("if (Math.abs(p - q) <= q / 2) return", "return", "divergence"),
        ("ratio === Infinity ?", "false ?", "divergence"),
        ("bits: Math.LN2", "bits: Math.LN10", "entropy"),
    ],
)
def test_broken_arithmetic_is_noticed(tmp_path, right, wrong, what):
    """A test of the tests above."""
    source = (SOURCES / MATH).read_text("utf-8")
    assert right in source
    broken = tmp_path / "math.mjs"
    broken.write_text(source.replace(right, wrong), "utf-8")
    cases = states()
    found = in_node(broken, SUMS, cases)
    found = [
        [[float(x) for x in part] if isinstance(part, list) else float(part) for part in row] for row in found
    ]
    with pytest.raises(AssertionError, match=f"^(?:{what}): P"):
        check_sums(found, cases)


# --- on a page


@pytest.fixture
def entropy(show):
    def opened(state=None, **page):
        return show(module="entropy", state=START | (state or {}), **page)

    return opened


def values(figure, name):
    handles = figure.root.locator(f".lnx-entropy-{name}").all()
    return [float(handle.get_attribute("aria-valuenow")) for handle in handles]


def sums(figure):
    """H(P), H(P, Q) and D as the table gives them."""
    return figure.root.locator("tfoot td").all_inner_texts()[1:]


def drag(figure, name, dy, steps=5):
    figure.handle(name).scroll_into_view_if_needed()
    x, y = figure.centre(name)
    mouse = figure.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x, y + dy, steps=steps)
    return mouse


def test_dragging_one_bar_scales_the_others_and_going_back_restores_them(entropy):
    figure = entropy()
    mouse = drag(figure, "Q, sun", -56)
    sun, *others = values(figure, "q")
    assert sun == pytest.approx(0.625, abs=0.011)
    assert np.array(others) / others[0] == pytest.approx([1, 0.5, 0.25])
    assert sun + sum(others) == pytest.approx(1, abs=1e-12)
    assert values(figure, "p") == START["p"]
    x, y = figure.centre("Q, sun")
    mouse.move(x, y - 400, steps=4)  # beyond 1: the others are 0 there
    assert values(figure, "q") == [1, 0, 0, 0]
    mouse.move(x, y, steps=4)
    assert np.array(values(figure, "q")[1:]) / values(figure, "q")[1] == pytest.approx([1, 0.5, 0.25])
    mouse.up()


def test_the_question_has_its_answer_in_the_figure(entropy):
    figure = entropy()
    note = figure.root.locator(".lnx-entropy-note")
    expect(note).to_have_text("Q wastes 0.625 bits on every symbol sent.")
    assert sums(figure) == ["1.75", "2.375", "0.625"]
    before = 0.625
    for name, x in (("sun", 0.5), ("cloud", 0.25), ("snow", 0.125)) * 2:
        now = figure.number(f"Q, {name}")
        drag(figure, f"Q, {name}", round((now - x) * 112)).up()
    assert float(sums(figure)[2]) < 0.02 < before
    figure.root.get_by_role("button", name="Q = P", exact=True).click()
    assert values(figure, "q") == START["p"]
    assert sums(figure) == ["1.75", "1.75", "0"]
    expect(note).to_have_text(re.compile(r"nothing is wasted. What is left is H\(P\) = 1.75 bits"))
    expect(figure.spoken).to_have_text(
        re.compile("Cross-entropy 1.75 bits, entropy 1.75 bits, divergence 0 bits.")
    )


def test_swapping_is_not_the_same(entropy):
    figure = entropy()
    figure.root.get_by_role("button", name="Swap P, Q").click()
    assert (values(figure, "p"), values(figure, "q")) == (START["q"], START["p"])
    assert sums(figure) == ["1.75", "2.25", "0.5"]
    expect(figure.spoken).to_have_text(re.compile("The cross-entropy was 2.375 bits."))


def test_nats_are_bits_times_log_2(entropy):
    figure = entropy()
    figure.root.get_by_role("radio", name="nats").check(force=True)
    assert [float(x) for x in sums(figure)] == pytest.approx(
        np.array([1.75, 2.375, 0.625]) * math.log(2), abs=6e-4
    )
    lines = figure.root.locator(".lnx-entropy-line").all_inner_texts()
    assert "≈" in lines[0] and "nats" in lines[0]
    expect(figure.root.locator("thead")).to_contain_text("−log Q")


def test_what_q_rules_out_is_infinite_and_what_never_happens_is_not(entropy):
    figure = entropy({"q": [0, 0.5, 0.25, 0.25]})
    assert sums(figure)[1:] == ["∞", "∞"]
    assert figure.root.locator(".lnx-plot .is-code").first.text_content() == "∞ infinite"
    box = figure.root.locator(".lnx-frame clipPath rect")
    top = float(box.get_attribute("y"))
    block = figure.root.locator(".lnx-frame .lnx-entropy-lost").first
    assert float(block.evaluate("node => parseFloat(node.style.y)")) < top, "it leaves the plot"
    expect(figure.handle("Q, sun")).to_have_attribute("aria-valuetext", "0, code length infinite")
    expect(figure.root.locator(".lnx-entropy-note")).to_contain_text("Q rules out what happens (sun)")
    # 0 log 0 counts as 0: without P there is nothing to pay, and the first term is gone.
    mouse = drag(figure, "P, sun", 120)
    mouse.up()
    assert values(figure, "p")[0] == 0
    assert all(math.isfinite(float(x)) for x in sums(figure))
    assert figure.root.locator("tbody tr").first.inner_text().split()[1:] == ["0", "∞", "∞", "0"]
    figure.handle("Q, sun").press("ArrowDown")
    assert min(values(figure, "q")) == 0


def test_one_hot_leaves_minus_log_q(entropy):
    figure = entropy()
    figure.root.get_by_role("button", name="Image", exact=True).click()
    figure.root.get_by_role("radio", name="nats").check(force=True)
    expect(figure.root.locator(".lnx-entropy-note")).to_have_text(
        "P is one-hot: one term is left, −log Q(cat) = −log 0.13 = 2.04 nats."
    )
    line = "".join(figure.root.locator(".lnx-entropy-line").first.text_content().split())
    assert line == "H(P,Q)=1×2.04≈2.04nats"


def test_presets_of_every_length_and_the_way_back(entropy):
    figure = entropy(width=320)
    for name, count, first in (
        ("Coin", 2, "heads"),
        ("Forecast Q₂", 5, "≤ 12°"),
        ("Die", 6, "1"),
        ("Image", 3, "cat"),
    ):
        button = figure.root.get_by_role("button", name=name)
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        assert len(values(figure, "q")) == len(values(figure, "p")) == count
        assert sum(values(figure, "p")) == pytest.approx(1, abs=1e-12)
        assert sum(values(figure, "q")) == pytest.approx(1, abs=1e-12)
        expect(figure.root.locator("tbody tr")).to_have_count(count)
        assert figure.root.locator("tbody th").first.inner_text() == first
        assert figure.page.evaluate("document.documentElement.scrollWidth") <= 320
    for _ in range(4):
        figure.root.get_by_role("button", name="Undo").click()
    assert (values(figure, "p"), values(figure, "q")) == (START["p"], START["q"])


@pytest.mark.parametrize(
    "asked",
    [
        {"p": [0.5, 0.25, 0.125, 0.1]},
        {"q": [0.5, 0.5]},
        {"q": [0, 0, 0, 0]},
        {"p": [1.5, 0.5, 0.25, 0]},
    ],
)
def test_a_link_without_a_sum_of_1_is_refused_with_a_message(entropy, asked):
    figure = entropy(query=f"?entropy={quote(json.dumps(asked))}")
    assert figure.message.inner_text() != ""
    assert (values(figure, "p"), values(figure, "q")) == (START["p"], START["q"])


def test_korean_puts_no_particle_after_a_number(entropy):
    figure = entropy(lang="ko")
    expect(figure.root.locator(".lnx-entropy-note")).to_have_text(
        "기호 하나를 보낼 때마다 Q 때문에 낭비하는 양: 0.625 비트."
    )
    figure.root.get_by_role("button", name="Q = P").click()
    expect(figure.root.locator(".lnx-entropy-note")).to_contain_text("남은 것은 H(P) = 1.75 비트")
    said = figure.root.inner_text()
    assert not re.search(r"\d ?(?:은|는|이|가|을|를|와|과)(?![가-힣])", said)
