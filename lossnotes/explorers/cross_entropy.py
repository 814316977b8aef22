"""The explorer `entropy`: two distributions as bars, and entropy, cross-entropy and KL divergence as areas."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import traitlets
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .. import cross_entropy, entropy, kl_divergence, plots
from ._base import Explorer
from ._traits import Numbers, OneOf

FEWEST, MOST = 2, 6
BASE = {"bits": math.log(2), "nats": 1.0}
#: What the figure calls the symbols, by how many there are.
NAMES = {
    2: ("heads", "tails"),
    3: ("cat", "car", "frog"),
    4: ("sun", "cloud", "rain", "snow"),
    5: ("≤ 12°", "13-14°", "15-16°", "17-18°", "≥ 19°"),
    6: ("1", "2", "3", "4", "5", "6"),
}
WORDS = {
    "en": {
        "bits": "bits",
        "nats": "nats",
        "inf": "infinite",
        "text": "P = ({p}) and Q = ({q}): entropy H(P) {entropy}, cross-entropy H(P, Q) {cross}, "
        "KL divergence {divergence}.",
    },
    "ko": {
        "bits": "비트",
        "nats": "냇",
        "inf": "무한대",
        "text": "P = ({p}), Q = ({q}). 엔트로피 H(P) {entropy}, 교차 엔트로피 H(P, Q) {cross}, "
        "KL 발산 {divergence}.",
    },
}


class Distribution(Numbers):
    """`FEWEST` to `MOST` numbers from 0 to 1, divided by their sum where that is not 1."""

    def __init__(self, start: Sequence[float]) -> None:
        super().__init__(start, 0, 1, count=(FEWEST, MOST))

    def validate(self, obj: Any, value: Any) -> list[float]:
        value = super().validate(obj, value)
        total = math.fsum(value)
        if total == 0:
            raise traitlets.TraitError(f"{self.name}: expected a number above 0 among them, got {value}")
        # What sums to 1 already comes from the figure, and is to go back to it as it is.
        return value if abs(total - 1) <= 1e-12 else [x / total for x in value]


class CrossEntropy(Explorer, module="entropy"):
    """Two distributions as bars that can be dragged; entropy, cross-entropy and KL divergence as areas.

    Each symbol is a block as wide as it is probable under `p` and as high as its code word is long, so that the
    area of all blocks is the mean length. Dragging one bar scales the others: each distribution keeps its sum
    of 1. Assigning to a trait moves the figure, and moving the figure changes the trait.

    Parameters
    ----------
    p : list of float
        What happens: 2 to 6 numbers from 0 to 1, not all 0. They are divided by their sum where that is not 1.
    q : list of float
        What is believed: likewise, and as many of them.
    unit : {"bits", "nats"}
        Unit of the code lengths: logarithms to base 2, or natural ones.
    lang : {"", "en", "ko"}
        Language of the figure; "" is that of the page. At first the environment variable
        `LOSSNOTES_LANG`, if that is one of these.

    Raises
    ------
    traitlets.TraitError
        If a value is not as above.

    Examples
    --------
    >>> figure = CrossEntropy(p=[1/2, 1/4, 1/8, 1/8], q=[1/8, 1/2, 1/4, 1/8])
    >>> round(figure.entropy, 3), round(figure.cross_entropy, 3), round(figure.kl_divergence, 3)
    (1.75, 2.375, 0.625)
    """

    p = Distribution([1 / 2, 1 / 4, 1 / 8, 1 / 8])
    q = Distribution([1 / 8, 1 / 2, 1 / 4, 1 / 8])
    unit = OneOf("bits", "nats")

    @property
    def entropy(self) -> float:
        """`lossnotes.entropy` of p, in the figure's unit."""
        return float(entropy(self.p)) / BASE[self.unit]

    @property
    def cross_entropy(self) -> float:
        """`lossnotes.cross_entropy` of p and q, in the figure's unit."""
        return float(cross_entropy(self.p, self.q)) / BASE[self.unit]

    @property
    def kl_divergence(self) -> float:
        """`lossnotes.kl_divergence` of p and q, in the figure's unit."""
        return float(kl_divergence(self.p, self.q)) / BASE[self.unit]

    # Each sees the other as it will be, where both change at once.
    @traitlets.validate("p", "q")
    def _validate_count(self, proposal: Any) -> list[float]:
        name = proposal.trait.name
        other = "q" if name == "p" else "p"
        count = len(getattr(self, other))
        if len(proposal.value) != count:
            raise traitlets.TraitError(
                f"{name}: expected {count} numbers, as many as {other} has, got {len(proposal.value)}: "
                f"{proposal.value}; change both in one `with figure.hold_trait_notifications():`"
            )
        return proposal.value

    def _draw(self) -> Figure:
        fig, (left, right) = plots.subplots(1, 2, figsize=(6.4, 3), width_ratios=(2, 3))
        places = np.arange(len(self.p))
        left.bar(places - 0.2, self.p, 0.4, color=plots.COLORS["blue"], label="P")
        left.bar(places + 0.2, self.q, 0.4, color=plots.COLORS["orange"], hatch="//", label="Q")
        left.set_xticks(places, NAMES[len(self.p)], fontsize=7 if len(self.p) == 5 else None)
        left.set(ylabel="probability", ylim=(0, 1.3), yticks=[0, 0.5, 1])
        left.legend(ncols=2, loc="upper right")
        self._draw_areas(right)
        return fig

    def _draw_areas(self, ax: Axes) -> None:
        with np.errstate(divide="ignore"):
            own, used = (np.abs(np.log(x)) / BASE[self.unit] for x in (self.p, self.q))
        p, happens = np.array(self.p), np.array(self.p) > 0
        lengths = np.concatenate([own[happens], used[happens]])
        top = 1.15 * max(1.0, *lengths[np.isfinite(lengths)])
        own, used = (np.where(happens, np.minimum(x, 2 * top), 0) for x in (own, used))
        start = np.cumsum(p) - p
        style = {"align": "edge", "linewidth": 1.5}
        ax.bar(start, np.minimum(own, used), p, fc=plots.COLORS["blue"], alpha=0.45, ec="none", **style)
        for over, under, color, look in (
            (used, own, "orange", {"hatch": "//"}),
            (own, used, "green", {"linestyle": "--"}),
        ):
            more = over > under
            ax.bar(
                start[more],
                (over - under)[more],
                p[more],
                under[more],
                fc="none",
                ec=plots.COLORS[color],
                **style,
                **look,
            )
        if math.isfinite(self.cross_entropy):
            ax.axhline(self.cross_entropy, color=plots.COLORS["black"], linestyle=":", linewidth=1.5)
        cross = f"= {self.cross_entropy:.3f}" if math.isfinite(self.cross_entropy) else "infinite"
        ax.set_title(f"$H(P)$ = {self.entropy:.3f}, $H(P, Q)$ {cross}", loc="right")
        ax.grid(visible=False)
        ax.set(xlim=(0, 1), ylim=(0, top * 1.1), xticks=[0, 0.5, 1])
        ax.set(xlabel="probability $P$, added up", ylabel=f"code length ({self.unit})")

    def _fallback(self, lang: str) -> str:
        words = WORDS[lang]

        def said(value: float) -> str:
            if math.isinf(value):
                return words["inf"]
            shown = round(value, 4) + 0.0  # no -0
            return f"{shown:g} {words[self.unit]}"

        p, q = (", ".join(f"{x:.4g}" for x in values) for values in (self.p, self.q))
        return words["text"].format(
            p=p,
            q=q,
            entropy=said(self.entropy),
            cross=said(self.cross_entropy),
            divergence=said(self.kl_divergence),
        )
