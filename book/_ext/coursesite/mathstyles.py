"""What Temml says in ``style`` attributes, as classes: the pages' policy forbids inline styles.

A new formula may bring a style that no other one has: it is told with its cell, and needs a line here.
"""

from __future__ import annotations

import re

# What Temml writes, and the class for it; no class for what the theme's own sheet says of every such element.
CLASSES = {
    "display:block math": "",
    "math-depth:0": "depth0",
    "math-depth:2": "depth2",
    "padding-left:0em": "left0",
    "padding-left:0pt": "left0",
    "padding-left:1em": "left1",
    "padding-left:5.9776pt": "left6",
    "padding-right:0em": "right0",
    "padding-right:0pt": "right0",
    "padding-right:5.9776pt": "right6",
}
STYLED = re.compile(r'(?: class="([^"]*)")? style="([^"]*)"')


def as_classes(formula: str) -> str:
    """The formula without ``style``; a ``ValueError`` names a style that has no class."""
    return STYLED.sub(_class, formula)


def _class(found: re.Match[str]) -> str:
    names = [found[1]] if found[1] else []
    for declaration in filter(None, found[2].split(";")):
        if declaration not in CLASSES:
            raise ValueError(f"expected styles that have a class in mathstyles.py, got {declaration!r}")
        names.append(CLASSES[declaration])
    names = list(filter(None, names))
    return f' class="{" ".join(names)}"' if names else ""


def sheet() -> str:
    """The rules of all classes."""
    rules = {name: declaration for declaration, name in CLASSES.items() if name}
    return "".join(f"math .{name} {{ {declaration}; }}\n" for name, declaration in rules.items())
