"""What holds for every explorer: any state, width, colour and language; pointer, finger and keys; links; undo."""

from __future__ import annotations

import itertools
import json
import re
from urllib.parse import quote

import numpy as np
import pytest
import traitlets
from playwright.sync_api import expect

from lossnotes import explorers
from lossnotes.explorers import _traits as kinds
from tests.conftest import ROOT
from tests.site.browser import swipe

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
EXPLORERS = [getattr(explorers, name) for name in explorers.__all__]
every_explorer = pytest.mark.parametrize("kind", EXPLORERS, ids=lambda kind: kind.__name__)


def opened(show, kind, state=None, **page):
    return show(module=kind._module, state=state or kind().state(), **page)


def axe(page):
    """What axe finds; evaluated, since the page's policy forbids a script element."""
    found = page.evaluate(f"{AXE.read_text('utf-8')}; axe.run(document, {{ resultTypes: ['violations'] }})")
    return [
        (violation["id"], [node["html"] for node in violation["nodes"]]) for violation in found["violations"]
    ]


def told(handle):
    """What a handle says of itself."""
    return handle.get_attribute("aria-valuetext"), handle.get_attribute("aria-valuenow")


def key_that_moves(handle):
    """A key with room in its direction."""
    now, most = (float(handle.get_attribute(f"aria-value{end}")) for end in ("now", "max"))
    return "ArrowLeft" if now >= most else "ArrowRight"


def nothing_broken(figure, width):
    assert figure.page.evaluate("document.documentElement.scrollWidth") <= width
    said = figure.root.inner_text() + figure.root.evaluate("root => root.outerHTML")
    for broken in ("NaN", "undefined", "[object"):
        assert broken not in said, said[max(0, said.find(broken) - 200) :][:400]


# One explorer is looked at in all of these, the others, made of the same parts, in the last two.
VIEWS = [("en", 390, False), ("en", 1400, True), ("ko", 390, True), ("ko", 1400, False)]
EVERY_VIEW = [
    pytest.param(kind, *view, id="-".join(map(str, (kind.__name__, *view))))
    for kind in EXPLORERS
    for view in (VIEWS if kind is explorers.Scores else VIEWS[2:])
]


@pytest.mark.parametrize(("kind", "lang", "width", "dark"), EVERY_VIEW)
def test_keys_move_every_handle_and_axe_finds_nothing(show, kind, lang, width, dark):
    figure = opened(show, kind, lang=lang, width=width, dark=dark)
    handles = figure.root.get_by_role("slider").all()
    assert handles
    moved = 0
    for handle in handles:
        handle.focus()
        before = told(handle)
        if before[1] is None:  # a plain range input
            continue
        key = key_that_moves(handle)
        figure.page.keyboard.press(key)
        if told(handle) == before:  # held by another one: the other way is open then
            figure.page.keyboard.press({"ArrowLeft": "ArrowRight", "ArrowRight": "ArrowLeft"}[key])
        moved += told(handle) != before
        ring = handle.evaluate(
            "node => { const ring = node.querySelector('.lnx-ring');"
            " return ring ? getComputedStyle(ring).opacity : getComputedStyle(node).outlineStyle; }"
        )
        assert ring not in ("0", "none"), "focus is seen"
    assert moved, "no key moved anything"
    assert not re.search("[가-힣]", figure.root.inner_text()) or lang == "ko"
    expect(figure.spoken).not_to_be_empty()
    assert axe(figure.page) == []
    nothing_broken(figure, width)


def middle(node):
    box = node.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@every_explorer
@pytest.mark.parametrize("finger", [False, True], ids=["mouse", "finger"])
def test_pointer_moves_a_handle_and_what_is_announced(show, kind, finger):
    figure = opened(show, kind, touch=finger, width=390 if finger else 1000, height=844)
    handle = figure.root.locator(".lnx-handle").first
    handle.scroll_into_view_if_needed()
    upright = handle.get_attribute("aria-orientation") == "vertical"
    before, text = told(handle), figure.root.inner_text()
    for way in (34, -34):  # one of them is open, whichever end the handle is at
        x, y = middle(handle.locator(".lnx-touch"))
        dx, dy = (0, way) if upright else (way, 0)
        if finger:
            swipe(figure.page, x, y, dx, dy)
        else:
            figure.page.mouse.move(x, y)
            figure.page.mouse.down()
            figure.page.mouse.move(x + dx, y + dy, steps=6)
            figure.page.mouse.up()
        if told(handle) != before:
            break
    assert told(handle) != before
    assert figure.root.inner_text() != text, "the figure's numbers follow"
    expect(figure.spoken).not_to_be_empty()


@every_explorer
def test_undo_reset_and_link(show, kind):
    figure = opened(show, kind, permissions=["clipboard-read", "clipboard-write"])
    handle = figure.root.locator(".lnx-handle").first
    undo, reset, link = (
        figure.root.get_by_role("button", name=name, exact=True) for name in ("Undo", "Reset", "Copy link")
    )
    first = told(handle)
    expect(undo).to_have_attribute("aria-disabled", "true")
    key = key_that_moves(handle)
    handle.press(key)
    second = told(handle)
    assert second != first
    expect(undo).to_have_attribute("aria-disabled", "false")
    link.click()
    expect(figure.message).to_have_text("A link to this state is on the clipboard.")
    address = figure.page.evaluate("navigator.clipboard.readText()")
    undo.click()
    assert told(handle) == first
    handle.press(key)
    handle.press("Control+z")
    assert told(handle) == first
    handle.press(key)
    reset.click()
    assert told(handle) == first
    undo.click()
    assert told(handle) == second, "a reset can be undone"
    figure.page.goto(address)
    figure.root.wait_for()
    assert told(figure.root.locator(".lnx-handle").first) == second
    assert figure.message.inner_text() == ""


JUNK = [1e300, -1e300, "<img src=x onerror=alert(1)>", None, [[]], {"a": 1}, [1e300] * 3, True]


@every_explorer
def test_a_link_with_junk_shows_the_figure_and_says_so(show, kind):
    figure = opened(show, kind)
    address = figure.page.url
    for junk in JUNK:
        state = dict.fromkeys(kind().state(), junk)
        figure.page.goto(f"{address}?{kind._module}={quote(json.dumps(state))}")
        figure.root.wait_for()
        nothing_broken(figure, 1000)
        assert figure.root.locator("img").count() == 0
        assert figure.message.inner_text() != "", junk
        handle = figure.root.locator(".lnx-handle").first
        handle.focus()
        for key in ("ArrowLeft", "ArrowRight", "ArrowUp"):
            figure.page.keyboard.press(key)
        nothing_broken(figure, 1000)


def any_value(trait, rng, how):
    """A value the trait allows: its least ("least"), its greatest ("most") or any."""

    def number():
        if how != "any":
            return getattr(trait, how)
        # Most states are of everyday size, also where the trait allows 1e300.
        return float(np.clip(round(rng.normal(0, 3) + rng.uniform(0, 3), 2), trait.least, trait.most))

    if isinstance(trait, kinds.Number):
        return number()
    if isinstance(trait, kinds.Whole):
        return int(rng.integers(trait.least, trait.most + 1)) if how == "any" else getattr(trait, how)
    if isinstance(trait, kinds.OneOf):
        return str(rng.choice(trait.values))
    if isinstance(trait, kinds.Switch):
        return bool(rng.integers(2))
    if isinstance(trait, kinds.Numbers | kinds.Points):
        fewest, most = trait.count
        many = {"least": fewest, "most": most}.get(how, int(rng.integers(fewest, most + 1)))
        if isinstance(trait, kinds.Numbers):
            return [number() for _ in range(many)]
        return [[number() for _ in range(trait.length)] for _ in range(many)]
    return trait.default()


def any_state(kind, rng, how):
    """A state that the explorer takes, or None where the drawn values do not go together."""
    state = {name: any_value(kind.class_traits()[name], rng, how) for name in kind().state()}
    try:
        return kind(**state).state()
    except traitlets.TraitError:
        return None


@every_explorer
def test_any_state_is_shown_at_any_width(show, kind):
    rng = np.random.default_rng(7)
    draws = [any_state(kind, rng, how) for how in ["least", "most", *["any"] * 30]]
    states = [state for state in draws if state is not None][:5]
    assert len(states) == 5
    for lang, state in zip(itertools.cycle(["ko", "en"]), states, strict=False):
        figure = opened(show, kind, state, lang=lang, width=320)
        for width in (320, 700):
            figure.page.set_viewport_size({"width": width, "height": 900})
            figure.page.wait_for_timeout(60)
            nothing_broken(figure, width)
        for handle in figure.root.locator(".lnx-handle").all():
            handle.press("ArrowRight")
            handle.press("PageDown")
        nothing_broken(figure, 700)
        figure.page.context.close()


@every_explorer
def test_no_motion_when_none_is_wanted(show, kind):
    figure = opened(show, kind, calm=True)
    for control in figure.root.get_by_role("button").all():
        control.click(force=True)  # also one that says it is disabled: there is nothing to undo yet
    assert (
        figure.page.evaluate("document.getAnimations().filter((a) => a.playState === 'running').length") == 0
    )


@every_explorer
def test_every_target_is_large_enough_for_a_finger(show, kind):
    figure = opened(show, kind, touch=True, width=390)
    targets = figure.root.locator(".lnx-handle .lnx-touch").all() + figure.root.get_by_role("button").all()
    targets += figure.root.locator("label").all()
    for target in targets:
        box = target.bounding_box()
        assert box is None or min(box["width"], box["height"]) >= 43.9, target


@every_explorer
def test_the_still_is_drawn_in_either_light_and_said_in_either_language(kind):
    data, _ = kind()._repr_mimebundle_()
    assert data["image/svg+xml"].startswith("<svg")
    assert not re.search("[가-힣]", data["image/svg+xml"])
    record = data["application/vnd.lossnotes.explorer+json"]
    assert record["module"] == kind._module
    assert re.search("[가-힣]", record["text"]["ko"]) and not re.search("[가-힣]", record["text"]["en"])
    again, _ = kind()._repr_mimebundle_()
    assert again["image/svg+xml"] == data["image/svg+xml"]
