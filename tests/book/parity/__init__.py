"""The parity gate of the book: English and Korean say the same, and every number is computed."""

from .gate import BOOK, CHECKS, notebooks
from .page import ROOT, Page, read_page
from .problem import Problem

__all__ = ["BOOK", "CHECKS", "ROOT", "Page", "Problem", "notebooks", "read_page"]
