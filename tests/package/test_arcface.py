"""ArcFace: by hand, by a loop, against torch's autograd and 120 digits. The rest: test_angular.py."""

import math

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from lossnotes import am_softmax_loss, arcface_loss, softmax_cross_entropy
from tests.package import angular_oracle as oracle
from tests.package.angular_oracle import REDUCTIONS, assert_accurate, example, vector_batches
from tests.package.oracles import central_difference

FALLBACKS = ["none", "linear", "easy"]
EPS = np.finfo(np.float64).eps

# --- by hand ---------------------------------------------------------------------------------------

X, W = [[3.0, 4.0]], [[0.0, 5.0], [2.0, 0.0]]  # cosines 0.8 and 0.6


def test_by_hand():
    for m in 0.0, 0.5, 1.2, 3.0:
        f = 10 * (0.8 * math.cos(m) - 0.6 * math.sin(m))
        loss = arcface_loss(X, W, [0], s=10.0, m=m)
        assert loss == pytest.approx(math.log1p(math.exp(6 - f)), rel=1e-13)
    f = 10 * (0.6 * math.cos(0.5) - 0.8 * math.sin(0.5))
    assert arcface_loss(X, W, [1], s=10.0) == pytest.approx(math.log1p(math.exp(8 - f)), rel=1e-13)
    assert arcface_loss(X, W, [1], s=0.0) == pytest.approx(math.log(2))


def test_gradient_by_hand():
    m = math.asin(0.6)  # of cosine 0.8: theta + m = 2 m, with cosine 0.28 and sine 0.96
    _, dX, dW = arcface_loss(X, W, [0], s=10.0, m=m, return_grad=True)
    p = 1 / (1 + math.exp(2.8 - 6))  # of the wrong class
    # d cos(theta + m) = sin(theta + m) / sin(theta) d cos: 1.6 times ((0, 1) - 0.8 (0.6, 0.8)) / 5
    assert_allclose(dX, [[10 * p * (0.128 + 1.6 * 0.096), -10 * p * (0.096 + 1.6 * 0.072)]], rtol=1e-13)
    # by W_0: 1.6 (0.6, 0) / 5; by W_1: (0, 0.8) / 2
    assert_allclose(dW, [[-10 * p * 1.6 * 0.12, 0], [0, 10 * p * 0.4]], rtol=1e-13, atol=1e-15)


def test_fallbacks_by_hand():
    x = [[3.0, -4.0]]  # cosines -0.8 and 0.6; theta is 143 degrees, 2.498
    m = 0.5  # theta + m = 2.998, below pi
    none = 10 * (-0.8 * math.cos(m) - 0.6 * math.sin(m))
    for fallback, f in {"none": none, "linear": none, "easy": -8}.items():
        loss = arcface_loss(x, W, [0], s=10.0, m=m, fallback=fallback)
        assert loss == pytest.approx(math.log1p(math.exp(6 - f)), rel=1e-13)
    m = 0.7  # theta + m = 3.198, beyond pi
    none = 10 * (-0.8 * math.cos(m) - 0.6 * math.sin(m))
    for fallback, f in {"none": none, "linear": -8 - 7 * math.sin(m), "easy": -8}.items():
        loss = arcface_loss(x, W, [0], s=10.0, m=m, fallback=fallback)
        assert loss == pytest.approx(math.log1p(math.exp(6 - f)), rel=1e-13)


def test_fallback_gradients_by_hand():
    for fallback, m in ("linear", 0.7), ("easy", 0.5):
        # The slope of the margin is 1, as it is without one.
        x = [[3.0, -4.0]]
        loss, dX, dW = arcface_loss(x, W, [0], s=10.0, m=m, fallback=fallback, return_grad=True)
        p = -math.expm1(-loss)
        assert_allclose(dX, [[10 * p * (0.128 - 0.096), 10 * p * (0.096 - 0.072)]], rtol=1e-13)
        assert_allclose(dW, [[-10 * p * 0.12, 0], [0, -10 * p * 0.4]], rtol=1e-13, atol=1e-15)


def test_defaults():
    expected = arcface_loss(X, W, [0], s=64.0, m=0.5, fallback="none", reduction="mean")
    assert arcface_loss(X, W, [0]) == expected
    x = [[0.0, -1.0]]
    assert arcface_loss(x, W, [0]) == arcface_loss(x, W, [0], fallback="none")


# --- where the fallbacks begin ---------------------------------------------------------------------


def at_angle(theta):
    """A feature at this angle to the first of two classes."""
    return [[math.cos(theta), math.sin(theta)]], [[1.0, 0.0], [0.0, 1.0]]


def test_linear_begins_beyond_pi_minus_m():
    m = 0.5
    x, w = at_angle(math.pi - m - 1e-9)
    assert arcface_loss(x, w, [0], m=m, fallback="linear") == arcface_loss(x, w, [0], m=m)
    x, w = at_angle(math.pi - m + 1e-9)
    target = math.cos(math.pi - m) - m * math.sin(m)
    expected = 64 * (math.sin(m) - target)
    assert arcface_loss(x, w, [0], m=m, fallback="linear") == pytest.approx(expected, rel=1e-8)
    assert arcface_loss(x, w, [0], m=m) == pytest.approx(64 * (math.sin(m) + 1), rel=1e-8)  # cos(pi)


def test_easy_begins_at_a_right_angle():
    for x, target in ([1e-9, 1.0], -math.sin(0.5)), ([0.0, 1.0], 0), ([-1e-9, 1.0], 0):
        loss = arcface_loss([x], [[1.0, 0.0], [0.0, 1.0]], [0], fallback="easy")
        assert loss == pytest.approx(64 * (1 - target), rel=1e-7)


def test_opposite_vectors():
    x, w = [[-1.0, 0.0]], [[1.0, 0.0], [0.0, 1.0]]
    for fallback, target in {
        "none": math.cos(math.pi + 0.5),
        "linear": -1 - 0.5 * math.sin(0.5),
        "easy": -1,
    }.items():
        assert arcface_loss(x, w, [0], fallback=fallback) == pytest.approx(-64 * target, rel=1e-13)
    # Without a margin nothing is beyond pi.
    assert arcface_loss(x, w, [0], m=0.0, fallback="linear") == 64


# --- by a loop and against torch -------------------------------------------------------------------


@pytest.mark.parametrize("fallback", FALLBACKS)
@pytest.mark.parametrize("m", [0.0, 0.5, 1.3, 2.5])
def test_against_a_loop(m, fallback):
    X, W, y = example(1, n=12)
    losses = []
    for x, label in zip(X, y, strict=True):
        cosines = [sum(a * b for a, b in zip(w, x, strict=True)) / math.hypot(*w) / math.hypot(*x) for w in W]
        theta = math.acos(cosines[label])
        target = math.cos(theta + m)
        if fallback == "linear" and theta > math.pi - m:
            target = cosines[label] - m * math.sin(m)
        if fallback == "easy" and cosines[label] <= 0:
            target = cosines[label]
        cosines[label] = target
        losses.append(math.log(sum(math.exp(8 * (c - target)) for c in cosines)))
    got = arcface_loss(X, W, y, s=8.0, m=m, fallback=fallback, reduction="none")
    assert_allclose(got, losses, rtol=1e-12, atol=1e-15)


def torch_loss(X, W, y, s, m, fallback, reduction):
    """With acos, as the paper writes it, and with the authors' fallbacks; gradients by autograd."""
    cosines = torch.nn.functional.normalize(X) @ torch.nn.functional.normalize(W).T
    cos = cosines.gather(1, y[:, None])
    target = torch.cos(torch.acos(cos) + m)
    if fallback == "linear":
        target = torch.where(cos > math.cos(math.pi - m), target, cos - m * math.sin(math.pi - m))
    if fallback == "easy":
        target = torch.where(cos > 0, target, cos)
    return torch.nn.functional.cross_entropy(
        s * cosines.scatter(1, y[:, None], target), y, reduction=reduction
    )


@pytest.mark.parametrize("fallback", FALLBACKS)
@pytest.mark.parametrize(("s", "m"), [(1.0, 0.5), (64.0, 0.5), (8.0, 1.3)])
@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_torch_autograd(s, m, fallback, reduction):
    arrays = example(2, n=12, c=5, d=4)
    X, W, y = map(torch.tensor, arrays)
    X.requires_grad_(), W.requires_grad_()
    theirs = torch_loss(X, W, y, s, m, fallback, reduction)
    theirs.sum().backward()
    options = {"s": s, "m": m, "fallback": fallback, "reduction": reduction}
    loss, dX, dW = arcface_loss(*arrays, **options, return_grad=True)
    # torch loses some digits to cancellation, absolutely about an ulp of s
    assert_allclose(loss, theirs.detach().numpy(), rtol=1e-12, atol=1e-13)
    assert_allclose(dX, X.grad.numpy(), rtol=1e-11, atol=1e-11)
    assert_allclose(dW, W.grad.numpy(), rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize("fallback", FALLBACKS)
def test_gradients_by_central_differences(fallback):
    X, W, y = example(4, n=8)
    options = {"s": 4.0, "m": 1.3, "fallback": fallback}
    units = (v / np.linalg.norm(v, axis=1, keepdims=True) for v in (X, W[y]))
    theta = np.arccos(np.multiply(*units).sum(axis=1))
    # On both sides of either fallback, and no jump within reach of the step.
    assert (theta > np.pi - 1.3).any()
    assert (theta < np.pi / 2).any()
    assert min(abs(theta - np.pi / 2).min(), abs(theta - np.pi + 1.3).min(), abs(theta).min()) > 1e-2
    _, dX, dW = arcface_loss(X, W, y, **options, return_grad=True)
    numeric = central_difference(lambda x: arcface_loss(x, W, y, **options), X)
    assert_allclose(dX, numeric, rtol=1e-7, atol=1e-7)
    numeric = central_difference(lambda w: arcface_loss(X, w, y, **options), W)
    assert_allclose(dW, numeric, rtol=1e-7, atol=1e-7)


# --- faults of other implementations ---------------------------------------------------------------


def test_the_sine_is_not_taken_from_the_cosine():
    x, w = [[1.0, 1e-9]], [[1.0, 0.0], [0.0, -1.0]]
    cosine = 1 / math.hypot(1, 1e-9)
    sine = math.sqrt(1 - cosine**2)
    assert sine == 0  # all its digits lost
    # f_0 = 1e9 cos(theta + pi / 2) = -1e9 sin theta = -1, and f_1 = -1 as well
    assert math.log1p(math.exp(-1 + 1e9 * sine)) == pytest.approx(0.31326, rel=1e-4)
    loss = arcface_loss(x, w, [0], s=1e9, m=math.pi / 2)
    assert loss == pytest.approx(math.log(2), rel=1e-7)  # 1e9 sees that pi is rounded


def test_the_gradient_at_parallel_vectors_is_not_nan():
    x, w = [[2.0, 0.0]], [[1.0, 0.0], [0.0, 1.0]]
    faulty = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    torch_loss(faulty, torch.tensor(w).double(), torch.tensor([0]), 64.0, 0.5, "none", "mean").backward()
    assert not faulty.grad.isfinite().all()  # the slope of acos at 1 is infinite
    _, dX, dW = arcface_loss(x, w, [0], return_grad=True)
    assert np.isfinite(dX).all()
    assert np.isfinite(dW).all()


def test_nothing_is_added_to_the_lengths_and_nothing_lowered_in_place():
    x, w = np.array([[2.4e-4, 3.2e-4]]), np.array([[0.0, 1e-4], [1e-4, 0.0]])
    before = x.copy(), w.copy()
    assert arcface_loss(x, w, [0]) == pytest.approx(arcface_loss(1000 * x, w, [0]), rel=1e-13)
    assert arcface_loss(x, w, [0]) == arcface_loss(x, w, [0])
    assert_array_equal(x, before[0])
    assert_array_equal(w, before[1])


# --- digits ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("fallback", FALLBACKS)
@pytest.mark.parametrize(("s", "m"), [(0.5, 0.5), (64, 0.5), (1e4, 0.1), (10, 0.0), (10, 2.9)])
def test_random_vectors(s, m, fallback):
    X, W, y = example(3, n=2, c=3, d=3)
    options = {"s": s, "m": m, "fallback": fallback}
    assert_accurate(arcface_loss, oracle.arcface, X, W, y, **options)
    assert_accurate(arcface_loss, oracle.arcface, X.astype("f4"), W.astype("f4"), y, **options)


@pytest.mark.parametrize("fallback", FALLBACKS)
def test_nearly_parallel_and_antiparallel(fallback):
    W = np.array([[1.0, 2.0, 3.0], [-2.0, 1.0, 0.5]])
    for sign in 1, -1:
        for aside in 1e-3, 1e-8, 1e-12:
            # The direction across is the difference of unit vectors, whose last digit is rounded.
            blur = 4 * EPS / aside
            x = [sign * W[0] * 3 + aside * np.array([10.0, -5.0, 0.0])]
            assert_accurate(arcface_loss, oracle.arcface, x, W, [0], s=3.0, fallback=fallback, blur=blur)


def test_an_angle_that_coordinates_tell_exactly():
    # Here nothing is rounded, down to the smallest sine that counts: no allowance for the direction.
    for sine in 1e-3, 1e-8, 1e-14, 1e-15:
        assert_accurate(arcface_loss, oracle.arcface, [[1.0, sine]], [[1.0, 0.0], [0.0, 2.0]], [0], s=3.0)
        assert_accurate(arcface_loss, oracle.arcface, [[1.0, 0.0]], [[1.0, sine], [0.0, 2.0]], [0], s=3.0)


def test_tiny_and_huge_vectors():
    X, W, y = example(7, n=2, c=3, d=3)
    for size in 1e-150, 1e75, 1e150:
        assert_accurate(arcface_loss, oracle.arcface, X * size, W, y)
        assert_accurate(arcface_loss, oracle.arcface, X * size, W * size, y)
    X, W = (X * 1e-18).astype("f4"), (W * 1e-18).astype("f4")
    assert_accurate(arcface_loss, oracle.arcface, X, W, y)


def test_tiny_and_large_scales_raise_no_flag():
    with np.errstate(all="raise"):
        for s in 1e-310, 700.0, 750.0, 1e4:
            arcface_loss([[1.0, 1e-160]], [[1.0, 1e-160], [1e-8, 1.0]], [0], s=s, m=0.0, return_grad=True)
            arcface_loss([[1.0, 0.0]], [[1.0, 1e-8], [1.0, 2e-8]], [0], s=s, m=0.0, return_grad=True)


def test_huge_scales():
    X, W = [[1.0, 0.0], [1.0, 0.0]], [[1.0, 0.0], [-2.0, 0.0]]  # cosines 1 and -1
    for s in 1e4, 1e300:
        losses, dX, dW = arcface_loss(X, W, [0, 1], s=s, reduction="none", return_grad=True)
        assert_allclose(losses, [0, s * (1 + math.cos(0.5))], rtol=1e-15)
        assert not dX.any()
        assert not dW.any()
    assert_array_equal(arcface_loss(X, W, [0, 1], s=1e308, reduction="none"), [0, np.inf])
    _, dX, _ = arcface_loss([[0.0, 1.0]], [[1.0, 0.0], [-1.0, 0.0]], [0], s=1.7e308, return_grad=True)
    assert dX[0, 0] == -np.inf  # beyond the largest float, and no inf - inf beside it
    assert dX[0, 1] == 0


def test_ties():
    assert arcface_loss(X, [[1.0, 0.0]] * 5, [3], m=0) == pytest.approx(math.log(5), rel=1e-15)
    # the margin makes up the angle between 0.8 and 0.6
    m = math.acos(0.6) - math.acos(0.8)
    assert arcface_loss(X, W, [0], m=m) == pytest.approx(math.log(2), rel=1e-13)


def test_a_confident_loss_keeps_its_digits():
    X, W = [[5.0, 0.0]], [[10.0, 0.0], [0.0, 1.0], [0.0, -1.0]]  # scores 100, 0 and 0
    options = {"s": 200.0, "m": math.pi / 3}
    loss, dX, dW = arcface_loss(X, W, [0], **options, return_grad=True)
    assert loss == pytest.approx(2 * math.exp(-100), rel=1e-12)  # m is rounded, and 100 sees it
    assert f"{loss:.1e}" == "7.4e-44"
    probability = math.exp(100) / (math.exp(100) + 2)
    assert -math.log(probability) == 0  # what we do not do
    assert_allclose(dX, [[0, 0]])
    assert_allclose(dW, [[0, 0], [100 * loss, 0], [100 * loss, 0]], rtol=1e-13)
    assert arcface_loss(np.float32(X), np.float32(W), [0], **options) == np.float32(7.440151952e-44)


def test_large_scores_in_float32_keep_their_digits():
    rng = np.random.default_rng(9)
    X = rng.normal(size=(1, 8)).astype("f4")
    W = (X + rng.normal(size=(3, 8)) / 100).astype("f4")
    exact = float(oracle.exact(oracle.arcface, X, W, [0], s=1e4, m=0.001).losses[0])
    assert arcface_loss(X, W, [0], s=1e4, m=0.001) == pytest.approx(exact, rel=1e-7)
    x, w = (v / np.sqrt((v * v).sum(axis=1, keepdims=True)) for v in (X, W))
    cosines = x @ w.T
    cosines[0, 0] = np.cos(np.arccos(cosines[0, 0]) + np.float32(0.001))
    in_float32 = softmax_cross_entropy(np.float32(1e4) * cosines, [0])  # an ulp of 1e4 is 1e-3
    assert in_float32 != pytest.approx(exact, rel=1e-5)


# --- the tip of the cone, and zero vectors ---------------------------------------------------------


def test_at_the_tip_the_subgradient_is_0():
    w = np.array([[1.0, 2.0, 3.0], [3.0, 0.0, -1.0]])  # at a right angle to each other
    for factor in 1.0, 2.0, 3.0, 0.1, -1.0, -7.0:
        loss, dX, dW = arcface_loss([factor * w[0]], w, [0], s=0.5, return_grad=True)
        p = -math.expm1(-loss)
        # Only the wrong class turns x, and only x turns the wrong class.
        across = 0.5 * p / math.sqrt(14 * 10)
        assert_allclose(dX, [across / abs(factor) * w[1]], rtol=1e-12, atol=1e-15)
        assert_allclose(dW, [[0, 0, 0], across * math.copysign(1, factor) * w[0]], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("d", [2, 3, 20, 500])
def test_rounding_is_not_taken_for_a_direction(d):
    rng = np.random.default_rng(d)
    w = rng.integers(-1000, 1001, (1, d)).astype(float)
    multiples = rng.integers(1, 1000, (200, 1)) * w  # exactly parallel, their unit vectors hardly ever
    _, dX, dW = arcface_loss(multiples, np.concatenate([w, -w]), [0] * 200, s=1.0, m=1.5, return_grad=True)
    assert_allclose(dX * np.linalg.norm(multiples, axis=1, keepdims=True), 0, atol=1e-14)
    assert_allclose(dW * np.linalg.norm(w), 0, atol=1e-13)


def test_one_step_beside_the_tip_the_slope_is_that_of_the_sine():
    w, step = [[1.0, 0.0], [-1.0, 0.0]], 2.0**-26
    at_the_tip = arcface_loss([[1.0, 0.0]], w, [0], s=1.0)
    for direction in 1, -1:
        loss, dX, _ = arcface_loss([[1.0, direction * step]], w, [0], s=1.0, return_grad=True)
        slope = -math.expm1(-loss) * math.sin(0.5)
        assert dX[0, 1] == pytest.approx(direction * slope, rel=1e-7)  # theta is 1.5e-8
        assert (loss - at_the_tip) / step == pytest.approx(slope, rel=1e-6)


def test_zero_vectors_have_no_direction():
    with np.errstate(invalid="ignore"):
        assert np.isnan(np.zeros(2) / np.linalg.norm(np.zeros(2))).all()  # what we do not do
    for fallback, target in ("none", -math.sin(0.5)), ("linear", -math.sin(0.5)), ("easy", 0):
        options = {"s": 2.0, "fallback": fallback, "return_grad": True}
        loss, dX, dW = arcface_loss([[0.0, 0.0]], [[3.0, 4.0], [1.0, 0.0]], [0], **options)
        assert loss == pytest.approx(math.log1p(math.exp(-2 * target)), rel=1e-15)
        assert_array_equal(dX, [[0, 0]])
        assert_array_equal(dW, np.zeros((2, 2)))
        loss, dX, dW = arcface_loss(X, [[0.0, 0.0], [0.0, 2.0]], [0], **options)
        assert loss == pytest.approx(math.log1p(math.exp(1.6 - 2 * target)), rel=1e-14)
        assert_array_equal(dW[0], [0, 0])
        assert dX[0, 1] > 0 > dX[0, 0]
        assert dW[1, 0] > 0


# --- properties ------------------------------------------------------------------------------------

powers_of_two = st.lists(st.integers(-300, 300), min_size=4, max_size=4)


@given(vector_batches(), powers_of_two, powers_of_two, st.sampled_from(FALLBACKS))
def test_lengths_change_nothing(batch, of_features, of_weight, fallback):
    X, W, y = batch
    options = {"fallback": fallback, "reduction": "none", "return_grad": True}
    e, f = np.array(of_features)[: len(X), np.newaxis], np.array(of_weight)[: len(W), np.newaxis]
    losses, dX, dW = arcface_loss(X, W, y, **options)
    scaled = arcface_loss(np.ldexp(X, e), np.ldexp(W, f), y, **options)
    assert_array_equal(scaled[0], losses)
    assert_array_equal(scaled[1], np.ldexp(dX, -e))
    assert_array_equal(scaled[2], np.ldexp(dW, -f))


@given(vector_batches(), st.floats(0, 50), st.sampled_from(FALLBACKS))
def test_without_a_margin_it_is_normalized_softmax(batch, s, fallback):
    X, W, y = batch
    options = {"s": s, "m": 0, "reduction": "none", "return_grad": True}
    ours = arcface_loss(X, W, y, fallback=fallback, **options)
    theirs = am_softmax_loss(X, W, y, **options)
    # A few roundings of s; the lengths go down to 1/8.
    for a, b in zip(ours, theirs, strict=True):
        assert_allclose(a, b, rtol=1e-12, atol=1e-12)


@given(vector_batches(), st.floats(0, 50), st.floats(0, 1.5), st.floats(0, 1.5))
def test_a_larger_margin_costs_more_as_long_as_the_angle_stays_below_pi(batch, s, m, more):
    X, W, y = batch
    x, w = (v / np.maximum(np.linalg.norm(v, axis=1, keepdims=True), 1e-300) for v in (X, W[y]))
    inside = np.arccos(np.clip((x * w).sum(axis=1), -1, 1)) + m + more <= np.pi
    assume(inside.any())
    losses = arcface_loss(X, W, y, s=s, m=m, reduction="none")
    wider = arcface_loss(X, W, y, s=s, m=m + more, reduction="none")
    assert (wider >= losses - 1e-13 * (s + losses))[inside].all()


@given(vector_batches(), st.floats(0, math.pi / 2))
def test_easy_and_linear_beside_none(batch, m):
    X, W, y = batch
    none, linear, easy = (
        arcface_loss(X, W, y, s=8.0, m=m, fallback=fallback, reduction="none") for fallback in FALLBACKS
    )
    # Beyond pi - m the cosine of theta + m turns back, and the linear continuation does not.
    assert (linear >= none - 1e-12).all()
    plain = arcface_loss(X, W, y, s=8.0, m=0, reduction="none")
    same = np.isclose(easy, none, rtol=1e-12) | np.isclose(easy, plain, rtol=1e-12)
    assert same.all()


@given(vector_batches(), st.sampled_from(FALLBACKS))
def test_gradient_rows_stand_at_right_angles_to_their_vectors(batch, fallback):
    X, W, y = batch
    _, dX, dW = arcface_loss(X, W, y, fallback=fallback, return_grad=True)
    assert_allclose((dX * X).sum(axis=1), 0, atol=1e-12)  # a few roundings of s = 64
    assert_allclose((dW * W).sum(axis=1), 0, atol=1e-12)


def test_overflow_in_float16_is_inf():
    X, W = np.array([[1, 0]], "f2"), np.array([[-1, 0], [1, 0]], "f2")
    assert arcface_loss(X, W, [0], s=40000.0) == np.inf  # 1.88 40000, above 65504


# --- errors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"m": -0.1}, "m: expected a finite number, at least 0 and at most 3.14159, got -0.1"),
        ({"m": 3.2}, "m: expected a finite number, at least 0 and at most 3.14159, got 3.2"),
        ({"m": np.nan}, "m: expected a finite number, at least 0 and at most 3.14159, got nan"),
        ({"s": -1}, "s: expected a finite number, at least 0, got -1"),
        ({"s": np.inf}, "s: expected a finite number, at least 0, got inf"),
        ({"fallback": "hard"}, "fallback: expected one of 'none', 'linear', 'easy', got 'hard'"),
        ({"fallback": None}, "fallback: expected one of 'none', 'linear', 'easy', got None"),
    ],
)
def test_option_errors(options, message):
    with pytest.raises(ValueError) as error:
        arcface_loss(X, W, [0], **options)
    assert str(error.value) == message
