"""Checks on what a caller passes in: every `ValueError` says what was expected and what came.

Nothing is computed here, and nothing is changed: arrays come back converted, never edited.
"""

from __future__ import annotations

import math
from numbers import Integral, Real

import numpy as np
from numpy.typing import ArrayLike


def array(value: ArrayLike, name: str) -> np.ndarray:
    """Turn an array-like into an ndarray, or say which argument was none."""
    try:
        return np.asarray(value)
    except (TypeError, ValueError) as error:
        got = f"{type(value).__name__} ({error})"
        raise ValueError(f"{name}: expected an array of numbers, got {got}") from None


def floats(value: ArrayLike, name: str, *, finite: bool = False) -> tuple[np.ndarray, np.dtype]:
    """Real numbers without NaN, in the dtype to compute in, and the dtype to return.

    float32 and float64 stay, integers become float64, float16 is computed in float32.
    """
    raw = array(value, name)
    if raw.dtype.kind in "iu":
        result = np.dtype(np.float64)
    elif raw.dtype.kind == "f" and raw.dtype.itemsize in (2, 4, 8):
        result = np.dtype(f"f{raw.dtype.itemsize}")  # native byte order, whatever came
    else:
        raise ValueError(f"{name}: expected float16, float32, float64 or integers, got dtype {raw.dtype}")
    x = np.asarray(raw, dtype=computing(result), order="C")
    wrong = ~np.isfinite(x) if finite else np.isnan(x)
    if wrong.any():
        where = tuple(int(i) for i in np.argwhere(wrong)[0])
        wanted = "finite numbers" if finite else "numbers"
        raise ValueError(f"{name}: expected {wanted}, got {x[where]} at index {where}")
    return x, result


def computing(dtype: np.dtype) -> np.dtype:
    """The dtype to compute in for a result of this dtype: at least float32."""
    return np.promote_types(dtype, np.float32)


def shape(x: np.ndarray, name: str, axes: tuple[str, ...], **sizes: int) -> None:
    """Compare a shape with named axes, some of known size: ``shape(W, "W", ("C", "D"), D=4)``."""
    expected = f"({', '.join(axes)}{',' if len(axes) == 1 else ''})"
    known = " and ".join(f"{axis} = {sizes[axis]}" for axis in axes if axis in sizes)
    expected += f" with {known}" if known else ""
    if x.ndim != len(axes) or any(sizes.get(axis, n) != n for axis, n in zip(axes, x.shape, strict=True)):
        raise ValueError(f"{name}: expected shape {expected}, got shape {x.shape}")
    if "C" in axes and x.shape[axes.index("C")] == 0:
        raise ValueError(f"{name}: expected shape {expected} with at least one class, got shape {x.shape}")


def scores_matrix(value: ArrayLike) -> tuple[np.ndarray, np.dtype]:
    """Scores of shape (N, C), C at least 1, in the dtype to compute in, and the dtype to return."""
    x, dtype = floats(value, "scores")
    shape(x, "scores", ("N", "C"))
    return x, dtype


def labels(
    value: ArrayLike, n: int, c: int, *, name: str = "labels", ignore_index: int | None = None
) -> np.ndarray:
    """Integer labels of shape (N,), each in 0 .. C - 1 or equal to `ignore_index`."""
    y = array(value, name)
    if y.dtype.kind not in "iu" and y.size:  # an empty list is float64 to NumPy, and harmless
        raise ValueError(f"{name}: expected integers, got dtype {y.dtype}")
    shape(y, name, ("N",), N=n)
    outside = (y < 0) | (y >= c)
    if ignore_index is not None:
        outside &= y != ignore_index
    if outside.any():
        row = int(np.flatnonzero(outside)[0])
        also = "" if ignore_index is None else f" or ignore_index = {ignore_index}"
        raise ValueError(f"{name}: expected values from 0 to {c - 1}{also}, got {y[row]} at index {row}")
    return y.astype(np.intp)


def integer(value: int, name: str) -> int:
    """One integer; a bool is none."""
    if not isinstance(value, Integral) or isinstance(value, bool):
        raise ValueError(f"{name}: expected an integer, got {value!r}")
    return int(value)


def number(value: float, name: str, *, low: float = 0.0, high: float = math.inf) -> float:
    """One finite real number from `low` to `high`; a bool is none."""
    is_number = isinstance(value, Real) and not isinstance(value, bool)
    if not is_number or not math.isfinite(value) or not low <= value <= high:
        upper = "" if high == math.inf else f" and at most {high:g}"
        raise ValueError(f"{name}: expected a finite number, at least {low:g}{upper}, got {value!r}")
    return float(value)


def axis(value: int, name: str, ndim: int) -> int:
    """An axis of an array with `ndim` axes, counted from the front or (negative) from the back."""
    position = integer(value, name)
    if not -ndim <= position < ndim:
        raise ValueError(f"{name}: expected {-ndim} to {ndim - 1} for {ndim} axes, got {position}")
    return position
