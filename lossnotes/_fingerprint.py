"""Whether a reader has changed a notebook.

Opening and running a notebook changes its file: Jupyter notes down the kernel's version, counts, timings,
folded cells and the state of widgets. None of that is the reader's work, so the fingerprint leaves it out.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lossnotes._book import EXPLORER, Notebook, read_notebook, text_of


def fingerprint(notebook: Notebook) -> str:
    """A hash of text, code and outputs, in whatever way they are stored."""
    cells = [
        {
            "type": cell["cell_type"],
            "text": text_of(cell),
            "attachments": cell.get("attachments", {}),
            "shown": {key: cell["metadata"][key] for key in ("mystnb", "tags") if key in cell["metadata"]},
            "outputs": [_shown(output) for output in cell.get("outputs", []) if not _is_explorer(output)],
        }
        for cell in notebook["cells"]
    ]
    text = json.dumps(cells, ensure_ascii=False, sort_keys=True)
    return "sha256:" + hashlib.sha256(text.encode("utf-8")).hexdigest()


def fingerprint_of_file(path: Path) -> str | None:
    """The hash of the notebook in a file: None if there is no file, "" if there is no notebook in it."""
    if not path.exists():
        return None
    try:
        return fingerprint(read_notebook(path))
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""


def _is_explorer(output: Mapping[str, Any]) -> bool:
    return EXPLORER in output.get("data", {})


def _shown(output: Mapping[str, Any]) -> dict[str, Any]:
    """An output without its count; text as one string, however it is stored."""
    parts = {"text": output.get("text", ""), **output.get("data", {})}
    return {kind: "".join(part) if isinstance(part, list) else part for kind, part in parts.items()}
