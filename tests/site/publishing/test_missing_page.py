"""The page for a wrong address in a browser, served as a host does: for whatever is not there, at any depth."""

from __future__ import annotations

import functools
import http.server
import threading

import pytest

from tests.conftest import ROOT
from tests.site.test_in_browser import add_axe


class _Host(http.server.SimpleHTTPRequestHandler):
    def send_error(self, code, message=None, explain=None):
        page = (ROOT / "_build" / "html" / "404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format, *args):
        """Nothing: the tests say what failed."""


@pytest.fixture(scope="module")
def host(site):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Host, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("address", "locale", "first"),
    [
        ("/nowhere.html", "en-GB", "en"),
        ("/nowhere.html", "ko-KR", "ko"),
        ("/nowhere.html", "fr-FR", "en"),
        ("/ko/a/b/old-page.html", "en-GB", "ko"),
    ],
)
def test_the_reader_s_language_comes_first_and_the_other_stays(browser, host, address, locale, first):
    context = browser.new_context(locale=locale, viewport={"width": 390, "height": 844})
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", lambda request: faults.append(request.url))
    assert page.goto(f"{host}{address}").status == 404
    languages = page.locator("section").evaluate_all("(all) => all.map((one) => one.lang)")
    assert languages == (["en", "ko"] if first == "en" else ["ko", "en"])
    assert page.evaluate("document.documentElement.lang") == first
    assert all(section.is_visible() for section in page.locator("section").all())
    assert page.evaluate("getComputedStyle(document.querySelector('main')).textAlign") == "center", "no style"
    add_axe(page)
    violations = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [violation["id"] for violation in violations] == []
    page.locator("section a").first.click()
    page.wait_for_url(f"**/{first}/index.html")
    assert not faults
    context.close()
