"""The function that L-Softmax and A-Softmax put in the place of the cosine."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from . import _validate
from ._angular import psi_and_slope, rounded


def psi(cos_theta: ArrayLike, m: int) -> np.ndarray | np.floating:
    r"""Multiply an angle by m and take its cosine, continued so that it falls all the way to pi.

    .. math:: \psi(\theta) = (-1)^k \cos(m\theta) - 2k, \qquad
              \theta \in \Bigl[\frac{k\pi}{m}, \frac{(k+1)\pi}{m}\Bigr],\; k = 0, \dots, m - 1

    From 1 at theta = 0 it falls to 1 - 2m at theta = pi, without a jump and without a kink.

    Parameters
    ----------
    cos_theta : array-like
        Cosines of the angle, from -1 to 1.
    m : int
        The factor of the angle, at least 1; with 1 psi is the cosine itself.

    Returns
    -------
    ndarray of the shape of `cos_theta`, or NumPy scalar
        In the dtype of `cos_theta`: integers count as float64. Computed in float64.

    Raises
    ------
    ValueError
        If `cos_theta` holds anything but numbers from -1 to 1, or m is no positive integer.

    Notes
    -----
    Nothing is clipped: a cosine that rounding has pushed above 1 is refused here. The losses make
    their cosines themselves. The cosine of the m-fold angle is the Chebyshev polynomial T_m of the
    cosine, and k counts the thresholds cos(j pi / m), j = 1 .. m - 1, above it: an arc cosine would
    lose digits, and floor(m theta / pi) would give k = m at theta = pi, one too many.

    References
    ----------
    W. Liu, Y. Wen, Z. Yu, M. Yang. Large-margin softmax loss for convolutional neural networks.
    ICML 2016, equation (6).

    Examples
    --------
    >>> psi([1.0, 0.5, 0.0, -0.5, -1.0], 2)
    array([ 1. , -0.5, -1. , -1.5, -3. ])
    """
    cos_theta, dtype = _validate.floats(cos_theta, "cos_theta")
    m = _validate.integer(m, "m", low=1)
    outside = np.abs(cos_theta) > 1
    if outside.any():
        where = tuple(int(i) for i in np.argwhere(outside)[0])
        got = f"{cos_theta[where]} at index {where}"
        raise ValueError(f"cos_theta: expected numbers from -1 to 1, got {got}")

    cos = cos_theta.astype(np.float64)
    value, _ = psi_and_slope(cos, (1 - cos) * (1 + cos), m)
    return rounded(value, dtype)[()]
