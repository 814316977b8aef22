"""Exercises of the chapter on softmax classification in PyTorch."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lossnotes import softmax
from lossnotes.examples import ROWS_X, ROWS_Y, recovered_start

from ._forms import FunctionExercise, NumberExercise


def _counts() -> list[float]:
    """Parameters of a layer from 64 to 10, its first cost from zeros, lines printed, updates before the last."""
    lines = range(0, 1001, 100)
    return [64 * 10 + 10, np.log(10), len(lines), lines[-1]]


def _window() -> list[float]:
    """How wide the range of the doubled softmax loss is, and its ends for ten classes."""
    floor, ceiling = np.log(1 + 9 / np.e), np.log(np.e + 9)
    return [ceiling - floor, floor, ceiling]


def _doubled(scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The gradient of the mean of -log softmax(softmax(scores)) at the labels."""
    p = softmax(scores)
    by_p = (softmax(p) - np.eye(p.shape[1])[labels]) / len(p)
    return p * (by_p - (by_p * p).sum(axis=1, keepdims=True))


def _batches(rng: np.random.Generator) -> Iterator[tuple]:
    weight, bias = recovered_start()
    yield np.array([[0.0, 1.0, -1.0]]), np.array([0])
    yield np.zeros((2, 3)), np.array([0, 2])
    yield (ROWS_X @ weight.T + bias).astype(float), ROWS_Y.copy()
    for n, c in (1, 2), (4, 3), (7, 10):
        yield rng.normal(scale=2, size=(n, c)), rng.integers(0, c, n)
    yield np.array([[1e4, 0.0, -1e4], [5.0, 5.0, 6.0]]), np.array([1, 2])


def _pencil() -> list[float]:
    """Accuracy, mean confidence and calibration error of ten answers in three bins."""
    answers, confidence, right = np.array([4, 4, 2]), np.array([0.95, 0.75, 0.55]), np.array([3, 4, 1])
    gaps = np.abs(right - answers * confidence)
    return [right.sum() / 10, (answers * confidence).sum() / 10, gaps.sum() / 10]


EXERCISES = [
    NumberExercise("torch-counts", _counts, decimals=2),
    NumberExercise("torch-window", _window, decimals=2),
    FunctionExercise("torch-doubled", _doubled, _batches),
    NumberExercise("torch-ece", _pencil, decimals=2),
    NumberExercise("torch-shift", [0.999, 0.1 * 0.999**1000], decimals=3),
]
