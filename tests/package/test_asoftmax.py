"""A-Softmax: by hand, by a loop, against torch's autograd and 120 digits. The rest: test_angular.py."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from lossnotes import asoftmax_loss, lsoftmax_loss, softmax_cross_entropy
from tests.package import angular_oracle as oracle
from tests.package.angular_oracle import REDUCTIONS, assert_accurate, example, vector_batches

# --- by hand ---------------------------------------------------------------------------------------

X, W = [[3.0, 4.0]], [[0.0, 5.0], [2.0, 0.0]]  # |x| = 5, cosines 0.8 and 0.6


def test_by_hand():
    # f_0 = 5 psi: 0.8, cos 2t = 0.28, cos 3t = -0.352, and beyond 36.9 degrees cos 4t = -0.8432
    for m, f in {1: 4, 2: 1.4, 3: -1.76, 4: 5 * -0.8432}.items():
        assert asoftmax_loss(X, W, [0], m=m) == pytest.approx(math.log1p(math.exp(3 - f)), rel=1e-14)
    # cos = -0.8 is 143 degrees: with m = 2 k is 1 and psi = -0.28 - 2
    assert asoftmax_loss([[3.0, -4.0]], W, [0], m=2) == pytest.approx(math.log1p(math.exp(3 + 11.4)))
    # f_0 = 5 (3 0.8 + 0.28) / 4 = 3.35
    assert asoftmax_loss(X, W, [0], m=2, lam=3.0) == pytest.approx(math.log1p(math.exp(3 - 3.35)), rel=1e-14)


def test_gradient_by_hand():
    _, dX, dW = asoftmax_loss(X, W, [0], m=2, return_grad=True)
    p = 1 / (1 + math.exp(1.4 - 3))  # of the wrong class
    # f_0 = |x| (2 cos^2 - 1) by x: (psi - 4 cos^2) x / |x| + 4 cos w = -2.28 (0.6, 0.8) + 3.2 (0, 1)
    assert_allclose(dX, [[p * (1 + 1.368), -p * 1.376]], rtol=1e-14)
    # by W: |x| 4 cos (x / |x| - cos w) / |W| = 5 3.2 (0.6, 0) / 5; f_1 by W: 5 (0, 0.8) / 2
    assert_allclose(dW, [[-p * 1.92, 0], [0, p * 2]], rtol=1e-14, atol=1e-16)


def test_defaults():
    assert asoftmax_loss(X, W, [0]) == asoftmax_loss(X, W, [0], m=4, lam=0.0, reduction="mean")


# --- by a loop and against torch -------------------------------------------------------------------


@pytest.mark.parametrize("m", [1, 2, 3, 4, 6])
@pytest.mark.parametrize("lam", [0.0, 0.7, 50.0])
def test_against_a_loop(m, lam):
    X, W, y = example(1, n=8)
    losses = []
    for x, label in zip(X, y, strict=True):
        length = math.hypot(*x)
        f = [sum(a * b for a, b in zip(w, x, strict=True)) / math.hypot(*w) for w in W]
        theta = math.acos(f[label] / length)
        k = int(theta // (math.pi / m))
        psi = (-1) ** k * math.cos(m * theta) - 2 * k
        f[label] = length * (lam * math.cos(theta) + psi) / (1 + lam)
        losses.append(-math.log(math.exp(f[label]) / sum(map(math.exp, f))))
    assert_allclose(asoftmax_loss(X, W, y, m=m, lam=lam, reduction="none"), losses, rtol=1e-12)


def torch_loss(X, W, y, m, lam, reduction):
    """As the paper writes it, gradients by autograd."""
    W = torch.nn.functional.normalize(W)
    length = X.norm(dim=1)
    cos = (W[y] * X).sum(dim=1) / length
    theta = torch.acos(cos)
    k = torch.floor(m * theta.detach() / math.pi)
    psi = (-1) ** k * torch.cos(m * theta) - 2 * k
    f = (X @ W.T).scatter(1, y[:, None], (length * (lam * cos + psi) / (1 + lam))[:, None])
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
    loss, dX, dW = asoftmax_loss(*arrays, m=m, lam=lam, reduction=reduction, return_grad=True)
    assert_allclose(loss, theirs.detach().numpy(), rtol=1e-12)  # acos and cos, a rounding or two each
    assert_allclose(dX, X.grad.numpy(), rtol=1e-11, atol=1e-11)
    assert_allclose(dW, W.grad.numpy(), rtol=1e-11, atol=1e-11)


# --- digits ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("m", [1, 2, 3, 4, 9])
@pytest.mark.parametrize("scale", [0.1, 1, 10, 1000])
def test_random_vectors(m, scale):
    X, W, y = example(m, n=2, c=3, d=3, scale=scale)
    assert_accurate(asoftmax_loss, oracle.asoftmax, X, W, y, m=m, lam=scale)
    assert_accurate(asoftmax_loss, oracle.asoftmax, X.astype("f4"), W.astype("f4"), y, m=m)


@pytest.mark.parametrize("m", [2, 3, 4])
def test_at_and_beside_the_thresholds(m):
    for k in range(1, m + 1):
        for aside in -1e-9, 0, 1e-9:
            theta = k * math.pi / m - abs(aside) if k == m else k * math.pi / m + aside
            x = [[math.cos(theta), math.sin(theta)]]
            assert_accurate(asoftmax_loss, oracle.asoftmax, x, [[2.0, 0.0], [1.0, 3.0]], [0], m=m)


@pytest.mark.parametrize("m", [1, 2, 3, 4])
def test_parallel_and_antiparallel(m):
    W = np.array([[1.0, 2.0, 3.0], [-2.0, 1.0, 0.5]])
    for x in W[0], 3 * W[0], 0.1 * W[0], -W[0], -7 * W[0], W[0] + 1e-8, W[0] + 1e-13, -W[0] + 1e-12:
        assert_accurate(asoftmax_loss, oracle.asoftmax, [x], W, [0], m=m)


def test_tiny_and_huge_vectors():
    X, W, y = example(7, n=2, c=3, d=3)
    for size in 1e-150, 1e75, 1e150:
        assert_accurate(asoftmax_loss, oracle.asoftmax, X, W * size, y)
    assert_accurate(asoftmax_loss, oracle.asoftmax, X * 1e-150, W * 1e-150, y, digits=350)
    X, W = (X * 1e-18).astype("f4"), (W * 1e-18).astype("f4")
    assert_accurate(asoftmax_loss, oracle.asoftmax, X, W, y)


def test_huge_features():
    for size in 1e4, 1e150, 1.3e154:
        X = np.array([[size, 0.0], [size, 0.0]])
        W = [[1.0, 0.0], [-2.0, 0.0], [0.0, 3.0]]  # cosines 1, -1 and 0
        losses, dX, dW = asoftmax_loss(X, W, [0, 1], reduction="none", return_grad=True)
        assert_allclose(losses, [0, 8 * size], rtol=1e-15)  # 1 - psi = 1 - (1 - 2 4)
        assert_allclose(dX, [[0, 0], [8, 0]], rtol=1e-14, atol=1e-14)
        assert_allclose(dW, np.zeros((3, 2)), atol=1e-14 * size)  # all across is 0


def test_ties():
    # psi(60 degrees) with m = 3 is -1: a tie with the opposite class
    x, W = [[1.0, math.sqrt(3)]], [[2.0, 0.0], [-1.0, -math.sqrt(3)]]
    assert asoftmax_loss(x, W, [0], m=3) == pytest.approx(math.log(2), rel=1e-15)
    assert asoftmax_loss(x, [W[1]] * 5, [0], m=1) == pytest.approx(math.log(5), rel=1e-15)


def test_a_confident_loss_keeps_its_digits():
    X, W = [[100.0, 0.0]], [[10.0, 0.0], [0.0, 1.0], [0.0, -1.0]]  # scores 100, 0 and 0
    loss, dX, dW = asoftmax_loss(X, W, [0], return_grad=True)
    assert loss == pytest.approx(2 * math.exp(-100), rel=1e-13)
    assert f"{loss:.1e}" == "7.4e-44"
    probability = math.exp(100) / (math.exp(100) + 2)
    assert -math.log(probability) == 0  # what we do not do
    assert_allclose(dX, [[-loss, 0]], rtol=1e-13)
    assert_allclose(dW, [[0, 0], [50 * loss, 0], [50 * loss, 0]], rtol=1e-13)
    assert asoftmax_loss(np.float32(X), np.float32(W), [0]) == np.float32(7.440151952e-44)


def test_large_scores_in_float32_keep_their_digits():
    rng = np.random.default_rng(9)
    X = rng.normal(size=(1, 8)).astype("f4") * 5000
    W = (X + rng.normal(size=(3, 8)) * 30).astype("f4")
    exact = oracle.exact(oracle.asoftmax, X, W, [0], m=1)
    assert exact.sizes[0] > 1e4
    assert asoftmax_loss(X, W, [0], m=1) == pytest.approx(float(exact.losses[0]), rel=1e-7)
    unit = W / np.sqrt((W * W).sum(axis=1, keepdims=True))
    in_float32 = softmax_cross_entropy(X @ unit.T, [0])  # an ulp of 1e4 is 1e-3
    assert in_float32 != pytest.approx(float(exact.losses[0]), rel=1e-5)


# --- zero vectors ----------------------------------------------------------------------------------


def test_zero_vectors_stand_at_a_right_angle():
    with np.errstate(invalid="ignore"):
        assert np.isnan(np.zeros(2) / np.linalg.norm(np.zeros(2))).all()  # what we do not do
    for m in 1, 2, 3, 4, 5:
        slope = m if m % 2 else 0  # of psi at a cosine of 0
        loss, dX, dW = asoftmax_loss([[0.0, 0.0]], [[3.0, 4.0], [1.0, 0.0]], [0], m=m, return_grad=True)
        assert loss == pytest.approx(math.log(2), rel=1e-15)
        assert_allclose(dX, [[0.5 - 0.5 * slope * 0.6, -0.5 * slope * 0.8]], rtol=1e-14)
        assert_array_equal(dW, np.zeros((2, 2)))
        psi = 1 - 2 * (m / 2) if m % 2 == 0 else -(m - 1)
        loss, dX, dW = asoftmax_loss([[3.0, 4.0]], [[0.0, 0.0], [0.0, 2.0]], [0], m=m, return_grad=True)
        assert loss == pytest.approx(math.log1p(math.exp(4 - 5 * psi)), rel=1e-14)
        assert_array_equal(dW[0], [0, 0])
        assert dW[1, 0] > 0


# --- properties ------------------------------------------------------------------------------------


@given(vector_batches(), st.integers(1, 6), st.floats(0, 10))
def test_l_softmax_with_unit_rows(batch, m, lam):
    X, W, y = batch
    unit = np.eye(W.shape[1])[np.arange(len(W)) % W.shape[1]]
    loss, dX, dW = asoftmax_loss(X, unit, y, m=m, lam=lam, reduction="none", return_grad=True)
    theirs = lsoftmax_loss(X, unit, y, m=m, lam=lam, reduction="none", return_grad=True)
    # Scores of up to 8 (2 6 + 1) with a rounding or two, and slopes of up to 36.
    assert_allclose(loss, theirs[0], rtol=1e-13, atol=1e-13)
    assert_allclose(dX, theirs[1], rtol=1e-12, atol=1e-12)
    across = theirs[2] - (theirs[2] * unit).sum(axis=1, keepdims=True) * unit
    assert_allclose(dW, across, rtol=1e-12, atol=1e-12)


@given(vector_batches(), st.lists(st.integers(-300, 300), min_size=4, max_size=4), st.integers(1, 6))
def test_the_length_of_the_weights_changes_nothing(batch, exponents, m):
    X, W, y = batch
    e = np.array(exponents)[: len(W), np.newaxis]
    losses, dX, dW = asoftmax_loss(X, W, y, m=m, reduction="none", return_grad=True)
    scaled = asoftmax_loss(X, np.ldexp(W, e), y, m=m, reduction="none", return_grad=True)
    assert_array_equal(scaled[0], losses)
    assert_array_equal(scaled[1], dX)
    assert_array_equal(scaled[2], np.ldexp(dW, -e))


@given(vector_batches(), st.integers(1, 6))
def test_gradient_rows_stand_at_right_angles_to_their_weights(batch, m):
    X, W, y = batch
    _, _, dW = asoftmax_loss(X, W, y, m=m, return_grad=True)
    # Lengths of X up to 8 and a slope up to m^2, with a rounding or two each.
    assert_allclose((dW * W).sum(axis=1), 0, atol=1e-13 * m**2)


@given(vector_batches(), st.integers(1, 6), st.floats(0, 10))
def test_a_larger_m_and_a_smaller_lambda_cost_more(batch, m, lam):
    X, W, y = batch
    losses = asoftmax_loss(X, W, y, m=m, lam=lam, reduction="none")
    rounding = 1e-12 * (1 + losses)
    assert (asoftmax_loss(X, W, y, m=m + 1, lam=lam, reduction="none") >= losses - rounding).all()
    assert (asoftmax_loss(X, W, y, m=m, lam=2 * lam, reduction="none") <= losses + rounding).all()


@given(vector_batches())
def test_a_large_lambda_tends_to_normalized_weights_alone(batch):
    X, W, y = batch
    plain = asoftmax_loss(X, W, y, m=1, reduction="none", return_grad=True)
    for lam, tolerance in (1e6, 1e-3), (1e300, 1e-15):
        mixed = asoftmax_loss(X, W, y, m=4, lam=lam, reduction="none", return_grad=True)
        for a, b in zip(mixed, plain, strict=True):
            assert_allclose(a, b, rtol=tolerance, atol=tolerance * 100)  # 1 / |W| is up to 8


def test_overflow_in_float16_is_inf():
    X, W = np.array([[10000, 0]], "f2"), np.array([[-1, 0], [1, 0]], "f2")
    assert asoftmax_loss(X, W, [0]) == np.inf  # 8 10000, above 65504


# --- errors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"m": 0}, "m: expected an integer of at least 1, got 0"),
        ({"m": 2.5}, "m: expected an integer of at least 1, got 2.5"),
        ({"lam": -1}, "lam: expected a finite number, at least 0, got -1"),
        ({"lam": np.inf}, "lam: expected a finite number, at least 0, got inf"),
    ],
)
def test_option_errors(options, message):
    with pytest.raises(ValueError) as error:
        asoftmax_loss(X, W, [0], **options)
    assert str(error.value) == message
