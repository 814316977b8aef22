"""Vectors scaled to length 1."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.autograd import Function
from torch.autograd.function import once_differentiable

from . import _dtypes


def unit_and_length(v: Tensor) -> tuple[Tensor, Tensor]:
    """Return v / |v| and |v| (N, 1), row by row.

    A zero vector gets the length inf, so that whatever is divided by it is 0: its unit vector, its gradient.
    """
    length = torch.linalg.vector_norm(v, dim=1, keepdim=True)
    length.masked_fill_(length == 0, math.inf)
    return v / length, length


def unit_rows(v: Tensor) -> Tensor:
    """Return v / |v| row by row, in float32 at least. A zero vector stays 0 and has the gradient 0."""
    return _UnitRows.apply(v)


class _UnitRows(Function):
    """On the way back autograd would hold several arrays of the weight's size; this holds one."""

    @staticmethod
    def forward(ctx, v):
        unit, length = unit_and_length(v.to(_dtypes.computing(v.dtype)))
        ctx.save_for_backward(unit, length)
        ctx.dtype = v.dtype
        return unit

    @staticmethod
    @once_differentiable
    def backward(ctx, gradient):
        """The part of the gradient across v, over |v|."""
        unit, length = ctx.saved_tensors
        across = gradient * unit
        along = across.sum(1, keepdim=True)
        torch.addcmul(gradient, along, unit, value=-1, out=across)
        return across.div_(length).to(ctx.dtype)
