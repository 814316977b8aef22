"""A build that is interrupted or fails leaves a note of the pages it had in hand: the next one takes them up again.

Sphinx goes by the times of files. A page that was being written when the build was killed is newer than its
source, though only half of it is there; one that had been read, and not yet written, seems to be up to date; and
what was wrong with a page is told only by the build that reads or writes it, so that a second one would pass.
"""

from __future__ import annotations

import json
from pathlib import Path

from . import whole

NOTE = "unfinished.json"


def _note(app) -> Path:
    return Path(app.doctreedir) / NOTE


def _held(app) -> dict[str, list[str]]:
    """Pages to read and pages to write that the last build did not bring to an end."""
    note = _note(app)
    return json.loads(note.read_text("utf-8")) if note.exists() else {"read": [], "write": []}


def _hold(app, kind: str, docnames) -> None:
    held = _held(app)
    held[kind] = sorted({*held[kind], *docnames})
    whole.write(_note(app), json.dumps(held))


def to_write(app) -> list[str]:
    return _held(app)["write"]


def writing(app, docnames) -> None:
    """Called by the builder before it writes."""
    _hold(app, "write", docnames)


def _to_read(app, env, added, changed, removed):
    return _held(app)["read"]


def _reading(app, env, docnames):
    if docnames:
        _hold(app, "read", docnames)


def went_well(app, exception) -> bool:
    """At the end of a build. Sphinx counts warnings before, and makes a failure of them after, it says so."""
    return exception is None and not app.statuscode and not app._warncount


def _finished(app, exception):
    if went_well(app, exception):
        _note(app).unlink(missing_ok=True)


def setup(app):
    app.connect("env-get-outdated", _to_read)
    app.connect("env-before-read-docs", _reading)
    app.connect("build-finished", _finished, priority=950)  # last: publishing may find a fault, too
    return {"parallel_read_safe": True, "parallel_write_safe": True}
