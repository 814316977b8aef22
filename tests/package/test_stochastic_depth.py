"""Stochastic depth: by hand, by a loop over the same chance, against the rule of its paper."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.testing import assert_allclose, assert_array_equal

from lossnotes import stochastic_depth
from tests.package.oracles import FixedRandom

batches = hnp.arrays(np.float64, hnp.array_shapes(max_dims=3, max_side=6), elements=st.floats(-1e3, 1e3))
probabilities = st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.8, 1.0])
seeds = st.integers(0, 2**32)


def rng(seed=0):
    return np.random.default_rng(seed)


# --- by hand and by a loop -------------------------------------------------------------------------


def test_by_hand():
    x = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]
    chance = FixedRandom([0.3, 0.1, 0.2])
    # Dropped where the draw is below 0.2: the second example. A draw of exactly 0.2 keeps.
    y = stochastic_depth(x, lambda h: [[8.0, -8.0]] * len(h), 0.2, rng=chance)
    assert_array_equal(y, [[11, -8], [3, 4], [15, -4]])
    y = stochastic_depth(x, lambda h: [[8.0, -8.0]] * len(h), 0.2, rng=chance, training=False)
    assert_array_equal(y, [[9, -6], [11, -4], [13, -2]])


@given(batches, probabilities, seeds)
def test_against_a_loop(x, p, seed):
    got, chance = stochastic_depth(x, np.tanh, p, rng=rng(seed)), rng(seed)
    for example, y in zip(x, got, strict=True):
        if chance.random() < p:
            assert_array_equal(y, example)
        else:
            assert_array_equal(y, example + np.tanh(example) / (1 - p))


def test_p_0_keeps_every_branch_and_p_1_none():
    x = rng().normal(size=(50, 4))
    assert_array_equal(stochastic_depth(x, np.sin, 0, rng=rng()), x + np.sin(x))
    assert_array_equal(stochastic_depth(x, np.sin, 1, rng=rng()), x)


# --- statistics and the paper ----------------------------------------------------------------------


@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
def test_the_mean_is_what_inference_returns(p):
    n = 200_000
    x = np.tile([2.0, -1.0], (n, 1))
    y = stochastic_depth(x, lambda h: h - 1, p, rng=rng(1))
    expected = stochastic_depth(x[:1], lambda h: h - 1, p, rng=rng(), training=False)[0]
    # The branch, 1 or -2, times a factor of variance p / (1 - p): five standard errors.
    assert (np.abs(y.mean(axis=0) - expected) < 5 * (p / (1 - p) / n) ** 0.5 * np.array([1, 2])).all()
    dropped = (y == x).all(axis=1)
    assert_array_equal((y == x).any(axis=1), dropped)  # a whole example or none of it
    assert abs(dropped.mean() - p) < 5 * (p * (1 - p) / n) ** 0.5


def test_the_rule_of_the_paper_is_the_branch_times_its_survival():
    x, p = rng(2).normal(size=(8, 3)), 0.3

    def theirs(h):
        return (1 - p) * np.cos(h)

    y = stochastic_depth(x, theirs, p, rng=rng(3))
    survives = rng(3).random(8) >= p
    assert 0 < survives.sum() < 8
    assert_allclose(y, x + survives[:, np.newaxis] * np.cos(x), rtol=1e-14)  # unscaled in training
    inference = stochastic_depth(x, theirs, p, rng=rng(3), training=False)
    assert_array_equal(inference, x + (1 - p) * np.cos(x))


def test_it_is_dropout_of_whole_rows_of_the_branch():
    x = rng(4).normal(size=(200, 3))
    y = stochastic_depth(x, lambda h: 2 * h, 0.4, rng=rng(5))
    torch.manual_seed(0)
    # torch's dropout1d drops whole channels: with one channel an example, whole examples.
    theirs = torch.nn.functional.dropout1d(torch.tensor(2 * x)[:, None, :], 0.4)[:, 0].numpy()
    both = (y != x).all(axis=1) & (theirs != 0).all(axis=1)
    assert both.any()
    assert_allclose(y[both], (x + theirs)[both], rtol=1e-15)


# --- the branch and the generator ------------------------------------------------------------------


@pytest.mark.parametrize("training", [True, False])
def test_the_branch_cannot_change_the_caller_s_batch(training):
    x = rng().normal(size=(5, 3))
    before = x.copy()

    def in_place(h):
        h *= 3
        return h

    y = stochastic_depth(x, in_place, 0.0, rng=rng(), training=training)
    assert_array_equal(x, before)
    assert_array_equal(y, before + 3 * before)


@pytest.mark.parametrize("training", [True, False])
def test_the_branch_is_called_once_with_the_whole_batch(training):
    calls = []

    def branch(h):
        calls.append(h)
        return h

    stochastic_depth(np.ones((4, 2, 3), np.float16), branch, 0.5, rng=rng(), training=training)
    stochastic_depth([[1, 2]], branch, 0.5, rng=rng(), training=training)
    assert [(h.shape, h.dtype) for h in calls] == [((4, 2, 3), np.float32), ((1, 2), np.float64)]


def test_the_result_is_new():
    x = rng().normal(size=(4, 2))
    for p in 0.0, 1.0:
        for training in True, False:
            kept = []

            def branch(h, kept=kept):
                kept.append(h)
                return h

            y = stochastic_depth(x, branch, p, rng=rng(), training=training)
            assert not np.shares_memory(y, x)
            assert not np.shares_memory(y, kept[0])


def test_one_draw_an_example_after_the_branch():
    chance, same = rng(6), rng(6)
    noise = same.random((10, 3))  # the branch draws first
    y = stochastic_depth(np.zeros((10, 3)), lambda h: 1 + chance.random(h.shape), 0.5, rng=chance)
    survives = same.random(10) >= 0.5
    assert 0 < survives.sum() < 10
    assert_array_equal(y, survives[:, np.newaxis] * (1 + noise) / 0.5)
    assert chance.bit_generator.state == same.bit_generator.state


def test_inference_draws_nothing():
    chance = rng(7)
    before = chance.bit_generator.state
    stochastic_depth(np.ones((3, 2)), np.negative, 0.5, rng=chance, training=False)
    assert chance.bit_generator.state == before


def test_the_same_state_drops_the_same_examples_in_every_dtype():
    x = rng().normal(size=(60, 2)) + 10
    expected = stochastic_depth(x, np.ones_like, 0.5, rng=rng(8)) == x
    for dtype in np.float32, np.float16, np.int64:
        cast = x.astype(dtype)
        assert_array_equal(stochastic_depth(cast, np.ones_like, 0.5, rng=rng(8)) == cast, expected)


# --- dtypes and extremes ---------------------------------------------------------------------------


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("branch_dtype", ["f2", "f4", "f8", "i4"])
@pytest.mark.parametrize(
    ("given_dtype", "result"),
    [("f2", "f2"), ("f4", "f4"), ("f8", "f8"), (">f4", "f4"), ("i1", "f8"), ("u4", "f8")],
)
def test_the_dtype_is_that_of_x(given_dtype, result, branch_dtype, training):
    x = np.array([[1, 2], [3, 4]], given_dtype)
    x.flags.writeable = False
    y = stochastic_depth(x, lambda h: np.ones((2, 2), branch_dtype), 0.0, rng=rng(), training=training)
    assert y.dtype == np.dtype(result)
    assert_array_equal(y, [[2, 3], [4, 5]])


@pytest.mark.parametrize("training", [True, False])
def test_float16_is_computed_in_float32(training):
    # 2048 + 1 stays 2048 in float16, in the branch too.
    x = np.array([[2048]], np.float16)
    y = stochastic_depth(x, lambda h: (h + 1) - 2047, 0.0, rng=rng(), training=training)
    assert_array_equal(y, [[2050]])
    y = stochastic_depth(np.float16([[60000]]), lambda h: h, 0.0, rng=rng(), training=training)
    assert y[0, 0] == np.inf  # beyond float16


def test_shapes():
    assert_array_equal(stochastic_depth([1.0, 2.0], np.negative, 0.0, rng=rng()), [0, 0])
    assert stochastic_depth(np.ones((2, 3, 4, 5)), np.negative, 0.5, rng=rng()).shape == (2, 3, 4, 5)
    for training in True, False:
        y = stochastic_depth(np.zeros((0, 3)), np.negative, 0.5, rng=rng(), training=training)
        assert y.shape == (0, 3)


def test_nothing_raises_a_floating_point_flag():
    arrays = [
        np.array([[1e308], [5e-324]]),
        np.array([[6e4], [6e-8]], "f2"),
        np.array([[3e38], [1e-45]], "f4"),
    ]
    with np.errstate(all="raise"):
        for x in arrays:
            for p in 0, 0.3, 1:
                for training in True, False:
                    stochastic_depth(x, lambda h: h, p, rng=FixedRandom([0.9, 0.9]), training=training)


# --- errors ----------------------------------------------------------------------------------------

X = [[1.0, 2.0], [3.0, 4.0]]


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize(
    ("x", "branch", "p", "message"),
    [
        (1.0, np.sin, 0.5, r"^x: expected shape \(N, \.\.\.\), got the single number 1\.0$"),
        ([[np.nan]], np.sin, 0.5, r"^x: expected finite numbers, got nan at index \(0, 0\)$"),
        ([[np.inf]], np.sin, 0.5, r"^x: expected finite numbers, got inf at index \(0, 0\)$"),
        ([[True]], np.sin, 0.5, "^x: expected float16, float32, float64 or integers, got dtype bool$"),
        (X, X, 0.5, "^branch: expected a function of x, got list$"),
        (X, None, 0.5, "^branch: expected a function of x, got NoneType$"),
        (X, np.sin, -0.1, r"^p: expected a finite number, at least 0 and at most 1, got -0\.1$"),
        (X, np.sin, 1.1, r"^p: expected a finite number, at least 0 and at most 1, got 1\.1$"),
        (X, np.sin, None, "^p: expected a finite number, at least 0 and at most 1, got None$"),
        (
            X,
            lambda h: h[:, :1],
            0.5,
            r"^branch\(x\): expected the shape of x, \(2, 2\), got shape \(2, 1\)$",
        ),
        (X, lambda h: h[0], 0.5, r"^branch\(x\): expected the shape of x, \(2, 2\), got shape \(2,\)$"),
        (X, lambda h: h * np.nan, 0.5, r"^branch\(x\): expected finite numbers, got nan at index \(0, 0\)$"),
        (X, lambda h: h + np.inf, 0.5, r"^branch\(x\): expected finite numbers, got inf at index \(0, 0\)$"),
        (X, lambda h: None, 0.5, r"^branch\(x\): expected float16, .* got dtype object$"),
    ],
)
def test_errors(x, branch, p, message, training):
    with pytest.raises(ValueError, match=message):
        stochastic_depth(x, branch, p, rng=rng(), training=training)


@pytest.mark.parametrize("training", [True, False])
def test_a_seed_is_no_generator_and_the_branch_is_not_called(training):
    def branch(h):
        pytest.fail("called before the arguments were checked")

    with pytest.raises(ValueError, match=r"^rng: expected a numpy\.random\.Generator, got int$"):
        stochastic_depth(X, branch, 0.5, rng=0, training=training)
    with pytest.raises(ValueError, match="p: expected a finite number"):
        stochastic_depth(X, branch, 2, rng=rng(), training=training)
