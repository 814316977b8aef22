"""Exercises of the chapter on the multiclass SVM loss."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lossnotes import multiclass_svm_loss
from lossnotes.examples import LABELS, SCORES

from ._forms import FunctionExercise, NumberExercise


def _batch(scores: np.ndarray, labels: np.ndarray) -> np.floating:
    return multiclass_svm_loss(scores, labels)


def _batches(rng: np.random.Generator) -> Iterator[tuple]:
    yield SCORES[:1].copy(), LABELS[:1].copy()
    yield SCORES.copy(), LABELS.copy()
    for n, c in (1, 2), (2, 3), (5, 4), (7, 10):
        yield rng.normal(scale=2, size=(n, c)), rng.integers(0, c, n)
    yield np.array([[1e4, 0.0, -1e4], [5.0, 5.0, 5.0]]), np.array([2, 1])
    yield np.array([[3.0]]), np.array([0])  # no wrong class


def _three_changes() -> np.ndarray:
    cat, car, frog = SCORES[0]
    changed = [[cat + 10, car + 10, frog + 10], [2 * cat, 2 * car, 2 * frog], [cat, frog, car]]
    return multiclass_svm_loss(changed, [0, 0, 0], reduction="none")


def _four_classes() -> list[float]:
    scores, y = np.array([[1.5, 2.0, 0.5, -0.8]]), 2
    margins = scores[0] - scores[0, y] + 1
    wrong = np.delete(np.arange(4), y)
    [free] = wrong[margins[wrong] <= 0]
    return [multiclass_svm_loss(scores, [y]), free, scores[0, wrong].max() + 1]


def _mistake() -> np.ndarray:
    """What the loss counts too much in each image, if the correct class is among the rivals."""
    own = SCORES[np.arange(3), LABELS]
    return np.maximum(0, own - own + 1)


EXERCISES = [
    NumberExercise("svm-three-changes", _three_changes, decimals=1),
    NumberExercise("svm-four-classes", _four_classes, decimals=1),
    FunctionExercise("svm-batch", _batch, _batches),
    NumberExercise("svm-mistake", _mistake, decimals=1),
]
