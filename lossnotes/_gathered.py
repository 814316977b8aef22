"""The misconceptions of all chapters on one page, taken from the chapters' own boxes: none is written twice."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lossnotes._book import LANGUAGES, Notebook, read_notebook, text_of

#: A pair of cells with this directive gives way to a pair for each chapter.
DIRECTIVE = "{gathered-misconceptions}"
#: A section of misconceptions, of which a chapter has one.
_SECTION = re.compile(r"^\((?P<label>[\w-]+-misconceptions)\)=", re.MULTILINE)
_LABEL = re.compile(r"^\([\w-]+\)=", re.MULTILINE)
_TITLE = re.compile(r"^# +(?P<title>.+?) *$", re.MULTILINE)
_BOX = re.compile(
    r"^(?P<fence>`{3,}|:{3,})\{admonition\} [^\n]*\n:class: warning\n.*?^(?P=fence)[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
_FROM = {
    "en": "From the chapter {{ref}}`{title} <{label}>`.",
    "ko": "{{ref}}`{title} <{label}>` 장에 나옵니다.",
}


def chapters_beside(page: Path) -> list[Path]:
    """The chapters of a page's folder, which are numbered."""
    return sorted(page.parent.glob("[0-9]*.ipynb"))


def gather(notebook: Notebook, page: Path) -> Notebook:
    """Put the chapters' misconceptions in place of the directive; a notebook without it stays as it is."""
    if not any(DIRECTIVE in text_of(cell) for cell in notebook["cells"]):
        return notebook
    cells, done = [], False
    for cell in notebook["cells"]:
        if DIRECTIVE not in text_of(cell):
            cells.append(cell)
        elif not done:  # its twin gives way to the same cells
            cells += [made for path in chapters_beside(page) for made in _of_chapter(path, cell)]
            done = True
    notebook["cells"] = cells
    return notebook


def _of_chapter(path: Path, like: Mapping[str, Any]) -> Iterator[Notebook]:
    """A pair of cells with what one chapter says, of the type of a given cell (a dict, or nbformat's own)."""
    chapter = read_notebook(path)
    for lang in LANGUAGES:
        title, label, boxes = _misconceptions(chapter, lang)
        if boxes:
            made = type(like)()
            made["cell_type"] = "markdown"
            made["id"] = f"{path.stem}-{lang}"
            made["metadata"] = type(like)({"tags": [f"lang-{lang}"]})
            source = _FROM[lang].format(title=title, label=label)
            made["source"] = "\n\n".join([f"(misconceptions-{path.stem})=\n## {title}", *boxes, source])
            yield made


def _misconceptions(chapter: Mapping[str, Any], lang: str) -> tuple[str, str, list[str]]:
    """Title of a chapter, label of its section of misconceptions, and the boxes in that section."""
    title, label, boxes = "", "", []
    within = False
    for cell in chapter["cells"]:
        if f"lang-{lang}" not in cell["metadata"].get("tags", []):
            continue
        text = text_of(cell)
        if not title and (found := _TITLE.search(text)):
            title = found["title"]
        if found := _SECTION.search(text):
            label, within = found["label"], True
        elif _LABEL.search(text):
            within = False
        if within:
            boxes += [box[0] for box in _BOX.finditer(text)]
    return title, label, boxes
