"""Entropy, cross-entropy and KL divergence: by hand, against scipy and torch, to 350 digits."""

import math

import mpmath
import numpy as np
import pytest
import scipy.special
import scipy.stats
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from lossnotes import cross_entropy, entropy, kl_divergence, softmax, softmax_cross_entropy
from tests.package.oracles import batches

PROMISED = {np.float64: 1e-13, np.float32: 1e-5}


def exact_terms(p, q):
    """p log p, p log q and p log(p / q) for each class, to 350 digits; p = 0 adds nothing."""
    pairs = [(mpmath.mpf(float(a)), mpmath.mpf(float(b))) for a, b in zip(p, q, strict=True) if a > 0]
    return (
        [a * mpmath.log(a) for a, _ in pairs],
        [a * mpmath.log(b) for a, b in pairs],
        [a * mpmath.log(a / b) for a, b in pairs],
    )


def largest_error(p, q):
    """Of the three functions, the largest error relative to the sum of the absolute terms, where normal."""
    own, other, ratio = exact_terms(p, q)
    got = [
        (entropy(p), [-t for t in own]),
        (cross_entropy(p, q), [-t for t in other]),
        (kl_divergence(p, q), ratio),
    ]
    errors = [0.0]
    for g, terms in got:
        size, exact = mpmath.fsum(abs(t) for t in terms), mpmath.fsum(terms)
        if size >= float(np.finfo(p.dtype).tiny):
            errors.append(float(abs(mpmath.mpf(float(g)) - exact) / size))
    return max(errors)


@st.composite
def pairs(draw, near=False):
    """Two (N, C) arrays of distributions with some zeros; `near`: the second is almost the first."""
    scores, _ = draw(batches(low=-30, high=30))
    p = softmax(scores)
    p[p < 1e-10] = 0
    if near:
        nudges, _ = draw(batches(low=-1, high=1))
        nudge = nudges.ravel()[np.arange(p.shape[1]) % nudges.size]
        q = p * (1 + nudge * 10.0 ** -draw(st.integers(1, 16)))
        return p, q / q.sum(axis=1, keepdims=True)
    return p, softmax(-0.5 * scores[:, ::-1])


# --- by hand ---------------------------------------------------------------------------------------


def test_by_hand():
    log2 = math.log(2)
    p, q = [0.5, 0.25, 0.25], [0.25, 0.25, 0.5]
    assert entropy(p) == pytest.approx(1.5 * log2, rel=1e-15)
    assert cross_entropy(p, q) == pytest.approx(1.75 * log2, rel=1e-15)
    assert kl_divergence(p, q) == pytest.approx(0.25 * log2, rel=1e-15)
    assert kl_divergence([0.5, 0.5], [0.9, 0.1]) == pytest.approx(0.5 * math.log(25 / 9), rel=1e-15)
    assert kl_divergence([0.9, 0.1], [0.5, 0.5]) == pytest.approx(
        0.9 * math.log(1.8) - 0.1 * math.log(5), rel=1e-15
    )


@pytest.mark.parametrize("c", [1, 2, 3, 10, 1000])
def test_equal_classes_have_entropy_log_c(c):
    assert entropy(np.full(c, 1 / c)) == pytest.approx(math.log(c), rel=1e-14)


def test_a_certain_class():
    q = [0.13, 0.87, 0.0]
    for y in 0, 1:
        one_hot = np.eye(3)[y]
        assert cross_entropy(one_hot, q) == kl_divergence(one_hot, q) == -math.log(q[y])
        assert entropy(one_hot) == 0
        assert not np.signbit(entropy(one_hot))  # no -0 to print
        assert not np.signbit(cross_entropy(one_hot, one_hot))
    assert not np.signbit(entropy([1.0]))


def test_zeros():
    assert cross_entropy([0.5, 0.5, 0.0], [0.5, 0.5, 0.0]) == math.log(2)  # 0 log 0 = 0
    assert kl_divergence([0.5, 0.5, 0.0], [0.25, 0.25, 0.5]) == math.log(2)
    assert kl_divergence([0.5, 0.5, 0.0], [0.5, 0.5, 0.0]) == 0
    assert cross_entropy([0.5, 0.5], [0.0, 1.0]) == np.inf
    assert kl_divergence([1e-300, 1.0], [0.0, 1.0]) == np.inf


# --- against other implementations -----------------------------------------------------------------


def test_against_a_loop():
    rng = np.random.default_rng(0)
    p, q = rng.dirichlet(np.ones(4), 6), rng.dirichlet(np.ones(4), 6)
    for i in range(6):
        terms = [(p[i, c], q[i, c]) for c in range(4)]
        assert_allclose(entropy(p)[i], -sum(a * math.log(a) for a, _ in terms), rtol=1e-14)  # sum order
        assert_allclose(cross_entropy(p, q)[i], -sum(a * math.log(b) for a, b in terms), rtol=1e-14)
        assert_allclose(kl_divergence(p, q)[i], sum(a * math.log(a / b) for a, b in terms), rtol=1e-13)


@pytest.mark.parametrize("axis", [0, 1, 2, -1, -3])
def test_scipy_and_torch_on_every_axis(axis):
    rng = np.random.default_rng(1)
    p, q = softmax(rng.normal(size=(3, 4, 5)), axis=axis), softmax(rng.normal(size=(3, 4, 5)), axis=axis)
    # scipy divides by the sum first, which is 1 but for a rounding.
    assert_allclose(entropy(p, axis), scipy.stats.entropy(p, axis=axis), rtol=1e-13)
    assert_allclose(kl_divergence(p, q, axis), scipy.stats.entropy(p, q, axis=axis), rtol=1e-13)
    assert_allclose(kl_divergence(p, q, axis), scipy.special.rel_entr(p, q).sum(axis=axis), rtol=1e-13)
    theirs = torch.nn.functional.kl_div(torch.tensor(q).log(), torch.tensor(p), reduction="none")
    assert_allclose(kl_divergence(p, q, axis), theirs.sum(axis).numpy(), rtol=1e-13)
    theirs = torch.distributions.Categorical(torch.tensor(np.moveaxis(p, axis, -1))).entropy()
    assert_allclose(entropy(p, axis), theirs.numpy(), rtol=1e-13)
    assert cross_entropy(p, q, axis).shape == theirs.shape
    assert_allclose(cross_entropy(p, q, axis), -(p * np.log(q)).sum(axis=axis), rtol=1e-13)


@given(batches(low=-20, high=20))
def test_softmax_cross_entropy_starts_from_the_scores(batch):
    scores, labels = batch
    p = softmax(scores[::-1])
    from_scores = softmax_cross_entropy(scores, p, reduction="none")
    # A probability near 1 is rounded to 1e-16, and so is its logarithm.
    assert_allclose(cross_entropy(p, softmax(scores)), from_scores, rtol=1e-14, atol=1e-15)
    one_hot = np.eye(scores.shape[1])[labels]
    assert_allclose(
        cross_entropy(one_hot, softmax(scores)),
        softmax_cross_entropy(scores, labels, reduction="none"),
        rtol=1e-14,
        atol=1e-15,
    )


# --- to 350 digits ---------------------------------------------------------------------------------


@given(pairs())
def test_every_digit(pair):
    for p, q in zip(*pair, strict=True):
        assert largest_error(p, q) < 1e-15  # a rounding or two a term
        single = p.astype(np.float32), q.astype(np.float32)
        assert largest_error(*single) < 1e-6


@given(pairs(near=True))
def test_every_digit_where_the_two_nearly_agree(pair):
    # log(p / q) would lose all digits that p and q share.
    for p, q in zip(*pair, strict=True):
        assert largest_error(p, q) < 1e-15


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_every_ratio(dtype):
    tiny = np.finfo(dtype).tiny
    small = [float(np.finfo(dtype).smallest_subnormal), 3 * tiny / 64, tiny, 3 * tiny, tiny**0.5, 1e-7]
    # Ratios on both sides of where the two forms meet, q / 2 and 3 q / 2.
    ordinary = [0.1, 0.19, 0.21, 0.25, 0.3, 0.31, 0.5, 0.9, 1 - 1e-7, np.nextafter(dtype(1), dtype(0))]
    values = np.array([*small, *ordinary], dtype)
    worst = max(
        largest_error(np.array([a, 1 - a], dtype), np.array([b, 1 - b], dtype))
        for a in values
        for b in values
    )
    # Ten times better than promised: no ratio is close to the limit.
    assert worst < PROMISED[dtype] / 10


def test_a_single_term_keeps_its_digits():
    # The certain class adds 0 to D, so that only the tiny one counts.
    for a, b in (1e-290, 3e-290), (1e-290, 1e-290 * (1 + 1e-12)), (1e-8, 5e-324), (0.3e-7, 1e-320):
        p, q = np.array([1, a]), np.array([1, b])
        exact = exact_terms(p, q)[2][1]
        assert abs(kl_divergence(p, q) - exact) <= 1e-15 * abs(exact)


def test_a_subnormal_probability_is_not_yet_0():
    assert kl_divergence([0.5, 0.5], [5e-324, 1.0]) == pytest.approx(
        0.5 * (1074 - 2) * math.log(2), rel=1e-15
    )


@given(pairs(near=True))
def test_divergence_may_fall_below_0_by_what_the_sums_are_off_1(pair):
    for p, q in zip(*pair, strict=True):
        ratio = exact_terms(p, q)[2]
        size = float(mpmath.fsum(abs(t) for t in ratio))
        sums = [mpmath.fsum(mpmath.mpf(float(v)) for v in row) for row in (p, q)]
        bound = float(sums[0] * mpmath.log(sums[0] / sums[1]))
        assert kl_divergence(p, q) >= bound - 1e-15 * size


def test_divergence_is_not_clipped():
    # q sums to 1 + 2e-7, which passes for 1: the formula gives log(1 / (1 + 2e-7)), and so do we.
    assert kl_divergence([0.5, 0.5], [0.5 + 1e-7, 0.5 + 1e-7]) == pytest.approx(-2e-7, rel=1e-6)
    assert entropy([1 + 2e-7, 0.0]) == pytest.approx(-2e-7, rel=1e-6)


# --- properties ------------------------------------------------------------------------------------


@given(pairs())
def test_cross_entropy_is_entropy_plus_divergence(pair):
    p, q = pair
    assert_allclose(cross_entropy(p, q), entropy(p) + kl_divergence(p, q), rtol=1e-14, atol=1e-15)
    assert (cross_entropy(p, q) >= entropy(p) - 1e-15).all()  # equal where q = p, but for a rounding
    assert (kl_divergence(p, q) >= -1e-15).all()
    assert_array_equal(cross_entropy(p, p), entropy(p))
    assert_array_equal(kl_divergence(p, p), np.zeros(len(p)))
    assert (entropy(p) >= 0).all()
    assert (entropy(p) <= np.log(p.shape[1]) + 1e-15).all()


@given(pairs(), st.randoms(use_true_random=False))
def test_order_of_classes_does_not_matter(pair, random):
    p, q = pair
    classes = list(range(p.shape[1]))
    random.shuffle(classes)
    assert_allclose(entropy(p[:, classes]), entropy(p), rtol=1e-15)
    assert_allclose(cross_entropy(p[:, classes], q[:, classes]), cross_entropy(p, q), rtol=1e-15)
    assert_allclose(kl_divergence(p[:, classes], q[:, classes]), kl_divergence(p, q), rtol=1e-14, atol=1e-15)


@given(pairs())
def test_more_probability_for_what_happens_costs_less(pair):
    p, q = pair
    assert (cross_entropy(p, (p + q) / 2) <= cross_entropy(p, q) + 1e-15).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_long_sums_are_as_exact_along_every_axis(dtype):
    p = softmax(np.random.default_rng(2).normal(size=(2**15, 2)).astype(dtype), axis=0)
    q = p[::-1].copy()
    assert_array_equal(entropy(p, axis=0), entropy(np.ascontiguousarray(p.T)))
    assert_array_equal(cross_entropy(p, q, axis=0), cross_entropy(p.T.copy(), q.T.copy()))
    # In one dtype against a sum in long double: a rounding for each level of the pairwise sum.
    exact = -(p.astype(np.longdouble) * np.log(p.astype(np.longdouble))).sum(axis=0)
    assert_allclose(entropy(p, axis=0), exact.astype(float), rtol=8 * np.finfo(dtype).eps)


# --- dtypes, layouts -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "result"),
    [
        ("f2", "f2", "f2"),
        ("f4", "f4", "f4"),
        ("f8", "f8", "f8"),
        ("f2", "f4", "f4"),
        ("f8", "f4", "f8"),
        ("f4", ">f8", "f8"),
        ("f4", "i8", "f8"),
        (">f4", "f2", "f4"),
    ],
)
def test_dtype_is_the_widest(first, second, result):
    p, q = np.array([[0, 1], [1, 0]], first), np.array([[0, 1], [1, 0]], second)
    for got in cross_entropy(p, q), kl_divergence(p, q), entropy(p.astype(result)):
        assert got.dtype == np.dtype(result)
        assert_array_equal(got, [0, 0])
    assert kl_divergence(p[0], q[0]).dtype == np.dtype(result)
    assert isinstance(kl_divergence(p[0], q[0]), np.floating)


def test_float16_is_computed_in_float32():
    p = np.full(2048, 1 / 2048, np.float16)  # in float16 the sum of 2048 terms of 0.0037 rounds on the way
    assert entropy(p) == np.float16(math.log(2048))
    assert cross_entropy(p, p) == np.float16(math.log(2048))
    # Of the single precision result, not of a ratio in half precision.
    p, q = np.array([0.25, 0.75], np.float16), np.array([0.2515, 0.7485], np.float16)
    assert kl_divergence(p, q) == np.float16(kl_divergence(p.astype(np.float32), q.astype(np.float32)))


def test_inputs_stay_and_layouts_do_not_matter():
    rng = np.random.default_rng(3)
    p, q = rng.dirichlet(np.ones(4), 3), rng.dirichlet(np.ones(4), 3)
    p.flags.writeable = q.flags.writeable = False
    expected = kl_divergence(p, q)
    assert_array_equal(kl_divergence(p.tolist(), q.tolist()), expected)
    assert_array_equal(kl_divergence(np.asfortranarray(p), q), expected)
    assert_array_equal(kl_divergence(p[::-1], q[::-1]), expected[::-1])


def test_no_rows():
    empty = np.zeros((0, 3))
    for got in entropy(empty), cross_entropy(empty, empty), kl_divergence(empty, empty):
        assert got.shape == (0,)


def test_nothing_raises_a_floating_point_flag():
    for dtype in np.float64, np.float32, np.float16:
        p = np.array([[np.finfo(dtype).smallest_subnormal, 1.0], [1.0, 0.0], [1e-4, 1.0], [0.5, 0.5]], dtype)
        p[2] /= p[2].sum()
        with np.errstate(all="raise"):
            for q in p, p[::-1], p[:, ::-1]:
                entropy(q), cross_entropy(p, q), kl_divergence(p, q)


# --- errors ----------------------------------------------------------------------------------------

HALF = [[0.5, 0.5], [0.25, 0.75]]


@pytest.mark.parametrize("function", [cross_entropy, kl_divergence])
@pytest.mark.parametrize(
    ("p", "q", "options", "message"),
    [
        (1.0, [1.0], {}, r"^p: expected an array with at least one axis, got the number 1\.0$"),
        ([1.0], 1.0, {}, r"^q: expected an array with at least one axis, got the number 1\.0$"),
        (HALF, HALF[0], {}, r"^q: expected the shape of p, \(2, 2\), got shape \(2,\)$"),
        (HALF, HALF[:1], {"axis": 1}, r"^q: expected the shape of p, \(2, 2\), got shape \(1, 2\)$"),
        (HALF, HALF, {"axis": 2}, "^axis: expected -2 to 1 for 2 axes, got 2$"),
        (HALF, HALF, {"axis": 0}, r"^p along axis 0: expected rows that sum to 1, got 0\.75 in row 0$"),
        (HALF, HALF, {"axis": None}, "^axis: expected an integer, got None$"),
        (
            HALF,
            [[0.5, 0.5], [0.5, 0.6]],
            {},
            r"^q along axis -1: expected rows that sum to 1, got 1\.1 in row 1",
        ),
        ([0.5, 0.4], [0.5, 0.5], {}, r"^p along axis -1: expected rows that sum to 1, got 0\.9$"),
        ([], [], {}, r"^p along axis -1: expected rows that sum to 1, got 0\.0$"),
        ([1.5, -0.5], HALF[0], {}, r"^p along axis -1: expected probabilities of at least 0, got -0\.5$"),
        (HALF[0], [1.5, -0.5], {}, r"^q along axis -1: expected probabilities of at least 0, got -0\.5$"),
        ([np.nan, 1.0], HALF[0], {}, r"^p: expected finite numbers, got nan at index \(0,\)$"),
        (HALF[0], [1.0, np.inf], {}, r"^q: expected finite numbers, got inf at index \(1,\)$"),
        ([True, False], HALF[0], {}, "^p: expected float16, float32, float64 or integers, got dtype bool$"),
        (HALF[0], ["1", "0"], {}, "^q: expected float16, .* got dtype <U1$"),
        ([[1.0], [0.5, 0.5]], HALF, {}, "^p: expected an array of numbers, got list"),
    ],
)
def test_errors(function, p, q, options, message):
    with pytest.raises(ValueError, match=message):
        function(p, q, **options)


@pytest.mark.parametrize(
    ("p", "options", "message"),
    [
        (0.5, {}, r"^p: expected an array with at least one axis, got the number 0\.5$"),
        ([0.5, 0.4], {}, r"^p along axis -1: expected rows that sum to 1, got 0\.9$"),
        ([[0.5, 0.5]], {"axis": -2}, r"^p along axis -2: expected rows that sum to 1, got 0\.5 in row 0$"),
        ([2.0, -1.0], {}, r"^p along axis -1: expected probabilities of at least 0, got -1\.0$"),
        ([np.nan], {}, r"^p: expected finite numbers, got nan at index \(0,\)$"),
        ([1.0], {"axis": 1}, "^axis: expected -1 to 0 for 1 axes, got 1$"),
    ],
)
def test_entropy_errors(p, options, message):
    with pytest.raises(ValueError, match=message):
        entropy(p, **options)
