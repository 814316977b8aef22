"""A page shows titles, labels, numbers and terms of other pages: when those change, all are written anew.

Sphinx writes only the pages that it has read again, and would leave the old title in the navigation,
in links and in "Previous" of their neighbours.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from . import unfinished, whole

NOTE = "shown-elsewhere.txt"


def shown_elsewhere(env) -> str:
    """A digest of everything that a page can take from another one."""
    standard, mathematics = env.get_domain("std"), env.get_domain("math")
    parts = [
        sorted((name, title.astext()) for name, title in env.titles.items()),
        sorted((name, *map(str, label)) for name, label in standard.labels.items()),
        sorted((str(name), *map(str, place)) for name, place in standard.objects.items()),
        sorted((name, *map(str, place)) for name, place in mathematics.equations.items()),
        sorted((name, str(numbers)) for name, numbers in env.toc_fignumbers.items()),
        sorted((name, str(numbers)) for name, numbers in env.toc_secnumbers.items()),
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _note(app) -> Path:
    return Path(app.doctreedir) / NOTE


def on_dependents(app, env):
    """All pages, when what they show of each other differs from what was last written.

    Asked after Sphinx has numbered the figures: before, those of pages just read are missing.
    """
    note = _note(app)
    app.course_shown = shown_elsewhere(env)
    if note.exists() and note.read_text("utf-8") == app.course_shown:
        return []
    return sorted(env.found_docs)


def on_finished(app, exception):
    """Noted when all pages show it, so that a build that is interrupted before shows it the next time."""
    if unfinished.went_well(app, exception):
        whole.write(_note(app), app.course_shown)


def setup(app):
    app.connect("env-get-updated", on_dependents, priority=900)
    app.connect("build-finished", on_finished)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
