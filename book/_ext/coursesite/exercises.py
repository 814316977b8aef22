"""sphinx-exercise wraps the text of each exercise in a section that bears the same id every time."""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform


class UnwrapContents(SphinxPostTransform):
    """Drops that section, keeps what is in it: no id twice on a page, no level of headings skipped."""

    default_priority = 640  # after sphinx-exercise, before the drop-downs take the children

    def run(self, **kwargs):
        for section in list(self.document.findall(nodes.section)):
            if section["ids"] and section["ids"][0] in ("exercise-content", "solution-content"):
                section["ids"] = []  # else docutils hands them on to the first child
                section.replace_self(section.children)


def setup(app):
    app.add_post_transform(UnwrapContents)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
