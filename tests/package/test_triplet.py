"""The triplet loss: by hand, in exact arithmetic, against torch, and where distances nearly cancel."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.testing import assert_allclose, assert_array_equal

from lossnotes import triplet_loss
from tests.package.oracles import central_difference

# Distances to the positive: 5, 1, 0; to the negative: 5.5, 13, 0.
ANCHOR = np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]])
POSITIVE = np.array([[3.0, 4.0], [1.0, 2.0], [2.0, 2.0]])
NEGATIVE = np.array([[0.0, 5.5], [6.0, 13.0], [2.0, 2.0]])
KINDS = ["euclidean", "squared"]


def exact_row(a, p, n, margin, kind):
    """One loss to 350 digits, and the sum of its terms."""

    def distance(u, v):
        total = mpmath.fsum(
            (mpmath.mpf(float(s)) - mpmath.mpf(float(t))) ** 2 for s, t in zip(u, v, strict=True)
        )
        return total if kind == "squared" else mpmath.sqrt(total)

    near, far, margin = distance(a, p), distance(a, n), mpmath.mpf(margin)
    return max(mpmath.mpf(0), near - far + margin), near + far + margin


# --- by hand ---------------------------------------------------------------------------------------


def test_by_hand():
    losses = triplet_loss(ANCHOR, POSITIVE, NEGATIVE, reduction="none")
    assert_array_equal(losses, [5 - 5.5 + 1, 0, 1])
    assert triplet_loss(ANCHOR, POSITIVE, NEGATIVE) == 0.5
    assert triplet_loss(ANCHOR, POSITIVE, NEGATIVE, reduction="sum") == 1.5
    losses = triplet_loss(ANCHOR, POSITIVE, NEGATIVE, margin=13.0, reduction="none")
    assert_array_equal(losses, [12.5, 1, 13])


def test_squared_by_hand():
    squared = {"distance": "squared", "reduction": "none"}
    assert_array_equal(triplet_loss(ANCHOR, POSITIVE, NEGATIVE, **squared), [0, 0, 1])
    losses = triplet_loss(ANCHOR, POSITIVE, NEGATIVE, margin=6.0, **squared)
    assert_array_equal(losses, [25 - 30.25 + 6, 0, 6])


def test_gradients_by_hand():
    _, da, dp, dn = triplet_loss(ANCHOR, POSITIVE, NEGATIVE, reduction="sum", return_grad=True)
    # to the positive (0.6, 0.8), to the negative (0, 1); the third triplet has no direction
    assert_allclose(da, [[-0.6, 0.2], [0, 0], [0, 0]], rtol=1e-15, atol=1e-15)
    assert_allclose(dp, [[0.6, 0.8], [0, 0], [0, 0]], rtol=1e-15)
    assert_allclose(dn, [[0, -1], [0, 0], [0, 0]], rtol=1e-15)
    for gradient in da, dp, dn:
        assert not np.signbit(gradient[1:]).any()  # no -0 to print
    _, da, dp, dn = triplet_loss(
        ANCHOR, POSITIVE, NEGATIVE, margin=6.0, distance="squared", reduction="sum", return_grad=True
    )
    assert_array_equal(da, [[-6, 3], [0, 0], [0, 0]])  # 2 (n - p)
    assert_array_equal(dp, [[6, 8], [0, 0], [0, 0]])
    assert_array_equal(dn, [[0, -11], [0, 0], [0, 0]])


@pytest.mark.parametrize("kind", KINDS)
def test_gradients_of_the_mean_are_those_of_the_sum_over_n_and_none_counts_as_sum(kind):
    rng = np.random.default_rng(0)
    triplet = rng.normal(size=(3, 5, 2))
    mean, of_sum, none = (
        triplet_loss(*triplet, distance=kind, reduction=r, return_grad=True) for r in ("mean", "sum", "none")
    )
    assert mean[0] == none[0].sum() / 5
    for k in 1, 2, 3:
        assert_array_equal(mean[k], of_sum[k] / 5)
        assert_array_equal(none[k], of_sum[k])


# --- against other implementations -----------------------------------------------------------------


def torch_loss(function, a, p, n, **options):
    inputs = [torch.tensor(x, requires_grad=True) for x in (a, p, n)]
    loss = function(*inputs, **options)
    loss.sum().backward()
    return loss.detach().numpy(), *(x.grad.numpy() for x in inputs)


@pytest.mark.parametrize("margin", [0.1, 1.0, 3.0])  # torch refuses 0
@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_torch_adds_1e_6_to_every_difference(margin, reduction):
    rng = np.random.default_rng(1)
    a, p, n = rng.normal(size=(3, 20, 4))
    options = {"margin": margin, "reduction": reduction}
    theirs = torch_loss(torch.nn.functional.triplet_margin_loss, a, p, n, eps=0.0, **options)
    for mine, other in zip(triplet_loss(a, p, n, return_grad=True, **options), theirs, strict=True):
        assert_allclose(mine, other, rtol=1e-12, atol=1e-14)  # order of additions, and a digit cancels
    # With its own eps both differences grow by it: the same as an anchor that is shifted in every coordinate.
    theirs = torch_loss(torch.nn.functional.triplet_margin_loss, a, p, n, **options)
    shifted = triplet_loss(a + 1e-6, p, n, return_grad=True, **options)
    for mine, other in zip(shifted, theirs, strict=True):
        assert_allclose(mine, other, rtol=1e-12, atol=1e-14)
    assert not np.allclose(triplet_loss(a, p, n, **options), theirs[0], rtol=1e-9, atol=0)


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_torch_with_squared_distances(reduction):
    rng = np.random.default_rng(2)
    a, p, n = rng.normal(size=(3, 20, 4))
    theirs = torch_loss(
        torch.nn.functional.triplet_margin_with_distance_loss,
        *(a, p, n),
        distance_function=lambda u, v: ((u - v) ** 2).sum(dim=1),
        margin=2.0,
        reduction=reduction,
    )
    mine = triplet_loss(a, p, n, margin=2.0, distance="squared", reduction=reduction, return_grad=True)
    for ours, other in zip(mine, theirs, strict=True):
        assert_allclose(ours, other, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("kind", KINDS)
def test_a_loop(kind):
    rng = np.random.default_rng(3)
    triplet = rng.normal(size=(3, 20, 4))
    losses = []
    for a, p, n in zip(*triplet, strict=True):
        near, far = (sum((s - t) ** 2 for s, t in zip(a, x, strict=True)) for x in (p, n))
        losses.append(max(0, near - far + 2 if kind == "squared" else near**0.5 - far**0.5 + 2))
    got = triplet_loss(*triplet, margin=2.0, distance=kind, reduction="none")
    assert_allclose(got, losses, rtol=1e-13, atol=1e-14)  # order of additions


# --- digits ----------------------------------------------------------------------------------------

sixteenths = st.integers(-160, 160).map(lambda k: k / 16)
triplets = hnp.arrays(float, (3, 1, 3), elements=sixteenths)


@given(triplets, st.sampled_from([0.0, 0.25, 1.0, 17.0]), st.sampled_from(KINDS))
def test_to_350_digits(triplet, margin, kind):
    got = triplet_loss(*triplet, margin=margin, distance=kind)
    exact, size = exact_row(*triplet[:, 0], margin, kind)
    assert abs(got - exact) <= 1e-15 * size
    if kind == "squared":
        assert got == exact  # sixteenths: every square is exact


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-15), (np.float32, 5e-7)])
def test_random_triplets_far_from_the_origin(kind, dtype, tolerance):
    rng = np.random.default_rng(4)
    triplet = (1000 + rng.normal(size=(3, 50, 6))).astype(dtype)  # the differences are exact all the same
    got = triplet_loss(*triplet, margin=0.7, distance=kind, reduction="none")
    margin = float(dtype(0.7))
    for loss, a, p, n in zip(got, *triplet, strict=True):
        exact, size = exact_row(a, p, n, margin, kind)
        assert abs(float(loss) - exact) <= tolerance * size


def test_close_to_the_margin_the_rounded_distances_keep_their_digits():
    # One coordinate: distances are exact, and near - far + margin is all that rounds.
    for near, far in (0.1, 1.1), (0.3, 1.3), (1e-9, 1.0), (0.7, 1.7):
        for kind in KINDS:
            a, p, n = [[0.0]], [[near]], [[far]]
            d = (lambda x: Fraction(x)) if kind == "euclidean" else (lambda x: Fraction(x * x))
            margin = float(far - near) if kind == "euclidean" else float(far * far - near * near)
            exact = max(Fraction(0), d(near) - d(far) + Fraction(margin))
            got = triplet_loss(a, p, n, margin=margin, distance=kind)
            assert got == pytest.approx(float(exact), rel=1e-15, abs=0)


# --- extremes --------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1e-300, 1e-200, 1e-150, 1e4, 1e150, 1e200, 1e307])
def test_sizes_whose_squares_are_no_floats(size):
    a, p, n = np.array([[0.0, 0.0]]), np.array([[3.0, 4.0]]) * size, np.array([[0.0, 2.0]]) * size
    loss, da, dp, dn = triplet_loss(a, p, n, margin=size, return_grad=True)
    assert loss == pytest.approx(4 * size, rel=1e-14)
    assert_allclose(dp, [[0.6, 0.8]], rtol=1e-14)
    assert_allclose(dn, [[0, -1]], rtol=1e-14)
    assert_allclose(da, [[-0.6, 0.2]], rtol=1e-14)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_distances_that_overflow_have_a_difference_all_the_same(dtype):
    big = float(np.finfo(dtype).max) ** 0.75
    o, p, n = dtype([[0.0]]), dtype([[big]]), dtype([[2 * big]])
    options = {"distance": "squared", "return_grad": True}
    for other in n, o:
        loss, *slopes = triplet_loss(o, other, other, **options)
        assert loss == 1  # the margin
        assert all(np.isfinite(s).all() for s in slopes)
    loss, da, dp, dn = triplet_loss(o, p, n, **options)
    assert loss == 0
    assert_array_equal(np.hstack([da, dp, dn]), [[0, 0, 0]])
    loss, da, dp, dn = triplet_loss(o, n, p, **options)
    assert loss == np.inf
    assert_allclose(np.hstack([da, dp, dn]), [[-2 * big, 4 * big, -2 * big]], rtol=1e-6)  # float32


def test_differences_that_are_no_floats():
    a, far = [[1e308, 1.0]], [[-1e308, 1.0]]
    loss, da, dp, dn = triplet_loss(a, far, far, margin=3.0, return_grad=True)
    assert loss == 3
    assert_array_equal(np.vstack([da, dp, dn]), [[0, 0], [-1, 0], [1, 0]])
    assert triplet_loss(a, far, a) == np.inf
    assert triplet_loss(a, a, far) == 0


def test_margins_large_and_small():
    assert triplet_loss(ANCHOR, ANCHOR, ANCHOR, margin=1e308) == 1e308
    assert triplet_loss(ANCHOR, ANCHOR, ANCHOR, margin=5e-324, reduction="sum") == 1.5e-323
    tiny = np.array([[1e-200]])
    assert triplet_loss(tiny, 0 * tiny, 0 * tiny, margin=2.0) == 2
    large = np.array([[1e60]])  # below the size from which numbers are scaled
    loss, _, dp, _ = triplet_loss(0 * large, large, large, margin=1e-300, return_grad=True)
    assert loss == 1e-300
    assert_array_equal(dp, [[1]])


def test_nothing_raises_a_floating_point_flag():
    with np.errstate(all="raise"):
        for kind in KINDS:
            for size in 1e-308, 1e-160, 1.0, 1e200, 1e308:
                x = np.array([[size, -size], [1e-300, 1.0], [1e-20, size]])
                triplet_loss(x, -x, 0 * x, distance=kind, margin=1e-300, return_grad=True)
            for size in 6e-8, 1.0, 6e4:
                x = np.array([[size, -size], [0.0, 1.0]], np.float16)
                triplet_loss(x, -x, 0 * x, distance=kind, return_grad=True)


# --- kinks -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_exactly_on_the_margin_the_gradient_is_0(kind):
    a, p, n = [[0.0]], [[1.0]], [[2.0]]
    margin = 1.0 if kind == "euclidean" else 3.0
    loss, *slopes = triplet_loss(a, p, n, margin=margin, distance=kind, return_grad=True)
    assert loss == 0
    assert_array_equal(np.hstack(slopes), [[0, 0, 0]])
    inside = np.nextafter(margin, 9)
    loss, *slopes = triplet_loss(a, p, n, margin=inside, distance=kind, return_grad=True)
    assert loss == inside - margin
    assert_array_equal(np.hstack(slopes), [[0, 1, -1] if kind == "euclidean" else [2, 2, -4]])


def test_points_that_coincide_have_no_direction():
    a, x = [[1.0, 2.0]], [[4.0, 6.0]]
    _, da, dp, dn = triplet_loss(a, a, x, margin=9.0, return_grad=True)
    assert_allclose(np.vstack([da, dp, dn]), [[0.6, 0.8], [0, 0], [-0.6, -0.8]], rtol=1e-15)
    _, da, dp, dn = triplet_loss(a, x, a, return_grad=True)
    assert_allclose(np.vstack([da, dp, dn]), [[-0.6, -0.8], [0.6, 0.8], [0, 0]], rtol=1e-15)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_gradient_by_central_differences(kind, reduction):
    rng = np.random.default_rng(5)
    triplet = rng.normal(size=(3, 6, 3))
    options = {"distance": kind, "margin": 1.5, "reduction": reduction}
    near, far = (np.linalg.norm(triplet[0] - x, axis=1) ** (1 + (kind == "squared")) for x in triplet[1:])
    assert np.abs(near - far + 1.5).min() > 1e-2, "a kink within reach of the step"
    _, *slopes = triplet_loss(*triplet, return_grad=True, **options)
    for k in range(3):

        def summed(x, k=k):
            return triplet_loss(*triplet[:k], x, *triplet[k + 1 :], **options).sum()

        # Rounding over the step, and step^2 times a third derivative of at most some tens.
        assert_allclose(slopes[k], central_difference(summed, triplet[k]), atol=1e-8)


# --- properties ------------------------------------------------------------------------------------


@given(
    hnp.arrays(float, (3, 4, 3), elements=sixteenths),
    st.sampled_from([0.0, 1.0, 9.0]),
    st.sampled_from(KINDS),
)
def test_what_does_not_matter(triplet, margin, kind):
    triplet.flags.writeable = False

    def losses(x, margin=margin):
        return triplet_loss(*x, margin=margin, distance=kind, reduction="none")

    before = losses(triplet)
    assert (before >= 0).all()
    assert_array_equal(losses(triplet + 5), before)
    assert_array_equal(losses(-triplet), before)
    assert_array_equal(losses(triplet[:, ::-1]), before[::-1])
    factor = 2 if kind == "euclidean" else 4
    assert_array_equal(losses(2 * triplet, factor * margin), factor * before)
    a, p, n = triplet
    assert (losses([a, a, n]) <= before).all()  # a positive at the anchor is the best there is
    assert (losses([a, p, a]) >= before).all()
    _, *slopes = triplet_loss(*triplet, margin=margin, distance=kind, return_grad=True)
    assert_allclose(sum(slopes), 0, atol=1e-12)  # moving all three together changes nothing


# --- dtypes and empty batches ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize(
    ("dtypes", "result"),
    [
        (("f2", "f2", "f2"), "f2"),
        (("f4", "f4", "f4"), "f4"),
        (("f8", "f8", "f8"), "f8"),
        (("f2", "f2", "f4"), "f4"),
        (("f4", "f8", "f4"), "f8"),
        (("i1", "f4", "f4"), "f8"),
        ((">f4", "f2", "f4"), "f4"),
    ],
)
def test_dtypes(dtypes, result, reduction, kind):
    triplet = [np.array(x, d) for x, d in zip([[[0], [1]], [[3], [1]], [[2], [4]]], dtypes, strict=True)]
    loss, *slopes = triplet_loss(*triplet, distance=kind, reduction=reduction, return_grad=True)
    assert {x.dtype for x in (loss, *slopes)} == {np.dtype(result)}
    assert isinstance(loss, np.ndarray if reduction == "none" else np.floating)
    first = 2 if kind == "euclidean" else 6
    assert_array_equal(loss, {"mean": first / 2, "sum": first, "none": [first, 0]}[reduction])


def test_differences_are_taken_in_the_wider_dtype():
    a, p = np.float32([[1.0]]), np.float32([[1e-5]])
    loss = triplet_loss(a, p, np.array([[1.0]]), margin=0.0)
    assert loss == 1 - float(p[0, 0])


def test_float16_is_computed_in_float32():
    o, p = np.float16([[0.0, 0.0]]), np.float16([[300.0, 400.0]])
    assert triplet_loss(o, p, o) == 501
    assert triplet_loss(o, p, o, distance="squared") == np.inf  # above 65504
    assert triplet_loss(o, p, p, distance="squared") == 1


def test_lists_and_layouts():
    expected = triplet_loss(ANCHOR, POSITIVE, NEGATIVE, reduction="none")
    lists = (x.tolist() for x in (ANCHOR, POSITIVE, NEGATIVE))
    assert_array_equal(triplet_loss(*lists, reduction="none"), expected)
    columns = (np.asfortranarray(x)[::-1] for x in (ANCHOR, POSITIVE, NEGATIVE))
    assert_array_equal(triplet_loss(*columns, reduction="none"), expected[::-1])


@pytest.mark.parametrize("kind", KINDS)
def test_empty_batch(kind):
    empty = np.zeros((0, 3))
    with pytest.raises(
        ValueError, match="anchor: expected at least one example for reduction='mean', got N = 0"
    ):
        triplet_loss(empty, empty, empty, distance=kind)
    assert triplet_loss(empty, empty, empty, distance=kind, reduction="sum") == 0
    losses, *slopes = triplet_loss(empty, empty, empty, distance=kind, reduction="none", return_grad=True)
    assert losses.shape == (0,)
    assert [s.shape for s in slopes] == [(0, 3)] * 3


# --- errors ----------------------------------------------------------------------------------------

A, P, N = ANCHOR, POSITIVE, NEGATIVE


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        ((A[0], P, N), {}, r"anchor: expected shape \(N, D\), got shape \(2,\)"),
        ((A, P[:2], N), {}, r"positive: expected shape \(N, D\) with N = 3 and D = 2, got shape \(2, 2\)"),
        ((A, P, N[:, :1]), {}, r"negative: expected shape \(N, D\) with N = 3 and D = 2, got shape \(3, 1\)"),
        ((A * np.nan, P, N), {}, r"anchor: expected finite numbers, got nan at index \(0, 0\)"),
        ((A, P - [[0, np.inf]], N), {}, r"positive: expected finite numbers, got -inf at index \(0, 1\)"),
        ((A, P, N - [[0, np.inf]]), {}, r"negative: expected finite numbers, got -inf at index \(0, 1\)"),
        ((A > 0, P, N), {}, "anchor: expected float16, .* got dtype bool"),
        ((A, P * 1j, N), {}, "positive: expected float16, .* got dtype complex128"),
        ((A, P, N.astype(str)), {}, "negative: expected float16, .* got dtype <U"),
        ((A, P, N), {"margin": -1.0}, r"margin: expected a finite number, at least 0, got -1\.0"),
        ((A, P, N), {"margin": np.nan}, "margin: expected a finite number, at least 0, got nan"),
        ((A, P, N), {"distance": "cosine"}, "distance: expected one of 'euclidean', 'squared', got 'cosine'"),
        ((A, P, N), {"distance": 2}, "distance: expected one of 'euclidean', 'squared', got 2"),
        ((A, P, N), {"reduction": "avg"}, "reduction: expected one of 'mean', .* got 'avg'"),
    ],
)
def test_errors(arguments, options, message):
    with pytest.raises(ValueError, match=message):
        triplet_loss(*arguments, **options)
