"""The Mahalanobis distance: Euclidean distance after a linear change of coordinates."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from . import _validate
from ._distances import common_floats, scaled_difference, squared_lengths


def mahalanobis_distance(x: ArrayLike, y: ArrayLike, M: ArrayLike) -> np.floating | np.ndarray:
    r"""Measure the distance between points with a matrix that weighs directions.

    .. math:: d_M(x, y) = \sqrt{(x - y)^\top M (x - y)}

    With M the identity this is the Euclidean distance; with M the inverse of a covariance matrix it
    counts standard deviations. Metric learning learns M, often as :math:`M = A^\top A`: then the distance is
    Euclidean between A x and A y.

    Parameters
    ----------
    x, y : array-like of shape (D,) or (N, D)
        Points, one a row. Finite real numbers. A single point is measured against every row of the other
        argument.
    M : array-like of shape (D, D)
        Symmetric and positive semidefinite, each up to rounding. Only its symmetric part counts.

    Returns
    -------
    NumPy scalar, or ndarray of shape (N,) if `x` or `y` has rows
        In the widest dtype of the arguments: integers count as float64, float16 is computed in float32.
        Where a semidefinite M gives length 0 to a difference, rounding may leave a small number.

    Raises
    ------
    ValueError
        If a shape or dtype does not fit, a number is NaN or infinite, or M is not symmetric or not
        positive semidefinite.

    Notes
    -----
    `scipy.spatial.distance.mahalanobis` takes two points and the inverse covariance matrix, which is this M.

    References
    ----------
    P. C. Mahalanobis. On the generalised distance in statistics. Proceedings of the National Institute
    of Sciences of India 2, 1936.

    E. P. Xing, A. Y. Ng, M. I. Jordan, S. Russell. Distance metric learning, with application to
    clustering with side-information. NIPS 2002 (a learned M).

    Examples
    --------
    >>> print(mahalanobis_distance([3.0, 4.0], [0.0, 0.0], [[1.0, 0.0], [0.0, 1.0]]))
    5.0
    >>> mahalanobis_distance([[1.0, 0.0], [0.0, 1.0]], [0.0, 0.0], [[4.0, 0.0], [0.0, 1.0]])
    array([2., 1.])
    """
    eps = np.finfo(_validate.real(M, "M")[1]).eps  # what M was rounded to
    x, y, M, dtype = common_floats(x=x, y=y, M=M)
    for point, name in (x, "x"), (y, "y"):
        if point.ndim not in (1, 2):
            raise ValueError(f"{name}: expected shape (D,) or (N, D), got shape {point.shape}")
    if x.ndim == y.ndim == 2:
        _validate.shape(y, "y", ("N", "D"), N=len(x), D=x.shape[1])
    else:
        _validate.shape(y, "y", ("N", "D")[-y.ndim :], D=x.shape[-1])
    _validate.shape(M, "M", ("D", "D"), D=x.shape[-1])

    root, power = _root(M, eps)
    difference, k = scaled_difference(x, y, power)
    with np.errstate(over="ignore", under="ignore"):
        length = np.sqrt(squared_lengths(difference @ root.T))
        return np.ldexp(length, k).astype(dtype)[()]


def _root(M: np.ndarray, eps: float) -> tuple[np.ndarray, np.ndarray]:
    """Return R and k such that M = S R^T R S, with S the diagonal matrix of 2**k.

    A length |R S v| cannot come out as the root of a negative number, as v^T M v can. Scaling M to a
    diagonal of about 1 first keeps the digits of directions in which M is small.
    """
    power = np.frexp(np.sqrt(np.abs(M.diagonal())))[1]
    with np.errstate(over="ignore", under="ignore"):
        # In a semidefinite matrix no entry exceeds the diagonal; where one does, 2 tells as much as more.
        scaled = np.clip(np.ldexp(M, -(power + power[:, np.newaxis])), -2, 2)
    skew = scaled - scaled.T
    # Inverting a covariance matrix leaves this much of its rounding; the mean with the transpose undoes it.
    if skew.max(initial=0) > np.sqrt(eps):
        i, j = sorted(map(int, np.unravel_index(skew.argmax(), M.shape)))
        raise ValueError(
            f"M: expected a symmetric matrix, got {M[i, j]} at ({i}, {j}), {M[j, i]} at ({j}, {i})"
        )
    eigenvalues, vectors = np.linalg.eigh((scaled + scaled.T) / 2)
    if eigenvalues.min(initial=0) < -4 * len(M) * eps:
        raise ValueError(
            "M: expected a positive semidefinite matrix, got one with a negative eigenvalue "
            f"({eigenvalues.min():.3g} when its diagonal is scaled to about 1)"
        )
    lengths = np.sqrt(np.maximum(eigenvalues, 0))  # below 0 only by rounding
    return lengths[:, np.newaxis] * vectors.T, power
