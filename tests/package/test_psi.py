"""psi: its polynomials by hand, its definition by a loop, its digits in mpmath, its shape by properties."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.testing import assert_allclose, assert_array_equal

from lossnotes import psi
from lossnotes._angular import psi_and_slope
from tests.package import angular_oracle as oracle

EPS = np.finfo(np.float64).eps


def slope(cos, m):
    """d psi / d cos, which the losses use."""
    cos = np.asarray(cos, np.float64)
    return psi_and_slope(cos, (1 - cos) * (1 + cos), m)[1]


# --- by hand ---------------------------------------------------------------------------------------


def test_by_hand():
    assert_array_equal(psi([1.0, 0.5, 0.0, -0.5, -1.0], 1), [1, 0.5, 0, -0.5, -1])
    # cos 2t = 2c^2 - 1 up to 90 degrees, then -cos 2t - 2
    assert_array_equal(psi([1.0, 0.5, 0.0, -0.5, -1.0], 2), [1, -0.5, -1, -1.5, -3])
    # cos 3t = 4c^3 - 3c up to 60 degrees, -cos 3t - 2 up to 120, cos 3t - 4
    assert_array_equal(psi([1.0, 0.5, 0.0, -0.5, -1.0], 3), [1, -1, -2, -3, -5])
    # cos 4t = 8c^4 - 8c^2 + 1 up to 45 degrees, then to 90, 135 and 180
    assert_array_equal(psi([1.0, 0.75, 0.5, 0.0, -0.5, -1.0], 4), [1, -0.96875, -1.5, -3, -4.5, -7])


def test_slope_by_hand():
    assert_array_equal(slope([1.0, 0.5, 0.0, -1.0], 1), [1, 1, 1, 1])
    assert_array_equal(slope([1.0, 0.5, 0.0, -0.5, -1.0], 2), [4, 2, 0, 2, 4])  # 4 |c|
    assert_array_equal(slope([1.0, 0.75, 0.25, 0.0, -0.75, -1.0], 3), [9, 3.75, 2.25, 3, 3.75, 9])


@pytest.mark.parametrize("m", range(1, 31))
def test_the_ends_are_exact(m):
    assert_array_equal(psi([1, -1], m), [1, 1 - 2 * m])
    assert_array_equal(slope([1, -1], m), [m**2, m**2])


# --- by a loop -------------------------------------------------------------------------------------


@pytest.mark.parametrize("m", [1, 2, 3, 4, 5, 8])
def test_against_the_definition(m):
    cosines = np.linspace(-1, 1, 201)
    expected = []
    for c in cosines:
        theta = math.acos(c)
        (k,) = {k for k in range(m) if k * math.pi / m <= theta < (k + 1) * math.pi / m} or {m - 1}
        expected.append((-1) ** k * math.cos(m * theta) - 2 * k)
    assert_allclose(psi(cosines, m), expected, atol=1e-14 * m)  # m units of rounding


# --- faults of other implementations ---------------------------------------------------------------


@pytest.mark.parametrize("m", [1, 2, 3, 4, 5])
def test_k_is_not_one_too_high_at_minus_1(m):
    k = math.floor(m * math.acos(-1.0) / math.pi)
    assert k == m  # one more than there are
    sign_of_slope = (-1) ** k * (-1) ** (m - 1)
    assert sign_of_slope == -1  # psi would fall towards smaller angles
    assert slope(-1.0, m) > 0
    step = 2.0**-30
    by_difference = (psi(-1 + step, m) - psi(-1.0, m)) / step
    assert slope(-1.0, m) == pytest.approx(by_difference, rel=1e-6)


def test_a_cosine_above_1_is_refused_and_not_nan():
    above = np.nextafter(1.0, 2.0)
    with np.errstate(invalid="ignore"):
        assert np.isnan(np.cos(4 * np.arccos(above)))
    with pytest.raises(ValueError, match=r"from -1 to 1, got 1\.0000000000000002 at index \(1,\)"):
        psi([1.0, above], 4)


# --- digits ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("m", [1, 2, 3, 4, 5, 7, 12, 50])
def test_against_high_precision(m):
    rng = np.random.default_rng(m)
    thresholds = np.cos(np.arange(m + 1) * np.pi / m)
    near_the_ends = 1 - np.geomspace(EPS / 2, 1e-2, 20)
    cosines = np.concatenate([rng.uniform(-1, 1, 40), thresholds, near_the_ends, -near_the_ends])
    slopes = slope(cosines, m)
    for c, value, derivative in zip(cosines, psi(cosines, m), slopes, strict=True):
        theta = mpmath.acos(mpmath.mpf(float(c)))
        exact = oracle.psi(theta, m)
        # A rotation by theta, m times: m roundings beside the 2k.
        assert abs(float(value) - exact) <= EPS * (2 * m + abs(exact))
        sine = max(mpmath.sin(theta), mpmath.mpf("1e-300"))
        k = min(int(m * theta / mpmath.pi), m - 1)
        exact = m * (-1) ** k * mpmath.sin(m * theta) / sine if sine > 1e-200 else mpmath.mpf(m) ** 2
        # Times the sine, as the losses use it: m roundings of something at most m.
        assert abs(float(derivative) - exact) * sine <= 4 * m**2 * EPS


@given(st.integers(1, 12), st.floats(-1, 1))
def test_float32_is_computed_in_float64(m, c):
    c = np.float32(c)
    assert psi(c, m) == np.float32(psi(np.float64(c), m))


# --- properties ------------------------------------------------------------------------------------

cosines = st.lists(st.floats(-1, 1), min_size=2, max_size=8).map(sorted)


@given(cosines, st.integers(1, 12))
def test_falls_as_the_angle_grows(cosines, m):
    rises = np.diff(psi(cosines, m))
    assert (rises >= -4 * m * EPS).all()  # m units of rounding
    assert (slope(cosines, m) >= -4 * m**2 * EPS).all()


@pytest.mark.parametrize("m", range(2, 13))
def test_no_jump_and_no_kink_at_the_thresholds(m):
    thresholds = np.cos(np.arange(1, m) * np.pi / m)
    for direction in -2, 2:
        beside = thresholds + direction * 2.0**-40
        assert_allclose(psi(beside, m), psi(thresholds, m), atol=1e-14 * m)  # the slope there is 0
        assert_allclose(slope(beside, m), 0, atol=2.0**-38 * m**4)  # as the second derivative is finite
    assert_allclose(psi(thresholds, m), 1 - 2 * np.arange(1, m), atol=1e-14 * m)


@given(st.floats(-1, 1), st.integers(1, 12))
def test_larger_m_asks_for_more(c, m):
    assert psi(c, m + 1) <= psi(c, m) + 4 * m * EPS
    assert psi(c, 1) == c
    assert 1 - 2 * m - 4 * m * EPS <= psi(c, m) <= 1 + 4 * m * EPS


@given(hnp.arrays(np.float64, (2, 3), elements=st.floats(-1, 1)), st.integers(1, 5))
def test_shape_and_input_stay(cosines, m):
    before = cosines.copy()
    cosines.flags.writeable = False
    assert psi(cosines, m).shape == (2, 3)
    assert_array_equal(cosines, before)


def test_nothing_raises_a_floating_point_flag():
    with np.errstate(all="raise"):
        psi([1.0, np.nextafter(1, 0), 1e-300, 5e-324, 0.0, -1.0], 9)


# --- dtypes, shapes and errors ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_dtype", "result"), [("f2", "f2"), ("f4", "f4"), ("f8", "f8"), (">f8", "f8"), ("i1", "f8")]
)
def test_dtypes(given_dtype, result):
    value = psi(np.array([1, 0, -1], given_dtype), 4)
    assert value.dtype == np.dtype(result)
    assert_array_equal(value, [1, -3, -7])


def test_one_number_gives_one_number():
    assert isinstance(psi(0.5, 2), np.float64)
    assert psi(0.5, np.int64(2)) == -0.5
    assert psi([], 2).shape == (0,)
    assert psi(np.zeros((2, 0, 3)), 1).shape == (2, 0, 3)


@pytest.mark.parametrize(
    ("cos_theta", "m", "message"),
    [
        ([0.5, 1.5], 2, "cos_theta: expected numbers from -1 to 1, got 1.5 at index (1,)"),
        ([[0.5], [-1.25]], 2, "cos_theta: expected numbers from -1 to 1, got -1.25 at index (1, 0)"),
        (np.inf, 2, "cos_theta: expected numbers from -1 to 1, got inf at index ()"),
        ([np.nan], 2, "cos_theta: expected numbers, got nan at index (0,)"),
        (["a"], 2, "cos_theta: expected float16, float32, float64 or integers, got dtype <U1"),
        ([0.5], 0, "m: expected an integer of at least 1, got 0"),
        ([0.5], -2, "m: expected an integer of at least 1, got -2"),
        ([0.5], 2.0, "m: expected an integer of at least 1, got 2.0"),
        ([0.5], True, "m: expected an integer of at least 1, got True"),
        ([0.5], "4", "m: expected an integer of at least 1, got '4'"),
    ],
)
def test_errors(cos_theta, m, message):
    with pytest.raises(ValueError) as error:
        psi(cos_theta, m)
    assert str(error.value) == message
