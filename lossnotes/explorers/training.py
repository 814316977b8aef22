"""The explorer `training`: the eight rows of the PyTorch chapter, trained in the page."""

from __future__ import annotations

import functools

import numpy as np
from matplotlib.figure import Figure

from .. import linear_scores, plots, softmax, softmax_cross_entropy
from ..examples import PUBLISHED_COSTS, ROWS_X, ROWS_Y, recovered_start
from ..gradient_descent import Descent, gradient_descent
from ._base import Explorer
from ._traits import Number, Switch, Whole

EPOCHS = 1000
WORDS = {
    "en": {
        "text": "Training of eight rows with the learning rate {rate}{double}: at epoch {epoch} the cost is "
        "{cost}, and {right} of 8 rows are right.",
        "double": " and a softmax too many",
    },
    "ko": {
        "text": "여덟 행의 학습(학습률 {rate}{double}): 에포크 {epoch}, 손실 {cost}, 맞은 행은 8개 중 {right}개.",
        "double": ", 소프트맥스 두 번",
    },
}
# Corners of the triangle of all probabilities of three classes.
_CORNERS = np.array([[0, 0], [0.5, 3**0.5 / 2], [1, 0]])


def _loss(parameters: tuple[np.ndarray, ...], *, double: bool) -> tuple[float, tuple[np.ndarray, ...]]:
    """Mean cost and its gradient; `double` puts a softmax before the cross-entropy."""
    scores = linear_scores(ROWS_X, *parameters)
    given = softmax(scores) if double else scores
    cost, pull = softmax_cross_entropy(given, ROWS_Y, return_grad=True)
    if double:  # back through the first softmax, by its Jacobian
        pull = given * (pull - (pull * given).sum(axis=1, keepdims=True))
    return cost, (pull.T @ ROWS_X, pull.sum(axis=0))


@functools.lru_cache(maxsize=8)
def _run(rate: float, double: bool) -> Descent:
    """The whole training in float64."""
    weight, bias = (start.astype(np.float64) for start in recovered_start())
    loss = functools.partial(_loss, double=double)
    return gradient_descent(loss, (weight, bias), learning_rate=rate, steps=EPOCHS)


class Training(Explorer, module="training"):
    """Train the eight rows of the PyTorch chapter and look at any epoch: costs, probabilities and answers.

    The training is gradient descent on all eight rows at once, from `lossnotes.examples.recovered_start`, on the
    mean softmax cross-entropy, in float64. An epoch is one update; the cost of an epoch is the one before it.
    The eleven costs that were published of this run are `lossnotes.examples.PUBLISHED_COSTS`.

    With large rates the run jumps about, on a path that rounding decides: late in a run with a rate of 0.28 and more
    the figure and these properties may then tell different numbers. They stay finite at any rate, since each
    row pulls at its scores by 1.42 at most.

    Parameters
    ----------
    epoch : int
        The epoch that is looked at, from 0 to 1000.
    rate : float
        The learning rate, from 0.001 to 10; that of the published run is 0.1.
    double : bool
        Whether a softmax stands before the cross-entropy, which has one of its own: the bug of a softmax too many.
    lang : {"", "en", "ko"}
        Language of the figure; "" is that of the page. At first the environment variable
        `LOSSNOTES_LANG`, if that is one of these.

    Raises
    ------
    traitlets.TraitError
        If a value is not as above.

    Examples
    --------
    >>> figure = Training(epoch=500)
    >>> round(figure.cost, 6), figure.answers.tolist()
    (0.465922, [2, 2, 2, 1, 0, 1, 0, 0])
    >>> Training(epoch=1000, double=True).cost > figure.floor
    True
    """

    epoch = Whole(100, 0, EPOCHS)
    rate = Number(0.1, 1e-3, 10.0)
    double = Switch()

    #: The lowest cost that the bug leaves possible, log(1 + 2/e), in nats.
    floor = float(np.log1p(2 / np.e))

    @property
    def costs(self) -> np.ndarray:
        """The cost of each epoch from 0 to 1000, in nats."""
        return _run(self.rate, self.double).losses.copy()

    @property
    def cost(self) -> float:
        """The cost of this epoch, before its update, in nats."""
        return float(_run(self.rate, self.double).losses[self.epoch])

    @property
    def weight(self) -> np.ndarray:
        """The weights of this epoch, before its update, shape (3, 4)."""
        return _run(self.rate, self.double).path[0][self.epoch].copy()

    @property
    def bias(self) -> np.ndarray:
        """The biases of this epoch, before its update, shape (3,)."""
        return _run(self.rate, self.double).path[1][self.epoch].copy()

    @property
    def probabilities(self) -> np.ndarray:
        """`lossnotes.softmax` of the scores of each row, shape (8, 3)."""
        return softmax(linear_scores(ROWS_X, self.weight, self.bias))

    @property
    def answers(self) -> np.ndarray:
        """The class of the highest probability of each row, shape (8,)."""
        return self.probabilities.argmax(axis=1)

    def _draw(self) -> Figure:
        fig, (left, right) = plots.subplots(1, 2, figsize=(7, 3.2))
        self._draw_costs(left)
        self._draw_rows(right)
        return fig

    def _draw_costs(self, ax) -> None:
        # Even epochs, as those of the published log; in between the run zigzags.
        shown = np.r_[0:40:4, 40 : EPOCHS + 1 : 20]
        blue, black, grey = (plots.COLORS[name] for name in ("blue", "black", "grey"))
        ax.plot(shown, self.costs[shown], color=blue)
        ax.plot(range(0, EPOCHS + 1, 100), PUBLISHED_COSTS, "o", color=black, mfc="none", ms=6)
        if self.double:
            ax.axhline(self.floor, color=grey, linestyle=":")
        ax.axvline(self.epoch, color=grey, linestyle="--", linewidth=1)
        ax.plot(self.epoch, self.cost, "o", color=blue, ms=9)
        ax.set(xlabel="epoch", ylabel="cost (nats)", xlim=(-20, EPOCHS + 20), ylim=(0, 3.5))

    def _draw_rows(self, ax) -> None:
        center = _CORNERS.mean(axis=0)
        ax.plot(*_CORNERS[[0, 1, 2, 0]].T, color=plots.COLORS["black"], linestyle="-", linewidth=1.5)
        for c in range(3):
            edge = np.delete(_CORNERS, c, axis=0).mean(axis=0)
            ax.plot(*np.array([center, edge]).T, color=plots.COLORS["grey"], linestyle=":")
        for p, c in zip(self.probabilities @ _CORNERS, ROWS_Y, strict=True):
            color = plots.COLORS[("blue", "orange", "green")[c]]
            ax.plot(*p, plots.MARKERS[c], color=color, mec=plots.COLORS["black"], ms=9)
        for c, (dx, dy, side) in enumerate([(0, -0.1, "left"), (0.06, 0, "left"), (0, -0.1, "right")]):
            ax.text(*(_CORNERS[c] + (dx, dy)), f"class {c}", ha=side)
        ax.set_axis_off()
        ax.set(aspect="equal", xlim=(-0.05, 1.05), ylim=(-0.12, 0.92))

    def _fallback(self, lang: str) -> str:
        words = WORDS[lang]
        return words["text"].format(
            rate=f"{self.rate:g}",
            double=words["double"] if self.double else "",
            epoch=self.epoch,
            cost=f"{self.cost:.4f}",
            right=int((self.answers == ROWS_Y).sum()),
        )
