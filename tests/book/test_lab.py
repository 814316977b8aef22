"""`make lab`: the right folder, the right language, and a JupyterLab that answers."""

import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from lossnotes.workspace import EditionReport
from tools import lab


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout with a book of one page."""
    (tmp_path / "book").mkdir()
    page = (
        '{"cells": [{"cell_type": "markdown", "id": "a-ko", "metadata": {"tags": ["lang-ko"]}, "source": "가"}],'
        ' "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
    )
    (tmp_path / "book" / "index.ipynb").write_text(page, encoding="utf-8")
    monkeypatch.setattr(lab, "ROOT", tmp_path)
    return tmp_path


def test_without_an_edition_the_book_itself(checkout, capsys):
    assert lab.main(["--print"]) == 0
    printed = capsys.readouterr().out
    assert f"--ServerApp.root_dir={checkout / 'book'}" in printed
    assert printed.rstrip().endswith(str(checkout / "book" / "index.ipynb"))
    assert "LOSSNOTES_LANG" not in printed


def test_an_edition_is_written_and_opened(checkout, capsys):
    assert lab.main(["ko", "--print", "--no-browser"]) == 0
    printed = capsys.readouterr().out
    assert "my-course-ko: 1 notebooks as in the book, 1 of them written now" in printed
    assert f"--ServerApp.root_dir={checkout / 'my-course-ko'}" in printed
    assert "LOSSNOTES_LANG=ko" in printed
    assert printed.rstrip().endswith("--no-browser")
    assert (checkout / "my-course-ko" / "index.ipynb").exists()


def test_an_unknown_edition(checkout, capsys):
    assert lab.main(["fr"]) == 2
    assert capsys.readouterr().err == "EDITION: expected en or ko, got 'fr'\n"
    assert [path.name for path in checkout.iterdir()] == ["book"]


def test_an_edition_that_cannot_be_written(checkout, capsys):
    (checkout / "my-course-ko").write_text("mine")
    assert lab.main(["ko"]) == 2
    assert "expected a folder, got the file" in capsys.readouterr().err


def test_what_was_kept_is_said():
    report = EditionReport(written=("a.ipynb",), kept=("b.ipynb", "c.ipynb"), behind=("c.ipynb",))
    assert lab.describe(report, Path("my-course-ko")).splitlines() == [
        "my-course-ko: 1 notebooks as in the book, 1 of them written now",
        "kept as you changed them: b.ipynb, c.ipynb",
        "newer in the book: c.ipynb (to get them, rename or delete yours and run this again)",
    ]


def test_jupyterlab_answers(checkout, tmp_path_factory):
    """The command really starts a server, and that server shows the folder."""
    place = lab.folder("")
    lab_home = tmp_path_factory.mktemp("jupyter")
    start, added = lab.command(place, "ko")
    options = [
        "--no-browser",
        "--allow-root",
        "--IdentityProvider.token=",
        "--ServerApp.port=0",
        "--ip=127.0.0.1",
    ]
    own = {f"JUPYTER_{kind}_DIR": str(lab_home) for kind in ("CONFIG", "DATA", "RUNTIME")}
    log = lab_home / "log"
    with log.open("wb") as file:
        server = subprocess.Popen([*start, *options], stdout=file, stderr=file, env=os.environ | added | own)
    try:
        address = _address(log, server)
        with urllib.request.urlopen(f"{address}/lab", timeout=20) as answer:
            assert answer.status == 200
        with urllib.request.urlopen(f"{address}/api/contents/index.ipynb?content=0", timeout=20) as answer:
            assert answer.status == 200
    finally:
        server.terminate()
        server.wait(timeout=20)


def _address(log: Path, server: subprocess.Popen) -> str:
    """The address that the server says it listens on, once it does: it says so a moment before."""
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        if found := re.search(r"http://127\.0\.0\.1:[1-9]\d*(?=/)", log.read_text(errors="replace")):
            try:
                with urllib.request.urlopen(f"{found[0]}/api", timeout=20):
                    return found[0]
            except OSError:
                pass
        time.sleep(0.2)
    raise AssertionError(f"JupyterLab does not answer:\n{log.read_text(errors='replace')}")


def test_on_windows_the_terminal_waits_for_the_server(monkeypatch):
    waited = []

    class Server:
        def __init__(self, command, env):
            self.command = command

        def wait(self):
            waited.append(self.command)
            if len(waited) == 1:
                raise KeyboardInterrupt  # Ctrl+C, which the server hears too
            return 0

    monkeypatch.setattr(lab.os, "name", "nt")
    monkeypatch.setattr(lab.subprocess, "Popen", Server)
    assert lab.run(["a folder/python"], {}) == 0
    assert waited == [["a folder/python"]] * 2


def test_trust_signs_the_notebooks(checkout):
    """In another process: nbformat's notary keeps its own database open until the process ends."""
    code = (
        "import sys, nbformat; from pathlib import Path; from nbformat.sign import NotebookNotary; from tools import lab\n"
        "place = Path(sys.argv[1]); lab.trust(place)\n"
        "print(NotebookNotary().check_signature(nbformat.read(place / 'index.ipynb', as_version=4)))"
    )
    place = checkout / "book"
    environment = os.environ | {"JUPYTER_DATA_DIR": str(checkout / "data")}
    root = Path(__file__).resolve().parents[2]
    run = subprocess.run(
        [sys.executable, "-c", code, str(place)],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.stdout == "True\n", run.stderr
