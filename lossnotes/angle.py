"""The angle between two vectors."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from . import _validate
from ._angular import chords, rounded, unit_rows


def angle(x: ArrayLike, w: ArrayLike) -> np.ndarray | np.floating:
    r"""Measure the angle between two vectors, also where they are nearly parallel.

    .. math:: \theta = 2\, \operatorname{atan2}\bigl(|\hat x - \hat w|,\; |\hat x + \hat w|\bigr), \qquad
              \hat x = \frac{x}{|x|},\; \hat w = \frac{w}{|w|}

    Parameters
    ----------
    x : array-like of shape (D,) or (N, D)
        One vector or many, one a row. Finite real numbers.
    w : array-like of shape (D,) or (N, D)
        As `x`; one vector is compared with each of many.

    Returns
    -------
    NumPy scalar, or ndarray of shape (N,)
        In radians, from 0 to pi, in the wider dtype of the arguments: integers count as float64. Computed
        in float64, with an error of a few units in the last place of 1. A zero vector has no direction:
        its angle to any other vector is pi / 2.

    Raises
    ------
    ValueError
        If a shape or dtype does not fit, or a number is NaN or infinite.

    Notes
    -----
    The arc cosine of the cosine similarity loses half of the digits near 0 and pi, and a cosine that
    rounding has pushed above 1 makes it NaN. The two chords here, 2 sin(theta / 2) and 2 cos(theta / 2),
    are sums of squares, and never both small.

    References
    ----------
    W. Kahan. How futile are mindless assessments of roundoff in floating-point computation? 2006.

    Examples
    --------
    >>> print(angle([1.0, 0.0], [1.0, 1e-9]))  # acos would say 0
    1e-09
    >>> angle([[1.0, 0.0], [0.0, 2.0], [-3.0, 0.0]], [1.0, 0.0]).round(4)
    array([0.    , 1.5708, 3.1416])
    """
    x, dtype = _validate.floats(x, "x", finite=True)
    w, w_dtype = _validate.floats(w, "w", finite=True)
    _validate.shape(x, "x", ("D",) if x.ndim == 1 else ("N", "D"))
    # Against one vector x any number of w will do, against many as many.
    sizes = {"D": x.shape[-1]} if x.ndim == 1 else {"N": x.shape[0], "D": x.shape[1]}
    _validate.shape(w, "w", ("D",) if w.ndim == 1 else ("N", "D"), **sizes)

    unit_x, _ = unit_rows(x.astype(np.float64))
    unit_w, _ = unit_rows(w.astype(np.float64))
    theta = 2 * np.arctan2(*chords(unit_x, unit_w))
    return rounded(theta[..., 0], np.promote_types(dtype, w_dtype))[()]
