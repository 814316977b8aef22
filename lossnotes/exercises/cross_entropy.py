"""Exercises of the chapter on cross-entropy."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lossnotes import cross_entropy, entropy, kl_divergence, softmax, softmax_cross_entropy
from lossnotes.examples import SCORES

from ._forms import FunctionExercise, NumberExercise

BIT = np.log(2)


def _snow() -> list[float]:
    p, q = [1 / 2, 1 / 4, 1 / 4, 0], [1 / 4, 1 / 2, 1 / 8, 1 / 8]
    nats = [entropy(p), cross_entropy(p, q), kl_divergence(p, q), entropy(q)]
    return [value / BIT for value in nats]


def _pairs() -> list[float]:
    report = np.array([0.9, 0.1])
    pairs = np.outer(report, report).ravel()  # from the likeliest to the rarest
    return [entropy(report) / BIT, 1, pairs @ [1, 2, 3, 3] / 2]


def _models() -> list[float]:
    return [-np.log(correct).mean() for correct in ([0.4, 0.4, 0.4], [0.99, 0.99, 0.3])]


def _people() -> list[float]:
    vote = np.array([0.5, 0.4, 0.1])
    return [entropy(vote), np.log(vote[0] / vote[1]), softmax(SCORES[0])[0] - vote[0]]


def _binary_loss(scores: np.ndarray, labels: np.ndarray) -> tuple[np.floating, np.ndarray]:
    both = np.column_stack([np.zeros(len(scores)), scores])
    loss, gradient = softmax_cross_entropy(both, labels, return_grad=True)
    return loss, gradient[:, 1]


def _scored(rng: np.random.Generator) -> Iterator[tuple]:
    yield np.array([0.0]), np.array([1])
    yield np.array([-1.9, 2.0]), np.array([1, 0])
    for n in 1, 4, 9:
        yield rng.normal(scale=3, size=n), rng.integers(0, 2, n)
    yield np.array([1000.0, -1000.0]), np.array([1, 0])  # both right: the loss is 0
    yield np.array([1000.0, -1000.0, 0.5]), np.array([0, 1, 1])


EXERCISES = [
    NumberExercise("ce-bases", [10, np.e, 2], decimals=2),
    NumberExercise("ce-snow", _snow, decimals=2),
    NumberExercise("ce-pairs", _pairs, decimals=3),
    NumberExercise("ce-models", _models, decimals=2),
    NumberExercise("ce-people", _people, decimals=2),
    FunctionExercise("ce-binary", _binary_loss, _scored),
]
