"""The explorer `practice`: questions with fresh numbers, worked out step by step."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from .. import plots
from ..examples import CLASS_NAMES
from ._base import Explorer
from ._questions import question
from ._traits import Number, OneOf, Whole

WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "animals": CLASS_NAMES,
        "correct": " (correct class)",
        "image": "image {}: {}",
        "hinge": "Two images, margin {margin:g}; {images}. What is their mean hinge loss?",
        "softmax": "Scores: {scores}. Which probability does softmax give to {name}?",
        "cross-entropy": "P: {p}. Q: {q}. How large is the KL divergence, in nats?",
        "psi": "What is psi at {theta} degrees for m = {m}?",
    },
    "ko": {
        "animals": ("고양이", "자동차", "개구리"),
        "correct": "(정답 클래스)",
        "image": "이미지 {}: {}",
        "hinge": "이미지 두 장, 마진 {margin:g}; {images}. 힌지 손실의 평균은 얼마일까요?",
        "softmax": "점수: {scores}. 소프트맥스를 거친 {name}의 확률은 얼마일까요?",
        "cross-entropy": "P: {p}. Q: {q}. KL 발산은 몇 냇일까요?",
        "psi": "각도가 {theta}도이고 m = {m}일 때 psi의 값은 얼마일까요?",
    },
}


class Practice(Explorer, module="practice"):
    """A question with fresh numbers, with a field for each step; a wrong number is told which mistake gives it.

    A kind and a seed always give the same question, here and on a page. Its numbers have one decimal; every step has
    one answer to two decimals, and no two mistakes of a step give the same number.

    Parameters
    ----------
    kind : {"hinge", "softmax", "cross-entropy", "psi"}
        What is asked: a mean hinge loss of two images, a probability, a KL divergence in nats, or psi of an angle.
    seed : int
        Which question of this kind, from 0 to 999999.
    guess : float
        What the reader expects the answer to be, from -10 to 10, in units of the answer.
    lang : {"", "en", "ko"}
        Language of the figure; "" is that of the page. At first the environment variable
        `LOSSNOTES_LANG`, if that is one of these.

    Raises
    ------
    traitlets.TraitError
        If a value is not as above.

    Examples
    --------
    >>> figure = Practice(kind="psi", seed=1)
    >>> figure.given
    {'m': 4, 'theta': 73}
    >>> {name: round(answer, 2) for name, answer in figure.answers.items()}
    {'multiple': 292.0, 'piece': 1.0, 'cosine': 0.37, 'value': -2.37}
    >>> round(figure.mistakes["value"]["pieces-from-one"], 2)
    -3.63
    """

    kind = OneOf("hinge", "softmax", "cross-entropy", "psi")
    seed = Whole(3, 0, 999_999)
    guess = Number(0, -10, 10)

    @property
    def given(self) -> dict[str, Any]:
        """The numbers of the question."""
        return copy.deepcopy(question(self.kind, self.seed).given)

    @property
    def answers(self) -> dict[str, float]:
        """The right answer to each step, unrounded."""
        return {step.name: step.answer for step in question(self.kind, self.seed).steps}

    @property
    def mistakes(self) -> dict[str, dict[str, float]]:
        """What the mistakes give that can be made in each step and make a difference there."""
        return {step.name: dict(step.mistakes) for step in question(self.kind, self.seed).steps}

    def _draw(self) -> Figure:
        return STILLS[self.kind](**self.given)

    def _fallback(self, lang: str) -> str:
        words, given = WORDS[lang], self.given
        animals = words["animals"]

        def named(numbers: list[float], label: int | None = None) -> str:
            return ", ".join(
                f"{name} {x:g}{words['correct'] if j == label else ''}"
                for j, (name, x) in enumerate(zip(animals, numbers, strict=True))
            )

        if self.kind == "hinge":
            images = [
                words["image"].format(i, named(image["scores"], image["label"]))
                for i, image in enumerate(given["images"], 1)
            ]
            return words["hinge"].format(margin=given["margin"], images="; ".join(images))
        if self.kind == "softmax":
            return words["softmax"].format(scores=named(given["scores"]), name=animals[given["label"]])
        if self.kind == "cross-entropy":
            return words["cross-entropy"].format(p=named(given["p"]), q=named(given["q"]))
        return words["psi"].format(**given)


def _hinge(margin: float, images: list[dict[str, Any]]) -> Figure:
    """The scores of each image on a line; the strip is the margin."""
    fig, axes = plots.subplots(2, figsize=(6, 3.2), sharex=True)
    for i, (ax, image) in enumerate(zip(axes, images, strict=True), 1):
        own = image["scores"][image["label"]]
        ax.axvspan(own - margin, own, fc=plots.COLORS["blue"], alpha=0.25)
        for j, score in enumerate(image["scores"]):
            correct = j == image["label"]
            ax.plot(score, j, "s" if correct else "o", color=plots.COLORS["blue" if correct else "orange"])
            ax.text(score, j - 0.25, f"{score:g}", ha="center", va="bottom")
        ax.set_yticks(range(3), CLASS_NAMES)
        ax.set_ylim(2.5, -1)
        ax.set_title(f"image {i}")
    axes[-1].set_xlabel("score")
    return fig


def _bars(rows: dict[str, list[float]], label: str) -> Figure:
    fig, ax = plots.subplots(figsize=(6, 2.6))
    for i, ((name, values), color) in enumerate(zip(rows.items(), ("blue", "orange"), strict=False)):
        places = np.arange(3) + 0.38 * (i - (len(rows) - 1) / 2)
        low = min(0, *values) if max(values) < 50 else min(values) - 1
        ax.bar(places, np.array(values) - low, 0.34, bottom=low, color=plots.COLORS[color], label=name)
        for place, x in zip(places, values, strict=True):
            ax.text(place, x, f"{x:g}", ha="center", va="bottom")
    ax.set_xticks(range(3), CLASS_NAMES)
    ax.margins(y=0.15)
    ax.set_ylabel(label)
    if len(rows) > 1:
        ax.legend()
    return fig


def _psi(m: int, theta: int) -> Figure:
    """The angle between a feature and the vector of its class."""
    fig, ax = plots.subplots(figsize=(4, 2.4))
    arc = np.radians(np.linspace(0, theta, 25))
    turn = np.radians(theta)
    ax.plot([0, 1], [0, 0], "-", color=plots.COLORS["blue"], linewidth=2.5)
    ax.plot([0, np.cos(turn)], [0, np.sin(turn)], "-", color=plots.COLORS["orange"], linewidth=2.5)
    ax.plot(0.35 * np.cos(arc), 0.35 * np.sin(arc), "-", color=plots.COLORS["black"])
    ax.text(0.45 * np.cos(turn / 2), 0.45 * np.sin(turn / 2), f"{theta}°", ha="center", va="center")
    ax.text(1.05, 0, "class", va="center")
    ax.set(xlim=(-1.1, 1.4), ylim=(-0.1, 1.1), aspect="equal", title=rf"$\theta = {theta}°,\; m = {m}$")
    ax.axis("off")
    return fig


STILLS = {
    "hinge": _hinge,
    "softmax": lambda scores, top, label: _bars({"score": scores}, "score"),
    "cross-entropy": lambda p, q, label: _bars({"P": p, "Q": q}, "probability"),
    "psi": _psi,
}
