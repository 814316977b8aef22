"""The contrastive loss: similar pairs come together, dissimilar ones move apart up to a margin."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from . import _validate
from ._distances import common_floats, directions, scaled_difference, squared_lengths
from ._reduction import Loss, check_not_empty, check_reduction, reduce_gradient, reduce_losses


def contrastive_loss(
    x1: ArrayLike,
    x2: ArrayLike,
    similar: ArrayLike,
    *,
    margin: float = 1.0,
    reduction: str = "mean",
    return_grad: bool = False,
) -> Loss | tuple[Loss, np.ndarray, np.ndarray]:
    r"""Square the distance of similar pairs, and what dissimilar pairs lack to the margin.

    .. math:: L_i = y_i \tfrac{1}{2} d_i^2 + (1 - y_i) \tfrac{1}{2} \max(0,\; m - d_i)^2,
              \qquad d_i = \lVert x_{1i} - x_{2i} \rVert

    Parameters
    ----------
    x1, x2 : array-like of shape (N, D)
        Embeddings, the two of a pair in the same row. Finite real numbers.
    similar : array-like of bool or int, shape (N,)
        y: True or 1 for a similar pair, False or 0 for a dissimilar one. The paper counts the other way
        round: there Y = 0 means similar.
    margin : float
        The distance m from which on a dissimilar pair costs nothing; finite, at least 0.
    reduction : {"mean", "sum", "none"}
        What to return: the mean over the pairs, their sum, or one loss for each.
    return_grad : bool
        Also return the gradients of the reduced loss (for "none": of the sum) by `x1` and `x2`.

    Returns
    -------
    loss : NumPy scalar, or ndarray of shape (N,) for "none"
        In squared units of the embeddings, and in their wider dtype: integers count as float64, float16
        is computed in float32. An empty batch has the sum 0.
    dx1, dx2 : ndarray of shape (N, D), only with `return_grad`
        Where a dissimilar pair coincides, every direction leads apart and there is no derivative: this
        returns 0.

    Raises
    ------
    ValueError
        If a shape, dtype or option is not as above, a number is NaN or infinite, `similar` is neither 0
        nor 1, the margin is beyond the dtype, or the mean of an empty batch is asked for.

    References
    ----------
    R. Hadsell, S. Chopra, Y. LeCun. Dimensionality reduction by learning an invariant mapping.
    CVPR 2006.

    Examples
    --------
    >>> x1, x2 = [[0.0, 0.0], [0.0, 0.0]], [[3.0, 4.0], [0.3, 0.4]]
    >>> contrastive_loss(x1, x2, [True, False], reduction="none")
    array([12.5  ,  0.125])
    """
    check_reduction(reduction)
    margin = _validate.number(margin, "margin")
    x1, x2, dtype = common_floats(x1=x1, x2=x2)
    if margin > float(np.finfo(x1.dtype).max):
        raise ValueError(f"margin: expected a number that {x1.dtype} can hold, got {margin!r}")
    _validate.shape(x1, "x1", ("N", "D"))
    n, d = x1.shape
    _validate.shape(x2, "x2", ("N", "D"), N=n, D=d)
    y = _validate.array(similar, "similar")
    y = _validate.labels(y.astype(np.intp) if y.dtype == bool else y, n, 2, name="similar") == 1
    check_not_empty(n, reduction, "x1")

    difference, k = scaled_difference(x1, x2)
    with np.errstate(over="ignore", under="ignore"):
        distance = np.ldexp(np.sqrt(squared_lengths(difference)), k)
        span = np.where(y, distance, np.maximum(0, x1.dtype.type(margin) - distance))
        losses = span / 2 * span  # halved first: span**2 may overflow where its half does not
    loss = reduce_losses(losses, reduction, n, dtype)
    if not return_grad:
        return loss
    dx1 = reduce_gradient(_gradient(y, span, difference, k), reduction, n, dtype)
    return loss, dx1, 0 - dx1


def _gradient(y: np.ndarray, span: np.ndarray, difference: np.ndarray, k: np.ndarray) -> np.ndarray:
    """d L_i / d x1: the difference for a similar pair, else what lacks to the margin, straight towards x2."""
    with np.errstate(over="ignore", under="ignore"):
        short = np.where(y, 0, span)[:, np.newaxis]
        towards = 0 - short * directions(difference)  # 0 - and not just -: no -0 to print
        return np.where(y[:, np.newaxis], np.ldexp(difference, k[:, np.newaxis]), towards)
