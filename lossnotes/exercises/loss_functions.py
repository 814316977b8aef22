"""Exercises of the chapter on what a loss function is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lossnotes.examples import LABELS, SCORES

from ._forms import FunctionExercise, NumberExercise


def _bend() -> list[float]:
    """Where the cat overtakes the car in the frog image, and which share of the gaps moves on either side."""
    bend = SCORES[2, 0] - SCORES[2, 1]
    moving = []
    for t in bend - 0.1, bend + 0.1:
        turned = SCORES + t * np.array([0, 1, 0])
        leads = turned.argmax(axis=1) == 1
        moving.append((leads & (LABELS != 1)).mean())
    return [bend, *moving]


def _batches() -> list[float]:
    sizes, means = np.array([4, 4, 2]), np.array([1.0, 2.0, 6.0])
    return [means.mean(), np.average(means, weights=sizes)]


def _place(scores: np.ndarray, labels: np.ndarray) -> np.floating:
    correct = np.take_along_axis(scores, labels[:, np.newaxis], axis=1)
    return (scores > correct).sum(axis=1).mean()


def _scored(rng: np.random.Generator) -> Iterator[tuple]:
    yield SCORES[:1].copy(), LABELS[:1].copy()
    yield SCORES.copy(), LABELS.copy()
    for n, c in (1, 2), (2, 3), (5, 4), (7, 10):
        yield rng.normal(scale=2, size=(n, c)), rng.integers(0, c, n)
    yield np.array([[5.0, 5.0, 5.0], [5.0, 5.0, 6.0]]), np.array([1, 0])  # a tie shares the better place
    yield np.array([[1e4, 0.0, -1e4]]), np.array([2])


def _rate() -> list[float]:
    curvatures = np.array([6.0, 1.0])
    return [2 / curvatures.max(), *(1 - 0.3 * curvatures)]


def _mean_bias(means: np.ndarray) -> np.ndarray:
    return -np.einsum("cd,cd->c", means, means) / 2


def _means(rng: np.random.Generator) -> Iterator[tuple]:
    yield (np.array([[3.0, 4.0], [1.0, 0.0]]),)
    for c, d in (1, 1), (3, 2), (10, 64):
        yield (rng.normal(size=(c, d)),)
    yield (np.array([[1e4, -1e4], [0.0, 0.0]]),)


EXERCISES = [
    NumberExercise("loss-bend", _bend, decimals=2),
    NumberExercise("loss-batches", _batches, decimals=1),
    FunctionExercise("loss-place", _place, _scored),
    NumberExercise("loss-tiny", 6, decimals=2),
    NumberExercise("loss-rate", _rate, decimals=2),
    FunctionExercise("loss-nearest", _mean_bias, _means),
]
