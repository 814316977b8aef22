"""Exercises of the chapter on softmax."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from lossnotes import linear_scores, softmax, softmax_cross_entropy
from lossnotes.examples import LABELS, SCORES

from . import _speed
from ._forms import ChoiceExercise, NumberExercise
from ._function import FunctionExercise

# --- numbers


def _changed_scores() -> np.ndarray:
    cat, car, frog = SCORES[0]
    return np.array(
        [
            [cat + 10, car + 10, frog + 10],
            [2 * cat, 2 * car, 2 * frog],
            [cat, frog, car],
            [cat, car, car],
        ]
    )


def _changes() -> np.ndarray:
    """The cat image's loss after a shift, a doubling, an exchange of the rivals, and with a second rival."""
    return softmax_cross_entropy(_changed_scores(), [0] * 4, reduction="none")


def _changes_without_exp() -> np.ndarray:
    scores = _changed_scores()
    return -np.log(scores[:, 0] / scores.sum(axis=1))


def _temperatures() -> np.ndarray:
    """At which car is ten times, and twice, as probable as cat."""
    cat, car, _ = SCORES[0]
    return (car - cat) / np.log([10, 2])


def _too_high() -> np.ndarray:
    """By how much losses are too high if the probabilities of the whole batch sum to 1."""
    sums = np.exp(SCORES).sum(axis=1)
    return np.log(sums.sum() / sums)[np.arange(len(LABELS))]


FOUR = [0.1, 0.2, 0.3, 0.4, np.log(10)]
FIRST = [np.log(10), 64 * np.log(10), 1, 2]
SAME = [np.nan] * 4


# --- the Jacobian times a vector


def _backward(p: np.ndarray, g: np.ndarray) -> np.ndarray:
    return p * (g - np.einsum("nc,nc->n", p, g)[:, np.newaxis])


def _gradients(rng: np.random.Generator) -> Iterator[tuple]:
    yield np.array([[0.5, 0.5]]), np.array([[1.0, 0.0]])
    yield softmax(SCORES), np.arange(9.0).reshape(3, 3)
    for n, c in (1, 4), (2, 3), (5, 10), (3, 1):
        yield softmax(rng.normal(scale=2, size=(n, c))), rng.normal(size=(n, c))
    yield np.array([[1.0, 0.0, 0.0], [0.0, 0.25, 0.75]]), np.array([[1e4, -1e4, 0.0], [7.0, 7.0, 7.0]])


def _many_gradients(rng: np.random.Generator) -> tuple:
    return softmax(rng.normal(scale=2, size=(_speed.ROWS, 3))), rng.normal(size=(_speed.ROWS, 3))


# --- softmax at a temperature


def _tempered(scores: np.ndarray, T: float) -> np.ndarray:
    return softmax(scores / T)


def _whole_batch(scores: np.ndarray, T: float) -> np.ndarray:
    return softmax((scores / T).ravel()).reshape(scores.shape)


def _overflowing(scores: np.ndarray, T: float) -> np.ndarray:
    powers = np.exp(scores / T)
    return powers / powers.sum(axis=1, keepdims=True)


def _warm_images(rng: np.random.Generator) -> Iterator[tuple]:
    yield SCORES[:1].copy(), 2.0
    yield SCORES.copy(), 0.5
    yield SCORES.copy(), 1000.0
    yield np.zeros((2, 4)), 3.0
    for n, c in (1, 2), (3, 4), (6, 10), (2, 1):
        yield rng.normal(scale=3, size=(n, c)), float(rng.uniform(0.2, 5))
    yield np.array([[1e4, 0.0, -1e4], [5.0, 5.0, 5.0]]), 0.25
    yield np.array([[-2000.0, -2001.0]]), 1.5


# --- back from probabilities to scores


def _scores_of(p: np.ndarray) -> np.ndarray:
    logs = np.log(p)
    return logs - logs.mean(axis=1, keepdims=True)


def _scores_in_base_10(p: np.ndarray) -> np.ndarray:
    return _scores_of(p) / np.log(10)


def _scores_by_log_of_mean(p: np.ndarray) -> np.ndarray:
    return np.log(p / p.mean(axis=1, keepdims=True))


def _scores_by_batch(p: np.ndarray) -> np.ndarray:
    return np.log(p) - np.log(p).mean()


def _beliefs(rng: np.random.Generator) -> Iterator[tuple]:
    yield (np.array([[0.5, 0.25, 0.25]]),)
    yield (softmax(SCORES),)
    yield (np.full((2, 4), 0.25),)
    for n, c in (1, 2), (3, 4), (6, 10), (2, 1):
        yield (softmax(rng.normal(scale=2, size=(n, c))),)
    yield (np.array([[1 - 1e-12, 1e-12], [1e-300, 1.0]]),)


# --- two classes


def _probability_of_one(X: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    return softmax(linear_scores(X, W, b))[:, 1]


def _sigmoid_of(z: Callable[..., np.ndarray]) -> Callable[..., np.ndarray]:
    def probability(X: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
        return 1 / (1 + np.exp(-z(X, W, b)))

    return probability


def _share_of_score(X: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    scores = X @ W.T + b
    return scores[:, 1] / scores.sum(axis=1)


def _pairs(rng: np.random.Generator) -> Iterator[tuple]:
    yield np.array([[1.0]]), np.array([[1.0], [2.0]]), np.array([0.0, 1.0])
    yield np.eye(2), np.array([[0.0, 3.0], [0.0, 5.2]]), np.zeros(2)
    for n, d in (1, 2), (4, 3), (6, 1):
        yield rng.normal(size=(n, d)), rng.normal(size=(2, d)), rng.normal(size=2)
    yield np.array([[1e4], [-1e4], [0.0]]), np.array([[1.0], [3.0]]), np.array([2.0, 2.0])
    yield np.zeros((2, 3)), np.ones((2, 3)), np.array([1.0, -1.0])


EXERCISES = [
    ChoiceExercise(
        "softmax-which",
        answer=1,
        among=4,
        mistakes={2: "ratio-tempered", 3: "probabilities-tempered", 4: "temperature-multiplied"},
        hints=(
            (
                "What does the temperature divide: the scores, the probabilities, or their ratio?",
                "온도로 나누는 것은 점수입니까, 확률입니까, 확률의 비입니까?",
            ),
            (
                "The ratio of two probabilities is e to the gap of their scores. What becomes of the gap?",
                "두 확률의 비는 점수 차이를 지수로 하는 e의 거듭제곱입니다. 점수 차이는 어떻게 됩니까?",
            ),
            (
                "Halve the exponent of a power of e. Which operation on the power itself is that?",
                "e의 거듭제곱에서 지수를 절반으로 해 보세요. 거듭제곱한 값에는 어떤 연산을 한 셈입니까?",
            ),
        ),
    ),
    NumberExercise(
        "softmax-four",
        FOUR,
        mistakes={
            "not-exponentiated": [*(np.log([1, 2, 3, 4]) / np.log(24)), np.nan],
            "log-base-10": [*SAME, 1],
            "log-base-2": [*SAME, np.log2(10)],
            "sign-forgotten": [*SAME, -np.log(10)],
            "probability-for-loss": [*SAME, 0.9],
        },
        hints=(
            (
                "The exponential undoes the natural logarithm.",
                "지수 함수는 자연로그의 역함수입니다.",
            ),
            (
                "Write down the four exponentials and their sum; all of them are whole numbers.",
                "지수 함수의 값 네 개와 그 합을 적으세요. 모두 정수입니다.",
            ),
            (
                "Divide each one by the sum. For the loss take minus the natural logarithm of the correct class's share.",
                "값마다 합으로 나누세요. 손실은 정답 클래스의 몫에 자연로그를 취해 음의 부호를 붙인 값입니다.",
            ),
        ),
    ),
    NumberExercise(
        "softmax-changes",
        _changes,
        mistakes={
            "loss-scaled-with-scores": lambda: [np.nan, 2 * _changes()[0], np.nan, np.nan],
            "log-base-10": lambda: _changes() / np.log(10),
            "sign-forgotten": lambda: -_changes(),
            "probability-for-loss": lambda: 1 - np.exp(-_changes()),
            "not-exponentiated": _changes_without_exp,
        },
        hints=(
            (
                "Softmax sees the gaps of the scores only. In which of the four do the gaps change?",
                "소프트맥스에는 점수의 차이만 보입니다. 네 가지 가운데 차이가 달라지는 것은 어느 것입니까?",
            ),
            (
                "Write the loss as the distance from the correct score to the soft maximum, and ask how each of the two "
                "moves.",
                "손실을 정답 점수에서 부드러운 최댓값까지의 거리로 보고, 둘이 각각 어떻게 움직이는지 생각하세요.",
            ),
            (
                "Compute the logarithm of the sum of the exponentials of the changed scores, less the changed cat score.",
                "바뀐 점수에 지수 함수를 취해 더한 값의 로그를 구하고, 바뀐 고양이 점수를 빼세요.",
            ),
        ),
    ),
    NumberExercise(
        "softmax-temperature",
        _temperatures,
        mistakes={
            "temperature-multiplied": lambda: 1 / _temperatures(),
            "log-base-10": lambda: _temperatures() * np.log(10),
            "log-base-2": lambda: _temperatures() * np.log(2),
        },
        hints=(
            (
                "Which formula turns the gap of two scores into the ratio of their probabilities?",
                "두 점수의 차이를 확률의 비율로 바꾸는 식은 무엇입니까?",
            ),
            (
                "Dividing all scores by T divides the gap by T.",
                "점수를 모두 T로 나누면 차이도 T로 나눈 값이 됩니다.",
            ),
            (
                "Set the ratio to what is asked, take the natural logarithm on both sides and solve for T.",
                "비율을 문제에서 주어진 배수로 놓고 양쪽에 자연로그를 취해 T에 대해 푸세요.",
            ),
        ),
    ),
    NumberExercise(
        "softmax-mistake",
        _too_high,
        mistakes={
            "log-base-10": lambda: _too_high() / np.log(10),
            "log-base-2": lambda: _too_high() / np.log(2),
            "sign-forgotten": lambda: -_too_high(),
        },
        hints=(
            (
                "What do the rows of p sum to in the colleague's function?",
                "동료의 함수에서 p의 행마다 합은 얼마입니까?",
            ),
            (
                "Compute the sum that the function divides by and the one that it should divide by, image by image.",
                "동료가 나눈 합과 나누었어야 할 합을 이미지마다 구하세요.",
            ),
            (
                "The loss is a difference of logarithms, so a wrong sum in the denominator adds the logarithm of the ratio "
                "of the two sums.",
                "손실은 로그의 차이이므로, 분모의 합이 틀리면 두 합의 비율에 로그를 취한 만큼 더해집니다.",
            ),
        ),
    ),
    NumberExercise(
        "softmax-first",
        FIRST,
        mistakes={
            "log-base-10": [1, 64, np.nan, 10**0.69],
            "log-base-2": [np.log2(10), 64 * np.log2(10), np.nan, 2**0.69],
            "sign-forgotten": [-np.log(10), -64 * np.log(10), -1, np.nan],
            "probability-for-loss": [0.9, 64 * 0.9, np.nan, np.nan],
            "sum-for-mean": [64 * np.log(10), np.nan, np.nan, np.nan],
        },
        hints=(
            (
                "Before training all classes look alike. Which probability does the correct one get?",
                "학습하기 전에는 모든 클래스가 똑같아 보입니다. 정답 클래스의 확률은 얼마입니까?",
            ),
            (
                "Put that probability into the loss. A sum over the batch has as many such losses as images.",
                "그 확률을 손실에 넣으세요. 배치에 대해 더하면 이런 손실이 이미지 수만큼 있습니다.",
            ),
            (
                "For the last part turn the question around: for how many classes is the logarithm of their number what "
                "you see?",
                "마지막 문항은 거꾸로 생각하세요. 클래스 수의 로그가 화면에 나온 값이 되는 것은 몇 개일 때입니까?",
            ),
        ),
    ),
    FunctionExercise(
        "softmax-backward",
        _backward,
        _gradients,
        fast=_many_gradients,
        mistakes={
            "jacobian-diagonal-only": lambda p, g: p * (1 - p) * g,
            "mean-not-weighted": lambda p, g: p * (g - g.mean(axis=1, keepdims=True)),
            "wrong-axis": lambda p, g: p * (g - (p * g).sum()),
        },
        hints=(
            (
                "Put the entries of the Jacobian into the sum over k, and split it at the bracket.",
                "k에 대한 합에 야코비 행렬의 원소를 넣고 괄호를 풀어 둘로 나누세요.",
            ),
            (
                "In the first part only k = j is left. From the second take out what does not depend on k.",
                "앞부분에는 k = j인 항만 남습니다. 뒷부분에서는 k와 상관없는 것을 밖으로 빼내세요.",
            ),
            (
                "What remains under the sum is one number for each image; keepdims=True lets it be subtracted from a row.",
                "합으로 남는 것은 이미지마다 수 하나입니다. keepdims=True를 쓰면 행에서 뺄 수 있습니다.",
            ),
        ),
    ),
    FunctionExercise(
        "softmax-tempered",
        _tempered,
        _warm_images,
        fast=_speed.warm,
        mistakes={
            "temperature-multiplied": lambda scores, T: softmax(scores * T),
            "probabilities-tempered": lambda scores, T: softmax(scores) / T,
            "wrong-axis": _whole_batch,
            "not-exponentiated": lambda scores, T: scores / scores.sum(axis=1, keepdims=True),
            "no-shift": _overflowing,
        },
        hints=(
            (
                "Two sections help: the one on temperature, and the one on what softmax does not see.",
                "두 절이 도움이 됩니다. 온도를 다룬 절과 소프트맥스가 보지 못하는 것을 다룬 절입니다.",
            ),
            (
                "Divide by T first. Then move each row so that its largest entry is 0, and no exponential is above 1.",
                "먼저 T로 나누세요. 그다음 행마다 가장 큰 값이 0이 되도록 옮기면 지수 함수의 값이 1을 넘지 않습니다.",
            ),
            (
                "Both the largest entry and the sum belong to a row: axis=1, keepdims=True.",
                "가장 큰 값도 합도 행마다 구합니다. axis=1, keepdims=True를 쓰세요.",
            ),
        ),
    ),
    FunctionExercise(
        "softmax-inverse",
        _scores_of,
        _beliefs,
        mistakes={
            "not-centered": np.log,
            "logarithm-of-the-mean": _scores_by_log_of_mean,
            "log-base-10": _scores_in_base_10,
            "wrong-axis": _scores_by_batch,
        },
        hints=(
            (
                "What is a score, seen from the probabilities? The section on the formula says it.",
                "확률에서 보면 점수는 무엇입니까? 식과 그 뜻을 다룬 절에 나와 있습니다.",
            ),
            (
                "The logarithms of the probabilities are scores already. Which number may you add to all of them?",
                "확률의 로그는 이미 점수입니다. 모든 점수에 어떤 수를 더해도 됩니까?",
            ),
            (
                "Call that number c and write down the sum over the classes. For which c is it 0?",
                "그 수를 c라고 하고 클래스에 대한 합을 적으세요. 합이 0이 되는 c는 무엇입니까?",
            ),
        ),
    ),
    FunctionExercise(
        "softmax-sigmoid",
        _probability_of_one,
        _pairs,
        mistakes={
            "sigmoid-of-both": _sigmoid_of(lambda X, W, b: X @ W[1] + b[1]),
            "gap-swapped": _sigmoid_of(lambda X, W, b: X @ (W[0] - W[1]) + b[0] - b[1]),
            "bias-forgotten": _sigmoid_of(lambda X, W, b: X @ (W[1] - W[0])),
            "not-exponentiated": _share_of_score,
        },
        hints=(
            (
                "Two classes have one gap. What does the section on the sigmoid do with it?",
                "클래스가 둘이면 차이는 하나입니다. 시그모이드를 다룬 절에서는 이것으로 무엇을 합니까?",
            ),
            (
                "The gap of two linear scores is linear: which weights and which bias does it have?",
                "두 일차식의 차이도 일차식입니다. 가중치와 편향은 각각 무엇입니까?",
            ),
            (
                "Compute the gap z of all examples with one product, and put it into the formula of the sigmoid. Check the "
                "sign: a large score of class 1 must give a probability near 1.",
                "곱셈 한 번으로 모든 예제의 차이 z를 구해 시그모이드 식에 넣으세요. 클래스 1의 점수가 크면 확률이 1에 가까워야 "
                "합니다. 부호를 확인하세요.",
            ),
        ),
    ),
]
