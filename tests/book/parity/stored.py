"""Notebooks are stored as `make execute` stores them: run in order, with nothing that an editor left behind."""

from collections.abc import Iterator

from tools.execute import NotebookError, dumps, loads, normalise

from .page import Page
from .problem import Problem


def check_stored(page: Page) -> Iterator[Problem]:
    """Every cell has been run, from top to bottom, and the file is in its one form."""
    text = page.path.read_text(encoding="utf-8")
    try:
        notebook = loads(text, page.path)
        expected = normalise(notebook, page.path)
    except NotebookError as error:
        yield page.problem(error.cell, error.reason)
        return
    found = False
    for cell, other in zip(notebook.cells, expected.cells, strict=True):
        if cell != other:
            found = True
            run = cell.get("execution_count") == other.get("execution_count")
            reason = "its metadata or outputs are not in the stored form" if run else "not run in order"
            yield page.problem(cell.id, f"{reason}: run make execute")
    if not found and dumps(expected) != text:
        yield page.problem("(the file)", "not in the stored form: run make execute")
