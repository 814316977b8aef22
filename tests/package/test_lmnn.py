"""Large margin nearest neighbor: by hand, by a loop, in exact arithmetic, against torch."""

from fractions import Fraction

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.testing import assert_allclose, assert_array_equal

from lossnotes import lmnn_loss
from lossnotes.lmnn import _target_neighbors
from tests.package.oracles import central_difference

ONE = np.array([[1.0]])
LINE = np.array([[0.0], [1.0], [1.5], [3.5]])
TWO_AND_TWO = [0, 0, 1, 1]
PULL, PUSH = {"targets": 1, "mu": 0.0}, {"targets": 1, "mu": 1.0}


def exact_loss(A, X, labels, targets=3, margin=1.0, mu=0.5):
    """The definition, in exact arithmetic; targets from the inputs, ties by index."""
    A, X = ([[Fraction(float(v)) for v in row] for row in rows] for rows in (A, X))

    def squared(u, v):
        return sum((s - t) ** 2 for s, t in zip(u, v, strict=True))

    Z = [[sum(a * x for a, x in zip(row, point, strict=True)) for row in A] for point in X]
    pull = push = Fraction(0)
    for i, y in enumerate(labels):
        own = [j for j in range(len(X)) if labels[j] == y and j != i]
        for j in sorted(own, key=lambda j: squared(X[i], X[j]))[:targets]:  # sorting is stable
            near = squared(Z[i], Z[j])
            pull += near
            for k, other in enumerate(labels):
                if other != y:
                    push += max(Fraction(0), Fraction(margin) + near - squared(Z[i], Z[k]))
    return (1 - Fraction(mu)) * pull + Fraction(mu) * push, pull + push


# --- by hand ---------------------------------------------------------------------------------------


def test_four_points_on_a_line_by_hand():
    # Pull: 1 + 1 + 4 + 4. Push: from 1.0, 1 + 1 - 0.25; from 1.5, 1 + 4 - 2.25 and 1 + 4 - 0.25.
    assert lmnn_loss(ONE, LINE, TWO_AND_TWO, **PULL) == 10
    assert lmnn_loss(ONE, LINE, TWO_AND_TWO, **PUSH) == 1.75 + 2.75 + 4.75
    assert lmnn_loss(ONE, LINE, TWO_AND_TWO, targets=1) == (10 + 9.25) / 2
    assert lmnn_loss(ONE, LINE, TWO_AND_TWO, targets=1, mu=0.25) == 0.75 * 10 + 0.25 * 9.25
    # A margin of 0 takes 1 from each of the three; one of 3 adds 2 to each, and two more come in.
    assert lmnn_loss(ONE, LINE, TWO_AND_TWO, margin=0.0, **PUSH) == 0.75 + 1.75 + 3.75
    assert lmnn_loss(ONE, LINE, TWO_AND_TWO, margin=3.0, **PUSH) == 3.75 + 4.75 + 6.75 + 1.75 + 0.75


def test_gradient_by_hand():
    # All squared distances grow with a^2, so at a = 1 the slope is twice the loss without its margins.
    loss, gradient = lmnn_loss(ONE, LINE, TWO_AND_TWO, return_grad=True, **PULL)
    assert_allclose(gradient, [[2 * 10]], rtol=1e-15)
    loss, gradient = lmnn_loss(ONE, LINE, TWO_AND_TWO, return_grad=True, **PUSH)
    assert_allclose(gradient, [[2 * (9.25 - 3)]], rtol=1e-14)
    loss, gradient = lmnn_loss(ONE, LINE, TWO_AND_TWO, targets=1, return_grad=True)
    assert_allclose(gradient, [[10 + 6.25]], rtol=1e-14)
    assert loss == 9.625


def test_target_neighbours_are_those_before_the_map():
    # Before the map the second point is the first one's neighbor, after it the third one is.
    X, labels, A = [[0.0, 0.0], [1.0, 0.0], [0.0, 2.0], [9.0, 9.0], [9.0, 8.0]], [0, 0, 0, 1, 1], [[3.0, 0.0]]
    # targets: 0 -> 1, 1 -> 0, 2 -> 0, 3 -> 4, 4 -> 3
    assert lmnn_loss(A, X, labels, **PULL) == 9 + 9 + 0 + 0 + 0


def test_equally_near_neighbours_by_index():
    X, labels = (
        np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, -1.0], [5.0, 5.0], [5.0, 6.0]]),
        [0, 0, 0, 0, 1, 1],
    )
    # 0 has three at distance 1: the first is (0, 1). The others are nearest to 0.
    assert lmnn_loss([[1.0, 0.0]], X, labels, **PULL) == 0 + 0 + 1 + 0
    order = [0, 2, 1, 3, 4, 5]  # now (1, 0) comes first
    assert lmnn_loss([[1.0, 0.0]], X[order], labels, **PULL) == 1 + 1 + 0 + 0
    # Eighths, so that squares are exact: many ties, and in sorting that many their order may be lost.
    ring = np.array([[0.0, 0.0]] + [[np.cos(k), np.sin(k)] for k in range(40)])
    ring = np.round(8 * ring) / 8
    A, labels = np.array([[1.0, 0.3]]), [0] * 41  # the map tells apart what the input does not
    exact, _ = exact_loss(A, ring, labels, targets=7)
    assert lmnn_loss(A, ring, labels, targets=7) == pytest.approx(float(exact), rel=1e-13)


def test_a_common_offset_breaks_no_tie():
    X = np.array([[0.0], [1.0], [-1.0], [7.0]]) + 1e6 / 3
    X = np.round(X * 64) / 64  # so that the differences are exact
    assert lmnn_loss(ONE, X, [0] * 4, **PULL) == exact_loss(ONE, X, [0] * 4, **PULL)[0]


# --- against other implementations -----------------------------------------------------------------


@pytest.mark.parametrize("targets", [1, 2, 3])
@pytest.mark.parametrize("mu", [0.0, 0.3, 0.5, 1.0])
@pytest.mark.parametrize("margin", [0.0, 1.0, 5.0])
def test_exact_arithmetic_and_torch(targets, mu, margin):
    rng = np.random.default_rng(1)
    A, X, labels = rng.normal(size=(2, 3)), rng.normal(size=(20, 3)), np.arange(20) % 3
    options = {"targets": targets, "mu": mu, "margin": margin}
    loss, gradient = lmnn_loss(A, X, labels, return_grad=True, **options)
    exact, size = exact_loss(A, X, labels, **options)
    assert abs(Fraction(float(loss)) - exact) <= 1e-13 * size

    a, x, y = torch.tensor(A, requires_grad=True), torch.tensor(X), torch.tensor(labels)
    same = (y[:, None] == y).fill_diagonal_(False)
    chosen = torch.cdist(x, x).masked_fill(~same, torch.inf).topk(targets, largest=False).indices
    d = (((x @ a.T)[:, None] - x @ a.T) ** 2).sum(dim=2)
    near = d.gather(1, chosen)
    push = torch.relu(margin + near[:, :, None] - d[:, None, :]) * (y[:, None] != y)[:, None, :]
    ((1 - mu) * near.sum() + mu * push.sum()).backward()
    assert_allclose(gradient, a.grad.numpy(), rtol=0, atol=1e-12 * np.abs(gradient).max())


numbers = st.integers(-32, 32).map(lambda k: k / 16)


@given(
    hnp.arrays(float, (2, 2), elements=numbers),
    hnp.arrays(float, (7, 2), elements=numbers),
    st.integers(1, 2),
)
def test_against_exact_arithmetic(A, X, targets):
    labels = np.array([5, 5, 5, -1, -1, -1, 5])
    for a in A, X, labels:
        a.flags.writeable = False
    loss, gradient = lmnn_loss(A, X, labels, targets=targets, return_grad=True)
    exact, size = exact_loss(A, X, labels, targets=targets)
    assert abs(Fraction(float(loss)) - exact) <= 1e-14 * size
    assert np.isfinite(gradient).all()
    assert lmnn_loss(A, X - [3, -4], labels, targets=targets) == pytest.approx(loss, rel=1e-13)
    assert lmnn_loss(2 * A, X / 2, labels, targets=targets) == pytest.approx(loss, rel=1e-13)
    # All squared distances scale with A squared: a margin four times as large makes a loss four times as large.
    assert lmnn_loss(2 * A, X, labels, targets=targets, margin=4.0) == pytest.approx(4 * loss, rel=1e-13)
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])
    assert lmnn_loss(turn @ A, X, labels, targets=targets) == pytest.approx(loss, rel=1e-13)


def test_the_loss_is_convex_in_the_matrix_of_the_distance():
    rng = np.random.default_rng(2)
    X, labels = rng.normal(size=(15, 2)), np.arange(15) % 3
    for _ in range(20):
        roots = rng.normal(size=(2, 2, 2))
        between = np.linalg.cholesky((roots[0].T @ roots[0] + roots[1].T @ roots[1]) / 2).T
        ends = [lmnn_loss(A, X, labels) for A in roots]
        assert lmnn_loss(between, X, labels) <= sum(ends) / 2 * (1 + 1e-12)


# --- gradients -------------------------------------------------------------------------------------


@pytest.mark.parametrize("mu", [0.0, 0.3, 1.0])
def test_gradient_by_central_differences(mu):
    rng = np.random.default_rng(3)
    A, X, labels = rng.normal(size=(2, 3)), rng.normal(size=(12, 3)), np.arange(12) % 3
    _, gradient = lmnn_loss(A, X, labels, mu=mu, return_grad=True)
    differences = central_difference(lambda A: lmnn_loss(A, X, labels, mu=mu), A)
    # Piecewise quadratic: exact between kinks up to rounding over the step, and no kink is that near.
    assert_allclose(gradient, differences, rtol=1e-8)


def test_at_a_kink_the_slope_is_0():
    # Squared distances 1 to the target, 2.25 to the impostor: with a margin of 1.25 exactly on it.
    X = [[0.0], [1.0], [-1.5], [-1.5]]
    loss, gradient = lmnn_loss(ONE, X, TWO_AND_TWO, margin=1.25, return_grad=True, **PUSH)
    assert loss == 0
    assert_array_equal(gradient, [[0]])
    inside = 1.25 + 2.0**-50
    loss, gradient = lmnn_loss(ONE, X, TWO_AND_TWO, margin=inside, return_grad=True, **PUSH)
    assert loss == 2 * 2.0**-50  # two impostors at the same place
    assert_allclose(gradient, [[2 * 2 * (1 - 2.25)]], rtol=1e-14)


def test_a_map_of_0_pulls_nothing_and_pays_every_margin():
    X, labels = np.random.default_rng(4).normal(size=(9, 2)), np.arange(9) % 3
    loss, gradient = lmnn_loss(np.zeros((1, 2)), X, labels, targets=2, margin=0.5, return_grad=True)
    assert loss == 0.5 * 9 * 2 * 6 * 0.5
    assert_array_equal(gradient, [[0, 0]])


def test_one_class_has_no_impostors():
    X = np.array([[0.0], [1.0], [3.0]])
    loss, gradient = lmnn_loss(ONE, X, [4, 4, 4], targets=1, return_grad=True)
    assert loss == (1 + 1 + 4) / 2
    assert_allclose(gradient, [[1 + 1 + 4]], rtol=1e-15)


def test_a_common_offset_takes_no_digits():
    rng = np.random.default_rng(5)
    X, labels = rng.integers(-2000, 2000, size=(30, 3)) / 1024, np.arange(30) % 3
    A = rng.normal(size=(2, 3))
    loss, gradient = lmnn_loss(A, X, labels, return_grad=True)
    far = lmnn_loss(A, X - [1e6, -1e6, 3e6], labels, return_grad=True)
    assert far[0] == pytest.approx(loss, rel=1e-13)
    assert_allclose(far[1], gradient, atol=1e-13 * np.abs(gradient).max())


# --- extremes, dtypes ------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1e-150, 1e4, 1e150])
def test_sizes(size):
    X = LINE * size
    loss, gradient = lmnn_loss(ONE, X, TWO_AND_TWO, margin=size * size, return_grad=True, **PUSH)
    assert loss == pytest.approx(9.25 * size * size, rel=1e-13)
    assert_allclose(gradient, [[12.5 * size * size]], rtol=1e-13)


@pytest.mark.parametrize(
    ("first", "second", "result"),
    [
        ("f2", "f2", "f2"),
        ("f4", "f4", "f4"),
        ("f8", "f8", "f8"),
        ("f2", "f4", "f4"),
        ("f4", "f8", "f8"),
        ("f4", "i1", "f8"),
        (">f4", "f4", "f4"),
    ],
)
def test_dtypes(first, second, result):
    A, X = np.array([[1]], first), np.array([[0], [2], [3], [7]], second)
    loss, gradient = lmnn_loss(A, X, np.uint8(TWO_AND_TWO), targets=1, return_grad=True)
    assert loss.dtype == gradient.dtype == lmnn_loss(A, X, TWO_AND_TWO, targets=1).dtype == np.dtype(result)
    assert isinstance(loss, np.floating)
    # pull 4 + 4 + 16 + 16; push 1 + 4 - 1 from 2.0, 17 - 9 and 17 - 1 from 3.0
    assert loss == (40 + 4 + 8 + 16) / 2
    assert_allclose(gradient, [[40 + 3 + 7 + 15]], rtol=2e-3 if result == "f2" else 1e-6)


def test_float16_is_computed_in_float32():
    X = np.float16([[0.0], [150.0], [300.0], [450.0]])  # pull: 4 * 22500, above 65504
    assert lmnn_loss(np.float16([[1.0]]), X, TWO_AND_TWO, **PULL) == np.inf
    assert lmnn_loss(np.float16([[0.5]]), X, TWO_AND_TWO, targets=1, mu=0.25) == np.float16(
        0.75 * 4 * 5625 + 0.25 * 2
    )


def test_lists_and_layouts():
    rng = np.random.default_rng(6)
    A, X, labels = rng.normal(size=(2, 3)), rng.normal(size=(9, 3)), np.arange(9) % 2
    expected = lmnn_loss(A, X, labels)
    assert lmnn_loss(A.tolist(), X.tolist(), labels.tolist()) == expected
    assert lmnn_loss(np.asfortranarray(A), np.asfortranarray(X), labels) == expected


def test_nothing_raises_a_floating_point_flag():
    with np.errstate(all="raise"):
        for size in 1e-308, 1e-160, 1.0, 1e150:
            lmnn_loss(ONE, LINE * size, TWO_AND_TWO, targets=1, margin=size, return_grad=True)
        x = np.float16([[0.0], [6e4], [6e-8], [1.0]])
        lmnn_loss(np.float16([[1.0]]), x, TWO_AND_TWO, targets=1, return_grad=True)


def test_memory_is_that_of_a_few_square_matrices():
    import tracemalloc

    rng = np.random.default_rng(7)
    X, labels = rng.normal(size=(300, 100)), np.arange(300) % 3
    tracemalloc.start()
    lmnn_loss(np.eye(100), X, labels, targets=40, return_grad=True)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 12 * 300 * 300 * 8  # (N, N, D) would be a hundred, (N, N, targets) forty


# --- errors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        (([1.0], LINE, TWO_AND_TWO), {}, r"A: expected shape \(d, D\) with D = 1, got shape \(1,\)"),
        ((np.eye(2), LINE, TWO_AND_TWO), {}, r"A: expected shape \(d, D\) with D = 1, got shape \(2, 2\)"),
        ((ONE, LINE[:, 0], TWO_AND_TWO), {}, r"X: expected shape \(N, D\), got shape \(4,\)"),
        ((ONE, LINE[:1], [0]), {}, "X: expected at least two points, got N = 1"),
        ((ONE, LINE[:0], []), {}, "X: expected at least two points, got N = 0"),
        ((ONE, LINE, [0, 1]), {}, r"labels: expected shape \(N,\) with N = 4, got shape \(2,\)"),
        ((ONE, LINE, [0.0, 0.0, 1.0, 1.0]), {}, "labels: expected integers, got dtype float64"),
        (
            (ONE, LINE, TWO_AND_TWO),
            {"targets": 2},
            "labels: expected at least 3 points in each class for targets = 2, got 2 in class 0",
        ),
        (
            (ONE, LINE, [8, 8, 7, 8]),
            {"targets": 1},
            "labels: expected at least 2 points in each class for targets = 1, got 1 in class 7",
        ),
        ((ONE, LINE, TWO_AND_TWO), {}, "labels: expected at least 4 points .* targets = 3, got 2 in class 0"),
        ((ONE * np.nan, LINE, TWO_AND_TWO), {}, r"A: expected finite numbers, got nan at index \(0, 0\)"),
        ((ONE, LINE + np.inf, TWO_AND_TWO), {}, r"X: expected finite numbers, got inf at index \(0, 0\)"),
        ((ONE > 0, LINE, TWO_AND_TWO), {}, "A: expected float16, .* got dtype bool"),
        ((ONE, LINE * 1j, TWO_AND_TWO), {}, "X: expected float16, .* got dtype complex128"),
        ((ONE, LINE, TWO_AND_TWO), {"targets": 0}, "targets: expected an integer of at least 1, got 0"),
        ((ONE, LINE, TWO_AND_TWO), {"targets": 1.0}, "targets: expected an integer of at least 1, got 1.0"),
        ((ONE, LINE, TWO_AND_TWO), {"margin": -1}, "margin: expected a finite number, at least 0, got -1"),
        (
            (ONE, LINE, TWO_AND_TWO),
            {"mu": 1.5},
            "mu: expected a finite number, at least 0 and at most 1, got 1.5",
        ),
        ((ONE, LINE, TWO_AND_TWO), {"mu": -0.5}, "mu: expected a finite number, .* got -0.5"),
    ],
)
def test_errors(arguments, options, message):
    with pytest.raises(ValueError, match=message):
        lmnn_loss(*arguments, **options)


def test_of_many_ties_the_first_are_the_targets():
    neighbors = _target_neighbors(np.zeros((40, 1)), np.zeros(40, int), 3)
    assert_array_equal(neighbors[:5], [[1, 2, 3], [0, 2, 3], [0, 1, 3], [0, 1, 2], [0, 1, 2]])
    assert_array_equal(neighbors[4:], np.tile([0, 1, 2], (36, 1)))
