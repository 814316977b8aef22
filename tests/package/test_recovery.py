"""Recovering a start from a log: the derivative of a whole training run, and the search that uses it."""

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose, assert_array_equal, assert_array_max_ulp

from lossnotes import linear_scores, recovery, softmax_cross_entropy
from lossnotes.cost_curve import cost_curve
from lossnotes.examples import PUBLISHED_COSTS, ROWS_X, ROWS_Y, recovered_start
from lossnotes.recovery import recover_start
from tests.package.oracles import central_difference

RNG = np.random.default_rng(4)
WEIGHT, BIAS = RNG.uniform(-0.5, 0.5, (3, 4)), RNG.uniform(-0.5, 0.5, 3)
FIRST_THREE = PUBLISHED_COSTS[:3]


def spread(weight, bias):
    """How far apart the classes lie in each column."""
    return np.ptp(np.column_stack([weight, bias]), axis=0)


# --- the curve -------------------------------------------------------------------------------------


def test_without_weights_the_first_cost_is_log_3():
    costs, jacobian = cost_curve(np.zeros((3, 4)), np.zeros(3), count=1)
    assert_allclose(costs, [np.log(3)], rtol=1e-15)  # a mean of eight equal numbers
    # The derivative of the first cost is the plain gradient (p - y) x / 8, and every p is 1/3.
    X = np.column_stack([ROWS_X, np.ones(8)])
    by_hand = [sum((1 / 3 - (y == c)) * x for x, y in zip(X, ROWS_Y, strict=True)) / 8 for c in range(3)]
    assert_allclose(jacobian, [by_hand], atol=1e-15)


def test_against_a_loop_with_the_packages_own_loss():
    weight, bias, costs = WEIGHT.copy(), BIAS.copy(), []
    for epoch in range(301):
        cost, d_scores = softmax_cross_entropy(linear_scores(ROWS_X, weight, bias), ROWS_Y, return_grad=True)
        if epoch % 100 == 0:
            costs.append(cost)
        weight -= 0.1 * d_scores.T @ ROWS_X
        bias -= 0.1 * d_scores.sum(axis=0)
    assert_allclose(cost_curve(WEIGHT, BIAS, count=4)[0], costs, rtol=1e-13)  # order of additions


def test_derivatives_against_torch():
    weight, bias = (torch.tensor(a, requires_grad=True) for a in (WEIGHT, BIAS))
    x, y = torch.tensor(ROWS_X, dtype=torch.float64), torch.tensor(ROWS_Y)
    costs, w, b = [], weight, bias
    for epoch in range(201):
        cost = torch.nn.functional.cross_entropy(torch.nn.functional.linear(x, w, b), y)
        if epoch % 100 == 0:
            costs.append(cost)
        d_w, d_b = torch.autograd.grad(cost, (w, b), create_graph=True)  # differentiable in its turn
        w, b = w - 0.1 * d_w, b - 0.1 * d_b
    theirs = [torch.autograd.grad(cost, (weight, bias), retain_graph=True) for cost in costs]
    theirs = [np.column_stack([d_weight, d_bias]) for d_weight, d_bias in theirs]
    ours, jacobian = cost_curve(WEIGHT, BIAS, count=3)
    assert_allclose(ours, [cost.item() for cost in costs], rtol=1e-13)
    assert_allclose(jacobian, theirs, atol=1e-13)  # of derivatives of up to 2


def test_derivatives_by_central_differences():
    theta = np.column_stack([WEIGHT, BIAS])
    for k in 0, 1, 3:
        numeric = central_difference(lambda t, k=k: cost_curve(t[:, :4], t[:, 4], count=k + 1)[0][k], theta)
        # The third derivative is about 10 here, times the step squared; and rounding over the step.
        assert_allclose(cost_curve(WEIGHT, BIAS, count=4)[1][k], numeric, atol=1e-9)


def test_a_shift_of_all_classes_changes_no_cost():
    shift = np.array([3.0, -1.0, 0.5, 2.0, -7.0])
    costs, jacobian = cost_curve(WEIGHT, BIAS)
    shifted, _ = cost_curve(WEIGHT + shift[:4], BIAS + shift[4])
    assert_allclose(shifted, costs, rtol=1e-13)  # scores are ten times as large, and rounded so
    assert_allclose(jacobian.sum(axis=1), 0, atol=1e-14)  # five directions without a slope


def test_what_the_log_can_tell():
    # Of 15 directions 5 are shifts. Along 2 the curvature is so large that a hundred updates leave less than
    # 1e-15 of any change: later costs see the other 8, and the first cost adds a ninth combination.
    jacobian = cost_curve(*recovered_start())[1].reshape(11, 15)
    for rows, rank in (jacobian, 9), (jacobian[1:], 8):
        sizes = np.linalg.svd(rows, compute_uv=False)
        assert sizes[rank - 1] > 1e-10
        assert sizes[rank] < 1e-14


def test_lists_and_dtypes_and_inputs():
    expected = cost_curve(WEIGHT, BIAS, count=2)
    weight, bias = WEIGHT.copy(), BIAS.copy()
    weight.flags.writeable = bias.flags.writeable = False
    for got in (cost_curve(weight.tolist(), bias.tolist(), count=2), cost_curve(weight, bias, count=2)):
        for a, b in zip(got, expected, strict=True):
            assert_array_equal(a, b)
    costs, jacobian = cost_curve(np.zeros((3, 4), np.float32), np.zeros(3, int))
    assert costs.dtype == jacobian.dtype == np.float64
    assert (costs.shape, jacobian.shape) == ((11,), (11, 3, 5))


def test_huge_weights_overflow_nothing():
    costs, jacobian = cost_curve(WEIGHT * 1e6, BIAS)
    assert np.isfinite(costs).all()
    assert np.isfinite(jacobian).all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((WEIGHT.T, BIAS), r"weight: expected shape \(C, D\) with C = 3 and D = 4, got shape \(4, 3\)"),
        ((WEIGHT, BIAS[:2]), r"bias: expected shape \(C,\) with C = 3, got shape \(2,\)"),
        ((WEIGHT * np.nan, BIAS), r"weight: expected finite numbers, got nan at index \(0, 0\)"),
        ((WEIGHT, [0, 0, np.inf]), r"bias: expected finite numbers, got inf at index \(2,\)"),
        ((WEIGHT, BIAS, 0), "count: expected an integer of at least 1, got 0"),
        ((WEIGHT, BIAS, 2.0), r"count: expected an integer of at least 1, got 2\.0"),
    ],
)
def test_bad_arguments_of_the_curve(arguments, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        cost_curve(*arguments)


# --- the search ------------------------------------------------------------------------------------


def test_the_stored_start_is_found_again():
    weight, bias = recover_start(seed=34, tolerance=1.5e-7)
    # Other instruction sets moved the answer by 2e-11; a step in float32 is 4e-9 or more.
    for found, stored in zip((weight, bias), recovered_start(), strict=True):
        assert found.dtype == np.float64
        assert_array_max_ulp(found.astype(np.float32), stored, maxulp=1)
    assert np.abs(cost_curve(weight, bias)[0] - PUBLISHED_COSTS).max() <= 1.5e-7


@pytest.mark.parametrize("seed", [0, 28])
def test_another_seed_finds_another_start_with_the_same_log(seed):
    weight, bias = recover_start(seed=seed)
    theta = np.column_stack([weight, bias])
    assert np.abs(theta).max() <= 0.5
    assert_allclose(theta.max(axis=0), -theta.min(axis=0), atol=1e-15)  # in the middle of the range
    assert np.abs(spread(weight, bias) - spread(*recovered_start())).max() > 0.05  # no mere shift
    costs, _ = cost_curve(weight, bias)
    assert np.abs(costs - PUBLISHED_COSTS).max() <= 3e-7
    assert [f"{cost:.6f}" for cost in costs] == [f"{cost:.6f}" for cost in PUBLISHED_COSTS]


def test_a_seed_gives_the_same_start_each_time():
    first, again, other = (recover_start(FIRST_THREE, **o) for o in ({}, {"seed": 0}, {"seed": 4}))
    assert_array_equal(first[0], again[0])
    assert_array_equal(first[1], again[1])
    assert np.abs(first[0] - other[0]).max() > 0.01


def test_fewer_costs_as_a_list():
    weight, bias = recover_start(FIRST_THREE.tolist(), tolerance=1e-10)
    assert np.abs(cost_curve(weight, bias, count=3)[0] - FIRST_THREE).max() <= 1e-10
    weight, bias = recover_start([2], seed=1)
    assert_allclose(cost_curve(weight, bias, count=1)[0], [2], atol=3e-7)


@pytest.fixture
def curves(monkeypatch):
    """The curves that a search computes, and one try to do it in."""
    asked = []
    monkeypatch.setattr(recovery, "cost_curve", lambda *args: asked.append(args) or cost_curve(*args))
    monkeypatch.setattr(recovery, "TRIES", 1)
    return asked


def test_a_start_in_the_wrong_valley_is_given_up_after_ten_steps(curves):
    with pytest.raises(ValueError, match="none of 1 tries"):
        recover_start(seed=1)
    assert len(curves) == 11  # one for the start, one for each step


def test_another_start_is_tried(curves, monkeypatch):
    with pytest.raises(ValueError, match="none of 1 tries"):
        recover_start(FIRST_THREE, seed=2)
    monkeypatch.setattr(recovery, "TRIES", 20)
    weight, bias = recover_start(FIRST_THREE, seed=2)
    assert np.abs(cost_curve(weight, bias, count=3)[0] - FIRST_THREE).max() <= 3e-7


def test_no_start_is_followed_forever(curves, monkeypatch):
    monkeypatch.setattr(recovery, "STEPS", 12)
    with pytest.raises(ValueError, match=r"none of 1 tries meets to 0$"):
        recover_start(tolerance=0)  # near the costs, but not this near
    assert len(curves) == 13


def test_a_start_outside_the_range_does_not_count(curves):
    with pytest.raises(ValueError, match="none of 1 tries"):
        recover_start(seed=13)  # meets the costs, with classes 1.003 apart
    weight, bias = np.array(curves[-1][0]), np.array(curves[-1][1])
    assert np.abs(cost_curve(weight, bias)[0] - PUBLISHED_COSTS).max() <= 3e-7
    assert spread(weight, bias).max() == pytest.approx(1.003, abs=1e-3)


def test_a_log_that_rises_is_none_of_this_training():
    message = (
        r"costs: expected a log that some start within 0\.5 of 0 leads to, "
        "got one that none of 20 tries meets to 3e-07"
    )
    with pytest.raises(ValueError, match=f"^{message}$"):
        recover_start([1.0, 5.0])


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        (([],), {}, "costs: expected at least one cost, got none"),
        (([[3.2]],), {}, r"costs: expected shape \(K,\), got shape \(1, 1\)"),
        (([3.2, np.nan],), {}, r"costs: expected finite numbers, got nan at index \(1,\)"),
        ((["3.2"],), {}, "costs: expected float16, float32, float64 or integers, got dtype <U3"),
        ((), {"seed": -1}, "seed: expected an integer of at least 0, got -1"),
        ((), {"seed": None}, "seed: expected an integer of at least 0, got None"),
        ((), {"tolerance": -1e-9}, "tolerance: expected a finite number, at least 0, got -1e-09"),
    ],
)
def test_bad_arguments_of_the_search(arguments, options, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        recover_start(*arguments, **options)
