"""Softmax, its logarithm and logsumexp: by hand, against scipy and torch, to 350 digits."""

import mpmath
import numpy as np
import pytest
import scipy.special
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from lossnotes import log_softmax, logsumexp, softmax, softmax_naive
from lossnotes.examples import SCORES
from tests.package.oracles import batches, relative_errors, softmax_row

FAMILY = [logsumexp, softmax, log_softmax, softmax_naive]
STABLE = [logsumexp, softmax, log_softmax]

# --- by hand ---------------------------------------------------------------------------------------


def test_cat_image_by_hand():
    exponentials = [24.532530197109, 164.021907299902, 0.182683524053]
    total = sum(exponentials)
    cat = SCORES[0]
    assert_allclose(softmax(cat), [e / total for e in exponentials], rtol=1e-11)  # digits written above
    assert softmax(cat).round(2).tolist() == [0.13, 0.87, 0.0]
    assert logsumexp(cat) == pytest.approx(np.log(total), rel=1e-11)
    assert f"{-log_softmax(cat)[0]:.2f}" == "2.04"


def test_two_equal_scores():
    assert_array_equal(softmax([3.0, 3.0]), [0.5, 0.5])
    assert_array_equal(log_softmax([3.0, 3.0]), [-np.log(2), -np.log(2)])
    assert logsumexp([3.0, 3.0]) == 3 + np.log(2)


# --- against other implementations -----------------------------------------------------------------


@pytest.mark.parametrize("axis", [0, 1, 2, -1, -3])
@pytest.mark.parametrize(
    ("ours", "theirs", "torchs"),
    [
        (softmax, scipy.special.softmax, torch.softmax),
        (softmax_naive, scipy.special.softmax, torch.softmax),
        (log_softmax, scipy.special.log_softmax, torch.log_softmax),
        (logsumexp, scipy.special.logsumexp, torch.logsumexp),
    ],
)
def test_scipy_and_torch_on_every_axis(ours, theirs, torchs, axis):
    x = np.random.default_rng(4).normal(scale=3, size=(3, 4, 5))
    got = ours(x, axis=axis)
    assert_allclose(got, theirs(x, axis=axis), rtol=1e-13, atol=1e-15)  # what scipy loses to cancellation
    assert_allclose(got, torchs(torch.tensor(x), axis).numpy(), rtol=1e-13, atol=1e-15)


def test_scipy_at_infinities():
    inf = np.inf
    for row in [-inf, -inf], [inf, inf], [inf, 0.0], [-inf, 0.0], [inf, -inf]:
        assert logsumexp(row) == scipy.special.logsumexp(row)


# --- to 350 digits ---------------------------------------------------------------------------------

# Gaps from none at all to where the exponential is barely a normal number.
GAPS = {
    np.float64: [
        0,
        1e-17,
        1e-3,
        0.6931,
        1,
        5,
        17.3,
        36.7,
        37,
        80.1,
        300.3,
        511.9,
        512.1,
        690.77,
        707.9,
        1e4,
        1e300,
    ],
    np.float32: [0, 1e-8, 1e-3, 0.6931, 1, 5, 16.6, 17, 40.1, 63.9, 64.1, 86.9, 1e4, 1e30],
}
TOLERANCE = {np.float64: 1e-13, np.float32: 1e-5}  # as promised; the gap itself is rounded once


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("function", [softmax, log_softmax])
def test_every_digit_of_confident_predictions(function, dtype):
    for gap in GAPS[dtype]:
        for top in 0.0, 3.2, -750.3, 1e4:
            row = np.array([top, top - gap, top - gap - 1.7, top - 2 * gap], dtype)
            exact = softmax_row(row)
            if function is log_softmax:
                exact = [mpmath.log(p) for p in exact]
            assert max(relative_errors(function(row), exact)) < TOLERANCE[dtype], (gap, top)


@given(batches(low=-300, high=300))
def test_every_digit_of_random_rows(batch):
    for row in batch[0]:
        exact = softmax_row(row)
        assert max(relative_errors(softmax(row), exact)) < 1e-13
        assert max(relative_errors(log_softmax(row), [mpmath.log(p) for p in exact]), default=0) < 1e-13
        value = mpmath.log(mpmath.fsum(mpmath.exp(mpmath.mpf(s)) for s in row))
        # Relative to the larger of its two terms, which may cancel.
        assert abs(logsumexp(row) - value) <= 1e-15 * max(abs(row.max()), abs(value - row.max()))


def test_scipy_and_torch_lose_the_digits_that_we_keep():
    assert_allclose(log_softmax([0.0, -100.0])[0], -np.exp(-100.0), rtol=1e-15)
    assert torch.log_softmax(torch.tensor([0.0, -100.0], dtype=torch.float64), 0)[0] == 0


# --- properties ------------------------------------------------------------------------------------


@given(batches(), st.integers(-10_000, 10_000))
def test_a_shift_changes_nothing_but_logsumexp_by_the_shift(batch, shift):
    x, _ = batch
    assert_array_equal(softmax(x + shift), softmax(x))
    assert_array_equal(log_softmax(x + shift), log_softmax(x))
    assert_allclose(logsumexp(x + shift), logsumexp(x) + shift, rtol=1e-15, atol=1e-13)  # both are rounded


@given(batches())
def test_probabilities(batch):
    x, _ = batch
    p = softmax(x)
    assert ((p >= 0) & (p <= 1)).all()
    assert_allclose(p.sum(axis=1), 1, rtol=1e-15)  # a rounding for each class
    assert (log_softmax(x) <= 0).all()
    assert (logsumexp(x) >= x.max(axis=1)).all()
    assert (logsumexp(x) <= x.max(axis=1) + np.log(x.shape[1]) + 1e-14).all()  # the bound is rounded too
    assert_array_equal(p.argmax(axis=1), x.argmax(axis=1))
    assert (np.diff(np.take_along_axis(p, x.argsort(axis=1), axis=1)) >= 0).all()


@given(batches(), st.randoms(use_true_random=False))
def test_order_does_not_matter(batch, random):
    x, _ = batch
    order = list(range(x.shape[1]))
    random.shuffle(order)
    for function in softmax, log_softmax:
        assert_allclose(function(x[:, order]), function(x)[:, order], rtol=1e-14)  # order of additions
    assert_allclose(logsumexp(x[:, order]), logsumexp(x), rtol=1e-14, atol=1e-15)


@given(batches())
def test_inputs_stay_and_results_are_new(batch):
    x, _ = batch
    x.flags.writeable = False
    for function in FAMILY:
        assert not np.shares_memory(function(x), x)


# --- extremes --------------------------------------------------------------------------------------


def test_one_class():
    assert_array_equal(softmax([[5.0], [-1e308]]), [[1], [1]])
    assert_array_equal(log_softmax([[5.0]]), [[0]])
    assert not np.signbit(log_softmax([5.0])).any()
    assert_array_equal(logsumexp([[5.0], [7.0]]), [5, 7])


def test_large_scores():
    assert_array_equal(softmax([1e4, 0.0, -1e4]), [1, 0, 0])
    assert_array_equal(log_softmax([1e4, 0.0, -1e4]), [0, -1e4, -2e4])
    assert logsumexp([-1e4, -1e4]) == -1e4 + np.log(2)
    assert_array_equal(softmax([1e308, -1e308]), [1, 0])
    # The gap of 2e308 is above the largest float64: -inf is its rounding.
    assert_array_equal(log_softmax([1e308, -1e308]), [0, -np.inf])


def test_infinite_scores():
    inf = np.inf
    assert_array_equal(softmax([0.0, -inf, 0.0]), [0.5, 0, 0.5])
    assert_array_equal(log_softmax([0.0, -inf]), [0, -inf])
    assert_array_equal(softmax([0.0, inf, -inf]), [0, 1, 0])
    assert_array_equal(log_softmax([0.0, inf, -inf]), [-inf, 0, -inf])
    assert_array_equal(logsumexp([[-inf, -inf], [inf, 3.0], [inf, inf], [-inf, 3.0]]), [-inf, inf, inf, 3])


def test_nothing_raises_a_floating_point_flag():
    with np.errstate(all="raise"):
        for value in 1e308, 745.0, 1e-308, np.inf:
            for function in STABLE:
                function([value, -value, 0.5])


def test_empty_batch_and_layouts():
    assert softmax(np.zeros((0, 3))).shape == (0, 3)
    assert logsumexp(np.zeros((0, 3))).shape == (0,)
    assert_array_equal(softmax(np.asfortranarray(SCORES)), softmax(SCORES))
    assert_array_equal(softmax(SCORES.tolist()), softmax(SCORES))
    assert_array_equal(softmax(SCORES[:, ::-1]), softmax(SCORES)[:, ::-1])


@pytest.mark.parametrize("function", FAMILY)
@pytest.mark.parametrize(
    ("given_dtype", "result"),
    [("f2", "f2"), ("f4", "f4"), ("f8", "f8"), (">f8", "f8"), ("i4", "f8"), ("u1", "f8")],
)
def test_dtypes(function, given_dtype, result):
    x = np.array([[1, 2, 3], [3, 2, 0]], given_dtype)
    assert function(x).dtype == np.dtype(result)
    assert function(x[0]).dtype == np.dtype(result)
    # 1e-3: ten bits of float16; the float32 and float64 results agree far better
    assert_allclose(function(x), function(x.astype(float)), rtol=1e-3 if result == "f2" else 1e-6)


def test_logsumexp_of_one_row_is_a_numpy_scalar():
    assert isinstance(logsumexp(np.zeros(3, np.float32)), np.float32)
    assert isinstance(logsumexp([0, 0]), np.float64)


def test_float16_is_computed_in_float32():
    # 4096 classes: in float16 the sum of exponentials would stop at 2048.
    assert_array_equal(softmax(np.zeros(4096, np.float16)), np.full(4096, 1 / 4096, np.float16))
    assert logsumexp(np.full(2, 65504, np.float16)) == np.float16(65504)


# --- the naive form --------------------------------------------------------------------------------


def test_naive_is_right_for_moderate_scores():
    assert_allclose(softmax_naive(SCORES), softmax(SCORES), rtol=1e-15)


def test_naive_overflows():
    with np.errstate(all="ignore"):
        assert_array_equal(softmax_naive([123.0, 456.0, 789.0]), [0, 0, np.nan])
        assert_array_equal(softmax_naive(np.array([123, 456, 789], np.float32)), [np.nan] * 3)
    for dtype in np.float32, np.float64:
        assert_array_equal(softmax(np.array([123, 456, 789], dtype)).round(3), [0, 0, 1])


def test_naive_underflows_to_0_over_0():
    with np.errstate(all="ignore"):
        assert_array_equal(softmax_naive([-800.0, -801.0]), [np.nan, np.nan])
    assert_allclose(softmax([-800.0, -801.0]), softmax([1.0, 0.0]), rtol=1e-15)


def test_naive_thresholds():
    with np.errstate(all="ignore"):
        for dtype, fits, overflows, vanishes in (
            (np.float64, 709.7, 709.8, -745.2),
            (np.float32, 88.7, 88.8, -104.0),
        ):
            assert_array_equal(softmax_naive(np.array([fits], dtype)), [1])
            assert_array_equal(softmax_naive(np.array([overflows], dtype)), [np.nan])
            assert_array_equal(softmax_naive(np.array([vanishes], dtype)), [np.nan])
        assert_array_equal(softmax_naive([np.inf, 0.0]), [np.nan, 0])


def test_naive_says_so_by_numpys_own_warning():
    with pytest.warns(RuntimeWarning, match="overflow|invalid"):
        softmax_naive([1000.0, 0.0])


# --- errors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("function", FAMILY)
@pytest.mark.parametrize(
    ("x", "axis", "message"),
    [
        (3.0, -1, "x: expected an array with at least one axis, got the single number 3.0"),
        ([[1.0, np.nan]], -1, r"x: expected numbers, got nan at index \(0, 1\)"),
        (np.zeros((2, 0)), -1, r"x: expected at least one number along axis -1, got shape \(2, 0\)"),
        ([1.0, 2.0], 1, "axis: expected -1 to 0 for 1 axes, got 1"),
        ([1.0, 2.0], -2, "axis: expected -1 to 0 for 1 axes, got -2"),
        ([1.0, 2.0], None, "axis: expected an integer, got None"),
        ([1.0, 2.0], 0.0, r"axis: expected an integer, got 0\.0"),
        ([1 + 1j], -1, "x: expected float16, float32, float64 or integers, got dtype complex128"),
        (["a"], -1, "x: expected float16, float32, float64 or integers, got dtype <U1"),
        ([None], -1, "x: expected float16, float32, float64 or integers, got dtype object"),
        ([True], -1, "x: expected float16, float32, float64 or integers, got dtype bool"),
        (np.zeros(2, np.longdouble), -1, "x: expected float16, .* got dtype (float|longdouble)"),
    ],
)
def test_errors(function, x, axis, message):
    with pytest.raises(ValueError, match=message):
        function(x, axis)


@pytest.mark.parametrize("function", [softmax, log_softmax])
def test_undefined_probabilities(function):
    with pytest.raises(
        ValueError, match=r"^scores: expected at most one \+inf among the classes, got several$"
    ):
        function([[0.0, 1.0], [np.inf, np.inf]])
    with pytest.raises(
        ValueError, match=r"^scores: expected at least one score above -inf, got -inf for every class$"
    ):
        function([[0.0, -np.inf], [1.0, -np.inf]], axis=0)


def test_a_certain_class_in_each_of_two_rows():
    assert_array_equal(softmax([[np.inf, 0.0], [1.0, np.inf]]), [[1, 0], [0, 1]])
