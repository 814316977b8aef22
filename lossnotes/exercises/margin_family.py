"""Exercises of the chapter on the margin family."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from lossnotes import angle, contrastive_loss, psi, triplet_loss

from . import _speed
from ._forms import ChoiceExercise, NumberExercise
from ._function import FunctionExercise


def _who_wins() -> list[float]:
    """The targets of A-Softmax, AM-softmax and ArcFace at 40 degrees."""
    theta = np.radians(40)
    return [float(psi(np.cos(theta), 2)), np.cos(theta) - 0.35, np.cos(theta + 0.5)]


def _mistake() -> list[float]:
    """The accuracy of four examples with the margin left on, and without it."""
    own, other = np.cos(np.radians([[10, 30, 50, 60], [80, 50, 70, 65]]))
    return [np.mean(own - 0.35 > other), np.mean(own > other)]


def _mining() -> list[float]:
    """How many of four triplets are easy, the loss of the nearest semi-hard one, and of the hardest."""
    negatives = np.sqrt([[0.3], [0.55], [0.7], [0.9]])
    anchor, positive = np.zeros((4, 1)), np.full((4, 1), np.sqrt(0.5))
    losses = triplet_loss(anchor, positive, negatives, margin=0.3, distance="squared", reduction="none")
    return [np.sum(losses == 0), losses[1], losses[0]]


def _roc() -> list[float]:
    """The area under the curve of six pairs, and the same pairs accepted with no and with one mistake."""
    same, different = np.array([0.9, 0.7, 0.4]), np.array([0.8, 0.3, 0.1])
    area = np.mean(same[:, np.newaxis] > different)
    return [area, np.mean(same > 0.8), np.mean(same > 0.3)]


def _bound() -> list[float]:
    """The largest margin in cosine and in angle for the corners of a regular tetrahedron."""
    corners = np.eye(4) - 0.25
    apart = float(angle(corners[0], corners[1]))
    return [1 - np.cos(apart), apart]


def _combined(
    cosines: np.ndarray, labels: np.ndarray, s: float, m1: float, m2: float, m3: float
) -> np.ndarray:
    """Scaled cosines, that of the label with all three margins."""
    theta = np.arccos(cosines)
    correct = np.eye(cosines.shape[1], dtype=bool)[labels]
    return s * np.where(correct, np.cos(m1 * theta + m2) - m3, cosines)


def _wrong_combined(
    *, everywhere: bool = False, sign: int = 1, scaled: bool = True, swapped: bool = False
) -> Callable[..., np.ndarray]:
    """The logits with one thing wrong."""

    def logits(
        cosines: np.ndarray, labels: np.ndarray, s: float, m1: float, m2: float, m3: float
    ) -> np.ndarray:
        if swapped:
            m2, m3 = m3, m2
        correct = np.eye(cosines.shape[1], dtype=bool)[labels] | everywhere
        target = np.cos(m1 * np.arccos(cosines) + sign * m2) - sign * m3
        return (s if scaled else 1) * np.where(correct, target, cosines)

    return logits


def _cosines(rng: np.random.Generator) -> Iterator[tuple]:
    first = np.array([[0.8, 0.6]])
    yield first, np.array([0]), 1.0, 1, 0.0, 0.0
    yield first, np.array([1]), 10.0, 1, 0.0, 0.35
    yield first, np.array([0]), 10.0, 1, 0.5, 0.0
    yield first, np.array([0]), 10.0, 2, 0.0, 0.0
    for n, c in (1, 2), (4, 3), (7, 10):
        yield rng.uniform(-1, 1, size=(n, c)), rng.integers(0, c, n), 16.0, 1, 0.3, 0.2
    yield np.array([[1.0, -1.0], [0.0, 0.0], [-1.0, 1.0]]), np.array([0, 1, 0]), 64.0, 1, 0.5, 0.35


def _pairs_loss(u: np.ndarray, v: np.ndarray, similar: np.ndarray, margin: float) -> np.floating:
    return contrastive_loss(u, v, similar, margin=margin)


def _wrong_pairs_loss(
    *, swapped: bool = False, half: float = 0.5, hinge: bool = True, rooted: bool = True, mean: bool = True
) -> Callable[..., np.floating]:
    """The contrastive loss with one thing wrong."""

    def loss(u: np.ndarray, v: np.ndarray, similar: np.ndarray, margin: float) -> np.floating:
        squared = ((u - v) ** 2).sum(axis=1)
        missing = margin - (np.sqrt(squared) if rooted else squared)
        apart = np.maximum(0, missing) if hinge else missing
        terms = half * np.where(similar != swapped, squared, apart**2)
        return terms.mean() if mean else terms.sum()

    return loss


def _pairs(rng: np.random.Generator) -> Iterator[tuple]:
    zero = np.zeros((2, 2))
    yield zero[:1], np.array([[0.6, 0.0]]), np.array([True]), 1.0
    yield zero[:1], np.array([[0.6, 0.0]]), np.array([False]), 1.0
    yield zero, np.array([[1.3, 0.0], [1.3, 0.0]]), np.array([True, False]), 1.0
    for n, size in (3, 1), (5, 2), (20, 16):
        yield rng.normal(size=(n, size)), rng.normal(size=(n, size)), rng.integers(0, 2, n) == 1, 2.0
    yield zero, zero.copy(), np.array([True, False]), 0.5  # both at the same point
    yield 1e4 * rng.normal(size=(4, 3)), np.zeros((4, 3)), np.array([True, False, True, False]), 1.0


def _many_pairs(rng: np.random.Generator) -> tuple:
    rows = _speed.ROWS
    return rng.normal(size=(rows, 4)), rng.normal(size=(rows, 4)), rng.integers(0, 2, rows) == 1, 2.0


def _semi_hard(u: np.ndarray, labels: np.ndarray, margin: float) -> np.floating:
    """One anchor after the other: the nearest of its class, and the nearest stranger beyond that."""
    chosen = []
    for i, y in enumerate(labels):
        squared = ((u - u[i]) ** 2).sum(axis=1)
        friends = [j for j in range(len(u)) if labels[j] == y and j != i]
        strangers = [j for j in range(len(u)) if labels[j] != y]
        p = min(friends, key=squared.__getitem__)
        beyond = [j for j in strangers if squared[j] > squared[p]]
        n = min(beyond, key=squared.__getitem__) if beyond else max(strangers, key=squared.__getitem__)
        chosen.append((p, n))
    p, n = np.transpose(chosen)
    return triplet_loss(u, u[p], u[n], margin=margin, distance="squared")


def _wrong_semi_hard(
    *, itself: bool = False, hardest: bool = False, sign: int = 1, margined: bool = True, hinge: bool = True
) -> Callable[..., np.floating]:
    """The triplet loss of mined triplets with one thing wrong."""

    def loss(u: np.ndarray, labels: np.ndarray, margin: float) -> np.floating:
        squared = ((u[:, np.newaxis] - u) ** 2).sum(axis=2)
        same = labels[:, np.newaxis] == labels
        friends = same if itself else same & ~np.eye(len(u), dtype=bool)
        near = np.where(friends, squared, np.inf).min(axis=1)
        beyond = ~same & ((squared > near[:, np.newaxis]) | hardest)
        far = np.where(beyond, squared, np.inf).min(axis=1)
        far = np.where(np.isinf(far), np.where(same, -np.inf, squared).max(axis=1), far)
        excess = sign * (near - far) + (margin if margined else 0)
        return (np.maximum(0, excess) if hinge else excess).mean()

    return loss


def _embedded(rng: np.random.Generator) -> Iterator[tuple]:
    yield np.array([[0.0], [1.0], [1.5], [3.5]]), np.array([0, 0, 1, 1]), 1.0
    yield np.array([[0.0, 0.0], [0.0, 2.0], [1.0, 0.0], [1.0, 2.0]]), np.array([0, 0, 1, 1]), 0.3
    for classes, each, size in (2, 2, 1), (3, 4, 2), (5, 6, 16):
        yield (
            rng.normal(size=(classes * each, size)),
            rng.permutation(np.repeat(np.arange(classes), each)),
            0.3,
        )
    yield np.ones((6, 3)), np.array([0, 1, 2, 0, 1, 2]), 0.3  # collapsed: the loss is the margin
    yield 1e4 * rng.normal(size=(6, 2)), np.array([0, 1, 0, 1, 0, 1]), 0.3


def _many_embedded(rng: np.random.Generator) -> tuple:
    return rng.normal(size=(_speed.POINTS, 4)), rng.permutation(np.arange(_speed.POINTS) % 5), 0.3


def _area(cosines: np.ndarray, same: np.ndarray) -> float:
    """By ranks: how many different pairs lie below each same pair, ties being half below."""
    if same.all() or not same.any():
        raise ValueError("same: expected pairs of both kinds")
    different = np.sort(cosines[~same])
    below = np.searchsorted(different, cosines[same], side="left")
    not_above = np.searchsorted(different, cosines[same], side="right")
    return (below + not_above).mean() / 2 / len(different)


def _wrong_area(*, ties: float = 0.5, swapped: bool = False) -> Callable[..., float]:
    """The area with ties counted in another way, or with the kinds of pairs swapped."""

    def area(cosines: np.ndarray, same: np.ndarray) -> float:
        ahead = cosines[same][:, np.newaxis] - cosines[~same]
        won = (ahead > 0).mean() + ties * (ahead == 0).mean()
        return 1 - won if swapped else won

    return area


def _verified_pairs(rng: np.random.Generator) -> Iterator[tuple]:
    six = np.array([0.9, 0.7, 0.4, 0.8, 0.3, 0.1])
    yield six, np.array([True, True, True, False, False, False])
    yield np.array([0.5, 0.5]), np.array([True, False])  # a coin
    for n in 5, 20, 200:
        yield rng.uniform(-1, 1, n), rng.permutation(np.arange(n) % 3 == 0)
    yield rng.integers(-2, 3, 50) / 2, rng.permutation(np.arange(50) % 2 == 0)  # many ties
    yield np.array([1.0, 1.0, -1.0, -1.0]), np.array([True, True, False, False])
    yield np.zeros(6), np.array([True, False, False, True, False, False])


# An angle near 0 or pi loses half of its digits in an arc cosine, whichever way it is written.
EXERCISES = [
    ChoiceExercise(
        "family-which",
        answer=3,
        among=4,
        mistakes={1: "angle-for-cosine-margin", 2: "angle-stops-at-180", 4: "easy-form-assumed"},
        hints=(
            (
                "To what angle does the margin widen these 170°?",
                "마진은 170°를 몇 도로 넓힙니까?",
            ),
            (
                "Where on its way around does a cosine have its lowest value, and what does it do beyond it?",
                "코사인은 한 바퀴를 도는 동안 어디에서 가장 작고, 그 뒤에는 어떻게 됩니까?",
            ),
            (
                "Compute both cosines, with and without the margin. The higher target has the lower loss.",
                "마진이 있을 때와 없을 때의 코사인을 모두 구하세요. 정답의 값이 높은 쪽이 손실이 작습니다.",
            ),
        ),
    ),
    NumberExercise(
        "family-who-wins",
        _who_wins,
        decimals=2,
        mistakes={
            "margin-helps-target": lambda: [
                np.nan,
                np.cos(np.radians(40)) + 0.35,
                np.cos(np.radians(40) - 0.5),
            ],
            "angle-for-cosine-margin": lambda: [
                np.nan,
                np.cos(np.radians(40) + 0.35),
                np.cos(np.radians(40)) - 0.5,
            ],
            "margin-in-degrees": lambda: [np.nan, np.nan, np.cos(np.radians(40.5))],
            "degrees-for-radians": [np.cos(80), np.cos(40) - 0.35, np.cos(40.5)],
        },
        hints=(
            (
                "Each loss replaces the cosine of the correct class by something smaller. The three formulas stand at "
                "the beginning of the chapter.",
                "손실마다 정답 클래스의 코사인을 더 작은 값으로 바꿉니다. 세 가지 식은 이 장의 첫머리에 있습니다.",
            ),
            (
                "In the first the angle is multiplied, in the second the cosine becomes smaller, in the third the angle "
                "becomes larger. Mind degrees and radians.",
                "첫째는 각도에 곱하고, 둘째는 코사인을 줄이고, 셋째는 각도를 늘립니다. 도와 라디안에 주의하세요.",
            ),
            (
                "Turn 40° into radians first, or the margin of ArcFace into degrees, so that both have one unit. Then "
                "compare with the cosine of 70°.",
                "먼저 40°를 라디안으로 바꾸거나 ArcFace의 마진을 도로 바꾸어 단위를 맞추세요. 그다음 70°의 코사인과 비교하세요.",
            ),
        ),
    ),
    NumberExercise(
        "family-mistake",
        _mistake,
        decimals=2,
        mistakes={
            "margin-on-all-classes": [1, np.nan],
            "margin-at-test": [np.nan, 0.25],
        },
        hints=(
            (
                "What does the layer do with the label that it is given?",
                "레이블을 받은 층은 그것으로 무엇을 합니까?",
            ),
            (
                "The scale changes no order. Compare the two cosines of each example, once with the margin on the "
                "correct one and once without.",
                "스케일은 순서를 바꾸지 않습니다. 예제마다 두 코사인을 비교하되, 한 번은 정답에 마진을 주고 한 번은 주지 마세요.",
            ),
            (
                "Write the four pairs of cosines in a table, subtract the margin from the correct ones, and count who "
                "is ahead.",
                "코사인 네 쌍을 표로 쓰고 정답의 코사인에서 마진을 뺀 다음, 앞선 것을 세세요.",
            ),
        ),
    ),
    NumberExercise(
        "family-mining",
        _mining,
        decimals=2,
        mistakes={
            "margin-forgotten": [3, 0, 0.2],
            "triplet-swapped": [0, 0.35, 0.1],
            "hardest-for-semi-hard": [np.nan, 0.5, np.nan],
        },
        hints=(
            (
                "Put the five squared distances on a line, and mark the one of the positive.",
                "제곱 거리 다섯 개를 직선 위에 놓고 양성 샘플의 자리를 표시하세요.",
            ),
            (
                "A negative is easy if it lies beyond the positive by the margin, and semi-hard if it lies beyond it by "
                "less.",
                "음성 샘플이 양성 샘플보다 마진 이상 멀면 쉬운 것이고, 멀기는 하지만 마진보다 덜 멀면 중간인 것입니다.",
            ),
            (
                "The loss of a triplet is max(0, positive - negative + margin), with the squared distances put in.",
                "삼중항 손실은 max(0, 양성까지의 거리 - 음성까지의 거리 + 마진)입니다. 제곱 거리를 넣으세요.",
            ),
        ),
    ),
    NumberExercise(
        "family-roc",
        _roc,
        decimals=2,
        mistakes={
            "similar-swapped": [2 / 9, np.nan, np.nan],
            "threshold-too-high": [np.nan, np.nan, 2 / 3],
        },
        hints=(
            (
                "Sort the six cosines from high to low and note for each whether its pair is the same or different.",
                "코사인 여섯 개를 큰 것부터 늘어놓고, 저마다 같은 쌍인지 다른 쌍인지 적어 두세요.",
            ),
            (
                "The area is the share of comparisons, one same pair against one different pair, that the same pair "
                "wins.",
                "넓이는 같은 쌍 하나와 다른 쌍 하나를 비교할 때 같은 쌍이 이기는 비율입니다.",
            ),
            (
                "For the other two, lower the threshold as far as it goes before one different pair too many is "
                "accepted, and count the same pairs above it.",
                "나머지 두 문항에서는 다른 쌍이 허용된 수를 넘기 직전까지 문턱값을 낮추고, 그보다 높은 같은 쌍을 세세요.",
            ),
        ),
    ),
    FunctionExercise(
        "family-combined",
        _combined,
        _cosines,
        tolerance=1e-7,
        mistakes={
            "margin-on-all-classes": _wrong_combined(everywhere=True),
            "margin-helps-target": _wrong_combined(sign=-1),
            "scale-forgotten": _wrong_combined(scaled=False),
            "angle-for-cosine-margin": _wrong_combined(swapped=True),
        },
        hints=(
            (
                "Which entries of the array change, apart from the scale?",
                "스케일을 빼면, 배열에서 바뀌는 원소는 어느 것입니까?",
            ),
            (
                "Copy the cosines. Two index arrays, the rows and the labels, pick the correct entry of each row.",
                "코사인을 복사하세요. 행 번호와 레이블, 두 인덱스 배열로 행마다 정답의 자리를 고를 수 있습니다.",
            ),
            (
                "Take the arc cosine of these entries, put the formula in their place, and multiply everything by s at "
                "the end.",
                "그 원소에 아크코사인을 취하고 그 자리에 식의 값을 넣은 다음, 마지막에 전체에 s를 곱하세요.",
            ),
        ),
    ),
    FunctionExercise(
        "family-contrastive",
        _pairs_loss,
        _pairs,
        fast=_many_pairs,
        mistakes={
            "similar-swapped": _wrong_pairs_loss(swapped=True),
            "half-forgotten": _wrong_pairs_loss(half=1.0),
            "far-pairs-pulled": _wrong_pairs_loss(hinge=False),
            "distance-not-rooted": _wrong_pairs_loss(rooted=False),
            "sum-for-mean": _wrong_pairs_loss(mean=False),
        },
        hints=(
            (
                "The two cases of the formula differ in what they square. What does each square?",
                "식의 두 경우는 무엇을 제곱하는지가 다릅니다. 각각 무엇을 제곱합니까?",
            ),
            (
                "Compute the distance of every pair first. A similar pair pays for its distance, a dissimilar one for "
                "how far it stays below the margin.",
                "먼저 쌍마다 거리를 구하세요. 비슷한 쌍은 그 거리만큼, 다른 쌍은 마진까지 모자라는 만큼 대가를 치릅니다.",
            ),
            (
                "Choose between the two with np.where, square, take half, and average over the pairs.",
                "np.where로 둘 가운데 하나를 고르고, 제곱해 절반을 취한 다음 쌍에 대해 평균하세요.",
            ),
        ),
    ),
    FunctionExercise(
        "family-semi-hard",
        _semi_hard,
        _embedded,
        tolerance=1e-7,
        fast=_many_embedded,
        quick=_wrong_semi_hard(),
        mistakes={
            "anchor-is-its-own-positive": _wrong_semi_hard(itself=True),
            "hardest-for-semi-hard": _wrong_semi_hard(hardest=True),
            "triplet-swapped": _wrong_semi_hard(sign=-1),
            "margin-forgotten": _wrong_semi_hard(margined=False),
            "no-hinge": _wrong_semi_hard(hinge=False),
        },
        hints=(
            (
                "Begin with all squared distances. What must a point not choose as its positive?",
                "모든 제곱 거리에서 시작하세요. 어떤 점이 양성 샘플로 골라서는 안 되는 것은 무엇입니까?",
            ),
            (
                "Where a point may not be chosen, put infinity; then a minimum over the row finds the positive. The "
                "negatives need two conditions.",
                "골라서는 안 되는 곳에 무한대를 두면 행의 최솟값으로 양성 샘플을 찾을 수 있습니다. 음성 샘플에는 조건이 둘 "
                "필요합니다.",
            ),
            (
                "Take the smallest squared distance among the points of other classes that is larger than the "
                "positive's. Where there is none, take the largest among all of them. Then the formula, and the mean.",
                "다른 클래스의 점 가운데 양성 샘플보다 먼 것의 가장 작은 제곱 거리를 고르세요. 그런 점이 없으면 모두 가운데 가장 "
                "큰 것을 고릅니다. 그다음 식을 계산해 평균하세요.",
            ),
        ),
    ),
    FunctionExercise(
        "family-area",
        _area,
        _verified_pairs,
        mistakes={
            "ties-win": _wrong_area(ties=1.0),
            "ties-lose": _wrong_area(ties=0.0),
            "similar-swapped": _wrong_area(swapped=True),
        },
        hints=(
            (
                "The area is a probability. Which two pairs are drawn, and when is it a success?",
                "이 넓이는 확률입니다. 어떤 두 쌍을 뽑고, 언제 성공입니까?",
            ),
            (
                "Separate the cosines of same and different pairs. A new axis compares each of the one kind with each of "
                "the other.",
                "같은 쌍과 다른 쌍의 코사인을 나누세요. 축을 하나 더하면 한쪽의 모든 값을 다른 쪽의 모든 값과 비교할 수 있습니다.",
            ),
            (
                "Take the share of comparisons that the same pair wins, and add half the share of ties.",
                "같은 쌍이 이기는 비교의 비율에, 동점인 비율의 절반을 더하세요.",
            ),
        ),
    ),
    NumberExercise(
        "family-bound",
        _bound,
        decimals=3,
        mistakes={
            "correct-class-in-the-count": [5 / 4, np.arccos(-1 / 4)],
            "degrees-for-radians": lambda: [np.nan, np.degrees(_bound()[1])],
        },
        hints=(
            (
                "Which arrangement of unit vectors keeps all of them as far apart as possible?",
                "단위 벡터들을 서로 가장 멀리 떨어뜨려 놓으려면 어떻게 배열해야 합니까?",
            ),
            (
                "The first part gives the cosine between any two of them. A feature on its own class vector has the "
                "cosine 1 with it.",
                "1번에서 그 가운데 두 벡터의 코사인이 나옵니다. 자기 클래스 벡터 위에 있는 특징과 그 벡터의 코사인은 1입니다.",
            ),
            (
                "The margin in cosine is the difference of those two cosines, and the margin in angle is the angle "
                "between two class vectors, in radians.",
                "코사인 마진은 그 두 코사인의 차이고, 각도 마진은 두 클래스 벡터가 이루는 각도(라디안)입니다.",
            ),
        ),
    ),
]
