"""The format of a page: pairs complete and adjacent, ids, tags, one title."""

import re
from collections import Counter
from collections.abc import Iterator

from .page import LANGUAGES, Page
from .problem import Problem

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def check_pairs(page: Page) -> Iterator[Problem]:
    """Markdown cells come as NAME-en (tag lang-en) and right after it NAME-ko (tag lang-ko)."""
    for before, cell, after in zip((None, *page.cells), page.cells, (*page.cells[1:], None), strict=False):
        if cell.kind == "code":
            if cell.languages:
                yield page.problem(cell.id, f"code is shared, but bears the tag lang-{cell.languages[0]}")
            continue
        if cell.kind != "markdown" or len(cell.languages) != 1 or cell.languages[0] not in LANGUAGES:
            expected = "expected markdown with one tag, lang-en or lang-ko"
            got = f"{cell.kind} with the tags {cell.tags}" if cell.tags else f"{cell.kind} without a tag"
            yield page.problem(cell.id, f"{expected}, got {got}")
            continue
        lang = cell.languages[0]
        name = cell.id.removesuffix(f"-{lang}")
        if name == cell.id:
            where = f'"id": "{cell.id}" in a text editor (JupyterLab does not show ids)'
            yield page.problem(
                cell.id, f"the id of a cell with the tag lang-{lang} ends in -{lang}: change {where}"
            )
        elif lang == "en" and (after is None or after.id != f"{name}-ko"):
            yield page.problem(cell.id, f"its Korean cell {name}-ko does not follow it")
        elif lang == "ko" and (before is None or before.id != f"{name}-en"):
            yield page.problem(cell.id, f"its English cell {name}-en does not stand before it")


def check_ids(page: Page) -> Iterator[Problem]:
    """Ids are unique, lower case, and readable: they name cells in messages and in sources.toml."""
    for cell, count in Counter(cell.id for cell in page.cells).items():
        if count > 1:
            yield page.problem(cell, f"{count} cells have this id")
        if not ID.fullmatch(cell):
            yield page.problem(cell, "expected an id of a-z, 0-9 and single hyphens")


def check_title(page: Page) -> Iterator[Problem]:
    """One title a page: the first cell begins with `(label)=` and a heading of level 1."""
    for number, cell in enumerate(cell for cell in page.cells if cell.kind == "markdown"):
        titles = [text for level, text in cell.markup.headings if level == 1]
        if number < len(LANGUAGES):
            start = cell.markup.headings[:1]
            if not start or start[0][0] != 1 or len(titles) != 1:
                yield page.problem(cell.id, "the first cell of a page holds its one heading of level 1")
            elif not cell.source.lstrip().startswith("("):
                yield page.problem(cell.id, "the title of a page has a label: (name)= on the line before it")
        elif titles:
            yield page.problem(cell.id, f"a second heading of level 1: {titles[0]}")
