"""What the angular losses share: unit vectors, the angle between two of them, psi and its slope.

The angle is never computed on the way to a loss. Everything follows from two chords of the unit circle,
|x - w| = 2 sin(theta / 2) and |x + w| = 2 cos(theta / 2), which keep their digits where the cosine is
nearly 1 or -1 and acos, or sqrt(1 - cos^2), would lose half of them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from . import _validate
from ._reduction import check_not_empty, check_reduction


def checked(
    features: ArrayLike, weight: ArrayLike, labels: ArrayLike, reduction: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.dtype]:
    """Return features (N, D) and weight (C, D) in float64, labels (N,), and the dtype to return."""
    check_reduction(reduction)
    X, dtype = _validate.floats(features, "features", finite=True)
    W, W_dtype = _validate.floats(weight, "weight", finite=True)
    _validate.shape(X, "features", ("N", "D"))
    _validate.shape(W, "weight", ("C", "D"), D=X.shape[1])
    y = _validate.labels(labels, X.shape[0], W.shape[0])
    check_not_empty(X.shape[0], reduction, "features")
    # In float32 a score of 1e4 is rounded by up to 5e-4, and every probability with it. So all is
    # computed in float64, and rounded once at the end.
    dtype = np.promote_types(dtype, W_dtype)
    return X.astype(np.float64, copy=False), W.astype(np.float64, copy=False), y, dtype


def rounded(value: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """The result in the dtype to return; one too large for it is inf, as in IEEE arithmetic."""
    with np.errstate(over="ignore", under="ignore"):
        return value.astype(dtype, copy=False)


def split_power(v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return v / 2^e with its largest entry from 1/2 to 1, and e: an exact division, row by row."""
    exponent = np.frexp(np.abs(v).max(axis=-1, keepdims=True, initial=0))[1]
    with np.errstate(under="ignore"):  # beside a largest entry of 1, what vanishes is nothing
        return np.ldexp(v, -exponent), exponent


def unit_rows(v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return v / |v| and |v| (..., 1), without a square that overflows or vanishes; 0 stays 0."""
    scaled, exponent = split_power(v)
    with np.errstate(over="ignore", under="ignore"):
        length = np.sqrt((scaled**2).sum(axis=-1, keepdims=True))
        return scaled / np.where(length > 0, length, 1), np.ldexp(length, exponent)


def chords(u: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return |u - v| and |u + v| (..., 1) of unit vectors.

    A zero vector has no direction. It is taken to stand at a right angle to every other one, and to
    itself: then both chords are equal.
    """
    difference, total = unit_rows(u - v)[1], unit_rows(u + v)[1]
    neither = (difference == 0) & (total == 0)
    return np.where(neither, 1, difference), np.where(neither, 1, total)


def cos_and_sin(u: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cosine and sine (..., 1) of the angle between unit vectors; 0 and 1 for a zero vector."""
    d, s = chords(u, v)
    with np.errstate(under="ignore"):
        squares = d**2 + s**2  # 4, unless a vector is zero
        return (s - d) * (s + d) / squares, 2 * d * s / squares


def psi_and_slope(cos: np.ndarray, sin_squared: np.ndarray, m: int) -> tuple[np.ndarray, np.ndarray]:
    """Return psi = (-1)^k cos(m theta) - 2k and d psi / d cos theta = (-1)^k m sin(m theta) / sin theta.

    T = cos(j theta) and U = sin(j theta) / sin theta are the Chebyshev polynomials T_j and U_{j-1} in
    cos theta, which the addition theorems step from j to j + 1. As a rotation, m steps round m times;
    without the sine, 2 cos T_j - T_{j-1} would multiply the error of a cosine near 1 by m^2.
    """
    T, U = cos, np.ones_like(cos)
    with np.errstate(under="ignore"):
        for _ in range(m - 1):
            T, U = cos * T - sin_squared * U, T + cos * U
    # k thresholds lie above the cosine: m - 1 at most, also at -1.
    k = np.searchsorted(-np.cos(np.arange(1, m) * np.pi / m), -cos)
    sign = 1 - 2 * (k % 2)
    return sign * T - 2 * k, sign * m * U


def psi_penalty(
    x: np.ndarray, w: np.ndarray, m: int, lam: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return cos theta, by how much (lam cos + psi) / (1 + lam) falls short of it, and the slope of that.

    With m = 1 psi is the cosine, and what it falls short by is exactly 0.
    """
    cos, sin = cos_and_sin(x, w)
    with np.errstate(under="ignore"):  # nearly parallel: sin^2 beside a cosine of 1
        sin_squared = sin**2
    psi, slope = psi_and_slope(cos, sin_squared, m)
    return cos, (cos - psi) / (1 + lam), (1 - slope) / (1 + lam)


def below_largest(scores: np.ndarray) -> np.ndarray:
    """Scores less the largest of their row: the same softmax, and no scale can make two of them +inf."""
    return scores - scores.max(axis=1, keepdims=True)


def through_unit(gradient: np.ndarray, unit: np.ndarray, length: np.ndarray) -> np.ndarray:
    """Turn the gradient by v / |v| into that by v: its part across v, over |v|; 0 for a zero vector."""
    with np.errstate(over="ignore", under="ignore"):
        across = gradient - (gradient * unit).sum(axis=1, keepdims=True) * unit
        return np.divide(across, length, where=length > 0, out=np.zeros_like(across))
