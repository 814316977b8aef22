"""Terms as in book/terms.toml.

What `never_en` and `never_ko` list does not occur in prose, headings, captions and alt texts, and no Korean
term is written without its spaces (손실함수). A word counts only where it begins: an English one at a word
boundary (a plural s aside), a Korean one not behind another Korean syllable, since particles follow a word,
but nothing precedes it; and not inside a longer term that is right. Words may be mentioned, as opposed to
used: in the gloss right behind the term that they are a variant of, `규제(regularization, 정칙화로도 씀)`,
and as the whole content of quotation marks.
"""

import re
from collections.abc import Iterator
from functools import cache

from .page import Page, Text
from .problem import Problem
from .termlist import Term

QUOTED = re.compile("[\"“‘'「『]([^\"“”‘’'「」『』]+)[\"”’'」』]")


@cache
def _pattern(word: str) -> re.Pattern[str]:
    ending = r"(?:e?s)?(?![A-Za-z])" if word[-1].isascii() and word[-1].isalpha() else ""
    return re.compile(rf"(?<![A-Za-z가-힣]){re.escape(word)}{ending}", re.IGNORECASE)


@cache
def _rules(terms: tuple[Term, ...], lang: str) -> tuple[tuple[str, Term, tuple[str, ...]], ...]:
    """What never to write: the word, its term, and the longer right terms that it may stand in."""
    names = {term.name(lang) for term in terms}
    rules = []
    for term in terms:
        words = set(term.never(lang))
        if lang == "ko":
            words.add(term.ko.replace(" ", ""))
        for word in sorted(words - names):
            longer = tuple(sorted(name for name in names if word.casefold() in name.casefold()))
            rules.append((word, term, longer))
    return tuple(rules)


def _blank(text: str, words: re.Pattern[str]) -> str:
    return words.sub(lambda found: "\ufffc" * len(found[0]), text)


def wrong_words(text: str, lang: str, terms: tuple[Term, ...]) -> Iterator[tuple[str, Term]]:
    """The words of `text` that terms.toml says never to write, each with its term."""
    for word, term, longer in _rules(terms, lang):
        if word.casefold() not in text.casefold():
            continue
        kept = text
        for right in longer:
            kept = _blank(kept, re.compile(re.escape(right), re.IGNORECASE))
        gloss = re.compile(rf"{re.escape(term.name(lang))}\s?\([^)]*\)", re.IGNORECASE)
        kept = _blank(kept, gloss)
        kept = QUOTED.sub(lambda found, w=word: "" if found[1].casefold() == w.casefold() else found[0], kept)
        if found := _pattern(word).search(kept):
            yield found[0], term


def _prose(text: Text) -> Iterator[str]:
    for run in text.markup.runs:
        yield run.text


def check_terms(page: Page, terms: tuple[Term, ...]) -> Iterator[Problem]:
    """No word that terms.toml says never to write."""
    for text in page.texts():
        for prose in _prose(text):
            for word, term in wrong_words(prose, text.lang, terms):
                right = term.name(text.lang)
                yield page.problem(
                    text.cell, f"{word!r} in the {text.where}: terms.toml has {right!r} ({term.en})"
                )


def check_glosses(page: Page, terms: tuple[Term, ...]) -> Iterator[Problem]:
    """The English gloss behind a Korean term, 한글(English), comes once a page, not again and again."""
    seen: dict[str, str] = {}
    for text in page.texts():
        if text.lang != "ko" or text.where != "text":
            continue
        for prose in (run.text for run in text.markup.runs if run.where == "paragraph"):
            for term in terms:
                for found in re.finditer(
                    rf"{re.escape(term.ko)}\({re.escape(term.en)}\b", prose, re.IGNORECASE
                ):
                    if term.ko in seen:
                        yield page.problem(
                            text.cell, f"{found[0]}) again: the gloss stands in {seen[term.ko]}"
                        )
                    seen.setdefault(term.ko, text.cell)
