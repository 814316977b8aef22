"""What is done once, when all editions are built: assets, side-by-side pages, notebooks, the root page."""

from __future__ import annotations

import shutil
from pathlib import Path

from sphinx.util import logging

from . import assets, editions, notebooks, parallel, root_page, search
from .builder import page_name

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


def _publish(app, exception):
    if exception is not None or app.statuscode or not editions.is_parent(app) or app.builder.name != "html":
        return
    root, languages = editions.site_root(app), app.config.course_languages
    docnames = sorted(app.env.found_docs)
    pages = [page_name(name) for name in docnames]
    _remove_stale(root, languages, pages)
    try:
        parallel.build(root, languages, pages)
    except ValueError as error:
        log.error("%s", error)
        app.statuscode = 1
        return
    search.write(root, languages, pages)
    notebooks.write(Path(app.srcdir), docnames, root / "notebooks", languages)
    assets.write(root)
    root_page.write(root, languages, page_name(app.config.root_doc), app.config)
    log.info("published %d pages in %s and side by side", len(pages), ", ".join(languages))


def setup(app):
    app.connect("build-finished", _publish, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
