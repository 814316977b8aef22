"""The Mahalanobis distance: by hand, in exact arithmetic, against scipy, and with matrices that are none."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.testing import assert_allclose, assert_array_equal
from scipy.spatial.distance import euclidean, mahalanobis
from sklearn.datasets import load_wine

from lossnotes import mahalanobis_distance

I2 = np.eye(2)
TILTED = np.array([[2.0, 1.0], [1.0, 2.0]])


def exact(x, y, M):
    """The quadratic form and the sum of the sizes of its terms, in exact arithmetic."""
    v = [Fraction(float(a)) - Fraction(float(b)) for a, b in zip(x, y, strict=True)]
    terms = [v[i] * Fraction(float(M[i, j])) * v[j] for i in range(len(v)) for j in range(len(v))]
    return sum(terms), sum(abs(term) for term in terms)


def error(got, x, y, M):
    """How far got^2 is from the quadratic form, relative to the sum of its terms."""
    form, size = exact(x, y, M)
    return float(abs(Fraction(float(got)) ** 2 - form) / size) if size else float(got)


# --- by hand ---------------------------------------------------------------------------------------


def test_by_hand():
    assert mahalanobis_distance([3.0, 4.0], [0.0, 0.0], I2) == 5
    assert mahalanobis_distance([1.0, 7.0], [4.0, 3.0], I2) == 5
    assert mahalanobis_distance([3.0, 4.0], [0.0, 0.0], [[4.0, 0.0], [0.0, 0.25]]) == pytest.approx(40**0.5)
    # (1, 1) and (1, -1): 2 + 1 + 1 + 2 = 6 and 2 - 1 - 1 + 2 = 2
    got = mahalanobis_distance([[1.0, 1.0], [1.0, -1.0]], [0.0, 0.0], TILTED)
    assert_allclose(got, [6**0.5, 2**0.5], rtol=1e-15)  # two roundings
    assert isinstance(mahalanobis_distance([1.0], [0.0], [[1.0]]), np.float64)


def test_the_identity_gives_exactly_the_euclidean_distance():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(2, 50, 7))
    assert_array_equal(mahalanobis_distance(x, y, np.eye(7)), np.sqrt(((x - y) ** 2).sum(axis=1)))


def test_a_point_meets_every_row():
    rng = np.random.default_rng(1)
    x, y, A = rng.normal(size=(5, 3)), rng.normal(size=(5, 3)), rng.normal(size=(3, 3))
    M = A.T @ A
    rows = [mahalanobis_distance(a, b, M) for a, b in zip(x, y, strict=True)]
    assert_allclose(mahalanobis_distance(x, y, M), rows, rtol=1e-15)  # a product of matrices or of vectors
    rows = [mahalanobis_distance(a, y[0], M) for a in x]
    assert_allclose(mahalanobis_distance(x, y[0], M), rows, rtol=1e-15)
    assert_allclose(mahalanobis_distance(y[0], x, M), rows, rtol=1e-15)
    assert mahalanobis_distance(np.zeros((0, 3)), y[0], M).shape == (0,)
    assert mahalanobis_distance([], [], np.zeros((0, 0))) == 0


# --- against other implementations -----------------------------------------------------------------


def test_scipy_and_a_loop():
    rng = np.random.default_rng(2)
    for size in 1, 2, 6:
        A = rng.normal(size=(size, size))
        M = A.T @ A
        for x, y in rng.normal(size=(10, 2, size)):
            got = mahalanobis_distance(x, y, M)
            v = x - y
            naive = sum(v[i] * M[i, j] * v[j] for i in range(size) for j in range(size)) ** 0.5
            assert got == pytest.approx(naive, rel=1e-9)  # the naive sum cancels where M nearly does
            assert got == pytest.approx(mahalanobis(x, y, M), rel=1e-9)
            assert mahalanobis_distance(x, y, np.eye(size)) == pytest.approx(euclidean(x, y), rel=1e-15)


def test_a_learned_map_is_euclidean_after_it():
    rng = np.random.default_rng(3)
    A, x, y = rng.normal(size=(2, 5)), rng.normal(size=(9, 5)), rng.normal(size=(9, 5))
    mapped = np.linalg.norm((x - y) @ A.T, axis=1)
    assert_allclose(mahalanobis_distance(x, y, A.T @ A), mapped, rtol=1e-13)


def test_the_inverse_of_a_covariance_counts_standard_deviations():
    X = load_wine().data
    inverse = np.linalg.inv(np.cov(X.T))
    assert (inverse != inverse.T).any(), "rounding leaves it asymmetric; that must pass"
    distances = mahalanobis_distance(X, X.mean(axis=0), inverse)
    assert (distances**2).mean() == pytest.approx(13 * 177 / 178)  # a trace: D (N - 1) / N
    assert_allclose(distances, [mahalanobis(x, X.mean(axis=0), inverse) for x in X], rtol=1e-9)


# --- digits ----------------------------------------------------------------------------------------

sixteenths = st.integers(-160, 160).map(lambda k: k / 16)


@given(hnp.arrays(float, (3, 4), elements=sixteenths), hnp.arrays(float, (2, 4), elements=sixteenths))
def test_against_exact_arithmetic(A, points):
    M = A.T @ A  # exact, and singular
    got = mahalanobis_distance(*points, M)
    assert error(got, *points, M) < 1e-13


@pytest.mark.parametrize("spread", [1, 1e4, 1e12, 1e100, 1e150])
def test_directions_in_which_the_matrix_is_small(spread):
    rng = np.random.default_rng(4)
    scale = np.array([spread, 1 / spread, 1.0])
    for _ in range(20):
        A = rng.normal(size=(3, 3))
        M = A.T @ A * scale * scale[:, np.newaxis]
        x, y = rng.normal(size=(2, 3))
        y[0] = x[0]  # the large entries see nothing
        assert error(mahalanobis_distance(x, y, M), x, y, M) < 1e-13
        x, y = x / scale, y / scale  # every entry counts
        assert error(mahalanobis_distance(x, y, M), x, y, M) < 1e-13


def test_the_form_that_rounds_below_0():
    rng = np.random.default_rng(5)
    below = 0
    for a in rng.normal(size=(200, 3)):
        M = np.outer(a, a)
        v = np.array([a[1], -a[0], 0])  # a . v = 0
        below += v @ M @ v < 0
        got = mahalanobis_distance(v, np.zeros(3), M)
        assert error(got, v, np.zeros(3), M) < 1e-13
    assert below > 10, "the textbook form is the root of a negative number now and then"


# --- extremes --------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1e-300, 1e-200, 1e-150, 1e4, 1e150, 1e200, 1e300])
def test_sizes_whose_squares_are_no_floats(size):
    assert mahalanobis_distance([3 * size, 0.0], [0.0, 4 * size], I2) == pytest.approx(5 * size, rel=1e-15)
    got = mahalanobis_distance([size, 0.0], [0.0, 0.0], TILTED)
    assert got == pytest.approx(2**0.5 * size, rel=1e-15)


@pytest.mark.parametrize("weight", [5e-324, 1e-300, 1e300])
def test_weights_of_all_sizes(weight):
    got = mahalanobis_distance([3.0, 0.0], [0.0, 4.0], weight * I2)
    assert got == pytest.approx(5 * weight**0.5, rel=1e-15)


def test_a_difference_that_is_no_float():
    got = mahalanobis_distance([1e308, 0.0], [-1e308, 0.0], [[1e-300, 0.0], [0.0, 1.0]])
    assert got == pytest.approx(2e158, rel=1e-15)
    assert mahalanobis_distance([1e308], [-1e308], [[1.0]]) == np.inf
    assert mahalanobis_distance([1e308], [0.0], [[16.0]]) == np.inf


def test_zero_vectors_and_zero_matrices():
    assert mahalanobis_distance([1e300, -7.0], [1e300, -7.0], TILTED) == 0
    assert mahalanobis_distance([1.0, 2.0], [3.0, 4.0], np.zeros((2, 2))) == 0
    assert mahalanobis_distance([1.0, 2.0], [3.0, 4.0], [[9.0, 0.0], [0.0, 0.0]]) == pytest.approx(6)


def test_nothing_raises_a_floating_point_flag():
    with np.errstate(all="raise"):
        for size in 1e-308, 1.0, 1e308:
            for weight in 1e-308, 1.0, 1e308:
                x = [[size, -size], [size, 1e-300]]
                mahalanobis_distance(x, [-size, 0.0], [[weight, 0.0], [0.0, 1e-308]])
        mahalanobis_distance([1.0, 1.0], [0.0, 0.0], [[1e300, 1e-300], [1e-300, 1e300]])
        mahalanobis_distance(np.float16([60000.0]), np.float16([-60000.0]), np.float16([[1.0]]))


# --- properties ------------------------------------------------------------------------------------


@given(hnp.arrays(float, (3, 3), elements=sixteenths), hnp.arrays(float, (3, 3), elements=sixteenths))
def test_a_metric(A, points):
    M = A.T @ A + np.eye(3)
    x, y, z = points
    d = mahalanobis_distance(x, y, M)
    assert d == mahalanobis_distance(y, x, M)
    assert (d == 0) == (x == y).all()
    assert d <= (mahalanobis_distance(x, z, M) + mahalanobis_distance(z, y, M)) * (1 + 1e-14)
    assert mahalanobis_distance(x + 5, y + 5, M) == d  # sixteenths: the shift is exact
    assert mahalanobis_distance(x * 2, y * 2, M) == 2 * d
    assert mahalanobis_distance(x, y, 4 * M) == 2 * d
    order = [2, 0, 1]
    assert mahalanobis_distance(x[order], y[order], M[order][:, order]) == pytest.approx(d, rel=1e-13)


def test_only_the_symmetric_part_counts():
    skewed = TILTED - [[0.0, 1e-9], [-1e-9, 0.0]]
    assert_allclose(
        mahalanobis_distance([1.0, 3.0], [0.0, 0.0], skewed),
        mahalanobis_distance([1, 3], [0, 0], TILTED),
        rtol=1e-15,
    )


def test_inputs_stay_and_may_be_read_only():
    x, y, M = np.array([[1.0, 2.0]]), np.array([3.0, 4.0]), TILTED.copy()
    for a in x, y, M:
        a.flags.writeable = False
    assert_allclose(mahalanobis_distance(x, y, M), [24**0.5], rtol=1e-15)
    assert_array_equal(M, TILTED)


# --- dtypes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dtypes", "result"),
    [
        (("f2", "f2", "f2"), "f2"),
        (("f4", "f4", "f4"), "f4"),
        (("f8", "f8", "f8"), "f8"),
        (("f2", "f4", "f2"), "f4"),
        (("f4", "f4", "f8"), "f8"),
        (("i4", "f4", "f4"), "f8"),
        (("f4", "f4", "u1"), "f8"),
        ((">f4", "f4", "f2"), "f4"),
    ],
)
def test_dtypes(dtypes, result):
    x, y, M = (
        np.array(value, dtype)
        for value, dtype in zip([[3, 4], [0, 0], [[1, 0], [0, 1]]], dtypes, strict=True)
    )
    assert mahalanobis_distance(x, y, M).dtype == np.dtype(result)
    got = mahalanobis_distance(x[np.newaxis], y, M)
    assert got.dtype == np.dtype(result)
    assert_array_equal(got, [5])


def test_the_difference_is_taken_in_the_wider_dtype():
    x, y = np.float32([1.0]), np.float32([1e-5])
    got = mahalanobis_distance(x, y, np.array([[1.0]]))
    assert got == 1.0 - float(y[0])


def test_float16_is_computed_in_float32():
    assert mahalanobis_distance(np.float16([300.0, 400.0]), np.float16([0, 0]), np.eye(2, dtype="f2")) == 500
    assert mahalanobis_distance(np.float16([60000.0]), np.float16([-60000.0]), np.float16([[1.0]])) == np.inf


# --- matrices that are none ------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8"])
def test_rounding_is_no_error(dtype):
    rng = np.random.default_rng(6)
    for size in 1, 2, 5, 30:
        a = rng.normal(size=(1, size))
        M = (a.T @ a).astype(dtype)  # of rank 1: all other eigenvalues are rounding
        assert np.isfinite(mahalanobis_distance(np.ones(size), np.zeros(size), M))


@pytest.mark.parametrize(
    ("M", "eigenvalue"),
    [
        ([[1.0, 2.0], [2.0, 1.0]], "-0.25"),
        ([[-1.0, 0.0], [0.0, -1.0]], "-0.25"),
        ([[1.0, 0.0], [0.0, -4.0]], "-0.25"),
        ([[0.0, 0.5], [0.5, 0.25]], "-0.39"),
        ([[1.0, 1.0 + 1e-12], [1.0 + 1e-12, 1.0]], "-2.5e-13"),
        ([[1e-300, 1e300], [1e300, 1e-300]], "-1.33"),
        ([[1e10, 0.0, 0.0], [0.0, 1e-10, 2e-10], [0.0, 2e-10, 1e-10]], "-"),
    ],
)
def test_a_matrix_that_is_not_semidefinite(M, eigenvalue):
    M = np.array(M)
    point = np.zeros(len(M))
    with pytest.raises(
        ValueError,
        match=rf"M: expected a positive semidefinite .* eigenvalue \({eigenvalue}\S* when its diagonal is scaled to about 1\)$",
    ):
        mahalanobis_distance(point, point, M)


def test_half_precision_matrices_are_judged_by_their_own_rounding():
    M = np.array([[1.0, 1.001], [1.001, 1.0]])
    with pytest.raises(ValueError, match="M: expected a positive semidefinite matrix"):
        mahalanobis_distance([1.0, 0.0], [0.0, 0.0], M)
    assert mahalanobis_distance([1.0, 0.0], [0.0, 0.0], M.astype("f2")) == pytest.approx(1, rel=1e-3)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((3.0, [0.0], [[1.0]]), r"x: expected shape \(D,\) or \(N, D\), got shape \(\)"),
        (
            ([1.0, 2.0], np.zeros((1, 1, 2)), I2),
            r"y: expected shape \(D,\) or \(N, D\), got shape \(1, 1, 2\)",
        ),
        (([1.0, 2.0], [1.0], I2), r"y: expected shape \(D,\) with D = 2, got shape \(1,\)"),
        (([1.0, 2.0], [[1.0]], I2), r"y: expected shape \(N, D\) with D = 2, got shape \(1, 1\)"),
        (([[1.0, 2.0]], [1.0], I2), r"y: expected shape \(D,\) with D = 2, got shape \(1,\)"),
        (
            (np.zeros((3, 2)), np.zeros((1, 2)), I2),
            r"y: expected shape \(N, D\) with N = 3 and D = 2, got shape \(1, 2\)",
        ),
        (([1.0, 2.0], [3.0, 4.0], [1.0, 2.0]), r"M: expected shape \(D, D\) .* got shape \(2,\)"),
        (([1.0, 2.0], [3.0, 4.0], np.eye(3)), r"M: expected shape \(D, D\) .* got shape \(3, 3\)"),
        (([1.0, 2.0], [3.0, 4.0], np.ones((2, 3))), r"M: expected shape \(D, D\) .* got shape \(2, 3\)"),
        (
            ([1.0, 2.0], [3.0, 4.0], [[1.0, 0.5], [0.25, 1.0]]),
            r"M: expected a symmetric matrix, got 0\.5 at \(0, 1\), 0\.25 at \(1, 0\)",
        ),
        (
            ([1.0, 2.0], [3.0, 4.0], TILTED - [[0, 1e-6], [0, 0]]),
            "M: expected a symmetric matrix, got 0.999999",
        ),
        (([1.0, np.nan], [3.0, 4.0], I2), r"x: expected finite numbers, got nan at index \(1,\)"),
        (([1.0, 2.0], [3.0, np.inf], I2), r"y: expected finite numbers, got inf at index \(1,\)"),
        (([1.0, 2.0], [3.0, 4.0], np.full((2, 2), -np.inf)), r"M: expected finite numbers, got -inf at"),
        (([1j, 2.0], [3.0, 4.0], I2), "x: expected float16, .* got dtype complex128"),
        (([True, False], [3.0, 4.0], I2), "x: expected float16, .* got dtype bool"),
        ((["a", "b"], [3.0, 4.0], I2), "x: expected float16, .* got dtype <U"),
        (([1.0, 2.0], [3.0, 4.0], I2 > 0), "M: expected float16, .* got dtype bool"),
    ],
)
def test_errors(arguments, message):
    with pytest.raises(ValueError, match=message):
        mahalanobis_distance(*arguments)
