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


def _terse(path: str) -> str:
    """SVG needs no space around a command's letter."""
    return re.sub(r" ?([A-Za-z]) ?", r"\1", path)
