"""What a page's copy needs to know of the rest of the book: its labels, its terms and the works it cites."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lossnotes._works import Work, read_works

LANGUAGES = ("en", "ko")
FIGURE = {"en": "Figure", "ko": "그림"}
# Two kinds of stored output: {"module": ..., "state": ..., "text": {language: sentence}} of an explorer, and
# {language: sentence} of a checked exercise. They are named here, as reading a notebook needs neither of the two.
EXPLORER = "application/vnd.lossnotes.explorer+json"
SENTENCE = "application/vnd.lossnotes.text+json"

Notebook = dict[str, Any]

# (label)= and the heading below it
_LABELLED = re.compile(r"^\((?P<label>[\w-]+)\)=[ \t]*\n+(?:#+[ \t]+(?P<title>.*?)[ \t]*$)?", re.MULTILINE)
# an exercise, with its title and its label
_EXERCISE = re.compile(
    r"^[`:]{3,}\{exercise\}[ \t]*(?P<title>.*?)[ \t]*\n:label: (?P<label>[\w-]+)", re.MULTILINE
)


@dataclass(frozen=True)
class Book:
    """A book in one language.

    Attributes
    ----------
    places
        Of each label, the notebook it stands in and the heading under it, or the exercise's title; of each
        figure's name, the notebook and the word for figure.
    terms
        The entries of ``terms.toml``.
    glossary
        The notebook with the glossary, or "".
    works
        The entries of ``references.bib`` by key.
    """

    places: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    terms: tuple[Mapping[str, Any], ...] = ()
    glossary: str = ""
    works: Mapping[str, Work] = field(default_factory=dict)


def text_of(cell: Mapping[str, Any]) -> str:
    """The text of a cell, which is stored as a string or a list of lines."""
    return cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])


def set_text(cell: Notebook, text: str) -> None:
    """Replace the text, stored as the cell stores it: a string, or a list of lines."""
    cell["source"] = text if isinstance(cell["source"], str) else text.splitlines(keepends=True)


def text_cell(like: Notebook, name: str, text: str, *tags: str) -> Notebook:
    """A cell of text, of the type of a given one (a dict, or nbformat's own) and stored as it is."""
    made = type(like)()
    made["cell_type"] = "markdown"
    made["id"] = name
    made["metadata"] = type(like)({"tags": list(tags)} if tags else {})
    made["source"] = like["source"]
    set_text(made, text)
    return made


def read_notebook(path: Path) -> Notebook:
    """The notebook stored in a file; a ValueError if there is none in it."""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"expected a notebook, got {path}, which cannot be read: {error}") from error
    if not isinstance(notebook, dict) or notebook.get("nbformat") != 4:
        raise ValueError(f"expected a notebook of format 4, got {path}")
    return notebook


def read_book(book_dir: str | Path, lang: str) -> Book:
    """Read what the copies of a book's pages share.

    Parameters
    ----------
    book_dir : path
        The folder with the notebooks, and with ``terms.toml`` and ``references.bib`` if there are such.
    lang : "en" or "ko"
        The language of the headings.

    Returns
    -------
    Book

    Raises
    ------
    ValueError
        If a file cannot be read as what it should be.
    """
    folder = Path(book_dir)
    places, glossary = {}, ""
    for path in sorted(folder.glob("*.ipynb")):
        for cell in read_notebook(path)["cells"]:
            if figure := cell["metadata"].get("mystnb", {}).get("figure", {}).get("name"):
                places[figure] = (path.name, FIGURE[lang])
            if cell["cell_type"] == "markdown" and f"lang-{lang}" in cell["metadata"].get("tags", []):
                text = text_of(cell)
                for found in (*_LABELLED.finditer(text), *_EXERCISE.finditer(text)):
                    places[found["label"]] = (path.name, found["title"] or "")
                if "{terms-glossary}" in text:
                    glossary = path.name
    terms, works = folder / "terms.toml", folder / "references.bib"
    return Book(
        places=places,
        terms=tuple(tomllib.loads(terms.read_text(encoding="utf-8"))["term"]) if terms.exists() else (),
        glossary=glossary,
        works=read_works(works.read_text(encoding="utf-8")) if works.exists() else {},
    )
