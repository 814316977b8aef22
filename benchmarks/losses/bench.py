"""``make bench``: ours and the peers in one process, call by call in turn; speed, peak memory, accuracy.

``make bench ONLY=svm`` runs the pairs whose name has that in it (several with commas between them), ``ONLY=accuracy`` the
table of accuracy alone. A ratio above 1 is in favour of ours.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path[0] = str(ROOT)  # instead of this folder

import numpy as np  # noqa: E402
import scipy  # noqa: E402
import sklearn  # noqa: E402
import threadpoolctl  # noqa: E402
import torch  # noqa: E402

from benchmarks.losses import accuracy, peers  # noqa: E402
from benchmarks.losses.pairs import PAIRS, SHAPES, SMALL, Call, Pair  # noqa: E402

SECONDS = 0.8  # for a pair at one shape, or as long as FEWEST rounds take
FEWEST = 5
THREADS = 1, 2
ALLOCATORS = {
    "default": {},
    # Large arrays stay in the heap: no page is handed back and faulted in again at the next call.
    "keeps pages": {"MALLOC_MMAP_THRESHOLD_": str(2**34), "MALLOC_TRIM_THRESHOLD_": str(2**34)},
}


# --- in a process of its own for each pair and allocator -------------------------------------------


def measure(pair: Pair, with_memory: bool) -> Iterator[dict]:
    if with_memory:  # before anything else has been allocated, and before there are threads
        for shape in SHAPES:
            if shape != SMALL:  # a few hundred kB, which a resident set does not tell
                yield {"shape": shape, "peak": [_peak(pair, shape, side) for side in (0, 1)]}
    for threads in THREADS:
        torch.set_num_threads(threads)
        with threadpoolctl.threadpool_limits(threads):
            for shape in SHAPES:
                calls = pair.build(*shape)
                _check_agreement(pair, shape, *(call() for call in calls))
                yield {"shape": shape, "threads": threads, "times": _race(*calls)}


def _race(ours: Call, peer: Call) -> tuple[list[float], list[float]]:
    times = [], []
    gc.collect()
    gc.disable()
    end = time.perf_counter() + SECONDS
    while time.perf_counter() < end or len(times[0]) < FEWEST:
        for call, seconds in zip((ours, peer), times, strict=True):
            start = time.perf_counter()
            call()
            seconds.append(time.perf_counter() - start)
    gc.enable()
    return times


def _peak(pair: Pair, shape: tuple[int, int], side: int) -> float:
    """MB by which one call raises the process's peak, above what its inputs, parameters and code need."""
    context = multiprocessing.get_context("fork")
    receive, send = context.Pipe(duplex=False)

    def child():
        torch.set_num_threads(1)
        pair.build(8, 10)[side]()  # what the first call loads once for all
        call = pair.build(*shape)[side]
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        result = call()
        send.send((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
        del result

    process = context.Process(target=child)
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(f"{pair.name} at {shape}: the process that measures memory ended with {process.exitcode}")
    return receive.recv()


def _check_agreement(pair: Pair, shape: tuple[int, int], ours: tuple, peer: tuple) -> None:
    """Two calls that compute different things have no ratio."""
    for a, b in zip(ours, peer, strict=True):
        a, b = np.asarray(a), np.asarray(b) * (shape[1] if pair.divided_by_c else 1)
        off = float(np.abs(a - b).max() / np.abs(b).max())
        if not off < 1e-3:  # float32, sums of 100,000 terms
            sys.exit(f"{pair.name} at {shape}: ours and the peer's differ by {off:.1e} of the largest")


# --- the report ------------------------------------------------------------------------------------


def speed(pair: Pair) -> list[str]:
    """Print the table of one pair; return what is below its limit."""
    print(f"\n{pair.name}: {pair.ours} / {pair.peer}")
    rows, memory, below = (
        [["(N, C)", "threads", "allocator", "ours", "peer", "ratio", "quartiles", "wanted"]],
        [],
        [],
    )
    for allocator, variables in ALLOCATORS.items():
        for result in _measured(pair, allocator, variables):
            shape = tuple(result["shape"])
            if "peak" in result:
                memory.append((shape, *result["peak"]))
                continue
            ours, peer = (statistics.median(times) for times in result["times"])
            low, _, high = statistics.quantiles([b / a for a, b in zip(*result["times"], strict=True)], n=4)
            wanted = pair.wanted.get(shape) if (result["threads"], allocator) == (1, "default") else None
            verdict = _verdict(wanted is None or peer / ours >= wanted, pair, shape, below)
            cells = _duration(ours), _duration(peer), f"{peer / ours:.2f}x", f"{low:.2f}-{high:.2f}"
            limit = "" if wanted is None else f"{wanted:g}x {verdict}"
            rows.append([str(shape), str(result["threads"]), allocator, *cells, limit])
    print_table(
        [rows[0], *sorted(rows[1:], key=lambda row: ([str(s) for s in SHAPES].index(row[0]), row[1]))]
    )
    rows = [["peak memory", "ours MB", "peer MB", "ratio", "wanted"]]
    for shape, ours, peer in memory:
        verdict = _verdict(not pair.less_memory or ours < peer, pair, f"memory at {shape}", below)
        ratio = f"{peer / ours:.2f}x" if ours else ""
        rows.append(
            [str(shape), f"{ours:.0f}", f"{peer:.0f}", ratio, f"less {verdict}" if pair.less_memory else ""]
        )
    print_table(rows)
    return below


def _measured(pair: Pair, allocator: str, variables: dict[str, str]) -> list[dict]:
    command = [sys.executable, __file__, "--measure", pair.name, allocator]
    process = subprocess.run(
        command, env=os.environ | variables, stdout=subprocess.PIPE, text=True, check=False
    )
    if process.returncode:
        sys.exit(f"{pair.name}, allocator {allocator}: the measurement ended with {process.returncode}")
    return [json.loads(line) for line in process.stdout.splitlines()]


def _verdict(holds: bool, pair: Pair, where: object, below: list[str]) -> str:
    if not holds:
        below.append(f"{pair.name} {where}")
    return "ok" if holds else "BELOW"


def _duration(seconds: float) -> str:
    return f"{seconds * 1e3:.1f} ms" if seconds >= 1e-2 else f"{seconds * 1e6:.0f} us"


def print_table(rows: list[list[str]]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def main(only: list[str]) -> None:
    chosen = [pair for pair in PAIRS if not only or any(word in pair.name for word in only)]
    with_accuracy = not only or "accuracy" in only
    if not chosen and not with_accuracy:
        sys.exit(
            f"ONLY: expected some of {', '.join(pair.name for pair in PAIRS)}, accuracy; got {', '.join(only)}"
        )
    print(
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores; Python {platform.python_version()}, "
        f"NumPy {np.__version__}, torch {torch.__version__}, scipy {scipy.__version__}, "
        f"scikit-learn {sklearn.__version__}, pytorch-metric-learning {peers.VERSION}"
    )
    below = []
    if chosen:
        print("float32, loss and gradients, medians of at least", FEWEST, "calls in turn; ratio: peer / ours")
    for pair in chosen:
        below += speed(pair)
    if with_accuracy:
        print("\nErrors of the loss and of its gradient relative to their exact values; 0: every digit lost")
        for rows in accuracy.tables():
            print()
            print_table(rows)
            below += [" ".join(row[:2]) for row in rows if row[4] == "BELOW"]
    print("\nbelow the limits: " + "; ".join(below) if below else "\nall limits hold")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        name, allocator = sys.argv[2:]
        for result in measure(next(pair for pair in PAIRS if pair.name == name), allocator == "default"):
            print(json.dumps(result), flush=True)
    else:
        main([word for argument in sys.argv[1:] for word in argument.split(",") if word])
