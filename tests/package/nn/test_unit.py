"""Rows scaled to length 1, and the gradient through them."""

import math

import pytest
import torch
from torch.nn.functional import normalize

from lossnotes.nn._unit import unit_and_length, unit_rows


def test_by_hand():
    v = torch.tensor([[3.0, 4.0], [0.0, -2.0]], dtype=torch.float64, requires_grad=True)
    unit = unit_rows(v)
    torch.testing.assert_close(unit.detach(), torch.tensor([[0.6, 0.8], [0.0, -1.0]], dtype=torch.float64))
    unit.backward(torch.tensor([[1.0, 0.0], [5.0, 7.0]], dtype=torch.float64))
    # (1, 0) less its part 0.6 (0.6, 0.8) along v, over 5; of (5, 7) only 5 goes across, over 2
    expected = torch.tensor([[0.128, -0.096], [2.5, 0.0]], dtype=torch.float64)
    torch.testing.assert_close(v.grad, expected)


def test_as_torch_has_it():
    torch.manual_seed(1)
    v = torch.randn(7, 4, dtype=torch.float64, requires_grad=True)
    cotangent = torch.randn(7, 4, dtype=torch.float64)
    torch.testing.assert_close(unit_rows(v), normalize(v), rtol=1e-15, atol=1e-15)
    [got] = torch.autograd.grad(unit_rows(v), v, cotangent)
    [expected] = torch.autograd.grad(normalize(v), v, cotangent)
    torch.testing.assert_close(got, expected, rtol=1e-13, atol=1e-15)
    assert torch.autograd.gradcheck(unit_rows, v)


def test_a_zero_vector_stays_0_and_has_no_gradient():
    v = torch.tensor([[0.0, 0.0], [-0.0, 1.0]], requires_grad=True)
    unit, length = unit_and_length(v.detach())
    assert torch.equal(unit, v)
    assert length.flatten().tolist() == [math.inf, 1]
    unit = unit_rows(v)
    unit.backward(torch.ones(2, 2))
    assert torch.equal(unit, v)
    assert torch.equal(v.grad, torch.tensor([[0.0, 0.0], [1.0, 0.0]]))


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
def test_half_precision_becomes_float32(dtype):
    v = torch.tensor([[300.0, -400.0]], dtype=dtype, requires_grad=True)  # 300^2 is inf in float16
    unit = unit_rows(v)
    assert unit.dtype == (torch.float64 if dtype == torch.float64 else torch.float32)
    torch.testing.assert_close(unit.detach().double(), v.detach().double() / 500, rtol=2e-7, atol=0)
    unit.backward(torch.tensor([[1.0, 0.0]], dtype=unit.dtype))
    assert v.grad.dtype == dtype
    expected = torch.tensor([[0.64, 0.48]]) / 500
    torch.testing.assert_close(v.grad.float(), expected, rtol=5e-3 if dtype.itemsize == 2 else 1e-6, atol=0)


@pytest.mark.parametrize(("dtype", "size"), [(torch.float32, 1e-18), (torch.float64, 1e-150)])
def test_small_and_large_vectors(dtype, size):
    for scale in size, 1 / size:
        v = torch.tensor([[3 * scale, 4 * scale]], dtype=dtype, requires_grad=True)
        unit = unit_rows(v)
        torch.testing.assert_close(unit.detach(), torch.tensor([[0.6, 0.8]], dtype=dtype))
        unit.backward(torch.tensor([[1.0, 0.0]], dtype=dtype))
        torch.testing.assert_close(v.grad * scale, torch.tensor([[0.128, -0.096]], dtype=dtype))


def test_the_gradient_given_stays_as_it_is():
    v = torch.tensor([[3.0, 4.0]], requires_grad=True)
    cotangent = torch.tensor([[1.0, 2.0]])
    unit_rows(v).backward(cotangent)
    assert cotangent.tolist() == [[1, 2]]
