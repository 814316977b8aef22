"""Every number in prose is computed on its page, or is an input to a computation there.

Prose is everything that a reader reads: text, headings, tables, titles, formulas within the text and
displayed, captions, alt texts, quoted code, and code spans that hold nothing but a number. A title that is
one quotation ("The loss of the cat image is 2.8.") is a misconception that the text corrects, and stays
aside. `numerals` says which numbers are exempt (counts, years, numbering, names), `evidence` what counts as
computed. So this is caught: a number nobody computes, one that a changed computation no longer gives, one
that only a print or a string states. Not caught: a wrong sentence about a right number, a number that
another computation of the page happens to give, a wrong count up to twelve; and code that is written to
deceive, such as `5.28 + 0`.
"""

import re
from collections.abc import Iterator

from .evidence import gather
from .numerals import Number, in_formula, in_text
from .page import Page, Text
from .problem import Problem

QUOTATION = re.compile("[\"“‘'「『].*[\"”’'」』]", re.DOTALL)


def stated(text: Text) -> Iterator[Number]:
    """The numbers that the text states."""
    for run in text.markup.runs:
        if run.where == "title" and QUOTATION.fullmatch(run.text.strip()):
            continue  # what somebody says, and the text corrects
        yield from in_text(run.text)
        for piece in run.pieces:
            if piece.kind == "math":
                yield from in_formula(piece.text)
            elif piece.kind == "code" and _is_number(piece.text):
                yield from in_text(piece.text)
    for formula in text.markup.display:
        yield from in_formula(formula)
    for _, quoted in text.markup.fences:
        yield from in_text(quoted)


def _is_number(code: str) -> bool:
    try:
        float(code.replace("−", "-").replace(",", "").strip().removesuffix("%"))
    except ValueError:
        return False
    return True


def check_computed(page: Page) -> Iterator[Problem]:
    """No number without a computation behind it."""
    evidence = gather(page)
    for text in page.texts():
        for number in stated(text):
            if not number.exempt and not evidence.supports(number):
                nearest = evidence.nearest(number)
                near = "" if nearest is None else f" (the nearest is {nearest:g})"
                yield page.problem(
                    text.cell,
                    f"{number.written} in the {text.where} is neither computed on this page nor an input{near}",
                )
