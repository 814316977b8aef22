"""Progress is never lost: crashes, full disks and hands may do to its file what they like."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from lossnotes._commands import main
from lossnotes._folder import STATE_FILE
from lossnotes.exercises import _progress, check
from lossnotes.exercises._progress import FILE, read
from tests.conftest import ROOT


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / STATE_FILE).write_text('{"edition": "ko", "files": {}}', "utf-8")
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


def spoiled(content):
    """What may have become of the file, by other hands than the course's."""
    lines = content.splitlines(keepends=True)
    return {
        "cut off": content[:-7],
        "a crash's zeros": content + bytes(300),
        "lines in another order": b"".join(reversed(lines)),
        "windows": content.replace(b"\n", b"\r\n"),
        "windows, with a mark": b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"),
        "other letters": content + "진도\n".encode("utf-16"),
        "merged by git": b"<<<<<<< mine\n" + content + b"=======\n" + content + b">>>>>>> theirs\n",
        "tabs": content.replace(b"  ", b"\t", 1),
        "empty": b"",
    }


@pytest.mark.parametrize("way", spoiled(b""))
def test_a_spoiled_file_is_kept_and_added_to(folder, way, capsys):
    for answer in [0, 0, 0], [1, 1, 1], [1, 1, 1]:
        check("svm-mistake", answer)
    file = folder / FILE
    before = spoiled(file.read_bytes())[way]
    file.write_bytes(before)
    check("svm-four-classes", [4.5, 3, 3])
    after = file.read_bytes()
    assert after.startswith(before) and after[len(before) :].lstrip(b"\n").count(b"\n") == 1
    progress = read(folder)
    assert progress.attempts["svm-four-classes"].solved
    if way not in ("empty", "tabs"):
        assert progress.attempts["svm-mistake"].tries >= 2 and progress.attempts["svm-mistake"].solved
    assert main(["progress"]) == 0
    said = "".join(capsys.readouterr().out.split())
    assert ("읽지못한줄이있습니다" in said) == bool(progress.unread)
    assert ("텍스트편집기로고치거나지우세요." in said) == bool(progress.unread)
    assert file.read_bytes() == after


NO_ROOM = errno.ENOSPC, "No space left on device"
SAID = {
    "en": r"Your progress was not saved: {} \(.*progress.txt\). What was saved before is still there. Make room or "
    "make the file writable, then check again.",
    "ko": r"진도를 저장하지 못했습니다: {} \(.*progress.txt\). 앞서 저장한 내용은 그대로 있습니다. 디스크 공간이나 파일 "
    "쓰기 권한을 확인한 뒤 다시 채점하세요.",
}


@pytest.mark.parametrize("lang", SAID)
@pytest.mark.parametrize("bytes_written", [0, 5, "short"])
def test_a_full_disk_costs_nothing_and_is_told(folder, monkeypatch, lang, bytes_written):
    check("svm-mistake", [1, 1, 1])
    before = (folder / FILE).read_bytes()
    write = os.write

    def full(file, data):
        if bytes_written == "short":
            return write(file, data[:-1])
        write(file, data[:bytes_written])
        raise OSError(*NO_ROOM)

    monkeypatch.setattr(_progress.os, "write", full)
    with pytest.warns(UserWarning, match=SAID[lang].format(NO_ROOM[1])):
        assert check("svm-mistake", [1, 1, 1], lang=lang)
    assert (folder / FILE).read_bytes() == before
    monkeypatch.setattr(_progress.os, "write", write)
    check("svm-mistake", [1, 1, 1])
    assert read(folder).attempts["svm-mistake"].tries == 2 and not read(folder).unread


def test_a_line_of_another_notebook_is_never_cut_off(folder, monkeypatch):
    """It may have been added while this one ran out of room."""
    check("svm-mistake", [1, 1, 1])
    before, theirs = (folder / FILE).read_bytes(), b"2026-11-21 20:57:41  svm-batch  correct\n"
    write = os.write

    def full(file, data):
        write(file, theirs)
        write(file, data[:5])
        raise OSError(*NO_ROOM)

    monkeypatch.setattr(_progress.os, "write", full)
    with pytest.warns(UserWarning, match="저장하지 못했습니다"):
        check("svm-mistake", [1, 1, 1])
    assert (folder / FILE).read_bytes().startswith(before + theirs)
    assert read(folder).attempts["svm-batch"].solved


@pytest.mark.parametrize("fault", [errno.EACCES, errno.EROFS, errno.ENOSPC, errno.EDQUOT])
def test_a_file_that_cannot_be_opened_is_told(folder, monkeypatch, fault):
    def closed(*arguments):
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(_progress.os, "open", closed)
    with pytest.warns(UserWarning, match=SAID["ko"].format(os.strerror(fault))):
        assert check("svm-mistake", [1, 1, 1])
    with pytest.warns(UserWarning, match=SAID["en"].format(os.strerror(fault))):
        assert not check("svm-mistake", [1, 1, 0], lang="en")


def test_a_folder_in_the_place_of_the_file(folder, capsys):
    (folder / FILE).mkdir()
    with pytest.warns(UserWarning, match="저장하지 못했습니다"):
        assert check("svm-mistake", [1, 1, 1])
    assert main(["progress"]) == 2
    assert "디스크 공간이나 파일 권한을 확인한 뒤 다시 실행하세요." in capsys.readouterr().err


@pytest.fixture
def small_disk(tmp_path, monkeypatch):
    """A disk of its own, too small for much."""
    if os.name == "nt" or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", disk], capture_output=True)
    if mounted.returncode:
        pytest.skip("this container may not mount")
    monkeypatch.chdir(disk)
    monkeypatch.delenv("LOSSNOTES_LANG", raising=False)
    yield disk
    monkeypatch.chdir(tmp_path)
    subprocess.run(["umount", disk], check=True)


def fill(disk):
    with (disk / "filler").open("ab", buffering=0) as filler, pytest.raises(OSError, match="space"):
        while True:
            filler.write(b"x" * 4096)


def test_on_a_disk_that_is_really_full(small_disk):
    (small_disk / STATE_FILE).write_text('{"edition": "en", "files": {}}', "utf-8")
    check("svm-mistake", [1, 1, 1])
    before = (small_disk / FILE).read_bytes()
    fill(small_disk)
    (small_disk / FILE).write_bytes(before + b"x" * (4096 - len(before) - 1) + b"\n")  # its page is full too
    before = (small_disk / FILE).read_bytes()
    with pytest.warns(UserWarning, match=SAID["en"].format(NO_ROOM[1])):
        assert check("svm-mistake", [1, 1, 1])
    assert (small_disk / FILE).read_bytes() == before
    (small_disk / "filler").unlink()
    check("svm-mistake", [1, 1, 1])
    assert read(small_disk).attempts["svm-mistake"].tries == 2


def test_a_workspace_on_a_full_disk(small_disk, capsys):
    """Half a course is a course: none of its files is cut off, and with room the rest is added."""
    folder = small_disk / "course"
    assert main(["workspace", "--lang", "ko", str(folder)]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"lossnotes workspace: {NO_ROOM[1]} (")
    assert "고치거나 저장한 내용은 모두 그대로 있습니다. 디스크 공간이나 파일 권한을 확인한 뒤" in said
    written = sorted(folder.glob("*"))
    assert written and not [path for path in folder.iterdir() if path.suffix != ".ipynb"]
    for path in written:
        assert json.loads(path.read_text("utf-8"))["nbformat"] == 4
    own = written[0]
    own.write_text(own.read_text("utf-8").replace('"cells"', ' "cells"', 1), "utf-8")
    before = own.read_bytes()
    subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
    assert main(["workspace", "--lang", "ko", str(folder)]) == 0
    assert own.read_bytes() == before
    assert len(list(folder.glob("*.ipynb"))) == len(list((ROOT / "book").glob("*.ipynb")))


def test_a_reset_on_a_full_disk(small_disk, tmp_path, capsys):
    """What the reader has is kept first; if there is no room for that, nothing happens."""
    subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
    assert main(["workspace", "--lang", "ko", "."]) == 0
    own = small_disk / "index.ipynb"
    notebook = json.loads(own.read_text("utf-8"))
    notebook["cells"][0]["source"] = "mine " * 5000
    own.write_text(json.dumps(notebook), "utf-8")
    before = {path: path.read_bytes() for path in small_disk.iterdir()}
    fill(small_disk)
    capsys.readouterr()
    assert main(["reset", "index"]) == 2
    assert capsys.readouterr().err.startswith(f"lossnotes reset: {NO_ROOM[1]} (")
    (small_disk / "filler").unlink()
    assert {path: path.read_bytes() for path in small_disk.iterdir()} == before


@pytest.mark.skipif(os.name == "nt", reason="there is no such end on Windows")
@pytest.mark.parametrize("written", [0, 1, 30, -1])
def test_killed_in_the_middle_of_a_line(folder, written):
    """The process is gone with part of the line on the disk; all before it stays, and the next is a line again."""
    check("svm-mistake", [1, 1, 1])
    before = (folder / FILE).read_bytes()
    program = (
        "import os, signal\n"
        "from lossnotes.exercises import _progress, check\n"
        "write = os.write\n"
        "def dies(file, data):\n"
        f"    write(file, data[:{written}])\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "_progress.os.write = dies\n"
        "check('svm-batch', 1)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert run.returncode == -signal.SIGKILL
    cut = (folder / FILE).read_bytes()
    assert cut.startswith(before) and (len(cut) > len(before)) == (written != 0)
    assert len(read(folder).unread) == (written in (1, 30))
    check("svm-mistake", [1, 1, 1])
    progress = read(folder)
    assert progress.attempts["svm-mistake"].tries == 2 and len(progress.unread) == (written in (1, 30))


def test_killed_at_any_moment_what_was_there_stays(folder):
    """A process that checks and checks is killed; every line before the last is whole."""
    program = (
        "from lossnotes.exercises import check\n"
        "check('svm-mistake', [1, 1, 1])\n"
        "print('go', flush=True)\n"
        "while True: check('svm-mistake', [1, 1, 1])"
    )
    for wait in (0.03, 0.2):
        before = (folder / FILE).read_bytes() if (folder / FILE).exists() else b""
        cut_before = read(folder).unread
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
        assert read(folder).unread in (cut_before, [*cut_before, len(lines)])
        check("svm-mistake", [1, 1, 1])
        assert read(folder).attempts["svm-mistake"].solved
