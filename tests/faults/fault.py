"""One fault, and the ways to plant it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Plant = Callable[[Path], None]


@dataclass(frozen=True)
class Fault:
    """`gate` is the test that must fail (its node id), or "build"; `words` stand in what it says: where, and what."""

    name: str
    plant: Plant
    gate: str
    words: tuple[str, ...]


def edit(path: str, old: str, new: str) -> Plant:
    """A plant: the first `old` of a file becomes `new`."""

    def plant(folder: Path) -> None:
        file = folder / path
        text = file.read_text("utf-8")
        assert old in text, f"{path}: expected {old!r}, to spoil it, and found none"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    return plant


def _change(file: Path, change: Callable[[list[dict]], None]) -> None:
    notebook = json.loads(file.read_text("utf-8"))
    change(notebook["cells"])
    file.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def cell(page: str, ident: str, change: Callable[[dict], object]) -> Plant:
    """A plant: a cell of a page is changed in place."""

    def plant(folder: Path) -> None:
        file = folder / "book" / f"{page}.ipynb"
        _change(file, lambda cells: change(next(one for one in cells if one["id"] == ident)))

    return plant


def without(page: str, ident: str) -> Plant:
    """A plant: a cell is lost."""

    def plant(folder: Path) -> None:
        file = folder / "book" / f"{page}.ipynb"
        _change(file, lambda cells: cells.remove(next(one for one in cells if one["id"] == ident)))

    return plant


def text(page: str, ident: str, old: str, new: str) -> Plant:
    """A plant: the first `old` of a cell's source becomes `new`."""

    def change(one: dict) -> None:
        source = "".join(one["source"])
        assert old in source, f"{page}, cell {ident}: expected {old!r}, to spoil it, and found none"
        one["source"] = source.replace(old, new, 1)

    return cell(page, ident, change)


def gone(path: str) -> Plant:
    """A plant: a file is lost."""
    return lambda folder: (folder / path).unlink()
