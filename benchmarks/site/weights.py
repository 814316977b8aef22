"""What each page weighs over gzip, with all that it loads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.conftest import EDITIONS, page_names
from tests.site import browser as chromium
from tests.site.test_weight import weigh


def measure(site: Path, address: str) -> Iterator[tuple[str, dict[str, tuple[float, int]]]]:
    """Of each page, by edition: kB (1000 bytes) and requests."""
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        for name in page_names():
            row = {}
            for edition in EDITIONS:
                sizes = weigh(browser, site, f"{address}/{edition}/{name}.html")
                row[edition] = round(sum(sizes.values()) / 1000, 1), len(sizes)
            yield name, row
        browser.close()
