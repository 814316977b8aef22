"""The page of all exercises on the site: what the script that chooses among them and marks the solved ones needs.

``{exercise-filter}`` is its form, written here so that nothing moves when the script comes; without script it is not
shown. The tables themselves are the text of ``lossnotes._exercise_index``; each of their rows gets the exercise's name,
level and kind.
"""

from __future__ import annotations

from html import escape

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective

from lossnotes import _exercise_index as index

from . import stamps
from .page import STRINGS

LEVELS = (1, 2, 3)


class exercise_filter(nodes.General, nodes.Element):
    """Attributes: ``kinds`` that the book has, with their names, and how many exercises there are."""


class exercise_row(nodes.row):
    """Attribute: ``exercise``, which it is."""


def visit_filter(translator, node):
    language = translator.config.language
    s = STRINGS[language]
    levels = [("", s["filter_all"]), *((str(level), str(level)) for level in LEVELS)]
    kinds = [("", s["filter_all"]), *node["kinds"]]
    count = s["filter_some"].format(node["count"], node["count"])
    translator.body.append(
        f'<form class="exercise-filter" aria-label="{escape(s["filter"])}" data-some="{escape(s["filter_some"])}"'
        f' data-solved="{escape(s["solved"])}">\n'
        f"{_choice('level', s['filter_level'], levels)}{_choice('kind', s['filter_kind'], kinds)}"
        f'<label class="alone"><input type="checkbox" name="unsolved"><span>{escape(s["filter_unsolved"])}</span>'
        f'</label>\n<p role="status">{escape(count)}</p>\n</form>\n'
    )


def _choice(name: str, legend: str, values: list[tuple[str, str]]) -> str:
    buttons = "".join(
        f'<label><input type="radio" name="{name}" value="{value}"{"" if value else " checked"}>'
        f"<span>{escape(text)}</span></label>"
        for value, text in values
    )
    return f"<fieldset><legend>{escape(legend)}</legend>{buttons}</fieldset>\n"


def visit_row(translator, node):
    one = node["exercise"]
    data = {"data-exercise": one.name, "data-level": str(one.level), "data-kind": one.kind}
    translator.body.append(translator.starttag(node, "tr", "", **data))
    node.column = 0


def depart_row(translator, node):
    translator.body.append("</tr>\n")


def nothing(translator, node):
    """The form closes itself."""


class ExerciseFilter(SphinxDirective):
    has_content = False

    def run(self):
        language = self.config.language
        names = index.read_table(stamps.BOOK)["kinds"]
        exercises = index.listed(stamps.BOOK, language)
        there = {one.kind for one in exercises}
        kinds = [(kind, name[language]) for kind, name in names.items() if kind in there]
        return [exercise_filter(kinds=kinds, count=len(exercises))]


class Rows(SphinxTransform):
    """Each row of the page's tables gets its exercise."""

    default_priority = 280  # when the document is whole, before references are resolved

    def apply(self, **kwargs):
        if not next(self.document.findall(exercise_filter), None):
            return
        exercises = {f"ex-{one.name}": one for one in index.listed(stamps.BOOK, self.config.language)}
        for row in list(self.document.findall(nodes.row)):
            link = next(row.findall(addnodes.pending_xref), None)
            if link is not None and link["reftarget"] in exercises:
                row.replace_self(exercise_row("", *row.children, exercise=exercises[link["reftarget"]]))


def setup(app):
    app.add_node(exercise_filter, html=(visit_filter, nothing))
    app.add_node(exercise_row, html=(visit_row, depart_row))
    app.add_directive("exercise-filter", ExerciseFilter)
    app.add_transform(Rows)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
