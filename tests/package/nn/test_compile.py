"""Compiled modules: one graph, without a break, and the same numbers."""

import pytest
import torch
from torch.nn.functional import cross_entropy

from lossnotes.nn import LambdaSchedule, LSoftmaxLinear, MulticlassSVMLoss
from tests.package.nn.oracle import LAYERS, example

# torch 2.13 makes an instance of autograd.Function while it traces one, and warns of itself.
pytestmark = pytest.mark.filterwarnings("ignore:.*Function.* should not be instantiated:DeprecationWarning")


@pytest.fixture(autouse=True)
def fresh():
    torch.compiler.reset()


def compiled(module):
    return torch.compile(module, backend="aot_eager", fullgraph=True)


def step(module, layer, x, y):
    """Logits, loss and gradients."""
    x = x.detach().requires_grad_()
    logits = module(x, y)
    loss = cross_entropy(logits, y)
    return logits.detach(), loss.detach(), *torch.autograd.grad(loss, (x, layer.weight))


@pytest.mark.parametrize("name", ["lsoftmax", "asoftmax", "am-softmax", "arcface-linear", "arcface-easy"])
def test_layers(name):
    layer = LAYERS[name][0](3, 5)
    faster = compiled(layer)
    for seed in 1, 2:
        x, _, y = example(seed, dtype=torch.float32)
        x[0] = 0
        assert torch.equal(faster(x), layer(x))
        for got, expected in zip(step(faster, layer, x, y), step(layer, layer, x, y), strict=True):
            assert torch.equal(got, expected)


@pytest.mark.parametrize("name", ["lsoftmax", "arcface"])
def test_under_autocast(name):
    layer = LAYERS[name][0](3, 5)
    faster = compiled(layer)
    x, _, y = example(3, dtype=torch.float32)
    with torch.autocast("cpu", torch.bfloat16):
        results = step(faster, layer, x, y), step(layer, layer, x, y)
    for got, expected in zip(*results, strict=True):
        assert torch.equal(got, expected)
    assert got.dtype == torch.float32
    assert results[0][0].dtype == torch.bfloat16


@pytest.mark.parametrize("dtype", [torch.float16, torch.float64])
def test_other_dtypes(dtype):
    layer = LAYERS["lsoftmax"][0](3, 5).to(dtype)
    x, _, y = example(4, dtype=dtype)
    for got, expected in zip(step(compiled(layer), layer, x, y), step(layer, layer, x, y), strict=True):
        assert got.dtype == expected.dtype
        assert torch.equal(got, expected)


def test_a_schedule_that_goes_on_needs_no_second_graph():
    layer = LSoftmaxLinear(3, 5, schedule=LambdaSchedule(100.0, 0.5, 1.0, 1.0))
    graphs = []

    def backend(graph, inputs):
        graphs.append(graph)
        return graph.forward

    faster = torch.compile(layer, backend=backend, fullgraph=True)
    x, _, y = example(4, dtype=torch.float32)
    seen = []
    for _ in range(4):
        assert torch.equal(faster(x, y), layer(x, y))
        seen.append(faster(x, y)[range(20), y].sum().item())
        layer.schedule.step()
    assert seen == sorted(seen, reverse=True)  # the margin comes in
    assert len(set(seen)) == 4
    assert len(graphs) == 1


def test_training():
    torch.manual_seed(1)
    y = torch.arange(60) % 4
    x = 3 * torch.eye(4, 6)[y] + torch.randn(60, 6)
    results = []
    for wrap in (lambda layer: layer), compiled:
        torch.manual_seed(2)
        layer = LSoftmaxLinear(6, 4, schedule=LambdaSchedule(100.0, 0.2, 1.0, 1.0))
        module, optimizer = wrap(layer), torch.optim.SGD(layer.parameters(), lr=0.02)
        for _ in range(10):
            optimizer.zero_grad()
            cross_entropy(module(x, y), y).backward()
            optimizer.step()
            layer.schedule.step()
        results.append(layer.weight.detach())
    assert torch.equal(*results)


@pytest.mark.parametrize(
    ("power", "reduction", "dtype"), [(1, "mean", torch.float32), (2, "none", torch.bfloat16)]
)
def test_svm(power, reduction, dtype):
    loss = MulticlassSVMLoss(power=power, reduction=reduction)
    scores, _, labels = example(6, n=40, c=7, d=7, dtype=dtype)
    scores = scores.requires_grad_()
    results = []
    for module in compiled(loss), loss:
        value = module(scores, labels)
        results.append((value, *torch.autograd.grad(value.sum(), scores)))
    assert all(map(torch.equal, *results))


def test_svm_in_one_block():
    loss = MulticlassSVMLoss(reduction="sum")
    scores, _, labels = example(7, n=2000, c=100, d=100)
    sizes = []

    def backend(graph, inputs):
        sizes.append(len(graph.graph.nodes))
        return graph.forward

    faster = torch.compile(loss, backend=backend, fullgraph=True)
    assert torch.equal(faster(scores, labels), loss(scores, labels))
    assert sizes[0] < 60  # four blocks, were they unrolled, would take 150 nodes
    assert faster(scores[:0], labels[:0]) == 0
