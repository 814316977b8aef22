"""Exercises of the chapter on the seven questions about the multiclass SVM loss."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lossnotes import multiclass_svm_loss
from lossnotes.examples import SCORES

from ._forms import FunctionExercise, NumberExercise


def _nudge() -> np.ndarray:
    """The cat image's loss when one score after the other rises by 0.1."""
    return multiclass_svm_loss(SCORES[0] + 0.1 * np.eye(3), [0, 0, 0], reduction="none")


def _first_loss() -> list[float]:
    """What ten equal scores cost in four versions of the loss."""
    scores, label = np.zeros((1, 10)), [0]
    wrong_only = multiclass_svm_loss(scores, label)
    return [
        wrong_only,
        wrong_only / 10,  # torch divides by the number of classes
        wrong_only + 1,  # the correct class costs the margin
        multiclass_svm_loss(scores, label, margin=2.0, power=2),
    ]


def _shrink() -> float:
    """The smallest factor that leaves the closest wrong class of the car image a whole margin behind."""
    cat, car, frog = SCORES[1]
    return 1 / (car - max(cat, frog))


def _at_the_kink() -> list[float]:
    """Slopes from the right, from the left and central, then central with two rivals on the margin."""
    h = 1.0 / 128

    def one(s: float) -> float:
        return float(multiclass_svm_loss([[0.0, s - 1]], [0]))

    def two(s: float) -> float:
        return float(multiclass_svm_loss([[s, -1.0, -1.0]], [0]))

    return [
        (one(h) - one(0)) / h,
        (one(0) - one(-h)) / h,
        (one(h) - one(-h)) / (2 * h),
        (two(h) - two(-h)) / (2 * h),
    ]


def _squared(scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return multiclass_svm_loss(scores, labels, power=2, return_grad=True)[1]


def _batches(rng: np.random.Generator) -> Iterator[tuple]:
    yield SCORES[:1].copy(), np.array([0])
    yield SCORES.copy(), np.array([0, 1, 2])
    yield np.array([[0.0, -1.0, -1.0]]), np.array([0])  # on the margin: smooth here, and 0
    for n, c in (1, 2), (2, 3), (5, 4), (7, 10):
        yield rng.normal(scale=2, size=(n, c)), rng.integers(0, c, n)
    yield np.array([[1e4, 0.0, -1e4], [5.0, 5.0, 5.0]]), np.array([2, 1])
    yield np.array([[3.0]]), np.array([0])  # no wrong class


EXERCISES = [
    NumberExercise("questions-nudge", _nudge, decimals=1),
    NumberExercise("questions-first-loss", _first_loss, decimals=1),
    NumberExercise("questions-shrink", _shrink, decimals=2),
    NumberExercise("questions-kink", _at_the_kink, decimals=1),
    FunctionExercise("questions-squared", _squared, _batches),
]
