"""Dropout: by hand, by a loop over the same chance, against torch."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.testing import assert_allclose, assert_array_equal

from lossnotes import dropout
from tests.package.oracles import FixedRandom

activations = hnp.arrays(np.float64, hnp.array_shapes(max_dims=3, max_side=6), elements=st.floats(-1e3, 1e3))
probabilities = st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.8, 1.0])
seeds = st.integers(0, 2**32)


def rng(seed=0):
    return np.random.default_rng(seed)


# --- by hand and by a loop -------------------------------------------------------------------------


def test_by_hand():
    x = [[1.0, -2.0, 3.0], [4.0, 0.0, 6.0]]
    chance = FixedRandom([[0.1, 0.2, 0.3], [0.19, 0.9, 0.21]])
    # Dropped where the draw is below 0.2; a draw of exactly 0.2 keeps.
    assert_array_equal(dropout(x, 0.2, rng=chance), [[0, -2 / 0.8, 3 / 0.8], [0, 0, 6 / 0.8]])


@given(activations, probabilities, seeds)
def test_against_a_loop(x, p, seed):
    got, chance = dropout(x, p, rng=rng(seed)), rng(seed)
    expected = np.empty_like(x)
    for index in np.ndindex(x.shape):  # in row order, one draw an entry
        expected[index] = 0 if chance.random() < p else x[index] / (1 - p)
    assert_array_equal(got, expected)


def test_p_0_keeps_everything_and_p_1_nothing():
    x = rng().normal(size=(50, 20))
    assert_array_equal(dropout(x, 0, rng=rng()), x)
    assert_array_equal(dropout(x, 1, rng=rng()), np.zeros((50, 20)))
    assert_array_equal(dropout([0.0, -5e-324], 0, rng=FixedRandom([0.0, 0.0])), [0.0, -5e-324])


# --- statistics ------------------------------------------------------------------------------------


@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
def test_the_mean_stays_and_a_share_of_p_is_dropped(p):
    n = 200_000
    y = dropout(np.ones(n), p, rng=rng(1))
    # An entry has the variance p / (1 - p), the share of zeros p (1 - p): five standard errors.
    assert abs(y.mean() - 1) < 5 * (p / (1 - p) / n) ** 0.5
    assert abs((y == 0).mean() - p) < 5 * (p * (1 - p) / n) ** 0.5
    assert_array_equal(np.unique(y), [0, 1 / (1 - p)])


def test_entries_are_dropped_independently():
    zeros = dropout(np.ones((400, 500)), 0.3, rng=rng(2)) == 0
    # Neighbours in a row and in a column are dropped together with probability p^2 = 0.09.
    for both in zeros[:, 1:] & zeros[:, :-1], zeros[1:] & zeros[:-1]:
        assert abs(both.mean() - 0.09) < 0.005  # five standard errors: 5 (0.09 / 200,000)^(1/2) = 0.0034


# --- the generator ---------------------------------------------------------------------------------


def test_the_same_state_drops_the_same_entries_in_every_dtype():
    x = rng().normal(size=(30, 40)) + 10
    expected = dropout(x, 0.5, rng=rng(3)) == 0
    for dtype in np.float32, np.float16, np.int64:
        assert_array_equal(dropout(x.astype(dtype), 0.5, rng=rng(3)) == 0, expected)


def test_a_second_call_drops_other_entries():
    chance = rng(4)
    first, second = dropout(np.ones(100), 0.5, rng=chance), dropout(np.ones(100), 0.5, rng=chance)
    assert (first != second).any()


def test_inference_changes_nothing_and_draws_nothing():
    x, chance = rng().normal(size=(3, 4)), rng(5)
    before = chance.bit_generator.state
    y = dropout(x, 0.5, rng=chance, training=False)
    assert_array_equal(y, x)
    assert not np.shares_memory(y, x)
    assert chance.bit_generator.state == before
    assert_array_equal(dropout(x, 1.0, rng=chance, training=False), x)


# --- against torch ---------------------------------------------------------------------------------


@pytest.mark.parametrize("p", [0.0, 0.2, 0.5, 1.0])
def test_torch_scales_what_it_keeps_likewise(p):
    x = rng(6).normal(size=(40, 50))
    torch.manual_seed(0)
    theirs = torch.nn.functional.dropout(torch.tensor(x), p, training=True).numpy()
    ours = dropout(x, p, rng=rng(7))
    kept = (ours != 0) & (theirs != 0)  # each draws by its own chance
    assert kept.any() == (p < 1)
    assert_allclose(ours[kept], theirs[kept], rtol=3e-16)  # torch multiplies by 1 / (1 - p)
    theirs = torch.nn.functional.dropout(torch.tensor(x), p, training=False).numpy()
    assert_array_equal(dropout(x, p, rng=rng(7), training=False), theirs)


# --- dtypes and inputs -----------------------------------------------------------------------------


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize(
    ("given_dtype", "result"),
    [("f2", "f2"), ("f4", "f4"), ("f8", "f8"), (">f4", "f4"), ("i1", "f8"), ("u4", "f8")],
)
def test_dtypes(given_dtype, result, training):
    x = np.array([[1, 2], [3, 4]], given_dtype)
    x.flags.writeable = False
    y = dropout(x, 0.0, rng=rng(), training=training)
    assert y.dtype == np.dtype(result)
    assert_array_equal(y, x)
    assert not np.shares_memory(y, x)


def test_float16_is_computed_in_float32():
    # 1 - 0.9999 is not 0.0001 in float16.
    y = dropout(np.array([1, 3], np.float16), 0.9999, rng=FixedRandom([0.99995, 0.99995]))
    assert_array_equal(y, np.array([1e4, 3e4], np.float16))
    assert dropout(np.float16([60000]), 0.5, rng=FixedRandom([0.9]))[0] == np.inf  # beyond float16


def test_one_number_no_number_and_lists():
    assert dropout(2.0, 0.5, rng=FixedRandom([0.7])) == 4
    assert dropout(2.0, 0.5, rng=rng()).shape == ()
    assert dropout(np.zeros((0, 3)), 0.5, rng=rng()).shape == (0, 3)
    assert_array_equal(dropout([1, 2], 0.5, rng=FixedRandom([0.7, 0.2])), [2, 0])


def test_nothing_raises_a_floating_point_flag():
    x = [np.array([1e308, 5e-324, 1.0]), np.array([6e4, 6e-8], np.float16), np.array([3e38, 1e-45], "f4")]
    with np.errstate(all="raise"):
        for value in x:
            for p in 0, 0.3, 1:
                for training in True, False:
                    dropout(value, p, rng=rng(), training=training)
            dropout(value, 0.7, rng=FixedRandom(np.ones(len(value))))


# --- errors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize(
    ("x", "p", "chance", "message"),
    [
        ([1.0, np.nan], 0.5, rng(), r"^x: expected finite numbers, got nan at index \(1,\)$"),
        ([np.inf], 0.5, rng(), r"^x: expected finite numbers, got inf at index \(0,\)$"),
        ([True], 0.5, rng(), "^x: expected float16, float32, float64 or integers, got dtype bool$"),
        ([[1], [1, 2]], 0.5, rng(), "^x: expected an array of numbers, got list"),
        ([1.0], -0.1, rng(), r"^p: expected a finite number, at least 0 and at most 1, got -0\.1$"),
        ([1.0], 1.5, rng(), r"^p: expected a finite number, at least 0 and at most 1, got 1\.5$"),
        ([1.0], np.nan, rng(), "^p: expected a finite number, at least 0 and at most 1, got nan$"),
        ([1.0], "0.5", rng(), r"^p: expected a finite number, at least 0 and at most 1, got '0\.5'$"),
        ([1.0], True, rng(), "^p: expected a finite number, at least 0 and at most 1, got True$"),
        ([1.0], 0.5, 0, r"^rng: expected a numpy\.random\.Generator, got int$"),
        ([1.0], 0.5, None, r"^rng: expected a numpy\.random\.Generator, got NoneType$"),
        ([1.0], 0.5, np.random.RandomState(0), r"^rng: expected a numpy\.random\.Gen.*, got RandomState$"),
    ],
)
def test_errors(x, p, chance, message, training):
    with pytest.raises(ValueError, match=message):
        dropout(x, p, rng=chance, training=training)
