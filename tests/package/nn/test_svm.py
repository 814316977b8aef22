"""The multiclass SVM loss as a module: by hand, in exact arithmetic, beside NumPy's and torch's."""

import copy
import math
import pickle
import re

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from torch.nn.functional import multi_margin_loss

from lossnotes import multiclass_svm_loss
from lossnotes._blocks import NUMBERS
from lossnotes.examples import LABELS, SCORES
from lossnotes.nn import MulticlassSVMLoss
from lossnotes.nn.svm import _rows_at_a_time
from tests.package.nn.oracle import DTYPES
from tests.package.oracles import batches, relative_errors, svm_rows

REDUCTIONS = ["mean", "sum", "none"]
scores_and_labels = torch.tensor(SCORES), torch.tensor(LABELS)


def with_gradient(scores, labels, **options):
    """The loss, and the gradient of its sum by the scores."""
    scores = torch.as_tensor(scores).detach().requires_grad_()
    loss = MulticlassSVMLoss(**options)(scores, torch.as_tensor(labels))
    return loss.detach(), torch.autograd.grad(loss.sum(), scores)[0]


def random_batch(n=9, c=5, seed=1, dtype=torch.float64):
    rng = np.random.default_rng(seed)
    return torch.tensor(rng.normal(scale=2, size=(n, c)), dtype=dtype), torch.tensor(rng.integers(0, c, n))


# --- by hand ---------------------------------------------------------------------------------------


def test_three_images_by_hand():
    losses, gradient = with_gradient(*scores_and_labels, reduction="none")
    torch.testing.assert_close(losses, torch.tensor([2.9, 0, 12.9]).double())
    assert gradient.tolist() == [[-1, 1, 0], [0, 0, 0], [1, 1, -2]]
    assert not gradient.signbit()[1].any()  # no -0 to print
    losses, gradient = with_gradient(*scores_and_labels, power=2, reduction="none")
    torch.testing.assert_close(losses, torch.tensor([2.9**2, 0, 6.3**2 + 6.6**2]).double())
    expected = torch.tensor([[-5.8, 5.8, 0], [0, 0, 0], [12.6, 13.2, -25.8]])
    torch.testing.assert_close(gradient, expected.double())
    assert f"{MulticlassSVMLoss()(*scores_and_labels):.2f}" == "5.27"


def test_at_the_kink_the_subgradient_is_0():
    loss, gradient = with_gradient([[1.0, 0.0, 2.0]], [0])  # class 1 loses by exactly the margin
    assert loss == 2
    assert gradient.tolist() == [[-1, 0, 1]]
    for j, slope in (np.nextafter(0.0, 1.0), 1), (np.nextafter(0.0, -1.0), 0):
        _, gradient = with_gradient(torch.tensor([[1.0, j]], dtype=torch.float64), [0])
        assert gradient.tolist() == [[-slope, slope]]


def test_gradients_times_what_comes_from_above():
    scores, labels = random_batch()
    x = scores.clone().requires_grad_()
    weights = torch.arange(9.0).double()
    losses = MulticlassSVMLoss(reduction="none")(x, labels)
    losses.backward(weights)
    _, plain = with_gradient(scores, labels, reduction="none")
    torch.testing.assert_close(x.grad, weights[:, None] * plain)


# --- beside others ---------------------------------------------------------------------------------


@pytest.mark.parametrize("power", [1, 2])
@pytest.mark.parametrize("margin", [0.0, 0.5, 1.0, 3.0])
@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_torch_divides_by_the_number_of_classes(power, margin, reduction):
    scores, labels = random_batch()
    options = {"margin": margin, "reduction": reduction}
    x = scores.clone().requires_grad_()
    theirs = 5 * multi_margin_loss(x, labels, p=power, **options)
    theirs.sum().backward()
    loss, gradient = with_gradient(scores, labels, power=power, **options)
    torch.testing.assert_close(loss, theirs.detach(), rtol=1e-13, atol=0)  # order of additions
    torch.testing.assert_close(gradient, x.grad, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("power", [1, 2])
@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float64, 1e-13), (torch.float32, 1e-6)])
def test_as_the_numpy_reference(power, reduction, dtype, tolerance):
    scores, labels = random_batch(dtype=dtype, seed=2)
    options = {"power": power, "reduction": reduction}
    got = with_gradient(scores, labels, **options)
    expected = multiclass_svm_loss(scores.numpy(), labels.numpy(), return_grad=True, **options)
    for value, exact in zip(got, expected, strict=True):
        torch.testing.assert_close(value, torch.as_tensor(exact), rtol=tolerance, atol=tolerance / 100)


@given(batches(), st.sampled_from([0.0, 0.3, 1.0, 2.5]), st.sampled_from([1, 2]))
def test_against_exact_arithmetic(batch, margin, power):
    scores, labels = batch
    losses, gradient = with_gradient(scores, labels, margin=margin, power=power, reduction="none")
    exact = svm_rows(scores, labels, margin, power)
    assert max(relative_errors(losses.numpy(), exact), default=0) < 1e-15  # a rounding or two
    assert_array_equal(losses == 0, [e == 0 for e in exact])
    assert (gradient.sum(1).abs() < 1e-12).all()


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=5))
def test_decimals_near_the_margin_keep_their_digits(row):
    row = [row[0], *(s if i else row[0] - 1 + s * 1e-13 for i, s in enumerate(row[1:]))]
    for power in 1, 2:
        losses, _ = with_gradient(
            torch.tensor([row], dtype=torch.float64), [0], power=power, reduction="none"
        )
        assert max(relative_errors(losses.numpy(), svm_rows([row], [0], power=power)), default=0) < 1e-15


@pytest.mark.parametrize("power", [1, 2])
def test_gradcheck(power):
    scores, labels = random_batch(n=6, seed=3)
    gaps = scores - scores.gather(1, labels[:, None]) + 1
    assert gaps.abs().min() > 1e-4, "a kink within reach of the step"
    for reduction in REDUCTIONS:
        loss = MulticlassSVMLoss(power=power, reduction=reduction)
        assert torch.autograd.gradcheck(loss, (scores.requires_grad_(), labels))


def test_a_second_derivative_is_refused_rather_than_wrong():
    scores, labels = random_batch()
    loss = MulticlassSVMLoss(power=2)(scores.requires_grad_(), labels).square()
    [gradient] = torch.autograd.grad(loss, scores, create_graph=True)
    with pytest.raises(RuntimeError, match="once_differentiable"):
        gradient.sum().backward()


# --- blocks of rows --------------------------------------------------------------------------------


@pytest.mark.parametrize("power", [1, 2])
@pytest.mark.parametrize(("n", "c"), [(NUMBERS // 8 * 3 + 1, 8), (3, NUMBERS + 1), (1, 3), (2, NUMBERS // 2)])
def test_rows_are_taken_in_blocks(n, c, power):
    scores, labels = random_batch(n, c, seed=4)
    losses, gradient = with_gradient(scores, labels, power=power, reduction="none")
    hinge = (scores - scores.gather(1, labels[:, None]) + 1).clamp(min=0).scatter(1, labels[:, None], 0)
    torch.testing.assert_close(losses, (hinge**power).sum(1), rtol=1e-12, atol=0)
    slopes = (hinge > 0).double() if power == 1 else 2 * hinge
    slopes = slopes.scatter(1, labels[:, None], -slopes.sum(1, keepdim=True))
    torch.testing.assert_close(gradient, slopes, rtol=1e-12, atol=1e-13)


def test_a_block_is_what_a_cache_holds_and_a_row_at_least():
    for c, rows in (NUMBERS // 4, 4), (NUMBERS - 1, 1), (NUMBERS + 1, 1), (1, NUMBERS):
        assert _rows_at_a_time(torch.empty(10, c)) == rows


# --- extremes --------------------------------------------------------------------------------------


def test_one_class_has_no_rival():
    loss, gradient = with_gradient([[7.0], [-1e30]], [0, 0])
    assert loss == 0
    assert not gradient.any()


def test_large_scores():
    loss, gradient = with_gradient([[1e4, -1e4, 1e4]], [1], power=2)
    assert loss == 2 * 20001**2
    assert gradient.isfinite().all()
    scores = torch.tensor([[1e154, 0.0]] * 2, dtype=torch.float64)
    labels = torch.tensor([1, 1])
    assert MulticlassSVMLoss(power=2)(scores, labels).item() == pytest.approx(1e308)  # its sum is inf
    assert MulticlassSVMLoss(power=2, reduction="sum")(scores, labels) == math.inf


def test_infinite_scores_and_nan():
    inf = math.inf
    scores = torch.tensor([[0.0, -inf, -inf], [inf, 5.0, 0.0], [inf, 0.0, 5.0], [-inf, 0.0, 5.0]])
    losses, gradient = with_gradient(scores, [0, 0, 1, 0], reduction="none")
    assert losses.tolist() == [0, 0, inf, inf]
    assert gradient.tolist() == [[0, 0, 0], [0, 0, 0], [1, -2, 1], [-2, 1, 1]]
    losses, _ = with_gradient(
        [[math.nan, 0.0, 1.0], [0.0, 1.0, math.nan], [0.0, 1.0, 2.0]], [1, 1, 2], reduction="none"
    )
    assert losses.isnan().tolist() == [True, True, False]


def test_empty_batch():
    empty, none = torch.zeros(0, 3), torch.zeros(0, dtype=torch.int64)
    with pytest.raises(ValueError, match="expected at least one example for reduction='mean', got N = 0"):
        MulticlassSVMLoss()(empty, none)
    assert with_gradient(empty, none, reduction="sum")[0] == 0
    losses, gradient = with_gradient(empty, none, reduction="none")
    assert losses.shape == (0,)
    assert gradient.shape == (0, 3)


# --- dtypes and layouts ----------------------------------------------------------------------------


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_dtypes(dtype, reduction):
    scores = torch.tensor([[1, 3, 2], [5, 0, 1]], dtype=dtype)
    loss, gradient = with_gradient(scores, torch.tensor([0, 1], dtype=torch.uint8), reduction=reduction)
    assert loss.dtype == gradient.dtype == dtype
    assert loss.tolist() == {"mean": 6.5, "sum": 13, "none": [5, 8]}[reduction]
    assert MulticlassSVMLoss(reduction=reduction)(scores.requires_grad_(), torch.tensor([0, 1])).requires_grad


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision_is_computed_in_float32(dtype):
    # 2048 terms of 1 and one of 2: a running sum in eleven bits would stop at 2048.
    scores = torch.zeros(1, 2050, dtype=dtype)
    scores[0, -1] = 1
    loss, gradient = with_gradient(scores, [0])
    assert loss == 2050 if dtype == torch.float16 else loss == 2048
    assert gradient[0, 0] == (-2048 if dtype == torch.bfloat16 else -2049 + 1)  # to even
    assert MulticlassSVMLoss()(scores.float(), torch.tensor([0])) == 2050
    overflow = torch.tensor([[600.0, 0.0]], dtype=torch.float16)
    assert MulticlassSVMLoss(power=2)(overflow, torch.tensor([1])) == math.inf  # above 65504


def test_layouts():
    scores, labels = random_batch(seed=5)
    expected = with_gradient(scores, labels)
    columns = scores.T.contiguous().T
    for got, value in zip(with_gradient(columns, labels), expected, strict=True):
        torch.testing.assert_close(got, value, rtol=1e-14, atol=0)
    every_other = torch.stack([scores, scores], 1).flatten(0, 1)[::2]
    assert torch.equal(with_gradient(every_other, labels)[1], expected[1])


def test_inputs_stay_as_they_are_and_twice_gives_the_same():
    scores, labels = random_batch(seed=6)
    x = scores.clone().requires_grad_()
    loss = MulticlassSVMLoss(power=2)(x, labels)
    [first] = torch.autograd.grad(loss, x, retain_graph=True)
    [second] = torch.autograd.grad(loss, x)
    assert torch.equal(first, second)
    assert torch.equal(x, scores)


def test_copy_pickle_and_print():
    loss = MulticlassSVMLoss(margin=2, power=2, reduction="sum")
    assert repr(loss) == "MulticlassSVMLoss(margin=2.0, power=2, reduction='sum')"
    assert dict(loss.state_dict()) == {}
    for twin in copy.deepcopy(loss), pickle.loads(pickle.dumps(loss)):
        assert torch.equal(twin(*scores_and_labels), loss(*scores_and_labels))


# --- errors ----------------------------------------------------------------------------------------

X, Y = torch.zeros(2, 3), torch.tensor([0, 2])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([[0.0, 1.0]], Y), "scores: expected a tensor, got list"),
        ((X.long(), Y), "scores: expected float16, bfloat16, float32 or float64, got dtype torch.int64"),
        ((X[0], Y), "scores: expected shape (N, C) with at least one class, got shape (3,)"),
        ((X[:, :0], Y), "scores: expected shape (N, C) with at least one class, got shape (2, 0)"),
        ((X[None], Y), "scores: expected shape (N, C) with at least one class, got shape (1, 2, 3)"),
        ((X, [0, 2]), "labels: expected a tensor, got list"),
        ((X, X[:, 0]), "labels: expected integers, got dtype torch.float32"),
        ((X, Y[:1]), "labels: expected shape (N,) with N = 2, got shape (1,)"),
        ((X, Y[None]), "labels: expected shape (N,) with N = 2, got shape (1, 2)"),
        ((X, Y + 1), "labels: expected values from 0 to 2 (no label is ignored), got 3 at index 1"),
        ((X[:1], Y[1:] + 1), "labels: expected values from 0 to 2 (no label is ignored), got 3 at index 0"),
        ((X, Y * 2), "labels: expected values from 0 to 2 (no label is ignored), got 4 at index 1"),
        ((X, Y - 100), "labels: expected values from 0 to 2 (no label is ignored), got -100 at index 0"),
    ],
)
def test_errors_of_the_call(arguments, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        MulticlassSVMLoss()(*arguments)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"margin": -1.0}, "margin: expected a finite number, at least 0, got -1.0"),
        ({"margin": math.inf}, "margin: expected a finite number, at least 0, got inf"),
        ({"margin": "1"}, "margin: expected a finite number, at least 0, got '1'"),
        ({"power": 3}, "power: expected 1 or 2, got 3"),
        ({"power": [1]}, r"power: expected 1 or 2, got \[1\]"),
        ({"power": torch.tensor([1, 2])}, r"power: expected 1 or 2, got tensor\(\[1, 2\]\)"),
        ({"reduction": "average"}, "reduction: expected one of 'mean', 'sum', 'none', got 'average'"),
    ],
)
def test_errors_of_the_options(options, message):
    with pytest.raises(ValueError, match=message):
        MulticlassSVMLoss(**options)
