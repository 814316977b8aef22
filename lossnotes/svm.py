"""The multiclass SVM loss: every wrong class must stay below the correct one by a margin."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from . import _validate
from ._blocks import row_blocks, rows_at_once
from ._exact import two_sum
from ._reduction import Loss, check_not_empty, check_reduction, reduce_losses


def multiclass_svm_loss(
    scores: ArrayLike,
    labels: ArrayLike,
    *,
    margin: float = 1.0,
    power: int = 1,
    reduction: str = "mean",
    return_grad: bool = False,
) -> Loss | tuple[Loss, np.ndarray]:
    r"""Sum, over the wrong classes, of how far each one comes within the margin of the correct class.

    .. math:: L_i = \sum_{j \neq y_i} \max(0,\; s_{ij} - s_{i y_i} + \Delta)^p

    Parameters
    ----------
    scores : array-like of shape (N, C)
        Real scores, one example a row. Infinite scores are allowed as long as no wrong class shares
        the infinity of the correct one.
    labels : array-like of int, shape (N,)
        The correct class of each example, from 0 to C - 1.
    margin : float
        The safety margin Delta, in units of the scores; finite, at least 0.
    power : 1 or 2
        The exponent p: 1 is the hinge, 2 the squared hinge.
    reduction : {"mean", "sum", "none"}
        What to return: the mean over the examples, their sum, or one loss for each.
    return_grad : bool
        Also return the gradient of the reduced loss (for "none": of the sum) by the scores.

    Returns
    -------
    loss : NumPy scalar, or ndarray of shape (N,) for "none"
        In units of the scores (to the power p), and in their dtype: integers count as float64, float16
        is computed in float32. With one class there is no wrong one and the loss is 0. An empty
        batch has the sum 0.
    dscores : ndarray of shape (N, C), only with `return_grad`
        At the kink, where a wrong class sits exactly on the margin, the hinge has no derivative;
        of its subgradients from 0 to 1 this returns 0.

    Raises
    ------
    ValueError
        If a shape, dtype, label or option is not as above, a score is NaN, or the mean of an
        empty batch is asked for.

    Notes
    -----
    The sum over wrong classes is that of Weston and Watkins [1]_ (they ask for a margin of 2), Crammer
    and Singer [2]_ keep the largest term only. `torch.nn.functional.multi_margin_loss` is this loss
    divided by C.

    References
    ----------
    .. [1] J. Weston, C. Watkins. Support vector machines for multi-class pattern recognition.
       ESANN 1999.
    .. [2] K. Crammer, Y. Singer. On the algorithmic implementation of multiclass kernel-based vector
       machines. JMLR 2, 2001.

    Examples
    --------
    >>> from lossnotes.examples import LABELS, SCORES
    >>> multiclass_svm_loss(SCORES, LABELS, reduction="none").round(2)
    array([ 2.9,  0. , 12.9])
    >>> print(f"{multiclass_svm_loss(SCORES, LABELS):.2f}")
    5.27
    """
    check_reduction(reduction)
    if not np.isscalar(power) or power not in (1, 2):
        raise ValueError(f"power: expected 1 or 2, got {power!r}")
    margin = _validate.number(margin, "margin")
    scores, dtype = _validate.scores_matrix(scores)
    n, c = scores.shape
    labels = _validate.labels(labels, n, c)
    check_not_empty(n, reduction)

    count = n if reduction == "mean" else 1
    with np.errstate(all="ignore"):
        losses, gradient = _losses_and_gradient(scores, labels, margin, power, count, return_grad)
        if np.isnan(losses).any():
            _refuse(scores, labels)
        loss = reduce_losses(losses, reduction, n, dtype)
        return loss if gradient is None else (loss, gradient.astype(dtype, copy=False))


def _losses_and_gradient(
    scores: np.ndarray, labels: np.ndarray, margin: float, power: int, count: int, return_grad: bool
) -> tuple[np.ndarray, np.ndarray | None]:
    """The loss of each row, and the gradient over `count`, written in place, pass by pass."""
    n, c = scores.shape
    rows = np.arange(n)
    # From here on a wrong class costs something: s_y - margin, rounded, and what the rounding left out. Near
    # the kink the first difference is exact, so that what is left is right to the last digit.
    kink, lost = two_sum(scores[rows, labels], -scores.dtype.type(margin))
    lost[np.isnan(lost)] = 0  # beside infinities nothing is left out
    # The hinge saves a pass over the scores: with the kink rounded down, exactly the scores above it cost
    # something, and each of them too much by the same two numbers. Below the lowest float there is none.
    step = np.where(lost < 0, kink - np.nextafter(kink, -np.inf, dtype=kink.dtype), 0)
    counted = power == 1 and np.isfinite(step).all()
    start = (kink - step if counted else kink)[:, np.newaxis]

    losses, slopes = np.empty_like(kink), np.empty_like(kink)
    gradient = np.empty_like(scores) if return_grad else None
    zeros, ones = np.zeros_like(scores[: rows_at_once(c)]), np.ones(c, scores.dtype)
    for block in row_blocks(scores):
        hinge = np.subtract(scores[block], start[block], out=gradient[block] if return_grad else None)
        if not counted:
            hinge -= lost[block, np.newaxis]
        hinge[rows[: len(hinge)], labels[block]] = 0  # the correct class is not its own rival
        np.maximum(hinge, zeros[: len(hinge)], out=hinge)  # three times as fast as with the number 0
        if power == 1:
            losses[block] = hinge.sum(axis=1)
            np.greater(hinge, 0, out=hinge)
            slopes[block] = hinge @ ones  # how many: exact, and faster than a sum
        else:
            losses[block] = (hinge**2).sum(axis=1)
            hinge *= 2
            slopes[block] = hinge.sum(axis=1)
        if return_grad:
            hinge *= hinge.dtype.type(1 / count)

    if counted:
        losses -= slopes * step
        losses -= slopes * lost
    if return_grad:
        gradient[rows, labels] = 0 - slopes / count  # minus all the others; from 0, so that no -0 prints
    return losses, gradient


def _refuse(scores: np.ndarray, labels: np.ndarray) -> None:
    """Say which scores made a loss NaN: a NaN, or two equal infinities, whose gap is undefined."""
    _validate.no_nan(scores, "scores")
    correct = scores[np.arange(len(labels)), labels]
    row = int(np.flatnonzero(np.isinf(correct) & ((scores == correct[:, np.newaxis]).sum(axis=1) > 1))[0])
    raise ValueError(
        f"scores: expected a correct score whose gap to every other is defined, "
        f"got {correct[row]} for the correct class and another one in row {row}"
    )
