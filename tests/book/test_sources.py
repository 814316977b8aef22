"""Every fact the course is to teach is accounted for in sources.toml, and every place named there exists."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from tests.book.parity import BOOK, ROOT, Page, read_page

FILE = Path(__file__).with_name("sources.toml")

# The digest of the five study notes (N1 to N5) gives each fact, number and question an id.
IDS = [
    *(f"N1.{i}" for i in range(1, 8)),
    *(f"N2.{i}" for i in range(1, 8)),
    *(f"N3.{i}" for i in range(1, 18)),
    *(f"N3.Q{i}" for i in range(1, 8)),
    *("N3.S1", "N3.S2"),
    *(f"N4.{i}" for i in range(1, 6)),
    *(f"N5.{i}" for i in range(1, 5)),
]
# The pages of the finished book.
PAGES = (
    "index", "how-to-study", "overview", "01-metric-learning", "02-loss-functions", "03-multiclass-svm",
    "04-svm-questions", "05-regularization", "06-softmax", "07-numerical-stability", "08-cross-entropy",
    "09-softmax-classification", "10-svm-vs-softmax", "11-angular-softmax", "12-large-margin-softmax",
    "13-margin-family", "exercises", "misconceptions", "notation", "glossary", "references", "api",
)  # fmt: skip
KINDS = ("test", "cell", "section")


@cache
def _page(path: Path) -> Page:
    return read_page(path)


@cache
def _tests(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def _slug(heading: str) -> str:
    """The id that a heading without a label gets."""
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")


def problem_with(kind: str, target: str) -> str | None:
    """What is wrong with a place that sources.toml names."""
    file, separator, name = target.partition("::" if kind == "test" else "#")
    if not separator:
        return f"expected FILE{'::' if kind == 'test' else '#'}NAME"
    path = BOOK / f"{file}.ipynb" if kind == "section" else ROOT / file
    if not path.exists():
        return f"there is no {path.relative_to(ROOT)}"
    if kind == "test":
        return None if name.startswith("test_") and name in _tests(path) else f"{file} has no test {name}"
    if kind == "cell":
        cells = [cell for cell in _page(path).cells if cell.id == name]
        return None if cells and cells[0].kind == "code" else f"{file} has no code cell {name}"
    texts = list(_page(path).texts())
    slugs = {_slug(heading) for text in texts if text.lang == "en" for _, heading in text.markup.headings}
    for lang in ("en", "ko"):
        labels = {label for text in texts if text.lang == lang for label in text.markup.labels}
        if name not in labels | slugs:
            return f"{path.name} has no section {name} in the language {lang}"
    return None


def problems_of(name: str, entry: dict) -> list[str]:
    """What is wrong with an entry."""
    taught = entry.get("taught", True)
    allowed = set(KINDS) if taught else {"taught", "in", "test"}  # the package may be ahead of the book
    if extra := set(entry) - allowed:
        state = "taught" if taught else "not taught"
        return [f"{name}: {state}, expected {', '.join(sorted(allowed))}, got {', '.join(sorted(extra))}"]
    if not taught and (BOOK / f"{entry.get('in')}.ipynb").exists():
        return [f"{name}: {entry['in']} is written, expected where it teaches this, got taught = false"]
    if not taught and entry.get("in", PAGES[0]) not in PAGES:
        return [f"{name}: expected a planned page under in, got {entry['in']!r}"]
    places = {kind: entry[kind] for kind in KINDS if kind in entry}
    if taught and not places:
        return [f"{name}: expected test, cell or section, or taught = false, got nothing"]
    found = []
    for kind, targets in places.items():
        for target in [targets] if isinstance(targets, str) else targets:
            if problem := problem_with(kind, target):
                found.append(f"{name}: {kind} = {target!r}: {problem}")
    return found


def test_every_fact_is_accounted_for_once():
    entries = tomllib.loads(FILE.read_text(encoding="utf-8"))  # a name that stands twice is no TOML
    assert sorted(set(IDS) - set(entries)) == [], "missing in sources.toml"
    assert sorted(set(entries) - set(IDS)) == [], "unknown in sources.toml"


def test_every_place_exists():
    entries = tomllib.loads(FILE.read_text(encoding="utf-8"))
    found = [problem for name, entry in entries.items() for problem in problems_of(name, entry)]
    if found:
        pytest.fail("\n".join(f"tests/book/sources.toml, {problem}" for problem in found), pytrace=False)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({}, "expected test, cell or section, or taught = false, got nothing"),
        (
            {"taught": False, "in": "03-multiclass-svm"},
            "03-multiclass-svm is written, expected where it teaches",
        ),
        ({"taught": False, "in": "99-none"}, "expected a planned page under in, got '99-none'"),
        ({"taught": False, "cell": "a"}, "not taught, expected in, taught, test, got cell"),
        (
            {"cell": "book/index.ipynb#explorer", "note": "x"},
            "taught, expected cell, section, test, got note",
        ),
        ({"taught": False, "test": "tests/book/none.py::test_x"}, "there is no tests/book/none.py"),
        (
            {"test": "tests/book/test_sources.py::test_none"},
            "tests/book/test_sources.py has no test test_none",
        ),
        ({"test": ["tests/book/none.py::test_x"]}, "there is no tests/book/none.py"),
        ({"cell": "book/index.ipynb#no-such-cell"}, "book/index.ipynb has no code cell no-such-cell"),
        (
            {"section": "index#no-such-section"},
            "index.ipynb has no section no-such-section in the language en",
        ),
        ({"section": "index"}, "expected FILE#NAME"),
    ],
)
def test_a_wrong_entry_says_what_is_wrong(entry, message):
    [problem] = problems_of("N3.1", entry)
    assert message in problem
