"""A page of the book as the checks see it: the notebook's cells, and its pairs of languages."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from .markup import Markup, parse
from .problem import Problem

LANGUAGES = ("en", "ko")
ROOT = Path(__file__).resolve().parents[3]


def _text(source: str | list[str]) -> str:
    """Stored text is a string or a list of lines; both mean the same."""
    return source if isinstance(source, str) else "".join(source)


@dataclass(frozen=True)
class Cell:
    """A cell of a notebook."""

    id: str
    kind: str
    source: str
    metadata: dict = field(default_factory=dict)
    outputs: list = field(default_factory=list)

    @property
    def tags(self) -> list[str]:
        return self.metadata.get("tags", [])

    @property
    def languages(self) -> list[str]:
        return [tag.removeprefix("lang-") for tag in self.tags if tag.startswith("lang-")]

    @cached_property
    def markup(self) -> Markup:
        return parse(self.source)

    def captions(self) -> Iterator[tuple[str, object]]:
        """The cell's texts for both languages: ("caption" or "alt", the object in the metadata)."""
        mystnb = self.metadata.get("mystnb", {})
        for name, holder in (("caption", "figure"), ("alt", "image")):
            if name in mystnb.get(holder, {}):
                yield name, mystnb[holder][name]

    def output_texts(self) -> Iterator[str]:
        """The text of each output: what was printed and the plain form of what was shown."""
        for output in self.outputs:
            if output["output_type"] == "stream":
                yield _text(output["text"])
            elif "data" in output and "text/plain" in output["data"]:
                yield _text(output["data"]["text/plain"])


@dataclass(frozen=True)
class Text:
    """Text of one language to check: a markdown cell, or a caption or alt text of a code cell."""

    cell: str
    where: str
    lang: str
    markup: Markup


@dataclass(frozen=True)
class Page:
    """A notebook."""

    path: Path
    cells: tuple[Cell, ...]
    metadata: dict = field(default_factory=dict)

    @property
    def file(self) -> str:
        """The path as messages name it."""
        return str(self.path.relative_to(ROOT)) if self.path.is_relative_to(ROOT) else self.path.name

    def problem(self, cell: str, message: str) -> Problem:
        return Problem(self.file, cell, message)

    def pairs(self) -> Iterator[tuple[Text, Text]]:
        """What says the same in both languages: (English, Korean), only where both are there."""
        by_id = {cell.id: cell for cell in self.cells}
        for cell in self.cells:
            if cell.kind == "markdown" and cell.languages == ["en"]:
                other = by_id.get(cell.id.removesuffix("-en") + "-ko")
                if other is not None:
                    yield (
                        Text(cell.id, "text", "en", cell.markup),
                        Text(other.id, "text", "ko", other.markup),
                    )
            for where, texts in cell.captions():
                if isinstance(texts, dict) and all(isinstance(texts.get(lang), str) for lang in LANGUAGES):
                    en, ko = (Text(cell.id, where, lang, parse(texts[lang])) for lang in LANGUAGES)
                    yield en, ko

    def texts(self) -> Iterator[Text]:
        """All text of the page, language by language, pair or no pair."""
        for cell in self.cells:
            if cell.kind == "markdown":
                for lang in cell.languages[:1]:
                    yield Text(cell.id, "text", lang, cell.markup)
            for where, texts in cell.captions():
                if isinstance(texts, dict):
                    for lang, text in texts.items():
                        if isinstance(text, str):
                            yield Text(cell.id, where, lang, parse(text))


def read_page(path: Path) -> Page:
    """The page stored at `path`."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cells = tuple(
        Cell(
            id=cell.get("id", f"(cell {number} without an id)"),
            kind=cell["cell_type"],
            source=_text(cell["source"]),
            metadata=cell.get("metadata", {}),
            outputs=cell.get("outputs", []),
        )
        for number, cell in enumerate(notebook["cells"], 1)
    )
    return Page(path.resolve(), cells, notebook.get("metadata", {}))
