"""`make chapter`: a page that passes the gates once it is run, and nothing written over."""

import shutil
import subprocess
import sys

import pytest

from tests.book.parity import CHECKS, read_page
from tests.conftest import ROOT
from tools import chapter, execute


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout with one chapter."""
    (tmp_path / "book").mkdir()
    (tmp_path / "lossnotes" / "exercises").mkdir(parents=True)
    shutil.copy(ROOT / "book" / "01-metric-learning.ipynb", tmp_path / "book")
    monkeypatch.setattr(chapter, "ROOT", tmp_path)
    return tmp_path


def test_a_chapter_begun_passes_the_gates(checkout, capsys):
    assert chapter.main(["99-square-root", "root"]) == 0
    said = capsys.readouterr().out
    assert "book/99-square-root.ipynb" in said and "Section(99" in said and '"square_root"' in said
    page = checkout / "book" / "99-square-root.ipynb"
    notebook = execute.loads(page.read_text("utf-8"), page)
    for cell in notebook.cells:  # the catalogue of the course does not have this exercise
        cell.source = cell.source.replace('\ncheck("root-square", answer)', "")
    execute.run(notebook, page)
    page.write_text(execute.dumps(execute.normalise(notebook, page)), encoding="utf-8")
    found = [str(problem) for check in CHECKS.values() for problem in check(read_page(page))]
    assert found == []


def test_its_exercises_are_a_module(checkout):
    chapter.main(["99-square-root", "root"])
    module = checkout / "lossnotes" / "exercises" / "square_root.py"
    assert '"root-square"' in module.read_text("utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "check", "--isolated", module], check=True)


def test_nothing_is_written_over(checkout, capsys):
    assert chapter.main(["01-metric-learning", "metric"]) == 1
    assert "01-metric-learning.ipynb is there already" in capsys.readouterr().err
    assert not list((checkout / "lossnotes" / "exercises").iterdir())


@pytest.mark.parametrize("words", [[], ["14-focal-loss"], ["focal", "focal"], ["14-Focal", "focal"]])
def test_names_that_are_none(checkout, capsys, words):
    assert chapter.main(words) == 1
    assert "make chapter NAME=14-focal-loss SHORT=focal" in capsys.readouterr().err
