"""psi and its slope, for tensors."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lossnotes.nn._psi import psi_and_slope
from lossnotes.psi import psi

EPS = torch.finfo(torch.float64).eps


def column(*values):
    return torch.tensor(values, dtype=torch.float64)[:, None]


def test_by_hand():
    value, slope = psi_and_slope(column(1, 0.5, 0, -0.5, -1), 2)
    assert value.flatten().tolist() == [1, -0.5, -1, -1.5, -3]
    # 2 cos^2 - 1 falls to -1, and from there its mirror image goes on.
    assert slope.flatten().tolist() == [4, 2, 0, 2, 4]


def test_m_of_1_is_the_cosine_itself():
    cos = column(-1, -0.3, 0, 0.7, 1)
    value, slope = psi_and_slope(cos, 1)
    assert torch.equal(value, cos)
    assert (slope == 1).all()


@given(st.lists(st.floats(0, math.pi), min_size=1, max_size=20), st.integers(1, 9))
def test_as_the_numpy_reference_and_by_its_pieces(angles, m):
    cos = torch.tensor(angles, dtype=torch.float64).cos()[:, None]
    value, slope = psi_and_slope(cos, m)
    # Without the sine itself, what rounding leaves of a cosine near 1 counts m^2 times.
    torch.testing.assert_close(value, torch.tensor(psi(cos.numpy(), m)), rtol=0, atol=10 * m**2 * EPS)
    for theta, got in zip(angles, value.flatten().tolist(), strict=True):
        k = min(int(m * theta / math.pi), m - 1)
        assert got == pytest.approx((-1) ** k * math.cos(m * theta) - 2 * k, abs=20 * m**2 * EPS)
    assert (slope >= -100 * m**2 * EPS).all()


@pytest.mark.parametrize("m", range(1, 9))
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_where_the_pieces_meet(m, dtype):
    for k in range(m + 1):
        cos = torch.tensor([[math.cos(k * math.pi / m)]], dtype=dtype)
        value, slope = psi_and_slope(cos, m)
        assert value.dtype == slope.dtype == dtype
        assert value.item() == pytest.approx(1 - 2 * k, abs=10 * m**2 * torch.finfo(dtype).eps)
        expected = m**2 if k in (0, m) else 0
        assert slope.item() == pytest.approx(expected, abs=10 * m**3 * torch.finfo(dtype).eps)


def one_too_high_at_minus_1(cos, m):
    """The fault: k from the rounded quotient of angles, which is m at theta = pi."""
    k = torch.floor(torch.arccos(cos.detach()) / (math.pi / m))
    value = sum(
        (-1) ** n * math.comb(m, 2 * n) * cos ** (m - 2 * n) * (1 - cos**2) ** n for n in range(m // 2 + 1)
    )
    return (-1) ** k * value - 2 * k


@pytest.mark.parametrize("m", [1, 2, 3, 4])
def test_k_is_m_minus_1_at_a_cosine_of_minus_1(m):
    cos = column(-1).requires_grad_()
    _, slope = psi_and_slope(cos.detach(), m)
    assert slope.item() == m**2
    # The value hides it, since the pieces meet: the slope has the wrong sign.
    assert one_too_high_at_minus_1(cos, m).item() == 1 - 2 * m
    [theirs] = torch.autograd.grad(one_too_high_at_minus_1(cos, m).sum(), cos)
    assert theirs.item() == -(m**2)


@given(st.integers(1, 8), st.lists(st.floats(-1, 1), min_size=2, max_size=20))
def test_it_falls_with_the_angle(m, cosines):
    value, _ = psi_and_slope(torch.tensor(sorted(cosines), dtype=torch.float64)[:, None], m)
    assert (value.diff(dim=0) >= -20 * m**2 * EPS).all()


@pytest.mark.parametrize("m", [1, 2, 3, 4, 7])
def test_slope_by_central_differences(m):
    cos = torch.linspace(-0.98, 0.97, 40, dtype=torch.float64)[:, None]
    step = 2.0**-17
    difference = (psi_and_slope(cos + step, m)[0] - psi_and_slope(cos - step, m)[0]) / (2 * step)
    # Where pieces meet the slope is continuous, but its own slope jumps: off by the step times that.
    torch.testing.assert_close(psi_and_slope(cos, m)[1], difference, rtol=0, atol=m**4 * step)


def test_nan_stays_nan():
    value, slope = psi_and_slope(column(math.nan), 4)
    assert value.isnan()
    assert slope.isnan()
