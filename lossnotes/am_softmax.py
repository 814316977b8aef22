"""Additive margin softmax: the correct class must win although its cosine is lowered by m."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from . import _validate
from ._angular import below_largest, checked, rounded, through_unit, unit_rows
from ._reduction import Loss
from .softmax_cross_entropy import softmax_cross_entropy


def am_softmax_loss(
    features: ArrayLike,
    weight: ArrayLike,
    labels: ArrayLike,
    *,
    s: float = 30.0,
    m: float = 0.35,
    reduction: str = "mean",
    return_grad: bool = False,
) -> Loss | tuple[Loss, np.ndarray, np.ndarray]:
    r"""Take the softmax cross-entropy of scaled cosines, the correct one lowered by a margin.

    .. math:: f_j = s \cos\theta_j, \qquad f_y = s\, (\cos\theta_y - m), \qquad
              L = -\log \frac{e^{f_y}}{\sum_j e^{f_j}}

    Parameters
    ----------
    features : array-like of shape (N, D)
        One example x a row. Finite real numbers. Their length changes nothing.
    weight : array-like of shape (C, D)
        One class W_j a row. Its length changes nothing, and there is no bias.
    labels : array-like of int, shape (N,)
        The correct class y of each example, from 0 to C - 1.
    s : float
        The scale of the cosines; finite, at least 0.
    m : float
        The margin, in units of the cosine; finite, at least 0.
    reduction : {"mean", "sum", "none"}
        What to return: the mean over the examples, their sum, or one loss for each.
    return_grad : bool
        Also return the gradients of the reduced loss (for "none": of the sum).

    Returns
    -------
    loss : NumPy scalar, or ndarray of shape (N,) for "none"
        In nats, in the wider dtype of features and weight: integers count as float64. Computed in
        float64. An empty batch has the sum 0.
    dfeatures : ndarray of shape (N, D), only with `return_grad`
    dweight : ndarray of shape (C, D), only with `return_grad`
        Each row stands at a right angle to its vector. A zero vector has no direction: its cosines
        are taken to be 0, and the gradient by it is 0.

    Raises
    ------
    ValueError
        If a shape, dtype, label or option is not as above, a number is NaN or infinite, or the mean
        of an empty batch is asked for.

    References
    ----------
    .. [1] F. Wang, J. Cheng, W. Liu, H. Liu. Additive margin softmax for face verification. IEEE
       Signal Processing Letters 25, 2018.
    .. [2] H. Wang et al. CosFace: large margin cosine loss for deep face recognition. CVPR 2018. The
       same loss under another name.

    Examples
    --------
    >>> x, W = [[3.0, 4.0]], [[0.0, 5.0], [5.0, 0.0]]  # cosines 0.8 and 0.6
    >>> print(f"{am_softmax_loss(x, W, [0], s=10.0, m=0.0):.4f} {am_softmax_loss(x, W, [0], s=10.0):.4f}")
    0.1269 1.7014
    """
    s = _validate.number(s, "s")
    m = _validate.number(m, "m")
    X, W, y, dtype = checked(features, weight, labels, reduction)

    x, _ = unit_rows(X)
    w, _ = unit_rows(W)
    with np.errstate(over="ignore", under="ignore"):
        cosines = x @ w.T
        cosines[np.arange(len(y)), y] -= m
        scores = s * below_largest(cosines)
    result = softmax_cross_entropy(scores, y, reduction=reduction, return_grad=return_grad)
    if not return_grad:
        return rounded(result, dtype)
    loss, dscores = result
    dX, dW = _gradients(dscores, X, W, s)
    return rounded(loss, dtype), rounded(dX, dtype), rounded(dW, dtype)


def _gradients(dscores: np.ndarray, X: np.ndarray, W: np.ndarray, s: float) -> tuple[np.ndarray, np.ndarray]:
    """The chain rule: f_j = s w_j.x less a constant, then through x = X / |X| and w_j = W_j / |W_j|."""
    x, x_length = unit_rows(X)
    w, w_length = unit_rows(W)
    with np.errstate(over="ignore", under="ignore"):
        dX = s * through_unit(dscores @ w, x, x_length)
        dW = s * through_unit(dscores.T @ x, w, w_length)
    return dX, dW
