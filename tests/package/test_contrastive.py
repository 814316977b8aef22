"""The contrastive loss: by hand, by a loop, to 350 digits, against torch."""

import mpmath
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.testing import assert_allclose, assert_array_equal

from lossnotes import contrastive_loss
from tests.package.oracles import central_difference, relative_errors

# One similar pair, one dissimilar pair inside the margin of 1, one outside, at distances 5, 0.5 and 5.
X1 = np.array([[3.0, 4.0], [0.3, 0.4], [3.0, 4.0]])
X2 = np.zeros((3, 2))
SIMILAR = np.array([1, 0, 0])


def exact_row(x1, x2, similar, margin):
    """One loss and its gradient by x1, to 350 digits."""
    v = [mpmath.mpf(float(a)) - mpmath.mpf(float(b)) for a, b in zip(x1, x2, strict=True)]
    d = mpmath.sqrt(mpmath.fsum(c * c for c in v))
    if similar:
        return d * d / 2, v
    short = max(mpmath.mpf(0), mpmath.mpf(margin) - d)
    return short * short / 2, [-short * c / d if d else mpmath.mpf(0) for c in v]


# --- by hand ---------------------------------------------------------------------------------------


def test_by_hand():
    losses, dx1, dx2 = contrastive_loss(X1, X2, SIMILAR, reduction="none", return_grad=True)
    assert_allclose(losses, [5**2 / 2, 0.5**2 / 2, 0], rtol=1e-15)  # 0.3 and 0.4 are rounded
    # the similar pair: its difference; the dissimilar one: 0.5 short, in the direction (0.6, 0.8)
    assert_allclose(dx1, [[3, 4], [-0.3, -0.4], [0, 0]], rtol=1e-15)
    assert_array_equal(dx2, -dx1)
    assert not np.signbit(dx1[2]).any() and not np.signbit(dx2[2]).any()  # no -0 to print
    assert contrastive_loss(X1, X2, SIMILAR) == pytest.approx((12.5 + 0.125) / 3)
    assert contrastive_loss(X1, X2, SIMILAR, reduction="sum") == pytest.approx(12.625)
    wide = contrastive_loss(X1, X2, [0, 0, 0], margin=6.0, reduction="none")
    assert_allclose(wide, [0.5, 5.5**2 / 2, 0.5], rtol=1e-15)


def test_the_paper_counts_the_other_way_round():
    y_paper = 1 - SIMILAR  # there 0 means similar
    d = np.linalg.norm(X1 - X2, axis=1)
    paper = (1 - y_paper) * d**2 / 2 + y_paper * np.maximum(0, 1 - d) ** 2 / 2
    assert_allclose(contrastive_loss(X1, X2, SIMILAR, reduction="none"), paper, rtol=1e-15)
    assert_array_equal(
        contrastive_loss(X1, X2, y_paper == 0, reduction="none"),
        contrastive_loss(X1, X2, SIMILAR, reduction="none"),
    )


def test_gradients_of_the_mean_are_those_of_the_sum_over_n_and_none_counts_as_sum():
    results = {
        r: contrastive_loss(X1, X2, SIMILAR, reduction=r, return_grad=True) for r in ("mean", "sum", "none")
    }
    for k in 1, 2:
        assert_array_equal(results["mean"][k], results["sum"][k] / 3)
        assert_array_equal(results["none"][k], results["sum"][k])
    assert results["mean"][0] == results["none"][0].sum() / 3


# --- against other implementations -----------------------------------------------------------------


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_a_loop_and_torch(reduction):
    rng = np.random.default_rng(0)
    x1, x2, y = rng.normal(size=(9, 4)), rng.normal(size=(9, 4)), rng.integers(0, 2, 9)
    losses = []
    for a, b, similar in zip(x1, x2, y, strict=True):
        d = sum((s - t) ** 2 for s, t in zip(a, b, strict=True)) ** 0.5
        losses.append(d**2 / 2 if similar else max(0, 3 - d) ** 2 / 2)
    reduced = {"mean": sum(losses) / 9, "sum": sum(losses), "none": losses}[reduction]
    got = contrastive_loss(x1, x2, y, margin=3.0, reduction=reduction, return_grad=True)
    assert_allclose(got[0], reduced, rtol=1e-13)  # order of additions

    t1, t2, t = torch.tensor(x1, requires_grad=True), torch.tensor(x2, requires_grad=True), torch.tensor(y)
    d = torch.nn.functional.pairwise_distance(t1, t2, eps=0)
    theirs = t * d**2 / 2 + (1 - t) * torch.relu(3 - d) ** 2 / 2
    (theirs.mean() if reduction == "mean" else theirs.sum()).backward()
    assert_allclose(got[1], t1.grad.numpy(), rtol=1e-12, atol=1e-15)  # 3 - d cancels a digit
    assert_allclose(got[2], t2.grad.numpy(), rtol=1e-12, atol=1e-15)


# --- digits ----------------------------------------------------------------------------------------

sixteenths = st.integers(-160, 160).map(lambda k: k / 16)
pairs = hnp.arrays(float, (2, 3), elements=sixteenths)


@given(pairs, st.booleans(), st.sampled_from([0.0, 1.0, 7.5, 30.0]))
def test_to_350_digits(pair, similar, margin):
    loss, dx1, dx2 = contrastive_loss(*pair[:, np.newaxis], [similar], margin=margin, return_grad=True)
    exact, gradient = exact_row(*pair, similar, margin)
    if similar:
        assert max(relative_errors(loss, [exact]), default=0) < 1e-15
        assert_array_equal(dx1, [pair[0] - pair[1]])
    else:  # relative to the terms: a distance just inside the margin is a rounded root
        assert abs(loss - exact) <= 1e-15 * mpmath.sqrt(2 * exact) * margin
        assert_allclose(dx1[0], [float(g) for g in gradient], atol=1e-15 * max(margin, 1))
    assert_array_equal(dx2, -dx1)


@pytest.mark.parametrize("size", [1e-300, 1e-200, 1e-160, 1e-8, 1e4, 1e100, 1e150])
@pytest.mark.parametrize("similar", [True, False])
def test_sizes_whose_squares_are_no_floats(size, similar):
    x1, x2 = np.array([[3.0, 0.0]]) * size, np.array([[0.0, 4.0]]) * size
    margin = 6 * size
    loss, dx1, _ = contrastive_loss(x1, x2, [similar], margin=margin, return_grad=True)
    expected = (5 if similar else 1) * size
    assert loss == pytest.approx(expected * expected / 2, rel=1e-14)  # 6 - 5 cancels a digit
    assert_allclose(np.hypot(*dx1[0]), expected, rtol=1e-14)
    direction = np.array([0.6, -0.8]) * (1 if similar else -1)
    assert_allclose(dx1[0] / expected, direction, rtol=1e-14)


def test_distances_that_only_their_square_makes_too_large_or_small():
    d = contrastive_loss([[3e200, 4e200]], [[0.0, 0.0]], [0], margin=6e200, return_grad=True)
    assert d[0] == np.inf
    assert_allclose(d[1], [[-0.6e200, -0.8e200]], rtol=1e-14)
    loss, dx1, _ = contrastive_loss([[3e-200, 4e-200]], [[0.0, 0.0]], [0], return_grad=True)
    assert loss == 0.5
    assert_allclose(dx1, [[-0.6, -0.8]], rtol=1e-15)
    loss, dx1, _ = contrastive_loss([[1e200, 0.0]], [[0.0, 0.0]], [1], return_grad=True)
    assert loss == np.inf
    assert_array_equal(dx1, [[1e200, 0]])


def test_half_the_square_may_be_a_float_where_the_square_is_none():
    assert contrastive_loss([[1.5e154]], [[0.0]], [1]) == pytest.approx(1.125e308)


def test_a_difference_that_is_no_float():
    x1, x2 = [[1e308, 0.0]], [[-1e308, 0.0]]
    loss, dx1, _ = contrastive_loss(x1, x2, [0], return_grad=True)
    assert loss == 0
    assert_array_equal(dx1, [[0, 0]])
    loss, dx1, _ = contrastive_loss(x1 * 2, x2 * 2, [1, 1], return_grad=True)
    assert loss == np.inf
    assert_array_equal(dx1, [[np.inf, 0]] * 2)


def test_a_mean_that_fits_although_the_sum_does_not():
    assert contrastive_loss([[1.5e154], [1.5e154]], [[0.0], [0.0]], [1, 1]) == pytest.approx(1.125e308)


# --- kinks -----------------------------------------------------------------------------------------


def test_a_dissimilar_pair_that_coincides_has_no_direction():
    loss, dx1, dx2 = contrastive_loss([[7.0, 7.0]], [[7.0, 7.0]], [0], margin=2.0, return_grad=True)
    assert loss == 2
    assert_array_equal(dx1, [[0, 0]])
    assert_array_equal(dx2, [[0, 0]])


def test_a_similar_pair_that_coincides_costs_nothing():
    loss, dx1, _ = contrastive_loss([[7.0, 7.0]], [[7.0, 7.0]], [1], return_grad=True)
    assert loss == 0
    assert_array_equal(dx1, [[0, 0]])


def test_at_the_margin_the_loss_is_flat():
    for d, expected in (1.0, 0.0), (1 + 2.0**-40, 0.0), (1 - 2.0**-20, 2.0**-41):
        loss, dx1, _ = contrastive_loss([[d]], [[0.0]], [0], return_grad=True)
        assert loss == expected
        assert_array_equal(dx1, [[-((2 * expected) ** 0.5)]])


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_gradient_by_central_differences(reduction):
    rng = np.random.default_rng(2)
    x1, x2, y = rng.normal(size=(6, 3)), rng.normal(size=(6, 3)), [1, 0, 0, 1, 0, 0]
    assert np.linalg.norm(x1 - x2, axis=1).min() > 0.1, "a kink within reach of the step"

    def summed(x1, x2):
        return contrastive_loss(x1, x2, y, margin=2.5, reduction=reduction).sum()

    _, dx1, dx2 = contrastive_loss(x1, x2, y, margin=2.5, reduction=reduction, return_grad=True)
    # The third derivative of a distance is at most of the size 1 / d^2 here: step^2 times 100.
    assert_allclose(dx1, central_difference(lambda x: summed(x, x2), x1), atol=1e-8)
    assert_allclose(dx2, central_difference(lambda x: summed(x1, x), x2), atol=1e-8)


# --- properties ------------------------------------------------------------------------------------

batches = st.integers(1, 4).flatmap(
    lambda n: st.tuples(
        hnp.arrays(float, (2, n, 3), elements=sixteenths),
        hnp.arrays(bool, n),
        st.sampled_from([0.0, 1.0, 9.0]),
    )
)


@given(batches)
def test_what_does_not_matter(batch):
    (x1, x2), similar, margin = batch
    for a in x1, x2, similar:
        a.flags.writeable = False
    losses = contrastive_loss(x1, x2, similar, margin=margin, reduction="none")
    assert (losses >= 0).all()
    assert_array_equal(contrastive_loss(x2, x1, similar, margin=margin, reduction="none"), losses)
    assert_array_equal(contrastive_loss(x1 + 3, x2 + 3, similar, margin=margin, reduction="none"), losses)
    order = np.arange(len(similar))[::-1]
    moved = contrastive_loss(x1[order], x2[order], similar[order], margin=margin, reduction="none")
    assert_array_equal(moved, losses[order])
    doubled = contrastive_loss(2 * x1, 2 * x2, similar, margin=2 * margin, reduction="none")
    assert_array_equal(doubled, 4 * losses)


@given(batches)
def test_apart_costs_similar_pairs_and_helps_dissimilar_ones(batch):
    (x1, x2), similar, margin = batch
    before = contrastive_loss(x1, x2, similar, margin=margin, reduction="none")
    apart = contrastive_loss(x1 + (x1 - x2), x2, similar, margin=margin, reduction="none")
    assert (np.where(similar, apart >= before, apart <= before)).all()


# --- dtypes and empty batches ----------------------------------------------------------------------


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize(
    ("first", "second", "result"),
    [
        ("f2", "f2", "f2"),
        ("f4", "f4", "f4"),
        ("f8", "f8", "f8"),
        ("f2", "f4", "f4"),
        ("f8", "f4", "f8"),
        ("i2", "i2", "f8"),
        ("f4", "u1", "f8"),
        (">f4", "f4", "f4"),
    ],
)
def test_dtypes(first, second, result, reduction):
    x1, x2 = np.array([[3, 4], [1, 0]], first), np.array([[0, 0], [1, 0]], second)
    loss, dx1, dx2 = contrastive_loss(x1, x2, [True, False], reduction=reduction, return_grad=True)
    assert loss.dtype == dx1.dtype == dx2.dtype == np.dtype(result)
    assert isinstance(loss, np.ndarray if reduction == "none" else np.floating)
    assert_array_equal(loss, {"mean": 6.5, "sum": 13, "none": [12.5, 0.5]}[reduction])


def test_the_difference_is_taken_in_the_wider_dtype():
    near = np.float32([[1e-5]])
    _, dx1, _ = contrastive_loss(np.array([[1.0]]), near, [1], return_grad=True)
    assert_array_equal(dx1, [[1 - float(near[0, 0])]])


def test_float16_is_computed_in_float32():
    x1, x2 = np.float16([[300.0, 0.0]]), np.float16([[0.0, 0.0]])
    assert contrastive_loss(x1, x2, [0], margin=400.0) == np.float16(5000)
    assert contrastive_loss(x1, x2, [1], reduction="none") == np.float16(45000)
    assert contrastive_loss(2 * x1, x2, [1]) == np.inf  # above 65504


def test_lists_and_labels_of_all_kinds():
    expected = contrastive_loss(X1, X2, SIMILAR)
    for similar in [1, 0, 0], [True, False, False], np.array([1, 0, 0], "u1"), np.array([1, 0, 0], ">i4"):
        assert contrastive_loss(X1.tolist(), np.asfortranarray(X2), similar) == expected


def test_nothing_raises_a_floating_point_flag():
    with np.errstate(all="raise"):
        for size in 1e-308, 1e-160, 1.0, 1e200, 1e308:
            for similar in 0, 1:
                x = np.array([[size, -size], [1e-300, 1.0], [1e-20, size]])
                contrastive_loss(x, -x, [similar] * 3, margin=1e200, return_grad=True)
        contrastive_loss([[1.5e-323, 1e-5]], [[0.0, 0.0]], [0], margin=3.7e-5, return_grad=True)
        for size in 6e-8, 1.0, 6e4:
            x = np.array([[size, -size], [0.0, 1.0]], np.float16)
            contrastive_loss(x, -x, [0, 1], margin=1e4, return_grad=True)


def test_empty_batch():
    empty = np.zeros((0, 3))
    with pytest.raises(ValueError, match="x1: expected at least one example for reduction='mean', got N = 0"):
        contrastive_loss(empty, empty, [])
    assert contrastive_loss(empty, empty, [], reduction="sum") == 0
    losses, dx1, dx2 = contrastive_loss(empty, empty, [], reduction="none", return_grad=True)
    assert losses.shape == (0,)
    assert dx1.shape == dx2.shape == (0, 3)


def test_no_coordinates_no_distance():
    nothing = np.zeros((2, 0))
    assert_array_equal(contrastive_loss(nothing, nothing, [1, 0], margin=2.0, reduction="none"), [0, 2])


# --- errors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        (([1.0], X2, SIMILAR), {}, r"x1: expected shape \(N, D\), got shape \(1,\)"),
        (
            (X1, X2[:2], SIMILAR),
            {},
            r"x2: expected shape \(N, D\) with N = 3 and D = 2, got shape \(2, 2\)",
        ),
        ((X1, X2[:, :1], SIMILAR), {}, r"x2: expected shape \(N, D\) with .* got shape \(3, 1\)"),
        ((X1, X2, [1, 0]), {}, r"similar: expected shape \(N,\) with N = 3, got shape \(2,\)"),
        ((X1, X2, [1, 0, 2]), {}, "similar: expected values from 0 to 1, got 2 at index 2"),
        ((X1, X2, [1, -1, 0]), {}, "similar: expected values from 0 to 1, got -1 at index 1"),
        ((X1, X2, [1.0, 0.0, 0.0]), {}, "similar: expected integers, got dtype float64"),
        ((X1, X2, [[1], [0, 1]]), {}, r"similar: expected an array of numbers, got list \("),
        ((X1, X2, "abc"), {}, "similar: expected integers, got dtype <U3"),
        ((X1 * np.nan, X2, SIMILAR), {}, r"x1: expected finite numbers, got nan at index \(0, 0\)"),
        ((X1, X2 - [[0, np.inf]], SIMILAR), {}, r"x2: expected finite numbers, got -inf at index \(0, 1\)"),
        ((X1 > 0, X2, SIMILAR), {}, "x1: expected float16, .* got dtype bool"),
        ((X1, X2 * 1j, SIMILAR), {}, "x2: expected float16, .* got dtype complex128"),
        ((X1, [[1.0], [2.0, 3.0]], SIMILAR), {}, r"x2: expected an array of numbers, got list \("),
        ((X1, X2, SIMILAR), {"margin": -1.0}, r"margin: expected a finite number, at least 0, got -1\.0"),
        ((X1, X2, SIMILAR), {"margin": np.inf}, "margin: expected a finite number, at least 0, got inf"),
        ((X1, X2, SIMILAR), {"reduction": "avg"}, "reduction: expected one of 'mean', .* got 'avg'"),
    ],
)
def test_errors(arguments, options, message):
    with pytest.raises(ValueError, match=message):
        contrastive_loss(*arguments, **options)


def test_tiny_beside_huge_rows_keep_their_direction():
    x1 = np.array([[3e-200, 4e-200], [3e200, 0.0]])
    _, dx1, _ = contrastive_loss(x1, np.zeros((2, 2)), [0, 0], reduction="sum", return_grad=True)
    assert_allclose(dx1, [[-0.6, -0.8], [0, 0]], rtol=1e-15)  # the last digit of 0.6


def test_a_margin_beyond_float32_is_refused_there():
    x = np.float32([[1.0]])
    with pytest.raises(ValueError, match=r"margin: expected a number that float32 can hold, got 1e\+39"):
        contrastive_loss(x, -x, [0], margin=1e39)
    assert contrastive_loss(x, -x.astype(float), [0], margin=1e39) == pytest.approx(5e77)
    highest = float(np.finfo(np.float32).max)
    _, dx1, _ = contrastive_loss(x, -x, [0], margin=highest, return_grad=True)
    assert_array_equal(dx1, np.float32([[-highest]]))
