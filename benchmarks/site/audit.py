"""``make audit``: what is promised of the whole course, measured, and the table of benchmarks/README.md made anew.

    make audit                      everything; Lighthouse on one page of each kind
    make audit ALL=1                Lighthouse on every page
    make audit ONLY="times search"  some parts: times, weights, search, lighthouse, reproducible, interrupted, tests

Nothing is asserted here: tests/site/test_figures.py wants the table to say what was measured, and what can be
counted again to be as the table says. Times are only worth something on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import figures  # noqa: E402
import interrupted  # noqa: E402
import lighthouse  # noqa: E402
import reproducible  # noqa: E402
import search  # noqa: E402
import server  # noqa: E402
import times  # noqa: E402
import weights  # noqa: E402

from tests.conftest import EDITIONS, page_names  # noqa: E402
from tests.site.test_in_browser import OF_EACH_KIND  # noqa: E402

SITE = ROOT / "_build" / "html"
KILLS = 10


def measure_times() -> dict:
    seconds = times.measure()
    print(times.told(seconds), flush=True)
    return {kind: [round(one, 1) for one in all_] for kind, all_ in seconds.items()}


def measure_weights(address: str) -> dict:
    print("Page weights over gzip: kB, requests (English, Korean, side by side)")
    found = {}
    for name, row in weights.measure(SITE, address):
        print(f"  {name:24s} {'   '.join(f'{kb:6.1f} {asked:3d}' for kb, asked in row.values())}", flush=True)
        for edition, (kb, _) in row.items():
            found[f"{edition}/{name}"] = kb
    return found


def measure_lighthouse(address: str, names: list[str]) -> dict:
    print(f"Lighthouse: {', '.join(lighthouse.CATEGORIES)} ({', '.join(lighthouse.FORMS)})")
    found = {}
    pages = [f"{edition}/{name}" for edition in EDITIONS for name in names]
    for page, scores, remarks in lighthouse.measure(address, pages):
        row = "   ".join(" ".join(f"{score:3d}" for score in scores[form]) for form in lighthouse.FORMS)
        print(f"  {page:30s} {row}", flush=True)
        for remark in remarks:
            print(f"      {remark}", flush=True)
        found[page] = scores
    return found


def measure_search() -> dict:
    found = search.measure(SITE)
    search.report(found)
    return {key: value for key, value in found.items() if key != "missed"}


def measure_reproducible() -> dict:
    found = reproducible.measure(whole=True)
    print(
        f"Two cold builds, {found['files']} files: {len(found['differ'])} differ {found['differ']}",
        flush=True,
    )
    return found


def measure_interrupted() -> dict:
    found = interrupted.measure(KILLS)
    print(f"{found['moments']} builds killed: {len(found['wrong'])} times the next was wrong", flush=True)
    for when, what in found["wrong"]:
        print(f"  killed after {when}: {what}", flush=True)
    return {"moments": found["moments"], "wrong": len(found["wrong"])}


def measure_tests() -> dict:
    """All of `make test`, on what is built already; a run with failures is told and not recorded."""
    done = subprocess.run(["make", "test"], cwd=ROOT, capture_output=True, encoding="utf-8")
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    said = done.stdout.strip().splitlines()[-1].strip("= ")
    print(f"make test: {said}", flush=True)
    return {"said": said}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("parts", nargs="*", help=f"some of {', '.join(figures.PARTS)}; all without")
    asked.add_argument("--all", action="store_true", help="Lighthouse on every page")
    chosen = asked.parse_args()
    if unknown := set(chosen.parts) - set(figures.PARTS):
        asked.error(f"expected some of {', '.join(figures.PARTS)}, got {', '.join(sorted(unknown))}")
    parts = chosen.parts or figures.PARTS
    address = server.serve(SITE)
    if "times" in parts:
        figures.record("times", measure_times())
    if "weights" in parts:
        figures.record("weights", measure_weights(address))
    if "search" in parts:
        figures.record("search", measure_search())
    if "lighthouse" in parts:
        names = page_names() if chosen.all else [name for name in page_names() if name in OF_EACH_KIND]
        figures.record("lighthouse", measure_lighthouse(address, names))
    if "reproducible" in parts:
        figures.record("reproducible", measure_reproducible())
    if "interrupted" in parts:
        figures.record("interrupted", measure_interrupted())
    if "tests" in parts:
        figures.record("tests", measure_tests())
    figures.write_table()


if __name__ == "__main__":
    main()
