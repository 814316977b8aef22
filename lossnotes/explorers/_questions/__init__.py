"""The questions of the explorer `Practice`: fresh numbers from a seed, steps, and what mistakes make of them.

The same numbers as ``src/practice/``, draw by draw; the right answers are those of `lossnotes`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from . import _cross_entropy, _hinge, _psi, _softmax
from ._random import Random
from ._step import NEAR, Step

KINDS = {"hinge": _hinge, "softmax": _softmax, "cross-entropy": _cross_entropy, "psi": _psi}


@dataclass(frozen=True)
class Question:
    """The numbers that are given, and the steps."""

    kind: str
    given: dict[str, Any]
    steps: tuple[Step, ...]


@lru_cache(maxsize=64)  # each property of the explorer asks
def question(kind: str, seed: int) -> Question:
    """Numbers are drawn until every step is clear and the last answer is not 0."""
    random = Random(seed * 4 + list(KINDS).index(kind))
    while True:
        given = KINDS[kind].draw(random)
        steps = tuple(KINDS[kind].steps(**given))
        if all(step.is_clear() for step in steps) and abs(steps[-1].answer) > 2 * NEAR:
            return Question(kind, given, steps)
