"""What holds for every layer with a margin: its formula, its start, dtypes, errors, and what it leaves alone."""

import copy
import pickle
import re

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose
from torch.nn.functional import cross_entropy

from lossnotes.nn import AMSoftmaxLinear, ArcFaceLinear, ASoftmaxLinear, LSoftmaxLinear
from tests.package.nn.oracle import DTYPES, LAYERS, distance, example, pull, with_gradients, with_weight

MAKERS = [LSoftmaxLinear, ASoftmaxLinear, AMSoftmaxLinear, ArcFaceLinear]
every_layer = pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
every_option = pytest.mark.parametrize(("make", "formula", "reference"), LAYERS.values(), ids=LAYERS.keys())

#: A layer with a fault: here its test must fail.
faulty = pytest.mark.xfail(strict=True, raises=AssertionError, reason="a known fault")

# --- the formula -----------------------------------------------------------------------------------


@every_option
def test_logits_and_gradients_as_autograd_has_them(make, formula, reference):
    x, w, y = example()
    cotangent = example(seed=1, n=20, d=5)[0]
    layer = with_weight(make, w)
    logits, dx, dweight = with_gradients(layer, x, y, cotangent)
    x, w = x.requires_grad_(), w.requires_grad_()
    expected = formula(x, w, y)
    torch.testing.assert_close(logits, expected.detach(), rtol=1e-12, atol=1e-13)
    # acos costs a digit or two on the way
    for got, gradient in zip((dx, dweight), pull(expected, cotangent, x, w), strict=True):
        torch.testing.assert_close(got, gradient, rtol=1e-11, atol=1e-12)


@every_option
@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float64, 1e-12), (torch.float32, 1e-5)])
def test_with_cross_entropy_it_is_the_loss_of_the_numpy_reference(make, formula, reference, dtype, tolerance):
    x, w, y = example(seed=2, dtype=dtype)
    layer, x = with_weight(make, w), x.requires_grad_()
    loss = cross_entropy(layer(x, y), y)
    loss.backward()
    # The reference computes in float64 from the same numbers.
    expected, dx, dweight = reference(
        x.detach().double().numpy(), w.double().numpy(), y.numpy(), return_grad=True
    )
    assert loss.item() == pytest.approx(expected, rel=tolerance)
    assert distance(x.grad, torch.tensor(dx)) < tolerance
    assert distance(layer.weight.grad, torch.tensor(dweight)) < tolerance


@every_option
def test_without_a_target_nothing_is_lowered(make, formula, reference):
    x, w, y = example(seed=3)
    layer = with_weight(make, w)
    plain, lowered = layer(x), layer(x, y)
    of_target = torch.zeros(20, 5, dtype=torch.bool).scatter(1, y[:, None], True)
    assert torch.equal(plain[~of_target], lowered[~of_target])
    if make != LAYERS["lsoftmax-1"][0] and make != LAYERS["asoftmax-1"][0]:
        assert not torch.equal(plain, lowered)
    cosines = torch.cosine_similarity(x[:, None], w[None], dim=2)
    lengths = x.norm(dim=1, keepdim=True)
    scale = {LSoftmaxLinear: lengths * w.norm(dim=1), ASoftmaxLinear: lengths}.get(type(layer))
    scale = layer.s if scale is None else scale
    torch.testing.assert_close(plain, scale * cosines, rtol=1e-13, atol=1e-14)


@every_option
def test_gradcheck(make, formula, reference):
    x, w, y = example(seed=4, n=6)
    layer = with_weight(make, w)

    def logits(x, weight):
        return torch.func.functional_call(layer, {"weight": weight}, (x, y))

    assert torch.autograd.gradcheck(logits, (x.requires_grad_(), w.requires_grad_()))


@every_option
def test_gradients_of_what_does_not_ask_for_them_are_left_out(make, formula, reference):
    x, w, y = example(seed=5)
    both = with_gradients(with_weight(make, w), x, y, torch.ones(20, 5))
    layer = with_weight(make, w)
    layer(x, y).sum().backward()
    assert x.grad is None
    assert torch.equal(layer.weight.grad, both[2])
    frozen = with_weight(make, w).requires_grad_(False)
    frozen(x.requires_grad_(), y).sum().backward()
    assert torch.equal(x.grad, both[1])
    assert not frozen(x.detach(), y).requires_grad


@every_layer
def test_a_second_derivative_is_refused_rather_than_wrong(make):
    x, w, y = example(seed=6)
    x = x.requires_grad_()
    [dx] = torch.autograd.grad(with_weight(make, w)(x, y).square().sum(), x, create_graph=True)
    with pytest.raises(RuntimeError, match="once_differentiable"):
        dx.sum().backward()


@every_layer
def test_an_empty_batch(make):
    layer = make(3, 5)
    x = torch.zeros(0, 3, requires_grad=True)
    for target in None, torch.zeros(0, dtype=torch.int64):
        logits = layer(x, target)
        assert logits.shape == (0, 5)
        logits.sum().backward()
        assert not layer.weight.grad.any()


# --- the start -------------------------------------------------------------------------------------


@every_layer
def test_the_weight_starts_kaiming_normal(make):
    torch.manual_seed(7)
    layer = make(50, 400)
    assert layer.weight.shape == (400, 50)
    assert layer.weight.dtype == torch.float32
    # 20,000 draws: the mean is right to 0.001, the standard deviation to one percent.
    assert abs(layer.weight.mean().item()) < 0.005
    assert layer.weight.std().item() == pytest.approx(np.sqrt(2 / 50), rel=0.03)
    assert [name for name, _ in layer.named_parameters()] == ["weight"]

    before = layer.weight.detach().clone()
    layer.reset_parameters()
    assert not torch.equal(layer.weight, before)
    torch.manual_seed(7)
    assert torch.equal(make(50, 400).weight, before)


class NeverInitialized(LSoftmaxLinear):
    """The fault: the weight is whatever the memory held."""

    def reset_parameters(self):
        pass


@pytest.mark.parametrize("make", [*MAKERS, pytest.param(NeverInitialized, marks=faulty)])
def test_the_weight_is_initialized(make):
    torch.use_deterministic_algorithms(True)  # fills fresh memory with NaN
    try:
        assert make(3, 5).weight.isfinite().all()
    finally:
        torch.use_deterministic_algorithms(False)


# --- dtypes ----------------------------------------------------------------------------------------


@every_option
def test_dtypes(make, formula, reference):
    for dtype in DTYPES:
        x, w, y = example(seed=8, dtype=dtype)
        results = with_gradients(with_weight(make, w), x, y, torch.ones(20, 5))
        expected = with_gradients(with_weight(make, w.double()), x.double(), y, torch.ones(20, 5))
        for got, exact in zip(results, expected, strict=True):
            assert got.dtype == dtype
            assert distance(got, exact) < 4 * torch.finfo(dtype).eps  # a handful of roundings


@every_layer
@pytest.mark.parametrize("dtype", DTYPES)
def test_mixed_dtypes_meet_in_the_wider_one(make, dtype):
    for x_dtype in DTYPES:
        x, _, y = example(seed=9, dtype=x_dtype)
        layer, x = make(3, 5).to(dtype), x.requires_grad_()
        for target in None, y:
            logits = layer(x, target)
            assert logits.dtype == torch.promote_types(x_dtype, dtype)
        logits.sum().backward()
        assert x.grad.dtype == x_dtype
        assert layer.weight.grad.dtype == layer.weight.dtype == dtype


class CastsForGood(LSoftmaxLinear):
    """The fault: half-precision features turn the weight itself into half precision."""

    def forward(self, x, target=None):
        self.weight.data = self.weight.data.to(x.dtype)
        return super().forward(x, target)


@pytest.mark.parametrize("make", [*MAKERS, pytest.param(CastsForGood, marks=faulty)])
def test_half_precision_features_leave_the_weight_as_it_is(make):
    layer = make(3, 5)
    before = layer.weight.detach().clone()
    layer(torch.ones(2, 3, dtype=torch.float16), torch.tensor([0, 1])).sum().backward()
    assert layer.weight.dtype == torch.float32
    assert torch.equal(layer.weight, before)


@every_layer
def test_half_precision_vectors_whose_squares_overflow(make):
    x = torch.tensor([[300.0, 400.0], [-250.0, 250.0]], dtype=torch.float16)
    layer = with_weight(make, torch.tensor([[300.0, 0.0], [0.0, 0.5]], dtype=torch.float16))
    y = torch.tensor([1, 0])
    expected = with_gradients(copy.deepcopy(layer).double(), x.double(), y, torch.ones(2, 2))
    got = with_gradients(layer, x, y, torch.ones(2, 2))
    for value, exact in zip(got, expected, strict=True):
        fits = exact.abs() < 65504
        assert torch.equal(value.isfinite(), fits)
        torch.testing.assert_close(value[fits].double(), exact[fits], rtol=4e-3, atol=1e-3)


@every_layer
@pytest.mark.parametrize("dtype", [torch.uint8, torch.int8, torch.int16, torch.int32])
def test_labels_of_any_integer_dtype(make, dtype):
    x, w, y = example(seed=10)
    layer = with_weight(make, w)
    assert torch.equal(layer(x, y.to(dtype)), layer(x, y))


@every_layer
def test_layouts(make):
    x, w, y = example(seed=11, n=5, c=5)
    layer = with_weight(make, w)
    cotangent = example(seed=12, n=5, d=5)[0]
    expected = with_gradients(layer, x, y, cotangent)
    columns = x.T.contiguous().T
    assert not columns.is_contiguous()
    for got, value in zip(
        with_gradients(layer, columns, y, cotangent.T.contiguous().T), expected, strict=True
    ):
        torch.testing.assert_close(got, value, rtol=1e-13, atol=1e-14)  # order of additions


# --- what it leaves alone --------------------------------------------------------------------------


class OverwritesLogits(LSoftmaxLinear):
    """The fault: the margin is written into logits that are not the layer's own."""

    def __init__(self, in_features, out_features):
        super().__init__(in_features, out_features)
        self.register_buffer("last", torch.zeros(0))

    def forward(self, x, target=None):
        if target is None:
            self.last = super().forward(x).detach()
            return self.last
        with torch.no_grad():
            self.last[range(len(x)), target] = super().forward(x, target)[range(len(x)), target]
        return self.last


@pytest.mark.parametrize("make", [*MAKERS, pytest.param(OverwritesLogits, marks=faulty)])
def test_arguments_and_logits_handed_out_stay_as_they_are(make):
    x, w, y = example(seed=13)
    layer = with_weight(make, w)
    plain = layer(x)
    kept = [t.detach().clone() for t in (x, y, layer.weight, plain)]
    lowered = layer(x, y)
    kept_lowered = lowered.detach().clone()
    cotangent = torch.ones_like(lowered)
    if lowered.requires_grad:
        lowered.backward(cotangent)
    layer(x, (y + 1) % 5)
    for before, after in zip(kept, (x, y, layer.weight, plain), strict=True):
        assert torch.equal(before, after)
    assert torch.equal(kept_lowered, lowered)
    assert (cotangent == 1).all()


@every_layer
def test_twice_the_same(make):
    x, w, y = example(seed=14)
    layer = with_weight(make, w)
    logits = layer(x.requires_grad_(), y)
    first = torch.autograd.grad(logits.sum(), (x, layer.weight), retain_graph=True)
    second = torch.autograd.grad(logits.sum(), (x, layer.weight))
    assert all(map(torch.equal, first, second))
    assert torch.equal(layer(x, y), logits)


@every_layer
def test_state_dict_copy_and_pickle(make):
    layer = make(3, 5)
    x, _, y = example(seed=15, dtype=torch.float32)
    other = make(3, 5)
    assert not torch.equal(other(x, y), layer(x, y))
    assert other.load_state_dict(layer.state_dict(), strict=True).missing_keys == []
    assert list(layer.state_dict()) == ["weight"]
    for twin in other, copy.deepcopy(layer), pickle.loads(pickle.dumps(layer)):
        assert torch.equal(twin(x, y), layer(x, y))
        assert twin.weight is not layer.weight


@pytest.mark.parametrize(
    ("layer", "text"),
    [
        (LSoftmaxLinear(3, 5, m=2), "LSoftmaxLinear(in_features=3, out_features=5, m=2)"),
        (ASoftmaxLinear(3, 5), "ASoftmaxLinear(in_features=3, out_features=5, m=4)"),
        (AMSoftmaxLinear(3, 5), "AMSoftmaxLinear(in_features=3, out_features=5, s=30.0, m=0.35)"),
        (
            ArcFaceLinear(3, 5),
            "ArcFaceLinear(in_features=3, out_features=5, s=64.0, m=0.5, fallback='none')",
        ),
    ],
)
def test_what_it_prints(layer, text):
    assert repr(layer) == text


# --- zero, parallel, opposite ----------------------------------------------------------------------


@every_option
def test_zero_vectors(make, formula, reference):
    x = torch.tensor([[0.0, 0.0], [1.0, 2.0], [0.0, 0.0]], dtype=torch.float64)
    w = torch.tensor([[0.0, 0.0], [3.0, -1.0]], dtype=torch.float64)
    y = torch.tensor([0, 0, 1])
    layer = with_weight(make, w)
    logits, dx, dweight = with_gradients(layer, x, y, torch.ones(3, 2))
    assert not layer(x)[[0, 2]].any()
    assert not layer(x)[1, 0]
    if isinstance(layer, LSoftmaxLinear):
        assert not logits[[0, 2]].any()
    assert dx.isfinite().all()
    assert dweight.isfinite().all()
    loss, *gradients = reference(x.numpy(), w.numpy(), y.numpy(), return_grad=True)
    x = x.requires_grad_()
    got = cross_entropy(layer(x, y), y)
    assert got.item() == pytest.approx(loss, rel=1e-13)
    for g, e in zip(torch.autograd.grad(got, (x, layer.weight)), gradients, strict=True):
        assert_allclose(g.numpy(), e, rtol=1e-12, atol=1e-14)


@every_option
@pytest.mark.parametrize("times", [2.0, 3.0, -1.0, -0.3])
def test_parallel_and_opposite_vectors(make, formula, reference, times):
    for dtype in DTYPES:
        _, w, y = example(seed=16, dtype=dtype)
        x, layer = times * w[y], with_weight(make, w)
        of_target = torch.zeros(20, 5).scatter(1, y[:, None], 1.0)
        results = with_gradients(layer, x, y, of_target)
        layer, x = layer.double(), x.double()
        expected = with_gradients(layer, x, y, of_target)
        # Gradients may cancel to 0 here, so they are measured by the terms they consist of.
        logit = expected[0].abs().max()
        sizes = logit, logit / x.norm(dim=1).min(), 20 * logit / layer.weight.norm(dim=1).min()
        for got, exact, size in zip(results, expected, sizes, strict=True):
            assert got.isfinite().all()
            # The slope of psi, up to 16, multiplies what rounding leaves.
            assert (got - exact).abs().max() < 16 * torch.finfo(dtype).eps * size


# --- errors ----------------------------------------------------------------------------------------

X, Y = torch.zeros(2, 3), torch.tensor([0, 4])


@every_layer
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((np.zeros((2, 3)), Y), "x: expected a tensor, got ndarray"),
        ((X.int(), Y), "x: expected float16, bfloat16, float32 or float64, got dtype torch.int32"),
        ((X.cfloat(), Y), "x: expected float16, bfloat16, float32 or float64, got dtype torch.complex64"),
        ((torch.zeros(3), Y), "x: expected shape (N, D) with D = 3, got shape (3,)"),
        ((torch.zeros(2, 4), Y), "x: expected shape (N, D) with D = 3, got shape (2, 4)"),
        ((torch.zeros(2, 1, 3), Y), "x: expected shape (N, D) with D = 3, got shape (2, 1, 3)"),
        ((X, [0, 1]), "target: expected a tensor, got list"),
        ((X, torch.zeros(2)), "target: expected integers, got dtype torch.float32"),
        ((X, torch.tensor([True, False])), "target: expected integers, got dtype torch.bool"),
        ((X, Y[:1]), "target: expected shape (N,) with N = 2, got shape (1,)"),
        ((X, Y[:, None]), "target: expected shape (N,) with N = 2, got shape (2, 1)"),
        ((X, Y + 1), "target: expected values from 0 to 4 (no label is ignored), got 5 at index 1"),
        ((X, Y - 1), "target: expected values from 0 to 4 (no label is ignored), got -1 at index 0"),
        ((X, Y - 100), "target: expected values from 0 to 4 (no label is ignored), got -100 at index 0"),
    ],
)
def test_errors_of_the_call(make, arguments, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        make(3, 5)(*arguments)


@every_layer
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0, 5), "in_features: expected an integer of at least 1, got 0"),
        ((2.0, 5), r"in_features: expected an integer of at least 1, got 2\.0"),
        ((3, -1), "out_features: expected an integer of at least 1, got -1"),
        ((3, True), "out_features: expected an integer of at least 1, got True"),
    ],
)
def test_errors_of_the_sizes(make, arguments, message):
    with pytest.raises(ValueError, match=message):
        make(*arguments)
    assert make(1, 1)(torch.ones(1, 1), torch.tensor([0])).shape == (1, 1)


@pytest.mark.parametrize(
    ("make", "options", "message"),
    [
        (LSoftmaxLinear, {"m": 0}, "m: expected an integer of at least 1, got 0"),
        (LSoftmaxLinear, {"m": 2.0}, r"m: expected an integer of at least 1, got 2\.0"),
        (LSoftmaxLinear, {"schedule": 5.0}, "schedule: expected a LambdaSchedule or None, got float"),
        (ASoftmaxLinear, {"m": 0}, "m: expected an integer of at least 1, got 0"),
        (ASoftmaxLinear, {"schedule": int}, "schedule: expected a LambdaSchedule or None, got type"),
        (AMSoftmaxLinear, {"s": -1.0}, "s: expected a finite number, at least 0, got -1"),
        (AMSoftmaxLinear, {"m": -0.1}, "m: expected a finite number, at least 0, got -0.1"),
        (AMSoftmaxLinear, {"m": None}, "m: expected a finite number, at least 0, got None"),
        (ArcFaceLinear, {"s": float("inf")}, "s: expected a finite number, at least 0, got inf"),
        (ArcFaceLinear, {"m": 3.2}, "m: expected a finite number, at least 0 and at most 3.14159, got 3.2"),
        (ArcFaceLinear, {"m": -0.1}, "m: expected a finite number, at least 0 and at most 3.14159, got -0.1"),
        (
            ArcFaceLinear,
            {"fallback": "hard"},
            "fallback: expected one of 'none', 'linear', 'easy', got 'hard'",
        ),
    ],
)
def test_errors_of_the_options(make, options, message):
    with pytest.raises(ValueError, match=message):
        make(3, 5, **options)
