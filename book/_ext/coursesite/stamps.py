"""Hashes of what pages are made of beside the notebooks, so that an edit never leaves a stale page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
THEME = HERE / "theme"
BOOK = HERE.parent.parent
PACKAGE = BOOK.parent / "lossnotes"


def _stamp(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def exercises() -> list[Path]:
    """What decides what a page answers (see ``questions``)."""
    return sorted((PACKAGE / "exercises").glob("*.py"))


@cache
def reading() -> str:
    """What decides how a notebook is read: the extensions and the terms. A change reads all anew."""
    gathered = [PACKAGE / name for name in ("_book.py", "_gathered.py", "_exercise_index.py")]
    return _stamp([*HERE.glob("*.py"), HERE / "strings.toml", BOOK / "terms.toml", *gathered])


@cache
def writing() -> str:
    """What decides how a page is written, and the address of its assets: theme, explorers, exercises."""
    theme = [path for path in THEME.rglob("*") if path.is_file()]
    bundles = (PACKAGE / "explorers" / "bundles").rglob("*.js")
    return _stamp([*theme, *bundles, *exercises(), HERE / "strings.toml"])
