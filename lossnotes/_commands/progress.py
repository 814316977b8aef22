"""``python -m lossnotes progress``"""

from __future__ import annotations

import argparse
from pathlib import Path

from lossnotes._book import read_notebook, text_of
from lossnotes.exercises._check import by_chapter
from lossnotes.exercises._mistakes import MISTAKES
from lossnotes.exercises._progress import FILE, Attempts, read, workspace

from .reset import SAID as WHERE

HELP = {
    "en": "show what you have solved, chapter by chapter",
    "ko": "장마다 무엇을 풀었는지 보여 줍니다",
}
SAID = {
    "en": {
        "title": "Your progress",
        "columns": ("Chapter", "Exercise", "Solved", "Tries", "Last mistake"),
        "sum": "{solved} of {all} exercises solved.",
        "unread": "{file}: could not read line(s) {lines}; they were left as they are and all others count. "
        "Mend them in a text editor, or delete them.",
        "all": "every exercise, also those not tried yet",
    },
    "ko": {
        "title": "나의 진도",
        "columns": ("장", "연습 문제", "해결", "시도", "마지막 실수"),
        "sum": "연습 문제 {all}개 가운데 {solved}개를 풀었습니다.",
        "unread": "{file}: 읽지 못한 줄이 있습니다({lines}번째). 그대로 두었고 나머지 줄은 모두 셌습니다. "
        "텍스트 편집기로 고치거나 지우세요.",
        "all": "아직 풀어 보지 않은 문제까지 모두 보여 줍니다",
    },
}


def arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    parser.add_argument("--all", action="store_true", help=SAID[lang]["all"])


def run(options: argparse.Namespace, lang: str, book: Path) -> int:
    from rich.console import Console  # here, so that `doctor` can say that it is missing
    from rich.table import Table

    folder = workspace()
    if folder is None:
        raise ValueError(WHERE[lang]["where"].format(folder=Path.cwd()))
    found, said = read(folder), SAID[lang]
    console = Console()
    table = Table(title=said["title"], title_justify="left")
    for at, column in enumerate(said["columns"]):
        table.add_column(column, justify="right" if at == 3 else "left")
    solved = total = 0
    for chapter, exercises in by_chapter().items():
        done = sum(bool(found.attempts.get(name, Attempts()).solved) for name in exercises)
        solved, total = solved + done, total + len(exercises)
        table.add_row(_title(folder, book, chapter), "", f"{done}/{len(exercises)}", "", "", style="bold")
        for name in exercises:
            attempts = found.attempts.get(name)
            if attempts is None and not options.all:
                continue
            attempts = attempts or Attempts()
            mistake = attempts.mistakes[-1] if attempts.mistakes and not attempts.solved else ""
            said_of = getattr(MISTAKES.get(mistake), lang, mistake)
            table.add_row("", name, "✓" if attempts.solved else "", str(attempts.tries or ""), said_of)
    console.print(table)
    console.print(said["sum"].format(solved=solved, all=total), highlight=False)
    if found.unread:
        console.print(
            said["unread"].format(file=FILE, lines=", ".join(map(str, found.unread))), highlight=False
        )
    return 0


def _title(folder: Path, book: Path, chapter: str) -> str:
    """The chapter's heading in the reader's language, from their own notebook if it is there."""
    for place in (folder, book):
        for path in place.glob(f"[0-9][0-9]-{chapter.replace('_', '-')}.ipynb"):
            try:
                cells = read_notebook(path)["cells"]
            except (OSError, ValueError, KeyError):
                continue
            lines = [
                line
                for cell in cells
                if cell["cell_type"] == "markdown"
                for line in text_of(cell).splitlines()
            ]
            title = next((line[2:] for line in lines if line.startswith("# ")), "")
            if title:
                return f"{path.name[:2]} {title}"
    return chapter
