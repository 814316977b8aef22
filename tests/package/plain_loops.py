"""Exercises solved without NumPy's help, as a reader may: loops over Python's own numbers, other formulas."""

from __future__ import annotations

import math
from itertools import product

import numpy as np


def hinges(row, y):
    """max(0, z) is (z + |z|) / 2."""
    return [((s - row[y] + 1) + abs(s - row[y] + 1)) / 2 for j, s in enumerate(row) if j != y]


def svm_batch(scores, labels):
    return math.fsum(math.fsum(hinges(row, y)) for row, y in zip(scores, labels, strict=True)) / len(labels)


def svm_strongest(scores, labels):
    total = 0.0
    for row, y in zip(scores.tolist(), labels.tolist(), strict=True):
        total += max([0.0, *hinges(row, y)])
    return total / len(labels)


def svm_needed(scores, labels, margin):
    return [
        sorted(s for j, s in enumerate(row) if j != y)[-1] + margin
        for row, y in zip(scores, labels, strict=True)
    ]


def loss_place(scores, labels):
    place = 0
    for row, y in zip(scores, labels, strict=True):
        for s in row:
            place += s > row[y]
    return place / len(labels)


def loss_gap(scores, labels):
    slopes = np.zeros(scores.shape)
    gap = 0.0
    for i, (row, y) in enumerate(zip(scores.tolist(), labels.tolist(), strict=True)):
        gap += max(row) - row[y]
        slopes[i, row.index(max(row))] += 1 / len(labels)
        slopes[i, y] -= 1 / len(labels)
    return gap / len(labels), slopes


def loss_step(x, t, w, b, learning_rate):
    n = len(x)
    by_w = math.fsum(2 * (w * u + b - v) * u for u, v in zip(x, t, strict=True)) / n
    by_b = math.fsum(2 * (w * u + b - v) for u, v in zip(x, t, strict=True)) / n
    return [w - learning_rate * by_w, b - learning_rate * by_b]


def questions_squared(scores, labels):
    gradient = np.zeros(scores.shape)
    for i, y in enumerate(labels):
        for j in range(scores.shape[1]):
            z = scores[i, j] - scores[i, y] + 1
            if j != y and z > 0:
                gradient[i, j] += 2 * z / len(labels)
                gradient[i, y] -= 2 * z / len(labels)
    return gradient


def reg_max_norm(W, max_norm):
    rows = []
    for row in W.tolist():
        length = math.hypot(*row)
        rows.append([w * max_norm / length for w in row] if length > max_norm else row)
    return rows


def reg_batch_norm(x, gamma, beta, eps):
    columns = []
    for column, g, b in zip(x.T.tolist(), gamma, beta, strict=True):
        mean = math.fsum(column) / len(column)
        variance = math.fsum((value - mean) ** 2 for value in column) / len(column)
        columns.append([(value - mean) / math.sqrt(variance + eps) * g + b for value in column])
    return np.transpose(columns)


def softmax_row(row):
    """By the logarithm: e^(s - LSE)."""
    top = max(row)
    return [math.exp(s - top - math.log(math.fsum(math.exp(t - top) for t in row))) for s in row]


def softmax_tempered(scores, T):
    return [softmax_row([s / T for s in row]) for row in scores.tolist()]


def stable_softmax(scores):
    """One over the sum of the ratios."""
    with np.errstate(over="ignore"):
        return [[1 / np.exp(row - s).sum() for s in row] for row in scores]


def softmax_sigmoid(X, W, b):
    """By the hyperbolic tangent."""
    return [(1 + math.tanh((x @ (W[1] - W[0]) + b[1] - b[0]) / 2)) / 2 for x in X]


def softmax_backward(p, g):
    """By the whole Jacobian, diag(p) - p p^T."""
    return [(np.diag(a) - np.outer(a, a)) @ b for a, b in zip(p, g, strict=True)]


def ce_kl(p, q):
    total = 0.0
    for a, b in zip(p.tolist(), q.tolist(), strict=True):
        if a > 0:
            total += a * (math.log2(a) - math.log2(b)) if b > 0 else math.inf
    return total


def ce_binary(scores, labels):
    """log(1 + e^-|s|) + max(0, s) - s y"""
    n = len(scores)
    loss = math.fsum(
        math.log1p(math.exp(-abs(s))) + max(0.0, s) - s * y for s, y in zip(scores, labels, strict=True)
    )
    return loss / n, [((1 + math.tanh(s / 2)) / 2 - y) / n for s, y in zip(scores, labels, strict=True)]


def torch_curvature(scores, moves):
    """Half the mean squared difference of two moves drawn independently."""
    total = 0.0
    for row, move in zip(scores.tolist(), moves.tolist(), strict=True):
        p = softmax_row(row)
        total += sum(p[i] * p[j] * (move[i] - move[j]) ** 2 / 2 for i, j in product(range(len(p)), repeat=2))
    return total / len(scores)


def metric_leave_one_out(X, labels):
    right = 0
    for i, x in enumerate(X.tolist()):
        others = [j for j in range(len(X)) if j != i]
        nearest = min(others, key=lambda j: math.dist(x, X[j]))
        right += int(labels[nearest] == labels[i])
    return right / len(X)


def metric_nearest(new, old, A):
    """Where the map has moved all points, the nearest in a straight line."""
    places = [A @ place for place in old]
    return [min(range(len(old)), key=lambda j: math.dist(A @ x, places[j])) for x in new]


def metric_axes(M):
    """One over the roots of the eigenvalues."""
    return np.linalg.eigvalsh(M) ** -0.5


def family_contrastive(u, v, similar, margin):
    total = 0.0
    for a, b, same in zip(u.tolist(), v.tolist(), similar, strict=True):
        distance = math.dist(a, b)
        total += (distance if same else max(0.0, margin - distance)) ** 2
    return total / 2 / len(u)


def family_area(cosines, same):
    """Every same pair against every different one."""
    wins = [(a > b) + (a == b) / 2 for a, b in product(cosines[same].tolist(), cosines[~same].tolist())]
    return sum(wins) / len(wins)


#: By the exercise's name.
LOOPS = {
    function.__name__.replace("_", "-"): function
    for function in (
        svm_batch,
        svm_strongest,
        svm_needed,
        loss_place,
        loss_gap,
        loss_step,
        questions_squared,
        reg_max_norm,
        reg_batch_norm,
        softmax_tempered,
        stable_softmax,
        softmax_sigmoid,
        softmax_backward,
        ce_kl,
        ce_binary,
        torch_curvature,
        metric_leave_one_out,
        metric_nearest,
        metric_axes,
        family_contrastive,
        family_area,
    )
}
