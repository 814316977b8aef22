"""Fitting NCA and LMNN: the loss only falls, neighbours get better, and scikit-learn gets no further."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import minimize
from sklearn.datasets import load_digits, load_iris, load_wine
from sklearn.neighbors import NeighborhoodComponentsAnalysis
from sklearn.preprocessing import StandardScaler

from lossnotes import MetricFit, fit_lmnn, fit_nca, lmnn_loss, nca_loss

FITS = [fit_nca, fit_lmnn]


def wine():
    X, y = load_wine(return_X_y=True)
    return StandardScaler().fit_transform(X), y


def iris():
    X, y = load_iris(return_X_y=True)
    return StandardScaler().fit_transform(X), y


def digits():
    X, y = load_digits(return_X_y=True)
    return X[:200] / 16, y[:200]


def hidden_in_noise(n=120, noise=20, seed=0):
    """Three classes in two coordinates, and others, just as wide, that know nothing of them."""
    rng = np.random.default_rng(seed)
    y = np.arange(n) % 3
    centres = np.array([[0.0, 0.0], [3.0, 0.0], [0.0, 3.0]])
    informative = centres[y] + rng.normal(size=(n, 2)) * 0.6
    return np.hstack([informative, 1.5 * rng.normal(size=(n, noise))]), y


def nearest_neighbour_accuracy(A, X, y, X_new, y_new):
    """Share of new points whose nearest known point, after the map, has their class."""
    D = (((X_new @ A.T)[:, np.newaxis] - X @ A.T) ** 2).sum(axis=2)
    return (y[D.argmin(axis=1)] == y_new).mean()


# --- what is found ---------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [wine, iris, digits])
@pytest.mark.parametrize("dim", [None, 2])
def test_the_loss_falls_with_every_step(data, dim):
    X, y = data()
    for fit, loss, options in (
        (fit_nca, nca_loss, {}),
        (fit_nca, nca_loss, {"form": "log"}),
        (fit_lmnn, lmnn_loss, {"targets": 2, "margin": 2.0, "mu": 0.25}),
    ):
        got = fit(X, y, dim=dim, steps=25, **options)
        assert isinstance(got, MetricFit)
        assert got.A.shape == (dim or X.shape[1], X.shape[1])
        assert (np.diff(got.losses) < 0).all()
        assert 5 < len(got.losses) <= 26
        assert got.losses.dtype == np.float64
        assert got.losses[-1] == pytest.approx(loss(got.A, X, y, **options), rel=1e-12)


@pytest.mark.parametrize("fit", FITS)
def test_neighbours_get_better_where_most_coordinates_are_noise(fit):
    X, y = hidden_in_noise()
    new = hidden_in_noise(seed=1)
    before = nearest_neighbour_accuracy(np.eye(22), X, y, *new)
    assert before < 0.7
    for dim in None, 2:
        A = fit(X, y, dim=dim).A
        assert nearest_neighbour_accuracy(A, X, y, *new) > before + 0.15
        # Which coordinates count: the two that know the class.
        lengths = np.sqrt((A**2).sum(axis=0))
        assert lengths[:2].min() > 1.5 * lengths[2:].max()


@pytest.mark.parametrize("data", [wine, iris, digits])
@pytest.mark.parametrize("dim", [None, 2])
def test_scikit_learn_maximises_the_same_probabilities(data, dim):
    X, y = data()
    start = fit_nca(X, y, dim=dim, steps=0).A
    theirs = NeighborhoodComponentsAnalysis(n_components=dim, init=start, max_iter=50).fit(X, y).components_
    # L-BFGS against 50 tries of conjugate gradients: about as far, from the same start.
    assert fit_nca(X, y, dim=dim, steps=50).losses[-1] < nca_loss(theirs, X, y) + 0.05


@pytest.mark.parametrize("data", [wine, iris])
def test_lmnn_comes_within_a_percent_of_the_minimum(data):
    X, y = data()
    size = X.shape[1]

    def flat(a):
        loss, gradient = lmnn_loss(a.reshape(size, size), X, y, return_grad=True)
        return loss, gradient.ravel()

    best = minimize(flat, np.eye(size).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 100}).fun
    assert best * (1 - 1e-6) < fit_lmnn(X, y).losses[-1] < best * 1.01


def test_a_problem_whose_answer_is_known():
    # Only the second coordinate tells the classes apart, by 2, and holds no distance within a class: without
    # the first one nothing is pulled, and once 2^2 M_22 is at least 1 nothing is pushed.
    rng = np.random.default_rng(2)
    X, y = np.column_stack([rng.normal(size=20), np.arange(20) % 2 * 2.0]), np.arange(20) % 2
    A, losses = fit_lmnn(X, y, steps=300)
    M = A.T @ A
    assert losses[-1] < 1e-3
    assert M[0, 0] < 1e-3
    assert M[1, 1] > 0.24


# --- the start -------------------------------------------------------------------------------------


@pytest.mark.parametrize("fit", FITS)
def test_starts(fit):
    X, y = wine()
    assert_array_equal(fit(X, y, steps=0).A, np.eye(13))
    assert_array_equal(fit(X, y, dim=13, steps=0).A, np.eye(13))
    directions = np.linalg.svd(X - X.mean(axis=0))[2][:3]
    A = fit(X + 5, y, dim=3, steps=0).A
    assert_allclose(np.abs(A), np.abs(directions), atol=1e-12)
    assert_allclose(A @ A.T, np.eye(3), atol=1e-14)
    assert (A[np.arange(3), np.abs(A).argmax(axis=1)] > 0).all()  # the sign, on which no machine agrees
    assert_allclose(fit(-X, y, dim=3, steps=0).A, A, atol=1e-12)
    wide = np.random.default_rng(3).normal(size=(8, 20))
    assert fit(wide, np.arange(8) % 2, dim=12, steps=0).A.shape == (12, 20)  # more than there are points


def test_the_history_begins_with_the_start():
    X, y = iris()
    losses = fit_nca(X, y, steps=0).losses
    assert_array_equal(losses, [nca_loss(np.eye(4), X, y)])
    losses = fit_lmnn(X, y, targets=1, margin=3.0, mu=0.75, steps=0).losses
    assert_array_equal(losses, [lmnn_loss(np.eye(4), X, y, targets=1, margin=3.0, mu=0.75)])


@pytest.mark.parametrize("fit", FITS)
def test_the_same_data_give_the_same_map(fit):
    X, y = iris()
    X.flags.writeable = y.flags.writeable = False
    first, second = fit(X, y, steps=20), fit(X, y, steps=20)
    assert_array_equal(first.A, second.A)
    assert_array_equal(first.losses, second.losses)
    longer = fit(X, y, steps=30)
    assert_array_equal(longer.losses[: len(first.losses)], first.losses)


# --- where there is nothing to do ------------------------------------------------------------------


@pytest.mark.parametrize("form", ["probability", "log"])
def test_a_flat_loss_ends_at_once(form):
    X = np.random.default_rng(4).normal(size=(6, 2))
    A, losses = fit_nca(X, [0] * 6, form=form, steps=9)
    assert_array_equal(A, np.eye(2))
    assert len(losses) == 1


def test_it_ends_when_a_step_gains_nothing_more():
    X, y = hidden_in_noise(noise=0, n=30)
    losses = fit_nca(X, y, steps=2000).losses
    gains = -np.diff(losses)
    assert len(gains) < 1000
    assert gains[-1] < 1e-9 <= gains[:-1].min()


def test_points_so_far_apart_that_nothing_is_learned():
    X, y = 1e4 * iris()[0], iris()[1]
    fit = fit_nca(X, y, steps=5)
    assert len(fit.losses) <= 2
    assert np.isfinite(fit.A).all()


# --- dtypes and errors -----------------------------------------------------------------------------


@pytest.mark.parametrize("fit", FITS)
@pytest.mark.parametrize(
    ("dtype", "result"), [("f2", "f2"), ("f4", "f4"), ("f8", "f8"), ("i8", "f8"), (">f4", "f4")]
)
def test_dtypes(fit, dtype, result):
    X, y = iris()
    if dtype == "i8":
        X = np.round(4 * X)
    for dim in None, 2:
        got = fit(X.astype(dtype), y, dim=dim, steps=10)
        assert got.A.dtype == np.dtype(result)
        assert got.losses.dtype == np.float64
        assert (np.diff(got.losses) < 0).all()
        assert len(got.losses) > 5


X4, Y4 = np.array([[0.0, 0.0], [0.0, 2.0], [1.0, 0.0], [1.0, 2.0]]), [0, 0, 1, 1]


@pytest.mark.parametrize("fit", FITS)
@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        ((X4[0], Y4), {}, r"X: expected shape \(N, D\), got shape \(2,\)"),
        ((X4[:1], [0]), {"dim": 1}, "X: expected at least two points, got N = 1"),
        ((X4[:0], []), {"dim": 1}, "X: expected at least two points, got N = 0"),
        ((X4, Y4[:3]), {}, r"labels: expected shape \(N,\) with N = 4, got shape \(3,\)"),
        ((X4, [0.0] * 4), {}, "labels: expected integers, got dtype float64"),
        ((X4 * np.nan, Y4), {}, r"X: expected finite numbers, got nan at index \(0, 0\)"),
        ((X4 > 0, Y4), {}, "X: expected float16, .* got dtype bool"),
        ((X4, Y4), {"dim": 0}, "dim: expected an integer of at least 1, got 0"),
        ((X4, Y4), {"dim": 1.0}, r"dim: expected an integer of at least 1, got 1\.0"),
        ((X4, Y4), {"dim": 3}, "dim: expected at most D = 2, got 3"),
        ((X4, Y4), {"steps": -1}, "steps: expected an integer of at least 0, got -1"),
        ((X4, Y4), {"steps": None}, "steps: expected an integer of at least 0, got None"),
    ],
)
def test_errors(fit, arguments, options, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        fit(*arguments, **options)


def test_errors_of_the_losses():
    with pytest.raises(ValueError, match="form: expected one of 'probability', 'log', got 'sum'"):
        fit_nca(X4, Y4, form="sum")
    with pytest.raises(
        ValueError, match="labels: expected two points of the same class for form='log', got none"
    ):
        fit_nca(X4, [0, 1, 2, 3], form="log")
    with pytest.raises(
        ValueError, match=r"labels: expected at least 4 points in each class .* got 2 in class 0"
    ):
        fit_lmnn(X4, Y4)
    for option, message in (
        ({"targets": 0}, "targets: expected an integer of at least 1, got 0"),
        ({"margin": -1.0}, r"margin: expected a finite number, at least 0, got -1\.0"),
        ({"mu": 2.0}, r"mu: expected a finite number, at least 0 and at most 1, got 2\.0"),
    ):
        with pytest.raises(ValueError, match=message):
            fit_lmnn(X4, Y4, **option)
