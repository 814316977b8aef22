"""The triplet loss: an anchor must be nearer to its own class than to another, by a margin."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from . import _validate
from ._distances import common_floats, directions, scaled_difference, squared_lengths
from ._exact import sum_of_three
from ._reduction import Loss, check_not_empty, check_reduction, reduce_gradient, reduce_losses


def triplet_loss(
    anchor: ArrayLike,
    positive: ArrayLike,
    negative: ArrayLike,
    *,
    margin: float = 1.0,
    distance: str = "euclidean",
    reduction: str = "mean",
    return_grad: bool = False,
) -> Loss | tuple[Loss, np.ndarray, np.ndarray, np.ndarray]:
    r"""Measure how far the negative comes within the margin beyond the positive, as seen from the anchor.

    .. math:: L_i = \max\bigl(0,\; d(a_i, p_i) - d(a_i, n_i) + m\bigr), \qquad
              d(u, v) = \lVert u - v \rVert \;\text{ or }\; \lVert u - v \rVert^2

    Parameters
    ----------
    anchor, positive, negative : array-like of shape (N, D)
        Embeddings, the three of a triplet in the same row: the positive has the class of the anchor, the
        negative another one. Finite real numbers.
    margin : float
        The margin m, in units of d; finite, at least 0.
    distance : {"euclidean", "squared"}
        Which d to compare.
    reduction : {"mean", "sum", "none"}
        What to return: the mean over the triplets, their sum, or one loss for each.
    return_grad : bool
        Also return the gradients of the reduced loss (for "none": of the sum) by the three inputs.

    Returns
    -------
    loss : NumPy scalar, or ndarray of shape (N,) for "none"
        In units of d, and in the widest dtype of the embeddings: integers count as float64, float16 is
        computed in float32. An empty batch has the sum 0.
    danchor, dpositive, dnegative : ndarray of shape (N, D), only with `return_grad`
        Two kinds of points have no derivative, and get 0: a triplet exactly on the margin, and the
        Euclidean distance between points that coincide.

    Raises
    ------
    ValueError
        If a shape, dtype or option is not as above, a number is NaN or infinite, or the mean of an
        empty batch is asked for.

    Notes
    -----
    `torch.nn.functional.triplet_margin_loss` is the Euclidean form, but adds its ``eps`` of 1e-6 to every
    coordinate of the differences; with ``eps=0`` it is this loss.

    References
    ----------
    F. Schroff, D. Kalenichenko, J. Philbin. FaceNet: a unified embedding for face recognition and
    clustering. CVPR 2015 (squared distances of embeddings of length 1).

    Examples
    --------
    >>> a, p, n = [[0.0, 0.0]], [[3.0, 4.0]], [[0.0, 5.5]]
    >>> print(triplet_loss(a, p, n))
    0.5
    >>> print(triplet_loss(a, p, n, distance="squared"))  # 25 - 30.25 + 1 is below 0
    0.0
    """
    check_reduction(reduction)
    _validate.choice(distance, "distance", ("euclidean", "squared"))
    margin = _validate.number(margin, "margin")
    a, p, n, dtype = common_floats(anchor=anchor, positive=positive, negative=negative)
    _validate.shape(a, "anchor", ("N", "D"))
    count, size = a.shape
    _validate.shape(p, "positive", ("N", "D"), N=count, D=size)
    _validate.shape(n, "negative", ("N", "D"), N=count, D=size)
    check_not_empty(count, reduction, "anchor")

    power = 1 if distance == "euclidean" else 2
    (ap, ap_k), (an, an_k) = scaled_difference(a, p), scaled_difference(a, n)
    # Lengths whose squares might overflow are compared in units of 2**k: inf - inf has no value.
    k = np.maximum(np.maximum(ap_k, an_k) - np.finfo(a.dtype).maxexp // 4, 0)
    with np.errstate(over="ignore", under="ignore"):
        near, far = _distance(ap, ap_k - k, power), _distance(an, an_k - k, power)
        excess = sum_of_three(near, -far, np.ldexp(a.dtype.type(margin), -power * k))
        losses = np.ldexp(np.maximum(0, excess), power * k)
    loss = reduce_losses(losses, reduction, count, dtype)
    if not return_grad:
        return loss
    slopes = _euclidean_gradient(ap, an) if power == 1 else _squared_gradient(a, p, n)
    # Where the loss is 0, also exactly on the margin, nothing pulls.
    active = (excess > 0)[:, np.newaxis]
    return loss, *(reduce_gradient(np.where(active, s, 0), reduction, count, dtype) for s in slopes)


def _distance(difference: np.ndarray, k: np.ndarray, power: int) -> np.ndarray:
    squares = squared_lengths(difference)
    return np.ldexp(squares if power == 2 else np.sqrt(squares), power * k)


def _euclidean_gradient(ap: np.ndarray, an: np.ndarray) -> tuple[np.ndarray, ...]:
    """Directions: the gradient of |a - p| by a is a - p at length 1, and 0 where there is no direction."""
    to_p, to_n = directions(ap), directions(an)
    return to_p - to_n, 0 - to_p, to_n  # 0 - and not just -: no -0 to print


def _squared_gradient(a: np.ndarray, p: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, ...]:
    """d / da of |a - p|^2 - |a - n|^2 is 2 (a - p) - 2 (a - n), where a cancels."""
    with np.errstate(over="ignore"):
        return 2 * (n - p), 2 * (p - a), 2 * (a - n)
