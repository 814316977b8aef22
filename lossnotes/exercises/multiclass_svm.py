"""Exercises of the chapter on the multiclass SVM loss."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from lossnotes import multiclass_svm_loss
from lossnotes.examples import LABELS, SCORES

from . import _speed
from ._forms import ChoiceExercise, NumberExercise
from ._function import FunctionExercise


def _batch(scores: np.ndarray, labels: np.ndarray) -> np.floating:
    return multiclass_svm_loss(scores, labels)


def _batches(rng: np.random.Generator) -> Iterator[tuple]:
    yield SCORES[:1].copy(), LABELS[:1].copy()
    yield SCORES.copy(), LABELS.copy()
    for n, c in (1, 2), (2, 3), (5, 4), (7, 10):
        yield rng.normal(scale=2, size=(n, c)), rng.integers(0, c, n)
    yield np.array([[1e4, 0.0, -1e4], [5.0, 5.0, 5.0]]), np.array([2, 1])
    yield np.array([[3.0]]), np.array([0])  # no wrong class


def _three_changes(margin: float = 1.0) -> np.ndarray:
    cat, car, frog = SCORES[0]
    changed = [[cat + 10, car + 10, frog + 10], [2 * cat, 2 * car, 2 * frog], [cat, frog, car]]
    return multiclass_svm_loss(changed, [0, 0, 0], margin=margin, reduction="none")


def _four_classes() -> list[float]:
    scores, y = np.array([[1.5, 2.0, 0.5, -0.8]]), 2
    margins = scores[0] - scores[0, y] + 1
    wrong = np.delete(np.arange(4), y)
    [free] = wrong[margins[wrong] <= 0]
    return [multiclass_svm_loss(scores, [y]), free, scores[0, wrong].max() + 1]


def _mistake() -> np.ndarray:
    """What the loss counts too much in each image, if the correct class is among the rivals."""
    own = SCORES[np.arange(3), LABELS]
    return np.maximum(0, own - own + 1)


def _wrong(
    *, margin: float = 1, counted: bool = False, strongest: bool = False, mean: bool = True, sign: int = 1
) -> Callable[..., np.floating]:
    """The loss with one thing wrong."""

    def loss(scores: np.ndarray, labels: np.ndarray) -> np.floating:
        rows = np.arange(len(scores))
        terms = np.maximum(0, sign * (scores - scores[rows, labels][:, None]) + margin)
        if not counted:
            terms[rows, labels] = 0
        each = terms.max(axis=1) if strongest else terms.sum(axis=1)
        return each.mean() if mean else each.sum()

    return loss


def _no_hinge(scores: np.ndarray, labels: np.ndarray) -> np.floating:
    rows = np.arange(len(scores))
    terms = scores - scores[rows, labels][:, None] + 1
    terms[rows, labels] = 0
    return terms.sum(axis=1).mean()


def _hinge_after_sum(scores: np.ndarray, labels: np.ndarray) -> np.floating:
    rows = np.arange(len(scores))
    terms = scores - scores[rows, labels][:, None] + 1
    terms[rows, labels] = 0
    return np.maximum(0, terms.sum(axis=1)).mean()


def _rivals(scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The scores of the wrong classes, shape (N, C - 1)."""
    wrong = np.arange(scores.shape[1]) != labels[:, np.newaxis]
    return scores[wrong].reshape(len(scores), -1)


def _strongest(scores: np.ndarray, labels: np.ndarray) -> np.floating:
    """The loss against one rival in each row is the multiclass SVM loss of two classes."""
    correct = np.take_along_axis(scores, labels[:, np.newaxis], axis=1)
    strongest = _rivals(scores, labels).max(axis=1, keepdims=True)
    return multiclass_svm_loss(np.hstack([correct, strongest]), np.zeros_like(labels))


def _wrong_strongest(
    *, margin: float = 1, rival: bool = False, hinge: bool = True, mean: bool = True
) -> Callable[..., np.floating]:
    """The loss of the strongest rival with one thing wrong."""

    def loss(scores: np.ndarray, labels: np.ndarray) -> np.floating:
        rows = np.arange(len(scores))
        terms = scores - scores[rows, labels][:, None] + margin
        if not rival:
            terms[rows, labels] = -np.inf
        worst = terms.max(axis=1)
        each = np.maximum(0, worst) if hinge else worst
        return each.mean() if mean else each.sum()

    return loss


def _rival_batches(rng: np.random.Generator) -> Iterator[tuple]:
    yield SCORES[2:].copy(), LABELS[2:].copy()
    yield SCORES.copy(), LABELS.copy()
    for n, c in (1, 2), (2, 3), (5, 4), (7, 10):
        yield rng.normal(scale=2, size=(n, c)), rng.integers(0, c, n)
    yield np.array([[1e4, 0.0, -1e4], [5.0, 5.0, 5.0]]), np.array([2, 1])
    yield np.array([[9.0, 2.0, 2.0]]), np.array([0])  # a clear win costs nothing


def _needed(scores: np.ndarray, labels: np.ndarray, margin: float) -> np.ndarray:
    return _rivals(scores, labels).max(axis=1) + margin


def _needed_with_own(scores: np.ndarray, labels: np.ndarray, margin: float) -> np.ndarray:
    return scores.max(axis=1) + margin


def _raised_by_loss(scores: np.ndarray, labels: np.ndarray, margin: float) -> np.ndarray:
    own = scores[np.arange(len(labels)), labels]
    return own + multiclass_svm_loss(scores, labels, margin=margin, reduction="none")


def _margins(rng: np.random.Generator) -> Iterator[tuple]:
    for (scores, labels), margin in zip(_rival_batches(rng), (1, 1, 0.5, 2, 1, 1, 1, 10), strict=True):
        yield scores, labels, float(margin)


def _over_classes(scores: np.ndarray, labels: np.ndarray) -> np.floating:
    return _batch(scores, labels) / scores.shape[1]


EXERCISES = [
    ChoiceExercise(
        "svm-which",
        answer=4,
        among=4,
        mistakes={1: "margin-forgotten", 2: "strongest-rival-only", 3: "every-rival-ahead"},
        hints=(
            (
                "Try to invent scores with this loss, once for a right answer and once for a wrong one.",
                "손실이 이만큼인 점수를 만들어 보세요. 한 번은 맞힌 답으로, 한 번은 틀린 답으로 만듭니다.",
            ),
            (
                "A rival that trails by less than the margin costs something. How much can two such rivals cost together?",
                "마진보다 적게 뒤진 오답 클래스는 손실을 냅니다. 그런 클래스 둘이면 합이 어디까지 커집니까?",
            ),
            (
                "Set the correct score to 0. Let both rivals trail by the same, then let one lead and the other trail far behind.",
                "정답 점수를 0으로 두세요. 두 오답 클래스가 똑같이 뒤지게 해 보고, 하나는 앞서고 하나는 멀리 뒤지게도 해 보세요.",
            ),
        ),
    ),
    NumberExercise(
        "svm-three-changes",
        _three_changes,
        decimals=1,
        mistakes={
            "correct-class-counted": lambda: _three_changes() + 1,
            "margin-forgotten": lambda: _three_changes(margin=0.0),
        },
        hints=(
            (
                "Write the two terms of the cat image with letters first. Which letters change?",
                "고양이 이미지의 두 항을 먼저 문자로 써 보세요. 어떤 문자가 바뀝니까?",
            ),
            (
                "Each term needs the difference of two scores and the margin. What does adding a constant do to a "
                "difference, and what does doubling do to the margin?",
                "각 항에는 두 점수의 차와 마진만 있습니다. 상수를 더하면 차는 어떻게 되고, 두 배로 하면 마진은 어떻게 됩니까?",
            ),
            (
                "Compute max(0, s_j - s_y + 1) for the two wrong classes of each changed row, and add.",
                "바뀐 행마다 두 오답 클래스의 max(0, s_j - s_y + 1)을 계산해 더하세요.",
            ),
        ),
    ),
    NumberExercise(
        "svm-four-classes",
        _four_classes,
        decimals=1,
        mistakes={
            "correct-class-counted": lambda: [_four_classes()[0] + 1, np.nan, np.nan],
            "labels-from-one": lambda: [np.nan, _four_classes()[1] + 1, np.nan],
            "margin-forgotten": lambda: [np.nan, np.nan, _four_classes()[2] - 1],
        },
        hints=(
            ("Which of the four scores is the correct one?", "점수 네 개 가운데 정답 점수는 무엇입니까?"),
            (
                "There are three terms, one a wrong class. A class is free of charge when its term is 0.",
                "항은 오답 클래스마다 하나씩, 모두 세 개입니다. 항이 0인 클래스는 손실을 내지 않습니다.",
            ),
            (
                "For the last part ask which wrong class is the hardest to satisfy, and how far above it the correct "
                "score must be.",
                "마지막 문항에서는 만족시키기 가장 어려운 오답 클래스를 찾고, 정답 점수가 그보다 얼마나 높아야 하는지 생각해 보세요.",
            ),
        ),
    ),
    FunctionExercise(
        "svm-batch",
        _batch,
        _batches,
        fast=_speed.scored,
        mistakes={
            "correct-class-counted": _wrong(counted=True),
            "margin-forgotten": _wrong(margin=0),
            "margin-subtracted": _wrong(margin=-1),
            "sign-swapped": _wrong(sign=-1),
            "no-hinge": _no_hinge,
            "hinge-after-sum": _hinge_after_sum,
            "strongest-rival-only": _wrong(strongest=True),
            "sum-for-mean": _wrong(mean=False),
            "mean-over-classes": _over_classes,
        },
        hints=(
            (
                "Begin with one row of scores. Which of its terms are 0, and why?",
                "점수 한 행에서 시작하세요. 어떤 항이 0이고, 왜 그렇습니까?",
            ),
            (
                "scores[np.arange(N), labels] picks the correct score of each row; with a new axis it can be subtracted "
                "from all of them.",
                "scores[np.arange(N), labels]로 행마다 정답 점수를 고를 수 있습니다. 축을 하나 더하면 모든 점수에서 뺄 수 있습니다.",
            ),
            (
                "Compute all terms at once, set those of the correct classes to 0, sum over the classes and average over "
                "the rows.",
                "모든 항을 한꺼번에 계산하고 정답 클래스의 항을 0으로 둔 다음, 클래스에 대해 더하고 행에 대해 평균하세요.",
            ),
        ),
    ),
    NumberExercise(
        "svm-mistake",
        _mistake,
        decimals=1,
        mistakes={"margin-forgotten": [0, 0, 0]},
        hints=(
            (
                "Only one term is added that should not be there. Which one?",
                "있어서는 안 될 항이 하나 더해집니다. 어느 항입니까?",
            ),
            ("In that term the two scores are the same score.", "그 항에서는 두 점수가 같은 점수입니다."),
            (
                "What is left of max(0, s - s + 1), and does it depend on the image?",
                "max(0, s - s + 1)에는 무엇이 남고, 이미지에 따라 달라집니까?",
            ),
        ),
    ),
    FunctionExercise(
        "svm-strongest",
        _strongest,
        _rival_batches,
        fast=_speed.scored,
        mistakes={
            "correct-class-its-own-rival": _wrong_strongest(rival=True),
            "all-rivals-summed": _batch,
            "margin-forgotten": _wrong_strongest(margin=0),
            "no-hinge": _wrong_strongest(hinge=False),
            "sum-for-mean": _wrong_strongest(mean=False),
        },
        hints=(
            (
                "Which of the two terms of the frog image is left if only the strongest rival counts?",
                "가장 강한 오답 클래스만 센다면 개구리 이미지의 두 항 가운데 무엇이 남습니까?",
            ),
            (
                "The maximum over a row must not see the correct score. Which number never wins a maximum?",
                "행의 최댓값을 구할 때 정답 점수가 보이면 안 됩니다. 어떤 수가 최댓값이 되는 일이 없습니까?",
            ),
            (
                "Copy the scores, put minus infinity in the places of the correct classes, take the maximum of each row, "
                "and compute one hinge a row.",
                "점수를 복사해 정답 클래스의 자리에 음의 무한대를 넣고, 행마다 최댓값을 구해 힌지를 하나씩 계산하세요.",
            ),
        ),
    ),
    FunctionExercise(
        "svm-needed",
        _needed,
        _margins,
        mistakes={
            "rise-by-the-loss": _raised_by_loss,
            "correct-class-its-own-rival": _needed_with_own,
            "margin-forgotten": lambda scores, labels, margin: _needed(scores, labels, 0.0),
            "margin-subtracted": lambda scores, labels, margin: _needed(scores, labels, -margin),
        },
        hints=(
            (
                "The loss of a row is 0 when every one of its terms is 0. Which term is the last to reach 0?",
                "한 행의 손실은 모든 항이 0일 때 0입니다. 마지막으로 0이 되는 항은 무엇입니까?",
            ),
            (
                "The correct score itself plays no part: the answer is the same however high it is now.",
                "정답 점수는 쓰이지 않습니다. 지금 얼마이든 답은 같습니다.",
            ),
            (
                "Find the highest wrong score of each row, with the correct one masked in a copy, and go one margin "
                "above it.",
                "복사본에서 정답 점수를 가리고 행마다 가장 높은 오답 점수를 찾아, 그보다 마진만큼 위로 가세요.",
            ),
        ),
    ),
]
