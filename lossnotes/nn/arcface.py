"""ArcFace as a layer: the correct class must win although m is added to its angle."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from .. import _validate
from ._margin_linear import LoweredLogits, MarginLinear
from ._unit import unit_and_length, unit_rows

# Rounding alone turns a unit vector by so much: of a smaller sine no direction can be told.
_NO_DIRECTION = 4 * torch.finfo(torch.float64).eps


class ArcFaceLinear(MarginLinear):
    r"""Score classes by scaled cosines, the angle to the correct one widened by a margin (ArcFace).

    .. math:: f_j = s \cos\theta_j, \qquad f_y = s \cos(\theta_y + m)

    Beyond :math:`\theta_y = \pi - m` the cosine rises again, which rewards a worse angle. Two
    fallbacks are in use: "linear" takes :math:`s\, (\cos\theta_y - m \sin m)` there, and "easy" takes
    the plain :math:`s \cos\theta_y` wherever :math:`\cos\theta_y \le 0`. Followed by
    `torch.nn.functional.cross_entropy` this is `lossnotes.arcface_loss`.

    Parameters
    ----------
    in_features : int
        Length D of a feature vector, at least 1.
    out_features : int
        Number C of classes, at least 1.
    s : float
        The scale of the cosines; finite, at least 0.
    m : float
        The margin in radians, from 0 to pi.
    fallback : {"none", "linear", "easy"}
        What to do where the angle is wide. The fallbacks jump where they begin.

    Attributes
    ----------
    weight : torch.nn.Parameter of shape (C, D)
        One class W_j a row, whose length changes nothing; there is no bias. It starts Kaiming-normal.

    Raises
    ------
    ValueError
        If an argument is not as above.

    Notes
    -----
    Where theta_y is 0 or pi the margin has the tip of a cone; of its subgradients this takes 0, also
    where rounding hides the angle (a sine below 4 units in the last place of 1). A zero vector has no
    direction: its angle to any other counts as pi / 2, and the gradient by it is 0. Near the tip the
    gradient's direction is a quotient of small numbers, so the margin is computed in float64. The
    backward pass is not differentiable itself.

    References
    ----------
    J. Deng, J. Guo, N. Xue, S. Zafeiriou. ArcFace: additive angular margin loss for deep face
    recognition. CVPR 2019, equation (3). The fallbacks are those of the authors' code.

    Examples
    --------
    >>> _ = torch.manual_seed(0)
    >>> layer = ArcFaceLinear(2, 3, s=10.0, m=0.5)
    >>> x, target = torch.tensor([[3.0, 4.0]]), torch.tensor([1])
    >>> angle = torch.arccos(layer(x) / 10)
    >>> (torch.arccos(layer(x, target) / 10) - angle).round(decimals=4)
    tensor([[0.0000, 0.5000, 0.0000]], grad_fn=<RoundBackward1>)
    """

    def __init__(
        self, in_features: int, out_features: int, s: float = 64.0, m: float = 0.5, fallback: str = "none"
    ) -> None:
        super().__init__(in_features, out_features)
        self.s = _validate.number(s, "s")
        self.m = _validate.number(m, "m", high=math.pi)
        _validate.choice(fallback, "fallback", ("none", "linear", "easy"))
        self.fallback = fallback

    def forward(self, x: Tensor, target: Tensor | None = None) -> Tensor:
        """Return the logits: with a target to train on, without one to predict.

        Arguments, dtypes and errors are those of `LSoftmaxLinear`.
        """
        target, dtype = self._checked(x, target)
        scaled, weight = self.s * unit_rows(x), unit_rows(self.weight)
        if target is None:
            return scaled.to(dtype) @ weight.to(dtype).T
        penalty = _penalty(x, self.weight, target, self.s, self.m, self.fallback)
        return LoweredLogits.apply(scaled, weight, target, *(p.to(scaled.dtype) for p in penalty), dtype)

    def extra_repr(self) -> str:
        return f"{super().extra_repr()}, s={self.s}, m={self.m}, fallback={self.fallback!r}"


@torch.no_grad()
def _penalty(
    x: Tensor, weight: Tensor, target: Tensor, s: float, m: float, fallback: str
) -> tuple[Tensor, Tensor, Tensor]:
    """What the correct class loses, s (cos - value), and its gradients by s x / |x| and by W_y / |W_y|."""
    x, _ = unit_and_length(x.double())
    w, w_length = unit_and_length(weight.index_select(0, target).double())
    cos = (x * w).sum(1, keepdim=True)
    across_x = torch.addcmul(w, cos, x, value=-1)
    across_w = torch.addcmul(x, cos, w, value=-1)
    # sqrt(1 - cos^2) would lose half of the digits near 0 and pi.
    sin = torch.linalg.vector_norm(across_x, dim=1, keepdim=True)
    sin.masked_fill_(w_length == math.inf, 1)  # a zero weight, at a right angle to everything
    value, slope = _with_margin(cos, sin, m, fallback)
    slope = 1 - slope
    return s * (cos - value), slope * across_x, s * slope * across_w


def _with_margin(cos: Tensor, sin: Tensor, m: float, fallback: str) -> tuple[Tensor, Tensor]:
    """Return cos(theta + m), or its fallback, and the slope of that by cos theta."""
    shifted_cos = cos * math.cos(m) - sin * math.sin(m)
    shifted_sin = sin * math.cos(m) + cos * math.sin(m)
    slope = torch.where(sin > _NO_DIRECTION, shifted_sin / sin, 0)
    if fallback == "linear":
        beyond = shifted_sin < 0  # theta + m > pi
        return torch.where(beyond, cos - m * math.sin(m), shifted_cos), slope.masked_fill_(beyond, 1)
    if fallback == "easy":
        wide = cos <= 0
        return torch.where(wide, cos, shifted_cos), slope.masked_fill_(wide, 1)
    return shifted_cos, slope
