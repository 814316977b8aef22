"""The explorer `angles`: a feature and class vectors in the plane, and the losses that go by angle."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import traitlets
from matplotlib.figure import Figure

from .. import am_softmax_loss, arcface_loss, asoftmax_loss, lsoftmax_loss, plots, psi, softmax
from .._angular import unit_rows
from ..angle import angle
from ._base import Explorer
from ._traits import Number, Numbers, OneOf, Points, Whole

REACH = 6
NAMES = {
    "en": ("softmax", "normalized softmax", "L-Softmax", "A-Softmax", "AM-softmax", "ArcFace"),
    "ko": ("소프트맥스", "정규화한 소프트맥스", "L-Softmax", "A-Softmax", "AM-softmax", "ArcFace"),
}
KINDS = ("softmax", "normalized", "lsoftmax", "asoftmax", "amsoftmax", "arcface")
WORDS = {
    "en": {
        "text": "Feature ({x:g}, {y:g}) of class {label} and {count} class vectors, by {name}. Angles {angles}. "
        "{rule} Target logit {logit:.4g}, loss {loss:.4g}.",
        "tie": "The plain rule sees a tie.",
        "wrong": "The plain rule says class {winner}, which is wrong.",
        "right": "The plain rule says class {winner}, which is right.",
        "charged": "The plain rule says class {winner}, which is right, but the margin is not satisfied.",
    },
    "ko": {
        "text": "특징 ({x:g}, {y:g}), 정답은 클래스 {label}, 클래스 벡터 {count}개, 손실은 {name}. 각도 {angles}. "
        "{rule} 정답 로짓 {logit:.4g}, 손실 {loss:.4g}.",
        "tie": "마진 없는 규칙의 답: 동점.",
        "wrong": "마진 없는 규칙의 답: 클래스 {winner}, 오답.",
        "right": "마진 없는 규칙의 답: 클래스 {winner}, 정답.",
        "charged": "마진 없는 규칙의 답: 클래스 {winner}, 정답이지만 마진에는 미치지 못함.",
    },
}


class Angles(Explorer, module="angles"):
    """A feature and class vectors in the plane that can be dragged, with the regions and the logits of six losses.

    The plane is painted by the class that wins at test time, by inner products or cosines. Where that is the
    feature's own class but its logit, lowered by the margin, is not the largest, the plane is hatched: there
    the answer is right and training goes on.

    Parameters
    ----------
    kind : {"softmax", "normalized", "lsoftmax", "asoftmax", "amsoftmax", "arcface"}
        The loss. "normalized" is s cos(theta) for every class, without a margin.
    label : int
        The class of the feature, from 0 to C - 1.
    feature : list of float
        The feature [x, y], each from -6 to 6.
    vectors : list of list of float
        2 to 4 class vectors [x, y], each number from -6 to 6.
    m_factor : int
        The margin of L-Softmax and A-Softmax, the factor of the angle: from 1 to 4.
    lam : float
        How much of the plain cosine these two mix in, from 0 to 1000.
    m_cosine : float
        The margin of AM-softmax, in units of the cosine: from 0 to 1.
    m_angle : float
        The margin of ArcFace, in radians: from 0 to 1.5.
    s : float
        The scale of "normalized", "amsoftmax" and "arcface", from 1 to 64.
    lang : {"", "en", "ko"}
        Language of the figure; "" is that of the page. At first the environment variable
        `LOSSNOTES_LANG`, if that is one of these.

    Raises
    ------
    traitlets.TraitError
        If a value is not as above.

    Examples
    --------
    >>> figure = Angles(kind="arcface", feature=[3, 4], vectors=[[0, 5], [5, 0]], m_angle=0.5, s=10)
    >>> figure.winner, figure.satisfied, round(figure.loss, 4)
    (0, False, 2.0011)
    """

    kind = OneOf(*KINDS)
    label = Whole(0, 0, 3)
    feature = Numbers([4.0, 3.0], -REACH, REACH)
    vectors = Points([[2.0, 0.0], [0.0, 2.0]], -REACH, REACH, count=(2, 4))
    m_factor = Whole(2, 1, 4)
    lam = Number(0.0, 0.0, 1000.0)
    m_cosine = Number(0.35, 0.0, 1.0)
    m_angle = Number(0.5, 0.0, 1.5)
    s = Number(10.0, 1.0, 64.0)

    @property
    def angles(self) -> list[float]:
        """Angle of the feature to each class vector, in degrees; 90 to or from a zero vector."""
        return np.degrees(self._thetas([self.feature])[0]).tolist()

    @property
    def scores(self) -> list[float]:
        """One logit a class by the plain rule of test time, without the margin."""
        return self._logits([self.feature], margin=False)[0].tolist()

    @property
    def logits(self) -> list[float]:
        """One logit a class as the loss sees it, the target's with the margin."""
        return self._logits([self.feature])[0].tolist()

    @property
    def target_logit(self) -> float:
        """The logit of the feature's own class, with the margin."""
        return self.logits[self.label]

    @property
    def probabilities(self) -> list[float]:
        """`lossnotes.softmax` of the logits."""
        return softmax(self.logits).tolist()

    @property
    def loss(self) -> float:
        """`lossnotes.lsoftmax_loss` (plain softmax: m = 1) and so on, of the feature and its class, in nats."""
        given = [self.feature], self.vectors, [self.label]
        if self.kind in ("softmax", "lsoftmax"):
            m, lam = (1, 0.0) if self.kind == "softmax" else (self.m_factor, self.lam)
            return float(lsoftmax_loss(*given, m=m, lam=lam))
        if self.kind == "asoftmax":
            return float(asoftmax_loss(*given, m=self.m_factor, lam=self.lam))
        if self.kind == "arcface":
            return float(arcface_loss(*given, m=self.m_angle, s=self.s))
        return float(am_softmax_loss(*given, m=self.m_cosine if self.kind == "amsoftmax" else 0.0, s=self.s))

    @property
    def winner(self) -> int | None:
        """The class that the plain rule gives the feature; None in a tie."""
        return _first(self.scores)

    @property
    def satisfied(self) -> bool:
        """Whether the target logit, with its margin, is the largest."""
        return _first(self.logits) == self.label

    @traitlets.validate("label")
    def _validate_label(self, proposal: Any) -> int:
        if proposal.value >= len(self.vectors):
            raise traitlets.TraitError(
                f"label: expected a class from 0 to {len(self.vectors) - 1}, got {proposal.value}"
            )
        return proposal.value

    @traitlets.validate("vectors")
    def _validate_vectors(self, proposal: Any) -> list[list[float]]:
        if self.label >= len(proposal.value):
            raise traitlets.TraitError(
                f"vectors: expected more than {self.label} of them, since label is {self.label}, "
                f"got {len(proposal.value)}; change both in one `with figure.hold_trait_notifications():`"
            )
        return proposal.value

    def _thetas(self, features: Any) -> np.ndarray:
        return np.stack([angle(features, w) for w in self.vectors], axis=1)

    def _logits(self, features: Any, *, margin: bool = True) -> np.ndarray:
        """One row a feature: a length or s, times a cosine, or what the margin puts in its place."""
        X, W, y = np.asarray(features, dtype=float), np.asarray(self.vectors, dtype=float), self.label
        x, x_length = unit_rows(X)
        w, w_length = unit_rows(W)
        scale = np.full((len(X), len(W)), self.s)
        if self.kind in ("softmax", "lsoftmax"):
            scale = x_length * w_length.T
        elif self.kind == "asoftmax":
            scale = np.broadcast_to(x_length, scale.shape)
        cosines = x @ w.T
        theta = self._thetas(X)[:, y]
        if margin and self.kind in ("lsoftmax", "asoftmax"):
            cos = np.cos(theta)
            cosines[:, y] = (self.lam * cos + psi(cos, self.m_factor)) / (1 + self.lam)
        elif margin and self.kind == "amsoftmax":
            cosines[:, y] -= self.m_cosine
        elif margin and self.kind == "arcface":
            cosines[:, y] = np.cos(theta + self.m_angle)
        return scale * cosines

    def _draw(self) -> Figure:
        colors = [plots.COLORS[name] for name in ("blue", "orange", "green", "pink")]
        fig, ax = plots.subplots(figsize=(4.6, 4.4))
        turns = np.radians(np.arange(0, 360.5, 0.5) + 0.25)
        around = np.column_stack([np.cos(turns), np.sin(turns)])
        plain, paid = self._logits(around, margin=False), self._logits(around)
        winners = plain.argmax(axis=1)
        charged = (winners == self.label) & (paid.argmax(axis=1) != self.label)
        keys = 2 * winners + charged
        ends = [0, *(np.flatnonzero(np.diff(keys)) + 1), len(keys) - 1]
        for start, end in itertools.pairwise(ends):
            arc = np.linspace(turns[start], turns[end], 2 + (end - start) // 60)
            edge = 9 * np.column_stack([np.cos(arc), np.sin(arc)])  # beyond the corners of the frame
            ax.fill(*np.vstack([[0, 0], edge]).T, color=colors[winners[start]], alpha=0.15, linewidth=0)
            if charged[start]:
                hatched = {"fill": False, "hatch": "//", "edgecolor": colors[winners[start]]}
                ax.fill(*np.vstack([[0, 0], edge]).T, linewidth=1, linestyle="-", **hatched)
        for j, (w, color) in enumerate(zip(self.vectors, colors, strict=False)):
            self._arrow(ax, w, color, f"$W_{j}$", "-" if j == self.label else "--")
        self._arrow(ax, self.feature, plots.COLORS["black"], "$x$", "-")
        ax.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal")
        ax.set(xticks=range(-REACH, REACH + 1, 2), yticks=range(-REACH, REACH + 1, 2))
        ax.set(xlabel="feature 0", ylabel="feature 1")
        ax.grid(visible=False)
        return fig

    @staticmethod
    def _arrow(ax: Any, tip: list[float], color: str, name: str, linestyle: str) -> None:
        style = {"arrowstyle": "-|>", "color": color, "lw": 2, "ls": linestyle, "shrinkA": 0, "shrinkB": 0}
        ax.annotate("", tip, (0, 0), arrowprops=style)
        ax.text(*(np.asarray(tip) + 0.25), name, color=color, fontsize=13)

    def _fallback(self, lang: str) -> str:
        words = WORDS[lang]
        winner = self.winner
        if winner is None:
            rule = words["tie"]
        elif winner != self.label:
            rule = words["wrong"]
        else:
            rule = words["right" if self.satisfied else "charged"]
        return words["text"].format(
            x=self.feature[0],
            y=self.feature[1],
            label=self.label,
            count=len(self.vectors),
            name=NAMES[lang][KINDS.index(self.kind)],
            angles=", ".join(f"{degrees:.1f}°" for degrees in self.angles),
            rule=rule.format(winner=winner),
            logit=self.target_logit,
            loss=self.loss,
        )


def _first(values: list[float]) -> int | None:
    """Where the largest value stands; None where two are equally large but for rounding."""
    most = max(values)
    near = [j for j, value in enumerate(values) if value >= most - 1e-12 * max(1, abs(most))]
    return near[0] if len(near) == 1 else None
