"""What a reader is told about an answer, in both languages."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from .._book import LANGUAGES, SENTENCE
from ._progress import edition


@dataclass(frozen=True)
class Words:
    """A sentence in both languages, shown in one: `lang`, "en" or "ko"."""

    en: str
    ko: str
    lang: str = "en"

    def __str__(self) -> str:
        return self.ko if self.lang == "ko" else self.en

    def __repr__(self) -> str:
        return str(self)

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        return {"text/plain": str(self), SENTENCE: {"en": self.en, "ko": self.ko}}


@dataclass(frozen=True, repr=False)
class Verdict(Words):
    """True or false, and a sentence that says why.

    Attributes
    ----------
    correct : bool
        Whether the answer is right; ``bool(verdict)`` says the same.
    mistake : str or None
        The name of the misconception that gives this answer, if it has one.
    en, ko : str
        The sentence in English and in Korean.
    lang : "en" or "ko"
        The language that `str` and a notebook show.
    """

    correct: bool = False
    mistake: str | None = None

    def __bool__(self) -> bool:
        return self.correct


def language(lang: str | None) -> str:
    """The language asked for, else that of ``LOSSNOTES_LANG``, else that of the workspace, else English."""
    if lang is None:
        wanted = (os.environ.get("LOSSNOTES_LANG"), edition())
        return next((code for code in wanted if code in LANGUAGES), "en")
    if lang not in LANGUAGES:
        raise ValueError(f"lang: expected one of {', '.join(map(repr, LANGUAGES))}, got {lang!r}")
    return lang
