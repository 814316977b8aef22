r"""Both languages have the same mathematics, words inside \text{...} aside."""

from collections import Counter
from collections.abc import Iterator

from .page import Page, Text
from .problem import Problem

# Commands whose argument is words, not mathematics.
WORDS = (r"\text", r"\textbf", r"\textit", r"\textrm", r"\mbox")


def split_words(formula: str) -> tuple[str, list[str]]:
    r"""The formula with the arguments of \text and its kin emptied, and those arguments."""
    kept, words, position = [], [], 0
    while position < len(formula):
        command = next((word for word in WORDS if formula.startswith(word + "{", position)), None)
        if command is None:
            kept.append(formula[position])
            position += 1
            continue
        start = position + len(command) + 1
        end, depth = start, 1
        while end < len(formula) and depth:
            depth += {"{": 1, "}": -1}.get(formula[end], 0)
            end += 1
        kept.append(command + "{}")
        words.append(formula[start : end - 1])
        position = end
    return "".join(kept), words


def _same(formula: str) -> str:
    """What has to be equal: the source without the words and without the line breaks."""
    return " ".join(split_words(formula)[0].split())


def check_display_math(page: Page) -> Iterator[Problem]:
    """The same displayed formulas in the same order."""
    for en, ko in page.pairs():
        ours, theirs = ([_same(formula) for formula in text.markup.display] for text in (en, ko))
        for number, (one, other) in enumerate(zip(ours, theirs, strict=False), 1):
            if one != other:
                yield page.problem(ko.cell, f"displayed formula {number} is {other}, but {one} in {en.cell}")
        if len(ours) != len(theirs):
            yield page.problem(ko.cell, f"{len(theirs)} displayed formulas, but {len(ours)} in {en.cell}")


def check_inline_math(page: Page) -> Iterator[Problem]:
    """The same formulas within the prose, in any order (the two languages put words in different orders)."""

    def count(text: Text) -> Counter[str]:
        return Counter(_same(formula) for formula in text.markup.inline)

    for en, ko in page.pairs():
        for text, one, other in ((en, count(en), count(ko)), (ko, count(ko), count(en))):
            for formula, times in sorted((one - other).items()):
                language = "Korean" if text.lang == "en" else "English"
                yield page.problem(
                    text.cell,
                    f"${formula}$ in the {text.where} stands {times} time(s) more than in {language}",
                )
