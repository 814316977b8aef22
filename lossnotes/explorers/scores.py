"""The explorer `scores`: class scores as handles, and the two losses they give."""

from __future__ import annotations

import math
from typing import Any

import traitlets

from .. import multiclass_svm_loss, softmax_cross_entropy
from ..examples import CLASS_NAMES
from ._base import Explorer

FEWEST, MOST = 2, 10
WORDS = {
    "en": {
        "animals": CLASS_NAMES,
        "class": "class",
        "correct": " (correct class)",
        "text": "Scores: {scores}. Margin {margin}. Hinge loss {hinge}, softmax loss {softmax}.",
    },
    "ko": {
        "animals": ("고양이", "자동차", "개구리"),
        "class": "클래스",
        "correct": "(정답 클래스)",
        "text": "점수: {scores}. 마진 {margin}. 힌지 손실 {hinge}, 소프트맥스 손실 {softmax}.",
    },
}


class Scores(Explorer, module="scores"):
    """Scores of one image as handles that can be dragged, with its hinge and softmax losses.

    Assigning to a trait moves the figure, and moving the figure changes the trait.

    Parameters
    ----------
    scores : list of float
        2 to 10 finite scores, one a class.
    label : int
        The correct class, from 0 to C - 1.
    margin : float
        The margin of the hinge loss, in units of the scores; finite, at least 0.
    class_names : list of str
        One name a class. Empty (the default) means cat, car and frog, in the language of the page,
        when there are three classes, and numbers otherwise.
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
    """

    scores = traitlets.List(traitlets.Float(), [3.2, 5.1, -1.7]).tag(sync=True, record=True)
    label = traitlets.Int(0).tag(sync=True, record=True)
    margin = traitlets.Float(1.0).tag(sync=True, record=True)
    class_names = traitlets.List(traitlets.Unicode()).tag(sync=True, record=True)

    @property
    def hinge_loss(self) -> float:
        """`lossnotes.multiclass_svm_loss` of these scores."""
        return float(multiclass_svm_loss([self.scores], [self.label], margin=self.margin))

    @property
    def softmax_loss(self) -> float:
        """`lossnotes.softmax_cross_entropy` of these scores, in nats."""
        return float(softmax_cross_entropy([self.scores], [self.label]))

    # Each check sees the other traits as they will be: traitlets holds them back while several change at
    # once, in the constructor, in hold_trait_notifications() and in a message from the figure.

    @traitlets.validate("scores")
    def _validate_scores(self, proposal: Any) -> list[float]:
        scores = proposal.value
        if not FEWEST <= len(scores) <= MOST or not all(map(math.isfinite, scores)):
            raise traitlets.TraitError(
                f"scores: expected {FEWEST} to {MOST} finite numbers, got {len(scores)}: {scores}"
            )
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

    @traitlets.validate("margin")
    def _validate_margin(self, proposal: Any) -> float:
        if not (math.isfinite(proposal.value) and proposal.value >= 0):
            raise traitlets.TraitError(
                f"margin: expected a finite number of at least 0, got {proposal.value}"
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
        if self.class_names:
            return self.class_names
        count = len(self.scores)
        known = words["animals"]
        return list(known) if count == len(known) else [f"{words['class']} {j}" for j in range(count)]

    def _fallback(self, lang: str) -> str:
        words = WORDS[lang]
        scores = ", ".join(
            f"{name} {score:g}{words['correct'] if j == self.label else ''}"
            for j, (name, score) in enumerate(zip(self._names(words), self.scores, strict=True))
        )
        return words["text"].format(
            scores=scores,
            margin=f"{self.margin:g}",
            hinge=f"{round(self.hinge_loss, 4):g}",
            softmax=f"{self.softmax_loss:.4g}",
        )
