"""What a reader does with a page: switch, choose light or dark, copy, print, find the way by keyboard."""

from __future__ import annotations

import itertools

import pytest

from tests.conftest import EDITIONS, page_names

CHAPTER = "03-multiclass-svm"
FIRST_AFTER_HOME = page_names()[1]


@pytest.fixture
def page(browser):
    context = browser.new_context(
        viewport={"width": 1400, "height": 900}, color_scheme="light", locale="en-GB"
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def reading(page):
    """Id, paragraph and distance from the top of what is being read, as a reader sees it."""
    return page.evaluate(
        """() => {
            const blocks = [...document.querySelectorAll('article .block')].flatMap((block) =>
                [...block.children].map((part, at) => ({id: block.id, at, top: part.getBoundingClientRect().top})));
            return blocks.filter((part) => part.top >= 60)[0];
        }"""
    )


@pytest.mark.parametrize(("start", "target"), list(itertools.permutations(EDITIONS, 2)))
def test_the_switch_keeps_the_place(page, site_url, start, target):
    page.goto(f"{site_url}/{start}/{CHAPTER}.html")
    ids = page.evaluate("[...document.querySelectorAll('article .block')].map((block) => block.id)")
    middle = ids[len(ids) // 2]
    page.goto(f"{site_url}/{start}/{CHAPTER}.html?there#{middle}")
    page.evaluate("(id) => document.getElementById(id).scrollIntoView({behavior: 'instant'})", middle)
    before = reading(page)
    assert before["id"] == middle
    # As a reader does: Playwright's own click would first scroll the page, for a header that sticks to its top.
    box = page.locator(f"nav.editions [data-edition={target}]").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url(f"**/{target}/{CHAPTER}.html#*")
    page.wait_for_load_state("load")
    page.wait_for_function(
        "([id, top]) => Math.abs(document.getElementById(id).getBoundingClientRect().top - top) < 150",
        arg=[middle, before["top"]],
    )
    after = reading(page)
    assert after["id"] == before["id"], (before, after)
    assert page.locator("nav.editions [aria-current]").get_attribute("data-edition") == target


def test_side_by_side_both_languages_open_together(page, site_url):
    page.goto(f"{site_url}/both/{CHAPTER}.html")
    pair = page.locator(".row:has(> div > details)").first.locator("details")
    assert pair.count() == 2
    pair.nth(1).locator("summary").click()
    page.wait_for_function(
        "[...document.querySelector('.row:has(> div > details)').querySelectorAll('details')].every((d) => d.open)"
    )
    pair.nth(0).locator("summary").click()
    page.wait_for_function(
        "[...document.querySelector('.row:has(> div > details)').querySelectorAll('details')].every((d) => !d.open)"
    )


def test_at_the_top_the_switch_leads_to_the_top(page, site_url):
    page.goto(f"{site_url}/en/{CHAPTER}.html")
    page.locator("nav.editions [data-edition=ko]").click()
    page.wait_for_url(f"**/ko/{CHAPTER}.html")
    assert page.evaluate("scrollY") == 0


def test_the_root_remembers_the_choice(page, site_url):
    page.goto(f"{site_url}/")
    page.wait_for_url("**/en/index.html")
    page.locator("nav.editions [data-edition=ko]").click()
    page.wait_for_url("**/ko/index.html")
    page.goto(f"{site_url}/")
    page.wait_for_url("**/ko/index.html")
    page.locator("nav.editions [data-edition=both]").click()
    page.wait_for_url("**/both/index.html")
    page.goto(f"{site_url}/")
    page.wait_for_url("**/both/index.html")


@pytest.mark.parametrize(("locale", "edition"), [("ko-KR", "ko"), ("en-US", "en"), ("fr-FR", "en")])
def test_the_root_goes_by_the_browsers_language(browser, site_url, locale, edition):
    context = browser.new_context(locale=locale)
    page = context.new_page()
    page.goto(f"{site_url}/index.html#x")
    page.wait_for_url(f"**/{edition}/index.html#x")
    context.close()


def test_without_script_the_root_offers_both_and_pages_stay_whole(browser, site_url):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{site_url}/")
    page.get_by_role("link", name="한국어").click()
    page.wait_for_url("**/ko/index.html")
    assert page.locator("nav.chapters").is_visible()
    still = page.locator(".explorer .still")
    assert still.locator("svg").is_visible()
    assert "힌지 손실" in still.locator("figcaption").inner_text()
    assert not page.locator("button:visible").count()
    context.close()


def test_dark_is_chosen_kept_and_there_before_the_first_paint(page, site_url):
    page.goto(f"{site_url}/en/{CHAPTER}.html")
    background = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    page.locator("button.theme").click()
    dark = page.evaluate(background)
    assert light != dark
    # The body does not exist yet when the theme is set: nothing can have been painted in the other one.
    page.add_init_script(
        """new MutationObserver((list, observer) => {
            if (document.documentElement?.dataset.theme) { window.__bodyThen = Boolean(document.body); observer.disconnect(); }
        }).observe(document, {subtree: true, childList: true, attributes: true});"""
    )
    page.goto(f"{site_url}/ko/{CHAPTER}.html")
    assert page.evaluate("window.__bodyThen") is False
    assert page.evaluate(background) == dark
    page.locator("button.theme").click()
    assert page.evaluate(background) == light


def test_figures_follow_the_colours_of_the_page(page, site_url):
    page.goto(f"{site_url}/en/{CHAPTER}.html")
    colour = "getComputedStyle(document.querySelector('svg.figure')).fill"
    light = page.evaluate(colour)
    page.locator("button.theme").click()
    assert page.evaluate(colour) != light
    marks = page.evaluate(
        'document.querySelectorAll(\'svg.figure :is([stroke^="var(--ln-c"], [fill^="var(--ln-c"])\').length'
    )
    assert marks > 0


def test_code_is_copied_without_its_button(page, site_url):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site_url}/en/{CHAPTER}.html")
    cell = page.locator(".cell_input .highlight:visible").first
    cell.hover()
    cell.get_by_role("button", name="Copy").click()
    cell.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == cell.locator("pre").inner_text().strip()
    assert "Cop" not in copied
    cell.get_by_role("button", name="Copy", exact=True).wait_for()


def test_contents_mark_the_current_section(page, site_url):
    page.goto(f"{site_url}/en/{CHAPTER}.html")
    links = page.locator("nav.contents a")
    assert page.locator("nav.contents [aria-current]").count() == 1
    target = links.nth(links.count() // 2)
    target.click()
    page.wait_for_function(
        "(href) => document.querySelector('nav.contents [aria-current]')?.getAttribute('href') === href",
        arg=target.get_attribute("href"),
    )


def test_a_page_opened_at_its_top_waits_with_what_is_far_and_still_finds_every_place(page, site_url):
    far = "[...document.querySelectorAll('main section section')].at(-1)"
    waits = f"getComputedStyle({far}).contentVisibility === 'auto'"
    page.goto(f"{site_url}/en/{CHAPTER}.html")
    assert page.evaluate(waits)
    target = page.locator("nav.contents a").last
    address = target.get_attribute("href")
    target.click()
    assert not page.evaluate(waits)
    placed = f"{far}.getBoundingClientRect().top < innerHeight"
    page.wait_for_function(placed)
    # An address that names a place, a page come back to, and paper: true heights at once.
    page.goto("about:blank")
    page.goto(f"{site_url}/en/{CHAPTER}.html{address}")
    assert not page.evaluate(waits)
    page.wait_for_function(placed)
    page.goto(f"{site_url}/en/{CHAPTER}.html?again")
    assert page.evaluate(waits)
    page.emulate_media(media="print")
    assert not page.evaluate(waits)
    page.emulate_media(media="screen")
    page.reload()
    assert not page.evaluate(waits)


def test_previous_next_and_chapters(page, site_url):
    page.goto(f"{site_url}/ko/index.html")
    page.locator("nav.turn [rel=next]").click()
    page.wait_for_url(f"**/ko/{FIRST_AFTER_HOME}.html")
    assert (
        page.locator("nav.chapters .current > a").inner_text()
        == page.locator("h1").inner_text().replace("#", "").strip()
    )
    page.locator("nav.turn [rel=prev]").click()
    page.wait_for_url("**/ko/index.html")


def test_keyboard_skips_to_the_text_and_closes_the_menu(browser, site_url):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{site_url}/ko/{CHAPTER}.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.endswith("#main"))  # the address follows a moment later
    menu = page.locator("button.menu")
    menu.focus()
    page.keyboard.press("Enter")
    assert page.locator("nav.chapters").is_visible()
    assert menu.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert not page.locator("nav.chapters").is_visible()
    assert page.evaluate("document.activeElement.className") == "icon menu"
    context.close()


def test_paper_has_no_chrome_and_shows_what_is_folded(page, site_url):
    page.goto(f"{site_url}/en/{CHAPTER}.html")
    page.locator("button.theme").click()
    assert page.locator("details").count() > 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print", color_scheme="dark")
    for selector in (".top", "nav.chapters", "nav.contents", "nav.turn", "footer", ".download"):
        assert not page.locator(selector).is_visible(), selector
    assert page.locator("details:not([open])").count() == 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details:not([open])").count() > 0


def test_korean_is_set_as_korean(page, site_url):
    page.goto(f"{site_url}/ko/{CHAPTER}.html")
    style = page.evaluate(
        "(() => { const s = getComputedStyle(document.querySelector('article p')); return [s.wordBreak, s.fontFamily]; })()"
    )
    assert style[0] == "keep-all"
    assert "Noto Sans KR" in style[1]
    slanted = page.evaluate(
        "[...document.querySelectorAll('article :is(em, i, cite)')].filter((e) => /[가-힣]/.test(e.textContent) && getComputedStyle(e).fontStyle !== 'normal').length"
    )
    assert slanted == 0
    code = page.evaluate("getComputedStyle(document.querySelector('article code')).fontFamily")
    assert "monospace" in code and "Noto Sans KR" not in code
