"""The shift by the largest score that every function of the softmax family starts with.

All work on an (N, C) array of rows. With m the largest score of a row, its sum of exponentials is
exp(m) (1 + rest), where every exponential in the rest is at most 1. The largest is left out of the
rest, not subtracted from the sum: so the rest keeps its digits, however small it is.
"""

from __future__ import annotations

import numpy as np


def shift_by_largest(
    x: np.ndarray, out: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the gaps x - m, at most 0, the largest scores m, and where in the flat array one of each row is."""
    n, c = x.shape
    rows, columns = np.arange(n), x.argmax(axis=1)
    m = x[rows, columns]
    gaps = np.subtract(x, m[:, np.newaxis], out=out, order="C")
    top = rows * c + columns  # on a small batch one index is several times as fast as two
    if m.max(initial=0) == np.inf:
        gaps.reshape(-1)[top[m == np.inf]] = 0  # and not inf - inf, which is NaN
    return gaps, m, top


def sum_of_rest(exponentials: np.ndarray, top: np.ndarray) -> np.ndarray:
    """Return the sum of each row of exp(gaps) without its largest, which is 1."""
    flat = exponentials.reshape(-1)
    flat[top] = 0
    rest = exponentials.sum(axis=1)
    flat[top] = 1
    return rest


def check_infinities(x: np.ndarray) -> None:
    """Refuse the two cases in which the probabilities have no limit."""
    if (np.isposinf(x).sum(axis=1) > 1).any():
        raise ValueError("scores: expected at most one +inf among the classes, got several")
    if np.isneginf(x).all(axis=1).any():
        raise ValueError("scores: expected at least one score above -inf, got -inf for every class")
