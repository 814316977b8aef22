"""The browser that every test of the site shares."""

from __future__ import annotations

import pytest
from playwright.sync_api import sync_playwright

from tests.site.browser import NoBrowser, launch


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        try:
            chromium = launch(playwright)
        except NoBrowser as error:
            pytest.fail(str(error), pytrace=False)
        yield chromium
        chromium.close()
