"""Notebooks that Colab and Binder open: they must find what they import, and speak one language."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest

from tests.conftest import ROOT, page_names
from tools import colab

BINDER = ROOT / ".binder"
PACKAGE = "git+https://github.com/someone/losses@abc"
# What a module of the notebooks is called where it is installed from.
DISTRIBUTIONS = {"sklearn": "scikit-learn"}


def pinned() -> set[str]:
    return set(re.findall(r"(?m)^([A-Za-z0-9._-]+)==", (ROOT / "requirements.txt").read_text("utf-8")))


def binder_names() -> set[str]:
    lines = (BINDER / "requirements.txt").read_text("utf-8").splitlines()
    return {line for line in lines if line and not line.startswith(("#", "--"))}


def imported() -> set[str]:
    """The packages that the book's notebooks import, by the names they are installed under."""
    modules = set()
    for path in (ROOT / "book").glob("*.ipynb"):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["cell_type"] != "code":
                continue
            for node in ast.walk(ast.parse("".join(cell["source"]))):
                if isinstance(node, ast.Import):
                    modules |= {name.name.split(".")[0] for name in node.names}
                elif isinstance(node, ast.ImportFrom):
                    modules.add(node.module.split(".")[0])
    modules -= {"lossnotes", *sys.stdlib_module_names}
    return {DISTRIBUTIONS.get(name, name) for name in modules}


def test_binder_installs_what_the_notebooks_import_in_the_course_s_versions():
    assert imported() <= binder_names() <= pinned()
    assert "--constraint ../requirements.txt" in (BINDER / "requirements.txt").read_text("utf-8")


def test_binder_makes_the_workspaces_that_the_links_lead_to():
    text = (BINDER / "postBuild").read_text("utf-8")
    assert text.startswith("#!/usr/bin/env bash\n")
    assert os.name == "nt" or os.access(BINDER / "postBuild", os.X_OK)
    for language in ("en", "ko"):
        assert f"python -m lossnotes workspace --lang {language} my-course-{language}" in text


@pytest.fixture(scope="module")
def copies(tmp_path_factory):
    folder = tmp_path_factory.mktemp("colab")
    assert colab.write(folder, PACKAGE) == 2 * len(page_names())
    return folder


@pytest.mark.parametrize("language", ["en", "ko"])
def test_colab_s_notebooks_install_the_package_first(copies, language):
    for name in page_names():
        path = copies / language / f"{name}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        first = next(cell for cell in notebook.cells if cell.cell_type == "code")
        assert f'"lossnotes @ {PACKAGE}"' in first.source and "anywidget==" in first.source
        assert f"%env LOSSNOTES_LANG={language}" in first.source
        assert "enable_custom_widget_manager()" in first.source
        for text in (notebook.cells[0].source, first.source):
            assert bool(re.search("[가-힣]", text)) == (language == "ko")
        assert not any("{exercise}" in cell.source for cell in notebook.cells), (
            "text that Colab would show raw"
        )


def installed(folder):
    """The package as pip installs it: Colab has no clone of the course, and so none of the book's files."""
    source, target = folder / "source", folder / "installed"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy2(ROOT / name, source / name)
    shutil.copytree(ROOT / "lossnotes", source / "lossnotes", ignore=shutil.ignore_patterns("__pycache__"))
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--target", str(target), str(source)], check=True, capture_output=True, timeout=200)
    there = {path.relative_to(source) for path in (source / "lossnotes").rglob("*.py")}
    there |= {path.relative_to(source) for path in (source / "lossnotes/explorers/bundles").glob("*.js")}
    assert not {path for path in there if not (target / path).is_file()}, "left out by pyproject.toml"
    return target


def test_a_copy_for_colab_runs_with_the_installed_package(copies, tmp_path):
    """Its code but the install cell."""
    notebook = nbformat.read(copies / "ko" / "06-softmax.ipynb", as_version=4)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"][1:]
    script = tmp_path / "run.py"
    script.write_text(
        "import matplotlib\nmatplotlib.use('Agg')\n"
        "from IPython.core.interactiveshell import InteractiveShell\n"
        f"shell = InteractiveShell.instance()\nfor code in {code!r}:\n"
        "    shell.run_cell(code).raise_error()\n",
        encoding="utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": str(installed(tmp_path)), "LOSSNOTES_LANG": "ko"}
    done = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert "함수가 아무 값도 돌려주지 않습니다(None)." in done.stdout, "an open exercise answers in Korean"
