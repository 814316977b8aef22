"""pytorch-metric-learning, which only the benchmarks need, and its losses with our arguments."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import torch

# After everything else on the path, so that it brings nothing but itself.
sys.path.append(str(Path(__file__).parent / ".peers"))
try:
    from pytorch_metric_learning import losses
except ImportError as error:
    sys.exit(
        f"pytorch-metric-learning is missing ({error}); `make bench` installs it into benchmarks/losses/.peers"
    )

VERSION = __import__("pytorch_metric_learning").__version__


def metric_learning(name: str, weight: np.ndarray, **options: float) -> torch.nn.Module:
    """Return the loss of that name with `weight` (C, D), in the dtype of `weight`."""
    c, d = weight.shape
    module = getattr(losses, name)(num_classes=c, embedding_size=d, **options)
    module.W = torch.nn.Parameter(torch.from_numpy(np.ascontiguousarray(weight.T)))  # theirs is (D, C)
    return module
