"""Exercises that are answered with a number: numbers to work out, an answer to choose."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from . import _say
from ._compare import as_numbers
from ._mistakes import MISTAKES
from ._verdict import Verdict

Numbers = float | Sequence[float]


@dataclass(frozen=True)
class NumberExercise:
    """One number to find, or several in the order of the exercise's parts.

    `answer` is what is right, or a function that computes it. An answer may be rounded to `decimals`.
    `mistakes` says what comes out of each misconception, by its name in `MISTAKES`: as many numbers as the
    answer has (NaN for a part that the misconception does not change), or a function that computes them.
    """

    name: str
    answer: Numbers | Callable[[], Numbers]
    decimals: int = 2
    mistakes: Mapping[str, Numbers | Callable[[], Numbers]] = field(default_factory=dict)
    hints: _say.Hints | None = None
    chapter: int | None = None  # where it stands; filled in by the catalogue

    @property
    def allowed(self) -> float:
        """How far an answer may be off."""
        return 0.5 * 10.0**-self.decimals * (1 + 1e-9)

    def right(self) -> np.ndarray:
        return _values(self.answer)

    def verdict(self, given: object) -> Verdict:
        right = self.right()
        numbers = as_numbers(given)
        if numbers is None or numbers.dtype.kind == "b":
            return Verdict(*_say.no_number(given, len(right)))
        numbers = np.atleast_1d(numbers)
        if numbers.shape != right.shape:
            return Verdict(*_say.other_count(numbers, len(right)))
        off = np.abs(numbers - right)
        wrong = np.flatnonzero(~(off <= self.allowed))  # so that NaN is wrong
        if not len(wrong):
            return Verdict(*_say.right_numbers(len(right)), correct=True)
        said = _say.wrong_numbers(
            wrong + 1, len(right), bool((off[wrong] <= 3 * self.allowed).all()), self.decimals
        )
        name, part = self._mistake(numbers, right, wrong)
        if name is None:
            return Verdict(*said)
        part = part + 1 if len(right) > 1 else None
        return Verdict(*_say.named(said, MISTAKES[name].told_in(self.chapter), part), mistake=name)

    def _mistake(self, numbers: np.ndarray, right: np.ndarray, wrong: np.ndarray) -> tuple:
        """The misconception that explains most of the wrong parts, and the first part that it explains."""
        best, first, most = None, 0, 0
        for name, values in self.mistakes.items():
            with np.errstate(invalid="ignore"):
                fits = np.abs(_values(values) - numbers) <= self.allowed
            explained = [part for part in wrong if fits[part]]
            if len(explained) > most:
                best, first, most = name, explained[0], len(explained)
        return best, first


@dataclass(frozen=True)
class ChoiceExercise:
    """A question with several answers, numbered from 1 in the exercise's text, of which one is right.

    `mistakes` says which misconception each wrong answer shows, by its number.
    """

    name: str
    answer: int
    among: int
    mistakes: Mapping[int, str] = field(default_factory=dict)
    hints: _say.Hints | None = None
    chapter: int | None = None  # where it stands; filled in by the catalogue

    def verdict(self, given: object) -> Verdict:
        number = as_numbers(given)
        whole = number is not None and number.shape == () and number.dtype.kind in "iuf"
        if not whole or number not in range(1, self.among + 1):
            return Verdict(*_say.no_choice(given, self.among))
        if number == self.answer:
            return Verdict(*_say.right_numbers(1), correct=True)
        said = _say.wrong_choice(int(number))
        name = self.mistakes.get(int(number))
        if name is None:
            return Verdict(*said)
        return Verdict(*_say.chosen(said, MISTAKES[name].told_in(self.chapter)), mistake=name)


def _values(numbers: Numbers | Callable[[], Numbers]) -> np.ndarray:
    return np.atleast_1d(np.asarray(numbers() if callable(numbers) else numbers, float))
