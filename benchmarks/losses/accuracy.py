"""How exact ours and the peers are on the same cases. ``make bench`` prints the table; the limits of ours
are tested in ``tests/package/test_accuracy_table.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import mpmath
import numpy as np
import torch
from scipy import special
from sklearn import metrics

from benchmarks.losses import definitions
from benchmarks.losses.cases import ANGULAR, Case, cases
from lossnotes.am_softmax import am_softmax_loss
from lossnotes.arcface import arcface_loss
from lossnotes.lsoftmax import lsoftmax_loss
from lossnotes.softmax_cross_entropy import softmax_cross_entropy
from lossnotes.svm import multiclass_svm_loss

#: What is promised: the loss relative to its terms, the gradient relative to its norm.
LOSS_LIMIT = {np.dtype(np.float64): 1e-13, np.dtype(np.float32): 1e-5}
GRADIENT_LIMIT = {np.dtype(np.float64): 1e-12, np.dtype(np.float32): 1e-5}

DEFINITIONS = {
    "softmax_cross_entropy": definitions.cross_entropy,
    "multiclass_svm_loss": definitions.svm,
    "lsoftmax_loss": definitions.lsoftmax,
    "arcface_loss": definitions.arcface,
    "am_softmax_loss": definitions.am_softmax,
}
OURS = {
    "softmax_cross_entropy": softmax_cross_entropy,
    "multiclass_svm_loss": multiclass_svm_loss,
    "lsoftmax_loss": lsoftmax_loss,
    "arcface_loss": partial(arcface_loss, fallback="linear"),  # as pytorch-metric-learning does it
    "am_softmax_loss": am_softmax_loss,
}

#: A loss and its gradients; none of them where an implementation has none.
Result = tuple[float, list[np.ndarray]]


def exact(case: Case) -> tuple[mpmath.mpf, list[np.ndarray]]:
    return definitions.exact(DEFINITIONS[case.loss], case.arrays, case.label)


# --- ours and the peers ----------------------------------------------------------------------------


def ours(case: Case) -> Result:
    loss, *gradients = OURS[case.loss](*case.arrays, [case.label], return_grad=True)
    return float(loss), gradients


def torch_cross_entropy(case: Case) -> Result:
    return _torch(torch.nn.functional.cross_entropy, case)


def torch_multi_margin(case: Case) -> Result:
    c = case.arrays[0].shape[1]  # which theirs is divided by
    return _torch(lambda scores, label: c * torch.nn.functional.multi_margin_loss(scores, label), case)


def _torch(function: Callable, case: Case) -> Result:
    scores = torch.tensor(case.arrays[0], requires_grad=True)
    loss = function(scores, torch.tensor([case.label]))
    loss.backward()
    return loss.item(), [scores.grad.numpy()]


def scipy_log_softmax(case: Case) -> Result:
    """With the gradient that one would write beside it, p - 1 at the label."""
    logs = special.log_softmax(case.arrays[0], axis=1)
    gradient = np.exp(logs)
    gradient[0, case.label] -= 1
    return float(-logs[0, case.label]), [gradient]


def scikit_learn_log_loss(case: Case) -> Result:
    """Of probabilities, and without gradients."""
    p = special.softmax(case.arrays[0], axis=1)
    return float(metrics.log_loss([case.label], p, labels=range(p.shape[1]))), []


def scikit_learn_hinge(case: Case) -> Result | None:
    """The same loss with two classes only; with more it counts the worst one."""
    scores = case.arrays[0]
    if scores.shape[1] != 2:
        return None
    return float(metrics.hinge_loss([case.label], scores[:, 1] - scores[:, 0], labels=[0, 1])), []


def metric_learning(name: str, case: Case, **options: float) -> Result:
    from benchmarks.losses import peers  # which the tests do without

    module = peers.metric_learning(name, case.arrays[1], **options)
    features = torch.tensor(case.arrays[0], requires_grad=True)
    loss = module(features, torch.tensor([case.label]))
    loss.backward()
    return loss.item(), [features.grad.numpy(), module.W.grad.numpy().T]


PEERS: dict[str, dict[str, Callable[[Case], Result | None]]] = {
    "softmax_cross_entropy": {
        "torch": torch_cross_entropy,
        "scipy": scipy_log_softmax,
        "scikit-learn": scikit_learn_log_loss,
    },
    "multiclass_svm_loss": {"torch": torch_multi_margin, "scikit-learn": scikit_learn_hinge},
    "lsoftmax_loss": {
        "pytorch-metric-learning": partial(metric_learning, "LargeMarginSoftmaxLoss", margin=4)
    },
    "arcface_loss": {
        "pytorch-metric-learning": partial(metric_learning, "ArcFaceLoss", margin=np.rad2deg(0.5), scale=64)
    },
    "am_softmax_loss": {
        "pytorch-metric-learning": partial(metric_learning, "CosFaceLoss", margin=0.35, scale=30)
    },
}


# --- the errors ------------------------------------------------------------------------------------


def loss_error(case: Case, got: float, expected: mpmath.mpf) -> float:
    """|got - exact| / |exact|; 0 where the exact loss is below the normal numbers and so is ours."""
    if not np.isfinite(got):
        return float(got - got)  # nan
    tiny = float(np.finfo(case.dtype).tiny)
    if abs(expected) < tiny:
        return 0.0 if abs(got) < tiny else np.inf
    return float(abs(mpmath.mpf(got) - expected) / expected)


def loss_limit(case: Case) -> float:
    """Scores are exact. A gap between logits of features and weight is a sum known to some ulps of its terms;
    the loss changes by at most itself times the change of the gap.
    """
    limit = LOSS_LIMIT[case.dtype]
    if case.loss not in ANGULAR:
        return limit
    scale = {"lsoftmax_loss": None, "arcface_loss": 64, "am_softmax_loss": 30}[case.loss]
    if scale is None:
        x, W = (np.abs(array.astype(float)) for array in case.arrays)
        scale = (x @ W.T).max() + 7 * np.linalg.norm(x) * np.linalg.norm(W[case.label])  # |psi| <= 2 m - 1
    return limit * max(1.0, float(scale))


def gradient_error(case: Case, got: list[np.ndarray], expected: list[np.ndarray]) -> float:
    """|got - exact| / |exact| by the Euclidean norm, the worst of the arrays."""
    tiny = float(np.finfo(case.dtype).tiny)
    longest = max(_norm(wanted.ravel()) for wanted in expected)
    worst = 0.0
    for array, wanted in zip(got, expected, strict=True):
        if not np.isfinite(array).all():
            return np.nan
        norm = _norm(wanted.ravel())
        off = _norm([mpmath.mpf(float(g)) - e for g, e in zip(array.ravel(), wanted.ravel(), strict=True)])
        if off >= tiny:
            # Where the terms of one gradient cancel altogether, only the other's length tells how long they are.
            worst = max(worst, float(off / (norm if norm >= tiny else longest)))
    return worst


def _norm(values) -> mpmath.mpf:
    return mpmath.sqrt(mpmath.fsum(v * v for v in values))


def within_limits(case: Case, result: Result, expected: tuple[mpmath.mpf, list[np.ndarray]]) -> bool:
    (loss, gradients), (exact_loss, exact_gradients) = result, expected
    finite = all(np.isfinite(gradient).all() for gradient in gradients)
    if not finite or not loss_error(case, loss, exact_loss) <= loss_limit(case):
        return False
    return not case.smooth or gradient_error(case, gradients, exact_gradients) <= GRADIENT_LIMIT[case.dtype]


# --- the table -------------------------------------------------------------------------------------


def tables() -> Iterator[list[list[str]]]:
    """For each loss the rows of a table: relative error of the loss, of the gradient."""
    for loss, peers in PEERS.items():
        rows = [[loss, "dtype", "exact loss", "ours", "", *peers]]
        for case in cases():
            if case.loss != loss:
                continue
            expected = exact(case)
            result = ours(case)
            verdict = "ok" if within_limits(case, result, expected) else "BELOW"
            cells = [cell(case, peer(case), expected) for peer in peers.values()]
            start = [case.name, str(case.dtype), mpmath.nstr(expected[0], 3)]
            rows.append([*start, cell(case, result, expected), verdict, *cells])
        yield rows


def cell(case: Case, result: Result | None, expected: tuple[mpmath.mpf, list[np.ndarray]]) -> str:
    """Two errors; or what came instead of a number, or "0" where every digit is lost."""
    if result is None:
        return ""
    (loss, gradients), (exact_loss, exact_gradients) = result, expected
    error = loss_error(case, loss, exact_loss)
    words = [_word(loss, error)]
    if not case.smooth:
        finite = all(np.isfinite(gradient).all() for gradient in gradients)
        words.append("finite" if finite else "nan")
    elif gradients:
        error = gradient_error(case, gradients, exact_gradients)
        words.append(_word(max(np.abs(g).max() for g in gradients), error))
    return ", ".join(words)


def _word(value: float, error: float) -> str:
    if not np.isfinite(value):
        return str(value)
    if error == 0:
        return "exact"
    return "0" if value == 0 else f"{error:.0e}"
