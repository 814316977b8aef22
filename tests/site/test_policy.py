"""The Content-Security-Policy: on every page, and in nobody's way but a stranger's."""

from __future__ import annotations

import json
import re

import lxml.html
import pytest
from coursesite import mathstyles, policy

from lossnotes.exercises._check import catalogue
from tests.conftest import SITE
from tests.site.test_in_browser import wait_for_explorers
from tests.site.test_questions import Question

PAGES = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html"))
RECORD = "addEventListener('securitypolicyviolation', (e) => (globalThis.refused ??= []).push(`${e.effectiveDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber} ${e.sample}`));"


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_it_and_nothing_that_it_forbids(site, page):
    text = (site / page).read_text("utf-8")
    tree = lxml.html.document_fromstring(text)
    head = list(tree.find("head"))
    assert head[1].get("http-equiv") == "Content-Security-Policy", "it holds for what follows it"
    assert policy.tag(explorers='class="explorer"' in text) in text
    assert not tree.xpath("//@style | //style"), "styles have classes: see mathstyles.py and figures.py"
    assert not tree.xpath("//script[not(@src)]")
    assert not tree.xpath("//@*[starts-with(name(), 'on')]")
    assert not [href for href in tree.xpath("//@href | //@src") if re.match(r"\s*javascript:", href, re.I)]


def test_a_style_that_has_no_class_is_told():
    with pytest.raises(ValueError, match=r"a class in mathstyles.py, got 'color:red'"):
        mathstyles.as_classes('<math><mi style="color:red;">x</mi></math>')


@pytest.fixture(params=["http", "file"])
def opened(request, browser, site, site_url):
    """Opens pages over http and from a folder, in one tab; nothing of what they do may be refused."""
    base = site_url if request.param == "http" else site.as_uri()
    context = browser.new_context(viewport={"width": 1400, "height": 900}, accept_downloads=True)
    context.add_init_script(RECORD)
    page = context.new_page()
    wrong = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))

    def opened(name):
        page.goto(f"{base}/{name}")
        return page

    yield opened
    assert not page.evaluate("globalThis.refused ?? []")
    context.close()
    assert not wrong


def test_a_chapter_does_all_that_it_can(opened):
    page = opened("en/03-multiclass-svm.html")
    wait_for_explorers(page)
    handle = page.locator(".explorer .lnx-handle").first
    before = handle.get_attribute("aria-valuetext")
    handle.press("ArrowRight")
    assert handle.get_attribute("aria-valuetext") != before
    name = "svm-four-classes"
    assert "orrect" in Question(page, f"ex-{name}").answer(*(f"{n:g}" for n in catalogue()[name].right()))
    page.keyboard.press("Escape")
    page.locator("button.theme").click()
    page.locator("button.find").click()
    page.locator("dialog.search input").fill("softmax")
    page.locator("dialog.search li").first.wait_for()


def test_every_explorer_starts(opened):
    seen = set()
    for name in PAGES:
        text = (SITE / name).read_text("utf-8")
        modules = set(re.findall(r'data-module="(\w+)"', text))
        if name.startswith("en/") and modules - seen:
            wait_for_explorers(opened(name))
            seen |= modules
    assert seen


def test_a_record_is_taken_along_and_cards_are_turned(opened):
    page = opened("both/review.html")
    page.locator(".review").first.get_by_role("button").first.click()
    with page.expect_download() as download:
        page.locator(".study-record").first.get_by_role("button", name="Export").first.click()
    assert json.loads(download.value.path().read_text("utf-8"))["version"] == 1
    page = opened("ko/exercises.html")
    page.locator(".exercise-filter select, .exercise-filter input").first.wait_for()


def test_the_root_leads_on(opened):
    opened("index.html").wait_for_url("**/en/index.html*")


def test_what_a_stranger_puts_in_stays_dead(browser, site_url):
    """The policy is in force: these are the ways in."""
    context = browser.new_context()
    context.add_init_script(RECORD)
    page = context.new_page()
    page.goto(f"{site_url}/en/03-multiclass-svm.html")
    page.evaluate(
        """() => {
            const say = (tag, attributes) => {
                const made = document.createElement(tag);
                for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
                document.body.append(made);
                return made;
            };
            const script = document.createElement("script");
            script.textContent = "globalThis.alive = 'an inline script'";
            document.body.append(script);
            say("button", { onclick: "globalThis.alive = 'a handler'" }).click();
            say("p", { id: "dressed", style: "position: fixed" });
            const far = say("script", { src: "https://example.org/x.js" });
            say("img", { src: "https://example.org/x.png" });
            const timer = document.createElement("script");
            timer.src = URL.createObjectURL(new Blob(["try { eval('globalThis.alive = 1') } catch { globalThis.kept = true }"]));
            document.body.append(timer);
        }"""
    )
    page.wait_for_function("globalThis.kept && globalThis.refused?.length >= 5")
    assert page.evaluate("globalThis.alive") is None
    assert page.evaluate("getComputedStyle(document.getElementById('dressed')).position") == "static"
    refused = {said.split()[0] for said in page.evaluate("globalThis.refused")}
    assert refused >= {"script-src-elem", "script-src-attr", "style-src-attr", "img-src", "script-src"}
    context.close()
