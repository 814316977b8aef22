"""``{terms-glossary}``: the glossary that ``book/terms.toml`` holds, in the edition's language.

The entries are real glossary terms, so ``{term}`` finds them by the word of either language, and
each bears the id ``term-`` and its English word in every edition.
"""

from __future__ import annotations

import tomllib
from functools import cache

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from . import stamps
from .cells import slug

PATH = stamps.BOOK / "terms.toml"


@cache
def terms() -> list[dict]:
    """All terms, as the file has them."""
    return tomllib.loads(PATH.read_text("utf-8"))["term"]


def other_language(language: str) -> str:
    return {"en": "ko", "ko": "en"}[language]


class TermsGlossary(SphinxDirective):
    has_content = False

    def run(self):
        language = self.config.language
        other = other_language(language)
        self.env.note_dependency(str(PATH))
        entries = nodes.definition_list(classes=["glossary", "terms"])
        for term in sorted(terms(), key=lambda term: term[language].lower()):
            entries += self._entry(term, language, other)
        return [addnodes.glossary("", entries, sorted=False)]

    def _entry(self, term: dict, language: str, other: str) -> nodes.definition_list_item:
        ident = f"term-{slug(term['en'])}"
        name = nodes.term("", "", nodes.inline("", term[language], classes=["word"]), ids=[ident])
        name += nodes.Text(" ")
        name += nodes.inline("", term[other], classes=["translation"], lang=other)
        self.set_source_info(name)
        domain = self.env.get_domain("std")
        for word in dict.fromkeys((term["en"], term["en"].lower(), term["ko"])):
            domain.note_object("term", word, ident, location=name)
        meaning, messages = self.state.inline_text(term[f"def_{language}"], self.lineno)
        definition = nodes.definition("", nodes.paragraph("", "", *meaning), *messages)
        return nodes.definition_list_item("", name, definition)


def setup(app):
    app.add_directive("terms-glossary", TermsGlossary)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
