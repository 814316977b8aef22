"""Social cards: the picture that stands beside a link to a page elsewhere, with the page's title and part.

They are drawn when a page is written, by the process of its language, and only when the site's address is
known: a card that nobody can name is weight and nothing else. Sphinx's own extension for cards has one layout,
without Korean, and knows one edition.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from . import cardfont
from .social import CARD

WIDTH, HEIGHT = CARD
EDGE = 84
GROUND, LINE, PALE, WHITE = "#0b57b0", "#1f6cc4", "#cfe2ff", "#ffffff"
SHARPER = 3  # Pillow's lines have no soft edges: drawn larger, then reduced
SIZES = (92, 80, 70, 62, 54, 46)  # of the title; the first in which it fits below the curve
TALLEST = 300


@cache
def _font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    file, index = cardfont.files()[0 if bold else 1]
    return ImageFont.truetype(file, size, index=index, layout_engine=ImageFont.Layout.BASIC)


@cache
def _ground() -> Image.Image:
    """What all cards share: the curve of the hinge loss, large and pale, and the site's icon."""
    image = Image.new("RGB", (WIDTH * SHARPER, HEIGHT * SHARPER), GROUND)
    draw = ImageDraw.Draw(image)

    def line(points, color, width):
        scaled = [(x * SHARPER, y * SHARPER) for x, y in points]
        draw.line(scaled, color, width * SHARPER, joint="curve")

    def dot(x, y, radius, color):
        draw.circle((x * SHARPER, y * SHARPER), radius * SHARPER, color)

    line([(690, -20), (900, 225), (1220, 225)], LINE, 18)
    dot(900, 225, 34, LINE)
    draw.rounded_rectangle([value * SHARPER for value in (EDGE, 72, EDGE + 60, 132)], 13 * SHARPER, WHITE)
    line([(EDGE + 10, 87), (EDGE + 30, 115), (EDGE + 50, 115)], GROUND, 6)
    dot(EDGE + 30, 115, 6, GROUND)
    return image.resize(CARD, Image.Resampling.LANCZOS)


def wrapped(words: str, font, width: int) -> list[str] | None:
    """Lines that are broken between words, as Korean is too; None when a word is longer than a line."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        elif font.getlength(word) <= width:
            lines.append(word)
        else:
            return None
    return lines


def balanced(words: str, font, width: int) -> list[str] | None:
    """As few lines as fit, and these of about the same length: a title should not end in a word of its own."""
    lines = wrapped(words, font, width)
    while lines and (narrower := wrapped(words, font, width := width - 20)) and len(narrower) == len(lines):
        lines = narrower
    return lines


def draw(title: str, above: str, site: str) -> Image.Image:
    """The card of a page: its title, what it is part of, and the course."""
    image = _ground().copy()
    pen = ImageDraw.Draw(image)
    pen.text((EDGE + 82, 102), site, WHITE, _font(36, bold=False), anchor="lm")
    for size in SIZES:
        font = _font(size, bold=True)
        step = round(size * 1.22)
        lines = balanced(title, font, WIDTH - 2 * EDGE)
        if lines and len(lines) * step <= TALLEST:
            break
    else:
        raise ValueError(f"expected a title that fits on a card, got {title!r}")
    bottom = HEIGHT - EDGE - 6
    for number, line in enumerate(reversed(lines)):
        pen.text((EDGE, bottom - number * step), line, WHITE, font, anchor="ls")
    pen.text((EDGE, bottom - len(lines) * step - 8), above, PALE, _font(36, bold=False), anchor="ls")
    return image.quantize(64)


def write(path: Path, title: str, above: str, site: str) -> None:
    """Draw a card and put it there as a whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draw(title, above, site).save(temporary, "png", optimize=True)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
