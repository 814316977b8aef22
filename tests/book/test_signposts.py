"""Nobody is left standing: home names every page, a chapter leads to the next, and exercises begin alike."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
PAGES = [chapter["file"] for part in TOC["parts"] for chapter in part["chapters"]]
CHAPTERS = [page for page in PAGES if re.match(r"book/\d\d-", page)]


def _cell(page: str, name: str) -> str:
    notebook = json.loads((ROOT / f"{page}.ipynb").read_text(encoding="utf-8"))
    found = ["".join(cell["source"]) for cell in notebook["cells"] if cell["id"] == name]
    assert found, f"{page}.ipynb: a page of this kind has a cell {name}"
    return found[0]


def _label(page: str) -> str:
    return re.match(r"\(([\w-]+)\)=", _cell(page, "title-en")).group(1)


@pytest.mark.parametrize("page", PAGES)
def test_home_names_every_page(page):
    link = f"{{ref}}`{_label(page)}`"
    assert link in _cell("book/index", "now-en"), f"book/index.ipynb, now-en: {link} is missing"


@pytest.mark.parametrize(("page", "following"), [*pairwise([*CHAPTERS, "book/review"])])
def test_a_summary_leads_on(page, following):
    link = f"{{ref}}`{_label(following)}`"
    assert link in _cell(page, "summary-en"), f"{page}.ipynb, summary-en: {link} is missing"


@pytest.mark.parametrize("language", ["en", "ko"])
def test_exercises_begin_alike(language):
    """The same words in each chapter tell how to answer."""
    begin = {page: _cell(page, f"exercises-{language}").partition("\n\n")[2] for page in CHAPTERS}
    assert begin[CHAPTERS[0]], f"{CHAPTERS[0]}.ipynb, exercises-{language}: says nothing"
    other = [page for page in CHAPTERS if begin[page] != begin[CHAPTERS[0]]]
    assert not other, f"exercises-{language} has other words than in {CHAPTERS[0]}.ipynb: {other}"


@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_two_exercises_have_one_title(language):
    """The index of all exercises lists them by title."""
    seen: dict[str, str] = {}
    for page in CHAPTERS:
        for cell in json.loads((ROOT / f"{page}.ipynb").read_text(encoding="utf-8"))["cells"]:
            if f"lang-{language}" not in cell["metadata"].get("tags", ()):
                continue
            for title in re.findall(r"^`+\{exercise\} (.+)", "".join(cell["source"]), re.MULTILINE):
                assert title not in seen, f"{page}.ipynb, {cell['id']}: {title!r} as in {seen[title]}"
                seen[title] = f"{page}.ipynb, {cell['id']}"
    assert seen
