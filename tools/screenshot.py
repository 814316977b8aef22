"""``make screenshot``: the picture of the README, from the built site."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.site.browser import launch  # noqa: E402

PAGE = ROOT / "_build" / "html" / "both" / "index.html"
SIZE = {"width": 1280, "height": 1120}


def main() -> None:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(viewport=SIZE, color_scheme="light")
        page.goto(PAGE.as_uri())
        page.locator(".explorer").first.scroll_into_view_if_needed()
        page.locator(".explorer[data-ready]").first.wait_for()
        page.evaluate("document.querySelector('#home-try h2').scrollIntoView({behavior: 'instant'})")
        page.wait_for_timeout(300)
        page.screenshot(path=ROOT / "README.png")
        browser.close()
    print(f"README.png: {(ROOT / 'README.png').stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
