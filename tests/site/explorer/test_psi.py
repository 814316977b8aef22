"""The explorer `psi`: its arithmetic is that of lossnotes and of its layers, and the figure answers its question."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from playwright.sync_api import expect

import lossnotes
from lossnotes import nn
from lossnotes.explorers import Psi
from lossnotes.explorers import psi as python

KINDS = ("softmax", "lsoftmax", "asoftmax", "amsoftmax", "arcface")
SCRIPT = """(m, [theta, k, lam]) => {
    const [a, c] = [theta * Math.PI / 180, Math.cos(theta * Math.PI / 180)];
    return [...m.FAMILY.map((kind) => m.target(kind, a, { m: k, lam })),
        m.mixedSlope(a, k, lam), m.polynomial(c, k), m.piece(c, k)];
}"""


def states():
    """Angle in degrees, m and lambda: joints and ends of all pieces, and many between."""
    rng = np.random.default_rng(0)
    cases = [
        [j * 180 / m + off, m, lam]
        for m in range(1, 6)
        for j in range(m + 1)
        for off in (-1e-7, 0.0, 1e-7)
        for lam in (0.0, 0.1, 5.0, 1000.0)
        if 0 <= j * 180 / m + off <= 180
    ]
    return cases + [
        [
            float(rng.uniform(0, 180)),
            int(rng.integers(1, 6)),
            float(rng.choice([0, 10 ** rng.uniform(-1, 3)])),
        ]
        for _ in range(300)
    ]


def layers(theta, m, lam):
    """The target logits of lossnotes' own layers, lengths and scales 1."""
    angle = np.radians(theta)
    x = torch.tensor([[np.cos(angle), np.sin(angle)]], dtype=torch.float64)
    fading = nn.LambdaSchedule(base=lam, gamma=0.0, power=1, lambda_min=lam)
    makes = [
        nn.LSoftmaxLinear(2, 2, m=1),
        nn.LSoftmaxLinear(2, 2, m=m, schedule=fading),
        nn.ASoftmaxLinear(2, 2, m=m, schedule=fading),
        nn.AMSoftmaxLinear(2, 2, s=1.0, m=0.35),
        nn.ArcFaceLinear(2, 2, s=1.0, m=0.5, fallback="none"),
    ]
    found = []
    for layer in makes:
        layer = layer.double()
        layer.weight.data = torch.eye(2, dtype=torch.float64)
        found.append(layer(x, torch.tensor([0]))[0, 0].item())
    return found


def check_targets(module, run_js):
    for (theta, m, lam), found in zip(cases := states(), run_js(module, SCRIPT, cases), strict=True):
        state = f"{module}: theta {theta}, m {m}, lambda {lam}"
        expected = python.targets(theta, m, lam)
        cos = np.cos(np.radians(theta))
        for kind, got in zip(KINDS, found, strict=False):
            assert got == pytest.approx(expected[kind], rel=1e-12, abs=1e-12), f"{kind} of {state}"
        slope, polynomial, k = found[5:]
        assert slope == pytest.approx(python.slope(theta, m, lam), rel=1e-12, abs=1e-12), f"slope of {state}"
        assert polynomial == pytest.approx(np.cos(m * np.radians(theta)), abs=1e-12), f"T of {state}"
        assert (-1) ** k * polynomial - 2 * k == pytest.approx(lossnotes.psi(cos, m), abs=1e-12), (
            f"k of {state}"
        )
        assert 0 <= k <= m - 1


def test_browser_and_python_compute_the_same(run_js):
    assert len(states()) > 400
    check_targets("psi/math.js", run_js)


def test_python_computes_what_the_layers_do():
    for theta, m, lam in states()[::4]:
        assert list(python.targets(theta, m, lam).values()) == pytest.approx(
            layers(theta, m, lam), abs=1e-12
        ), (theta, m, lam)


@pytest.mark.parametrize("run_js", ["node"], indirect=True)
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("[[8, 4], [-8, 2], [1, 0]]", "[[8, 4], [-8, 2]]"),
        ("t > c", "t < c"),
        ("- lam * Math.sin(theta)", "- lam"),
        ("AM = 0.35", "AM = 0.4"),
        ('kind === "arcface" ? ARC : m', "m"),
        ("targetCosine(kind, theta, { m: kind", 'targetCosine("softmax", theta, { m: kind'),
        ("(k % 2 ? -1 : 1) * Math.cos(m * theta) - 2 * k", "Math.cos(m * theta)"),
        ("(lam * Math.cos(theta) + psi(theta, m)) / (1 + lam)", "lam * Math.cos(theta) + psi(theta, m)"),
        ("(part(theta, m) % 2 ? 1 : -1)", "-1"),
    ],
)
def test_broken_arithmetic_is_noticed(run_js, tmp_path, monkeypatch, right, wrong):
    """A test of the test above."""
    from tests.site.explorer import conftest

    found = False
    for name in ("psi/math.js", "shared/margins.js"):
        text = (conftest.SOURCES / name).read_text("utf-8")
        found |= right in text
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text.replace(right, wrong), "utf-8")
    assert found
    monkeypatch.setattr(conftest, "SOURCES", tmp_path)
    with pytest.raises(AssertionError, match=r"of psi/math\.js: theta"):
        check_targets("psi/math.js", run_js)


def opened(show, **page):
    return show(module="psi", **{"state": Psi().state(), **page})


def logit(figure, name):
    return figure.root.locator(".lnx-psi-row", has_text=name).last.locator(".lnx-psi-value").inner_text()


def test_the_question_has_its_answer_in_the_figure(show):
    """At a joint the tangent is level; with lambda it is not."""
    figure = opened(show)
    handle = figure.handle("Angle to the correct class")
    for _ in range(3):
        handle.press("PageUp")
    assert figure.number("Angle to the correct class") == 90
    assert "slope 0.000" in handle.get_attribute("aria-valuetext")
    expect(figure.root.locator(".lnx-psi-slope")).to_have_text("slope 0.00")
    assert (logit(figure, "L-Softmax"), logit(figure, "ArcFace")) == ("−3.000", "−0.479")
    lam = figure.root.get_by_role("slider", name="Lambda, the weight of the plain cosine")
    lam.focus()
    for _ in range(11):
        lam.press("ArrowRight")
    assert lam.get_attribute("aria-valuetext") == "1"
    expect(figure.root.locator(".lnx-psi-slope")).to_have_text("slope −0.50")
    assert (logit(figure, "L-Softmax"), logit(figure, "A-Softmax")) == ("−1.500", "−1.500")
    assert figure.root.locator(".lnx-psi-plain").get_attribute("d") != ""


def test_dragging_along_the_curve_and_another_m(show):
    figure = opened(show, lang="ko", width=390)
    name = "정답 클래스와 이루는 각도"
    x, y = figure.centre(name)
    figure.page.mouse.move(x, y)
    figure.page.mouse.down()
    figure.page.mouse.move(x + 90, y, steps=5)  # to no joint of any m
    figure.page.mouse.up()
    theta = figure.number(name)
    assert theta > 80
    assert logit(figure, "소프트맥스") == f"{np.cos(np.radians(theta)):.3f}".replace("-", "−")
    assert figure.centre(name)[1] > y + 10, "the handle stays on the falling curve"
    for m in range(1, 6):
        figure.root.locator(".lnx-option", has_text=str(m)).click()
        value = python.targets(theta, m, 0)["lsoftmax"]
        assert logit(figure, "L-Softmax") == f"{value:.3f}".replace("-", "−")
        k = int(theta * m // 180)
        assert figure.root.locator(".lnx-psi-piece.is-now").text_content().endswith(str(k))


def test_lambda_fades_by_itself_and_can_be_undone(show):
    figure = opened(show)
    slope = figure.root.locator(".lnx-psi-slope")
    first = slope.text_content()
    figure.root.get_by_role("button", name="Let λ fade").click()
    lam = figure.root.get_by_role("slider", name="Lambda, the weight of the plain cosine")
    expect(lam).not_to_have_attribute("aria-valuetext", "0")
    expect(lam).to_have_attribute("aria-valuetext", "0", timeout=20_000)
    expect(slope).to_have_text(first)
