"""Three scores, at times so large that exp overflows without the shift."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ... import softmax
from ._random import Random
from ._step import Step, step


def draw(random: Random) -> dict[str, Any]:
    largest = random.between(1000, 9000) if random.between(0, 3) == 0 else random.between(5, 45)
    top = random.between(0, 2)
    scores = [largest if j == top else largest - random.between(2, 40) for j in range(3)]
    return {"scores": [x / 10 for x in scores], "top": top, "label": random.between(0, 2)}


def steps(scores: list[float], top: int, label: int) -> Iterator[Step]:
    s = np.array(scores)
    other, third = (j for j in range(3) if j != top)
    shifted = s - s[top]
    power, flipped, ten, two = np.exp(shifted), np.exp(-shifted), 10.0**shifted, 2.0**shifted
    with np.errstate(over="ignore"):
        unshifted = np.exp(s)
    total = power.sum()
    rounded = [round(float(x), 2) for x in power]
    carried = 1 + rounded[other] + rounded[third]
    yield step(
        "shifted",
        1,
        shifted[other],
        {
            "shift-added": s[other] + s[top],
            "smallest-subtracted": s[other] - s.min(),
            "shift-backwards": -shifted[other],
        },
    )
    yield step(
        "power",
        2,
        power[other],
        {
            "exp-left-out": shifted[other],
            "shift-left-out": unshifted[other],
            "power-of-10": ten[other],
            "power-of-2": two[other],
            "exponent-sign-lost": flipped[other],
        },
        np.exp(round(float(shifted[other]), 1)),
    )
    yield step(
        "sum",
        2,
        total,
        {
            "largest-left-out": total - 1,
            "exp-left-out": shifted.sum(),
            "shift-left-out": unshifted.sum(),
            "power-of-10": ten.sum(),
            "power-of-2": two.sum(),
            "mean-for-sum": total / 3,
        },
        carried,
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        plain = s[label] / s.sum()
    yield step(
        "probability",
        2,
        softmax(s)[label],
        {
            "not-exponentiated": plain,
            "not-divided": power[label],
            "odds": power[label] / (total - power[label]),
            "lowest-wins": flipped[label] / flipped.sum(),
            "power-of-10": ten[label] / ten.sum(),
        },
        rounded[label] / round(carried, 2),
    )
