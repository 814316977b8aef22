"""Reads a bilingual notebook as a page of one language.

Markdown cells of the other languages are tagged ``remove-cell``, not dropped: the number of a cell
in a warning stays its number in the file. Captions and alt texts in cell metadata become those of
the edition, and outputs that need more than MyST-NB knows (figures that follow the page's colours,
explorers) become HTML here, so that no renderer has to be patched.
"""

from __future__ import annotations

import itertools
import json
import re
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt

from lossnotes import _gathered as gathered
from lossnotes._book import EXPLORER, SENTENCE, text_of

from . import explorers, figures, stamps

LANGUAGE_TAG = re.compile(r"lang-([a-z]{2})")
FIRST_LANGUAGE = "en"  # its headings name the sections of all editions
_commonmark = MarkdownIt("commonmark")


def cell_language(cell: dict) -> str | None:
    """The language of a markdown cell, by its tag."""
    tags = cell["metadata"].get("tags", [])
    return next((found[1] for tag in tags if (found := LANGUAGE_TAG.fullmatch(tag))), None)


def pair_name(cell: dict, language: str) -> str:
    """``hinge-en`` and ``hinge-ko`` are the pair ``hinge``."""
    return cell.get("id", "").removesuffix(f"-{language}")


def headings(markdown: str) -> list[str]:
    """The text of each heading of a cell, those in code fences aside."""
    tokens = _commonmark.parse(markdown)
    return [
        after.content
        for token, after in itertools.pairwise(tokens)
        if token.type == "heading_open" and token.level == 0
    ]


def slug(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"[*_`$\\{}]", "", heading).lower()).strip("-") or "section"


def section_ids(notebook: dict) -> dict[str, list[str]]:
    """For each pair of cells the ids of its headings: slugs of the first language's."""
    used: set[str] = set()
    ids: dict[str, list[str]] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] != "markdown" or cell_language(cell) != FIRST_LANGUAGE:
            continue
        names = ids[pair_name(cell, FIRST_LANGUAGE)] = []
        for heading in headings(text_of(cell)):
            base = name = slug(heading)
            count = 1
            while name in used:
                count += 1
                name = f"{base}-{count}"
            used.add(name)
            names.append(name)
    return ids


def in_language(value, language: str):
    """``{"en": ..., "ko": ...}`` somewhere in metadata becomes the text of the edition."""
    if isinstance(value, dict):
        if value and all(re.fullmatch("[a-z]{2}", key) for key in value):
            return value[language]
        return {key: in_language(item, language) for key, item in value.items()}
    return value


def read_in(notebook: dict, language: str, where: str) -> list[tuple[str, list[str]] | None]:
    """Turns the notebook into the page of one language, in place.

    Returns for each cell the name of its pair and the ids of its headings, None for shared cells.
    """
    ids = section_ids(notebook)
    pairs: list[tuple[str, list[str]] | None] = []
    for cell in notebook["cells"]:
        metadata = cell["metadata"]
        spoken = cell_language(cell) if cell["cell_type"] == "markdown" else None
        if spoken:
            name = pair_name(cell, spoken)
            pairs.append((name, ids.get(name, [])))
            if spoken != language:
                metadata["tags"] = [*metadata["tags"], "remove-cell"]
            continue
        pairs.append(None)
        metadata["mystnb"] = in_language(metadata.get("mystnb", {}), language)
        for output in cell.get("outputs", []):
            _as_html(output, metadata["mystnb"], language, where, cell.get("id"))
    notebook["metadata"].pop("widgets", None)  # else the page asks third parties for a widget manager
    return pairs


def _as_html(output: dict, options: dict, language: str, path: str, cell: str) -> None:
    data = output.get("data", {})
    if EXPLORER in data:
        try:
            html = explorers.to_html(data[EXPLORER], _joined(data["image/svg+xml"]), language, cell)
        except ValueError as error:
            raise ValueError(f"{path}, cell {cell}: {error}") from error
    elif SENTENCE in data:
        # It wraps, as numbers may not.
        html = f'<pre class="sentence">{escape(data[SENTENCE][language])}</pre>'
    elif "image/svg+xml" in data:
        alt = options.get("image", {}).get("alt")
        if not alt:
            raise ValueError(
                f"{path}, cell {cell}: a figure needs an alt text in mystnb.image.alt, and has none"
            )
        html = figures.to_html(_joined(data["image/svg+xml"]), alt)
    else:
        return
    output["data"] = {"text/html": html}


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def on_source_read(app, docname, source):
    path = app.env.doc2path(docname, False)
    if not str(path).endswith(".ipynb"):
        return
    notebook = json.loads(source[0])
    if gathered.gathers(source[0]):
        page = Path(app.env.doc2path(docname))
        notebook = gathered.gather(notebook, page)
        for path in [*gathered.sources(page), *(stamps.PACKAGE / "exercises").glob("*.py")]:
            app.env.note_dependency(str(path))
    # The transforms of ``blocks`` run on the same document, and find the pairs here.
    app.env.temp_data["course_pairs"] = read_in(notebook, app.config.language, str(path))
    source[0] = json.dumps(notebook, ensure_ascii=False)


def setup(app):
    app.connect("source-read", on_source_read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
