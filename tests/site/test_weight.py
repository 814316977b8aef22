"""What a page weighs, over gzip, with all that it loads."""

from __future__ import annotations

import gzip

import pytest

from tests.conftest import page_names
from tests.site.test_in_browser import open_page, wait_for_explorers

PACKED = {".woff2"}  # compressed already: servers send them as they are
LIMITS = {"en": 120_000, "ko": 120_000, "both": 160_000}


def weigh(browser, site, address: str) -> dict[str, int]:
    """Bytes of each thing that the page asks for, with everything on it mounted."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    page, faults = open_page(context, address)
    wait_for_explorers(page)
    page.wait_for_load_state("networkidle")
    context.close()
    assert not faults
    root = address.split("/", 3)
    sizes = {}
    for url in asked:
        if url.startswith(("data:", "blob:")):
            continue
        path = site / url.split("/", 3)[3].split("?")[0]
        content = path.read_bytes()
        sizes[url.replace("/".join(root[:3]), "")] = (
            len(content) if path.suffix in PACKED else len(gzip.compress(content, 6, mtime=0))
        )
    return sizes


@pytest.mark.parametrize("edition", LIMITS)
@pytest.mark.parametrize("name", page_names())
def test_a_page_is_light(browser, site, site_url, edition, name):
    sizes = weigh(browser, site, f"{site_url}/{edition}/{name}.html")
    assert len(sizes) <= 10, sizes
    assert sum(sizes.values()) <= LIMITS[edition], sizes
