"""An angle in whole degrees, and its factor m; not on piece 0, and never on a border of two pieces."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from ... import psi
from ._random import Random
from ._step import NEVER, Step, step


def draw(random: Random) -> dict[str, Any]:
    return {"m": random.between(2, 5), "theta": random.between(3, 177)}


def steps(m: int, theta: int) -> Iterator[Step]:
    multiple, angle = m * theta, math.radians(theta)
    k = multiple // 180
    cos, sign = math.cos(math.radians(multiple)), -1 if k % 2 else 1
    yield step("multiple", 0, multiple, {"angle-divided": theta / m, "factor-added": theta + m})
    yield step(
        "piece",
        0,
        NEVER if k == 0 or multiple % 180 == 0 else k,
        {"pieces-from-one": k + 1, "full-turns": multiple // 360},
    )
    yield step(
        "cosine",
        2,
        cos,
        {
            "degrees-for-radians": math.cos(multiple),
            "angle-not-multiplied": math.cos(angle),
            "cosine-multiplied": m * math.cos(angle),
            "sine-for-cosine": math.sin(math.radians(multiple)),
        },
    )
    yield step(
        "value",
        2,
        float(psi(math.cos(angle), m)),
        {
            "plain-multiple-angle": cos,
            "odd-pieces-not-flipped": cos - 2 * k,
            "step-not-doubled": sign * cos - k,
            "pieces-from-one": -sign * cos - 2 * (k + 1),
            "piece-too-low": -sign * cos - 2 * (k - 1) if k > 1 else NEVER,  # piece 0 is cos(m theta) itself
            "steps-raised": sign * cos + 2 * k,
        },
        sign * round(cos, 2) - 2 * k,
    )
