"""Exercises of the chapter on softmax."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lossnotes import softmax, softmax_cross_entropy
from lossnotes.examples import LABELS, SCORES

from ._forms import FunctionExercise, NumberExercise


def _changes() -> np.ndarray:
    """The cat image's loss after a shift, a doubling, an exchange of the rivals, and with a second rival."""
    cat, car, frog = SCORES[0]
    changed = [
        [cat + 10, car + 10, frog + 10],
        [2 * cat, 2 * car, 2 * frog],
        [cat, frog, car],
        [cat, car, car],
    ]
    return softmax_cross_entropy(changed, [0] * 4, reduction="none")


def _temperatures() -> np.ndarray:
    """At which car is ten times, and twice, as probable as cat."""
    cat, car, _ = SCORES[0]
    return (car - cat) / np.log([10, 2])


def _too_high() -> np.ndarray:
    """By how much losses are too high if the probabilities of the whole batch sum to 1."""
    sums = np.exp(SCORES).sum(axis=1)
    return np.log(sums.sum() / sums)[np.arange(len(LABELS))]


def _backward(p: np.ndarray, g: np.ndarray) -> np.ndarray:
    return p * (g - np.einsum("nc,nc->n", p, g)[:, np.newaxis])


def _gradients(rng: np.random.Generator) -> Iterator[tuple]:
    yield np.array([[0.5, 0.5]]), np.array([[1.0, 0.0]])
    yield softmax(SCORES), np.arange(9.0).reshape(3, 3)
    for n, c in (1, 4), (2, 3), (5, 10), (3, 1):
        yield softmax(rng.normal(scale=2, size=(n, c))), rng.normal(size=(n, c))
    yield np.array([[1.0, 0.0, 0.0], [0.0, 0.25, 0.75]]), np.array([[1e4, -1e4, 0.0], [7.0, 7.0, 7.0]])


EXERCISES = [
    NumberExercise("softmax-four", [0.1, 0.2, 0.3, 0.4, np.log(10)]),
    NumberExercise("softmax-changes", _changes),
    NumberExercise("softmax-temperature", _temperatures),
    NumberExercise("softmax-mistake", _too_high),
    NumberExercise("softmax-first", [np.log(10), 64 * np.log(10), 1, 2]),
    FunctionExercise("softmax-backward", _backward, _gradients),
]
