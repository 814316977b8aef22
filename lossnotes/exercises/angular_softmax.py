"""Exercises of the chapter on the softmax loss as angles."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from lossnotes import angle, linear_scores, softmax, softmax_cross_entropy

from ._forms import ChoiceExercise, NumberExercise
from ._function import FunctionExercise

NO = np.nan


def _by_hand() -> list[float]:
    """Both scores, both cosines, the class with the higher score, the class with the smaller angle."""
    x, W = np.array([[5.0, 12.0]]), np.array([[4.0, 3.0], [12.0, 5.0]])
    scores = linear_scores(x, W)[0]
    cosines = scores / (np.linalg.norm(x) * np.linalg.norm(W, axis=1))
    return [*scores, *cosines, scores.argmax(), cosines.argmax()]


def _boundary(between: float = np.radians(60), power: int = 1) -> np.ndarray:
    """Degrees from W_0 to the boundary, 60 degrees between the vectors, W_0 twice and three times as long."""
    ratio = np.array([2.0, 3.0]) ** power
    return np.degrees(np.arctan((ratio - np.cos(between)) / np.sin(between)))


def _scales(rivals: int = 1) -> np.ndarray:
    """The highest probability of two classes with s = 1, and the scales for 0.9 with 2, 100, 1000 classes."""
    C = np.array([2, 100, 1000])
    highest = 1 / (1 + (2 - rivals) * np.exp(-2))
    return np.append(highest, (C - 1) / C * np.log((C - rivals) * 9))


# --- the slope by the length -----------------------------------------------------------------------


def _stretch(features: np.ndarray, weight: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The gradient by each feature, along the feature."""
    _, dscores = softmax_cross_entropy(features @ weight.T, labels, reduction="none", return_grad=True)
    length = np.linalg.norm(features, axis=1)
    return (dscores @ weight * features).sum(axis=1) / length


def _features(rng: np.random.Generator) -> Iterator[tuple]:
    W = np.array([[2.0, 0.0], [0.0, 2.0]])
    yield np.array([[4.0, 3.0]]), W, np.array([0])
    yield np.array([[4.0, 3.0], [4.0, 3.0]]), W, np.array([0, 1])  # right and wrong
    for n, c, d in (1, 3, 2), (4, 3, 5), (6, 10, 2):
        yield rng.normal(size=(n, d)), rng.normal(size=(c, d)), rng.integers(0, c, n)
    yield np.array([[0.03, 0.04]]), W, np.array([1])  # short
    yield np.array([[3000.0, 4000.0]]), W, np.array([0])  # scores beyond the reach of exp
    yield np.array([[1.0, 1.0]]), W, np.array([1])  # a tie: no reward


def _wrong_stretch(
    *, sign: int = 1, target: int = 1, power: int = 1, probabilities: Callable = softmax
) -> Callable[..., np.ndarray]:
    """The slope by the length with one thing wrong."""

    def slope(features: np.ndarray, weight: np.ndarray, labels: np.ndarray) -> np.ndarray:
        scores = features @ weight.T
        own = scores[np.arange(len(labels)), labels]
        gap = (probabilities(scores) * scores).sum(axis=1) - target * own
        return sign * gap / np.linalg.norm(features, axis=1) ** power

    return slope


def _overflowing(scores: np.ndarray) -> np.ndarray:
    parts = np.exp(scores)
    return parts / parts.sum(axis=1, keepdims=True)


def _unchecked(scores: np.ndarray) -> np.ndarray:
    """Softmax that lets NaN through."""
    return _overflowing(scores - scores.max(axis=1, keepdims=True))


# --- the slopes by the angles ----------------------------------------------------------------------


def _lengths(features: np.ndarray, weight: np.ndarray) -> np.ndarray:
    return np.outer(np.linalg.norm(features, axis=1), np.linalg.norm(weight, axis=1))


def _angles(features: np.ndarray, weight: np.ndarray) -> np.ndarray:
    return np.transpose([angle(features, w) for w in weight])


def _turning(features: np.ndarray, weight: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The slope of each example's loss by its angle to every class vector, the lengths held."""
    _, dscores = softmax_cross_entropy(features @ weight.T, labels, reduction="none", return_grad=True)
    return -dscores * _lengths(features, weight) * np.sin(_angles(features, weight))


def _turned(rng: np.random.Generator) -> Iterator[tuple]:
    yield from _features(rng)
    # exactly along one class vector and exactly against another: no pull there
    yield np.array([[3.0, 0.0]]), np.array([[2.0, 0.0], [-1.0, 0.0], [0.0, 1.0]]), np.array([2])
    # rounding pushes these cosines beyond 1 and -1
    ones = np.ones((2, 3))
    yield ones * [[1.0], [-2.0]], np.array([[1.0, 1.0, 1.0], [3.0, 0.0, 0.0]]), np.array([0, 1])


def _wrong_turning(
    *, sign: int = 1, target: int = 1, lengths: bool = True, probabilities: Callable = softmax, of=np.sin
) -> Callable[..., np.ndarray]:
    """The slopes by the angles with one thing wrong."""

    def slopes(features: np.ndarray, weight: np.ndarray, labels: np.ndarray) -> np.ndarray:
        p = probabilities(features @ weight.T) - target * np.eye(len(weight))[labels]
        size = _lengths(features, weight) if lengths else 1
        return -sign * p * size * of(_angles(features, weight))

    return slopes


# --- probabilities from angles ---------------------------------------------------------------------


def _normalized(features: np.ndarray, weight: np.ndarray, s: float) -> np.ndarray:
    """The softmax of s times the cosines; a zero vector has the cosine 0 to every other."""
    return softmax(s * np.cos(_angles(features, weight)))


def _scaled(rng: np.random.Generator) -> Iterator[tuple]:
    W = np.array([[2.0, 0.0], [0.0, 4.0]])
    yield np.array([[4.0, 3.0]]), W, 1.0
    yield np.array([[4.0, 3.0], [-0.03, 0.04]]), W, 16.0
    for n, c, d, s in (1, 3, 2, 4.0), (4, 3, 5, 0.5), (6, 10, 16, 30.0):
        yield rng.normal(size=(n, d)), rng.normal(size=(c, d)), s
    yield np.array([[0.0, 0.0], [3.0, 4.0]]), W, 8.0  # no direction
    yield np.array([[3e4, 4e4]]), W, 1e4  # beyond the reach of exp


def _unit(vectors: np.ndarray) -> np.ndarray:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(length > 0, length, 1)


def _unit_or_nan(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _wrong_normalized(
    of_features: Callable = _unit,
    of_weight: Callable = _unit,
    scale: Callable[[float], float] = lambda s: s,
    probabilities: Callable = softmax,
) -> Callable[..., np.ndarray]:
    """The probabilities with one thing wrong."""
    return lambda features, weight, s: probabilities(scale(s) * of_features(features) @ of_weight(weight).T)


EXERCISES = [
    ChoiceExercise(
        "angular-which",
        answer=2,
        among=4,
        mistakes={1: "bias-grows-too", 3: "features-normalized-by-softmax", 4: "longest-vector-wins"},
        hints=(
            (
                "Write the score of a class as a sum. Which part of it knows the length of the feature?",
                "클래스의 점수를 합으로 써 보세요. 어느 부분이 특징의 길이를 압니까?",
            ),
            (
                "Only that part doubles. When is the order of two sums safe, and when not?",
                "그 부분만 두 배가 됩니다. 두 합의 순서는 언제 그대로이고 언제 뒤집힐 수 있습니까?",
            ),
            (
                "Invent two classes: one that wins by its bias, although its inner product with the feature is the smaller one.",
                "클래스를 둘 만들어 보세요. 하나는 특징과의 내적은 더 작지만 편향 덕분에 이기게 합니다.",
            ),
        ),
    ),
    NumberExercise(
        "angular-by-hand",
        _by_hand,
        decimals=2,
        mistakes={
            "smallest-cosine": [NO, NO, NO, NO, NO, 1],
            "inner-product-for-cosine": [NO, NO, 56, 120, NO, 1],
            "distance-not-rooted": [NO, NO, 56 / (169 * 25), 120 / (169 * 169), NO, NO],
            "labels-from-one": [NO, NO, NO, NO, 2, 1],
        },
        hints=(
            (
                "A score needs no length at all: multiply in pairs and add.",
                "점수를 구할 때는 길이가 필요 없습니다. 짝지어 곱하고 더하세요.",
            ),
            (
                "A cosine is the score divided by two lengths, that of the feature and that of the class vector.",
                "코사인은 점수를 특징의 길이와 클래스 벡터의 길이, 두 길이로 나눈 값입니다.",
            ),
            (
                "Take the roots of the sums of squares for the three lengths, divide, and compare the cosines: the "
                "larger the cosine, the smaller the angle.",
                "제곱합의 제곱근으로 세 길이를 구해 나누고 코사인을 비교하세요. 코사인이 클수록 각도는 작습니다.",
            ),
        ),
    ),
    NumberExercise(
        "angular-boundary",
        _boundary,
        decimals=1,
        mistakes={
            "degrees-for-radians": lambda: _boundary(between=60.0),
            "length-ratio-inverted": lambda: _boundary(power=-1),
            "lengths-ignored": [30, 30],
            "radians-for-degrees": lambda: np.radians(_boundary()),
        },
        hints=(
            (
                "The chapter has a formula for the tangent of the angle, in the answer below the figure of the regions.",
                "영역을 그린 그림 아래의 답에 이 각도의 탄젠트를 구하는 식이 있습니다.",
            ),
            (
                "r is the length of the vector from which you measure, over the length of the other one.",
                "r은 각도를 재기 시작하는 벡터의 길이를 다른 벡터의 길이로 나눈 값입니다.",
            ),
            (
                "Put r and the cosine and sine of 60 degrees into the formula, take the arc tangent, and turn it into "
                "degrees.",
                "r과 60도의 코사인, 사인을 식에 넣고 아크탄젠트를 구해 도로 바꾸세요.",
            ),
        ),
    ),
    NumberExercise(
        "angular-mistake",
        [5 / 13, 12 / 13],
        decimals=2,
        mistakes={
            "inner-product-for-cosine": [25 / 13, 144 / 13],
            "distance-not-rooted": [5 / 169, 12 / 169],
        },
        hints=(
            (
                "What does norm give for an array of two rows, if no axis is named?",
                "축을 정하지 않으면 norm은 행이 두 개인 배열에서 무엇을 구합니까?",
            ),
            (
                "One number for the whole array: the root of the sum of all four squares. Each row is divided by it.",
                "배열 전체에서 수 하나가 나옵니다. 제곱 네 개를 모두 더한 값의 제곱근이고, 모든 행을 이 수로 나눕니다.",
            ),
            (
                "The row times its own true unit vector is its length, over the number that you have found.",
                "행과 그 행의 진짜 단위 벡터의 내적은 행의 길이입니다. 이것을 앞에서 구한 수로 나누세요.",
            ),
        ),
    ),
    FunctionExercise(
        "angular-stretch",
        _stretch,
        _features,
        mistakes={
            "gradient-sign": _wrong_stretch(sign=-1),
            "target-not-subtracted": _wrong_stretch(target=0),
            "length-not-divided": _wrong_stretch(power=0),
            "distance-not-rooted": _wrong_stretch(power=2),
            "no-shift": _wrong_stretch(probabilities=_overflowing),
        },
        hints=(
            (
                "The formula needs three things of each row: its scores, its probabilities and the length of its "
                "feature.",
                "식에 필요한 것은 행마다 세 가지, 곧 점수와 확률, 특징의 길이입니다.",
            ),
            (
                "The sum over j is a mean of the scores, weighted with the probabilities, along the classes.",
                "j에 대한 합은 확률을 가중치로 한 점수의 평균이며, 클래스 방향으로 구합니다.",
            ),
            (
                "Get the scores with one matrix product and softmax from the package. Subtract the correct score of "
                "each row, and divide by np.linalg.norm with axis=1.",
                "행렬 곱 하나로 점수를 구하고 패키지의 softmax를 쓰세요. 행마다 정답 점수를 빼고, axis=1로 구한 np.linalg.norm으로 "
                "나누면 됩니다.",
            ),
        ),
    ),
    NumberExercise(
        "angular-scale",
        _scales,
        decimals=2,
        mistakes={
            "correct-class-in-the-count": lambda: _scales(rivals=0),
            "all-opposite": lambda: np.append(NO, np.log(np.array([NO, 99, 999]) * 9) / 2),
            "log-base-10": lambda: np.append(NO, _scales()[1:] / np.log(10)),
            "sigmoid-of-both": [1 / (1 + np.exp(-1)), NO, NO, NO],
        },
        hints=(
            (
                "Between which two numbers does a cosine lie? The best feature reaches both ends.",
                "코사인은 어떤 두 수 사이에 있습니까? 가장 좋은 특징은 양쪽 끝에 닿습니다.",
            ),
            (
                "The lead of the correct score is what counts in part 1. For part 2 the chapter has solved the bound "
                "for s.",
                "1번에서는 정답 점수가 앞선 폭이 중요합니다. 2번은 이 장에서 한계를 s에 대해 풀어 둔 식을 쓰세요.",
            ),
            (
                "In part 2, p / (1 - p) is the same for all three. Multiply it by C - 1, take the natural logarithm, and "
                "then multiply by (C - 1) / C.",
                "2번에서 p / (1 - p)는 셋 모두 같습니다. 여기에 C - 1을 곱하고 자연로그를 취한 다음 (C - 1) / C를 곱하세요.",
            ),
        ),
    ),
    NumberExercise(
        "angular-across",
        [5, np.degrees(np.arctan2(4, 3))],
        decimals=1,
        mistakes={
            "radians-for-degrees": [NO, np.arctan2(4, 3)],
            "length-ratio-inverted": [NO, np.degrees(np.arctan2(3, 4))],
            "manhattan-for-euclidean": [7, NO],
            "distance-not-rooted": [25, NO],
        },
        hints=(
            (
                "At which angle to the feature does the gradient stand? Part 1 asks you to show it.",
                "그레이디언트는 특징과 몇 도를 이룹니까? 1번에서 바로 그것을 보입니다.",
            ),
            (
                "Feature and step are the two short sides of a right triangle.",
                "특징과 걸음은 직각삼각형의 직각을 낀 두 변입니다.",
            ),
            (
                "Pythagoras gives the new length. The tangent of the turn is the step over the old length.",
                "새 길이는 피타고라스 정리로 구합니다. 돌아간 각도의 탄젠트는 걸음을 처음 길이로 나눈 값입니다.",
            ),
        ),
    ),
    FunctionExercise(
        "angular-turning",
        _turning,
        _turned,
        tolerance=1e-6,  # an arc cosine near its ends knows half of the digits
        mistakes={
            "gradient-sign": _wrong_turning(sign=-1),
            "target-not-subtracted": _wrong_turning(target=0),
            "lengths-ignored": _wrong_turning(lengths=False),
            "cosine-not-differentiated": _wrong_turning(sign=-1, of=np.cos),
            "no-shift": _wrong_turning(probabilities=_overflowing),
        },
        hints=(
            (
                "There is a formula for the correct angle and one for the wrong ones. What do they have in common?",
                "정답 각도의 식과 오답 각도의 식이 따로 있습니다. 둘의 공통점은 무엇입니까?",
            ),
            (
                "Both are the gradient by the score, times both lengths, times minus the sine. A sine can be had from "
                "the cosine without the angle.",
                "둘 다 점수에 대한 그레이디언트에 두 길이와 음의 사인을 곱한 것입니다. 사인은 각도 없이 코사인에서 구할 수 있습니다.",
            ),
            (
                "Make an array (N, C) of the products of the lengths with np.outer, divide the scores by it, clip to -1 "
                "and 1, and take the root of 1 minus the square.",
                "np.outer로 길이의 곱을 모양 (N, C)인 배열로 만들고, 점수를 이것으로 나눠 -1과 1 사이로 자른 뒤 1에서 제곱을 뺀 값의 "
                "제곱근을 구하세요.",
            ),
        ),
    ),
    FunctionExercise(
        "angular-probabilities",
        _normalized,
        _scaled,
        mistakes={
            "scale-forgotten": _wrong_normalized(scale=lambda s: 1),
            "divided-by-scale": _wrong_normalized(scale=lambda s: 1 / s),
            "inner-product-for-cosine": _wrong_normalized(lambda X: X, lambda W: W),
            "features-only-normalized": _wrong_normalized(of_weight=lambda W: W),
            "zero-by-zero": _wrong_normalized(_unit_or_nan, _unit_or_nan, probabilities=_unchecked),
            "no-shift": _wrong_normalized(probabilities=_overflowing),
        },
        hints=(
            (
                "Which two kinds of vectors have to lose their length, and along which axis?",
                "어떤 두 가지 벡터의 길이를 없애야 하고, 그때 축은 무엇입니까?",
            ),
            (
                "A zero vector has the length 0. Divide it by something else, and look at what its scores become.",
                "영벡터는 길이가 0입니다. 다른 수로 나누고 점수가 어떻게 되는지 보세요.",
            ),
            (
                "Take the norms with axis=1 and keepdims=True, put 1 where they are 0, divide, multiply the two arrays "
                "and then by s, and hand the result to a softmax that shifts.",
                "axis=1, keepdims=True로 노름을 구해 0인 자리에 1을 넣고 나눕니다. 두 배열을 곱하고 s를 곱한 다음, 점수를 옮기는 "
                "소프트맥스에 넘기세요.",
            ),
        ),
    ),
]
