"""Open the course in JupyterLab.

    python tools/lab.py [EDITION] [--print] [options of JupyterLab]

Without an edition, the book's own notebooks, in both languages. With `ko` or `en`, a copy in that language
in `my-course-ko/` or `my-course-en/`, which is yours: run again, it is brought up to date, and a notebook
that you have changed stays as you left it.
"""

import argparse
import os
import shlex
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat.sign import NotebookNotary

from lossnotes.workspace import EditionReport, write_edition

ROOT = Path(__file__).resolve().parents[1]
EDITIONS = ("en", "ko")


def folder(edition: str) -> Path:
    """Where an edition's notebooks lie; the book's own without one."""
    return ROOT / (f"my-course-{edition}" if edition else "book")


def command(place: Path, edition: str) -> tuple[list[str], dict[str, str]]:
    """The command that starts JupyterLab in a folder, and what it adds to the environment."""
    start = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={place}"]
    # It would ask a package index for a newer version, and this one is pinned.
    start.append("--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate")
    if (place / "index.ipynb").exists():
        start.append(str(place / "index.ipynb"))
    return start, {"LOSSNOTES_LANG": edition} if edition else {}


def trust(place: Path) -> None:
    """Sign the notebooks, as `jupyter trust` does: the figures stored in them show before they are run."""
    notary = NotebookNotary()
    for path in sorted(place.glob("*.ipynb")):
        notary.sign(nbformat.read(path, as_version=4))
    notary.store.close()


def describe(report: EditionReport, place: Path) -> str:
    """What was written and what was kept."""
    count = len(report.written) + len(report.unchanged)
    lines = [f"{place.name}: {count} notebooks as in the book, {len(report.written)} of them written now"]
    if report.kept:
        lines.append(f"kept as you changed them: {', '.join(report.kept)}")
    if report.behind:
        names = ", ".join(report.behind)
        lines.append(f"newer in the book: {names} (to get them, rename or delete yours and run this again)")
    return "\n".join(lines)


def run(start: list[str], environment: dict[str, str]) -> int:
    """Become JupyterLab, as a shell's ``exec`` does.

    Windows cannot: there ``execve`` leaves the terminal to the shell while the server goes on, and takes a path with a
    blank apart. So wait for it, also while Ctrl+C asks it to stop.
    """
    if os.name != "nt":
        os.execve(start[0], start, environment)
    server = subprocess.Popen(start, env=environment)
    while True:
        try:
            return server.wait()
        except KeyboardInterrupt:  # it was sent to the server too, which asks or stops
            continue


def main(arguments: list[str]) -> int:
    """Bring the edition's copies up to date, if one is asked for, and start JupyterLab."""
    parser = argparse.ArgumentParser(prog="tools/lab.py", description=__doc__.splitlines()[0])
    parser.add_argument("edition", nargs="?", default="", help="en or ko; without it, both languages")
    parser.add_argument("--print", action="store_true", help="print the command instead of running it")
    options, further = parser.parse_known_args(arguments)
    edition = options.edition
    if edition and edition not in EDITIONS:
        print(f"EDITION: expected en or ko, got {edition!r}", file=sys.stderr)
        return 2
    place = folder(edition)
    if edition:
        try:
            report = write_edition(ROOT / "book", edition, place)
        except ValueError as error:
            print(error, file=sys.stderr)
            return 2
        print(describe(report, place), flush=True)
    start, added = command(place, edition)
    start += further
    if options.print:
        print(shlex.join([*(f"{name}={value}" for name, value in added.items()), *start]))
        return 0
    trust(place)
    return run(start, os.environ | added)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
