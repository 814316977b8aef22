"""The build itself, on a copy of the project: what breaks it, and that no page is ever stale."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import lxml.html
import pytest

from tests.conftest import EDITIONS, ROOT, page_names

CHAPTER = "03-multiclass-svm"
FIRST_AFTER_HOME = page_names()[1]
BUILD = [sys.executable, str(ROOT / "tools" / "build.py")]


def headings_of(notebook: dict) -> dict:
    """The notebook with nothing but its headings and their labels."""
    cells = []
    for cell in notebook["cells"]:
        kept = re.findall(r"(?m)^\([\w-]+\)=$|^#+ .*$", "".join(cell["source"]))
        if cell["cell_type"] == "markdown" and kept:
            cells.append({**cell, "source": "\n\n".join(kept)})
    return {**notebook, "cells": cells}


class Project:
    """A copy that may be spoilt. Its other chapters are reduced to their headings, so that a build takes seconds."""

    def __init__(self, folder: Path):
        self.folder = folder
        for name in ("_config.yml", "_toc.yml"):
            shutil.copy2(ROOT / name, folder / name)
        for name in ("book", "lossnotes"):
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
            )
        (folder / "node_modules").symlink_to(ROOT / "node_modules")
        for page in (folder / "book").glob("[0-9]*.ipynb"):
            if page.stem != CHAPTER:
                page.write_text(
                    json.dumps(headings_of(json.loads(page.read_text("utf-8")))), encoding="utf-8"
                )

    def build(self) -> subprocess.CompletedProcess:
        environment = {**os.environ, "PYTHONPATH": str(self.folder), "NO_COLOR": "1"}
        environment.pop("LOSSNOTES_EDITION", None)
        return subprocess.run(
            BUILD, cwd=self.folder, env=environment, capture_output=True, encoding="utf-8", timeout=240
        )

    def built(self) -> None:
        done = self.build()
        assert done.returncode == 0, done.stdout + done.stderr

    def fails(self) -> str:
        done = self.build()
        assert done.returncode != 0, "the build should have failed"
        return re.sub(r"\x1b\[[\d;]*m", "", done.stdout + done.stderr)

    def page(self, name: str) -> str:
        return (self.folder / "_build" / "html" / f"{name}.html").read_text("utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.folder / path
        text = file.read_text("utf-8")
        assert old in text, f"{old!r} is not in {path}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def edit_cell(self, ident: str, change, page: str = CHAPTER) -> None:
        file = self.folder / "book" / f"{page}.ipynb"
        notebook = json.loads(file.read_text("utf-8"))
        cell = next(cell for cell in notebook["cells"] if cell["id"] == ident)
        cell["source"] = change("".join(cell["source"]))
        file.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")

    def edit_figure(self, change) -> None:
        """Change the drawing that the first figure of the chapter has stored."""
        file = self.folder / "book" / f"{CHAPTER}.ipynb"
        notebook = json.loads(file.read_text("utf-8"))
        outputs = (output for cell in notebook["cells"] for output in cell.get("outputs", []))
        data = next(output["data"] for output in outputs if "image/svg+xml" in output.get("data", {}))
        data["image/svg+xml"] = change("".join(data["image/svg+xml"]))
        file.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")


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


def test_a_configured_address_gives_canonical_links_and_editions(project):
    project.edit("_config.yml", 'baseurl: ""', 'baseurl: "https://example.org/course/"')
    project.built()
    for edition in EDITIONS:
        tree = lxml.html.document_fromstring(project.page(f"{edition}/{CHAPTER}"))
        own = "en" if edition == "both" else edition
        assert tree.xpath("//link[@rel='canonical']/@href") == [
            f"https://example.org/course/{own}/{CHAPTER}.html"
        ]
        others = {link.get("hreflang"): link.get("href") for link in tree.xpath("//link[@rel='alternate']")}
        assert others == {
            "en": f"https://example.org/course/en/{CHAPTER}.html",
            "ko": f"https://example.org/course/ko/{CHAPTER}.html",
            "x-default": f"https://example.org/course/en/{CHAPTER}.html",
        }
    root = lxml.html.document_fromstring(project.page("index"))
    assert len(root.xpath("//link[@rel='alternate']")) == 3


def test_an_unknown_edition_is_refused(project):
    environment = {**os.environ, "LOSSNOTES_EDITION": "fr", "PYTHONPATH": str(project.folder)}
    done = subprocess.run(
        BUILD, cwd=project.folder, env=environment, capture_output=True, encoding="utf-8", timeout=120
    )
    assert done.returncode != 0
    assert "expected one of ['en', 'ko'], got 'fr'" in done.stdout + done.stderr
