"""Exercises of the chapter on the seven questions about the multiclass SVM loss."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from lossnotes import linear_scores, multiclass_svm_loss
from lossnotes.examples import LABELS, SCORES

from . import _speed
from ._forms import ChoiceExercise, NumberExercise
from ._function import FunctionExercise

# --- numbers


def _nudge(margin: float = 1.0) -> np.ndarray:
    """The cat image's loss when one score after the other rises by 0.1."""
    return multiclass_svm_loss(SCORES[0] + 0.1 * np.eye(3), [0, 0, 0], margin=margin, reduction="none")


def _nudge_without_hinge() -> np.ndarray:
    nudged = SCORES[0] + 0.1 * np.eye(3)
    return (nudged[:, 1:] - nudged[:, :1] + 1).sum(axis=1)


def _first_loss() -> list[float]:
    """What ten equal scores cost in four versions of the loss."""
    scores, label = np.zeros((1, 10)), [0]
    wrong_only = multiclass_svm_loss(scores, label)
    return [
        wrong_only,
        wrong_only / 10,  # torch divides by the number of classes
        wrong_only + 1,  # the correct class costs the margin
        multiclass_svm_loss(scores, label, margin=2.0, power=2),
    ]


def _shrink() -> float:
    """The smallest factor that leaves the closest wrong class of the car image a whole margin behind."""
    cat, car, frog = SCORES[1]
    return 1 / (car - max(cat, frog))


def _shrink_by_weakest() -> float:
    cat, car, frog = SCORES[1]
    return 1 / (car - min(cat, frog))


def _shrink_by_slack() -> float:
    cat, car, frog = SCORES[1]
    return 1 / (car - max(cat, frog) - 1)


def _at_the_kink() -> list[float]:
    """Slopes from the right, from the left and central, then central with two rivals on the margin."""
    h = 1.0 / 128

    def one(s: float) -> float:
        return float(multiclass_svm_loss([[0.0, s - 1]], [0]))

    def two(s: float) -> float:
        return float(multiclass_svm_loss([[s, -1.0, -1.0]], [0]))

    return [
        (one(h) - one(0)) / h,
        (one(0) - one(-h)) / h,
        (one(h) - one(-h)) / (2 * h),
        (two(h) - two(-h)) / (2 * h),
    ]


# --- the squared hinge


def _squared(scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return multiclass_svm_loss(scores, labels, power=2, return_grad=True)[1]


def _batches(rng: np.random.Generator) -> Iterator[tuple]:
    yield SCORES[:1].copy(), np.array([0])
    yield SCORES.copy(), np.array([0, 1, 2])
    yield np.array([[0.0, -1.0, -1.0]]), np.array([0])  # on the margin: smooth here, and 0
    for n, c in (1, 2), (2, 3), (5, 4), (7, 10):
        yield rng.normal(scale=2, size=(n, c)), rng.integers(0, c, n)
    yield np.array([[1e4, 0.0, -1e4], [5.0, 5.0, 5.0]]), np.array([2, 1])
    yield np.array([[3.0]]), np.array([0])  # no wrong class


def _terms(scores: np.ndarray, labels: np.ndarray, margin: float = 1.0) -> np.ndarray:
    """The hinge of each class, 0 for the correct ones."""
    rows = np.arange(len(scores))
    terms = np.maximum(0, scores - scores[rows, labels][:, np.newaxis] + margin)
    terms[rows, labels] = 0
    return terms


def _balanced(by_rivals: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The gradient with what the rivals add up to taken from the correct score."""
    by_rivals[np.arange(len(labels)), labels] = -by_rivals.sum(axis=1)
    return by_rivals


def _wrong_squared(
    *,
    factor: float = 2,
    margin: float = 1,
    correct: bool = True,
    averaged: bool = True,
    classes: bool = False,
) -> Callable[..., np.ndarray]:
    """The squared hinge's gradient with one thing wrong."""

    def gradient(scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
        found = factor * _terms(scores, labels, margin)
        found = _balanced(found, labels) if correct else found
        return found / (len(scores) if averaged else 1) / (scores.shape[1] if classes else 1)

    return gradient


def _hinge_gradient(scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return _balanced((_terms(scores, labels) > 0).astype(float), labels) / len(scores)


def _square_of_sum(scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
    terms = _terms(scores, labels)
    return _balanced(2 * terms.sum(axis=1, keepdims=True) * (terms > 0), labels) / len(scores)


# --- the strongest rival


def _without_correct(scores: np.ndarray, labels: np.ndarray, fill: float = -np.inf) -> np.ndarray:
    rivals = scores.copy()
    rivals[np.arange(len(scores)), labels] = fill
    return rivals


def _strongest(
    *,
    margin: float = 1,
    hinge: bool = True,
    own: bool = False,
    correct: bool = True,
    averaged: bool = True,
) -> Callable[..., tuple]:
    """The loss of the strongest rival and its gradient, or the same with one thing wrong."""

    def loss_and_gradient(scores: np.ndarray, labels: np.ndarray) -> tuple:
        rows = np.arange(len(scores))
        rival = (scores if own else _without_correct(scores, labels)).argmax(axis=1)
        terms = scores[rows, rival] - scores[rows, labels] + margin
        costly = (terms > 0) | (not hinge)
        gradient = np.zeros(scores.shape)
        gradient[rows, rival] += costly
        if correct:
            gradient[rows, labels] -= costly
        return np.where(costly, terms, 0).mean(), gradient / (len(scores) if averaged else 1)

    return loss_and_gradient


def _strongest_rival(scores: np.ndarray, labels: np.ndarray) -> tuple:
    return _strongest()(scores, labels)


def _all_rivals(scores: np.ndarray, labels: np.ndarray) -> tuple:
    return multiclass_svm_loss(scores, labels, return_grad=True)


def _several_classes(rng: np.random.Generator) -> Iterator[tuple]:
    yield SCORES[:1].copy(), LABELS[:1].copy()
    yield SCORES.copy(), LABELS.copy()
    yield np.array([[0.0, -1.0, -2.0], [5.0, 5.0, 5.0]]), np.array([0, 1])  # on the margin, and a tie
    for n, c in (1, 2), (2, 3), (5, 4), (7, 10):
        yield rng.normal(scale=2, size=(n, c)), rng.integers(0, c, n)
    yield np.array([[1e4, 0.0, -1e4], [0.0, 1e4, 3.0]]), np.array([2, 1])


# --- how far all scores may move


def _wrong_radius(
    *, margin: float = 1, hinge: bool = True, half: float = 0.5, weakest: bool = False
) -> Callable[..., np.ndarray]:
    def radius(scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
        correct = scores[np.arange(len(scores)), labels]
        if weakest:
            rival = _without_correct(scores, labels, np.inf).min(axis=1)
        else:
            rival = _without_correct(scores, labels).max(axis=1)
        slack = correct - rival - margin
        return half * (np.maximum(0, slack) if hinge else slack)

    return radius


def _safe_radius(scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return _wrong_radius()(scores, labels)


# --- the gradient by the images


def _image_gradients(X: np.ndarray, labels: np.ndarray, W: np.ndarray) -> np.ndarray:
    _, by_scores = multiclass_svm_loss(linear_scores(X, W), labels, return_grad=True, reduction="none")
    return by_scores @ W


def _wrong_images(
    rule: Callable[[np.ndarray], np.ndarray], *, correct: Callable[[np.ndarray], np.ndarray] | None = None
) -> Callable[..., np.ndarray]:
    """The gradient with another rule for the rivals, given their terms, or for the correct class."""

    def gradient(X: np.ndarray, labels: np.ndarray, W: np.ndarray) -> np.ndarray:
        rows = np.arange(len(X))
        scores = X @ W.T
        found = rule(scores - scores[rows, labels][:, np.newaxis] + 1).astype(float)
        found[rows, labels] = 0
        found[rows, labels] = -found.sum(axis=1) if correct is None else correct(found)
        return found @ W

    return gradient


def _divided(X: np.ndarray, labels: np.ndarray, W: np.ndarray) -> np.ndarray:
    return _image_gradients(X, labels, W) / len(X)


def _images(rng: np.random.Generator) -> Iterator[tuple]:
    yield np.array([[1.0, 2.0]]), np.array([0]), np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]])
    yield np.eye(3), LABELS.copy(), SCORES.T.copy()  # the scores of the course
    yield np.eye(2), np.array([0, 0]), np.array([[0.0, 1.0], [-1.0, 0.0], [-1.0, 4.0]])  # on the margin
    for n, c, d in (1, 2, 1), (4, 3, 2), (6, 5, 3), (3, 10, 4):
        yield rng.normal(size=(n, d)), rng.integers(0, c, n), rng.normal(size=(c, d))
    yield np.array([[1e4, 0.0], [0.0, 0.0]]), np.array([1, 0]), np.array([[1.0, 2.0], [-3.0, 1.0]])
    yield np.array([[2.0]]), np.array([0]), np.array([[3.0]])  # no wrong class


def _many_images(rng: np.random.Generator) -> tuple:
    return rng.normal(size=(_speed.ROWS, 3)), rng.integers(0, 5, _speed.ROWS), rng.normal(size=(5, 3))


EXERCISES = [
    ChoiceExercise(
        "questions-which",
        answer=4,
        among=4,
        mistakes={1: "worst-image-decides", 2: "squares-keep-order", 3: "squares-turned-around"},
        hints=(
            (
                "Each loss adds up something over the two images. What does the hinge add, and what the squared hinge?",
                "두 손실은 저마다 이미지 두 장의 무엇인가를 더합니다. 힌지는 무엇을, 제곱 힌지는 무엇을 더합니까?",
            ),
            (
                "Squaring changes a number above 1 in one direction and a number below 1 in the other.",
                "제곱하면 1보다 큰 수와 1보다 작은 수는 서로 다른 쪽으로 움직입니다.",
            ),
            (
                "Write two rows, A and B, with the violation of each image, and below them two rows with the squares. Compare the sums.",
                "A와 B의 두 줄에 이미지마다 마진을 어긴 폭을 적고, 그 아래 두 줄에 제곱을 적어 합을 비교하세요.",
            ),
        ),
    ),
    NumberExercise(
        "questions-nudge",
        _nudge,
        decimals=1,
        mistakes={
            "slack-ignored": [2.7, np.nan, 3.0],
            "correct-score-gradient-forgotten": [2.9, np.nan, np.nan],
            "correct-class-counted": lambda: _nudge() + 1,
            "margin-forgotten": lambda: _nudge(margin=0.0),
            "no-hinge": _nudge_without_hinge,
        },
        hints=(
            (
                "Which wrong class costs something in the cat image, and which one has slack?",
                "고양이 이미지에서 손실을 내는 오답 클래스는 무엇이고, 여유가 있는 것은 무엇입니까?",
            ),
            (
                "Write down the row of the gradient of this image: one slope for each score.",
                "이 이미지의 그레이디언트 행을 적으세요. 점수마다 기울기가 하나씩 있습니다.",
            ),
            (
                "Multiply each slope by the change of its score, and add the product to the loss from before.",
                "기울기마다 그 점수의 변화량을 곱해 처음 손실에 더하세요.",
            ),
        ),
    ),
    NumberExercise(
        "questions-first-loss",
        _first_loss,
        decimals=1,
        mistakes={
            "correct-class-in-the-count": [10, 1, np.nan, 40],
            "mean-over-classes": [0.9, np.nan, 1, 3.6],
            "margin-forgotten": [0, 0, 0, np.nan],
            "not-squared": [np.nan, np.nan, np.nan, 18],
            "square-of-sum": [np.nan, np.nan, np.nan, 324],
        },
        hints=(
            (
                "With equal scores every wrong class costs the same. How much, and how many of them are there?",
                "점수가 모두 같으면 오답 클래스마다 손실이 같습니다. 얼마이고, 오답 클래스는 몇 개입니까?",
            ),
            (
                "The second program divides the first answer, the third adds one term to it.",
                "둘째 프로그램은 첫째 답을 나누고, 셋째 프로그램은 항을 하나 더합니다.",
            ),
            (
                "For the fourth put a difference of 0 and the margin of 2 into max(0, ...), square that one term, and "
                "then count the terms.",
                "넷째에서는 max(0, ...)에 점수 차 0과 마진 2를 넣고, 그 항 하나를 제곱한 다음 항의 개수를 세세요.",
            ),
        ),
    ),
    NumberExercise(
        "questions-shrink",
        _shrink,
        decimals=2,
        mistakes={
            "weakest-rival": _shrink_by_weakest,
            "slack-for-lead": _shrink_by_slack,
            "margin-forgotten": 0,
        },
        hints=(
            (
                "Which rival will be the first to cost something when all scores shrink?",
                "점수가 모두 줄어들 때 가장 먼저 손실을 내는 오답 클래스는 어느 것입니까?",
            ),
            (
                "A factor multiplies every lead. The loss stays 0 as long as no lead is below the margin.",
                "점수에 곱한 수는 앞선 폭에도 곱해집니다. 앞선 폭이 마진보다 작아지지만 않으면 손실은 0입니다.",
            ),
            (
                "Let a be the factor and set a times the smallest lead equal to the margin.",
                "곱하는 수를 a라고 하고, 가장 작은 앞선 폭의 a배가 마진과 같다는 식을 세우세요.",
            ),
        ),
    ),
    NumberExercise(
        "questions-kink",
        _at_the_kink,
        decimals=1,
        mistakes={
            "slope-at-the-kink": [np.nan, np.nan, 1, -2],
            "formula-for-difference": [0, np.nan, 0, 0],
            "strongest-rival-only": [np.nan, np.nan, np.nan, -0.5],
        },
        hints=(
            (
                "Draw the cost of the first rival over its score. Where is the kink, and where are you?",
                "첫째 오답 클래스의 손실을 그 점수에 대해 그려 보세요. 꺾이는 점은 어디이고, 지금 어디에 있습니까?",
            ),
            (
                "Do not use the formula of the gradient. Compute the loss at the two points of each difference.",
                "그레이디언트 식을 쓰지 마세요. 차분마다 두 점에서 손실을 계산하세요.",
            ),
            (
                "For the last part compute the loss with the correct score at h and at -h: how many rivals cost h each?",
                "마지막 문항에서는 정답 점수가 h일 때와 -h일 때의 손실을 구하세요. h씩 손실을 내는 오답 클래스는 몇 개입니까?",
            ),
        ),
    ),
    FunctionExercise(
        "questions-squared",
        _squared,
        _batches,
        mistakes={
            "factor-two-forgotten": _wrong_squared(factor=1),
            "not-squared": _hinge_gradient,
            "square-of-sum": _square_of_sum,
            "correct-score-gradient-forgotten": _wrong_squared(correct=False),
            "gradient-not-averaged": _wrong_squared(averaged=False),
            "mean-over-classes": _wrong_squared(classes=True),
            "margin-forgotten": _wrong_squared(margin=0),
        },
        hints=(
            (
                "Take one wrong class and differentiate the square of its term by its own score.",
                "오답 클래스 하나를 골라 그 항의 제곱을 그 클래스의 점수로 미분하세요.",
            ),
            (
                "The correct score stands in every term, with a minus sign. What does it collect?",
                "정답 점수는 모든 항에 음의 부호로 들어 있습니다. 무엇이 모입니까?",
            ),
            (
                "Begin with the matrix of all terms, np.maximum(0, scores - correct + 1), with 0 at the correct classes; "
                "at the end think of the mean.",
                "모든 항의 행렬 np.maximum(0, scores - correct + 1)에서 시작해 정답 클래스 자리를 0으로 두세요. 마지막에 평균을 "
                "잊지 마세요.",
            ),
        ),
    ),
    FunctionExercise(
        "questions-radius",
        _safe_radius,
        _several_classes,
        fast=_speed.scored,
        mistakes={
            "one-score-moves": _wrong_radius(half=1),
            "margin-forgotten": _wrong_radius(margin=0),
            "negative-slack": _wrong_radius(hinge=False),
            "weakest-rival": _wrong_radius(weakest=True),
        },
        hints=(
            (
                "Look at the end of question 1: what is the worst that three moves can do together?",
                "질문 1의 끝부분을 보세요. 점수 세 개가 함께 움직일 때 가장 나쁜 경우는 무엇입니까?",
            ),
            (
                "Find the strongest rival of each row. Put -np.inf in the place of the correct score first, in a copy.",
                "행마다 가장 강한 오답 클래스를 찾으세요. 먼저 복사본에서 정답 점수의 자리에 -np.inf를 넣으세요.",
            ),
            (
                "Compute the slack of that rival. It is shared by two scores, and it may be negative: then there is no "
                "room at all.",
                "그 오답 클래스의 여유를 계산하세요. 이 여유는 두 점수가 나누어 쓰고, 음수라면 움직일 자리가 전혀 없습니다.",
            ),
        ),
    ),
    FunctionExercise(
        "questions-strongest",
        _strongest_rival,
        _several_classes,
        fast=_speed.scored,
        mistakes={
            "all-rivals-counted": _all_rivals,
            "correct-class-as-rival": _strongest(own=True),
            "correct-score-gradient-forgotten": _strongest(correct=False),
            "gradient-not-averaged": _strongest(averaged=False),
            "margin-forgotten": _strongest(margin=0),
            "no-hinge": _strongest(hinge=False),
        },
        hints=(
            (
                "How many terms are there for one image, and which two scores are in it?",
                "이미지 한 장에 항은 몇 개이고, 그 안에 어떤 두 점수가 있습니까?",
            ),
            (
                "Find the place of the strongest rival with argmax, after the correct score has been taken out of the "
                "race in a copy.",
                "복사본에서 정답 점수를 먼저 빼놓은 다음, argmax로 가장 강한 오답 클래스의 자리를 찾으세요.",
            ),
            (
                "Start the gradient with np.zeros(scores.shape). Rows whose term is positive get an entry at the rival and "
                "the opposite one at the correct class; then think of the mean.",
                "그레이디언트는 np.zeros(scores.shape)에서 시작하세요. 항이 양수인 행에서는 경쟁 클래스 자리에 값을 하나 넣고 정답 "
                "클래스 자리에 부호가 반대인 값을 넣은 다음, 평균을 생각하세요.",
            ),
        ),
    ),
    FunctionExercise(
        "questions-image",
        _image_gradients,
        _images,
        fast=_many_images,
        mistakes={
            "correct-score-gradient-forgotten": _wrong_images(
                lambda terms: terms > 0, correct=lambda found: np.zeros(len(found))
            ),
            "correct-score-counted-once": _wrong_images(
                lambda terms: terms > 0, correct=lambda found: -found.max(axis=1)
            ),
            "slack-ignored": _wrong_images(np.ones_like),
            "slope-at-the-kink": _wrong_images(lambda terms: terms >= 0),
            "violation-weighed": _wrong_images(lambda terms: np.maximum(0, terms)),
            "divided-by-images": _divided,
        },
        hints=(
            (
                "The image acts on the loss through all its scores. What is the slope of one score by the image?",
                "이미지는 점수를 모두 거쳐 손실에 영향을 줍니다. 점수 하나를 이미지로 미분하면 무엇입니까?",
            ),
            (
                "Build the rows G of the gradient by the scores first, as the chapter does, but without dividing by N.",
                "먼저 이 장에서처럼 점수에 대한 그레이디언트의 행 G를 만들되, N으로 나누지 마세요.",
            ),
            (
                "By the chain rule every class adds its row of W, weighed by its entry in G. Which product of matrices is "
                "that, and do the shapes fit?",
                "연쇄 법칙에 따라 클래스마다 W의 행이 G의 값만큼 더해집니다. 어떤 행렬의 곱이고, 모양은 맞습니까?",
            ),
        ),
    ),
]
