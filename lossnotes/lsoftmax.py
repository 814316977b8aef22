"""Large-margin softmax: the correct class must win although its angle is multiplied by m."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from . import _validate
from ._angular import below_largest, checked, psi_penalty, rounded, split_power, unit_rows
from ._reduction import Loss
from .softmax_cross_entropy import softmax_cross_entropy


def lsoftmax_loss(
    features: ArrayLike,
    weight: ArrayLike,
    labels: ArrayLike,
    *,
    m: int = 4,
    lam: float = 0.0,
    reduction: str = "mean",
    return_grad: bool = False,
) -> Loss | tuple[Loss, np.ndarray, np.ndarray]:
    r"""Take the softmax cross-entropy of linear scores, the correct one lowered by an angular margin.

    .. math:: f_j = W_j^\top x = |W_j| |x| \cos\theta_j, \qquad
              f_y = |W_y| |x| \frac{\lambda \cos\theta_y + \psi(\theta_y)}{1 + \lambda}, \qquad
              L = -\log \frac{e^{f_y}}{\sum_j e^{f_j}}

    with :math:`\psi(\theta) = (-1)^k \cos(m\theta) - 2k` as `psi` computes it.

    Parameters
    ----------
    features : array-like of shape (N, D)
        One example x a row. Finite real numbers.
    weight : array-like of shape (C, D)
        One class W_j a row. There is no bias.
    labels : array-like of int, shape (N,)
        The correct class y of each example, from 0 to C - 1.
    m : int
        The factor of the angle, at least 1; with 1 this is ordinary softmax cross-entropy.
    lam : float
        How much of the plain cosine is mixed in; finite, at least 0. Training starts with a large one.
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
        A zero vector has no direction: its angle to any other is taken to be pi / 2. There f_y has a
        kink, and the gradients are those of the formula with 0 as the unit vector; with m = 1 they
        are those of a linear layer.

    Raises
    ------
    ValueError
        If a shape, dtype, label or option is not as above, a number is NaN or infinite, or the mean
        of an empty batch is asked for.

    References
    ----------
    W. Liu, Y. Wen, Z. Yu, M. Yang. Large-margin softmax loss for convolutional neural networks.
    ICML 2016, equations (4) and (6).

    Examples
    --------
    >>> x, W = [[3.0, 4.0]], [[0.0, 5.0], [5.0, 0.0]]  # scores 20 and 15, the angle to class 0 is 37 degrees
    >>> print(f"{lsoftmax_loss(x, W, [0], m=1):.4f} {lsoftmax_loss(x, W, [0], m=2):.4f}")
    0.0067 8.0003
    """
    m = _validate.integer(m, "m", low=1)
    lam = _validate.number(lam, "lam")
    X, W, y, dtype = checked(features, weight, labels, reduction)

    # Scores of X / 2^e, and their gaps times 2^e: exact, and no score overflows on the way.
    X_scaled, e = split_power(X)
    x, x_length = unit_rows(X_scaled)
    w, w_length = unit_rows(W[y])
    _, penalty, _ = psi_penalty(x, w, m, lam)
    with np.errstate(over="ignore", under="ignore"):
        scores = X_scaled @ W.T
        scores[np.arange(len(y)), y] -= (w_length * x_length * penalty)[:, 0]
        scores = np.ldexp(below_largest(scores), e)
    result = softmax_cross_entropy(scores, y, reduction=reduction, return_grad=return_grad)
    if not return_grad:
        return rounded(result, dtype)
    loss, dscores = result
    dX, dW = _gradients(dscores, X, W, y, m, lam)
    return rounded(loss, dtype), rounded(dX, dtype), rounded(dW, dtype)


def _gradients(
    dscores: np.ndarray, X: np.ndarray, W: np.ndarray, y: np.ndarray, m: int, lam: float
) -> tuple[np.ndarray, np.ndarray]:
    """The chain rule for f_j = W_j.x, less |W_y| |x| penalty(cos) for the correct class.

    With x and w of length 1: d cos / dx = (w - cos x) / |x| and d cos / dW_y = (x - cos w) / |W_y|.
    """
    x, x_length = unit_rows(X)
    w, w_length = unit_rows(W[y])
    cos, penalty, slope = psi_penalty(x, w, m, lam)
    dy = np.take_along_axis(dscores, y[:, np.newaxis], axis=1)
    with np.errstate(over="ignore", under="ignore"):
        dX = dscores @ W - dy * w_length * (penalty * x + slope * (w - cos * x))
        dW = dscores.T @ X
        np.subtract.at(dW, y, dy * x_length * (penalty * w + slope * (x - cos * w)))
    return dX, dW
