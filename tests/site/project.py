"""Copies of the project to spoil and build."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tools.execute import METADATA

CHAPTER = "03-multiclass-svm"
PAGE = "03-page"  # of the small book
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

    def __init__(self, folder: Path, *, whole: bool = False):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("_config.yml", "_toc.yml"):
            shutil.copy2(ROOT / name, folder / name)
        for name in ("book", "lossnotes"):
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
            )
        (folder / "node_modules").symlink_to(ROOT / "node_modules")
        for page in (folder / "book").glob("[0-9]*.ipynb"):
            if page.stem != CHAPTER and not whole:
                page.write_text(
                    json.dumps(headings_of(json.loads(page.read_text("utf-8")))), encoding="utf-8"
                )

    @staticmethod
    def environment_of(folder: Path, **more: str) -> dict[str, str]:
        """What a process in a copy needs, so that it takes the copy's modules."""
        made = {**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1", **more}
        made.pop("LOSSNOTES_EDITION", None)
        return made

    def start(self, **environment: str) -> subprocess.Popen:
        """A build in a group of its own, so that it can be killed with all that it started."""
        return subprocess.Popen(
            BUILD,
            cwd=self.folder,
            env=self.environment_of(self.folder, **environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )

    def build(self, **environment: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            BUILD,
            cwd=self.folder,
            env=self.environment_of(self.folder, **environment),
            capture_output=True,
            encoding="utf-8",
            timeout=240,
        )

    def published(self) -> dict[str, str]:
        """The digest of each file of the built site."""
        site = self.folder / "_build" / "html"
        return {
            path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(site.rglob("*"))
            if path.is_file()
        }

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


# A book of two pages with one of each kind of thing, which builds in a few seconds.

TOC = """format: jb-book
root: book/index
parts:
  - caption: Losses
    chapters:
      - file: book/03-page
"""
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 36"><defs><path id="f01234567-1" d="M 0 0 L 3 4"/></defs>'
    '<use href="#f01234567-1" fill="#000000" stroke="#0072b2"/></svg>'
)
STATE = {
    "class_names": [], "gradients": "none", "label": 0, "margin": 1.0, "scores": [3.2, 5.1, -1.7], "temperature": 1.0,
}  # fmt: skip
WORDS = {
    "home": ("# Home\n\nThe way in.", "# 첫 페이지\n\n여기서 시작합니다."),
    "title": ("(small)=\n# A small page\n\nThe **loss** of one image.", "(small)=\n# 작은 페이지\n\n이미지 한 장의 **손실**입니다."),
    "hinge": (
        "(hinge)=\n## The hinge\n\nSee {ref}`small` and $s_j - s_{y_i} + 1$:\n\n$$\nL_i = \\max(0, s_j)\n$$ (eq-hinge)",
        "(hinge)=\n## 힌지\n\n{ref}`small`과 $s_j - s_{y_i} + 1$을 보세요.\n\n$$\nL_i = \\max(0, s_j)\n$$ (eq-hinge)",
    ),
    "ask": (
        "```{exercise} Four classes\n:label: ex-svm-four-classes\nCompute it.\n```",
        "```{exercise} 클래스 네 개\n:label: ex-svm-four-classes\n계산하세요.\n```",
    ),
}  # fmt: skip


def prose(name: str) -> list[dict]:
    """The pair of cells of this name."""
    return [
        {"cell_type": "markdown", "id": f"{name}-{lang}", "metadata": {"tags": [f"lang-{lang}"]}, "source": text}
        for lang, text in zip(("en", "ko"), WORDS[name], strict=True)
    ]  # fmt: skip


def drawn(name: str, data: dict, **mystnb: object) -> dict:
    """A code cell that shows a drawing."""
    output = {"output_type": "display_data", "data": {"image/svg+xml": DRAWING, **data}, "metadata": {}}
    metadata = {"tags": ["hide-input"], "mystnb": mystnb}
    return {
        "cell_type": "code", "execution_count": 1, "id": name, "metadata": metadata, "outputs": [output],
        "source": "plots.show(fig)",
    }  # fmt: skip


class SmallBook(Project):
    """The project with a book of two pages."""

    def __init__(self, folder: Path):
        super().__init__(folder, whole=True)
        for page in (folder / "book").glob("*.ipynb"):
            page.unlink()
        (folder / "_toc.yml").write_text(TOC, encoding="utf-8")
        said = {"en": "What the drawing shows.", "ko": "그림에 보이는 것."}
        record = {"module": "scores", "state": STATE, "text": said}
        figure = drawn("plot", {}, figure={"name": "fig-plot", "caption": said}, image={"alt": said})
        explorer = drawn("explorer", {"application/vnd.lossnotes.explorer+json": record})
        self.write("index", prose("home"))
        self.write(PAGE, [*prose("title"), *prose("hinge"), figure, explorer, *prose("ask")])

    def write(self, page: str, cells: list[dict]) -> None:
        notebook = {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
        (self.folder / "book" / f"{page}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
