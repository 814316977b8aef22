"""Exercises of the chapter on the SVM against softmax."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from lossnotes import multiclass_svm_loss, softmax, softmax_cross_entropy
from lossnotes.examples import LABELS, SCORES

from . import _speed
from ._forms import ChoiceExercise, NumberExercise
from ._function import FunctionExercise

NOTHING = np.full(3, np.nan)


def _moved() -> np.ndarray:
    """The scores of the car image after three changes."""
    cat, car, frog = SCORES[1]
    return np.array([[cat + 10, car + 10, frog + 10], [2 * cat, 2 * car, 2 * frog], [cat, car, 4.4]])


def _moves(margin: float = 1.0) -> np.ndarray:
    """Both losses of the car image after three changes of its scores: the hinge's three, then softmax's."""
    hinge = multiclass_svm_loss(_moved(), [1, 1, 1], margin=margin, reduction="none")
    return np.append(hinge, softmax_cross_entropy(_moved(), [1, 1, 1], reduction="none"))


def _moves_without_own() -> np.ndarray:
    leads = _moved()[:, [1]] - _moved()[:, [0, 2]]
    return np.append(NOTHING, np.log(np.exp(-leads).sum(axis=1)))


def _gap(total: Callable[[np.ndarray], np.ndarray] = lambda C: C - 1) -> np.ndarray:
    """The lead over all rivals at which the softmax loss is 0.01, for three numbers of classes."""
    return np.log(total(np.array([2, 10, 1000])) / np.expm1(0.01))


# --- who pulls how hard ----------------------------------------------------------------------------


def _pulls(scores: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Minus the slope of each loss by the correct score."""
    pulls = []
    for loss in multiclass_svm_loss, softmax_cross_entropy:
        _, slopes = loss(scores, labels, reduction="none", return_grad=True)
        pulls.append(
            0 - np.take_along_axis(slopes, labels[:, np.newaxis], axis=1)[:, 0]
        )  # 0 - x, as -x would be -0
    return pulls[0], pulls[1]


def _images(rng: np.random.Generator) -> Iterator[tuple]:
    yield SCORES[:1].copy(), LABELS[:1].copy()
    yield SCORES.copy(), LABELS.copy()
    for n, c in (1, 2), (2, 3), (5, 4), (7, 10):
        yield rng.normal(scale=2, size=(n, c)), rng.integers(0, c, n)
    yield np.array([[2.0, 1.0, 1.0]]), np.array([0])  # both rivals exactly on the margin: no vote
    yield np.array([[30.0, 0.0, -5.0]]), np.array([0])  # where 1 - p_y would lose its digits
    yield np.array([[1e4, 0.0, -1e4], [5.0, 5.0, 5.0]]), np.array([2, 1])
    yield np.array([[3.0]]), np.array([0])  # no wrong class


def _wrong_votes(change: Callable[[np.ndarray], np.ndarray]) -> Callable[..., tuple]:
    """The right shares, and votes counted from the leads over all classes, the correct one among them."""

    def pulls(scores: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        leads = scores[np.arange(len(labels)), labels][:, np.newaxis] - scores
        return change(leads), _pulls(scores, labels)[1]

    return pulls


def _wrong_shares(change: Callable[[np.ndarray], np.ndarray]) -> Callable[..., tuple]:
    """The right votes, and shares from the probability of the correct class."""

    def pulls(scores: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return _pulls(scores, labels)[0], change(softmax(scores)[np.arange(len(labels)), labels])

    return pulls


def _pulls_that_overflow(scores: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    parts = np.exp(scores)
    total = parts.sum(axis=1)
    parts[np.arange(len(labels)), labels] = 0
    return _pulls(scores, labels)[0], parts.sum(axis=1) / total


# --- probabilities for scores ----------------------------------------------------------------------


def _squashed(margin: float = 1.0) -> np.ndarray:
    """The hinge of probabilities: C (1 - p_y)."""
    return multiclass_svm_loss(softmax(SCORES), LABELS, margin=margin, reduction="none")


# --- what a score means when the label is not sure -------------------------------------------------


def _expected(scores: np.ndarray, shares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mean of each loss if the label of an image is c as often as its share says."""
    means = []
    for loss in multiclass_svm_loss, softmax_cross_entropy:
        each = [loss(scores, np.full(len(scores), c), reduction="none") for c in range(scores.shape[1])]
        means.append((shares * np.transpose(each)).sum(axis=1))
    return means[0], means[1]


def _shared(rng: np.random.Generator) -> Iterator[tuple]:
    yield np.array([[0.0, 1.0]]), np.array([[0.25, 0.75]])
    yield np.zeros((1, 3)), np.array([[0.5, 0.3, 0.2]])  # a tie
    for n, c in (1, 3), (4, 3), (6, 10):
        yield rng.normal(scale=2, size=(n, c)), rng.dirichlet(np.ones(c), n)
    yield SCORES.copy(), np.array([[0.0, 1.0, 0.0], [0.4, 0.35, 0.25], [1.0, 0.0, 0.0]])  # some are sure
    yield np.array([[1e4, 0.0, -1e4]]), np.array([[0.5, 0.25, 0.25]])


def _expected_with(
    hinge: Callable[[np.ndarray, np.ndarray], np.ndarray] = lambda scores, shares: _expected(scores, shares)[
        0
    ],
    soft: Callable[[np.ndarray, np.ndarray], np.ndarray] = lambda scores, shares: _expected(scores, shares)[
        1
    ],
) -> Callable[..., tuple]:
    return lambda scores, shares: (hinge(scores, shares), soft(scores, shares))


def _without_margin(scores: np.ndarray, shares: np.ndarray) -> np.ndarray:
    behind = scores[:, np.newaxis] - scores[:, :, np.newaxis]
    return (shares * np.maximum(0, behind).sum(axis=2)).sum(axis=1)


# --- the slopes of the cold softmax ----------------------------------------------------------------


def _cold_slopes(scores: np.ndarray, labels: np.ndarray, T: float) -> np.ndarray:
    """The gradient of T log(1 + sum of e^((1 - g_j) / T)) by the scores."""
    rivals = 1 - np.eye(scores.shape[1])[labels]
    return softmax_cross_entropy((scores + rivals) / T, labels, reduction="none", return_grad=True)[1]


def _cold(rng: np.random.Generator) -> Iterator[tuple]:
    for T in 1.0, 0.5, 0.01:
        yield SCORES.copy(), LABELS.copy(), T
    for n, c, T in (1, 2, 2.0), (4, 3, 0.3), (6, 10, 5.0):
        yield rng.normal(scale=2, size=(n, c)), rng.integers(0, c, n), T
    yield np.zeros((1, 4)), np.array([3]), 0.1  # a tie
    yield np.array([[1e4, 0.0, -1e4], [5.0, 6.0, 6.0]]), np.array([2, 0]), 0.5
    yield np.array([[3.0]]), np.array([0]), 1.0  # no wrong class


def _wrong_slopes(
    *, margin: float = 1, target: float = 1, sign: int = 1, factor: bool = False, swapped: bool = False
) -> Callable[..., np.ndarray]:
    """The slopes with one thing wrong."""

    def slopes(scores: np.ndarray, labels: np.ndarray, T: float) -> np.ndarray:
        own = np.eye(scores.shape[1])[labels]
        z = scores + margin * (1 - own)
        p = softmax(z * T if swapped else z / T)
        return sign * (p - target * own) * (T if factor else 1)

    return slopes


def _slopes_that_overflow(scores: np.ndarray, labels: np.ndarray, T: float) -> np.ndarray:
    own = np.eye(scores.shape[1])[labels]
    parts = np.exp((scores + 1 - own) / T)
    return parts / parts.sum(axis=1, keepdims=True) - own


EXERCISES = [
    ChoiceExercise(
        "versus-which",
        answer=1,
        among=4,
        mistakes={2: "softmax-content-too", 3: "slack-ignored", 4: "roles-exchanged"},
        hints=(
            (
                "How hard does each loss pull at one image with such a lead? Add up only then.",
                "이만큼 앞선 이미지 한 장을 각 손실이 얼마나 세게 당깁니까? 더하는 것은 그다음입니다.",
            ),
            (
                "The hinge gives a rival one vote or none. Softmax pulls by as much as the correct probability falls short of 1.",
                "힌지는 오답 클래스에 한 표를 주거나 주지 않습니다. 소프트맥스는 정답의 확률이 1에 못 미치는 만큼 당깁니다.",
            ),
            (
                "With two classes the correct probability is the sigmoid of the lead. Find how far it falls short of 1 at "
                "the lead 6, and add up a thousand of that.",
                "클래스가 둘이면 정답의 확률은 앞선 폭의 시그모이드입니다. 6만큼 앞설 때 1에 얼마나 못 미치는지 구해 천 번 더하세요.",
            ),
        ),
    ),
    NumberExercise(
        "versus-moves",
        _moves,
        decimals=3,
        mistakes={
            "correct-class-counted": lambda: np.append(_moves()[:3] + 1, NOTHING),
            "margin-forgotten": lambda: np.append(_moves(margin=0)[:3], NOTHING),
            "own-class-left-out": _moves_without_own,
            "log-base-10": lambda: np.append(NOTHING, _moves()[3:] / np.log(10)),
            "probability-for-loss": lambda: np.append(NOTHING, 1 - np.exp(-_moves()[3:])),
        },
        hints=(
            (
                "Write down the two leads of car first. Both losses need nothing else.",
                "자동차가 앞선 폭 두 개를 먼저 적어 보세요. 두 손실에 필요한 것은 그것뿐입니다.",
            ),
            (
                "For each change ask what becomes of the two leads: stay, double, or only one of them shrinks?",
                "변화마다 두 앞선 폭이 어떻게 되는지 보세요. 그대로입니까, 두 배가 됩니까, 하나만 줄어듭니까?",
            ),
            (
                "Put the new leads into the two formulas of the chapter. The 1 under the logarithm belongs to car "
                "itself.",
                "새 앞선 폭을 이 장의 두 식에 넣으세요. 로그 안의 1은 자동차 자신의 항입니다.",
            ),
        ),
    ),
    NumberExercise(
        "versus-gap",
        _gap,
        decimals=2,
        mistakes={
            "correct-class-in-the-count": lambda: _gap(lambda C: C),
            "own-class-left-out": lambda: np.log(np.array([1, 9, 999])) - 0.01,
            "log-base-10": lambda: _gap() / np.log(10),
        },
        hints=(
            (
                "With equal leads the sum under the logarithm has equal terms. How many?",
                "앞선 폭이 모두 같으면 로그 안의 합도 같은 항으로 이루어집니다. 항은 몇 개입니까?",
            ),
            (
                "Set the loss equal to the given number and undo the logarithm, then the exponential.",
                "손실을 주어진 값과 같다고 놓고 로그를 먼저, 지수를 그다음에 푸세요.",
            ),
            (
                "Exponentiate both sides, take away the 1 of the correct class, and divide by the number of rivals.",
                "양변에 지수 함수를 취하고, 정답 클래스의 1을 뺀 다음 오답 클래스의 개수로 나누세요.",
            ),
        ),
    ),
    FunctionExercise(
        "versus-pull",
        _pulls,
        _images,
        fast=_speed.scored,
        mistakes={
            "correct-class-counted": _wrong_votes(lambda leads: (leads < 1).sum(axis=1)),
            "slope-at-the-kink": _wrong_votes(lambda leads: (leads <= 1).sum(axis=1) - 1),
            "margin-forgotten": _wrong_votes(lambda leads: (leads < 0).sum(axis=1)),
            "correct-score-counted-once": _wrong_votes(lambda leads: (leads < 1).sum(axis=1) > 1),
            "target-not-subtracted": _wrong_shares(lambda p: p),
            "digits-cancel": _wrong_shares(lambda p: 1 - p),
            "no-shift": _pulls_that_overflow,
        },
        hints=(
            (
                "The pull is minus the slope by the correct score. Look at the last row of the table of slopes.",
                "당기는 힘은 정답 점수에 대한 기울기의 부호를 바꾼 것입니다. 기울기 표의 마지막 줄을 보세요.",
            ),
            (
                "Compute the leads over all classes at once. Which place must not have a vote, and what is the lead "
                "there?",
                "모든 클래스에 대해 앞선 폭을 한꺼번에 구하세요. 표를 주면 안 되는 자리는 어디이고, 그 자리의 앞선 폭은 얼마입니까?",
            ),
            (
                "Count the leads below 1 for the hinge. For softmax shift the scores by their largest, exponentiate, "
                "and add up the shares of the wrong classes instead of subtracting from 1.",
                "힌지는 1보다 작은 앞선 폭을 셉니다. 소프트맥스는 가장 큰 점수를 빼고 지수를 취한 다음, 1에서 빼지 말고 오답 "
                "클래스의 몫을 더하세요.",
            ),
        ),
    ),
    NumberExercise(
        "versus-squashed",
        _squashed,
        decimals=2,
        mistakes={
            "correct-class-counted": lambda: _squashed() + 1,
            "margin-forgotten": lambda: _squashed(margin=0),
            "mean-over-classes": lambda: _squashed() / 3,
        },
        hints=(
            (
                "How far can one probability be ahead of another at most?",
                "확률 하나가 다른 확률을 앞서는 폭은 많아야 얼마입니까?",
            ),
            (
                "So no term is ever cut off at 0. Write the sum over the wrong classes without the max.",
                "그러므로 0으로 잘리는 항이 없습니다. 오답 클래스에 대한 합을 max 없이 써 보세요.",
            ),
            (
                "The probabilities of the wrong classes add up to 1 minus that of the correct one. Collect the terms, "
                "then put in the three values of softmax.",
                "오답 클래스의 확률을 더하면 1에서 정답의 확률을 뺀 값입니다. 항을 정리하고 세 이미지의 소프트맥스 값을 넣으세요.",
            ),
        ),
    ),
    FunctionExercise(
        "versus-expected",
        _expected,
        _shared,
        mistakes={
            "correct-class-counted": _expected_with(
                hinge=lambda scores, shares: _expected(scores, shares)[0] + shares.sum(axis=1)
            ),
            "margin-forgotten": _expected_with(hinge=_without_margin),
            "shares-forgotten": lambda scores, shares: _expected(
                scores, np.full(shares.shape, 1 / shares.shape[1])
            ),
            "likeliest-class-only": lambda scores, shares: _expected(
                scores, np.eye(shares.shape[1])[shares.argmax(axis=1)]
            ),
            "p-and-q-swapped": _expected_with(
                soft=lambda scores, shares: -(softmax(scores) * np.log(shares)).sum(axis=1)
            ),
            "log-of-softmax": _expected_with(
                soft=lambda scores, shares: -(shares * np.log(softmax(scores))).sum(axis=1)
            ),
        },
        hints=(
            (
                "If the label were certain, you would have one hinge and one softmax loss. Now each label has a share.",
                "정답이 확실하다면 힌지와 소프트맥스 손실이 하나씩 나옵니다. 여기서는 레이블마다 비율이 있습니다.",
            ),
            (
                "Compute the loss of every image for every possible label, an array of shape (N, C). Then weigh it "
                "with the shares.",
                "이미지마다 가능한 모든 레이블의 손실을 구해 모양이 (N, C)인 배열을 만들고, 비율을 가중치로 평균하세요.",
            ),
            (
                "scores[:, :, None] - scores[:, None] holds the leads of every possible label over every class. The "
                "softmax loss of a label is the log of the sum of exponentials minus its score; shift first.",
                "scores[:, :, None] - scores[:, None]에 모든 레이블이 모든 클래스를 앞선 폭이 들어 있습니다. 소프트맥스 손실은 "
                "지수의 합의 로그에서 그 레이블의 점수를 뺀 값이며, 먼저 점수를 옮겨야 합니다.",
            ),
        ),
    ),
    FunctionExercise(
        "versus-cold-slopes",
        _cold_slopes,
        _cold,
        fast=_speed.cold,
        mistakes={
            "inner-factor-forgotten": _wrong_slopes(factor=True),
            "margin-forgotten": _wrong_slopes(margin=0),
            "target-not-subtracted": _wrong_slopes(target=0),
            "gradient-sign": _wrong_slopes(sign=-1),
            "temperature-multiplied": _wrong_slopes(swapped=True),
            "no-shift": _slopes_that_overflow,
        },
        hints=(
            (
                "The loss is T times an ordinary softmax loss. Of which scores?",
                "이 손실은 보통의 소프트맥스 손실에 T를 곱한 것입니다. 어떤 점수의 소프트맥스 손실입니까?",
            ),
            (
                "The gradient of that softmax loss by its own scores is p - y. The chain rule brings one more factor. "
                "What is left of it and the T in front?",
                "그 소프트맥스 손실을 자기 점수로 미분하면 p - y입니다. 연쇄 법칙에서 나오는 인수와 앞의 T를 곱하면 무엇이 남습니까?",
            ),
            (
                "Add 1 to the wrong scores, divide by T, shift by the largest, take softmax, and subtract 1 in the "
                "places of the correct classes.",
                "오답 점수에 1을 더하고 T로 나눈 뒤 가장 큰 값을 빼서 소프트맥스를 구하고, 정답 클래스의 자리에서 1을 빼세요.",
            ),
        ),
    ),
]
