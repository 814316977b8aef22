"""The HTML builder of the course: pages without the ``book/`` of their files, and nothing but pages.

Sphinx's own search, index and static files are left out: the theme brings its own, once for all
editions, in ``assets/``.
"""

from __future__ import annotations

from pathlib import Path

from sphinx.builders.html import StandaloneHTMLBuilder

from . import unfinished

FOLDER = "book/"


def page_name(docname: str) -> str:
    """``book/glossary`` is published as ``glossary``."""
    return docname.removeprefix(FOLDER)


class CourseBuilder(StandaloneHTMLBuilder):
    name = "html"
    search = False
    download_support = False

    def get_target_uri(self, docname, typ=None):
        return super().get_target_uri(page_name(docname), typ)

    def get_outfilename(self, pagename):
        return super().get_outfilename(page_name(pagename))

    def init(self):
        super().init()
        # Other extensions write to it, even when no page has changed; ``publish`` takes it away again.
        Path(self.outdir, "_static").mkdir(exist_ok=True)
        info = Path(self.outdir, ".buildinfo")
        if info.exists() and not info.stat().st_size:
            info.unlink()  # a build was killed as it wrote it, and Sphinx would warn

    def get_outdated_docs(self):
        yield from super().get_outdated_docs()
        yield from unfinished.to_write(self.app)

    def prepare_writing(self, docnames):
        unfinished.writing(self.app, docnames)
        super().prepare_writing(docnames)

    def copy_static_files(self):
        """Nothing to copy: see ``assets``."""


def setup(app):
    app.add_builder(CourseBuilder, override=True)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
