"""What softmax cross-entropy is told about the right answer: labels or distributions, and class weights."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from . import _validate


def read_weight(weight: ArrayLike | None, c: int, dtype: np.dtype) -> np.ndarray | np.floating:
    """One weight for each class, or the number 1 for all."""
    if weight is None:
        return dtype.type(1)
    w, _ = _validate.floats(weight, "weight", finite=True)
    _validate.shape(w, "weight", ("C",), C=c)
    if (w < 0).any():
        raise ValueError(f"weight: expected numbers of at least 0, got {w.min()}")
    return w.astype(dtype)


def read_target(
    target: ArrayLike, n: int, c: int, ignore_index: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """Return labels (N,), which of them count (N,), and None; or zeros, all, and distributions (N, C)."""
    ndim = _validate.array(target, "target").ndim
    if ndim not in (1, 2):
        raise ValueError(
            f"target: expected labels (N,) or distributions (N, C), got an array with {ndim} axes"
        )
    if ndim == 1:
        labels = _validate.labels(target, n, c, name="target", ignore_index=ignore_index)
        kept = labels != ignore_index
        if np.count_nonzero(kept) < n:  # ten times as fast as all() on a small batch
            if not kept.any():
                raise ValueError(
                    f"target: expected a label other than ignore_index = {ignore_index}, got none"
                )
            labels = np.where(kept, labels, 0)
        return labels, kept, None

    q, dtype = _validate.floats(target, "target", finite=True)
    _validate.shape(q, "target", ("N", "C"), N=n, C=c)
    if ignore_index >= 0:
        raise ValueError(f"ignore_index: expected a negative number with distributions, got {ignore_index}")
    _validate.distributions(q, "target", 1, dtype)
    return np.zeros(n, np.intp), np.ones(n, bool), q


def one_hot(labels: np.ndarray, c: int) -> np.ndarray:
    """Rows that are 1 at the label and 0 elsewhere."""
    q = np.zeros((len(labels), c))
    q[np.arange(len(labels)), labels] = 1
    return q
