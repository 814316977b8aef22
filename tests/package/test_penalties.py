"""The L1, L2 and elastic net penalties: by hand, in exact arithmetic, against torch and scikit-learn."""

from fractions import Fraction

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.linear_model import ElasticNet

from lossnotes import elastic_net_penalty, l1_penalty, l2_penalty
from tests.package.oracles import central_difference, relative_errors

W = np.array([[1.5, -2.0, 0.0], [-0.5, 0.25, 3.0]])

weights = hnp.arrays(np.float64, hnp.array_shapes(max_dims=3, max_side=5), elements=st.floats(-1e3, 1e3))
ratios = st.sampled_from([0.0, 0.15, 0.5, 0.9, 1.0])


def elastic(ratio):
    def penalty(w, **options):
        return elastic_net_penalty(w, l1_ratio=ratio, **options)

    return penalty


PENALTIES = [l1_penalty, l2_penalty, elastic_net_penalty, elastic(0.0), elastic(0.3), elastic(1.0)]


def exact_penalty(w, r):
    sizes = [abs(Fraction(float(v))) for v in w.ravel()]
    return Fraction(r) * sum(sizes) + (1 - Fraction(r)) * sum(s * s for s in sizes)


# --- by hand ---------------------------------------------------------------------------------------


def test_by_hand():
    sizes, squares = 1.5 + 2 + 0.5 + 0.25 + 3, 2.25 + 4 + 0.25 + 0.0625 + 9
    assert l1_penalty(W) == sizes == 7.25
    assert l2_penalty(W) == squares == 15.5625
    assert elastic_net_penalty(W) == (sizes + squares) / 2
    assert elastic_net_penalty(W, l1_ratio=0.25) == sizes / 4 + squares * 3 / 4


def test_gradients_by_hand():
    signs = [[1, -1, 0], [-1, 1, 1]]
    assert_array_equal(l1_penalty(W, return_grad=True)[1], signs)
    assert_array_equal(l2_penalty(W, return_grad=True)[1], 2 * W)
    expected = [[0.25 + 2.25, -0.25 - 3, 0], [-0.25 - 0.75, 0.25 + 0.375, 0.25 + 4.5]]
    assert_array_equal(elastic_net_penalty(W, l1_ratio=0.25, return_grad=True)[1], expected)


@given(weights, ratios)
def test_against_exact_arithmetic(w, r):
    for got, exact in [
        (l1_penalty(w), exact_penalty(w, 1)),
        (l2_penalty(w), exact_penalty(w, 0)),
        (elastic_net_penalty(w, l1_ratio=r), exact_penalty(w, r)),
    ]:
        assert max(relative_errors(got, [exact]), default=0) < 1e-14  # a rounding or two a weight


# --- against other implementations -----------------------------------------------------------------


def test_torch_agrees_on_value_and_gradient():
    w = np.random.default_rng(0).normal(size=(3, 4))
    for ours, theirs in [
        (l1_penalty, lambda t: t.abs().sum()),
        (l2_penalty, lambda t: t.square().sum()),
        (elastic(0.3), lambda t: 0.3 * t.abs().sum() + 0.7 * t.square().sum()),
    ]:
        t = torch.tensor(w, requires_grad=True)
        value = theirs(t)
        value.backward()
        penalty, gradient = ours(w, return_grad=True)
        assert_allclose(penalty, value.item(), rtol=1e-14)  # order of additions
        assert_allclose(gradient, t.grad.numpy(), rtol=1e-15)


def test_weight_decay_of_torch_is_half_the_squares():
    t = torch.tensor(W, requires_grad=True)
    optimizer = torch.optim.SGD([t], lr=0.1, weight_decay=0.5)
    (0 * t).sum().backward()
    optimizer.step()
    _, gradient = l2_penalty(W, return_grad=True)
    assert_allclose(t.detach().numpy(), W - 0.1 * 0.5 / 2 * gradient, rtol=1e-15)


def test_elastic_net_of_scikit_learn_halves_the_squares():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(40, 6))
    y = x @ [2.0, -1.0, 0.0, 0.0, 0.5, 0.0] + 0.1 * rng.normal(size=40)
    alpha, their_ratio = 0.2, 0.6
    w = (
        ElasticNet(alpha=alpha, l1_ratio=their_ratio, fit_intercept=False, tol=1e-14, max_iter=100_000)
        .fit(x, y)
        .coef_
    )
    assert 0 < (w == 0).sum() < 6
    factor, ratio = alpha * (1 + their_ratio) / 2, 2 * their_ratio / (1 + their_ratio)
    penalty, gradient = elastic_net_penalty(w, l1_ratio=ratio, return_grad=True)
    theirs = alpha * (their_ratio * np.abs(w).sum() + (1 - their_ratio) / 2 * (w**2).sum())
    assert factor * penalty == pytest.approx(theirs, rel=1e-14)
    # At their solution the gradient of half the mean squared error balances ours, and at the weights
    # that are 0 it lies among the subgradients.
    data = x.T @ (x @ w - y) / 40
    assert_allclose(data[w != 0], -factor * gradient[w != 0], atol=1e-8)  # as far as their solver goes
    assert (np.abs(data[w == 0]) <= factor * ratio).all()


# --- gradients -------------------------------------------------------------------------------------


@pytest.mark.parametrize("penalty", PENALTIES)
def test_gradient_by_central_differences(penalty):
    w = np.random.default_rng(2).normal(size=(2, 3, 2))
    assert np.abs(w).min() > 1e-3, "a kink within reach of the step"
    value, gradient = penalty(w, return_grad=True)
    assert value == penalty(w)
    # Piecewise linear or quadratic: symmetric differences are exact up to rounding over the step.
    assert_allclose(gradient, central_difference(penalty, w), atol=1e-9)


@pytest.mark.parametrize("penalty", PENALTIES)
def test_at_the_kink_the_subgradient_is_0(penalty):
    assert_array_equal(penalty([0.0, -0.0], return_grad=True)[1], [0, 0])


@pytest.mark.parametrize(("penalty", "slope"), [(l1_penalty, 1), (l2_penalty, 0), (elastic(0.25), 0.25)])
def test_one_step_beside_the_kink(penalty, slope):
    tiny = np.nextafter(0.0, 1.0)
    gradient = penalty([tiny, -tiny], return_grad=True)[1]
    assert_allclose(gradient, [slope, -slope], atol=1e-300)


# --- properties ------------------------------------------------------------------------------------


@given(weights, ratios)
def test_elastic_net_lies_between_the_two(w, r):
    l1, dl1 = l1_penalty(w, return_grad=True)
    l2, dl2 = l2_penalty(w, return_grad=True)
    both, gradient = elastic_net_penalty(w, l1_ratio=r, return_grad=True)
    # A rounding or two a weight, and squares that underflow.
    assert_allclose(both, r * l1 + (1 - r) * l2, rtol=1e-14, atol=1e-300)
    assert_allclose(gradient, r * dl1 + (1 - r) * dl2, rtol=1e-14, atol=1e-300)
    assert elastic_net_penalty(w, l1_ratio=0.0) == l2
    assert elastic_net_penalty(w, l1_ratio=1.0) == l1


@given(weights)
def test_sign_order_and_scale(w):
    for penalty, power in (l1_penalty, 1), (l2_penalty, 2):
        assert penalty(-w) == penalty(w) >= 0
        assert penalty(4 * w) == pytest.approx(4**power * penalty(w), rel=1e-14, abs=1e-300)
        assert penalty(w.ravel()[::-1]) == pytest.approx(penalty(w), rel=1e-14)
        assert_array_equal(penalty(-w, return_grad=True)[1], -penalty(w, return_grad=True)[1])


@pytest.mark.parametrize("penalty", PENALTIES)
def test_nothing_weighs_nothing(penalty):
    for shape in (0,), (3, 0), (2, 3):
        value, gradient = penalty(np.zeros(shape), return_grad=True)
        assert value == 0
        assert gradient.shape == shape


# --- extremes and dtypes ---------------------------------------------------------------------------


def test_large_and_small_weights():
    assert l1_penalty([1e308, -5e307]) == 1.5e308
    assert l1_penalty([1e308, 1e308]) == np.inf
    assert l2_penalty([1e154, -1e-154]) == 1e308
    assert l2_penalty([1e-154]) == pytest.approx(1e-308)
    assert l2_penalty([1e200]) == np.inf
    assert elastic_net_penalty([1e200]) == np.inf
    for w in 1e200, -1e308:
        value, gradient = elastic_net_penalty([w], l1_ratio=1.0, return_grad=True)  # not 1e200 + 0 inf
        assert value == abs(w)
        assert_array_equal(gradient, [np.sign(w)])


@pytest.mark.parametrize("penalty", PENALTIES)
def test_nothing_raises_a_floating_point_flag(penalty):
    arrays = [np.array([value, -value], dtype) for dtype in ("f4", "f8") for value in (1e38, 1e-38)]
    arrays += [
        np.array([1e308, 1e308, 1e-308]),
        np.array([6e4, 6e4, 6e-8], np.float16),
        np.array([6e-8], "f2"),
    ]
    with np.errstate(all="raise"):
        for w in arrays:
            penalty(w, return_grad=True)


@pytest.mark.parametrize("penalty", PENALTIES)
@pytest.mark.parametrize(
    ("given_dtype", "result"),
    [("f2", "f2"), ("f4", "f4"), ("f8", "f8"), (">f4", "f4"), ("i1", "f8"), ("u2", "f8")],
)
def test_dtypes(penalty, given_dtype, result):
    w = np.array([[1, 0], [1, 1]], given_dtype)
    value, gradient = penalty(w, return_grad=True)
    assert value.dtype == gradient.dtype == penalty(w).dtype == np.dtype(result)
    assert isinstance(value, np.floating)
    assert isinstance(gradient, np.ndarray)
    assert value == np.dtype(result).type(3)
    assert gradient.shape == (2, 2)


def test_float16_is_computed_in_float32():
    # In float16 the running sum 2048 + 1 stays 2048, and 300^2 is above 65504.
    w = np.ones(4096, np.float16)
    assert l1_penalty(w) == l2_penalty(w) == elastic_net_penalty(w) == 4096
    w = np.array([300, 1], np.float16)
    assert l2_penalty(w) == np.inf
    assert elastic_net_penalty(w, l1_ratio=0.75) == np.float16(0.75 * 301 + 0.25 * 90001)


@pytest.mark.parametrize("penalty", PENALTIES)
def test_a_single_weight_and_lists(penalty):
    value, gradient = penalty(-3.0, return_grad=True)
    assert isinstance(gradient, np.ndarray)
    assert gradient.shape == ()
    assert penalty([[-3.0]]) == penalty([-3]) == value


@pytest.mark.parametrize("penalty", PENALTIES)
def test_inputs_stay_as_they_are(penalty):
    w = W.copy()
    w.flags.writeable = False
    _, gradient = penalty(w, return_grad=True)
    assert not np.shares_memory(gradient, w)
    assert_array_equal(penalty(np.asfortranarray(W), return_grad=True)[1], gradient)


# --- errors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("penalty", PENALTIES)
@pytest.mark.parametrize(
    ("w", "message"),
    [
        ([[1.0, np.nan]], r"^W: expected finite numbers, got nan at index \(0, 1\)$"),
        ([-np.inf], r"^W: expected finite numbers, got -inf at index \(0,\)$"),
        ([True], "^W: expected float16, float32, float64 or integers, got dtype bool$"),
        ([1j], "^W: expected float16, float32, float64 or integers, got dtype complex128$"),
        (["1"], "^W: expected float16, float32, float64 or integers, got dtype <U1$"),
        (None, "^W: expected float16, float32, float64 or integers, got dtype object$"),
        ([[1.0], [2.0, 3.0]], "^W: expected an array of numbers, got list"),
    ],
)
def test_errors(penalty, w, message):
    with pytest.raises(ValueError, match=message):
        penalty(w)


@pytest.mark.parametrize("ratio", [-0.1, 1.1, np.nan, np.inf, "0.5", None, True])
def test_ratio_errors(ratio):
    message = rf"^l1_ratio: expected a finite number, at least 0 and at most 1, got {ratio!r}$"
    with pytest.raises(ValueError, match=message):
        elastic_net_penalty(W, l1_ratio=ratio)
