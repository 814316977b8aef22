"""Make Matplotlib's SVG fit to be stored in a notebook and inlined in a page.

Takes the text of an SVG file, returns the same drawing: smaller, without anything that changes from
run to run, and without anything that would reach beyond it once it stands inside an HTML page.
"""

from __future__ import annotations

import hashlib
import re
import xml.etree.ElementTree as ET
from collections.abc import Collection

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_DECIMAL = re.compile(r"-?\d+\.\d+")
_LOOK = ("y", "font-size", "font-style", "font-weight")
_PAINTS = ("fill", "stroke")

ET.register_namespace("", _SVG.strip("{}"))  # write <path>, not <ns0:path>


def compact(text: str, *, colors: Collection[str]) -> str:
    """Return the drawing on one line, with coordinates to 2 decimals; refuse colors not in `colors`."""
    root = ET.fromstring(text)  # drops comments, the XML declaration and the document type
    root.set("font-family", "system-ui, sans-serif")  # where no page says otherwise
    _replace_styles(root)
    _check_paints(root, colors)
    _free_text(root)
    for element in root.iter():
        element.tail = None
        if element.tag not in (f"{_SVG}text", f"{_SVG}tspan"):
            element.text = None
        for name, value in element.attrib.items():
            element.set(name, _rounded(" ".join(value.split())))
    _drop_unused_ids(root)
    _drop_what_is_not_drawn(root)
    _join_links(root)
    # Two figures of a page must not share an id, so ids are numbered and carry a digest of the drawing.
    ids = [element.get("id") for element in root.iter() if "id" in element.attrib]
    _rename_ids(root, {old: f"{i}" for i, old in enumerate(ids)})
    digest = hashlib.sha256(ET.tostring(root)).hexdigest()[:8]
    _rename_ids(root, {f"{i}": f"f{digest}-{i}" for i in range(len(ids))})
    return ET.tostring(root, encoding="unicode")


def _replace_styles(root: ET.Element) -> None:
    """Attributes instead of CSS: a <style> would apply to the whole page, a theme must override the rest."""
    for defs in root.findall(f"{_SVG}defs"):
        for style in defs.findall(f"{_SVG}style"):  # *{stroke-linejoin: round; stroke-linecap: butt}
            defs.remove(style)
            root.attrib.update({"stroke-linejoin": "round", "stroke-linecap": "butt"})
    for metadata in root.findall(f"{_SVG}metadata"):
        root.remove(metadata)
    for element in root.iter():
        for declaration in filter(str.strip, element.attrib.pop("style", "").split(";")):
            name, value = declaration.split(":", 1)
            element.set(name.strip(), value.strip())
        if _HREF in element.attrib:
            element.set("href", element.attrib.pop(_HREF))


def _check_paints(root: ET.Element, colors: Collection[str]) -> None:
    allowed = {"none", *colors}
    expected = ", ".join(sorted(colors))
    for element in root.iter():
        if element.tag == f"{_SVG}image":
            raise ValueError("figure: expected lines and areas only, got a bitmap, which no theme can adapt")
        for paint in _PAINTS:
            got = element.get(paint, "none")
            if got not in allowed and not _target(paint, got):  # what hatches refer to is checked itself
                raise ValueError(f"figure: expected plots.COLORS ({expected}), got {paint} {got}")


def _free_text(root: ET.Element) -> None:
    """Text that the reader's own font can set: Matplotlib pins every letter of a formula to its place."""
    for parent in root.iter():
        for text in parent.findall(f"{_SVG}text"):
            text.attrib.pop("font-family", None)
            if text.get("transform", "").startswith("rotate(-0 "):
                del text.attrib["transform"]
            if len(text):
                if parent.find(f"{_SVG}rect") is not None:
                    got = "".join("".join(text.itertext()).split())
                    raise ValueError(
                        f"figure: expected no fraction or root in a text, got one around {got!r}"
                    )
                _join_letters(text)


def _join_letters(text: ET.Element) -> None:
    """Letters of one size and height become one piece; a raised or lowered piece is shifted from the last."""
    pieces: list[tuple[dict[str, str], str]] = []
    for letter in sorted(text, key=lambda letter: float(letter.get("x"))):  # they come sorted by font
        look = {name: value for name, value in letter.attrib.items() if name in _LOOK}
        if pieces and pieces[-1][0] == look:
            pieces[-1] = look, pieces[-1][1] + letter.text
        else:
            pieces.append((look, letter.text))
    text[:], text.text = [], None
    height = 0.0
    for look, said in pieces:
        y = float(look.pop("y", 0))
        piece = ET.SubElement(text, f"{_SVG}tspan", look)
        piece.text = said
        if y != height:
            piece.set("dy", str(y - height))
        height = y


def _join_links(root: ET.Element) -> None:
    """A box and the words in it are one link, and open where the reader is."""
    for parent in root.iter():
        kept: list[ET.Element] = []
        for child in parent:
            if child.tag == f"{_SVG}a":
                child.attrib.pop("target", None)
                if kept and kept[-1].tag == child.tag and kept[-1].get("href") == child.get("href"):
                    kept[-1].extend(child)
                    continue
            kept.append(child)
        parent[:] = kept


def _rounded(value: str) -> str:
    """Two decimals everywhere but in scale() and matrix(), which multiply."""

    def shorten(match: re.Match) -> str:
        short = f"{float(match[0]):.2f}".rstrip("0").rstrip(".")
        return "0" if short == "-0" else short

    parts = re.split(r"((?:scale|matrix)\([^)]*\))", value)
    return "".join(part if i % 2 else _DECIMAL.sub(shorten, part) for i, part in enumerate(parts))


def _drop_unused_ids(root: ET.Element) -> None:
    used = {_target(name, value) for element in root.iter() for name, value in element.attrib.items()}
    for element in root.iter():
        if element.get("id") not in used:
            element.attrib.pop("id", None)


def _drop_what_is_not_drawn(element: ET.Element) -> None:
    """Backgrounds without paint, empty groups, and groups that only group."""
    kept = []
    for child in element:
        _drop_what_is_not_drawn(child)
        if child.get("fill") == "none" and not {"stroke", "id"} & child.attrib.keys():
            continue
        if child.tag in (f"{_SVG}g", f"{_SVG}defs") and len(child) == 0:
            continue
        kept += child if child.tag == f"{_SVG}g" and not child.attrib else [child]
    element[:] = kept


def _rename_ids(root: ET.Element, names: dict[str, str]) -> None:
    for element in root.iter():
        if "id" in element.attrib:
            element.set("id", names[element.get("id")])
        for name, value in element.attrib.items():
            if target := _target(name, value):
                element.set(name, value.replace(target, names[target]))


def _target(name: str, value: str) -> str | None:
    """The id that an attribute refers to, if it does."""
    if name == "href":  # others are links: label:NAME, to a section of the book
        return value[1:] if value.startswith("#") else None
    return value[5:-1] if value.startswith("url(#") else None
