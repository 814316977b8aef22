"""Checks on the tensors that a module is called with, as `lossnotes._validate` makes them on arrays.

NaN is not looked for, as nowhere in torch: what goes in as NaN comes out as NaN.
"""

from __future__ import annotations

import torch
from torch import Tensor

FLOATS = (torch.float16, torch.bfloat16, torch.float32, torch.float64)
INTEGERS = (torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64)


def features(x: Tensor, d: int) -> None:
    """Refuse what is not a floating-point matrix with d columns."""
    _floats(x, "x")
    if x.ndim != 2 or x.shape[1] != d:
        raise ValueError(f"x: expected shape (N, D) with D = {d}, got shape {tuple(x.shape)}")


def scores(x: Tensor) -> None:
    """Refuse what is not a floating-point matrix with a column at least."""
    _floats(x, "scores")
    if x.ndim != 2 or x.shape[1] == 0:
        wanted = "shape (N, C) with at least one class"
        raise ValueError(f"scores: expected {wanted}, got shape {tuple(x.shape)}")


def labels(y: Tensor, name: str, n: int, c: int) -> Tensor:
    """Integers of shape (N,), each in 0 .. C - 1, in the dtype that torch indexes with."""
    _tensor(y, name)
    if y.dtype not in INTEGERS:
        raise ValueError(f"{name}: expected integers, got dtype {y.dtype}")
    if y.shape != (n,):
        raise ValueError(f"{name}: expected shape (N,) with N = {n}, got shape {tuple(y.shape)}")
    # To look at values would break a compiled graph in two, and make any other device wait.
    if n > 0 and y.device.type == "cpu" and not torch.compiler.is_compiling():
        low, high = torch.aminmax(y)
        if low < 0 or high >= c:
            row = int(((y < 0) | (y >= c)).nonzero()[0])
            wanted = f"values from 0 to {c - 1} (no label is ignored)"
            raise ValueError(f"{name}: expected {wanted}, got {y[row]} at index {row}")
    return y.long()


def _floats(x: Tensor, name: str) -> None:
    _tensor(x, name)
    if x.dtype not in FLOATS:
        raise ValueError(f"{name}: expected float16, bfloat16, float32 or float64, got dtype {x.dtype}")


def _tensor(value: Tensor, name: str) -> None:
    if not isinstance(value, Tensor):
        raise ValueError(f"{name}: expected a tensor, got {type(value).__name__}")
