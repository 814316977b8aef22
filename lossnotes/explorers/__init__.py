"""Interactive figures: one anywidget front-end module each, alive in Jupyter and on the static site."""

from .angles import Angles
from .cross_entropy import CrossEntropy
from .loss_surface import LossSurface
from .metric import Metric
from .numerics import Numerics
from .practice import Practice
from .psi import Psi
from .regularization_path import RegularizationPath
from .scores import Scores
from .training import Training

__all__ = [
    "Angles",
    "CrossEntropy",
    "LossSurface",
    "Metric",
    "Numerics",
    "Practice",
    "Psi",
    "RegularizationPath",
    "Scores",
    "Training",
]
