"""What is done once, when all editions are built: assets, side-by-side pages, notebooks, the root page."""

from __future__ import annotations

import hashlib
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sphinx.util import logging

from . import (
    assets,
    editions,
    feed,
    not_found,
    notebooks,
    parallel,
    questions,
    root_page,
    search,
    sitemap,
    stamps,
    whole,
)
from .builder import FOLDER, page_name

log = logging.getLogger(__name__)


def _remove_stale(root: Path, languages: list[str], pages: list[str], base: str) -> None:
    """Pages that are no longer in the book, and folders of files that no page uses."""
    for edition in (*languages, "both"):
        folder = root / edition
        for path in folder.glob("*.html"):
            if path.stem not in pages:
                path.unlink()
        for path in filter(Path.is_dir, list(folder.glob("*"))):
            shutil.rmtree(path)  # pages lie side by side; a folder is what some extension left
    for path in (root / "assets" / "cards").glob("*/*.png"):
        if path.stem not in pages or not base:
            path.unlink()


def _clear(root: Path) -> None:
    """What an older build left in the folders that are filled now; cards are drawn with their pages, before."""
    shutil.rmtree(root / "notebooks", ignore_errors=True)
    for path in (root / "assets").glob("*"):
        if path.is_file():
            path.unlink()
        elif path.name != "cards":
            shutil.rmtree(path)


def _digest(app, root: Path, languages: list[str], pages: list[str]) -> str:
    """What is published is made of the editions' pages, the book, this package and lossnotes."""
    book = Path(app.srcdir) / FOLDER
    notes = ("_config.yml", "package-lock.json", feed.CHANGES)
    paths = [
        *(root / language / f"{page}.html" for language in languages for page in pages),
        *(path for path in sorted(book.glob("*")) if path.is_file()),
        *(path for path in (book.parent / name for name in notes) if path.exists()),
        *sorted(stamps.PACKAGE.glob("*.py")),
        *stamps.exercises(),
    ]
    digest = hashlib.sha256(f"{stamps.reading()} {stamps.writing()} {app.config.html_baseurl}".encode())
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _all_there(root: Path, languages: list[str], pages: list[str], base: str) -> bool:
    made = [
        root / "index.html",
        root / "404.html",
        root / "assets" / "course.css",
        root / "assets" / "questions",
        root / "assets" / "math.woff2",
        root / "assets" / "search" / "terms.js",
    ]
    if base:
        made += [root / "sitemap.xml", root / "robots.txt"]
    made += [root / "both" / f"{page}.html" for page in pages]
    for language in languages:
        made.append(root / "assets" / "search" / f"{language}.js")
        made += [root / "notebooks" / language / f"{page}.ipynb" for page in pages]
    return all(path.exists() for path in made)


def _publish(app, exception):
    if exception is not None or app.statuscode or not editions.is_parent(app) or app.builder.name != "html":
        return
    root, languages, base = editions.site_root(app), app.config.course_languages, app.config.html_baseurl
    docnames = sorted(app.env.found_docs)
    pages = [page_name(name) for name in docnames]
    _remove_stale(root, languages, pages, base)
    note, digest = root.parent / ".cache" / "published.txt", _digest(app, root, languages, pages)
    if note.exists() and note.read_text("utf-8") == digest and _all_there(root, languages, pages, base):
        return
    note.unlink(missing_ok=True)  # a build that is interrupted here is done again
    try:
        parallel.build(root, languages, pages)
    except ValueError as error:
        log.error("%s", error)
        app.statuscode = 1
        return
    _clear(root)
    with ThreadPoolExecutor(1) as other:
        made = other.submit(assets.write, root)  # it waits for esbuild most of the time
        search.write(root, languages, pages)
        notebooks.write(Path(app.srcdir), docnames, root / "notebooks", languages)
        questions.write(Path(app.srcdir), docnames, root / "assets" / "questions", languages)
        home = page_name(app.config.root_doc)
        root_page.write(root, languages, home, app.config, app.env.titles[app.config.root_doc].astext())
        not_found.write(root, languages, home, app.config)
        sitemap.write(root, base, languages, pages)
        feed.write(root, Path(app.srcdir), languages, app.config)
    made.result()
    whole.write(note, digest)
    log.info("published %d pages in %s and side by side", len(pages), ", ".join(languages))


def setup(app):
    app.connect("build-finished", _publish, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
