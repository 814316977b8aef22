"""project_max_norm: by hand, to 350 digits, against torch.renorm."""

import math

import mpmath
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.testing import assert_allclose, assert_array_equal

from lossnotes import project_max_norm

weights = hnp.arrays(
    np.float64, hnp.array_shapes(min_dims=2, max_dims=2, max_side=5), elements=st.floats(-1e3, 1e3)
)
limits = st.floats(0.0, 1e3)


def norm(row):
    """Euclidean length of a row to 350 digits."""
    return mpmath.sqrt(mpmath.fsum(mpmath.mpf(float(w)) ** 2 for w in row))


# --- by hand ---------------------------------------------------------------------------------------


def test_by_hand():
    w = [[3.0, 4.0], [0.6, -0.8], [-6.0, 8.0], [0.0, 0.0]]
    assert_allclose(project_max_norm(w, 2.5), [[1.5, 2.0], [0.6, -0.8], [-1.5, 2.0], [0, 0]], rtol=1e-15)


def test_a_row_exactly_at_the_limit_stays():
    # Whole-number norms: 5, 3 and 7.
    w = np.array([[3.0, 4.0, 0.0], [1.0, -2.0, 2.0], [2.0, 3.0, -6.0]])
    for row, limit in zip(w, (5.0, 3.0, 7.0), strict=True):
        assert_array_equal(project_max_norm([row], limit), [row])
        shorter = project_max_norm([row], np.nextafter(limit, 0))
        assert (shorter != row).any()
        assert_allclose(shorter, [row], rtol=1e-15)


def test_limit_0_leaves_nothing():
    assert_array_equal(project_max_norm([[3.0, -4.0], [0.0, 0.0]], 0), np.zeros((2, 2)))


# --- against other implementations -----------------------------------------------------------------


def test_torch_divides_by_the_norm_plus_1e_7():
    w = np.random.default_rng(0).normal(size=(20, 5))
    norms = np.linalg.norm(w, axis=1)
    assert 0 < (norms > 2.0).sum() < 20
    theirs = torch.renorm(torch.tensor(w), 2, 0, 2.0).numpy()
    ours = project_max_norm(w, 2.0)
    assert_array_equal(theirs[norms <= 2.0], ours[norms <= 2.0])
    share = (norms / (norms + 1e-7))[:, np.newaxis]
    assert_allclose(theirs[norms > 2.0], (ours * share)[norms > 2.0], rtol=1e-14)  # a few roundings
    # What that costs a short row: its length is a share of 1e-7 / 1e-6 below the limit.
    short = np.array([[1e-6, 0.0]])
    assert torch.renorm(torch.tensor(short), 2, 0, 5e-7)[0, 0].item() == pytest.approx(5e-7 / 1.1, rel=1e-9)
    assert project_max_norm(short, 5e-7)[0, 0] == pytest.approx(5e-7, rel=1e-15)


@given(weights, limits)
def test_against_a_loop(w, limit):
    for row, got in zip(w, project_max_norm(w, limit), strict=True):
        length = math.hypot(*row)
        if length > limit * (1 + 1e-15):
            assert_allclose(got, row * (limit / length), rtol=1e-14, atol=1e-300)
        else:
            assert_allclose(got, row, rtol=1e-15)


# --- properties ------------------------------------------------------------------------------------


@given(weights, limits)
def test_rows_keep_their_direction_and_reach_the_limit(w, limit):
    w.flags.writeable = False
    projected = project_max_norm(w, limit)
    assert not np.shares_memory(projected, w)
    for row, got in zip(w, projected, strict=True):
        assert norm(got) <= limit * (1 + mpmath.mpf(1e-15)) + 1e-323  # a rounding or two
        if norm(row) <= limit * (1 - mpmath.mpf(1e-15)):
            assert_array_equal(got, row)
        elif limit > 1e-300:
            assert norm(got) >= limit * (1 - mpmath.mpf(1e-15))
            scale = float(limit / norm(row))
            assert_allclose(got, row * scale, rtol=1e-14, atol=1e-300)


@given(weights, limits)
def test_twice_is_once(w, limit):
    once = project_max_norm(w, limit)
    assert_allclose(project_max_norm(once, limit), once, rtol=1e-15)  # the length is rounded


@given(weights)
def test_no_row_is_longer_than_a_loose_limit(w):
    assert_array_equal(project_max_norm(w, 1e4), w)


# --- extremes --------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_rows_whose_squares_overflow_or_vanish(dtype):
    info = np.finfo(dtype)
    largest, tiny = info.max, info.tiny
    for scale in largest / 4, largest / 7, tiny * 8, tiny / 64, dtype(1):
        row = np.array([3 * scale, -3 * scale, 1.5 * scale, 0], dtype)  # length 4.5 scale
        for share in 0.5, 1.0:
            got = project_max_norm([row], float(scale) * 2.25 * share)[0]
            assert_allclose(got, row / 2 * dtype(share), rtol=4 * info.eps, atol=info.smallest_subnormal)
        if scale < largest / 8:
            assert_array_equal(project_max_norm([row], float(scale) * 4.5), [row])


def test_norms_beyond_the_largest_float():
    w = np.full((1, 4), 1.7e308)  # of length 3.4e308
    assert_allclose(project_max_norm(w, 1.7e308), w / 2, rtol=1e-15)
    assert_allclose(project_max_norm(w, 1e-5), np.full((1, 4), 5e-6), rtol=1e-15)
    assert_array_equal(project_max_norm([[1e-320, 0.0]], 1e300), [[1e-320, 0.0]])
    w = np.full((1, 3), np.finfo(float).max)
    assert np.isfinite(project_max_norm(w, np.finfo(float).max)).all()


def test_a_limit_that_float32_cannot_hold_holds_nothing_back():
    w = np.full((2, 3), 3e38, np.float32)
    assert_array_equal(project_max_norm(w, 1e300), w)


def test_nothing_raises_a_floating_point_flag():
    arrays = [np.array([[v, -v, 1.0], [0, 0, 0]]) for v in (1e308, 1e-308, 1e-320)]
    arrays += [np.array([[v, v, 0.0]], np.float32) for v in (3e38, 1e-40)]
    arrays += [np.array([[6e4, 6e-8]], np.float16)]
    with np.errstate(all="raise"):
        for w in arrays:
            for limit in 0, 1e-320, 1e-3, 1, 1e308:
                assert np.isfinite(project_max_norm(w, limit)).all()


# --- dtypes and layouts ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_dtype", "result"),
    [("f2", "f2"), ("f4", "f4"), ("f8", "f8"), (">f8", "f8"), ("i2", "f8"), ("u8", "f8")],
)
def test_dtypes(given_dtype, result):
    projected = project_max_norm(np.array([[6, 8], [0, 5]], given_dtype), 5)
    assert projected.dtype == np.dtype(result)
    assert_allclose(projected, [[3, 4], [0, 5]], rtol=2 * np.finfo(result).eps)


def test_float16_is_computed_in_float32():
    w = np.array([[300, 400]], np.float16)  # whose squares are above 65504
    assert_array_equal(project_max_norm(w, 500), w)
    assert_array_equal(project_max_norm(w, 5), [[3, 4]])


def test_layouts():
    w = np.random.default_rng(1).normal(size=(4, 3))
    expected = project_max_norm(w, 1.0)
    assert_array_equal(project_max_norm(w.tolist(), 1.0), expected)
    assert_array_equal(project_max_norm(np.asfortranarray(w), 1.0), expected)
    assert_array_equal(project_max_norm(w[::-1], 1.0), expected[::-1])
    assert project_max_norm(np.zeros((3, 0)), 1.0).shape == (3, 0)


# --- errors ----------------------------------------------------------------------------------------

W = [[1.0, 2.0]]
LIMIT = "^max_norm: expected a finite number, at least 0, got "


@pytest.mark.parametrize(
    ("w", "limit", "message"),
    [
        ([1.0, 2.0], 1.0, r"^W: expected shape \(C, D\), got shape \(2,\)$"),
        (
            np.zeros((0, 2)),
            1.0,
            r"^W: expected shape \(C, D\) with at least one class, got shape \(0, 2\)$",
        ),
        ([[np.nan, 1.0]], 1.0, r"^W: expected finite numbers, got nan at index \(0, 0\)$"),
        ([[1.0, np.inf]], 1.0, r"^W: expected finite numbers, got inf at index \(0, 1\)$"),
        ([[True]], 1.0, "^W: expected float16, float32, float64 or integers, got dtype bool$"),
        ([[1.0], [2.0, 3.0]], 1.0, "^W: expected an array of numbers, got list"),
        (W, -1.0, LIMIT + r"-1\.0$"),
        (W, np.inf, LIMIT + "inf$"),
        (W, np.nan, LIMIT + "nan$"),
        (W, "1", LIMIT + "'1'$"),
        (W, None, LIMIT + "None$"),
        (W, [1.0], LIMIT + r"\[1\.0\]$"),
        (W, True, LIMIT + "True$"),
    ],
)
def test_errors(w, limit, message):
    with pytest.raises(ValueError, match=message):
        project_max_norm(w, limit)
