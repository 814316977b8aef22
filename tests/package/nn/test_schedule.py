"""Lambda falls when the schedule is stepped, and only then; state_dict knows how far it is."""

import copy
import pickle

import pytest
import torch

from lossnotes.nn import ASoftmaxLinear, LambdaSchedule, LSoftmaxLinear
from tests.package.nn.oracle import asoftmax, example, lsoftmax, with_weight

faulty = pytest.mark.xfail(strict=True, raises=AssertionError, reason="a known fault")


def stepped(schedule, steps):
    for _ in range(steps):
        schedule.step()
    return schedule


@pytest.mark.parametrize(
    ("settings", "steps", "expected"),
    [
        ((1000.0, 0.12, 1.0, 5.0), 0, 1000.0),
        ((1000.0, 0.12, 1.0, 5.0), 1, 1000 / 1.12),
        ((1000.0, 0.12, 1.0, 5.0), 50, 1000 / 7),
        ((1000.0, 0.12, 1.0, 200.0), 50, 200.0),
        ((10, 0.5, 2, 0), 6, 10 / 16),
        ((10.0, 1.0, 0.5, 0.0), 3, 5.0),
        ((10.0, 1.0, 0.0, 0.0), 3, 10.0),
        ((0.0, 0.0, 0.0, 0.0), 3, 0.0),
        ((1.0, 0.5, 1.0, 3.0), 2, 3.0),
        ((1.0, 1e300, 1e300, 0.0), 1, 0.0),
    ],
)
def test_by_hand(settings, steps, expected):
    lam = stepped(LambdaSchedule(*settings), steps)()
    assert lam.dtype == torch.float64
    assert lam.shape == ()
    assert lam.item() == pytest.approx(expected, rel=1e-15)


def test_the_count_is_an_integer_whatever_the_module_is_turned_into():
    schedule = stepped(LambdaSchedule(10.0, 1.0, 1.0, 0.0), 3)
    assert list(schedule.parameters()) == []
    for turned in schedule.half(), schedule.double(), schedule.to(torch.bfloat16):
        assert turned.iteration.dtype == torch.int64
        assert turned.iteration.item() == 3
        assert turned().item() == 2.5


def test_state_dict_copy_and_pickle():
    schedule = stepped(LambdaSchedule(10.0, 1.0, 1.0, 0.0), 4)
    assert list(schedule.state_dict()) == ["iteration"]
    fresh = LambdaSchedule(10.0, 1.0, 1.0, 0.0)
    fresh.load_state_dict(schedule.state_dict(), strict=True)
    for twin in fresh, copy.deepcopy(schedule), pickle.loads(pickle.dumps(schedule)):
        assert twin().item() == 2.0
        assert stepped(twin, 5)().item() == 1.0
    assert schedule().item() == 2.0


# --- in a layer ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("make", "formula"), [(LSoftmaxLinear, lsoftmax), (ASoftmaxLinear, asoftmax)])
@pytest.mark.parametrize("m", [1, 2, 4])
def test_the_layer_mixes_by_it(make, formula, m):
    x, w, y = example(seed=1)
    layer = with_weight(lambda d, c: make(d, c, m=m, schedule=LambdaSchedule(10.0, 1.0, 1.0, 1.5)), w)
    for lam in 10.0, 5.0, 10 / 3, 2.5, 2.0, 10 / 6, 1.5, 1.5:
        torch.testing.assert_close(layer(x, y).detach(), formula(x, w, y, m, lam), rtol=1e-12, atol=1e-13)
        layer.schedule.step()
    assert torch.equal(layer(x), with_weight(make, w)(x))  # without a target there is nothing to mix


@pytest.mark.parametrize("make", [LSoftmaxLinear, ASoftmaxLinear])
def test_gradcheck_with_a_schedule(make):
    x, w, y = example(seed=2, n=5)
    layer = with_weight(lambda d, c: make(d, c, schedule=LambdaSchedule(2.0, 0.0, 0.0, 0.0)), w)

    def logits(x, weight):
        return torch.func.functional_call(layer, {"weight": weight}, (x, y))

    assert torch.autograd.gradcheck(logits, (x.requires_grad_(), w.requires_grad_()))


def test_a_huge_lambda_is_the_linear_layer():
    x, w, y = example(seed=3)
    layer = with_weight(lambda d, c: LSoftmaxLinear(d, c, schedule=LambdaSchedule(1e300, 0, 0, 0)), w)
    torch.testing.assert_close(layer(x, y), layer(x), rtol=1e-14, atol=1e-14)
    assert LSoftmaxLinear(3, 5).schedule is None


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
def test_lambda_widens_no_dtype(dtype):
    x, w, y = example(seed=4, dtype=dtype)
    layer = with_weight(lambda d, c: LSoftmaxLinear(d, c, schedule=LambdaSchedule(10.0, 1.0, 1.0, 0.0)), w)
    logits = layer(x, y)
    assert logits.dtype == dtype
    logits.sum().backward()
    assert layer.weight.grad.dtype == dtype


def test_a_step_between_forward_and_backward_does_not_matter():
    x, w, y = example(seed=5)
    layer = with_weight(lambda d, c: LSoftmaxLinear(d, c, schedule=LambdaSchedule(10.0, 1.0, 1.0, 0.0)), w)
    [expected] = torch.autograd.grad(layer(x, y).square().sum(), layer.weight)
    logits = layer(x, y)
    layer.schedule.step()
    [got] = torch.autograd.grad(logits.square().sum(), layer.weight)
    assert torch.equal(got, expected)


# --- the faults of others --------------------------------------------------------------------------


SETTINGS = (1000.0, 0.12, 1.0, 5.0)


class DecaysInForward(LambdaSchedule):
    """The fault: whoever looks at the logits takes a training step."""

    def forward(self):
        lam = super().forward()
        self.step()
        return lam


class CountIsNotSaved(LambdaSchedule):
    """The fault: training that is resumed starts again without a margin."""

    def __init__(self, *settings):
        super().__init__(*settings)
        self.register_buffer("iteration", self.iteration, persistent=False)


@pytest.mark.parametrize("make", [LambdaSchedule, pytest.param(DecaysInForward, marks=faulty)])
def test_to_look_is_no_step(make):
    x, _, y = example(seed=6, dtype=torch.float32)
    layer = LSoftmaxLinear(3, 5, schedule=make(*SETTINGS))
    first = layer(x, y)
    first.sum().backward()
    assert torch.equal(layer(x, y), first)


@pytest.mark.parametrize("make", [LambdaSchedule, pytest.param(CountIsNotSaved, marks=faulty)])
def test_the_state_dict_of_the_layer_has_the_count(make):
    x, _, y = example(seed=7, dtype=torch.float32)
    layer, fresh = (LSoftmaxLinear(3, 5, schedule=make(*SETTINGS)) for _ in range(2))
    stepped(layer.schedule, 30)
    fresh.load_state_dict(layer.state_dict(), strict=True)
    assert torch.equal(fresh(x, y), layer(x, y))
    assert fresh.schedule.iteration.item() == 30


def test_a_layer_and_its_copy_count_apart_and_two_layers_may_share():
    schedule = LambdaSchedule(*SETTINGS)
    layer, other = LSoftmaxLinear(3, 5, schedule=schedule), ASoftmaxLinear(3, 5, schedule=schedule)
    assert list(layer.state_dict()) == ["weight", "schedule.iteration"]
    twin = copy.deepcopy(layer)
    stepped(schedule, 2)
    assert other.schedule.iteration.item() == 2
    assert twin.schedule.iteration.item() == 0


# --- errors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["base", "gamma", "power", "lambda_min"])
@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf"), "1", None, True])
def test_errors(name, value):
    settings = {"base": 1.0, "gamma": 1.0, "power": 1.0, "lambda_min": 1.0} | {name: value}
    with pytest.raises(ValueError, match=f"{name}: expected a finite number, at least 0, got {value!r}"):
        LambdaSchedule(**settings)


def test_what_it_prints():
    text = "LambdaSchedule(base=1000.0, gamma=0.12, power=1.0, lambda_min=5.0)"
    assert repr(LambdaSchedule(*SETTINGS)) == text
    assert f"(schedule): {text}" in repr(LSoftmaxLinear(3, 5, schedule=LambdaSchedule(*SETTINGS)))
