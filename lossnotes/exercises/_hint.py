"""Three steps of help for each exercise, none of them the solution."""

from __future__ import annotations

from collections import Counter

from ._check import look_up
from ._verdict import Words, language

STEPS = 3
_given: Counter[str] = Counter()  # in this session, so that each call goes one step further


def hint(name: str, step: int | None = None, *, lang: str | None = None) -> Words:
    """Return the next hint for an exercise: where to look, what to do, how to begin.

    Parameters
    ----------
    name : str
        The exercise, as its text says: ``"svm-batch"``.
    step : 1, 2 or 3, optional
        Which hint. Without it each call gives the next one, and the third stays the last.
    lang : "en" or "ko", optional
        The language; that of ``LOSSNOTES_LANG``, of the workspace, or else English.

    Returns
    -------
    Words
        The hint, which a notebook shows.

    Raises
    ------
    ValueError
        If there is no exercise of this name, no such step, or `lang` is another language.

    Examples
    --------
    >>> hint("svm-batch", 1)
    Hint 1 of 3: Begin with one row of scores. Which of its terms are 0, and why?
    """
    lang = language(lang)
    exercise = look_up(name)
    if step is None:
        step = min(_given[name] + 1, STEPS)
    elif step not in range(1, STEPS + 1):
        raise ValueError(f"step: expected 1, 2 or 3, got {step!r}")
    _given[name] = max(_given[name], step)
    en, ko = exercise.hints[step - 1]
    return Words(f"Hint {step} of {STEPS}: {en}", f"힌트 {step}/{STEPS}: {ko}", lang)
