"""Exercises of the chapter on metric learning."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lossnotes import lmnn_loss, mahalanobis_distance

from ._forms import FunctionExercise, NumberExercise


def _fifth_cafe() -> list[float]:
    """Euclidean, Manhattan, cosine and Mahalanobis distance of a place, the tram's matrix being M."""
    you, cafe, tram = np.array([2, 1]), np.array([3, 2]), np.diag([1, 1 / 16])
    cosine = you @ cafe / np.sqrt((you @ you) * (cafe @ cafe))
    step = cafe - you
    return [np.sqrt(step @ step), np.abs(step).sum(), 1 - cosine, mahalanobis_distance(cafe, you, tram)]


def _units() -> list[float]:
    """M for a first coordinate whose values have become ten times as large."""
    A = np.array([[2, -2], [0.5, 0.5]]) / [10, 1]
    M = A.T @ A
    return [M[0, 0], M[0, 1], M[1, 1]]


def _line() -> list[float]:
    points, labels = [[0.0], [1.0], [1.5], [3.5]], [0, 0, 1, 1]
    return [lmnn_loss([[1.0]], points, labels, targets=1, mu=mu) for mu in (0.0, 1.0)]


def _right_votes(A: np.ndarray, X: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The share of right votes of each point, one point after the other."""
    shares = []
    for x, y in zip(X, labels, strict=True):
        squared = (((X - x) @ A.T) ** 2).sum(axis=1)
        other = np.arange(len(X)) != len(shares)
        votes = np.exp(squared[other].min() - squared[other])
        shares.append(votes[labels[other] == y].sum() / votes.sum())
    return np.array(shares)


def _labeled_points(rng: np.random.Generator) -> Iterator[tuple]:
    yield np.array([[0.0, 0.0], [0.0, 2.0], [1.0, 0.0], [1.0, 2.0]]), np.array([0, 0, 1, 1])
    yield np.array([[0.0], [1.0], [1.5], [3.5]]), np.array([0, 0, 1, 1])
    for n, size in (2, 1), (6, 2), (12, 3), (20, 5):
        yield rng.normal(size=(n, size)), rng.integers(0, 3, n)
    yield rng.normal(scale=1e3, size=(6, 2)), np.array([0, 1, 2, 0, 1, 2])  # every vote to the nearest
    yield rng.normal(size=(4, 2)), np.array([3, 1, 0, 2])  # everybody is alone


def _maps_of_points(rng: np.random.Generator) -> Iterator[tuple]:
    for i, (X, labels) in enumerate(_labeled_points(rng)):
        size = X.shape[1]
        yield (np.eye(size) if i < 2 else rng.normal(size=(max(1, size - i % 2), size))), X, labels


def _leave_one_out(X: np.ndarray, labels: np.ndarray) -> float:
    right = 0
    for i, x in enumerate(X):
        squared = ((X - x) ** 2).sum(axis=1)
        squared[i] = np.inf
        right += labels[squared.argmin()] == labels[i]
    return right / len(X)


def _detour() -> list[float]:
    """Cosine distances and angles between directions at 0, 45 and 90 degrees: direct, and in two steps."""
    turn = np.radians([90, 45])
    direct, half = 1 - np.cos(turn)
    return [direct, 2 * half, np.degrees(turn[0]), 2 * np.degrees(turn[1])]


EXERCISES = [
    NumberExercise("metric-fifth-cafe", _fifth_cafe, decimals=2),
    NumberExercise("metric-units", _units, decimals=4),
    NumberExercise("metric-line", _line, decimals=2),
    FunctionExercise("metric-right-votes", _right_votes, _maps_of_points),
    FunctionExercise("metric-leave-one-out", _leave_one_out, _labeled_points),
    NumberExercise("metric-detour", _detour, decimals=2),
]
