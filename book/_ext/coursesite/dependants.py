"""A page shows titles, labels, numbers and terms of other pages: when those change, all are written anew.

Sphinx writes only the pages that it has read again, and would leave the old title in the navigation,
in links and in "Previous" of their neighbours.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

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


def on_updated(app, env):
    note = Path(app.doctreedir) / NOTE
    digest = shown_elsewhere(env)
    if note.exists() and note.read_text("utf-8") == digest:
        return []
    note.write_text(digest, encoding="utf-8")
    return sorted(env.found_docs)


def setup(app):
    app.connect("env-updated", on_updated)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
