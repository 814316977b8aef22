"""L-Softmax as a layer: by hand, its limits, and the faults of others. What all layers share: test_margin_linear.py."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lossnotes.nn import LSoftmaxLinear
from tests.package.nn.oracle import distance, example, psi, with_gradients, with_weight

faulty = pytest.mark.xfail(strict=True, raises=AssertionError, reason="a known fault")


def layer_of(rows, m=4):
    w = torch.tensor(rows, dtype=torch.float64)
    return with_weight(lambda d, c: LSoftmaxLinear(d, c, m=m), w)


def test_by_hand():
    x = torch.tensor([[3.0, 4.0]], dtype=torch.float64)
    layer = layer_of([[0.0, 5.0], [2.0, 0.0]], m=2)  # lengths 5 and 2, |x| = 5, cosines 0.8 and 0.6
    assert layer(x).tolist() == [[20, 6]]
    torch.testing.assert_close(layer(x, torch.tensor([0])), torch.tensor([[25 * 0.28, 6]]).double())
    torch.testing.assert_close(layer(x, torch.tensor([1])), torch.tensor([[20, 10 * -0.28]]).double())
    # beyond 90 degrees psi = -cos(2 theta) - 2
    torch.testing.assert_close(layer(-x, torch.tensor([0])), torch.tensor([[25 * -2.28, -6]]).double())


def test_gradient_by_hand():
    x = torch.tensor([[3.0, 4.0]], dtype=torch.float64, requires_grad=True)
    layer = layer_of([[0.0, 5.0], [2.0, 0.0]], m=2)
    layer(x, torch.tensor([0]))[0, 0].backward()
    # f = |W||x| (2 cos^2 - 1) = 2 (W.x)^2 / (|W||x|) - |W||x|, with W.x = 20 and |W||x| = 25:
    # df/dx = 4 * 20/25 W - (2 * 400/625 + 1) 25/25 x, the other way round with |x|^2 / |W|^2 = 1
    torch.testing.assert_close(x.grad, torch.tensor([[-2.28 * 3, 3.2 * 5 - 2.28 * 4]]).double())
    expected = torch.tensor([[3.2 * 3, 3.2 * 4 - 2.28 * 5], [0, 0]]).double()
    torch.testing.assert_close(layer.weight.grad, expected)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_m_of_1_is_the_linear_layer_to_the_last_bit(dtype):
    x, w, y = example(seed=1, dtype=dtype)
    x[0], w[0], x[1] = 0, 0, 3 * w[y[1]]
    cotangent = example(seed=2, n=20, d=5, dtype=dtype)[0]
    got = with_gradients(with_weight(lambda d, c: LSoftmaxLinear(d, c, m=1), w), x, y, cotangent)
    linear = torch.nn.Linear(3, 5, bias=False, dtype=dtype)
    linear.load_state_dict({"weight": w})
    logits = linear(x.requires_grad_())
    logits.backward(cotangent)
    assert all(map(torch.equal, got, (logits, x.grad, linear.weight.grad)))


@given(st.integers(1, 6), st.integers(-20, 20))
def test_lengths_scale_the_logits_and_nothing_else(m, power):
    x, w, y = example(seed=3)
    layer = with_weight(lambda d, c: LSoftmaxLinear(d, c, m=m), w)
    assert torch.equal(layer(x * 2.0**power, y), layer(x, y) * 2.0**power)
    twice = with_weight(lambda d, c: LSoftmaxLinear(d, c, m=m), w * 2.0**power)
    assert torch.equal(twice(x, y), layer(x, y) * 2.0**power)


@given(st.integers(1, 8))
def test_a_larger_m_never_raises_the_target(m):
    x, w, y = example(seed=4, n=100)
    lower, higher = (with_weight(lambda d, c, m=k: LSoftmaxLinear(d, c, m=m), w)(x, y) for k in (m + 1, m))
    assert (lower <= higher + 1e-13).all()


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_margin_never_raises_a_target_not_even_by_rounding(dtype):
    _, w, y = example(seed=7, n=2000, c=2000, d=5, dtype=dtype)
    layer = with_weight(LSoftmaxLinear, w)
    x = 3 * w[y]  # for some of these the quotient of inner product and lengths is above 1
    plain, lowered = (logits.gather(1, y[:, None]) for logits in (layer(x), layer(x, y)))
    assert (lowered <= plain).all()


def test_where_pieces_meet():
    for m in 2, 3, 4:
        for k in range(m + 1):
            theta = torch.tensor(k * math.pi / m, dtype=torch.float64)
            x = torch.stack([theta.cos(), theta.sin()])[None] * 3
            logits, dx, dweight = with_gradients(
                layer_of([[2.0, 0.0], [0.0, 1.0]], m), x, torch.tensor([0]), torch.tensor([[1.0, 0.0]])
            )
            # There psi = 1 - 2k, and by the angle it is flat: the gradient points along x, and along W.
            assert logits[0, 0].item() == pytest.approx(6 * (1 - 2 * k), rel=1e-13, abs=1e-13)
            torch.testing.assert_close(dx, (1 - 2 * k) * 2 * x / 3, rtol=1e-13, atol=1e-13)
            torch.testing.assert_close(
                dweight, torch.tensor([[3.0 * (1 - 2 * k), 0], [0, 0]]).double(), rtol=1e-13, atol=1e-13
            )


@pytest.mark.parametrize(
    ("dtype", "sizes"), [(torch.float32, (1e-15, 1e15)), (torch.float64, (1e-150, 1e150))]
)
def test_tiny_and_huge_vectors(dtype, sizes):
    x, w, y = example(seed=5, dtype=dtype)
    of_target = torch.zeros(20, 5).scatter(1, y[:, None], 1.0)
    expected = with_gradients(with_weight(LSoftmaxLinear, w), x, y, of_target)
    for size in sizes:
        logits, dx, dweight = with_gradients(with_weight(LSoftmaxLinear, w), x * size, y, of_target)
        for got, exact in (logits / size, expected[0]), (dx, expected[1]), (dweight / size, expected[2]):
            assert distance(got, exact) < 8 * torch.finfo(dtype).eps
        # Both at once: the product of lengths keeps within bounds.
        layer = with_weight(LSoftmaxLinear, w / size)
        logits, dx, dweight = with_gradients(layer, x * size, y, of_target)
        for got, exact in (logits, expected[0]), (dx * size, expected[1]), (dweight / size, expected[2]):
            assert distance(got, exact) < 8 * torch.finfo(dtype).eps


def test_nan_comes_out_as_nan():
    x, w, y = example(seed=6)
    x[3, 1] = math.nan
    logits = with_weight(LSoftmaxLinear, w)(x, y)
    assert logits[3].isnan().all()
    assert logits[:3].isfinite().all()


# --- the faults of others --------------------------------------------------------------------------


def ours(x, w, y):
    """The logit of the correct class (N,), as the forms with a fault give it."""
    return with_weight(LSoftmaxLinear, w)(x, y).gather(1, y[:, None])[:, 0]


def with_acos(x, w, y):
    cos = torch.cosine_similarity(x, w[y])
    return x.norm(dim=1) * w[y].norm(dim=1) * psi(torch.arccos(cos), 4)


def with_epsilon(x, w, y):
    cos = (x * w[y]).sum(1) / (x.norm(dim=1) * w[y].norm(dim=1) + 1e-10)
    return x.norm(dim=1) * w[y].norm(dim=1) * psi(torch.arccos(cos), 4)


def without_a_guard(x, w, y):
    cos = (x * w[y]).sum(1) / (x.norm(dim=1) * w[y].norm(dim=1))
    return x.norm(dim=1) * w[y].norm(dim=1) * psi(torch.arccos(cos), 4)


@pytest.mark.parametrize("target", [ours, pytest.param(with_acos, marks=faulty)])
@pytest.mark.parametrize("times", [1.0, 2.0, -1.0])
def test_gradients_at_parallel_vectors(target, times):
    w = torch.tensor([[3.0, 4.0]], dtype=torch.float64)
    x = (times * w).requires_grad_()
    [dx] = torch.autograd.grad(target(x, w, torch.tensor([0])).sum(), x)
    # psi is 1 or -7 there, and flat by the angle: f = psi |W| |x|.
    expected = {1.0: w, 2.0: w, -1.0: 7 * w}[times]
    assert dx.isfinite().all()
    torch.testing.assert_close(dx, expected, rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize("target", [ours, pytest.param(with_epsilon, marks=faulty)])
def test_small_vectors(target):
    x, w = torch.tensor([[1.5e-4, 2e-4]]).double(), torch.tensor([[0.0, 1e-4]]).double()  # cosine 0.8
    lengths = x.norm() * w.norm()  # 2.5e-8, which 1e-10 would raise by 0.4%
    expected = lengths * (8 * 0.8**4 - 8 * 0.8**2 + 1)  # cos 4 theta: the angle, 37 degrees, is below 45
    assert target(x, w, torch.tensor([0])).item() == pytest.approx(expected.item(), rel=1e-6)


@pytest.mark.parametrize("target", [ours, pytest.param(without_a_guard, marks=faulty)])
def test_zero_vectors_are_no_nan(target):
    x = torch.tensor([[0.0, 0.0], [1.0, 2.0]], dtype=torch.float64, requires_grad=True)
    w = torch.tensor([[1.0, 1.0], [0.0, 0.0]], dtype=torch.float64)
    logits = target(x, w, torch.tensor([0, 1]))
    assert logits.tolist() == [0, 0]
    assert torch.autograd.grad(logits.sum(), x)[0].isfinite().all()
