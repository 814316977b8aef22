"""A reader's progress: one line for each check, in a file of their workspace that anyone can read.

    2026-11-21 20:55:03  svm-batch  not yet  correct-class-counted
    2026-11-21 20:57:41  svm-batch  correct

Lines are only ever added, each in one write, so that neither a crash nor a full disk can cost what was there
before; a line that cannot be read (cut off, or edited by hand) is left where it is, and told.
"""

from __future__ import annotations

import datetime
import errno
import json
import os
import re
import warnings
from dataclasses import dataclass, field
from pathlib import Path

from .._folder import STATE_FILE

FILE = "progress.txt"
LINE = re.compile(
    r"(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)  (?P<name>[\w-]+)  (?P<outcome>correct|not yet)(?:  (?P<mistake>[\w-]+))?"
)


@dataclass
class Attempts:
    """What a reader did with one exercise."""

    tries: int = 0
    solved: str | None = None  # when it was first right
    mistakes: list[str] = field(default_factory=list)


@dataclass
class Progress:
    """What the file says: attempts by exercise, and the numbers of the lines that cannot be read."""

    attempts: dict[str, Attempts] = field(default_factory=dict)
    unread: list[int] = field(default_factory=list)


def workspace() -> Path | None:
    """The reader's folder that the present one is in, if it is in one."""
    try:
        here = Path.cwd()
    except OSError:  # the folder was deleted
        return None
    return next((folder for folder in (here, *here.parents) if (folder / STATE_FILE).is_file()), None)


def edition() -> str | None:
    """The language of the workspace."""
    folder = workspace()
    if folder is None:
        return None
    try:
        return json.loads((folder / STATE_FILE).read_text("utf-8")).get("edition")
    except (OSError, ValueError, AttributeError):
        return None


def note(name: str, verdict: object) -> None:
    """Add a line about a check, in a workspace. A disk that takes none is a warning and never an error."""
    folder = workspace()
    if folder is None:
        return
    when = datetime.datetime.now().strftime("%Y-%m-%d %H:%M:%S")
    parts = [when, name, "correct" if verdict.correct else "not yet"]
    if verdict.mistake:
        parts.append(verdict.mistake)
    try:
        _append(folder / FILE, "  ".join(parts) + "\n")
    except OSError as error:
        said = {
            "en": f"Your progress was not saved: {error.strerror} ({folder / FILE}). What was saved before is still "
            "there. Make room or make the file writable, then check again.",
            "ko": f"진도를 저장하지 못했습니다: {error.strerror} ({folder / FILE}). 앞서 저장한 내용은 그대로 있습니다. "
            "디스크 공간이나 파일 쓰기 권한을 확인한 뒤 다시 채점하세요.",
        }
        warnings.warn(said[verdict.lang], stacklevel=3)


def _append(path: Path, line: str) -> None:
    """Add a whole line or nothing; what a crash left unfinished stays a line of its own."""
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
    file = os.open(path, flags, 0o644)
    try:
        size = os.lseek(file, 0, os.SEEK_END)
        if size:
            os.lseek(file, -1, os.SEEK_END)
            if os.read(file, 1) != b"\n":
                line = "\n" + line
        data = line.encode("utf-8")
        try:
            if os.write(file, data) != len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError:
            os.lseek(file, size, os.SEEK_SET)
            if data.startswith(os.read(file, len(data) + 1)):  # else another notebook has added its line
                os.ftruncate(file, size)
            raise
    finally:
        os.close(file)


def read(folder: Path) -> Progress:
    """What a workspace's file says; an empty record if there is none."""
    progress = Progress()
    try:
        text = (folder / FILE).read_text("utf-8-sig", errors="replace")  # some editors begin with a mark
    except FileNotFoundError:
        return progress
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        found = LINE.fullmatch(line.strip())
        if not found:
            progress.unread.append(number)
            continue
        attempts = progress.attempts.setdefault(found["name"], Attempts())
        attempts.tries += 1
        if found["outcome"] == "correct":
            attempts.solved = attempts.solved or found["time"]
        elif found["mistake"]:
            attempts.mistakes.append(found["mistake"])
    return progress
