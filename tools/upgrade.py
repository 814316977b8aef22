"""``make upgrade``: would newer versions of what is pinned do? Tries them and reports; changes nothing unless asked.

    python tools/upgrade.py [NAME ...] [--apply]

It looks for newer versions of the packages of the first part of requirements.txt (those chosen by hand; NAME: only
these), and tries each in a virtual environment of its own, `_build/upgrade/venv`, beside the pins of all others: does
it install without a conflict, does the site build without a warning, does a quick selection of the tests pass? Then
the pins are as before and the next one is tried. With `--apply`, the pins of those that passed are written to
requirements.txt; then `make test` has the last word, and the second part is made anew (see CONTRIBUTING).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PINS = ROOT / "requirements.txt"
FOLDER = ROOT / "_build" / "upgrade"
SECOND_PART = "# What these bring along"
PIN = re.compile(r"(?m)^(?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+)")
#: One of each kind: doctests, losses beside their oracles, PyTorch, a chapter with figures and one that trains.
QUICK = (
    "lossnotes",
    "tests/package/test_svm.py",
    "tests/package/test_softmax_cross_entropy.py",
    "tests/package/nn/test_lsoftmax.py",
    "tests/package/test_plots.py",
    "tests/book/test_parity.py",
    "book/03-multiclass-svm.ipynb",
    "book/09-softmax-classification.ipynb",
)


@dataclass(frozen=True)
class Trial:
    """A newer version, and what came of it: "" if all went well, else the step that failed."""

    name: str
    pinned: str
    newest: str
    failed: str = ""

    @property
    def told(self) -> str:
        log = f"see {FOLDER.relative_to(ROOT)}/{self.name}.log"
        return f"fails: {self.failed} ({log})" if self.failed else "builds, and the quick tests pass"


def pins(text: str) -> dict[str, str]:
    """The pins chosen by hand: name and version."""
    return {found["name"]: found["version"] for found in PIN.finditer(text.partition(SECOND_PART)[0])}


def wanted(known: dict[str, str], names: list[str]) -> list[str]:
    """The names asked for, or all.

    Raises
    ------
    ValueError
        If a name is none of those chosen by hand.
    """
    if unknown := [name for name in names if name not in known]:
        raise ValueError(f"expected names of the first part of requirements.txt, got {', '.join(unknown)}")
    return names or list(known)


def with_pins(text: str, newer: dict[str, str]) -> str:
    """The text of requirements.txt with other versions; comments stay in their column."""

    def moved(found: re.Match[str]) -> str:
        name, old = found["name"], f"{found['name']}=={found['version']}"
        new = f"{name}=={newer.get(name, found['version'])}"
        return f"{new:<{len(old) + len(found['gap'])}}" if found["gap"] else new

    return re.sub(rf"{PIN.pattern}(?P<gap> *)", moved, text)


def table(trials: list[Trial]) -> str:
    """What was tried, one a line."""
    rows = [("package", "pinned", "newest", "")]
    rows += [(trial.name, trial.pinned, trial.newest, trial.told) for trial in trials]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(row, (*widths, 0), strict=True)).rstrip()
        for row in rows
    )


class Environment:
    """A virtual environment with the pins, in which one of them at a time is newer."""

    def __init__(self, folder: Path = FOLDER):
        self.folder = folder
        self.python = folder / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def pip(self, *arguments: str, log: Path | None = None) -> subprocess.CompletedProcess:
        return self.run("-m", "pip", "--disable-pip-version-check", *arguments, log=log)

    def run(self, *arguments: str, log: Path | None = None) -> subprocess.CompletedProcess:
        """A command of this environment's Python; what it says is added to the log, if there is one."""
        variables = {key: text for key, text in os.environ.items() if key != "PYTHONHOME"}
        variables["PYTHONPATH"] = str(ROOT)
        done = subprocess.run(
            [str(self.python), *arguments], cwd=ROOT, env=variables, capture_output=True, encoding="utf-8"
        )
        if log:
            with log.open("a", encoding="utf-8") as file:
                file.write(f"$ python {' '.join(arguments)}\n{done.stdout}{done.stderr}\n")
        return done

    def restore(self) -> None:
        """As requirements.txt says."""
        if not self.python.exists():
            venv.create(self.folder / "venv", with_pip=True)
        done = self.pip("install", "--quiet", "--requirement", str(PINS))
        if done.returncode:
            sys.exit(f"requirements.txt itself does not install:\n{done.stderr}")

    def newer(self, names: list[str]) -> dict[str, str]:
        """The newest versions that this Python and this system can have, where they are not the pinned ones."""
        report = ("install", "--quiet", "--dry-run", "--no-deps", "--upgrade", "--report", "-")
        done = self.pip(*report, *names)
        if done.returncode:
            sys.exit(f"cannot look for newer versions:\n{done.stderr}")
        found = [entry["metadata"] for entry in json.loads(done.stdout)["install"]]
        by_name = {_plain(entry["name"]): entry["version"] for entry in found}
        return {name: by_name[_plain(name)] for name in names if _plain(name) in by_name}

    def attempt(self, name: str, version: str) -> str:
        """Try a version beside the pins; the step that failed, or ""."""
        log = self.folder / f"{name}.log"
        log.unlink(missing_ok=True)
        steps: list[tuple[str, Callable[[], subprocess.CompletedProcess]]] = [
            ("install", lambda: self.pip("install", "--quiet", f"{name}=={version}", log=log)),
            ("conflict", lambda: self.pip("check", log=log)),
            (
                "build",
                lambda: self.run("tools/build.py", "--all", "--path-output", str(self.folder), log=log),
            ),
            (
                "tests",
                lambda: self.run("-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *QUICK, log=log),
            ),
        ]
        return next((what for what, step in steps if step().returncode), "")


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def try_all(environment, known: dict[str, str], names: list[str], say=print) -> list[Trial]:
    """A trial of each newer version; after each, the pins again."""
    say("An environment with the pins ...")
    environment.restore()
    newer = environment.newer(names)
    trials = []
    for name, version in newer.items():
        say(f"{name} {known[name]} -> {version} ...")
        trials.append(Trial(name, known[name], version, environment.attempt(name, version)))
        environment.restore()
    return trials


def main(arguments: list[str], environment=None) -> int:
    parser = argparse.ArgumentParser(prog="tools/upgrade.py", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these packages")
    parser.add_argument("--apply", action="store_true", help="write the pins of those that passed")
    options = parser.parse_args(arguments)
    text = PINS.read_text("utf-8")
    known = pins(text)
    try:
        names = wanted(known, options.names)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    trials = try_all(environment or Environment(), known, names)
    if not trials:
        print("All pins are the newest that this Python can have.")
        return 0
    print(table(trials))
    passed = {trial.name: trial.newest for trial in trials if not trial.failed}
    if options.apply and passed:
        PINS.write_text(with_pins(text, passed), encoding="utf-8", newline="\n")
        print(
            "requirements.txt has the new pins of those that passed. Now `make test`, then its second part anew."
        )
    elif passed:
        print("Nothing was changed. To write the pins of those that passed: make upgrade APPLY=1")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
