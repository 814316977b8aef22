"""The explorer in JupyterLab: what the reader moves arrives in Python, what Python sets moves the figure."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import nbformat
import pytest
from playwright.sync_api import expect

from lossnotes import explorers
from tests.conftest import ROOT

CELLS = (
    "from lossnotes.explorers import Scores\n\nfigure = Scores(scores=[3.2, 5.1, -1.7], label=0)\nfigure",
    "print(figure.scores, figure.label, figure.margin)",
    "figure.scores = [1.3, 4.9, 2.0]\nfigure.label = 1\nfigure.margin = 2.5",
)
# Every explorer in a notebook of its own: shown, read, and set back to its start.
EVERY = {
    name: (
        f"from lossnotes.explorers import {name}\n\nfigure = {name}()\nstart = figure.state()\nfigure",
        "print(figure.state() == start)",
        "for name, value in start.items():\n    setattr(figure, name, value)",
    )
    for name in explorers.__all__
}
PATIENCE = 30_000  # ms: a kernel starts, and the widget manager loads, in seconds on a slow machine


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab on a notebook of `CELLS`, with settings of its own and no word to the network."""
    home = tmp_path_factory.mktemp("lab")
    work = home / "work"
    work.mkdir()
    for name, cells in {"figure": CELLS, **EVERY}.items():
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(source, id=f"cell-{i}") for i, source in enumerate(cells)],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        )
        nbformat.write(notebook, work / f"{name}.ipynb")
    port = free_port()
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
        wait_until_up(f"{address}/api/status", server, home / "log")
        yield address
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def wait_until_up(address, server, log):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()[-3000:]}", pytrace=False)


@pytest.fixture
def notebook(request, browser, lab):
    name = getattr(request, "param", "figure")
    context = browser.new_context(viewport={"width": 1200, "height": 1700})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    # JupyterLab calls the kernel idle before it is connected, and forgets a cell that is run until then.
    with page.expect_websocket(lambda socket: "/api/kernels/" in socket.url) as channel:
        page.goto(f"{lab}/doc/tree/{name}.ipynb")
    channel.value.wait_for_event("framereceived")
    page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for()
    yield Notebook(page)
    assert errors == []
    context.close()


class Notebook:
    """The notebook as its reader has it: cells to run, and the figure."""

    def __init__(self, page):
        self.page = page
        self.figure = page.locator(".jp-OutputArea .lnx")

    def cell(self, number):
        return self.page.locator(".jp-Notebook .jp-Cell").nth(number)

    def run(self, number):
        """Run a cell and return what it printed."""
        prompt = self.cell(number).locator(".jp-InputPrompt")
        before = prompt.inner_text()
        self.cell(number).locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        expect(prompt).not_to_have_text(before, timeout=PATIENCE)
        expect(prompt).to_have_text(re.compile(r"\[\d+\]"), timeout=PATIENCE)
        return self.cell(number).locator(".jp-OutputArea-output")

    def handle(self, name):
        return self.figure.get_by_role("slider", name=name, exact=True)

    def active_cell(self):
        return self.page.locator(".jp-Notebook .jp-Cell.jp-mod-active").evaluate(
            "cell => [...document.querySelectorAll('.jp-Notebook .jp-Cell')].indexOf(cell)"
        )


def test_state_goes_both_ways(notebook):
    notebook.run(0)
    car = notebook.handle("Score of car")
    expect(car).to_have_attribute("aria-valuenow", "5.1", timeout=PATIENCE)
    expect(notebook.figure.locator(".lnx-amount").first).to_have_text("2.9")

    # Keys move the handle, not the selected cell.
    car.focus()
    cell = notebook.active_cell()
    for key in ("ArrowRight", "ArrowUp", "ArrowDown", "PageDown", "ArrowLeft"):
        notebook.page.keyboard.press(key)
    expect(car).to_have_attribute("aria-valuenow", "4.1")
    assert notebook.active_cell() == cell
    expect(notebook.run(1)).to_have_text("[3.2, 4.1, -1.7] 0 1.0")

    # The pointer.
    knob = car.locator(".lnx-touch").bounding_box()
    x, y = knob["x"] + knob["width"] / 2, knob["y"] + knob["height"] / 2
    notebook.page.mouse.move(x, y)
    notebook.page.mouse.down()
    notebook.page.mouse.move(x - 60, y, steps=6)
    notebook.page.mouse.up()
    moved = float(car.get_attribute("aria-valuenow"))
    assert moved < 4.1
    expect(notebook.run(1)).to_have_text(f"[3.2, {moved}, -1.7] 0 1.0")

    # Radio buttons and buttons take their keys, too.
    notebook.figure.get_by_role("radio", name="cat").focus()
    notebook.page.keyboard.press("ArrowDown")
    expect(notebook.run(1)).to_have_text(f"[3.2, {moved}, -1.7] 1 1.0")
    notebook.figure.get_by_role("button", name="frog").focus()
    notebook.page.keyboard.press("Enter")
    expect(notebook.run(1)).to_have_text("[2.2, 2.5, -3.1] 2 1.0")

    # And from Python.
    notebook.run(2)
    expect(car).to_have_attribute("aria-valuenow", "4.9")
    expect(car).to_have_attribute("aria-valuetext", "4.9, correct class")
    expect(notebook.handle("Margin")).to_have_attribute("aria-valuenow", "2.5")
    expect(notebook.figure.get_by_role("radio", name="car")).to_be_checked()
    expect(notebook.figure.locator(".lnx-amount").first).to_have_text("0")


@pytest.mark.parametrize("notebook", list(EVERY), indirect=True)
def test_every_explorer_s_handles_are_python_values(notebook):
    notebook.run(0)
    handle = notebook.figure.locator(".lnx-handle").first
    handle.wait_for(timeout=PATIENCE)
    first = handle.get_attribute("aria-valuetext")
    expect(notebook.run(1)).to_have_text("True")
    handle.focus()
    cell = notebook.active_cell()
    notebook.page.keyboard.press("ArrowLeft")
    if handle.get_attribute("aria-valuetext") == first:
        notebook.page.keyboard.press("ArrowRight")
    expect(handle).not_to_have_attribute("aria-valuetext", first)
    assert notebook.active_cell() == cell
    expect(notebook.run(1)).to_have_text("False")
    notebook.run(2)
    expect(handle).to_have_attribute("aria-valuetext", first)
