"""How long a build of all editions takes: from nothing, with one notebook changed, with nothing changed."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNS = 5
CHANGED = "03-multiclass-svm"
TITLES = {
    "cold": "from nothing",
    "changed": "one notebook changed",
    "nothing": "nothing changed",
}


def measure(runs: int = RUNS) -> dict[str, list[float]]:
    """Seconds of each kind of build, on a copy, so that the site stays."""
    seconds: dict[str, list[float]] = {kind: [] for kind in TITLES}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("_config.yml", "_toc.yml", "CHANGELOG.md"):
            shutil.copy2(ROOT / part, folder / part)
        for part in ("book", "lossnotes"):
            shutil.copytree(ROOT / part, folder / part)
        (folder / "node_modules").symlink_to(ROOT / "node_modules")
        for run in range(runs):
            shutil.rmtree(folder / "_build", ignore_errors=True)
            seconds["cold"].append(_build(folder))
            _change(folder / "book" / f"{CHANGED}.ipynb", run)
            seconds["changed"].append(_build(folder))
            seconds["nothing"].append(_build(folder))
    return seconds


def _change(path: Path, run: int) -> None:
    """A sentence in both languages, as someone who edits writes it."""
    notebook = json.loads(path.read_text("utf-8"))
    for tag, sentence in ("lang-en", "One more sentence"), ("lang-ko", "문장이 하나 더 있습니다"):
        cell = next(cell for cell in notebook["cells"] if tag in cell["metadata"].get("tags", []))
        cell["source"] = "".join(cell["source"]) + f"\n\n{sentence}{'!' * run}.\n"
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")


def _build(folder: Path) -> float:
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "build.py")],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        encoding="utf-8",
    )
    if done.returncode:
        sys.exit(f"the build failed:\n{done.stdout}{done.stderr}")
    return time.perf_counter() - start


def told(seconds: dict[str, list[float]]) -> str:
    lines = [f"Build of all editions, seconds, {len(seconds['cold'])} runs (min, median, max)"]
    for kind, title in TITLES.items():
        all_ = seconds[kind]
        lines.append(f"  {title:22s} {min(all_):6.1f} {statistics.median(all_):6.1f} {max(all_):6.1f}")
    return "\n".join(lines)
