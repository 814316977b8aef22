"""The angle between two vectors: by hand, by acos where acos is good, in 350 digits where it is not."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.testing import assert_allclose, assert_array_equal

from lossnotes import angle
from tests.package import angular_oracle as oracle
from tests.package.oracles import relative_errors

EPS = np.finfo(np.float64).eps


def by_arccos(x, w):
    """The textbook form, for what it is good for."""
    return np.arccos(x @ w / (np.sqrt(x @ x) * np.sqrt(w @ w)))


# --- by hand ---------------------------------------------------------------------------------------


def test_by_hand():
    degrees = {(1, 0): 0, (1, 1): 45, (0, 3): 90, (-2, 2): 135, (-7, 0): 180, (1, -1): 45}
    for x, expected in degrees.items():
        assert np.degrees(angle(x, [1, 0])) == pytest.approx(expected, rel=1e-15)
    assert angle([3.0, 4.0], [0.0, 5.0]) == pytest.approx(math.atan2(3, 4), rel=1e-15)


def test_many_against_one_and_many_against_many():
    X = np.array([[1.0, 0.0], [0.0, 2.0], [-3.0, 0.0]])
    assert_array_equal(angle(X, [1.0, 0.0]), [0, np.pi / 2, np.pi])
    assert_array_equal(angle([1.0, 0.0], X), [0, np.pi / 2, np.pi])
    assert_array_equal(angle(X, X[[0, 0, 2]]), [0, np.pi / 2, 0])
    assert angle(X[:1], X[:1]).shape == (1,)
    assert angle(X[:0], [1.0, 0.0]).shape == (0,)
    assert isinstance(angle(X[0], X[1]), np.float64)


def test_against_the_arc_cosine():
    rng = np.random.default_rng(1)
    X, W = rng.normal(size=(50, 4)), rng.normal(size=(50, 4))
    expected = [by_arccos(x, w) for x, w in zip(X, W, strict=True)]
    assert_allclose(angle(X, W), expected, rtol=1e-14)  # none of them is near 0 or pi


# --- faults of other implementations ---------------------------------------------------------------


def test_parallel_vectors_are_not_nan():
    x, w = np.array([1.0, 7.0]), np.array([2.0, 14.0])
    x, w = x / 10, w / 10
    cosine = x[0] * w[0] + x[1] * w[1]
    cosine /= math.sqrt(x[0] ** 2 + x[1] ** 2) * math.sqrt(w[0] ** 2 + w[1] ** 2)
    assert cosine > 1
    with np.errstate(invalid="ignore"):
        assert np.isnan(np.arccos(cosine))
    assert angle(x, w) == 0
    assert angle(x, -w) == np.pi


def test_small_angles_keep_their_digits():
    for theta in 1e-3, 1e-8, 1e-9, 1e-200, 1e-300:
        w = [1.0, math.tan(theta)]
        assert angle([1.0, 0.0], w) == pytest.approx(theta, rel=1e-15)
        assert angle([-1.0, 0.0], w) == pytest.approx(math.pi - theta, rel=1e-15)
    assert by_arccos(np.array([1.0, 0.0]), np.array([1.0, 1e-9])) == 0  # all digits lost


def test_nothing_is_added_to_the_lengths():
    x, w = np.array([2e-4, 1.5e-4]), np.array([1e-4, 0.0])
    added = x @ w / (np.sqrt(x @ x) * np.sqrt(w @ w) + 1e-10)
    assert added == pytest.approx(0.8 / 1.004)  # 25e-9 + 1e-10 in the denominator: 0.4 % off
    assert angle(x, w) == pytest.approx(math.atan2(3, 4), rel=1e-15)
    assert angle(x * 1e-150, w * 1e-150) == pytest.approx(math.atan2(3, 4), rel=1e-15)


def test_a_zero_vector_is_at_a_right_angle():
    zero = np.zeros(2)
    with np.errstate(invalid="ignore"):
        assert np.isnan(by_arccos(zero, np.ones(2)))
    assert angle(zero, [3.0, 4.0]) == np.pi / 2
    assert angle([1e-300, 0.0], zero) == np.pi / 2
    assert angle(zero, zero) == np.pi / 2
    assert_array_equal(angle([[0.0, 0.0], [1.0, 1.0]], [1.0, 1.0]), [np.pi / 2, 0])
    assert angle([], []) == np.pi / 2  # the zero vector of a space without axes


# --- digits ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("d", [2, 3, 30, 300])
def test_against_high_precision(d):
    rng = np.random.default_rng(d)
    for theta in 0.0, 1e-15, 1e-8, 1e-3, 1.0, math.pi / 2, 3.0, math.pi - 1e-3, math.pi - 1e-8, math.pi:
        x, across = rng.normal(size=(2, d))
        across -= x * (x @ across) / (x @ x)
        across *= np.linalg.norm(x) / np.linalg.norm(across)
        w = (math.cos(theta) * x + math.sin(theta) * across) * rng.uniform(0.1, 10)
        exact = oracle.angle(*oracle.vectors([x, w]))
        # Each unit vector is rounded, by up to 1.5 units in the last place of 1 in all.
        assert abs(float(angle(x, w)) - exact) < 4 * EPS
        if 1e-3 <= theta <= math.pi / 2:
            assert max(relative_errors(angle(x, w), [exact])) < 4 * EPS / theta


def test_sizes_whose_squares_overflow_or_vanish():
    for size in 1e-320, 1e-310, 1e-200, 1e200, 1e308:
        assert angle([size, size], [0.0, size]) == pytest.approx(math.pi / 4, rel=1e-15)
        assert angle([size, 0.0], [0.0, 1.0]) == np.pi / 2
    assert angle([1e308, 1e-308], [1.0, 0.0]) == 0  # below 5e-324 there is nothing


def test_nothing_raises_a_floating_point_flag():
    with np.errstate(all="raise"):
        for w in [1.0, 1e-200], [1.0, 0.0], [1e-308, 1e308], [0.0, 0.0], [5e-324, 5e-324]:
            angle([1.0, 0.0], w)
            angle([1e-308, -1e308], w)


# --- properties ------------------------------------------------------------------------------------


@given(hnp.arrays(np.int64, (2, 3), elements=st.integers(-800, 800)), st.integers(-900, 900))
def test_symmetry_scale_and_range(pair, exponent):
    x, w = pair / 8
    theta = angle(x, w)
    assert 0 <= theta <= np.pi
    assert angle(w, x) == theta
    assert angle(np.ldexp(x, exponent), w) == theta
    assert angle(x, -w) == pytest.approx(np.pi - theta, abs=4 * EPS)
    x.flags.writeable = w.flags.writeable = False
    assert angle(x, w) == theta


@given(hnp.arrays(np.int64, (3, 3), elements=st.integers(-9, 9)))
def test_triangle_inequality(vectors):
    u, v, w = vectors
    if u.any() and v.any() and w.any():
        assert angle(u, w) <= angle(u, v) + angle(v, w) + 8 * EPS


# --- dtypes and errors -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("of_x", "of_w", "result"),
    [("f2", "f2", "f2"), ("f4", "f2", "f4"), ("f2", "f4", "f4"), (">f4", "f8", "f8"), ("i1", "f4", "f8")],
)
def test_dtypes(of_x, of_w, result):
    x, w = np.array([[3, 4], [1, 0]], of_x), np.array([4, 3], of_w)
    theta = angle(x, w)
    assert theta.dtype == np.dtype(result)
    assert_array_equal(theta, angle(x.astype(float), w.astype(float)).astype(result))


def test_float32_is_computed_in_float64():
    x = np.array([1, 0], np.float32)
    w = np.array([1, 1e-30], np.float32)
    assert angle(x, w) == np.float32(1e-30)
    x, w = np.array([1e-18, 1e-18], np.float32), np.array([1e38, 0], np.float32)
    assert angle(x, w) == np.float32(np.pi / 4)


@pytest.mark.parametrize(
    ("x", "w", "message"),
    [
        (1.0, [1.0], "x: expected shape (N, D), got shape ()"),
        ([1.0], 1.0, "w: expected shape (N, D) with D = 1, got shape ()"),
        ([[[1.0]]], [1.0], "x: expected shape (N, D), got shape (1, 1, 1)"),
        ([1.0, 2.0], [1.0], "w: expected shape (D,) with D = 2, got shape (1,)"),
        ([1.0, 2.0], [[1.0], [2.0]], "w: expected shape (N, D) with D = 2, got shape (2, 1)"),
        ([[1.0], [2.0]], [1.0, 2.0], "w: expected shape (D,) with D = 1, got shape (2,)"),
        ([[1.0], [2.0]], [[1.0]], "w: expected shape (N, D) with N = 2 and D = 1, got shape (1, 1)"),
        ([np.nan], [1.0], "x: expected finite numbers, got nan at index (0,)"),
        ([1.0], [np.inf], "w: expected finite numbers, got inf at index (0,)"),
        (["1"], [1.0], "x: expected float16, float32, float64 or integers, got dtype <U1"),
        ([1.0], [1j], "w: expected float16, float32, float64 or integers, got dtype complex128"),
    ],
)
def test_errors(x, w, message):
    with pytest.raises(ValueError) as error:
        angle(x, w)
    assert str(error.value) == message


def test_the_oracle_itself():
    assert oracle.angle(*oracle.vectors([[1, 0], [0, 2]])) == mpmath.pi / 2
