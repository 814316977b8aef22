"""How long a pointer move takes to redraw, and how much each explorer weighs.

    make frames        or: python benchmarks/explorers/frames.py [MODULE ...]

In Chromium, on a page with the explorer alone: each of its handles is dragged to and fro, 200 moves, by pointer events
made in the page. A move is timed from its event to the end of style and layout, which a read of the layout forces; at
60 frames a second 16.7 ms are there for it. Reported are median, 95th percentile and longest of the slowest handle,
with a calibration loop before and after each, since the machine may be busy: a figure is compared with it, not with
another day's. Scores are measured with ten classes too.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import shutil
import sys
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "book" / "_ext")]

from lossnotes import explorers  # noqa: E402
from tests.site.browser import launch  # noqa: E402
from tests.site.explorer import conftest as page_kit  # noqa: E402

MOVES = 200
DRAG = """async ([nth, moves]) => {
    const handle = document.querySelectorAll('.lnx-handle')[nth];
    const box = handle.querySelector('.lnx-touch').getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const upright = handle.getAttribute('aria-orientation') === 'vertical';
    const send = (kind, at) => handle.dispatchEvent(new PointerEvent(kind, {
        bubbles: true, cancelable: true, pointerId: 1, isPrimary: true, button: kind === 'pointermove' ? -1 : 0, buttons: 1,
        clientX: upright ? x : x + at, clientY: upright ? y + at : y,
    }));
    handle.setPointerCapture = () => {}; // no such pointer is really down
    const calibrate = () => { const t = performance.now(); let s = 0; for (let i = 1; i < 3e6; i += 1) s += Math.sqrt(i); return performance.now() - t + s * 0; };
    const before = calibrate();
    send('pointerdown', 0);
    const times = [];
    for (let i = 0; i < moves; i += 1) {
        const at = 60 * Math.sin(i / 9);
        const t = performance.now();
        send('pointermove', at);
        document.body.getBoundingClientRect();
        times.push(performance.now() - t);
        if (i % 20 === 0) await new Promise(requestAnimationFrame);
    }
    send('pointerup', 0);
    times.sort((a, b) => a - b);
    return {times, loop: [before, calibrate()], told: handle.getAttribute('aria-valuetext')};
}"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format, *args):
        """Nothing."""


def measure(kinds) -> list[tuple]:
    """(name, bytes over gzip, median, 95th percentile, longest, calibration) of each explorer; times in ms."""
    rows = []
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        modules = folder / "assets" / "explorers"
        modules.mkdir(parents=True)
        page_kit.write_host(folder / "assets")
        for path in (page_kit.BUNDLES / "pages").glob("*.js"):
            shutil.copy(path, modules)
        (folder / "page.css").write_text(page_kit.STYLE, "utf-8")
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=name))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = launch(playwright)
        for kind, traits in kinds:
            page_kit.write_page(folder, "x.html", state=kind(**traits).state(), module=kind._module)
            page = browser.new_page(viewport={"width": 1000, "height": 900})
            page.goto(f"http://127.0.0.1:{server.server_address[1]}/x.html")
            page.locator(".explorer[data-ready] .lnx").wait_for()
            drags = [page.evaluate(DRAG, [nth, MOVES]) for nth in range(page.locator(".lnx-handle").count())]
            found = max(drags, key=lambda drag: drag["times"][int(0.95 * MOVES)])
            times = found["times"]
            packed = len(
                gzip.compress((page_kit.BUNDLES / "pages" / f"{kind._module}.js").read_bytes(), 6, mtime=0)
            )
            at = [times[len(times) // 2], times[int(0.95 * len(times))], times[-1]]
            rows.append((kind._module, packed, *at, max(found["loop"])))
            page.close()
        browser.close()
        server.shutdown()
    return rows


def main(arguments: list[str]) -> int:
    kinds = [(getattr(explorers, name), {}) for name in explorers.__all__]
    kinds.append((explorers.Scores, {"scores": [3.2, 5.1, -1.7, 1, 2, 3, 4, 0, -1, 6], "label": 0}))
    if arguments:
        kinds = [(kind, traits) for kind, traits in kinds if kind._module in arguments]
    (shared,) = (page_kit.BUNDLES / "pages").glob("shared-*.js")
    print(f"shared part: {len(gzip.compress(shared.read_bytes(), 6, mtime=0))} bytes over gzip")
    print(f"{'explorer':12} {'gzip':>6} {'median':>8} {'95 %':>8} {'longest':>8}  calibration (ms)")
    slow = []
    for name, packed, median, high, longest, loop in measure(kinds):
        print(f"{name:12} {packed:6} {median:8.2f} {high:8.2f} {longest:8.2f}  {loop:.1f}")
        if high > 16:
            slow.append(name)
    if slow:
        print(f"more than 16 ms at the 95th percentile: {', '.join(slow)}")
    return int(bool(slow))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
