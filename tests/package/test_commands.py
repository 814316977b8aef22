"""``python -m lossnotes``: a workspace that loses nothing, stubs that fail kindly, progress, solutions, doctor."""

from __future__ import annotations

import functools
import itertools
import json
import os
import re
import shutil
import subprocess
import symtable
import sys
import time

import numpy as np
import pytest

from lossnotes import _commands, exercises
from lossnotes._commands import _python, doctor, main, solutions
from lossnotes._stubs import stub_of
from lossnotes.exercises import check
from lossnotes.exercises._check import catalogue
from tests.conftest import ROOT

HANGUL = re.compile("[가-힣]")
PAGE = "03-multiclass-svm.ipynb"


@pytest.fixture(autouse=True)
def no_language(monkeypatch):
    for name in ("LOSSNOTES_LANG", "LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def written(tmp_path_factory):
    """A workspace of each language."""
    folders = {lang: tmp_path_factory.mktemp("course") / lang for lang in ("en", "ko")}
    for lang, folder in folders.items():
        begun = time.process_time()
        assert main(["workspace", "--lang", lang, str(folder)]) == 0
        # Ten seconds are promised; by the processor's time, which other programs do not use up, it takes one.
        assert time.process_time() - begun < 10
    return folders


@pytest.fixture
def mine(written, tmp_path, monkeypatch):
    """A Korean workspace of one's own, to spoil."""
    folder = shutil.copytree(written["ko"], tmp_path / "course")
    monkeypatch.chdir(folder)
    return folder


def cells(folder, kind):
    for path in sorted(folder.glob("*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["cell_type"] == kind:
                yield path.name, cell["id"], "".join(cell["source"])


# --- what is in a workspace --------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_plain_jupyterlab_can_show_every_text(written, lang):
    """No directive, role or label of MyST is left, and no solution."""
    for page, cell, text in cells(written[lang], "markdown"):
        where = f"{page}, cell {cell}"
        assert not re.search(r"(?m)^(`{3,}|:{3,})\{", text), where
        assert not re.search(r"\{[a-z:]+\}`", text), where
        assert not re.search(r"(?m)^\([\w-]+\)=", text), where
        assert not re.search(r"\$\$[ \t]*\([\w-]+\)", text), where
        assert text.count("<details>") == text.count("</details>"), where


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_links_within_a_notebook_lead_somewhere(written, lang):
    pages: dict[str, list[str]] = {}
    for page, _, text in cells(written[lang], "markdown"):
        pages.setdefault(page, []).append(text)
    assert len(pages) == len(list(written[lang].glob("*.ipynb")))
    for page, found in pages.items():
        texts = "\n".join(found)
        places = set(re.findall(r'<a id="([\w-]+)"></a>', texts))
        for target in re.findall(r"\]\(#([\w-]+)\)", texts):
            assert target in places, (page, target)
        for file in re.findall(r"\]\(([\w-]+\.ipynb)\)", texts):
            assert (written[lang] / file).is_file(), (page, file)
        assert "[?]" not in texts and "(?)" not in texts


def stubs(folder):
    for page, cell, code in cells(folder, "code"):
        for name in re.findall(r'(?m)^check\("([\w-]+)", ', code):
            yield page, cell, name, code


def test_every_exercise_has_its_stub(written):
    for folder in written.values():
        assert sorted(name for _, _, name, _ in stubs(folder)) == sorted(catalogue())


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_stub_fails_in_a_sentence(written, lang):
    for page, cell, name, code in stubs(written[lang]):
        begun, last = code.rsplit("\n", 1)
        names = {"np": np, "check": functools.partial(check, lang=lang)}
        exec(begun, names)
        said = eval(last, names)
        assert not said, (page, cell)
        assert "# solution" not in code and "# end" not in code
        kind = type(catalogue()[name]).__name__
        wanted = {
            ("en", "NumberExercise"): "Expected ",
            ("ko", "NumberExercise"): "답은 ",
            ("en", "ChoiceExercise"): "Expected the number of one answer, 1 to ",
            ("ko", "ChoiceExercise"): "1부터 ",
            ("en", "FunctionExercise"): "Your function returns nothing (None). Is there a return?",
            (
                "ko",
                "FunctionExercise",
            ): "함수가 아무 값도 돌려주지 않습니다(None). return이 있는지 확인하세요.",
        }[lang, kind]
        assert str(said).startswith(wanted), (page, cell, str(said))


def test_no_later_cell_needs_what_only_a_solution_makes():
    """A reader runs a chapter from top to bottom, with exercises open."""
    for path in sorted((ROOT / "book").glob("[0-9]*.ipynb")):
        made: set[str] = set()
        lost: dict[str, str] = {}
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["cell_type"] != "code":
                continue
            code = "".join(cell["source"])
            stub = stub_of(code, "en")
            asked, own = names_of(stub or code)
            for name in asked - own - made:
                assert name not in lost, f"{path.name}, cell {cell['id']}: {name} is made in {lost[name]}"
            # A function that the reader is to write gives nothing yet: it is as good as not there.
            yet_to_write = {found["name"] for found in re.finditer(r"(?m)^def (?P<name>\w+)", stub)}
            made |= own - yet_to_write
            lost = {name: place for name, place in lost.items() if name not in made}
            lost |= {name: cell["id"] for name in names_of(code)[1] - made if stub}


def names_of(code):
    """The names that a cell asks for, and those that it makes, for all cells."""
    top = symtable.symtable(code, "cell", "exec")
    made = {name.get_name() for name in top.get_symbols() if name.is_assigned() or name.is_imported()}
    asked = {name.get_name() for name in top.get_symbols() if name.is_referenced()}
    inner = list(top.get_children())
    while inner:
        scope = inner.pop()
        asked |= {name.get_name() for name in scope.get_symbols() if name.is_global()}
        inner += scope.get_children()
    return asked, made


# --- nothing of the reader's is lost ------------------------------------------------------------------


def write_in(path, text):
    notebook = json.loads(path.read_text("utf-8"))
    cell = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    cell["source"] = text
    path.write_text(json.dumps(notebook), "utf-8")
    return path.read_bytes()


def test_a_second_run_leaves_what_was_changed_and_adds_what_is_missing(mine, capsys):
    own = write_in(mine / PAGE, "mine = 1")
    (mine / "06-softmax.ipynb").unlink()
    assert main(["workspace", str(mine)]) == 0
    said = capsys.readouterr().out
    assert "1개를 지금 썼습니다" in said and f"직접 고친 노트북은 그대로 두었습니다: {PAGE}." in said
    assert (mine / PAGE).read_bytes() == own
    assert (mine / "06-softmax.ipynb").exists()


def test_reset_keeps_a_copy_first(mine, written, capsys):
    first = (written["ko"] / PAGE).read_bytes()
    for number in (1, 2):
        own = write_in(mine / PAGE, f"mine = {number}")
        assert main(["reset", "03-multiclass-svm"]) == 0
        assert "처음 상태로 되돌렸습니다: 03-multiclass-svm." in capsys.readouterr().out
        assert (mine / PAGE).read_bytes() == first
        assert (mine / f"03-multiclass-svm.mine-{number}.ipynb").read_bytes() == own
    assert main(["reset", PAGE]) == 0
    assert "처음 상태입니다" in capsys.readouterr().out
    assert len(list(mine.glob("*.mine-*"))) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["reset", "03-svm"], r"expected a notebook of the course \(01-metric-learning, .*\), got '03-svm'"),
        (["solutions", "svm-bach"], "expected an exercise such as 'svm-batch', got 'svm-bach'"),
        (["workspace", "--lang", "en", "."], "expected a folder for the edition 'en', got ., which has 'ko'"),
    ],
)
def test_what_cannot_be_done_is_said(mine, capsys, arguments, said):
    before = {path: path.read_bytes() for path in mine.iterdir()}
    assert main(arguments) == 2
    assert re.search(said, capsys.readouterr().err)
    assert {path: path.read_bytes() for path in mine.iterdir()} == before


def test_outside_a_workspace(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for command in (["reset", "03-multiclass-svm"], ["progress"]):
        assert main(command) == 2
        assert "expected to be run in a workspace, got" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


# --- progress, solutions, doctor ----------------------------------------------------------------------


def test_progress(mine, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    check("svm-mistake", [0, 0, 0])
    check("svm-mistake", [1, 1, 1])
    check("svm-four-classes", [4.5, 3, 2.0])
    with (mine / "progress.txt").open("a") as file:
        file.write("by hand\n")
    assert main(["progress"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"03 다중 클래스 SVM 손실.* 1/7 ", said)
    assert re.search(r"svm-mistake +│ ✓ +│ +2 │", said)
    assert re.search(r"svm-four-classes +│ +│ +1 │ 마진을 빼먹어", said)
    assert f"연습 문제 {len(catalogue())}개 가운데 1개를 풀었습니다." in said
    assert "읽지 못한 줄이 있습니다(4번째)" in said
    assert "softmax-four" not in said
    assert main(["progress", "--all", "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "softmax-four" in said and "Your progress" in said


def test_every_exercise_has_a_worked_solution(capsys, monkeypatch):
    # The book is the same for all of them, and is read once a language.
    for name in "read_book", "copy_of":
        monkeypatch.setattr(solutions, name, read_once(getattr(solutions, name)))
    for lang, name in zip(itertools.cycle(["en", "ko", "ko"]), catalogue(), strict=False):
        assert main(["solutions", name, "--lang", lang]) == 0
        said = capsys.readouterr().out
        assert f'check("{name}", ' in said, name
        assert bool(HANGUL.search(said)) == (lang == "ko"), name
        assert "{" + "ref}" not in said and ":class:" not in said


def read_once(function):
    """The function, which remembers what it found for a path and a language."""
    found = {}

    def remembered(path, lang, *more):
        if (path, lang) not in found:
            found[path, lang] = function(path, lang, *more)
        return found[path, lang]

    return remembered


def test_a_chapter_that_is_run_untouched_counts_no_try(mine):
    def stub(scores, labels): ...

    def begun(scores, labels):
        return scores

    for answer in (..., stub):
        assert not check("svm-batch", answer)
    assert not (mine / "progress.txt").exists()
    assert not check("svm-batch", begun)
    assert (mine / "progress.txt").read_text("utf-8").count("svm-batch") == 1


def test_hints_are_at_hand_where_checks_are(written):
    imports = [
        line
        for _, _, text in cells(written["ko"], "code")
        for line in text.splitlines()
        if "import check" in line
    ]
    assert len(imports) >= 13 and set(imports) == {"from lossnotes.exercises import check, hint"}


def test_doctor(capsys, monkeypatch, tmp_path):
    assert main(["doctor", "--lang", "en"]) == 0
    assert capsys.readouterr().out.endswith("Nothing is missing.\n")
    monkeypatch.setitem(doctor.NEEDED, "no-such-package", {"en": "this test", "ko": "이 시험"})
    monkeypatch.setattr(doctor, "pins", lambda path: {"no-such-package": "1.2", "numpy": "0.1"})
    monkeypatch.setattr(_commands, "BOOK", tmp_path)
    assert main(["doctor", "--lang", "ko"]) == 1
    said = capsys.readouterr().out
    mend = f"고치려면: {_python.python()} -m pip install no-such-package==1.2"
    assert f"no-such-package 패키지가 없습니다(이 시험). {mend}" in said
    assert "강의는 0.1 버전으로 테스트했습니다" in said
    assert "패키지 옆에 강의 노트북이 없습니다" in said
    assert "고칠 것이 3가지 있습니다." in said


def test_doctor_runs_where_packages_are_missing():
    code = (
        "import sys; sys.modules.update(dict.fromkeys(['rich', 'torch', 'scipy', 'matplotlib', 'anywidget'])); "
        "from lossnotes._commands import main; main(['doctor', '--lang', 'ko']); "
        "sys.exit(main(['progress', '--lang', 'ko']))"
    )
    environment = os.environ | {"PYTHONIOENCODING": "cp949"}  # Korean Windows, into a file; it has no ✓
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="cp949", env=environment, cwd=ROOT
    )
    assert done.returncode == 2
    assert "? numpy" in done.stdout and "문제없음" in done.stdout
    assert "rich 패키지가 없습니다. python -m lossnotes doctor" in done.stderr.replace(".console", "")


def test_the_python_shown_is_one_that_can_be_called(monkeypatch, tmp_path):
    folder = tmp_path / "a folder"
    (folder / "my-course").mkdir(parents=True)
    for name in "VIRTUAL_ENV", "CONDA_PREFIX":
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / ".venv" / "python"))
    monkeypatch.chdir(folder)
    assert _python.python() == os.path.join(".venv", "python")
    monkeypatch.chdir(folder / "my-course")
    assert _python.python() == os.path.join("..", ".venv", "python")
    monkeypatch.chdir(tmp_path)
    assert _python.python().strip("'\"") == os.path.join("a folder", ".venv", "python")
    assert _python.python() != os.path.join("a folder", ".venv", "python")
    monkeypatch.setenv("VIRTUAL_ENV", sys.prefix)
    assert _python.python() == "python"


def test_help_speaks_both_languages(capsys):
    for lang in ("en", "ko"):
        with pytest.raises(SystemExit):
            main(["progress", "--lang", lang, "--help"])
        assert bool(HANGUL.search(capsys.readouterr().out)) == (lang == "ko")


def test_the_language_of_a_workspace_is_that_of_its_checks(mine):
    assert str(exercises.hint("svm-batch", 1)).startswith("힌트 1/3")
