"""AM-Softmax: by hand, by a loop, against torch's autograd and 120 digits. The rest: test_angular.py."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from lossnotes import am_softmax_loss, softmax_cross_entropy
from tests.package import angular_oracle as oracle
from tests.package.angular_oracle import REDUCTIONS, assert_accurate, example, vector_batches

# --- by hand ---------------------------------------------------------------------------------------

X, W = [[3.0, 4.0]], [[0.0, 5.0], [2.0, 0.0]]  # cosines 0.8 and 0.6


def test_by_hand():
    for m, f in {0.0: 8, 0.25: 5.5, 0.75: 0.5, 2.0: -12}.items():
        loss = am_softmax_loss(X, W, [0], s=10.0, m=m)
        assert loss == pytest.approx(math.log1p(math.exp(6 - f)), rel=1e-14)
    assert am_softmax_loss(X, W, [1], s=10.0, m=0.25) == pytest.approx(math.log1p(math.exp(8 - 3.5)))
    assert am_softmax_loss(X, W, [1], s=0.0, m=5.0) == pytest.approx(math.log(2))


def test_gradient_by_hand():
    _, dX, dW = am_softmax_loss(X, W, [0], s=10.0, m=0.25, return_grad=True)
    p = 1 / (1 + math.exp(5.5 - 6))  # of the wrong class
    # cos_0 by x: ((0, 1) - 0.8 (0.6, 0.8)) / 5; cos_1 by x: ((1, 0) - 0.6 (0.6, 0.8)) / 5
    assert_allclose(dX, [[10 * p * (0.128 + 0.096), -10 * p * (0.096 + 0.072)]], rtol=1e-14)
    # by W_0: (0.6, 0) / 5; by W_1: (0, 0.8) / 2
    assert_allclose(dW, [[-10 * p * 0.12, 0], [0, 10 * p * 0.4]], rtol=1e-14, atol=1e-15)


def test_defaults():
    assert am_softmax_loss(X, W, [0]) == am_softmax_loss(X, W, [0], s=30.0, m=0.35, reduction="mean")


# --- by a loop and against torch -------------------------------------------------------------------


@pytest.mark.parametrize("s", [1.0, 30.0])
@pytest.mark.parametrize("m", [0.0, 0.35, 1.5])
def test_against_a_loop(s, m):
    X, W, y = example(1, n=8)
    losses = []
    for x, label in zip(X, y, strict=True):
        cosines = [sum(a * b for a, b in zip(w, x, strict=True)) / math.hypot(*w) / math.hypot(*x) for w in W]
        f = [s * (c - m * (j == label)) for j, c in enumerate(cosines)]
        losses.append(math.log(sum(math.exp(g - f[label]) for g in f)))
    # The logarithm of a sum near 1 loses digits, absolutely about an ulp of 1.
    assert_allclose(am_softmax_loss(X, W, y, s=s, m=m, reduction="none"), losses, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("s", [1.0, 30.0])
@pytest.mark.parametrize("m", [0.0, 0.35])
@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_torch_autograd(s, m, reduction):
    arrays = example(2, n=12, c=5, d=4)
    X, W, y = map(torch.tensor, arrays)
    X.requires_grad_(), W.requires_grad_()
    cosines = torch.nn.functional.normalize(X) @ torch.nn.functional.normalize(W).T
    scores = s * (cosines - m * torch.nn.functional.one_hot(y, 5).double())
    theirs = torch.nn.functional.cross_entropy(scores, y, reduction=reduction)
    theirs.sum().backward()
    loss, dX, dW = am_softmax_loss(*arrays, s=s, m=m, reduction=reduction, return_grad=True)
    # torch loses some digits to cancellation, absolutely about an ulp of s
    assert_allclose(loss, theirs.detach().numpy(), rtol=1e-12, atol=1e-13)
    assert_allclose(dX, X.grad.numpy(), rtol=1e-11, atol=1e-12)
    assert_allclose(dW, W.grad.numpy(), rtol=1e-11, atol=1e-12)


# --- faults of other implementations ---------------------------------------------------------------


def test_nothing_is_added_to_the_lengths():
    X, W = np.array([[2.4e-4, 3.2e-4]]), np.array([[0.0, 1e-4], [1e-4, 0.0]])
    lengths = np.linalg.norm(X) * np.linalg.norm(W, axis=1) + 1e-10
    added = am_softmax_loss(1000 * X, W, [0])  # the same angles
    faulty = softmax_cross_entropy(30 * (X @ W.T / lengths - [0.35, 0]), [0])
    assert faulty != pytest.approx(added, rel=1e-3)  # 0.25 % of each score
    assert am_softmax_loss(X, W, [0]) == pytest.approx(added, rel=1e-13)


def test_cosines_are_not_lowered_in_place():
    cosines = np.array([[0.8, 0.6]])

    def in_place(labels):
        cosines[np.arange(len(labels)), labels] -= 0.35
        return softmax_cross_entropy(10 * cosines, labels)

    assert in_place([0]) != in_place([0])  # the margin counts once more with every call
    assert am_softmax_loss(X, W, [0]) == am_softmax_loss(X, W, [0])


# --- digits ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("s", [0.5, 30, 1e4])
@pytest.mark.parametrize("m", [0.0, 0.35, 2.0])
def test_random_vectors(s, m):
    X, W, y = example(3, n=2, c=3, d=3)
    assert_accurate(am_softmax_loss, oracle.am_softmax, X, W, y, s=s, m=m)
    assert_accurate(am_softmax_loss, oracle.am_softmax, X.astype("f4"), W.astype("f4"), y, s=s, m=m)


def test_parallel_and_antiparallel():
    W = np.array([[1.0, 2.0, 3.0], [-2.0, 1.0, 0.5]])
    for x in W[0], 3 * W[0], 0.1 * W[0], -W[0], -7 * W[0], W[0] + 1e-8, W[0] + 1e-13, -W[0] + 1e-12:
        assert_accurate(am_softmax_loss, oracle.am_softmax, [x], W, [0], s=3.0)


def test_tiny_and_huge_vectors():
    X, W, y = example(7, n=2, c=3, d=3)
    for size in 1e-150, 1e75, 1e150:
        assert_accurate(am_softmax_loss, oracle.am_softmax, X * size, W, y)
        assert_accurate(am_softmax_loss, oracle.am_softmax, X * size, W * size, y)
    X, W = (X * 1e-18).astype("f4"), (W * 1e-18).astype("f4")
    assert_accurate(am_softmax_loss, oracle.am_softmax, X, W, y)


def test_tiny_and_large_scales_raise_no_flag():
    with np.errstate(all="raise"):
        for s in 1e-310, 700.0, 750.0, 1e4:
            am_softmax_loss([[1.0, 1e-160]], [[1.0, 1e-160], [1e-8, 1.0]], [0], s=s, m=0.0, return_grad=True)
            am_softmax_loss([[1.0, 0.0]], [[1.0, 1e-8], [1.0, 2e-8]], [0], s=s, m=0.0, return_grad=True)


def test_huge_scales():
    X, W = [[1.0, 0.0], [1.0, 0.0]], [[1.0, 0.0], [-2.0, 0.0]]  # cosines 1 and -1
    for s in 1e4, 1e300:
        losses, dX, dW = am_softmax_loss(X, W, [0, 1], s=s, reduction="none", return_grad=True)
        assert_allclose(losses, [0, 2.35 * s], rtol=1e-15)
        assert not dX.any()
        assert not dW.any()
    assert_array_equal(am_softmax_loss(X, W, [0, 1], s=1e308, reduction="none"), [0, np.inf])
    loss, dX, _ = am_softmax_loss([[3.0, 4.0]], [[4.0, 3.0]], [0], s=1e308, m=1e308, return_grad=True)
    assert loss == 0
    assert not dX.any()
    _, dX, _ = am_softmax_loss([[0.0, 1.0]], [[1.0, 0.0], [-1.0, 0.0]], [0], s=1.7e308, return_grad=True)
    assert_array_equal(dX, [[-np.inf, 0]])  # 2 s, beyond the largest float, and no inf - inf beside it


def test_ties():
    assert am_softmax_loss(X, [[1.0, 0.0]] * 5, [3], m=0) == pytest.approx(math.log(5), rel=1e-15)
    # the margin makes up the difference between 0.8 and 0.6
    assert am_softmax_loss(X, W, [0], m=0.2) == pytest.approx(math.log(2), rel=1e-14)


def test_a_confident_loss_keeps_its_digits():
    X, W = [[5.0, 0.0]], [[10.0, 0.0], [0.0, 1.0], [0.0, -1.0]]  # scores 100, 0 and 0
    loss, dX, dW = am_softmax_loss(X, W, [0], s=200.0, m=0.5, return_grad=True)
    assert loss == pytest.approx(2 * math.exp(-100), rel=1e-13)
    assert f"{loss:.1e}" == "7.4e-44"
    probability = math.exp(100) / (math.exp(100) + 2)
    assert -math.log(probability) == 0  # what we do not do
    assert_allclose(dX, [[0, 0]])
    assert_allclose(dW, [[0, 0], [100 * loss, 0], [100 * loss, 0]], rtol=1e-13)
    assert am_softmax_loss(np.float32(X), np.float32(W), [0], s=200, m=0.5) == np.float32(7.440151952e-44)


def test_large_scores_in_float32_keep_their_digits():
    rng = np.random.default_rng(9)
    X = rng.normal(size=(1, 8)).astype("f4")
    W = (X + rng.normal(size=(3, 8)) / 100).astype("f4")
    exact = float(oracle.exact(oracle.am_softmax, X, W, [0], s=1e4, m=0.0).losses[0])
    assert am_softmax_loss(X, W, [0], s=1e4, m=0.0) == pytest.approx(exact, rel=1e-7)
    x, w = (v / np.sqrt((v * v).sum(axis=1, keepdims=True)) for v in (X, W))
    in_float32 = softmax_cross_entropy(np.float32(1e4) * (x @ w.T), [0])  # an ulp of 1e4 is 1e-3
    assert in_float32 != pytest.approx(exact, rel=1e-5)


# --- zero vectors ----------------------------------------------------------------------------------


def test_zero_vectors_have_no_direction():
    with np.errstate(invalid="ignore"):
        assert np.isnan(np.zeros(2) / np.linalg.norm(np.zeros(2))).all()  # what we do not do
    loss, dX, dW = am_softmax_loss([[0.0, 0.0]], [[3.0, 4.0], [1.0, 0.0]], [0], s=2.0, return_grad=True)
    assert loss == pytest.approx(math.log1p(math.exp(0.7)), rel=1e-15)
    assert_array_equal(dX, [[0, 0]])
    assert_array_equal(dW, np.zeros((2, 2)))
    loss, dX, dW = am_softmax_loss(X, [[0.0, 0.0], [0.0, 2.0]], [0], s=2.0, return_grad=True)
    assert loss == pytest.approx(math.log1p(math.exp(1.6 + 0.7)), rel=1e-14)
    assert_array_equal(dW[0], [0, 0])
    assert dX[0, 1] > 0 > dX[0, 0]
    assert dW[1, 0] > 0


# --- properties ------------------------------------------------------------------------------------

powers_of_two = st.lists(st.integers(-300, 300), min_size=4, max_size=4)


@given(vector_batches(), powers_of_two, powers_of_two)
def test_lengths_change_nothing(batch, of_features, of_weight):
    X, W, y = batch
    e, f = np.array(of_features)[: len(X), np.newaxis], np.array(of_weight)[: len(W), np.newaxis]
    losses, dX, dW = am_softmax_loss(X, W, y, reduction="none", return_grad=True)
    scaled = am_softmax_loss(np.ldexp(X, e), np.ldexp(W, f), y, reduction="none", return_grad=True)
    assert_array_equal(scaled[0], losses)
    assert_array_equal(scaled[1], np.ldexp(dX, -e))
    assert_array_equal(scaled[2], np.ldexp(dW, -f))


@given(vector_batches(), st.floats(0, 50), st.sampled_from(REDUCTIONS))
def test_without_a_margin_it_is_softmax_cross_entropy_of_scaled_cosines(batch, s, reduction):
    X, W, y = batch
    lengths = np.linalg.norm(X, axis=1, keepdims=True) * np.linalg.norm(W, axis=1)
    scores = s * np.divide(X @ W.T, lengths, where=lengths > 0, out=np.zeros_like(lengths))
    expected = softmax_cross_entropy(scores, y, reduction=reduction)
    assert_allclose(am_softmax_loss(X, W, y, s=s, m=0, reduction=reduction), expected, rtol=1e-12, atol=1e-13)


@given(vector_batches(), st.floats(0, 50), st.floats(0, 2), st.floats(0, 2))
def test_a_larger_margin_costs_more(batch, s, m, more):
    X, W, y = batch
    losses = am_softmax_loss(X, W, y, s=s, m=m, reduction="none")
    assert (am_softmax_loss(X, W, y, s=s, m=m + more, reduction="none") >= losses - 1e-13 * losses).all()


@given(vector_batches())
def test_gradient_rows_stand_at_right_angles_to_their_vectors(batch):
    X, W, y = batch
    _, dX, dW = am_softmax_loss(X, W, y, return_grad=True)
    assert_allclose((dX * X).sum(axis=1), 0, atol=1e-13)  # a few roundings of s = 30
    assert_allclose((dW * W).sum(axis=1), 0, atol=1e-13)


def test_overflow_in_float16_is_inf():
    X, W = np.array([[1, 0]], "f2"), np.array([[-1, 0], [1, 0]], "f2")
    assert am_softmax_loss(X, W, [0], s=40000.0) == np.inf  # 2.35 40000, above 65504


# --- errors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"m": -0.1}, "m: expected a finite number, at least 0, got -0.1"),
        ({"m": np.nan}, "m: expected a finite number, at least 0, got nan"),
        ({"m": "1"}, "m: expected a finite number, at least 0, got '1'"),
        ({"s": -1}, "s: expected a finite number, at least 0, got -1"),
        ({"s": np.inf}, "s: expected a finite number, at least 0, got inf"),
        ({"s": None}, "s: expected a finite number, at least 0, got None"),
    ],
)
def test_option_errors(options, message):
    with pytest.raises(ValueError) as error:
        am_softmax_loss(X, W, [0], **options)
    assert str(error.value) == message
