"""Dropout: entries set to 0 at random in training, so that none of them can be relied on alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from . import _validate


def dropout(x: ArrayLike, p: float, *, rng: np.random.Generator, training: bool = True) -> np.ndarray:
    r"""Set each entry to 0 with probability p, and scale the kept ones so that the mean stays.

    .. math:: y_i = \begin{cases} 0 & \text{if } u_i < p \\ x_i / (1 - p) & \text{otherwise} \end{cases}
              \qquad u_i \sim \mathrm{Uniform}[0, 1), \qquad \mathbb{E}[y_i] = x_i

    With p = 1 every entry is dropped, and no scale could keep the mean.

    Parameters
    ----------
    x : array-like of any shape
        Activations. Finite real numbers.
    p : float
        The probability to drop an entry, from 0 to 1.
    rng : numpy.random.Generator
        Where chance comes from: one `rng.random()` in float64 an entry, in row order, whatever the dtype
        of `x`. At inference none is drawn.
    training : bool
        At inference, False, nothing is dropped and nothing scaled.

    Returns
    -------
    ndarray of the shape of `x`
        A new array, in the dtype of `x`: integers count as float64, float16 is computed in float32.

    Raises
    ------
    ValueError
        If `x` holds anything but finite real numbers, `p` is no number from 0 to 1, or `rng` is no
        NumPy generator.

    Notes
    -----
    Scaling in training ("inverted" dropout) is what `torch.nn.functional.dropout` does too. Srivastava
    et al. leave the kept entries as they are in training, and scale by 1 - p at inference; their p is the
    probability to keep.

    References
    ----------
    N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever, R. Salakhutdinov. Dropout: a simple way to
    prevent neural networks from overfitting. JMLR 15, 2014.

    Examples
    --------
    >>> dropout([1.0, 2.0, 3.0, 4.0], 0.5, rng=np.random.default_rng(0))
    array([2., 0., 0., 0.])
    >>> dropout([1.0, 2.0, 3.0, 4.0], 0.5, rng=np.random.default_rng(0), training=False)
    array([1., 2., 3., 4.])
    """
    x, dtype = _validate.floats(x, "x", finite=True)
    p = _validate.number(p, "p", high=1.0)
    _validate.generator(rng, "rng")
    if not training:
        return x.astype(dtype)
    kept = rng.random(x.shape) >= p
    with np.errstate(over="ignore", under="ignore"):
        y = np.divide(x, 1 - p, where=kept, out=np.zeros_like(x))  # with p = 1 none is kept, none divided
        return y.astype(dtype, copy=False)
