"""Exercises of the chapter on softmax classification in PyTorch."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from lossnotes import softmax, softmax_cross_entropy
from lossnotes.examples import LABELS, ROWS_X, ROWS_Y, SCORES, recovered_start

from ._forms import ChoiceExercise, NumberExercise
from ._function import FunctionExercise


def _counts() -> list[float]:
    """Parameters of a layer from 64 to 10, its first cost from zeros, lines printed, updates before the last."""
    lines = range(0, 1001, 100)
    return [64 * 10 + 10, np.log(10), len(lines), lines[-1]]


def _window() -> list[float]:
    """How wide the range of the doubled softmax loss is, and its ends for ten classes."""
    floor, ceiling = np.log(1 + 9 / np.e), np.log(np.e + 9)
    return [ceiling - floor, floor, ceiling]


def _window_to(base: float) -> list[float]:
    return [value / np.log(base) for value in _window()]


def _doubled(scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The gradient of the mean of -log softmax(softmax(scores)) at the labels."""
    p = softmax(scores)
    by_p = (softmax(p) - np.eye(p.shape[1])[labels]) / len(p)
    return p * (by_p - (by_p * p).sum(axis=1, keepdims=True))


def _batches(rng: np.random.Generator) -> Iterator[tuple]:
    weight, bias = recovered_start()
    yield np.array([[0.0, 1.0, -1.0]]), np.array([0])
    yield np.zeros((2, 3)), np.array([0, 2])
    yield (ROWS_X @ weight.T + bias).astype(float), ROWS_Y.copy()
    for n, c in (1, 2), (4, 3), (7, 10):
        yield rng.normal(scale=2, size=(n, c)), rng.integers(0, c, n)
    yield np.array([[1e4, 0.0, -1e4], [5.0, 5.0, 6.0]]), np.array([1, 2])


def _pencil() -> list[float]:
    """Accuracy, mean confidence and calibration error of ten answers in three bins."""
    answers, confidence, right = np.array([4, 4, 2]), np.array([0.95, 0.75, 0.55]), np.array([3, 4, 1])
    gaps = np.abs(right - answers * confidence)
    return [right.sum() / 10, (answers * confidence).sum() / 10, gaps.sum() / 10]


def _scaled(scores: np.ndarray, labels: np.ndarray, T: float) -> tuple[np.floating, np.floating]:
    """The mean loss at a temperature, and its derivative by the temperature."""
    expected = (softmax(scores / T) * scores).sum(axis=1)
    correct = scores[np.arange(len(scores)), labels]
    return softmax_cross_entropy(scores / T, labels), (correct - expected).mean() / T**2


def _tempered(rng: np.random.Generator) -> Iterator[tuple]:
    yield SCORES[:1].copy(), LABELS[:1].copy(), 2.0
    yield SCORES.copy(), LABELS.copy(), 1.0
    yield SCORES.copy(), LABELS.copy(), 0.5
    for n, c in (2, 2), (4, 3), (7, 10):
        yield rng.normal(scale=2, size=(n, c)), rng.integers(0, c, n), float(rng.uniform(0.5, 3))
    yield np.array([[1e4, 0.0, -1e4], [5.0, 5.0, 6.0]]), np.array([1, 2]), 4.0
    yield SCORES.copy(), LABELS.copy(), 1e4  # nearly uniform


def _curvature(scores: np.ndarray, moves: np.ndarray) -> np.floating:
    """The variance of the moves under the probabilities, averaged over the rows."""
    p = softmax(scores)
    by_score = p[:, :, np.newaxis] * (np.eye(p.shape[1]) - p[:, np.newaxis, :])
    return np.einsum("nj,njk,nk->n", moves, by_score, moves).mean()


def _moved(rng: np.random.Generator) -> Iterator[tuple]:
    yield np.array([[0.0, 0.0]]), np.array([[1.0, 0.0]])
    yield SCORES[:1].copy(), np.array([[1.0, 0.0, 0.0]])
    yield (
        SCORES.copy(),
        np.array([[1.0, -1.0, 0.0], [2.0, 2.0, 2.0], [0.0, 1.0, 2.0]]),
    )  # the second is a shift
    for n, c in (1, 3), (4, 3), (7, 10):
        yield rng.normal(scale=2, size=(n, c)), rng.normal(size=(n, c))
    yield np.array([[1e4, 0.0, -1e4], [5.0, 5.0, 6.0]]), np.array([[1.0, 2.0, 3.0], [0.0, 100.0, -3.0]])


# --- what goes wrong --------------------------------------------------------------------------------


def _doubled_wrong(
    *, inner: str = "whole", averaged: bool = True, target: float = 1, sign: int = 1
) -> Callable[..., np.ndarray]:
    """The gradient of the doubled softmax with one thing wrong."""

    def gradient(scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
        p = softmax(scores)
        hot = np.eye(p.shape[1])[labels]
        g = sign * (softmax(p) - target * hot)
        by_score = {
            "whole": p * (g - (g * p).sum(axis=1, keepdims=True)),
            "diagonal": p * (1 - p) * g,
            "none": g,
            "single": p - hot,
        }[inner]
        return by_score / len(p) if averaged else by_score

    return gradient


def _temperature_multiplied(scores: np.ndarray, labels: np.ndarray, T: float) -> tuple:
    loss, slope = _scaled(scores, labels, 1 / T)
    return loss, -slope / T**2


def _probabilities_tempered(scores: np.ndarray, labels: np.ndarray, T: float) -> tuple:
    return softmax_cross_entropy(scores, labels) + np.log(T), 1 / T


def _softmax_before(scores: np.ndarray, labels: np.ndarray, T: float) -> tuple:
    z = scores / T
    loss, gradient = softmax_cross_entropy(softmax(z), labels, return_grad=True)
    return loss, -(gradient * z).sum() / T


def _slope_times(factor: Callable[[float], float]) -> Callable[..., tuple]:
    def loss(scores: np.ndarray, labels: np.ndarray, T: float) -> tuple:
        value, slope = _scaled(scores, labels, T)
        return value, factor(T) * slope

    return loss


def _scaled_sum(scores: np.ndarray, labels: np.ndarray, T: float) -> tuple:
    value, slope = _scaled(scores, labels, T)
    return value * len(scores), slope * len(scores)


def _curvature_sum(scores: np.ndarray, moves: np.ndarray) -> np.floating:
    return _curvature(scores, moves) * len(scores)


def _mean_of_squares(scores: np.ndarray, moves: np.ndarray) -> np.floating:
    return (softmax(scores) * moves**2).sum(axis=1).mean()


def _diagonal_only(scores: np.ndarray, moves: np.ndarray) -> np.floating:
    p = softmax(scores)
    return (p * (1 - p) * moves**2).sum(axis=1).mean()


def _plain_variance(scores: np.ndarray, moves: np.ndarray) -> np.floating:
    return moves.var(axis=1).mean()


EXERCISES = [
    ChoiceExercise(
        "torch-which",
        answer=4,
        among=4,
        mistakes={1: "softmax-twice", 2: "log-of-log", 3: "path-changes-slope"},
        hints=(
            (
                "Which two functions does F.cross_entropy consist of?",
                "F.cross_entropy는 어떤 두 함수로 이루어져 있습니까?",
            ),
            (
                "So log softmax is applied twice. Exponentiate the first result: what is its sum over the classes?",
                "따라서 로그 소프트맥스를 두 번 합니다. 첫 결과에 지수 함수를 취하면 클래스에 대한 합은 얼마입니까?",
            ),
            (
                "The second log softmax subtracts the logarithm of that sum from every entry. What does it subtract?",
                "두 번째 로그 소프트맥스는 모든 성분에서 그 합의 로그를 뺍니다. 얼마를 빼는 셈입니까?",
            ),
        ),
    ),
    NumberExercise(
        "torch-counts",
        _counts,
        decimals=2,
        mistakes={
            "biases-not-counted": [640, np.nan, np.nan, np.nan],
            "log-base-10": [np.nan, 1, np.nan, np.nan],
            "log-base-2": lambda: [np.nan, np.log2(10), np.nan, np.nan],
            "line-zero-not-counted": [np.nan, np.nan, 10, np.nan],
            "last-update-counted": [np.nan, np.nan, np.nan, 1001],
        },
        hints=(
            (
                "A linear layer holds a weight for each pair of feature and class, and something more for each class.",
                "선형 층에는 특징과 클래스의 쌍마다 가중치가 하나 있고, 클래스마다 하나가 더 있습니다.",
            ),
            (
                "With all parameters at 0 every class has the same probability. The epochs are counted from 0.",
                "파라미터가 모두 0이면 모든 클래스의 확률이 같습니다. 에포크는 0부터 셉니다.",
            ),
            (
                "Take the natural logarithm of the number of classes. Write down the first two printed epochs and the "
                "last, and ask what has happened before each line.",
                "클래스 개수의 자연로그를 구하세요. 출력되는 에포크를 처음 두 개와 마지막 하나만 적고, 그 줄 앞에서 무슨 일이 "
                "있었는지 따져 보세요.",
            ),
        ),
    ),
    NumberExercise(
        "torch-window",
        _window,
        decimals=2,
        mistakes={
            "correct-class-in-the-count": lambda: [np.nan, np.log(1 + 10 / np.e), np.log(np.e + 10)],
            "uniform-for-worst": lambda: [np.log(10) - _window()[1], np.nan, np.log(10)],
            "log-base-10": lambda: _window_to(10),
            "log-base-2": lambda: _window_to(2),
        },
        hints=(
            (
                "The inputs of the second softmax are probabilities. Between which two numbers does each of them lie?",
                "두 번째 소프트맥스가 받는 것은 확률입니다. 확률은 어떤 두 수 사이에 있습니까?",
            ),
            (
                "A convex function on a triangle is largest at a corner. Compare the corner of the correct class with "
                "any other one.",
                "삼각형 위의 볼록 함수는 꼭짓점에서 가장 큽니다. 정답 클래스의 꼭짓점과 다른 꼭짓점을 견주어 보세요.",
            ),
            (
                "At a corner one exponential is e and the C - 1 others are 1. The two ends have the same logarithm in "
                "them; subtract.",
                "꼭짓점에서는 지수 함숫값 하나가 e이고 나머지 C - 1개는 1입니다. 양 끝에 같은 로그가 들어 있으니 빼 보세요.",
            ),
        ),
    ),
    FunctionExercise(
        "torch-doubled",
        _doubled,
        _batches,
        mistakes={
            "single-softmax": _doubled_wrong(inner="single"),
            "inner-softmax-forgotten": _doubled_wrong(inner="none"),
            "jacobian-diagonal-only": _doubled_wrong(inner="diagonal"),
            "gradient-not-averaged": _doubled_wrong(averaged=False),
            "target-not-subtracted": _doubled_wrong(target=0),
            "gradient-sign": _doubled_wrong(sign=-1),
        },
        hints=(
            (
                "Two functions one after the other: which gradient do you know already, and by what?",
                "함수 두 개가 이어져 있습니다. 이미 아는 그레이디언트는 무엇이고, 무엇에 대한 것입니까?",
            ),
            (
                "By the probabilities p it is belief minus truth, with the belief q. Then comes the Jacobian of the "
                "first softmax.",
                "확률 p에 대한 그레이디언트는 믿음 q에서 실제를 뺀 값입니다. 그다음에 첫 번째 소프트맥스의 야코비 행렬을 곱합니다.",
            ),
            (
                "No matrix is needed: for each row compute the mean of g under p, and subtract it from g before you "
                "multiply by p.",
                "행렬을 만들 필요는 없습니다. 행마다 p로 가중한 g의 평균을 구하고, g에서 뺀 다음 p를 곱하세요.",
            ),
        ),
    ),
    FunctionExercise(
        "torch-curvature",
        _curvature,
        _moved,
        mistakes={
            "mean-not-subtracted": _mean_of_squares,
            "jacobian-diagonal-only": _diagonal_only,
            "probabilities-left-out": _plain_variance,
            "sum-for-mean": _curvature_sum,
        },
        hints=(
            (
                "Reread why training is convex: the second derivative of a row's loss is a variance. Of what, and under "
                "which probabilities?",
                "학습이 볼록한 까닭을 다시 읽어 보세요. 한 행의 손실을 두 번 미분하면 분산입니다. 무엇의 분산이고, 어떤 확률로 "
                "구합니까?",
            ),
            (
                "The first derivative of log-sum-exp along the moves is their mean under p. Differentiate that mean "
                "once more.",
                "옮기는 방향으로 로그-합-지수를 한 번 미분하면 p로 구한 평균입니다. 이 평균을 한 번 더 미분하세요.",
            ),
            (
                "For each row take the mean of the moves with the weights p, and then, with the same weights, the mean "
                "of the squared distances to it.",
                "행마다 p를 가중치로 옮긴 폭의 평균을 구하고, 같은 가중치로 그 평균까지 거리의 제곱을 평균하세요.",
            ),
        ),
    ),
    NumberExercise(
        "torch-ece",
        _pencil,
        decimals=2,
        mistakes={
            "bins-weigh-alike": [(0.75 + 1 + 0.5) / 3, 0.75, (0.2 + 0.25 + 0.05) / 3],
            "gaps-cancel": [np.nan, np.nan, 0.01],
        },
        hints=(
            (
                "For the first two parts forget the bins: count, and average over the ten answers.",
                "앞의 두 문항에서는 구간을 잊으세요. 맞힌 답을 세고, 답 열 개에 대해 평균하면 됩니다.",
            ),
            (
                "For the last part each confidence is a bin of its own. Compare its share of right answers with the "
                "confidence.",
                "마지막 문항에서는 확신도 하나가 구간 하나입니다. 구간마다 맞힌 비율과 확신도를 견주어 보세요.",
            ),
            (
                "Take the gap of each bin without its sign, multiply it by the bin's share of the ten answers, and add.",
                "구간마다 차이의 절댓값에 답 열 개 가운데 그 구간이 차지하는 비율을 곱해서 더하세요.",
            ),
        ),
    ),
    FunctionExercise(
        "torch-temperature",
        _scaled,
        _tempered,
        mistakes={
            "temperature-multiplied": _temperature_multiplied,
            "probabilities-tempered": _probabilities_tempered,
            "softmax-twice": _softmax_before,
            "inner-derivative-forgotten": _slope_times(lambda T: -(T**2)),
            "minus-of-the-inverse": _slope_times(lambda T: -1),
            "sum-for-mean": _scaled_sum,
        },
        hints=(
            (
                "Name the scaled scores z. The gradient of the loss by z is in the chapter on cross-entropy.",
                "나눈 점수를 z라고 하세요. z에 대한 손실의 그레이디언트는 교차 엔트로피 장에 있습니다.",
            ),
            (
                "Chain rule: how does each z move with T, and with which sign? Add up over the classes and average over "
                "the rows.",
                "연쇄 법칙을 씁니다. T가 커지면 z는 각각 어떻게, 어느 쪽으로 움직입니까? 클래스에 대해 더하고 행에 대해 평균하세요.",
            ),
            (
                "The derivative of s / T by T is -z / T. Let softmax_cross_entropy give loss and gradient of z, with "
                "return_grad=True.",
                "s / T를 T로 미분하면 -z / T입니다. z의 손실과 그레이디언트는 softmax_cross_entropy에 return_grad=True를 넘겨 "
                "구하세요.",
            ),
        ),
    ),
    NumberExercise(
        "torch-shift",
        [0.999, 0.1 * 0.999**1000],
        decimals=3,
        mistakes={
            "steps-not-compounded": [np.nan, 0.1 * (1 - 1000 * 0.001)],
            "rate-forgotten": [0.99, 0.1 * 0.99**1000],
            "decay-doubled": [0.998, 0.1 * 0.998**1000],
            "uphill": [1.001, 0.1 * 1.001**1000],
        },
        hints=(
            (
                "Which part of the step is left when you add up over all classes?",
                "모든 클래스에 걸쳐 더하면 한 걸음에서 어느 부분이 남습니까?",
            ),
            (
                "The decay takes a fixed share of every weight in each step. The share is a product of the two rates.",
                "가중치 감쇠는 걸음마다 모든 가중치에서 일정한 비율을 덜어 냅니다. 이 비율은 두 수의 곱입니다.",
            ),
            (
                "Multiply the distance by the factor once for every step: that is a power.",
                "걸음마다 거리에 그 배율을 한 번씩 곱하세요. 곧 거듭제곱입니다.",
            ),
        ),
    ),
]
