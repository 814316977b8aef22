"""P, what is so, and Q, what a model believes; P may have a 0."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from ... import cross_entropy, entropy, kl_divergence
from ._random import Random
from ._step import Step, step


def draw(random: Random) -> dict[str, Any]:
    least = 0 if random.between(0, 3) == 0 else 1
    first = random.between(least, 8)
    second = random.between(least, 10 - first - least)
    belief = random.between(1, 8)
    following = random.between(1, 9 - belief)
    p, q = (first, second, 10 - first - second), (belief, following, 10 - belief - following)
    return {"p": [x / 10 for x in p], "q": [x / 10 for x in q], "label": random.between(0, 2)}


def steps(p: list[float], q: list[float], label: int) -> Iterator[Step]:
    def based(x: float) -> dict[str, float]:
        return {"log-base-10": x / math.log(10), "log-base-2": x / math.log(2)}

    def rounded_mean(values: list[float]) -> float:
        """What comes out of surprises rounded to two decimals."""
        return sum(share * round(-math.log(x), 2) for share, x in zip(p, values, strict=True) if share)

    surprises = -np.log(q)
    own_surprise = float(surprises[label])
    cross, own, believed = float(cross_entropy(p, q)), float(entropy(p)), float(entropy(q))
    back = math.inf if 0 in p else float(cross_entropy(q, p))
    divergence = float(kl_divergence(p, q))
    yield step(
        "surprise",
        2,
        own_surprise,
        {**based(own_surprise), "sign-forgotten": -own_surprise, "probability-for-loss": 1 - q[label]},
    )
    yield step(
        "cross",
        2,
        cross,
        {
            **based(cross),
            "sign-forgotten": -cross,
            "p-and-q-swapped": back,
            "sum-not-weighted": surprises.sum(),
            "plain-mean": surprises.mean(),
        },
        rounded_mean(q),
    )
    yield step(
        "entropy",
        2,
        own,
        {**based(own), "sign-forgotten": -own, "entropy-of-q": believed},
        rounded_mean(p),
    )
    yield step(
        "divergence",
        2,
        divergence,
        {
            **based(divergence),
            "entropy-not-subtracted": cross,
            "p-and-q-swapped": back - believed,
            "divergence-backwards": -divergence,
            "entropy-of-the-belief": cross - believed,
        },
        round(rounded_mean(q), 2) - round(rounded_mean(p), 2),
    )
