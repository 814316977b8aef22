"""ArcFace as a layer: what is its own. What all layers share: test_margin_linear.py."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.nn.functional import normalize

from lossnotes.nn import ArcFaceLinear
from lossnotes.nn.arcface import _NO_DIRECTION, _penalty
from tests.package.nn.oracle import distance, example, pull, with_gradients, with_weight

X = torch.tensor([[3.0, 4.0]], dtype=torch.float64)
W = torch.tensor([[0.0, 5.0], [2.0, 0.0]], dtype=torch.float64)  # cosines 0.8 and 0.6
ONE = torch.tensor([[1.0, 0.0]], dtype=torch.float64)


def layer_of(w=W, **options):
    return with_weight(lambda d, c: ArcFaceLinear(d, c, **options), w)


def target(x, w=W, **options):
    return layer_of(w, **options)(x, torch.tensor([0]))[0, 0].item()


def test_by_hand():
    for m in 0.0, 0.5, 1.2, 3.0, math.pi:
        f = 10 * (0.8 * math.cos(m) - 0.6 * math.sin(m))
        assert target(X, s=10.0, m=m) == pytest.approx(f, rel=1e-14)
    assert layer_of(s=10.0)(X, torch.tensor([0]))[0, 1].item() == pytest.approx(6)
    assert target(X) == pytest.approx(64 * (0.8 * math.cos(0.5) - 0.6 * math.sin(0.5)), rel=1e-14)
    assert target(X, s=0.0) == 0


def test_gradient_by_hand():
    m = math.asin(0.6)  # of cosine 0.8: theta + m = 2 m, with sine 0.96
    _, dx, dweight = with_gradients(layer_of(s=10.0, m=m), X, torch.tensor([0]), ONE)
    # d cos(theta + m) = 0.96 / 0.6 d cos: 16 times (0, 1) less its part along x, over |x|
    torch.testing.assert_close(dx, 16 * torch.tensor([[-0.48, 0.36]]).double() / 5)
    torch.testing.assert_close(dweight, 16 * torch.tensor([[0.6, 0.0], [0.0, 0.0]]).double() / 5)


def test_fallbacks_by_hand():
    x = X * torch.tensor([1.0, -1.0])  # cosines -0.8 and 0.6; theta is 143 degrees, 2.498
    for m, linear in (0.5, None), (0.7, -0.8 - 0.7 * math.sin(0.7)):  # theta + m is beyond pi for 0.7
        none = -0.8 * math.cos(m) - 0.6 * math.sin(m)
        assert target(x, s=10.0, m=m) == pytest.approx(10 * none, rel=1e-14)
        assert target(x, s=10.0, m=m, fallback="easy") == pytest.approx(-8, rel=1e-14)
        expected = 10 * (none if linear is None else linear)
        assert target(x, s=10.0, m=m, fallback="linear") == pytest.approx(expected, rel=1e-14)
    for m, fallback in (0.7, "linear"), (0.5, "easy"):
        _, dx, dweight = with_gradients(layer_of(s=10.0, m=m, fallback=fallback), x, torch.tensor([0]), ONE)
        torch.testing.assert_close(dx, 10 * torch.tensor([[0.48, 0.36]]).double() / 5)  # the slope is 1
        torch.testing.assert_close(dweight, 10 * torch.tensor([[0.6, 0.0], [0.0, 0.0]]).double() / 5)


def at_angle(theta, dtype=torch.float64):
    return torch.tensor([[math.cos(theta), math.sin(theta)]], dtype=dtype)


def test_where_the_fallbacks_begin():
    w = torch.eye(2, dtype=torch.float64)
    before, after = at_angle(math.pi - 0.5 - 1e-9), at_angle(math.pi - 0.5 + 1e-9)
    assert target(before, w, fallback="linear") == target(before, w)
    jump = math.cos(math.pi - 0.5) - 0.5 * math.sin(0.5)
    assert target(after, w, fallback="linear") == pytest.approx(64 * jump, rel=1e-8)
    assert target(after, w) == pytest.approx(-64, rel=1e-8)
    for x, expected in ([1e-9, 1.0], -math.sin(0.5)), ([0.0, 1.0], 0), ([-1e-9, 1.0], 0):
        x = torch.tensor([x], dtype=torch.float64)
        assert target(x, w, fallback="easy") == pytest.approx(64 * expected, abs=1e-6)
    # Without a margin nothing is beyond pi.
    assert target(at_angle(math.pi), w, m=0.0, fallback="linear") == pytest.approx(-64)


@given(st.integers(-60, 60), st.integers(-60, 60))
def test_lengths_change_nothing(a, b):
    x, w, y = example(seed=1)
    expected = layer_of(w)(x, y)
    assert torch.equal(layer_of(w * 2.0**a)(x * 2.0**b, y), expected)


@given(st.floats(0, math.pi))
def test_m_is_added_to_the_angle(m):
    x, w, y = example(seed=2)
    theta = torch.arccos(torch.cosine_similarity(x, w[y]))
    got = layer_of(w, s=1.0, m=m)(x, y).gather(1, y[:, None])[:, 0]
    torch.testing.assert_close(got, torch.cos(theta + m), rtol=1e-12, atol=1e-13)


# --- the tip of the cone ---------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("theta", [1e-1, 1e-3, 1e-5, 1e-7])
def test_near_parallel_the_gradient_keeps_its_length(theta, dtype):
    x, w = torch.tensor([[1.0, theta]], dtype=dtype), torch.eye(2, dtype=dtype)
    _, dx, dweight = with_gradients(layer_of(w, s=1.0), x, torch.tensor([0]), ONE)
    # d cos(theta + m) is - sin(theta + m) d theta; away from the class vector, which turns towards x.
    got = dx.double(), dweight.double()
    slope = math.sin(math.atan(float(x[0, 1])) + 0.5)
    assert got[0].norm().item() == pytest.approx(slope / x.double().norm().item(), rel=1e-6)
    torch.testing.assert_close(got[0][0, 1].item(), -slope / (1 + theta**2), rtol=1e-6, atol=0)
    torch.testing.assert_close(got[1], torch.tensor([[0, slope], [0, 0]]).double(), rtol=1e-6, atol=1e-7)


def exactly_parallel(d, seed):
    """Vectors and whole multiples of them, so that nothing but rounding parts their directions."""
    torch.manual_seed(seed)
    v = torch.randint(-1000, 1001, (max(1, 20000 // d), d)).double()
    v[:, 0] += 0.5
    return v, v * torch.randint(1, 1000, (len(v), 1)) * torch.tensor([-1, 1])[torch.arange(len(v)) % 2, None]


@pytest.mark.parametrize("d", [2, 3, 5, 16, 128, 2048])
def test_parallel_and_opposite_vectors_have_the_subgradient_0(d):
    for seed in range(5):
        v, multiples = exactly_parallel(d, seed)
        y = torch.arange(len(v))
        penalty, by_x, by_w = _penalty(v, multiples, y, 1.0, 0.5, "none")
        cos = (v * multiples).sum(1).sign()[:, None]
        torch.testing.assert_close(penalty, cos * (1 - math.cos(0.5)), rtol=0, atol=1e-14)
        # The slope taken is that of a plain cosine less 1; what it multiplies is what rounding leaves.
        assert by_x.norm(dim=1).max() <= _NO_DIRECTION
        assert by_w.norm(dim=1).max() <= _NO_DIRECTION


def test_one_parallel_vector_spoils_no_other_gradient():
    x, w, y = example(seed=3)
    cotangent = example(seed=4, n=20, d=5)[0]
    cotangent[0] = 0
    x[0] = 3 * w[y[0]]
    _, dx, dweight = with_gradients(layer_of(w), x, y, cotangent)
    without = with_gradients(layer_of(w), x[1:], y[1:], cotangent[1:])
    assert not dx[0].any()
    torch.testing.assert_close(dx[1:], without[1])
    torch.testing.assert_close(dweight, without[2])


def test_zero_vectors_stand_at_a_right_angle():
    w = torch.tensor([[0.0, 0.0], [1.0, 0.0]], dtype=torch.float64)
    x = torch.tensor([[0.0, 0.0], [0.0, 0.0], [0.0, 2.0]], dtype=torch.float64)
    y = torch.tensor([0, 1, 0])
    for fallback, value in ("none", -64 * math.sin(0.5)), ("linear", -64 * math.sin(0.5)), ("easy", 0):
        logits, dx, dweight = with_gradients(layer_of(w, fallback=fallback), x, y, torch.ones(3, 2))
        torch.testing.assert_close(logits.gather(1, y[:, None])[:, 0], torch.full((3,), value).double())
        assert not logits.gather(1, 1 - y[:, None]).any()
        assert not dx[:2].any()
        assert not dweight[0].any()
        assert dx.isfinite().all()
        assert dweight.isfinite().all()


def with_arccos(x, w, y):
    """The fault: arccos, whose slope is infinite at parallel vectors."""
    cos = normalize(x) @ normalize(w).T
    theta = torch.arccos(cos.gather(1, y[:, None]).clamp(-1, 1))
    return 64 * cos.scatter(1, y[:, None], torch.cos(theta + 0.5))


def with_root(x, w, y):
    """The fault: sqrt(1 - cos^2), which loses half of the digits."""
    cos = normalize(x) @ normalize(w).T
    c = cos.gather(1, y[:, None])
    sin = torch.sqrt((1 - c**2).clamp(0, 1))
    return 64 * cos.scatter(1, y[:, None], c * math.cos(0.5) - sin * math.sin(0.5))


def ours(x, w, y):
    return layer_of(w)(x, y)


faulty = pytest.mark.xfail(strict=True, raises=AssertionError, reason="a known fault")


@pytest.mark.parametrize(
    "logits", [ours, pytest.param(with_arccos, marks=faulty), pytest.param(with_root, marks=faulty)]
)
def test_gradients_at_parallel_vectors_are_finite(logits):
    w = torch.tensor([[1.0, 0.0], [0.0, 1.0]], dtype=torch.float64)
    x = torch.tensor([[2.0, 0.0], [0.0, -1.0]], dtype=torch.float64, requires_grad=True)
    y = torch.tensor([0, 1])
    assert torch.autograd.grad(logits(x, w, y).sum(), x)[0].isfinite().all()


@pytest.mark.parametrize(
    "logits", [ours, pytest.param(with_arccos, marks=faulty), pytest.param(with_root, marks=faulty)]
)
def test_gradients_near_parallel_vectors_keep_their_digits(logits):
    w = torch.tensor([[3.0, 0.0], [0.0, 1.0]], dtype=torch.float64)
    x = torch.tensor([[1.0, 1e-7]], dtype=torch.float64, requires_grad=True)
    [dx] = pull(logits(x, w, torch.tensor([0])), ONE, x)
    assert dx[0, 1].item() == pytest.approx(-64 * math.sin(0.5 + 1e-7), rel=1e-8)


def test_float32_near_parallel_agrees_with_float64():
    torch.manual_seed(5)
    w = torch.randn(5, 8)
    y = torch.arange(20) % 5
    x = w[y] * 3.1 + torch.randn(20, 8) * torch.logspace(-7, -1, 20)[:, None]
    cotangent = torch.zeros(20, 5).scatter(1, y[:, None], 1.0)
    got = with_gradients(layer_of(w), x, y, cotangent)
    expected = with_gradients(layer_of(w.double()), x.double(), y, cotangent)
    assert distance(got[1], expected[1]) < 1e-5
    assert distance(got[2], expected[2]) < 1e-5
    for row, exact in zip(got[1], expected[1], strict=True):
        assert distance(row, exact) < 1e-5
