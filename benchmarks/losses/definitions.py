"""The losses as their definitions write them, in many digits: what accuracy is measured against."""

from __future__ import annotations

import mpmath
import numpy as np

DIGITS = 400  # enough to see 1e-304 beside 1, and to take differences of it


def cross_entropy(logits: list, y: int) -> mpmath.mpf:
    """- log(e^f_y / sum e^f_j) = log(1 + sum over the others of e^(f_j - f_y))"""
    return mpmath.log1p(mpmath.fsum(mpmath.exp(f - logits[y]) for j, f in enumerate(logits) if j != y))


def svm(scores: list, y: int) -> mpmath.mpf:
    """The sum over the others of max(0, s_j - s_y + 1)"""
    return mpmath.fsum(max(0, s - scores[y] + 1) for j, s in enumerate(scores) if j != y)


def lsoftmax(x: list, W: list, y: int, m: int = 4) -> mpmath.mpf:
    """f_j = W_j x, but f_y = |W_y| |x| ((-1)^k cos(m theta) - 2 k) for theta from k pi/m to (k + 1) pi/m"""
    logits = [mpmath.fdot(x, w) for w in W]
    theta = mpmath.acos(_cos(x, W[y]))
    k = min(int(mpmath.floor(m * theta / mpmath.pi)), m - 1)
    logits[y] = _length(x) * _length(W[y]) * ((-1) ** k * mpmath.cos(m * theta) - 2 * k)
    return cross_entropy(logits, y)


def arcface(x: list, W: list, y: int, s: float = 64.0, m: float = 0.5) -> mpmath.mpf:
    """f_j = s cos theta_j, but f_y = s cos(theta + m), and beyond theta = pi - m: s (cos theta - m sin m)"""
    cosines = [_cos(x, w) for w in W]
    theta = mpmath.acos(cosines[y])
    beyond = theta > mpmath.pi - m
    cosines[y] = cosines[y] - m * mpmath.sin(m) if beyond else mpmath.cos(theta + m)
    return cross_entropy([s * c for c in cosines], y)


def am_softmax(x: list, W: list, y: int, s: float = 30.0, m: float = 0.35) -> mpmath.mpf:
    """f_j = s cos theta_j, but f_y = s (cos theta - m)"""
    cosines = [_cos(x, w) for w in W]
    cosines[y] -= m
    return cross_entropy([s * c for c in cosines], y)


def _length(v: list) -> mpmath.mpf:
    return mpmath.sqrt(mpmath.fdot(v, v))


def _cos(x: list, w: list) -> mpmath.mpf:
    """A zero vector stands at a right angle to all others."""
    lengths = _length(x) * _length(w)
    return max(-1, min(1, mpmath.fdot(x, w) / lengths)) if lengths else mpmath.mpf(0)


def exact(definition, arrays: tuple[np.ndarray, ...], y: int) -> tuple[mpmath.mpf, list[np.ndarray]]:
    """Return the loss of row 0 of arrays[0] and, by central differences, its gradient by each array."""
    with mpmath.workdps(DIGITS):
        step = mpmath.mpf(10) ** -40  # leaves an error of its square
        values = [[[mpmath.mpf(float(v)) for v in row] for row in array] for array in arrays]

        def loss() -> mpmath.mpf:
            return definition(values[0][0], *values[1:], y)

        gradients = [np.empty(array.shape, object) for array in arrays]
        for gradient, rows in zip(gradients, values, strict=True):
            for i, j in np.ndindex(gradient.shape):
                at = rows[i][j]
                rows[i][j] = at + step
                up = loss()
                rows[i][j] = at - step
                gradient[i, j] = (up - loss()) / (2 * step)
                rows[i][j] = at
        return loss(), gradients
