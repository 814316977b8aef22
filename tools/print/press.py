"""Prints a document in Chromium, as often as it takes until the page numbers in it are right."""

from __future__ import annotations

from pathlib import Path

from tools.print.finish import places
from tools.print.pages import PrintError

HERE = Path(__file__).parent
# The width of the text on A4, in CSS pixels: what is too wide is found before it is printed.
WIDTH = 612
ROUNDS = 4

FILL = """(places) => {
  let changed = 0;
  for (const element of document.querySelectorAll("[data-page-of]")) {
    const number = String(places[element.dataset.pageOf] ?? "");
    changed += element.textContent !== number;
    element.textContent = number;
  }
  return changed;
}"""


def press(browser, document: Path, target: Path) -> int:
    """Writes the PDF; returns in how many rounds.

    Raises
    ------
    PrintError
        If something is wider than the paper, or the page numbers do not settle.
    """
    page = browser.new_page(viewport={"width": WIDTH, "height": 900})
    page.set_default_timeout(0)  # hundreds of pages take their time
    try:
        page.emulate_media(media="print", color_scheme="light")
        page.goto(document.as_uri())
        page.evaluate("document.fonts.ready.then(() => true)")
        page.evaluate((HERE / "hatch.js").read_text("utf-8"))
        if too_wide := page.evaluate((HERE / "fit.js").read_text("utf-8")):
            raise PrintError("wider than the paper:\n" + "\n".join(too_wide[:10]))
        for count in range(1, ROUNDS + 1):
            page.pdf(path=target, prefer_css_page_size=True, print_background=True, tagged=True)
            if not page.evaluate(FILL, places(target)):
                return count
    finally:
        page.close()
    raise PrintError(f"page numbers: expected them to settle in {ROUNDS} rounds")
