"""The side-by-side edition: each finished page of the first edition merged with its twin.

Sections, code and figures stand once, blocks stand in two columns, paragraph beside paragraph.
Ids of the second column get the language as a prefix, and so do links to them.
"""

from __future__ import annotations

from pathlib import Path

import lxml.html
from lxml import etree

from . import launch
from .page import STRINGS

REFERRING = ("for", "aria-controls", "aria-labelledby", "aria-describedby")
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


def build(root: Path, languages: list[str], pages: list[str]) -> None:
    first, second = languages[:2]
    read = {name: _parse(root / second / f"{name}.html") for name in pages}
    # An id that only the second column bears is prefixed, wherever a link points to it.
    prefixed = {name: _block_ids(tree) for name, tree in read.items()}
    (root / "both").mkdir(exist_ok=True)
    for name in pages:
        tree = _parse(root / first / f"{name}.html")
        Merge(tree, read[name], first, second, name, prefixed).run()
        text = lxml.html.tostring(tree, encoding="unicode", doctype="<!doctype html>")
        (root / "both" / f"{name}.html").write_text(text + "\n", encoding="utf-8")


def _parse(path: Path):
    return lxml.html.document_fromstring(path.read_text("utf-8"))


def _block_ids(tree) -> set[str]:
    return {ident for block in _by_class(tree, "block") for ident in block.xpath(".//@id")}


def _pair(block_id: str) -> str:
    """``b-hinge-0`` is part 0 of the pair ``hinge``."""
    return block_id.removeprefix("b-").rpartition("-")[0]


def _by_class(tree, name: str):
    return tree.xpath(f"//article//*[contains(concat(' ', @class, ' '), ' {name} ')]")


class Merge:
    """``tree`` becomes the merged page; ``twin`` is used up."""

    def __init__(self, tree, twin, first: str, second: str, name: str, prefixed: dict[str, set[str]]):
        self.tree, self.twin = tree, twin
        self.first, self.second = first, second
        self.name, self.prefixed = name, prefixed

    def run(self) -> None:
        self._prefix_ids()
        self._blocks()
        self._headings()
        self._captions()
        self._explorers()
        self._frame()

    def _prefix_ids(self) -> None:
        own = self.prefixed[self.name]
        for block in _by_class(self.twin, "block"):
            for element in block.iterdescendants(etree.Element):
                if element.get("id") in own:
                    element.set("id", f"{self.second}-{element.get('id')}")
                for attribute in REFERRING:
                    if element.get(attribute) in own:
                        element.set(attribute, f"{self.second}-{element.get(attribute)}")
                if element.tag == "a" and element.get("href"):
                    element.set("href", self._link(element.get("href")))

    def _link(self, href: str) -> str:
        page, mark, ident = href.partition("#")
        name = page.removesuffix(".html") if page else self.name
        if mark and "/" not in page and ident in self.prefixed.get(name, ()):
            return f"{page}#{self.second}-{ident}"
        return href

    def _blocks(self) -> None:
        twins = {block.get("id"): block for block in _by_class(self.twin, "block")}
        for block in _by_class(self.tree, "block"):
            twin = twins.pop(block.get("id"), None)
            if twin is None:
                raise ValueError(f"{self.name}.ipynb, cell {_pair(block.get('id'))}: no {self.second} twin")
            left, right = list(block), list(twin)
            if [child.tag for child in left] == [child.tag for child in right]:
                rows = [([a], [b]) for a, b in zip(left, right, strict=True)]
            else:
                rows = [(left, right)]
            block.text = None
            for mine, theirs in rows:
                row = etree.SubElement(block, "div", {"class": "row"})
                self._column(row, mine, self.first)
                self._column(row, theirs, self.second)
        if twins:
            alone = ", ".join(sorted({_pair(ident) for ident in twins}))
            raise ValueError(f"{self.name}.ipynb, cell {alone}: in {self.second} only")

    @staticmethod
    def _column(row, children, language: str) -> None:
        column = etree.SubElement(row, "div", {"lang": language})
        for child in children:
            child.tail = None
            column.append(child)

    def _headings(self) -> None:
        twins = {section.get("id"): heading for section, heading in self._section_headings(self.twin)}
        for section, heading in self._section_headings(self.tree):
            twin = twins.get(section.get("id"))
            if twin is not None and twin.text_content() != heading.text_content():
                heading.append(self._translation(twin))

    @staticmethod
    def _section_headings(tree):
        for section in tree.xpath("//article//section[@id]"):
            heading = next((child for child in section if child.tag in HEADINGS), None)
            if heading is not None:
                yield section, heading

    def _translation(self, element):
        """What an element says, as a span in the second language, without permalinks and numbers."""
        for link in element.xpath(
            ".//*[@class='headerlink' or @class='caption-number' or @class='section-number']"
        ):
            link.drop_tree()
        span = lxml.html.fromstring(f'<span class="second" lang="{self.second}"></span>')
        span.text = element.text
        for child in list(element):
            span.append(child)
        return span

    def _captions(self) -> None:
        """Figures stand once; their captions in both languages."""
        twins = {figure.get("id"): figure for figure in self.twin.xpath("//article//figure[@id]")}
        for figure in self.tree.xpath("//article//figure[@id]"):
            twin = twins.get(figure.get("id"))
            mine = figure.find(".//span[@class='caption-text']")
            theirs = twin.find(".//span[@class='caption-text']") if twin is not None else None
            if mine is not None and theirs is not None:
                mine.append(self._translation(theirs))

    def _explorers(self) -> None:
        """What stands where a figure cannot run, in both languages."""
        for mine, theirs in zip(
            _by_class(self.tree, "explorer"), _by_class(self.twin, "explorer"), strict=True
        ):
            mine.find(".//figcaption").append(self._translation(theirs.find(".//figcaption")))

    def _frame(self) -> None:
        """Everything around the text: navigation in both languages, the switch, the notebook."""
        root = self.tree
        root.set("class", "parallel")
        for link in root.xpath("//nav[@class='editions']/a"):
            link.attrib.pop("aria-current", None)
            if link.get("data-edition") == "both":
                link.set("aria-current", "true")
        twin_links = {
            (nav.get("class"), link.get("href")): link
            for nav in self.twin.xpath("//nav[@class='chapters' or @class='contents' or @class='turn']")
            for link in nav.xpath(".//a[@href]")
        }
        for nav in root.xpath("//nav[@class='chapters' or @class='contents' or @class='turn']"):
            for link in nav.xpath(".//a[@href]"):
                other = twin_links.get((nav.get("class"), link.get("href")))
                if other is not None and other.text_content() != link.text_content():
                    target, source = (
                        (link.find("b"), other.find("b")) if link.find("b") is not None else (link, other)
                    )
                    target.append(self._translation(source))
        for paragraph in root.xpath("//p[@class='download']"):
            other = self.twin.xpath("//p[@class='download']")[0]
            other.set("lang", self.second)
            paragraph.addnext(other)
            for part, language in (paragraph, self.first), (other, self.second):
                for link in part.findall("a"):
                    link.set("href", launch.side_by_side(link.get("href"), language, self.name))
        self._feeds()
        title = root.find(".//title")
        title.text = f"{title.text} · {STRINGS[self.second]['both']}"

    def _feeds(self) -> None:
        """The feeds of both languages, in head and foot; as seen from here."""
        feeds = "//head/link[@type='application/atom+xml'] | //footer/a[@type='application/atom+xml']"
        for mine, theirs in zip(self.tree.xpath(feeds), self.twin.xpath(feeds), strict=True):
            for link, language in (mine, self.first), (theirs, self.second):
                link.set("href", f"../{language}/feed.xml")
            theirs.set("lang", self.second)
            theirs.tail = mine.tail
            mine.tail = " · " if mine.tag == "a" else "\n"
            mine.addnext(theirs)
