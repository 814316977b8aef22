"""Full-batch gradient descent that remembers where it has been."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from . import _validate

# One array of parameters, or several.
Parameters = np.ndarray | tuple[np.ndarray, ...]


class Descent(NamedTuple):
    """Where a descent ended, and how it went."""

    #: After the last step; one array, or a tuple of arrays as `start` was one.
    parameters: Parameters
    #: The loss before each step and after the last one, shape (steps + 1,), float64.
    losses: np.ndarray
    #: The parameters that these losses belong to: one more axis, of length steps + 1, in front.
    path: Parameters


def gradient_descent(
    loss: Callable[[Parameters], tuple[float, Parameters]],
    start: ArrayLike | tuple[ArrayLike, ...],
    *,
    learning_rate: float,
    steps: int,
) -> Descent:
    r"""Walk downhill: step after step against the gradient, with the same learning rate throughout.

    .. math:: \theta_{t + 1} = \theta_t - \eta\, \nabla L(\theta_t)

    Parameters
    ----------
    loss : callable
        ``loss(parameters)`` returns the loss at the parameters, a number, and its gradient, in the shape of the
        parameters: what the losses of this package return for ``return_grad=True``.
    start : array-like, or tuple of array-likes
        The parameters to start from, such as ``W`` or ``(W, b)``. Finite real numbers.
    learning_rate : float
        The factor eta, the same in every step; finite, at least 0.
    steps : int
        How many steps to take, at least 0.

    Returns
    -------
    Descent
        A named tuple of `parameters`, `losses` and `path`. The parameters keep the dtype of `start`: integers
        become float64, float16 is computed in float32.

    Raises
    ------
    ValueError
        If an argument is not as above, `loss` returns something else, or the descent diverges: a loss, a
        gradient or a parameter is NaN or infinite. The message names the step.

    Examples
    --------
    >>> descent = gradient_descent(lambda x: (x**2, 2 * x), 1.0, learning_rate=0.25, steps=3)
    >>> descent.path
    array([1.   , 0.5  , 0.25 , 0.125])
    >>> descent.losses
    array([1.      , 0.25    , 0.0625  , 0.015625])
    """
    if not callable(loss):
        raise ValueError(f"loss: expected a function of the parameters, got {type(loss).__name__}")
    rate = _validate.number(learning_rate, "learning_rate")
    steps = _validate.integer(steps, "steps", low=0)
    several = isinstance(start, tuple)
    parts = start if several else (start,)
    checked = [_validate.floats(part, name, finite=True) for part, name in _named(parts, "start", several)]

    here = [part.copy() for part, _ in checked]
    losses = np.empty(steps + 1)
    path = [np.empty((steps + 1, *part.shape), part.dtype) for part in here]
    for step in range(steps + 1):
        when = f"after {step} steps with learning_rate = {rate}"
        for trace, (part, name) in zip(path, _named(here, "parameters", several), strict=True):
            _check_finite(part, name, when)
            trace[step] = part
        losses[step], gradient = _evaluate(loss, here, several, when)
        with np.errstate(over="ignore", under="ignore"):  # the next check says so; the last step goes unused
            here = [part - rate * slope for part, slope in zip(here, gradient, strict=True)]
    with np.errstate(over="ignore", under="ignore"):  # beyond float16 it is inf
        path = [trace.astype(dtype, copy=False) for trace, (_, dtype) in zip(path, checked, strict=True)]
    ended = [trace[-1].copy() for trace in path]
    return Descent(_as_given(ended, several), losses, _as_given(path, several))


def _evaluate(
    loss: Callable, here: list[np.ndarray], several: bool, when: str
) -> tuple[float, list[np.ndarray]]:
    """Call the loss, and check what it returns: a number, and slopes in the shapes of the parameters."""
    result = loss(_as_given(here, several))
    if not isinstance(result, tuple) or len(result) != 2:
        got = f"{len(result)} results" if isinstance(result, tuple) else type(result).__name__
        raise ValueError(f"loss: expected a pair of a loss and its gradient, got {got}")
    value, _ = _validate.real(result[0], "loss")
    if value.ndim:
        raise ValueError(f"loss: expected one number, got shape {value.shape}")
    _check_finite(value, "loss", when)

    gradient = result[1] if several else (result[1],)
    if not isinstance(gradient, tuple) or len(gradient) != len(here):
        got = f"{len(gradient)}" if isinstance(gradient, tuple) else type(gradient).__name__
        raise ValueError(
            f"gradient: expected a tuple of {len(here)} arrays, as the parameters are, got {got}"
        )
    slopes = []
    for part, (slope, name) in zip(here, _named(gradient, "gradient", several), strict=True):
        slope, _ = _validate.real(slope, name)
        if slope.shape != part.shape:
            raise ValueError(
                f"{name}: expected shape {part.shape}, as the parameters have, got {slope.shape}"
            )
        with np.errstate(over="ignore", under="ignore"):
            slopes.append(slope.astype(part.dtype))
        _check_finite(slopes[-1], name, when)
    return float(value), slopes


def _as_given(arrays: list[np.ndarray], several: bool) -> Parameters:
    return tuple(arrays) if several else arrays[0]


def _named(parts: Iterable, name: str, several: bool) -> list[tuple]:
    """Each part with what to call it in a message: name, or name[0], name[1] and so on."""
    return [(part, f"{name}[{i}]" if several else name) for i, part in enumerate(parts)]


def _check_finite(x: np.ndarray, name: str, when: str) -> None:
    """A run that diverges must say so, and not fill its history with NaN."""
    if not np.isfinite(x).all():
        raise ValueError(f"{name}: expected finite numbers, got {x[~np.isfinite(x)].flat[0]} {when}")
