"""Progress is never lost: crashes, full disks and hands may do to its file what they like."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time

import pytest

from lossnotes.exercises import _progress, check
from lossnotes.exercises._progress import FILE, WORKSPACE, read
from tests.conftest import ROOT


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / WORKSPACE).write_text('{"edition": "ko", "files": {}}', "utf-8")
    (tmp_path / "deeper").mkdir()
    monkeypatch.chdir(tmp_path / "deeper")
    monkeypatch.delenv("LOSSNOTES_LANG", raising=False)
    return tmp_path


def test_a_check_in_a_workspace_is_noted_in_its_language(folder):
    assert str(check("svm-mistake", [0, 0, 0])).startswith("아직")
    assert check("svm-mistake", [1, 1, 1])
    attempts = read(folder).attempts["svm-mistake"]
    assert (attempts.tries, bool(attempts.solved)) == (2, True)
    assert len((folder / FILE).read_text("utf-8").splitlines()) == 2


def test_elsewhere_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    check("svm-mistake", [1, 1, 1])
    assert list(tmp_path.iterdir()) == []


def test_a_line_cut_off_or_edited_is_left_and_told(folder):
    file = folder / FILE
    check("svm-mistake", [1, 1, 1])
    whole = file.read_bytes()
    file.write_bytes(b"# mine\nsvm-batch done!\n\xff\xfe\n" + whole + b"2026-11-21 20:55:03  svm-ba")
    check("svm-mistake", [0, 0, 0])
    assert file.read_bytes().startswith(b"# mine\nsvm-batch done!\n\xff\xfe\n" + whole)
    progress = read(folder)
    assert progress.unread == [2, 3, 5]
    assert progress.attempts["svm-mistake"].tries == 2


def test_a_full_disk_costs_nothing_and_is_told(folder, monkeypatch):
    check("svm-mistake", [1, 1, 1])
    before = (folder / FILE).read_bytes()
    write = os.write

    def full(file, data):
        write(file, data[:5])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(_progress.os, "write", full)
    with pytest.warns(UserWarning, match=r"진도를 저장하지 못했습니다: No space left on device"):
        assert check("svm-mistake", [1, 1, 1])
    assert (folder / FILE).read_bytes() == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="mounting a small disk needs root")
def test_on_a_disk_that_is_really_full(tmp_path, monkeypatch):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], capture_output=True)
    if mounted.returncode:
        pytest.skip("this container may not mount")
    try:
        monkeypatch.chdir(disk)
        (disk / WORKSPACE).write_text('{"edition": "en", "files": {}}', "utf-8")
        check("svm-mistake", [1, 1, 1])
        before = (disk / FILE).read_bytes()
        with (disk / "filler").open("wb", buffering=0) as filler, pytest.raises(OSError, match="space"):
            while True:
                filler.write(b"x" * 4096)
        (disk / FILE).write_bytes(before + b"x" * (4096 - len(before) - 1) + b"\n")  # its page is full too
        before = (disk / FILE).read_bytes()
        with pytest.warns(UserWarning, match="Your progress was not saved: No space left on device"):
            assert check("svm-mistake", [1, 1, 1])
        assert (disk / FILE).read_bytes() == before
    finally:
        monkeypatch.chdir(tmp_path)
        subprocess.run(["umount", disk], check=True)


def test_killed_at_any_moment_what_was_there_stays(folder):
    """A process that checks and checks is killed; every line before the last is whole."""
    program = (
        "from lossnotes.exercises import check\n"
        "check('svm-mistake', [1, 1, 1])\n"
        "print('go', flush=True)\n"
        "while True: check('svm-mistake', [1, 1, 1])"
    )
    for wait in (0.03, 0.11, 0.2):
        before = (folder / FILE).read_bytes() if (folder / FILE).exists() else b""
        process = subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
        )
        process.stdout.readline()
        time.sleep(wait)
        process.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
        process.wait()
        process.stdout.close()
        after = (folder / FILE).read_bytes()
        assert after.startswith(before) and len(after) > len(before)
        lines = after.decode("utf-8").splitlines()
        assert read(folder).unread in ([], [len(lines)])
        check("svm-mistake", [1, 1, 1])
        assert read(folder).attempts["svm-mistake"].solved
