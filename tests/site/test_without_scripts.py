"""No page needs a script for its text: what a reader sees with scripts is there without them, word for word."""

from __future__ import annotations

import pytest

from tests.conftest import EDITIONS, page_names

# What only a script can serve: tools, which are hidden without one, and figures that move; and places that a script
# fills, which say so until then.
TOOLS = ".live, .copy, .copy + .hidden, form, dialog, button"
FILLED = ".study-record, .review"
# What is seen, in order: folded parts opened, and as one reads it, not as lines are broken.
TEXT = f"""() => {{
    document.documentElement.classList.remove("fresh");
    for (const one of document.querySelectorAll("details")) one.open = true;
    for (const one of document.querySelectorAll("{TOOLS}")) one.remove();
    for (const one of document.querySelectorAll("{FILLED}")) one.replaceChildren();
    for (const one of document.querySelectorAll(".explorer")) delete one.dataset.ready;
    return document.body.innerText; // one long text: as a list of words it would take seconds to hand over
}}"""
EMPTY = f"[...document.querySelectorAll('{FILLED}')].filter((one) => !one.innerText.trim()).map((one) => one.outerHTML)"


@pytest.fixture(scope="module")
def tabs(browser):
    contexts = [
        browser.new_context(viewport={"width": 1400, "height": 900}, java_script_enabled=enabled)
        for enabled in (False, True)
    ]
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", page_names())
def test_a_page_says_the_same_without_scripts(tabs, site_url, name):
    without, with_ = tabs
    for edition in EDITIONS:
        for page in tabs:
            page.goto(f"{site_url}/{edition}/{name}.html")
        assert without.evaluate(EMPTY) == []
        plain, live = without.evaluate(TEXT).split(), with_.evaluate(TEXT).split()
        at = next((at for at, (a, b) in enumerate(zip(plain, live, strict=False)) if a != b), None)
        assert plain == live, (
            f"{edition}/{name}: {plain[at:][:12]} without scripts, {live[at:][:12]} with them"
        )
