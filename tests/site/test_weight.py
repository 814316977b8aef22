"""Each page on a slow line and on a small screen: what it weighs with all that it loads, and how narrow it may be."""

from __future__ import annotations

import gzip

import pytest

from tests.conftest import page_names
from tests.site.test_in_browser import open_page, wait_for_explorers

PACKED = {".woff2"}  # compressed already: servers send them as they are
LIMITS = {"en": 120_000, "ko": 120_000, "both": 160_000}
SMALL = {"width": 320, "height": 640}  # a small phone, and a desk at 400 % zoom

# What sticks out of the window, unless it scrolls in a box of its own or is for screen readers.
TOO_WIDE = """() => [...document.querySelectorAll('body *')].filter((e) => {
    const box = e.getBoundingClientRect();
    return box.right > innerWidth + 1 && getComputedStyle(e).position !== 'fixed'
        && !e.closest('.table, pre, .formula, .skip, .hidden, .explorer svg');
}).map((e) => e.outerHTML.slice(0, 120))"""


def read_whole(browser, address: str):
    """The page with everything on it mounted, and all that it asked for."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    page, faults = open_page(context, address)
    wait_for_explorers(page)
    page.wait_for_load_state("networkidle")
    assert not faults
    return page, [url for url in asked if not url.startswith(("data:", "blob:"))]


def sizes_of(site, asked: list[str]) -> dict[str, int]:
    """Bytes of each thing, over gzip."""
    sizes = {}
    for url in asked:
        name = url.split("/", 3)[3].split("?")[0]
        content = (site / name).read_bytes()
        packed = (site / name).suffix in PACKED
        sizes[name] = len(content) if packed else len(gzip.compress(content, 6, mtime=0))
    return sizes


def weigh(browser, site, address: str) -> dict[str, int]:
    page, asked = read_whole(browser, address)
    page.context.close()
    return sizes_of(site, asked)


@pytest.mark.parametrize("edition", LIMITS)
@pytest.mark.parametrize("name", page_names())
def test_a_page_is_light_and_fits_a_small_screen(browser, site, site_url, edition, name):
    page, asked = read_whole(browser, f"{site_url}/{edition}/{name}.html")
    sizes = sizes_of(site, asked)
    page.set_viewport_size(SMALL)
    page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.evaluate(TOO_WIDE)[:5]
    page.context.close()
    assert len(sizes) <= 10, sizes
    assert sum(sizes.values()) <= LIMITS[edition], sizes
