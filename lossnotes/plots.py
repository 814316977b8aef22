"""Figures for the notebooks: one look, and an SVG that is the same on every run.

    fig, ax = plots.subplots()
    ax.plot(...)
    plots.show(fig)

The reader's own Matplotlib settings are neither used nor changed: figures come without pyplot, and
drawing calls run in a context of their own.
"""

from __future__ import annotations

import functools
import io
import sys
from types import MappingProxyType
from typing import Any

from cycler import cycler
from IPython.display import display
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from . import _svg

#: The only colors of a figure; the site replaces each by one that suits the reader's light or dark page.
COLORS = MappingProxyType(
    {
        "blue": "#0072b2",
        "orange": "#d55e00",
        "green": "#009e73",
        "pink": "#cc79a7",
        "grey": "#808080",
        "black": "#000000",
        "white": "#ffffff",
    }
)

#: The first five colors, line styles and markers belong together, so that color is never the only cue.
LINESTYLES = ("-", "--", "-.", ":", (0, (6, 1, 1, 1, 1, 1)))
MARKERS = ("o", "s", "^", "D", "X")

_CYCLE = cycler(color=list(COLORS.values())[:5], linestyle=LINESTYLES)

_STYLE = {
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.prop_cycle": _CYCLE,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": "medium",
    "font.size": 11,
    "grid.alpha": 0.3,
    "grid.color": COLORS["grey"],
    "grid.linewidth": 0.6,
    "legend.fontsize": "small",
    "legend.frameon": False,
    "lines.linewidth": 2,
    "patch.facecolor": COLORS["blue"],
    "svg.fonttype": "none",
    "xtick.labelsize": "small",
    "ytick.labelsize": "small",
}


def _styled(*names: str):
    """Run these methods of a class under the course's style instead of the reader's."""

    def wrap(method):
        @functools.wraps(method)
        def call(*args: Any, **kwargs: Any) -> Any:
            with style.context(["default", _STYLE]):
                return method(*args, **kwargs)

        return call

    def decorate(cls: type) -> type:
        for name in names:
            setattr(cls, name, wrap(getattr(cls, name)))
        return cls

    return decorate


@_styled(
    *("annotate", "arrow", "axhline", "axhspan", "axline", "axvline", "axvspan", "bar", "bar_label", "barh"),
    *("boxplot", "contour", "contourf", "errorbar", "fill", "fill_between", "fill_betweenx", "grid", "hist"),
    *("hlines", "legend", "pcolormesh", "plot", "quiver", "scatter", "semilogx", "semilogy", "set_title"),
    *("set_xlabel", "set_ylabel", "stairs", "stem", "step", "table", "text", "tick_params", "vlines"),
)
class _Axes(Axes):
    """Axes that draw in the style of the course."""


@_styled("colorbar", "legend", "savefig", "subplots", "suptitle", "supxlabel", "supylabel", "text")
class _Figure(Figure):
    """A figure in the style of the course, unknown to pyplot: nothing shows it twice or keeps it open."""


def subplots(
    nrows: int = 1, ncols: int = 1, *, figsize: tuple[float, float] | None = None, **kwargs: Any
) -> tuple[Figure, Any]:
    """Start a figure, 6 inches wide unless `figsize` (inches) says otherwise.

    Further arguments are those of `matplotlib.figure.Figure.subplots`. Returns the figure and its axes.

    Examples
    --------
    >>> fig, ax = subplots()
    >>> ax.plot([0, 1, 2], [2, 1, 0])  # doctest: +ELLIPSIS
    [<matplotlib.lines.Line2D object at ...>]
    >>> to_svg(fig)[:4]
    '<svg'
    """
    figsize = figsize or (6, nrows * (3.4 if ncols == 1 else 2.6))
    with style.context(["default", _STYLE]):
        fig = _Figure(figsize=figsize, layout="constrained")
    kwargs["subplot_kw"] = {"axes_class": _Axes, **kwargs.get("subplot_kw", {})}
    return fig, fig.subplots(nrows, ncols, **kwargs)


def to_svg(fig: Figure) -> str:
    """Draw a figure as SVG: text as text, coordinates to 2 decimals, transparent, the same on every run.

    Raises `ValueError` if it uses a color that is not in `COLORS`, a bitmap, a fraction or root in a text,
    or several lines of text that are not aligned left: text is set in the font of whoever shows the figure,
    and whatever was placed by the width of another font would not fit it.
    """
    _check_lines(fig)
    file = io.StringIO()
    # All four None: no date, no version, no metadata at all.
    metadata = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    with style.context(["default", _STYLE]):
        fig.savefig(
            file, format="svg", bbox_inches="tight", pad_inches=0.05, transparent=True, metadata=metadata
        )
    return _svg.compact(file.getvalue(), colors=COLORS.values())


def _check_lines(fig: Figure) -> None:
    """Matplotlib places the lines of a text by their width in its own font, but for left-aligned ones."""
    for text in fig.findobj(Text):
        if "\n" in text.get_text() and text.get_ha() != "left":
            got = f"{text.get_text()!r} aligned {text.get_ha()}"
            raise ValueError(f"figure: expected texts of several lines to be aligned left, got {got}")


def show(fig: Figure) -> None:
    """Show a figure as the cell's only output, SVG and nothing else, and close it."""
    svg = to_svg(fig)
    if "matplotlib.pyplot" in sys.modules:  # for a figure that pyplot made, which it would show again
        sys.modules["matplotlib.pyplot"].close(fig)
    display({"image/svg+xml": svg}, raw=True)
