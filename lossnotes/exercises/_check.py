"""Look an exercise up and compare an answer with it."""

from __future__ import annotations

import difflib
import importlib
from dataclasses import replace
from functools import cache

from ._forms import ChoiceExercise, NumberExercise
from ._function import FunctionExercise
from ._progress import note
from ._verdict import Verdict, language

Exercise = NumberExercise | ChoiceExercise | FunctionExercise

#: The modules of this package, one a chapter, in the book's order.
CHAPTERS = (
    "metric_learning",
    "loss_functions",
    "multiclass_svm",
    "svm_questions",
    "regularization",
    "softmax",
    "numerical_stability",
    "cross_entropy",
    "softmax_classification",
    "svm_vs_softmax",
    "angular_softmax",
    "large_margin_softmax",
    "margin_family",
)


@cache
def by_chapter() -> dict[str, dict[str, Exercise]]:
    """The exercises of each chapter by name."""
    found: dict[str, dict[str, Exercise]] = {}
    for number, chapter in enumerate(CHAPTERS, start=1):
        module = importlib.import_module(f"{__package__}.{chapter}")
        found[chapter] = {one.name: replace(one, chapter=number) for one in module.EXERCISES}
    return found


@cache
def catalogue() -> dict[str, Exercise]:
    """All exercises by name."""
    return {name: exercise for exercises in by_chapter().values() for name, exercise in exercises.items()}


def look_up(name: str) -> Exercise:
    """The exercise of this name; `ValueError` with the nearest name if there is none."""
    exercises = catalogue()
    if name not in exercises:
        near = difflib.get_close_matches(str(name), exercises, n=1, cutoff=0)
        raise ValueError(f"name: expected an exercise such as {near[0]!r}, got {name!r}")
    return exercises[name]


def check(name: str, answer: object, *, lang: str | None = None) -> Verdict:
    """Compare an answer with the reference, and say in a sentence what is right or wrong.

    A number is compared to the decimals that the exercise asks for. A function is called on small, random
    and extreme inputs, with copies of them, and its results are compared with those of the reference. An answer
    that is what a known misconception gives is told its name and the section to reread. In a workspace (see
    ``python -m lossnotes``) the verdict is noted in the reader's progress,
    unless the answer is still the ``...`` that stands there at first.

    Parameters
    ----------
    name : str
        The exercise, as its text says: ``"svm-batch"``.
    answer : number, sequence of numbers, or function
        What the exercise asks for; of answers to choose from, the number of one. A function is handed over
        itself, not called.
    lang : "en" or "ko", optional
        The language of the sentence; that of the environment variable
        ``LOSSNOTES_LANG``, of the workspace, or else English.

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
    >>> check("svm-four-classes", [6.5, 3, 3.0])
    Not yet: part 1 is not right.
    >>> check("svm-four-classes", [6.5, 3, 3.0], lang="ko")
    아직 아닙니다. 1번 답이 맞지 않습니다.
    >>> check("svm-four-classes", [5.5, 3, 3.0]).mistake
    'correct-class-counted'
    """
    lang = language(lang)
    verdict = replace(look_up(name).verdict(answer), lang=lang)
    if not _untouched(answer):
        note(name, verdict)
    return verdict


def _untouched(answer: object) -> bool:
    """Is it the workspace's ``...``, as where all cells are run at once? That is no try."""
    code = getattr(answer, "__code__", None)
    empty = _nothing.__code__
    return answer is ... or (
        code is not None and (code.co_code, code.co_consts) == (empty.co_code, empty.co_consts)
    )


def _nothing(): ...
