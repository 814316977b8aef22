"""Look an exercise up and compare an answer with it."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from dataclasses import replace
from functools import cache

from ._forms import FunctionExercise, NumberExercise
from ._verdict import Verdict, language


@cache
def catalogue() -> dict[str, NumberExercise | FunctionExercise]:
    """All exercises by name: those of the modules of this package, one a chapter."""
    found: dict[str, NumberExercise | FunctionExercise] = {}
    for module in pkgutil.iter_modules(importlib.import_module(__package__).__path__):
        if module.name.startswith("_"):
            continue
        for exercise in importlib.import_module(f"{__package__}.{module.name}").EXERCISES:
            if exercise.name in found:
                raise ValueError(
                    f"{module.name}: expected a new name for each exercise, got {exercise.name!r} again"
                )
            found[exercise.name] = exercise
    return found


def check(name: str, answer: object, *, lang: str | None = None) -> Verdict:
    """Compare an answer with the reference, and say in a sentence what is right or wrong.

    A number is compared to the decimals that the exercise asks for. A function is called on small, random
    and extreme inputs, with copies of them, and its results are compared with those of the reference.

    Parameters
    ----------
    name : str
        The exercise, as its text says: ``"svm-batch"``.
    answer : number, sequence of numbers, or function
        What the exercise asks for. A function is handed over itself, not called.
    lang : "en" or "ko", optional
        The language of the sentence; that of the environment variable ``LOSSNOTES_LANG`` or else English.

    Returns
    -------
    Verdict
        True or false, with the sentence, which a notebook shows.

    Raises
    ------
    ValueError
        If there is no exercise of this name, or `lang` is another language. A wrong answer raises nothing.

    Examples
    --------
    >>> check("svm-four-classes", [4.5, 3, 3.0])
    Correct, all 3 parts.
    >>> check("svm-four-classes", [5.5, 3, 3.0])
    Not yet: part 1 is not right.
    >>> check("svm-four-classes", [5.5, 3, 3.0], lang="ko")
    아직 아닙니다. 1번 답이 맞지 않습니다.
    """
    lang = language(lang)
    exercises = catalogue()
    if name not in exercises:
        near = difflib.get_close_matches(str(name), exercises, n=1, cutoff=0)
        raise ValueError(f"name: expected an exercise such as {near[0]!r}, got {name!r}")
    return replace(exercises[name].verdict(answer), lang=lang)
