"""A notebook with its text in one language, made from one with both."""

import copy
from collections.abc import Mapping
from typing import Any

from lossnotes._book import EXPLORER, LANGUAGES, SENTENCE, Book, Notebook, set_text, text_cell, text_of
from lossnotes._copied_text import copied_text

_FIGURE = ":::{{figure}}\n:label: {name}\n\n{caption}\n:::"


def one_language(notebook: Mapping[str, Any], lang: str, book: Book | None = None) -> Notebook:
    """Return a copy of a notebook with the text of one language.

    Code, outputs, ids and metadata stay as they are, except for what JupyterLab (with its MyST extension)
    has no counterpart of: language tags go; captions and alt texts become plain strings; a figure's caption
    stands below it in a cell of its own (``NAME-caption``), where references find it; what an explorer or a
    checked exercise says is that of the language; and the code of cells tagged ``hide-input`` is folded, that
    of cells tagged ``hide-cell`` with its output. With the book at hand, the text also gets what it takes from
    other pages: the glossary, links instead of references to other pages, and the works cited. A copy of a
    copy is the same copy.

    Parameters
    ----------
    notebook : mapping
        A notebook of format 4.5, as ``json.load`` or ``nbformat.read`` give it. It is not changed.
    lang : "en" or "ko"
        The language to keep.
    book : Book, optional
        The rest of the book, from `read_book`.

    Returns
    -------
    notebook
        A new notebook of the same type.

    Raises
    ------
    ValueError
        If the language is unknown, or a caption or alt text lacks it.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"expected a language of {', '.join(LANGUAGES)}, got {lang!r}")
    result = copy.deepcopy(notebook)
    present = {cell.get("id") for cell in result["cells"]}
    cells = []
    for cell in result["cells"]:
        tags = cell["metadata"].get("tags", [])
        if f"lang-{lang}" not in tags and any(tag.startswith("lang-") for tag in tags):
            continue
        _drop_language_tags(cell)
        if "hide-input" in tags or "hide-cell" in tags:
            cell["metadata"].setdefault("jupyter", type(cell)())["source_hidden"] = True
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if EXPLORER in data:
                said = data["text/plain"] = data[EXPLORER]["text"][lang]
                data[EXPLORER]["text"] = type(cell)({lang: said})
            if SENTENCE in data:
                said = data["text/plain"] = data[SENTENCE][lang]
                data[SENTENCE] = type(cell)({lang: said})
        if "hide-cell" in tags:  # what it prints answers a question
            cell["metadata"]["jupyter"]["outputs_hidden"] = True
        cells.append(cell)
        name, caption = _choose_texts(cell, lang)
        if caption and f"{cell['id']}-caption" not in present:
            text = _FIGURE.format(name=name, caption=caption)
            cells.append(text_cell(cell, f"{cell['id']}-caption", text))
    if book is not None:
        page = "\n\n".join(text_of(cell) for cell in cells if cell["cell_type"] == "markdown")
        for cell in cells:
            if cell["cell_type"] == "markdown":
                set_text(cell, copied_text(text_of(cell), page, lang, book))
    result["cells"] = cells
    return result


def _drop_language_tags(cell: Notebook) -> None:
    tags = cell["metadata"].get("tags", [])
    kept = [tag for tag in tags if not tag.startswith("lang-")]
    if kept:
        cell["metadata"]["tags"] = kept
    elif tags:
        del cell["metadata"]["tags"]


def _choose_texts(cell: Notebook, lang: str) -> tuple[str, str]:
    """Put caption and alt text of one language in place of both; the figure's name and its caption, or ""."""
    mystnb = cell["metadata"].get("mystnb", {})
    for holder, key in (("figure", "caption"), ("image", "alt")):
        texts = mystnb.get(holder, {}).get(key)
        if isinstance(texts, Mapping):
            if lang not in texts:
                got = ", ".join(texts) or "none"
                raise ValueError(f"cell {cell['id']}: expected a figure's {key} in {lang!r}, got only {got}")
            mystnb[holder][key] = texts[lang]
    figure = mystnb.get("figure", {})
    return figure.get("name", ""), figure.get("caption", "")
