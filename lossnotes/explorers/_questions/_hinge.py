"""Two images of three scores; the correct score is near the others, so that the margin matters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ... import multiclass_svm_loss
from ._random import Random
from ._step import NEVER, Step, step


def draw(random: Random) -> dict[str, Any]:
    margin = [5, 10, 10, 15, 20][random.between(0, 4)] / 10
    images = []
    for _ in range(2):
        label, own = random.between(0, 2), random.between(-20, 45)
        scores = [own if j == label else own + random.between(-35, 25) for j in range(3)]
        images.append({"label": label, "scores": [x / 10 for x in scores]})
    return {"margin": margin, "images": images}


def _hinge_variants(gaps: list[float], margin: float) -> dict[str, float]:
    subtracted = sum(max(0, gap - margin) for gap in gaps)
    return {
        "margin-forgotten": sum(max(0, gap) for gap in gaps),
        "margin-subtracted": subtracted or NEVER,  # a 0 is what forgetting the margin gives
        "no-hinge": sum(gap + margin for gap in gaps),
        "sign-swapped": sum(max(0, margin - gap) for gap in gaps),
    }


def steps(margin: float, images: list[dict[str, Any]]) -> Iterator[Step]:
    gaps, costs, variants = [], [], []
    for image in images:
        own, scores = image["scores"][image["label"]], image["scores"]
        rivals = [score for j, score in enumerate(scores) if j != image["label"]]
        behind = [rival - own for rival in rivals]
        each = [float(multiclass_svm_loss([[own, rival]], [0], margin=margin)) for rival in rivals]
        found = _hinge_variants(behind, margin)
        found["hinge-after-sum"] = 0 if found["no-hinge"] < 0 else NEVER  # else as with no hinge at all
        found["correct-class-counted"] = sum(each) + margin
        found["strongest-rival-only"] = max(each)
        gaps.append(behind)
        costs.append(each)
        variants.append(found)
    losses = multiclass_svm_loss(
        [image["scores"] for image in images],
        [image["label"] for image in images],
        margin=margin,
        reduction="none",
    )
    shared = ("margin-forgotten", "no-hinge", "correct-class-counted", "sign-swapped")
    means = {name: sum(one[name] for one in variants) / 2 for name in shared}
    mean = losses.mean()
    for j in range(2):
        yield step(f"cost{j}", 1, costs[0][j], _hinge_variants(gaps[0][j : j + 1], margin))
    for i in range(2):
        yield step(f"loss{i}", 1, losses[i], variants[i])
    yield step("mean", 2, mean, {**means, "sum-for-mean": losses.sum(), "mean-over-classes": mean / 3})
