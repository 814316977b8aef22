"""Max norm: no class's weight vector may grow longer than a limit."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from . import _validate


def project_max_norm(W: ArrayLike, max_norm: float) -> np.ndarray:
    r"""Scale every row that is longer than a limit down to that length.

    .. math:: W_j \leftarrow W_j \min\Bigl(1,\; \frac{c}{\lVert W_j \rVert_2}\Bigr)

    It is the nearest point, row by row, at which the limit holds: what projected gradient descent does
    after each step.

    Parameters
    ----------
    W : array-like of shape (C, D)
        Weights, one class a row. Finite real numbers.
    max_norm : float
        The limit c on the Euclidean length of a row, in units of the weights; finite, at least 0.

    Returns
    -------
    ndarray of shape (C, D)
        A new array in the dtype of `W`: integers count as float64, float16 is computed in float32.
        Rows within the limit are the same to the last bit.

    Raises
    ------
    ValueError
        If `W` is not of shape (C, D) with finite real numbers, or `max_norm` is no finite number of at
        least 0.

    Notes
    -----
    `torch.renorm(W, 2, 0, max_norm)` divides by the norm plus 1e-7, so that its rows come out shorter
    than the limit, by a share of 1e-7 over their norm.

    References
    ----------
    N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever, R. Salakhutdinov. Dropout: a simple way to
    prevent neural networks from overfitting. JMLR 15, 2014.

    Examples
    --------
    >>> project_max_norm([[3.0, 4.0], [0.6, 0.8]], 2.0)
    array([[1.2, 1.6],
           [0.6, 0.8]])
    """
    W, dtype = _validate.floats(W, "W", finite=True)
    _validate.shape(W, "W", ("C", "D"))
    max_norm = _validate.number(max_norm, "max_norm")

    projected = W.copy()
    with np.errstate(over="ignore", under="ignore"):
        # Rows over a power of two, which rounds nothing: squares of the rest neither overflow nor vanish.
        _, exponent = np.frexp(np.abs(W).max(axis=1, keepdims=True, initial=0))
        rows = np.ldexp(W, -exponent)
        norms = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
        longer = (norms > np.ldexp(W.dtype.type(max_norm), -exponent))[:, 0]
        projected[longer] = rows[longer] / norms[longer] * max_norm
        return projected.astype(dtype, copy=False)
