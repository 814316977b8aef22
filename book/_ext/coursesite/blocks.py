"""Section ids and blocks that are the same in every edition.

A *block* is the part of a markdown cell between two headings; the side-by-side edition sets blocks
of the same name next to each other, and the language switch finds the reader's place by them.
MyST-NB numbers the lines of cell ``k`` from ``(k + 1) * 10000``: so a node knows its cell.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms import SphinxTransform

LINES_A_CELL = 10000


class block(nodes.General, nodes.Element):
    """Attributes: ``name`` of the pair, ``part`` within the cell."""


def visit_block(translator, node):
    translator.body.append(f'<div class="block" id="b-{node["name"]}-{node["part"]}">\n')


def depart_block(translator, node):
    translator.body.append("</div>\n")


def skip(translator, node):
    """Other builders (text, linkcheck) see through a block."""


def _cell(node: nodes.Node) -> int | None:
    line = getattr(node, "line", None)
    return line // LINES_A_CELL - 1 if line else None


def _is_of_page(section: nodes.section) -> bool:
    """sphinx-exercise has sections of its own inside an exercise; those are no headings of the page."""
    return isinstance(section.parent, (nodes.document, nodes.section))


def _pairs(transform: SphinxTransform) -> list:
    return transform.env.temp_data.get("course_pairs") or []


class SectionIds(SphinxTransform):
    """A label before a heading is *the* id of the section; without one, the first language's slug is."""

    default_priority = 265  # right after docutils' PropagateTargets (260)

    def apply(self, **kwargs):
        left = [list(pair[1]) if pair else [] for pair in _pairs(self)]
        for section in filter(_is_of_page, list(self.document.findall(nodes.section))):
            cell = _cell(section)
            if cell is None or not 0 <= cell < len(left):
                continue
            slug = left[cell].pop(0) if left[cell] else None
            explicit = [self.document.nameids.get(name) for name in section["names"] if self._is_label(name)]
            chosen = next((ident for ident in explicit if ident), slug)
            if chosen and self.document.ids.get(chosen) in (None, section):
                section["ids"] = [chosen, *(ident for ident in explicit if ident and ident != chosen)]
                self.document.ids[chosen] = section
                self._rename(section, chosen)

    def _is_label(self, name: str) -> bool:
        return bool(self.document.nametypes.get(name))

    def _rename(self, section: nodes.section, chosen: str) -> None:
        """Names that pointed to an id that is gone point to the one that stays."""
        for name in section["names"]:
            if self.document.nameids.get(name) not in section["ids"]:
                self.document.nameids[name] = chosen


class Blocks(SphinxTransform):
    """Wraps each heading-free run of a language's cell."""

    default_priority = 270

    def apply(self, **kwargs):
        pairs = _pairs(self)
        parts: dict[str, int] = {}
        for parent in [self.document, *filter(_is_of_page, self.document.findall(nodes.section))]:
            run: list[nodes.Node] = []
            name = None
            for child in list(parent.children):
                own = self._name(child, pairs, name)
                if own != name or own is None:
                    self._wrap(parent, run, name, parts)
                    run, name = [], own
                if own is not None:
                    run.append(child)
            self._wrap(parent, run, name, parts)

    @staticmethod
    def _name(child: nodes.Node, pairs: list, current: str | None) -> str | None:
        """The pair that a node belongs to; None for what stays outside of blocks."""
        # A code cell bears ``nb_element``; a label stays before its heading.
        if isinstance(child, (nodes.section, nodes.title, nodes.target, nodes.comment)):
            return None
        if isinstance(child, nodes.Element) and "nb_element" in child:
            return None
        cell = _cell(child)
        if cell is None:
            return current
        pair = pairs[cell] if 0 <= cell < len(pairs) else None
        return pair[0] if pair else None

    @staticmethod
    def _wrap(parent: nodes.Element, run: list[nodes.Node], name: str | None, parts: dict[str, int]) -> None:
        if name is None or not run:
            return
        wrapper = block(name=name, part=parts.setdefault(name, 0))
        parts[name] += 1
        wrapper.line = run[0].line if hasattr(run[0], "line") else None
        parent.insert(parent.index(run[0]), wrapper)
        for node in run:
            parent.remove(node)
            wrapper.append(node)


def setup(app):
    app.add_node(block, html=(visit_block, depart_block), latex=(skip, skip), text=(skip, skip))
    app.add_transform(SectionIds)
    app.add_transform(Blocks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
