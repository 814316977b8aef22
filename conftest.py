"""What every test run needs: notebooks in no edition's language, and failures that name a cell by its id."""

import os

import pytest

# Stored outputs are those of no edition; a shell that ran `make lab EDITION=ko` may still have this set.
os.environ.pop("LOSSNOTES_LANG", None)

# One thread of arithmetic a process: there is a process a core already, and torch's threads wait for each other by
# spinning (a chapter that takes 34 seconds with one took 407 with two beside other work).
os.environ.setdefault("OMP_NUM_THREADS", "1")

# Files that take minutes. They start first, so that the last minutes have work for every process.
SLOW_FILES = (
    "test_build.py",
    "test_in_browser.py",
    "test_processors.py",
    "test_interrupted.py",
    "test_print.py",
    "test_every_explorer.py",
    "test_weight.py",
)


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.path.name not in SLOW_FILES)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    cell = getattr(item, "cell", None)  # nbval's items have one
    if report.failed and cell is not None and "id" in cell:
        try:
            file = item.path.relative_to(item.config.rootpath)
        except ValueError:
            file = item.path
        report.longrepr = f"{file}, cell {cell['id']}:\n{report.longrepr}"
        if "Cell outputs differ" in report.longrepr:
            report.longrepr += (
                "\nThe first text is what is stored, the second what the cell gives now. If you changed the code, store its "
                f"outputs, then mend the numbers in the text: make execute NB={file}\n"
            )
    return report
