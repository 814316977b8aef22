"""One HTML document of a whole edition, as Chromium prints it."""

from __future__ import annotations

import json
from pathlib import Path

import lxml.html
from lxml import etree
from lxml.builder import E

from tools.print import endmatter, fonts, front
from tools.print.pages import Chapter, chapters

HERE = Path(__file__).parent


def make(
    edition: Path, titles: dict[str, str], words: dict[str, str], *, author: str, version: str, licence: str
):
    """The document and its chapters. ``edition`` is the folder of the built pages, named by its language."""
    language = edition.name
    made = chapters(edition)
    for chapter in made:
        endmatter.open_closed(chapter, words)
    body = E.body(
        front.title_page(titles, language, author, version, words),
        front.colophon(licence, words),
        front.contents(made, words),
        *(_framed(chapter, words) for chapter in made),
    )
    assets = (edition.parent / "assets").resolve()
    head = E.head(
        E.meta(charset="utf-8"),
        E.title(titles[language]),
        *(E.link(rel="stylesheet", href=(assets / name).as_uri()) for name in ("course.css", "study.css")),
        E.style(fonts.style() + "\n" + _running_titles(made, titles[language])),
        E.link(rel="stylesheet", href=(HERE / "book.css").as_uri()),
    )
    document = E.html({"lang": language, "data-theme": "light"}, head, body)
    return lxml.html.tostring(document, encoding="unicode", doctype="<!doctype html>"), made


def _framed(chapter: Chapter, words: dict[str, str]) -> etree._Element:
    """The article with what stands above its title, on pages that bear its name."""
    article = chapter.article
    article.set("style", f"page: {_page_name(chapter)}")
    if chapter.number:
        article.insert(0, E.p({"class": "chapter-number"}, words["chapter"].format(chapter.number)))
    return article


def _page_name(chapter: Chapter) -> str:
    return f"of-{chapter.name}"


def _running_titles(made: list[Chapter], title: str) -> str:
    """At the foot of each page the title of its chapter: Chromium knows no running strings, but named pages."""
    return "\n".join(
        f"@page {_page_name(chapter)} {{ @bottom-left {{ content: {_quoted(chapter.title)}; }} }}"
        for chapter in made
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
