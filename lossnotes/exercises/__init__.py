"""Exercises that check themselves: ``check("svm-batch", my_function)``."""

from ._check import check
from ._verdict import Verdict

__all__ = ["Verdict", "check"]
