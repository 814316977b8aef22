"""The examples on which accuracy is compared: ordinary ones, and those where the usual code loses digits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

ANGULAR = ("lsoftmax_loss", "arcface_loss", "am_softmax_loss")


@dataclass(frozen=True)
class Case:
    """One example with its label: scores (1, C), or features (1, D) and weight (C, D)."""

    loss: str
    name: str
    arrays: tuple[np.ndarray, ...]
    label: int
    smooth: bool = True  # False where there is no gradient to compare with

    @property
    def dtype(self) -> np.dtype:
        return self.arrays[0].dtype

    def __str__(self) -> str:
        return f"{self.loss}, {self.name}, {self.dtype}"


def cases() -> Iterator[Case]:
    for dtype in np.float64, np.float32:
        yield from _scores(dtype)
        yield from _features(dtype)


def _scores(dtype: type) -> Iterator[Case]:
    # float32 ends at 1e-38, and so does the confidence that it can tell.
    confident, very = (100, 700) if dtype is np.float64 else (80, 85)
    random = np.random.default_rng(0).normal(scale=3, size=5)
    wrong = "random, wrong", random, int(random.argmin())
    huge = "huge: [1e4, 0, -1e4], 1", [1e4, 0, -1e4], 1
    tied = "tied: [3, 3, 3], 2", [3, 3, 3], 2
    for name, row, y in (
        (f"confident: [{confident}, 0, 0], 0", [confident, 0, 0], 0),
        (f"very confident: [{very}, 0], 0", [very, 0], 0),
        ("random, right", random, int(random.argmax())),
        *(wrong, huge, tied),
    ):
        yield Case("softmax_cross_entropy", name, (np.array([row], dtype),), y)
    # Decimal fractions: s_j - s_y + 1 is what their rounding leaves, less than half an ulp of 1.
    on_margin = (0.3, -0.7) if dtype is np.float64 else (0.1, -0.9)
    for name, row, y in (
        ("two classes: [0.3, 0.7], 0", [0.3, 0.7], 0),
        (f"on the margin: {list(on_margin)}, 0", on_margin, 0),
        *(wrong, huge, tied),
    ):
        yield Case("multiclass_svm_loss", name, (np.array([row], dtype),), y)


def _features(dtype: type) -> Iterator[Case]:
    rng = np.random.default_rng(1)
    W = rng.normal(size=(3, 3))
    x = np.array([1.0, 2.0, 2.0])
    along, against, across, zero = (W.copy() for _ in range(4))
    along[0], against[0], across[0], zero[0] = 2 * x, -2 * x, [2, 1, -2], 0
    for name, features, weight in (
        ("random", rng.normal(size=3), W),
        ("parallel", x, along),
        ("parallel, confident", [9, 0, 0], [[4, 0, 0], [-4, 1, 0], [-4, 0, 1]]),
        ("antiparallel", x, against),
        ("theta = pi/4", [1, 0], [[1, 1], [0, 1], [-1, 0]]),
        ("theta = pi/2", x, across),
        ("theta = 3 pi/4", [1, 0], [[-1, 1], [0, 1], [1, 0]]),
        ("huge features, 1e4", 1e4 * x, W),
        ("tiny features, 1e-10", 1e-10 * x, W),
        ("tiny features, 1e-15", 1e-15 * x, 1e15 * W),
        ("zero features", 0 * x, W),
        ("zero weight", x, zero),
        ("tied", x, W[[0, 0, 0]]),
    ):
        arrays = np.array([features], dtype), np.array(weight, dtype)
        for loss in ANGULAR:
            # A zero vector has no direction, and ArcFace the tip of a cone where the angle is 0 or pi.
            smooth = "zero" not in name and not (loss == "arcface_loss" and "parallel" in name)
            yield Case(loss, name, arrays, 0, smooth)
