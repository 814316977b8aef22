"""Recover initial weights from a training log that came without them.

Each cost of the log is a smooth function of the weights that the training started from. So the search for
such a start is a least-squares problem: eleven costs to meet, fifteen numbers to choose.
"""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import ArrayLike

from . import _validate
from .cost_curve import cost_curve
from .examples import PUBLISHED_COSTS

__all__ = ["cost_curve", "recover_start"]

#: torch.nn.Linear draws weights and biases between -1 / sqrt(D) and 1 / sqrt(D), and here D is 4.
BOUND = 0.5

#: How often to draw another random start, and how many steps to follow each of them.
TRIES, STEPS = 20, 60


def recover_start(
    costs: ArrayLike = PUBLISHED_COSTS, *, seed: int = 0, tolerance: float = 3e-7
) -> tuple[np.ndarray, np.ndarray]:
    r"""Find initial weights within torch's own range whose training logs the given costs.

    .. math:: \min_{\theta_0} \sum_k \bigl(L(\theta_{100 k}) - c_k\bigr)^2, \qquad
              \lvert \theta_0 \rvert \le \tfrac12

    Parameters
    ----------
    costs : array-like of shape (K,)
        The costs c at epochs 0, 100, 200 and so on, in nats; at least one.
    seed : int
        Seed, at least 0, of the random starts. Another seed finds another answer.
    tolerance : float
        How far, in nats, a cost may miss the given one. Six printed decimals allow 5e-7; the rest is
        room for the rounding of a run in float32.

    Returns
    -------
    weight : ndarray of shape (3, 4)
        In float64, between -0.5 and 0.5.
    bias : ndarray of shape (3,)
        The same.

    Raises
    ------
    ValueError
        If an argument is not as above, or no start is found.

    Notes
    -----
    Five of the fifteen directions change no cost: to add the same numbers to the weights and bias of all
    classes shifts the scores of a row alike, which softmax does not see. So the answer is one of many, and
    the range limits only how far apart the classes lie in each column: 1 at most. Two more directions are
    forgotten within a hundred epochs, and only the first cost tells of them.

    References
    ----------
    D. W. Marquardt. An algorithm for least-squares estimation of nonlinear parameters. Journal of the
    Society for Industrial and Applied Mathematics 11, 1963.
    H. B. Nielsen. Damping parameter in Marquardt's method. Report IMM-REP-1999-05, Technical University
    of Denmark, 1999.

    Examples
    --------
    >>> weight, bias = recover_start(PUBLISHED_COSTS[:3])  # three costs take a moment, all eleven seconds
    >>> cost_curve(weight, bias, count=3)[0].round(6)
    array([3.246066, 0.70349 , 0.62085 ])
    """
    costs, _ = _validate.floats(costs, "costs", finite=True)
    _validate.shape(costs, "costs", ("K",))
    if not costs.size:
        raise ValueError("costs: expected at least one cost, got none")
    rng = np.random.default_rng(_validate.integer(seed, "seed", low=0))
    tolerance = _validate.number(tolerance, "tolerance")

    for _ in range(TRIES):
        theta, misfit = _follow(rng.uniform(-BOUND, BOUND, (3, 5)), costs, tolerance)
        low, high = theta.min(axis=0), theta.max(axis=0)
        if misfit <= tolerance and (high - low <= 2 * BOUND).all():
            theta -= (low + high) / 2  # changes no cost, and puts every column in the middle of the range
            return theta[:, :4], theta[:, 4]
    raise ValueError(
        f"costs: expected a log that some start within {BOUND} of 0 leads to, "
        f"got one that none of {TRIES} tries meets to {tolerance:g}"
    )


def _follow(theta: np.ndarray, costs: np.ndarray, tolerance: float) -> tuple[np.ndarray, float]:
    """Improve a start by the Levenberg-Marquardt method; also return by how much its worst cost is off."""
    misses, slopes = _misses(theta, costs)
    damping = 0.01
    for step in itertools.count():
        misfit = np.abs(misses).max()
        # Who is still far off after ten steps is in a valley where the weights only grow.
        if misfit <= tolerance or step == STEPS or (step == 10 and misfit > 0.01):
            return theta, misfit
        # Small misses, were the costs linear in theta; and a short way there, since they are not.
        rows = np.vstack([slopes, np.sqrt(damping) * np.eye(15)])
        change = np.linalg.lstsq(rows, np.append(-misses, np.zeros(15)))[0]
        promised = misses @ misses - np.sum((misses + slopes @ change) ** 2)
        trial = theta + change.reshape(3, 5)
        trial_misses, trial_slopes = _misses(trial, costs)
        kept = misses @ misses - trial_misses @ trial_misses
        if kept > 0:
            theta, misses, slopes = trial, trial_misses, trial_slopes
            damping *= max(1 / 3, 1 - (2 * kept / promised - 1) ** 3)  # Nielsen's rule
        else:
            damping *= 2


def _misses(theta: np.ndarray, costs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    curve, jacobian = cost_curve(theta[:, :4], theta[:, 4], len(costs))
    return curve - costs, jacobian.reshape(-1, 15)
