"""Slow and obviously right: what the package's fast functions are compared with."""

from fractions import Fraction

import mpmath
import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

#: Enough digits to see 1e-308 beside 1.
mpmath.mp.dps = 350


def svm_rows(scores, labels, margin=1.0, power=1):
    """The hinge of every row in exact arithmetic, straight from the formula."""
    rows = []
    for row, y in zip(np.asarray(scores).tolist(), labels, strict=True):
        s = [Fraction(value) for value in row]
        terms = [max(Fraction(0), s[j] - s[y] + Fraction(margin)) ** power for j in range(len(s)) if j != y]
        rows.append(sum(terms, Fraction(0)))
    return rows


def softmax_row(row):
    """Probabilities of one row of scores, to 350 digits."""
    exponentials = [mpmath.exp(mpmath.mpf(float(s))) for s in row]
    total = mpmath.fsum(exponentials)
    return [e / total for e in exponentials]


def cross_entropy_row(row, t):
    """- sum t_c log p_c for one row, where a t of 0 adds nothing."""
    return -mpmath.fsum(
        mpmath.mpf(float(w)) * mpmath.log(p) for w, p in zip(t, softmax_row(row), strict=True) if w > 0
    )


def relative_errors(got, exact):
    """|got - exact| / |exact| of those entries whose exact value is a normal number of got's dtype."""
    got = np.asarray(got)
    tiny, largest = float(np.finfo(got.dtype).tiny), float(np.finfo(got.dtype).max)
    exact = np.asarray(exact, dtype=object).ravel()
    return [
        float(abs(mpmath.mpf(float(g)) - _mp(e)) / abs(_mp(e)))
        for g, e in zip(got.ravel(), exact, strict=True)
        if tiny <= abs(_mp(e)) <= largest
    ]


def _mp(value):
    if isinstance(value, Fraction):
        return mpmath.mpf(value.numerator) / value.denominator
    return mpmath.mpf(value)


def central_difference(f, x, step=2.0**-17):
    """Gradient of a number by symmetric differences; the error is about step^2 = 6e-11."""
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] += step
        down[index] -= step
        gradient[index] = (f(up) - f(down)) / (2 * step)
    return gradient


@st.composite
def batches(draw, low=-40, high=40, min_classes=1, max_classes=6):
    """Scores (N, C) that are multiples of 1/64, so that shifts and doublings are exact, and labels (N,)."""
    n = draw(st.integers(1, 5))
    c = draw(st.integers(min_classes, max_classes))
    sixty_fourths = draw(hnp.arrays(np.int64, (n, c), elements=st.integers(64 * low, 64 * high)))
    labels = draw(hnp.arrays(np.int64, n, elements=st.integers(0, c - 1)))
    return sixty_fourths / 64, labels


class FixedRandom(np.random.Generator):
    """A generator whose draws are given, to work rows by hand."""

    def __init__(self, draws):
        super().__init__(np.random.PCG64(0))
        self.draws = draws

    def random(self, size):
        return np.array(self.draws).reshape(size)
