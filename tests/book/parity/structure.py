"""Both languages have the same headings and the same kinds of blocks, and every fence is closed."""

from collections.abc import Iterator
from itertools import zip_longest

from .page import Page
from .problem import Problem


def check_headings(page: Page) -> Iterator[Problem]:
    """As many headings, of the same levels, in the same order."""
    for en, ko in page.pairs():
        ours, theirs = ([level for level, _ in text.markup.headings] for text in (en, ko))
        if ours != theirs:
            yield page.problem(ko.cell, f"headings of the levels {theirs}, but {ours} in {en.cell}")


def check_blocks(page: Page) -> Iterator[Problem]:
    """The same paragraphs, lists, tables (rows and columns), directives, code and formulas in order."""
    for en, ko in page.pairs():
        for number, (ours, theirs) in enumerate(zip_longest(en.markup.blocks, ko.markup.blocks), 1):
            if ours != theirs:
                where = f"block boundary {number} of the {ko.where}"
                yield page.problem(
                    ko.cell, f"{where} is {theirs or 'missing'}, but {ours or 'missing'} in English"
                )
                break


def check_code_blocks(page: Page) -> Iterator[Problem]:
    """Code and outputs quoted in the text stay as they are in both languages."""
    for en, ko in page.pairs():
        for ours, theirs in zip(en.markup.fences, ko.markup.fences, strict=False):
            if ours != theirs:
                yield page.problem(
                    ko.cell, f"quoted code differs from {en.cell}: {theirs[1]!r}, not {ours[1]!r}"
                )


def check_fences(page: Page) -> Iterator[Problem]:
    """Every fence is closed within its cell."""
    for text in page.texts():
        for opening in text.markup.unclosed:
            yield page.problem(text.cell, f"the block opened by {opening} is not closed")
