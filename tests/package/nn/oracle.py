"""The layers' logits straight from the formulas, with acos and torch's autograd: for ordinary inputs only."""

import math
from functools import partial

import numpy as np
import torch
from torch.nn.functional import normalize

from lossnotes.am_softmax import am_softmax_loss
from lossnotes.arcface import arcface_loss
from lossnotes.asoftmax import asoftmax_loss
from lossnotes.lsoftmax import lsoftmax_loss
from lossnotes.nn import AMSoftmaxLinear, ArcFaceLinear, ASoftmaxLinear, LSoftmaxLinear

DTYPES = [torch.float16, torch.bfloat16, torch.float32, torch.float64]


def psi(theta, m):
    k = torch.clamp(torch.floor(theta.detach() * m / math.pi), max=m - 1)
    return (-1) ** k * torch.cos(m * theta) - 2 * k


def lsoftmax(x, w, y, m=4, lam=0.0):
    logits, rows = x @ w.T, range(len(y))
    lengths = x.norm(dim=1) * w[y].norm(dim=1)
    cos = logits[rows, y] / lengths
    target = lengths * (lam * cos + psi(torch.arccos(cos), m)) / (1 + lam)
    return logits.index_put((torch.arange(len(y)), y), target)


def asoftmax(x, w, y, m=4, lam=0.0):
    return lsoftmax(x, normalize(w), y, m, lam)


def am_softmax(x, w, y, s=30.0, m=0.35):
    cos = normalize(x) @ normalize(w).T
    return s * (cos - m * torch.nn.functional.one_hot(y, len(w)).to(cos))


def arcface(x, w, y, s=64.0, m=0.5, fallback="none"):
    cos = normalize(x) @ normalize(w).T
    c = cos.gather(1, y[:, None])
    theta = torch.arccos(c)
    target = torch.cos(theta + m)
    if fallback == "linear":
        target = torch.where(theta > math.pi - m, c - m * math.sin(m), target)
    if fallback == "easy":
        target = torch.where(c > 0, target, c)
    return s * cos.scatter(1, y[:, None], target)


#: A name for each layer with its options: what makes it of D and C, its formula, and the NumPy loss.
LAYERS = {
    "lsoftmax-1": (partial(LSoftmaxLinear, m=1), partial(lsoftmax, m=1), partial(lsoftmax_loss, m=1)),
    "lsoftmax-2": (partial(LSoftmaxLinear, m=2), partial(lsoftmax, m=2), partial(lsoftmax_loss, m=2)),
    "lsoftmax-3": (partial(LSoftmaxLinear, m=3), partial(lsoftmax, m=3), partial(lsoftmax_loss, m=3)),
    "lsoftmax": (LSoftmaxLinear, lsoftmax, lsoftmax_loss),
    "asoftmax-1": (partial(ASoftmaxLinear, m=1), partial(asoftmax, m=1), partial(asoftmax_loss, m=1)),
    "asoftmax-3": (partial(ASoftmaxLinear, m=3), partial(asoftmax, m=3), partial(asoftmax_loss, m=3)),
    "asoftmax": (ASoftmaxLinear, asoftmax, asoftmax_loss),
    "am-softmax": (AMSoftmaxLinear, am_softmax, am_softmax_loss),
    "arcface": (ArcFaceLinear, arcface, arcface_loss),
    "arcface-linear": (
        partial(ArcFaceLinear, fallback="linear"),
        partial(arcface, fallback="linear"),
        partial(arcface_loss, fallback="linear"),
    ),
    "arcface-easy": (
        partial(ArcFaceLinear, fallback="easy"),
        partial(arcface, fallback="easy"),
        partial(arcface_loss, fallback="easy"),
    ),
}


def example(seed=0, n=20, c=5, d=3, dtype=torch.float64):
    """Ordinary features and weight, and labels."""
    rng = np.random.default_rng(seed)
    x, w = rng.normal(size=(n, d)), rng.normal(size=(c, d))
    return torch.tensor(x, dtype=dtype), torch.tensor(w, dtype=dtype), torch.tensor(rng.integers(0, c, n))


def with_weight(make, w):
    """A layer with this weight, in its dtype."""
    layer = make(w.shape[1], w.shape[0]).to(w.dtype)
    with torch.no_grad():
        layer.weight.copy_(w)
    return layer


def pull(logits, cotangent, *inputs):
    """The gradients of the sum of logits times cotangent."""
    return torch.autograd.grad((logits * cotangent).sum(), inputs)


def with_gradients(layer, x, y, cotangent):
    """Logits, and what `pull` says of x and of the weight."""
    x = x.detach().requires_grad_()
    logits = layer(x, y)
    return logits.detach(), *pull(logits, cotangent.to(logits.dtype), x, layer.weight)


def distance(got, expected):
    """|got - expected| / |expected|, the norm taken over everything."""
    got, expected = got.detach().double(), expected.detach().double()
    return ((got - expected).norm() / expected.norm()).item()
