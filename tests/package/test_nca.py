"""Neighbourhood components analysis: by hand, by a loop, to 350 digits, against torch."""

import mpmath
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.testing import assert_allclose, assert_array_equal

from lossnotes import nca_loss
from tests.package.oracles import central_difference

FORMS = ["probability", "log"]
ONE = np.array([[1.0]])
LINE = np.array([[0.0], [1.0], [3.0]])


def exact_loss(A, X, labels, form):
    """The loss from its definition, to 350 digits."""
    A, X = mpmath.matrix([list(row) for row in A]), [mpmath.matrix(list(x)) for x in X]
    n, terms = len(X), []
    for i in range(n):
        weights = [mpmath.exp(-(mpmath.norm(A * (X[i] - X[k])) ** 2)) if k != i else 0 for k in range(n)]
        partners = [k for k in range(n) if k != i and labels[k] == labels[i]]
        p = mpmath.fsum(weights[k] for k in partners) / mpmath.fsum(weights)
        if form == "probability":
            terms.append(-p)
        elif partners:
            terms.append(-mpmath.log(p))
    return mpmath.fsum(terms) / len(terms)


def exact_gradient(A, X, labels, form):
    """Central differences at 350 digits: with a step of 1e-100 they are exact to 1e-200."""
    step, gradient = mpmath.mpf(10) ** -100, np.zeros(np.shape(A))
    for i, j in np.ndindex(np.shape(A)):
        up, down = ([[mpmath.mpf(float(a)) for a in row] for row in A] for _ in range(2))
        up[i][j] += step
        down[i][j] -= step
        rise = exact_loss(up, X, labels, form) - exact_loss(down, X, labels, form)
        gradient[i, j] = float(rise / (2 * step))
    return gradient


# --- by hand ---------------------------------------------------------------------------------------


def test_three_points_on_a_line_by_hand():
    # Squared distances: 1 between the first two, 9 and 4 to the third, which has no partner.
    p = [np.exp(-1) / (np.exp(-1) + np.exp(-9)), np.exp(-1) / (np.exp(-1) + np.exp(-4)), 0]
    assert nca_loss(ONE, LINE, [0, 0, 1]) == pytest.approx(-sum(p) / 3, rel=1e-15)
    log = (np.log1p(np.exp(-8)) + np.log1p(np.exp(-3))) / 2
    assert nca_loss(ONE, LINE, [0, 0, 1], form="log") == pytest.approx(log, rel=1e-14)  # 1 - p rounded


def test_a_map_of_0_sees_no_distances():
    # Each of six points picks one of the five others at random; two (of three) partners for each.
    X, labels = np.random.default_rng(0).normal(size=(6, 3)), [0, 0, 0, 1, 1, 1]
    loss, gradient = nca_loss(np.zeros((2, 3)), X, labels, return_grad=True)
    assert loss == pytest.approx(-2 / 5)
    assert_array_equal(gradient, np.zeros((2, 3)))
    assert nca_loss(np.zeros((2, 3)), X, labels, form="log") == pytest.approx(np.log(5 / 2))


def test_gradient_by_hand():
    # The first point: t = a^2 - 9 a^2 and p = 1 / (1 + e^t), at a = 1; the second: t = a^2 - 4 a^2.
    p = 1 / (1 + np.exp([-8.0, -3.0]))
    slopes = np.array([-16.0, -6.0])  # dt / da
    _, gradient = nca_loss(ONE, LINE, [0, 0, 1], return_grad=True)
    assert_allclose(gradient, [[(p * (1 - p) * slopes).sum() / 3]], rtol=1e-13)
    _, gradient = nca_loss(ONE, LINE, [0, 0, 1], form="log", return_grad=True)
    assert_allclose(gradient, [[((1 - p) * slopes).sum() / 2]], rtol=1e-12)  # 1 - p loses digits


# --- against other implementations -----------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_a_loop(form):
    rng = np.random.default_rng(1)
    A, X, labels = rng.normal(size=(2, 4)), rng.normal(size=(9, 4)), [0, 1, 2, 0, 1, 2, 0, 0, 5]
    losses = []
    for i in range(9):
        weights = [np.exp(-((A @ X[i] - A @ X[k]) ** 2).sum()) for k in range(9) if k != i]
        right = [
            w for w, k in zip(weights, [k for k in range(9) if k != i], strict=True) if labels[k] == labels[i]
        ]
        if form == "probability":
            losses.append(-sum(right) / sum(weights))
        elif right:
            losses.append(-np.log(sum(right) / sum(weights)))
    assert len(losses) == (9 if form == "probability" else 8)
    assert nca_loss(A, X, labels, form=form) == pytest.approx(np.mean(losses), rel=1e-12)  # log of p near 1


@pytest.mark.parametrize("form", FORMS)
def test_torch(form):
    rng = np.random.default_rng(2)
    A, X, labels = rng.normal(size=(3, 5)), rng.normal(size=(40, 5)) / 2, rng.integers(0, 4, 40)
    a, x, y = torch.tensor(A, requires_grad=True), torch.tensor(X), torch.tensor(labels)
    z = x @ a.T
    scores = -((z[:, None] - z) ** 2).sum(dim=2) - torch.diag(torch.full((40,), torch.inf))
    same = (y[:, None] == y).fill_diagonal_(False)
    log_p = torch.where(same, torch.log_softmax(scores, dim=1), -torch.inf).logsumexp(dim=1)
    theirs = -log_p.exp().mean() if form == "probability" else -log_p.mean()
    theirs.backward()
    loss, gradient = nca_loss(A, X, labels, form=form, return_grad=True)
    assert loss == pytest.approx(theirs.item(), rel=1e-13)  # order of additions
    assert_allclose(gradient, a.grad.numpy(), atol=1e-12 * np.abs(gradient).max())


# --- digits ----------------------------------------------------------------------------------------

points = hnp.arrays(float, (5, 2), elements=st.integers(-24, 24).map(lambda k: k / 16))
maps = hnp.arrays(float, (2, 2), elements=st.integers(-32, 32).map(lambda k: k / 16))


@given(maps, points, st.sampled_from(FORMS))
def test_to_350_digits(A, X, form):
    labels = [0, 0, 1, 1, 2]
    exact = exact_loss(A, X, labels, form)
    # Distances of up to 80 have an error of 1e-14, and so has the probability, relative to itself.
    assert abs(nca_loss(A, X, labels, form=form) - exact) <= 1e-13 * abs(exact)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("gap", [1.0, 5.0, 15.0])
def test_confident_neighbours(form, gap):
    # Two classes, far apart: 1 - p is about exp(-gap^2), down to 1e-98, and so are log loss and gradient.
    X, labels = np.array([[0.0], [0.5], [gap], [gap + 0.25]]), [0, 0, 1, 1]
    A = np.array([[1.0]])
    loss, gradient = nca_loss(A, X, labels, form=form, return_grad=True)
    exact = exact_loss(A, X, labels, form)
    assert abs(loss - exact) <= 1e-13 * abs(exact)
    assert_allclose(gradient, exact_gradient(A, X, labels, form), rtol=1e-12)
    assert gradient[0, 0] < 0


@pytest.mark.parametrize("form", FORMS)
def test_hopeless_neighbours(form):
    # Each point's only partner is far, others are near: p is about exp(-10^4), below every float.
    X, labels = np.array([[0.0], [1.0], [100.0], [101.0]]), [0, 1, 0, 1]
    loss, gradient = nca_loss(ONE, X, labels, form=form, return_grad=True)
    if form == "probability":
        assert loss == 0
        assert not np.signbit(loss)
        assert_array_equal(gradient, [[0]])
    else:
        assert loss == 9999
        assert_array_equal(gradient, [[2 * 9999]])


@pytest.mark.parametrize("form", FORMS)
def test_a_common_offset_takes_no_digits(form):
    rng = np.random.default_rng(3)
    X, labels = rng.integers(-2000, 2000, size=(30, 3)) / 1024, rng.integers(0, 3, 30)
    A = rng.normal(size=(2, 3))
    loss, gradient = nca_loss(A, X, labels, form=form, return_grad=True)
    far = nca_loss(A, X - [1e6, -1e6, 3e6], labels, form=form, return_grad=True)
    assert far[0] == pytest.approx(loss, rel=1e-13)
    assert_allclose(far[1], gradient, atol=1e-13 * np.abs(gradient).max())


# --- gradients -------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("labels", [[0, 0, 0, 1, 1, 1, 2], [0, 1, 2, 3, 4, 5, 0], [3, 3, 3, 3, 3, 3, -1]])
def test_gradient_by_central_differences(form, labels):
    rng = np.random.default_rng(4)
    A, X = rng.normal(size=(2, 3)) / 2, rng.normal(size=(7, 3))
    _, gradient = nca_loss(A, X, labels, form=form, return_grad=True)
    assert np.abs(gradient).max() > 1e-3
    # step^2 times a third derivative of some tens
    assert_allclose(gradient, central_difference(lambda A: nca_loss(A, X, labels, form=form), A), atol=1e-8)


@pytest.mark.parametrize("form", FORMS)
def test_one_class_has_nothing_to_learn(form):
    X = np.random.default_rng(5).normal(size=(5, 2))
    loss, gradient = nca_loss(np.eye(2), X, [7] * 5, form=form, return_grad=True)
    assert loss == (-1 if form == "probability" else 0)
    assert_array_equal(gradient, np.zeros((2, 2)))


def test_every_point_its_own_class():
    loss, gradient = nca_loss(ONE, LINE, [0, 1, 2], return_grad=True)
    assert loss == 0
    assert_array_equal(gradient, [[0]])


def test_points_that_coincide():
    X, labels = np.zeros((4, 2)), [0, 0, 0, 1]
    for form, expected in ("probability", -(3 * 2 / 3) / 4), ("log", np.log(3 / 2)):
        loss, gradient = nca_loss(np.eye(2), X, labels, form=form, return_grad=True)
        assert loss == pytest.approx(expected)
        assert_array_equal(gradient, np.zeros((2, 2)))


# --- properties ------------------------------------------------------------------------------------

labellings = hnp.arrays(np.int64, 5, elements=st.integers(0, 1))  # two of the five always share a class


@given(maps, points, labellings, st.sampled_from(FORMS))
def test_what_does_not_matter(A, X, labels, form):
    for a in A, X, labels:
        a.flags.writeable = False
    loss, gradient = nca_loss(A, X, labels, form=form, return_grad=True)
    assert -1 - 1e-15 <= loss <= 0 if form == "probability" else loss >= 0
    assert np.isfinite(gradient).all()
    order = [3, 1, 4, 0, 2]
    same = [
        nca_loss(A, X[order], labels[order], form=form, return_grad=True),
        nca_loss(A, X - [4, -8], labels, form=form, return_grad=True),
        nca_loss(A, X, 1 - labels, form=form, return_grad=True),
        nca_loss(-A, -X, labels, form=form, return_grad=True),
    ]
    for k, (other, slope) in enumerate(same):
        assert other == pytest.approx(loss, rel=1e-12)
        assert_allclose(-slope if k == 3 else slope, gradient, atol=1e-12 * max(1, np.abs(X).max()))
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])  # a rotation after the map keeps all distances
    other, slope = nca_loss(turn @ A, X, labels, form=form, return_grad=True)
    assert other == pytest.approx(loss, rel=1e-12)
    assert_allclose(slope, turn @ gradient, atol=1e-11)
    other, slope = nca_loss(2 * A, X / 2, labels, form=form, return_grad=True)
    assert other == pytest.approx(loss, rel=1e-12)
    assert_allclose(2 * slope, gradient, atol=1e-12)


# --- extremes, dtypes ------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("size", [1e-160, 1e-150, 1e4, 1e150])
def test_sizes(form, size):
    X, labels = np.array([[0.0], [1.0], [4.0], [5.0]]) * size, [0, 0, 1, 1]
    loss, gradient = nca_loss(ONE, X, labels, form=form, return_grad=True)
    assert np.isfinite(loss)
    assert np.isfinite(gradient).all()
    if size < 1:
        assert loss == pytest.approx(-1 / 3 if form == "probability" else np.log(3))
    else:
        assert loss == (-1 if form == "probability" else 0)


@pytest.mark.parametrize("form", FORMS)
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
def test_dtypes(first, second, result, form):
    A, X = np.array([[1]], first), np.array([[0], [1], [3]], second)
    loss, gradient = nca_loss(A, X, np.uint8([0, 0, 1]), form=form, return_grad=True)
    assert loss.dtype == gradient.dtype == np.dtype(result)
    assert isinstance(loss, np.floating)
    exact, slope = nca_loss(ONE, LINE, [0, 0, 1], form=form, return_grad=True)
    tolerance = 4 * float(np.finfo(result).eps)  # the last rounding, and those of the exponentials
    assert loss == pytest.approx(exact, rel=tolerance)
    assert_allclose(gradient, slope, rtol=4 * tolerance)


def test_float16_is_computed_in_float32():
    X = np.float16([[0.0], [300.0], [1000.0]])  # squares above 65504
    assert nca_loss(np.float16([[1.0]]), X, [0, 1, 0], form="log") == np.inf
    assert nca_loss(np.float16([[1.0]]), X / 8, [0, 1, 0], form="log") == np.float16(
        (125**2 - 37.5**2 + 125**2 - 87.5**2) / 2
    )


def test_nothing_raises_a_floating_point_flag():
    with np.errstate(all="raise"):
        for form in FORMS:
            for size in 1e-308, 1e-160, 1.0, 1e4, 1e150:
                for labels in [0, 0, 1], [0, 0, 0]:
                    nca_loss(ONE, LINE * size, labels, form=form, return_grad=True)
            x = np.float16([[0.0], [6e4], [6e-8]])
            nca_loss(np.float16([[1.0]]), x, [0, 0, 1], form=form, return_grad=True)


def test_memory_is_that_of_a_few_square_matrices():
    import tracemalloc

    rng = np.random.default_rng(6)
    X, labels = rng.normal(size=(300, 100)), rng.integers(0, 3, 300)
    tracemalloc.start()
    nca_loss(np.eye(100), X, labels, return_grad=True)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 12 * 300 * 300 * 8  # (N, N, D) would be a hundred


# --- errors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        (([1.0], LINE, [0, 0, 1]), {}, r"A: expected shape \(d, D\) with D = 1, got shape \(1,\)"),
        ((np.eye(2), LINE, [0, 0, 1]), {}, r"A: expected shape \(d, D\) with D = 1, got shape \(2, 2\)"),
        ((ONE, LINE[:, 0], [0, 0, 1]), {}, r"X: expected shape \(N, D\), got shape \(3,\)"),
        ((ONE, LINE[:1], [0]), {}, "X: expected at least two points, got N = 1"),
        ((ONE, LINE[:0], []), {}, "X: expected at least two points, got N = 0"),
        ((ONE, LINE, [0, 1]), {}, r"labels: expected shape \(N,\) with N = 3, got shape \(2,\)"),
        ((ONE, LINE, [0.0, 0.0, 1.0]), {}, "labels: expected integers, got dtype float64"),
        ((ONE, LINE, ["a", "a", "b"]), {}, "labels: expected integers, got dtype <U1"),
        ((ONE, LINE, [True, True, False]), {}, "labels: expected integers, got dtype bool"),
        (
            (ONE, LINE, [0, 1, 2]),
            {"form": "log"},
            "labels: expected two points of the same class for form='log', got none$",
        ),
        ((ONE * np.nan, LINE, [0, 0, 1]), {}, r"A: expected finite numbers, got nan at index \(0, 0\)"),
        ((ONE, LINE + np.inf, [0, 0, 1]), {}, r"X: expected finite numbers, got inf at index \(0, 0\)"),
        ((ONE > 0, LINE, [0, 0, 1]), {}, "A: expected float16, .* got dtype bool"),
        ((ONE, LINE * 1j, [0, 0, 1]), {}, "X: expected float16, .* got dtype complex128"),
        ((ONE, LINE, [0, 0, 1]), {"form": "sum"}, "form: expected one of 'probability', 'log', got 'sum'"),
    ],
)
def test_errors(arguments, options, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        nca_loss(*arguments, **options)


def test_two_points_are_enough():
    assert nca_loss([[1.0]], [[0.0], [3.0]], [5, 5]) == -1
    with pytest.raises(ValueError, match=r"^labels: expected an array of numbers, got list"):
        nca_loss([[1.0]], [[0.0], [3.0]], [[1], [1, 2]])
