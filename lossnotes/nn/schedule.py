"""How much of the plain cosine is mixed into an angular margin, less and less as training goes on."""

from __future__ import annotations

import torch
from torch import Tensor

from .. import _validate


class LambdaSchedule(torch.nn.Module):
    r"""Let lambda fall with the number of training steps, so that an angular margin comes in gradually.

    .. math:: \lambda = \max\bigl(\lambda_{\min},\;
              \text{base} \cdot (1 + \gamma \cdot \text{iteration})^{-\text{power}}\bigr)

    With a large lambda `LSoftmaxLinear` and `ASoftmaxLinear` train almost as a plain linear layer, which
    converges where the whole margin from the start may not.

    Parameters
    ----------
    base : float
        Lambda at the start; finite, at least 0.
    gamma : float
        How fast it falls, per step; finite, at least 0.
    power : float
        The exponent of its fall; finite, at least 0.
    lambda_min : float
        It never falls below this; finite, at least 0.

    Attributes
    ----------
    iteration : Tensor of int64, shape ()
        The steps so far. A buffer, so `state_dict` has it, also that of a layer with this schedule, and
        training that is resumed goes on where it stopped.

    Raises
    ------
    ValueError
        If an argument is not as above.

    References
    ----------
    W. Liu, Y. Wen, Z. Yu, M. Yang. Large-margin softmax loss for convolutional neural networks. ICML
    2016. The formula is that of the authors' code.

    Examples
    --------
    >>> schedule = LambdaSchedule(base=1000.0, gamma=0.12, power=1.0, lambda_min=5.0)
    >>> for _ in range(3):
    ...     print(f"{schedule():.1f}")
    ...     schedule.step()  # after optimizer.step()
    1000.0
    892.9
    806.5
    """

    def __init__(self, base: float, gamma: float, power: float, lambda_min: float) -> None:
        super().__init__()
        self.base = _validate.number(base, "base")
        self.gamma = _validate.number(gamma, "gamma")
        self.power = _validate.number(power, "power")
        self.lambda_min = _validate.number(lambda_min, "lambda_min")
        self.register_buffer("iteration", torch.zeros((), dtype=torch.int64))

    def forward(self) -> Tensor:
        """Return lambda at this step, a float64 tensor of shape (). Asking changes nothing."""
        lam = self.base * (1 + self.gamma * self.iteration.double()) ** -self.power
        return lam.clamp_(min=self.lambda_min)

    def step(self) -> None:
        """Count one training step."""
        self.iteration += 1

    def extra_repr(self) -> str:
        return f"base={self.base}, gamma={self.gamma}, power={self.power}, lambda_min={self.lambda_min}"
