"""A figure of lossnotes.plots as an inline SVG that follows the page's colours."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

# The palette of lossnotes.plots (a test holds the two together) and what the theme calls its colours.
PROPERTIES = {
    "#000000": "currentColor",
    "#ffffff": "var(--ln-bg)",
    "#0072b2": "var(--ln-c0)",
    "#d55e00": "var(--ln-c1)",
    "#009e73": "var(--ln-c2)",
    "#cc79a7": "var(--ln-c3)",
    "#808080": "var(--ln-grey)",
}
CSS_PIXELS_A_POINT = 4 / 3


def to_html(svg: str, alt: str) -> str:
    """Its ids bear a digest of the drawing: two figures of a page do not share one."""
    svg = svg[svg.index("<svg") :].rstrip()
    svg = re.sub(r"#[0-9a-f]{6}\b", lambda found: PROPERTIES.get(found[0], found[0]), svg)
    svg = re.sub(r' d="([^"]+)"', lambda found: f' d="{_terse(found[1])}"', svg)
    svg = re.sub(
        r'( (?:x|y|cx|cy|dy)=")(-?\d+\.\d+)"', lambda found: f'{found[1]}{round(float(found[2]), 1):g}"', svg
    )
    box = re.search(r'viewBox="[\d.]+ [\d.]+ ([\d.]+) ([\d.]+)"', svg)
    width, height = (round(float(side) * CSS_PIXELS_A_POINT) for side in box.groups())
    viewbox = box[0]
    # What is called an image has nothing in it for a reader of screens: not so a map with links.
    role = "group" if 'href="label:' in svg else "img"
    start = (
        f'<svg class="figure" role="{role}" aria-label="{html.escape(alt)}" {viewbox} '
        f'width="{width}" height="{height}" fill="currentColor" stroke-linejoin="round">'
    )
    return re.sub(r"<svg[^>]*>", lambda _: start, svg, count=1)


def with_links(body: str, address: Callable[[str], str]) -> str:
    """What a figure links to as ``label:NAME`` gets the address of that label."""
    return re.sub(r'href="label:([\w-]+)"', lambda found: f'href="{html.escape(address(found[1]))}"', body)


# What Matplotlib writes: absolute moves, lines and curves, each with its letter.
PAIRS = {"M": 1, "L": 1, "Q": 2, "C": 3}
TOKEN = re.compile(r"([A-Za-z])|(-?\d*\.?\d+(?:[eE]-?\d+)?)")
SMALL = 20  # points: a marker keeps two decimals, a curve across the figure one


def _terse(path: str) -> str:
    """The same path by steps from point to point, which are short numbers: a third less over gzip.

    Each step is between two rounded points, so that what rounding does never adds up. A path with other commands
    stays as it is, but for needless spaces.
    """
    tokens = TOKEN.findall(path)
    if {letter for letter, _ in tokens if letter} - {*PAIRS, "Z", "z"}:
        return re.sub(r" ?([A-Za-z]) ?", r"\1", path)
    size = max((abs(float(number)) for letter, number in tokens if not letter), default=0)
    unit = 100 if size < SMALL else 10
    said: list[str] = []
    here = start = (0, 0)
    command, before, at = "", "", 0
    while at < len(tokens):
        if tokens[at][0]:
            command, at = tokens[at][0], at + 1
        if command in "Zz":
            said.append("z")
            here, before = start, "z"
            continue
        numbers = [round(float(number) * unit) for _, number in tokens[at : at + 2 * PAIRS[command]]]
        at += len(numbers)
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        if command == "M":
            letter, steps = "M", points
            start = points[0]
        else:
            letter, steps = command.lower(), [(x - here[0], y - here[1]) for x, y in points]
        for step in (number for pair in steps for number in pair):
            text = _short(step, unit)
            said.append(letter if letter != before else "" if text.startswith("-") else " ")
            said.append(text)
            before = letter
        here = points[-1]
        command, before = ("L", "M") if command == "M" else (command, letter)
    return "".join(said)


def _short(number: int, unit: int) -> str:
    text = f"{number / unit:g}"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text
