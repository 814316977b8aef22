"""Exercises of the chapter on the SVM against softmax."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lossnotes import multiclass_svm_loss, softmax, softmax_cross_entropy
from lossnotes.examples import LABELS, SCORES

from ._forms import FunctionExercise, NumberExercise


def _moves() -> list[float]:
    """Both losses of the car image after three changes of its scores: the hinge's three, then softmax's."""
    cat, car, frog = SCORES[1]
    changed = [[cat + 10, car + 10, frog + 10], [2 * cat, 2 * car, 2 * frog], [cat, car, 4.4]]
    hinge = multiclass_svm_loss(changed, [1, 1, 1], reduction="none")
    return [*hinge, *softmax_cross_entropy(changed, [1, 1, 1], reduction="none")]


def _gap() -> np.ndarray:
    """The lead over all rivals at which the softmax loss is 0.01, for three numbers of classes."""
    return np.log((np.array([2, 10, 1000]) - 1) / np.expm1(0.01))


def _pulls(scores: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Minus the slope of each loss by the correct score."""
    pulls = []
    for loss in multiclass_svm_loss, softmax_cross_entropy:
        _, slopes = loss(scores, labels, reduction="none", return_grad=True)
        pulls.append(
            0 - np.take_along_axis(slopes, labels[:, np.newaxis], axis=1)[:, 0]
        )  # 0 - x, as -x would be -0
    return pulls[0], pulls[1]


def _images(rng: np.random.Generator) -> Iterator[tuple]:
    yield SCORES[:1].copy(), LABELS[:1].copy()
    yield SCORES.copy(), LABELS.copy()
    for n, c in (1, 2), (2, 3), (5, 4), (7, 10):
        yield rng.normal(scale=2, size=(n, c)), rng.integers(0, c, n)
    yield np.array([[2.0, 1.0, 1.0]]), np.array([0])  # both rivals exactly on the margin: no vote
    yield np.array([[30.0, 0.0, -5.0]]), np.array([0])  # where 1 - p_y would lose its digits
    yield np.array([[1e4, 0.0, -1e4], [5.0, 5.0, 5.0]]), np.array([2, 1])
    yield np.array([[3.0]]), np.array([0])  # no wrong class


def _squashed() -> np.ndarray:
    """The hinge of probabilities: C (1 - p_y)."""
    p = softmax(SCORES)
    return p.shape[1] * (1 - np.take_along_axis(p, LABELS[:, np.newaxis], axis=1)[:, 0])


EXERCISES = [
    NumberExercise("versus-moves", _moves, decimals=3),
    NumberExercise("versus-gap", _gap, decimals=2),
    FunctionExercise("versus-pull", _pulls, _images),
    NumberExercise("versus-squashed", _squashed, decimals=2),
]
