"""The API page's data: every public name has its Korean summary, and the source is read as Python reads it."""

from __future__ import annotations
import __future__

import dataclasses
import importlib
import importlib.util
import inspect
import re
import tomllib
from collections import Counter
from functools import cache
from types import ModuleType

import pytest
from coursesite import docstrings

from tests.book.parity.gate import BOOK
from tests.book.parity.termlist import read_terms
from tests.book.parity.terms import wrong_words

CONTENT = tomllib.loads((BOOK / "api.toml").read_text("utf-8"))
LISTED = [full for group in CONTENT["group"] for full in group["names"]]
SUMMARIES = {full: text for group in CONTENT["group"] for full, text in group["names"].items()}
MODULES = [module for module in CONTENT["modules"] if importlib.util.find_spec(module)]


@cache
def public() -> dict[str, object]:
    """The public names as Python has them, by full name: the page reads the source instead."""
    found = {}
    for name in MODULES:
        module = importlib.import_module(name)
        own = [key for key in vars(module) if not key.startswith("_")]
        for key in getattr(module, "__all__", own):
            value = getattr(module, key)
            if not isinstance(value, ModuleType | __future__._Feature):
                found[f"{name}.{key}"] = value
    return found


@cache
def read() -> dict[str, docstrings.Name]:
    return {name.full: name for module in MODULES for name in docstrings.public_names(module)}


def test_every_public_name_has_a_korean_summary():
    missing = sorted(public().keys() - SUMMARIES.keys())
    assert not missing, f"book/api.toml: no Korean summary of {', '.join(missing)}"


def test_every_summary_is_of_a_public_name():
    stale = [full for full in LISTED if full not in public()]
    assert not stale, f"book/api.toml: no such public name: {', '.join(stale)}"


def test_names_and_groups_are_there_once():
    assert not [full for full, count in Counter(LISTED).items() if count > 1]
    idents = [group["id"] for group in CONTENT["group"]]
    assert len(set(idents)) == len(idents)
    assert all(re.fullmatch("[a-z-]+", ident) for ident in idents)


@pytest.mark.parametrize("full", LISTED)
def test_a_summary_is_written_as_the_course_writes(full):
    text = SUMMARIES[full]
    assert text.endswith("니다."), text
    assert len(text) <= 75, text
    assert "**" not in text and "$" not in text
    assert not list(wrong_words(text, "ko", read_terms(BOOK / "terms.toml")))
    short = {name.rpartition(".")[2] for name in SUMMARIES}
    assert set(re.findall("`([^`]+)`", text)) <= short, text


def test_titles_and_labels_are_in_both_languages():
    terms = read_terms(BOOK / "terms.toml")
    for texts in [*CONTENT["group"], *CONTENT["labels"].values()]:
        assert re.search("[가-힣]", texts["ko"])
        assert texts["en"].isascii()
        assert not [*wrong_words(texts["ko"], "ko", terms), *wrong_words(texts["en"], "en", terms)]


def test_the_source_is_read_as_python_reads_it():
    assert list(read()) == [
        full for module in MODULES for full in public() if full.rpartition(".")[0] == module
    ]
    for full, value in public().items():
        name = read()[full]
        assert name.summary, full
        if callable(value):
            assert name.doc.startswith(inspect.getdoc(value)), full
            assert plain(name.signature) == plain(expected_signature(full, value))


def expected_signature(full: str, value) -> str:
    """The call without types; nothing of what is made up for a class that writes no ``__init__``."""
    if not inspect.isclass(value):
        text = f"{full}{untyped(inspect.signature(value))}"
        # The page shows a constant by its name, inspect by what is in it.
        for name, constant in value.__globals__.items():
            text = text.replace(f"={constant!r}", f"={name}") if name.isupper() else text
        return text
    if dataclasses.is_dataclass(value) or not inspect.isfunction(vars(value).get("__init__")):
        return f"class {full}"
    return f"class {full}{untyped(inspect.signature(value))}"


def untyped(signature: inspect.Signature) -> inspect.Signature:
    empty = inspect.Signature.empty
    parameters = [each.replace(annotation=empty) for each in signature.parameters.values()]
    return signature.replace(parameters=parameters, return_annotation=empty)


def plain(signature: str) -> str:
    return signature.replace("'", '"')


def test_the_first_sentence_of_a_docstring_is_short_enough_for_a_list():
    long = {full: name.summary for full, name in read().items() if len(name.summary) > 110}
    assert not long


def test_nothing_is_imported_to_read_a_package(tmp_path):
    package = tmp_path / "pack"
    (package / "inner").mkdir(parents=True)
    (package / "__init__.py").write_text(
        'from ._deep import shown\nfrom .inner import Thing\n__all__ = ["shown", "Thing"]\n',
        "utf-8",
    )
    (package / "_deep.py").write_text(
        "import no_such_module\n\n\n"
        'def shown(a: int, /, b: str = "x", *rest, c: float = 1e-5, **more) -> int:\n'
        '    """Add.\n\n    And more.\n    """\n',
        "utf-8",
    )
    (package / "inner" / "__init__.py").write_text("from ._thing import Thing\n", "utf-8")
    (package / "inner" / "_thing.py").write_text(
        '''raise RuntimeError("imported")


class Thing:
    """Hold\na thing. It is small."""

    #: How large,
    #: in metres.
    size: float

    def __init__(self, size: float = 1.0):
        self.size = size

    def grow(self, by: float) -> None:
        """Grow it."""

    @property
    def area(self) -> float:
        """Its area."""

    def bare(self):
        pass

    def _hidden(self):
        """Not shown."""
''',
        "utf-8",
    )
    shown, thing = docstrings.public_names("pack", tmp_path)
    assert (shown.full, shown.summary) == ("pack.shown", "Add.")
    assert shown.signature == 'pack.shown(a, /, b="x", *rest, c=1e-05, **more)'
    assert shown.details == ("And more.", 7)
    assert shown.path.name == "_deep.py" and shown.line == 5
    assert thing.signature == "class pack.Thing(size=1.0)"
    assert thing.summary == "Hold a thing."
    assert thing.details[0] == "It is small.\n\nAttributes\n----------\nsize\n    How large,\n    in metres."
    assert [method.signature for method in thing.methods] == ["grow(by)", "area"]
    (also,) = docstrings.public_names("pack.inner", tmp_path)
    assert also.full == "pack.inner.Thing"


def test_what_cannot_be_shown_is_refused_by_name(tmp_path):
    (tmp_path / "pack.py").write_text('__all__ = ["f", "g"]\n\n\ndef f():\n    """No stop"""\n', "utf-8")
    with pytest.raises(ValueError, match=r"pack\.py: expected a definition of g, which __all__ lists"):
        docstrings.public_names("pack", tmp_path)
    (tmp_path / "other.py").write_text(
        'def f():\n    """No stop"""\n\n\n#: A number.\nONE = 1\n_TWO = 2\n', "utf-8"
    )
    f, one = docstrings.public_names("other", tmp_path)
    assert (one.signature, one.summary, one.line) == ("other.ONE", "A number.", 5)
    with pytest.raises(
        ValueError, match=r"other\.py:2: .* first sentence ends with a full stop, got 'No stop'"
    ):
        _ = f.summary
    with pytest.raises(ValueError, match="expected a module of the package, got 'none'"):
        docstrings.public_names("none", tmp_path)
