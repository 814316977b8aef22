"""Each page's notebook in the language of the edition, for the download link."""

from __future__ import annotations

from pathlib import Path

from lossnotes._book import read_book, read_notebook
from lossnotes._folder import dump
from lossnotes._gathered import gather
from lossnotes._one_language import one_language

from .builder import FOLDER, page_name


def write(source: Path, docnames: list[str], target: Path, languages: list[str]) -> None:
    books = {language: read_book(source / FOLDER, language) for language in languages}
    for docname in docnames:
        path = source / f"{docname}.ipynb"
        if not path.exists():
            continue
        notebook = gather(read_notebook(path), path)
        for language in languages:
            copy = target / language / f"{page_name(docname)}.ipynb"
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(dump(one_language(notebook, language, books[language])), encoding="utf-8")
