"""``{api}``: the reference of the package, in the sections and the order of ``book/api.toml``.

A name's summary is in the edition's language: the docstring's first sentence, or the file's Korean one.
The rest of a docstring is English and the same in every edition, so side by side it stands once.
"""

from __future__ import annotations

import tomllib

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from . import stamps
from .blocks import block
from .cells import FIRST_LANGUAGE
from .details import Reader
from .docstrings import Name, module_file, public_names

PATH = stamps.BOOK / "api.toml"


class shared(nodes.General, nodes.Element):
    """What all editions have alike, in the language of docstrings."""


class signature(nodes.General, nodes.TextElement):
    """How a name is called."""


def visit_shared(translator, node):
    translator.body.append(f'<div class="shared" lang="{FIRST_LANGUAGE}">\n')


def depart_shared(translator, node):
    translator.body.append("</div>\n")


def visit_signature(translator, node):
    code = translator.highlighter.highlight_block(node.astext(), "python3", nowrap=True).rstrip()
    for mark in ('<span class="p">(</span>', '<span class="o">.</span>'):
        code = code.replace(mark, f"{mark}<wbr>")  # a phone's line may end there
    translator.body.append(f'<p class="signature highlight"><code>{code}</code></p>\n')
    raise nodes.SkipNode


def summaries(content: dict) -> dict[str, str]:
    """The Korean summaries of ``api.toml`` by full name."""
    return {full: text for group in content["group"] for full, text in group["names"].items()}


class Api(SphinxDirective):
    has_content = False

    def run(self):
        for path in [PATH, *stamps.PACKAGE.rglob("*.py")]:
            self.env.note_dependency(str(path))
        try:
            return self._groups(tomllib.loads(PATH.read_text("utf-8")))
        except ValueError as error:
            self.env.note_reread()  # else the next build would take this page as it is
            raise self.error(str(error)) from error

    def _groups(self, content: dict) -> list[nodes.section]:
        modules = filter(module_file, content["modules"])
        self.names = {name.full: name for module in modules for name in public_names(module)}
        if missing := self.names.keys() - summaries(content).keys():
            raise ValueError(
                f"book/api.toml: expected a Korean summary of {', '.join(sorted(missing))}, got none"
            )
        settings = self.state.document.settings
        self.reader = Reader(self.names, content["labels"], self.config.language, settings)
        return [self._group(group) for group in content["group"] if group["names"].keys() & self.names]

    def _group(self, group: dict) -> nodes.section:
        section = self._section(f"api-{group['id']}", nodes.Text(group[self.config.language]))
        listed = nodes.definition_list(classes=["names"])
        section += block("", listed, name=section["ids"][0], part=0)
        for full in filter(self.names.get, group["names"]):
            name = self.names[full]
            link = nodes.reference("", "", nodes.literal("", name.name), refid=full, internal=True)
            meaning = nodes.definition("", self._summary(name, group["names"][full]))
            listed += nodes.definition_list_item("", nodes.term("", "", link), meaning)
            section += self._entry(name, meaning[0].deepcopy())
        return section

    def _section(self, ident: str, title: nodes.Node) -> nodes.section:
        section = nodes.section("", nodes.title("", "", title), ids=[ident])
        self.state.document.note_implicit_target(section, section)
        return section

    def _summary(self, name: Name, korean: str) -> nodes.paragraph:
        if self.config.language == FIRST_LANGUAGE:
            return nodes.paragraph("", "", *self.reader.summary(name))
        inline, _ = self.state.inline_text(korean, self.lineno)
        paragraph = nodes.paragraph("", "", *inline)
        self.reader.link(paragraph, name, nodes.literal)
        return paragraph

    def _entry(self, name: Name, summary: nodes.paragraph) -> nodes.section:
        section = self._section(name.full, nodes.literal("", name.name))
        section["classes"].append("entry")
        # Quotes stay as one types them: most are code.
        section += shared("", signature("", name.signature), support_smartquotes=False)
        section += block("", summary, name=name.full, part=0)
        section += shared("", *self._details(name), support_smartquotes=False)
        return section

    def _details(self, name: Name) -> list[nodes.Node]:
        methods = [
            nodes.container(
                "", signature("", method.signature), *self.reader.whole(method), classes=["method"]
            )
            for method in name.methods
        ]
        path = name.path.relative_to(stamps.PACKAGE.parent).as_posix()
        source = nodes.paragraph("", "", nodes.literal("", path), classes=["source"])
        return [*self.reader.details(name), *methods, self.reader.label("Source"), source]


def setup(app):
    app.add_node(shared, html=(visit_shared, depart_shared))
    app.add_node(signature, html=(visit_signature, None))
    app.add_directive("api", Api)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
