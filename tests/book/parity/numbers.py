"""Both languages state the same numbers.

Quantities agree one by one, however they are written (1,001 and 1001, -3.1 and −3.1; formulas are compared
by their own check). Counts up to twelve may be digits in one language and a word in the other ("three
images", 이미지 3장 or 이미지 세 장): a digit that one language has needs the digit or its word in the
other.
"""

import re
from collections import Counter
from collections.abc import Iterator

from .numerals import Number, in_text
from .page import Page, Text
from .problem import Problem

ENGLISH = (
    "zero|no|none|never|nothing", "one|once|single|first|a|an|only", "two|twice|second|both|pair|half|double",
    "three|third|thirds|triple", "four|fourth|quarter", "five|fifth", "six|sixth", "seven|seventh", "eight|eighth",
    "nine|ninth", "ten|tenth|tens", "eleven|eleventh", "twelve|twelfth|dozen",
)  # fmt: skip
KOREAN = (
    "영|없|않", "한|하나|첫|일|홀|유일", "두|둘|이|양|쌍|반|배", "세|셋|삼", "네|넷|사", "다섯|오", "여섯|육", "일곱|칠", "여덟|팔",
    "아홉|구", "열|십", "열한|열하나|십일", "열두|열둘|십이",
)  # fmt: skip


def _numbers(text: Text) -> list[Number]:
    return [number for run in text.markup.runs for number in in_text(run.text)]


def _has_word(text: Text, count: int) -> bool:
    prose = " ".join(run.text for run in text.markup.runs)
    if text.lang == "en":
        return bool(re.search(rf"\b(?:{ENGLISH[count]})\b", prose, re.IGNORECASE))
    return bool(re.search(KOREAN[count], prose))


def check_numbers(page: Page) -> Iterator[Problem]:
    """Every number of one language is in the other."""
    for en, ko in page.pairs():
        for text, other, language in ((en, ko, "Korean"), (ko, en, "English")):
            ours, theirs = _numbers(text), _numbers(other)
            missing = Counter(n.value for n in ours if n.exempt != "count")
            missing -= Counter(n.value for n in theirs if n.exempt != "count")
            counts = {n.value for n in ours if n.exempt == "count"}
            for value in sorted(counts - {n.value for n in theirs}):
                if not _has_word(other, int(value)):
                    missing[value] += 1
            for value in sorted(missing):
                written = next(number.written for number in ours if number.value == value)
                yield page.problem(
                    text.cell, f"the number {written} of the {text.where} is missing in {language}"
                )
