"""Right answers in other guises, as readers write them: no check may call one of them wrong.

A variant is a right function (the exercise's reference, the book's own solution, a plain loop), which is perhaps
asked in another way that leads to the same (`SAME`), and what it takes and returns in another guise: orders in
memory, views, types, lists, and the last digits, which depend on the order of a sum.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections import Counter
from collections.abc import Callable
from functools import cache, partial
from typing import Any

import numpy as np

from lossnotes.exercises._check import catalogue
from lossnotes.exercises._function import FunctionExercise
from tests.conftest import ROOT
from tests.package.plain_loops import LOOPS

Function = Callable[..., Any]
Arguments = dict[str, Any]
FUNCTIONS = {name: one for name, one in catalogue().items() if isinstance(one, FunctionExercise)}

# Arguments with an example a row, and with a class a column.
ROWS = {
    *("scores", "labels", "X", "x", "t", "y", "u", "v", "p", "g", "new", "means", "a", "features", "cosines"),
    *("similar", "same", "moves", "shares", "degrees", "dscores"),
}
COLUMNS = {"scores", "cosines", "shares", "moves", "p", "q", "g"}


# --- another way to the same -------------------------------------------------------------------------
# Each takes the function and its arguments by name.


def one_at_a_time(function: Function, called: Arguments) -> list[tuple]:
    rows = {name for name in called if name in ROWS and np.ndim(called[name])}
    count = max(len(called[name]) for name in rows)
    for i in range(count):
        single = {name: value[i : i + 1] if name in rows else value for name, value in called.items()}
        yield parts_of(function(*single.values()))


def stacked(function: Function, called: Arguments) -> tuple:
    """One example at a time, the results one below the other."""
    return tuple(np.concatenate(part) for part in zip(*one_at_a_time(function, called), strict=True))


def averaged(function: Function, called: Arguments) -> tuple:
    """One example at a time: the mean of the losses, and the gradient of each divided by N."""
    parts = zip(*one_at_a_time(function, called), strict=True)
    return tuple((np.concatenate(part) if np.ndim(part[0]) else sum(part)) / len(part) for part in parts)


def summed(function: Function, called: Arguments) -> tuple:
    """One example at a time, and the mean of whatever comes out."""
    parts = zip(*one_at_a_time(function, called), strict=True)
    return tuple(sum(map(np.asarray, part)) / len(part) for part in parts)


def reordered(function: Function, called: Arguments) -> tuple:
    """The last example first."""
    turned = (value[::-1] if name in ROWS and np.ndim(value) else value for name, value in called.items())
    return parts_of(function(*turned))


def backwards(function: Function, called: Arguments) -> tuple:
    """The last example first; results have an example a row."""
    return tuple(
        part[::-1] if np.ndim(part) else part for part in map(np.asarray, reordered(function, called))
    )


def classes_backwards(function: Function, called: Arguments) -> tuple:
    """The last class first; results have a class a column, if they have columns."""
    last = (len(called["weight"]) if "weight" in called else next(iter(called.values())).shape[-1]) - 1
    single = next(iter(called.values())).ndim == 1
    turned = {name: np.flip(value, -1) if name in COLUMNS else value for name, value in called.items()}
    turned |= {name: last - called[name] for name in ("labels", "y") if name in called}
    turned |= {"weight": called["weight"][::-1]} if "weight" in called else {}
    parts = map(np.asarray, parts_of(function(*turned.values())))
    return tuple(np.flip(part, -1) if part.ndim == 2 - single else part for part in parts)


def moved(function: Function, called: Arguments) -> tuple:
    """All scores of an example are raised by the same."""
    return parts_of(function(*({**called, "scores": called["scores"] + 0.75}).values()))


def parts_of(result: Any) -> tuple:
    return tuple(result) if isinstance(result, tuple) else (result,)


_BY_EXAMPLE = (
    "metric-nearest loss-nearest svm-needed questions-radius questions-image reg-best-weight reg-dropout-pass "
    "softmax-backward softmax-tempered softmax-inverse softmax-sigmoid stable-softmax stable-log-softmax "
    "versus-pull versus-expected versus-cold-slopes angular-stretch angular-turning angular-probabilities "
    "lsoftmax-lowered lsoftmax-psi lsoftmax-slope lsoftmax-backward family-combined"
)
_MEANS = (
    "loss-place loss-gap svm-batch svm-strongest questions-squared questions-strongest ce-smoothed ce-binary "
    "torch-doubled torch-curvature torch-temperature family-contrastive"
)
_OF_DIFFERENCES = (  # of scores
    "loss-place loss-gap svm-batch svm-strongest questions-squared questions-radius softmax-tempered "
    "stable-softmax stable-log-softmax stable-loss stable-gradient ce-smoothed torch-doubled torch-curvature "
    "versus-pull versus-expected versus-cold-slopes torch-temperature"
)
#: Which exercises each way leaves as they are.
SAME = {
    stacked: _BY_EXAMPLE,
    averaged: _MEANS,
    summed: "loss-step",
    reordered: "loss-step reg-lasso-step",
    backwards: f"{_BY_EXAMPLE} {_MEANS} metric-right-votes metric-leave-one-out reg-batch-norm family-semi-hard "
    "family-area",
    classes_backwards: f"{_OF_DIFFERENCES} svm-needed softmax-backward softmax-inverse ce-kl angular-stretch "
    "angular-turning angular-probabilities lsoftmax-lowered family-combined",
    moved: _OF_DIFFERENCES,
}


# --- guises ------------------------------------------------------------------------------------------


def taken(value: Any, guise: int) -> Any:
    """An argument in another layout or type."""
    if not isinstance(value, np.ndarray):
        return value
    if guise == 1:
        return value.copy(order="F")
    if guise == 2 and value.dtype.kind in "iu":
        return value.astype(np.int32)
    if guise == 3 and value.ndim:
        return np.repeat(value, 2, axis=-1)[..., ::2]
    return value


def given(result: Any, guise: int, noise: float) -> Any:
    """A result in another layout or type, a few units in the last place away."""
    result = np.asarray(result, dtype=float) * noise
    if guise == 1:
        return result.tolist()
    if guise == 2 and (result == result.round()).all():  # whole numbers, and no infinity
        return result.astype(int) if np.abs(result).max(initial=0) < 1e15 else result
    if guise == 3 and result.ndim:
        return np.asfortranarray(result)
    return result.astype(np.longdouble) if guise == 4 else result


# --- the generator -----------------------------------------------------------------------------------


@cache
def solutions() -> dict[str, Function]:
    """The book's own solutions. Of a chapter only imports and functions are run, nothing that takes time."""
    found = {}
    for path in sorted((ROOT / "book").glob("[0-9]*.ipynb")):
        names: dict[str, Any] = {}
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            code = "".join(cell["source"])
            if cell["cell_type"] != "code":
                continue
            light = [one for one in ast.parse(code).body if _is_light(one)]
            exec(compile(ast.Module(light, []), path.name, "exec"), names)
            for name, answer in re.findall(r'(?m)^check\("([\w-]+)", (\w+)\)$', code):
                if name in FUNCTIONS:
                    found[name] = names[answer]
    return found


def _is_light(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.ImportFrom):
        return statement.module in ("lossnotes", "lossnotes.examples", "fractions", "itertools")
    if isinstance(statement, ast.Import):
        return statement.names[0].name in ("numpy", "math")
    return isinstance(statement, ast.FunctionDef) and not statement.args.defaults


def variant(name: str, rng: np.random.Generator, used: Counter) -> Function:
    """A right answer to the exercise, drawn at random; `used` counts what it is made of."""
    reference = FUNCTIONS[name].reference
    bases = {"reference": reference, "solution": solutions()[name]}
    if name in LOOPS:
        bases["loop"] = LOOPS[name]
    base = str(rng.choice(list(bases)))
    ways = [way for way, names in SAME.items() if name in names.split() and rng.integers(2)]
    into, out, listed = rng.integers(5), rng.integers(5), rng.integers(2)
    noise = 1 + rng.integers(-4, 5) * np.finfo(float).eps
    used.update([base, *(way.__name__ for way in ways)])

    def asked(*arguments: Any) -> Any:
        return bases[base](*(taken(value, into) for value in arguments))

    names = list(inspect.signature(reference).parameters)
    function = asked
    for way in ways:
        function = partial(_by_name, names, way, function)

    def answer(*arguments: Any) -> Any:
        result = function(*arguments)
        if not isinstance(result, tuple) or (len(result) == 1 and ways):
            return given(parts_of(result)[0], out, noise)
        parts = [given(part, out, noise) for part in result]
        return parts if listed else tuple(parts)

    return answer


def _by_name(names: list[str], way: Function, function: Function, *arguments: Any) -> Any:
    return way(function, dict(zip(names, arguments, strict=True)))
