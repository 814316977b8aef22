"""The exercises of a book by topic and level: tables made of the chapters themselves and of ``exercises.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lossnotes._book import read_book

FILE = "exercises.toml"
LABEL = "ex-"


@dataclass(frozen=True)
class Listed:
    """An exercise on the page of all exercises.

    `kind` is "numbers", "choice", "code" or "proof": what one hands over, or that one compares it with the solution.
    `chapter` is the number and the label of its chapter.
    """

    name: str
    title: str
    chapter: tuple[int, str]
    topic: str
    level: int
    kind: str


def read_table(folder: Path) -> dict[str, Any]:
    """What ``exercises.toml`` says."""
    return tomllib.loads((folder / FILE).read_text(encoding="utf-8"))


def listed(folder: Path, lang: str) -> list[Listed]:
    """The exercises of the chapters in a folder, in the book's order.

    Raises
    ------
    ValueError
        If one has no topic in ``exercises.toml``, or more than one.
    """
    topics: dict[str, tuple[str, int]] = {}
    for topic in read_table(folder)["topic"]:
        for name, level in topic["levels"].items():
            if name in topics:
                raise ValueError(
                    f"{FILE}: expected one topic for {name}, got {topics[name][0]} and {topic['name']}"
                )
            topics[name] = topic["name"], level
    chapters: dict[str, tuple[int, str]] = {}
    found = []
    for label, (file, title) in read_book(folder, lang).places.items():
        if not file[0].isdigit():
            continue
        chapter = chapters.setdefault(file, (int(file.partition("-")[0]), label))
        if label.startswith(LABEL):
            name = label.removeprefix(LABEL)
            if name not in topics:
                raise ValueError(f"{FILE}: expected a topic and a level for {name} ({file}), got none")
            found.append(Listed(name, title, chapter, *topics[name], kind_of(name)))
    return found


def kind_of(name: str) -> str:
    """What one hands over; what `check` does not know is a proof."""
    from lossnotes.exercises._check import catalogue  # reading other pages needs no exercises

    kinds = {"NumberExercise": "numbers", "ChoiceExercise": "choice", "FunctionExercise": "code"}
    exercise = catalogue().get(name)
    return "proof" if exercise is None else kinds[type(exercise).__name__]


def sections(folder: Path, lang: str) -> Iterator[tuple[str, str]]:
    """A name and a text for each topic: its heading, and its exercises, easy ones first."""
    table, exercises = read_table(folder), listed(folder, lang)
    head = _row(table["columns"][column][lang] for column in ("exercise", "chapter", "kind", "level"))
    for topic in table["topic"]:
        of_topic = [one for one in exercises if one.topic == topic["name"]]
        rows = [_cells(one, table, lang) for one in sorted(of_topic, key=lambda one: one.level)]
        if rows:
            lines = [f"(topic-{topic['name']})=", f"## {topic[lang]}", "", head, "|---|---|---|---|", *rows]
            yield topic["name"], "\n".join(lines)


def _cells(one: Listed, table: Mapping[str, Any], lang: str) -> str:
    number, label = one.chapter
    links = f"{{ref}}`{one.title} <{LABEL}{one.name}>`", f"{{ref}}`{number} <{label}>`"
    return _row((*links, table["kinds"][one.kind][lang], str(one.level)))


def _row(cells) -> str:
    return f"| {' | '.join(cells)} |"
