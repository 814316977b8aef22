"""Learning a linear map whose distances suit the classes: NCA and LMNN, fitted by descent."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from . import _validate
from ._distances import class_labels, common_floats
from ._map_descent import descend, starting_map
from .lmnn import lmnn_of_map
from .nca import nca_loss


class MetricFit(NamedTuple):
    """A learned linear map, and how the loss fell on the way to it."""

    #: The map, shape (d, D); the matrix of its Mahalanobis distance is ``A.T @ A``.
    A: np.ndarray
    #: The loss at the start and after every step that was taken, float64. It always falls.
    losses: np.ndarray


def fit_nca(
    X: ArrayLike, labels: ArrayLike, *, dim: int | None = None, form: str = "probability", steps: int = 100
) -> MetricFit:
    r"""Find a linear map under which random neighbors have the right class, by `nca_loss`.

    .. math:: \min_{A \in \mathbb{R}^{d \times D}} L(A)

    Conjugate gradients whose step length grows by half after each success; a step that would raise the loss
    is taken back and shortened. Nothing is drawn at random: the same data give the same map.

    Parameters
    ----------
    X : array-like of shape (N, D)
        At least two points, one a row. Finite real numbers, best standardized: where points lie far apart
        (in units of 1) the gradient of the "probability" form vanishes, and nothing is learned.
    labels : array-like of int, shape (N,)
        The class of each point.
    dim : int from 1 to D, optional
        The number d of rows of the map; without it D. From D down to fewer dimensions the start is the
        projection on the leading principal directions, else the identity.
    form : {"probability", "log"}
        The form of the loss, as in `nca_loss`.
    steps : int
        How often to try a step, at least 0. Ends earlier when a step gains less than 1e-9.

    Returns
    -------
    MetricFit
        A named tuple of the map `A`, in the dtype of X, and the `losses`. Integers count as float64,
        float16 is computed in float32.

    Raises
    ------
    ValueError
        If an argument is not as above, or `nca_loss` refuses the labels.

    References
    ----------
    J. Goldberger, S. Roweis, G. Hinton, R. Salakhutdinov. Neighbourhood components analysis. NIPS 2004.

    Examples
    --------
    >>> X, labels = [[0.0, 0.0], [0.0, 2.0], [1.0, 0.0], [1.0, 2.0]], [0, 0, 1, 1]
    >>> fit = fit_nca(X, labels)
    >>> print(f"{fit.losses[0]:.3f} {fit.losses[-1]:.3f}")
    -0.047 -1.000
    """
    steps = _validate.integer(steps, "steps", low=0)
    X, dtype = common_floats(X=X)
    y = class_labels(labels, X)
    start = starting_map(X, dim)
    A, losses = descend(lambda A: nca_loss(A, X, y, form=form, return_grad=True), start, steps)
    return MetricFit(A.astype(dtype), losses)


def fit_lmnn(
    X: ArrayLike,
    labels: ArrayLike,
    *,
    dim: int | None = None,
    targets: int = 3,
    margin: float = 1.0,
    mu: float = 0.5,
    steps: int = 100,
) -> MetricFit:
    r"""Find a linear map under which nearest neighbors share a class by a margin, by `lmnn_loss`.

    .. math:: \min_{A \in \mathbb{R}^{d \times D}} L(A)

    Descends as `fit_nca` does. The target neighbors are those of X, and stay the same throughout.

    Parameters
    ----------
    X : array-like of shape (N, D)
        At least two points, one a row. Finite real numbers, best standardized.
    labels : array-like of int, shape (N,)
        The class of each point; each class has more members than `targets`.
    dim : int from 1 to D, optional
        The number d of rows of the map; without it D.
    targets, margin, mu
        As in `lmnn_loss`.
    steps : int
        How often to try a step, at least 0. Ends earlier when a step gains less than 1e-9.

    Returns
    -------
    MetricFit
        A named tuple of the map `A`, in the dtype of X, and the `losses`. Integers count as float64,
        float16 is computed in float32.

    Raises
    ------
    ValueError
        If an argument is not as above, or `lmnn_loss` refuses the labels.

    References
    ----------
    K. Q. Weinberger, L. K. Saul. Distance metric learning for large margin nearest neighbor
    classification. JMLR 10, 2009 (they solve a convex problem for the matrix of the distance instead).

    Examples
    --------
    >>> X, labels = [[0.0, 0.0], [0.0, 2.0], [1.0, 0.0], [1.0, 2.0]], [0, 0, 1, 1]
    >>> fit = fit_lmnn(X, labels, targets=1)
    >>> print(f"{fit.losses[0]:.1f} {fit.losses[-1]:.1f}")
    16.0 0.0
    """
    steps = _validate.integer(steps, "steps", low=0)
    X, dtype = common_floats(X=X)
    y = class_labels(labels, X)
    start = starting_map(X, dim)
    A, losses = descend(lmnn_of_map(X, y, targets, margin, mu), start, steps)
    return MetricFit(A.astype(dtype), losses)
