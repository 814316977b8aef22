"""Exercises of the chapter on the margin family."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lossnotes import angle, psi, triplet_loss

from ._forms import FunctionExercise, NumberExercise


def _who_wins() -> list[float]:
    """The targets of A-Softmax, AM-softmax and ArcFace at 40 degrees."""
    theta = np.radians(40)
    return [float(psi(np.cos(theta), 2)), np.cos(theta) - 0.35, np.cos(theta + 0.5)]


def _mistake() -> list[float]:
    """The accuracy of four examples with the margin left on, and without it."""
    own, other = np.cos(np.radians([[10, 30, 50, 60], [80, 50, 70, 65]]))
    return [np.mean(own - 0.35 > other), np.mean(own > other)]


def _mining() -> list[float]:
    """How many of four triplets are easy, the loss of the nearest semi-hard one, and of the hardest."""
    negatives = np.sqrt([[0.3], [0.55], [0.7], [0.9]])
    anchor, positive = np.zeros((4, 1)), np.full((4, 1), np.sqrt(0.5))
    losses = triplet_loss(anchor, positive, negatives, margin=0.3, distance="squared", reduction="none")
    return [np.sum(losses == 0), losses[1], losses[0]]


def _roc() -> list[float]:
    """The area under the curve of six pairs, and the same pairs accepted with no and with one mistake."""
    same, different = np.array([0.9, 0.7, 0.4]), np.array([0.8, 0.3, 0.1])
    area = np.mean(same[:, np.newaxis] > different)
    return [area, np.mean(same > 0.8), np.mean(same > 0.3)]


def _bound() -> list[float]:
    """The largest margin in cosine and in angle for the corners of a regular tetrahedron."""
    corners = np.eye(4) - 0.25
    apart = float(angle(corners[0], corners[1]))
    return [1 - np.cos(apart), apart]


def _combined(
    cosines: np.ndarray, labels: np.ndarray, s: float, m1: float, m2: float, m3: float
) -> np.ndarray:
    """Scaled cosines, that of the label with all three margins."""
    theta = np.arccos(cosines)
    correct = np.eye(cosines.shape[1], dtype=bool)[labels]
    return s * np.where(correct, np.cos(m1 * theta + m2) - m3, cosines)


def _cosines(rng: np.random.Generator) -> Iterator[tuple]:
    first = np.array([[0.8, 0.6]])
    yield first, np.array([0]), 1.0, 1, 0.0, 0.0
    yield first, np.array([1]), 10.0, 1, 0.0, 0.35
    yield first, np.array([0]), 10.0, 1, 0.5, 0.0
    yield first, np.array([0]), 10.0, 2, 0.0, 0.0
    for n, c in (1, 2), (4, 3), (7, 10):
        yield rng.uniform(-1, 1, size=(n, c)), rng.integers(0, c, n), 16.0, 1, 0.3, 0.2
    yield np.array([[1.0, -1.0], [0.0, 0.0], [-1.0, 1.0]]), np.array([0, 1, 0]), 64.0, 1, 0.5, 0.35


# An angle near 0 or pi loses half of its digits in an arc cosine, whichever way it is written.
EXERCISES = [
    NumberExercise("family-who-wins", _who_wins, decimals=2),
    NumberExercise("family-mistake", _mistake, decimals=2),
    NumberExercise("family-mining", _mining, decimals=2),
    NumberExercise("family-roc", _roc, decimals=2),
    FunctionExercise("family-combined", _combined, _cosines, tolerance=1e-7),
    NumberExercise("family-bound", _bound, decimals=3),
]
