"""A stored Matplotlib SVG as an inline figure that follows the page's colours."""

from __future__ import annotations

import html
import re

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


def to_html(svg: str, alt: str, prefix: str) -> str:
    """``prefix`` keeps the ids of two figures on one page apart."""
    svg = svg[svg.index("<svg") :].rstrip()
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.S)
    svg = re.sub(r"<style type=\"text/css\">.*?</style>\s*", "", svg, flags=re.S)  # stands on the element
    svg = re.sub(r"<defs>\s*</defs>\s*", "", svg)
    svg = re.sub(r"#[0-9a-f]{6}\b", lambda found: PROPERTIES.get(found[0], found[0]), svg)
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}\1"', svg)
    svg = re.sub(r'(href="#|url\(#)', rf"\g<1>{prefix}", svg)
    svg = _without_unused_ids(svg)
    svg = re.sub(r"\n\s*", "\n", svg)
    box = re.search(r'viewBox="[\d.]+ [\d.]+ ([\d.]+) ([\d.]+)"', svg)
    width, height = (round(float(side) * CSS_PIXELS_A_POINT) for side in box.groups())
    viewbox = box[0]
    start = (
        f'<svg class="figure" role="img" aria-label="{html.escape(alt)}" {viewbox} '
        f'width="{width}" height="{height}" fill="currentColor" stroke-linejoin="round">'
    )
    return re.sub(r"<svg[^>]*>", lambda _: start, svg, count=1)


def _without_unused_ids(svg: str) -> str:
    """Matplotlib names every group; only what is referred to needs a name."""
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg))
    return re.sub(r' id="([^"]+)"', lambda found: found[0] if found[1] in used else "", svg)
