"""Exercises of the chapter on large-margin softmax."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.polynomial.chebyshev import Chebyshev

from lossnotes import lsoftmax_loss, psi, softmax_cross_entropy

from . import _speed
from ._forms import ChoiceExercise, NumberExercise
from ._function import FunctionExercise

NO = np.nan


def _pieces(theta: np.ndarray, m: int, last: int = 1) -> np.ndarray:
    """The number of the piece by the angle in radians, at most m - `last`."""
    return np.minimum(np.floor(m * theta / np.pi), m - last)


def _wrong_psi(
    *, plain: bool = False, drop: int = 2, flip: bool = True, first: int = 0, unit: Callable = np.radians
) -> Callable[..., np.ndarray]:
    """The function psi of angles in degrees with one thing wrong."""

    def by_angle(degrees: np.ndarray, m: int) -> np.ndarray:
        k = _pieces(np.radians(degrees), m) + first
        cosine = np.cos(m * unit(degrees))
        return cosine if plain else np.where(flip, (-1.0) ** k, 1) * cosine - drop * k

    return by_angle


def _handicap() -> list[float]:
    """Score of class 0 and loss of x = (3, 4) for m = 3 and m = 4; the cosine is 0.8, the lengths are 5."""
    x, W = [[3.0, 4.0]], [[0.0, 5.0], [5.0, 0.0]]
    return [part for m in (3, 4) for part in (25 * psi(0.8, m), lsoftmax_loss(x, W, [0], m=m))]


def _handicap_by(targets: list[float], rivals: list[float], lengths: float = 25.0) -> list[float]:
    """The same from what stands in place of the cosine of either class."""
    scores = lengths * np.array(targets), 25 * np.array(rivals)
    return [part for own, other in zip(*scores, strict=True) for part in (own, np.logaddexp(0, other - own))]


def _fading() -> list[float]:
    """When lambda reaches 2, and then for m = 3: the mixture at 180 degrees and the turning force at 60."""
    return [240, (2 * -1 + psi(-1.0, 3)) / 3, 2 * np.sin(np.pi / 3) / 3]


# --- a batch of scores -----------------------------------------------------------------------------


def _lowered(features: np.ndarray, weight: np.ndarray, labels: np.ndarray, m: int, lam: float) -> np.ndarray:
    """Linear scores, the correct one of each row with psi and the plain cosine mixed."""
    scores, rows = features @ weight.T, np.arange(len(labels))
    lengths = np.linalg.norm(features, axis=1) * np.linalg.norm(weight[labels], axis=1)
    plain = scores[rows, labels]
    cos = np.divide(plain, lengths, out=np.zeros_like(lengths), where=lengths > 0).clip(-1, 1)
    scores[rows, labels] = (lam * plain + lengths * psi(cos, m)) / (1 + lam)
    return scores


def _batches(rng: np.random.Generator) -> Iterator[tuple]:
    two = np.array([[0.0, 5.0], [5.0, 0.0]])
    yield np.array([[3.0, 4.0]]), two, np.array([0]), 2, 0.0
    yield np.array([[3.0, 4.0], [-3.0, -4.0]]), two, np.array([1, 0]), 4, 1.0
    for n, c, m in (3, 4, 1), (5, 3, 3), (8, 10, 4):
        weight = rng.normal(size=(c, 6))
        yield rng.normal(size=(n, 6)), weight, rng.integers(0, c, n), m, float(rng.uniform(0, 5))
    # rounding pushes these two cosines beyond 1 and -1
    ones = np.ones((2, 3))
    yield ones * [[1.0], [-2.0]], ones * [[1.0], [3.0]], np.array([0, 0]), 3, 0.5
    # no direction, and exactly along and against the class vector
    yield np.array([[0.0, 0.0], [0.0, 2.0], [-3.0, 0.0]]), two, np.array([0, 0, 1]), 4, 0.5


def _wrong_lowered(
    *,
    by: Callable[[np.ndarray, int], np.ndarray] = psi,
    mix: Callable[[np.ndarray, np.ndarray, float], np.ndarray] = lambda c, p, lam: (lam * c + p) / (1 + lam),
    all_classes: bool = False,
    lengths: bool = True,
    zero: float = 0.0,
) -> Callable[..., np.ndarray]:
    """The lowered scores with one thing wrong."""

    def scores(
        features: np.ndarray, weight: np.ndarray, labels: np.ndarray, m: int, lam: float
    ) -> np.ndarray:
        plain = features @ weight.T
        size = np.outer(np.linalg.norm(features, axis=1), np.linalg.norm(weight, axis=1))
        cos = np.divide(plain, size, out=np.zeros_like(size), where=size > 0).clip(-1, 1)
        lowered = (size if lengths else 1) * mix(cos, by(cos, m), lam)
        lowered = np.where(size > 0, lowered, zero)
        own = np.eye(len(weight), dtype=bool)[labels]
        return lowered if all_classes else np.where(own, lowered, plain)

    return scores


# --- psi and its slope by angles -------------------------------------------------------------------


def _by_angle(degrees: np.ndarray, m: int) -> np.ndarray:
    return psi(np.cos(np.radians(degrees)), m)


def _degrees(rng: np.random.Generator) -> Iterator[tuple]:
    yield np.array([70.0]), 3
    yield np.array([0.0, 45.0, 80.0, 130.0, 179.0]), 2
    for m in (1, 3, 4, 8):
        yield rng.uniform(0, 180, 6), m
    yield np.array([1e-6, 179.999999]), 4  # next to the ends


def _many_angles(rng: np.random.Generator) -> tuple:
    return rng.uniform(0, 180, _speed.NUMBERS), 4


def _psi_slope(degrees: np.ndarray, m: int) -> np.ndarray:
    """The derivative of psi by the cosine: that of the polynomial, turned round on every other piece."""
    theta = np.radians(degrees)
    return (-1.0) ** _pieces(theta, m) * Chebyshev.basis(m).deriv()(np.cos(theta))


def _ends(rng: np.random.Generator) -> Iterator[tuple]:
    yield np.array([70.0]), 3
    yield np.array([20.0, 45.0, 80.0, 130.0, 170.0]), 2
    for m in (1, 3, 4, 5):
        yield rng.uniform(5, 175, 6), m
    yield np.array([180.0, 100.0]), 4
    yield np.array([180.0, 100.0]), 3
    yield np.array([0.0, 0.0]), 3
    yield np.array([0.0, 180.0]), 1


def _wrong_slope(
    *, flip: bool = True, last: int = 1, unit: Callable = np.radians, limit: bool = True
) -> Callable[..., np.ndarray]:
    """The slope by the cosine with one thing wrong."""

    def slope(degrees: np.ndarray, m: int) -> np.ndarray:
        theta = unit(degrees)
        quotient = np.sin(m * theta) / np.sin(theta)
        if limit:
            quotient = np.where(
                theta % np.pi == 0, np.where(np.cos(theta) > 0, m, -m * (-1.0) ** m), quotient
            )
        return np.where(flip, (-1.0) ** _pieces(np.radians(degrees), m, last), 1) * m * quotient

    return slope


# --- backward through the scores -------------------------------------------------------------------


def _backward(
    dscores: np.ndarray, features: np.ndarray, weight: np.ndarray, labels: np.ndarray, m: int
) -> np.ndarray:
    """The chain rule from the lowered scores to the features."""
    own = weight[labels]
    x_length, w_length = (np.linalg.norm(v, axis=1, keepdims=True) for v in (features, own))
    x, w = features / x_length, own / w_length
    cos = (x * w).sum(axis=1, keepdims=True).clip(-1, 1)
    turning = _psi_slope(np.degrees(np.arccos(cos)), m) * (w - cos * x)
    at_own = np.take_along_axis(dscores, labels[:, np.newaxis], axis=1)
    return dscores @ weight + at_own * (w_length * (psi(cos, m) * x + turning) - own)


def _gradients(rng: np.random.Generator) -> Iterator[tuple]:
    two = np.array([[0.0, 5.0], [5.0, 0.0]])
    x = np.array([[3.0, 4.0]])
    for m in (1, 2):
        yield np.array([[-1.0, 1.0]]), x, two, np.array([0]), m
    for n, c, m in (3, 4, 1), (5, 3, 3), (8, 10, 4):
        features, weight, labels = rng.normal(size=(n, 6)), rng.normal(size=(c, 6)), rng.integers(0, c, n)
        scores = _lowered(features, weight, labels, m, 0.0)
        yield softmax_cross_entropy(scores, labels, return_grad=True)[1], features, weight, labels, m
    # exactly along and against the class vector: nothing turns
    yield np.array([[1.0, -1.0], [-2.0, 3.0]]), np.array([[0.0, 2.0], [-3.0, 0.0]]), two, np.array([0, 1]), 4
    yield np.array([[1.0, -1.0]]), np.array([[1e4, 2e4]]), two, np.array([1]), 3


def _wrong_backward(
    *, held: bool = False, across: bool = True, plain: bool = False, lengths: bool = True
) -> Callable[..., np.ndarray]:
    """The gradient by the features with one thing wrong."""

    def backward(
        dscores: np.ndarray, features: np.ndarray, weight: np.ndarray, labels: np.ndarray, m: int
    ) -> np.ndarray:
        own = weight[labels]
        x_length, w_length = (np.linalg.norm(v, axis=1, keepdims=True) for v in (features, own))
        x, w = features / x_length, own / w_length
        cos = (x * w).sum(axis=1, keepdims=True).clip(-1, 1)
        turning = 0 if held else _psi_slope(np.degrees(np.arccos(cos)), m) * (w - (cos * x if across else 0))
        part = own if plain else (w_length if lengths else 1) * (psi(cos, m) * x + turning)
        return dscores @ weight + np.take_along_axis(dscores, labels[:, np.newaxis], axis=1) * (part - own)

    return backward


EXERCISES = [
    ChoiceExercise(
        "lsoftmax-which",
        answer=3,
        among=4,
        mistakes={1: "lambda-on-psi", 2: "lambda-only-early", 4: "lambda-not-normalized"},
        hints=(
            (
                "What does λ multiply, and what is the whole divided by?",
                "λ는 무엇에 곱하고, 전체는 무엇으로 나눕니까?",
            ),
            (
                "The result is a weighted mean of two numbers. What are the two weights?",
                "결과는 두 수의 가중 평균입니다. 두 가중치는 각각 얼마입니까?",
            ),
            (
                "Take an angle of 60 degrees: compute the cosine and ψ, then their mean with those two weights.",
                "각도를 60도로 두고 코사인과 ψ를 구한 다음, 그 두 가중치로 평균해 보세요.",
            ),
        ),
    ),
    NumberExercise(
        "lsoftmax-handicap",
        _handicap,
        decimals=2,
        mistakes={
            "lengths-ignored": lambda: _handicap_by([psi(0.8, 3), psi(0.8, 4)], [0.6, 0.6], lengths=1),
            "margin-on-all-classes": lambda: [
                NO if i % 2 == 0 else part
                for i, part in enumerate(_handicap_by([psi(0.8, 3), psi(0.8, 4)], [psi(0.6, 3), psi(0.6, 4)]))
            ],
            "pieces-from-one": lambda: _handicap_by([-psi(0.8, 3) - 2, -psi(0.8, 4) - 2], [0.6, 0.6]),
        },
        hints=(
            (
                "You need only the cosine to class 0, no angle. Which two polynomials does the chapter give?",
                "각도는 필요 없고 클래스 0과 이루는 코사인만 있으면 됩니다. 이 장에 나온 두 다항식은 무엇입니까?",
            ),
            (
                "Find k first: how many joints lie before the angle? Then put the cosine into the polynomial.",
                "k를 먼저 구하세요. 각도 앞에 이음점이 몇 개 있습니까? 그다음 코사인을 다항식에 넣으세요.",
            ),
            (
                "Multiply by both lengths to get the score. The rival keeps its plain score, and the loss is almost the "
                "gap between the two.",
                "두 길이를 곱하면 점수가 됩니다. 오답의 점수는 그대로이고, 손실은 두 점수의 차이와 거의 같습니다.",
            ),
        ),
    ),
    NumberExercise(
        "lsoftmax-stairs",
        [1.0, -1.0, -2.0, -3.0, -5.0],
        decimals=2,
        mistakes={
            "plain-multiple-angle": [NO, NO, 0, 1, -1],
            "step-not-doubled": [NO, NO, -1, -2, -3],
            "odd-pieces-not-flipped": [NO, NO, NO, -1, NO],
            "pieces-from-one": [-3, NO, -4, NO, NO],
        },
        hints=(
            (
                "Multiply each angle by m. On which piece does it lie?",
                "각도마다 m을 곱해 보세요. 어느 조각에 있습니까?",
            ),
            (
                "The joints are the multiples of 180 degrees over m. At a joint take either neighbor, the value is the "
                "same.",
                "이음점은 180도를 m으로 나눈 각도의 배수입니다. 이음점에서는 어느 쪽 조각을 써도 값이 같습니다.",
            ),
            (
                "Write a table with the columns angle, k, cosine of the multiplied angle. Change the sign where k is "
                "odd, then take off 2k.",
                "각도, k, m배 한 각도의 코사인을 열로 하는 표를 만드세요. k가 홀수이면 부호를 바꾸고 2k를 뺍니다.",
            ),
        ),
    ),
    NumberExercise(
        "lsoftmax-gap",
        [15.0, 30.0, 7.0],
        decimals=1,
        mistakes={
            "divided-by-m": [20, 20, 8],
            "one-cone-only": [NO, 45, 3],
        },
        hints=(
            (
                "The lengths are equal, so angles alone decide. Which two angles must add up to the angle between the "
                "class vectors?",
                "길이가 같으므로 각도만으로 정해집니다. 어떤 두 각도를 더하면 클래스 벡터 사이의 각도가 됩니까?",
            ),
            (
                "The multiplied angle to the own class must be smaller than the plain angle to the other one.",
                "자기 클래스와 이루는 각도를 m배 한 것이 다른 클래스와 이루는 각도보다 작아야 합니다.",
            ),
            (
                "Solve that for the own angle. Two such cones, one on either side, leave the gap; write it as a part of "
                "the whole and solve for m.",
                "그 식을 자기 각도에 대해 푸세요. 양쪽의 부채꼴 두 개를 빼면 틈이 남습니다. 전체에 대한 비율로 쓰고 m에 대해 푸세요.",
            ),
        ),
    ),
    NumberExercise(
        "lsoftmax-fading",
        _fading,
        decimals=2,
        mistakes={
            "lambda-not-normalized": lambda: [NO, -7, 2 * np.sin(np.pi / 3)],
            "plain-multiple-angle": [NO, -1, NO],
            "lambda-on-psi": lambda: [NO, -11 / 3, np.sin(np.pi / 3) / 3],
            "step-not-doubled": [NO, -5 / 3, NO],
            "degrees-for-radians": lambda: [NO, NO, (2 * np.sin(60) + 3 * abs(np.sin(180))) / 3],
        },
        hints=(
            (
                "The maximum has two parts. When does the falling one reach the other?",
                "최댓값 안에는 두 값이 있습니다. 줄어드는 쪽은 언제 다른 쪽에 닿습니까?",
            ),
            (
                "From then on λ is fixed. Part 2 mixes the plain cosine, λ times, with ψ, once.",
                "그때부터 λ는 변하지 않습니다. 2번은 원래의 코사인에 λ를 곱한 것과 ψ를 섞은 값입니다.",
            ),
            (
                "Divide both mixtures by 1 + λ. In part 3 one of the two sines is 0.",
                "두 값 모두 1 + λ로 나누세요. 3번에서는 두 사인 가운데 하나가 0입니다.",
            ),
        ),
    ),
    FunctionExercise(
        "lsoftmax-lowered",
        _lowered,
        _batches,
        mistakes={
            "plain-multiple-angle": _wrong_lowered(by=lambda c, m: Chebyshev.basis(m)(c)),
            "step-not-doubled": _wrong_lowered(
                by=lambda c, m: _wrong_psi(drop=1)(np.degrees(np.arccos(c)), m)
            ),
            "margin-on-all-classes": _wrong_lowered(all_classes=True),
            "lambda-not-normalized": _wrong_lowered(mix=lambda c, p, lam: lam * c + p),
            "lambda-on-psi": _wrong_lowered(mix=lambda c, p, lam: (c + lam * p) / (1 + lam)),
            "lengths-ignored": _wrong_lowered(lengths=False),
            "zero-by-zero": _wrong_lowered(zero=NO),
        },
        hints=(
            (
                "All scores but one of each row are plain: begin with one matrix product.",
                "행마다 하나만 빼고 모두 원래 점수입니다. 행렬 곱 하나로 시작하세요.",
            ),
            (
                "For the correct class of each row you need the product of two lengths and the cosine. What if a length "
                "is 0, and what if rounding gives a cosine beyond 1?",
                "행마다 정답 클래스의 두 길이의 곱과 코사인이 필요합니다. 길이가 0이면, 또 반올림 때문에 코사인이 1을 넘으면 어떻게 합니까?",
            ),
            (
                "Divide by np.where(length > 0, length, 1), clip, mix the cosine and psi, divide by 1 + λ, multiply by "
                "the length, and write it to scores[rows, labels].",
                "np.where(length > 0, length, 1)로 나누고 자른 뒤, 코사인과 psi를 섞어 1 + λ로 나누세요. 길이를 곱해 "
                "scores[rows, labels]에 쓰면 됩니다.",
            ),
        ),
    ),
    FunctionExercise(
        "lsoftmax-psi",
        _by_angle,
        _degrees,
        fast=_many_angles,
        mistakes={
            "plain-multiple-angle": _wrong_psi(plain=True),
            "step-not-doubled": _wrong_psi(drop=1),
            "odd-pieces-not-flipped": _wrong_psi(flip=False),
            "pieces-from-one": _wrong_psi(first=1),
            "degrees-for-radians": _wrong_psi(unit=lambda degrees: degrees),
        },
        hints=(
            (
                "The formula has two ingredients: the number of the piece and the cosine of the multiplied angle.",
                "식의 재료는 두 가지, 조각의 번호와 m배 한 각도의 코사인입니다.",
            ),
            (
                "A piece is 180/m degrees wide, so a division and a floor give k. The last piece is m - 1.",
                "조각의 너비는 180/m도이므로 나누고 내림하면 k가 나옵니다. 마지막 조각은 m - 1입니다.",
            ),
            (
                "np.minimum keeps k at m - 1. Use (-1.0) ** k for the sign, take off 2 * k, and remember that np.cos "
                "takes radians.",
                "np.minimum으로 k를 m - 1 이하로 두세요. 부호는 (-1.0) ** k이고 2 * k를 뺍니다. np.cos는 라디안을 받습니다.",
            ),
        ),
    ),
    FunctionExercise(
        "lsoftmax-slope",
        _psi_slope,
        _ends,
        mistakes={
            "odd-pieces-not-flipped": _wrong_slope(flip=False),
            "stairs-one-too-high": _wrong_slope(last=0),
            "slope-by-the-angle": lambda degrees, m: -m * np.abs(np.sin(m * np.radians(degrees))),
            "degrees-for-radians": _wrong_slope(unit=lambda degrees: degrees),
            "zero-by-zero": _wrong_slope(limit=False),
        },
        hints=(
            (
                "The formula with the two sines holds everywhere but at two angles. What are both sines there?",
                "사인 두 개로 쓴 식은 두 각도만 빼고 어디서나 성립합니다. 그 두 각도에서 두 사인은 얼마입니까?",
            ),
            (
                "The quotient of the sines is a polynomial of the cosine with a recursion of its own, which has no "
                "division.",
                "사인의 몫은 코사인의 다항식이고, 나눗셈이 없는 점화식이 따로 있습니다.",
            ),
            (
                "Run the recursion of the second kind up to m - 1, multiply by m and by the sign of the piece. Count the "
                "pieces so that k never becomes m.",
                "제2종 다항식의 점화식을 m - 1까지 돌리고 m과 조각의 부호를 곱하세요. k가 m이 되지 않도록 조각을 세야 합니다.",
            ),
        ),
    ),
    FunctionExercise(
        "lsoftmax-backward",
        _backward,
        _gradients,
        tolerance=1e-7,  # an arc cosine near its ends knows half of the digits
        mistakes={
            "margin-without-gradient": _wrong_backward(plain=True),
            "angle-held": _wrong_backward(held=True),
            "stretching-turns": _wrong_backward(across=False),
            "lengths-ignored": _wrong_backward(lengths=False),
        },
        hints=(
            (
                "If all scores were plain, the answer would be a single matrix product. Which scores are not plain?",
                "모두 원래 점수라면 답은 행렬 곱 하나입니다. 원래 점수가 아닌 것은 어느 것입니까?",
            ),
            (
                "For the correct class of each row replace the class vector by the gradient of the lowered score: a part "
                "along the feature and a part across it.",
                "행마다 정답 클래스에서는 클래스 벡터 대신 낮춘 점수의 그레이디언트를 씁니다. 특징 방향의 부분과 그에 수직인 부분이 "
                "있습니다.",
            ),
            (
                "Begin with dscores @ weight. Then add, times the slope of the correct score, the new gradient less the "
                "class vector that the product already holds.",
                "dscores @ weight에서 시작하세요. 여기에 새 그레이디언트에서 이미 들어 있는 클래스 벡터를 뺀 것을, 정답 점수의 기울기를 "
                "곱해 더하면 됩니다.",
            ),
        ),
    ),
]
