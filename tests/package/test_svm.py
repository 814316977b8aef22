"""The multiclass SVM loss: by hand, in exact arithmetic, against torch and scikit-learn."""

from fractions import Fraction

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.metrics import hinge_loss

from lossnotes import multiclass_svm_loss
from lossnotes.examples import LABELS, SCORES
from tests.package.oracles import batches, central_difference, relative_errors, svm_rows

# --- by hand ---------------------------------------------------------------------------------------


def test_three_images_by_hand():
    losses = multiclass_svm_loss(SCORES, LABELS, reduction="none")
    cat = max(0, 5.1 - 3.2 + 1) + max(0, -1.7 - 3.2 + 1)
    car = max(0, 1.3 - 4.9 + 1) + max(0, 2.0 - 4.9 + 1)
    frog = max(0, 2.2 - -3.1 + 1) + max(0, 2.5 - -3.1 + 1)
    assert_allclose(losses, [cat, car, frog], rtol=1e-15)  # the last digit of a decimal fraction
    assert [f"{loss:.1f}" for loss in losses] == ["2.9", "0.0", "12.9"]
    assert f"{multiclass_svm_loss(SCORES, LABELS):.2f}" == "5.27"
    assert f"{multiclass_svm_loss(SCORES, LABELS, reduction='sum'):.1f}" == "15.8"


def test_squared_by_hand():
    losses = multiclass_svm_loss(SCORES, LABELS, power=2, reduction="none")
    assert_allclose(losses, [2.9**2, 0, 6.3**2 + 6.6**2], rtol=1e-14)  # decimal fractions, squared


def test_gradient_by_hand():
    _, gradient = multiclass_svm_loss(SCORES, LABELS, reduction="sum", return_grad=True)
    assert_array_equal(gradient, [[-1, 1, 0], [0, 0, 0], [1, 1, -2]])
    assert not np.signbit(gradient[1]).any()  # no -0 to print
    _, gradient = multiclass_svm_loss(SCORES, LABELS, power=2, reduction="sum", return_grad=True)
    assert_allclose(gradient, [[-5.8, 5.8, 0], [0, 0, 0], [12.6, 13.2, -25.8]], rtol=1e-14)


def test_gradient_of_the_mean_is_that_of_the_sum_over_n_and_none_counts_as_sum():
    loss, of_mean = multiclass_svm_loss(SCORES, LABELS, power=2, return_grad=True)
    _, of_sum = multiclass_svm_loss(SCORES, LABELS, power=2, reduction="sum", return_grad=True)
    losses, of_none = multiclass_svm_loss(SCORES, LABELS, power=2, reduction="none", return_grad=True)
    assert_array_equal(of_mean, of_sum / 3)
    assert_array_equal(of_none, of_sum)
    assert losses.shape == (3,)
    assert loss == losses.sum() / 3


# --- against other implementations -----------------------------------------------------------------


@pytest.mark.parametrize("power", [1, 2])
@pytest.mark.parametrize("margin", [0.0, 0.5, 1.0, 3.0])
@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_torch_divides_by_the_number_of_classes(power, margin, reduction):
    rng = np.random.default_rng(1)
    scores, labels = rng.normal(scale=2, size=(9, 5)), rng.integers(0, 5, 9)
    x = torch.tensor(scores, requires_grad=True)
    theirs = 5 * torch.nn.functional.multi_margin_loss(
        x, torch.tensor(labels), p=power, margin=margin, reduction=reduction
    )
    theirs.sum().backward()
    loss, gradient = multiclass_svm_loss(
        scores, labels, margin=margin, power=power, reduction=reduction, return_grad=True
    )
    assert_allclose(loss, theirs.detach().numpy(), rtol=1e-13)  # order of additions
    assert_allclose(gradient, x.grad.numpy(), rtol=1e-13, atol=1e-15)


def test_scikit_learn_takes_only_the_worst_wrong_class():
    assert hinge_loss(LABELS, SCORES) == pytest.approx((2.9 + 0 + 6.6) / 3)
    assert multiclass_svm_loss(SCORES, LABELS) == pytest.approx((2.9 + 0 + 6.3 + 6.6) / 3)
    two = SCORES[:, :2]  # with two classes there is only one wrong one, and scikit-learn wants the gap
    assert hinge_loss([0, 1, 1], two[:, 1] - two[:, 0]) == pytest.approx(multiclass_svm_loss(two, [0, 1, 1]))


@given(batches(), st.sampled_from([0.0, 0.3, 1.0, 2.5]), st.sampled_from([1, 2]))
def test_against_exact_arithmetic(batch, margin, power):
    scores, labels = batch
    got = multiclass_svm_loss(scores, labels, margin=margin, power=power, reduction="none")
    exact = svm_rows(scores, labels, margin, power)
    assert max(relative_errors(got, exact), default=0) < 1e-15  # a rounding or two
    assert_array_equal(got == 0, [e == 0 for e in exact])


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=5))
def test_decimals_near_the_margin_keep_their_digits(row):
    # s_j - s_y + 1 from left to right would lose all digits where it nearly cancels.
    row = [row[0], *(s if i else row[0] - 1 + s * 1e-13 for i, s in enumerate(row[1:]))]
    for power in 1, 2:
        got = multiclass_svm_loss([row], [0], power=power, reduction="none")
        assert max(relative_errors(got, svm_rows([row], [0], power=power)), default=0) < 1e-15


def test_float32_near_the_margin():
    scores = np.array([[0.1, 1.1, -0.9], [0.3, -0.7, 0.3]], np.float32)
    got = multiclass_svm_loss(scores, [1, 0], reduction="none")
    assert got.dtype == np.float32
    assert max(relative_errors(got, svm_rows(scores, [1, 0]))) < 1e-7  # one rounding in float32


@pytest.mark.parametrize(("dtype", "promised"), [(np.float64, 1e-14), (np.float32, 4e-6)])
@pytest.mark.parametrize("power", [1, 2])
def test_rows_of_any_scale(dtype, promised, power):
    # Rounding s_j - s_y costs a share of eps * margin, which the sum over classes must not show: 33 eps and
    # the rounding of the sum itself, twice that for squares.
    rng = np.random.default_rng(4)
    for scale in np.geomspace(1e-3, 1e3, 60):
        row = (rng.normal(scale=scale, size=12) - 0.98 * np.eye(12)[3]).astype(dtype)
        for y in 3, int(row.argmax()):
            got = multiclass_svm_loss([row], [y], power=power, reduction="none")
            assert max(relative_errors(got, svm_rows([row], [y], power=power)), default=0) < promised


# --- kinks -----------------------------------------------------------------------------------------


def test_at_the_kink_the_subgradient_is_0():
    on_the_margin = [[1.0, 0.0, 2.0]]  # class 1 loses by exactly the margin, class 2 is 2 inside it
    loss, gradient = multiclass_svm_loss(on_the_margin, [0], reduction="sum", return_grad=True)
    assert loss == 2
    assert_array_equal(gradient, [[-1, 0, 1]])


def test_one_step_beside_the_kink_the_slope_is_1_or_0():
    for j, slope in (np.nextafter(0.0, 1.0), 1), (np.nextafter(0.0, -1.0), 0):
        _, gradient = multiclass_svm_loss([[1.0, j]], [0], return_grad=True)
        assert_array_equal(gradient, [[-slope, slope]])


def test_a_tie_counts_the_margin():
    assert_array_equal(multiclass_svm_loss([[2.0, 2.0, 2.0]], [1], reduction="none"), [2.0])
    assert multiclass_svm_loss([[2.0, 2.0]], [0], margin=0.0) == 0


@pytest.mark.parametrize("power", [1, 2])
@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_gradient_by_central_differences(power, reduction):
    rng = np.random.default_rng(2)
    scores, labels = rng.normal(scale=2, size=(6, 4)), rng.integers(0, 4, 6)
    gaps = scores - scores[np.arange(6), labels][:, None] + 1
    assert np.abs(gaps).min() > 1e-3, "a kink within reach of the step"

    def summed(x):
        return multiclass_svm_loss(x, labels, power=power, reduction=reduction).sum()

    _, gradient = multiclass_svm_loss(scores, labels, power=power, reduction=reduction, return_grad=True)
    # Piecewise linear or quadratic: symmetric differences are exact up to rounding over the step.
    assert_allclose(gradient, central_difference(summed, scores), atol=1e-9)


# --- properties ------------------------------------------------------------------------------------

powers = st.sampled_from([1, 2])


@given(batches(), st.integers(-1000, 1000), powers)
def test_a_shift_of_all_scores_changes_nothing(batch, shift, power):
    scores, labels = batch
    before = multiclass_svm_loss(scores, labels, power=power, reduction="none", return_grad=True)
    after = multiclass_svm_loss(scores + shift, labels, power=power, reduction="none", return_grad=True)
    for a, b in zip(before, after, strict=True):
        assert_array_equal(a, b)


@given(batches(), st.randoms(use_true_random=False), powers)
def test_order_of_classes_and_rows_does_not_matter(batch, random, power):
    scores, labels = batch
    classes, rows = list(range(scores.shape[1])), list(range(scores.shape[0]))
    random.shuffle(classes), random.shuffle(rows)
    moved = multiclass_svm_loss(
        scores[rows][:, classes], np.argsort(classes)[labels[rows]], power=power, reduction="none"
    )
    assert_array_equal(moved, multiclass_svm_loss(scores, labels, power=power, reduction="none")[rows])


@given(batches(), powers)
def test_doubling_scores_and_margin_scales_the_loss(batch, power):
    scores, labels = batch
    doubled = multiclass_svm_loss(2 * scores, labels, margin=2.0, power=power)
    assert doubled == 2**power * multiclass_svm_loss(scores, labels, power=power)


@given(batches(min_classes=2), powers)
def test_a_higher_correct_score_never_hurts_and_a_higher_wrong_one_never_helps(batch, power):
    scores, labels = batch
    rows = np.arange(len(labels))
    before = multiclass_svm_loss(scores, labels, power=power, reduction="none")
    higher = scores.copy()
    higher[rows, labels] += 0.25
    assert (multiclass_svm_loss(higher, labels, power=power, reduction="none") <= before).all()
    higher = scores.copy()
    higher[rows, (labels + 1) % scores.shape[1]] += 0.25
    assert (multiclass_svm_loss(higher, labels, power=power, reduction="none") >= before).all()


@given(batches(), powers)
def test_gradient_rows_sum_to_0_and_inputs_stay(batch, power):
    scores, labels = batch
    scores.flags.writeable = labels.flags.writeable = False
    _, gradient = multiclass_svm_loss(scores, labels, power=power, return_grad=True)
    assert_allclose(gradient.sum(axis=1), 0, atol=1e-12)  # a rounding for each class
    assert np.isfinite(gradient).all()


@given(batches(min_classes=2))
def test_0_exactly_when_every_wrong_class_stays_below_by_the_margin(batch):
    scores, labels = batch
    correct = scores[np.arange(len(labels)), labels]
    wrong = np.where(np.eye(scores.shape[1], dtype=bool)[labels], -np.inf, scores).max(axis=1)
    assert_array_equal(multiclass_svm_loss(scores, labels, reduction="none") == 0, correct >= wrong + 1)


def test_all_scores_equal_gives_one_less_than_the_number_of_classes():
    assert multiclass_svm_loss(np.zeros((4, 10)), [0, 3, 5, 9]) == 9


def test_jiggling_satisfied_margins_changes_nothing():
    car = SCORES[1:2] + np.array([0.1, -0.1, 0.1])
    assert multiclass_svm_loss(car, [1]) == 0


# --- extremes --------------------------------------------------------------------------------------


def test_one_class_has_no_rival():
    loss, gradient = multiclass_svm_loss([[7.0], [-1e300]], [0, 0], return_grad=True)
    assert loss == 0
    assert_array_equal(gradient, [[0], [0]])


def test_two_classes_one_row():
    assert_array_equal(multiclass_svm_loss([[0.0, 3.0]], [0], reduction="none"), [4.0])


@pytest.mark.parametrize("power", [1, 2])
def test_large_scores(power):
    loss, gradient = multiclass_svm_loss([[1e4, -1e4, 1e4]], [1], power=power, return_grad=True)
    assert loss == 2 * 20001**power
    assert np.isfinite(gradient).all()
    assert multiclass_svm_loss([[1e153, -1e153]], [0], power=power) == 0
    assert multiclass_svm_loss([[1e153, -1e153]], [1], power=power) == pytest.approx(2e153**power)


def test_a_mean_that_fits_although_the_sum_does_not():
    scores = np.tile([[1e154, 0.0]], (2, 1))
    assert multiclass_svm_loss(scores, [1, 1], power=2) == pytest.approx(1e308)
    assert multiclass_svm_loss(scores, [1, 1], power=2, reduction="sum") == np.inf


def test_infinite_scores():
    inf = np.inf
    scores = [[0.0, -inf, -inf], [inf, 5.0, 0.0], [inf, 0.0, 5.0], [-inf, 0.0, 5.0]]
    losses, gradient = multiclass_svm_loss(scores, [0, 0, 1, 0], reduction="none", return_grad=True)
    assert_array_equal(losses, [0, 0, inf, inf])
    assert_array_equal(gradient, [[0, 0, 0], [0, 0, 0], [1, -2, 1], [-2, 1, 1]])


def test_a_tie_with_the_rounded_kink_counts_by_what_the_rounding_left_out():
    above = []
    for correct in np.linspace(0.01, 0.19, 10):
        scores = [[correct, correct - 1, correct - 1]]  # the difference is rounded, up or down
        (got,), (slopes,) = multiclass_svm_loss(scores, [0], reduction="none", return_grad=True)
        left = Fraction(correct - 1) - Fraction(correct) + 1  # for each class, exactly
        assert got == max(0, 2 * left)
        assert_array_equal(slopes, [-2, 1, 1] if left > 0 else [0, 0, 0])
        above.append(left > 0)
    assert 0 < sum(above) < 10, "one side only"


def test_at_the_lowest_float_there_is_no_step_down():
    lowest = np.finfo(float).min
    loss, gradient = multiclass_svm_loss([[lowest, lowest, lowest, 0.0]], [1], return_grad=True)
    assert loss == -lowest
    assert_array_equal(gradient, [[1, -3, 1, 1]])


def test_nothing_raises_a_floating_point_flag():
    with np.errstate(all="raise"):
        for value in 1e308, 1e-308, np.inf:
            for power in 1, 2:
                for y in 0, 1:
                    multiclass_svm_loss([[value, -value, 0.5]], [y], power=power, return_grad=True)


# --- dtypes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
@pytest.mark.parametrize(
    ("given_dtype", "result"),
    [("f2", "f2"), ("f4", "f4"), ("f8", "f8"), (">f4", "f4"), ("i1", "f8"), ("u2", "f8"), ("i8", "f8")],
)
def test_dtypes(given_dtype, result, reduction):
    scores = np.array([[1, 3, 2], [5, 0, 1]], given_dtype)
    loss, gradient = multiclass_svm_loss(
        scores, np.array([0, 1], np.uint8), reduction=reduction, return_grad=True
    )
    assert loss.dtype == gradient.dtype == np.dtype(result)
    assert isinstance(loss, np.ndarray if reduction == "none" else np.floating)
    assert_array_equal(loss, {"mean": 6.5, "sum": 13, "none": [5, 8]}[reduction])


def test_float16_is_computed_in_float32():
    # 2048 terms of 1 and one of 1.5: in float16 the running sum would round on the way.
    scores = np.zeros((1, 2050), np.float16)
    scores[0, -1] = 0.5
    assert multiclass_svm_loss(scores, [0]) == np.float16(2049.5)
    assert multiclass_svm_loss(np.array([[600.0, 0.0]], np.float16), [1], power=2) == np.inf  # above 65504


def test_lists_and_layouts():
    scores = SCORES.tolist()
    expected = multiclass_svm_loss(SCORES, LABELS, reduction="none")
    assert_array_equal(multiclass_svm_loss(scores, LABELS.tolist(), reduction="none"), expected)
    assert_array_equal(multiclass_svm_loss(np.asfortranarray(SCORES), LABELS, reduction="none"), expected)
    assert_array_equal(multiclass_svm_loss(SCORES[::-1], LABELS[::-1], reduction="none"), expected[::-1])


def test_empty_batch():
    empty = np.zeros((0, 3))
    with pytest.raises(ValueError, match=r"expected at least one example for reduction='mean', got N = 0"):
        multiclass_svm_loss(empty, [])
    assert multiclass_svm_loss(empty, [], reduction="sum") == 0
    losses, gradient = multiclass_svm_loss(empty, [], reduction="none", return_grad=True)
    assert losses.shape == (0,)
    assert gradient.shape == (0, 3)


# --- errors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        (([1.0, 2.0], [0]), {}, r"scores: expected shape \(N, C\), got shape \(2,\)"),
        ((np.zeros((2, 0)), [0, 0]), {}, r"scores: expected .* at least one class, got shape \(2, 0\)"),
        ((SCORES, [0, 1]), {}, r"labels: expected shape \(N,\) with N = 3, got shape \(2,\)"),
        ((SCORES, [[0, 1, 2]]), {}, r"labels: expected shape \(N,\) with N = 3, got shape \(1, 3\)"),
        ((SCORES, [[0], [1, 2]]), {}, r"^labels: expected an array of numbers, got list \("),
        ((SCORES, [0, 1, 3]), {}, "labels: expected values from 0 to 2, got 3 at index 2"),
        ((SCORES, [0, -1, 2]), {}, "labels: expected values from 0 to 2, got -1 at index 1"),
        ((SCORES, [0.0, 1.0, 2.0]), {}, "labels: expected integers, got dtype float64"),
        ((SCORES, [True, False, True]), {}, "labels: expected integers, got dtype bool"),
        ((SCORES * 1j, LABELS), {}, "scores: expected float16, .* got dtype complex128"),
        ((SCORES > 0, LABELS), {}, "scores: expected float16, .* got dtype bool"),
        ((SCORES.astype(str), LABELS), {}, "scores: expected float16, .* got dtype <U"),
        ((SCORES.astype(object), LABELS), {}, "scores: expected float16, .* got dtype object"),
        (([[np.nan, 0.0]], [0]), {}, r"scores: expected numbers, got nan at index \(0, 0\)"),
        (([[np.inf, np.inf]], [0]), {}, "scores: expected a correct score .* got inf for .* in row 0"),
        (([[1, 2], [-np.inf, -np.inf]], [0, 1]), {}, "scores: expected .* got -inf for .* in row 1"),
        ((SCORES, LABELS), {"reduction": "avg"}, "reduction: expected one of 'mean', .* got 'avg'"),
        ((SCORES, LABELS), {"reduction": None}, "reduction: expected one of 'mean', .* got None"),
        ((SCORES, LABELS), {"power": 3}, "power: expected 1 or 2, got 3"),
        ((SCORES, LABELS), {"power": "1"}, "power: expected 1 or 2, got '1'"),
        ((SCORES, LABELS), {"power": [1]}, r"power: expected 1 or 2, got \[1\]"),
        ((SCORES, LABELS), {"margin": -1.0}, r"margin: expected a finite number, at least 0, got -1\.0"),
        ((SCORES, LABELS), {"margin": np.nan}, "margin: expected a finite number, at least 0, got nan"),
        ((SCORES, LABELS), {"margin": np.inf}, "margin: expected a finite number, at least 0, got inf"),
        ((SCORES, LABELS), {"margin": "1"}, "margin: expected a finite number, at least 0, got '1'"),
    ],
)
def test_errors(arguments, options, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        multiclass_svm_loss(*arguments, **options)


def test_the_row_that_is_named_is_the_one_whose_gap_is_undefined():
    inf = np.inf
    fine = [[inf, 0.0, 1.0], [2.0, 2.0, 1.0], [-inf, 0.0, 1.0]]  # certain, tied, hopeless
    with pytest.raises(ValueError, match=r"got -inf for the correct class and another one in row 3$"):
        multiclass_svm_loss([*fine, [-inf, -inf, 0.0]], [0, 0, 0, 1])
