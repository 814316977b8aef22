"""An explorer's stored output as the element that the page's host script mounts."""

from __future__ import annotations

import html
import json
from pathlib import Path

from . import stamps

MIME = "application/vnd.lossnotes.explorer+json"


def bundles() -> list[Path]:
    """The front-end modules that the package ships, one file an explorer."""
    return sorted((stamps.PACKAGE / "explorers" / "bundles").glob("*.js"))


def to_html(record: dict, language: str) -> str:
    """The text is what Python says of the same state: it stands where no script runs."""
    known = [path.stem for path in bundles()]
    if record["module"] not in known:
        raise ValueError(f"explorer: expected one of {known}, got {record['module']!r}")
    text = html.escape(record["text"][language])
    state = html.escape(json.dumps(record["state"], ensure_ascii=False, sort_keys=True))
    return (
        f'<div class="explorer" data-module="{html.escape(record["module"])}" data-state="{state}">'
        f"<p>{text}</p></div>"
    )
