"""What must hold of a PDF before it is given to a reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pikepdf

from tools.print.finish import destinations
from tools.print.fonts import NAMES
from tools.print.pages import PrintError


def read(path: Path) -> None:
    """Raises ``PrintError`` with all that is wrong: pictures made of pixels, fonts that are not embedded or are not
    ours, links to nowhere or to a file of this machine."""
    with pikepdf.open(path) as pdf:
        faults = [*_pictures(pdf), *_fonts(pdf), *_links(pdf)]
    if faults:
        raise PrintError(f"{path.name}:\n" + "\n".join(sorted(set(faults))[:20]))


def fonts(pdf: pikepdf.Pdf) -> dict[str, bool]:
    """Each font by its name without the subset's tag, and whether all of it that is needed is in the file."""
    found: dict[str, bool] = {}
    for font in _dictionaries(pdf, "/Font"):
        if font.Subtype == "/Type0":
            continue  # its descendant holds the outlines
        name = str(font.get("/BaseFont", font.Subtype)).removeprefix("/").rpartition("+")[2]
        described = font.get("/FontDescriptor", {})
        inside = any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3"))
        found[name] = found.get(name, True) and inside
    return found


def _dictionaries(pdf: pikepdf.Pdf, kind: str) -> Iterator[pikepdf.Object]:
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == kind:
            yield each


def _pictures(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        for name in page.get_images():
            yield f"page {number}: expected vectors alone, got the picture {name}"
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image":
            yield f"expected vectors alone, got a picture of {each.get('/Width')} by {each.get('/Height')} pixels"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for name, inside in fonts(pdf).items():
        if not inside:
            yield f"font {name}: expected to be embedded as a font"
        if not name.startswith(NAMES):
            yield f"font {name}: expected one of {', '.join(NAMES)}; a character must be missing in these"


def _links(pdf: pikepdf.Pdf) -> Iterator[str]:
    there = destinations(pdf)
    for number, page in enumerate(pdf.pages, 1):
        for note in page.get("/Annots", []):
            if "/Dest" in note and isinstance(note.Dest, (pikepdf.Name, pikepdf.String)):
                name = str(note.Dest).removeprefix("/")
                if name not in there:
                    yield f"page {number}: expected a place to link to, got {name} that is nowhere"
            address = str(note.get("/A", {}).get("/URI", ""))
            if address and not address.startswith(("https://", "http://", "mailto:")):
                yield f"page {number}: expected a link to the network, got {address}"
