"""Mixed precision: products in the dtype that autocast asks for, margins and sums in float32, weights untouched."""

import pytest
import torch
from torch.nn.functional import cross_entropy

from lossnotes.nn import LambdaSchedule, LSoftmaxLinear, MulticlassSVMLoss
from tests.package.nn.oracle import LAYERS, distance, example, with_gradients, with_weight

pytestmark = pytest.mark.parametrize("lowered", [torch.bfloat16, torch.float16])
every_option = pytest.mark.parametrize(("make", "formula", "reference"), LAYERS.values(), ids=LAYERS.keys())


def blobs(n=120, d=6, c=4):
    """Features around a point for each class."""
    torch.manual_seed(1)
    y = torch.arange(n) % c
    return 3 * torch.eye(c, d)[y] + torch.randn(n, d), y


@every_option
def test_dtypes_are_those_of_a_linear_layer(make, formula, reference, lowered):
    layer, linear = make(3, 5), torch.nn.Linear(3, 5, bias=False)
    for dtype in torch.float16, torch.bfloat16, torch.float32:
        x, _, y = example(seed=1, dtype=dtype)
        with torch.autocast("cpu", lowered):
            assert layer(x).dtype == layer(x, y).dtype == linear(x).dtype == lowered
    x, _, y = example(seed=1)
    with torch.autocast("cpu", lowered):
        assert make(3, 5).double()(x, y).dtype == linear.double()(x).dtype == torch.float64
    with torch.autocast("cpu", lowered, enabled=False):
        assert layer(x.float(), y).dtype == torch.float32


@every_option
def test_gradients_are_float32_and_right_to_the_digits_there_are(make, formula, reference, lowered):
    x, w, y = example(seed=2, dtype=torch.float32)
    cotangent = example(seed=3, n=20, d=5)[0]
    layer = with_weight(make, w)
    expected = with_gradients(with_weight(make, w.double()), x.double(), y, cotangent)
    x = x.requires_grad_()
    with torch.autocast("cpu", lowered):
        logits = layer(x, y)
    got = logits, *torch.autograd.grad((logits * cotangent).sum(), (x, layer.weight))
    for value, exact in zip(got, expected, strict=True):
        assert distance(value, exact) < 4 * torch.finfo(lowered).eps
    assert got[1].dtype == got[2].dtype == torch.float32


def test_the_margin_is_computed_in_float32(lowered):
    # In float16 300^2 is inf, and in bfloat16 a cosine has three digits, of which psi' = 16 takes one.
    x = torch.tensor([[300.0, 400.0, 0.0]])
    w = torch.tensor([[300.0, 399.0, 1.0], [1.0, 0.0, 0.0]]) / 100
    layer, y = with_weight(LSoftmaxLinear, w), torch.tensor([0])
    exact = layer(x, y)[0, 0].item()
    with torch.autocast("cpu", lowered):
        got = layer(x, y)[0, 0].item()
    assert got == pytest.approx(exact, rel=torch.finfo(lowered).eps)


@pytest.mark.parametrize("name", ["lsoftmax", "asoftmax", "am-softmax", "arcface"])
def test_training(name, lowered):
    x, y = blobs()
    layer = LAYERS[name][0](6, 4)
    optimizer = torch.optim.Adam(layer.parameters(), lr=0.05)
    losses = []
    for _ in range(60):
        with torch.autocast("cpu", lowered):
            loss = cross_entropy(layer(x, y), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert loss.dtype == torch.float32
    assert losses[-1] < 0.7 * losses[0]
    assert layer.weight.dtype == torch.float32
    assert (layer(x).argmax(1) == y).float().mean() > 0.6  # of four classes


def test_training_with_a_schedule(lowered):
    x, y = blobs()
    layer = LSoftmaxLinear(6, 4, schedule=LambdaSchedule(100.0, 0.2, 1.0, 1.0))
    optimizer = torch.optim.Adam(layer.parameters(), lr=0.05)
    for _ in range(100):
        with torch.autocast("cpu", lowered):
            logits = layer(x, y)
            assert logits.dtype == lowered
            loss = cross_entropy(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        layer.schedule.step()
    assert layer.schedule().item() == pytest.approx(100 / 21)
    assert (layer(x).argmax(1) == y).float().mean() > 0.6


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_svm_loss_is_float32_as_the_losses_of_torch_are(lowered, reduction):
    x, y = blobs()
    linear = torch.nn.Linear(6, 4)
    with torch.autocast("cpu", lowered):
        scores = linear(x)
        loss = MulticlassSVMLoss(reduction=reduction)(scores, y)
        assert loss.dtype == cross_entropy(scores, y, reduction=reduction).dtype == torch.float32
        assert MulticlassSVMLoss()(scores.double(), y).dtype == torch.float64
    assert scores.dtype == lowered
    loss.sum().backward()
    assert linear.weight.grad.dtype == torch.float32
    assert torch.equal(loss, MulticlassSVMLoss(reduction=reduction)(scores.float(), y))
