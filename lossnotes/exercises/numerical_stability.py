"""Exercises of the chapter on numerical stability."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from lossnotes import logsumexp, softmax, softmax_cross_entropy, softmax_naive

from ._forms import FunctionExercise, NumberExercise


def _nan_counts() -> list[int]:
    """How many results of the textbook formula are NaN in float32."""
    rows = [90, 0], [-110, -111], [88, 88, 88]
    with np.errstate(all="ignore"):
        return [int(np.isnan(softmax_naive(np.array(row, dtype=np.float32))).sum()) for row in rows]


def _by_hand() -> list[float]:
    """Two log-sum-exps of equal scores, and the loss of a class that trails by 100."""
    loss = softmax_cross_entropy([[500.0, 400.0]], [1])
    return [logsumexp([500.0] * 4), logsumexp([-1000.0] * 2), loss]


def _thousand() -> list[float]:
    """Where 1 + 1000 exp(-g) is 1 in float32: the small numbers first, or one by one."""
    edge = math.log(2 / np.finfo(np.float32).eps)
    return [math.log(1000) + edge, edge]


def _epsilon() -> list[float]:
    """-log(p + 1e-7) for p = 0, and for p = 1 in units of 1e-7."""
    return [-math.log(1e-7), -math.log1p(1e-7) / 1e-7]


def _softmax(scores: np.ndarray) -> np.ndarray:
    return softmax(scores)


def _loss(scores: np.ndarray, y: int) -> float:
    return softmax_cross_entropy(scores[np.newaxis], [y], reduction="sum")


def _batches(rng: np.random.Generator) -> Iterator[tuple]:
    yield (np.array([[3.2, 5.1, -1.7]]),)
    yield (np.array([[123.0, 456.0, 789.0]]),)
    yield (np.array([[-800.0, -801.0]]),)
    yield (np.array([[0.0, 1.0], [-2000.0, -2000.0]]),)  # one shift for the whole batch makes 0 / 0
    for n, c in (1, 2), (4, 3), (6, 10):
        yield (rng.normal(scale=5, size=(n, c)),)
    yield (np.array([[1e4, 0.0, -1e4], [1e4, 1e4, 1e4]]),)
    yield (np.array([[7.0]]),)


def _images(rng: np.random.Generator) -> Iterator[tuple]:
    yield np.array([3.2, 5.1, -1.7]), 0
    yield np.array([40.0, 0.0]), 0  # 1 + exp(-40) is 1
    yield np.array([0.0, 20.0, -3.0]), 1  # half of the digits are left
    yield np.array([0.0, -110.0]), 1
    yield np.array([700.0, 0.0, 0.0]), 0
    yield np.array([0.0, 1000.0]), 0  # exp of a lag overflows
    yield np.array([5.0, 5.0, 5.0]), 2
    for c in 2, 5, 10:
        yield rng.normal(scale=4, size=c), int(rng.integers(c))
    yield np.array([1e4, 9990.0, 9970.0]), 0


EXERCISES = [
    NumberExercise("stable-predict", _nan_counts, decimals=0),
    NumberExercise("stable-by-hand", _by_hand, decimals=2),
    NumberExercise("stable-thousand", _thousand, decimals=2),
    NumberExercise("stable-epsilon", _epsilon, decimals=2),
    FunctionExercise("stable-softmax", _softmax, _batches),
    FunctionExercise("stable-loss", _loss, _images, tolerance=1e-12),
]
