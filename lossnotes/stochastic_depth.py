"""Stochastic depth: in training, some examples skip a residual branch and pass unchanged."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from . import _validate


def stochastic_depth(
    x: ArrayLike,
    branch: Callable[[np.ndarray], ArrayLike],
    p: float,
    *,
    rng: np.random.Generator,
    training: bool = True,
) -> np.ndarray:
    r"""Add a residual branch to its input, but drop it for a whole example with probability p.

    .. math:: y_i = \begin{cases} x_i & \text{if } u_i < p \\
              x_i + \mathrm{branch}(x)_i / (1 - p) & \text{otherwise} \end{cases}
              \qquad u_i \sim \mathrm{Uniform}[0, 1), \qquad \mathbb{E}[y_i] = x_i + \mathrm{branch}(x)_i

    At inference y = x + branch(x), the mean over what training may return. With p = 1 training always drops
    the branch, and no scale could keep the mean.

    Parameters
    ----------
    x : array-like of shape (N, ...)
        A batch, one example along the first axis. Finite real numbers.
    branch : callable
        The residual branch. It is called once, with a copy of the whole batch in the dtype to compute in
        (float32 for float16), and returns finite real numbers of the same shape.
    p : float
        The probability to drop the branch, from 0 to 1.
    rng : numpy.random.Generator
        Where chance comes from: after the branch has returned, one `rng.random()` in float64 an example.
        At inference none is drawn.
    training : bool
        At inference, False, nothing is dropped and nothing scaled.

    Returns
    -------
    ndarray of the shape of `x`
        A new array, in the dtype of `x`: integers count as float64, float16 is computed in float32.
        An example whose branch is dropped is the same to the last bit.

    Raises
    ------
    ValueError
        If `x` has no axis or holds anything but finite real numbers, `branch` is not callable or
        returns something else than described, `p` is no number from 0 to 1, or `rng` is no NumPy
        generator.

    Notes
    -----
    Huang et al. drop the branch f for a whole mini-batch at a time, do not scale it in training, and
    scale it by the probability 1 - p to survive at inference: x + f(x), then x + (1 - p) f(x). Theirs is
    this function with the branch (1 - p) f. Scaling in training is what `dropout` does, so that
    inference need not know p.

    References
    ----------
    G. Huang, Y. Sun, Z. Liu, D. Sedra, K. Q. Weinberger. Deep networks with stochastic depth.
    ECCV 2016.

    Examples
    --------
    >>> x = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]
    >>> stochastic_depth(x, np.negative, 0.5, rng=np.random.default_rng(0))
    array([[-1., -2.],
           [ 3.,  4.],
           [ 5.,  6.]])
    >>> stochastic_depth(x, np.negative, 0.5, rng=np.random.default_rng(0), training=False)
    array([[0., 0.],
           [0., 0.],
           [0., 0.]])
    """
    x, dtype = _validate.floats(x, "x", finite=True)
    if x.ndim == 0:
        raise ValueError(f"x: expected shape (N, ...), got the single number {x}")
    if not callable(branch):
        raise ValueError(f"branch: expected a function of x, got {type(branch).__name__}")
    p = _validate.number(p, "p", high=1.0)
    _validate.generator(rng, "rng")
    residual, _ = _validate.floats(branch(x.copy()), "branch(x)", finite=True)
    if residual.shape != x.shape:
        raise ValueError(f"branch(x): expected the shape of x, {x.shape}, got shape {residual.shape}")

    with np.errstate(over="ignore", under="ignore"):
        if not training:
            return (x + residual).astype(dtype, copy=False)
        survives = rng.random(len(x)) >= p
        y = x.copy()
        y[survives] += residual[survives] / (1 - p)  # with p = 1 none survives, none is divided
        return y.astype(dtype, copy=False)
