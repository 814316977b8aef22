"""In which dtype a module computes, and in which it answers."""

from __future__ import annotations

import torch
from torch import Tensor


def computing(dtype: torch.dtype) -> torch.dtype:
    """The dtype for lengths, cosines and sums of numbers in this dtype: at least float32.

    The square of a float16 above 255 is inf, and eleven bits are too few to add up many terms.
    """
    return torch.promote_types(dtype, torch.float32)


def autocasting(x: Tensor) -> bool:
    """Whether `torch.autocast` is on where x is."""
    return torch.is_autocast_enabled(x.device.type)


def product(x: Tensor, weight: Tensor) -> torch.dtype:
    """The dtype for the inner products of x and weight: that of `torch.nn.Linear`, or the wider of two."""
    dtype = torch.promote_types(x.dtype, weight.dtype)
    if autocasting(x) and dtype != torch.float64:  # float64 is not lowered by autocast either
        return torch.get_autocast_dtype(x.device.type)
    return dtype
