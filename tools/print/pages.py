"""The pages of an edition as the parts of one document: what is only for a screen is gone, ids say their page,
and links between pages lead to places in the document.

``chapters(folder)`` reads them in the order of the site's own contents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import lxml.html
from lxml import etree

# Links that a browser follows to another page of the edition, and those that lead out of the site.
PAGE = re.compile(r"(?:\./)?([\w-]+)\.html(?:#(.*))?")
OUTSIDE = re.compile(r"(?:https?|mailto):")
UNSAFE = re.compile(r"[^\w.-]")  # in the name of a place in a PDF
WITHIN = re.compile(r"url\(#([^)]+)\)")
REFERRING = ("for", "aria-controls", "aria-labelledby", "aria-describedby")
HEADINGS = ("h1", "h2", "h3", "h4")

# What needs a screen: the signs that link to headings, the form that filters exercises, what scripts fill.
SCREEN = (
    "a[@class='headerlink']",
    "form",
    "div[@class='review']",
    "div[@class='study-record']",
    "wbr[parent::code[parent::p[@class='title']]]",
)


class PrintError(Exception):
    """The document cannot be made; says which page or file, and what to do."""


@dataclass
class Chapter:
    """A page of the site as a part of the document."""

    name: str  # of its file, and the id of its article
    part: str  # the caption that it stands under in the site's contents; "" for the home page
    article: etree._Element

    @property
    def number(self) -> str:
        """``3`` of 03-multiclass-svm; "" for a page that is no numbered chapter."""
        found = re.match(r"0*(\d+)-", self.name)
        return found[1] if found else ""

    @property
    def title(self) -> str:
        return text_of(self.article.find(".//h1"))

    def sections(self) -> list[tuple[str, str]]:
        """Id and title of each section below the page's own."""
        found = self.article.xpath("./section/section[@id][h2]")
        return [(section.get("id"), text_of(section.find("h2"))) for section in found]


def chapters(folder: Path) -> list[Chapter]:
    """The pages of an edition, ready to be put one after the other.

    Raises
    ------
    PrintError
        If there is no built edition in the folder, or a link leads to a place that is not there.
    """
    home = folder / "index.html"
    if not home.exists():
        raise PrintError(f"expected the built edition in {folder}, got nothing: run `make book` first")
    listed = _contents(lxml.html.document_fromstring(home.read_text("utf-8")))
    names = {name for name, _ in listed}
    made = [Chapter(name, part, _article(folder / f"{name}.html", names)) for name, part in listed]
    _check_links(made)
    return made


def text_of(element: etree._Element) -> str:
    """Its words in one line, formulas as they are seen, not their TeX."""
    seen = element.xpath(".//text()[not(ancestor::annotation)]")
    return " ".join("".join(seen).split())


def has_class(name: str) -> str:
    """An XPath condition."""
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


def _contents(tree: etree._Element) -> list[tuple[str, str]]:
    """Name and part of each page, from the navigation that every page has."""
    part, found = "", []
    for element in tree.xpath("//nav[@id='chapters']//*[self::p or self::a]"):
        if element.tag == "p":
            part = text_of(element)
        else:
            page = PAGE.fullmatch(element.get("href"))
            found.append((page[1] if page else "index", part))  # the page itself is linked as "#"
    return found


def _article(path: Path, names: set[str]) -> etree._Element:
    article = lxml.html.document_fromstring(path.read_text("utf-8")).find(".//article")
    for element in article.xpath(" | ".join(f".//{what}" for what in SCREEN)):
        element.drop_tree()
    _drop_empty_sections(article)
    for element in article.iter(etree.Element):
        _rename(element, path.stem, names)
    article.set("id", path.stem)
    return article


def _drop_empty_sections(article: etree._Element) -> None:
    """A heading over nothing: what stood below it was for the screen."""
    for section in article.xpath(".//section"):
        below = [child for child in section if child.tag not in HEADINGS]
        if not any(text_of(child) or child.xpath(".//svg") for child in below):
            section.drop_tree()


def _rename(element: etree._Element, page: str, names: set[str]) -> None:
    """The element's ids and links as they are in the document."""
    for key, value in element.items():
        if key == "id":
            element.set(key, place(page, value))
        elif key in REFERRING:
            element.set(key, " ".join(place(page, one) for one in value.split()))
        elif key in ("href", "xlink:href"):
            target = _target(page, value, names)
            if target is None:
                del element.attrib[key]  # a file beside the pages: on paper it is only named
            else:
                element.set(key, target)
        elif "url(#" in value:
            element.set(key, WITHIN.sub(lambda found: f"url(#{place(page, found[1])})", value))


def place(page: str, ident: str) -> str:
    """The document's id of what has an id on a page; without one, the page itself."""
    return f"{page}--{UNSAFE.sub('-', ident)}" if ident else page


def _target(page: str, href: str, names: set[str]) -> str | None:
    if OUTSIDE.match(href):
        return href
    if href.startswith("#"):
        return f"#{place(page, href[1:])}"
    found = PAGE.fullmatch(href)
    return f"#{place(found[1], found[2] or '')}" if found and found[1] in names else None


def _check_links(made: list[Chapter]) -> None:
    there = {ident for chapter in made for ident in chapter.article.xpath(".//@id | ./@id")}
    for chapter in made:
        for href in chapter.article.xpath(".//@href"):
            if href.startswith("#") and href[1:] not in there:
                raise PrintError(
                    f"page {chapter.name}: expected a place to link to, got {href} that is nowhere"
                )
