"""The fonts of the social cards: Pretendard of ``tools/print``, else a Korean font of this machine."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

from sphinx.errors import ExtensionError

from .stamps import BOOK

PRETENDARD = BOOK.parent / "tools/print/node_modules/pretendard/dist/public/static"
# Where macOS and Windows, which have no fontconfig, keep theirs: bold and regular, file and index in it.
SYSTEM = (
    (("/System/Library/Fonts/AppleSDGothicNeo.ttc", 6), ("/System/Library/Fonts/AppleSDGothicNeo.ttc", 0)),
    (("C:/Windows/Fonts/malgunbd.ttf", 0), ("C:/Windows/Fonts/malgun.ttf", 0)),
)
MISSING = (
    "the social cards, which html.baseurl asks for, need a Korean font: `python tools/npm.py ci --prefix tools/print` "
    "brings one, or install one (`apt-get install fonts-noto-cjk`)"
)


def _of_fontconfig(weight: str) -> tuple[str, int] | None:
    if not shutil.which("fc-match"):
        return None

    def asked(*command: str) -> str:
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout

    if not asked("fc-list", ":lang=ko", "file"):
        return None  # fc-match would name a font without one Korean letter
    file, index = asked("fc-match", "--format=%{file}\t%{index}", f"sans:lang=ko:weight={weight}").split("\t")
    return file, int(index) & 0xFFFF  # above that stands the instance of a variable font


@cache
def files() -> tuple[tuple[str, int], tuple[str, int]]:
    """Bold and regular: the file and the font's index in it.

    Raises
    ------
    ExtensionError
        If there is no Korean font: how to get one.
    """
    own = [(str(PRETENDARD / f"Pretendard-{weight}.otf"), 0) for weight in ("Bold", "Medium")]
    for pair in (own, *SYSTEM):
        if all(Path(file).exists() for file, _ in pair):
            return tuple(pair)
    found = [_of_fontconfig(weight) for weight in ("bold", "regular")]
    if not all(found):
        raise ExtensionError(MISSING)
    return tuple(found)
