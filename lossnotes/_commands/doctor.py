"""``python -m lossnotes doctor``"""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import re
import sys
from pathlib import Path

from ._python import python

HELP = {
    "en": "say what is missing on this machine",
    "ko": "이 컴퓨터에 무엇이 빠져 있는지 알려 줍니다",
}
# What each is for; those that only some readers need are told as such.
NEEDED = {
    "numpy": {"en": "the losses", "ko": "손실 함수"},
    "matplotlib": {"en": "the figures", "ko": "그림"},
    "scipy": {"en": "comparisons", "ko": "비교"},
    "scikit-learn": {"en": "data and comparisons", "ko": "데이터와 비교"},
    "torch": {"en": "chapters that train networks", "ko": "신경망을 학습하는 장"},
    "anywidget": {"en": "figures that move", "ko": "움직이는 그림"},
    "jupyterlab": {"en": "the notebooks, live", "ko": "노트북 실행"},
    "rich": {"en": "the table of progress", "ko": "진도 표"},
}
SAID = {
    "en": {
        "fine": "{name} {version}: fine",
        "other": "{name} {version}: the course was tested with {pinned}; mend: {python} -m pip install {name}=={pinned}",
        "missing": "{name} is missing ({what}); mend: {python} -m pip install {name}=={pinned}",
        "book": "the course's notebooks are not beside the package ({path}): work in a clone of the course",
        "folder": "this folder cannot be written ({path}): make your workspace elsewhere",
        "good": "Nothing is missing.",
        "bad": "{count} thing(s) to mend.",
    },
    "ko": {
        "fine": "{name} {version}: 문제없음",
        "other": "{name} {version}: 강의는 {pinned} 버전으로 테스트했습니다. 고치려면: {python} -m pip install {name}=={pinned}",
        "missing": "{name} 패키지가 없습니다({what}). 고치려면: {python} -m pip install {name}=={pinned}",
        "book": "패키지 옆에 강의 노트북이 없습니다({path}). 강의 저장소를 복제한 폴더에서 작업하세요",
        "folder": "이 폴더에는 쓸 수 없습니다({path}). 작업 폴더를 다른 곳에 만드세요",
        "good": "빠진 것이 없습니다.",
        "bad": "고칠 것이 {count}가지 있습니다.",
    },
}


def arguments(parser: argparse.ArgumentParser, lang: str) -> None:
    """None but the language."""


def pins(requirements: Path) -> dict[str, str]:
    """The tested versions, by package."""
    if not requirements.is_file():
        return {}
    return dict(re.findall(r"(?m)^([\w.-]+)==([\w.+]+)", requirements.read_text("utf-8")))


def findings(lang: str, book: Path) -> list[tuple[bool, str]]:
    """(fine, sentence) of each thing looked at."""
    said, tested = SAID[lang], pins(book.parent / "requirements.txt")
    version = ".".join(map(str, sys.version_info[:3]))
    found = [(True, said["fine"].format(name="Python", version=version))]
    for name, what in NEEDED.items():
        pinned = tested.get(name, "")
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            sentence = said["missing"].format(name=name, what=what[lang], pinned=pinned, python=python())
            found.append((False, sentence if pinned else sentence.removesuffix("==")))
            continue
        same = not pinned or version.split("+")[0] == pinned
        sentence = said["fine" if same else "other"]
        found.append((same, sentence.format(name=name, version=version, pinned=pinned, python=python())))
    if not any(book.glob("*.ipynb")):
        found.append((False, said["book"].format(path=book)))
    if not os.access(Path.cwd(), os.W_OK):
        found.append((False, said["folder"].format(path=Path.cwd())))
    return found


def run(options: argparse.Namespace, lang: str, book: Path) -> int:
    found = findings(lang, book)
    for fine, sentence in found:
        print(f"{'✓' if fine else '✗'} {sentence}")
    bad = sum(not fine for fine, _ in found)
    print(SAID[lang]["bad"].format(count=bad) if bad else SAID[lang]["good"])
    return int(bool(bad))
