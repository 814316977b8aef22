"""Whether two results are the same result, and which input shows best that they are not."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np


def as_numbers(value: object) -> np.ndarray | None:
    """The value as an array of numbers, or None."""
    try:
        numbers = np.asarray(value)
    except (ValueError, TypeError, RuntimeError):  # lists of different lengths; tensors that carry a gradient
        return None
    return numbers if numbers.dtype.kind in "biuf" else None


def close(numbers: np.ndarray, expected: np.ndarray, tolerance: float) -> bool:
    """Equal up to `tolerance` of the largest finite number; infinities and NaN at the same places."""
    expected = np.asarray(expected, float)
    finite = np.isfinite(expected)
    size = np.abs(expected[finite]).max(initial=0.0)
    with np.errstate(all="ignore"):  # inf - inf
        near = np.abs(numbers - expected) <= tolerance * size
    return bool(
        np.where(finite, near, (numbers == expected) | (np.isnan(numbers) & np.isnan(expected))).all()
    )


def alike(got: object, other: object, tolerance: float) -> bool:
    """Whether two results, numbers or tuples of them, are the same."""
    if isinstance(other, tuple):
        if not isinstance(got, tuple | list) or len(got) != len(other):
            return False
        return all(alike(a, b, tolerance) for a, b in zip(got, other, strict=True))
    a, b = as_numbers(got), as_numbers(other)
    return a is not None and b is not None and a.shape == b.shape and close(a, b, tolerance)


def smaller(arguments: tuple) -> Iterator[tuple]:
    """Simpler versions of a call, the simplest first: a single example, rounded numbers."""
    for row in _rows(arguments):
        rounded = _rounded(row)
        if rounded is not None:
            yield rounded
        yield row
    rounded = _rounded(arguments)
    if rounded is not None:
        yield rounded


def smallest(arguments: tuple, fails: Callable[[tuple], bool]) -> tuple:
    """The first of the smaller calls that still fails, or the call itself."""
    for candidate in smaller(arguments):
        if fails(copy.deepcopy(candidate)):
            return candidate
    return arguments


def _rows(arguments: tuple) -> Iterator[tuple]:
    """The call on one example at a time: arguments that have as many rows as the first one has."""
    many = np.shape(arguments[0])[:1] if arguments else ()
    if not many or many[0] < 2:
        return
    belongs = [np.shape(value)[:1] == many for value in arguments]
    for i in range(many[0]):
        yield tuple(value[i : i + 1] if own else value for value, own in zip(arguments, belongs, strict=True))


def _rounded(arguments: tuple) -> tuple | None:
    """One decimal is enough, but not for what sums to one, nor for what is tiny."""

    def simple(value: Any) -> Any:
        if not isinstance(value, np.ndarray) or value.dtype.kind != "f":
            return value
        if value.ndim and np.allclose(value.sum(axis=-1), 1):
            return value
        return value.round(1)

    result = tuple(map(simple, arguments))
    same = all(np.array_equal(a, b, equal_nan=_is_float(b)) for a, b in zip(result, arguments, strict=True))
    return None if same else result


def _is_float(value: Any) -> bool:
    return np.asarray(value).dtype.kind == "f"
