"""A Chromium to test in: the one that is there, else one that can be installed, else one clear line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "no Chromium to test the site in: install one (`apt-get install chromium`, or "
    "`.venv/bin/playwright install chromium`), or set CHROMIUM to the path of its executable"
)
#: Nothing that the browser does of its own accord may reach the network or colour a test.
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    # The last two: pages that Chromium prepares for its address bar with every window, which nobody sees here and
    # which cost more than the page under test (12 windows: 24 s of processor time with them, 10 without).
    "--disable-features=OptimizationHints,Translate,MediaRouter,WebUIOmniboxPopup,WebUIOmniboxAimPopup",
    "--no-first-run",
    "--no-pings",
)


class NoBrowser(RuntimeError):
    """There is no Chromium, and none could be installed."""


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def find(playwright) -> str | None:
    """The executable of the first Chromium there is: $CHROMIUM, Playwright's own, the system's."""
    if chosen := os.environ.get("CHROMIUM"):
        if not shutil.which(chosen):
            raise NoBrowser(f"CHROMIUM: expected the path of an executable, got {chosen!r}")
        return chosen
    own = playwright.chromium.executable_path
    if Path(own).exists():
        return own
    return next(filter(None, map(shutil.which, NAMES)), None)


def install() -> None:
    """Try the ways to a Chromium that need no question; what goes wrong is told by the one who called."""
    if _is_root() and shutil.which("apt-get"):
        apt = ["apt-get", "-qq", "--yes"]
        commands = [[*apt, "update"], [*apt, "--no-install-recommends", "install", "chromium"]]
    else:
        commands = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in commands:
        if subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, timeout=240, check=False).returncode:
            return


def ensure(playwright) -> str:
    """The executable of a Chromium, installed if there was none.

    Raises
    ------
    NoBrowser
        In one line, what to install.
    """
    executable = find(playwright)
    if executable is None:
        install()
        executable = find(playwright)
    if executable is None:
        raise NoBrowser(MISSING)
    return executable


def flags() -> list[str]:
    """What Chromium is started with."""
    return [*FLAGS, *(["--no-sandbox"] if _is_root() else [])]  # Chromium's sandbox refuses root


def launch(playwright):
    """A headless Chromium; `NoBrowser` says what to install when there is none."""
    return playwright.chromium.launch(executable_path=ensure(playwright), args=flags())


def main() -> None:
    """Before the tests start: several workers that install at once would be in each other's way."""
    with sync_playwright() as playwright:
        try:
            print(f"Chromium: {ensure(playwright)}")
        except NoBrowser as error:
            sys.exit(str(error))


def swipe(page, x, y, dx, dy):
    """A finger put down at x, y and moved by dx, dy."""
    session = page.context.new_cdp_session(page)

    def send(kind, *points):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    send("touchStart", {"x": x, "y": y})
    for step in range(1, 11):
        send("touchMove", {"x": x + dx * step / 10, "y": y + dy * step / 10})
    send("touchEnd")
    session.detach()


if __name__ == "__main__":
    main()
