"""Whether the build after a killed one is right: ``python benchmarks/site/interrupted.py [MOMENTS] [SEED]``.

Builds of a book that changes to and fro are killed, with all that they started, at random moments; the next one must
publish, byte for byte, what a build from nothing does. Sometimes the change is taken back in between.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))

from tests.site.project import Project, SmallBook  # noqa: E402

# What one variant of the book has and the other has not: a page's text, its title (which other pages show), a
# formula, a term, the configuration, the theme, a way of writing.
CHANGES = [
    ("book/index.ipynb", "The way in.", "Come in."),
    ("book/03-page.ipynb", "# A small page", "# A page"),
    ("book/03-page.ipynb", "max(0, s_j)", "max(0, s_k)"),
    ("book/terms.toml", "# ", "#  "),
    ("_config.yml", '"2026"', '"2027"'),
    ("book/_ext/coursesite/theme/layout.html", '<main id="main">', '<main id="main" data-edited="yes">'),
    ("book/_ext/coursesite/figures.py", '<svg class="figure"', '<svg class="figure edited"'),
]


class Changing(SmallBook):
    """The small book in one of as many variants as there are sets of changes."""

    def __init__(self, folder: Path):
        super().__init__(folder)
        self.changed: frozenset[int] = frozenset()

    def become(self, changed: frozenset[int]) -> None:
        for at in changed ^ self.changed:
            path, one, other = CHANGES[at]
            self.edit(path, one, other) if at in changed else self.edit(path, other, one)
        self.changed = changed


def kill(process, after: float) -> bool:
    """Kills a build and all that it started; whether it was still at work."""
    time.sleep(after)
    working = process.poll() is None
    if working:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return working


def right(project: Project) -> None:
    """Builds, and raises an ``AssertionError`` unless what is published is what a build from nothing gives."""
    project.built()
    found = project.published()
    shutil.rmtree(project.folder / "_build")
    project.built()
    expected = project.published()
    wrong = sorted(name for name in found | expected if found.get(name) != expected.get(name))
    assert not wrong, f"not what a build from nothing gives: {wrong}"


def measure(moments: int = 20, seed: int = 0) -> dict:
    """``{"moments": builds killed, "wrong": [(when, what was wrong), ...]}``"""
    chance = random.Random(seed)
    killed, wrong = 0, []
    with tempfile.TemporaryDirectory() as folder:
        project = Changing(Path(folder, "book"))
        start = time.perf_counter()
        project.built()
        whole = time.perf_counter() - start
        for _ in range(moments):
            before = project.changed
            project.become(frozenset(at for at in range(len(CHANGES)) if chance.random() < 0.4))
            after = chance.uniform(0.2, 1.1) * whole
            killed += kill(project.start(), after)
            if chance.random() < 0.4:
                project.become(before)
            try:
                right(project)
            except AssertionError as error:
                wrong.append((f"{after:.2f} of {whole:.2f} s, seed {seed}", str(error)))
    return {"moments": killed, "wrong": wrong}


def main(arguments: list[str]) -> int:
    found = measure(*map(int, arguments))
    print(
        f"{found['moments']} builds killed at random moments: {len(found['wrong'])} times the next was wrong"
    )
    for when, what in found["wrong"]:
        print(f"  killed after {when}: {what}")
    return int(bool(found["wrong"]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
