"""``sitemap.xml`` with each page in both languages, and ``robots.txt`` that leads to it.

The side-by-side pages are not in it: their canonical page is the one of the first language. Sphinx's own
extension for site maps knows one language a build.
"""

from __future__ import annotations

from pathlib import Path

from lxml import etree

SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
ROBOTS = "User-agent: *\nAllow: /\nSitemap: {base}/sitemap.xml\n"


def sitemap(base: str, languages: list[str], pages: list[str]) -> bytes:
    """The XML: one entry a page and language, each with the addresses of all its languages."""
    root = etree.Element(f"{{{SPACE}}}urlset", nsmap={None: SPACE, "xhtml": XHTML})
    for page in pages:
        addresses = {language: f"{base}/{language}/{page}.html" for language in languages}
        others = {**addresses, "x-default": addresses[languages[0]]}
        for address in addresses.values():
            entry = etree.SubElement(root, f"{{{SPACE}}}url")
            etree.SubElement(entry, f"{{{SPACE}}}loc").text = address
            for code, other in others.items():
                link = {"rel": "alternate", "hreflang": code, "href": other}
                etree.SubElement(entry, f"{{{XHTML}}}link", link)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def write(root: Path, base: str, languages: list[str], pages: list[str]) -> None:
    files = {
        "sitemap.xml": lambda: sitemap(base, languages, pages),
        "robots.txt": lambda: ROBOTS.format(base=base).encode(),
    }
    for name, content in files.items():
        if base:
            (root / name).write_bytes(content())
        else:
            (root / name).unlink(missing_ok=True)
