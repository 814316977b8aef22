"""Random numbers that are the same in Python and in the browser."""

from __future__ import annotations

import math
from collections.abc import Iterator

WORD = 0xFFFFFFFF  # 32 bits


def mulberry32(seed: int) -> Iterator[float]:
    """Random numbers from 0 to below 1, the same as in ``src/practice/random.js``."""
    state = seed & WORD
    while True:
        state = (state + 0x6D2B79F5) & WORD
        mixed = (state ^ state >> 15) * (1 | state) & WORD
        mixed ^= mixed + ((mixed ^ mixed >> 7) * (61 | mixed) & WORD) & WORD
        yield (mixed ^ mixed >> 14) / 2**32


class Random:
    """Whole numbers from `mulberry32`."""

    def __init__(self, seed: int) -> None:
        self._numbers = mulberry32(seed)

    def between(self, least: int, most: int) -> int:
        return least + math.floor(next(self._numbers) * (most - least + 1))
