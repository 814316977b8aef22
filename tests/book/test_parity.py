"""The parity gate over every page of the book; `parity` holds the checks."""

from functools import cache
from pathlib import Path

import pytest

from tests.book.parity import BOOK, CHECKS, Page, notebooks, read_page

PAGES = notebooks()


@cache
def _page(path: Path) -> Page:
    return read_page(path)


def test_the_book_has_pages():
    assert PAGES, f"no notebook in {BOOK}"


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_page(path, check):
    problems = list(dict.fromkeys(CHECKS[check](_page(path))))
    if problems:
        pytest.fail("\n".join(map(str, problems)), pytrace=False)
