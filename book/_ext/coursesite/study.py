"""``{study-record}`` and ``{review-cards}``: places that ``study.js`` fills from what the reader's browser keeps.

A page can know what there is, exercises and cards, and not what the reader did: the names travel with the place.
"""

from __future__ import annotations

import html
import json
import re
from functools import cache
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from lossnotes.exercises._check import catalogue

from . import stamps
from .page import STRINGS

CARDS = stamps.BOOK / "review.ipynb"
EXERCISES = stamps.PACKAGE / "exercises"
CARD = re.compile(r"^:name: card-([\w-]+)$", re.MULTILINE)


def cards(page: Path = CARDS) -> list[str]:
    """The ids of all review cards, in the order of the course."""
    sources = ["".join(cell["source"]) for cell in json.loads(page.read_text("utf-8"))["cells"]]
    return list(dict.fromkeys(ident for source in sources for ident in CARD.findall(source)))


@cache
def exercises() -> list[str]:
    """The names of all exercises that can be checked, so that they can be solved."""
    return list(catalogue())


def place(name: str, fallback: str, **data: list[str]) -> str:
    """The element that the script fills; what it says until then, and where no script runs."""
    held = "".join(f' data-{key}="{html.escape(" ".join(values))}"' for key, values in data.items())
    return f'<div class="{name}"{held}><p class="fallback">{html.escape(fallback)}</p></div>'


class _Place(SphinxDirective):
    has_content = False

    def _as_html(self, text: str) -> list[nodes.Node]:
        node = nodes.raw("", text, format="html")
        self.set_source_info(node)
        return [node]

    def _string(self, name: str) -> str:
        return STRINGS[self.config.language]["study"][name]


class StudyRecord(_Place):
    """The box with what the reader has done, and the ways in and out for it."""

    def run(self):
        for path in [CARDS, *sorted(EXERCISES.glob("*.py"))]:
            self.env.note_dependency(str(path))
        fallback = self._string("record_without")
        return self._as_html(place("study-record", fallback, exercises=exercises(), cards=cards()))


class ReviewCards(_Place):
    """One card of the page at a time, those that are due."""

    def run(self):
        return self._as_html(place("review", self._string("review_without")))


def setup(app):
    app.add_directive("study-record", StudyRecord)
    app.add_directive("review-cards", ReviewCards)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
