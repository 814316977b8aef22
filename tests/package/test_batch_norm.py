"""Batch normalization: by hand, in exact arithmetic, against torch over several steps."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.testing import assert_allclose, assert_array_equal

from lossnotes import batch_norm

NAMES = ("gamma", "beta", "running_mean", "running_var")


def start(d, dtype=np.float64):
    """gamma 1, beta 0, running mean 0, running variance 1."""
    return np.ones(d, dtype), np.zeros(d, dtype), np.zeros(d, dtype), np.ones(d, dtype)


def exact_column(column, eps):
    """Mean, biased variance and normalized values of a column: the first two exact, the last to 350 digits."""
    values = [Fraction(float(v)) for v in column]
    mean = sum(values) / len(values)
    var = sum((v - mean) ** 2 for v in values) / len(values)
    total = var + Fraction(float(eps))
    spread = mpmath.sqrt(mpmath.mpf(total.numerator) / total.denominator)
    return mean, var, [mpmath.mpf((v - mean).numerator) / (v - mean).denominator / spread for v in values]


@st.composite
def columns(draw):
    """Batches (N, D) of multiples of 1/64 with N at least 2."""
    shape = draw(st.tuples(st.integers(2, 6), st.integers(1, 4)))
    return draw(hnp.arrays(np.int64, shape, elements=st.integers(-6400, 6400))) / 64


# --- by hand ---------------------------------------------------------------------------------------


def test_training_by_hand():
    x = [[1.0, 10.0], [3.0, 10.0], [8.0, 40.0]]  # means 4 and 20, variances 26/3 and 200
    gamma, beta, running_mean, running_var = [2.0, 1.0], [0.5, -1.0], [1.0, 0.0], [4.0, 100.0]
    y, mean, var = batch_norm(x, gamma, beta, running_mean, running_var, momentum=0.25, eps=1.0)
    first, second = (26 / 3 + 1) ** 0.5, 201**0.5
    expected = [
        [2 * -3 / first + 0.5, -10 / second - 1],
        [2 * -1 / first + 0.5, -10 / second - 1],
        [2 * 4 / first + 0.5, 20 / second - 1],
    ]
    assert_allclose(y, expected, rtol=1e-14)  # a few roundings
    assert_allclose(mean, [0.75 * 1 + 0.25 * 4, 0.25 * 20], rtol=1e-15)
    assert_allclose(var, [0.75 * 4 + 0.25 * 13, 0.75 * 100 + 0.25 * 300], rtol=1e-15)  # over N - 1


def test_inference_by_hand():
    x = [[1.0, 10.0]]
    y, mean, var = batch_norm(x, [2.0, 1.0], [0.5, -1.0], [4.0, 6.0], [8.0, 15.0], eps=1.0, training=False)
    assert_array_equal(y, [[2 * -3 / 3 + 0.5, 4 / 4 - 1]])
    assert_array_equal(mean, [4, 6])
    assert_array_equal(var, [8, 15])


def test_defaults_are_those_of_torch():
    layer = torch.nn.BatchNorm1d(1)
    assert (layer.momentum, layer.eps) == (0.1, 1e-5)
    x = np.array([[1e-3], [3e-3]])  # a variance of 1e-6, beside which eps counts
    y, mean, var = batch_norm(x, *start(1))
    assert_allclose(y, [[-1e-3 / 1.1e-5**0.5], [1e-3 / 1.1e-5**0.5]], rtol=1e-14)
    assert_allclose(mean, [2e-4], rtol=1e-14)
    assert_allclose(var, [0.9 + 2e-7], rtol=1e-14)


# --- against torch ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("momentum", "eps"), [(0.1, 1e-5), (0.5, 1e-3), (0.0, 1e-5), (1.0, 1e-5)])
def test_torch_over_several_steps_and_then_at_inference(momentum, eps):
    rng = np.random.default_rng(0)
    gamma, beta = rng.normal(size=4), rng.normal(size=4)
    layer = torch.nn.BatchNorm1d(4, eps=eps, momentum=momentum, dtype=torch.float64)
    with torch.no_grad():
        layer.weight[:], layer.bias[:] = torch.tensor(gamma), torch.tensor(beta)
    mean, var = np.zeros(4), np.ones(4)
    for n in 2, 5, 32:
        x = rng.normal(loc=3, scale=2, size=(n, 4))
        y, mean, var = batch_norm(x, gamma, beta, mean, var, momentum=momentum, eps=eps)
        assert_allclose(y, layer(torch.tensor(x)).detach().numpy(), rtol=1e-12, atol=1e-14)  # sum order
        assert_allclose(mean, layer.running_mean.numpy(), rtol=1e-13, atol=1e-15)
        assert_allclose(var, layer.running_var.numpy(), rtol=1e-13)
    layer.eval()
    y, same_mean, same_var = batch_norm(x, gamma, beta, mean, var, eps=eps, training=False)
    assert_allclose(y, layer(torch.tensor(x)).detach().numpy(), rtol=1e-12, atol=1e-14)
    assert_array_equal(same_mean, mean)
    assert_array_equal(same_var, var)


def test_torch_too_refuses_to_train_on_one_example():
    with pytest.raises(ValueError, match="more than 1 value per channel"):
        torch.nn.BatchNorm1d(2)(torch.ones(1, 2))
    with pytest.raises(ValueError, match=r"^x: expected at least two examples to train on, got N = 1$"):
        batch_norm(np.ones((1, 2)), *start(2))


def test_against_a_loop():
    rng = np.random.default_rng(1)
    x, gamma, beta = rng.normal(size=(6, 3)), rng.normal(size=3), rng.normal(size=3)
    y, _, _ = batch_norm(x, gamma, beta, np.zeros(3), np.ones(3), eps=1e-2)
    for d in range(3):
        mean = sum(x[i, d] for i in range(6)) / 6
        var = sum((x[i, d] - mean) ** 2 for i in range(6)) / 6
        for i in range(6):
            assert y[i, d] == pytest.approx(
                gamma[d] * (x[i, d] - mean) / (var + 1e-2) ** 0.5 + beta[d], rel=1e-12
            )


# --- exact -----------------------------------------------------------------------------------------


def largest_error(x, eps, **options):
    """Of y, mean and variance with momentum 1, the largest error relative to the largest in its column."""
    y, mean, var = batch_norm(x, *start(x.shape[1], x.dtype), momentum=1.0, eps=eps, **options)
    errors = []
    for d, column in enumerate(x.T):
        exact_mean, exact_var, exact_y = exact_column(column, x.dtype.type(eps))
        n = len(column)
        largest = max(abs(v) for v in exact_y)
        errors += [
            float(abs(mpmath.mpf(float(a)) - b) / largest) for a, b in zip(y[:, d], exact_y, strict=True)
        ]
        size = sum(abs(Fraction(float(v))) for v in column) / n
        errors.append(float(abs(Fraction(float(mean[d])) - exact_mean) / size))
        unbiased = exact_var * n / (n - 1)
        errors.append(float(abs(Fraction(float(var[d])) - unbiased) / unbiased))
    return max(errors)


@given(columns())
def test_every_digit(x):
    assume((x.min(axis=0) < x.max(axis=0)).all())
    for eps in 1e-5, 0.0:
        assert largest_error(x, eps) < 2e-15  # a few roundings


@pytest.mark.parametrize(
    ("dtype", "offsets", "bound"),
    [(np.float64, (1e4, 1e8, 1e13), 1e-14), (np.float32, (1e2, 1e4, 1e5), 1e-6)],
)
@pytest.mark.parametrize("n", [2, 7, 100, 1000])
def test_a_small_spread_beside_a_large_mean(dtype, offsets, bound, n):
    # E[x^2] - E[x]^2 would lose everything, and a rounded mean alone most digits.
    rng = np.random.default_rng(2)
    for offset in offsets:
        x = (offset + rng.normal(size=(n, 2))).astype(dtype)
        assert largest_error(x, 1e-5) < bound  # ten times better than promised


def test_torch_in_float32_loses_digits_that_we_keep():
    x = (1e5 + np.random.default_rng(3).normal(size=(1000, 1))).astype(np.float32)
    exact = np.array(exact_column(x[:, 0], np.float32(1e-5))[2], float)
    theirs = torch.nn.BatchNorm1d(1)(torch.tensor(x)).detach().numpy()[:, 0]
    ours = batch_norm(x, *start(1, np.float32))[0][:, 0]
    assert np.abs(ours - exact).max() < 1e-6
    assert np.abs(theirs - exact).max() > 1e-5


def test_long_columns():
    # 2^16 rows added one after the other in float32 would be off by about 1e-5.
    x = np.random.default_rng(4).uniform(1, 2, size=(2**16, 2)).astype(np.float32)
    _, mean, var = batch_norm(x, *start(2, np.float32), momentum=1.0)
    assert_allclose(mean, x.mean(axis=0, dtype=np.float64), rtol=3e-7)  # a few roundings in float32
    assert_allclose(var, x.var(axis=0, ddof=1, dtype=np.float64), rtol=1e-6)


# --- properties ------------------------------------------------------------------------------------


@given(columns())
def test_the_result_has_mean_0_and_variance_1(x):
    assume((x.min(axis=0) < x.max(axis=0)).all())
    y, _, _ = batch_norm(x, *start(x.shape[1]), eps=0.0)
    assert_allclose(y.mean(axis=0), 0, atol=1e-14)
    assert_allclose(y.var(axis=0), 1, rtol=1e-14)


@given(columns(), st.integers(-1000, 1000), st.sampled_from([0.25, 2.0, 1024.0]))
def test_shift_and_scale_of_a_feature_do_not_matter(x, shift, scale):
    before, _, var = batch_norm(x, *start(x.shape[1]), momentum=1.0)
    after, _, _ = batch_norm(x + shift, *start(x.shape[1]))
    assert_allclose(after, before, rtol=1e-12, atol=1e-12)
    after, _, scaled_var = batch_norm(scale * x, *start(x.shape[1]), momentum=1.0, eps=1e-5 * scale**2)
    assert_array_equal(after, before)  # a power of two changes no digit
    assert_array_equal(scaled_var, scale**2 * var)


@given(columns(), st.randoms(use_true_random=False))
def test_order_of_rows_and_features_does_not_matter(x, random):
    rows, features = list(range(x.shape[0])), list(range(x.shape[1]))
    random.shuffle(rows), random.shuffle(features)
    rest = [np.linspace(0.5, 2, x.shape[1]) + k for k in range(4)]
    expected = batch_norm(x, *rest)
    y, mean, var = batch_norm(x[rows][:, features], *(array[features] for array in rest))
    assert_allclose(y, expected[0][rows][:, features], rtol=1e-12, atol=1e-12)  # order of additions
    assert_allclose(mean, expected[1][features], rtol=1e-13, atol=1e-13)
    assert_allclose(var, expected[2][features], rtol=1e-13)


@given(columns(), st.sampled_from([0.0, 0.1, 0.5, 1.0]))
def test_gamma_and_beta_come_after(x, momentum):
    d = x.shape[1]
    plain, mean, var = batch_norm(x, *start(d), momentum=momentum)
    gamma, beta = np.linspace(-2, 2, d), np.linspace(3, 5, d)
    y, same_mean, same_var = batch_norm(x, gamma, beta, np.zeros(d), np.ones(d), momentum=momentum)
    assert_allclose(y, gamma * plain + beta, rtol=1e-13, atol=1e-14)
    assert_array_equal(mean, same_mean)
    assert_array_equal(var, same_var)


def test_a_batch_at_inference_is_the_batch_row_by_row():
    rng = np.random.default_rng(5)
    x, rest = rng.normal(size=(6, 3)), (rng.normal(size=3), rng.normal(size=3), rng.normal(size=3), [1, 2, 3])
    y, _, _ = batch_norm(x, *rest, training=False)
    for i in range(6):
        assert_array_equal(batch_norm(x[i : i + 1], *rest, training=False)[0], y[i : i + 1])


@pytest.mark.parametrize("training", [True, False])
def test_arguments_stay_and_results_are_new(training):
    rng = np.random.default_rng(6)
    arrays = [rng.normal(size=(4, 3)), *(rng.uniform(1, 2, size=3) for _ in NAMES)]
    for array in arrays:
        array.flags.writeable = False
    for result in batch_norm(*arrays, training=training):
        assert result.flags.writeable
        assert result.flags.c_contiguous
        assert not any(np.shares_memory(result, array) for array in arrays)


# --- extremes --------------------------------------------------------------------------------------


def test_a_constant_feature_becomes_beta():
    for value in 0.0, 0.1, 1e8, -1e150:
        x = np.full((3, 1), value)
        y, mean, var = batch_norm(x, [7.0], [2.5], [0.0], [1.0], momentum=1.0)
        assert_array_equal(y, np.full((3, 1), 2.5))
        assert_allclose(mean, [value], rtol=1e-15)
        assert_array_equal(var, [0])


def test_squares_at_the_ends_of_the_range():
    for dtype in np.float64, np.float32:
        largest = np.sqrt(np.finfo(dtype).max) * dtype(0.99)
        for x in ([[largest], [-largest]], [[largest], *[[-largest]] * 9]):
            x = np.array(x, dtype)
            y, _, var = batch_norm(x, *start(1, dtype), momentum=0.25)
            expected = np.array(exact_column(x[:, 0], 1e-5)[2], float)
            assert_allclose(y[:, 0], expected, rtol=8 * np.finfo(dtype).eps)
            assert np.isfinite(var).all()
    small = np.array([[1e-150], [-1e-150], [3e-150]])
    assert largest_error(small, 0.0) < 2e-15
    # The exact 0 is a rounding of the mean off.
    assert_allclose(batch_norm(small, *start(1))[0], (small - 1e-150) / 1e-5**0.5, rtol=1e-14, atol=1e-162)


def test_gamma_0_beside_a_tiny_variance_at_inference():
    y, _, _ = batch_norm([[1e154]], [0.0], [3.0], [0.0], [1e-320], eps=0.0, training=False)
    assert y == 3  # not 0 times inf


def test_nothing_raises_a_floating_point_flag():
    with np.errstate(all="raise"):
        for dtype, values in [
            (np.float64, (1e153, 1e-300)),
            (np.float32, (1e18, 1e-40)),
            (np.float16, (6e4, 6e-8)),
        ]:
            for value in values:
                x = np.array([[value, 1], [-value, 2], [0, 3]], dtype)
                for training in True, False:
                    results = batch_norm(x, *start(2, dtype), training=training)
                    assert not any(np.isnan(result).any() for result in results)
                batch_norm(x, *start(2, dtype), eps=1e308)  # in float32 inf


def test_no_rows_and_no_features():
    y, mean, var = batch_norm(np.zeros((0, 2)), *start(2), training=False)
    assert y.shape == (0, 2)
    assert mean.shape == var.shape == (2,)
    for training in True, False:
        y, mean, var = batch_norm(np.zeros((3, 0)), *start(0), training=training)
        assert y.shape == (3, 0)
        assert mean.shape == var.shape == (0,)


# --- dtypes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize(
    ("dtypes", "result"),
    [
        (["f2"] * 5, "f2"),
        (["f4"] * 5, "f4"),
        (["f8"] * 5, "f8"),
        ([">f4"] * 5, "f4"),
        (["i4"] * 5, "f8"),
        (["f4", "f4", "f4", "f4", "f8"], "f8"),
        (["f4", "f4", "f4", "f8", "f4"], "f8"),
        (["f4", "f4", "f2", "f2", "f2"], "f4"),
        (["f2", "f4", "f2", "f2", "f2"], "f4"),
        (["f2", "f2", "i8", "f2", "f2"], "f8"),
    ],
)
def test_the_dtype_is_the_widest(dtypes, result, training):
    arrays = [np.array([[1], [3]]), np.array([2]), np.array([1]), np.array([2]), np.array([1])]
    given_arrays = [array.astype(dtype) for array, dtype in zip(arrays, dtypes, strict=True)]
    y, mean, var = batch_norm(*given_arrays, momentum=0.5, eps=0.0, training=training)
    assert y.dtype == mean.dtype == var.dtype == np.dtype(result)
    assert_array_equal(y, [[-1], [3]])
    assert_array_equal(mean, [2])
    assert_array_equal(var, [1.5 if training else 1])


def test_float16_is_computed_in_float32():
    x = np.array([[60000], [60000], [-60000], [-60000]], np.float16)  # whose squares and sum are above 65504
    y, mean, var = batch_norm(x, *start(1, np.float16))
    assert_array_equal(y, [[1], [1], [-1], [-1]])
    assert mean == 0
    assert var == np.inf


def test_lists_and_layouts():
    rng = np.random.default_rng(7)
    x, rest = rng.normal(size=(5, 3)), [rng.uniform(1, 2, size=3) for _ in NAMES]
    expected = batch_norm(x, *rest)
    for other in x.tolist(), np.asfortranarray(x), np.repeat(x, 2, axis=1)[:, ::2]:
        for a, b in zip(batch_norm(other, *(r.tolist() for r in rest)), expected, strict=True):
            assert_array_equal(a, b)


# --- errors ----------------------------------------------------------------------------------------

X = np.array([[1.0, 2.0], [3.0, 5.0]])


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([1.0], r"expected shape \(D,\) with D = 2, got shape \(1,\)$"),
        (1.0, r"expected shape \(D,\) with D = 2, got shape \(\)$"),
        ([[1.0, 1.0]], r"expected shape \(D,\) with D = 2, got shape \(1, 2\)$"),
        ([1.0, np.nan], r"expected finite numbers, got nan at index \(1,\)$"),
        ([np.inf, 1.0], r"expected finite numbers, got inf at index \(0,\)$"),
        ([True, True], "expected float16, float32, float64 or integers, got dtype bool$"),
        ([[1.0], [1.0, 2.0]], "expected an array of numbers, got list"),
    ],
)
def test_errors_in_the_rows(name, value, message, training):
    arguments = dict(zip(NAMES, start(2), strict=True)) | {name: value}
    with pytest.raises(ValueError, match=f"^{name}: {message}"):
        batch_norm(X, **arguments, training=training)


@pytest.mark.parametrize(
    ("x", "options", "message"),
    [
        ([1.0, 2.0], {}, r"^x: expected shape \(N, D\), got shape \(2,\)$"),
        ([[1.0, np.nan]], {}, r"^x: expected finite numbers, got nan at index \(0, 1\)$"),
        ([[np.inf, 1.0]], {"training": False}, r"^x: expected finite numbers, got inf at index \(0, 0\)$"),
        (X > 0, {}, "^x: expected float16, float32, float64 or integers, got dtype bool$"),
        (X[:1], {}, "^x: expected at least two examples to train on, got N = 1$"),
        (X[:0], {}, "^x: expected at least two examples to train on, got N = 0$"),
        (X, {"momentum": -0.1}, r"^momentum: expected a finite number, at least 0 and at most 1, got -0\.1$"),
        (X, {"momentum": 1.1}, r"^momentum: expected a finite number, at least 0 and at most 1, got 1\.1$"),
        (X, {"momentum": None}, "^momentum: expected a finite number, at least 0 and at most 1, got None$"),
        (X, {"eps": -1e-5}, "^eps: expected a finite number, at least 0, got -1e-05$"),
        (X, {"eps": np.nan}, "^eps: expected a finite number, at least 0, got nan$"),
        (X, {"eps": "0"}, "^eps: expected a finite number, at least 0, got '0'$"),
        (
            [[1.0, 2.0], [3.0, 2.0]],
            {"eps": 0},
            r"^eps: expected more than 0 in float64 beside a variance of 0, got 0\.0 for column 1$",
        ),
    ],
)
def test_errors(x, options, message):
    with pytest.raises(ValueError, match=message):
        batch_norm(x, *start(2), **options)


def test_errors_of_the_variance():
    with pytest.raises(ValueError, match=r"^running_var: expected numbers of at least 0, got -2\.0$"):
        batch_norm(X, [1, 1], [0, 0], [0, 0], [1.0, -2.0])
    with pytest.raises(ValueError, match=r"^eps: expected more than 0 in float64 .*, got 0\.0 for column 0$"):
        batch_norm(X, [1, 1], [0, 0], [0, 0], [0.0, 1.0], eps=0.0, training=False)
    # What rounds to 0 in the dtype of the arrays is 0.
    x = np.ones((2, 1), np.float32)
    with pytest.raises(
        ValueError, match=r"^eps: expected more than 0 in float32 .*, got 1e-60 for column 0$"
    ):
        batch_norm(x, *start(1, np.float32), eps=1e-60)
