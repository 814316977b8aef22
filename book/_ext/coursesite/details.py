"""A docstring as nodes. numpydoc's format is reStructuredText: its lists of arguments are definition lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from docutils import nodes
from docutils.parsers.rst import Parser
from sphinx.util.docutils import LoggingReporter, new_document

from .docstrings import Name

# An argument whose type says it all; reStructuredText asks for a line below it, be it an empty comment.
UNDESCRIBED = re.compile(r"^(?!>>>|\.\.\. )(\S.* : .*)(?=\n\S|\n\n|\Z)", re.M)

# An author's, which would else number a list.
INITIAL = re.compile(r"^((?:\.\. \[\d+\])? *)(?=[A-Z]\. )", re.M)


class Reader:
    """Takes the names that may be linked to, what the parts of a docstring are called, and docutils' settings."""

    def __init__(
        self, names: Mapping[str, Name], labels: Mapping[str, Mapping[str, str]], language: str, settings
    ):
        self._places = {short: full for full, name in names.items() for short in (full, name.name)}
        self._labels, self._language, self._settings = labels, language, settings

    def summary(self, name: Name) -> list[nodes.Node]:
        """The first sentence, without the paragraph around it."""
        paragraph = self._parse(name, name.summary, name.line)[0]
        self.link(paragraph, name)
        return paragraph.children

    def details(self, name: Name) -> list[nodes.Node]:
        """What follows the first sentence."""
        return self._read(name, *name.details)

    def whole(self, name: Name) -> list[nodes.Node]:
        return self._read(name, name.doc, name.line)

    def label(self, title: str) -> nodes.rubric:
        """What a part is called in the language of the page."""
        return nodes.rubric("", self._labels[title][self._language], classes=[f"language-{self._language}"])

    def link(self, element: nodes.Element, here: Name, kind: type = nodes.title_reference) -> None:
        """Turns what stands in backticks into code, and names of other entries into links."""
        for quoted in list(element.findall(kind)):
            code = nodes.literal("", quoted.astext())
            place = self._places.get(quoted.astext(), here.full)
            linked = nodes.reference("", "", code, refid=place, internal=True)
            quoted.replace_self(code if place == here.full else linked)

    def _read(self, name: Name, text: str, line: int) -> list[nodes.Node]:
        document = self._parse(name, text, line)
        _number_works(document, name)
        self.link(document, name)
        for doctest in list(document.findall(nodes.doctest_block)):
            doctest.replace_self(nodes.literal_block("", doctest.astext(), language="pycon"))
        for section in list(document.findall(nodes.section)):
            section["ids"] = []  # else docutils hands them on to the first child, in every entry the same
            section.replace_self(list(self._part(section, name)))
        return document.children

    def _parse(self, name: Name, text: str, line: int) -> nodes.document:
        document = new_document(str(name.path), self._settings)
        document.reporter = LoggingReporter(str(name.path))
        above = "\n" * (line - 1)  # so that a warning says the line of the file
        text = INITIAL.sub(r"\1\\", UNDESCRIBED.sub(r"\1\n    ..", text))
        Parser().parse(above + text, document)
        for bars in list(document.findall(nodes.substitution_reference)):
            bars.replace_self(nodes.Text(f"|{bars.astext()}|"))  # lengths: docstrings substitute nothing
        return document

    def _part(self, section: nodes.section, name: Name) -> Iterator[nodes.Node]:
        title = section[0].astext()
        if title not in self._labels:
            known = ", ".join(self._labels)
            raise ValueError(f"docstring of {name.full}: expected parts of {known}, got {title!r}")
        yield self.label(title)
        for child in section[1:]:
            if isinstance(child, nodes.definition_list):
                child["classes"].append("arguments")
                for item in child:
                    _set_type(item, may_lack_name=title == "Returns")
            yield child


def _set_type(item: nodes.definition_list_item, may_lack_name: bool) -> None:
    """``x : int``: the name as code, then the type."""
    name, *types, meaning = item.children
    if not types and may_lack_name:
        head = [nodes.inline("", "", *name.children, classes=["type"])]
    else:
        kinds = (nodes.inline("", "", *kind.children, classes=["type"]) for kind in types)
        head = [
            nodes.literal("", name.astext()),
            *(node for kind in kinds for node in (nodes.Text(" "), kind)),
        ]
    item.children = []
    item.extend([nodes.term("", "", *head), meaning])


def _number_works(document: nodes.document, name: Name) -> None:
    """Footnotes as a numbered list, with ids that no other docstring has."""
    for cited in list(document.findall(nodes.footnote_reference)):
        number = cited.astext()
        cited.replace_self(nodes.reference("", f"[{number}]", refid=f"{name.full}-{number}", internal=True))
    works: nodes.Element | None = None
    for note in list(document.findall(nodes.footnote)):
        number, *text = note.children
        if works is None:
            works = nodes.enumerated_list(enumtype="arabic")
            note.parent.insert(note.parent.index(note), works)
        works += nodes.list_item("", *text, ids=[f"{name.full}-{number.astext()}"])
        note.parent.remove(note)
