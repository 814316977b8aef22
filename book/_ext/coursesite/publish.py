"""What is done once, when all editions are built: assets, side-by-side pages, notebooks, the root page."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from sphinx.util import logging

from . import assets, editions, notebooks, parallel, questions, root_page, search, stamps
from .builder import FOLDER, page_name

log = logging.getLogger(__name__)


def _remove_stale(root: Path, languages: list[str], pages: list[str]) -> None:
    """Pages that are no longer in the book, and folders of files that no page uses."""
    for edition in (*languages, "both"):
        folder = root / edition
        for path in folder.glob("*.html"):
            if path.stem not in pages:
                path.unlink()
        for path in filter(Path.is_dir, list(folder.glob("*"))):
            shutil.rmtree(path)  # pages lie side by side; a folder is what some extension left
    for path in (root / "notebooks").glob("*/*.ipynb"):
        if path.stem not in pages:
            path.unlink()


def _digest(app, root: Path, languages: list[str], pages: list[str]) -> str:
    """What is published is made of the editions' pages, the book, this package and lossnotes."""
    book = Path(app.srcdir) / FOLDER
    paths = [
        *(root / language / f"{page}.html" for language in languages for page in pages),
        *(path for path in sorted(book.glob("*")) if path.is_file()),
        *(path for path in (book.parent / "_config.yml", book.parent / "package-lock.json") if path.exists()),
        *sorted(stamps.PACKAGE.glob("*.py")),
        *stamps.exercises(),
    ]
    digest = hashlib.sha256(f"{stamps.reading()} {stamps.writing()} {app.config.html_baseurl}".encode())
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _all_there(root: Path, languages: list[str], pages: list[str]) -> bool:
    made = [
        root / "index.html",
        root / "assets" / "course.css",
        root / "assets" / "questions",
        root / "assets" / "math.woff2",
    ]
    made += [root / "both" / f"{page}.html" for page in pages]
    for language in languages:
        made.append(root / "assets" / "search" / f"{language}.js")
        made += [root / "notebooks" / language / f"{page}.ipynb" for page in pages]
    return all(path.exists() for path in made)


def _publish(app, exception):
    if exception is not None or app.statuscode or not editions.is_parent(app) or app.builder.name != "html":
        return
    root, languages = editions.site_root(app), app.config.course_languages
    docnames = sorted(app.env.found_docs)
    pages = [page_name(name) for name in docnames]
    _remove_stale(root, languages, pages)
    note, digest = root.parent / ".cache" / "published.txt", _digest(app, root, languages, pages)
    if note.exists() and note.read_text("utf-8") == digest and _all_there(root, languages, pages):
        return
    note.unlink(missing_ok=True)  # a build that is interrupted here is done again
    try:
        parallel.build(root, languages, pages)
    except ValueError as error:
        log.error("%s", error)
        app.statuscode = 1
        return
    search.write(root, languages, pages)
    notebooks.write(Path(app.srcdir), docnames, root / "notebooks", languages)
    assets.write(root)
    questions.write(Path(app.srcdir), docnames, root / "assets" / "questions", languages)
    root_page.write(root, languages, page_name(app.config.root_doc), app.config)
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(digest, encoding="utf-8")
    log.info("published %d pages in %s and side by side", len(pages), ", ".join(languages))


def setup(app):
    app.connect("build-finished", _publish, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
