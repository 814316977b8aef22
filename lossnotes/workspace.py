"""One-language copies of the book's notebooks.

A page of the book is one notebook with its text in two languages. `one_language` gives the copy that a reader
works with, and `write_edition` puts such copies of the whole book into a folder of the reader's own, which it
can bring up to date later without ever touching a notebook that the reader has changed.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lossnotes._book import Book, Notebook, read_book, read_notebook
from lossnotes._fingerprint import fingerprint, fingerprint_of_file
from lossnotes._gathered import gather
from lossnotes._one_language import one_language

__all__ = ["Book", "EditionReport", "one_language", "read_book", "write_edition"]

STATE_FILE = ".lossnotes.json"


@dataclass(frozen=True)
class EditionReport:
    """What `write_edition` did, as names of notebooks.

    Attributes
    ----------
    written
        New, or changed in the book and not by the reader: now as in the book.
    unchanged
        Already as in the book.
    kept
        Changed by the reader, and left as they are.
    behind
        Those of `kept` that have changed in the book too, since they were written. To get the book's version,
        rename or delete one's own and write the edition again.
    """

    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()


def write_edition(book_dir: str | Path, lang: str, out_dir: str | Path) -> EditionReport:
    """Write one-language copies of all notebooks of a book, or bring those written before up to date.

    A notebook that the reader has changed is never overwritten. ``out_dir/.lossnotes.json`` remembers what
    was written, as a hash of its text, code and outputs: a notebook with another hash is the reader's own.
    Opening a notebook, or running it with the same outputs, does not change it in this sense.

    Parameters
    ----------
    book_dir : path
        The folder with the notebooks, and with ``terms.toml`` and ``references.bib`` if there are such.
    lang : "en" or "ko"
        The edition.
    out_dir : path
        The reader's folder; made if it is not there.

    Returns
    -------
    EditionReport
        What was written and what was kept.

    Raises
    ------
    ValueError
        If the language is unknown, the book has no notebooks or one cannot be read, or `out_dir` is the book
        itself, no folder, or a folder with another edition. Nothing is written then.
    """
    source, out = Path(book_dir), Path(out_dir)
    pages = sorted(source.glob("*.ipynb"))
    if not pages:
        raise ValueError(f"expected a folder with notebooks, got {source}")
    if out.resolve().is_relative_to(source.resolve()):
        raise ValueError(f"expected a folder outside the book, got {out}")
    if out.exists() and not out.is_dir():
        raise ValueError(f"expected a folder, got the file {out}")
    began = _read_state(out, lang)
    book = read_book(source, lang)
    copies = {page.name: _copy(page, lang, book) for page in pages}

    out.mkdir(parents=True, exist_ok=True)
    written, unchanged, kept, behind = [], [], [], []
    hashes = dict(began)
    for name, notebook in copies.items():
        target, new, present = out / name, fingerprint(notebook), fingerprint_of_file(out / name)
        if present == new:
            unchanged.append(name)
        elif present is None or present == began.get(name):
            _write_atomically(target, _dump(notebook))
            written.append(name)
        else:
            kept.append(name)
            if began.get(name) != new:
                behind.append(name)
            continue  # what the reader began with stays remembered
        hashes[name] = new
    _write_atomically(out / STATE_FILE, _dump({"edition": lang, "files": hashes}))
    return EditionReport(*map(tuple, (written, unchanged, kept, behind)))


def _copy(page: Path, lang: str, book: Book) -> Notebook:
    """A page in one language; what is wrong with it is said with its name."""
    notebook = gather(read_notebook(page), page)
    try:
        return one_language(notebook, lang, book)
    except ValueError as error:
        raise ValueError(f"{page.name}, {error}") from error


def _read_state(out: Path, lang: str) -> dict[str, str]:
    """The hashes of what was written before, by file."""
    path = out / STATE_FILE
    if not path.exists():
        return {}
    try:
        state = json.loads(path.read_text(encoding="utf-8"))
        edition, files = state["edition"], dict(state["files"])
    except (ValueError, KeyError, TypeError) as error:
        reason = "got something else (delete it to start anew; no notebook is overwritten)"
        raise ValueError(f"expected {path} as it was written, {reason}") from error
    if edition != lang:
        raise ValueError(f"expected a folder for the edition {lang!r}, got {out}, which has {edition!r}")
    return files


def _dump(value: Mapping[str, Any]) -> str:
    """JSON as Jupyter itself writes notebooks."""
    return json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _write_atomically(path: Path, text: str) -> None:
    """Write beside the file and rename: nobody ever sees half a file."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_text(text, encoding="utf-8", newline="\n")
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
