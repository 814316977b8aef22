"""A real JupyterLab for tests, and a notebook in it as its reader has it."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.conftest import ROOT

PATIENCE = (
    120_000  # ms: a kernel starts, and the widget manager loads, in seconds; on a loaded machine in many
)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def jupyterlab(home: Path, work: Path) -> Iterator[str]:
    """JupyterLab on the folder `work`; settings of its own are in `home`, and no word goes to the network.

    Yields its address.
    """
    port = _free_port()
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.allow_root": True,
        "ServerApp.root_dir": work,
        "IdentityProvider.token": "",
        "LabApp.open_browser": False,
        "LabApp.extension_manager": "readonly",
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "LabApp.news_url": "None",
        "LabApp.user_settings_dir": home / "settings",
        "LabApp.workspaces_dir": home / "workspaces",
    }
    places = {f"JUPYTER_{kind}_DIR": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")}
    environment = os.environ | places | {"IPYTHONDIR": str(home / "ipython"), "PYTHONPATH": str(ROOT)}
    environment.pop("LOSSNOTES_LANG", None)
    with (home / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *(f"--{name}={value}" for name, value in options.items())],
            cwd=work,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # its kernels end with it
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_up(f"{address}/api/status", server, home / "log")
        yield address
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def _wait_until_up(address: str, server: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()[-3000:]}", pytrace=False)


@contextlib.contextmanager
def opened(browser, address: str, path: str) -> Iterator[Notebook]:
    """A notebook with its kernel ready; fails if its page ever raises an error."""
    context = browser.new_context(viewport={"width": 1200, "height": 1700})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    try:
        # JupyterLab calls the kernel idle before it is connected, and forgets a cell that is run until then.
        with page.expect_websocket(lambda socket: "/api/kernels/" in socket.url) as channel:
            page.goto(f"{address}/doc/tree/{path}")
        channel.value.wait_for_event("framereceived")
        page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for()
        yield Notebook(page)
        assert errors == []
    finally:
        context.close()


class Notebook:
    """Cells to read, to write and to run, and the figure."""

    def __init__(self, page):
        self.page = page
        self.figure = page.locator(".jp-OutputArea .lnx")

    def cell(self, which):
        """A cell by its number, or a code cell by a text that no other has."""
        if isinstance(which, str):
            return self.page.locator(".jp-Notebook .jp-CodeCell").filter(has_text=which)
        return self.page.locator(".jp-Notebook .jp-Cell").nth(which)

    def _enter(self, which):
        """Put the cursor into a cell; in a long notebook it has no editor before it is in sight."""
        self.cell(which).scroll_into_view_if_needed()
        self.cell(which).locator(".cm-content").click()

    def write(self, which, text):
        """Put text in the place of a cell's own."""
        self._enter(which)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def run(self, which):
        """Run a cell and return what it printed."""
        prompt = self.cell(which).locator(".jp-InputPrompt")
        self._enter(which)
        # A stored count may be the one that it gets again: what stands there now is made to be none.
        prompt.evaluate("prompt => { prompt.textContent = 'not run'; }")
        self.page.keyboard.press("Control+Enter")
        expect(prompt).to_have_text(re.compile(r"\[\d+\]"), timeout=PATIENCE)
        return self.cell(which).locator(".jp-OutputArea-output")

    def handle(self, name):
        return self.figure.get_by_role("slider", name=name, exact=True)

    def active_cell(self):
        return self.page.locator(".jp-Notebook .jp-Cell.jp-mod-active").evaluate(
            "cell => [...document.querySelectorAll('.jp-Notebook .jp-Cell')].indexOf(cell)"
        )
