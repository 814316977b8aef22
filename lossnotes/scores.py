"""The linear classifier: one score for each class."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from . import _validate


def linear_scores(X: ArrayLike, W: ArrayLike, b: ArrayLike | None = None) -> np.ndarray:
    r"""Score every example against every class with a linear function.

    .. math:: s_{ij} = W_j^\top x_i + b_j

    Parameters
    ----------
    X : array-like of shape (N, D)
        Examples, one a row. Finite real numbers.
    W : array-like of shape (C, D)
        Weights, one class a row.
    b : array-like of shape (C,), optional
        Bias of each class; without it there is none.

    Returns
    -------
    ndarray of shape (N, C)
        Scores, one example a row, in the wider dtype of the arguments. Integers count as float64;
        float16 is computed in float32 and returned as float16.

    Raises
    ------
    ValueError
        If a shape or dtype does not fit, or a number is NaN or infinite.

    Examples
    --------
    >>> linear_scores([[1.0, 2.0]], [[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]], b=[0.0, 0.0, -1.0])
    array([[1., 2., 2.]])
    """
    X, dtype = _validate.floats(X, "X", finite=True)
    W, W_dtype = _validate.floats(W, "W", finite=True)
    _validate.shape(X, "X", ("N", "D"))
    _validate.shape(W, "W", ("C", "D"), D=X.shape[1])
    dtype = np.promote_types(dtype, W_dtype)
    if b is not None:
        b, b_dtype = _validate.floats(b, "b", finite=True)
        _validate.shape(b, "b", ("C",), C=W.shape[0])
        dtype = np.promote_types(dtype, b_dtype)

    scores = X @ W.T
    if b is not None:
        scores = scores + b
    with np.errstate(over="ignore", under="ignore"):  # beyond float16 the score is inf
        return scores.astype(dtype, copy=False)
