"""Large margin nearest neighbor: neighbors of the own class near, those of others a margin away."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from . import _validate
from ._distances import (
    centered,
    class_labels,
    common_floats,
    projection_gradient,
    squared_distances,
)


def lmnn_loss(
    A: ArrayLike,
    X: ArrayLike,
    labels: ArrayLike,
    *,
    targets: int = 3,
    margin: float = 1.0,
    mu: float = 0.5,
    return_grad: bool = False,
) -> np.floating | tuple[np.floating, np.ndarray]:
    r"""Pull each point's target neighbors near, and push points of other classes a margin beyond them.

    .. math:: L = (1 - \mu) \sum_{i,\, j \in T_i} d_{ij}^2
              + \mu \sum_{i,\, j \in T_i} \sum_{l:\, y_l \neq y_i} \max(0,\; m + d_{ij}^2 - d_{il}^2),
              \qquad d_{ij} = \lVert A x_i - A x_j \rVert

    Parameters
    ----------
    A : array-like of shape (d, D)
        The linear map; :math:`M = A^\top A` is the matrix of its Mahalanobis distance.
    X : array-like of shape (N, D)
        At least two points, one a row. Finite real numbers.
    labels : array-like of int, shape (N,)
        The class y of each point.
    targets : int
        How many target neighbors T a point has, at least 1: the nearest of its class before the map, by
        Euclidean distance in X; of equally near ones those with the lower index.
    margin : float
        The margin m, in squared units of A X; finite, at least 0.
    mu : float from 0 to 1
        The share of the push; the pull has the rest.
    return_grad : bool
        Also return the gradient of the loss by A.

    Returns
    -------
    loss : NumPy scalar
        A sum, not a mean; in squared units of A X, and in the wider dtype of A and X: integers count as
        float64, float16 is computed in float32.
    dA : ndarray of shape (d, D), only with `return_grad`
        A point exactly on the margin is at a kink; of the slopes there this takes 0.

    Raises
    ------
    ValueError
        If a shape, dtype or option is not as above, a number is NaN or infinite, there are fewer than two
        points, or a class has not more members than `targets`.

    References
    ----------
    K. Q. Weinberger, L. K. Saul. Distance metric learning for large margin nearest neighbor
    classification. JMLR 10, 2009.

    Examples
    --------
    >>> X, labels = [[0.0], [1.0], [1.5], [3.5]], [0, 0, 1, 1]
    >>> print(lmnn_loss([[1.0]], X, labels, targets=1, mu=0.0))  # the pull: 1 + 1 + 4 + 4
    10.0
    >>> print(lmnn_loss([[1.0]], X, labels, targets=1, mu=1.0))  # the push
    9.25
    """
    A, X, dtype = common_floats(A=A, X=X)
    y = class_labels(labels, X)
    _validate.shape(A, "A", ("d", "D"), D=X.shape[1])
    loss, dA = lmnn_of_map(X, y, targets, margin, mu)(A)
    with np.errstate(over="ignore", under="ignore"):
        return (loss.astype(dtype), dA.astype(dtype)) if return_grad else loss.astype(dtype)


def lmnn_of_map(
    X: np.ndarray, y: np.ndarray, targets: int, margin: float, mu: float
) -> Callable[[np.ndarray], tuple[np.floating, np.ndarray]]:
    """Find the target neighbors, once for all maps, and return the loss and gradient as a function of A."""
    targets = _validate.integer(targets, "targets", low=1)
    margin = _validate.number(margin, "margin")
    mu = _validate.number(mu, "mu", high=1.0)
    neighbors = _target_neighbors(X, y, targets)
    X = centered(X)
    other = y[:, np.newaxis] != y
    rows = np.arange(len(X))

    def loss_and_gradient(A: np.ndarray) -> tuple[np.floating, np.ndarray]:
        Z = X @ A.T
        D = squared_distances(Z)
        pull = push = 0
        slopes = np.zeros_like(D)  # of the loss, by each squared distance
        with np.errstate(over="ignore"):
            for j in neighbors.T:  # a target of every point at a time: (N, N) numbers, not (N, N, targets)
                near = D[rows, j]
                excess = (margin + near)[:, np.newaxis] - D
                inside = other & (excess > 0)
                pull += near.sum()
                push += excess.sum(where=inside)
                slopes[rows, j] += (1 - mu) + mu * inside.sum(axis=1)
                slopes -= mu * inside
            return (1 - mu) * pull + mu * push, projection_gradient(slopes, Z, X)

    return loss_and_gradient


def _target_neighbors(X: np.ndarray, y: np.ndarray, targets: int) -> np.ndarray:
    """Indices (N, targets) of the nearest points of the same class."""
    classes, sizes = np.unique(y, return_counts=True)
    if sizes.min() <= targets:
        c = sizes.argmin()
        raise ValueError(
            f"labels: expected at least {targets + 1} points in each class for targets = {targets}, "
            f"got {sizes[c]} in class {classes[c]}"
        )
    D = np.where(y[:, np.newaxis] == y, squared_distances(X), np.inf)
    np.fill_diagonal(D, np.inf)
    return D.argsort(axis=1, kind="stable")[:, :targets]  # stable: ties by index
