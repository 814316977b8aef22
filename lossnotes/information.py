"""Entropy, cross-entropy and KL divergence: what a distribution costs to describe, right or wrong."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from . import _validate


def entropy(p: ArrayLike, axis: int = -1) -> np.ndarray | np.floating:
    r"""Measure how uncertain a distribution is: its mean surprise.

    .. math:: H(p) = -\sum_c p_c \log p_c, \qquad 0 \log 0 = 0

    Parameters
    ----------
    p : array-like, at least 1-D
        Probabilities that sum to 1 along `axis`.
    axis : int
        The axis to sum over, the classes.

    Returns
    -------
    ndarray without that axis, or NumPy scalar
        In nats, from 0 for a certain class to log C for C equal ones, and in the dtype of `p`:
        integers count as float64, float16 is computed in float32.

    Raises
    ------
    ValueError
        If `p` holds anything but finite real numbers, is no distribution along `axis`, or `axis`
        does not fit.

    References
    ----------
    C. E. Shannon. A mathematical theory of communication. Bell System Technical Journal 27, 1948.

    Examples
    --------
    >>> print(f"{entropy([0.5, 0.25, 0.25]):.4f}")  # 1.5 bits, times log 2
    1.0397
    >>> print(entropy([0.0, 1.0]))
    0.0
    """
    (p,), dtype = _distributions(axis, p=p)
    return _expectation(p, _surprise(p), dtype)


def cross_entropy(p: ArrayLike, q: ArrayLike, axis: int = -1) -> np.ndarray | np.floating:
    r"""Measure the mean surprise of someone who believes q where p is true.

    .. math:: H(p, q) = -\sum_c p_c \log q_c = H(p) + D(p \,\|\, q), \qquad 0 \log 0 = 0

    Both arguments are probabilities. For scores use `softmax_cross_entropy`, which also keeps the digits
    of probabilities that round to 1 or to 0.

    Parameters
    ----------
    p : array-like, at least 1-D
        The true probabilities; they sum to 1 along `axis`.
    q : array-like of the shape of `p`
        The predicted probabilities, likewise.
    axis : int
        The axis to sum over, the classes.

    Returns
    -------
    ndarray without that axis, or NumPy scalar
        In nats, and in the wider dtype of the arguments: integers count as float64, float16 is
        computed in float32. It is inf where q rules out what p allows.

    Raises
    ------
    ValueError
        If the shapes differ, an argument holds anything but finite real numbers or is no distribution
        along `axis`, or `axis` does not fit.

    References
    ----------
    C. E. Shannon. A mathematical theory of communication. Bell System Technical Journal 27, 1948.

    Examples
    --------
    >>> print(f"{cross_entropy([1.0, 0.0, 0.0], [0.13, 0.87, 0.0]):.2f}")
    2.04
    >>> print(cross_entropy([0.5, 0.5], [1.0, 0.0]))
    inf
    """
    (p, q), dtype = _distributions(axis, p=p, q=q)
    return _expectation(p, _surprise(q), dtype)


def kl_divergence(p: ArrayLike, q: ArrayLike, axis: int = -1) -> np.ndarray | np.floating:
    r"""Measure the surprise in excess of what p itself costs, when q is believed in its place.

    .. math:: D(p \,\|\, q) = \sum_c p_c \log \frac{p_c}{q_c}, \qquad 0 \log 0 = 0

    Parameters
    ----------
    p : array-like, at least 1-D
        The true probabilities; they sum to 1 along `axis`.
    q : array-like of the shape of `p`
        The predicted probabilities, likewise.
    axis : int
        The axis to sum over, the classes.

    Returns
    -------
    ndarray without that axis, or NumPy scalar
        In nats, and in the wider dtype of the arguments: integers count as float64, float16 is
        computed in float32. It is 0 where p and q are equal, inf where q rules out what p allows.

    Raises
    ------
    ValueError
        If the shapes differ, an argument holds anything but finite real numbers or is no distribution
        along `axis`, or `axis` does not fit.

    Notes
    -----
    The sum is taken as it stands, never clipped at 0. Rounded probabilities sum to 1 only up to a
    rounding, and for such numbers the lower bound is log(sum p / sum q) in place of 0: for p and q that
    agree in half of their digits or more a result of about -1e-16 is right for the numbers given, and
    says no more than that p and q cannot be told apart.

    Its arguments are in the order of the formula. `torch.nn.functional.kl_div` takes log q first, then p.

    References
    ----------
    S. Kullback, R. A. Leibler. On information and sufficiency. Annals of Mathematical Statistics 22,
    1951.

    Examples
    --------
    >>> print(f"{kl_divergence([0.5, 0.5], [0.9, 0.1]):.4f}")
    0.5108
    >>> print(f"{kl_divergence([0.9, 0.1], [0.5, 0.5]):.4f}")  # not symmetric
    0.3681
    """
    (p, q), dtype = _distributions(axis, p=p, q=q)
    return _expectation(p, _log_ratio(p, q), dtype)


def _surprise(p: np.ndarray) -> np.ndarray:
    """-log p, which is inf where p = 0."""
    with np.errstate(divide="ignore"):
        return -np.log(p)


def _log_ratio(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """log(p / q), which is inf where only q = 0 (and without meaning where p = 0)."""
    with np.errstate(all="ignore"):
        ratio = p / q
        # Near 1 the rounded ratio has lost the digits of its logarithm, but p - q is exact there. Far from
        # 1 log1p would lose them: where p is much smaller than q, its argument is nearly -1.
        near = np.log1p((p - q) / q)
        # Beside a subnormal q the ratio overflows. Elsewhere it beats the difference of the logarithms,
        # whose error grows with either of them.
        far = np.where(np.isinf(ratio), np.log(p) - np.log(q), np.log(ratio))
        return np.where(np.abs(p - q) <= q / 2, near, far)


def _expectation(p: np.ndarray, values: np.ndarray, dtype: np.dtype) -> np.ndarray | np.floating:
    """Sum of p times the values over the last axis, where p = 0 adds nothing, whatever the value."""
    with np.errstate(under="ignore"):
        terms = np.multiply(p, values, where=p > 0, out=np.zeros_like(p))
        return terms.sum(axis=-1).astype(dtype, copy=False)


def _distributions(axis: int, **given: ArrayLike) -> tuple[list[np.ndarray], np.dtype]:
    """Return the distributions with their classes along the last axis, and the dtype of the result."""
    arrays, dtypes = [], []
    for name, value in given.items():
        array, dtype = _validate.floats(value, name, finite=True)
        if array.ndim == 0:
            raise ValueError(f"{name}: expected an array with at least one axis, got the number {array}")
        arrays.append(array)
        dtypes.append(dtype)
        if array.shape != arrays[0].shape:
            raise ValueError(f"{name}: expected the shape of p, {arrays[0].shape}, got shape {array.shape}")
    axis = _validate.axis(axis, "axis", arrays[0].ndim)

    # NumPy adds pairwise along a contiguous last axis only; along others errors grow with the length.
    arrays = [np.ascontiguousarray(np.moveaxis(array, axis, -1)) for array in arrays]
    for name, array, dtype in zip(given, arrays, dtypes, strict=True):
        _validate.distributions(array, f"{name} along axis {axis}", -1, dtype)
    dtype = np.result_type(*dtypes)
    return [array.astype(_validate.computing(dtype), copy=False) for array in arrays], dtype
