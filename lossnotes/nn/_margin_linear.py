"""What the layers with a margin share: a weight without a bias, its start, and how a margin gets in."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.autograd import Function
from torch.autograd.function import once_differentiable

from .. import _validate
from . import _checks, _dtypes


class MarginLinear(torch.nn.Module):
    """A weight (out_features, in_features), one class a row, that starts Kaiming-normal."""

    def __init__(self, in_features: int, out_features: int) -> None:
        super().__init__()
        self.in_features = _validate.integer(in_features, "in_features", low=1)
        self.out_features = _validate.integer(out_features, "out_features", low=1)
        self.weight = torch.nn.Parameter(torch.empty(self.out_features, self.in_features))
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draw the weight anew, from the normal distribution with variance 2 / in_features."""
        torch.nn.init.kaiming_normal_(self.weight)

    def extra_repr(self) -> str:
        return f"in_features={self.in_features}, out_features={self.out_features}"

    def _checked(self, x: Tensor, target: Tensor | None) -> tuple[Tensor | None, torch.dtype]:
        """Refuse what does not fit; return the target as torch indexes with it, and the dtype of the logits."""
        _checks.features(x, self.in_features)
        if target is not None:
            target = _checks.labels(target, "target", x.shape[0], self.out_features)
        return target, _dtypes.product(x, self.weight)


class LoweredLogits(Function):
    """Inner products of every x with every weight, less a penalty for the correct class.

    The penalty (N, 1) comes with its gradients (N, D), by x and by the weight of the correct class.
    Only N entries differ from the plain product: they are written into the fresh matrix, and on the way
    back their rows are added to the product's own gradient. No second (N, C) or (C, D) is needed.
    """

    @staticmethod
    def forward(ctx, x, weight, target, penalty, by_x, by_weight, dtype):
        ctx.save_for_backward(x, weight, target, by_x, by_weight)
        ctx.dtype = dtype
        logits = x.to(dtype) @ weight.to(dtype).T
        return logits.scatter_add_(1, target[:, None], -penalty.to(dtype))

    @staticmethod
    @once_differentiable
    def backward(ctx, gradient):
        x, weight, target, by_x, by_weight = ctx.saved_tensors
        of_target = gradient.gather(1, target[:, None])
        dx = dweight = None
        if ctx.needs_input_grad[0]:
            dx = (gradient @ weight.to(ctx.dtype) - of_target * by_x).to(x.dtype)
        if ctx.needs_input_grad[1]:
            dweight = (gradient.T @ x.to(ctx.dtype)).to(weight.dtype)
            dweight.index_add_(0, target, (of_target * by_weight).to(weight.dtype), alpha=-1)
        return dx, dweight, None, None, None, None, None
