"""What a page needs to answer its exercises in the browser, an edition at a time: a file with what its forms ask for,
and one with keys, sentences and hints, which is fetched when the reader first answers or wants a hint.

A key is the hash of a rounded answer, so that nobody sees an answer by accident; no secrecy is claimed. Answers
are counted in steps of the decimals that the exercise asks for, on a grid that is moved so that the answer lies on
it: an answer is right if its nearest step is the answer's, close if it is the step beside it, and so the page
agrees with ``check`` to the last digit. ``answers.js`` does the same sums.

The sentences are those of ``check``, with places left open where a number comes in.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import numpy as np

from lossnotes.exercises import _say, hint
from lossnotes.exercises._check import catalogue
from lossnotes.exercises._forms import ChoiceExercise, NumberExercise, _values
from lossnotes.exercises._hint import STEPS
from lossnotes.exercises._mistakes import MISTAKES, Mistake
from lossnotes.exercises._sections import SECTIONS
from lossnotes.exercises._verdict import LANGUAGES  # the order of a pair of sentences

from .builder import page_name
from .cells import FIRST_LANGUAGE, cell_language, text_of
from .page import STRINGS

# An exercise of a cell: its fence, its name, its text.
EXERCISE = re.compile(r"^(`{3,})\{exercise\}[^\n]*\n:label: ex-([\w-]+)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
DIGITS = 6  # of the grid's shift, in steps

# --- keys


def hashed(text: str) -> int:
    """32 bits of an ASCII text: FNV-1a, then the last mixing of MurmurHash3."""
    value = 0x811C9DC5
    for byte in text.encode("ascii"):
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    value = (value ^ value >> 16) * 0x85EBCA6B & 0xFFFFFFFF
    value = (value ^ value >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    return value ^ value >> 16


def key(name: str, part: int, value: float, decimals: int) -> list | int:
    """``[hash, shift]`` of one number, the shift left out where it is 0; 0 for a number that is not there."""
    if not np.isfinite(value):
        return 0
    steps = float(value) * 10**decimals
    nearest = round(steps)
    shift = round(steps - nearest, DIGITS)
    return [hashed(f"{name}:{part}:{nearest}"), *([shift] if shift else [])]


def keys(name: str, values: np.ndarray, decimals: int) -> list:
    return [key(name, part, value, decimals) for part, value in enumerate(values)]


# --- sentences


def _pointing(sentence: str, mistake: Mistake, language: str, pages: dict[int, str]) -> list[str]:
    """What is said of a misconception: before the section's title, the title, after it, and where it leads."""
    section = SECTIONS[mistake.section]
    title = getattr(section, language)
    before, _, after = sentence.rpartition(title)
    return [before, title, after, f"{pages[section.chapter]}.html#{mistake.section}"]


def _numbers(exercise: NumberExercise, language: str, pages: dict[int, str]) -> dict:
    at, many, decimals = LANGUAGES.index(language), exercise.right().size, exercise.decimals
    # Two parts that were never there, so that the sentence speaks of several.
    several = _say.wrong_numbers(["{", "}"], 3, False, decimals)[at].replace("{, }", "{parts}")
    one = _say.wrong_numbers(["{parts}"], many, False, decimals)[at]
    close = _say.wrong_numbers(["{parts}"], many, True, decimals)[at].removeprefix(one)
    said = {"right": _say.right_numbers(many)[at], "wrong": one, "close": close}
    if many > 1:
        said["several"] = several
    mistakes = []
    for name, values in exercise.mistakes.items():
        mistake = MISTAKES[name].told_in(exercise.chapter)
        named = _say.named((".", "."), mistake, "{part}" if many > 1 else None)[at][1:]
        made = keys(exercise.name, _values(values), decimals)
        mistakes.append([made, *_pointing(named, mistake, language, pages)])
    return {
        "keys": keys(exercise.name, exercise.right(), decimals),
        "decimals": decimals,
        "said": said,
        "mistakes": mistakes,
    }


def _choice(exercise: ChoiceExercise, text: str, language: str, pages: dict[int, str]) -> dict:
    listed = re.findall(r"^(\d+)\. ", text, re.MULTILINE)[-1:]  # the script asks at the last list's items
    if listed != [str(exercise.among)]:
        raise ValueError(
            f"ex-{exercise.name}: expected a numbered list of {exercise.among} answers, got {listed}"
        )
    at = LANGUAGES.index(language)
    said = {"right": _say.right_numbers(1)[at], "wrong": _say.wrong_choice("{number}")[at]}
    mistakes = []
    for number, name in exercise.mistakes.items():
        mistake = MISTAKES[name].told_in(exercise.chapter)
        named = _say.chosen(("", ""), mistake)[at]
        mistakes.append([keys(exercise.name, [number], 0), *_pointing(named, mistake, language, pages)])
    return {
        "choices": exercise.among,
        "keys": keys(exercise.name, [exercise.answer], 0),
        "decimals": 0,
        "said": said,
        "mistakes": mistakes,
    }


def names_of_parts(text: str, name: str, count: int) -> list[str]:
    """What the exercise calls its numbers where it shows how to check them: ``check("NAME", [first, second])``."""
    found = re.search(rf'check\("{re.escape(name)}", (?:\[([^\]]*)\]|(\w+))\)', text)
    names = [part.strip() for part in (found[1] or found[2] or "").split(",")] if found else []
    return names if len(names) == count and all(map(str.isidentifier, names)) else []


def entry(exercise: object, text: str, language: str, pages: dict[int, str]) -> dict:
    """What the script needs to know of one exercise. A function is checked in the notebook: hints alone."""
    made: dict = {}
    if isinstance(exercise, NumberExercise):
        made = _numbers(exercise, language, pages)
        if names := names_of_parts(text, exercise.name, len(made["keys"])):
            made["names"] = names
    elif isinstance(exercise, ChoiceExercise):
        made = _choice(exercise, text, language, pages)
    if exercise.hints:
        made["hints"] = [str(hint(exercise.name, step, lang=language)) for step in range(1, STEPS + 1)]
    return made


# --- files

# Of an entry: what a form asks for; all else is an answer to the reader.
FORM = ("names", "choices", "decimals")


def _form(entry: dict) -> dict:
    made = {key: entry[key] for key in FORM if key in entry}
    if "keys" in entry:
        made["parts"] = len(entry["keys"])
    return made


def _replies(entry: dict) -> dict:
    return {key: value for key, value in entry.items() if key not in FORM or key == "decimals"}


def _script(name: str, language: str, data: dict) -> str:
    """A classic script, since a page opened from a folder may not fetch."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"(globalThis.__lossnotes{name}??={{}}).{language}={text};\n"


def texts(notebook: dict) -> dict[str, str]:
    """The text of each exercise by its name, as the first language says it: code is the same in all."""
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    said = (text_of(cell) for cell in cells if cell_language(cell) == FIRST_LANGUAGE)
    return {name: text for source in said for _, name, text in EXERCISE.findall(source)}


def write(source: Path, docnames: list[str], target: Path, languages: list[str]) -> None:
    """``PAGE.LANGUAGE.js`` and ``PAGE.LANGUAGE.replies.js`` of each page with exercises."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    names = [page_name(docname) for docname in docnames]
    pages = {int(name[:2]): name for name in names if re.match(r"\d\d-", name)}
    for docname in docnames:
        path = source / f"{docname}.ipynb"
        found = texts(json.loads(path.read_text("utf-8"))) if path.exists() else {}
        known = {name: text for name, text in found.items() if name in catalogue()}
        for language in languages if found else ():
            entries = {name: entry(catalogue()[name], text, language, pages) for name, text in known.items()}
            forms = {
                "strings": STRINGS[language]["questions"],
                "exercises": {name: _form(one) for name, one in entries.items()},
            }
            replies = {name: _replies(one) for name, one in entries.items()}
            file = target / f"{page_name(docname)}.{language}"
            Path(f"{file}.js").write_text(_script("Questions", language, forms), encoding="utf-8")
            Path(f"{file}.replies.js").write_text(_script("Replies", language, replies), encoding="utf-8")
