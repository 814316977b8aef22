"""Exercises of the chapter on the softmax loss as angles."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lossnotes import linear_scores, softmax_cross_entropy

from ._forms import FunctionExercise, NumberExercise


def _by_hand() -> list[float]:
    """Both scores, both cosines, the class with the higher score, the class with the smaller angle."""
    x, W = np.array([[5.0, 12.0]]), np.array([[4.0, 3.0], [12.0, 5.0]])
    scores = linear_scores(x, W)[0]
    cosines = scores / (np.linalg.norm(x) * np.linalg.norm(W, axis=1))
    return [*scores, *cosines, scores.argmax(), cosines.argmax()]


def _boundary() -> np.ndarray:
    """Degrees from W_0 to the boundary, 60 degrees between the vectors, W_0 twice and three times as long."""
    ratio, between = np.array([2, 3]), np.radians(60)
    return np.degrees(np.arctan((ratio - np.cos(between)) / np.sin(between)))


def _scales() -> list[float]:
    """The highest probability of two classes with s = 1, and the scales for 0.9 with 2, 100, 1000 classes."""
    C = np.array([2, 100, 1000])
    return [1 / (1 + np.exp(-2)), *((C - 1) / C * np.log((C - 1) * 9))]


def _stretch(features: np.ndarray, weight: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The gradient by each feature, along the feature."""
    _, dscores = softmax_cross_entropy(features @ weight.T, labels, reduction="none", return_grad=True)
    length = np.linalg.norm(features, axis=1)
    return (dscores @ weight * features).sum(axis=1) / length


def _features(rng: np.random.Generator) -> Iterator[tuple]:
    W = np.array([[2.0, 0.0], [0.0, 2.0]])
    yield np.array([[4.0, 3.0]]), W, np.array([0])
    yield np.array([[4.0, 3.0], [4.0, 3.0]]), W, np.array([0, 1])  # right and wrong
    for n, c, d in (1, 3, 2), (4, 3, 5), (6, 10, 2):
        yield rng.normal(size=(n, d)), rng.normal(size=(c, d)), rng.integers(0, c, n)
    yield np.array([[0.03, 0.04]]), W, np.array([1])  # short
    yield np.array([[3000.0, 4000.0]]), W, np.array([0])  # scores beyond the reach of exp
    yield np.array([[1.0, 1.0]]), W, np.array([1])  # a tie: no reward


EXERCISES = [
    NumberExercise("angular-by-hand", _by_hand, decimals=2),
    NumberExercise("angular-boundary", _boundary, decimals=1),
    NumberExercise("angular-mistake", [5 / 13, 12 / 13], decimals=2),
    FunctionExercise("angular-stretch", _stretch, _features),
    NumberExercise("angular-scale", _scales, decimals=2),
    NumberExercise("angular-across", [5, np.degrees(np.arctan2(4, 3))], decimals=1),
]
