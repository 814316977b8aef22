"""Large batches are computed a few rows at a time: nothing may depend on where one block ends."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from lossnotes import multiclass_svm_loss, softmax_cross_entropy
from lossnotes._blocks import NUMBERS, row_blocks


@pytest.mark.parametrize("shape", [(0, 3), (1, 1), (7, 3), (NUMBERS, 1), (NUMBERS + 1, 1), (3, NUMBERS + 1)])
def test_every_row_stands_in_one_block(shape):
    x = np.broadcast_to(np.arange(shape[0])[:, np.newaxis], shape)
    blocks = [x[rows] for rows in row_blocks(x)]
    assert sum(map(len, blocks)) == len(x)
    assert all(block.size <= max(NUMBERS, shape[1]) for block in blocks)
    assert_array_equal(np.concatenate([x[:0], *blocks]), x)


def test_a_block_is_as_long_as_it_may_be():
    assert list(row_blocks(np.empty((2 * NUMBERS // 4 + 1, 4)))) == [
        slice(0, NUMBERS // 4),
        slice(NUMBERS // 4, NUMBERS // 2),
        slice(NUMBERS // 2, 3 * NUMBERS // 4),
    ]


def large_batch():
    rng = np.random.default_rng(30)
    n = 2 * NUMBERS // 8 + 5
    return rng.normal(scale=3, size=(n, 8)), rng.integers(0, 8, n)


@pytest.mark.parametrize("loss", [multiclass_svm_loss, softmax_cross_entropy])
@pytest.mark.parametrize("soft", [False, True])
def test_a_large_batch_is_its_rows(loss, soft):
    scores, labels = large_batch()
    options = {"reduction": "none", "return_grad": True}
    if soft and loss is softmax_cross_entropy:
        options["label_smoothing"] = 0.1
    losses, gradient = loss(scores, labels, **options)
    for rows in slice(0, 3), slice(NUMBERS // 8 - 2, NUMBERS // 8 + 2), slice(-3, None):
        some, slopes = loss(scores[rows], labels[rows], **options)
        assert_array_equal(losses[rows], some)
        assert_array_equal(gradient[rows], slopes)
    options["return_grad"] = False
    assert_array_equal(loss(scores, labels, **options), losses)


@pytest.mark.parametrize("loss", [multiclass_svm_loss, softmax_cross_entropy])
def test_a_nan_in_the_last_block_is_found_where_it_is(loss):
    scores, labels = large_batch()
    scores[-2, 3] = np.nan
    with pytest.raises(ValueError, match=rf"got nan at index \({len(labels) - 2}, 3\)"):
        loss(scores, labels)


def test_infinities_in_the_last_block():
    scores, labels = large_batch()
    scores[-1] = -np.inf
    with pytest.raises(ValueError, match=f"got -inf for the correct class .* in row {len(labels) - 1}"):
        multiclass_svm_loss(scores, labels)
    with pytest.raises(ValueError, match="expected at least one score above -inf"):
        softmax_cross_entropy(scores, labels)


def test_one_class_ruled_out_leaves_none():
    with pytest.raises(ValueError, match="expected at least one score above -inf"):
        softmax_cross_entropy([[-np.inf]], [0])


def test_a_nan_is_found_in_a_row_that_counts_for_nothing():
    scores = [[0.0, 1.0], [np.nan, 0.0]]
    for options in {}, {"label_smoothing": 0.1}:
        with pytest.raises(ValueError, match=r"got nan at index \(1, 0\)"):
            softmax_cross_entropy(scores, [0, -100], **options)


def test_a_label_that_counts_for_nothing_may_be_ruled_out():
    scores = [[0.0, 1.0], [-np.inf, 0.0]]
    expected = softmax_cross_entropy(scores[:1], [1])
    assert softmax_cross_entropy(scores, [1, -100]) == expected
    loss, gradient = softmax_cross_entropy(scores, [1, 0], weight=[0, 1], return_grad=True)
    assert loss == expected
    assert_array_equal(gradient[1], [0, 0])
    assert not np.signbit(gradient[1]).any()
