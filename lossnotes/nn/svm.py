"""The multiclass SVM loss as a module: every wrong class must stay below the correct one by a margin."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor
from torch.autograd import Function
from torch.autograd.function import once_differentiable

from .. import _validate
from .._blocks import NUMBERS
from .._exact import two_sum
from .._reduction import check_not_empty, check_reduction
from . import _checks, _dtypes


class MulticlassSVMLoss(torch.nn.Module):
    r"""Sum, over the wrong classes, how far each one comes within the margin of the correct class.

    .. math:: L_i = \sum_{j \neq y_i} \max(0,\; s_{ij} - s_{i y_i} + \Delta)^p

    The module of `lossnotes.multiclass_svm_loss`, C times `torch.nn.functional.multi_margin_loss`.

    Parameters
    ----------
    margin : float
        The safety margin Delta, in units of the scores; finite, at least 0.
    power : 1 or 2
        The exponent p: 1 is the hinge, 2 the squared hinge.
    reduction : {"mean", "sum", "none"}
        What to return: the mean over the examples, their sum, or one loss for each.

    Raises
    ------
    ValueError
        If an argument is not as above.

    Notes
    -----
    At the kink, where a wrong class sits exactly on the margin, the gradient is 0. The backward pass is
    not differentiable itself.

    Examples
    --------
    >>> from lossnotes.examples import LABELS, SCORES
    >>> loss = MulticlassSVMLoss(reduction="none")
    >>> loss(torch.tensor(SCORES), torch.tensor(LABELS))
    tensor([ 2.9000,  0.0000, 12.9000], dtype=torch.float64)
    """

    def __init__(self, margin: float = 1.0, power: int = 1, reduction: str = "mean") -> None:
        super().__init__()
        self.margin = _validate.number(margin, "margin")
        if not np.isscalar(power) or power not in (1, 2):
            raise ValueError(f"power: expected 1 or 2, got {power!r}")
        self.power = power
        check_reduction(reduction)
        self.reduction = reduction

    def forward(self, scores: Tensor, labels: Tensor) -> Tensor:
        """Return the loss of a batch.

        Parameters
        ----------
        scores : Tensor of shape (N, C)
            One example a row, in float16, bfloat16, float32 or float64.
        labels : Tensor of int, shape (N,)
            The correct class of each example, from 0 to C - 1; there is no ignore_index.

        Returns
        -------
        Tensor of shape (), or (N,) for "none"
            In the dtype of the scores; half precision is computed in float32, and under `torch.autocast`
            returned so, as torch's own losses are.

        Raises
        ------
        ValueError
            If a shape, dtype or label is not as above, or the mean of an empty batch is asked for.
            Compiled, or on another device than the CPU, the values of labels are not looked at.
        """
        _checks.scores(scores)
        n, c = scores.shape
        labels = _checks.labels(labels, "labels", n, c)
        check_not_empty(n, self.reduction)
        losses = _Hinges.apply(scores, labels, self.margin, self.power)
        if self.reduction == "mean":
            losses = (losses / n).sum()  # divided first: the sum may overflow where the mean does not
        elif self.reduction == "sum":
            losses = losses.sum()
        return losses if _dtypes.autocasting(scores) else losses.to(scores.dtype)

    def extra_repr(self) -> str:
        return f"margin={self.margin}, power={self.power}, reduction={self.reduction!r}"


class _Hinges(Function):
    """The loss of each row (N,), a cache's worth of rows at a time, so that no second (N, C) is needed."""

    @staticmethod
    def forward(ctx, scores, labels, margin, power):
        high, low = _threshold(scores, labels, margin)
        ctx.save_for_backward(scores, labels, high, low)
        ctx.power = power
        losses = torch.empty_like(high)
        size = _rows_at_a_time(scores)
        buffer = high.new_empty(size, scores.shape[1])
        for part, y, above, rest, out in _split(size, scores, labels, high, low, losses):
            hinge = _hinge(part, y, above, rest, out=buffer[: len(part)])
            torch.sum(hinge if power == 1 else hinge.square_(), 1, keepdim=True, out=out)
        return losses[:, 0]

    @staticmethod
    @once_differentiable
    def backward(ctx, dlosses):
        """The slope of each wrong class, and minus their sum for the correct one."""
        scores, labels, high, low = ctx.saved_tensors
        gradient = torch.empty_like(scores, dtype=high.dtype)
        together = scores, labels, high, low, dlosses[:, None], gradient
        for part, y, above, rest, dloss, out in _split(_rows_at_a_time(scores), *together):
            hinge = _hinge(part, y, above, rest, out=out)
            slopes = hinge.gt_(0) if ctx.power == 1 else hinge.mul_(2)
            slopes.scatter_(1, y[:, None], 0 - slopes.sum(1, keepdim=True))  # from 0, so that no -0 prints
            slopes.mul_(dloss)
        return gradient.to(scores.dtype), None, None, None


def _threshold(scores: Tensor, labels: Tensor, margin: float) -> tuple[Tensor, Tensor]:
    """The score above which a wrong class costs something, rounded, and what the rounding left out (N, 1)."""
    correct = scores.gather(1, labels[:, None]).to(_dtypes.computing(scores.dtype))
    high, low = two_sum(correct, correct.new_tensor(-margin))
    return high, low.nan_to_num_()  # beside an infinite score nothing is left out


def _hinge(scores: Tensor, labels: Tensor, high: Tensor, low: Tensor, out: Tensor) -> Tensor:
    """Write max(0, s_j - s_y + margin) to `out`, 0 for the correct class.

    Near the kink the first difference is exact, so what is left is right to the last digit.
    """
    torch.sub(scores, high, out=out)
    out.sub_(low)
    out.scatter_(1, labels[:, None], 0)  # the correct class is not its own rival
    return out.clamp_(min=0)


def _rows_at_a_time(scores: Tensor) -> int:
    """As many as a cache holds; all of them in a compiled graph, which would unroll the loop."""
    n, c = scores.shape
    return max(1, n if torch.compiler.is_compiling() else NUMBERS // c)


def _split(size: int, *tensors: Tensor) -> Iterator[tuple[Tensor, ...]]:
    """Take several tensors apart together, so many rows at a time."""
    return zip(*(tensor.split(size) for tensor in tensors), strict=True)
