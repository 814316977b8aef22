"""The math font, reduced to the characters that the site's formulas use (and what they stretch to)."""

from __future__ import annotations

import hashlib
import html
import logging
import re
import shutil
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from . import stamps, whole
from .mathml import npm_package

FONT = "files/stix-two-math-latin-400-normal.woff2"
HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff]")
ALONE = re.compile(r"<mi(?![^>]*mathvariant)[^>]*>([^<&]|&[a-z#0-9]+;)</mi>")
FEATURES = ["ssty", "math", "flac", "dtls", "ccmp", "mark", "mkmk"]


def _italics() -> dict[str, str]:
    """MathML shows ``<mi>x</mi>`` as mathematical italic x, another character than the one written."""
    italic = {chr(65 + i): chr(0x1D434 + i) for i in range(26)}
    italic |= {chr(97 + i): chr(0x1D44E + i) for i in range(26)}
    italic |= {chr(0x391 + i): chr(0x1D6E2 + i) for i in range(25)}
    italic |= {chr(0x3B1 + i): chr(0x1D6FC + i) for i in range(25)}
    italic |= {letter: chr(0x1D715 + i) for i, letter in enumerate("∂ϵϑϰϕϱϖ")}  # after omega
    italic["h"] = "\u210e"  # its place in the block of italics is empty
    italic["∇"] = "\U0001d6fb"
    return italic


def characters(root: Path) -> set[str]:
    """All characters inside the formulas of the built pages."""
    italic = _italics()
    found = set("0123456789")
    for path in root.glob("*/*.html"):
        for formula in re.findall(r"<math.*?</math>", path.read_text("utf-8"), re.S):
            visible = re.sub(r"<annotation.*?</annotation>", "", formula, flags=re.S)
            # A letter alone is set in italics, whose characters are others; what is upright stands in longer names.
            alone = ALONE.findall(visible)
            found |= {italic.get(letter, letter) for letter in map(html.unescape, alone)}
            found |= set(html.unescape(re.sub(r"<[^>]+>", "", ALONE.sub("", visible))))
            if re.search("<m(sqrt|root)", visible):
                found.add("√")  # drawn for the element, not written in it
    return {character for character in found if not HANGUL.match(character)}  # set in the text's font


def write(root: Path, target: Path) -> None:
    """The font is kept between builds, since reducing it takes a second."""
    kept, note = (root.parent / ".cache" / name for name in ("math.woff2", "math-font.txt"))
    wanted = "".join(sorted(characters(root)))
    font = npm_package("@fontsource/stix-two-math") / FONT
    stamp = hashlib.sha256(f"{stamps.reading()} {wanted}".encode() + font.read_bytes()).hexdigest()
    if not (kept.exists() and note.exists() and note.read_text("utf-8") == stamp):
        note.unlink(missing_ok=True)  # while the font is being written, it is nobody's
        kept.parent.mkdir(parents=True, exist_ok=True)
        _reduce(font, wanted, kept)
        whole.write(note, stamp)
    shutil.copyfile(kept, target)


def _reduce(source: Path, wanted: str, target: Path) -> None:
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    font = TTFont(source, recalcTimestamp=False)  # the same font from every build
    options = subset.Options(hinting=False, layout_features=FEATURES)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=wanted)
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)
