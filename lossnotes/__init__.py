"""Losses for classification, to read and to compute with. NumPy is all the core needs."""

from .scores import linear_scores
from .softmax import log_softmax, logsumexp, softmax, softmax_naive
from .softmax_cross_entropy import softmax_cross_entropy
from .svm import multiclass_svm_loss, svm_loss_one

__version__ = "0.1.0"

__all__ = [
    "linear_scores",
    "log_softmax",
    "logsumexp",
    "multiclass_svm_loss",
    "softmax",
    "softmax_cross_entropy",
    "softmax_naive",
    "svm_loss_one",
]
