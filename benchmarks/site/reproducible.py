"""Whether two cold builds publish the same bytes: ``python benchmarks/site/reproducible.py``.

They differ in all that must not matter: folder, time, time zone, locale, and the order of Python's sets.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))

from tests.site.project import Project  # noqa: E402

WAYS = {
    "a": {"PYTHONHASHSEED": "1", "TZ": "Pacific/Honolulu", "LC_ALL": "C.UTF-8"},
    "another/folder": {"PYTHONHASHSEED": "4321", "TZ": "Asia/Seoul", "LC_ALL": "C"},
}


def measure(kind: type[Project] = Project, **options: bool) -> dict:
    """``{"files": how many are published, "differ": the names of those that are not the same in both}``.

    Raises
    ------
    RuntimeError
        With what it said, when a build fails.
    """
    made = []
    with tempfile.TemporaryDirectory() as folder:
        for place, environment in WAYS.items():
            project = kind(Path(folder, place), **options)
            done = project.build(**environment)
            if done.returncode:
                raise RuntimeError(f"the build failed:\n{done.stdout}{done.stderr}")
            made.append(project.published())
    one, other = made
    return {
        "files": len(one),
        "differ": sorted(name for name in one | other if one.get(name) != other.get(name)),
    }


def main() -> int:
    found = measure(whole=True)
    print(f"two cold builds, {found['files']} files: {len(found['differ'])} differ")
    for name in found["differ"]:
        print(f"  {name}")
    return int(bool(found["differ"]))


if __name__ == "__main__":
    sys.exit(main())
