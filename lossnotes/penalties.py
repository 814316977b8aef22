"""Penalties on the size of weights: what regularization adds to the loss, times a factor lambda."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from . import _validate

Penalty = np.floating | tuple[np.floating, np.ndarray]


def l1_penalty(W: ArrayLike, *, return_grad: bool = False) -> Penalty:
    r"""Sum the sizes of all weights, which draws weights to exactly 0.

    .. math:: R(W) = \sum_i |W_i|

    Parameters
    ----------
    W : array-like of any shape
        Weights. Finite real numbers.
    return_grad : bool
        Also return the gradient by the weights.

    Returns
    -------
    penalty : NumPy scalar
        In units of the weights, and in their dtype: integers count as float64, float16 is computed
        in float32. Without weights it is 0.
    dW : ndarray of the shape of `W`, only with `return_grad`
        The sign of each weight. At the kink, a weight of 0, there is no derivative; of the
        subgradients from -1 to 1 this returns 0.

    Raises
    ------
    ValueError
        If `W` holds anything but finite real numbers.

    References
    ----------
    R. Tibshirani. Regression shrinkage and selection via the lasso. Journal of the Royal Statistical
    Society B 58, 1996.

    Examples
    --------
    >>> penalty, dW = l1_penalty([[1.0, -2.0], [0.0, 0.5]], return_grad=True)
    >>> print(penalty)
    3.5
    >>> dW
    array([[ 1., -1.],
           [ 0.,  1.]])
    """
    W, dtype = _validate.floats(W, "W", finite=True)
    with np.errstate(over="ignore"):  # a sum too large for its dtype is inf
        penalty = np.abs(W).sum().astype(dtype)
    return (penalty, np.asarray(np.sign(W), dtype)) if return_grad else penalty


def l2_penalty(W: ArrayLike, *, return_grad: bool = False) -> Penalty:
    r"""Sum the squares of all weights, which shrinks large weights most.

    .. math:: R(W) = \sum_i W_i^2

    Parameters
    ----------
    W : array-like of any shape
        Weights. Finite real numbers.
    return_grad : bool
        Also return the gradient by the weights.

    Returns
    -------
    penalty : NumPy scalar
        In units of the weights squared, and in their dtype: integers count as float64, float16 is
        computed in float32. Without weights it is 0.
    dW : ndarray of the shape of `W`, only with `return_grad`
        Twice the weights.

    Raises
    ------
    ValueError
        If `W` holds anything but finite real numbers.

    Notes
    -----
    There is no factor of one half. The `weight_decay` of torch's plain SGD adds `weight_decay` times W to
    the gradient: that is half of `weight_decay` times this penalty.

    References
    ----------
    A. E. Hoerl, R. W. Kennard. Ridge regression: biased estimation for nonorthogonal problems.
    Technometrics 12, 1970.

    Examples
    --------
    >>> penalty, dW = l2_penalty([[1.0, -2.0], [0.0, 0.5]], return_grad=True)
    >>> print(penalty)
    5.25
    >>> dW
    array([[ 2., -4.],
           [ 0.,  1.]])
    """
    W, dtype = _validate.floats(W, "W", finite=True)
    with np.errstate(over="ignore", under="ignore"):
        penalty = (W * W).sum().astype(dtype)
        return (penalty, np.asarray(2 * W, dtype)) if return_grad else penalty


def elastic_net_penalty(W: ArrayLike, *, l1_ratio: float = 0.5, return_grad: bool = False) -> Penalty:
    r"""Mix the sums of the sizes and of the squares of all weights.

    .. math:: R(W) = r \sum_i |W_i| + (1 - r) \sum_i W_i^2

    Parameters
    ----------
    W : array-like of any shape
        Weights. Finite real numbers.
    l1_ratio : float
        The share r of the sizes, from 0 (`l2_penalty`) to 1 (`l1_penalty`).
    return_grad : bool
        Also return the gradient by the weights.

    Returns
    -------
    penalty : NumPy scalar
        In the dtype of the weights: integers count as float64, float16 is computed in float32.
        Without weights it is 0.
    dW : ndarray of the shape of `W`, only with `return_grad`
        At the kink, a weight of 0, there is no derivative unless r = 0; of the subgradients from -r
        to r this returns 0.

    Raises
    ------
    ValueError
        If `W` holds anything but finite real numbers, or `l1_ratio` is no number from 0 to 1.

    Notes
    -----
    This is the penalty of the naive elastic net of Zou and Hastie, whose alpha is the share of the
    squares, 1 - r. scikit-learn halves the squares: alpha (r' sum \|W\| + (1 - r') / 2 sum W^2). That is
    lambda times this penalty, with lambda = alpha (1 + r') / 2 and r = 2 r' / (1 + r').

    References
    ----------
    H. Zou, T. Hastie. Regularization and variable selection via the elastic net. Journal of the Royal
    Statistical Society B 67, 2005.

    Examples
    --------
    >>> penalty, dW = elastic_net_penalty([[1.0, -2.0], [0.0, 0.5]], l1_ratio=0.5, return_grad=True)
    >>> print(penalty)
    4.375
    >>> dW
    array([[ 1.5, -2.5],
           [ 0. ,  1. ]])
    """
    W, dtype = _validate.floats(W, "W", finite=True)
    r = _validate.number(l1_ratio, "l1_ratio", high=1.0)
    with np.errstate(over="ignore", under="ignore"):
        size = np.abs(W)
        # One product a weight: with two sums, a share of 0 of squares that overflow would be NaN.
        penalty = (size * (r + (1 - r) * size)).sum().astype(dtype)
        gradient = r * np.sign(W) + 2 * (1 - r) * W
        return (penalty, np.asarray(gradient, dtype)) if return_grad else penalty
