"""The two forms of an exercise that checks itself: numbers to work out, and a function to write."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from . import _say
from ._verdict import Verdict


@dataclass(frozen=True)
class NumberExercise:
    """One number to find, or several in the order of the exercise's parts.

    `answer` is what is right, or a function that computes it. An answer may be rounded to `decimals`.
    """

    name: str
    answer: float | Sequence[float] | Callable[[], float | Sequence[float]]
    decimals: int = 2

    def verdict(self, given: object) -> Verdict:
        right = np.atleast_1d(np.asarray(self.answer() if callable(self.answer) else self.answer, float))
        try:
            numbers = np.atleast_1d(np.asarray(given))
            if numbers.dtype.kind not in "iuf":
                raise ValueError
        except ValueError:  # a list of lists of different lengths, for one
            return Verdict(False, *_say.no_number(given, len(right)))
        if numbers.shape != right.shape:
            return Verdict(False, *_say.other_count(numbers, len(right)))
        off = np.abs(numbers - right)
        allowed = 0.5 * 10.0**-self.decimals * (1 + 1e-9)
        wrong = np.flatnonzero(~(off <= allowed))  # so that NaN is wrong
        if not len(wrong):
            return Verdict(True, *_say.right_numbers(len(right)))
        close = off[wrong] <= 3 * allowed
        return Verdict(False, *_say.wrong_numbers(wrong + 1, len(right), bool(close.all()), self.decimals))


@dataclass(frozen=True)
class FunctionExercise:
    """A function to write, which is to give what `reference` gives.

    `cases` yields the arguments of each call, given a random generator: small ones first, as the first that
    fails is shown, then random and extreme ones. Results agree if they have the same shapes and differ by at
    most `tolerance` of the largest number.
    """

    name: str
    reference: Callable[..., Any]
    cases: Callable[[np.random.Generator], Iterable[tuple]]
    tolerance: float = 1e-9

    def verdict(self, given: object) -> Verdict:
        if not callable(given):
            return Verdict(False, *_say.no_function(given))
        calls = list(self.calls())
        for call in calls:
            if failure := self._failure(given, call):
                return Verdict(False, *failure)
        return Verdict(True, *_say.right_function(len(calls)))

    def calls(self) -> Iterator[tuple]:
        """The same calls every time."""
        for arguments in self.cases(np.random.default_rng(0)):
            yield tuple(arguments)

    def _failure(self, function: Callable[..., Any], arguments: tuple) -> _say.Pair | None:
        with np.errstate(all="ignore"):  # what overflows shows in the result
            expected = self.reference(*copy.deepcopy(arguments))
            handed = copy.deepcopy(arguments)
            shown = _say.call(inspect.signature(self.reference), arguments)
            try:
                got = function(*handed)
            except Exception as error:
                return _say.stopped(shown, error)
        if not all(_same(now, before) for now, before in zip(handed, arguments, strict=True)):
            return _say.changed_input(shown)
        return _compare(got, expected, shown, self.tolerance)


def _compare(got: object, expected: object, shown: str, tolerance: float) -> _say.Pair | None:
    if got is None:
        return _say.nothing(shown)
    if isinstance(expected, tuple):
        if not isinstance(got, tuple | list) or len(got) != len(expected):
            return _say.other_results(shown, got, len(expected))
        differences = (_compare(a, b, shown, tolerance) for a, b in zip(got, expected, strict=True))
        return next((difference for difference in differences if difference), None)
    expected = np.asarray(expected)
    try:
        numbers = np.asarray(got)
    except ValueError:
        numbers = np.asarray(None)
    if numbers.dtype.kind not in "biuf":
        return _say.no_array(shown, got)
    if numbers.shape != expected.shape:
        return _say.other_shape(shown, numbers.shape, expected.shape)
    finite = np.isfinite(expected)
    size = np.abs(expected[finite]).max(initial=0.0)
    with np.errstate(invalid="ignore"):  # inf - inf
        near = np.abs(numbers - expected.astype(float)) <= tolerance * size
    same = np.where(finite, near, (numbers == expected) | (np.isnan(numbers) & np.isnan(expected)))
    return None if same.all() else _say.other_value(shown, numbers, expected)


def _same(a: object, b: object) -> bool:
    return bool(np.array_equal(np.asarray(a), np.asarray(b), equal_nan=np.asarray(b).dtype.kind == "f"))
