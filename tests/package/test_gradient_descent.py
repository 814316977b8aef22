"""Gradient descent with a history: by hand, against torch's optimizer, and runs that diverge."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from lossnotes import Descent, gradient_descent, linear_scores, multiclass_svm_loss, softmax_cross_entropy
from lossnotes.examples import ROWS_X, ROWS_Y

VALLEY = np.array([1.0, 10.0])


def bowl(x):
    """x_0^2 / 2 + 10 x_1^2 / 2."""
    return (VALLEY * x * x).sum() / 2, VALLEY * x


def classifier(loss):
    """The loss of a linear classifier of the course's eight rows, by (W, b)."""

    def of(parameters):
        W, b = parameters
        value, dscores = loss(linear_scores(ROWS_X, W, b), ROWS_Y, return_grad=True)
        return value, (dscores.T @ ROWS_X, dscores.sum(axis=0))

    return of


# --- by hand ---------------------------------------------------------------------------------------


def test_three_steps_by_hand():
    descent = gradient_descent(bowl, [8.0, 1.0], learning_rate=0.125, steps=3)
    assert isinstance(descent, Descent)
    # Each coordinate shrinks by a factor in each step: 1 - 0.125 and 1 - 1.25.
    path = [[8, 1], [7, -0.25], [6.125, 0.0625], [5.359375, -0.015625]]
    assert_array_equal(descent.path, path)
    assert_array_equal(descent.losses, [(x * x + 10 * y * y) / 2 for x, y in path])
    assert_array_equal(descent.parameters, path[-1])
    assert descent.losses.dtype == np.float64


def test_no_step_is_only_the_start():
    descent = gradient_descent(bowl, [8.0, 1.0], learning_rate=0.125, steps=0)
    assert_array_equal(descent.path, [[8, 1]])
    assert_array_equal(descent.losses, [37])
    assert_array_equal(descent.parameters, [8, 1])


def test_a_learning_rate_of_0_stays():
    descent = gradient_descent(bowl, [8.0, 1.0], learning_rate=0, steps=2)
    assert_array_equal(descent.path, [[8, 1]] * 3)


@given(st.floats(-10, 10), st.floats(0, 1.9), st.integers(0, 20))
def test_a_parabola_in_closed_form(start, rate, steps):
    descent = gradient_descent(lambda x: (x * x / 2, x), start, learning_rate=rate, steps=steps)
    expected = start * (1 - rate) ** np.arange(steps + 1)
    assert_allclose(descent.path, expected, rtol=1e-12, atol=1e-15 * abs(start))  # a rounding for each step
    assert descent.losses.shape == (steps + 1,)
    assert descent.parameters == descent.path[-1]


# --- what is passed on -----------------------------------------------------------------------------


def test_structures():
    for start, kind in (
        (2.0, "number"),
        ([2.0], "array"),
        (([2.0], 3.0), "tuple"),
        (([[2.0]],), "tuple of one"),
    ):
        seen = []

        def loss(x, seen=seen):
            seen.append(x)
            parts = x if isinstance(x, tuple) else (x,)
            return sum(np.sum(p) for p in parts), x  # any gradient will do

        descent = gradient_descent(loss, start, learning_rate=0.5, steps=1)
        assert len(seen) == 2, kind
        several = isinstance(start, tuple)
        for got in seen[0], descent.parameters, descent.path:
            assert isinstance(got, tuple) == several, kind
        parts = [np.asarray(p) for p in (start if several else (start,))]
        shapes = [p.shape for p in (descent.parameters if several else (descent.parameters,))]
        assert shapes == [p.shape for p in parts]
        for trace, part in zip(descent.path if several else (descent.path,), parts, strict=True):
            assert_array_equal(trace, [part, part / 2])


def test_start_and_history_stay():
    start = (np.array([1.0, 2.0]), np.array(3.0))
    for part in start:
        part.flags.writeable = False

    def loss(parameters):
        return 1.0, parameters

    descent = gradient_descent(loss, start, learning_rate=0.5, steps=2)
    assert_array_equal(start[0], [1, 2])
    descent.parameters[0][0] = 99  # the caller's own
    assert_array_equal(descent.path[0], [[1, 2], [0.5, 1], [0.25, 0.5]])

    def rude(x):
        x[:] = 99
        return 0.0, np.zeros(1)

    untouched = np.array([1.0])
    gradient_descent(rude, untouched, learning_rate=0.5, steps=1)
    assert untouched[0] == 1
    fresh = np.array([1.0])
    gradient_descent(lambda x: (0.0, x), fresh, learning_rate=0.5, steps=0).parameters[0] = 7
    assert fresh[0] == 1


@pytest.mark.parametrize(
    ("dtype", "seen", "result"),
    [("f2", "f4", "f2"), ("f4", "f4", "f4"), ("f8", "f8", "f8"), ("i4", "f8", "f8"), (">f4", "f4", "f4")],
)
def test_dtypes(dtype, seen, result):
    def loss(x):
        assert x.dtype == np.dtype(seen)
        return x.sum(), np.float64([0.1, 0.2])  # a wider gradient widens nothing

    descent = gradient_descent(loss, np.array([1, 2], dtype), learning_rate=1.0, steps=2)
    assert descent.parameters.dtype == descent.path.dtype == np.dtype(result)
    assert descent.losses.dtype == np.float64
    assert_allclose(descent.path[1], [0.9, 1.8], rtol=np.finfo(result).eps)


def test_float16_is_computed_in_float32():
    # A step of 1/4096 is lost beside 1 in float16, but 4096 of them are not.
    loss = lambda x: (0.0, np.ones(1))  # noqa: E731
    descent = gradient_descent(loss, np.float16([1.0]), learning_rate=2.0**-12, steps=2048)
    assert descent.parameters == 0.5
    descent = gradient_descent(loss, np.float16([-6e4]), learning_rate=1e4, steps=1)
    assert descent.parameters == -np.inf  # beyond float16, not beyond float32


# --- against torch ---------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_the_softmax_classifier_as_torch_trains_it(dtype):
    rng = np.random.default_rng(0)
    W, b = rng.uniform(-0.5, 0.5, (3, 4)).astype(dtype), rng.uniform(-0.5, 0.5, 3).astype(dtype)
    descent = gradient_descent(classifier(softmax_cross_entropy), (W, b), learning_rate=0.1, steps=200)

    weight, bias = (torch.tensor(p, requires_grad=True) for p in (W, b))
    optimizer = torch.optim.SGD([weight, bias], lr=0.1)
    x, y = torch.tensor(ROWS_X.astype(dtype)), torch.tensor(ROWS_Y)
    losses = []
    for _ in range(201):
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(x @ weight.T + bias, y)
        losses.append(loss.item())
        loss.backward()
        last = weight.detach().clone()
        optimizer.step()
    tolerance = 1e-10 if dtype == np.float64 else 1e-3  # two hundred steps pass the roundings on
    assert_allclose(descent.losses, losses, rtol=tolerance)
    assert_allclose(descent.parameters[0], last.numpy(), rtol=tolerance, atol=tolerance)
    assert descent.path[0].shape == (201, 3, 4)
    assert descent.path[1].shape == (201, 3)
    assert_array_equal(descent.path[0][0], W)


def test_the_svm_comes_down_from_one_less_than_the_number_of_classes():
    start = (np.zeros((3, 4)), np.zeros(3))
    descent = gradient_descent(classifier(multiclass_svm_loss), start, learning_rate=0.01, steps=500)
    assert descent.losses[0] == 2
    assert descent.losses[-1] < 0.75


# --- runs that diverge -----------------------------------------------------------------------------


def test_nothing_but_an_error_comes_of_a_learning_rate_too_large():
    # The parameter is multiplied by -9 in each step: 9^162 squared is the first to overflow.
    message = r"^loss: expected finite numbers, got inf after 162 steps with learning_rate = 10\.0$"
    with np.errstate(over="ignore"), pytest.raises(ValueError, match=message):
        gradient_descent(lambda x: (x * x / 2, x), 1.0, learning_rate=10.0, steps=1000)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_is_named_with_its_step(bad):
    def loss(x, where):
        late = x < 3
        return (bad if late and where == "loss" else 0.0), np.array(
            bad if late and where == "gradient" else 1.0
        )

    for where in "loss", "gradient":
        with pytest.raises(ValueError, match=f"^{where}: expected finite numbers, got {bad} after 3 steps"):
            gradient_descent(lambda x, where=where: loss(x, where), 5.5, learning_rate=1.0, steps=9)
        # The last point is looked at as well.
        with pytest.raises(ValueError, match=f"^{where}: .* after 3 steps"):
            gradient_descent(lambda x, where=where: loss(x, where), 5.5, learning_rate=1.0, steps=3)
        gradient_descent(lambda x, where=where: loss(x, where), 5.5, learning_rate=1.0, steps=2)


def test_parameters_that_overflow():
    def loss(parameters):
        return 0.0, (np.array([0.0, 1e300]), np.zeros(1))

    with pytest.raises(
        ValueError, match=r"^parameters\[0\]: expected finite numbers, got -inf after 1 steps"
    ):
        gradient_descent(loss, ([0.0, 1.0], [2.0]), learning_rate=1e10, steps=5)
    with pytest.raises(ValueError, match=r"^gradient: expected finite numbers, got inf after 0 steps"):
        gradient_descent(lambda x: (0.0, np.array([1e300])), np.float32([1.0]), learning_rate=1.0, steps=5)


# --- errors ----------------------------------------------------------------------------------------

PAIR = ([1.0, 2.0], [3.0])


@pytest.mark.parametrize(
    ("loss", "start", "options", "message"),
    [
        (3, [1.0], {}, "loss: expected a function of the parameters, got int"),
        (bowl, [1.0, np.nan], {}, r"start: expected finite numbers, got nan at index \(1,\)"),
        (bowl, ([1.0], [np.inf]), {}, r"start\[1\]: expected finite numbers, got inf at index \(0,\)"),
        (bowl, "ab", {}, "start: expected float16, .* got dtype <U2"),
        (bowl, [[1.0], [2.0, 3.0]], {}, r"start: expected an array of numbers, got list \("),
        (
            bowl,
            [1.0, 2.0],
            {"learning_rate": -1},
            "learning_rate: expected a finite number, at least 0, got -1",
        ),
        (bowl, [1.0, 2.0], {"learning_rate": np.inf}, "learning_rate: expected a finite number, .* got inf"),
        (bowl, [1.0, 2.0], {"steps": -1}, "steps: expected an integer of at least 0, got -1"),
        (bowl, [1.0, 2.0], {"steps": 1.5}, r"steps: expected an integer of at least 0, got 1\.5"),
        (lambda x: 1.0, [1.0], {}, "loss: expected a pair of a loss and its gradient, got float"),
        (lambda x: (1.0, x, x), [1.0], {}, "loss: expected a pair of a loss and its gradient, got 3 results"),
        (lambda x: (x, x), [1.0], {}, r"loss: expected one number, got shape \(1,\)"),
        (lambda x: ("a", x), [1.0], {}, "loss: expected float16, .* got dtype <U1"),
        (
            lambda x: (1.0, 1.0),
            [1.0],
            {},
            r"gradient: expected shape \(1,\), as the parameters have, got \(\)",
        ),
        (lambda x: (1.0, x[:1]), [1.0, 2.0], {}, r"gradient: expected shape \(2,\), .* got \(1,\)"),
        (lambda x: (1.0, "a"), [1.0], {}, "gradient: expected float16, .* got dtype <U1"),
        (lambda x: (1.0, x[0]), PAIR, {}, "gradient: expected a tuple of 2 arrays, .* got ndarray"),
        (
            lambda x: (1.0, x[:1]),
            PAIR,
            {},
            "gradient: expected a tuple of 2 arrays, as the parameters are, got 1",
        ),
        (lambda x: (1.0, x[::-1]), PAIR, {}, r"gradient\[0\]: expected shape \(2,\), .* got \(1,\)"),
        (lambda x: (1.0, (x[0], x[0])), PAIR, {}, r"gradient\[1\]: expected shape \(1,\), .* got \(2,\)"),
    ],
)
def test_errors(loss, start, options, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        gradient_descent(loss, start, **({"learning_rate": 0.1, "steps": 3} | options))
