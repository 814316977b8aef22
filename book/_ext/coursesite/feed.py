"""An Atom feed of changes for each language, ``en/feed.xml`` and ``ko/feed.xml``, from ``CHANGELOG.md``.

A version is an entry when its heading has a day: ``## 0.2.0 (2027-01-31)``, or ``(unreleased, 2027-01-31)``
while it grows. Below it, a point is Korean when it has a Korean letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from markdown_it import MarkdownIt

from .page import STRINGS

ATOM = "http://www.w3.org/2005/Atom"
CHANGES = "CHANGELOG.md"
VERSION = re.compile(r"(?m)^## (?P<name>\S+) \((?P<open>unreleased, )?(?P<day>\d{4}-\d\d-\d\d)\)$")
POINT = re.compile(r"(?ms)^- .*?(?=^- |\Z)")
KOREAN = re.compile("[가-힣]")


@dataclass(frozen=True)
class Version:
    """A version of the course: what changed, as HTML."""

    name: str
    day: str
    open: bool
    changes: str


def versions(text: str, language: str) -> list[Version]:
    """The versions that have a day and say something in the language, in the order of the file."""
    found = []
    parts = re.split(r"(?m)^(?=## )", text)
    for part in parts:
        heading = VERSION.match(part)
        if not heading:
            continue
        points = [
            point
            for point in POINT.findall(part[heading.end() :])
            if bool(KOREAN.search(point)) == (language == "ko")
        ]
        if points:
            changes = MarkdownIt().render("".join(points))
            found.append(Version(heading["name"], heading["day"], bool(heading["open"]), changes))
    return found


def read(source: Path, language: str) -> list[Version]:
    path = source / CHANGES
    return versions(path.read_text("utf-8"), language) if path.exists() else []


def feed(base: str, language: str, title: str, author: str, entries: list[Version]) -> bytes:
    """The Atom document."""
    said, address = STRINGS[language]["links"], f"{base}/{language}"

    def add(parent, name, text=None, **attributes):
        element = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
        element.text = text
        return element

    def midnight(day):
        return f"{day}T00:00:00Z"

    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    add(root, "title", f"{title}: {said['feed']}")
    add(root, "id", f"{address}/feed.xml")
    add(root, "link", rel="self", type="application/atom+xml", href=f"{address}/feed.xml")
    add(root, "link", rel="alternate", type="text/html", hreflang=language, href=f"{address}/index.html")
    add(root, "updated", midnight(max(entry.day for entry in entries)))
    add(add(root, "author"), "name", author)
    for entry in entries:
        own = add(root, "entry")
        add(own, "title", said["growing"].format(entry.name) if entry.open else entry.name)
        add(own, "id", f"{address}/feed.xml#{entry.name}")
        add(own, "link", rel="alternate", type="text/html", href=f"{address}/index.html")
        add(own, "updated", midnight(entry.day))
        add(own, "content", entry.changes, type="html")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def write(root: Path, source: Path, languages: list[str], config) -> None:
    for language in languages:
        path, entries = root / language / "feed.xml", read(source, language)
        if not config.html_baseurl or not entries:
            path.unlink(missing_ok=True)
            continue
        strings = config.course_strings.get(language, {})
        title, author = (strings.get(text, text) for text in (config.html_title, config.author))
        path.write_bytes(feed(config.html_baseurl, language, title, author, entries))


def on_page(app, pagename, templatename, context, doctree):
    context["has_feed"] = bool(app.config.course_feed)


def _known(app, config) -> None:
    has_feed = config.html_baseurl and read(Path(app.srcdir), config.language)
    config.course_feed = bool(has_feed)


def setup(app):
    app.add_config_value("course_feed", False, "html")
    app.connect("config-inited", _known, priority=960)  # when address and language are known
    app.connect("html-page-context", on_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
