"""Everything that a fresh machine installs is pinned."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

LISTS = [ROOT / "requirements.txt", *sorted(ROOT.glob("tools/*/requirements.txt"))]
MANIFESTS = [ROOT / "package.json", *sorted(ROOT.glob("tools/*/package.json"))]


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_package_is_pinned_to_one_version(path):
    wanted = [line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines()]
    loose = [
        line for line in wanted if line and not re.fullmatch(r"[\w.-]+(\[[\w,-]+\])?==[\w.]+( *;.*)?", line)
    ]
    assert not loose, f"{path.relative_to(ROOT)}: expected NAME==VERSION, got {loose}"


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_lock_file_has_what_is_asked_for(path: Path):
    asked = json.loads(path.read_text("utf-8"))
    locked = json.loads((path.parent / "package-lock.json").read_text("utf-8"))["packages"]
    for kind in ("dependencies", "devDependencies"):
        for name, version in asked.get(kind, {}).items():
            found = locked.get(f"node_modules/{name}", {}).get("version")
            assert version == found, (
                f"{path.relative_to(ROOT)}: {name} {version} is asked for, {found} locked"
            )
