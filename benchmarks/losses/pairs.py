"""What is run against what: each pair makes the same inputs for ours and a peer, and two calls without arguments.

A call computes the loss and the gradients by everything that training would want them for, in float32.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import torch
from scipy import special
from torch.nn import functional

import lossnotes
from benchmarks.losses import peers
from lossnotes import nn

SMALL, MIDDLE, LARGE = SHAPES = (128, 10), (4096, 1000), (256, 100_000)
FEATURES = 128

#: Returns the loss and its gradients.
Call = Callable[[], tuple]


@dataclass(frozen=True)
class Pair:
    """``build(n, c)`` returns the two calls; ``wanted`` is the least ratio of times at a shape, with one thread."""

    name: str
    ours: str
    peer: str
    build: Callable[[int, int], tuple[Call, Call]]
    wanted: dict[tuple[int, int], float] = field(default_factory=dict)
    less_memory: bool = False
    divided_by_c: bool = False  # the peer's loss is ours divided by the number of classes


def _scores(n: int, c: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    return rng.standard_normal((n, c), np.float32), rng.integers(0, c, n)


def _backward(loss_of: Callable, scores: np.ndarray, labels: np.ndarray) -> Call:
    """Forward and backward of a torch loss of scores, which share their memory with ours."""
    x, y = torch.from_numpy(scores), torch.from_numpy(labels)

    def call():
        leaf = x.detach().requires_grad_()
        loss = loss_of(leaf, y)
        loss.backward()
        return loss.detach(), leaf.grad

    return call


def _cross_entropy(n: int, c: int) -> tuple[Call, Call]:
    scores, labels = _scores(n, c)
    return (
        lambda: lossnotes.softmax_cross_entropy(scores, labels, return_grad=True),
        _backward(functional.cross_entropy, scores, labels),
    )


def _cross_entropy_scipy(n: int, c: int) -> tuple[Call, Call]:
    scores, labels = _scores(n, c)
    rows = np.arange(n)

    def peer():
        logs = special.log_softmax(scores, axis=1)
        loss = -logs[rows, labels].mean()
        gradient = np.exp(logs, out=logs)
        gradient[rows, labels] -= 1
        gradient /= n
        return loss, gradient

    return lambda: lossnotes.softmax_cross_entropy(scores, labels, return_grad=True), peer


def _svm(n: int, c: int) -> tuple[Call, Call]:
    scores, labels = _scores(n, c)
    return (
        lambda: lossnotes.multiclass_svm_loss(scores, labels, return_grad=True),
        _backward(functional.multi_margin_loss, scores, labels),
    )


def _svm_module(n: int, c: int) -> tuple[Call, Call]:
    scores, labels = _scores(n, c)
    return (
        _backward(nn.MulticlassSVMLoss(), scores, labels),
        _backward(functional.multi_margin_loss, scores, labels),
    )


def _margin(ours: Callable, peer: str, **options: float) -> Callable[[int, int], tuple[Call, Call]]:
    """A layer of ours with cross-entropy, and a loss of pytorch-metric-learning with the same weight."""

    def build(n: int, c: int) -> tuple[Call, Call]:
        rng = np.random.default_rng(0)
        torch.manual_seed(0)  # for the layer's weight
        features = torch.from_numpy(rng.standard_normal((n, FEATURES), np.float32))
        labels = torch.from_numpy(rng.integers(0, c, n))
        layer = ours(FEATURES, c)
        theirs = peers.metric_learning(peer, layer.weight.detach().numpy(), **options)

        def call(weight, loss_of):
            leaf = features.detach().requires_grad_()
            weight.grad = None  # as optimizers do between steps
            loss = loss_of(leaf)
            loss.backward()
            return loss.detach(), leaf.grad, weight.grad

        def peer_call():
            loss, dfeatures, dweight = call(theirs.W, lambda x: theirs(x, labels))
            return loss, dfeatures, dweight.T

        return (
            lambda: call(layer.weight, lambda x: functional.cross_entropy(layer(x, labels), labels)),
            peer_call,
        )

    return build


PAIRS = [
    Pair(
        "cross_entropy",
        "softmax_cross_entropy with gradient",
        "torch cross_entropy",
        _cross_entropy,
        {SMALL: 1.0, MIDDLE: 0.7, LARGE: 1.0},
    ),
    Pair(
        "cross_entropy_scipy",
        "softmax_cross_entropy with gradient",
        "scipy log_softmax and p - 1",
        _cross_entropy_scipy,
    ),
    Pair(
        "svm",
        "multiclass_svm_loss with gradient",
        "torch multi_margin_loss",
        _svm,
        {MIDDLE: 3.0, LARGE: 3.0},
        divided_by_c=True,
    ),
    Pair("svm_module", "nn.MulticlassSVMLoss", "torch multi_margin_loss", _svm_module, divided_by_c=True),
    Pair(
        "lsoftmax",
        "nn.LSoftmaxLinear and cross_entropy",
        "pytorch-metric-learning LargeMarginSoftmaxLoss",
        _margin(partial(nn.LSoftmaxLinear, m=4), "LargeMarginSoftmaxLoss", margin=4),
        {SMALL: 1.0, MIDDLE: 1.0, LARGE: 2.0},
        less_memory=True,
    ),
    Pair(
        "arcface",
        "nn.ArcFaceLinear and cross_entropy",
        "pytorch-metric-learning ArcFaceLoss",
        _margin(
            partial(nn.ArcFaceLinear, s=64.0, m=0.5, fallback="linear"),
            "ArcFaceLoss",
            margin=float(np.rad2deg(0.5)),
            scale=64,
        ),
    ),
    Pair(
        "am_softmax",
        "nn.AMSoftmaxLinear and cross_entropy",
        "pytorch-metric-learning CosFaceLoss",
        _margin(partial(nn.AMSoftmaxLinear, s=30.0, m=0.35), "CosFaceLoss", margin=0.35, scale=30),
    ),
]
