"""Losses for classification, to read and to compute with. NumPy is all the core needs."""

from .am_softmax import am_softmax_loss
from .angle import angle
from .arcface import arcface_loss
from .asoftmax import asoftmax_loss
from .batch_norm import batch_norm
from .contrastive import contrastive_loss
from .dropout import dropout
from .gradient_descent import Descent, gradient_descent
from .information import cross_entropy, entropy, kl_divergence
from .lmnn import lmnn_loss
from .lsoftmax import lsoftmax_loss
from .mahalanobis import mahalanobis_distance
from .max_norm import project_max_norm
from .metric_fitting import MetricFit, fit_lmnn, fit_nca
from .nca import nca_loss
from .penalties import elastic_net_penalty, l1_penalty, l2_penalty
from .psi import psi
from .scores import linear_scores
from .softmax import log_softmax, logsumexp, softmax, softmax_naive
from .softmax_cross_entropy import softmax_cross_entropy
from .stochastic_depth import stochastic_depth
from .svm import multiclass_svm_loss
from .svm_one import svm_loss_one
from .triplet import triplet_loss

__version__ = "0.1.0"

__all__ = [
    "Descent",
    "MetricFit",
    "am_softmax_loss",
    "angle",
    "arcface_loss",
    "asoftmax_loss",
    "batch_norm",
    "contrastive_loss",
    "cross_entropy",
    "dropout",
    "elastic_net_penalty",
    "entropy",
    "fit_lmnn",
    "fit_nca",
    "gradient_descent",
    "kl_divergence",
    "l1_penalty",
    "l2_penalty",
    "linear_scores",
    "lmnn_loss",
    "log_softmax",
    "logsumexp",
    "lsoftmax_loss",
    "mahalanobis_distance",
    "multiclass_svm_loss",
    "nca_loss",
    "project_max_norm",
    "psi",
    "softmax",
    "softmax_cross_entropy",
    "softmax_naive",
    "stochastic_depth",
    "svm_loss_one",
    "triplet_loss",
]
