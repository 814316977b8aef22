"""Exercises of the chapter on numerical stability."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from lossnotes import log_softmax, logsumexp, softmax, softmax_cross_entropy, softmax_naive

from . import _speed
from ._forms import ChoiceExercise, NumberExercise
from ._function import FunctionExercise


def _nan_counts() -> list[int]:
    """How many results of the textbook formula are NaN in float32."""
    rows = [90, 0], [-110, -111], [88, 88, 88]
    with np.errstate(all="ignore"):
        return [int(np.isnan(softmax_naive(np.array(row, dtype=np.float32))).sum()) for row in rows]


def _by_hand() -> list[float]:
    """Two log-sum-exps of equal scores, and the loss of a class that trails by 100."""
    loss = softmax_cross_entropy([[500.0, 400.0]], [1])
    return [logsumexp([500.0] * 4), logsumexp([-1000.0] * 2), loss]


def _by_hand_to(base: float) -> list[float]:
    """The logarithms of the sums to another base."""
    return [500 + math.log(4, base), -1000 + math.log(2, base), np.nan]


def _thousand() -> list[float]:
    """Where 1 + 1000 exp(-g) is 1 in float32: the small numbers first, or one by one."""
    edge = math.log(2 / np.finfo(np.float32).eps)
    return [math.log(1000) + edge, edge]


def _epsilon() -> list[float]:
    """-log(p + 1e-7) for p = 0, and for p = 1 in units of 1e-7."""
    return [-math.log(1e-7), -math.log1p(1e-7) / 1e-7]


def _softmax(scores: np.ndarray) -> np.ndarray:
    return softmax(scores)


def _log_softmax(scores: np.ndarray) -> np.ndarray:
    return log_softmax(scores)


def _loss(scores: np.ndarray, y: int) -> float:
    return softmax_cross_entropy(scores[np.newaxis], [y], reduction="sum")


def _gradient(scores: np.ndarray, y: int) -> np.ndarray:
    return softmax_cross_entropy(scores[np.newaxis], [y], return_grad=True)[1][0]


def _batches(rng: np.random.Generator) -> Iterator[tuple]:
    yield (np.array([[3.2, 5.1, -1.7]]),)
    yield (np.array([[123.0, 456.0, 789.0]]),)
    yield (np.array([[-800.0, -801.0]]),)
    yield (np.array([[0.0, 1.0], [-2000.0, -2000.0]]),)  # one shift for the whole batch makes 0 / 0
    for n, c in (1, 2), (4, 3), (6, 10):
        yield (rng.normal(scale=5, size=(n, c)),)
    yield (np.array([[1e4, 0.0, -1e4], [1e4, 1e4, 1e4]]),)
    yield (np.array([[7.0]]),)


def _images(rng: np.random.Generator) -> Iterator[tuple]:
    yield np.array([3.2, 5.1, -1.7]), 0
    yield np.array([40.0, 0.0]), 0  # 1 + exp(-40) is 1
    yield np.array([0.0, 20.0, -3.0]), 1  # half of the digits are left
    yield np.array([0.0, -110.0]), 1
    yield np.array([700.0, 0.0, 0.0]), 0
    yield np.array([0.0, 1000.0]), 0  # exp of a lag overflows
    yield np.array([5.0, 5.0, 5.0]), 2
    for c in 2, 5, 10:
        yield rng.normal(scale=4, size=c), int(rng.integers(c))
    yield np.array([1e4, 9990.0, 9970.0]), 0


# --- what goes wrong: softmax and its logarithm -----------------------------------------------------


def _shares(shifted: np.ndarray, axis: int | None = 1) -> np.ndarray:
    exponentials = np.exp(shifted)
    return exponentials / exponentials.sum(axis=axis, keepdims=True)


def _textbook(scores: np.ndarray) -> np.ndarray:
    return _shares(scores)


def _one_shift(scores: np.ndarray) -> np.ndarray:
    return _shares(scores - scores.max())


def _shift_added(scores: np.ndarray) -> np.ndarray:
    return _shares(scores + scores.max(axis=1, keepdims=True))


def _numerator(scores: np.ndarray) -> np.ndarray:
    return np.exp(scores - scores.max(axis=1, keepdims=True))


def _whole_batch(scores: np.ndarray) -> np.ndarray:
    return _shares(scores - scores.max(), axis=None)


def _log_of_softmax(scores: np.ndarray) -> np.ndarray:
    return np.log(_shares(scores - scores.max(axis=1, keepdims=True)))


def _log_of_textbook_sum(scores: np.ndarray) -> np.ndarray:
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))


def _log_of_textbook(scores: np.ndarray) -> np.ndarray:
    return np.log(_textbook(scores))


def _one_shift_of_logs(scores: np.ndarray) -> np.ndarray:
    shifted = scores - scores.max()
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def _shifted_in_the_sum_only(scores: np.ndarray) -> np.ndarray:
    return scores - np.log(_numerator(scores).sum(axis=1, keepdims=True))


def _log_over_the_batch(scores: np.ndarray) -> np.ndarray:
    shifted = scores - scores.max()
    return shifted - np.log(np.exp(shifted).sum())


# --- what goes wrong: the loss of an image and its gradient -----------------------------------------


def _rounded_to_zero(scores: np.ndarray, y: int) -> float:
    gaps = scores - scores.max()
    return np.log(np.exp(gaps).sum()) - gaps[y]


def _largest_added_back(scores: np.ndarray, y: int) -> float:
    """As the colleague on the page does, and log-sum-exp minus the score."""
    return np.log1p(np.exp(scores - scores.max()).sum() - 1) + scores.max() - scores[y]


def _textbook_loss(scores: np.ndarray, y: int) -> float:
    return -_log_of_textbook(scores[np.newaxis])[0, y]


def _loss_without_shift(scores: np.ndarray, y: int) -> float:
    return np.log(np.exp(scores).sum()) - scores[y]


def _log_of_probability(scores: np.ndarray, y: int) -> float:
    return -_log_of_softmax(scores[np.newaxis])[0, y]


def _sign_forgotten(scores: np.ndarray, y: int) -> float:
    return -_loss(scores, y)


def _behind_the_largest(scores: np.ndarray, y: int) -> float:
    return scores.max() - scores[y]


def _half_gradient(scores: np.ndarray, y: int) -> np.ndarray:
    return softmax(scores) - np.eye(len(scores))[y]


def _gradient_without_shift(scores: np.ndarray, y: int) -> np.ndarray:
    return _textbook(scores[np.newaxis])[0] - np.eye(len(scores))[y]


def _belief_only(scores: np.ndarray, y: int) -> np.ndarray:
    return softmax(scores)


def _truth_minus_belief(scores: np.ndarray, y: int) -> np.ndarray:
    return -_half_gradient(scores, y)


EXERCISES = [
    ChoiceExercise(
        "stable-which",
        answer=2,
        among=4,
        mistakes={1: "shift-saves-log", 3: "no-shift", 4: "smallest-number-stays"},
        hints=(
            (
                "Write down the two scores after the largest has been subtracted.",
                "가장 큰 점수를 빼고 난 두 점수를 적어 보세요.",
            ),
            (
                "Below which score does exp become 0 in float64? Compare.",
                "float64에서 exp는 점수가 얼마보다 작으면 0이 됩니까? 비교해 보세요.",
            ),
            (
                "Go on by hand: both exponentials, their sum, the quotient for class 0, and the logarithm of that quotient.",
                "손으로 이어 가세요. 지수 함숫값 두 개, 그 합, 클래스 0의 몫, 그리고 그 몫의 로그를 차례로 구합니다.",
            ),
        ),
    ),
    NumberExercise(
        "stable-predict",
        _nan_counts,
        decimals=0,
        mistakes={
            "infinity-spreads": [2, np.nan, 3],
            "low-scores-harmless": [np.nan, 0, np.nan],
        },
        hints=(
            (
                "Write down the exponentials first. Which are infinite, which are 0, and which are ordinary numbers?",
                "먼저 지수 함숫값을 적어 보세요. 어느 것이 무한대이고, 어느 것이 0이고, 어느 것이 보통 수입니까?",
            ),
            (
                "Then the sum: it can be infinite although none of its terms is. Compare it with the largest number of "
                "float32.",
                "그다음은 합입니다. 항이 모두 유한해도 합은 무한대일 수 있습니다. float32의 가장 큰 수와 견주어 보세요.",
            ),
            (
                "Divide each exponential by the sum. Only an infinite number over an infinite one, and 0 over 0, are "
                "no numbers.",
                "지수 함숫값을 하나씩 합으로 나누세요. 무한대를 무한대로 나눌 때와 0을 0으로 나눌 때만 수가 아닙니다.",
            ),
        ),
    ),
    NumberExercise(
        "stable-by-hand",
        _by_hand,
        decimals=2,
        mistakes={
            "max-for-logsumexp": [500, -1000, np.nan],
            "log-base-10": lambda: _by_hand_to(10),
            "log-base-2": lambda: _by_hand_to(2),
            "labels-from-one": lambda: [np.nan, np.nan, math.log1p(math.exp(-100))],
            "probability-for-loss": [np.nan, np.nan, 1],
        },
        hints=(
            (
                "Take the largest score out of the sum, as the section on log-sum-exp does.",
                "로그-합-지수 절에서처럼 가장 큰 점수를 합 밖으로 꺼내세요.",
            ),
            (
                "After the shift, equal scores are all 0, so the sum counts them. For the loss, look at how far the "
                "correct class is behind.",
                "점수를 옮기면 같은 점수는 모두 0이 되므로 합은 점수의 개수입니다. 손실은 정답 클래스가 얼마나 뒤지는지 "
                "보면 됩니다.",
            ),
            (
                "Add the logarithm of the count to the largest score; the logarithm of four is twice that of two. The "
                "loss is the lag plus a log1p.",
                "가장 큰 점수에 개수의 로그를 더하세요. 4의 로그는 2의 로그의 두 배입니다. 손실은 뒤진 폭에 log1p를 더한 "
                "값입니다.",
            ),
        ),
    ),
    NumberExercise(
        "stable-thousand",
        _thousand,
        decimals=2,
        mistakes={
            "order-of-the-sum": lambda: _thousand()[::-1],
            "whole-step-for-half": lambda: [edge - math.log(2) for edge in _thousand()],
            "log-base-10": lambda: [edge / math.log(10) for edge in _thousand()],
            "log-base-2": lambda: [edge / math.log(2) for edge in _thousand()],
        },
        hints=(
            (
                "What is swallowed by the 1: a number below half of the step at 1. Which number meets the 1 here?",
                "1은 다음 수까지 간격의 절반 이하인 수를 삼킵니다. 여기서 1과 만나는 수는 무엇입니까?",
            ),
            (
                "If the small numbers come first, the 1 meets their whole sum. If the 1 comes first, it meets each of "
                "them alone.",
                "작은 수를 먼저 더하면 1은 그 합과 만납니다. 1에서 시작하면 작은 수를 하나씩 만납니다.",
            ),
            (
                "Set what meets the 1 equal to half of epsilon, and solve for g with a natural logarithm.",
                "1과 만나는 수를 엡실론의 절반과 같다고 놓고, 자연로그를 써서 g를 구하세요.",
            ),
        ),
    ),
    NumberExercise(
        "stable-epsilon",
        _epsilon,
        decimals=2,
        mistakes={
            "sign-forgotten": lambda: [-value for value in _epsilon()],
            "log-base-10": lambda: [value / math.log(10) for value in _epsilon()],
            "log-base-2": lambda: [value / math.log(2) for value in _epsilon()],
            "epsilon-ignored": [np.nan, 0],
        },
        hints=(
            (
                "The loss falls as the probability rises. For which probability is it largest?",
                "확률이 커질수록 손실은 작아집니다. 확률이 얼마일 때 손실이 가장 큽니까?",
            ),
            (
                "Put the two ends, 0 and 1, into the formula. With the 1, what stands inside the logarithm is no "
                "probability any more.",
                "확률의 양 끝인 0과 1을 식에 넣으세요. 1을 넣으면 로그 안의 수는 더 이상 확률이 아닙니다.",
            ),
            (
                "For a tiny r the logarithm of 1 + r is nearly r. Mind the sign in front.",
                "r이 아주 작으면 1 + r의 로그는 거의 r입니다. 앞에 붙은 부호에 주의하세요.",
            ),
        ),
    ),
    FunctionExercise(
        "stable-softmax",
        _softmax,
        _batches,
        fast=_speed.scores,
        mistakes={
            "no-shift": _textbook,
            "one-shift-for-all": _one_shift,
            "shift-added": _shift_added,
            "not-divided": _numerator,
            "wrong-axis": _whole_batch,
        },
        hints=(
            (
                "Reread the section on the shift: which number has to be subtracted, and from which scores?",
                "점수를 옮기는 절을 다시 읽어 보세요. 어떤 수를 어느 점수에서 빼야 합니까?",
            ),
            (
                "Each row has a largest score of its own, and a sum of its own. Both run along the classes.",
                "행마다 가장 큰 점수가 따로 있고 합도 따로 있습니다. 둘 다 클래스 방향으로 구합니다.",
            ),
            (
                "Begin with scores.max(axis=1, keepdims=True), and put the difference into a new array.",
                "scores.max(axis=1, keepdims=True)에서 시작해 차를 새 배열에 담으세요.",
            ),
        ),
    ),
    FunctionExercise(
        "stable-log-softmax",
        _log_softmax,
        _batches,
        fast=_speed.scores,
        mistakes={
            "log-of-softmax": _log_of_softmax,
            "no-shift": _log_of_textbook_sum,
            "textbook-formula": _log_of_textbook,
            "one-shift-for-all": _one_shift_of_logs,
            "shift-in-the-sum-only": _shifted_in_the_sum_only,
            "wrong-axis": _log_over_the_batch,
        },
        hints=(
            (
                "The formula of the section on log softmax has no division and no probability in it.",
                "로그 소프트맥스 절의 식에는 나눗셈도 확률도 없습니다.",
            ),
            (
                "Shift first. From then on work with the shifted scores alone, in front and inside the sum.",
                "먼저 점수를 옮기세요. 그다음에는 앞에서도 합 안에서도 옮긴 점수만 씁니다.",
            ),
            (
                "Name the shifted scores, then subtract from them the logarithm of one sum for each row; keepdims=True "
                "makes the shapes fit.",
                "옮긴 점수에 이름을 붙이고, 거기서 행마다 하나인 합의 로그를 빼세요. keepdims=True로 모양을 맞춥니다.",
            ),
        ),
    ),
    FunctionExercise(
        "stable-loss",
        _loss,
        _images,
        tolerance=1e-12,
        mistakes={
            "loss-rounds-to-zero": _rounded_to_zero,
            "largest-added-back": _largest_added_back,
            "no-shift": _loss_without_shift,
            "textbook-formula": _textbook_loss,
            "log-of-softmax": _log_of_probability,
            "sign-forgotten": _sign_forgotten,
            "max-for-logsumexp": _behind_the_largest,
        },
        hints=(
            (
                "Which exponential is exactly 1 after the shift? It must not meet the others in a sum.",
                "점수를 옮긴 뒤 정확히 1이 되는 지수 함숫값은 무엇입니까? 그것을 다른 값과 한 합에 넣으면 안 됩니다.",
            ),
            (
                "The loss has two parts, both at least 0: a log1p, and how far the correct class is behind the largest.",
                "손실은 0 이상인 두 부분으로 되어 있습니다. 하나는 log1p이고, 하나는 정답 클래스가 가장 큰 점수에 뒤진 폭입니다.",
            ),
            (
                "Find the place of one largest score with argmax, and leave this place out of the sum before you add.",
                "argmax로 가장 큰 점수 하나의 자리를 찾고, 더하기 전에 그 자리를 합에서 빼놓으세요.",
            ),
        ),
    ),
    FunctionExercise(
        "stable-gradient",
        _gradient,
        _images,
        mistakes={
            "half-the-gradient": _half_gradient,
            "no-shift": _gradient_without_shift,
            "target-not-subtracted": _belief_only,
            "gradient-sign": _truth_minus_belief,
        },
        hints=(
            (
                "The entries of the gradient add up to 0. What does that say about the entry of the correct class?",
                "그레이디언트의 성분을 모두 더하면 0입니다. 그러면 정답 클래스의 성분은 무엇입니까?",
            ),
            (
                "The wrong classes are easy: their entries are their probabilities, which keep their digits. Avoid "
                "subtracting from a number that is rounded to 1.",
                "오답 클래스는 쉽습니다. 확률이 그대로 성분이고 자릿수도 모두 남습니다. 1로 반올림된 수에서 무언가를 빼는 일은 "
                "피하세요.",
            ),
            (
                "Take the softmax, set the place of the correct class to 0, and fill it with what makes the sum 0.",
                "소프트맥스를 구하고 정답 클래스의 자리를 0으로 둔 다음, 합이 0이 되게 하는 값을 그 자리에 넣으세요.",
            ),
        ),
    ),
]
