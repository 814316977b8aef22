"""The losses of the course on one map, each a box that leads to its section: the figure of the overview page.

Every arrow says when one loss becomes another; the overview page computes each of them.
"""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from . import plots

__all__ = ["loss_map"]

HEIGHT, ROUND = 0.5, 0.07

# name (one or two lines), (middle x, y, width), color, label of its section
BOXES = [
    ("A-Softmax", (1.93, 7.1, 1.2), "green", "family-table"),
    ("L-Softmax", (0.64, 7.1, 1.2), "green", "large-margin-softmax"),
    ("AM-softmax\n(CosFace)", (3.32, 7.1, 1.2), "green", "family-table"),
    ("normalized softmax\n(scale $s$)", (3.95, 6.2, 2.46), "green", "angular-normalized"),
    ("ArcFace", (4.58, 7.1, 1.2), "green", "family-table"),
    ("softmax cross-entropy", (2.61, 5.3, 5.14), "black", "softmax-loss"),
    ("hinge of the\nstrongest rival", (0.64, 4.1, 1.2), "orange", "questions-rivals"),
    ("multiclass\nhinge", (1.93, 4.1, 1.2), "orange", "svm-formula"),
    ("binary hinge", (0.64, 3.15, 1.2), "orange", "questions-binary"),
    ("squared\nhinge", (1.93, 3.15, 1.2), "orange", "questions-q6"),
    ("cross-entropy\n$H(P, Q)$", (3.32, 4.1, 1.2), "blue", "cross-entropy"),
    ("label\nsmoothing", (4.53, 4.1, 0.94), "blue", "ce-soft-targets"),
    ("KL\ndivergence", (3.32, 3.15, 1.2), "blue", "ce-kl"),
    ("binary\ncross-entropy", (4.58, 3.15, 1.2), "blue", "ce-binary"),
    ("triplet\nloss", (0.64, 1.8, 1.2), "pink", "family-triplet"),
    ("contrastive\nloss", (1.93, 1.8, 1.2), "pink", "family-contrastive"),
    ("neighborhood components\nanalysis (NCA)", (3.9, 1.8, 2.56), "pink", "metric-nca"),
    ("large margin nearest\nneighbor (LMNN)", (1.285, 0.85, 2.49), "pink", "metric-lmnn"),
]

# (x, y, width, height), color, place of its name, name
ZONES = [
    ((-0.02, 5.84, 5.26, 1.9), "green", (3.5, 7.52), "margins of angles"),
    ((-0.02, 2.78, 2.61, 1.97), "orange", (0.78, 4.5), "margins of scores"),
    ((2.66, 2.78, 2.58, 1.97), "blue", (3.4, 4.5), "probabilities"),
    ((-0.02, 0.48, 5.26, 1.71), "pink", (3.55, 1.02), "distances"),
]

# from, to, place of the condition, condition
ARROWS = [
    ((0.64, 6.86), (0.64, 5.55), (0.71, 6.2), "$m = 1$"),
    ((1.93, 6.86), (1.93, 5.55), (2.00, 6.2), "$m = 1$,\n$|W_j| = 1$"),
    ((3.32, 6.86), (3.32, 6.45), (3.39, 6.66), "$m = 0$"),
    ((4.58, 6.86), (4.58, 6.45), (4.65, 6.66), "$m = 0$"),
    ((3.95, 5.95), (3.95, 5.55), (4.02, 5.73), r"scores $s$ cos $\theta_j$"),
    ((0.82, 7.35), (1.75, 7.35), (0.98, 7.6), "$|W_j| = 1$"),
    ((0.64, 5.05), (0.64, 4.35), (0.71, 4.91), r"margin, $T \to 0$"),
    ((0.64, 3.85), (0.64, 3.4), (0.79, 3.63), "$C = 2$"),
    ((1.62, 3.85), (1.12, 3.4), (0, 0), ""),
    ((1.93, 3.4), (1.93, 3.85), (2.00, 3.6), "power 1"),
    ((3.32, 4.35), (3.32, 5.05), (3.39, 4.91), "one-hot $P$"),
    ((3.92, 4.1), (4.06, 4.1), (3.76, 3.73), "soft $P$"),
    ((4.53, 4.35), (4.53, 5.05), (4.16, 4.91), r"$\varepsilon = 0$"),
    ((5.09, 5.05), (5.09, 3.4), (4.62, 3.6), "$C = 2$"),
    ((3.32, 3.4), (3.32, 3.85), (3.39, 3.55), "$+ H(P)$"),
    ((0.64, 2.05), (0.64, 2.9), (0.71, 2.54), "scores\n$-d$"),
    ((1.93, 2.05), (1.93, 2.9), (2.00, 2.54), "scores\n$d$ and 0"),
    ((2.655, 2.05), (2.655, 5.05), (2.73, 2.54), "one partner,\nscores $-d^2$"),
    ((0.64, 1.1), (0.64, 1.55), (0.71, 1.33), "push, $d^2$"),
    ((1.93, 1.1), (1.93, 1.55), (2.00, 1.33), "pull"),
]


def loss_map() -> Figure:
    """Draw the map.

    Returns
    -------
    Figure
        5.3 by 7.4 inches. Box and words of a loss bear the address ``label:NAME`` of its section, which the
        build of the book turns into a link.

    Examples
    --------
    >>> plots.to_svg(loss_map()).count("<a href=")
    18
    """
    fig, ax = plots.subplots(figsize=(5.3, 7.4))
    ax.set(xlim=(-0.05, 5.27), ylim=(0.46, 7.78))
    ax.axis("off")
    for place, color, at, words in ZONES:
        _box(ax, *place, facecolor=plots.COLORS[color], alpha=0.12, linewidth=0)
        ax.text(*at, words, weight="bold", size=9)
    for start, end, at, words in ARROWS:
        _arrow(ax, start, end)
        if words:
            ax.text(*at, words, size=9, va="center")
    for order, (name, (x, y, width), color, label) in enumerate(BOXES, 9):
        link = {"url": f"label:{label}", "zorder": order}  # neighbors in the drawing become one link
        look = {"facecolor": plots.COLORS["white"], "edgecolor": plots.COLORS[color], "linewidth": 1.8}
        _box(ax, x - width / 2, y - HEIGHT / 2, width, HEIGHT, **look, **link)
        lines = name.split("\n")
        for line, up in zip(lines, (0.095, -0.095) if len(lines) == 2 else (0,), strict=True):
            ax.text(x, y + up, line, size=10, ha="center", va="center_baseline", **link)
    return fig


def _box(ax: Axes, x: float, y: float, width: float, height: float, **look) -> None:
    shape = f"round,pad=0,rounding_size={ROUND}"
    ax.add_patch(FancyBboxPatch((x, y), width, height, boxstyle=shape, **look))


def _arrow(ax: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    bend = -0.3 if start[1] == end[1] == 7.35 else 0  # the one that leads over the boxes
    look = {
        "arrowstyle": "-|>",
        "shrinkA": 0,
        "shrinkB": 0,
        "facecolor": plots.COLORS["black"],
        "connectionstyle": f"arc3,rad={bend}",
    }
    ax.annotate("", end, start, arrowprops=look)
