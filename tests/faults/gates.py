"""Runs gates over spoilt copies, many faults at a time: what each gate said."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

from tests.conftest import EDITIONS, ROOT, SITE
from tests.site.project import Project

from .fault import Fault

PAGES = ("notation", "references")  # the built pages that faults are planted in
FILES = ("conftest.py", "pyproject.toml", "requirements.txt", "package.json", "package-lock.json")


def copy_with_gates(folder: Path) -> Path:
    """The project with its tests, and a little of the built site."""
    Project(folder, whole=True)
    for name in FILES:
        shutil.copy2(ROOT / name, folder / name)
    for name in ("tests", "tools"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    site = folder / "_build" / "html"
    shutil.copytree(SITE / "assets", site / "assets")
    for name in PAGES:
        for page in [f"{edition}/{name}.html" for edition in EDITIONS]:
            (site / page).parent.mkdir(exist_ok=True)
            shutil.copy2(SITE / page, site / page)
        for language in ("en", "ko"):
            (site / "notebooks" / language).mkdir(parents=True, exist_ok=True)
            shutil.copy2(
                SITE / "notebooks" / language / f"{name}.ipynb",
                site / "notebooks" / language / f"{name}.ipynb",
            )
    shutil.copy2(SITE / "index.html", site / "index.html")
    return folder


def run(folder: Path, faults: list[Fault]) -> dict[str, str]:
    """What each failing gate of these faults said in the copy, by its name."""
    gates = list(dict.fromkeys(fault.gate for fault in faults))
    report = folder / "report.xml"
    quiet = [
        "-q",
        "-n0",
        "-p",
        "no:cacheprovider",
        "--continue-on-collection-errors",
        "-o",
        "addopts=--doctest-modules --nbval --import-mode=importlib",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *quiet, f"--junit-xml={report}", *gates],
        cwd=folder,
        env=Project.environment_of(folder),
        capture_output=True,
        encoding="utf-8",
        timeout=280,
    )
    assert report.exists(), done.stdout + done.stderr
    said: dict[str, str] = {"": done.stdout}
    for case in ET.parse(report).iter("testcase"):
        for failure in [*case.iter("failure"), *case.iter("error")]:
            words = f"{case.get('classname')} {case.get('name')}\n{failure.get('message')}\n{failure.text}"
            for gate in gates:
                if _is(gate, case.get("classname"), case.get("name")):
                    said[gate] = f"{said.get(gate, '')}\n{words}"
    return said


def _is(gate: str, module: str, name: str) -> bool:
    """Whether a gate is a test of the report; one without a test is a file, which may fail as it is collected."""
    path, _, test = gate.partition("::")
    own = path.removesuffix(".py").replace("/", ".")
    return (module, name) == (own, test) or (not test and own in (module, name))


def plain(text: str) -> str:
    """Without colors."""
    return re.sub(r"\x1b\[[\d;]*m", "", text)
