"""The course's losses as PyTorch modules, to train with. Only this part of the package needs torch."""

from .am_softmax import AMSoftmaxLinear
from .arcface import ArcFaceLinear
from .asoftmax import ASoftmaxLinear
from .lsoftmax import LSoftmaxLinear
from .schedule import LambdaSchedule
from .svm import MulticlassSVMLoss

__all__ = [
    "AMSoftmaxLinear",
    "ASoftmaxLinear",
    "ArcFaceLinear",
    "LSoftmaxLinear",
    "LambdaSchedule",
    "MulticlassSVMLoss",
]
