"""Each gate, tried by a fault on purpose: it must fail, and say where and what. The table is in `faults`."""

from __future__ import annotations

import pytest

from tests.book import test_gates as parity
from tests.faults import gates, table
from tests.site.project import SmallBook

TOGETHER = [*table.PACKAGE, *table.BOOK, *table.SITE]
EVERY = [*TOGETHER, *table.WARNED, *table.ENDING]


def names(faults):
    return [fault.name for fault in faults]


def holds(said: str, fault) -> None:
    missing = [words for words in fault.words if words not in said]
    assert not missing, f"{fault.gate} does not say {missing}, but:\n{said[-4000:]}"


@pytest.fixture(scope="module")
def said(tmp_path_factory, site):
    """All that leave one another alone are planted in one copy, and their gates run once."""
    folder = gates.copy_with_gates(tmp_path_factory.mktemp("spoilt") / "project")
    for fault in TOGETHER:
        fault.plant(folder)
    return gates.run(folder, TOGETHER)


@pytest.mark.parametrize("fault", TOGETHER, ids=names(TOGETHER))
def test_a_gate_names_the_fault(said, fault):
    assert fault.gate in said, f"{fault.gate} lets it pass:\n{said[''][-3000:]}"
    holds(said[fault.gate], fault)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    book = SmallBook(tmp_path_factory.mktemp("warned") / "book")
    for fault in table.WARNED:
        fault.plant(book.folder)
    return gates.plain(book.fails())


@pytest.mark.parametrize("fault", table.WARNED, ids=names(table.WARNED))
def test_the_build_names_the_fault(told, fault):
    lines = [line for line in told.splitlines() if all(words in line for words in fault.words)]
    assert lines, f"no line has all of {fault.words}:\n{told[-6000:]}"


@pytest.mark.parametrize("fault", table.ENDING, ids=names(table.ENDING))
def test_the_build_ends_with_the_fault(tmp_path, fault):
    book = SmallBook(tmp_path / "book")
    fault.plant(book.folder)
    holds(gates.plain(book.fails()), fault)


def test_there_are_many_and_each_is_another():
    assert len(EVERY) == len(set(names(EVERY))) >= 45
    assert not set(names(EVERY)) & set(parity.FAULTS), "said twice"
