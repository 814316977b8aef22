"""Softmax cross-entropy and its gradient keep every digit, however sure the prediction is.

The exact values come from mpmath with 350 digits. 1e-13 in float64 and 1e-5 in float32 are what the
package promises: the gap between two scores is rounded once, and a gap of 700 has an ulp of 1e-13.
"""

import mpmath
import numpy as np
import pytest
import torch
from hypothesis import given

from lossnotes import softmax_cross_entropy
from tests.package.oracles import batches, cross_entropy_row, relative_errors, softmax_row

PROMISED = {np.float64: 1e-13, np.float32: 1e-5}
GAPS = {
    np.float64: [0, 1e-9, 0.3, 1, 20.2, 36.8, 100.1, 300.7, 511.9, 690.7, 707.6],
    np.float32: [0, 1, 17.3, 50.2, 86.9],
}


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("reduction", ["mean", "none"])
def test_confident_predictions(dtype, reduction):
    rows = [
        [top, top - gap, top - gap / 3, top - gap - 0.4] for gap in GAPS[dtype] for top in (0.1, -700.3, 88.8)
    ]
    for row in np.array(rows, dtype):
        p = softmax_row(row)
        for y in range(4):
            one_hot = np.eye(4)[y]
            loss, gradient = softmax_cross_entropy([row], [y], reduction=reduction, return_grad=True)
            assert loss.dtype == gradient.dtype == dtype
            assert max(relative_errors(loss, [cross_entropy_row(row, one_hot)])) < PROMISED[dtype]
            exact = [p[k] - int(k == y) for k in range(4)]
            assert max(relative_errors(gradient, exact), default=0) < PROMISED[dtype], (row, y)


@pytest.mark.parametrize(("dtype", "largest"), [(np.float64, 600), (np.float32, 70)])
def test_rows_whose_gaps_are_rounded(dtype, largest):
    rng = np.random.default_rng(11)
    for scale in np.geomspace(1e-3, largest, 40):
        row = (rng.normal() * scale + rng.uniform(-scale, 0, size=4)).astype(dtype)
        for y in row.argmax(), rng.integers(4):
            loss, gradient = softmax_cross_entropy([row], [y], return_grad=True)
            assert max(relative_errors(loss, [cross_entropy_row(row, np.eye(4)[y])])) < PROMISED[dtype]
            exact = [p - int(k == y) for k, p in enumerate(softmax_row(row))]
            assert max(relative_errors(gradient, exact)) < PROMISED[dtype]


def test_a_loss_of_1e_300():
    score = 300 * np.log(10.0)
    loss, gradient = softmax_cross_entropy([[score, 0.0]], [0], return_grad=True)
    assert loss == pytest.approx(1e-300, rel=1e-12)  # the score itself is rounded: 690 has an ulp of 1e-13
    assert -gradient[0, 0] == gradient[0, 1] == pytest.approx(1e-300, rel=1e-12)
    x = torch.tensor([[score, 0.0]], dtype=torch.float64)
    assert torch.nn.functional.cross_entropy(x, torch.tensor([0])) == 0  # what we do not do


@given(batches(low=-300, high=300))
def test_random_batches(batch):
    scores, labels = batch
    losses, gradient = softmax_cross_entropy(scores, labels, reduction="none", return_grad=True)
    one_hot = np.eye(scores.shape[1])[labels]
    exact = [cross_entropy_row(row, t) for row, t in zip(scores, one_hot, strict=True)]
    assert max(relative_errors(losses, exact), default=0) < 1e-13
    total = mpmath.fsum(exact) / len(labels)
    assert max(relative_errors(softmax_cross_entropy(scores, labels), [total]), default=0) < 1e-13
    exact = [
        [p - t for p, t in zip(softmax_row(s), q, strict=True)] for s, q in zip(scores, one_hot, strict=True)
    ]
    assert max(relative_errors(gradient, exact), default=0) < 1e-13


@given(batches(low=-100, high=100))
def test_smoothing_and_weights(batch):
    scores, labels = batch
    c = scores.shape[1]
    weight, smoothing = np.linspace(0.5, 2, c), 2.0**-30
    losses, gradient = softmax_cross_entropy(
        scores, labels, weight=weight, label_smoothing=smoothing, reduction="none", return_grad=True
    )
    for i, row in enumerate(scores):
        share = mpmath.mpf(smoothing) / c
        t = [
            mpmath.mpf(float(w)) * ((1 - smoothing) * int(k == labels[i]) + share)
            for k, w in enumerate(weight)
        ]
        p = softmax_row(row)
        exact = -mpmath.fsum(w * mpmath.log(q) for w, q in zip(t, p, strict=True))
        assert max(relative_errors(losses[i], [exact]), default=0) < 1e-13
        # p_k sum t - t_k is a difference of two sums of products: relative to their size.
        for k in range(c):
            pull = p[k] * mpmath.fsum(t[j] for j in range(c) if j != k)
            push = t[k] * mpmath.fsum(p[j] for j in range(c) if j != k)
            assert abs(gradient[i, k] - (pull - push)) <= 1e-13 * (pull + push)
