"""How the costs of a training log move with the weights that the training started from."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from . import _validate
from .examples import ROWS_X, ROWS_Y

#: What is known of the training: gradient descent on all eight rows, a cost printed every 100 epochs.
LEARNING_RATE = 0.1
EPOCHS_PER_COST = 100

# A fifth feature that is always 1 makes the bias a fifth weight. One example a column, as in scores = W x.
_FEATURES = np.column_stack([ROWS_X, np.ones(8)]).T
_ONE_HOT = np.eye(3)[ROWS_Y].T


def cost_curve(weight: ArrayLike, bias: ArrayLike, count: int = 11) -> tuple[np.ndarray, np.ndarray]:
    r"""Train from a given start and return the logged costs, with their derivatives by that start.

    .. math:: \theta_{t+1} = \theta_t - 0.1\, \nabla L(\theta_t), \qquad
              \frac{\partial \theta_{t+1}}{\partial \theta_0}
              = \bigl(I - 0.1\, \nabla^2 L(\theta_t)\bigr) \frac{\partial \theta_t}{\partial \theta_0}

    The data are `ROWS_X` and `ROWS_Y`, L is the mean softmax cross-entropy, and each cost is the one
    before its epoch's update.

    Parameters
    ----------
    weight : array-like of shape (3, 4)
        Initial weights, one class a row. Finite real numbers.
    bias : array-like of shape (3,)
        Initial bias of each class.
    count : int
        How many costs to log, at epochs 0, 100, 200 and so on; at least 1.

    Returns
    -------
    costs : ndarray of shape (count,)
        In nats, in float64.
    jacobian : ndarray of shape (count, 3, 5)
        The derivative of each cost by each initial weight and, in the last column, bias.

    Raises
    ------
    ValueError
        If a shape or dtype does not fit, a number is NaN or infinite, or `count` is no integer of at
        least 1.

    Examples
    --------
    >>> costs, jacobian = cost_curve(np.zeros((3, 4)), np.zeros(3), count=2)
    >>> costs.round(4)  # the first is log 3: without weights, each of the three classes is as likely
    array([1.0986, 0.7042])
    """
    weight, _ = _validate.floats(weight, "weight", finite=True)
    bias, _ = _validate.floats(bias, "bias", finite=True)
    _validate.shape(weight, "weight", ("C", "D"), C=3, D=4)
    _validate.shape(bias, "bias", ("C",), C=3)
    count = _validate.integer(count, "count", low=1)

    theta = np.column_stack([weight, bias])
    d_theta = np.eye(15).reshape(15, 3, 5)  # a d_ is how a number moves with each of the 15 of the start
    costs, jacobian = [], []
    for epoch in range(EPOCHS_PER_COST * (count - 1) + 1):
        scores = theta @ _FEATURES
        d_scores = d_theta @ _FEATURES
        scores -= scores.max(axis=0)
        p = np.exp(scores)
        total = p.sum(axis=0)
        p /= total
        d_p = p * (d_scores - (p * d_scores).sum(axis=1, keepdims=True))
        gradient = (p - _ONE_HOT) @ _FEATURES.T / 8
        d_gradient = d_p @ _FEATURES.T / 8
        if epoch % EPOCHS_PER_COST == 0:
            costs.append((np.log(total) - (_ONE_HOT * scores).sum(axis=0)).mean())
            jacobian.append((gradient * d_theta).sum(axis=(1, 2)).reshape(3, 5))
        theta = theta - LEARNING_RATE * gradient
        d_theta = d_theta - LEARNING_RATE * d_gradient
    return np.array(costs), np.array(jacobian)
