"""The multiclass SVM loss of one example, the way it is written on a blackboard."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from . import _validate


def svm_loss_one(x: ArrayLike, y: int, W: ArrayLike) -> np.floating:
    r"""Compute the multiclass SVM loss of one example the way it is written on a blackboard.

    .. math:: L = \sum_{j \neq y} \max(0,\; W_j^\top x - W_y^\top x + 1)

    The teaching form: vectorized over classes, one example at a time, margin 1. For batches, gradients
    and accuracy near the margin use `multiclass_svm_loss`.

    Parameters
    ----------
    x : array-like of shape (D,)
        One example. Finite real numbers.
    y : int
        Its correct class, from 0 to C - 1.
    W : array-like of shape (C, D)
        Weights, one class a row.

    Returns
    -------
    NumPy scalar
        The loss, in units of the scores.

    Raises
    ------
    ValueError
        If a shape or dtype does not fit, a number is NaN or infinite, or there is no class `y`.

    Examples
    --------
    >>> print(f"{svm_loss_one([1.0], 0, [[3.2], [5.1], [-1.7]]):.1f}")
    2.9
    """
    x, dtype = _validate.floats(x, "x", finite=True)
    W, W_dtype = _validate.floats(W, "W", finite=True)
    _validate.shape(x, "x", ("D",))
    _validate.shape(W, "W", ("C", "D"), D=x.shape[0])
    y = _validate.labels([_validate.integer(y, "y")], 1, W.shape[0], name="y")[0]

    scores = W.dot(x)
    margins = np.maximum(0, scores - scores[y] + 1)
    margins[y] = 0
    return margins.sum().astype(np.promote_types(dtype, W_dtype))
