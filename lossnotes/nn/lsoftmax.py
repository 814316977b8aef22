"""Large-margin softmax as a layer: the correct class must win although its angle is multiplied by m."""

from __future__ import annotations

import torch
from torch import Tensor

from .. import _validate
from . import _dtypes
from ._margin_linear import LoweredLogits, MarginLinear
from ._psi import psi_and_slope
from .schedule import LambdaSchedule


class LSoftmaxLinear(MarginLinear):
    r"""Score classes by inner products, the correct one lowered by the angular margin of L-Softmax.

    .. math:: f_j = W_j^\top x = |W_j| |x| \cos\theta_j, \qquad
              f_y = |W_y| |x| \frac{\lambda \cos\theta_y + \psi(\theta_y)}{1 + \lambda}

    with :math:`\psi(\theta) = (-1)^k \cos(m\theta) - 2k` as `lossnotes.psi` computes it. Followed by
    `torch.nn.functional.cross_entropy` it is `lossnotes.lsoftmax_loss`.

    Parameters
    ----------
    in_features : int
        Length D of a feature vector, at least 1.
    out_features : int
        Number C of classes, at least 1.
    m : int
        The factor of the angle, at least 1; with 1 the layer is linear.
    schedule : LambdaSchedule, optional
        Where lambda comes from; without it lambda is 0, the whole margin from the first step on. The
        layer reads the schedule and never steps it.

    Attributes
    ----------
    weight : torch.nn.Parameter of shape (C, D)
        One class W_j a row; there is no bias. It starts Kaiming-normal.

    Raises
    ------
    ValueError
        If an argument is not as above.

    Notes
    -----
    Where x or W_y is zero there is no angle: its cosine counts as 0, and the gradient is that of the
    formula with 0 as the unit vector. The backward pass is not differentiable itself.

    References
    ----------
    W. Liu, Y. Wen, Z. Yu, M. Yang. Large-margin softmax loss for convolutional neural networks.
    ICML 2016, equations (4) and (6).

    Examples
    --------
    >>> _ = torch.manual_seed(0)
    >>> layer = LSoftmaxLinear(2, 3, m=2)
    >>> x, target = torch.tensor([[3.0, 4.0]]), torch.tensor([0])
    >>> plain, lowered = layer(x), layer(x, target)
    >>> bool(lowered[0, 0] < plain[0, 0]), bool((lowered[0, 1:] == plain[0, 1:]).all())
    (True, True)
    >>> torch.nn.functional.cross_entropy(lowered, target).backward()
    >>> layer.weight.grad.shape
    torch.Size([3, 2])
    """

    def __init__(
        self, in_features: int, out_features: int, m: int = 4, schedule: LambdaSchedule | None = None
    ) -> None:
        super().__init__(in_features, out_features)
        self.m = _validate.integer(m, "m", low=1)
        if not (schedule is None or isinstance(schedule, LambdaSchedule)):
            raise ValueError(f"schedule: expected a LambdaSchedule or None, got {type(schedule).__name__}")
        self.schedule = schedule

    def forward(self, x: Tensor, target: Tensor | None = None) -> Tensor:
        """Return the logits: with a target to train on, without one to predict.

        Parameters
        ----------
        x : Tensor of shape (N, D)
            Features, in float16, bfloat16, float32 or float64.
        target : Tensor of int, shape (N,), optional
            The correct class of each example, from 0 to C - 1; there is no ignore_index. Without it
            no logit is lowered.

        Returns
        -------
        Tensor of shape (N, C)
            In the wider dtype of x and the weight, under `torch.autocast` in that of `torch.nn.Linear`.
            The margin is computed in float32 at least.

        Raises
        ------
        ValueError
            If a shape, dtype or label is not as above. Compiled, or on another device than the CPU, the
            values of labels are not looked at.
        """
        target, dtype = self._checked(x, target)
        return self._logits(x, self.weight, target, dtype)

    def extra_repr(self) -> str:
        return f"{super().extra_repr()}, m={self.m}"

    def _logits(
        self, x: Tensor, weight: Tensor, target: Tensor | None, dtype: torch.dtype, *, unit: bool = False
    ) -> Tensor:
        if target is None:
            return x.to(dtype) @ weight.to(dtype).T
        lam = 0.0 if self.schedule is None else self.schedule()
        penalty = _penalty(x, weight.index_select(0, target), self.m, lam, unit)
        return LoweredLogits.apply(x, weight, target, *penalty, dtype)


@torch.no_grad()
def _penalty(x: Tensor, w: Tensor, m: int, lam: float | Tensor, unit: bool) -> tuple[Tensor, Tensor, Tensor]:
    """What the correct class loses, |x| |W_y| short(cos), and its gradients by x and by W_y.

    With `unit` every |W_y| is 1, also where W_y is 0 because it has no direction.

    By the chain rule with d cos / dx = (W_y / |W_y| - cos x / |x|) / |x|, and the same with x and W_y
    exchanged. With m = 1 psi is the cosine, and all three are exactly 0.
    """
    x, w = x.to(_dtypes.computing(x.dtype)), w.to(_dtypes.computing(w.dtype))
    x_length = torch.linalg.vector_norm(x, dim=1, keepdim=True)
    w_length = torch.linalg.vector_norm(w, dim=1, keepdim=True)
    if unit:
        w_length.masked_fill_(w_length == 0, 1)
    lengths = x_length * w_length
    zero = lengths == 0
    cos = ((x * w).sum(1, keepdim=True) / lengths).masked_fill_(zero, 0)
    cos.clamp_(-1, 1)  # which rounding may have left by a digit: then psi would be above the cosine
    psi, slope = psi_and_slope(cos, m)
    short, slope = (cos - psi) / (1 + lam), (1 - slope) / (1 + lam)
    along = short - slope * cos
    by_x = slope * w + (along * w_length / x_length).masked_fill_(zero, 0) * x
    by_w = slope * x + (along * x_length / w_length).masked_fill_(zero, 0) * w
    return lengths * short, by_x, by_w
