"""Softmax and its relatives, computed so that no exponential overflows and no digit is lost."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from . import _validate
from ._shift import check_infinities, shift_by_largest, sum_of_rest


def logsumexp(x: ArrayLike, axis: int = -1) -> np.ndarray | np.floating:
    r"""Logarithm of the sum of exponentials, a smooth maximum.

    .. math:: \log \sum_j e^{x_j} = m + \log\Bigl(1 + \sum_{j \neq k} e^{x_j - m}\Bigr),
              \qquad m = x_k = \max_j x_j

    Parameters
    ----------
    x : array-like, at least 1-D
        Real numbers; -inf contributes nothing, +inf makes the result +inf.
    axis : int
        The axis to sum over; it holds at least one number.

    Returns
    -------
    ndarray without that axis, or NumPy scalar
        In nats, and in the dtype of `x`: integers count as float64, float16 is computed in float32.
        Where the two terms have opposite signs they may cancel: the error is relative to the larger.

    Raises
    ------
    ValueError
        If `x` holds NaN or no real numbers, or `axis` does not fit.

    References
    ----------
    P. Blanchard, D. J. Higham, N. J. Higham. Accurately computing the log-sum-exp and softmax
    functions. IMA Journal of Numerical Analysis 41, 2021, equation (1.1).

    Examples
    --------
    >>> print(f"{logsumexp([1000.0, 1000.0]):.4f}")
    1000.6931
    """
    x, shape, dtype = _rows(x, axis)
    with np.errstate(all="ignore"):
        gaps, m, top = shift_by_largest(x)
        rest = sum_of_rest(np.exp(gaps, out=gaps), top)
        result = np.where(np.isinf(m), m, m + np.log1p(rest)).astype(dtype)
    return result.reshape(shape[:-1])[()]


def softmax(x: ArrayLike, axis: int = -1) -> np.ndarray:
    r"""Turn scores into probabilities.

    .. math:: p_k = \frac{e^{x_k}}{\sum_j e^{x_j}} = \frac{e^{x_k - m}}{\sum_j e^{x_j - m}},
              \qquad m = \max_j x_j

    Parameters
    ----------
    x : array-like, at least 1-D
        Real scores. A score of -inf gets probability 0; a single +inf gets probability 1.
    axis : int
        The axis along which the probabilities sum to 1; it holds at least one number.

    Returns
    -------
    ndarray of the shape of `x`
        In the dtype of `x`: integers count as float64, float16 is computed in float32.

    Raises
    ------
    ValueError
        If `x` holds NaN or no real numbers, `axis` does not fit, or the probabilities are undefined:
        several scores of +inf, or none but -inf.

    References
    ----------
    P. Blanchard, D. J. Higham, N. J. Higham. Accurately computing the log-sum-exp and softmax
    functions. IMA Journal of Numerical Analysis 41, 2021, equation (1.2).

    Examples
    --------
    >>> softmax([3.2, 5.1, -1.7]).round(2)
    array([0.13, 0.87, 0.  ])
    >>> print(softmax([123.0, 456.0, 789.0])[2])  # where softmax_naive returns nan
    1.0
    """
    x, shape, dtype = _rows(x, axis)
    check_infinities(x)
    with np.errstate(all="ignore"):
        p, _, top = shift_by_largest(x)
        np.exp(p, out=p)
        p /= 1 + sum_of_rest(p, top)[:, np.newaxis]
        return _unrows(p.astype(dtype, copy=False), shape, axis)


def log_softmax(x: ArrayLike, axis: int = -1) -> np.ndarray:
    r"""Logarithm of softmax, without the way through the probabilities.

    .. math:: \log p_k = (x_k - m) - \log\Bigl(1 + \sum_{j \neq l} e^{x_j - m}\Bigr),
              \qquad m = x_l = \max_j x_j

    Both terms have the same sign, so no digit cancels, not even where p is nearly 1.

    Parameters
    ----------
    x : array-like, at least 1-D
        Real scores. A score of -inf gets log-probability -inf; a single +inf gets 0.
    axis : int
        The axis along which the probabilities sum to 1; it holds at least one number.

    Returns
    -------
    ndarray of the shape of `x`
        In nats, at most 0, in the dtype of `x`: integers count as float64, float16 is computed in
        float32.

    Raises
    ------
    ValueError
        As `softmax`.

    Examples
    --------
    >>> log_softmax([3.2, 5.1, -1.7]).round(2)
    array([-2.04, -0.14, -6.94])
    >>> log_softmax([0.0, -100.0])  # log(softmax) would be exactly 0 in the first place
    array([-3.72007598e-44, -1.00000000e+02])
    """
    x, shape, dtype = _rows(x, axis)
    check_infinities(x)
    with np.errstate(all="ignore"):
        gaps, _, top = shift_by_largest(x)
        gaps -= np.log1p(sum_of_rest(np.exp(gaps), top))[:, np.newaxis]
        return _unrows(gaps.astype(dtype, copy=False), shape, axis)


def softmax_naive(x: ArrayLike, axis: int = -1) -> np.ndarray:
    r"""Softmax as the textbook writes it; it overflows. For demonstration only: use `softmax`.

    .. math:: p_k = \frac{e^{x_k}}{\sum_j e^{x_j}}

    Scores above about 709.8 in float64 (88.7 in float32) make the exponential inf and the quotient NaN;
    scores all below about -745.2 (-104.0) make it 0 / 0. NumPy reports this by a `RuntimeWarning`, which
    ``np.errstate(all="ignore")`` silences.

    Arguments and errors are those of `softmax`, except that infinite scores are not refused: they give
    NaN as well.

    Examples
    --------
    >>> with np.errstate(all="ignore"):
    ...     softmax_naive([123.0, 456.0, 789.0])
    array([ 0.,  0., nan])
    """
    x, shape, dtype = _rows(x, axis)
    exponentials = np.exp(x)
    return _unrows(
        (exponentials / exponentials.sum(axis=1, keepdims=True)).astype(dtype, copy=False), shape, axis
    )


def _rows(x: ArrayLike, axis: int) -> tuple[np.ndarray, tuple[int, ...], np.dtype]:
    """Lay an array out as (N, C) with `axis` as C; return also the shape with that axis last."""
    x, dtype = _validate.floats(x, "x")
    if x.ndim == 0:
        raise ValueError(f"x: expected an array with at least one axis, got the single number {x}")
    axis = _validate.axis(axis, "axis", x.ndim)
    if x.shape[axis] == 0:
        raise ValueError(f"x: expected at least one number along axis {axis}, got shape {x.shape}")
    moved = np.moveaxis(x, axis, -1)
    return moved.reshape(-1, moved.shape[-1]), moved.shape, dtype


def _unrows(rows: np.ndarray, shape: tuple[int, ...], axis: int) -> np.ndarray:
    """Undo `_rows`."""
    return np.moveaxis(rows.reshape(shape), -1, axis)
