"""The teaching form of the SVM loss: by hand, and against the loss of a batch."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from lossnotes import linear_scores, multiclass_svm_loss, svm_loss_one
from tests.package.oracles import svm_rows


def test_one_example_at_a_time_agrees_with_the_batch():
    rng = np.random.default_rng(3)
    X, W, labels = rng.normal(size=(8, 5)), rng.normal(size=(4, 5)), rng.integers(0, 4, 8)
    one_by_one = [svm_loss_one(x, y, W) for x, y in zip(X, labels, strict=True)]
    assert_allclose(
        one_by_one, multiclass_svm_loss(linear_scores(X, W), labels, reduction="none"), rtol=1e-13
    )
    assert_allclose(one_by_one, [float(e) for e in svm_rows(X @ W.T, labels)], rtol=1e-13)  # sum order


def test_one_example_by_hand():
    assert svm_loss_one([1.0, 0.0], 0, [[2.0, 9.0], [1.5, 9.0], [4.0, 9.0]]) == 0.5 + 3.0
    assert svm_loss_one([1], np.int64(1), [[2], [4]]).dtype == np.float64
    assert svm_loss_one(np.ones(1, np.float16), 0, np.ones((2, 1), np.float16)).dtype == np.float16


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([[1.0]], 0, [[1.0]]), r"x: expected shape \(D,\), got shape \(1, 1\)"),
        (([1.0], 0, [[1.0, 2.0]]), r"W: expected shape \(C, D\) with D = 1, got shape \(1, 2\)"),
        (([1.0], 2, [[1.0], [2.0]]), "y: expected values from 0 to 1, got 2"),
        (([1.0], -1, [[1.0], [2.0]]), "y: expected values from 0 to 1, got -1"),
        (([1.0], 1.0, [[1.0], [2.0]]), r"y: expected an integer, got 1\.0"),
        (([1.0], True, [[1.0], [2.0]]), "y: expected an integer, got True"),
        (([np.nan], 0, [[1.0]]), "x: expected finite numbers, got nan"),
        (([1.0], 0, [[np.nan]]), "W: expected finite numbers, got nan"),
    ],
)
def test_one_example_errors(arguments, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        svm_loss_one(*arguments)
