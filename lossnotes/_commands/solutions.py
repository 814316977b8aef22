"""``python -m lossnotes solutions NAME``"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from lossnotes._book import read_book, text_of
from lossnotes._plain import numbered, plain
from lossnotes.exercises._check import look_up
from lossnotes.workspace import copy_of

HELP = {
    "en": "show the worked solution of one exercise",
    "ko": "연습 문제 하나의 해답을 보여 줍니다",
}
SAID = {
    "en": {"name": "the exercise, such as svm-batch", "none": "there is no worked solution of {name}"},
    "ko": {"name": "연습 문제 이름. 예: svm-batch", "none": "{name}의 해답이 없습니다"},
}
_SOLUTION = r"^(?P<fence>`{{3,}}|:{{3,}})\{{solution\}}[ \t]*ex-{name}[ \t]*\n(?P<body>.*?)^(?P=fence)[ \t]*$"


def arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    parser.add_argument("name", metavar="NAME", help=SAID[lang]["name"])


def run(options: argparse.Namespace, lang: str, book: Path) -> int:
    name = options.name
    look_up(name)
    shared = read_book(book, lang)
    pattern = re.compile(_SOLUTION.format(name=re.escape(name)), re.MULTILINE | re.DOTALL)
    titles = {label: title for label, (_, title) in shared.places.items()}
    for path in sorted(book.glob("[0-9]*.ipynb")):
        if f"ex-{name}" not in path.read_text("utf-8"):
            continue
        cells = copy_of(path, lang, shared, "edition")["cells"]
        page = "\n\n".join(text_of(cell) for cell in cells if cell["cell_type"] == "markdown")
        found = False
        for cell in cells:
            text = text_of(cell)
            if cell["cell_type"] == "markdown":
                for worked in pattern.finditer(text):
                    body = re.sub(r"^:[\w-]+:.*\n", "", worked["body"], flags=re.MULTILINE).strip()
                    print(re.sub(r'<a id="[^"]*"></a>\n?', "", plain(body, lang, numbered(page), titles)))
                    found = True
            elif f'check("{name}", ' in text or f"solution-{name}" in cell["metadata"].get("tags", []):
                print(f"\n{text}\n")
                found = True
        if found:
            return 0
    raise ValueError(SAID[lang]["none"].format(name=name))
