"""The angular losses straight from their definitions, in mpmath: slow and obviously right.

Angles by acos, psi by its pieces, the loss as log(1 + sum of exp(f_j - f_y)), gradients by differences.
With 120 digits neither acos near 1 nor a step of 1e-40 costs any that count; scores of 1e-150, which
are added to 1, ask for more.
"""

from types import SimpleNamespace

import mpmath
import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

REDUCTIONS = ["mean", "sum", "none"]
STEP = mpmath.mpf("1e-40")


def example(seed, n=5, c=4, d=3, scale=1.0):
    """Ordinary features, weight and labels: no zero, and no two vectors nearly parallel."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, d)) * scale, rng.normal(size=(c, d)), rng.integers(0, c, n)


@st.composite
def vector_batches(draw):
    """Features and weight in eighths, with zeros, ties and parallel vectors among them, and labels."""
    n, c, d = draw(st.integers(1, 4)), draw(st.integers(1, 4)), draw(st.integers(1, 4))
    eighths = st.integers(-32, 32)
    features, weight = (draw(hnp.arrays(np.int64, (rows, d), elements=eighths)) / 8 for rows in (n, c))
    return features, weight, draw(hnp.arrays(np.int64, n, elements=st.integers(0, c - 1)))


def vectors(rows):
    return [[mpmath.mpf(float(v)) for v in row] for row in np.asarray(rows)]


def dot(x, w):
    return mpmath.fsum(a * b for a, b in zip(x, w, strict=True))


def norm(x):
    return mpmath.sqrt(dot(x, x))


def cosine(x, w):
    """0 for a zero vector; never above 1, where the last digit would make acos complex."""
    lengths = norm(x) * norm(w)
    return max(-mpmath.mpf(1), min(mpmath.mpf(1), dot(x, w) / lengths)) if lengths else mpmath.mpf(0)


def angle(x, w):
    return mpmath.acos(cosine(x, w))


def psi(theta, m):
    k = min(int(m * theta / mpmath.pi), m - 1)
    return (-1) ** k * mpmath.cos(m * theta) - 2 * k


def lsoftmax(x, W, y, m=4, lam=0.0):
    """Scores of one example, and so for the other three losses."""
    scores = [dot(w, x) for w in W]
    margin = (lam * cosine(x, W[y]) + psi(angle(x, W[y]), m)) / (1 + mpmath.mpf(lam))
    scores[y] = norm(W[y]) * norm(x) * margin
    return scores


def asoftmax(x, W, y, m=4, lam=0.0):
    scores = [norm(x) * cosine(x, w) for w in W]
    margin = (lam * cosine(x, W[y]) + psi(angle(x, W[y]), m)) / (1 + mpmath.mpf(lam))
    scores[y] = norm(x) * margin
    return scores


def am_softmax(x, W, y, s=30.0, m=0.35):
    return [s * (cosine(x, w) - (mpmath.mpf(m) if j == y else 0)) for j, w in enumerate(W)]


def arcface(x, W, y, s=64.0, m=0.5, fallback="none"):
    cosines, theta, m = [cosine(x, w) for w in W], angle(x, W[y]), mpmath.mpf(m)
    target = mpmath.cos(theta + m)
    if fallback == "linear" and theta > mpmath.pi - m:
        target = cosines[y] - m * mpmath.sin(m)
    if fallback == "easy" and cosines[y] <= 0:
        target = cosines[y]
    cosines[y] = target
    return [s * c for c in cosines]


def cross_entropy(scores, y):
    return mpmath.log1p(mpmath.fsum(mpmath.exp(f - scores[y]) for j, f in enumerate(scores) if j != y))


def exact(scores, features, weight, labels, *, digits=120, **options):
    """Losses, the gradients of their sum, and the largest |score| of each example."""
    with mpmath.workdps(digits):
        return _exact(scores, features, weight, labels, options)


def _exact(scores, features, weight, labels, options):
    X, W = vectors(features), vectors(weight)

    def loss(i, x, W):
        return cross_entropy(scores(x, W, labels[i], **options), labels[i])

    def slopes(f, v):
        """d f(v) / dv by symmetric differences, a step of 1e-40 of its length."""
        step = STEP * (norm(v) or 1)
        for d in range(len(v)):
            up, down = ([a + sign * step * (k == d) for k, a in enumerate(v)] for sign in (1, -1))
            yield (f(up) - f(down)) / (2 * step)

    rows = range(len(X))
    return SimpleNamespace(
        losses=[loss(i, X[i], W) for i in rows],
        dfeatures=[list(slopes(lambda x, i=i: loss(i, x, W), X[i])) for i in rows],
        dweight=[
            list(
                slopes(
                    lambda w, j=j: mpmath.fsum(loss(i, X[i], [*W[:j], w, *W[j + 1 :]]) for i in rows), W[j]
                )
            )
            for j in range(len(W))
        ],
        sizes=[max(abs(f) for f in scores(X[i], W, labels[i], **options)) for i in rows],
    )


def assert_accurate(loss, scores, features, weight, labels, *, blur=0.0, digits=120, **options):
    """Compare a loss and its gradients with 120 digits.

    The loss: within 1e-13 of itself plus (1 - p) times the largest |score|, since that is how far the
    scores' own rounding moves it; a confident loss of 1e-44 keeps its digits. The gradients: within
    1e-12 of the length of their row (by the features) or matrix (by the weight), plus 1e-15 for each
    unit of the scores, whose rounding moves every probability, plus what the caller says of `blur`.
    A float32 result is rounded once more.
    """
    losses, *gradients = loss(features, weight, labels, reduction="none", return_grad=True, **options)
    expected = exact(scores, features, weight, labels, digits=digits, **options)
    rounding = 0 if losses.dtype == np.float64 else np.finfo(losses.dtype).eps
    smallest = float(np.finfo(losses.dtype).smallest_subnormal)
    for got, e, size in zip(losses, expected.losses, expected.sizes, strict=True):
        allowed = 1e-13 * (e - mpmath.expm1(-e) * size) + rounding * e + smallest
        assert abs(float(got) - e) <= allowed, (got, mpmath.nstr(e, 20))

    allowed = 1e-12 + 1e-15 * max(expected.sizes) + rounding + blur
    for got, e in [*zip(gradients[0], expected.dfeatures, strict=True), (gradients[1], expected.dweight)]:
        e = np.array(e, dtype=object)
        error = mpmath.norm([float(g) - v for g, v in zip(got.ravel(), e.ravel(), strict=True)])
        assert error <= allowed * mpmath.norm(e.ravel()) + got.size * smallest, (got, e)
