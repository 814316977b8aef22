"""Coloured code: tokens of one colour share a class and a span, and what has the text's colour needs none.

Pygments tells some forty kinds of tokens apart and its styles colour them with a handful of colours; on a page with
much code the difference is a kilobyte.
"""

from __future__ import annotations

import functools
import re

from pygments.formatters import HtmlFormatter

LIGHT, DARK = "a11y-high-contrast-light", "a11y-high-contrast-dark"
PLAIN = "n"  # names: the colour of the text
ALSO_PLAIN = {"o"}  # operators are as many as names, and get its colour too
TOKEN = re.compile(r'<span class="(\w+)">([^<]*)</span>')


def _colours(style: str) -> dict[str, str]:
    """For each kind of token (its Pygments class) the colour that a style gives it."""
    rules = HtmlFormatter(style=style).get_style_defs(".highlight")
    return dict(re.findall(r"^\.highlight \.(\w+) \{[^}]*?\bcolor: (#\w+)", rules, re.M))


@functools.cache
def _pairs() -> dict[str, tuple[str, str]]:
    """Of each kind its colours in light and dark."""
    light, dark = _colours(LIGHT), _colours(DARK)
    return {kind: (light[kind], dark[kind]) for kind in light if kind in dark}


@functools.cache
def _groups() -> dict[str, str]:
    """Of each kind the one that stands for all of its colours: the shortest name; "" for the text's colour."""
    pairs = _pairs()
    firsts: dict[tuple[str, str], str] = {}
    for kind in sorted(pairs, key=lambda kind: (len(kind), kind)):
        firsts.setdefault(pairs[kind], kind)
    plain = {kind for kind in pairs if pairs[kind] == pairs[PLAIN]} | ALSO_PLAIN
    return {kind: "" if kind in plain else firsts[pairs[kind]] for kind in pairs}


def styles() -> str:
    """The rules for the classes that are left."""
    pairs = _pairs()
    left = sorted({kind for kind in _groups().values() if kind})
    return "".join(
        f".highlight .{kind} {{ color: light-dark({pairs[kind][0]}, {pairs[kind][1]}); }}\n" for kind in left
    )


def lighter(body: str) -> str:
    """The same code in the same colours, in fewer spans."""
    body = TOKEN.sub(_grouped, body)
    for kind in {kind for kind in _groups().values() if kind}:
        opening = f'<span class="{kind}">'
        neighbours = re.compile(rf"({opening}[^<]*)</span>([ \n]*){opening}")
        count = 1
        while count:  # one that was joined may have another neighbour
            body, count = neighbours.subn(r"\1\2", body)
    return body


def _grouped(found: re.Match[str]) -> str:
    kind = _groups().get(found[1], found[1])
    return f'<span class="{kind}">{found[2]}</span>' if kind else found[2]
