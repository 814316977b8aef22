"""Cross-entropy of a softmax classifier, straight from the scores."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from . import _validate
from ._blocks import row_blocks
from ._exact import sum_of_others
from ._reduction import Loss, check_not_empty, check_reduction, reduce_losses
from ._shift import check_infinities, shift_by_largest, sum_of_rest
from ._targets import one_hot, read_target, read_weight


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
    w = read_weight(weight, c, scores.dtype)
    labels, kept, q = read_target(target, n, c, ignore_index)
    check_not_empty(n, reduction)
    share = kept.astype(scores.dtype) if weight is None else w[labels] * kept
    count = 1
    if reduction == "mean":
        # Counted, not summed: several times as fast on a small batch. An int, as NumPy's own would make float64
        # of float32.
        count = n if q is not None else int(np.count_nonzero(kept)) if weight is None else share.sum()
    if count == 0:
        raise ValueError("weight: expected a sum over the labels above 0 for reduction='mean', got 0")

    losses = np.empty(n, scores.dtype)
    gradient = np.empty_like(scores) if return_grad else None
    with np.errstate(all="ignore"):
        for rows in row_blocks(scores):
            out = None if gradient is None else gradient[rows]
            if q is None and smoothing == 0:
                losses[rows] = _of_labels(scores[rows], labels[rows], share[rows], count, out)
            else:
                t = one_hot(labels[rows], c) if q is None else q[rows]
                t = w * ((1 - smoothing) * t + smoothing / c).astype(w.dtype) * kept[rows, np.newaxis]
                losses[rows] = _of_distributions(scores[rows], t, count, out)
        if np.count_nonzero(np.isnan(losses)):
            _validate.no_nan(scores, "scores")
            check_infinities(scores)
        loss = reduce_losses(losses, reduction, count, dtype)
        return loss if gradient is None else (loss, gradient.astype(dtype, copy=False))


def _of_labels(
    scores: np.ndarray, labels: np.ndarray, share: np.ndarray, count: float, gradient: np.ndarray | None
) -> np.ndarray:
    """- share log p_y for each row; the gradient over `count` is written in place, pass by pass."""
    n, c = scores.shape
    gaps, _, top = shift_by_largest(scores, out=gradient)
    # A label that counts for nothing must not make 0 times inf.
    y = np.arange(0, n * c, c) + labels
    if np.count_nonzero(share) < n:
        y = np.where(share > 0, y, top)
    flat = gaps.reshape(-1)
    gap = flat[y]
    exponentials = np.exp(gaps, out=gaps)
    rest = sum_of_rest(exponentials, top)
    losses = share * (np.log1p(rest) - gap)  # a sum of two terms that are at least 0
    if gradient is None:
        return losses

    # d L / d s_k = share p_k, and share (p_y - 1) at the label, written as minus the sum of the others: where
    # p_y is nearly 1, the tiny difference keeps its digits.
    total = 1 + rest
    others = np.where(y == top, rest, total - flat[y])
    factor = share / (count * total)
    gradient *= factor[:, np.newaxis]
    flat[y] = 0 - factor * others  # from 0, so that no -0 prints
    return losses


def _of_distributions(
    scores: np.ndarray, t: np.ndarray, count: float, gradient: np.ndarray | None
) -> np.ndarray:
    """- sum t_c log p_c for each row, and the gradient over `count`."""
    gaps, _, top = shift_by_largest(scores)
    p = np.exp(gaps)
    rest = sum_of_rest(p, top)[:, np.newaxis]
    surprise = np.log1p(rest) - gaps
    # A class without a share adds nothing even if its surprise is infinite.
    counts = (t > 0) | np.isnan(surprise)
    losses = np.multiply(t, surprise, where=counts, out=np.zeros_like(t)).sum(axis=1)
    if gradient is None:
        return losses

    # d L / d s_k = p_k sum t - t_k, written as p_k (sum of the other t) - t_k (sum of the other p), for
    # the same reason as above.
    p /= 1 + rest
    np.subtract(p * sum_of_others(t), t * sum_of_others(p), out=gradient)
    gradient /= count
    return losses
