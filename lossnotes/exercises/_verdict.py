"""What a reader is told about an answer, in both languages."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

#: In a stored output: {"en": sentence, "ko": sentence}. Each edition of the book and of the readers' copies
#: shows its own.
MIME = "application/vnd.lossnotes.text+json"
LANGUAGES = ("en", "ko")


@dataclass(frozen=True)
class Verdict:
    """True or false, and a sentence that says why.

    Attributes
    ----------
    correct : bool
        Whether the answer is right; ``bool(verdict)`` says the same.
    en, ko : str
        The sentence in English and in Korean.
    lang : "en" or "ko"
        The language that `str` and a notebook show.
    """

    correct: bool
    en: str
    ko: str
    lang: str = "en"

    def __bool__(self) -> bool:
        return self.correct

    def __str__(self) -> str:
        return self.ko if self.lang == "ko" else self.en

    def __repr__(self) -> str:
        return str(self)

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        return {"text/plain": str(self), MIME: {"en": self.en, "ko": self.ko}}


def language(lang: str | None) -> str:
    """The language asked for, else that of ``LOSSNOTES_LANG``, else English."""
    if lang is None:
        wanted = os.environ.get("LOSSNOTES_LANG", "")
        return wanted if wanted in LANGUAGES else "en"
    if lang not in LANGUAGES:
        raise ValueError(f"lang: expected one of {', '.join(map(repr, LANGUAGES))}, got {lang!r}")
    return lang
