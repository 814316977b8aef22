"""Cross-entropy of a softmax classifier, straight from the scores."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from . import _validate
from ._exact import sum_of_others
from ._reduction import Loss, check_not_empty, check_reduction, reduce_gradient, reduce_losses
from ._shift import check_infinities, shift_by_largest


def softmax_cross_entropy(
    scores: ArrayLike,
    target: ArrayLike,
    *,
    weight: ArrayLike | None = None,
    ignore_index: int = -100,
    label_smoothing: float = 0.0,
    reduction: str = "mean",
    return_grad: bool = False,
) -> Loss | tuple[Loss, np.ndarray]:
    r"""Surprise of a softmax classifier at the targets: minus the log-probability it gave them.

    .. math:: L_i = \sum_c t_{ic} \Bigl(\log \sum_j e^{s_{ij}} - s_{ic}\Bigr), \qquad
              t_{ic} = w_c \bigl((1 - \varepsilon) q_{ic} + \varepsilon / C\bigr)

    For a label y the distribution q is 1 at y and 0 elsewhere; with neither weights nor smoothing this
    is :math:`L_i = -\log p_{i y_i}`. Defined as `torch.nn.functional.cross_entropy` defines it.

    Parameters
    ----------
    scores : array-like of shape (N, C)
        Real scores (logits), not probabilities. -inf rules a class out, a single +inf makes it certain.
    target : array-like of int, shape (N,), or array-like of shape (N, C)
        The correct class of each example, or a distribution over the classes for each.
    weight : array-like of shape (C,), optional
        Non-negative, finite weight w of each class; without it 1.
    ignore_index : int
        Examples with this label count for nothing. Only for labels: with distributions it may not
        be a class.
    label_smoothing : float from 0 to 1
        The share epsilon of every target that is spread evenly over all C classes.
    reduction : {"mean", "sum", "none"}
        What to return: the mean, the sum, or one loss for each example (0 for an ignored one). For
        labels the mean divides by the sum of the weights of the labels that count, for distributions
        by N.
    return_grad : bool
        Also return the gradient of the reduced loss (for "none": of the sum) by the scores.

    Returns
    -------
    loss : NumPy scalar, or ndarray of shape (N,) for "none"
        In nats, and in the dtype of `scores`: integers count as float64, float16 is computed in float32.
        With one class the loss is 0. An empty batch has the sum 0.
    dscores : ndarray of shape (N, C), only with `return_grad`

    Raises
    ------
    ValueError
        If a shape, dtype, label or option is not as above, a score is NaN, a row of scores has several
        +inf or nothing but -inf, a target row is no distribution, every example is ignored, or the mean
        is over no example or over weights that sum to 0.

    References
    ----------
    Label smoothing: C. Szegedy, V. Vanhoucke, S. Ioffe, J. Shlens, Z. Wojna. Rethinking the Inception
    architecture for computer vision. CVPR 2016, section 7.

    Examples
    --------
    >>> print(f"{softmax_cross_entropy([[3.2, 5.1, -1.7]], [0]):.2f}")
    2.04
    >>> print(softmax_cross_entropy([[700.0, 0.0]], [0]))  # -log(softmax) would be 0
    9.85967654375977e-305
    """
    check_reduction(reduction)
    smoothing = _validate.number(label_smoothing, "label_smoothing", high=1.0)
    ignore_index = _validate.integer(ignore_index, "ignore_index")
    scores, dtype = _validate.scores_matrix(scores)
    n, c = scores.shape
    weight = _weights(weight, c, scores.dtype)
    q, count = _distributions(target, weight, ignore_index, scores)
    check_not_empty(n, reduction)
    if reduction == "mean" and count == 0:
        raise ValueError("weight: expected a sum over the labels above 0 for reduction='mean', got 0")
    check_infinities(scores, axis=1)

    counts = q.any(axis=1, keepdims=True)  # False for the ignored
    gaps, rest = shift_by_largest(scores, axis=1)
    with np.errstate(over="ignore", under="ignore"):
        t = weight * ((1 - smoothing) * q + smoothing / c * counts)
        surprise = np.log1p(rest) - gaps  # -log p_c: a sum of two terms that are at least 0
        # A class without a share adds nothing even if its surprise is infinite.
        losses = np.multiply(t, surprise, where=t > 0, out=np.zeros_like(t)).sum(axis=1)
    loss = reduce_losses(losses, reduction, count, dtype)
    if not return_grad:
        return loss
    return loss, reduce_gradient(_gradient(t, gaps, rest), reduction, count, dtype)


def _gradient(t: np.ndarray, gaps: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """d L_i / d s_ik = p_k sum_c t_c - t_k, which for a label is p - 1 at the label and p elsewhere.

    Written as p_k (sum of the other t) - t_k (sum of the other p), so that where p_k is nearly 1 the
    tiny difference 1 - p_k is a sum, and keeps its digits.
    """
    with np.errstate(under="ignore"):
        p = np.exp(gaps) / (1 + rest)
        return p * sum_of_others(t) - t * sum_of_others(p)


def _weights(weight: ArrayLike | None, c: int, dtype: np.dtype) -> np.ndarray:
    if weight is None:
        return np.ones(c, dtype)
    w, _ = _validate.floats(weight, "weight", finite=True)
    _validate.shape(w, "weight", ("C",), C=c)
    if (w < 0).any():
        raise ValueError(f"weight: expected numbers of at least 0, got {w.min()}")
    return w.astype(dtype)


def _distributions(
    target: ArrayLike, weight: np.ndarray, ignore_index: int, scores: np.ndarray
) -> tuple[np.ndarray, float]:
    """Return targets as (N, C) distributions, all 0 for ignored rows, and what a mean divides by."""
    n, c = scores.shape
    ndim = _validate.array(target, "target").ndim
    if ndim not in (1, 2):
        raise ValueError(
            f"target: expected labels (N,) or distributions (N, C), got an array with {ndim} axes"
        )
    if ndim == 1:
        y = _validate.labels(target, n, c, name="target", ignore_index=ignore_index)
        kept = y != ignore_index
        if n and not kept.any():
            raise ValueError(f"target: expected a label other than ignore_index = {ignore_index}, got none")
        q = np.zeros_like(scores)
        q[kept, y[kept]] = 1
        return q, weight[y[kept]].sum()

    q, q_dtype = _validate.floats(target, "target", finite=True)
    _validate.shape(q, "target", ("N", "C"), N=n, C=c)
    if ignore_index >= 0:
        raise ValueError(f"ignore_index: expected a negative number with distributions, got {ignore_index}")
    if (q < 0).any():
        raise ValueError(f"target: expected probabilities of at least 0, got {q.min()}")
    totals = q.sum(axis=1)
    off = np.abs(totals - 1) > max(1e-6, c * np.finfo(q_dtype).eps)  # what rounding may leave
    if off.any():
        row = int(np.flatnonzero(off)[0])
        raise ValueError(f"target: expected rows that sum to 1, got {totals[row]} in row {row}")
    return q.astype(scores.dtype), n
