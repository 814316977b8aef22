"""A figure of lossnotes.plots as an inline SVG that follows the page's colours."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
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
    root = ET.fromstring(svg[svg.index("<svg") :].rstrip())
    _join(root)
    _gather(root)
    svg = ET.tostring(root, encoding="unicode").replace(" />", "/>")
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


SVG = "http://www.w3.org/2000/svg"
ET.register_namespace("", SVG)
LINE = re.compile(r"M (\S+) (\S+) L (\S+) (\S+)")
GRID = {"stroke": "#808080", "stroke-opacity": "0.3"}


def _join(root: ET.Element) -> None:
    """The same drawing with ticks that look alike, and lines of the grid, as one path each: Matplotlib draws each
    alone, with all that is to be said of its look. Other lines keep their place in what covers what."""
    marks = {
        mark.get("id"): LINE.fullmatch(mark.get("d", ""))
        for mark in root.iterfind(f".//{{{SVG}}}defs/*[@id]")
    }
    for parent in list(root.iter()):
        if parent.tag == f"{{{SVG}}}defs":
            continue
        first: dict[tuple, ET.Element] = {}
        for child in list(parent):
            look = dict(child.attrib)
            if child.tag == f"{{{SVG}}}use" and (mark := marks.get(look.pop("href", "#")[1:])):
                x, y = float(look.pop("x", 0)), float(look.pop("y", 0))
                a, b, c, d = map(float, mark.groups())
                line = f"M {x + a:g} {y + b:g} L {x + c:g} {y + d:g}"
            elif child.tag == f"{{{SVG}}}path" and GRID.items() <= look.items() and LINE.fullmatch(look["d"]):
                line = look.pop("d")
            else:
                continue
            key = (child.tag, *sorted(look.items()))
            if key in first:
                first[key].set("d", f"{first[key].get('d')} {line}")
                parent.remove(child)
            else:
                first[key] = child
                child.tag = f"{{{SVG}}}path"
                child.attrib.clear()
                child.attrib.update({"d": line, **look})
    used = {element.get("href", "#")[1:] for element in root.iter(f"{{{SVG}}}use")}
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{{{SVG}}}defs" and all(
                marks.get(one.get("id")) and one.get("id") not in used for one in child
            ):
                parent.remove(child)


OWN = {"x", "y", "d", "href"}  # what each of a row of marks keeps for itself
INHERITED = {"clip-path", "fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width"} | {
    f"stroke-{what}" for what in ("dasharray", "dashoffset", "linecap", "linejoin")
}


def _gather(root: ET.Element) -> None:
    """The same drawing with a row of marks that look alike as a group that says once how they look."""
    for parent in list(root.iter()):
        rows: list[tuple[tuple, list[ET.Element]]] = []
        for child in parent:
            look = {name: value for name, value in child.attrib.items() if name not in OWN}
            plain = child.tag in (f"{{{SVG}}}use", f"{{{SVG}}}path") and look.keys() <= INHERITED
            key = tuple(sorted(look.items())) if plain else ()
            if key and rows and rows[-1][0] == key:
                rows[-1][1].append(child)
            else:
                rows.append((key, [child]))
        if all(len(row) == 1 for _, row in rows):
            continue
        for child in list(parent):
            parent.remove(child)
        for key, row in rows:
            if len(row) == 1:
                parent.append(row[0])
                continue
            group = ET.SubElement(parent, f"{{{SVG}}}g", dict(key))
            for child in row:
                for name, _ in key:
                    del child.attrib[name]
                group.append(child)


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
