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


def real(value: ArrayLike, name: str) -> tuple[np.ndarray, np.dtype]:
    """Real numbers in the dtype to compute in, and the dtype to return. NaN is not looked for.

    float32 and float64 stay, integers become float64, float16 is computed in float32.
    """
    raw = array(value, name)
    if raw.dtype.kind in "iu":
        result = np.dtype(np.float64)
    elif raw.dtype.kind == "f" and raw.dtype.itemsize in (2, 4, 8):
        result = np.dtype(f"f{raw.dtype.itemsize}")  # native byte order, whatever came
    else:
        raise ValueError(f"{name}: expected float16, float32, float64 or integers, got dtype {raw.dtype}")
    return np.asarray(raw, dtype=computing(result), order="C"), result


def floats(value: ArrayLike, name: str, *, finite: bool = False) -> tuple[np.ndarray, np.dtype]:
    """As `real`, but NaN (and infinities, with `finite`) are refused."""
    x, result = real(value, name)
    no_nan(x, name, finite=finite)
    return x, result


def no_nan(x: np.ndarray, name: str, *, finite: bool = False) -> None:
    """Say where the first NaN is (or, with `finite`, the first infinity)."""
    wrong = ~np.isfinite(x) if finite else np.isnan(x)
    if wrong.any():
        where = tuple(int(i) for i in np.argwhere(wrong)[0])
        wanted = "finite numbers" if finite else "numbers"
        raise ValueError(f"{name}: expected {wanted}, got {x[where]} at index {where}")


def computing(dtype: np.dtype) -> np.dtype:
    """The dtype to compute in for a result of this dtype: at least float32."""
    return np.promote_types(dtype, np.float32)


def shape(x: np.ndarray, name: str, axes: tuple[str, ...], **sizes: int) -> None:
    """Compare a shape with named axes, some of known size: ``shape(W, "W", ("C", "D"), D=4)``."""
    fits = x.ndim == len(axes) and all(sizes.get(axis, n) == n for axis, n in zip(axes, x.shape, strict=True))
    no_class = fits and "C" in axes and x.shape[axes.index("C")] == 0
    if fits and not no_class:
        return
    expected = f"({', '.join(axes)}{',' if len(axes) == 1 else ''})"
    known = " and ".join(f"{axis} = {sizes[axis]}" for axis in dict.fromkeys(axes) if axis in sizes)
    expected += f" with {known}" if known else ""
    expected += " with at least one class" if no_class else ""
    raise ValueError(f"{name}: expected shape {expected}, got shape {x.shape}")


def scores_matrix(value: ArrayLike) -> tuple[np.ndarray, np.dtype]:
    """Scores of shape (N, C), C at least 1, in the dtype to compute in, and the dtype to return.

    NaN is not looked for: that would be a pass over all scores, and a NaN shows in the losses.
    """
    x, dtype = real(value, "scores")
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
    indices = y.astype(np.intp, copy=False)
    if indices.size and indices.view(np.uintp).max() >= c:  # a negative number counts as a huge one
        outside = (y < 0) | (y >= c)
        if ignore_index is not None:
            outside &= y != ignore_index
        if outside.any():
            row = int(np.flatnonzero(outside)[0])
            also = "" if ignore_index is None else f" or ignore_index = {ignore_index}"
            raise ValueError(f"{name}: expected values from 0 to {c - 1}{also}, got {y[row]} at index {row}")
    return indices


def distributions(p: np.ndarray, name: str, axis: int, dtype: np.dtype) -> None:
    """Refuse what is no distribution along `axis`: p at least 0, with sum 1 as far as `dtype` can tell."""
    if (p < 0).any():
        raise ValueError(f"{name}: expected probabilities of at least 0, got {p.min()}")
    totals = p.sum(axis=axis)
    # What rounding each probability to its dtype may leave.
    off = np.abs(totals - 1) > max(1e-6, p.shape[axis] * np.finfo(dtype).eps)
    if off.any():
        where = tuple(int(i) for i in np.argwhere(off)[0])
        place = f" in row {where[0]}" if where else ""
        raise ValueError(f"{name}: expected rows that sum to 1, got {totals[where]}{place}")


def integer(value: int, name: str, *, low: int | None = None) -> int:
    """One integer, of at least `low`; a bool is none."""
    is_integer = isinstance(value, Integral) and not isinstance(value, bool)
    if not is_integer or (low is not None and value < low):
        least = "" if low is None else f" of at least {low}"
        raise ValueError(f"{name}: expected an integer{least}, got {value!r}")
    return int(value)


def choice(value: str, name: str, options: tuple[str, ...]) -> None:
    """Refuse a string that is none of `options`."""
    if not isinstance(value, str) or value not in options:
        raise ValueError(f"{name}: expected one of {', '.join(map(repr, options))}, got {value!r}")


def generator(value: np.random.Generator, name: str) -> None:
    """Refuse a seed where NumPy's generator is wanted: a seed drawn from twice repeats itself."""
    if not isinstance(value, np.random.Generator):
        raise ValueError(f"{name}: expected a numpy.random.Generator, got {type(value).__name__}")


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
