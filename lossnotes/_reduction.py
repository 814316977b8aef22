"""The three ways to sum up the losses of a batch."""

from __future__ import annotations

import math

import numpy as np

from . import _validate

# One number for a batch, or one for each example.
Loss = np.floating | np.ndarray

REDUCTIONS = ("mean", "sum", "none")


def check_reduction(reduction: str) -> None:
    _validate.choice(reduction, "reduction", REDUCTIONS)


def check_not_empty(n: int, reduction: str, name: str = "scores") -> None:
    """A mean over no example is 0 / 0; a sum over none is 0, and "none" an empty array."""
    if n == 0 and reduction == "mean":
        raise ValueError(f"{name}: expected at least one example for reduction='mean', got N = 0")


def reduce_losses(losses: np.ndarray, reduction: str, count: float, dtype: np.dtype) -> Loss:
    """Mean (sum over `count`), sum, or the losses as they are, in `dtype`."""
    # A result too large for its dtype is inf, as in IEEE arithmetic; that needs no warning.
    with np.errstate(over="ignore", under="ignore"):
        if reduction == "none":
            return losses.astype(dtype, copy=False)
        total = losses.sum()
        if reduction == "mean":
            overflowed = math.isinf(total) and np.isfinite(losses).all()
            # The sum may exceed the largest float although the mean does not: then divide first.
            total = (losses / count).sum() if overflowed else total / count
        return total.astype(dtype)


def reduce_gradient(gradient: np.ndarray, reduction: str, count: float, dtype: np.dtype) -> np.ndarray:
    """Turn the gradient of the summed losses into that of the reduced loss ("none" counts as the sum)."""
    with np.errstate(over="ignore", under="ignore"):
        if reduction == "mean":
            gradient = gradient / count
        return gradient.astype(dtype, copy=False)
