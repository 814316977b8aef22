"""Exercises of the chapter on large-margin softmax."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lossnotes import lsoftmax_loss, psi

from ._forms import FunctionExercise, NumberExercise


def _handicap() -> list[float]:
    """Score of class 0 and loss of x = (3, 4) for m = 3 and m = 4; the cosine is 0.8, the lengths are 5."""
    x, W = [[3.0, 4.0]], [[0.0, 5.0], [5.0, 0.0]]
    return [part for m in (3, 4) for part in (25 * psi(0.8, m), lsoftmax_loss(x, W, [0], m=m))]


def _fading() -> list[float]:
    """When lambda reaches 2, and then for m = 3: the mixture at 180 degrees and the turning force at 60."""
    return [240, (2 * -1 + psi(-1.0, 3)) / 3, 2 * np.sin(np.pi / 3) / 3]


def _lowered(features: np.ndarray, weight: np.ndarray, labels: np.ndarray, m: int, lam: float) -> np.ndarray:
    """Linear scores, the correct one of each row with psi and the plain cosine mixed."""
    scores, rows = features @ weight.T, np.arange(len(labels))
    lengths = np.linalg.norm(features, axis=1) * np.linalg.norm(weight[labels], axis=1)
    plain = scores[rows, labels]
    cos = np.divide(plain, lengths, out=np.zeros_like(lengths), where=lengths > 0).clip(-1, 1)
    scores[rows, labels] = (lam * plain + lengths * psi(cos, m)) / (1 + lam)
    return scores


def _batches(rng: np.random.Generator) -> Iterator[tuple]:
    two = np.array([[0.0, 5.0], [5.0, 0.0]])
    yield np.array([[3.0, 4.0]]), two, np.array([0]), 2, 0.0
    yield np.array([[3.0, 4.0], [-3.0, -4.0]]), two, np.array([1, 0]), 4, 1.0
    for n, c, m in (3, 4, 1), (5, 3, 3), (8, 10, 4):
        weight = rng.normal(size=(c, 6))
        yield rng.normal(size=(n, 6)), weight, rng.integers(0, c, n), m, float(rng.uniform(0, 5))
    # rounding pushes these two cosines beyond 1 and -1
    ones = np.ones((2, 3))
    yield ones * [[1.0], [-2.0]], ones * [[1.0], [3.0]], np.array([0, 0]), 3, 0.5
    # no direction, and exactly along and against the class vector
    yield np.array([[0.0, 0.0], [0.0, 2.0], [-3.0, 0.0]]), two, np.array([0, 0, 1]), 4, 0.5


EXERCISES = [
    NumberExercise("lsoftmax-handicap", _handicap, decimals=2),
    NumberExercise("lsoftmax-stairs", [1.0, -1.0, -2.0, -3.0, -5.0], decimals=2),
    NumberExercise("lsoftmax-gap", [15.0, 30.0, 7.0], decimals=1),
    NumberExercise("lsoftmax-fading", _fading, decimals=2),
    FunctionExercise("lsoftmax-lowered", _lowered, _batches),
]
