"""The search index: one entry a section and one a glossary term, from the finished pages.

The variants of ``book/terms.toml`` stand with every entry that has the term, so that a reader finds
a section by any word for the thing.
"""

from __future__ import annotations

import json
from pathlib import Path

import lxml.html

from .glossary import terms

SKIPPED = "annotation", "script", "style", "svg"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def write(root: Path, languages: list[str], pages: list[str]) -> None:
    folder = root / "assets" / "search"
    folder.mkdir(parents=True, exist_ok=True)
    for language in languages:
        entries = []
        for name in pages:
            tree = lxml.html.document_fromstring((root / language / f"{name}.html").read_text("utf-8"))
            entries += _entries(tree, name)
        for entry in entries:
            entry["also"] = " ".join(_variants(entry["title"] + " " + entry["text"], language))
        registry = f"(globalThis.__lossnotesSearch ??= {{}}).{language}"
        # A script, not JSON: a page opened from a folder may load the one and not the other.
        text = f"{registry} = {json.dumps(entries, ensure_ascii=False, separators=(',', ':'))};\n"
        (folder / f"{language}.js").write_text(text, encoding="utf-8")


def _entries(tree, name: str) -> list[dict]:
    article = tree.find(".//article")
    for element in article.xpath(" | ".join(f".//{tag}" for tag in SKIPPED) + " | .//a[@class='headerlink']"):
        element.drop_tree()
    entries = []
    page = None
    for section in article.iter("section"):
        heading = next((child for child in section if child.tag in HEADINGS), None)
        if heading is None:
            continue
        title = _text(heading)
        page = page or title
        own = [child for child in section if child is not heading and child.tag != "section"]
        words = [
            _text(child)
            for child in own
            if not child.xpath("descendant-or-self::dl[contains(@class, 'terms')]")
        ]
        entries.append(
            {
                "url": f"{name}.html#{section.get('id')}" if title != page else f"{name}.html",
                "page": page,
                "title": title,
                "text": " ".join(word for word in words if word),
            }
        )
    for term in article.xpath(".//dl[contains(@class, 'terms')]/dt[@id]"):
        entries.append(
            {
                "url": f"{name}.html#{term.get('id')}",
                "page": page,
                "title": _text(term),
                "text": _text(term.getnext()),
            }
        )
    return entries


def _text(element) -> str:
    return " ".join(element.text_content().split()) if element is not None else ""


def _variants(text: str, language: str) -> list[str]:
    """All that a reader may type for the terms that the text has."""
    low = text.lower()
    found = []
    for term in terms():
        if term["ko"] in text or _has_word(low, term["en"].lower()):
            found += [term["en"], term["ko"], *term.get("find_en", []), *term.get("find_ko", [])]
    return list(dict.fromkeys(found))


def _has_word(text: str, word: str) -> bool:
    at = text.find(word)
    while at >= 0:
        before = text[at - 1 : at]
        if not before.isalpha() or not before.isascii():
            return True
        at = text.find(word, at + 1)
    return False
