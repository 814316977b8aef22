"""Exercises that are answered with a function: called on many inputs, compared with a reference, and timed."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from . import _say, _speed
from ._compare import alike, as_numbers, close, smallest
from ._limited import Limit, Stopped, TimeIsUp
from ._mistakes import MISTAKES
from ._verdict import Verdict

#: Seconds for all calls of a reader's function together.
PATIENCE = 5.0


@dataclass(frozen=True)
class FunctionExercise:
    """A function to write, which is to give what `reference` gives.

    `cases` yields the arguments of each call, given a random generator: small ones first, as the first that
    fails is shown, then random and extreme ones. Results agree if they have the same shapes and differ by at
    most `tolerance` of the largest number. `mistakes` are implementations that are wrong on purpose, by the
    name of their misconception in `MISTAKES`: an answer that gives what one of them gives, on every call, is
    told its name. Where the text asks to do without a loop, `fast` makes the arguments of one large call, on which
    an answer may take `_speed.GENEROUS` times as long as `quick`, or as the reference if that has no loop.
    """

    name: str
    reference: Callable[..., Any]
    cases: Callable[[np.random.Generator], Iterable[tuple]]
    tolerance: float = 1e-9
    mistakes: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    hints: _say.Hints | None = None
    fast: Callable[[np.random.Generator], tuple] | None = None
    quick: Callable[..., Any] | None = None
    chapter: int | None = None  # where it stands; filled in by the catalogue

    def verdict(self, given: object) -> Verdict:
        if not callable(given):
            return Verdict(*_say.no_function(given))
        calls = list(self.calls())
        limit = Limit(PATIENCE)
        try:
            for at, call in enumerate(calls):
                if failure := self._failure(given, call, limit):
                    return self._explained(given, failure, calls, at, limit)
        except TimeIsUp:
            return Verdict(*_say.too_slow(self._shown(call), PATIENCE))
        said = _say.right_function(len(calls), *self._verified(calls))
        return self._timed(given, said) if self.fast else Verdict(*said, correct=True)

    def _timed(self, given: Callable[..., Any], said: _say.Pair) -> Verdict:
        """The verdict on a function that gives the right values: right on a large input too, and fast?"""
        arguments = tuple(self.fast(np.random.default_rng(0)))
        large, limit = _speed.largest(arguments), Limit(PATIENCE)
        allowed = _speed.allowed(self.quick or self.reference, arguments, limit)
        least = np.inf
        try:
            for round_ in range(_speed.ROUNDS):
                seconds, got = _speed.timed(given, arguments, limit)
                if round_ == 0:
                    wrong = _difference(
                        got, self._expected(arguments), self._shown(arguments), self.tolerance
                    )
                    if wrong:
                        return Verdict(*wrong)
                least = min(least, seconds)
                if least <= allowed:
                    return Verdict(*_say.fast(said, large), correct=True)
        except Stopped as stopped:
            return Verdict(*_say.stopped(self._shown(arguments), stopped.error))
        except TimeIsUp:
            if not np.isfinite(least):
                return Verdict(*_say.unfinished(large, PATIENCE))
        return Verdict(*_say.slow(large, least, _speed.GENEROUS))

    def calls(self) -> Iterator[tuple]:
        """The same calls every time."""
        for arguments in self.cases(np.random.default_rng(0)):
            yield tuple(arguments)

    def _shown(self, arguments: tuple) -> str:
        return _say.call(inspect.signature(self.reference), arguments)

    def _verified(self, calls: list[tuple]) -> tuple[bool, bool]:
        """Whether a gradient was among the results (it has the shape of an input), and whether some input was extreme."""
        numbers = [as_numbers(value) for call in calls for value in call]
        sizes = [
            np.abs(n[np.isfinite(n)]).max(initial=0) for n in numbers if n is not None and n.dtype.kind == "f"
        ]
        results = self._expected(calls[-1])
        more = results[1:] if isinstance(results, tuple) else ()
        shapes = {np.shape(value) for value in calls[-1]}
        gradient = any(np.ndim(part) and np.shape(part) in shapes for part in more)
        return gradient, max(sizes, default=0) >= 100

    def _expected(self, arguments: tuple) -> Any:
        with np.errstate(all="ignore"):
            return self.reference(*copy.deepcopy(arguments))

    def _failure(self, function: Callable[..., Any], arguments: tuple, limit: Limit) -> _say.Pair | None:
        expected = self._expected(arguments)
        handed = copy.deepcopy(arguments)
        shown = self._shown(arguments)
        try:
            got = limit.call(function, *handed)
        except Stopped as stopped:
            return _say.stopped(shown, stopped.error)
        if not all(_same(now, before) for now, before in zip(handed, arguments, strict=True)):
            return _say.changed_input(shown)
        return _difference(got, expected, shown, self.tolerance)

    def _explained(
        self, function: Callable[..., Any], failure: _say.Pair, calls: list[tuple], at: int, limit: Limit
    ) -> Verdict:
        """The failure on the smallest input that shows it, and the misconception behind it if it has a name."""
        name = self.diagnosis(function, limit)

        def fails(arguments: tuple) -> bool:
            try:
                return self._failure(function, arguments, limit) is not None
            except (ValueError, IndexError, TypeError, ZeroDivisionError):
                return False  # the reference itself does not take so small an input

        least = smallest(calls[at], fails)
        said = self._failure(function, least, limit) or failure
        if name is None:
            return Verdict(*said)
        return Verdict(*_say.named(said, MISTAKES[name].told_in(self.chapter), None), mistake=name)

    def diagnosis(self, function: Callable[..., Any], limit: Limit) -> str | None:
        """The misconception that gives what the function gives, on every call, if there is one."""
        left = dict(self.mistakes)
        for arguments in self.calls():
            if not left:
                return None
            try:
                got = limit.call(function, *copy.deepcopy(arguments))
            except Stopped:
                return None
            with np.errstate(all="ignore"):
                left = {
                    name: wrong
                    for name, wrong in left.items()
                    if alike(got, wrong(*copy.deepcopy(arguments)), self.tolerance)
                }
        return next(iter(left), None)


def _difference(got: object, expected: object, shown: str, tolerance: float) -> _say.Pair | None:
    if got is None:
        return _say.nothing(shown)
    if isinstance(expected, tuple):
        if not isinstance(got, tuple | list) or len(got) != len(expected):
            return _say.other_results(shown, got, len(expected))
        differences = (_difference(a, b, shown, tolerance) for a, b in zip(got, expected, strict=True))
        return next((difference for difference in differences if difference), None)
    expected = np.asarray(expected)
    numbers = as_numbers(got)
    if numbers is None:
        return _say.no_array(shown, got)
    if numbers.shape != expected.shape:
        return _say.other_shape(shown, numbers.shape, expected.shape)
    return None if close(numbers, expected, tolerance) else _say.other_value(shown, numbers, expected)


def _same(a: object, b: object) -> bool:
    return bool(np.array_equal(np.asarray(a), np.asarray(b), equal_nan=np.asarray(b).dtype.kind == "f"))
