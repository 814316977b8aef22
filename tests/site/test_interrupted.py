"""Builds that end too soon: the next one is right, and what was wrong is told again. (`make audit` does much more.)"""

from __future__ import annotations

import os
import re

import pytest

from benchmarks.site import interrupted, reproducible
from tests.site.project import PAGE, SmallBook

# Stands in the folder of a copy, and so runs with each Python of its build: writes half of the first file that the
# pattern fits, and kills the whole build.
KILLER = """
import builtins, fnmatch, io, os, signal

real, pattern = io.open, os.environ.get("KILL_AT")

def opened(file, mode="r", *args, **options):
    stream = real(file, mode, *args, **options)
    if set(mode) & set("wa") and isinstance(file, (str, os.PathLike)) and fnmatch.fnmatch(os.fspath(file), pattern):
        stream.write(b"<half" if "b" in mode else "<half")
        stream.flush()
        os.killpg(0, signal.SIGKILL)
    return stream

if pattern:
    builtins.open = io.open = opened
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_after_a_build_that_was_killed_the_next_is_right(tmp_path):
    """One kept formulas, one kept what it had read, two published, one wrote pages: each had something in hand."""
    project = interrupted.Changing(tmp_path)
    project.built()
    (tmp_path / "sitecustomize.py").write_text(KILLER, encoding="utf-8")
    for at, changed in {
        "*/.cache/math-en.json.part": {2},
        "*/.doctrees/en/environment.pickle": {2, 3, 6},
        f"*/html/both/{PAGE}.html": {2, 3, 4, 5},
        "*/.cache/math.woff2": {2, 4, 5},
        f"*/html/ko/{PAGE}.html": {4, 5},  # last, and alone: nothing else asks for this page
    }.items():
        project.become(frozenset(changed))
        process = project.start(KILL_AT=at)
        said = "".join(process.communicate())
        assert process.returncode == -9, f"nothing was written to {at}:\n{said}"
    interrupted.right(project)


def test_what_was_wrong_with_a_page_is_told_by_the_next_build_too(tmp_path):
    project = SmallBook(tmp_path)
    project.edit_cell("title-en", lambda text: text + "\n\n{ref}`nowhere`\n\n```{nothing} x\n```", page=PAGE)
    first = project.fails()
    assert re.search(rf"{PAGE}\.ipynb, cell title-en, line \d+: WARNING: undefined label: 'nowhere'", first)
    assert not (tmp_path / "_build/html/index.html").exists(), "a build that fails publishes nothing"
    again = project.fails()
    for told in "undefined label: 'nowhere'", "Unknown directive type: 'nothing'":
        assert told in first and told in again


def test_two_builds_publish_the_same_bytes():
    found = reproducible.measure(SmallBook)
    assert found["files"] > 40
    assert not found["differ"]
