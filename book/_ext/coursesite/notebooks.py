"""Each page's notebook in the language of the edition, for the download link."""

from __future__ import annotations

from pathlib import Path

import nbformat

from lossnotes import workspace
from lossnotes._gathered import gather

from .builder import FOLDER, page_name


def write(source: Path, docnames: list[str], target: Path, languages: list[str]) -> None:
    books = {language: workspace.read_book(source / FOLDER, language) for language in languages}
    for docname in docnames:
        path = source / f"{docname}.ipynb"
        if not path.exists():
            continue
        notebook = gather(nbformat.read(path, as_version=4), path)
        for language in languages:
            copy = target / language / f"{page_name(docname)}.ipynb"
            copy.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(workspace.one_language(notebook, language, books[language]), copy)
