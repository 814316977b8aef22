"""Exercises of the chapter on cross-entropy."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from lossnotes import cross_entropy, entropy, kl_divergence, softmax, softmax_cross_entropy
from lossnotes.examples import LABELS, SCORES

from ._forms import ChoiceExercise, NumberExercise
from ._function import FunctionExercise

BIT = np.log(2)


def _snow() -> list[float]:
    p, q = [1 / 2, 1 / 4, 1 / 4, 0], [1 / 4, 1 / 2, 1 / 8, 1 / 8]
    nats = [entropy(p), cross_entropy(p, q), kl_divergence(p, q), entropy(q)]
    return [value / BIT for value in nats]


def _snow_times(factor: float) -> list[float]:
    return [value * factor for value in _snow()]


def _snow_swapped() -> list[float]:
    """The entropies of each other; H(Q, P) is infinite."""
    return [_snow()[3], np.nan, np.nan, _snow()[0]]


def _pairs() -> list[float]:
    report = np.array([0.9, 0.1])
    pairs = np.outer(report, report).ravel()  # from the likeliest to the rarest
    return [entropy(report) / BIT, 1, pairs @ [1, 2, 3, 3] / 2]


def _models() -> list[float]:
    return [-np.log(correct).mean() for correct in ([0.4, 0.4, 0.4], [0.99, 0.99, 0.3])]


def _models_times(factor: float) -> list[float]:
    return [value * factor for value in _models()]


def _people() -> list[float]:
    vote = np.array([0.5, 0.4, 0.1])
    return [entropy(vote), np.log(vote[0] / vote[1]), softmax(SCORES[0])[0] - vote[0]]


def _people_to(base: float) -> list[float]:
    first, lead, _ = _people()
    return [first / np.log(base), lead / np.log(base), np.nan]


def _people_of_one_mind() -> list[float]:
    """The most frequent label taken as the only one."""
    return [-np.log(0.5), np.nan, softmax(SCORES[0])[0] - 1]


def _kl(p: np.ndarray, q: np.ndarray) -> float:
    return kl_divergence(p, q) / BIT


def _binary_loss(scores: np.ndarray, labels: np.ndarray) -> tuple[np.floating, np.ndarray]:
    both = np.column_stack([np.zeros(len(scores)), scores])
    loss, gradient = softmax_cross_entropy(both, labels, return_grad=True)
    return loss, gradient[:, 1]


def _smoothed(scores: np.ndarray, labels: np.ndarray, eps: float) -> tuple[np.floating, np.ndarray]:
    return softmax_cross_entropy(scores, labels, label_smoothing=eps, return_grad=True)


def _beliefs(rng: np.random.Generator) -> Iterator[tuple]:
    mountains, lake = np.array([1 / 2, 1 / 4, 1 / 8, 1 / 8]), np.array([1 / 8, 1 / 2, 1 / 4, 1 / 8])
    south, traveler = np.array([1 / 2, 1 / 4, 1 / 4, 0]), np.array([1 / 4, 1 / 2, 1 / 8, 1 / 8])
    yield mountains, lake
    yield lake, mountains
    yield south, traveler  # 0 log 0
    for c in 2, 3, 10:
        yield rng.dirichlet(np.ones(c)), rng.dirichlet(np.ones(c))
    yield traveler, south  # snow was ruled out: infinite
    yield np.array([0.0, 1.0, 0.0]), np.array([0.0, 0.1, 0.9])  # neither believes in the first
    yield np.array([0.5, 0.5]), np.array([1 - 1e-300, 1e-300])


def _scored(rng: np.random.Generator) -> Iterator[tuple]:
    yield np.array([0.0]), np.array([1])
    yield np.array([-1.9, 2.0]), np.array([1, 0])
    for n in 1, 4, 9:
        yield rng.normal(scale=3, size=n), rng.integers(0, 2, n)
    yield np.array([1000.0, -1000.0]), np.array([1, 0])  # both right: the loss is 0
    yield np.array([1000.0, -1000.0, 0.5]), np.array([0, 1, 1])


def _batches(rng: np.random.Generator) -> Iterator[tuple]:
    yield SCORES[:1].copy(), LABELS[:1].copy(), 0.1
    yield SCORES.copy(), LABELS.copy(), 0.3
    yield SCORES.copy(), LABELS.copy(), 0.0  # one-hot
    yield np.zeros((2, 4)), np.array([0, 3]), 0.5
    for n, c in (1, 2), (4, 3), (7, 10):
        yield rng.normal(scale=2, size=(n, c)), rng.integers(0, c, n), 0.1
    yield np.array([[1e4, 0.0, -1e4], [5.0, 5.0, 6.0]]), np.array([1, 2]), 0.2
    yield SCORES[1:].copy(), LABELS[1:].copy(), 1.0  # nothing of the labels is left


# --- what goes wrong --------------------------------------------------------------------------------


def _kl_naive(p: np.ndarray, q: np.ndarray) -> float:
    return (p * np.log2(p / q)).sum()


def _binary_wrong(
    *, total: bool = False, averaged: bool = True, target: float = 1, sign: int = 1
) -> Callable[..., tuple]:
    def loss(scores: np.ndarray, labels: np.ndarray) -> tuple:
        each = np.logaddexp(0, scores) - labels * scores
        slope = sign * (np.exp(-np.logaddexp(0, -scores)) - target * labels)
        return each.sum() if total else each.mean(), slope / len(scores) if averaged else slope

    return loss


def _binary_by_probability(scores: np.ndarray, labels: np.ndarray) -> tuple:
    q = 1 / (1 + np.exp(-scores))
    return -np.mean(labels * np.log(q) + (1 - labels) * np.log(1 - q)), (q - labels) / len(q)


def _class_zero(scores: np.ndarray, labels: np.ndarray) -> tuple:
    return _binary_loss(scores, 1 - labels)


def _smoothed_wrong(
    *,
    shared: str = "all",
    total: bool = False,
    averaged: bool = True,
    target: float = 1,
    sign: int = 1,
    naive: bool = False,
) -> Callable[..., tuple]:
    """The smoothed loss with one thing wrong."""

    def loss(scores: np.ndarray, labels: np.ndarray, eps: float) -> tuple:
        n, c = scores.shape
        hot = np.eye(c)[labels]
        t = {
            "all": (1 - eps) * hot + eps / c,
            "wrong": (1 - eps) * hot + eps / (c - 1) * (1 - hot),
            "rest": (1 - eps) * hot + eps / c * (1 - hot),
            "none": hot,
        }[shared]
        shifted = scores - scores.max(axis=1, keepdims=True)
        log_q = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        q = np.exp(log_q)
        each = -(t * (np.log(q) if naive else log_q)).sum(axis=1)
        slope = sign * (q - target * t)
        return each.sum() if total else each.mean(), slope / n if averaged else slope

    return loss


EXERCISES = [
    ChoiceExercise(
        "ce-which",
        answer=3,
        among=4,
        mistakes={1: "p-and-q-swapped", 2: "rare-costs-little", 4: "zero-in-p"},
        hints=(
            (
                "Which distribution weighs the surprises, and of which one is the logarithm taken?",
                "놀라움에 곱하는 분포는 무엇이고, 로그를 취하는 분포는 무엇입니까?",
            ),
            (
                "Ask for each traveler what happens on the day that the belief did not expect, and whether that day ever comes.",
                "나그네마다 믿지 않은 날에 무슨 일이 생기는지, 그런 날이 오기는 하는지 따져 보세요.",
            ),
            (
                "Write the sum with its two terms, snow and no snow, for each of them. What times the logarithm of what?",
                "두 나그네의 합을 각각 눈이 오는 날과 오지 않는 날의 두 항으로 써 보세요. 무엇에 무엇의 로그를 곱합니까?",
            ),
        ),
    ),
    NumberExercise(
        "ce-bases",
        [10, np.e, 2],
        decimals=2,
        mistakes={"base-upside-down": [2, np.nan, 10]},
        hints=(
            (
                "What is the probability of the correct class at the start, and so the loss in any base?",
                "학습을 시작할 때 정답 클래스의 확률은 얼마입니까? 그러면 어떤 밑에서든 손실은 무엇의 로그입니까?",
            ),
            (
                "The loss is the logarithm of the number of classes. A larger base gives a smaller logarithm.",
                "손실은 클래스 개수의 로그입니다. 밑이 크면 로그는 작습니다.",
            ),
            (
                "Solve: the base to the power of the loss is the number of classes. One of the three bases is no whole "
                "number.",
                "밑을 손실만큼 거듭제곱하면 클래스의 개수가 된다는 식을 푸세요. 셋 가운데 하나는 정수가 아닙니다.",
            ),
        ),
    ),
    NumberExercise(
        "ce-snow",
        _snow,
        decimals=2,
        mistakes={
            "natural-log": lambda: _snow_times(BIT),
            "log-base-10": lambda: _snow_times(np.log10(2)),
            "sign-forgotten": lambda: [-_snow()[0], -_snow()[1], np.nan, -_snow()[3]],
            "p-and-q-swapped": _snow_swapped,
            "entropy-not-subtracted": lambda: [np.nan, np.nan, _snow()[1], np.nan],
            "entropy-of-the-belief": lambda: [np.nan, np.nan, _snow()[1] - _snow()[3], np.nan],
        },
        hints=(
            (
                "For every word write two things: how often it happens, and how many digits the code has for it.",
                "단어마다 두 가지를 적으세요. 얼마나 자주 나오는지, 그리고 부호가 몇 자리인지입니다.",
            ),
            (
                "The weights of the mean are those of what happens, P; the digits are those of the belief, Q. For an "
                "entropy both are the same.",
                "평균의 가중치는 실제로 일어나는 P에서, 자릿수는 믿음인 Q에서 가져옵니다. 엔트로피에서는 둘이 같습니다.",
            ),
            (
                "All probabilities are powers of one half, so every surprise is a whole number of bits. The divergence "
                "is the difference of the first two.",
                "확률이 모두 절반의 거듭제곱이므로 놀라움은 정수 비트입니다. 발산은 앞의 두 값의 차입니다.",
            ),
        ),
    ),
    NumberExercise(
        "ce-pairs",
        _pairs,
        decimals=3,
        mistakes={
            "natural-log": lambda: [_pairs()[0] * BIT, np.nan, np.nan],
            "log-base-10": lambda: [_pairs()[0] * np.log10(2), np.nan, np.nan],
            "entropy-for-length": lambda: [np.nan, _pairs()[0], _pairs()[0]],
            "pair-for-report": lambda: [np.nan, np.nan, 2 * _pairs()[2]],
            "lengths-not-weighted": [np.nan, np.nan, 9 / 8],
        },
        hints=(
            (
                "Entropy is a mean surprise, a code has whole digits. Which part asks for which?",
                "엔트로피는 놀라움의 평균이고, 부호는 자릿수가 정수입니다. 어느 문항이 무엇을 묻고 있습니까?",
            ),
            (
                "A code for two words cannot do without a digit. For the pairs multiply the probabilities, as the hours "
                "are independent.",
                "단어가 둘뿐이어도 부호에는 적어도 한 자리가 필요합니다. 쌍의 확률은 시간마다 독립이므로 곱해서 구합니다.",
            ),
            (
                "Weigh the lengths of the four codes with the probabilities of the pairs; then remember that a pair is "
                "two reports.",
                "네 부호의 길이에 쌍의 확률을 곱해 더하세요. 그다음 쌍 하나가 보고 두 개라는 점을 떠올리세요.",
            ),
        ),
    ),
    NumberExercise(
        "ce-models",
        _models,
        decimals=2,
        mistakes={
            "log-base-10": lambda: _models_times(np.log10(np.e)),
            "log-base-2": lambda: _models_times(np.log2(np.e)),
            "sum-for-mean": lambda: _models_times(3),
            "sign-forgotten": lambda: _models_times(-1),
            "probability-for-loss": [0.6, 1 - (0.99 + 0.99 + 0.3) / 3],
            "log-of-the-mean": [np.nan, -np.log((0.99 + 0.99 + 0.3) / 3)],
        },
        hints=(
            (
                "Only one probability of each image counts. Which?",
                "이미지마다 확률 하나만 중요합니다. 어느 것입니까?",
            ),
            (
                "The loss of an image is minus the natural logarithm of it. What is the mean over three images, if all "
                "are alike?",
                "이미지 한 장의 손실은 그 확률의 자연로그에 음의 부호를 붙인 값입니다. 세 장이 모두 같으면 평균은 얼마입니까?",
            ),
            (
                "For model B compute three logarithms first and average them afterwards.",
                "모델 B에서는 먼저 로그 세 개를 구하고, 그다음에 평균하세요.",
            ),
        ),
    ),
    NumberExercise(
        "ce-people",
        _people,
        decimals=2,
        mistakes={
            "soft-target-as-one-hot": _people_of_one_mind,
            "lowest-loss-zero": [0, np.nan, np.nan],
            "target-not-subtracted": lambda: [np.nan, np.nan, softmax(SCORES[0])[0]],
            "gradient-sign": lambda: [np.nan, np.nan, -_people()[2]],
            "difference-for-ratio": [np.nan, 0.5 - 0.4, np.nan],
            "log-base-2": lambda: _people_to(2),
            "log-base-10": lambda: _people_to(10),
        },
        hints=(
            (
                "Here P is no longer one-hot. What is the lowest value of H(P, Q), and for which Q?",
                "여기서 P는 원-핫이 아닙니다. H(P, Q)의 가장 작은 값은 무엇이고, 어떤 Q에서 나옵니까?",
            ),
            (
                "At the best Q softmax turns gaps of scores into ratios of probabilities; undo it with a logarithm. The "
                "gradient is belief minus truth.",
                "가장 좋은 Q에서 소프트맥스는 점수 차를 확률의 비로 바꿉니다. 로그로 되돌리세요. 그레이디언트는 믿음에서 실제를 "
                "뺀 값입니다.",
            ),
            (
                "Compute the entropy of the vote in nats, the logarithm of five over four, and the cat's belief minus "
                "the cat's share of the vote.",
                "투표의 엔트로피를 냇으로 구하고, 4분의 5의 로그를 구하고, 고양이에 대한 믿음에서 고양이의 득표율을 빼세요.",
            ),
        ),
    ),
    FunctionExercise(
        "ce-kl",
        _kl,
        _beliefs,
        mistakes={
            "natural-log": kl_divergence,
            "log-base-10": lambda p, q: kl_divergence(p, q) / np.log(10),
            "p-and-q-swapped": lambda p, q: _kl(q, p),
            "entropy-not-subtracted": lambda p, q: cross_entropy(p, q) / BIT,
            "sign-forgotten": lambda p, q: -_kl(p, q),
            "zero-times-log-zero": _kl_naive,
        },
        hints=(
            (
                "Both forms of the divergence will do: a sum of P log (P / Q), or the difference of two entropies.",
                "발산은 두 가지 꼴 가운데 어느 것으로 써도 됩니다. P log (P / Q)의 합이거나, 두 엔트로피의 차입니다.",
            ),
            (
                "What never happens adds nothing, whatever Q says of it. Leave these outcomes out before you take "
                "logarithms.",
                "일어나지 않는 일은 Q가 무엇이라고 하든 아무것도 보태지 않습니다. 로그를 취하기 전에 그런 결과를 빼놓으세요.",
            ),
            (
                "Begin with a mask, p > 0, and use np.log2. Where only Q is 0 let the division give infinity; it is "
                "the right answer.",
                "p > 0인 자리를 고르는 마스크에서 시작하고 np.log2를 쓰세요. Q만 0인 자리에서는 나눗셈이 무한대가 되게 두면 "
                "됩니다. 그것이 맞는 답입니다.",
            ),
        ),
    ),
    FunctionExercise(
        "ce-smoothed",
        _smoothed,
        _batches,
        mistakes={
            "smoothing-only-wrong": _smoothed_wrong(shared="wrong"),
            "smoothing-share-lost": _smoothed_wrong(shared="rest"),
            "soft-target-as-one-hot": _smoothed_wrong(shared="none"),
            "gradient-not-averaged": _smoothed_wrong(averaged=False),
            "sum-for-mean": _smoothed_wrong(total=True, averaged=False),
            "target-not-subtracted": _smoothed_wrong(target=0),
            "gradient-sign": _smoothed_wrong(sign=-1),
            "log-of-softmax": _smoothed_wrong(naive=True),
        },
        hints=(
            (
                "Build the target first, one row an image. What does each row add up to?",
                "먼저 타깃을 만드세요. 한 행이 이미지 한 장입니다. 행마다 합은 얼마입니까?",
            ),
            (
                "The share is spread over all classes, the correct one among them. Loss and gradient then are those of "
                "any soft target.",
                "몫은 정답 클래스를 포함한 모든 클래스에 나누어 줍니다. 그다음 손실과 그레이디언트는 여느 소프트 타깃과 같습니다.",
            ),
            (
                "Begin with np.eye(C)[labels], and keep to the logarithms: shift the scores and subtract the logarithm "
                "of the sum.",
                "np.eye(C)[labels]에서 시작하고, 계속 로그로 계산하세요. 점수를 옮기고 합의 로그를 뺍니다.",
            ),
        ),
    ),
    FunctionExercise(
        "ce-binary",
        _binary_loss,
        _scored,
        mistakes={
            "log-of-softmax": _binary_by_probability,
            "sum-for-mean": _binary_wrong(total=True, averaged=False),
            "gradient-not-averaged": _binary_wrong(averaged=False),
            "target-not-subtracted": _binary_wrong(target=0),
            "gradient-sign": _binary_wrong(sign=-1),
            "classes-exchanged": _class_zero,
        },
        hints=(
            (
                "Write the loss for label 1 and for label 0 apart, with the sigmoid put in. How do they differ?",
                "시그모이드를 넣어 레이블이 1일 때와 0일 때의 손실을 따로 써 보세요. 둘은 어떻게 다릅니까?",
            ),
            (
                "They differ by the score itself, so one formula serves both. The probability can be had from a "
                "logarithm as well.",
                "둘의 차는 점수 자체이므로 식 하나로 쓸 수 있습니다. 확률도 로그에서 얻을 수 있습니다.",
            ),
            (
                "Begin with np.logaddexp(0, scores), and divide the gradient by the number of scores as well.",
                "np.logaddexp(0, scores)에서 시작하고, 그레이디언트도 점수의 개수로 나누세요.",
            ),
        ),
    ),
]
