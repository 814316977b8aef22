"""No literal asterisks, underscores, dollars or backquotes: marks that the parser did not understand.

`**손실 함수(loss)**는` is the classic one: a closing mark between a bracket and a particle does not close,
and the reader sees the asterisks. What is meant to show such a character stands in a code span.
"""

import re
from collections.abc import Iterator

from .page import Page
from .problem import Problem

MARKS = (
    (
        re.compile(r"\*+"),
        "a literal {}: emphasis that does not close (bracket, code or math before a particle?)",
    ),
    (
        re.compile(r"(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)"),
        "a literal {}: emphasis that does not close, or a name not in code",
    ),
    (re.compile(r"\$+"), "a literal {}: a formula that does not close"),
    (re.compile(r"`+"), "a literal {}: code or a role that does not close"),
    (re.compile(r"\{[a-z]+(?::[a-z]+)?\}"), "a literal {}: a role without its text"),
)


def check_marks(page: Page) -> Iterator[Problem]:
    """No marks left in what the reader sees."""
    for text in page.texts():
        for run in text.markup.runs:
            for piece in run.pieces:
                if piece.kind != "text":
                    continue
                for mark, message in MARKS:
                    if found := mark.search(piece.text):
                        near = piece.text[max(0, found.start() - 20) : found.end() + 20].strip()
                        yield page.problem(
                            text.cell, f"{message.format(found[0])} in {near!r} ({text.where})"
                        )


def check_alt_is_plain(page: Page) -> Iterator[Problem]:
    """Alt text is read as it stands: no formulas, no code, no emphasis, no roles."""
    for cell in page.cells:
        for where, texts in cell.captions():
            if where == "alt" and isinstance(texts, dict):
                for lang, text in texts.items():
                    if isinstance(text, str) and (found := re.search(r"[$`*\\]", text)):
                        yield page.problem(cell.id, f"alt text ({lang}) is plain text, but holds {found[0]}")
