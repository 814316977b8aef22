"""Neighborhood components analysis: how surely a random neighbor has the right class."""

from __future__ import annotations

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


def nca_loss(
    A: ArrayLike, X: ArrayLike, labels: ArrayLike, *, form: str = "probability", return_grad: bool = False
) -> np.floating | tuple[np.floating, np.ndarray]:
    r"""Judge a linear map by the class of each point's neighbors, drawn at random, near ones most often.

    .. math:: p_{ij} = \frac{e^{-\lVert A x_i - A x_j \rVert^2}}
                            {\sum_{k \neq i} e^{-\lVert A x_i - A x_k \rVert^2}}, \qquad
              p_i = \sum_{j \neq i,\; y_j = y_i} p_{ij}, \qquad
              L = -\frac{1}{N} \sum_i p_i \;\text{ or }\; -\frac{1}{n} \sum_i \log p_i

    Parameters
    ----------
    A : array-like of shape (d, D)
        The linear map; :math:`M = A^\top A` is the matrix of its Mahalanobis distance.
    X : array-like of shape (N, D)
        At least two points, one a row. Finite real numbers. Scale matters: where all other points are
        far away, the nearest one alone counts.
    labels : array-like of int, shape (N,)
        The class y of each point.
    form : {"probability", "log"}
        Minus the mean of p over all points, or the mean of -log p over the n points that are not alone in
        their class (for the others p is 0 whatever A is).
    return_grad : bool
        Also return the gradient of the loss by A.

    Returns
    -------
    loss : NumPy scalar
        From -1 to 0 for "probability"; in nats, at least 0, for "log". In the wider dtype of A and X:
        integers count as float64, float16 is computed in float32.
    dA : ndarray of shape (d, D), only with `return_grad`

    Raises
    ------
    ValueError
        If a shape, dtype or option is not as above, a number is NaN or infinite, there are fewer than two
        points, or the "log" form finds no two points of the same class.

    References
    ----------
    J. Goldberger, S. Roweis, G. Hinton, R. Salakhutdinov. Neighbourhood components analysis. NIPS 2004
    (both forms; they maximize the sums).

    Examples
    --------
    >>> X, labels = [[0.0, 0.0], [0.0, 2.0], [1.0, 0.0], [1.0, 2.0]], [0, 0, 1, 1]
    >>> print(f"{nca_loss([[1.0, 0.0], [0.0, 1.0]], X, labels):.3f}")  # the other class is nearer
    -0.047
    >>> print(f"{nca_loss([[3.0, 0.0]], X, labels):.3f}")  # this map sees only the first coordinate
    -1.000
    """
    _validate.choice(form, "form", ("probability", "log"))
    A, X, dtype = common_floats(A=A, X=X)
    y = class_labels(labels, X)
    _validate.shape(A, "A", ("d", "D"), D=X.shape[1])
    X = centered(X)
    same = y[:, np.newaxis] == y
    other = ~same
    np.fill_diagonal(same, False)  # no point is its own neighbor
    counted = same.any(axis=1) if form == "log" else np.ones(len(X), bool)
    if not counted.any():
        raise ValueError("labels: expected two points of the same class for form='log', got none")

    Z = X @ A.T
    D = squared_distances(Z)
    nearest_same, sum_same, share_same = _softmin(D, same)
    nearest_other, sum_other, share_other = _softmin(D, other)
    with np.errstate(over="ignore", under="ignore", divide="ignore"):
        # The log-odds of a wrong class: +inf without a partner, -inf without another class.
        t = (nearest_same - nearest_other) + np.log(sum_other / sum_same)
        small = np.exp(-np.abs(t))
        wrong = np.where(t > 0, 1, small) / (1 + small)  # 1 - p, with all its digits
        right = np.where(t > 0, small, 1) / (1 + small)
        if form == "log":
            losses, slopes = np.maximum(0, t) + np.log1p(small), wrong  # of -log p by t
        else:
            losses, slopes = 0 - right, right * wrong  # 0 - and not just -: no -0 to print
        loss = losses[counted].mean().astype(dtype)
    if not return_grad:
        return loss
    with np.errstate(over="ignore", under="ignore"):
        # t falls with the distances of the other classes, and grows with those of the own one.
        weights = (counted * slopes / counted.sum())[:, np.newaxis] * (share_same - share_other)
        return loss, projection_gradient(weights, Z, X).astype(dtype)


def _softmin(D: np.ndarray, among: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each row the least distance m, the sum of exp(m - D), and its terms' shares, all among a subset."""
    m = D.min(axis=1, where=among, initial=np.inf)
    with np.errstate(under="ignore"):
        terms = np.exp(m[:, np.newaxis] - D, where=among, out=np.zeros_like(D))
    total = terms.sum(axis=1)
    return m, total, terms / np.maximum(total, 1)[:, np.newaxis]  # below 1 only for an empty subset
