"""Every page in Chromium: languages, light and dark, phone and desk."""

from __future__ import annotations

import itertools

import pytest

from tests.conftest import EDITIONS, ROOT, page_names

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = {390: 844, 1400: 900}
VIEWS = list(itertools.product(EDITIONS, ("light", "dark"), WIDTHS))


# One page of each kind is looked at in every way; the others, which are made of the same parts, side by side in one
# of two ways, turn by turn.
OF_EACH_KIND = {"index", "03-multiclass-svm", "glossary", "api"}
OF_THE_REST = [("both", "light", 1400), ("both", "dark", 390)]


def ways_to_look() -> list[tuple[str, tuple]]:
    rest = itertools.cycle(OF_THE_REST)
    return [
        (name, view) for name in page_names() for view in (VIEWS if name in OF_EACH_KIND else [next(rest)])
    ]


def open_page(context, address):
    """The page, and a list that fills with whatever goes wrong on it."""
    page = context.new_page()
    faults = []
    home = address.split("/")[2]
    page.on(
        "console",
        lambda message: (
            faults.append(f"console {message.type}: {message.text}")
            if message.type in ("error", "warning")
            else None
        ),
    )
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("requestfailed", lambda request: faults.append(f"failed: {request.url} {request.failure}"))
    page.on(
        "response",
        lambda response: (
            faults.append(f"{response.status}: {response.url}") if response.status >= 400 else None
        ),
    )
    page.on(
        "request",
        lambda request: (
            faults.append(f"asked a third party: {request.url}")
            if not request.url.startswith(("data:", "blob:")) and request.url.split("/")[2] != home
            else None
        ),
    )
    page.goto(address)
    page.evaluate("document.documentElement.classList.remove('fresh')")  # what is far is looked at too
    return page, faults


def add_axe(page):
    """Evaluated: the pages' policy lets no script run that is inside a page."""
    page.evaluate(AXE.read_text("utf-8"))


def wait_for_explorers(page):
    for explorer in page.locator(".explorer").all():
        explorer.scroll_into_view_if_needed()
        explorer.and_(page.locator("[data-ready]")).wait_for()


@pytest.mark.parametrize(
    ("name", "view"),
    [pytest.param(name, view, id="-".join(map(str, (name, *view)))) for name, view in ways_to_look()],
)
def test_page_has_no_fault_and_axe_finds_none(browser, site_url, name, view):
    edition, scheme, width = view
    context = browser.new_context(viewport={"width": width, "height": WIDTHS[width]}, color_scheme=scheme)
    page, faults = open_page(context, f"{site_url}/{edition}/{name}.html")
    wait_for_explorers(page)
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    add_axe(page)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    violations = [
        f"{violation['id']}: {violation['help']}: {[node['html'][:160] for node in violation['nodes'][:4]]}"
        for violation in found["violations"]
    ]
    context.close()
    assert not violations
    assert not faults


def test_the_kinds_of_pages_are_there():
    assert set(page_names()) >= OF_EACH_KIND


def test_search_dialog_has_no_violation_either(browser, site_url):
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)
        page, faults = open_page(context, f"{site_url}/ko/index.html")
        page.keyboard.press("/")
        page.locator("dialog.search input").fill("손실")
        page.locator("dialog.search li").first.wait_for()
        add_axe(page)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [violation["id"] for violation in found["violations"]] == []
        assert not faults
        context.close()


def test_columns_of_formulas_end_at_the_same_place(browser, site_url):
    page = browser.new_page()
    page.goto(f"{site_url}/en/12-large-margin-softmax.html")
    gaps = page.evaluate(
        """() => [...document.querySelectorAll("mtd.tml-right:not(:empty)")].map((cell) =>
        cell.getBoundingClientRect().right - cell.lastElementChild.getBoundingClientRect().right)"""
    )
    page.close()
    assert len(gaps) > 5
    assert max(gaps) < 3  # the air beside a fraction
