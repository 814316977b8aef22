"""Sums that keep the digits which plain floating-point arithmetic would cancel."""

from __future__ import annotations

import numpy as np


def two_sum(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the rounded sum of a and b and what the rounding left out, exactly (Knuth's TwoSum)."""
    total = a + b
    b_part = total - a
    a_part = total - b_part
    return total, (a - a_part) + (b - b_part)


def sum_of_three(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    """Return a + b + c to the last digit or two, also where the terms nearly cancel."""
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        first, lost = two_sum(a, b)
        # Only the first sum's rounding is made good: where the second one cancels, it is exact.
        plain = first + c
        corrected = plain + lost
        # Beside infinities the lost part is NaN; the plain sum is right there.
        return np.where(np.isfinite(corrected), corrected, plain)


def sum_of_others(x: np.ndarray) -> np.ndarray:
    """For each entry of a non-negative (N, C) array, the sum of the other entries of its row.

    ``x.sum() - x[k]`` loses every digit when x[k] is nearly the whole sum, which can only happen at
    the largest entry: there the others are added up instead.
    """
    largest = x.argmax(axis=1, keepdims=True)
    rest = x.copy()
    np.put_along_axis(rest, largest, 0, axis=1)
    rest = rest.sum(axis=1, keepdims=True)
    others = (rest + np.take_along_axis(x, largest, axis=1)) - x
    np.put_along_axis(others, largest, rest, axis=1)
    return others
