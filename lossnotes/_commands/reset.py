"""``python -m lossnotes reset NOTEBOOK``"""

from __future__ import annotations

import argparse
from pathlib import Path

from lossnotes.exercises._progress import workspace
from lossnotes.workspace import reset

HELP = {
    "en": "write one notebook of your workspace as it was at first; yours is kept beside it",
    "ko": "작업 폴더의 노트북 하나를 처음 상태로 되돌립니다. 고친 것은 옆에 따로 보관합니다",
}
SAID = {
    "en": {
        "kept": "{name} is as at first. Yours is kept in {kept}.",
        "same": "{name} is as at first.",
        "where": "expected to be run in a workspace, got {folder}; go to yours (cd), or make one: python -m lossnotes workspace DIR",
        "name": "its name, such as 03-multiclass-svm",
    },
    "ko": {
        "kept": "처음 상태로 되돌렸습니다: {name}. 고친 것은 {kept} 파일에 있습니다.",
        "same": "처음 상태입니다: {name}.",
        "where": "작업 폴더 안에서 실행해야 합니다. 지금 폴더: {folder}. 작업 폴더가 있으면 그리로 이동하고(cd), 없으면 만듭니다: python -m lossnotes workspace DIR",
        "name": "노트북 이름. 예: 03-multiclass-svm",
    },
}


def arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    parser.add_argument("notebook", metavar="NOTEBOOK", help=SAID[lang]["name"])


def run(options: argparse.Namespace, lang: str, book: Path) -> int:
    folder = workspace()
    if folder is None:
        raise ValueError(SAID[lang]["where"].format(folder=Path.cwd()))
    kept = reset(book, folder, options.notebook)
    name = Path(options.notebook).stem
    print(SAID[lang]["kept" if kept else "same"].format(name=name, kept=kept and kept.name))
    return 0
