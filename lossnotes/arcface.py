"""ArcFace: the correct class must win although m is added to its angle."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from . import _validate
from ._angular import below_largest, checked, cos_and_sin, rounded, through_unit, unit_rows
from ._reduction import Loss
from .softmax_cross_entropy import softmax_cross_entropy

# Of exactly parallel vectors, rounding alone makes sines of up to 1.6 eps (measured for 2 to 50,000
# dimensions). A sine that small tells no direction.
_NO_DIRECTION = 4 * np.finfo(np.float64).eps


def arcface_loss(
    features: ArrayLike,
    weight: ArrayLike,
    labels: ArrayLike,
    *,
    s: float = 64.0,
    m: float = 0.5,
    fallback: str = "none",
    reduction: str = "mean",
    return_grad: bool = False,
) -> Loss | tuple[Loss, np.ndarray, np.ndarray]:
    r"""Take the softmax cross-entropy of scaled cosines, the correct angle widened by a margin.

    .. math:: f_j = s \cos\theta_j, \qquad f_y = s \cos(\theta_y + m), \qquad
              L = -\log \frac{e^{f_y}}{\sum_j e^{f_j}}

    Beyond :math:`\theta_y = \pi - m` the cosine rises again, which rewards a worse angle. Two
    fallbacks are in use: "linear" takes :math:`s\, (\cos\theta_y - m \sin m)` there, and "easy" takes
    the plain :math:`s \cos\theta_y` wherever :math:`\cos\theta_y \le 0`.

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
        The margin in radians, from 0 to pi: a wider one would lead back to where it started.
    fallback : {"none", "linear", "easy"}
        What to do where the angle is wide. The fallbacks jump where they begin.
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
        Each row stands at a right angle to its vector. Where theta_y is 0 or pi the margin has the tip
        of a cone; of its subgradients this returns 0, also where rounding hides the angle (a sine
        below 4 units in the last place of 1). A zero vector has no direction: its angle to any
        other is taken to be pi / 2, and the gradient by it is 0.

    Raises
    ------
    ValueError
        If a shape, dtype, label or option is not as above, a number is NaN or infinite, or the mean
        of an empty batch is asked for.

    References
    ----------
    J. Deng, J. Guo, N. Xue, S. Zafeiriou. ArcFace: additive angular margin loss for deep face
    recognition. CVPR 2019, equation (3). The fallbacks are those of the authors' code.

    Examples
    --------
    >>> x, W = [[3.0, 4.0]], [[0.0, 5.0], [5.0, 0.0]]  # cosines 0.8 and 0.6
    >>> print(f"{arcface_loss(x, W, [0], s=10.0, m=0.0):.4f} {arcface_loss(x, W, [0], s=10.0):.4f}")
    0.1269 2.0011
    """
    s = _validate.number(s, "s")
    m = _validate.number(m, "m", high=math.pi)
    _validate.choice(fallback, "fallback", ("none", "linear", "easy"))
    X, W, y, dtype = checked(features, weight, labels, reduction)

    x, _ = unit_rows(X)
    w, _ = unit_rows(W)
    cos, sin = cos_and_sin(x, w[y])
    target, _ = _with_margin(cos, sin, m, fallback)
    with np.errstate(over="ignore", under="ignore"):
        cosines = x @ w.T
        np.put_along_axis(cosines, y[:, np.newaxis], target, axis=1)
        scores = s * below_largest(cosines)
    result = softmax_cross_entropy(scores, y, reduction=reduction, return_grad=return_grad)
    if not return_grad:
        return rounded(result, dtype)
    loss, dscores = result
    dX, dW = _gradients(dscores, X, W, y, s, m, fallback)
    return rounded(loss, dtype), rounded(dX, dtype), rounded(dW, dtype)


def _gradients(
    dscores: np.ndarray, X: np.ndarray, W: np.ndarray, y: np.ndarray, s: float, m: float, fallback: str
) -> tuple[np.ndarray, np.ndarray]:
    """The chain rule: f_j = s cos_j with the slope of the margin at j = y, then through x and w_j.

    With x and w of length 1: d cos / dx is w, less its part along x, and the other way round.
    """
    x, x_length = unit_rows(X)
    w, w_length = unit_rows(W)
    cos, sin = cos_and_sin(x, w[y])
    _, slope = _with_margin(cos, sin, m, fallback)
    # The slope may be huge, near a sine of 0: it multiplies the short part of w across x, and no more.
    dy = (slope - 1) * np.take_along_axis(dscores, y[:, np.newaxis], axis=1)
    with np.errstate(over="ignore", under="ignore"):
        dx = dscores @ w + dy * (w[y] - cos * x)
        dw = dscores.T @ x
        np.add.at(dw, y, dy * (x - cos * w[y]))
        return s * through_unit(dx, x, x_length), s * through_unit(dw, w, w_length)


def _with_margin(cos: np.ndarray, sin: np.ndarray, m: float, fallback: str) -> tuple[np.ndarray, np.ndarray]:
    """Return cos(theta + m), or its fallback, and the slope of that by cos theta."""
    shifted_cos = cos * math.cos(m) - sin * math.sin(m)
    shifted_sin = sin * math.cos(m) + cos * math.sin(m)
    slope = np.divide(shifted_sin, sin, where=sin > _NO_DIRECTION, out=np.zeros_like(sin))
    if fallback == "none":
        return shifted_cos, slope
    if fallback == "linear":
        kept, otherwise = shifted_sin >= 0, cos - m * math.sin(m)  # theta + m up to pi
    else:
        kept, otherwise = cos > 0, cos
    return np.where(kept, shifted_cos, otherwise), np.where(kept, slope, 1)
