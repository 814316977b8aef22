"""A-Softmax (SphereFace): L-Softmax with every class weight scaled to length 1."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from . import _validate
from ._angular import below_largest, checked, psi_penalty, rounded, through_unit, unit_rows
from ._reduction import Loss
from .softmax_cross_entropy import softmax_cross_entropy


def asoftmax_loss(
    features: ArrayLike,
    weight: ArrayLike,
    labels: ArrayLike,
    *,
    m: int = 4,
    lam: float = 0.0,
    reduction: str = "mean",
    return_grad: bool = False,
) -> Loss | tuple[Loss, np.ndarray, np.ndarray]:
    r"""Take the L-Softmax loss of weights scaled to length 1, so that only angles and |x| decide.

    .. math:: f_j = |x| \cos\theta_j, \qquad
              f_y = |x| \frac{\lambda \cos\theta_y + \psi(\theta_y)}{1 + \lambda}, \qquad
              L = -\log \frac{e^{f_y}}{\sum_j e^{f_j}}

    with :math:`\psi(\theta) = (-1)^k \cos(m\theta) - 2k` as `psi` computes it.

    Parameters
    ----------
    features : array-like of shape (N, D)
        One example x a row. Finite real numbers.
    weight : array-like of shape (C, D)
        One class W_j a row. Its length changes nothing, and there is no bias.
    labels : array-like of int, shape (N,)
        The correct class y of each example, from 0 to C - 1.
    m : int
        The factor of the angle, at least 1; with 1 only the weights are normalized.
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
        Each row stands at a right angle to its weight. A zero vector has no direction: its angle to
        any other is taken to be pi / 2, and the gradient by a zero weight is 0.

    Raises
    ------
    ValueError
        If a shape, dtype, label or option is not as above, a number is NaN or infinite, or the mean
        of an empty batch is asked for.

    References
    ----------
    W. Liu, Y. Wen, Z. Yu, M. Li, B. Raj, L. Song. SphereFace: deep hypersphere embedding for face
    recognition. CVPR 2017.

    Examples
    --------
    >>> x, W = [[3.0, 4.0]], [[0.0, 5.0], [5.0, 0.0]]  # |x| = 5, cosines 0.8 and 0.6
    >>> print(f"{asoftmax_loss(x, W, [0], m=1):.4f} {asoftmax_loss(x, W, [0], m=2):.4f}")
    0.3133 1.7839
    """
    m = _validate.integer(m, "m", low=1)
    lam = _validate.number(lam, "lam")
    X, W, y, dtype = checked(features, weight, labels, reduction)

    x, x_length = unit_rows(X)
    w, _ = unit_rows(W)
    _, penalty, _ = psi_penalty(x, w[y], m, lam)
    with np.errstate(over="ignore", under="ignore"):
        cosines = x @ w.T
        cosines[np.arange(len(y)), y] -= penalty[:, 0]
        scores = x_length * below_largest(cosines)
    result = softmax_cross_entropy(scores, y, reduction=reduction, return_grad=return_grad)
    if not return_grad:
        return rounded(result, dtype)
    loss, dscores = result
    dX, dW = _gradients(dscores, X, W, y, m, lam)
    return rounded(loss, dtype), rounded(dX, dtype), rounded(dW, dtype)


def _gradients(
    dscores: np.ndarray, X: np.ndarray, W: np.ndarray, y: np.ndarray, m: int, lam: float
) -> tuple[np.ndarray, np.ndarray]:
    """The chain rule for f_j = w_j.X, less |X| penalty(cos) for the correct class, then through w_j.

    With x and w of length 1: d cos / dX = (w - cos x) / |X|, and d cos / dw is x, less its part along w.
    """
    x, x_length = unit_rows(X)
    w, w_length = unit_rows(W)
    cos, penalty, slope = psi_penalty(x, w[y], m, lam)
    dy = np.take_along_axis(dscores, y[:, np.newaxis], axis=1)
    with np.errstate(over="ignore", under="ignore"):
        dX = dscores @ w - dy * (penalty * x + slope * (w[y] - cos * x))
        dw = dscores.T @ X
        np.subtract.at(dw, y, dy * x_length * slope * (x - cos * w[y]))
    return dX, through_unit(dw, w, w_length)
