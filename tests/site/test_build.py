"""The build itself, on a copy of the project: what breaks it, and that no page is ever stale."""

from __future__ import annotations

import json
import os
import re
import subprocess

import lxml.html
import pytest

from tests.conftest import EDITIONS, page_names
from tests.site.project import BUILD, CHAPTER, Project

FIRST_AFTER_HOME = page_names()[1]


@pytest.fixture
def project(tmp_path) -> Project:
    return Project(tmp_path)


def some_pair(project: Project) -> str:
    """The pair of the chapter's first prose cell after its title."""
    notebook = json.loads((project.folder / "book" / f"{CHAPTER}.ipynb").read_text("utf-8"))
    idents = [cell["id"] for cell in notebook["cells"] if cell["id"].endswith("-ko")]
    return idents[1].removesuffix("-ko")


def test_mistakes_fail_the_build_and_are_told_with_file_and_cell(project):
    """Several mistakes in one build: each is named."""
    pair = some_pair(project)
    project.edit_cell(f"{pair}-ko", lambda text: text + "\n\n{ref}`no-such-section` 를 보세요.\n")
    project.edit_cell(f"{pair}-en", lambda text: text + "\n\nA formula that is none: $\\frac{1}$.\n")
    project.edit_figure(lambda svg: svg.replace("</svg>", '<a href="label:no-such-place"></a></svg>'))
    said = project.fails()
    assert re.search(
        rf"{CHAPTER}\.ipynb, cell {pair}-ko, line \d+: WARNING: undefined label: 'no-such-section'", said
    ), said
    assert re.search(rf"{CHAPTER}\.ipynb.*cell {pair}-en.*WARNING: formula '\\\\frac\{{1\}}'", said), said
    assert f"{CHAPTER}.ipynb: WARNING: undefined label in a figure: 'no-such-place'" in said, said
    assert "edition ko failed" in said
    assert not (project.folder / "_build" / "html" / "index.html").exists(), (
        "a failed build publishes nothing"
    )


def test_a_missing_twin_fails_the_build(project):
    file = project.folder / "book" / f"{CHAPTER}.ipynb"
    notebook = json.loads(file.read_text("utf-8"))
    pair = some_pair(project)
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] != f"{pair}-ko"]
    file.write_text(json.dumps(notebook), encoding="utf-8")
    said = project.fails()
    assert f"{CHAPTER}.ipynb, cell {pair}: no ko twin" in said, said


def test_edits_rebuild_what_depends_on_them(project):
    """One build of all, then an edit of each kind, each followed by a build that shows it."""
    project.built()
    pair = some_pair(project)

    project.edit_cell(f"{pair}-ko", lambda text: text + "\n\n새로 쓴 문장입니다.\n")
    project.edit_cell(f"{pair}-en", lambda text: text + "\n\nA sentence newly written.\n")
    stamp = re.search(r"questions\.js\?v=(\w+)", project.page(f"en/{CHAPTER}"))[1]
    project.edit("lossnotes/exercises/multiclass_svm.py", "Begin with one row", "Set out from one row")
    project.built()
    asked = (project.folder / f"_build/html/assets/questions/{CHAPTER}.en.replies.js").read_text("utf-8")
    assert "Set out from one row" in asked, "the page's questions are those of the exercises' modules"
    assert re.search(r"questions\.js\?v=(\w+)", project.page(f"en/{CHAPTER}"))[1] != stamp
    assert "새로 쓴 문장" in project.page(f"ko/{CHAPTER}")
    assert "새로 쓴 문장" in project.page(f"both/{CHAPTER}") and "newly written" in project.page(
        f"both/{CHAPTER}"
    )
    assert "새로 쓴 문장" in (project.folder / "_build/html/assets/search/ko.js").read_text("utf-8")
    assert "새로 쓴 문장" in (project.folder / f"_build/html/notebooks/ko/{CHAPTER}.ipynb").read_text("utf-8")

    project.edit(
        "book/_ext/coursesite/theme/layout.html", '<main id="main">', '<main id="main" data-edited="yes">'
    )
    project.edit("book/_ext/coursesite/theme/assets/styles/colours.css", "--text: 42rem", "--text: 41rem")
    stamp = re.search(r"course\.css\?v=(\w+)", project.page("en/index"))[1]
    project.built()
    for edition in EDITIONS:
        for name in page_names():
            assert 'data-edited="yes"' in project.page(f"{edition}/{name}"), (edition, name)
    assert re.search(r"course\.css\?v=(\w+)", project.page("en/index"))[1] != stamp
    assert "41rem" in (project.folder / "_build/html/assets/course.css").read_text("utf-8")

    # A title is shown on the other pages too: in the navigation, in "Previous", in links to it.
    title = "The home, renamed"
    project.edit_cell("title-en", lambda text: re.sub(r"(?m)^# .*$", f"# {title}", text), page="index")
    project.built()
    chapter = lxml.html.document_fromstring(project.page(f"en/{FIRST_AFTER_HOME}"))
    assert chapter.xpath("//nav[@class='turn']/a[@rel='prev']/b")[0].text_content() == title

    project.edit("book/_ext/coursesite/figures.py", '<svg class="figure"', '<svg class="figure edited"')
    term = re.search(r'def_en = "(.*?)"', (project.folder / "book/terms.toml").read_text("utf-8"))[1]
    project.edit("book/terms.toml", term, "A meaning newly given.")
    project.built()
    assert "figure edited" in project.page(f"ko/{CHAPTER}") and "figure edited" in project.page(
        f"both/{CHAPTER}"
    )
    assert "A meaning newly given." in project.page("en/glossary")

    bundle = project.folder / "lossnotes/explorers/bundles/scores.js"
    bundle.write_text(bundle.read_text("utf-8") + "\n// edited\n", encoding="utf-8")
    stamp = re.search(r"explorer-host\.js\?v=(\w+)", project.page("en/index"))[1]
    project.edit("_toc.yml", "      - file: book/notation\n", "")
    (project.folder / "book/notation.ipynb").unlink()
    for path in (project.folder / "book").glob("*.ipynb"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"\{(ref|doc)\}`(<?)notation(>?)`", "`gone`", text), encoding="utf-8")
    project.built()
    assert re.search(r"explorer-host\.js\?v=(\w+)", project.page("en/index"))[1] != stamp
    for edition in EDITIONS:
        assert not (project.folder / f"_build/html/{edition}/notation.html").exists()
    assert not list((project.folder / "_build/html/notebooks").rglob("notation.ipynb"))


def test_an_unknown_edition_is_refused(project):
    environment = {**os.environ, "LOSSNOTES_EDITION": "fr", "PYTHONPATH": str(project.folder)}
    done = subprocess.run(
        BUILD, cwd=project.folder, env=environment, capture_output=True, encoding="utf-8", timeout=120
    )
    assert done.returncode != 0
    assert "expected one of ['en', 'ko'], got 'fr'" in done.stdout + done.stderr
