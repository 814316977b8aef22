"""The explorer `metric`: the ellipse of a Mahalanobis distance among labeled leaves."""

from __future__ import annotations

import functools

import numpy as np
from matplotlib.figure import Figure

from .. import mahalanobis_distance, plots
from ._base import Explorer
from ._traits import Number, OneOf, Whole

KINDS = 4  # trees, and months
OLD, NEW = 48, 72
#: Angle of the ellipse in degrees and log2 of its half axes, by question; all of the same area, since their size
#: changes no neighbor. Those that were learned are the maps of `fit_nca(X, labels, form="log")` and
#: `fit_lmnn(X, labels)` on the 48 old leaves. NCA hardly counts the width when it is asked for the month: its
#: ellipse, 65 cm long, is cut at the limits of the figure, which changes no count of right answers.
EUCLIDEAN, HUNCH = (0.0, 0.0, 0.0), (0.0, 1.5, -1.5)
LEARNED = {
    "tree": {"nca": (28.99, 1.692, -1.692), "lmnn": (30.93, 2.157, -2.157)},
    "month": {"nca": (94.41, 2.5, -2.5), "lmnn": (99.48, 0.404, -0.404)},
}
WORDS = {
    "en": {
        "tree": "tree",
        "month": "month",
        "text": (
            "48 leaves by length and width, with an ellipse around the leaf of {length:g} by {width:g} cm: half axes of "
            "{a:.2f} cm at {angle:g} degrees and {b:.2f} cm across. Neighbors that vote: {k}; they answer {kind} {answer}. "
            "With each leaf left out in turn, {right} of 48 get the right {kind}, and {fresh} of 72 new leaves."
        ),
    },
    "ko": {
        "tree": "나무",
        "month": "달",
        "text": (
            "길이와 너비로 놓은 잎 48장과, 길이 {length:g} cm, 너비 {width:g} cm인 잎을 둘러싼 타원. 반축은 {angle:g}도 방향으로 "
            "{a:.2f} cm, 그와 수직으로 {b:.2f} cm. 투표하는 이웃의 수: {k}. 답: {kind} {answer}. "
            "맞힌 {kind}: 잎 48장에서 하나씩 빼고 {right}장, 새 잎 72장에서 {fresh}장."
        ),
    },
}


def _leaves(n: int, rng: np.random.Generator) -> np.ndarray:
    """Lengths and widths in cm of n leaves, as in the chapter on metric learning."""
    tree, month = np.arange(n) % KINDS, np.arange(n) // KINDS % KINDS
    length = 3 + 2 * month + rng.uniform(-0.85, 0.85, n)
    width = 0.3 + 0.6 * length + 0.5 * tree
    width = width + 0.1 * rng.normal(size=n)
    return np.column_stack([length, width])


@functools.cache
def leaves() -> tuple[np.ndarray, np.ndarray]:
    """The chapter's first collection, measured to 0.1 mm: its 48 old leaves, and the first 72 of its new ones."""
    rng = np.random.default_rng(0)
    return _leaves(OLD, rng).round(2), _leaves(1200, rng)[:NEW].round(2)


def labels(question: str, n: int) -> np.ndarray:
    """The tree or the month of each of n leaves."""
    return np.arange(n) // (1 if question == "tree" else KINDS) % KINDS


class Metric(Explorer, module="metric"):
    """The ellipse of a Mahalanobis distance, to turn and stretch among leaves whose tree or month is asked for.

    On the ellipse every point is at the distance 1 from the leaf in its middle. Its nearest neighbors among the
    48 leaves vote for an answer; how often such answers are right is counted, and compared with the Euclidean
    distance and with learned ones.

    Parameters
    ----------
    question : {"tree", "month"}
        The label that is asked for.
    k : int
        How many neighbors vote, 1 to 5. Of several labels with as many votes wins that of the nearest voter.
    angle : float
        Direction of the first axis of the ellipse, 0 to 180 degrees from the direction of growing length.
    log_along, log_across : float
        Logarithm to base 2 of the half axes in cm, the one along the angle and the one across it; -2.5 to 2.5.
    length, width : float
        The leaf in the middle, in cm: length 2 to 10, width 1.5 to 8.5.
    lang : {"", "en", "ko"}
        Language of the figure; "" is that of the page. At first the environment variable
        `LOSSNOTES_LANG`, if that is one of these.

    Raises
    ------
    traitlets.TraitError
        If a value is not as above.

    Examples
    --------
    >>> figure = Metric()
    >>> figure.M.tolist(), figure.answer, round(figure.leave_one_out, 2)
    ([[1.0, 0.0], [0.0, 1.0]], 1, 0.52)
    >>> figure.angle, figure.log_along, figure.log_across = 30, 2, -2
    >>> figure.answer, round(figure.leave_one_out, 2)
    (2, 1.0)
    """

    question = OneOf("tree", "month")
    k = Whole(1, 1, 5)
    angle = Number(0.0, 0, 180)
    log_along = Number(0.0, -2.5, 2.5)
    log_across = Number(0.0, -2.5, 2.5)
    length = Number(3.73, 2, 10)
    width = Number(3.61, 1.5, 8.5)

    @property
    def M(self) -> np.ndarray:
        """The matrix of the distance, shape (2, 2): symmetric and positive definite for any values."""
        along, across = 4.0**-self.log_along, 4.0**-self.log_across
        cos, sin = np.cos(np.radians(self.angle)), np.sin(np.radians(self.angle))
        beside = cos * sin * (along - across)
        return np.array(
            [[cos**2 * along + sin**2 * across, beside], [beside, sin**2 * along + cos**2 * across]]
        )

    @property
    def neighbours(self) -> np.ndarray:
        """Indices of the k nearest old leaves, the nearest first."""
        return self._nearest(self._middle)[0]

    @property
    def distances(self) -> np.ndarray:
        """`lossnotes.mahalanobis_distance` of the leaf in the middle to each of the neighbors."""
        return mahalanobis_distance(leaves()[0][self.neighbours], self._middle[0], self.M)

    @property
    def answer(self) -> int:
        """The tree or month that the neighbors vote for."""
        return self._vote(self.neighbours)

    @property
    def right(self) -> np.ndarray:
        """For each old leaf, whether the k nearest of the others answer its label; bool, shape (48,)."""
        answers = [self._vote(found) for found in self._nearest(leaves()[0], others=True)]
        return answers == labels(self.question, OLD)

    @property
    def leave_one_out(self) -> float:
        """The share of old leaves that get their label when each is left out in turn."""
        return float(self.right.mean())

    @property
    def held_out(self) -> float:
        """The share of the 72 new leaves that get their label from the old ones."""
        answers = [self._vote(found) for found in self._nearest(leaves()[1])]
        return float(np.mean(answers == labels(self.question, NEW)))

    @property
    def _middle(self) -> np.ndarray:
        return np.array([[self.length, self.width]])

    def _nearest(self, points: np.ndarray, others: bool = False) -> np.ndarray:
        """Indices (N, k) of the old leaves nearest to points (N, 2), or to themselves of the others."""
        old, _ = leaves()
        pairs = np.repeat(points, OLD, axis=0), np.tile(old, (len(points), 1))
        # Equal distances differ by their rounding: to nine decimals they are equal, and the lower index is first.
        keys = np.floor(mahalanobis_distance(*pairs, self.M) * 1e9 + 0.5).reshape(-1, OLD)
        if others:
            np.fill_diagonal(keys, np.inf)
        return keys.argsort(axis=1, kind="stable")[:, : self.k]

    def _vote(self, found: np.ndarray) -> int:
        voted = labels(self.question, OLD)[found]
        votes = np.bincount(voted, minlength=KINDS)
        return int(next(label for label in voted if votes[label] == votes.max()))

    def _draw(self) -> Figure:
        old, _ = leaves()
        asked, right = labels(self.question, OLD), self.right
        fig, ax = plots.subplots(figsize=(5.2, 4.6))
        for label, (color, marker) in enumerate(
            zip(("blue", "orange", "green", "pink"), plots.MARKERS, strict=False)
        ):
            for shown, fill in ((right, plots.COLORS[color]), (~right, "none")):
                points = old[(asked == label) & shown]
                name = f"{self.question} {label}" if fill != "none" else None
                ax.plot(
                    *points.T,
                    marker,
                    color=plots.COLORS[color],
                    markerfacecolor=fill,
                    markersize=6,
                    linestyle="none",
                    label=name,
                )
        turn = np.linspace(0, 2 * np.pi, 61)
        t = np.radians(self.angle)
        axes = np.array([[np.cos(t), np.sin(t)], [-np.sin(t), np.cos(t)]])
        ring = (
            np.column_stack([2.0**self.log_along * np.cos(turn), 2.0**self.log_across * np.sin(turn)]) @ axes
        )
        middle = np.array([self.length, self.width])
        for radius, style in ((1.0, "-"), (self.distances[-1], "--")):
            ax.plot(*(middle + radius * ring).T, color=plots.COLORS["black"], linestyle=style)
        ax.plot(*middle, "X", color=plots.COLORS["black"], markersize=9)
        ax.plot(
            *old[self.neighbours].T, "o", color=plots.COLORS["black"], markerfacecolor="none", markersize=13
        )
        ax.set(xlim=(1.5, 10.5), ylim=(1, 8.9), aspect="equal", xlabel="length (cm)", ylabel="width (cm)")
        ax.legend(loc="upper left", handletextpad=0.1)
        return fig

    def _fallback(self, lang: str) -> str:
        words = WORDS[lang]
        return words["text"].format(
            length=self.length,
            width=self.width,
            a=2.0**self.log_along,
            b=2.0**self.log_across,
            angle=self.angle,
            k=self.k,
            kind=words[self.question],
            answer=self.answer,
            right=round(self.leave_one_out * OLD),
            fresh=round(self.held_out * NEW),
        )
