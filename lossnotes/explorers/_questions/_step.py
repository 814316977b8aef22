"""One step of a question, and whether it can be asked."""

from __future__ import annotations

import math
from dataclasses import dataclass

NEAR = 0.03  # numbers closer than this are not told apart
INVISIBLE = 1e-9  # a mistake that makes no difference here
LARGEST = 1e4  # nobody is asked to read more digits
NEVER = math.nan  # for a mistake that cannot be made here


@dataclass(frozen=True)
class Step:
    """One field of a question: its answer, the answer again from rounded numbers, and those of the mistakes."""

    name: str
    digits: int
    answer: float
    mistakes: dict[str, float]
    carried: float

    def is_clear(self) -> bool:
        """Whether there is one answer to two decimals, and a number of its own for every mistake."""
        numbers = [self.answer, *self.mistakes.values()]
        return (
            math.isfinite(self.answer)
            and not any(_on_edge(x) for x in [self.carried, *numbers])
            and round(self.carried, 2) == round(self.answer, 2)
            and all(abs(x - y) >= NEAR for i, x in enumerate(numbers) for y in numbers[:i])
        )


def _on_edge(x: float) -> bool:
    """Whether rounding to two decimals could go either way, for one who computed with fewer digits."""
    return abs(abs(x) * 100 % 1 - 0.5) < 0.02


def step(
    name: str, digits: int, answer: float, mistakes: dict[str, float], carried: float | None = None
) -> Step:
    """Less the mistakes that cannot be made, or that nobody would notice."""
    shown = {k: float(x) for k, x in mistakes.items() if abs(x) < LARGEST and abs(x - answer) > INVISIBLE}
    return Step(name, digits, float(answer), shown, float(answer if carried is None else carried))
