"""Exercises of the chapter on regularization."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lossnotes import batch_norm, elastic_net_penalty, l1_penalty, l2_penalty, project_max_norm

from ._forms import FunctionExercise, NumberExercise


def _penalties() -> list[float]:
    w = np.array([3.0, -4.0, 0.0])
    return [
        l1_penalty(w),
        l2_penalty(w),
        elastic_net_penalty(w, l1_ratio=0.2),
        project_max_norm([w], 2.5)[0, 0],
    ]


def _steps() -> list[int]:
    """Until a weight of 1 is below one half by L2, and until it is 0 by L1."""
    rate, lam = 0.125, 0.5
    halved, w = 0, 1.0
    while w >= 0.5:
        halved, w = halved + 1, w * (1 - 2 * rate * lam)
    return [halved, int(np.ceil(1 / (rate * lam)))]


def _dropout() -> list[float]:
    x, p = 3, 0.25
    return [x / (1 - p), x, x**2 * p / (1 - p)]


def _depth() -> float:
    return (3 * 54 - 1) / 4


def _best_weight(a: np.ndarray, lam: float, l1_ratio: float) -> np.ndarray:
    """The w that minimizes (w - a)^2 + lam (l1_ratio |w| + (1 - l1_ratio) w^2)."""
    shrunk = np.sign(a) * np.maximum(np.abs(a) - lam * l1_ratio / 2, 0)
    return shrunk / (1 + lam * (1 - l1_ratio))


def _weights(rng: np.random.Generator) -> Iterator[tuple]:
    yield np.array([2.0]), 1.0, 1.0
    yield np.array([2.0]), 1.0, 0.0
    yield np.array([2.0, 0.25, -0.25, -2.0, 0.0]), 1.0, 0.5  # on the threshold, and at 0
    for n in 1, 4, 9:
        yield rng.normal(size=n), float(rng.uniform(0, 3)), float(rng.uniform())
    yield rng.normal(size=(3, 2)), 0.7, 0.3
    yield np.array([1e6, -1e6, 1e-6]), 0.0, 0.5
    yield np.array([1e6, -1e6, 1e-6]), 1e4, 0.9


def _mistake() -> list[float]:
    def middle(batch: list, training: bool) -> float:
        return batch_norm(batch, [1.0], [0.0], [0.3], [0.01], training=training)[0][0, 0]

    return [middle([[0.3], [0.2]], True), middle([[0.3], [0.4]], True), middle([[0.3]], False)]


def _alpha() -> list[float]:
    n, lam = 40, 0.1
    return [n * lam, lam / 2, 2 * lam]


def _trade() -> list[float]:
    margin, lam = 10, 0.03
    return [lam * margin, lam, lam]


EXERCISES = [
    NumberExercise("reg-penalties", _penalties, decimals=1),
    NumberExercise("reg-steps", _steps, decimals=1),
    NumberExercise("reg-dropout", _dropout, decimals=2),
    NumberExercise("reg-depth", _depth, decimals=2),
    FunctionExercise("reg-best-weight", _best_weight, _weights),
    NumberExercise("reg-mistake", _mistake, decimals=1),
    NumberExercise("reg-alpha", _alpha, decimals=3),
    NumberExercise("reg-trade", _trade, decimals=3),
]
