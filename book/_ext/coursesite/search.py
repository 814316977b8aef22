"""The search index: what the site's search looks in, from the finished pages.

An edition's index has an entry for each section, exercise and glossary term; ``terms.js``, the same for
all editions, has the words of ``book/terms.toml`` with all their variants, so that a query by any
word for a thing, in either language, is a query for the thing. What a solution or a card says is left
out: it stays closed until a reader opens it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import lxml.html

from .cells import slug
from .glossary import terms

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Nothing to read: sources of formulas, drawings, what opens and closes, formulas that stand alone, solutions.
SKIPPED = (
    ".//annotation",
    ".//script",
    ".//style",
    ".//svg",
    ".//a[@class='headerlink']",
    # Code that is folded away is the plumbing of a figure; its caption is not.
    ".//details[contains(@class, 'hide')]/summary",
    ".//details[contains(@class, 'hide')]//div[contains(@class, 'cell_input')]",
    ".//div[@class='math']",
    ".//details[contains(@class, 'solution')]",
    # Cards ask what a chapter explains.
    ".//details[contains(@class, 'card')]",
)
NAME = re.compile(r"[^\W\d]\w{2,}")
# Found where they come from: the list of works at a chapter's end, and the page that is gathered from chapters.
LISTED_AGAIN = re.compile(r"(?!references#).*-references|misconceptions#.+")
# Names that stand in every chapter's code tell nobody where something is.
COMMON = {
    "and",
    "assert",
    "def",
    "elif",
    "else",
    "False",
    "for",
    "from",
    "import",
    "lambda",
    "not",
    "None",
    "return",
}
COMMON |= {"True", "while", "with", "fig", "len", "plots", "print", "range", "show"}


def write(root: Path, languages: list[str], pages: list[str]) -> None:
    folder = root / "assets" / "search"
    folder.mkdir(parents=True, exist_ok=True)
    for language in languages:
        index = []
        for name in pages:
            tree = lxml.html.document_fromstring((root / language / f"{name}.html").read_text("utf-8"))
            title, entries = _page(tree.find(".//article"))
            own = [entry for entry in entries if not LISTED_AGAIN.fullmatch(f"{name}#{entry[0]}")]
            index.append([name, title, own])
        _write(folder / f"{language}.js", language, index)
    _write(folder / "terms.js", "terms", [_term(term) for term in terms()])


def _write(path: Path, name: str, content: list) -> None:
    # A script, not JSON: a page opened from a folder may load the one and not the other.
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    path.write_text(f"(globalThis.__lossnotesSearch ??= {{}}).{name} = {text};\n", encoding="utf-8")


def _term(term: dict) -> list:
    """The glossary's id, the word in each language, where it is explained, and what else a reader types."""
    lists = ("find_en", "never_en", "find_ko", "never_ko")
    variants = {_squeezed(word): word for key in lists for word in term.get(key, [])}
    for name in (term["en"], term["ko"]):
        variants.pop(_squeezed(name), None)
    page, _, section = term.get("at", "glossary").partition("#")
    address = f"{page}.html#{section}" if section else f"{page}.html"
    return [slug(term["en"]), term["en"], term["ko"], address, list(variants.values())]


def _squeezed(word: str) -> str:
    """Spaces, hyphens and capitals make no other word: the search drops them too."""
    return re.sub(r"[\W_]", "", word.lower())


def _page(article) -> tuple[str, list[list[str]]]:
    """A page's title, and of each entry: id ("" for the page itself), title, text, names in its code."""
    for element in article.xpath(" | ".join(SKIPPED)):
        element.drop_tree()
    page, entries = "", []
    for section in list(article.iter("section")):
        heading = next((child for child in section if child.tag in HEADINGS), None)
        if heading is None:
            continue
        own = [child for child in section if child is not heading and child.tag != "section"]
        inside = [entry for child in own for entry in (*_exercises(child), *_terms(child))]
        # The cells of a section with exercises are their solutions.
        names = {name for child in own for name in _names(child) if not inside}
        text = " ".join(filter(None, map(_text, own)))
        said = text.lower()
        unsaid = sorted(name for name in names if name.lower() not in said)
        title, ident = _text(heading), section.get("id") if page else ""
        page = page or title
        entries += [[ident, title, text, " ".join(unsaid)], *inside]
    return page, entries


def _exercises(element) -> list[list[str]]:
    """Takes the exercises out of an element."""
    entries = []
    for exercise in element.xpath(".//div[contains(concat(' ', @class, ' '), ' exercise ')]"):
        _names(exercise)
        title = exercise.find("p[@class='admonition-title']")
        name = _text(title)
        title.drop_tree()
        entries.append([exercise.get("id"), name, _text(exercise), ""])
        exercise.drop_tree()
    return entries


def _terms(element) -> list[list[str]]:
    """Takes a list of terms out of an element; a term is called by its word in the page's language."""
    entries = []
    for listed in element.xpath(".//dl[contains(@class, 'terms')]"):
        for term in listed.xpath("dt[@id]"):
            word = term.find("span[@class='word']")
            entries.append([term.get("id"), _text(word), _text(term.getnext()), ""])
        listed.drop_tree()
    return entries


def _names(element) -> set[str]:
    """Takes the code out of an element; returns what it calls things."""
    found = set()
    for code in element.xpath(".//pre"):
        if not code.xpath("ancestor::*[contains(@class, 'cell_output')]"):
            found.update(NAME.findall(code.text_content()))
        code.drop_tree()
    return found - COMMON


def _text(element) -> str:
    # U+2061 to U+2064 stand in formulas and are not seen; the first is what sets log and 10 apart.
    return " ".join(re.sub("[\u2062-\u2064]", "", element.text_content().replace("\u2061", " ")).split())
