"""Additive margin softmax as a layer: the correct class must win although its cosine is lowered by m."""

from __future__ import annotations

from torch import Tensor

from .. import _validate
from ._margin_linear import MarginLinear
from ._unit import unit_rows


class AMSoftmaxLinear(MarginLinear):
    r"""Score classes by scaled cosines, the correct one lowered by a margin (AM-softmax, CosFace).

    .. math:: f_j = s \cos\theta_j, \qquad f_y = s\, (\cos\theta_y - m)

    Followed by `torch.nn.functional.cross_entropy` it is `lossnotes.am_softmax_loss`.

    Parameters
    ----------
    in_features : int
        Length D of a feature vector, at least 1.
    out_features : int
        Number C of classes, at least 1.
    s : float
        The scale of the cosines; finite, at least 0.
    m : float
        The margin, in units of the cosine; finite, at least 0.

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
    The cosines of a zero vector are 0, and so is the gradient by it. The backward pass is not
    differentiable itself.

    References
    ----------
    .. [1] F. Wang, J. Cheng, W. Liu, H. Liu. Additive margin softmax for face verification. IEEE
       Signal Processing Letters 25, 2018.
    .. [2] H. Wang et al. CosFace: large margin cosine loss for deep face recognition. CVPR 2018. The
       same loss under another name.

    Examples
    --------
    >>> import torch
    >>> _ = torch.manual_seed(0)
    >>> layer = AMSoftmaxLinear(2, 3, s=10.0, m=0.5)
    >>> x = torch.tensor([[3.0, 4.0]])
    >>> (layer(x) - layer(x, torch.tensor([1]))).round(decimals=4)
    tensor([[0., 5., 0.]], grad_fn=<RoundBackward1>)
    """

    def __init__(self, in_features: int, out_features: int, s: float = 30.0, m: float = 0.35) -> None:
        super().__init__(in_features, out_features)
        self.s = _validate.number(s, "s")
        self.m = _validate.number(m, "m")

    def forward(self, x: Tensor, target: Tensor | None = None) -> Tensor:
        """Return the logits: with a target to train on, without one to predict.

        Arguments, dtypes and errors are those of `LSoftmaxLinear`.
        """
        target, dtype = self._checked(x, target)
        logits = (self.s * unit_rows(x)).to(dtype) @ unit_rows(self.weight).to(dtype).T
        if target is None:
            return logits
        # The matrix is fresh, so the margin is written into it.
        return logits.scatter_add_(1, target[:, None], logits.new_full((len(x), 1), -self.s * self.m))

    def extra_repr(self) -> str:
        return f"{super().extra_repr()}, s={self.s}, m={self.m}"
