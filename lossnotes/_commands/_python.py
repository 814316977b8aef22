"""How a reader calls the Python that the course is in: commands that are shown should work as they stand."""

from __future__ import annotations

import os
import shlex
import sys


def python() -> str:
    """``python`` in an activated environment, else the shortest path to it from here."""
    if sys.prefix in (os.environ.get("VIRTUAL_ENV"), os.environ.get("CONDA_PREFIX")):
        return "python"
    try:
        near = os.path.relpath(sys.executable)
    except (ValueError, OSError):  # on another drive of Windows; from a folder that was deleted
        near = sys.executable
    return quoted(min(near, sys.executable, key=len))


def quoted(path: str) -> str:
    """As this system's shell takes a path."""
    if os.name == "nt":
        return f'"{path}"' if " " in path else path
    return shlex.quote(path)
