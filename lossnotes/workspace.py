"""One-language copies of the book's notebooks.

A page of the book is one notebook with its text in two languages. `one_language` gives the copy that a reader
works with, and `write_edition` puts such copies of the whole book into a folder of the reader's own, which it
can bring up to date later without ever touching a notebook that the reader has changed. `write_workspace` does the
same for self-study: stubs where solutions were, and text that plain JupyterLab shows well.
"""

from dataclasses import dataclass
from pathlib import Path

from lossnotes._book import Book, Notebook, read_book, read_notebook, set_text, text_of
from lossnotes._fingerprint import fingerprint, fingerprint_of_file
from lossnotes._folder import STATE_FILE, began_with, dump, kept_beside, state_of, write_atomically
from lossnotes._gathered import gather
from lossnotes._one_language import one_language
from lossnotes._plain import numbered, plain
from lossnotes._stubs import without_answers

__all__ = ["Book", "EditionReport", "one_language", "read_book", "reset", "write_edition", "write_workspace"]


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


def write_workspace(book_dir: str | Path, lang: str, out_dir: str | Path) -> EditionReport:
    """Write a reader's course: as `write_edition`, with open exercises and in plain Markdown.

    Parameters, result and errors are those of `write_edition`. A folder is one or the other.
    """
    return _write(book_dir, lang, out_dir, kind="workspace")


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
    return _write(book_dir, lang, out_dir, kind="edition")


def _write(book_dir: str | Path, lang: str, out_dir: str | Path, *, kind: str) -> EditionReport:
    source, out = Path(book_dir), Path(out_dir)
    pages = sorted(source.glob("*.ipynb"))
    if not pages:
        raise ValueError(f"expected a folder with notebooks, got {source}")
    if out.resolve().is_relative_to(source.resolve()):
        raise ValueError(f"expected a folder outside the book, got {out}")
    if out.exists() and not out.is_dir():
        raise ValueError(f"expected a folder, got the file {out}")
    began = began_with(out, lang, kind)
    book = read_book(source, lang)
    copies = {page.name: copy_of(page, lang, book, kind) for page in pages}

    out.mkdir(parents=True, exist_ok=True)
    written, unchanged, kept, behind = [], [], [], []
    hashes = dict(began)
    for name, notebook in copies.items():
        target, new, present = out / name, fingerprint(notebook), fingerprint_of_file(out / name)
        if present == new:
            unchanged.append(name)
        elif present is None or present == began.get(name):
            write_atomically(target, dump(notebook))
            written.append(name)
        else:
            kept.append(name)
            if began.get(name) != new:
                behind.append(name)
            continue  # what the reader began with stays remembered
        hashes[name] = new
    write_atomically(out / STATE_FILE, dump({"edition": lang, "kind": kind, "files": hashes}))
    return EditionReport(*map(tuple, (written, unchanged, kept, behind)))


def copy_of(page: Path, lang: str, book: Book, kind: str) -> Notebook:
    """A page in one language; what is wrong with it is said with its name."""
    notebook = gather(read_notebook(page), page)
    try:
        copy = one_language(notebook, lang, book)
    except ValueError as error:
        raise ValueError(f"{page.name}, {error}") from error
    if kind == "edition":
        return copy
    copy = without_answers(copy, lang)
    texts = [cell for cell in copy["cells"] if cell["cell_type"] == "markdown"]
    numbers = numbered("\n\n".join(map(text_of, texts)))
    titles = {label: title for label, (_, title) in book.places.items()}
    for cell in texts:
        set_text(cell, plain(text_of(cell), lang, numbers, titles))
    return copy


def reset(book_dir: str | Path, folder: str | Path, name: str) -> Path | None:
    """Write one notebook of a workspace as it was at first; what the reader had is kept beside it.

    Parameters
    ----------
    book_dir : path
        The folder with the book's notebooks.
    folder : path
        The reader's workspace.
    name : str
        The notebook's name, with or without ``.ipynb``.

    Returns
    -------
    pathlib.Path or None
        The copy of the reader's notebook; None if there was none, or it was as at first.

    Raises
    ------
    ValueError
        If the folder is no workspace, or the book has no such notebook.
    """
    source, out = Path(book_dir), Path(folder)
    state = state_of(out)
    if state is None:
        raise ValueError(f"expected a workspace (a folder with {STATE_FILE}), got {out}")
    lang, kind, hashes = state["edition"], state.get("kind", "edition"), dict(state["files"])
    page = source / f"{Path(name).name.removesuffix('.ipynb')}.ipynb"
    if not page.is_file():
        known = ", ".join(path.stem for path in sorted(source.glob("*.ipynb")))
        raise ValueError(f"expected a notebook of the course ({known}), got {name!r}")
    fresh = copy_of(page, lang, read_book(source, lang), kind)
    target, new = out / page.name, fingerprint(fresh)
    kept = None
    if target.exists() and fingerprint_of_file(target) != new:
        kept = kept_beside(target)
    write_atomically(target, dump(fresh))
    write_atomically(out / STATE_FILE, dump({**state, "files": {**hashes, page.name: new}}))
    return kept
