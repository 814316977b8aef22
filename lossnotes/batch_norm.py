"""Batch normalization: every feature gets mean 0 and variance 1 over the batch, then a new scale and shift."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from . import _validate


def batch_norm(
    x: ArrayLike,
    gamma: ArrayLike,
    beta: ArrayLike,
    running_mean: ArrayLike,
    running_var: ArrayLike,
    *,
    momentum: float = 0.1,
    eps: float = 1e-5,
    training: bool = True,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    r"""Normalize each feature by its mean and variance, then scale and shift it.

    .. math:: y_{id} = \gamma_d \frac{x_{id} - \mu_d}{\sqrt{\sigma_d^2 + \varepsilon}} + \beta_d

    In training the mean and the variance are those of the batch, and the running ones move towards them;
    at inference they are the running ones. Defined as `torch.nn.BatchNorm1d` defines it.

    .. math:: \mu_d = \frac{1}{N} \sum_i x_{id}, \qquad \sigma_d^2 = \frac{1}{N} \sum_i (x_{id} - \mu_d)^2

    Parameters
    ----------
    x : array-like of shape (N, D)
        Examples, one a row; in training at least two. Finite real numbers.
    gamma, beta : array-like of shape (D,)
        Scale and shift of each feature. Finite real numbers.
    running_mean, running_var : array-like of shape (D,)
        The averages so far, at the start 0 and 1. Finite, the variances at least 0. They are not
        changed: keep what is returned.
    momentum : float
        The share of this batch in the new running averages, from 0 to 1 (as torch counts it).
    eps : float
        Added to the variance, in its unit; finite, at least 0. It may be 0 only where no variance is.
    training : bool
        Whether to use the batch's mean and variance, True, or the running ones.

    Returns
    -------
    y : ndarray of shape (N, D)
        All three results are in the widest dtype of the five arrays: integers count as float64, float16
        is computed in float32.
    new_mean : ndarray of shape (D,)
        (1 - momentum) running_mean + momentum mu; at inference a copy of `running_mean`.
    new_var : ndarray of shape (D,)
        Likewise with sigma^2 N / (N - 1), the unbiased estimate; at inference a copy of `running_var`.

    Raises
    ------
    ValueError
        If a shape, dtype or option is not as above, a number is NaN or infinite, a batch to train on
        has fewer than two rows, or `eps` is 0 beside a variance of 0.

    References
    ----------
    S. Ioffe, C. Szegedy. Batch normalization: accelerating deep network training by reducing internal
    covariate shift. ICML 2015, algorithms 1 and 2.

    Examples
    --------
    >>> x = [[1.0, 10.0], [3.0, 30.0]]
    >>> y, mean, var = batch_norm(x, np.ones(2), np.zeros(2), np.zeros(2), np.ones(2))
    >>> y.round(4)
    array([[-1., -1.],
           [ 1.,  1.]])
    >>> mean, var
    (array([0.2, 2. ]), array([ 1.1, 20.9]))
    """
    arrays, dtype = _checked(x, gamma=gamma, beta=beta, running_mean=running_mean, running_var=running_var)
    x, gamma, beta, running_mean, running_var = arrays
    if (running_var < 0).any():
        raise ValueError(f"running_var: expected numbers of at least 0, got {running_var.min()}")
    momentum = _validate.number(momentum, "momentum", high=1.0)
    eps = _validate.number(eps, "eps")
    n = len(x)
    if training and n < 2:
        raise ValueError(f"x: expected at least two examples to train on, got N = {n}")

    with np.errstate(over="ignore", under="ignore"):
        if training:
            centered, mean, var = _center(x)
            running_mean = (1 - momentum) * running_mean + momentum * mean
            running_var = (1 - momentum) * running_var + momentum * (n / (n - 1)) * var
        else:
            centered, var = x - running_mean, running_var
        spread = np.sqrt(var + eps)
        if (spread == 0).any():
            column = int(np.flatnonzero(spread == 0)[0])
            raise ValueError(
                f"eps: expected more than 0 in {dtype} beside a variance of 0, got {eps} for column {column}"
            )
        y = gamma * centered / spread + beta
        return tuple(array.astype(dtype, order="C") for array in (y, running_mean, running_var))


def _center(x: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return x - mean, the mean, and the variance over the N rows, without bias correction."""
    columns = np.ascontiguousarray(x.T)  # NumPy adds pairwise along a contiguous last axis only
    n = columns.shape[1]
    mean = columns.mean(axis=1, keepdims=True)
    centered = columns - mean
    # The mean was rounded. Beside a small spread that is much: take out what is left of it.
    centered -= centered.mean(axis=1, keepdims=True)
    # A power of two from sqrt(N) upwards: the sum of squares overflows only if the variance does.
    root = 2.0 ** math.ceil(math.log2(n) / 2)
    scaled = centered / root
    return centered.T, mean[:, 0], (scaled * scaled).sum(axis=1) / (n / root**2)


def _checked(x: ArrayLike, **rows: ArrayLike) -> tuple[list[np.ndarray], np.dtype]:
    """Return x (N, D) and the arrays (D,) in the dtype to compute in, and the dtype of the results."""
    x, dtype = _validate.floats(x, "x", finite=True)
    _validate.shape(x, "x", ("N", "D"))
    arrays, dtypes = [x], [dtype]
    for name, value in rows.items():
        array, dtype = _validate.floats(value, name, finite=True)
        _validate.shape(array, name, ("D",), D=x.shape[1])
        arrays.append(array)
        dtypes.append(dtype)
    dtype = np.result_type(*dtypes)
    return [array.astype(_validate.computing(dtype), copy=False) for array in arrays], dtype
