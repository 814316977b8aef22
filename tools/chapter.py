"""Begin a chapter: a page in both languages with everything that a chapter has, to be written over.

    python tools/chapter.py 14-focal-loss focal

The second word is the short name that labels of the chapter begin with (`focal-goals`, `ex-focal-half`). Written are the
page and the module of its exercises, and nothing that is there already; what is left to do is said, file by file.
"""

import json
import re
import sys
from pathlib import Path

from tools.execute import METADATA, dumps, loads

ROOT = Path(__file__).resolve().parents[1]
NAME, SHORT = re.compile(r"\d\d(-[a-z0-9]+)+"), re.compile(r"[a-z][a-z0-9]*")

# Pairs of text by their name, and code cells; @ stands for the short name, LABEL for the chapter's label.
PAIRS = {
    "title": ("(LABEL)=\n# Title\n\nWhat is asked here?", "(LABEL)=\n# 제목\n\n이 장에서는 무엇을 묻습니까?"),
    "goals": (
        "(@-goals)=\n## What you will be able to do\n\nAfter this chapter you can\n\n- compute it.",
        "(@-goals)=\n## 이 장을 마치면\n\n다음을 할 수 있습니다.\n\n- 계산하기",
    ),
    "first": (
        "(@-first)=\n## First section\n\nPredict: what does $p^2$ give for $p = 0.5$?",
        "(@-first)=\n## 첫 절\n\n예측해 봅시다. $p = 0.5$이면 $p^2$은 얼마입니까?",
    ),
    "first-read": (
        "It gives 0.25, as {numref}`fig-@-first` shows.",
        "{numref}`fig-@-first`에서 보듯이 0.25입니다.",
    ),
    "misconceptions": (
        '(@-misconceptions)=\n## Common misconceptions\n\n```{admonition} "A square is always larger."\n:class: warning\n\n'
        "Not between 0 and 1.\n```",
        '(@-misconceptions)=\n## 흔한 오해\n\n```{admonition} "제곱하면 언제나 커진다."\n:class: warning\n\n'
        "0과 1 사이에서는 아닙니다.\n```",
    ),
    "summary": (
        "(@-summary)=\n## Summary\n\n- What is worth keeping.\n\nGo on with the {ref}`review`.",
        "(@-summary)=\n## 요약\n\n- 기억해 둘 것입니다.\n\n{ref}`review`로 이어 갑니다.",
    ),
    "exercises": ("", ""),  # its words are those of every chapter
    "square": (
        "````{exercise} A square\n:label: ex-@-square\n\nWhat is $p^2$ for $p = 0.3$, to two decimals? Hand it to "
        '`check("@-square", ...)`.\n````\n\n````{solution} ex-@-square\n:class: dropdown\n\n$0.3^2 = 0.09$.\n````',
        "````{exercise} 제곱하기\n:label: ex-@-square\n\n$p = 0.3$일 때 $p^2$을 소수점 아래 둘째 자리까지 구해 "
        '`check("@-square", ...)`에 넘깁니다.\n````\n\n````{solution} ex-@-square\n:class: dropdown\n\n$0.3^2 = 0.09$입니다.\n````',
    ),
}
CODE = {
    "imports": (
        "goals",
        "import numpy as np\n\nfrom lossnotes import plots\nfrom lossnotes.exercises import check",
        {},
    ),
    "first-value": ("first", 'p = 0.5\nprint(f"{p**2:.2f}")', {}),
    "fig-first": (
        "first-read",
        'p = np.linspace(0, 1, 41)\nfig, ax = plots.subplots(figsize=(5, 3))\nax.plot(p, p**2, color=plots.COLORS["blue"])\n'
        'ax.set(xlabel="$p$", ylabel="$p^2$")\nplots.show(fig)',
        {
            "mystnb": {
                "figure": {
                    "name": "fig-@-first",
                    "caption": {"en": "The square between 0 and 1.", "ko": "0과 1 사이의 제곱."},
                },
                "image": {
                    "alt": {
                        "en": "A curve that rises slowly from 0, then faster, to 1.",
                        "ko": "0에서 천천히, 그다음에는 더 빠르게 1까지 올라가는 곡선.",
                    }
                },
            },
            "tags": ["hide-input"],
        },
    ),
    "solution-square": (
        "square",
        '# solution\nanswer = 0.3**2\n# end\nprint(f"{answer:.2f}")\ncheck("@-square", answer)',
        {"tags": ["hide-input", "hide-cell", "solution-@-square"]},
    ),
}
EXERCISES = '''"""Exercises of the chapter on TITLE."""

from __future__ import annotations

from ._forms import NumberExercise

EXERCISES = [
    NumberExercise(
        "@-square",
        lambda: [0.3**2],
        decimals=2,
        # what a wrong way gives, by its name in _mistakes.py
        mistakes={},
        hints=(
            ("What does the small 2 say?", "오른쪽 위의 작은 2는 무엇을 뜻합니까?"),
            ("Multiply the number by itself.", "수를 자기 자신과 곱하세요."),
            ("Three times three, and mind where the point goes.", "3 곱하기 3입니다. 소수점의 자리에 주의하세요."),
        ),
    ),
]
'''
LEFT = """\
Now write over it. What else a chapter needs, in this order:
  lossnotes/exercises/_check.py      "{module}" in CHAPTERS, in the book's order
  book/exercises.toml                a topic and a level for each exercise (without them `make book` stops)
  make execute NB=book/{name}.ipynb   after each change of code
  _toc.yml                           - file: book/{name}
  book/index.ipynb                   a line with {{ref}}`{label}` in now-en and now-ko
  book/{before}: {{ref}}`{label}` in its summary
  lossnotes/exercises/_sections.py   "{label}": Section({number}, TITLE, KOREAN), and each section that a mistake leads to
  book/review.ipynb                  (review-{short})= with four cards or more
Five exercises or more, one of them a ChoiceExercise. What is missing is told by:
  .venv/bin/python -m pytest -q -n0 tests/book/test_parity.py -k {name}
  .venv/bin/python -m pytest -q tests/book/test_signposts.py tests/book/test_exercise*.py tests/package/test_exercises.py tests/package/test_diagnosis.py
and, after `make book`, by tests/site/test_pages.py and tests/site/test_review.py."""


def cells(short: str, label: str, begin: dict[str, str]) -> list[dict]:
    """The cells of the page; `begin` has the words with which exercises begin in each language."""

    def filled(value):
        return json.loads(json.dumps(value).replace("@", short).replace("LABEL", label))

    made = []
    for name, texts in PAIRS.items():
        for lang, text in zip(("en", "ko"), texts, strict=True):
            source = filled(text) or re.sub(r"^\([\w-]+\)=", f"({short}-exercises)=", begin[lang])
            made.append(
                {
                    "cell_type": "markdown",
                    "id": f"{name}-{lang}",
                    "metadata": {"tags": [f"lang-{lang}"]},
                    "source": source,
                }
            )
        for code, (after, source, metadata) in CODE.items():
            if after == name:
                made.append(
                    {
                        "cell_type": "code",
                        "execution_count": None,
                        "id": code,
                        "metadata": filled(metadata),
                        "outputs": [],
                        "source": filled(source),
                    }
                )
    return made


def main(arguments: list[str]) -> int:
    """Write the page and the module; 1 if the names are no good or a file is there."""
    if len(arguments) != 2 or not NAME.fullmatch(arguments[0]) or not SHORT.fullmatch(arguments[1]):
        print(
            "expected a name and a short one, as in: make chapter NAME=14-focal-loss SHORT=focal",
            file=sys.stderr,
        )
        return 1
    name, short = arguments
    number, _, label = name.partition("-")
    module = label.replace("-", "_")
    chapters = sorted((ROOT / "book").glob("[0-9][0-9]-*.ipynb"))
    page, exercises = ROOT / "book" / f"{name}.ipynb", ROOT / "lossnotes" / "exercises" / f"{module}.py"
    if there := [path for path in (page, exercises) if path.exists()]:
        print(f"{there[0].relative_to(ROOT)} is there already: nothing written", file=sys.stderr)
        return 1
    first = {cell.id: cell.source for cell in loads(chapters[0].read_text("utf-8"), chapters[0]).cells}
    begin = {lang: first[f"exercises-{lang}"] for lang in ("en", "ko")}
    notebook = {"cells": cells(short, label, begin), "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    page.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    page.write_text(dumps(loads(page.read_text("utf-8"), page)), encoding="utf-8")
    exercises.write_text(
        EXERCISES.replace("@", short).replace("TITLE", label.replace("-", " ")), encoding="utf-8"
    )
    print(f"Written: {page.relative_to(ROOT)}, {exercises.relative_to(ROOT)}")
    earlier = [path.name for path in chapters if path.name < name]
    print(
        LEFT.format(
            name=name,
            module=module,
            label=label,
            short=short,
            number=int(number),
            before=earlier[-1] if earlier else "-",
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
