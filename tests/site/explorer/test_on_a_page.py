"""The explorer on a static page, with no kernel: pointer, touch, keys, languages, widths, colours."""

from __future__ import annotations

import html
import json
import re

import pytest
from playwright.sync_api import expect

from tests.conftest import ROOT
from tests.site.browser import swipe

from .conftest import BROKEN, CAT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TEN = {**CAT, "scores": [1.0, -2.5, 3.3, 2.0, 0.4, 7.0, -5.0, 2.2, 1.1, 0.9], "label": 3}
HUGE = {**CAT, "scores": [123.0, 456.0, 789.0]}
FAR = {**CAT, "scores": [-1e308, 1e308, 0.0], "margin": 0.0}
NAMED = {**CAT, "scores": [0.25, -8.125], "class_names": ["a rather long name of a class", "<b>b</b>"]}


@pytest.mark.parametrize("disk", [False, True], ids=["http", "file"])
def test_mounts_in_place_of_its_still(show, disk):
    figure = show(disk=disk)
    assert figure.losses() == ["2.9", "2.04"]
    expect(figure.page.get_by_text("The still.")).to_be_hidden()
    assert figure.page.locator(".explorer").get_attribute("data-ready") == "true"


def test_one_request_of_the_version_of_its_host_and_one_for_what_is_shared(show):
    figure = show()
    names = "performance.getEntriesByType('resource').map((entry) => entry.name.split('/assets/')[1]).filter(Boolean)"
    host, module, shared = figure.page.evaluate(names)
    assert [host, module] == ["explorer-host.js?v=abc", "explorers/scores.js?v=abc"]
    assert re.fullmatch(r"explorers/shared-[0-9a-f]{8}\.js", shared)


@pytest.mark.parametrize("disk", [False, True], ids=["http", "file"])
def test_the_still_stays_when_the_module_is_missing_and_the_reader_is_told(show, disk):
    figure = show(disk=disk, module="nothing", ready=False)
    with figure.page.expect_console_message(
        lambda message: 'explorer "nothing" keeps its still' in message.text
    ):
        figure.page.reload()
    expect(figure.page.get_by_text("The still.")).to_be_visible()
    expect(figure.page.get_by_role("status")).to_have_text(BROKEN)
    expect(figure.page.locator("[data-ready]")).to_have_count(0)
    assert all(
        "nothing" in message or "ERR_FILE_NOT_FOUND" in message or "404" in message for message in show.said
    )
    show.said.clear()


def test_waits_until_the_reader_is_near_and_moves_nothing_then(show):
    figure = show(
        before="<p>Before it.</p>" * 80,
        height=600,
        ready=False,
        setup="""
        window.shift = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.shift += entry.value; }))
          .observe({ type: "layout-shift", buffered: true });
    """,
    )
    figure.page.wait_for_load_state("networkidle")
    assert figure.page.locator("[data-ready]").count() == 0
    for _ in range(60):
        figure.page.mouse.wheel(0, 100)
        if figure.page.locator("[data-ready]").count():
            break
    figure.root.scroll_into_view_if_needed()
    assert figure.page.evaluate("window.shift") < 0.01


# --- moving the scores


@pytest.mark.parametrize("disk", [False, True], ids=["http", "file"])
def test_mouse_drags_a_score_and_the_arithmetic_follows(show, disk):
    figure = show(disk=disk)
    assert figure.arithmetic("hinge") == (
        "car max(0, 5.1 − 3.2 + 1) = 2.9 frog max(0, −1.7 − 3.2 + 1) = 0 2.9 + 0 = 2.9"
    )
    x, y = figure.centre("Score of car")
    scale = figure.centre("Score of car")[0] - figure.centre("Score of cat")[0]  # 1.9 apart
    figure.page.mouse.move(x + 6, y + 4)  # not at its middle: it must not jump there
    figure.page.mouse.down()
    figure.page.mouse.move(x + 6 + scale / 1.9, y + 40, steps=5)
    assert figure.number("Score of car") == 6.1
    assert figure.losses() == ["3.9", "2.95"]
    assert figure.notes() == ["up from 2.9", "up from 2.04"]
    figure.page.mouse.move(x + 6 - 3 * scale, y, steps=5)
    figure.page.mouse.up()
    figure.page.mouse.move(x + 300, y)  # released: no longer held
    assert figure.number("Score of car") == -0.6
    assert figure.losses() == ["0", "0.029"]
    assert figure.notes() == ["down from 2.9", "down from 2.04"]
    assert "car max(0, −0.6 − 3.2 + 1) = 0" in figure.arithmetic("hinge")
    assert "0 + 0 = 0" in figure.arithmetic("hinge")
    assert re.search(r"= −log 0\.97\d* = 0\.029$", figure.arithmetic("softmax"))


def test_the_question_has_its_answer_in_the_figure(show):
    """Where the car score satisfies the margin the hinge loss does not care, the softmax loss does."""
    figure = show()
    figure.root.get_by_role("button", name="car").click()
    assert figure.losses() == ["0", "0.079"]
    figure.handle("Score of car").press("ArrowLeft")
    assert figure.notes() == ["unchanged", "up from 0.079"]
    spoken = figure.root.locator("[aria-live=polite]")
    expect(spoken).to_have_text("Hinge loss 0, unchanged. Softmax loss 0.087, up from 0.079.")


def test_bar_is_as_long_as_what_it_adds(show):
    figure = show()
    widths = figure.root.locator(".lnx-bar").evaluate_all(
        "bars => bars.map((bar) => bar.getBoundingClientRect().width)"
    )
    one = (figure.centre("Score of car")[0] - figure.centre("Score of cat")[0]) / 1.9
    assert widths == pytest.approx([0, 2.9 * one, 0], abs=0.5)
    assert figure.root.locator(".lnx-length").all_text_contents() == ["", "2.9", ""]


@pytest.mark.parametrize("disk", [False, True], ids=["http", "file"])
def test_finger_drags_a_score_across_and_scrolls_the_page_elsewhere(show, disk):
    figure = show(disk=disk, touch=True, width=390, height=844)
    figure.handle("Score of frog").scroll_into_view_if_needed()
    before = figure.page.evaluate("scrollY")
    swipe(figure.page, *figure.centre("Score of frog"), 80, 0)
    assert figure.number("Score of frog") > 0
    assert figure.page.evaluate("scrollY") == before
    # On a handle as well as beside it, a finger that goes up scrolls.
    x, y = figure.centre("Score of cat")
    for start in (figure.centre("Score of frog"), (x - 90, y)):
        number = figure.number("Score of frog")
        before = figure.page.evaluate("scrollY")
        swipe(figure.page, *start, 0, -120)
        figure.page.wait_for_function("before => scrollY > before", arg=before)
        assert figure.number("Score of frog") == number


def test_touch_targets_are_large(show):
    figure = show(touch=True, width=390)
    targets = [figure.handle(name).locator(".lnx-touch") for name in ("Score of cat", "Margin")]
    targets += figure.root.get_by_role("button").all() + figure.root.locator("label").all()
    for target in targets:
        box = target.bounding_box()
        assert min(box["width"], box["height"]) >= 44, target


def test_keys_move_a_handle(show):
    figure = show(height=400)
    figure.handle("Margin").scroll_into_view_if_needed()
    before = figure.page.evaluate("scrollY")
    for key, score, margin in (
        ("ArrowRight", 3.3, 0.9),  # right and left go where they point
        ("ArrowLeft", 3.1, 1.1),
        ("ArrowUp", 3.3, 1.1),
        ("ArrowDown", 3.1, 0.9),
        ("Shift+ArrowUp", 4.2, 2),
        ("PageUp", 4.2, 2),
        ("PageDown", 2.2, 0),
        ("Home", -6, 0),
        ("End", 8, 5),
    ):
        for name, expected in (("Score of cat", score), ("Margin", margin)):
            figure.handle(name).focus()
            figure.page.keyboard.press(key)
            assert figure.number(name) == expected, f"{name}, {key}"
            figure.page.get_by_role("button", name="Reset").evaluate("button => button.click()")
    assert figure.page.evaluate("scrollY") == before


def test_keys_stop_at_the_ends_and_stay_on_the_grid(show):
    figure = show()
    cat = figure.handle("Score of cat")
    assert (cat.get_attribute("aria-valuemin"), cat.get_attribute("aria-valuemax")) == ("-6", "8")
    cat.press("End")
    cat.press("ArrowRight")
    assert cat.get_attribute("aria-valuenow") == "8"
    for _ in range(13):
        cat.press("ArrowLeft")
    assert cat.get_attribute("aria-valuenow") == "6.7"
    assert cat.get_attribute("aria-valuetext") == "6.7, correct class"
    assert (
        figure.handle("Score of frog").get_attribute("aria-valuetext")
        == "−1.7, adds nothing to the hinge loss"
    )


def test_everything_can_be_reached_by_tab(show):
    figure = show()
    focused = "document.activeElement.getAttribute('aria-label') ?? (document.activeElement.labels?.[0] ?? document.activeElement).textContent"
    reached = []
    for _ in range(15):
        figure.page.keyboard.press("Tab")
        reached.append(figure.page.evaluate(focused))
    assert reached == [
        *("cat", "car", "frog", "Remove the last class", "Add a class"),
        *("cat", "Score of cat", "Score of car", "Score of frog", "Margin"),
        *("None", "Temperature T"),
        *("Undo", "Reset", "Copy link"),
    ]
    figure.handle("Margin").focus()
    figure.page.keyboard.press("Shift+Tab")
    figure.page.keyboard.press("Tab")
    assert (
        figure.root.locator(".lnx-margin .lnx-ring").evaluate("ring => getComputedStyle(ring).opacity") == "1"
    )


def test_margin_is_a_handle(show):
    figure = show()
    x, y = figure.centre("Margin")
    figure.page.mouse.move(x, y)
    figure.page.mouse.down()
    figure.page.mouse.move(x - 300, y, steps=5)
    figure.page.mouse.up()
    margin = figure.number("Margin")
    assert margin == 5  # its end
    assert figure.losses()[0] == "7.0"
    assert "frog max(0, −1.7 − 3.2 + 5) = 0.1 6.9 + 0.1 = 7.0" in figure.arithmetic("hinge")


def test_images_correct_class_and_reset(show):
    figure = show()
    losses = {"cat": ["2.9", "2.04"], "car": ["0", "0.079"], "frog": ["12.9", "6.16"]}
    for name, expected in losses.items():
        button = figure.root.get_by_role("button", name=name)
        button.click()
        assert figure.losses() == expected
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(figure.root.get_by_role("radio", name=name)).to_be_checked()
    figure.root.get_by_role("radio", name="cat").check()
    assert figure.losses()[0] == "1.3"  # car 2.5 - 2.2 + 1
    assert figure.root.locator("[aria-pressed=true]").count() == 0
    figure.handle("Margin").press("Home")
    figure.page.get_by_role("button", name="Reset").click()
    assert figure.losses() == losses["cat"]
    assert figure.number("Margin") == 1


# --- languages, widths, colours


def test_korean(show):
    figure = show(lang="ko")
    assert figure.root.get_attribute("lang") == "ko"
    assert figure.arithmetic("hinge").startswith("자동차 max(0, 5.1 − 3.2 + 1) = 2.9")
    figure.handle("자동차 점수").press("PageDown")
    assert figure.losses() == ["1.9", "1.24"]
    assert figure.notes() == ["2.9에서 작아짐", "2.04에서 작아짐"]
    assert figure.handle("자동차 점수").get_attribute("aria-valuetext") == "4.1, 힌지 손실에 더하는 값 1.9"
    figure.root.get_by_role("radio", name="개구리").check()
    expect(figure.root.get_by_role("radiogroup", name="정답 클래스")).to_be_visible()
    leftover = set(re.findall(r"[A-Za-z]+", figure.root.inner_text())) - {"max", "log", "e", "es", "T"}
    assert leftover == set()


@pytest.mark.parametrize(
    ("page", "setup", "lang"),
    [
        ({"lang": "ko-KR"}, "", "ko"),
        ({"lang": "fr"}, "", "en"),
        ({"lang": "en", "state": {**CAT, "lang": "ko"}}, "", "ko"),
        ({"lang": "en", "parallel": True}, "localStorage.setItem('lossnotes-edition', 'ko')", "ko"),
        ({"lang": "ko", "parallel": True}, "", "en"),
        ({"lang": "en"}, "localStorage.setItem('lossnotes-edition', 'ko')", "en"),
    ],
)
def test_language_is_the_state_s_else_the_page_s(show, page, setup, lang):
    assert show(setup=setup, **page).root.get_attribute("lang") == lang


def axe(page):
    """What axe finds; evaluated, since the page's policy forbids a script element."""
    found = page.evaluate(f"{AXE.read_text('utf-8')}; axe.run(document, {{ resultTypes: ['violations'] }})")
    return [
        (violation["id"], [node["html"] for node in violation["nodes"]]) for violation in found["violations"]
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("width", "lang"), [(390, "ko"), (1000, "en")])
def test_axe_finds_nothing(show, width, lang, dark):
    figure = show(width=width, lang=lang, dark=dark)
    figure.page.get_by_role("slider").nth(1).press("ArrowDown")
    assert axe(figure.page) == []
    assert figure.root.evaluate("root => getComputedStyle(root).backgroundColor") == (
        "rgb(17, 21, 26)" if dark else "rgb(255, 255, 255)"
    )


def test_two_on_a_page_know_nothing_of_each_other(show):
    record = html.escape(json.dumps(CAT))
    figure = show(
        before=f'<div class="explorer" data-module="scores" data-state="{record}"></div>', ready=False
    )
    expect(figure.root).to_have_count(2)
    first, second = figure.root.all()
    first.get_by_role("radio", name="frog").check()
    second.get_by_role("radio", name="car").check()
    expect(first.get_by_role("radio", name="frog")).to_be_checked()
    first.get_by_role("slider", name="Score of cat").press("PageUp")
    assert [amount.inner_text() for amount in second.locator(".lnx-amount").all()] == ["0", "0.14"]
    assert axe(figure.page) == []


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("state", [CAT, TEN, HUGE, FAR, NAMED], ids=["three", "ten", "huge", "far", "named"])
def test_any_state_fits_any_width(show, state, lang):
    figure = show(state=state, lang=lang)
    for width in (1000, 620, 390, 320):
        figure.page.set_viewport_size({"width": width, "height": 900})
        for _ in range(3):  # frames: seen, drawn, shown
            figure.page.evaluate("new Promise(requestAnimationFrame)")
        assert figure.page.evaluate("document.documentElement.scrollWidth") <= width
        beyond = figure.root.evaluate(
            """root => {
              const { left, right } = root.getBoundingClientRect();
              return [...root.querySelectorAll(".lnx-value, .lnx-result, .lnx-sum, .lnx-amount, .lnx-work, .lnx-label")]
                .filter((node) => { const box = node.getBoundingClientRect(); return box.left < left - 1 || box.right > right + 1; })
                .map((node) => node.textContent);
            }"""
        )
        assert beyond == [], f"reaches out of the figure at {width} px"
    for broken in ("NaN", "undefined", "null", "-"):
        assert broken not in figure.root.inner_text()
    assert "NaN" not in figure.root.inner_html()


def test_no_motion_when_none_is_wanted(show):
    seconds = "node => getComputedStyle(node).transitionDuration"
    for calm in (False, True):
        figure = show(calm=calm)
        figure.root.get_by_role("button", name="frog").click()
        moves = figure.handle("Score of cat").evaluate(seconds)
        assert moves == ("0s" if calm else "0.35s")
