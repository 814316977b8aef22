"""Exercises of the chapter on what a loss function is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from lossnotes import gradient_descent
from lossnotes.examples import LABELS, SCORES

from . import _speed
from ._forms import ChoiceExercise, NumberExercise
from ._function import FunctionExercise


def _bend() -> list[float]:
    """Where the cat overtakes the car in the frog image, and which share of the gaps moves on either side."""
    bend = SCORES[2, 0] - SCORES[2, 1]
    moving = []
    for t in bend - 0.1, bend + 0.1:
        turned = SCORES + t * np.array([0, 1, 0])
        leads = turned.argmax(axis=1) == 1
        moving.append((leads & (LABELS != 1)).mean())
    return [bend, *moving]


def _batches() -> list[float]:
    sizes, means = np.array([4, 4, 2]), np.array([1.0, 2.0, 6.0])
    return [means.mean(), np.average(means, weights=sizes)]


def _place(scores: np.ndarray, labels: np.ndarray) -> np.floating:
    correct = np.take_along_axis(scores, labels[:, np.newaxis], axis=1)
    return (scores > correct).sum(axis=1).mean()


def _wrong_place(*, ties: bool = False, first: int = 0, mean: bool = True) -> Callable[..., np.floating]:
    """The mean place with one thing wrong."""

    def place(scores: np.ndarray, labels: np.ndarray) -> np.floating:
        own = scores[np.arange(len(labels)), labels][:, np.newaxis]
        higher = scores >= own if ties else scores > own
        places = first + higher.sum(axis=1)
        return places.mean() if mean else places.sum()

    return place


def _scored(rng: np.random.Generator) -> Iterator[tuple]:
    yield SCORES[:1].copy(), LABELS[:1].copy()
    yield SCORES.copy(), LABELS.copy()
    for n, c in (1, 2), (2, 3), (5, 4), (7, 10):
        yield rng.normal(scale=2, size=(n, c)), rng.integers(0, c, n)
    yield np.array([[5.0, 5.0, 5.0], [5.0, 5.0, 6.0]]), np.array([1, 0])  # a tie shares the better place
    yield np.array([[1e4, 0.0, -1e4]]), np.array([2])


def _gap(scores: np.ndarray, labels: np.ndarray) -> tuple[np.floating, np.ndarray]:
    """The mean gap, and its gradient by the scores as a difference of two one-hot rows."""
    one_hot = np.eye(scores.shape[1])
    slopes = one_hot[scores.argmax(axis=1)] - one_hot[labels]
    return (scores * slopes).sum(axis=1).mean(), slopes / len(labels)


def _wrong_gap(
    *, mean: bool = True, averaged: bool = True, own: bool = True, added: bool = True
) -> Callable[..., tuple[np.floating, np.ndarray]]:
    """The gap loss with one thing wrong in it or in its gradient."""

    def gap(scores: np.ndarray, labels: np.ndarray) -> tuple[np.floating, np.ndarray]:
        rows = np.arange(len(labels))
        gaps = scores.max(axis=1) - scores[rows, labels]
        slopes = np.zeros(scores.shape)
        slopes[rows, scores.argmax(axis=1)] = 1
        if own:
            slopes[rows, labels] = slopes[rows, labels] - 1 if added else -1
        return gaps.mean() if mean else gaps.sum(), slopes / (len(labels) if averaged else 1)

    return gap


def _scored_without_ties(rng: np.random.Generator) -> Iterator[tuple]:
    yield SCORES[:1].copy(), LABELS[:1].copy()
    yield SCORES.copy(), LABELS.copy()
    for n, c in (1, 2), (2, 3), (5, 4), (7, 10):
        yield rng.normal(scale=2, size=(n, c)), rng.integers(0, c, n)
    yield np.array([[1e4, 0.0, -1e4], [2.0, 1.0, 3.0]]), np.array([2, 2])
    yield np.array([[3.0]]), np.array([0])  # a single class cannot lose


def _rate() -> list[float]:
    curvatures = np.array([6.0, 1.0])
    return [2 / curvatures.max(), *(1 - 0.3 * curvatures)]


def _step(x: np.ndarray, t: np.ndarray, w: float, b: float, learning_rate: float) -> np.ndarray:
    """One step downhill on the mean squared loss of a line."""

    def loss(line: np.ndarray) -> tuple[np.floating, np.ndarray]:
        errors = np.column_stack([x, np.ones(len(x))]) @ line - t
        return (errors**2).mean(), 2 * np.array([(errors * x).mean(), errors.mean()])

    return gradient_descent(loss, np.array([w, b]), learning_rate=learning_rate, steps=1).parameters


def _wrong_step(
    *, factor: float = 2, sign: int = -1, rated: bool = True, mean: bool = True, late: bool = False
) -> Callable[..., np.ndarray]:
    """One step with one thing wrong."""

    def step(x: np.ndarray, t: np.ndarray, w: float, b: float, learning_rate: float) -> np.ndarray:
        rate = sign * factor * (learning_rate if rated else 1)
        average = np.mean if mean else np.sum
        new = w + rate * average((w * x + b - t) * x)
        return np.array([new, b + rate * average((new if late else w) * x + b - t)])

    return step


def _lines(rng: np.random.Generator) -> Iterator[tuple]:
    yield np.array([1.0]), np.array([1.0]), 0.0, 0.0, 0.5
    yield np.array([0.0, 1.0]), np.array([-1.0, 1.0]), -2.0, 2.5, 0.6
    for n in 2, 5, 30:
        yield rng.normal(size=n), rng.choice([-1.0, 1.0], n), *rng.normal(size=2), 0.1
    yield np.array([1e4, -1e4, 0.0]), np.array([1.0, -1.0, 1.0]), 1.0, 1.0, 1e-3
    yield np.array([2.0, 3.0]), np.array([1.0, 1.0]), 0.0, 1.0, 0.6  # at the lowest point nothing moves


def _mean_bias(means: np.ndarray) -> np.ndarray:
    return -np.einsum("cd,cd->c", means, means) / 2


def _means(rng: np.random.Generator) -> Iterator[tuple]:
    yield (np.array([[3.0, 4.0], [1.0, 0.0]]),)
    for c, d in (1, 1), (3, 2), (10, 64):
        yield (rng.normal(size=(c, d)),)
    yield (np.array([[1e4, -1e4], [0.0, 0.0]]),)


EXERCISES = [
    ChoiceExercise(
        "loss-which",
        answer=1,
        among=4,
        mistakes={2: "sum-for-mean", 3: "slope-not-averaged", 4: "copies-dilute"},
        hints=(
            (
                "How is the loss of a data set made from the losses of its examples?",
                "데이터셋의 손실은 예제의 손실로 어떻게 만듭니까?",
            ),
            (
                "Two things in the formula notice the copies. Which, and by which factor does each grow?",
                "식에서 복사본을 알아차리는 것은 두 가지입니다. 무엇이고, 각각 몇 배가 됩니까?",
            ),
            (
                "Write the formula with 2N in place of N. Do the same for the gradient, which is made from the loss.",
                "식에서 N의 자리에 2N을 넣어 써 보세요. 손실에서 나오는 그레이디언트도 똑같이 해 보세요.",
            ),
        ),
    ),
    NumberExercise(
        "loss-bend",
        _bend,
        decimals=2,
        mistakes={
            "sum-for-mean": lambda: [np.nan, *(3 * np.array(_bend()[1:]))],
            "sides-swapped": lambda: [np.nan, *_bend()[:0:-1]],
        },
        hints=(
            (
                "The curve bends where the highest score of an image changes hands. Which image has not been named yet?",
                "어떤 이미지의 1등이 바뀌는 곳에서 곡선이 꺾입니다. 아직 나오지 않은 이미지는 무엇입니까?",
            ),
            (
                "Write the gap of each image with t in it. On either side of the bend, which gaps rise with t and which "
                "stand still?",
                "이미지마다 격차를 t로 나타내 보세요. 꺾이는 점의 양쪽에서 t와 함께 커지는 격차와 그대로인 격차는 무엇입니까?",
            ),
            (
                "Set the car score plus t equal to the cat score of that image. For the slopes count the rising gaps and "
                "divide by the number of images.",
                "그 이미지에서 자동차 점수에 t를 더한 값을 고양이 점수와 같다고 두세요. 기울기는 커지는 격차의 수를 세어 "
                "이미지 수로 나눈 값입니다.",
            ),
        ),
    ),
    NumberExercise(
        "loss-batches",
        _batches,
        decimals=1,
        mistakes={
            "batches-weigh-alike": [np.nan, 3],
            "sum-for-mean": [9, 24],
        },
        hints=(
            (
                "How many examples stand behind each of the three numbers?",
                "세 수는 각각 예제 몇 개를 평균한 값입니까?",
            ),
            (
                "The loss of the data set is the mean over all ten examples. What is the sum of the losses in each "
                "batch?",
                "데이터셋의 손실은 예제 열 개에 대한 평균입니다. 배치마다 손실의 합은 얼마입니까?",
            ),
            (
                "Multiply each mean by the size of its batch, add, and divide once by the number of examples.",
                "평균마다 배치의 크기를 곱해 더하고, 전체 예제 수로 한 번만 나누세요.",
            ),
        ),
    ),
    FunctionExercise(
        "loss-place",
        _place,
        _scored,
        fast=_speed.scored,
        mistakes={
            "ties-count-as-higher": _wrong_place(ties=True),
            "place-from-one": _wrong_place(first=1),
            "sum-for-mean": _wrong_place(mean=False),
        },
        hints=(
            (
                "Begin with one image: how many scores of its row are higher than the correct one?",
                "이미지 한 장에서 시작하세요. 그 행에서 정답 점수보다 높은 점수는 몇 개입니까?",
            ),
            (
                "A comparison of arrays gives true and false, and these add up as 1 and 0. The correct scores need a new "
                "axis.",
                "배열을 비교하면 참과 거짓이 나오고, 더하면 1과 0으로 셉니다. 정답 점수에는 축을 하나 더해야 합니다.",
            ),
            (
                "Compare with > and not with >=, sum over the classes, and take the mean over the images.",
                ">=가 아니라 >로 비교하고, 클래스에 대해 더한 다음 이미지에 대해 평균하세요.",
            ),
        ),
    ),
    FunctionExercise(
        "loss-gap",
        _gap,
        _scored_without_ties,
        mistakes={
            "right-answers-pushed": _wrong_gap(added=False),
            "one-end-of-the-gap": _wrong_gap(own=False),
            "slope-not-averaged": _wrong_gap(averaged=False),
            "sum-for-mean": _wrong_gap(mean=False, averaged=False),
        },
        hints=(
            (
                "Take one row. If you raise one score a little, does its gap rise, fall or stay?",
                "한 행에서 시작하세요. 점수 하나를 조금 올리면 그 행의 격차는 커집니까, 작아집니까, 그대로입니까?",
            ),
            (
                "Two scores of a row matter: the highest and the correct one. What if they are the same?",
                "한 행에서 중요한 점수는 둘, 가장 높은 점수와 정답 점수입니다. 둘이 같은 점수라면 어떻게 됩니까?",
            ),
            (
                "Start from zeros. Add 1 at the highest score of each row, subtract 1 at the correct one, and divide by the "
                "number of rows.",
                "0으로 채운 배열에서 시작하세요. 행마다 가장 높은 점수의 자리에 1을 더하고 정답 점수의 자리에서 1을 뺀 다음, "
                "행의 수로 나누세요.",
            ),
        ),
    ),
    NumberExercise(
        "loss-tiny",
        6,
        decimals=2,
        mistakes={
            "step-lost-in-rounding": 0,
            "slope-not-doubled": 3,
            "divided-by-one-step": 12,
        },
        hints=(
            (
                "Print w + h. Is it another number than w?",
                "w + h를 출력해 보세요. w와 다른 수입니까?",
            ),
            (
                "Either take a larger h, or differentiate the square with a pencil.",
                "h를 더 크게 잡거나, 제곱을 연필로 미분해 보세요.",
            ),
            (
                "Try an h that is a hundred-thousandth, and compare with the rule for the derivative of a square.",
                "h를 십만분의 일로 잡아 보고, 제곱의 미분 공식과 비교하세요.",
            ),
        ),
    ),
    NumberExercise(
        "loss-rate",
        _rate,
        decimals=2,
        mistakes={
            "slope-not-doubled": [2 / 3, 1 - 0.3 * 3, 1 - 0.3 * 0.5],
            "flattest-decides": [2, np.nan, np.nan],
            "uphill": [np.nan, 1 + 0.3 * 6, 1 + 0.3],
            "rate-forgotten": [np.nan, 1 - 6, 1 - 1],
        },
        hints=(
            (
                "The two coordinates do not disturb each other. Look at one at a time.",
                "두 좌표는 서로 영향을 주지 않습니다. 하나씩 보세요.",
            ),
            (
                "Differentiate by u. A step subtracts the learning rate times that derivative, so u is multiplied by a "
                "number.",
                "u로 미분하세요. 한 걸음은 u에서 그 도함수에 학습률을 곱한 값을 뺍니다. 곧 u에 어떤 수를 곱하는 것과 같습니다.",
            ),
            (
                "The factor is 1 minus the learning rate times the second derivative, and it must lie between −1 and 1. "
                "The steeper direction sets the limit.",
                "곱하는 수는 1에서 학습률과 이계도함수의 곱을 뺀 값이고, −1과 1 사이에 있어야 합니다. 한계는 더 가파른 "
                "방향이 정합니다.",
            ),
        ),
    ),
    FunctionExercise(
        "loss-step",
        _step,
        _lines,
        mistakes={
            "uphill": _wrong_step(sign=1),
            "rate-forgotten": _wrong_step(rated=False),
            "slope-not-doubled": _wrong_step(factor=1),
            "sum-for-mean": _wrong_step(mean=False),
            "bias-from-new-weight": _wrong_step(late=True),
        },
        hints=(
            (
                "The two slopes stand in “Which way is down?”, and the step in “Downhill”.",
                "두 기울기의 식은 “어느 쪽이 내리막일까” 절에, 한 걸음의 식은 “내리막길” 절에 있습니다.",
            ),
            (
                "Compute the errors w * x + b - t once, as an array. Both slopes are means over it.",
                "오차 w * x + b - t를 배열로 한 번 계산하세요. 두 기울기 모두 이 배열로 구하는 평균입니다.",
            ),
            (
                "Compute both slopes before you change w or b. Then subtract the learning rate times the slope from each.",
                "w나 b를 바꾸기 전에 두 기울기를 모두 구하세요. 그다음 각각에서 학습률과 기울기의 곱을 빼세요.",
            ),
        ),
    ),
    FunctionExercise(
        "loss-nearest",
        _mean_bias,
        _means,
        mistakes={
            "bias-not-halved": lambda means: -(means**2).sum(axis=1),
            "bias-helps-long-means": lambda means: (means**2).sum(axis=1) / 2,
            "length-not-squared": lambda means: -np.sqrt((means**2).sum(axis=1)) / 2,
        },
        hints=(
            (
                "Multiply the squared distance out into three terms. Which of them is the same for every class?",
                "제곱 거리를 전개해 세 항으로 나누세요. 모든 클래스에서 같은 항은 무엇입니까?",
            ),
            (
                "The smallest distance must belong to the highest score, so turn the sign. What is left beside the inner "
                "product?",
                "거리가 가장 작은 클래스의 점수가 가장 높아야 하므로 부호를 바꾸세요. 내적 말고 무엇이 남습니까?",
            ),
            (
                "Divide by 2, so that the inner product stands alone. The rest depends on the mean only: it is the bias.",
                "내적만 남도록 2로 나누세요. 나머지는 평균에만 달려 있고, 그것이 편향입니다.",
            ),
        ),
    ),
]
