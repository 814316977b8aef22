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


@cache
def reading() -> str:
    """What decides how a notebook is read: the extensions and the terms. A change reads all anew."""
    return _stamp([*HERE.glob("*.py"), HERE / "strings.toml", BOOK / "terms.toml", PACKAGE / "_gathered.py"])


@cache
def writing() -> str:
    """What decides how a page is written, and the address of its assets: theme and explorers."""
    theme = [path for path in THEME.rglob("*") if path.is_file()]
    return _stamp([*theme, *(PACKAGE / "explorers" / "bundles").rglob("*.js"), HERE / "strings.toml"])
