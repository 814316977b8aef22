"""Pages that are gathered from the chapters, so that nothing is written twice: misconceptions, exercises."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lossnotes import _exercise_index as exercise_index
from lossnotes._book import LANGUAGES, Notebook, read_notebook, text_cell, text_of

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
    """Put what the chapters say in place of a directive; a notebook without one stays as it is."""
    if not gathers("".join(text_of(cell) for cell in notebook["cells"])):
        return notebook
    cells, done = [], set()
    for cell in notebook["cells"]:
        directive = next((one for one in DIRECTIVES if one in text_of(cell)), None)
        if directive is None:
            cells.append(cell)
        elif directive not in done:  # its twin gives way to the same cells
            for name, lang, text in DIRECTIVES[directive](page):
                cells.append(text_cell(cell, f"{name}-{lang}", text, f"lang-{lang}"))
            done.add(directive)
    notebook["cells"] = cells
    return notebook


def gathers(text: str) -> bool:
    """Whether a page, given as its text or its file's, is gathered from the chapters."""
    return any(directive in text for directive in DIRECTIVES)


def sources(page: Path) -> list[Path]:
    """The files of the book that such a page is made of."""
    return [*chapters_beside(page), *filter(Path.is_file, [page.parent / exercise_index.FILE])]


def _exercises(page: Path) -> Iterator[tuple[str, str, str]]:
    """For each topic its pair of cells: name, language, text."""
    topics = [exercise_index.sections(page.parent, lang) for lang in LANGUAGES]
    for pair in zip(*topics, strict=True):
        for lang, (name, text) in zip(LANGUAGES, pair, strict=True):
            yield f"topic-{name}", lang, text


def _all_misconceptions(page: Path) -> Iterator[tuple[str, str, str]]:
    """For each chapter its pair of cells: name, language, text."""
    for path in chapters_beside(page):
        chapter = read_notebook(path)
        for lang in LANGUAGES:
            title, label, boxes = _misconceptions(chapter, lang)
            if boxes:
                source = _FROM[lang].format(title=title, label=label)
                text = "\n\n".join([f"(misconceptions-{path.stem})=\n## {title}", *boxes, source])
                yield path.stem, lang, text


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


#: A pair of cells with such a directive gives way to pairs made of the chapters.
DIRECTIVES = {"{gathered-misconceptions}": _all_misconceptions, "{exercise-index}": _exercises}
