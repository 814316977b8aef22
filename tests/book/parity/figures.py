"""Every figure has a name, a caption and an alt text in both languages."""

from collections.abc import Iterator

from .page import LANGUAGES, Cell, Page
from .problem import Problem

EXPLORER = "application/vnd.lossnotes.explorer+json"


def _is_figure(cell: Cell) -> bool:
    """A drawing; the still of an explorer brings its own caption."""
    shown = [output.get("data", {}) for output in cell.outputs]
    return any("image/svg+xml" in data and EXPLORER not in data for data in shown)


def check_figures(page: Page) -> Iterator[Problem]:
    """What the cells that show a figure carry in their metadata, and nobody else."""
    for cell in page.cells:
        mystnb = cell.metadata.get("mystnb", {})
        figure, image = mystnb.get("figure", {}), mystnb.get("image", {})
        if not _is_figure(cell):
            if figure or image:
                yield page.problem(cell.id, "a caption or alt text, but no stored figure: run make execute")
            continue
        if not str(figure.get("name", "")).startswith("fig-"):
            yield page.problem(
                cell.id, f"expected a figure's name beginning with fig-, got {figure.get('name')!r}"
            )
        if "hide-input" not in cell.tags:
            yield page.problem(cell.id, "the code of a figure bears the tag hide-input")
        for where, texts, place in (
            ("caption", figure.get("caption"), "figure.caption"),
            ("alt text", image.get("alt"), "image.alt"),
        ):
            if not isinstance(texts, dict):
                yield page.problem(
                    cell.id,
                    f"the figure's {where} is missing: expected mystnb.{place} in the cell's metadata, "
                    "an object with en and ko",
                )
                continue
            for lang in LANGUAGES:
                if not isinstance(texts.get(lang), str) or not texts[lang].strip():
                    yield page.problem(cell.id, f"the figure's {where} is missing in the language {lang}")


def check_figure_names(page: Page) -> Iterator[Problem]:
    """No two figures of a page with the same name."""
    seen: set[str] = set()
    for cell in page.cells:
        name = cell.metadata.get("mystnb", {}).get("figure", {}).get("name")
        if name in seen:
            yield page.problem(cell.id, f"a second figure with the name {name}")
        if name:
            seen.add(name)
