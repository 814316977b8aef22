"""The explorer `scores`: class scores as handles, and the two losses they give."""

from __future__ import annotations

from typing import Any

import numpy as np
import traitlets
from matplotlib.figure import Figure

from .. import multiclass_svm_loss, plots, softmax, softmax_cross_entropy
from ..examples import CLASS_NAMES
from ._base import Explorer
from ._traits import SHARED, Number, Numbers, OneOf, Whole

FEWEST, MOST = 2, 10
FARTHEST = 1e308  # a score as large as doubles allow, and a gap of two of them may be infinite
WORDS = {
    "en": {
        "animals": (*CLASS_NAMES, "dog", "ship", "bird", "horse", "deer", "truck", "plane"),
        "correct": " (correct class)",
        "text": "Scores: {scores}. Margin {margin}. Hinge loss {hinge}, softmax loss {softmax}.",
        "temperature": "Temperature {}.",
        "hinge": "Gradient of the hinge loss {}.",
        "softmax": "Gradient of the softmax loss {}.",
    },
    "ko": {
        "animals": ("고양이", "자동차", "개구리", "개", "배", "새", "말", "사슴", "트럭", "비행기"),
        "correct": "(정답 클래스)",
        "text": "점수: {scores}. 마진 {margin}. 힌지 손실 {hinge}, 소프트맥스 손실 {softmax}.",
        "temperature": "온도 {}.",
        "hinge": "힌지 손실의 그레이디언트 {}.",
        "softmax": "소프트맥스 손실의 그레이디언트 {}.",
    },
}


class Scores(Explorer, module="scores"):
    """Scores of one image as handles that can be dragged, with its hinge and softmax losses and their gradients.

    Assigning to a trait moves the figure, and moving the figure changes the trait.

    Parameters
    ----------
    scores : list of float
        2 to 10 scores, one a class, from -1e308 to 1e308.
    label : int
        The correct class, from 0 to C - 1.
    margin : float
        The margin of the hinge loss, in units of the scores; from 0 to 1e308.
    temperature : float
        Divides the scores before the softmax; from 0.1 to 10, no unit. 1 leaves them as they are.
    gradients : {"none", "hinge", "softmax", "both"}
        Of which losses the gradient by the scores is drawn: an arrow ends where a step of gradient descent with
        learning rate 1 puts the score.
    class_names : list of str
        One name a class. Empty (the default) means the first of cat, car, frog, dog, ship, bird, horse, deer,
        truck and plane, in the language of the page.
    lang : {"", "en", "ko"}
        Language of the figure; "" is that of the page. At first the environment variable
        `LOSSNOTES_LANG`, if that is one of these.

    Raises
    ------
    traitlets.TraitError
        If a value is not as above.

    Examples
    --------
    >>> figure = Scores(scores=[3.2, 5.1, -1.7], label=0)
    >>> round(figure.hinge_loss, 2), round(figure.softmax_loss, 2)
    (2.9, 2.04)
    >>> figure.hinge_gradient, [round(slope, 2) for slope in figure.softmax_gradient]
    ([-1.0, 1.0, 0.0], [-0.87, 0.87, 0.0])
    """

    scores = Numbers([3.2, 5.1, -1.7], -FARTHEST, FARTHEST, count=(FEWEST, MOST))
    label = Whole(0, 0, MOST - 1)
    margin = Number(1.0, 0, FARTHEST)
    temperature = Number(1.0, 0.1, 10)
    gradients = OneOf("none", "hinge", "softmax", "both")
    class_names = traitlets.List(traitlets.Unicode()).tag(**SHARED)

    @property
    def hinge_loss(self) -> float:
        """`lossnotes.multiclass_svm_loss` of these scores."""
        return float(multiclass_svm_loss([self.scores], [self.label], margin=self.margin))

    @property
    def hinge_gradient(self) -> list[float]:
        """The derivative of the hinge loss by each score."""
        _, gradient = multiclass_svm_loss([self.scores], [self.label], margin=self.margin, return_grad=True)
        return gradient[0].tolist()

    @property
    def probabilities(self) -> list[float]:
        """`lossnotes.softmax` of these scores at this temperature."""
        return softmax(self._gaps()).tolist()

    @property
    def softmax_loss(self) -> float:
        """`lossnotes.softmax_cross_entropy` of these scores at this temperature, in nats."""
        return float(softmax_cross_entropy([self._gaps()], [self.label]))

    @property
    def softmax_gradient(self) -> list[float]:
        """The derivative of the softmax loss by each score."""
        _, gradient = softmax_cross_entropy([self._gaps()], [self.label], return_grad=True)
        return (gradient[0] / self.temperature).tolist()

    def _gaps(self) -> np.ndarray:
        """The scores over the temperature, moved so that the largest is 0: no other shift can be divided without
        overflow, and softmax does not notice."""
        with np.errstate(over="ignore"):
            return (np.array(self.scores) - max(self.scores)) / self.temperature

    # Each check sees the other traits as they will be: traitlets holds them back while several change at
    # once, in the constructor, in hold_trait_notifications() and in a message from the figure.

    @traitlets.validate("scores")
    def _validate_scores(self, proposal: Any) -> list[float]:
        scores = proposal.value
        if not 0 <= self.label < len(scores):
            raise traitlets.TraitError(
                f"scores: expected more than {self.label} of them, since label is {self.label}, "
                f"got {len(scores)}; change both in one `with figure.hold_trait_notifications():`"
            )
        self._check_names(self.class_names, len(scores))
        return scores

    @traitlets.validate("label")
    def _validate_label(self, proposal: Any) -> int:
        if not 0 <= proposal.value < len(self.scores):
            raise traitlets.TraitError(
                f"label: expected a class from 0 to {len(self.scores) - 1}, got {proposal.value}"
            )
        return proposal.value

    @traitlets.validate("class_names")
    def _validate_class_names(self, proposal: Any) -> list[str]:
        self._check_names(proposal.value, len(self.scores))
        return proposal.value

    @staticmethod
    def _check_names(names: list[str], count: int) -> None:
        if names and len(names) != count:
            raise traitlets.TraitError(
                f"class_names: expected {count} names, one a score, or none, got {len(names)}: {names}"
            )

    def _names(self, words: dict[str, Any]) -> list[str]:
        return self.class_names or list(words["animals"][: len(self.scores)])

    def _draw(self) -> Figure:
        fig, ax = plots.subplots(figsize=(6, 1.2 + 0.5 * len(self.scores)))
        limit = self.scores[self.label] - self.margin
        for j, score in enumerate(self.scores):
            if j != self.label and score > limit:
                ax.plot([limit, score], [j, j], color=plots.COLORS["orange"], linestyle="-", linewidth=6)
            correct = j == self.label
            color = plots.COLORS["blue" if correct else "orange" if score > limit else "black"]
            ax.plot(score, j, "o" if correct else "s", color=color, markersize=9)
            ax.text(score, j - 0.3, f"{score:g}", ha="center", va="bottom")
        ax.axvline(self.scores[self.label], color=plots.COLORS["blue"], linestyle=":")
        ax.axvline(limit, color=plots.COLORS["orange"], linestyle="-")
        marks = {"hinge": ("orange", 0.22, "-"), "softmax": ("green", 0.4, "--")}
        for name, slopes in self._slopes().items():
            color, below, style = marks[name]
            for j, (score, slope) in enumerate(zip(self.scores, slopes, strict=True)):
                if abs(slope) > 0.005:
                    arrow = {"arrowstyle": "->", "color": plots.COLORS[color], "linestyle": style}
                    ends = (score - slope, j + below), (score, j + below)
                    ax.annotate("", *ends, arrowprops={**arrow, "shrinkA": 0, "shrinkB": 0})
        ax.set_yticks(range(len(self.scores)), self._names(WORDS["en"]))
        ax.set_ylim(len(self.scores) - 0.4, -0.8)
        ax.margins(x=0.08)
        ax.set_xlabel("score")
        return fig

    def _slopes(self) -> dict[str, list[float]]:
        shown = {"none": (), "both": ("hinge", "softmax")}.get(self.gradients, (self.gradients,))
        return {name: getattr(self, f"{name}_gradient") for name in shown}

    def _fallback(self, lang: str) -> str:
        words = WORDS[lang]
        scores = ", ".join(
            f"{name} {score:g}{words['correct'] if j == self.label else ''}"
            for j, (name, score) in enumerate(zip(self._names(words), self.scores, strict=True))
        )
        said = [
            words["text"].format(
                scores=scores,
                margin=f"{self.margin:g}",
                hinge=f"{round(self.hinge_loss, 4):g}",
                softmax=f"{self.softmax_loss:.4g}",
            )
        ]
        if self.temperature != 1:
            said.append(words["temperature"].format(f"{self.temperature:g}"))
        for name, slopes in self._slopes().items():
            said.append(words[name].format(", ".join(f"{slope:.3g}" for slope in slopes)))
        return " ".join(said)
