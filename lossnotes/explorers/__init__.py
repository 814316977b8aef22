"""Interactive figures: one anywidget front-end module each, alive in Jupyter and on the static site."""

from .scores import Scores

__all__ = ["Scores"]
