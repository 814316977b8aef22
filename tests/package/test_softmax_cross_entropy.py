"""Softmax cross-entropy: by hand, by a loop, against torch. Its digits: test_cross_entropy_digits.py."""

import itertools

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from lossnotes import log_softmax, softmax, softmax_cross_entropy
from lossnotes.examples import LABELS, SCORES
from tests.package.oracles import batches, central_difference

REDUCTIONS = ["mean", "sum", "none"]

# --- by hand ---------------------------------------------------------------------------------------


def test_three_images_by_hand():
    # -s_y + log(e^3.2 + e^5.1 + e^-1.7) and so on, with a pocket calculator
    by_hand = [-3.2 + np.log(24.5325 + 164.0219 + 0.1827), -4.9 + np.log(3.6693 + 134.2898 + 7.3891)]
    by_hand.append(3.1 + np.log(9.0250 + 12.1825 + 0.0450))
    losses = softmax_cross_entropy(SCORES, LABELS, reduction="none")
    assert_allclose(losses, by_hand, atol=1e-5)  # four decimals above
    assert f"{losses[0]:.2f}" == "2.04"


def test_gradient_by_hand():
    _, gradient = softmax_cross_entropy([[0.0, np.log(3.0)]], [0], return_grad=True)
    assert_allclose(gradient, [[-0.75, 0.75]], rtol=1e-15)  # p = (1/4, 3/4)
    _, gradient = softmax_cross_entropy([[0.0, np.log(3.0)]], [[0.5, 0.5]], return_grad=True)
    assert_allclose(gradient, [[-0.25, 0.25]], rtol=1e-15)


def test_all_scores_equal_gives_log_of_the_number_of_classes():
    assert softmax_cross_entropy(np.zeros((4, 10)), [0, 3, 5, 9]) == pytest.approx(np.log(10), rel=1e-15)


def test_softmax_first_is_the_classic_bug():
    sure = softmax([[100.0, 0.0, 0.0]])
    assert softmax_cross_entropy(sure, [0]) == pytest.approx(np.log(1 + 2 / np.e))


# --- by a loop -------------------------------------------------------------------------------------


def test_against_a_loop():
    rng = np.random.default_rng(5)
    scores, labels, w = rng.normal(size=(6, 4)), rng.integers(0, 4, 6), rng.uniform(0.5, 2, 4)
    losses = []
    for s, y in zip(scores, labels, strict=True):
        losses.append(-w[y] * np.log(np.exp(s[y]) / sum(np.exp(s_j) for s_j in s)))
    got = softmax_cross_entropy(scores, labels, weight=w, reduction="none")
    assert_allclose(got, losses, rtol=1e-13)  # the naive logarithm near 1
    mean = sum(losses) / sum(w[y] for y in labels)
    assert softmax_cross_entropy(scores, labels, weight=w) == pytest.approx(mean, rel=1e-13)


# --- against torch ---------------------------------------------------------------------------------


def compare_with_torch(scores, target, *, weight=None, rtol=1e-12, **options):
    x = torch.tensor(scores, requires_grad=True)
    w = None if weight is None else torch.tensor(weight)
    theirs = torch.nn.functional.cross_entropy(x, torch.tensor(target), weight=w, **options)
    theirs.sum().backward()
    loss, gradient = softmax_cross_entropy(scores, target, weight=weight, return_grad=True, **options)
    # torch loses some digits to cancellation, absolutely about an ulp of 1
    assert_allclose(loss, theirs.detach().numpy(), rtol=rtol, atol=rtol / 10)
    assert_allclose(gradient, x.grad.numpy(), rtol=rtol, atol=rtol / 10)
    assert loss.dtype == gradient.dtype == scores.dtype


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("smoothing", [0.0, 0.1, 1.0])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("ignore", [-100, -1, 2])
def test_torch_with_labels(reduction, smoothing, weighted, ignore):
    rng = np.random.default_rng(6)
    scores, labels = rng.normal(scale=3, size=(12, 4)), rng.integers(0, 4, 12)
    labels[[1, 5]] = ignore
    weight = np.array([0.5, 1.0, 2.5, 0.0]) if weighted else None
    compare_with_torch(
        scores, labels, weight=weight, reduction=reduction, label_smoothing=smoothing, ignore_index=ignore
    )


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("smoothing", [0.0, 0.1, 1.0])
@pytest.mark.parametrize("weighted", [False, True])
def test_torch_with_distributions(reduction, smoothing, weighted):
    rng = np.random.default_rng(7)
    scores, q = rng.normal(scale=3, size=(12, 4)), softmax(rng.normal(size=(12, 4)))
    weight = np.array([0.5, 1.0, 2.5, 0.0]) if weighted else None
    compare_with_torch(scores, q, weight=weight, reduction=reduction, label_smoothing=smoothing)


def test_torch_in_float32():
    rng = np.random.default_rng(8)
    scores, labels = rng.normal(scale=3, size=(50, 6)).astype(np.float32), rng.integers(0, 6, 50)
    weight = rng.uniform(0.5, 2, 6).astype(np.float32)
    compare_with_torch(scores, labels, weight=weight, label_smoothing=0.2, rtol=1e-5)  # float32


def test_distributions_that_are_labels():
    one_hot = np.eye(3)[LABELS]
    for reduction in REDUCTIONS:
        a = softmax_cross_entropy(SCORES, LABELS, reduction=reduction, return_grad=True)
        for q in one_hot, one_hot.astype(int), one_hot.astype(np.float16).tolist():
            b = softmax_cross_entropy(SCORES, q, reduction=reduction, return_grad=True)
            assert_array_equal(a[0], b[0])
            assert_allclose(a[1], b[1], rtol=1e-15)  # another order of the same few roundings


# --- ignored examples ------------------------------------------------------------------------------


def test_ignored_rows_count_for_nothing():
    labels = [0, -100, 2]
    losses, gradient = softmax_cross_entropy(
        SCORES, labels, label_smoothing=0.1, reduction="none", return_grad=True
    )
    assert losses[1] == 0
    assert_array_equal(gradient[1], [0, 0, 0])
    kept = softmax_cross_entropy(SCORES[[0, 2]], [0, 2], label_smoothing=0.1)
    assert softmax_cross_entropy(SCORES, labels, label_smoothing=0.1) == kept


@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_all_rows_ignored(reduction):
    message = "target: expected a label other than ignore_index = 7, got none"
    with pytest.raises(ValueError, match=f"^{message}"):
        softmax_cross_entropy(SCORES, [7, 7, 7], ignore_index=7, reduction=reduction)


def test_weights_that_leave_nothing_to_divide_by():
    with pytest.raises(ValueError, match=r"^weight: expected a sum .* above 0 for reduction='mean', got 0$"):
        softmax_cross_entropy(SCORES, [1, 1, 1], weight=[1, 0, 1])
    assert softmax_cross_entropy(SCORES, [1, 1, 1], weight=[1, 0, 1], reduction="sum") == 0


# --- gradients -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weight", "smoothing", "reduction", "soft"),
    list(itertools.product([None, [0.5, 2.0, 1.0, 3.0]], [0.0, 0.3], REDUCTIONS, [False, True])),
)
def test_gradient_by_central_differences(weight, smoothing, reduction, soft):
    rng = np.random.default_rng(9)
    scores = rng.normal(scale=2, size=(5, 4))
    target = softmax(rng.normal(size=(5, 4))) if soft else [0, 3, -100, 2, 1]
    options = {"weight": weight, "label_smoothing": smoothing, "reduction": reduction}
    _, gradient = softmax_cross_entropy(scores, target, return_grad=True, **options)
    numeric = central_difference(lambda x: softmax_cross_entropy(x, target, **options).sum(), scores)
    assert_allclose(gradient, numeric, atol=1e-9)  # step^2 / 6 times a third derivative of at most 5


# --- properties ------------------------------------------------------------------------------------


@given(batches(), st.integers(-1000, 1000), st.sampled_from([0.0, 0.1]))
def test_a_shift_of_all_scores_changes_nothing(batch, shift, smoothing):
    scores, labels = batch
    before = softmax_cross_entropy(scores, labels, label_smoothing=smoothing, return_grad=True)
    after = softmax_cross_entropy(scores + shift, labels, label_smoothing=smoothing, return_grad=True)
    for a, b in zip(before, after, strict=True):
        assert_array_equal(a, b)


@given(batches(), st.randoms(use_true_random=False))
def test_order_of_classes_and_rows_does_not_matter(batch, random):
    scores, labels = batch
    classes, rows = list(range(scores.shape[1])), list(range(scores.shape[0]))
    random.shuffle(classes), random.shuffle(rows)
    moved = softmax_cross_entropy(
        scores[rows][:, classes], np.argsort(classes)[labels[rows]], reduction="none", return_grad=True
    )
    loss, gradient = softmax_cross_entropy(scores, labels, reduction="none", return_grad=True)
    assert_allclose(moved[0], loss[rows], rtol=1e-14)  # order of additions
    assert_allclose(moved[1], gradient[rows][:, classes], rtol=1e-14)


@given(batches(min_classes=2))
def test_a_higher_correct_score_helps_and_a_higher_wrong_one_hurts(batch):
    scores, labels = batch
    rows = np.arange(len(labels))
    before = softmax_cross_entropy(scores, labels, reduction="none")
    higher = scores.copy()
    higher[rows, labels] += 0.25
    assert (softmax_cross_entropy(higher, labels, reduction="none") < before).all()
    higher = scores.copy()
    higher[rows, (labels + 1) % scores.shape[1]] += 0.25
    # Beside a much larger wrong score the change may be below the last digit.
    assert (softmax_cross_entropy(higher, labels, reduction="none") >= before).all()


@given(batches(), st.sampled_from([0.0, 0.2]))
def test_gradient_rows_sum_to_0_and_inputs_stay(batch, smoothing):
    scores, labels = batch
    weight = np.linspace(1, 2, scores.shape[1])
    for a in scores, labels, weight:
        a.flags.writeable = False
    loss, gradient = softmax_cross_entropy(
        scores, labels, weight=weight, label_smoothing=smoothing, return_grad=True
    )
    assert_allclose(gradient.sum(axis=1), 0, atol=1e-14)  # a rounding for each class
    assert np.isfinite(gradient).all()
    assert loss >= 0


@given(batches())
def test_mixing_targets_mixes_losses(batch):
    scores, labels = batch
    c = scores.shape[1]
    q = np.full(scores.shape, 1 / c)
    even = softmax_cross_entropy(scores, q, reduction="none")
    assert_allclose(even, -log_softmax(scores).mean(axis=1), rtol=1e-13, atol=1e-15)
    hard = softmax_cross_entropy(scores, labels, reduction="none")
    smoothed = softmax_cross_entropy(scores, labels, label_smoothing=0.25, reduction="none")
    assert_allclose(smoothed, 0.75 * hard + 0.25 * even, rtol=1e-13, atol=1e-15)  # order of additions


@given(batches(), st.floats(0.1, 10))
def test_a_common_weight_leaves_the_mean_and_scales_the_sum(batch, w):
    scores, labels = batch
    weight = np.full(scores.shape[1], w)
    mean = softmax_cross_entropy(scores, labels)
    assert softmax_cross_entropy(scores, labels, weight=weight) == pytest.approx(mean, rel=1e-13)
    total = softmax_cross_entropy(scores, labels, reduction="sum")
    weighted = softmax_cross_entropy(scores, labels, weight=weight, reduction="sum")
    assert weighted == pytest.approx(w * total, rel=1e-13)


# --- extremes --------------------------------------------------------------------------------------


def test_one_class_is_certain():
    loss, gradient = softmax_cross_entropy([[7.0], [-1e300]], [0, 0], return_grad=True)
    assert loss == 0
    assert not np.signbit(loss)
    assert_array_equal(gradient, [[0], [0]])


def test_large_scores():
    loss, gradient = softmax_cross_entropy([[1e4, -1e4]], [1], return_grad=True)
    assert loss == 2e4
    assert_array_equal(gradient, [[1, -1]])
    assert softmax_cross_entropy([[1e4, -1e4]], [0]) == 0
    loss, gradient = softmax_cross_entropy([[8e307, -8e307]], [1], return_grad=True)
    assert loss == 1.6e308
    assert_array_equal(gradient, [[1, -1]])


def test_a_mean_that_fits_although_the_sum_does_not():
    scores = np.tile([[6e307, -6e307]], (2, 1))
    assert softmax_cross_entropy(scores, [1, 1]) == 1.2e308
    assert softmax_cross_entropy(scores, [1, 1], reduction="sum") == np.inf


def test_infinite_scores():
    inf = np.inf
    scores = [[0.0, -inf, 0.0], [0.0, inf, 1.0], [0.0, inf, 1.0], [0.0, -inf, 0.0]]
    losses, gradient = softmax_cross_entropy(scores, [0, 1, 0, 1], reduction="none", return_grad=True)
    assert_array_equal(losses, [np.log(2), 0, inf, inf])
    assert_array_equal(gradient, [[-0.5, 0, 0.5], [0, 0, 0], [-1, 1, 0], [0.5, -1, 0.5]])


def test_a_class_without_a_share_adds_nothing_even_when_ruled_out():
    masked = [[0.0, -np.inf, 0.0]]  # torch gives nan for the distribution
    assert softmax_cross_entropy(masked, [[0.5, 0.0, 0.5]]) == pytest.approx(np.log(2))
    smoothed = softmax_cross_entropy(masked, [0], weight=[1, 0, 1], label_smoothing=0.3)
    assert smoothed == pytest.approx((0.7 + 0.2) * np.log(2))
    assert softmax_cross_entropy(masked, [0], label_smoothing=0.3) == np.inf


def test_nothing_raises_a_floating_point_flag():
    with np.errstate(all="raise"):
        for value in 1e308, 745.0, 1e-308, np.inf:
            for target in [0], [1], [[0.25, 0.25, 0.5]]:
                softmax_cross_entropy(
                    [[value, -value, 0.5]],
                    target,
                    weight=[1e-308, 1, 1],
                    label_smoothing=0.1,
                    return_grad=True,
                )


# --- dtypes and shapes -----------------------------------------------------------------------------


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize(
    ("given_dtype", "result"),
    [("f2", "f2"), ("f4", "f4"), ("f8", "f8"), (">f4", "f4"), ("i1", "f8"), ("u8", "f8")],
)
def test_dtypes(given_dtype, result, reduction):
    scores = np.array([[1, 3, 2], [5, 0, 1]], given_dtype)
    expected = softmax_cross_entropy(scores.astype(float), [0, 1], reduction=reduction)
    loss, gradient = softmax_cross_entropy(
        scores, np.array([0, 1], np.uint8), weight=[1.0, 1.0, 1.0], reduction=reduction, return_grad=True
    )
    assert loss.dtype == gradient.dtype == np.dtype(result)
    assert isinstance(loss, np.ndarray if reduction == "none" else np.floating)
    assert_allclose(loss, expected, rtol=1e-3 if result == "f2" else 1e-6)  # eleven or 24 bits


def test_float16_is_computed_in_float32():
    # A confident float16 prediction: exp(-9) beside 1 would vanish among eleven bits.
    loss, gradient = softmax_cross_entropy(np.array([[9, 0]], np.float16), [0], return_grad=True)
    assert loss == np.float16(np.log1p(np.exp(-9.0)))
    assert gradient[0, 0] == -gradient[0, 1] == -np.float16(1 / (1 + np.exp(9.0)))


def test_empty_batch():
    empty = np.zeros((0, 3))
    for target in [], np.zeros((0, 3)):
        with pytest.raises(ValueError, match="expected at least one example for reduction='mean', got N = 0"):
            softmax_cross_entropy(empty, target)
        assert softmax_cross_entropy(empty, target, reduction="sum") == 0
        losses, gradient = softmax_cross_entropy(empty, target, reduction="none", return_grad=True)
        assert losses.shape == (0,)
        assert gradient.shape == (0, 3)


def test_one_class_of_which_a_row_is_ignored():
    losses, gradient = softmax_cross_entropy([[1.0], [2.0]], [-100, 0], reduction="none", return_grad=True)
    assert_array_equal(losses, [0, 0])
    assert_array_equal(gradient, [[0], [0]])


# --- errors ----------------------------------------------------------------------------------------

Q = [[1.0, 0.0, 0.0], [0.5, 0.5, 0.0], [0.2, 0.3, 0.5]]


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        (([1.0, 2.0], [0]), {}, r"scores: expected shape \(N, C\), got shape \(2,\)"),
        ((np.zeros((2, 0)), [0, 0]), {}, r"scores: expected .* at least one class, got shape \(2, 0\)"),
        (([[np.nan, 0.0]], [0]), {}, r"scores: expected numbers, got nan at index \(0, 0\)"),
        ((SCORES * 1j, LABELS), {}, "scores: expected float16, .* got dtype complex128"),
        (([[np.inf, np.inf]], [0]), {}, r"scores: expected at most one \+inf among the classes, got several"),
        (([[-np.inf, -np.inf]], [0]), {}, "scores: expected at least one score above -inf, got -inf"),
        ((SCORES, [0, 1]), {}, r"target: expected shape \(N,\) with N = 3, got shape \(2,\)"),
        (
            (SCORES, 0),
            {},
            r"target: expected labels \(N,\) or distributions \(N, C\), got an array with 0 axes",
        ),
        ((SCORES, np.zeros((3, 1, 1))), {}, "target: expected labels .* got an array with 3 axes"),
        ((SCORES, [0.0, 1.0, 2.0]), {}, "target: expected integers, got dtype float64"),
        (
            (SCORES, [0, 1, 3]),
            {},
            "target: expected values from 0 to 2 or ignore_index = -100, got 3 at index 2",
        ),
        ((SCORES, [0, -1, 2]), {}, "target: expected values from 0 to 2 or .* got -1 at index 1"),
        (
            (SCORES, np.eye(2)),
            {},
            r"target: expected shape \(N, C\) with N = 3 and C = 3, got shape \(2, 2\)",
        ),
        ((SCORES, np.eye(3) * 2), {}, r"target: expected rows that sum to 1, got 2\.0 in row 0"),
        ((SCORES, [[1, 0, 0], [2, -1, 0], [0, 0, 1]]), {}, r"target: expected probabilities .* got -1\.0"),
        ((SCORES, [[1, 0, 0], [np.nan, 1, 0], [0, 0, 1]]), {}, "target: expected finite numbers, got nan"),
        ((SCORES, [[0], [1, 2], [0]]), {}, "target: expected an array of numbers, got list"),
        ((SCORES, Q), {"ignore_index": 0}, "ignore_index: expected a negative number .* got 0"),
        ((SCORES, Q), {"ignore_index": 1}, "ignore_index: expected a negative number .* got 1"),
        ((SCORES, LABELS), {"ignore_index": None}, "ignore_index: expected an integer, got None"),
        ((SCORES, LABELS), {"weight": [1, 1]}, r"weight: expected shape \(C,\) with C = 3, got shape \(2,\)"),
        ((SCORES, LABELS), {"weight": [1, -2, 1]}, r"weight: expected numbers of at least 0, got -2\.0"),
        ((SCORES, LABELS), {"weight": [1, np.inf, 1]}, "weight: expected finite numbers, got inf"),
        ((SCORES, LABELS), {"label_smoothing": 1.2}, "label_smoothing: .* at least 0 and at most 1, got 1.2"),
        ((SCORES, LABELS), {"label_smoothing": -0.1}, "label_smoothing: expected .* got -0.1"),
        ((SCORES, LABELS), {"reduction": "average"}, "reduction: expected one of 'mean', .* got 'average'"),
    ],
)
def test_errors(arguments, options, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        softmax_cross_entropy(*arguments, **options)


def test_rounded_distributions_pass():
    q = softmax(np.random.default_rng(10).normal(size=(20, 100)))
    scores = np.zeros((20, 100))
    for dtype in np.float16, np.float32, np.float64:
        assert softmax_cross_entropy(scores, q.astype(dtype)) == pytest.approx(np.log(100), rel=1e-2)
