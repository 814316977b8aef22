"""Fitting a linear map to a loss: where to start, and how to get down."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from . import _validate
from ._distances import centered


def starting_map(X: np.ndarray, dim: int | None) -> np.ndarray:
    """The identity, or the principal directions with the largest variance, one a row."""
    size = X.shape[1]
    dim = size if dim is None else _validate.integer(dim, "dim", low=1)
    if dim > size:
        raise ValueError(f"dim: expected at most D = {size}, got {dim}")
    if dim == size:
        return np.eye(size, dtype=X.dtype)
    X = centered(X)
    directions = np.linalg.eigh(X.T @ X)[1].T[::-1][:dim]
    # A direction is one up to its sign: the largest entry is made positive, on every machine.
    largest = np.take_along_axis(directions, np.abs(directions).argmax(axis=1, keepdims=True), axis=1)
    return directions * np.sign(largest)


def descend(
    loss: Callable[[np.ndarray], tuple[np.floating, np.ndarray]],
    A: np.ndarray,
    steps: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Conjugate gradients (Polak and Ribiere), with a step length found by trying."""
    value, gradient = loss(A)
    losses = [value]
    direction = -gradient
    length = 0.1 * np.linalg.norm(A) / (np.linalg.norm(gradient) or 1)  # first try: a tenth of A
    for _ in range(steps):
        there = A + length * direction
        new_value, new_gradient = loss(there)
        if not new_value < value:
            length *= 0.4
            continue
        turn = ((new_gradient - gradient) * new_gradient).sum() / (gradient**2).sum()
        direction = max(0, turn) * direction - new_gradient
        if (direction * new_gradient).sum() >= 0:  # no way down: begin anew
            direction = -new_gradient
        gain = value - new_value
        A, value, gradient = there, new_value, new_gradient
        losses.append(value)
        length *= 1.5
        if gain < 1e-9:
            break
    return A, np.array(losses, np.float64)
