"""What is special of the scores: arrows of the gradients, the temperature, more and fewer classes."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import expect

import lossnotes
from lossnotes.explorers import Scores

from .conftest import CAT

BOTH = {**CAT, "gradients": "both"}


# --- the arithmetic


def cases():
    """Rows of every size, tied and extreme ones among them, each with a label, a margin and a temperature."""
    rng = np.random.default_rng(71)
    for scale in (0, 1e-9, 0.5, 3, 30, 1e4, 1e300):
        for _ in range(60):
            scores = scale * rng.normal(size=rng.integers(2, 11))
            if 0.1 < scale < 100:
                scores = scores.round(1)  # where scores stand exactly on the margin
            label = int(rng.integers(len(scores)))
            margin = round(float(rng.uniform(0, 4)), 1)
            yield scores.tolist(), label, margin, float(f"{10 ** rng.uniform(-1, 1):.2g}")


def test_gradients_are_the_package_s(run_js):
    all_cases = list(cases())
    assert len(all_cases) == 420
    found = run_js(
        "shared/losses.js",
        "(m, [s, y, margin, T]) => [m.hingeGradient(s, y, margin), m.softmaxGradient(s, y, T), m.softmaxLoss(s, y, T)]",
        all_cases,
    )
    for (scores, label, margin, T), (votes, shares, loss) in zip(all_cases, found, strict=True):
        state = f"scores {scores}, label {label}, margin {margin}, temperature {T}"
        _, expected = lossnotes.multiclass_svm_loss([scores], [label], margin=margin, return_grad=True)
        assert votes == [*expected[0]], state
        gaps = (np.array(scores) - max(scores)) / T
        value, expected = lossnotes.softmax_cross_entropy([gaps], [label], return_grad=True)
        assert shares == pytest.approx(expected[0] / T, rel=1e-12, abs=1e-300), state
        assert loss == pytest.approx(value, rel=1e-12, abs=1e-300), state


# --- the arrows


def arrows(figure, kind):
    """[(number, pixels across)] of the arrows that are drawn, in the order of the classes."""
    return figure.root.locator(f".lnx-picture .lnx-pull.is-{kind}").evaluate_all(
        """all => all.filter((one) => one.textContent).map((one) => {
          const [, tip] = one.querySelector(".lnx-tip").getAttribute("d").split("L");
          return [one.textContent, parseFloat(tip)];
        })"""
    )


def one_score(figure):
    """Pixels that a difference of 1 in score takes."""
    return (figure.centre("Score of car")[0] - figure.centre("Score of cat")[0]) / 1.9


@pytest.mark.parametrize("width", [390, 1000])
def test_an_arrow_is_as_long_as_its_gradient_and_points_downhill(show, width):
    figure = show(state=BOTH, width=width)
    one = one_score(figure)
    assert arrows(figure, "hinge") == [
        ["1", pytest.approx(one, abs=0.5)],
        ["1", pytest.approx(-one, abs=0.5)],
    ]
    up, down, hardly = arrows(figure, "softmax")
    assert up == ["0.87", pytest.approx(0.87 * one, abs=0.5)]
    assert down == ["0.87", pytest.approx(-0.869 * one, abs=0.5)]
    assert hardly == ["0.00097", -4]  # so short that it could not be seen
    assert figure.handle("Score of car").get_attribute("aria-valuetext") == (
        "5.1, adds 2.9 to the hinge loss, hinge loss moves it by −1, softmax loss moves it by −0.87"
    )
    assert (
        figure.handle("Score of frog")
        .get_attribute("aria-valuetext")
        .endswith(
            "adds nothing to the hinge loss, hinge loss moves it by 0, softmax loss moves it by −0.00097"
        )
    )


def test_the_two_kinds_differ_in_more_than_colour(show):
    figure = show(state=BOTH)
    line, tip = (
        [
            figure.root.locator(f".lnx-picture .is-{kind} .{part}").first.evaluate(
                "node => [getComputedStyle(node).strokeDasharray, getComputedStyle(node).fill]"
            )
            for kind in ("hinge", "softmax")
        ]
        for part in ("lnx-shaft", "lnx-tip")
    )
    assert [dash for dash, _ in line] == ["none", "4px, 3px"]
    assert tip[0][1] != "none" and tip[1][1] == "none"


def test_the_choice_of_arrows(show):
    figure = show()
    assert arrows(figure, "hinge") == arrows(figure, "softmax") == []
    question = figure.root.locator(".lnx-question")
    expect(question).to_contain_text("Can you move the car score")
    for choice, counts in (("Hinge", (2, 0)), ("Softmax", (0, 3)), ("Both", (2, 3)), ("None", (0, 0))):
        figure.root.get_by_role("radio", name=choice).check(force=True)
        assert (len(arrows(figure, "hinge")), len(arrows(figure, "softmax"))) == counts
    figure.page.get_by_role("button", name="Undo").click()
    expect(figure.root.get_by_role("radio", name="Both")).to_be_checked()
    expect(question).to_contain_text("Can you make every hinge arrow vanish?")
    # Its answer: beyond the margin the hinge has none, and softmax always has.
    figure.root.get_by_role("button", name="car").click()
    assert arrows(figure, "hinge") == []
    assert [number for number, _ in arrows(figure, "softmax")] == ["0.025", "0.076", "0.051"]


def test_an_arrow_of_less_than_1_is_not_called_1(show):
    figure = show(state={**BOTH, "scores": [2.2, 2.5, -3.1], "label": 2})
    assert [number for number, _ in arrows(figure, "softmax")] == ["0.42", "0.57", "0.9978"]
    figure = show(state={**BOTH, "scores": [8.0, -5.0], "label": 1})
    assert [number for number, _ in arrows(figure, "softmax")] == ["0.9999", "0.9999"]


def test_an_arrow_follows_the_reader_and_ends_in_the_picture(show):
    ten = {**BOTH, "scores": [1.0, 2.0, 3.0, -4.0, 5.0, 2.0, 2.0, 1.0, 0.0, 7.9], "label": 9}
    figure = show(state=ten, width=390)
    for _ in range(2):
        picture = figure.root.locator(".lnx-picture").bounding_box()
        for arrow in figure.root.locator(".lnx-picture .lnx-pull").all():
            box = arrow.bounding_box()
            if box and box["width"]:
                assert picture["x"] - 1 <= box["x"]
                assert box["x"] + box["width"] <= picture["x"] + picture["width"] + 1
        figure.handle("Score of plane").press("Home")
    assert len(arrows(figure, "hinge")) == 10
    assert arrows(figure, "hinge")[-1][0] == "9"
    figure.handle("Score of plane").press("End")
    assert figure.handle("Score of plane").get_attribute("aria-valuetext").startswith("8.0, correct class")


# --- the temperature


def test_temperature_divides_the_scores_and_only_softmax_notices(show):
    figure = show(state={**CAT, "gradients": "softmax"})
    warmth = figure.root.get_by_role("slider", name="Temperature T")
    expect(figure.root.locator(".lnx-softmax .lnx-columns")).to_contain_text("es/T")
    assert "e3.2 = 24.5" in figure.arithmetic("softmax")
    shown = []
    for key in ("ArrowLeft", "Home", "End"):
        warmth.press(key)
        shown.append((warmth.get_attribute("aria-valuetext"), *figure.losses()))
    losses = [
        f"{lossnotes.softmax_cross_entropy([np.array(CAT['scores']) / T], [0]):.2f}" for T in (0.89, 0.1, 10)
    ]
    assert shown == [(T, "2.9", loss) for T, loss in zip(("0.89", "0.1", "10"), losses, strict=True)]
    assert "e3.2/10 = 1.4" in figure.arithmetic("softmax")
    assert figure.notes()[0] == "unchanged"
    slopes = Scores(temperature=10).softmax_gradient
    assert [number for number, _ in arrows(figure, "softmax")] == [f"{abs(slope):.2g}" for slope in slopes]
    expect(figure.spoken).to_contain_text(f"Softmax loss {losses[-1]}")
    figure.page.get_by_role("button", name="Undo").click()
    assert warmth.get_attribute("aria-valuetext") != "10"


def test_every_place_of_the_temperature_can_be_reached_by_key(show):
    figure = show()
    warmth = figure.root.get_by_role("slider", name="Temperature T")
    warmth.press("Home")
    seen = [warmth.get_attribute("aria-valuetext")]
    for _ in range(40):
        warmth.press("ArrowRight")
        seen.append(warmth.get_attribute("aria-valuetext"))
    assert (seen[0], seen[20], seen[40]) == ("0.1", "1", "10")
    assert len(set(seen)) == 41


# --- the classes


def test_classes_come_and_go(show):
    figure = show(state=BOTH)
    less, more = (
        figure.root.get_by_role("button", name=name) for name in ("Remove the last class", "Add a class")
    )
    figure.root.get_by_role("radio", name="frog").check()
    more.click()
    expect(figure.root.get_by_role("slider", name="Score of dog")).to_have_attribute("aria-valuenow", "0")
    assert "dog max(0, 0.0 − (−1.7) + 1) = 2.7" in figure.arithmetic("hinge")
    expect(more).to_be_focused()
    for _ in range(9):
        more.press("Enter")
    expect(more).to_have_attribute("aria-disabled", "true")
    assert figure.root.get_by_role("slider", name=re.compile("Score of")).count() == 10
    for _ in range(12):
        less.press("Enter")
    expect(less).to_have_attribute("aria-disabled", "true")
    assert figure.root.get_by_role("slider", name=re.compile("Score of")).count() == 2
    expect(figure.root.get_by_role("radio", name="car")).to_be_checked()  # the correct one was removed
    figure.page.get_by_role("button", name="Undo").click()
    assert figure.root.get_by_role("slider", name=re.compile("Score of")).count() == 3
    figure.root.get_by_role("button", name="cat").click()
    assert figure.losses() == ["2.9", "2.04"]


def test_given_names_stay_and_a_new_class_has_one(show):
    figure = show(state={**CAT, "class_names": ["yes", "no", "<i>maybe</i>"]}, lang="ko")
    expect(figure.root.get_by_role("button", name="고양이")).to_have_count(0)
    figure.root.get_by_role("button", name="클래스 더하기").click()
    assert [row.inner_text() for row in figure.root.locator("label.lnx-label").all()] == [
        *("yes", "no", "<i>maybe</i>", "개"),
    ]
    figure.root.get_by_role("button", name="마지막 클래스 빼기").click()
    figure.root.get_by_role("button", name="마지막 클래스 빼기").click()
    assert [row.inner_text() for row in figure.root.locator("label.lnx-label").all()] == ["yes", "no"]


def test_korean_arrows(show):
    figure = show(state={**BOTH, "temperature": 2.0}, lang="ko", width=390)
    expect(figure.root.locator(".lnx-question")).to_contain_text("힌지 화살표를 모두 없앨 수 있습니까?")
    assert figure.handle("자동차 점수").get_attribute("aria-valuetext") == (
        "5.1, 힌지 손실에 더하는 값 2.9, 힌지 손실의 이동 −1, 소프트맥스 손실의 이동 −0.35"
    )
