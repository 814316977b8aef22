"""The shift by the largest score that every function of the softmax family starts with."""

from __future__ import annotations

import numpy as np


def shift_by_largest(x: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the gaps x - max x (at most 0) and the sum of exp(gap) over all but one largest.

    The largest is left out, not subtracted, so that the rest keeps its digits however small it is.
    """
    largest = x.argmax(axis=axis, keepdims=True)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        gaps = x - np.take_along_axis(x, largest, axis)
        np.put_along_axis(gaps, largest, 0, axis)  # also where the largest is inf, and inf - inf NaN
        exponentials = np.exp(gaps)
        np.put_along_axis(exponentials, largest, 0, axis)
        return gaps, exponentials.sum(axis=axis, keepdims=True)


def check_infinities(x: np.ndarray, axis: int) -> None:
    """Refuse the two cases in which the probabilities have no limit."""
    if (np.isposinf(x).sum(axis=axis) > 1).any():
        raise ValueError("scores: expected at most one +inf among the classes, got several")
    if np.isneginf(x).all(axis=axis).any():
        raise ValueError("scores: expected at least one score above -inf, got -inf for every class")
