"""Finds the parts of the bibliographies' style once, not anew for each of a dozen lists in every build.

Pybtex looks for a plug-in among everything that is installed, each time that it needs one; what is registered
it finds at once.
"""

from __future__ import annotations

from pybtex.plugin import find_plugin, register_plugin

PARTS = [
    ("pybtex.style.formatting", "alpha"),
    ("pybtex.style.labels", "alpha"),
    ("pybtex.style.names", "plain"),
    ("pybtex.style.sorting", "author_year_title"),
]


def setup(app):
    for group, name in PARTS:
        register_plugin(group, name, find_plugin(group, name), force=True)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
