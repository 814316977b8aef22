"""``python -m lossnotes workspace [--lang ko] DIR``"""

from __future__ import annotations

import argparse
from pathlib import Path

from lossnotes.workspace import write_workspace

from ._python import python, quoted

HELP = {
    "en": "make a folder of your own with the course's notebooks, exercises open; run again, it adds what is new",
    "ko": "강의 노트북을 연습 문제가 빈 상태로 내 폴더에 만듭니다. 다시 실행하면 새로 나온 것만 더합니다",
}
SAID = {
    "en": {
        "done": "{folder}: {count} notebooks, {written} of them written now.",
        "kept": "Left as you changed them: {names}.",
        "behind": "Newer in the course: {names}. To get one, in that folder: python -m lossnotes reset NAME (yours is kept).",
        "next": "Start: {python} -m jupyterlab {index}",
        "folder": "the folder; it is made if it is not there",
    },
    "ko": {
        "done": "{folder}: 노트북 {count}개, 그중 {written}개를 지금 썼습니다.",
        "kept": "직접 고친 노트북은 그대로 두었습니다: {names}.",
        "behind": "강의에서 새로 바뀐 노트북: {names}. 받으려면 그 폴더에서 python -m lossnotes reset 이름 (고친 것은 따로 보관합니다).",
        "next": "시작하기: {python} -m jupyterlab {index}",
        "folder": "폴더. 없으면 새로 만듭니다",
    },
}


def arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    parser.add_argument("dir", metavar="DIR", type=Path, help=SAID[lang]["folder"])


def run(options: argparse.Namespace, lang: str, book: Path) -> int:
    report = write_workspace(book, lang, options.dir)
    said = SAID[lang]
    count = len(report.written) + len(report.unchanged) + len(report.kept)
    print(said["done"].format(folder=options.dir, count=count, written=len(report.written)))
    for names, key in (report.kept, "kept"), (report.behind, "behind"):
        if names:
            print(said[key].format(names=", ".join(names)))
    print(said["next"].format(python=python(), index=quoted(str(options.dir / "index.ipynb"))))
    return 0
