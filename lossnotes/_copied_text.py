"""The text of a page for JupyterLab, where a page knows nothing of the others.

What the MyST extension resolves within a page (references to its own sections, figures and formulas) stays;
what a page takes from elsewhere is put in: links to other notebooks, citations, the list of works, the
glossary.
"""

import re

from lossnotes._book import Book
from lossnotes._works import Work

_ROLE = re.compile(r"\{(?P<name>ref|numref|doc|term|cite(?::[pt])?)\}`(?P<content>[^`]+)`")
_TARGET = re.compile(r"^(?P<text>.*?)\s*<(?P<target>[^<>]+)>$", re.DOTALL)
_CITED = re.compile(r"\{cite(?::[pt])?\}`([^`]+)`")
_DIRECTIVE = r"^(?P<fence>`{{3,}}|:{{3,}})\{{{name}\}}.*?^(?P=fence)[ \t]*$"
_GLOSSARY = re.compile(_DIRECTIVE.format(name="terms-glossary"), re.MULTILINE | re.DOTALL)
_API = re.compile(r"\n*" + _DIRECTIVE.format(name="api"), re.MULTILINE | re.DOTALL)
# What a page's scripts fill: a notebook has no counterpart.
_FILLED = re.compile(_DIRECTIVE.format(name="(?:study-record|review-cards)"), re.MULTILINE | re.DOTALL)
_ON_THE_SITE = {"en": "This part works on the website only.", "ko": "이 부분은 웹사이트에서만 동작합니다."}
_FILTER = re.compile(r"\n*" + _DIRECTIVE.format(name="exercise-filter"), re.MULTILINE | re.DOTALL)
_BIBLIOGRAPHY = re.compile(_DIRECTIVE.format(name="bibliography"), re.MULTILINE | re.DOTALL)


def copied_text(text: str, page: str, lang: str, book: Book) -> str:
    """The text of a cell, given the text of its whole page and the rest of the book."""
    text = _BIBLIOGRAPHY.sub(lambda _: _works(page, book), text)
    text = _GLOSSARY.sub(lambda _: _glossary(lang, book), text)
    text = _FILLED.sub(_ON_THE_SITE[lang], text)
    text = _FILTER.sub("", text)  # the website's
    text = _API.sub("", text)  # in Jupyter, help() shows the same docstrings
    return _ROLE.sub(lambda role: _link(role, page, book) or role[0], text)


def _link(role: re.Match[str], page: str, book: Book) -> str:
    """What to write in place of a role, or "" to leave it."""
    name, content = role["name"], role["content"]
    if name.startswith("cite"):
        return _citation(name, content, book)
    found = _TARGET.match(content)
    shown, target = (found["text"], found["target"]) if found else ("", content)
    if name == "term":
        if not book.glossary or "{terms-glossary}" in page or "{glossary}" in page:
            return ""
        return f"[{shown or target}]({book.glossary})"
    if name == "doc":
        file = f"{target.rpartition('/')[2]}.ipynb"
        title = next((title for place, title in book.places.values() if place == file and title), target)
        return f"[{shown or title}]({file})"
    if target not in book.places or f"({target})=" in page or f":label: {target}\n" in page:
        return ""
    file, title = book.places[target]
    return f"[{shown or title or target}]({file})"


def _citation(name: str, content: str, book: Book) -> str:
    """(Crammer & Singer, 2001) or, for cite:t, Crammer & Singer (2001); "" if a work is unknown."""
    keys = [key.strip() for key in content.split(",")]
    if any(key not in book.works for key in keys):
        return ""
    works = [book.works[key] for key in keys]
    if name == "cite:t":
        return ", ".join(f"{work.authors} ({work.year})" for work in works)
    return "(" + "; ".join(f"{work.authors}, {work.year}" for work in works) + ")"


def _works(page: str, book: Book) -> str:
    """The works that the page cites, or all of them on a page that cites none, as a list."""
    cited = {key.strip() for found in _CITED.finditer(page) for key in found[1].split(",")}
    works: list[Work] = [work for key, work in book.works.items() if key in cited or not cited]
    return "\n".join(f"- {work.line}" for work in sorted(works, key=lambda work: (work.authors, work.year)))


def _glossary(lang: str, book: Book) -> str:
    """The terms in the order of the language's alphabet: name, name in the other language, meaning."""
    other = "ko" if lang == "en" else "en"
    entries = []
    for term in sorted(book.terms, key=lambda term: term[lang].casefold()):
        meaning = f"{term[other]}. {term.get(f'def_{lang}', '')}".rstrip()
        entries.append(f"{term[lang]}\n: {meaning}")
    return "```{glossary}\n" + "\n\n".join(entries) + "\n```"
