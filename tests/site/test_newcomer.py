"""A newcomer's first hour in JupyterLab: a course in Korean, a wrong answer, its diagnosis, and the right one."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.conftest import ROOT
from tests.site.lab import PATIENCE, jupyterlab, opened

CHAPTER = "01-metric-learning.ipynb"
# What a newcomer may write: a point among its own neighbors, and then without itself.
OWN_VOTE = """\
def leave_one_out(X, labels):
    found = [((X - x) ** 2).sum(axis=1).argmin() for x in X]
    return (labels[found] == labels).mean()

check("metric-leave-one-out", leave_one_out)"""
MENDED = OWN_VOTE.replace(
    "found = [((X - x) ** 2).sum(axis=1).argmin() for x in X]",
    "squared = ((X[:, None] - X) ** 2).sum(axis=2)\n"
    "    np.fill_diagonal(squared, np.inf)\n"
    "    found = squared.argmin(axis=1)",
)


def lossnotes(*arguments, folder):
    """What ``python -m lossnotes`` says, on a machine that speaks English."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "160", "LANG": "en_US.UTF-8"}
    environment.pop("LOSSNOTES_LANG", None)
    done = subprocess.run(
        [sys.executable, "-m", "lossnotes", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The folder that a newcomer makes, and where it is in JupyterLab."""
    home = tmp_path_factory.mktemp("newcomer")
    said = lossnotes("workspace", "--lang", "ko", "my-course", folder=home)
    assert re.search(r"my-course: 노트북 (\d+)개, 그중 \1개를 지금 썼습니다\.", said)
    assert re.search(r"시작하기: \S+ -m jupyterlab my-course[/\\]index\.ipynb", said)
    with jupyterlab(home, home) as address:
        yield home / "my-course", address


def cells_of(path):
    return ["".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]]


def row(progress, name):
    """What stands in the table beside an exercise: solved, tries, last mistake."""
    [line] = [line for line in progress.splitlines() if f" {name} " in line]
    return [part.strip() for part in re.split("[│┃|]", line)[3:6]]


@pytest.mark.timeout(
    900
)  # a chapter with a hundred cells takes JupyterLab seconds; a loaded machine, minutes
def test_a_newcomer_s_path(course, browser):
    folder, address = course
    cafe, own = 'check("metric-fifth-cafe"', 'check("metric-leave-one-out"'
    with opened(browser, address, f"my-course/{CHAPTER}") as notebook:
        expect(notebook.page.get_by_role("heading", name="거리 학습", exact=True)).to_be_visible()
        for needed in "from lossnotes.exercises import check", "you = np.array(":
            notebook.run(needed)

        # The exercises stand at the end, and cells are made little by little.
        cells = notebook.page.locator(".jp-Notebook .jp-Cell")
        expect(cells).to_have_count(len(cells_of(folder / CHAPTER)), timeout=PATIENCE)

        # Untouched, it says kindly what it expects, and that counts as no try.
        expect(notebook.run(cafe)).to_contain_text("답은 수 4개여야 합니다.")

        # Wrong: two of the distances without their roots.
        notebook.write(cafe, 'check("metric-fifth-cafe", [2, 2, 0.01, 1.06])')
        said = notebook.run(cafe)
        expect(said).to_contain_text("아직 아닙니다.")
        expect(said).to_contain_text("제곱근을 빠뜨릴 때 나오는 값입니다.")
        expect(said).to_contain_text("1장의 “가장 가까운 카페는 어디일까” 절을 다시 읽어 보세요.")
        before = lossnotes("progress", folder=folder)
        assert row(before, "metric-fifth-cafe") == ["", "1", "제곱근을 빠뜨릴 때"]
        assert "가운데 0개를 풀었습니다." in before

        # Mended.
        notebook.write(
            cafe,
            "step = np.array([3, 2]) - you\n"
            "lengths = np.linalg.norm(you) * np.linalg.norm([3, 2])\n"
            "answer = [np.sqrt(step @ step), np.abs(step).sum(), 1 - you @ [3, 2] / lengths,\n"
            "          np.sqrt(step @ tram @ step)]\n"
            'check("metric-fifth-cafe", answer)',
        )
        expect(notebook.run(cafe)).to_have_text("4개 모두 맞았습니다.")
        after = lossnotes("progress", folder=folder)
        assert row(after, "metric-fifth-cafe") == ["✓", "2", ""]
        assert "가운데 1개를 풀었습니다." in after

        # A function: empty, with a mistake that has a name, and right.
        expect(notebook.run(own)).to_contain_text("함수가 아무 값도 돌려주지 않습니다(None).")
        notebook.write(own, OWN_VOTE)
        expect(notebook.run(own)).to_contain_text("자기 자신도 이웃으로 세어 투표하게 할 때 나오는 값입니다.")
        notebook.write(own, MENDED)
        expect(notebook.run(own)).to_contain_text("맞았습니다. 입력")
        assert "가운데 2개를 풀었습니다." in lossnotes("progress", folder=folder)

        notebook.page.keyboard.press("Control+S")
        saved = notebook.page.locator(".jp-mod-current.jp-mod-dirty")
        expect(saved).to_have_count(0, timeout=PATIENCE)

    # What was written is the newcomer's own from now on.
    assert MENDED in cells_of(folder / CHAPTER)
    again = lossnotes("workspace", "--lang", "ko", ".", folder=folder)
    assert f"직접 고친 노트북은 그대로 두었습니다: {CHAPTER}." in again
    assert MENDED in cells_of(folder / CHAPTER)
