"""``make book``: the site by Jupyter Book, with what only costs time left out.

``jupyter-book build . --warningiserror --keep-going --quiet`` does the same, seconds later.
"""

from __future__ import annotations

import gc
import sys

# The trees of all pages are millions of objects, nearly all of them in use to the end: to search them for what nobody
# needs takes a third of a build. Without, one edition needs 570 MB instead of 290.
gc.disable()

# jsonschema would compile grammars for addresses while it is imported, two seconds in each process of a build,
# for a check that no configuration of ours needs; it does without where the package is missing.
sys.modules["rfc3987_syntax"] = None

from jupyter_book.cli.main import main  # noqa: E402

if __name__ == "__main__":
    sys.argv = ["jupyter-book", "build", ".", "--warningiserror", "--keep-going", "--quiet", *sys.argv[1:]]
    try:
        sys.exit(main())
    except RuntimeError as error:  # the causes stand above; Jupyter Book's own frames would bury them
        sys.exit(str(error))
