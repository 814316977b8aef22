"""``make pdf``: each edition of the built site as one PDF, printed by Chromium.

    python -m tools.print [LANGUAGE ...]      all editions if none is named

writes _build/pdf/losses-of-classification-LANGUAGE.pdf.
"""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path

import yaml
from playwright.sync_api import sync_playwright

from lossnotes import __version__
from tests.site.browser import NoBrowser, launch
from tools.print import document, proof
from tools.print.finish import finish
from tools.print.pages import PrintError
from tools.print.press import press

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
BUILT = ROOT / "_build"
LICENCE = "MIT"
WORDS = tomllib.loads((HERE / "words.toml").read_text("utf-8"))


def described() -> tuple[dict[str, str], dict[str, str]]:
    """The book's title and its author, by language."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    strings = config["sphinx"]["config"]["course_strings"]
    titles, authors = (
        {language: strings.get(language, {}).get(config[name], config[name]) for language in WORDS}
        for name in ("title", "author")
    )
    return titles, authors


def make(browser, language: str, site: Path, target: Path) -> int:
    """Prints the edition; returns the number of its pages."""
    titles, authors = described()
    text, chapters = document.make(
        site / language,
        titles,
        WORDS[language],
        author=authors[language],
        version=__version__,
        licence=LICENCE,
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    source, unfinished = target.with_suffix(".html"), target.with_suffix(".part")
    source.write_text(text, encoding="utf-8")
    press(browser, source, unfinished)
    count = finish(unfinished, chapters, title=titles[language], author=authors[language], language=language)
    proof.read(unfinished)
    os.replace(unfinished, target)  # a PDF that is there is whole
    source.unlink()
    return count


def main(arguments: list[str]) -> int:
    unknown = [name for name in arguments if name not in WORDS]
    if unknown:
        print(f"LANGUAGE: expected of {list(WORDS)}, got {unknown}", file=sys.stderr)
        return 2
    with sync_playwright() as playwright:
        try:
            browser = launch(playwright)
            for language in arguments or WORDS:
                target = BUILT / "pdf" / f"losses-of-classification-{language}.pdf"
                count = make(browser, language, BUILT / "html", target)
                print(f"{target.relative_to(ROOT)}: {count} pages, {target.stat().st_size / 1e6:.1f} MB")
            browser.close()
        except (NoBrowser, PrintError) as error:
            print(f"pdf: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
