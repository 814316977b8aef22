"""psi of `lossnotes.psi`, for tensors, and its slope."""

from __future__ import annotations

import math

import torch
from torch import Tensor


def psi_and_slope(cos: Tensor, m: int) -> tuple[Tensor, Tensor]:
    """Return psi = (-1)^k cos(m theta) - 2k and d psi / d cos theta = (-1)^k m sin(m theta) / sin theta.

    T = cos(j theta) and U = sin(j theta) / sin theta are the Chebyshev polynomials T_j and U_{j-1} in
    cos theta, which the addition theorems step from j to j + 1.
    """
    one = torch.ones_like(cos)
    sin_squared = (one - cos) * (one + cos)
    T, U = cos, one
    for _ in range(m - 1):
        T, U = torch.addcmul(cos * T, sin_squared, U, value=-1), torch.addcmul(T, cos, U)
    # k thresholds cos(j pi / m) lie above the cosine: m - 1 at most, also at -1.
    k = torch.bucketize(-cos, cos.new_tensor([-math.cos(j * math.pi / m) for j in range(1, m)]))
    sign, twice_k = cos.new_tensor([[(-1) ** j for j in range(m)], [2 * j for j in range(m)]])[:, k]
    return sign * T - twice_k, sign * m * U
