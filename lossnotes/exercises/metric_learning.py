"""Exercises of the chapter on metric learning."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from lossnotes import lmnn_loss, mahalanobis_distance

from . import _speed
from ._forms import ChoiceExercise, NumberExercise
from ._function import FunctionExercise


def _fifth_cafe() -> list[float]:
    """Euclidean, Manhattan, cosine and Mahalanobis distance of a place, the tram's matrix being M."""
    you, cafe, tram = np.array([2, 1]), np.array([3, 2]), np.diag([1, 1 / 16])
    cosine = you @ cafe / np.sqrt((you @ you) * (cafe @ cafe))
    step = cafe - you
    return [np.sqrt(step @ step), np.abs(step).sum(), 1 - cosine, mahalanobis_distance(cafe, you, tram)]


def _units() -> list[float]:
    """M for a first coordinate whose values have become ten times as large."""
    A = np.array([[2, -2], [0.5, 0.5]]) / [10, 1]
    M = A.T @ A
    return [M[0, 0], M[0, 1], M[1, 1]]


def _line(margin: float = 1.0) -> list[float]:
    points, labels = [[0.0], [1.0], [1.5], [3.5]], [0, 0, 1, 1]
    return [lmnn_loss([[1.0]], points, labels, targets=1, margin=margin, mu=mu) for mu in (0.0, 1.0)]


def _line_wrong(*, power: int = 2, hinge: bool = True) -> list[float]:
    """Pull and push of the four points with plain distances, or without the hinge."""
    points, target, own = np.array([0.0, 1.0, 1.5, 3.5]), np.array([1, 0, 3, 2]), np.array([0, 0, 1, 1])
    away = np.abs(points[:, np.newaxis] - points) ** power
    near = away[np.arange(4), target]
    excess = (1 + near[:, np.newaxis] - away)[own[:, np.newaxis] != own]
    return [near.sum(), (np.maximum(0, excess) if hinge else excess).sum()]


def _right_votes(A: np.ndarray, X: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The share of right votes of each point, one point after the other."""
    shares = []
    for x, y in zip(X, labels, strict=True):
        squared = (((X - x) @ A.T) ** 2).sum(axis=1)
        other = np.arange(len(X)) != len(shares)
        votes = np.exp(squared[other].min() - squared[other])
        shares.append(votes[labels[other] == y].sum() / votes.sum())
    return np.array(shares)


def _wrong_votes(*, own: bool = False, squared: bool = True, shift: bool = True) -> Callable[..., np.ndarray]:
    """The share of right votes with one thing wrong."""

    def votes(A: np.ndarray, X: np.ndarray, labels: np.ndarray) -> np.ndarray:
        Z = X @ A.T
        away = ((Z[:, np.newaxis] - Z) ** 2).sum(axis=2)
        if not squared:
            away = np.sqrt(away)
        if not own:
            np.fill_diagonal(away, np.inf)
        terms = np.exp((away.min(axis=1, keepdims=True) if shift else 0) - away)
        return (terms * (labels[:, np.newaxis] == labels)).sum(axis=1) / terms.sum(axis=1)

    return votes


def _labeled_points(rng: np.random.Generator) -> Iterator[tuple]:
    yield np.array([[0.0, 0.0], [0.0, 2.0], [1.0, 0.0], [1.0, 2.0]]), np.array([0, 0, 1, 1])
    yield np.array([[0.0], [1.0], [1.5], [3.5]]), np.array([0, 0, 1, 1])
    for n, size in (2, 1), (6, 2), (12, 3), (20, 5):
        yield rng.normal(size=(n, size)), rng.integers(0, 3, n)
    yield rng.normal(scale=1e3, size=(6, 2)), np.array([0, 1, 2, 0, 1, 2])  # every vote to the nearest
    yield rng.normal(size=(4, 2)), np.array([3, 1, 0, 2])  # everybody is alone


def _maps_of_points(rng: np.random.Generator) -> Iterator[tuple]:
    for i, (X, labels) in enumerate(_labeled_points(rng)):
        size = X.shape[1]
        yield (np.eye(size) if i < 2 else rng.normal(size=(max(1, size - i % 2), size))), X, labels


def _many_points(rng: np.random.Generator) -> tuple:
    points = _speed.POINTS
    return rng.normal(size=(2, 2)), rng.normal(size=(points, 2)), rng.integers(0, 3, points)


def _leave_one_out(X: np.ndarray, labels: np.ndarray) -> float:
    right = 0
    for i, x in enumerate(X):
        squared = ((X - x) ** 2).sum(axis=1)
        squared[i] = np.inf
        right += labels[squared.argmin()] == labels[i]
    return right / len(X)


def _all_in(X: np.ndarray, labels: np.ndarray) -> float:
    """Every point finds itself, or an equal one before it."""
    squared = ((X[:, np.newaxis] - X) ** 2).sum(axis=2)
    return np.mean(labels[squared.argmin(axis=1)] == labels)


def _farthest(X: np.ndarray, labels: np.ndarray) -> float:
    squared = ((X[:, np.newaxis] - X) ** 2).sum(axis=2)
    return np.mean(labels[squared.argmax(axis=1)] == labels)


def _by_blocks(X: np.ndarray, labels: np.ndarray) -> float:
    away = np.abs(X[:, np.newaxis] - X).sum(axis=2)
    np.fill_diagonal(away, np.inf)
    return np.mean(labels[away.argmin(axis=1)] == labels)


def _half_axes(M: np.ndarray) -> np.ndarray:
    """M = L L^T maps the ellipse to the unit circle by L^T, so the axes are the inverse singular values of L."""
    return 1 / np.linalg.svd(np.linalg.cholesky(M), compute_uv=False)[::-1]


def _matrices(rng: np.random.Generator) -> Iterator[tuple]:
    A = np.array([[2, -2], [0.5, 0.5]])
    yield (np.diag([1, 1 / 16]),)
    yield (A.T @ A,)
    yield (np.array([[4.0]]),)
    for size in 2, 3, 5:
        A = rng.normal(size=(2 * size, size))
        yield (A.T @ A,)
    yield (np.eye(3),)
    yield (np.diag([1e4, 1e-4]),)


def _nearest(new: np.ndarray, old: np.ndarray, A: np.ndarray) -> np.ndarray:
    return np.array([mahalanobis_distance(old, place, A.T @ A).argmin() for place in new])


def _wrong_nearest(
    move: Callable[[np.ndarray], np.ndarray] = lambda A: A, *, power: int = 2, sign: int = 1
) -> Callable[..., np.ndarray]:
    """The nearest points with another map, another distance, or the farthest ones."""

    def nearest(new: np.ndarray, old: np.ndarray, A: np.ndarray) -> np.ndarray:
        moved = (new[:, np.newaxis] - old) @ move(A).T
        return (sign * (np.abs(moved) ** power).sum(axis=2)).argmin(axis=1)

    return nearest


def _maps(rng: np.random.Generator) -> Iterator[tuple]:
    you, cafes = np.array([[2.0, 1.0]]), np.array([[4.0, 3.0], [5.0, 1.0], [6.0, 3.0], [2.0, 5.0]])
    yield you, cafes, np.eye(2)
    yield you, cafes, np.diag([1, 0.25])
    yield rng.uniform(0, 7, size=(10, 2)).round(1), cafes, np.array([[1.0, 1.0], [0.0, 1.0]])
    for size, n, m in (2, 6, 3), (3, 20, 10), (5, 50, 20):
        yield rng.normal(size=(m, size)), rng.normal(size=(n, size)), rng.normal(size=(size, size))
    yield rng.normal(scale=1e4, size=(4, 2)), rng.normal(scale=1e4, size=(8, 2)), np.diag([1e-4, 1e4])
    yield cafes.copy(), cafes, np.array([[2.0, 1.0], [0.0, 1.0]])  # everybody is somewhere already
    yield np.array([[-1.0], [9.0]]), np.array([[7.0]]), np.eye(1)  # no choice


def _detour() -> list[float]:
    """Cosine distances and angles between directions at 0, 45 and 90 degrees: direct, and in two steps."""
    turn = np.radians([90, 45])
    direct, half = 1 - np.cos(turn)
    return [direct, 2 * half, np.degrees(turn[0]), 2 * np.degrees(turn[1])]


EXERCISES = [
    ChoiceExercise(
        "metric-which",
        answer=3,
        among=4,
        mistakes={1: "stretch-keeps-order", 2: "cosine-ignores-units", 4: "units-not-undone"},
        hints=(
            (
                "Draw two neighbors of one point, one to the right of it and one above. What does the new unit do to each of the two distances?",
                "한 점의 오른쪽과 위에 이웃을 하나씩 그려 보세요. 새 단위는 두 거리를 각각 어떻게 바꿉니까?",
            ),
            (
                "Ask of each rule whether it would notice that one axis was stretched: a length, a direction, a length in units of the spread.",
                "규칙마다 축 하나가 늘어난 것을 알아차리는지 따져 보세요. 길이일까요, 방향일까요, 퍼진 정도를 단위로 잰 길이일까요?",
            ),
            (
                "The matrix is measured from the same values that have changed. Work out what a variance ten times as wide does to its inverse.",
                "행렬도 바뀐 값에서 다시 구합니다. 값이 열 배로 퍼지면 분산의 역수는 어떻게 되는지 따져 보세요.",
            ),
        ),
    ),
    NumberExercise(
        "metric-fifth-cafe",
        _fifth_cafe,
        decimals=2,
        mistakes={
            "manhattan-for-euclidean": [2, np.nan, np.nan, np.nan],
            "distance-not-rooted": [2, np.nan, np.nan, 1 + 1 / 16],
            "similarity-for-distance": lambda: [np.nan, np.nan, 1 - _fifth_cafe()[2], np.nan],
            "cosine-without-lengths": [np.nan, np.nan, 1 - 8, np.nan],
        },
        hints=(
            (
                "The four formulas stand at the beginning of the chapter. Which of them need only the step from you "
                "to the café?",
                "네 가지 식은 이 장의 첫머리에 있습니다. 카페까지 가는 걸음만 알면 되는 식은 어느 것입니까?",
            ),
            (
                "Write down the step v first. The cosine distance does not use it: it needs the two places themselves "
                "and their lengths.",
                "걸음 v를 먼저 써 보세요. 코사인 거리에는 v가 필요 없습니다. 두 곳의 좌표와 그 길이를 씁니다.",
            ),
            (
                "Square both parts of the step and add them for the first, take their absolute values for the second. "
                "For the tram divide the second part by 4 before you square it.",
                "첫째는 걸음의 두 성분을 제곱해 더하고, 둘째는 절댓값을 더합니다. 트램에서는 둘째 성분을 4로 나눈 다음 "
                "제곱하세요.",
            ),
        ),
    ),
    NumberExercise(
        "metric-units",
        _units,
        decimals=4,
        mistakes={
            "matrix-scaled-up": lambda: np.array(_units()) * [1e4, 100, 1],
            "unit-undone-once": lambda: np.array(_units()) * [10, 1, 1],
        },
        hints=(
            (
                "The distances must stay the same although the values grow. Does the matrix have to grow or to shrink?",
                "값은 커져도 거리는 그대로여야 합니다. 행렬의 원소는 커져야 합니까, 작아져야 합니까?",
            ),
            (
                "Write the squared distance out. How often does the first coordinate stand beside each entry of the "
                "matrix?",
                "제곱 거리를 풀어 써 보세요. 행렬의 원소마다 첫째 좌표가 몇 번 곱해집니까?",
            ),
            (
                "With S for the diagonal matrix that makes the new values from the old, put the inverse of S on both "
                "sides of M.",
                "옛 값을 새 값으로 바꾸는 대각 행렬을 S라고 하고, M의 양쪽에 S의 역행렬을 곱하세요.",
            ),
        ),
    ),
    NumberExercise(
        "metric-line",
        _line,
        decimals=2,
        mistakes={
            "distance-not-squared": lambda: _line_wrong(power=1),
            "push-without-margin": lambda: [np.nan, _line(margin=0.0)[1]],
            "push-without-hinge": lambda: [np.nan, _line_wrong(hinge=False)[1]],
            "pair-counted-once": [5, np.nan],
        },
        hints=(
            (
                "Begin with the target neighbor of each point, and mind that pull and push use squared distances.",
                "점마다 목표 이웃을 찾는 데서 시작하세요. 끌어당기기와 밀어내기는 제곱 거리를 씁니다.",
            ),
            (
                "Every point has one pull, and one push for each point of the other class. Most pushes may be 0.",
                "점마다 끌어당기기는 하나이고, 밀어내기는 다른 클래스의 점마다 하나씩 있습니다. 0인 것이 많을 수 있습니다.",
            ),
            (
                "Make a table of the squared distances. Then go through the points: the margin plus the distance to the "
                "friend, minus the distance to the stranger, and 0 if that is negative.",
                "제곱 거리의 표를 만드세요. 그다음 점마다 마진에 목표 이웃까지의 제곱 거리를 더하고 다른 클래스의 점까지의 "
                "제곱 거리를 뺍니다. 음수이면 0입니다.",
            ),
        ),
    ),
    FunctionExercise(
        "metric-right-votes",
        _right_votes,
        _maps_of_points,
        fast=_many_points,
        quick=_wrong_votes(),
        mistakes={
            "own-vote-counted": _wrong_votes(own=True),
            "votes-not-squared": _wrong_votes(squared=False),
            "votes-vanish": _wrong_votes(shift=False),
        },
        hints=(
            (
                "Move all points first. Then the shares of one point are a softmax of its negative squared distances.",
                "먼저 모든 점을 옮기세요. 그러면 한 점의 표는 제곱 거리에 음의 부호를 붙여 소프트맥스를 취한 값입니다.",
            ),
            (
                "A new axis gives all squared distances at once. What must stand on the diagonal, so that its "
                "exponential is 0?",
                "축을 하나 더하면 제곱 거리를 한꺼번에 구할 수 있습니다. 지수 함수를 취해 0이 되려면 대각선에 무엇을 두어야 합니까?",
            ),
            (
                "Subtract the smallest squared distance of each row, take the exponential, and divide the sum over the "
                "points of the same class by the sum over all.",
                "행마다 가장 작은 제곱 거리를 빼고 지수 함수를 취한 다음, 같은 클래스에 대한 합을 전체의 합으로 나누세요.",
            ),
        ),
    ),
    FunctionExercise(
        "metric-leave-one-out",
        _leave_one_out,
        _labeled_points,
        mistakes={
            "own-vote-counted": _all_in,
            "nearest-not-argmin": _farthest,
            "manhattan-for-euclidean": _by_blocks,
        },
        hints=(
            (
                "What is the nearest point to a point if you look for it among all points?",
                "모든 점 가운데에서 찾으면, 어떤 점에서 가장 가까운 점은 무엇입니까?",
            ),
            (
                "Compute all squared distances and make sure that no point can find itself.",
                "제곱 거리를 모두 구하고, 어떤 점도 자기 자신을 찾지 못하게 하세요.",
            ),
            (
                "Put infinity on the diagonal, take the argmin of each row, and compare the labels of these neighbors "
                "with the points' own.",
                "대각선에 무한대를 넣고 행마다 argmin을 구한 다음, 그 이웃의 레이블을 점 자신의 레이블과 비교하세요.",
            ),
        ),
    ),
    FunctionExercise(
        "metric-nearest",
        _nearest,
        _maps,
        mistakes={
            "nearest-not-argmin": _wrong_nearest(sign=-1),
            "map-forgotten": _wrong_nearest(lambda A: np.eye(len(A))),
            "map-transposed": _wrong_nearest(lambda A: A.T),
            "matrix-for-map": _wrong_nearest(lambda A: A.T @ A),
            "manhattan-for-euclidean": _wrong_nearest(power=1),
        },
        hints=(
            (
                "Move all points first, then measure as the bird does. Which product moves one point to A x?",
                "먼저 모든 점을 옮기고, 그다음 새처럼 재세요. 점 하나를 A x로 옮기는 곱은 무엇입니까?",
            ),
            (
                "A row of points times the transpose of A gives the moved points, one a row. With a new axis you get the "
                "differences of all pairs at once.",
                "점을 행으로 쌓은 배열에 A의 전치 행렬을 곱하면 옮긴 점이 행마다 나옵니다. 축을 하나 더하면 모든 쌍의 차를 한꺼번에 "
                "구할 수 있습니다.",
            ),
            (
                "Square the differences, sum over the coordinates, and take the argmin over the old points. No root is "
                "needed, since it changes no order.",
                "차를 제곱해 좌표에 대해 더하고, 옛 점에 대한 argmin을 구하세요. 제곱근은 순서를 바꾸지 않으므로 필요 없습니다.",
            ),
        ),
    ),
    FunctionExercise(
        "metric-axes",
        _half_axes,
        _matrices,
        mistakes={
            "inverse-forgotten": lambda M: np.linalg.eigvalsh(M)[::-1],
            "distance-not-rooted": lambda M: 1 / np.linalg.eigvalsh(M),
            "diagonal-axes-only": lambda M: 1 / np.sqrt(np.sort(M.diagonal())),
        },
        hints=(
            (
                "Begin with a matrix that has numbers on its diagonal only, such as that of the tram. Where does the "
                "ellipse cross the coordinate axes?",
                "트램의 행렬처럼 대각선에만 수가 있는 행렬에서 시작하세요. 타원은 좌표축과 어디에서 만납니까?",
            ),
            (
                "In general the axes of the ellipse are the eigenvectors of M. What is the distance of a unit "
                "eigenvector from the origin, measured by M?",
                "일반적으로 타원의 축은 M의 고유벡터입니다. 길이가 1인 고유벡터와 원점 사이를 M으로 재면 거리는 얼마입니까?",
            ),
            (
                "np.linalg.eigvalsh gives the eigenvalues of a symmetric matrix, the smallest first. Take their roots and "
                "ask how far you have to go until the distance is 1.",
                "np.linalg.eigvalsh는 대칭 행렬의 고윳값을 작은 것부터 돌려줍니다. 그 제곱근을 구하고, 얼마나 가야 거리가 1이 되는지 "
                "생각해 보세요.",
            ),
        ),
    ),
    NumberExercise(
        "metric-detour",
        _detour,
        decimals=2,
        mistakes={
            "similarity-for-distance": [0, np.sqrt(2), np.nan, np.nan],
            "cosine-without-lengths": [np.nan, 0, np.nan, 0],
            "radians-for-degrees": [np.nan, np.nan, np.pi / 2, np.pi / 2],
        },
        hints=(
            (
                "Draw the three points. Only their directions count.",
                "세 점을 그려 보세요. 방향만 중요합니다.",
            ),
            (
                "The cosine distance is 1 minus the cosine of the angle between two directions. Read the angles from "
                "your drawing.",
                "코사인 거리는 1에서 두 방향이 이루는 각도의 코사인을 뺀 값입니다. 그림에서 각도를 읽으세요.",
            ),
            (
                "The two legs of the detour are equal, so compute one and double it.",
                "돌아가는 길의 두 구간은 같으므로 하나를 구해 두 배 하세요.",
            ),
        ),
    ),
]
