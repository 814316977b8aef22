"""The site's Sphinx extensions: two editions of one set of bilingual notebooks, and their theme.

Each module is one idea and an extension of its own. ``coursesite.editions`` stands first in
``_config.yml``, since it sets the language that other extensions read while they load; this
package stands last and loads the rest.
"""

MODULES = (
    "locations",
    "unfinished",
    "cells",
    "blocks",
    "dropdowns",
    "exercises",
    "exercise_index",
    "glossary",
    "study",
    "bibliography",
    "api",
    "dependants",
    "mathml",
    "builder",
    "addresses",
    "page",
    "launch",
    "social",
    "feed",
    "publish",
)


def setup(app):
    for name in MODULES:
        app.setup_extension(f"coursesite.{name}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
