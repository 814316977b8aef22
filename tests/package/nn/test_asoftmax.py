"""A-Softmax as a layer: what is its own. What all layers share: test_margin_linear.py."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lossnotes.nn import ASoftmaxLinear, LSoftmaxLinear
from tests.package.nn.oracle import distance, example, with_gradients, with_weight


def test_by_hand():
    x = torch.tensor([[3.0, 4.0]], dtype=torch.float64)
    w = torch.tensor([[0.0, 5.0], [2.0, 0.0]], dtype=torch.float64)  # |x| = 5, cosines 0.8 and 0.6
    layer = with_weight(lambda d, c: ASoftmaxLinear(d, c, m=2), w)
    torch.testing.assert_close(layer(x), torch.tensor([[4.0, 3.0]]).double())
    torch.testing.assert_close(layer(x, torch.tensor([0])), torch.tensor([[5 * 0.28, 3]]).double())
    torch.testing.assert_close(layer(x, torch.tensor([1])), torch.tensor([[4, 5 * -0.28]]).double())


def test_gradient_by_hand():
    x = torch.tensor([[3.0, 4.0]], dtype=torch.float64, requires_grad=True)
    w = torch.tensor([[0.0, 5.0], [2.0, 0.0]], dtype=torch.float64)
    layer = with_weight(lambda d, c: ASoftmaxLinear(d, c, m=2), w)
    layer(x, torch.tensor([0]))[0, 0].backward()
    # f = 2 (w.x)^2 / |x| - |x|, with w = (0, 1), w.x = 4: df/dx = 16/5 w - (2 * 16/25 + 1) x/5
    torch.testing.assert_close(x.grad, torch.tensor([[-2.28 * 0.6, 3.2 - 2.28 * 0.8]]).double())
    # across W: df/dw = 16/5 x, of which only (3, 0) stands at a right angle to W, over |W| = 5
    torch.testing.assert_close(layer.weight.grad, torch.tensor([[3.2 * 3 / 5, 0], [0, 0]]).double())


def test_it_is_l_softmax_of_unit_weights():
    x, w, y = example(seed=1)
    unit = torch.nn.functional.normalize(w)
    ours, theirs = with_weight(ASoftmaxLinear, w), with_weight(LSoftmaxLinear, unit)
    torch.testing.assert_close(ours(x, y), theirs(x, y), rtol=1e-13, atol=1e-14)
    assert ours.m == theirs.m == 4
    assert ours.schedule is None


@given(st.integers(-60, 60))
def test_the_length_of_a_weight_changes_nothing_but_its_own_gradient(power):
    x, w, y = example(seed=2)
    cotangent = example(seed=3, n=20, d=5)[0]
    logits, dx, dweight = with_gradients(with_weight(ASoftmaxLinear, w), x, y, cotangent)
    scaled = with_gradients(with_weight(ASoftmaxLinear, w * 2.0**power), x, y, cotangent)
    assert torch.equal(scaled[0], logits)
    assert torch.equal(scaled[1], dx)
    assert torch.equal(scaled[2] * 2.0**power, dweight)
    assert distance((dweight * w).sum(1) + 1, torch.ones(5)) < 1e-13  # at right angles


def test_a_zero_weight_stands_at_a_right_angle():
    x = torch.tensor([[3.0, 4.0]], dtype=torch.float64)
    layer = with_weight(ASoftmaxLinear, torch.tensor([[0.0, 0.0], [1.0, 0.0]], dtype=torch.float64))
    logits, dx, dweight = with_gradients(layer, x, torch.tensor([0]), torch.tensor([[1.0, 0.0]]))
    assert logits.tolist() == [[-15, 3]]  # psi(pi / 2) is -3 for m = 4
    torch.testing.assert_close(dx, -3 * x / 5)
    assert not dweight.any()


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_a_zero_feature_has_no_logits(dtype):
    layer = ASoftmaxLinear(2, 3).to(dtype)
    x = torch.zeros(1, 2, dtype=dtype)
    logits, dx, dweight = with_gradients(layer, x, torch.tensor([0]), torch.ones(1, 3))
    assert not logits.any()
    assert dx.isfinite().all()
    assert not dweight.any()
