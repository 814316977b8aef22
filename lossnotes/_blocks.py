"""Rows of a large array, a few at a time: what is computed in several passes then stays in the cache."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

# 256 kB in float32, which a core's second cache holds beside the scores: from 2^15 to 2^17 it is as fast,
# beyond them a third slower.
NUMBERS = 2**16


def rows_at_once(c: int) -> int:
    """How many rows of length c make about `NUMBERS` numbers, a row at least."""
    return max(1, NUMBERS // c)


def row_blocks(x: np.ndarray) -> Iterator[slice]:
    """Cut the rows of an (N, C) array into slices of `rows_at_once`."""
    n, c = x.shape
    for start in range(0, n, rows_at_once(c)):
        yield slice(start, start + rows_at_once(c))
