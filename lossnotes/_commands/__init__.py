"""The commands of ``python -m lossnotes``, one a module; each returns an exit code and says what it did."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from lossnotes.exercises._progress import edition

from . import doctor, progress, reset, solutions, workspace

COMMANDS = {
    module.__name__.rpartition(".")[2]: module for module in (workspace, reset, progress, solutions, doctor)
}
#: The book beside the package, in a clone of the course.
BOOK = Path(__file__).resolve().parents[2] / "book"
ABOUT = {
    "en": "The course on the losses of classification, at your desk.",
    "ko": "분류 손실 함수 강의를 내 컴퓨터에서 공부합니다.",
}
MISSING = {
    "en": "the package {name} is missing: python -m lossnotes doctor says how to get it",
    "ko": "{name} 패키지가 없습니다. python -m lossnotes doctor를 실행하면 설치하는 방법을 알려 줍니다",
}
FAULT = {
    "en": "{what} ({file}). Nothing of yours was changed or lost. Make room or mend the permissions, then run this "
    "again.",
    "ko": "{what} ({file}). 고치거나 저장한 내용은 모두 그대로 있습니다. 디스크 공간이나 파일 권한을 확인한 뒤 다시 "
    "실행하세요.",
}


def language(asked: str | None) -> str:
    """The language asked for, of ``LOSSNOTES_LANG``, of the workspace, of the system, or English."""
    system = (os.environ.get("LC_ALL") or os.environ.get("LANG") or "")[:2]
    wanted = (asked, os.environ.get("LOSSNOTES_LANG"), edition(), system)
    return next((code for code in wanted if code in ABOUT), "en")


def main(arguments: Sequence[str]) -> int:
    """Run a command; bad arguments and faults that a reader can mend are told in a sentence."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # where Windows sends it to a file in a code page without ✓
    lang = language(_asked(arguments))
    parser = argparse.ArgumentParser(prog="python -m lossnotes", description=ABOUT[lang])
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module in COMMANDS.items():
        own = commands.add_parser(name, help=module.HELP[lang], description=module.HELP[lang])
        own.add_argument("--lang", choices=sorted(ABOUT), help="en, ko")
        module.arguments(own, lang)
    options = parser.parse_args(arguments)
    try:
        done = COMMANDS[options.command].run(options, lang, BOOK)
        sys.stdout.flush()
        return done
    except ValueError as fault:
        said = str(fault)
    except ModuleNotFoundError as fault:
        said = MISSING[lang].format(name=fault.name)
    except BrokenPipeError:  # as in `... | head`: nobody reads on, and nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as fault:
        said = FAULT[lang].format(what=fault.strerror or fault, file=fault.filename or Path.cwd())
    print(f"lossnotes {options.command}: {said}", file=sys.stderr)
    return 2


def _asked(arguments: Sequence[str]) -> str | None:
    """The language, before the arguments are read: help speaks it too."""
    for at, argument in enumerate(arguments):
        if argument == "--lang" and at + 1 < len(arguments):
            return arguments[at + 1]
        if argument.startswith("--lang="):
            return argument[7:]
    return None
