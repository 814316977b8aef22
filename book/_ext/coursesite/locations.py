"""Warnings name the cell: ``03-multiclass-svm.ipynb, cell hinge-ko, line 3`` for ``...ipynb:60003``."""

from __future__ import annotations

import json
import logging
import re
from functools import cache
from pathlib import Path

from sphinx.util.logging import NAMESPACE, WarningLogRecordTranslator

from .blocks import LINES_A_CELL

LOCATION = re.compile(r"(?P<path>.+\.ipynb):(?P<line>\d+)")


@cache
def _cell_ids(path: str) -> list[str]:
    return [cell.get("id", "") for cell in json.loads(Path(path).read_text("utf-8"))["cells"]]


def readable(location: str) -> str:
    """The location with the cell's id; unchanged when it is none of a notebook's cells."""
    found = LOCATION.fullmatch(location)
    if not found:
        return location
    cell, line = divmod(int(found["line"]), LINES_A_CELL)
    ids = _cell_ids(found["path"])
    if not 1 <= cell <= len(ids):
        return location
    return f"{found['path']}, cell {ids[cell - 1]}, line {line}"


class NameTheCell(logging.Filter):
    def filter(self, record):
        location = getattr(record, "location", None)
        if isinstance(location, str):
            record.location = readable(location)
        return True


def setup(app):
    for handler in logging.getLogger(NAMESPACE).handlers:
        for at, other in enumerate(handler.filters):
            # After locations have become text, before a warning becomes an error.
            if isinstance(other, WarningLogRecordTranslator):
                handler.filters.insert(at + 1, NameTheCell())
                break
    return {"parallel_read_safe": True, "parallel_write_safe": True}
