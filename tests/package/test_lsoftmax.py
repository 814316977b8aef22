"""L-Softmax: by hand, by a loop, against torch's autograd and 120 digits. The rest: test_angular.py."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from lossnotes import linear_scores, lsoftmax_loss, softmax_cross_entropy
from tests.package import angular_oracle as oracle
from tests.package.angular_oracle import REDUCTIONS, assert_accurate, example, vector_batches

# --- by hand ---------------------------------------------------------------------------------------

X, W = [[3.0, 4.0]], [[0.0, 5.0], [5.0, 0.0]]  # scores 20 and 15, cosines 0.8 and 0.6


def test_by_hand():
    # f_0 = 25 psi: 0.8, cos 2t = 0.28, cos 3t = -0.352, and beyond 36.9 degrees cos 4t = -0.8432
    for m, f in {1: 20, 2: 7, 3: -8.8, 4: 25 * -0.8432}.items():
        assert lsoftmax_loss(X, W, [0], m=m) == pytest.approx(math.log1p(math.exp(15 - f)), rel=1e-14)
    # f_1 = 25 psi: 0.6, 2 0.36 - 1 = -0.28, 4 0.216 - 1.8 = -0.936
    for m, f in {1: 15, 2: -7, 3: -23.4}.items():
        assert lsoftmax_loss(X, W, [1], m=m) == pytest.approx(math.log1p(math.exp(20 - f)), rel=1e-14)


def test_a_wide_angle_by_hand():
    # cos = -0.8 is 143 degrees: with m = 2 k is 1 and psi = -0.28 - 2; with m = 3 k is 2 and 0.352 - 4
    for m, f in {1: -20, 2: -57, 3: -91.2}.items():
        assert lsoftmax_loss([[3.0, -4.0]], W, [0], m=m) == pytest.approx(15 - f, rel=1e-14)


def test_lambda_by_hand():
    # f_0 = 25 (3 0.8 + 0.28) / 4 = 16.75
    assert lsoftmax_loss(X, W, [0], m=2, lam=3.0) == pytest.approx(math.log1p(math.exp(-1.75)), rel=1e-14)


def test_gradient_by_hand():
    _, dX, dW = lsoftmax_loss(X, W, [0], m=2, return_grad=True)
    p = 1 / (1 + math.exp(7 - 15))  # of the wrong class
    # f_0 = |W| |x| (2 cos^2 - 1) with cos = W.x / (|W| |x|) = 0.8:
    # by x |W| ((psi - 4 cos^2) x / |x| + 4 cos w) = 5 (-2.28 (0.6, 0.8) + 3.2 (0, 1)) = (-6.84, 6.88)
    assert_allclose(dX, [[p * (5 + 6.84), -p * 6.88]], rtol=1e-14)
    # by W |x| ((psi - 4 cos^2) w + 4 cos x / |x|) = 5 (-2.28 (0, 1) + 3.2 (0.6, 0.8)) = (9.6, 1.4)
    assert_allclose(dW, [[-p * 9.6, -p * 1.4], [p * 3, p * 4]], rtol=1e-14)


def test_defaults():
    assert lsoftmax_loss(X, W, [0]) == lsoftmax_loss(X, W, [0], m=4, lam=0.0, reduction="mean")


# --- by a loop and against torch -------------------------------------------------------------------


@pytest.mark.parametrize("m", [1, 2, 3, 4, 6])
@pytest.mark.parametrize("lam", [0.0, 0.7, 50.0])
def test_against_a_loop(m, lam):
    X, W, y = example(1, n=8)
    losses = []
    for x, label in zip(X, y, strict=True):
        f = [sum(a * b for a, b in zip(w, x, strict=True)) for w in W]
        lengths = math.hypot(*W[label]) * math.hypot(*x)
        theta = math.acos(f[label] / lengths)
        k = int(theta // (math.pi / m))
        psi = (-1) ** k * math.cos(m * theta) - 2 * k
        f[label] = lengths * (lam * math.cos(theta) + psi) / (1 + lam)
        losses.append(-math.log(math.exp(f[label]) / sum(map(math.exp, f))))
    assert_allclose(lsoftmax_loss(X, W, y, m=m, lam=lam, reduction="none"), losses, rtol=1e-12)


def torch_loss(X, W, y, m, lam, reduction):
    """As the paper writes it, gradients by autograd."""
    lengths = W[y].norm(dim=1) * X.norm(dim=1)
    cos = (W[y] * X).sum(dim=1) / lengths
    theta = torch.acos(cos)
    k = torch.floor(m * theta.detach() / math.pi)
    psi = (-1) ** k * torch.cos(m * theta) - 2 * k
    f = (X @ W.T).scatter(1, y[:, None], (lengths * (lam * cos + psi) / (1 + lam))[:, None])
    return torch.nn.functional.cross_entropy(f, y, reduction=reduction)


@pytest.mark.parametrize("m", [1, 2, 3, 4, 7])
@pytest.mark.parametrize("lam", [0.0, 2.5])
@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_torch_autograd(m, lam, reduction):
    arrays = example(2, n=12, c=5, d=4)
    X, W, y = map(torch.tensor, arrays)
    X.requires_grad_(), W.requires_grad_()
    theirs = torch_loss(X, W, y, m, lam, reduction)
    theirs.sum().backward()
    loss, dX, dW = lsoftmax_loss(*arrays, m=m, lam=lam, reduction=reduction, return_grad=True)
    assert_allclose(loss, theirs.detach().numpy(), rtol=1e-12)  # acos and cos, a rounding or two each
    assert_allclose(dX, X.grad.numpy(), rtol=1e-11, atol=1e-11)
    assert_allclose(dW, W.grad.numpy(), rtol=1e-11, atol=1e-11)


# --- digits ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("m", [1, 2, 3, 4, 9])
@pytest.mark.parametrize("scale", [0.1, 1, 10, 1000])
def test_random_vectors(m, scale):
    X, W, y = example(m, n=2, c=3, d=3, scale=scale)
    assert_accurate(lsoftmax_loss, oracle.lsoftmax, X, W, y, m=m, lam=scale)
    assert_accurate(lsoftmax_loss, oracle.lsoftmax, X.astype("f4"), W.astype("f4"), y, m=m)


@pytest.mark.parametrize("m", [1, 2, 3, 4, 5])
def test_at_and_beside_the_thresholds(m):
    for k in range(1, m + 1):
        for aside in -1e-9, 0, 1e-9:
            theta = k * math.pi / m - abs(aside) if k == m else k * math.pi / m + aside
            X = [[math.cos(theta), math.sin(theta)], [3 * math.cos(theta), -3 * math.sin(theta)]]
            assert_accurate(lsoftmax_loss, oracle.lsoftmax, X, [[2.0, 0.0], [1.0, 3.0]], [0, 0], m=m)


@pytest.mark.parametrize("m", [1, 2, 3, 4])
def test_parallel_and_antiparallel(m):
    W = np.array([[1.0, 2.0, 3.0], [-2.0, 1.0, 0.5]])
    for x in W[0], 3 * W[0], 0.1 * W[0], -W[0], -7 * W[0], W[0] + 1e-8, W[0] + 1e-13, -W[0] + 1e-12:
        assert_accurate(lsoftmax_loss, oracle.lsoftmax, [x], W, [0], m=m)


@pytest.mark.parametrize("size", [1e-150, 1e-75, 1e75])
def test_tiny_and_huge_vectors(size):
    X, W, y = example(7, n=2, c=3, d=3)
    assert_accurate(lsoftmax_loss, oracle.lsoftmax, X * size, W, y, digits=350)
    assert_accurate(lsoftmax_loss, oracle.lsoftmax, X * size, W / size, y)


def test_tiny_vectors_in_float32():
    X, W, y = example(8, n=2, c=3, d=3)
    X, W = (X * 1e-18).astype("f4"), (W * 1e-18).astype("f4")
    assert_accurate(lsoftmax_loss, oracle.lsoftmax, X, W, y)
    assert_accurate(lsoftmax_loss, oracle.lsoftmax, X, (W * 1e30).astype("f4"), y, m=2)


def test_huge_scores():
    for size in 1e4, 1e150:
        # scores 1, -1 and 0 times size^2: nothing, or everything, is lost
        W = np.array([[size, 0.0], [-size, 0.0], [0.0, size]])
        losses, dX, dW = lsoftmax_loss(W[[0, 0]], W, [0, 1], reduction="none", return_grad=True)
        assert_allclose(losses, [0, 8 * size**2], rtol=1e-15)  # 1 - psi = 1 - (1 - 2 4)
        assert_allclose(dX, [[0, 0], [8 * size, 0]], rtol=1e-14, atol=size * 1e-14)
        assert_allclose(dW, [[size, 0], [-7 * size, 0], [0, 0]], rtol=1e-14, atol=size * 1e-14)


def test_scores_beyond_the_largest_float():
    size = 1.3e154  # a square is 1.7e308, and the score of two of them would be inf
    X, W = [[size, size]], [[size, size], [size, size], [size, 0.0]]
    loss, dX, _ = lsoftmax_loss(X, W, [0], m=1, return_grad=True)
    assert loss == pytest.approx(math.log(2))
    assert_allclose(dX, [[0, 0]])
    assert lsoftmax_loss(X, W, [2], m=1) == pytest.approx(1.69e308)
    assert lsoftmax_loss(X, np.negative(W), [0]) == np.inf  # 3.4e308 times 8, rightly
    assert lsoftmax_loss(np.negative(X), W[:1], [0]) == 0  # no rival, whatever the score


def test_ties():
    # psi(60 degrees) with m = 3 is -1: a tie with the score of the opposite class
    assert lsoftmax_loss([[0.5, math.sqrt(3) / 2]], [[2.0, 0.0], [-1.0, -math.sqrt(3)]], [0], m=3) == (
        pytest.approx(math.log(2), rel=1e-15)
    )
    assert lsoftmax_loss(np.zeros((2, 3)), np.ones((5, 3)), [0, 4]) == pytest.approx(math.log(5), rel=1e-15)


def test_a_confident_loss_keeps_its_digits():
    X, W = [[10.0, 0.0]], [[10.0, 0.0], [0.0, 1.0], [0.0, -1.0]]  # scores 100, 0 and 0
    loss, dX, dW = lsoftmax_loss(X, W, [0], return_grad=True)
    assert loss == pytest.approx(2 * math.exp(-100), rel=1e-13)
    assert f"{loss:.1e}" == "7.4e-44"
    probability = math.exp(100) / (math.exp(100) + 2)
    assert -math.log(probability) == 0  # what we do not do
    assert_allclose(dX, [[-10 * loss, 0]], rtol=1e-13)
    assert_allclose(dW, [[-10 * loss, 0], [5 * loss, 0], [5 * loss, 0]], rtol=1e-13)
    assert lsoftmax_loss(np.float32(X), np.float32(W), [0]) == np.float32(7.440151952e-44)


def test_large_scores_in_float32_keep_their_digits():
    rng = np.random.default_rng(9)
    X = rng.normal(size=(1, 8)).astype("f4") * 70
    W = (X + rng.normal(size=(3, 8)) / 50).astype("f4")
    assert abs(linear_scores(X, W)).min() > 1e4
    exact = oracle.exact(oracle.lsoftmax, X, W, [0], m=2).losses[0]
    assert lsoftmax_loss(X, W, [0], m=2) == pytest.approx(float(exact), rel=1e-7)
    # The same scores rounded to float32 first: an ulp of 1e4 is 1e-3.
    in_float32 = softmax_cross_entropy(linear_scores(X, W), [0])
    exact = oracle.exact(oracle.lsoftmax, X, W, [0], m=1).losses[0]
    assert in_float32 != pytest.approx(float(exact), rel=1e-5)
    assert lsoftmax_loss(X, W, [0], m=1) == pytest.approx(float(exact), rel=1e-7)


# --- zero vectors ----------------------------------------------------------------------------------


def test_zero_vectors_stand_at_a_right_angle():
    with np.errstate(invalid="ignore"):
        zero = np.zeros(2)
        assert np.isnan(zero @ zero / (np.linalg.norm(zero) * np.linalg.norm(zero)))  # what we do not do
    for m in 1, 2, 3, 4, 5:
        # psi'(0) is 0 for an even m, where psi has an edge of its steps, and m for an odd one.
        slope = m if m % 2 else 0
        loss, dX, dW = lsoftmax_loss([[0.0, 0.0]], [[3.0, 4.0], [1.0, 0.0]], [0], m=m, return_grad=True)
        assert loss == pytest.approx(math.log(2), rel=1e-15)
        assert_allclose(dX, [[0.5 - 0.5 * slope * 3, -0.5 * slope * 4]], rtol=1e-14)
        assert_array_equal(dW, np.zeros((2, 2)))
        loss, dX, dW = lsoftmax_loss([[3.0, 4.0]], [[0.0, 0.0], [0.0, 0.0]], [0], m=m, return_grad=True)
        assert loss == pytest.approx(math.log(2), rel=1e-15)
        assert_array_equal(dX, [[0, 0]])
        assert_allclose(dW, [[-0.5 * slope * 3, -0.5 * slope * 4], [1.5, 2.0]], rtol=1e-14)


# --- properties ------------------------------------------------------------------------------------


@given(vector_batches(), st.floats(0, 100), st.sampled_from(REDUCTIONS))
def test_m_1_is_softmax_cross_entropy_of_the_linear_scores(batch, lam, reduction):
    X, W, y = batch
    loss, dscores = softmax_cross_entropy(linear_scores(X, W), y, reduction=reduction, return_grad=True)
    got, dX, dW = lsoftmax_loss(X, W, y, m=1, lam=lam, reduction=reduction, return_grad=True)
    # The same operations, but for a power of two.
    assert_allclose(got, loss, rtol=1e-15)
    assert_allclose(dX, dscores @ W, rtol=1e-14, atol=1e-15)
    assert_allclose(dW, dscores.T @ X, rtol=1e-14, atol=1e-15)


@given(vector_batches(), st.integers(1, 6), st.floats(0, 10))
def test_a_larger_m_and_a_smaller_lambda_cost_more(batch, m, lam):
    X, W, y = batch
    losses = lsoftmax_loss(X, W, y, m=m, lam=lam, reduction="none")
    rounding = 1e-12 * (1 + losses)
    assert (lsoftmax_loss(X, W, y, m=m + 1, lam=lam, reduction="none") >= losses - rounding).all()
    assert (lsoftmax_loss(X, W, y, m=m, lam=2 * lam, reduction="none") <= losses + rounding).all()


@given(vector_batches())
def test_a_large_lambda_tends_to_plain_softmax(batch):
    X, W, y = batch
    plain = lsoftmax_loss(X, W, y, m=1, reduction="none", return_grad=True)
    for lam, tolerance in (1e6, 1e-3), (1e300, 1e-15):
        mixed = lsoftmax_loss(X, W, y, m=4, lam=lam, reduction="none", return_grad=True)
        for a, b in zip(mixed, plain, strict=True):
            assert_allclose(a, b, rtol=tolerance, atol=tolerance)


@given(vector_batches(), st.integers(-300, 300))
def test_what_the_features_gain_the_weight_may_lose(batch, exponent):
    X, W, y = batch
    losses, dX, dW = lsoftmax_loss(X, W, y, reduction="none", return_grad=True)
    moved = lsoftmax_loss(
        np.ldexp(X, exponent), np.ldexp(W, -exponent), y, reduction="none", return_grad=True
    )
    assert_array_equal(moved[0], losses)
    assert_array_equal(moved[1], np.ldexp(dX, -exponent))
    assert_array_equal(moved[2], np.ldexp(dW, exponent))


def test_overflow_in_float16_is_inf():
    X, W = np.array([[250, 0]], "f2"), np.array([[-250, 0], [250, 0]], "f2")
    loss, dX, _ = lsoftmax_loss(X, W, [0], return_grad=True)
    assert loss == np.inf  # 8 62500, above 65504
    assert_array_equal(dX, np.array([[2000, 0]], "f2"))


# --- errors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"m": 0}, "m: expected an integer of at least 1, got 0"),
        ({"m": 2.0}, "m: expected an integer of at least 1, got 2.0"),
        ({"m": True}, "m: expected an integer of at least 1, got True"),
        ({"m": None}, "m: expected an integer of at least 1, got None"),
        ({"lam": -0.5}, "lam: expected a finite number, at least 0, got -0.5"),
        ({"lam": np.inf}, "lam: expected a finite number, at least 0, got inf"),
        ({"lam": np.nan}, "lam: expected a finite number, at least 0, got nan"),
        ({"lam": "1"}, "lam: expected a finite number, at least 0, got '1'"),
    ],
)
def test_option_errors(options, message):
    with pytest.raises(ValueError) as error:
        lsoftmax_loss(X, W, [0], **options)
    assert str(error.value) == message
