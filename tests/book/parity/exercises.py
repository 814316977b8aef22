"""Exercises: the same ones in both languages, each with its solution, code solutions between their marks."""

from collections import Counter
from collections.abc import Iterator

from .page import Page, Text
from .problem import Problem

START, END = "# solution", "# end"


def labels_of(text: Text, directive: str) -> Counter[str]:
    """The labels of the exercises in a text, or what its solutions belong to."""
    key = (
        (lambda argument, options: options.get("label", "")) if directive == "exercise" else (lambda a, o: a)
    )
    return Counter(
        key(argument, options) for name, argument, options in text.markup.directives if name == directive
    )


def check_exercises(page: Page) -> Iterator[Problem]:
    """Labels ex-NAME, the same exercises and solutions in both languages, every solution has its exercise."""
    labels: dict[str, Counter[str]] = {"en": Counter(), "ko": Counter()}
    for text in page.texts():
        labels[text.lang] += labels_of(text, "exercise")
        for label in labels_of(text, "exercise"):
            if not label.startswith("ex-"):
                yield page.problem(text.cell, f"expected an exercise labelled ex-NAME, got {label!r}")
    for text in page.texts():
        for label in sorted(labels_of(text, "solution") - labels[text.lang]):
            yield page.problem(text.cell, f"a solution for {label}, which is no exercise of this page")
    for en, ko in page.pairs():
        for directive in ("exercise", "solution"):
            ours, theirs = labels_of(en, directive), labels_of(ko, directive)
            if ours != theirs:
                got, expected = sorted(theirs.elements()), sorted(ours.elements())
                yield page.problem(ko.cell, f"{directive}s {got}, but {expected} in {en.cell}")


def check_code_solutions(page: Page) -> Iterator[Problem]:
    """A cell tagged solution-NAME belongs to ex-NAME, is hidden and holds one `# solution` ... `# end`."""
    labels = {label for text in page.texts() for label in labels_of(text, "exercise")}
    for cell in page.cells:
        for tag in cell.tags:
            if not tag.startswith("solution-"):
                continue
            name = tag.removeprefix("solution-")
            if f"ex-{name}" not in labels:
                yield page.problem(cell.id, f"the tag {tag}, but no exercise ex-{name} on this page")
            if "hide-input" not in cell.tags:
                yield page.problem(cell.id, "a solution bears the tag hide-input")
            marks = [line.strip() for line in cell.source.splitlines() if line.strip() in (START, END)]
            if marks != [START, END]:
                yield page.problem(cell.id, f"expected one {START!r} and then one {END!r}, got {marks}")
