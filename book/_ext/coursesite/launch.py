"""Links below a page when a repository is configured: run it in Colab or Binder, report a fault in it.

Colab opens notebooks of a repository only: ``tools/colab.py`` writes one for each page and language, and the
workflow that publishes the site puts them on a branch of their own. Binder makes a reader's workspace in each
language when it builds its image (``.binder/postBuild``).
"""

from __future__ import annotations

from urllib.parse import quote

from .addresses import ON_GITHUB
from .builder import page_name
from .page import STRINGS

NOTEBOOKS = "notebooks"  # the branch for Colab, as .github/workflows/pages.yml names it


def links(sources: dict[str, str], language: str, name: str) -> list[tuple[str, str]]:
    """Where a page's notebook runs: what the link says, and its address."""
    found = ON_GITHUB.fullmatch(sources["repository"])
    if not found:
        return []
    owner, project, said = found["owner"], found["name"], STRINGS[language]["links"]
    launched = []
    if sources["colab"]:
        where = f"github/{owner}/{project}/blob/{NOTEBOOKS}/{language}/{name}.ipynb"
        launched.append((said["colab"], f"{sources['colab']}/{where}"))
    if sources["binder"]:
        folder = "/".join(filter(None, ("lab/tree", sources["path"], f"my-course-{language}")))
        where = f"v2/gh/{owner}/{project}/{quote(sources['branch'], safe='')}"
        opened = quote(f"{folder}/{name}.ipynb", safe="")
        launched.append((said["binder"], f"{sources['binder']}/{where}?urlpath={opened}"))
    return launched


def report(sources: dict[str, str], language: str, name: str, title: str, address: str) -> str:
    """The address that opens a new issue about a page, begun in the reader's language; "" without a repository."""
    if not sources["repository"]:
        return ""
    said = STRINGS[language]["links"]
    page = f"{language}/{name}"
    begun = {
        "title": said["report_title"].format(title=title, page=page),
        "body": said["report_body"].format(page=address or page),
    }
    query = "&".join(f"{key}={quote(text, safe='')}" for key, text in begun.items())
    return f"{sources['repository']}/issues/new?{query}"


def side_by_side(href: str, language: str, name: str) -> str:
    """A link as it stands on the page that shows both languages: a report is of that page."""
    if "/issues/new?" not in href:
        return href
    return href.replace(quote(f"{language}/{name}", safe=""), quote(f"both/{name}", safe=""))


def on_page(app, pagename, templatename, context, doctree):
    if doctree is None:
        return
    sources, language, name = app.config.course_sources, app.config.language, page_name(pagename)
    title = app.env.titles[pagename].astext()
    runs = 'class="cell ' in context["body"]
    context.update(
        launched=links(sources, language, name) if runs else [],
        report=report(sources, language, name, title, context["canonical"] or ""),
    )


def setup(app):
    app.connect("html-page-context", on_page, priority=600)  # after ``page``
    return {"parallel_read_safe": True, "parallel_write_safe": True}
