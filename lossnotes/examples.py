"""Numbers that the course uses again and again."""

from __future__ import annotations

import numpy as np


def _fixed(values: list, dtype: type) -> np.ndarray:
    """A read-only array, so that no cell can change the example under another one."""
    a = np.array(values, dtype)
    a.flags.writeable = False
    return a


#: The three classes, in the order of the columns of `SCORES`.
CLASS_NAMES = ("cat", "car", "frog")

#: Scores of three images, one image a row, one class a column.
SCORES = _fixed([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]], np.float64)

#: The true class of each image of `SCORES`: a cat, a car, a frog.
LABELS = _fixed([0, 1, 2], np.int64)

#: Training data of the softmax classification chapter: eight examples with four features.
ROWS_X = _fixed(
    [
        [1, 2, 1, 1],
        [2, 1, 3, 2],
        [3, 1, 3, 4],
        [4, 1, 5, 5],
        [1, 7, 5, 5],
        [1, 2, 5, 6],
        [1, 6, 6, 6],
        [1, 7, 7, 7],
    ],
    np.float32,
)

#: The class of each row of `ROWS_X`.
ROWS_Y = _fixed([2, 2, 2, 1, 1, 1, 0, 0], np.int64)

#: Cross-entropy in nats that was published for epochs 0, 100, ..., 1000, each before that epoch's update.
PUBLISHED_COSTS = _fixed(
    [
        3.246066,
        0.703490,
        0.620850,
        0.563644,
        0.513388,
        0.465922,
        0.419682,
        0.373925,
        0.328385,
        0.283776,
        0.247032,
    ],
    np.float64,
)
