"""benchmarks/README.md says what was measured and what is there."""

from __future__ import annotations

import re

import pytest

from benchmarks.site import figures
from tests.conftest import EDITIONS, page_names
from tests.site.test_in_browser import OF_EACH_KIND


@pytest.fixture(scope="module")
def table():
    text = figures.TABLE.read_text("utf-8")
    return text[text.index(figures.BEGIN) : text.index(figures.END)]


def test_the_table_is_made_of_what_was_measured_and_what_is_counted_now(table):
    made = figures.table([*figures.counted(), *figures.measured()])
    assert made.startswith(table), "python benchmarks/site/figures.py writes it anew"


def test_every_part_has_been_measured():
    assert set(figures.load()) == set(figures.PARTS)


def test_what_is_measured_is_measured_on_the_pages_of_today():
    """Pages that came since have no figures yet: `make audit` makes them."""
    found = figures.load()
    everywhere = {f"{edition}/{name}" for edition in EDITIONS for name in page_names()}
    assert set(found["weights"]["found"]) == everywhere
    kinds = {f"{edition}/{name}" for edition in EDITIONS for name in OF_EACH_KIND}
    assert kinds <= set(found["lighthouse"]["found"]) <= everywhere


def test_what_misses_its_limit_is_said_to(table):
    """A row beyond its limit is marked, and no other."""
    rows = figures.measured()
    assert rows
    for row in rows:
        assert (str(row) in table) and (("**(not met" in str(row)) == (not row.kept)), row


def test_limits_are_held_against_what_was_found():
    """The table's own arithmetic: medians, heaviest pages, lowest scores."""
    (cold, changed, nothing) = figures._times(
        {"cold": [39.0, 41.0, 38.0], "changed": [9.0, 8.5, 7.0], "nothing": [5.0, 5.0, 5.0]}, ""
    )
    assert (cold.kept, changed.kept, nothing.kept) == (True, False, True)
    assert re.match(r"39\.0 s \(38\.0 to 41\.0, 3 runs\)", cold.found)
    (en, ko, both) = figures._weights({"en/a": 1.0, "en/b": 120.1, "ko/a": 120.0, "both/a": 160.5}, "")
    assert (en.kept, ko.kept, both.kept) == (False, True, False) and "en/b" in en.found
    (mobile, desktop) = figures._lighthouse(
        {
            "en/a": {"mobile": [97, 100], "desktop": [100, 100]},
            "en/b": {"mobile": [99, 100], "desktop": [98, 98]},
        },
        "",
    )
    assert (mobile.kept, desktop.kept) == (False, True) and "en/a" in mobile.found
    (quick,) = figures._tests({"said": "9 passed, 1 xfailed in 599.90s (0:09:59)"}, "")
    (red,) = figures._tests({"said": "1 failed, 9 passed in 60.00s"}, "")
    (slow,) = figures._tests({"said": "9 passed in 700.00s"}, "")
    assert (quick.kept, red.kept, slow.kept) == (True, False, False) and quick.found.startswith("10.0 min")
