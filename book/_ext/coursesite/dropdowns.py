"""``:class: dropdown`` becomes ``<details>``: closed until opened, with no script."""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform


class details(nodes.General, nodes.Element):
    """Its first child is the title."""


def visit_details(translator, node):
    translator.body.append(translator.starttag(node, "details"))
    translator.body.append("<summary><span>")
    title = node[0]
    for reference in list(title.findall(nodes.reference)):  # a link inside a summary can't be reached
        reference.replace_self(nodes.inline("", "", *reference.children))
    for child in title.children:
        child.walkabout(translator)
    translator.body.append('</span></summary>\n<div class="inside">\n')
    for child in node.children[1:]:
        child.walkabout(translator)
    translator.body.append("</div>\n</details>\n")
    raise nodes.SkipNode


def depart_details(translator, node):
    """``visit_details`` has written the whole of it."""


class Dropdowns(SphinxPostTransform):
    default_priority = 650  # after sphinx-exercise has turned its nodes into admonitions
    formats = ("html",)

    def run(self, **kwargs):
        for node in list(self.document.findall(self._is_dropdown)):
            classes = [name for name in node["classes"] if name != "dropdown"]
            node.replace_self(details("", *node.children, ids=node["ids"], classes=classes))

    @staticmethod
    def _is_dropdown(node: nodes.Node) -> bool:
        return (
            isinstance(node, nodes.Element)
            and "dropdown" in node.get("classes", [])
            and len(node) > 0
            and isinstance(node[0], nodes.title)
        )


def setup(app):
    app.add_node(details, html=(visit_details, depart_details))
    app.add_post_transform(Dropdowns)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
