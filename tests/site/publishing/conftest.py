"""A small book, built once as it is published: with an address, a repository and a dated version."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.site.test_build import Project

BASE = "https://example.org/course"
REPOSITORY = "https://github.com/someone/losses"
CHANGES = """# Changelog · 바뀐 점

## 0.2.0 (unreleased, 2027-02-03)

- A chapter on **margins**, see `lossnotes.psi`.
- **마진**을 다룬 장을 더했습니다.

## 0.1.0 (2026-11-22)

- The first
  version.
- 첫 판입니다.

## 0.0.1 (unreleased)

- Nobody knows when.
"""


@pytest.fixture(scope="session")
def published(tmp_path_factory) -> Path:
    """The folder with the pages of both languages and what belongs to no language."""
    project = Project(tmp_path_factory.mktemp("published"))
    project.edit("_config.yml", 'baseurl: ""', f'baseurl: "{BASE}/"')
    project.edit("_config.yml", 'url: ""', f'url: "{REPOSITORY}"')
    (project.folder / "CHANGELOG.md").write_text(CHANGES, encoding="utf-8")
    font = project.folder / "tools" / "print"
    font.mkdir(parents=True)
    (font / "node_modules").symlink_to(ROOT / "tools" / "print" / "node_modules")
    project.built()
    return project.folder / "_build" / "html"
