"""A-Softmax (SphereFace) as a layer: L-Softmax with every class weight scaled to length 1."""

from __future__ import annotations

from torch import Tensor

from ._unit import unit_rows
from .lsoftmax import LSoftmaxLinear
from .schedule import LambdaSchedule


class ASoftmaxLinear(LSoftmaxLinear):
    r"""Score classes by the cosine times the feature's length, the correct one with A-Softmax's margin.

    .. math:: f_j = |x| \cos\theta_j, \qquad
              f_y = |x| \frac{\lambda \cos\theta_y + \psi(\theta_y)}{1 + \lambda}

    with :math:`\psi(\theta) = (-1)^k \cos(m\theta) - 2k` as `lossnotes.psi` computes it. Followed by
    `torch.nn.functional.cross_entropy` it is `lossnotes.asoftmax_loss`.

    Parameters
    ----------
    in_features : int
        Length D of a feature vector, at least 1.
    out_features : int
        Number C of classes, at least 1.
    m : int
        The factor of the angle, at least 1; with 1 only the weights are normalized.
    schedule : LambdaSchedule, optional
        Where lambda comes from; without it lambda is 0, the whole margin from the first step on. The
        layer reads the schedule and never steps it.

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
    A zero vector has no direction: its angle to any other counts as pi / 2, and the gradient by a zero
    weight is 0. The backward pass is not differentiable itself.

    References
    ----------
    W. Liu, Y. Wen, Z. Yu, M. Li, B. Raj, L. Song. SphereFace: deep hypersphere embedding for face
    recognition. CVPR 2017.

    Examples
    --------
    >>> import torch
    >>> _ = torch.manual_seed(0)
    >>> layer = ASoftmaxLinear(2, 3)
    >>> logits = layer(torch.tensor([[3.0, 4.0]]))  # |x| = 5
    >>> bool((logits.abs() <= 5).all())
    True
    """

    def __init__(
        self, in_features: int, out_features: int, m: int = 4, schedule: LambdaSchedule | None = None
    ) -> None:
        super().__init__(in_features, out_features, m, schedule)

    def forward(self, x: Tensor, target: Tensor | None = None) -> Tensor:
        """Return the logits: with a target to train on, without one to predict.

        Arguments, dtypes and errors are those of `LSoftmaxLinear`.
        """
        target, dtype = self._checked(x, target)
        return self._logits(x, unit_rows(self.weight), target, dtype, unit=True)
