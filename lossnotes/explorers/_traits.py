"""Traits that an explorer records and shares with its figure; each says what it expected and what came.

The same limits stand in the figure's own source, where they hold what comes from a link (``src/shared/state.js``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import traitlets

SHARED = {"sync": True, "record": True}


class Number(traitlets.Float):
    """A finite float from `least` to `most`."""

    def __init__(self, start: float, least: float, most: float) -> None:
        super().__init__(start)
        self.least, self.most = least, most
        self.tag(**SHARED)

    def validate(self, obj: Any, value: Any) -> float:
        value = super().validate(obj, value)
        if not (math.isfinite(value) and self.least <= value <= self.most):
            raise traitlets.TraitError(
                f"{self.name}: expected a number from {self.least:g} to {self.most:g}, got {value!r}"
            )
        return value


class Whole(traitlets.Int):
    """An int from `least` to `most`."""

    def __init__(self, start: int, least: int, most: int) -> None:
        super().__init__(start)
        self.least, self.most = least, most
        self.tag(**SHARED)

    def validate(self, obj: Any, value: Any) -> int:
        value = super().validate(obj, value)
        if not self.least <= value <= self.most:
            raise traitlets.TraitError(
                f"{self.name}: expected a whole number from {self.least} to {self.most}, got {value!r}"
            )
        return value


class OneOf(traitlets.Unicode):
    """One of a few words."""

    def __init__(self, start: str, *others: str) -> None:
        super().__init__(start)
        self.values = (start, *others)
        self.tag(**SHARED)

    def validate(self, obj: Any, value: Any) -> str:
        if value not in self.values:
            expected = ", ".join(map(repr, self.values))
            raise traitlets.TraitError(f"{self.name}: expected one of {expected}, got {value!r}")
        return value


class Switch(traitlets.Bool):
    """On or off."""

    def __init__(self, start: bool = False) -> None:
        super().__init__(start)
        self.tag(**SHARED)


class Numbers(traitlets.List):
    """A list of finite floats from `least` to `most`, as many as `start` has, or from `fewest` to as many."""

    def __init__(
        self, start: Sequence[float], least: float, most: float, *, count: tuple[int, int] | None = None
    ) -> None:
        super().__init__(traitlets.Float(), list(start))
        self.least, self.most = least, most
        self.count = count or (len(start), len(start))
        self.tag(**SHARED)

    def validate(self, obj: Any, value: Any) -> list[float]:
        value = super().validate(obj, value)
        fewest, most = self.count
        if not fewest <= len(value) <= most or not all(
            math.isfinite(x) and self.least <= x <= self.most for x in value
        ):
            many = f"{fewest}" if fewest == most else f"{fewest} to {most}"
            raise traitlets.TraitError(
                f"{self.name}: expected {many} numbers from {self.least:g} to {self.most:g}, "
                f"got {len(value)}: {value}"
            )
        return value


class Points(traitlets.List):
    """A list of points [x, y, ...], each coordinate a finite float from `least` to `most`."""

    def __init__(
        self,
        start: Sequence[Sequence[float]],
        least: float,
        most: float,
        *,
        count: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(traitlets.List(traitlets.Float()), [list(point) for point in start])
        self.least, self.most, self.length = least, most, len(start[0])
        self.count = count or (len(start), len(start))
        self.tag(**SHARED)

    def validate(self, obj: Any, value: Any) -> list[list[float]]:
        value = super().validate(obj, value)
        fewest, most = self.count
        fine = fewest <= len(value) <= most and all(
            len(point) == self.length
            and all(math.isfinite(x) and self.least <= x <= self.most for x in point)
            for point in value
        )
        if not fine:
            many = f"{fewest}" if fewest == most else f"{fewest} to {most}"
            raise traitlets.TraitError(
                f"{self.name}: expected {many} points of {self.length} numbers from {self.least:g} to "
                f"{self.most:g}, got {len(value)}: {value}"
            )
        return value
