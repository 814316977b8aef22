"""The explorer `path`: a polynomial that is fitted to points under a penalty, and its errors against lambda."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.polynomial.legendre import legvander
from numpy.typing import ArrayLike, NDArray

from .. import plots
from ._base import Explorer
from ._traits import Number, Numbers, Whole

LARGEST = 2.5  # a point is dragged as far as this, up and down
START = 1e-4  # a lambda at which the polynomial of degree 11 overfits
WORDS = {
    "en": "Ridge regression with a polynomial of degree {degree}, lambda = {lam}: training error {train}, "
    "test error {test}, penalty R(w) = {penalty}.",
    "ko": "{degree}차 다항식 릿지 회귀, 람다 = {lam}: 학습 오차 {train}, 테스트 오차 {test}, "
    "페널티 R(w) = {penalty}.",
}


def _curve(x: ArrayLike) -> NDArray[np.float64]:
    """What is measured, without the noise."""
    return np.sin(3 * np.asarray(x))


def _measured() -> tuple[NDArray[np.float64], ...]:
    """The 12 points of the chapter on regularization, and its 300 new ones."""
    rng = np.random.default_rng(3)
    x = np.linspace(-1, 1, 12)
    y = _curve(x) + rng.normal(scale=0.3, size=12)
    x_test = rng.uniform(-1, 1, 300)
    return x, y, x_test, _curve(x_test) + rng.normal(scale=0.3, size=300)


X, Y, X_TEST, Y_TEST = _measured()


class _Fit(NamedTuple):
    weights: NDArray[np.float64]
    train: float
    test: float
    penalty: float
    freedom: float


def fit(y: ArrayLike, degree: int, lam: float) -> _Fit:
    """Minimize mean((A w - y)^2) + lam sum_k>0 w_k^2, A the Legendre polynomials at the 12 places.

    By the singular values of the columns less their means: then w_0 is not penalized, and no digit is lost where
    lambda is small, as it would be in the normal equations.
    """
    basis, y = legvander(X, degree)[:, 1:], np.asarray(y, float)
    middle = basis.mean(axis=0)
    left, size, right = np.linalg.svd(basis - middle, full_matrices=False)
    along = left.T @ (y - y.mean())
    damping = size**2 + len(X) * lam
    slopes = right.T @ (size / damping * along)
    weights = np.r_[y.mean() - middle @ slopes, slopes]
    # What no weight could reach, and what lambda gives up of the rest: a difference would lose the digits.
    beyond = y - y.mean() - left @ along if degree < len(X) - 1 else 0.0
    given_up = len(X) * lam / damping * along
    train = (np.sum(np.square(beyond)) + given_up @ given_up) / len(X)
    test = np.mean((legvander(X_TEST, degree) @ weights - Y_TEST) ** 2)
    freedom = 1 + np.sum(size**2 / damping)
    return _Fit(weights, float(train), float(test), float(slopes @ slopes), float(freedom))


class RegularizationPath(Explorer, module="path"):
    """Ridge regression as lambda moves: the fitted polynomial, its training and its test error.

    The points can be dragged up and down, and lambda along its axis; the polynomial and both error curves follow.
    The data are those of the chapter on regularization: 12 training points and 300 test points, measured on
    sin(3 x) with normal noise of standard deviation 0.3. The polynomial is a sum of Legendre polynomials P_k with
    weights w_k, and the objective is mean squared error + lam * R(w), R(w) = w_1^2 + ... + w_d^2.

    Parameters
    ----------
    y : list of float
        The 12 training measurements at x = -1, ..., 1, evenly spaced; each from -2.5 to 2.5.
    degree : int
        Degree of the polynomial, from 1 to 11.
    lam : float
        The factor of the penalty, from 0 to 100.
    lang : {"", "en", "ko"}
        Language of the figure; "" is that of the page. At first the environment variable
        `LOSSNOTES_LANG`, if that is one of these.

    Raises
    ------
    traitlets.TraitError
        If a value is not as above.

    Examples
    --------
    >>> figure = RegularizationPath(degree=11, lam=0.1)
    >>> round(figure.train_error, 3), round(figure.test_error, 3)
    (0.131, 0.175)
    >>> figure.lam = 0
    >>> round(figure.train_error, 3), round(figure.test_error, 3)
    (0.0, 4.657)
    """

    y = Numbers([float(value) for value in Y], -LARGEST, LARGEST)
    degree = Whole(11, 1, 11)
    lam = Number(START, 0, 100)

    @property
    def weights(self) -> NDArray[np.float64]:
        """Weights w_0 to w_degree of the Legendre polynomials; w_0 is the bias."""
        return fit(self.y, self.degree, self.lam).weights

    @property
    def train_error(self) -> float:
        """Mean squared error on the 12 training points."""
        return fit(self.y, self.degree, self.lam).train

    @property
    def test_error(self) -> float:
        """Mean squared error on the 300 test points."""
        return fit(self.y, self.degree, self.lam).test

    @property
    def penalty(self) -> float:
        """R(w), the sum of the squared weights without the bias."""
        return fit(self.y, self.degree, self.lam).penalty

    @property
    def effective_weights(self) -> float:
        """1 + sum_i s_i^2 / (s_i^2 + 12 lam): as many weights a fit without penalty would use."""
        return fit(self.y, self.degree, self.lam).freedom

    def _draw(self) -> Figure:
        fig, (left, right) = plots.subplots(1, 2, figsize=(6, 2.9))
        grid = np.linspace(-1, 1, 61)
        left.plot(grid, _curve(grid), "--", color=plots.COLORS["grey"], linewidth=1.5)
        drawn = legvander(grid, self.degree) @ self.weights
        left.plot(grid, drawn, "-", color=plots.COLORS["blue"])
        left.plot(X, self.y, "o", color=plots.COLORS["black"], markersize=5)
        left.set(ylim=(-2.6, 2.6), xticks=(-1, 0, 1), xlabel="$x$", ylabel="measurement $y$")
        lambdas = np.logspace(-6, 2, 41)
        fits = [fit(self.y, self.degree, lam) for lam in lambdas]
        for name, color, style in (("test", "orange", "--"), ("train", "blue", "-")):
            values = np.maximum([getattr(each, name) for each in fits], 1e-4)
            right.plot(lambdas, values, style, color=plots.COLORS[color], label=name)
        right.set(xscale="log", yscale="log", ylim=(1e-3, 10), xlabel=r"$\lambda$")
        right.set_ylabel("mean squared error")
        if self.lam > 0:
            right.axvline(self.lam, color=plots.COLORS["grey"], linestyle=":")
        right.legend(loc="lower right")
        return fig

    def _fallback(self, lang: str) -> str:
        now = fit(self.y, self.degree, self.lam)
        return WORDS[lang].format(
            degree=self.degree,
            lam=f"{self.lam:.3g}",
            train=f"{now.train:.3f}",
            test=f"{now.test:.3f}",
            penalty=f"{now.penalty:.3f}",
        )
