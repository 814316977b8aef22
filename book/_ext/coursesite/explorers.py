"""An explorer's stored output as the element that the page's host script mounts."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

from . import figures, stamps


def bundles() -> list[Path]:
    """The front-end modules that the package ships, one file an explorer."""
    return sorted((stamps.PACKAGE / "explorers" / "bundles").glob("*.js"))


def page_modules() -> list[Path]:
    """The same for pages read over http, and the module that has what they share."""
    return sorted((stamps.PACKAGE / "explorers" / "bundles" / "pages").glob("*.js"))


def to_html(record: dict, drawing: str, language: str, cell: str) -> str:
    """The figure as Python draws and describes it, a still: it stands where no script runs, and on paper.

    Two explorers of a page may begin with the same drawing: its ids bear the name of the cell.
    """
    drawing = re.sub(r"\bf([0-9a-f]{8}-\d+)\b", rf"f\1-{cell}", drawing)
    known = [path.stem for path in bundles()]
    if record["module"] not in known:
        raise ValueError(f"explorer: expected one of {known}, got {record['module']!r}")
    text = html.escape(record["text"][language])
    state = html.escape(json.dumps(record["state"], ensure_ascii=False, sort_keys=True))
    return (
        f'<div class="explorer" data-module="{html.escape(record["module"])}" data-state="{state}">'
        f'<figure class="still">{figures.to_html(drawing, record["text"][language])}'
        f"<figcaption>{text}</figcaption></figure></div>"
    )
