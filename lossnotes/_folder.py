"""A reader's folder: the note of what was written into it, and ways to write that lose nothing."""

import itertools
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

#: Beside the notebooks: the edition, the kind of folder, and a hash of each notebook as it was written.
STATE_FILE = ".lossnotes.json"


def state_of(out: Path) -> dict[str, Any] | None:
    """What was noted in a reader's folder, None if it is none yet; a ValueError if the note cannot be read."""
    path = out / STATE_FILE
    if not path.exists():
        return None
    try:
        state = json.loads(path.read_text(encoding="utf-8"))
        state["edition"], dict(state["files"])
    except (ValueError, KeyError, TypeError) as error:
        reason = "got something else (delete it to start anew; no notebook is overwritten)"
        raise ValueError(f"expected {path} as it was written, {reason}") from error
    return state


def began_with(out: Path, lang: str, kind: str) -> dict[str, str]:
    """The hashes of what was written before, by file; a ValueError if the folder is of another edition or kind."""
    state = state_of(out)
    if state is None:
        return {}
    edition, was = state["edition"], state.get("kind", "edition")
    if edition != lang:
        raise ValueError(f"expected a folder for the edition {lang!r}, got {out}, which has {edition!r}")
    if was != kind:
        raise ValueError(f"expected a folder that is no {was}, got {out}: choose another for the {kind}")
    return dict(state["files"])


def dump(value: Mapping[str, Any]) -> str:
    """JSON as Jupyter itself writes notebooks."""
    return json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def write_atomically(path: Path, text: str) -> None:
    """Write beside the file and rename: nobody ever sees half a file."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_text(text, encoding="utf-8", newline="\n")
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def kept_beside(path: Path) -> Path:
    """Copy a file under a name of its own; returns the copy."""
    for number in itertools.count(1):
        kept = path.with_name(f"{path.stem}.mine-{number}{path.suffix}")
        try:
            file = kept.open("xb")
        except FileExistsError:
            continue
        try:
            with file:
                file.write(path.read_bytes())
        except OSError:
            kept.unlink()  # half a copy would pass for a whole one
            raise
        return kept
    raise AssertionError  # count never ends
