"""What the losses on distances share: lengths that survive extremes, and distances between all rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from . import _validate

# Below every exponent of a float: that of a row of zeros, which has none.
_NO_EXPONENT = -9999


def common_floats(**values: ArrayLike) -> tuple[np.ndarray | np.dtype, ...]:
    """Finite arrays, all in the dtype to compute in, and after them the dtype to return."""
    checked = [_validate.floats(value, name, finite=True) for name, value in values.items()]
    dtype = np.result_type(*(result for _, result in checked))
    return *(x.astype(_validate.computing(dtype), copy=False) for x, _ in checked), dtype


def scaled_difference(
    x: np.ndarray, y: np.ndarray, power: np.ndarray | int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Return s and k such that each row of (x - y) 2**power is s 2**k, the largest |s| from 1/2 to 1.

    Scaling by powers of two rounds nothing, and s can be squared whatever the size of x and y.
    """
    with np.errstate(over="ignore", under="ignore"):
        gap = x - y
        halved = np.isinf(gap)  # the gap from -1e308 to 1e308 is no float, half of it is
        mantissa, exponent = np.frexp(np.where(halved, x / 2 - y / 2, gap))
        exponent = exponent + halved + power
        k = exponent.max(axis=-1, keepdims=True, where=gap != 0, initial=_NO_EXPONENT)
        return np.ldexp(mantissa, exponent - k), k[..., 0]


def squared_lengths(v: np.ndarray) -> np.ndarray:
    """Sums of squares along the last axis of scaled vectors: a square that underflows there is nothing."""
    with np.errstate(under="ignore"):
        return (v**2).sum(axis=-1)


def directions(v: np.ndarray) -> np.ndarray:
    """Each row at length 1; a row of zeros, which has no direction, stays."""
    length = np.sqrt(squared_lengths(v))[:, np.newaxis]
    with np.errstate(under="ignore"):
        return v / np.where(length == 0, 1, length)


def squared_distances(Z: np.ndarray) -> np.ndarray:
    """Squared Euclidean distances between all rows of Z (N, d), as an (N, N) array.

    From differences, not from |a|^2 + |b|^2 - 2ab, whose digits cancel for points far from the origin.
    """
    squares = np.empty((len(Z), len(Z)), Z.dtype)
    with np.errstate(over="ignore", under="ignore"):
        for i, z in enumerate(Z):  # a row at a time: (N, N, d) numbers would not fit into memory
            gaps = Z - z
            np.einsum("jk,jk->j", gaps, gaps, out=squares[i])
    return squares


def projection_gradient(slopes: np.ndarray, Z: np.ndarray, X: np.ndarray) -> np.ndarray:
    """Turn dL / d(squared distance between rows i and j of Z = X A^T) into dL / dA."""
    with np.errstate(over="ignore", under="ignore"):
        both = slopes + slopes.T
        return 2 * (both.sum(axis=1, keepdims=True) * Z - both @ Z).T @ X


def class_labels(labels: ArrayLike, X: np.ndarray) -> np.ndarray:
    """Labels of at least two points (N, D): any integers, of which only equality counts."""
    _validate.shape(X, "X", ("N", "D"))
    if len(X) < 2:
        raise ValueError(f"X: expected at least two points, got N = {len(X)}")
    y = _validate.array(labels, "labels")
    if y.dtype.kind not in "iu":
        raise ValueError(f"labels: expected integers, got dtype {y.dtype}")
    _validate.shape(y, "labels", ("N",), N=len(X))
    return y


def centered(X: np.ndarray) -> np.ndarray:
    """X around its mean: distances stay, and a common offset takes no digits from a product with X."""
    with np.errstate(over="ignore", under="ignore"):
        return X - X.mean(axis=0)
