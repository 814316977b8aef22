"""Whether a function does without a loop over the rows: its time on one large input, beside one that does.

Time is what the function's own thread computed, so that a busy machine makes nothing slow, and the best of
several rounds counts. The measure is generous, so that no right answer without a loop is called slow (they take one
to three times as long as the reference); a loop that does little a row may pass.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from ._limited import Limit

#: How many times as long as the reference still counts as fast.
GENEROUS = 30
#: Seconds that are never slow: a coarse clock shows that much for nothing.
UNSEEN = 0.02
ROUNDS = 5

#: So many that a loop shows, and so few that whoever builds an array of rows times rows does not fill the memory.
ROWS = 10_000
NUMBERS = 50_000
POINTS = 300  # of which all pairs are looked at


def timed(function: Callable[..., Any], arguments: tuple, limit: Limit) -> tuple[float, Any]:
    """Seconds that one call computes for, and what it returns."""

    def call(*handed: Any) -> tuple[float, Any]:
        begun = time.thread_time()
        result = function(*handed)
        return time.thread_time() - begun, result

    return limit.call(call, *copy.deepcopy(arguments))


def allowed(reference: Callable[..., Any], arguments: tuple, limit: Limit) -> float:
    """Seconds that an answer may take."""
    return max(GENEROUS * min(timed(reference, arguments, limit)[0] for _ in range(3)), UNSEEN)


def largest(arguments: tuple) -> np.ndarray:
    """The argument with the most rows, or numbers; the first of several."""
    return max((value for value in arguments if np.ndim(value)), key=len)


# --- large inputs


def scored(rng: np.random.Generator) -> tuple:
    """Scores and labels."""
    return rng.normal(scale=2, size=(ROWS, 3)), rng.integers(0, 3, ROWS)


def scores(rng: np.random.Generator) -> tuple:
    return scored(rng)[:1]


def warm(rng: np.random.Generator) -> tuple:
    """Scores and a temperature."""
    return *scores(rng), 2.0


def cold(rng: np.random.Generator) -> tuple:
    """Scores, labels and a temperature."""
    return *scored(rng), 0.5
