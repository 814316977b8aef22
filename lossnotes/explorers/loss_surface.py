"""The explorer `surface`: the loss of a classifier with two weights as a map, and gradient descent on it."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from .. import gradient_descent, l1_penalty, l2_penalty, multiclass_svm_loss, plots, softmax_cross_entropy
from ..gradient_descent import Descent
from ._base import Explorer
from ._traits import Number, Numbers, OneOf, Whole

EDGE = 3.0
STEPS = 50
LOSSES = {"softmax": softmax_cross_entropy, "hinge": multiclass_svm_loss}
PENALTIES = {"l2": l2_penalty, "l1": l1_penalty}
#: Sixteen of scikit-learn's digits 0 and 1: ink of the four pixels in the middle, less 2; of the four where the ring
#: of a zero runs, less 2; the label.
IMAGES = np.array(
    [
        [-0.75, 0.3125, 1],
        [-1.75, 0.6875, 1],
        [-2, 0, 0],
        [-0.625, 0.25, 1],
        [-2, -0.3125, 0],
        [-1.375, 1.375, 0],
        [1.9375, -0.3125, 1],
        [-0.875, 1.4375, 0],
        [1.8125, -0.5, 1],
        [-1.625, 1.3125, 0],
        [1.5625, 0, 1],
        [-0.6875, 1.9375, 0],
        [-1.625, 1.125, 0],
        [1.3125, -1.875, 1],
        [1.5625, -1.5625, 1],
        [-0.4375, 1.75, 0],
    ]
)
IMAGES.flags.writeable = False
FEATURES, LABELS = IMAGES[:, :2], IMAGES[:, 2].astype(int)
WORDS = {
    "en": {
        "softmax": "Softmax",
        "hinge": "Hinge",
        "l2": "L2 penalty, lambda {lam:g}",
        "l1": "L1 penalty, lambda {lam:g}",
        "none": "no penalty",
        "text": "{loss} loss, {penalty}. Gradient descent from ({w1:g}, {w2:g}) with learning rate {rate:g}: "
        "loss {first:.4g} at first, {now:.4g} after {step} of {steps} steps, {last:.4g} at the end.",
    },
    "ko": {
        "softmax": "소프트맥스",
        "hinge": "힌지",
        "l2": "L2 페널티, 람다 {lam:g}",
        "l1": "L1 페널티, 람다 {lam:g}",
        "none": "페널티 없음",
        "text": "{loss} 손실, {penalty}. 출발점 ({w1:g}, {w2:g}), 학습률 {rate:g}인 경사 하강법: "
        "처음 손실 {first:.4g}, {steps}걸음 가운데 {step}걸음 뒤 {now:.4g}, 마지막 {last:.4g}.",
    },
}


def _evaluate(weights: np.ndarray, loss: str, penalty: str, lam: float) -> tuple[float, np.ndarray]:
    # Product by product: BLAS may fuse them, and at a kink the last bit decides the slope.
    f = FEATURES[:, 0] * weights[0] + FEATURES[:, 1] * weights[1]
    data, slopes = LOSSES[loss](np.column_stack([0 * f, f]), LABELS, return_grad=True)
    value, gradient = float(data), slopes[:, 1] @ FEATURES
    if penalty in PENALTIES:
        size, pull = PENALTIES[penalty](weights, return_grad=True)
        value, gradient = value + lam * float(size), gradient + lam * pull
    return value, gradient


class LossSurface(Explorer, module="surface"):
    r"""The loss over the two weights of a small classifier, and gradient descent from a start that can be dragged.

    .. math:: L(w) = \frac{1}{16} \sum_i L_i(w) + \lambda R(w), \qquad f_i = w_1 x_{i1} + w_2 x_{i2}

    The score f says how far the class 1 is ahead of the class 0. The data are sixteen images, `IMAGES`: zeros and
    ones of scikit-learn's digits, by the ink of two places in each.

    Parameters
    ----------
    loss : {"softmax", "hinge"}
        The loss of an image: `lossnotes.softmax_cross_entropy` or `lossnotes.multiclass_svm_loss` of its
        scores 0 and f.
    penalty : {"l2", "l1", "none"}
        R: `lossnotes.l2_penalty`, `lossnotes.l1_penalty` or 0.
    lam : float
        The factor lambda of the penalty, from 0.001 to 1.
    start : list of float
        The two weights that the descent starts from, each from -3 to 3.
    learning_rate : float
        From 0.01 to 20. With 12 and the other values as they are at first, the descent diverges.
    step : int
        How many of the 50 steps have been taken in what is shown.
    lang : {"", "en", "ko"}
        Language of the figure; "" is that of the page. At first the environment variable
        `LOSSNOTES_LANG`, if that is one of these.

    Raises
    ------
    traitlets.TraitError
        If a value is not as above.

    Examples
    --------
    >>> figure = LossSurface(start=[-2.0, 2.0], learning_rate=0.5)
    >>> figure.descent.losses[[0, 50]].round(3)
    array([4.788, 0.477])
    """

    loss = OneOf("softmax", "hinge")
    penalty = OneOf("l2", "l1", "none")
    lam = Number(0.1, 0.001, 1.0)
    start = Numbers([-2.0, 2.0], -EDGE, EDGE)
    learning_rate = Number(0.5, 0.01, 20.0)
    step = Whole(0, 0, STEPS)

    def evaluate(self, weights: ArrayLike) -> tuple[float, np.ndarray]:
        """Return the loss at two weights, penalty included, and its gradient."""
        return _evaluate(np.asarray(weights, float), self.loss, self.penalty, self.lam)

    @property
    def descent(self) -> Descent:
        """`lossnotes.gradient_descent` from the start: all 50 steps."""
        return gradient_descent(self.evaluate, self.start, learning_rate=self.learning_rate, steps=STEPS)

    @property
    def weights(self) -> list[float]:
        """The two weights after `step` steps."""
        return self.descent.path[self.step].tolist()

    @property
    def lowest(self) -> list[float]:
        """The two weights from -3 to 3 with the lowest loss, penalty included, to about 1e-6."""
        low, high = np.full(2, -EDGE), np.full(2, EDGE)
        best = np.zeros(2)
        while (high - low).max() > 1e-6:
            grid = np.meshgrid(*np.linspace(low, high, 9).T)
            points = np.stack([axis.ravel() for axis in grid], axis=1)
            best = points[np.argmin(self._heights(points))]
            half = (high - low) / 3  # not one cell: in a valley the best of a grid may lie two cells off
            low, high = np.maximum(best - half, -EDGE), np.minimum(best + half, EDGE)
        return best.tolist()

    def _heights(self, points: np.ndarray) -> np.ndarray:
        """The losses at many pairs of weights in one go."""
        f = (points @ FEATURES.T).ravel()
        each = LOSSES[self.loss](np.column_stack([0 * f, f]), np.tile(LABELS, len(points)), reduction="none")
        size = np.abs(points) if self.penalty == "l1" else points**2
        lam = self.lam if self.penalty in PENALTIES else 0.0
        return each.reshape(len(points), -1).mean(axis=1) + lam * size.sum(axis=1)

    def _draw(self) -> Figure:
        fig, ax = plots.subplots(figsize=(4.6, 4.6))
        places = np.linspace(-EDGE, EDGE, 25)
        w1, w2 = np.meshgrid(places, places)
        heights = self._heights(np.stack([w1, w2], axis=-1).reshape(-1, 2)).reshape(w1.shape)
        levels = heights.min() + 0.02 * 4.0 ** np.arange(1, 6)
        ax.contour(places, places, heights, levels, colors=plots.COLORS["blue"], linewidths=1.2)
        path = self.descent.path
        off = np.flatnonzero(np.abs(path).max(axis=1) > 4 * EDGE)  # what comes later is outside anyway
        path = path[: off[0] + 1] if off.size else path
        ax.plot(*path.T, "o-", color=plots.COLORS["black"], markersize=3, linewidth=1.2)
        ax.plot(*self.start, "o", markersize=11, mfc=plots.COLORS["white"], mec=plots.COLORS["black"], mew=2)
        ax.plot(*self.lowest, "*", color=plots.COLORS["black"], markersize=13)
        ax.set(xlim=(-EDGE, EDGE), ylim=(-EDGE, EDGE), aspect="equal")
        ax.set(xlabel="weight $w_1$", ylabel="weight $w_2$")
        return fig

    def _fallback(self, lang: str) -> str:
        words, losses = WORDS[lang], self.descent.losses
        return words["text"].format(
            loss=words[self.loss],
            penalty=words[self.penalty].format(lam=self.lam),
            w1=self.start[0],
            w2=self.start[1],
            rate=self.learning_rate,
            first=losses[0],
            now=losses[self.step],
            last=losses[-1],
            step=self.step,
            steps=STEPS,
        )
