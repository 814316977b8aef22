"""AM-softmax as a layer: what is its own. What all layers share: test_margin_linear.py."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lossnotes.nn import AMSoftmaxLinear
from tests.package.nn.oracle import example, with_gradients, with_weight

X = torch.tensor([[3.0, 4.0]], dtype=torch.float64)
W = torch.tensor([[0.0, 5.0], [2.0, 0.0]], dtype=torch.float64)  # cosines 0.8 and 0.6


def test_by_hand():
    layer = with_weight(lambda d, c: AMSoftmaxLinear(d, c, s=10.0, m=0.5), W)
    torch.testing.assert_close(layer(X), torch.tensor([[8.0, 6.0]]).double())
    torch.testing.assert_close(layer(X, torch.tensor([0])), torch.tensor([[3.0, 6.0]]).double())
    torch.testing.assert_close(layer(X, torch.tensor([1])), torch.tensor([[8.0, 1.0]]).double())


def test_gradient_by_hand():
    layer = with_weight(lambda d, c: AMSoftmaxLinear(d, c, s=10.0), W)
    _, dx, dweight = with_gradients(layer, X, torch.tensor([0]), torch.tensor([[1.0, 0.0]]))
    # 10 times (0, 1) less its part along x, over |x|; (0.6, 0.8) less its part along W, over |W|
    torch.testing.assert_close(dx, 10 * torch.tensor([[-0.48, 0.36]]).double() / 5)
    torch.testing.assert_close(dweight, 10 * torch.tensor([[0.6, 0.0], [0.0, 0.0]]).double() / 5)


def test_defaults_and_integers():
    layer = with_weight(AMSoftmaxLinear, W)
    torch.testing.assert_close(layer(X, torch.tensor([0])), torch.tensor([[30 * 0.45, 18]]).double())
    assert with_weight(lambda d, c: AMSoftmaxLinear(d, c, s=10, m=1), W)(X, torch.tensor([1])).tolist() == [
        pytest.approx([8, -4])
    ]


@given(st.integers(-60, 60), st.integers(-60, 60))
def test_lengths_change_nothing(a, b):
    x, w, y = example(seed=1)
    expected = with_weight(AMSoftmaxLinear, w)(x, y)
    assert torch.equal(with_weight(AMSoftmaxLinear, w * 2.0**a)(x * 2.0**b, y), expected)


def test_the_margin_changes_no_gradient_of_the_logits():
    x, w, y = example(seed=2)
    cotangent = example(seed=3, n=20, d=5)[0]
    without = with_gradients(with_weight(lambda d, c: AMSoftmaxLinear(d, c, m=0.0), w), x, y, cotangent)
    margin = with_gradients(with_weight(AMSoftmaxLinear, w), x, y, cotangent)
    assert torch.equal(margin[1], without[1])
    assert torch.equal(margin[2], without[2])


def test_zero_vectors():
    layer = with_weight(AMSoftmaxLinear, torch.tensor([[0.0, 0.0], [1.0, 0.0]]))
    x = torch.tensor([[0.0, 0.0], [0.0, 2.0]])
    logits, dx, dweight = with_gradients(layer, x, torch.tensor([0, 1]), torch.ones(2, 2))
    assert torch.equal(logits, torch.tensor([[-10.5, 0.0], [0.0, -10.5]]))
    assert torch.equal(dx, torch.tensor([[0.0, 0.0], [15.0, 0.0]]))
    assert torch.equal(dweight, torch.tensor([[0.0, 0.0], [0.0, 30.0]]))
