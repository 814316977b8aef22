"""What holds for each of the four angular losses: reductions, dtypes, extremes, errors."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from lossnotes import am_softmax_loss, arcface_loss, asoftmax_loss, lsoftmax_loss
from tests.package.angular_oracle import REDUCTIONS, example, vector_batches
from tests.package.oracles import central_difference

LOSSES = [lsoftmax_loss, asoftmax_loss, am_softmax_loss, arcface_loss]
pytestmark = pytest.mark.parametrize("compute", LOSSES)

# --- reductions and shapes -------------------------------------------------------------------------


def test_reductions(compute):
    X, W, y = example(1)
    losses, dX, dW = compute(X, W, y, reduction="none", return_grad=True)
    assert losses.shape == (5,)
    assert dX.shape == (5, 3)
    assert dW.shape == (4, 3)
    total, *of_sum = compute(X, W, y, reduction="sum", return_grad=True)
    mean, *of_mean = compute(X, W, y, return_grad=True)
    assert total == losses.sum()
    assert mean == total / 5
    for none, summed, averaged in zip((dX, dW), of_sum, of_mean, strict=True):
        assert_array_equal(none, summed)
        assert_allclose(averaged, summed / 5, rtol=1e-13, atol=1e-15)  # divided before or after


@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_the_gradient_changes_nothing_about_the_loss(compute, reduction):
    X, W, y = example(2)
    value, _, _ = compute(X, W, y, reduction=reduction, return_grad=True)
    assert_array_equal(value, compute(X, W, y, reduction=reduction))
    assert isinstance(value, np.ndarray if reduction == "none" else np.floating)


def test_each_example_by_itself(compute):
    X, W, y = example(3)
    losses, dX, dW = compute(X, W, y, reduction="none", return_grad=True)
    alone = [compute(X[i : i + 1], W, y[i : i + 1], return_grad=True) for i in range(5)]
    assert_allclose(losses, [value for value, _, _ in alone], rtol=1e-12)  # order of additions
    assert_allclose(dX, np.concatenate([d for _, d, _ in alone]), rtol=1e-12, atol=1e-14)
    assert_allclose(dW, sum(d for _, _, d in alone), rtol=1e-12, atol=1e-14)


def test_empty_batch(compute):
    nothing, W = np.zeros((0, 2)), np.ones((3, 2))
    message = "^features: expected at least one example for reduction='mean', got N = 0$"
    with pytest.raises(ValueError, match=message):
        compute(nothing, W, [])
    total, dX, dW = compute(nothing, W, [], reduction="sum", return_grad=True)
    assert total == 0
    assert dX.shape == (0, 2)
    assert_array_equal(dW, np.zeros((3, 2)))
    assert compute(nothing, W, [], reduction="none").shape == (0,)


def test_one_class_is_certain(compute):
    value, dX, dW = compute([[3.0, 4.0], [-1.0, 0.5]], [[-1.0, 2.0]], [0, 0], return_grad=True)
    assert value == 0
    assert not dX.any()
    assert not dW.any()


def test_vectors_without_entries_are_zero_vectors(compute):
    empty = compute(np.zeros((2, 0)), np.zeros((3, 0)), [0, 2], reduction="none")
    assert_array_equal(empty, compute(np.zeros((2, 1)), np.zeros((3, 1)), [0, 2], reduction="none"))


# --- inputs and dtypes -----------------------------------------------------------------------------


def test_inputs_are_not_written_to(compute):
    X, W, y = example(4)
    X[0], W[0] = 0, 0
    for a in X, W, y:
        a.flags.writeable = False
    before = compute(X, W, y, reduction="none", return_grad=True)
    for a, b in zip(before, compute(X, W, y, reduction="none", return_grad=True), strict=True):
        assert_array_equal(a, b)


def test_lists_and_layouts(compute):
    X, W, y = example(5)
    expected = compute(X, W, y, return_grad=True)
    for got in (
        compute(X.tolist(), W.tolist(), y.tolist(), return_grad=True),
        compute(np.asfortranarray(X), np.asfortranarray(W), y.astype(np.uint8), return_grad=True),
        compute(np.repeat(X, 2, axis=0)[::2], W[::-1][::-1], y, return_grad=True),
    ):
        for a, b in zip(got, expected, strict=True):
            assert_array_equal(a, b)


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize(
    ("of_features", "of_weight", "result"),
    [
        ("f2", "f2", "f2"),
        ("f4", "f4", "f4"),
        (">f4", "f2", "f4"),
        ("f2", "f4", "f4"),
        ("f4", "f8", "f8"),
        ("f8", "f4", "f8"),
        ("i1", "f4", "f8"),
        ("f2", "u8", "f8"),
    ],
)
def test_computed_in_float64_and_rounded_once(compute, of_features, of_weight, result, reduction):
    X, W, y = np.array([[3, 1], [2, -1]], of_features), np.array([[1, 0], [4, 3], [2, 5]], of_weight), [0, 2]
    got = compute(X, W, y, reduction=reduction, return_grad=True)
    in_full = compute(X.astype(float), W.astype(float), y, reduction=reduction, return_grad=True)
    for a, b in zip(got, in_full, strict=True):
        assert a.dtype == np.dtype(result)
        assert_array_equal(a, b.astype(result))
    assert_array_equal(got[0], compute(X, W, y, reduction=reduction))


# --- gradients and properties ----------------------------------------------------------------------


@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_gradients_by_central_differences(compute, reduction):
    X, W, y = example(6)
    _, dX, dW = compute(X, W, y, reduction=reduction, return_grad=True)
    # The error is step^2 = 6e-11 times a third derivative, which these scales make large.
    numeric = central_difference(lambda x: compute(x, W, y, reduction=reduction).sum(), X)
    assert_allclose(dX, numeric, rtol=1e-6, atol=1e-5)
    numeric = central_difference(lambda w: compute(X, w, y, reduction=reduction).sum(), W)
    assert_allclose(dW, numeric, rtol=1e-6, atol=1e-5)


@given(vector_batches(), st.randoms(use_true_random=False))
def test_order_of_classes_and_rows_does_not_matter(compute, batch, random):
    X, W, y = batch
    classes, rows = list(range(len(W))), list(range(len(X)))
    random.shuffle(classes), random.shuffle(rows)
    losses, dX, dW = compute(X, W, y, reduction="none", return_grad=True)
    moved = compute(X[rows], W[classes], np.argsort(classes)[y[rows]], reduction="none", return_grad=True)
    # Scores of up to 200 are rounded otherwise where additions change their order.
    assert_allclose(moved[0], losses[rows], rtol=1e-11, atol=1e-11)
    assert_allclose(moved[1], dX[rows], rtol=1e-11, atol=1e-11 * (1 + np.abs(dX).max()))
    assert_allclose(moved[2], dW[classes], rtol=1e-11, atol=1e-11 * (1 + np.abs(dW).max()))


# --- extremes --------------------------------------------------------------------------------------


@given(vector_batches(), st.sampled_from([-500, -60, 0, 60, 500]), st.sampled_from([-500, 0, 500]))
def test_always_finite(compute, batch, x_exponent, w_exponent):
    X, W, y = batch
    X, W = np.ldexp(X, x_exponent), np.ldexp(W, w_exponent)
    with np.errstate(all="raise"):
        losses, dX, dW = compute(X, W, y, reduction="none", return_grad=True)
    for a in losses, dX, dW:
        assert np.isfinite(a).all()
    assert (losses >= 0).all()


@pytest.mark.parametrize("size", [1.3e154, 1e-154, 5e-324])
def test_the_largest_and_smallest_squares(compute, size):
    X = np.array([[size, size], [size, -size], [0, 0]])
    W = np.array([[size, size], [size, size], [-size, size]])
    with np.errstate(all="raise"):
        results = compute(X, W, [0, 2, 1], reduction="none", return_grad=True)
    for a in results if size > 1e-300 else results[:1]:  # by 5e-324 the gradient may rightly be inf
        assert np.isfinite(a[:1]).all()
    for a in results:
        assert not np.isnan(a).any()


def test_nothing_raises_a_floating_point_flag(compute):
    tiny = [[1.0, 1e-200], [1.0, 0.0], [5e-324, 1e-308]]  # unit vectors whose products vanish
    huge = [[1e150, 1e-150], [-1e150, 1e150], [1e-150, 1e-150]]
    with np.errstate(all="raise"):
        for X in tiny, huge:
            for W in tiny, huge:
                compute(X, W, [0, 1, 1], return_grad=True)
                compute(X, W, [2, 0, 1], reduction="none", return_grad=True)
        # Sure to e^-700, and beyond: probabilities of 1e-308, and 0.
        for length in 700.0, 720.0, 1e4:
            compute([[length, 0.0]], [[1.0, 0.0], [-1e-8, 1.0]], [0], return_grad=True)


# --- errors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([1.0], [[1.0]], [0]), r"features: expected shape (N, D), got shape (1,)"),
        (([[1.0, 2.0]], [1.0, 2.0], [0]), r"weight: expected shape (C, D) with D = 2, got shape (2,)"),
        (([[1.0, 2.0]], [[1.0]], [0]), r"weight: expected shape (C, D) with D = 2, got shape (1, 1)"),
        (
            ([[1.0]], np.zeros((0, 1)), [0]),
            "weight: expected shape (C, D) with D = 1 with at least one class, got shape (0, 1)",
        ),
        (([[1.0]], [[1.0]], [0, 0]), "labels: expected shape (N,) with N = 1, got shape (2,)"),
        (([[1.0]], [[1.0], [2.0]], [2]), "labels: expected values from 0 to 1, got 2 at index 0"),
        (([[1.0]], [[1.0], [2.0]], [-1]), "labels: expected values from 0 to 1, got -1 at index 0"),
        (([[1.0]], [[1.0]], [0.0]), "labels: expected integers, got dtype float64"),
        (([[np.nan]], [[1.0]], [0]), "features: expected finite numbers, got nan at index (0, 0)"),
        (([[1.0]], [[1.0], [np.inf]], [0]), "weight: expected finite numbers, got inf at index (1, 0)"),
        (
            ([[True]], [[1.0]], [0]),
            "features: expected float16, float32, float64 or integers, got dtype bool",
        ),
        (
            ([[1.0]], [["1"]], [0]),
            "weight: expected float16, float32, float64 or integers, got dtype <U1",
        ),
    ],
)
def test_errors(compute, arguments, message):
    with pytest.raises(ValueError) as error:
        compute(*arguments)
    assert str(error.value) == message


@pytest.mark.parametrize("reduction", ["avg", None, "Mean"])
def test_reduction_errors(compute, reduction):
    with pytest.raises(ValueError) as error:
        compute([[1.0]], [[1.0]], [0], reduction=reduction)
    assert str(error.value) == f"reduction: expected one of 'mean', 'sum', 'none', got {reduction!r}"
