"""Title page, its back, and the table of contents."""

from __future__ import annotations

from lxml import etree
from lxml.builder import E

from tools.print.pages import Chapter

# The hinge of the site's icon.
HINGE = '<svg class="hinge" viewBox="0 0 24 24" aria-hidden="true"><path d="M3 5l9 13h9"/><circle cx="12" cy="18" r="1.9"/></svg>'


def title_page(
    titles: dict[str, str], language: str, author: str, version: str, words: dict[str, str]
) -> etree._Element:
    """``titles``: the book's, by language; the edition's own is the large one."""
    others = [
        E.p({"lang": code, "class": "other"}, title) for code, title in titles.items() if code != language
    ]
    return E.section(
        {"class": "cover"},
        etree.fromstring(HINGE),
        E.p({"class": "title"}, titles[language]),
        *others,
        E.p({"class": "subtitle"}, words["subtitle"]),
        E.p({"class": "edition"}, words["edition"], E.br(), words["version"].format(version), E.br(), author),
    )


def colophon(licence: str, words: dict[str, str]) -> etree._Element:
    """How to read the book, and whose work it is made of."""
    told = [E.p(words[name]) for name in ("about_numbers", "about_figures", "about_closed")]
    return E.section({"class": "colophon"}, *told, E.p(words["about_made"].format(licence)))


def contents(chapters: list[Chapter], words: dict[str, str]) -> etree._Element:
    """Parts, chapters and sections with the pages that they begin on."""
    table = E.nav(
        {"class": "book-contents", "id": "---contents"}, E.p({"class": "contents-title"}, words["contents"])
    )
    part = ""
    for chapter in chapters:
        if chapter.part != part:
            part = chapter.part
            table.append(E.p({"class": "contents-part"}, part))
        number = [E.span({"class": "contents-number"}, chapter.number)] if chapter.number else []
        entry = E.div({"class": "contents-chapter"}, _line(chapter.name, [*number, chapter.title]))
        entry.extend(_line(ident, [title]) for ident, title in chapter.sections())
        table.append(entry)
    return table


def _line(ident: str, text: list) -> etree._Element:
    return E.p(
        E.a(
            {"href": f"#{ident}"},
            E.span({"class": "contents-text"}, *text),
            E.span({"class": "contents-page", "data-page-of": ident}, "000"),
        )
    )
