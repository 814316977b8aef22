"""linear_scores: by hand, by a loop, against torch."""

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose, assert_array_equal

from lossnotes import linear_scores

X = [[1.0, -2.0, 0.5], [0.0, 3.0, 1.0]]
W = [[2.0, 0.0, 1.0], [-1.0, 1.0, 4.0], [0.0, 0.0, 0.0], [1.0, 1.0, 1.0]]
B = [0.5, -1.0, 2.0, 0.0]


def test_by_hand():
    # Every product is exact in binary, so the sums are too.
    assert_array_equal(linear_scores(X, W, B), [[3.0, -2.0, 2.0, -0.5], [1.5, 6.0, 2.0, 4.0]])
    assert_array_equal(linear_scores(X, W), [[2.5, -1.0, 0.0, -0.5], [1.0, 7.0, 0.0, 4.0]])


def test_against_a_loop_and_torch():
    rng = np.random.default_rng(0)
    x, w, b = rng.normal(size=(7, 5)), rng.normal(size=(3, 5)), rng.normal(size=3)
    loop = [[sum(w[c, d] * x[n, d] for d in range(5)) + b[c] for c in range(3)] for n in range(7)]
    scores = linear_scores(x, w, b)
    assert_allclose(scores, loop, rtol=1e-12)  # the order of five additions
    expected = torch.nn.functional.linear(torch.tensor(x), torch.tensor(w), torch.tensor(b))
    assert_allclose(scores, expected.numpy(), rtol=1e-12)


@pytest.mark.parametrize(
    ("x", "w", "b", "result"),
    [
        (np.float32, np.float32, None, np.float32),
        (np.float32, np.float64, None, np.float64),
        (np.float16, np.float16, np.float16, np.float16),
        (np.float16, np.float32, None, np.float32),
        (np.int64, np.int64, None, np.float64),
        (np.float32, np.float32, np.int32, np.float64),
        (">f8", "<f4", None, np.float64),
    ],
)
def test_dtype_is_the_widest(x, w, b, result):
    scores = linear_scores(np.ones((2, 3), x), np.ones((4, 3), w), None if b is None else np.ones(4, b))
    assert scores.dtype == result
    assert_array_equal(scores, np.full((2, 4), 3 if b is None else 4))


def test_float16_is_computed_in_float32():
    # In float16 the partial sum 2048 + 1 stays 2048.
    x = np.ones((1, 4097), np.float16)
    assert linear_scores(x, x)[0, 0] == np.float16(4097)
    # Beyond the largest float16 the score is inf, without a warning.
    assert linear_scores(x * 100, x * 100)[0, 0] == np.inf


def test_inputs_stay_as_they_are():
    arrays = [np.array(a) for a in (X, W, B)]
    for a in arrays:
        a.flags.writeable = False
    linear_scores(*arrays)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([1.0, 2.0], W), r"X: expected shape \(N, D\), got shape \(2,\)"),
        ((X, [[1.0, 2.0]]), r"W: expected shape \(C, D\) with D = 3, got shape \(1, 2\)"),
        (
            (X, np.ones((0, 3))),
            r"W: expected shape \(C, D\) with D = 3 with at least one class, got .*\(0, 3\)",
        ),
        ((X, W, [1.0, 2.0]), r"b: expected shape \(C,\) with C = 4, got shape \(2,\)"),
        (([[1.0, np.nan, 0.0]], W), r"X: expected finite numbers, got nan at index \(0, 1\)"),
        ((X, [[np.inf, 0.0, 0.0]]), r"W: expected finite numbers, got inf at index \(0, 0\)"),
        ((X, W, [0.0, 0.0, np.nan, 0.0]), r"b: expected finite numbers, got nan at index \(2,\)"),
        (([[True, False, True]], W), "X: expected float16, .* got dtype bool"),
        ((X, [["a", "b", "c"]]), "W: expected float16, .* got dtype <U1"),
        (([[1.0], [2.0, 3.0]], W), "X: expected an array of numbers, got list"),
    ],
)
def test_errors(arguments, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        linear_scores(*arguments)
