"""Exercises of the chapter on regularization."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from lossnotes import batch_norm, elastic_net_penalty, l1_penalty, l2_penalty, project_max_norm

from . import _speed
from ._forms import ChoiceExercise, NumberExercise
from ._function import FunctionExercise

# --- numbers


def _penalties() -> list[float]:
    w = np.array([3.0, -4.0, 0.0])
    return [
        l1_penalty(w),
        l2_penalty(w),
        elastic_net_penalty(w, l1_ratio=0.2),
        project_max_norm([w], 2.5)[0, 0],
    ]


def _wrong_penalties(l1: float, l2: float, ratio: float = 0.2) -> list[float]:
    """The first three parts of what comes of another L1, another L2 or another share; the rest stays."""
    right = _penalties()[:3]
    wrong = [l1, l2, ratio * l1 + (1 - ratio) * l2]
    return [*(np.nan if np.isclose(a, b) else a for a, b in zip(wrong, right, strict=True)), np.nan]


def _steps() -> list[int]:
    """Until a weight of 1 is below one half by L2, and until it is 0 by L1."""
    rate, lam = 0.125, 0.5
    return [_halved(1 - 2 * rate * lam), int(np.ceil(1 / (rate * lam)))]


def _halved(factor: float) -> int:
    steps, w = 0, 1.0
    while w >= 0.5:
        steps, w = steps + 1, w * factor
    return steps


def _dropout() -> list[float]:
    x, p = 3, 0.25
    return [x / (1 - p), x, x**2 * p / (1 - p)]


def _depth() -> float:
    return (3 * 54 - 1) / 4


def _mistake() -> list[float]:
    def middle(batch: list, training: bool) -> float:
        return batch_norm(batch, [1.0], [0.0], [0.3], [0.01], training=training)[0][0, 0]

    return [middle([[0.3], [0.2]], True), middle([[0.3], [0.4]], True), middle([[0.3]], False)]


def _alpha() -> list[float]:
    n, lam = 40, 0.1
    return [n * lam, lam / 2, 2 * lam]


def _trade() -> list[float]:
    margin, lam = 10, 0.03
    return [lam * margin, lam, lam]


# --- the best weight in one dimension


def _soft(w: np.ndarray, t: float) -> np.ndarray:
    return np.sign(w) * np.maximum(np.abs(w) - t, 0)


def _past_zero(w: np.ndarray, t: float) -> np.ndarray:
    return w - np.sign(w) * t


def _without_sign(w: np.ndarray, t: float) -> np.ndarray:
    return np.maximum(np.abs(w) - t, 0)


def _best_weight(a: np.ndarray, lam: float, l1_ratio: float) -> np.ndarray:
    """The w that minimizes (w - a)^2 + lam (l1_ratio |w| + (1 - l1_ratio) w^2)."""
    return _soft(a, lam * l1_ratio / 2) / (1 + lam * (1 - l1_ratio))


def _wrong_best(
    threshold: Callable = _soft, *, l1: float = 0.5, l2: float = 1, swapped: bool = False
) -> Callable[..., np.ndarray]:
    def best(a: np.ndarray, lam: float, l1_ratio: float) -> np.ndarray:
        r = 1 - l1_ratio if swapped else l1_ratio
        return threshold(a, l1 * lam * r) / (1 + l2 * lam * (1 - r))

    return best


def _weights(rng: np.random.Generator) -> Iterator[tuple]:
    yield np.array([2.0]), 1.0, 1.0
    yield np.array([2.0]), 1.0, 0.0
    yield np.array([2.0, 0.25, -0.25, -2.0, 0.0]), 1.0, 0.5  # on the threshold, and at 0
    for n in 1, 4, 9:
        yield rng.normal(size=n), float(rng.uniform(0, 3)), float(rng.uniform())
    yield rng.normal(size=(3, 2)), 0.7, 0.3
    yield np.array([1e6, -1e6, 1e-6]), 0.0, 0.5
    yield np.array([1e6, -1e6, 1e-6]), 1e4, 0.9


def _many_weights(rng: np.random.Generator) -> tuple:
    return rng.normal(size=_speed.NUMBERS), 0.7, 0.3


# --- a step of the lasso


def _wrong_lasso(
    threshold: Callable = _soft, *, sign: int = -1, factor: float = 2, slope_rate: bool = True,
    threshold_rate: bool = True, averaged: bool = True,
) -> Callable[..., np.ndarray]:  # fmt: skip
    """One step of gradient descent on the mean squared error, then the soft threshold; or one thing wrong."""

    def step(w: np.ndarray, X: np.ndarray, y: np.ndarray, rate: float, lam: float) -> np.ndarray:
        slope = factor * X.T @ (X @ w - y) / (len(X) if averaged else 1)
        moved = w + sign * (rate if slope_rate else 1) * slope
        return threshold(moved, (rate if threshold_rate else 1) * lam)

    return step


def _lasso_step(w: np.ndarray, X: np.ndarray, y: np.ndarray, rate: float, lam: float) -> np.ndarray:
    return _wrong_lasso()(w, X, y, rate, lam)


def _by_sign(w: np.ndarray, X: np.ndarray, y: np.ndarray, rate: float, lam: float) -> np.ndarray:
    slope = 2 * X.T @ (X @ w - y) / len(X)
    return w - rate * (slope + lam * np.sign(w))


def _regressions(rng: np.random.Generator) -> Iterator[tuple]:
    yield np.array([0.5]), np.array([[1.0]]), np.array([0.1]), 0.1, 1.0  # the bowl of the chapter
    yield np.array([0.5, 0.0]), np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([1.0, -1.0]), 0.25, 0.5
    for n, d in (1, 2), (4, 3), (8, 5):
        X = rng.normal(size=(n, d))
        yield (
            rng.normal(size=d),
            X,
            rng.normal(size=n),
            float(rng.uniform(0.05, 0.5)),
            float(rng.uniform(0, 2)),
        )
    yield rng.normal(size=3), rng.normal(size=(5, 3)), rng.normal(size=5), 0.1, 0.0  # no penalty
    yield np.zeros(2), np.array([[1e4, 0.0], [0.0, 1e-4]]), np.array([1e4, 1.0]), 0.1, 0.5


# --- max norm


def _limit_rows(W: np.ndarray, max_norm: float) -> np.ndarray:
    return project_max_norm(W, max_norm)


def _wrong_rows(axis: int | None) -> Callable[..., np.ndarray]:
    def limited(W: np.ndarray, max_norm: float) -> np.ndarray:
        length = np.linalg.norm(W, axis=axis, keepdims=True)
        return W * np.minimum(1, max_norm / length)

    return limited


def _all_rows(W: np.ndarray, max_norm: float) -> np.ndarray:
    return W * max_norm / np.linalg.norm(W, axis=1, keepdims=True)


def _clipped(W: np.ndarray, max_norm: float) -> np.ndarray:
    return np.clip(W, -max_norm, max_norm)


def _matrices(rng: np.random.Generator) -> Iterator[tuple]:
    yield np.array([[3.0, -4.0, 0.0]]), 2.5  # the vector of the exercise above
    yield np.array([[3.0, 4.0], [0.6, 0.8]]), 2.0
    yield np.array([[0.0, 0.0], [0.3, 0.4], [6.0, 8.0]]), 0.5  # no length, the limit, above it
    for c, d in (1, 4), (3, 3), (5, 2):
        yield rng.normal(scale=2, size=(c, d)), float(rng.uniform(0.5, 3))
    yield np.array([[1e4, 1e4], [1e-4, -1e-4]]), 1.0


def _many_rows(rng: np.random.Generator) -> tuple:
    return rng.normal(size=(_speed.ROWS, 3)), 2.0


# --- batch normalization


def _normalize_batch(x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float) -> np.ndarray:
    running = np.zeros(x.shape[1]), np.ones(x.shape[1])
    return batch_norm(x, gamma, beta, *running, eps=eps)[0]


def _wrong_batch(
    divisor: Callable[[np.ndarray, float], np.ndarray], *, axis: int = 0, ddof: int = 0
) -> Callable[..., np.ndarray]:
    def normalized(x: np.ndarray, gamma: np.ndarray, beta: np.ndarray, eps: float) -> np.ndarray:
        variance = x.var(axis=axis, ddof=ddof, keepdims=True)
        return gamma * (x - x.mean(axis=axis, keepdims=True)) / divisor(variance, eps) + beta

    return normalized


def _root(variance: np.ndarray, eps: float) -> np.ndarray:
    return np.sqrt(variance + eps)


def _examples(rng: np.random.Generator) -> Iterator[tuple]:
    yield np.array([[0.3], [0.2]]), np.array([1.0]), np.array([0.0]), 1e-5  # the two images of the chapter
    yield np.array([[1.0, 5.0], [3.0, 5.0]]), np.array([1.0, 2.0]), np.array([0.0, 1.0]), 1e-5  # no variance
    for n, d in (2, 3), (5, 2), (8, 4):
        yield rng.normal(5, 2, size=(n, d)), rng.normal(size=d), rng.normal(size=d), 1e-3
    yield rng.normal(size=(4, 2)), np.array([1.0, 0.0]), np.array([0.0, 3.0]), 0.5
    yield np.array([[1e4], [-1e4], [0.0], [0.0]]), np.array([2.0]), np.array([-1.0]), 1e-5


# --- dropout, there and back


def _dropout_pass(x: np.ndarray, u: np.ndarray, p: float, g: np.ndarray) -> tuple:
    scale = (u >= p) / (1 - p)
    return x * scale, g * scale


def _wrong_pass(forward: Callable, backward: Callable | None = None) -> Callable[..., tuple]:
    """Given what is kept and p, the scale of the activations and that of their gradient."""

    def both(x: np.ndarray, u: np.ndarray, p: float, g: np.ndarray) -> tuple:
        return x * forward(u, p), g * (backward or forward)(u, p)

    return both


def _activations(rng: np.random.Generator) -> Iterator[tuple]:
    yield np.array([1.0, 2.0, 3.0, 4.0]), np.array([0.6, 0.3, 0.1, 0.9]), 0.5, np.ones(4)
    yield np.array([3.0, 3.0]), np.array([0.25, 0.24]), 0.25, np.array([1.0, -2.0])  # u = p is kept
    for shape in (3,), (2, 5), (4, 3, 2):
        yield rng.normal(size=shape), rng.random(shape), float(rng.uniform(0.1, 0.9)), rng.normal(size=shape)
    yield np.array([1.0, -2.0]), np.array([0.0, 0.5]), 0.0, np.array([1.0, 1.0])  # nothing is dropped
    yield np.array([1e4, 0.0, -1e4]), np.array([0.999, 0.5, 0.995]), 0.99, np.array([1.0, 1e4, 0.0])


EXERCISES = [
    ChoiceExercise(
        "reg-which",
        answer=2,
        among=4,
        mistakes={1: "lead-beyond-margin", 3: "penalty-left-out", 4: "data-loss-left-out"},
        hints=(
            (
                "The objective has two parts. Look at each of them for each answer.",
                "목적 함수는 두 부분입니다. 답마다 두 부분을 따로 보세요.",
            ),
            (
                "With the weights all leads are multiplied too. From which lead on does the hinge ask for nothing?",
                "가중치를 곱하면 앞선 폭에도 같은 수가 곱해집니다. 힌지는 얼마나 앞서면 더 요구하지 않습니까?",
            ),
            (
                "Make a table with a row for each answer: the lead, the data loss, the sum of squares times λ, and the total.",
                "답마다 한 줄씩 표를 만드세요. 앞선 폭, 데이터 손실, λ를 곱한 제곱의 합, 둘을 더한 값을 적습니다.",
            ),
        ),
    ),
    NumberExercise(
        "reg-penalties",
        _penalties,
        decimals=1,
        mistakes={
            "absolute-value-forgotten": lambda: _wrong_penalties(-1, 25),
            "penalty-with-half": lambda: _wrong_penalties(7, 12.5),
            "norm-for-square": lambda: _wrong_penalties(7, 5),
            "penalty-ratio-swapped": lambda: _wrong_penalties(7, 25, ratio=0.8),
            "entries-clipped": [np.nan, np.nan, np.nan, 2.5],
        },
        hints=(
            (
                "Each part has its formula at the head of a section: L1, L2, elastic net, max norm.",
                "문항마다 쓸 식이 L1, L2, 엘라스틱넷, 맥스-노름 절의 첫머리에 있습니다.",
            ),
            (
                "The first two parts go into the third: r times the one plus 1 - r times the other.",
                "앞의 두 답이 셋째 문항에 들어갑니다. 하나에 r, 다른 하나에 1 - r을 곱해 더하세요.",
            ),
            (
                "For max norm compute the length of the whole vector first, and then by which factor it is too long.",
                "맥스-노름에서는 먼저 벡터 전체의 길이를 구하고, 그 길이가 한계의 몇 배인지 보세요.",
            ),
        ),
    ),
    NumberExercise(
        "reg-steps",
        _steps,
        decimals=1,
        mistakes={
            "penalty-with-half": lambda: [_halved(1 - 0.125 * 0.5), np.nan],
            "rate-forgotten": lambda: [_halved(1 - 2 * 0.5), 1 / 0.5],
        },
        hints=(
            (
                "One of the two multiplies the weight in each step, the other subtracts from it.",
                "둘 가운데 하나는 걸음마다 가중치에 수를 곱하고, 다른 하나는 수를 뺍니다.",
            ),
            (
                "Write down the factor of weight decay and the threshold of L1 with the two numbers put in.",
                "가중치 감쇠에서 곱하는 수와 L1의 임계값에 두 수를 넣어 적으세요.",
            ),
            (
                "Multiply until you are below one half and count. For L1 divide 1 by what one step takes away.",
                "절반보다 작아질 때까지 곱하면서 세세요. L1에서는 한 걸음에 줄어드는 양으로 1을 나누세요.",
            ),
        ),
    ),
    NumberExercise(
        "reg-dropout",
        _dropout,
        decimals=2,
        mistakes={
            "dropout-not-scaled": [3, 2.25, 3**2 * 0.75 * 0.25],
            "dropout-keep-drop": [12, np.nan, 27],
            "dropout-shrunk": [2.25, 0.75 * 2.25, 2.25**2 * 0.75 * 0.25],
            "mean-square-for-variance": [np.nan, np.nan, 12],
        },
        hints=(
            (
                "The output has two possible values. What are they, and how probable is each?",
                "출력이 가질 수 있는 값은 두 가지입니다. 각각 얼마이고 확률은 얼마입니까?",
            ),
            (
                "The expected value weighs the two values by their probabilities.",
                "기댓값은 두 값에 각각의 확률을 곱해 더한 것입니다.",
            ),
            (
                "The variance is the expected square less the square of the expected value.",
                "분산은 제곱의 기댓값에서 기댓값의 제곱을 뺀 것입니다.",
            ),
        ),
    ),
    NumberExercise(
        "reg-depth",
        _depth,
        decimals=2,
        mistakes={"dropout-keep-drop": (54 + 1) / 4, "counted-from-zero": 54 - 53 / 4},
        hints=(
            (
                "With which probability does block l run? (Not: with which is it skipped?)",
                "블록 l을 건너뛸 확률이 아니라 실행할 확률은 얼마입니까?",
            ),
            (
                "Expected values add up: sum these probabilities over all blocks.",
                "기댓값은 더할 수 있습니다. 이 확률을 모든 블록에 대해 더하세요.",
            ),
            (
                "Split the sum into L ones less a multiple of 1 + 2 + ... + L, which is L (L + 1) / 2.",
                "합을 1을 L번 더한 것과 1 + 2 + ... + L의 몇 배로 나누세요. 뒤의 합은 L (L + 1) / 2입니다.",
            ),
        ),
    ),
    FunctionExercise(
        "reg-best-weight",
        _best_weight,
        _weights,
        fast=_many_weights,
        mistakes={
            "penalty-with-half": _wrong_best(l2=0.5),
            "penalty-ratio-swapped": _wrong_best(swapped=True),
            "factor-two-forgotten": _wrong_best(l1=1),
            "stops-not-at-zero": _wrong_best(_past_zero),
            "sign-lost": _wrong_best(_without_sign),
        },
        hints=(
            (
                "Look for the lowest point on w > 0 first; there |w| is just w.",
                "먼저 w > 0에서 가장 낮은 곳을 찾으세요. 여기서는 |w|가 그대로 w입니다.",
            ),
            (
                "Set the derivative to 0. For which a does the solution lie where you looked, and what if it does not?",
                "도함수를 0으로 놓으세요. a가 얼마일 때 해가 그 범위에 들어오고, 그렇지 않으면 어떻게 됩니까?",
            ),
            (
                "The result is a soft threshold and then a division. Which of the two comes from L1?",
                "결과는 소프트 임계화와 나눗셈을 차례로 한 것입니다. 둘 가운데 L1에서 오는 것은 어느 것입니까?",
            ),
        ),
    ),
    NumberExercise(
        "reg-mistake",
        _mistake,
        decimals=1,
        mistakes={
            "unbiased-variance": [0.5**0.5, -(0.5**0.5), np.nan],
            "divided-by-variance": [20, -20, np.nan],
        },
        hints=(
            (
                "Write batch normalization down for a batch of two. Which mean is taken while the switch is forgotten?",
                "예제가 둘인 배치에 배치 정규화 식을 쓰세요. 옵션을 잊으면 어떤 평균을 씁니까?",
            ),
            (
                "Compute the mean and the standard deviation of the two brightnesses. How far is each from the mean?",
                "두 밝기의 평균과 표준편차를 구하세요. 각각 평균에서 얼마나 떨어져 있습니까?",
            ),
            (
                "At inference the running mean is subtracted. What is left of this image?",
                "추론할 때는 이동 평균을 뺍니다. 이 이미지에서는 무엇이 남습니까?",
            ),
        ),
    ),
    NumberExercise(
        "reg-alpha",
        _alpha,
        decimals=3,
        mistakes={
            "penalty-with-half": [np.nan, np.nan, 0.1],
            "conventions-alike": [0.1, 0.1, 0.1],
            "factor-inverted": [0.1 / 40, 0.1 * 2, 0.1 / 2],
        },
        hints=(
            (
                "The section that checks against scikit-learn and torch shows what each library minimizes.",
                "scikit-learn, torch와 비교하는 절에 라이브러리마다 무엇을 가장 작게 하는지 나와 있습니다.",
            ),
            (
                "Multiply our objective by the number that turns its data term into that of the library. The penalty is "
                "multiplied too.",
                "우리 목적 함수에 어떤 수를 곱하면 데이터 항이 라이브러리의 것과 같아집니까? 페널티에도 그 수가 곱해집니다.",
            ),
            (
                "For torch compare the gradients: what does it add, and what is the gradient of λ times the sum of squares?",
                "torch는 그레이디언트를 비교하세요. 무엇을 더합니까? 제곱의 합에 λ를 곱한 것의 그레이디언트는 무엇입니까?",
            ),
        ),
    ),
    NumberExercise(
        "reg-trade",
        _trade,
        decimals=3,
        mistakes={
            "same-rule-for-all": [np.nan, 0.3, 0.3],
            "factor-inverted": [0.003, np.nan, np.nan],
        },
        hints=(
            (
                "Follow the three lines of the proof in the section on the margin and λ.",
                "마진과 람다를 다룬 절에서 증명의 세 줄을 따라가 보세요.",
            ),
            (
                "Put W = Δ V into the data loss and into the penalty. By which power of Δ does each stretch?",
                "데이터 손실과 페널티에 W = Δ V를 넣으세요. 각각 Δ의 몇 제곱만큼 늘어납니까?",
            ),
            (
                "Take the factor of the data loss out of the whole. What remains in front of the penalty of V?",
                "전체에서 데이터 손실의 배율을 밖으로 빼내세요. V의 페널티 앞에는 무엇이 남습니까?",
            ),
        ),
    ),
    FunctionExercise(
        "reg-max-norm",
        _limit_rows,
        _matrices,
        fast=_many_rows,
        mistakes={
            "columns-for-rows": _wrong_rows(0),
            "length-of-the-matrix": _wrong_rows(None),
            "all-rows-scaled": _all_rows,
            "entries-clipped": _clipped,
        },
        hints=(
            (
                "The formula of the section on max norm has a minimum in it. What does it do for a short row?",
                "맥스-노름 절의 식에는 최솟값이 들어 있습니다. 짧은 행에서는 어떻게 됩니까?",
            ),
            (
                "np.linalg.norm with axis and keepdims gives one length a row, in a shape that divides.",
                "np.linalg.norm에 axis와 keepdims를 주면 행마다 길이 하나를 나눗셈에 맞는 모양으로 얻습니다.",
            ),
            (
                "Divide by the larger of the length and the limit, and multiply by the limit: then no row of zeros divides "
                "by 0.",
                "길이와 한계 가운데 큰 것으로 나누고 한계를 곱하세요. 그러면 0뿐인 행에서도 0으로 나누지 않습니다.",
            ),
        ),
    ),
    FunctionExercise(
        "reg-lasso-step",
        _lasso_step,
        _regressions,
        mistakes={
            "sign-for-threshold": _by_sign,
            "threshold-without-rate": _wrong_lasso(threshold_rate=False),
            "stops-not-at-zero": _wrong_lasso(_past_zero),
            "uphill": _wrong_lasso(sign=1),
            "rate-forgotten": _wrong_lasso(slope_rate=False),
            "gradient-not-averaged": _wrong_lasso(averaged=False),
            "factor-two-forgotten": _wrong_lasso(factor=1),
        },
        hints=(
            (
                "The section on L1 does this with one weight. Which part gets an ordinary step, and which one a threshold?",
                "L1 절에서 가중치 하나로 같은 일을 합니다. 보통의 걸음을 쓰는 부분과 임계값을 쓰는 부분은 각각 무엇입니까?",
            ),
            (
                "Derive the gradient of the mean squared error by w: twice X transposed times the errors, over their number.",
                "평균 제곱 오차를 w로 미분하세요. X의 전치에 오차를 곱하고 2를 곱한 다음 오차의 개수로 나눕니다.",
            ),
            (
                "Call the weights after the ordinary step v. The soft threshold takes the size of each v, less rate times "
                "λ but not below 0, and gives it the sign of v.",
                "보통의 걸음을 마친 가중치를 v라고 하세요. 소프트 임계화는 v의 크기에서 학습률 곱하기 λ를 빼되 0보다 작아지지 않게 "
                "하고, v의 부호를 붙입니다.",
            ),
        ),
    ),
    FunctionExercise(
        "reg-dropout-pass",
        _dropout_pass,
        _activations,
        mistakes={
            "dropout-not-scaled": _wrong_pass(lambda u, p: (u >= p) * 1.0),
            "dropout-keep-drop": _wrong_pass(lambda u, p: (u < p) / p),
            "dropout-shrunk": _wrong_pass(lambda u, p: (u >= p) * (1 - p)),
            "gradient-unmasked": _wrong_pass(lambda u, p: (u >= p) / (1 - p), lambda u, p: 1.0),
        },
        hints=(
            (
                "In the formula of the section on dropout, p is the probability to drop.",
                "드롭아웃 절의 식에서 p는 버릴 확률입니다.",
            ),
            (
                "Compare u with p to get one mask. The same mask serves both ways.",
                "u와 p를 비교해 마스크 하나를 만드세요. 앞으로 갈 때와 거꾸로 갈 때 같은 마스크를 씁니다.",
            ),
            (
                "The output is the input times a number, 0 or a constant, at each place. So what is its slope?",
                "출력은 자리마다 입력에 수 하나, 곧 0이나 어떤 상수를 곱한 것입니다. 그러면 기울기는 무엇입니까?",
            ),
        ),
    ),
    FunctionExercise(
        "reg-batch-norm",
        _normalize_batch,
        _examples,
        mistakes={
            "unbiased-variance": _wrong_batch(_root, ddof=1),
            "eps-outside-the-root": _wrong_batch(lambda variance, eps: np.sqrt(variance) + eps),
            "divided-by-variance": _wrong_batch(lambda variance, eps: variance + eps),
            "normalized-by-example": _wrong_batch(_root, axis=1),
        },
        hints=(
            (
                "The formula stands at the head of the section on batch normalization. Over which index is the mean?",
                "배치 정규화 절의 첫머리에 식이 있습니다. 평균은 어느 인덱스에 대해 냅니까?",
            ),
            (
                "mean and var of an array take axis=0 and then give one number for each feature.",
                "배열의 mean과 var에 axis=0을 주면 특징마다 수 하나를 얻습니다.",
            ),
            (
                "Subtract the mean, divide by the root of variance plus eps, and only then scale and shift.",
                "평균을 빼고, 분산에 eps를 더한 값의 제곱근으로 나눈 다음, 마지막에 배율을 곱하고 이동량을 더하세요.",
            ),
        ),
    ),
]
