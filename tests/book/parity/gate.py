"""The parity gate: its checks, and the pages they are run over.

A check takes a `Page` and yields `Problem`s; each has its idea explained in its own module.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from . import (
    computed,
    emphasis,
    exercises,
    figures,
    formulas,
    numbers,
    pairs,
    references,
    stored,
    structure,
    terms,
)
from .page import ROOT, Page
from .problem import Problem
from .termlist import Term, read_terms

BOOK = ROOT / "book"
Check = Callable[[Page], Iterator[Problem]]


def _with_terms(check: Callable[[Page, tuple[Term, ...]], Iterator[Problem]]) -> Check:
    """A check that goes by the terms.toml beside the page, or by the book's if there is none."""

    def run(page: Page) -> Iterator[Problem]:
        own = page.path.parent / "terms.toml"
        yield from check(page, read_terms(own if own.exists() else BOOK / "terms.toml"))

    return run


CHECKS: dict[str, Check] = {
    "stored": stored.check_stored,
    "pairs": pairs.check_pairs,
    "ids": pairs.check_ids,
    "title": pairs.check_title,
    "headings": structure.check_headings,
    "blocks": structure.check_blocks,
    "quoted-code": structure.check_code_blocks,
    "fences": structure.check_fences,
    "display-math": formulas.check_display_math,
    "inline-math": formulas.check_inline_math,
    "labels": references.check_labels,
    "links": references.check_links,
    "citations": references.check_citations,
    "references": references.check_references,
    "term-references": _with_terms(references.check_term_references),
    "marks": emphasis.check_marks,
    "alt-text": emphasis.check_alt_is_plain,
    "figures": figures.check_figures,
    "figure-names": figures.check_figure_names,
    "exercises": exercises.check_exercises,
    "solutions": exercises.check_code_solutions,
    "numbers": numbers.check_numbers,
    "computed": computed.check_computed,
    "terms": _with_terms(terms.check_terms),
    "glosses": _with_terms(terms.check_glosses),
}


def notebooks(folder: Path = BOOK) -> list[Path]:
    """The pages of the book, in the order of their names."""
    return sorted(folder.glob("*.ipynb"))
