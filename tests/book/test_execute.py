"""Running notebooks and storing their outputs: the same numbers give the same bytes, and a failure stores nothing."""

from pathlib import Path

import nbformat
import pytest
from nbformat import v4

from tools.execute import NotebookError, dumps, execute, main, normalise

PATH = Path("05-page.ipynb")


def notebook(*cells: nbformat.NotebookNode, **metadata: object) -> nbformat.NotebookNode:
    return v4.new_notebook(cells=list(cells), metadata=metadata)


def code(name: str, source: str = "x = 1", *outputs: nbformat.NotebookNode, **metadata: object):
    return v4.new_code_cell(source, id=name, outputs=list(outputs), metadata=metadata)


def stored(path: Path, *cells: nbformat.NotebookNode, **metadata: object) -> Path:
    path.write_text(dumps(notebook(*cells, **metadata)), encoding="utf-8")
    return path


def test_executing_twice_changes_nothing(tmp_path):
    path = stored(
        tmp_path / "05-page.ipynb",
        v4.new_markdown_cell("손실", id="text-ko", metadata={"tags": ["lang-ko"]}),
        code(
            "mean", "import os\nprint(1)\nprint(os.getenv('LOSSNOTES_LANG'), os.getcwd())\n(2.9 + 12.9) / 3"
        ),
        code("answer", "{'mean': 5.27}", tags=["hide-input"], collapsed=True),
        language_info={"name": "python", "version": "3.9"},
    )
    assert execute(path) == ["mean", "answer"]
    once = path.read_bytes()
    assert execute(path) == []
    assert path.read_bytes() == once
    assert once.endswith(b"}\n") and "손실".encode() in once and b'\n "cells"' in once
    result = nbformat.read(path, as_version=4)
    assert [cell.get("execution_count") for cell in result.cells] == [None, 1, 2]
    assert result.cells[1].outputs[0].text == f"1\nNone {tmp_path}\n"
    assert result.cells[2].metadata == {"tags": ["hide-input"]}
    assert result.metadata.language_info == {"name": "python"}
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_failing_cell_leaves_the_file_as_it_was(tmp_path, capsys):
    good = stored(tmp_path / "06-good.ipynb", code("one", "1"))
    bad = stored(tmp_path / "05-bad.ipynb", code("fine", "1 + 1"), code("wrong", "1 / 0"))
    before = bad.read_bytes()
    assert main([str(bad), str(good)]) == 1
    captured = capsys.readouterr()
    assert "05-bad.ipynb, cell wrong: ZeroDivisionError: division by zero" in captured.err
    assert captured.out == "06-good.ipynb: outputs changed in one\n"
    assert bad.read_bytes() == before


def test_a_file_that_is_no_notebook(tmp_path, capsys):
    path = tmp_path / "no.ipynb"
    path.write_text("hello")
    assert main([str(path), str(tmp_path / "missing.ipynb")]) == 1
    assert "no.ipynb: expected a notebook, got" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["", "same"])
def test_ids_are_not_made_up(tmp_path, name):
    path = stored(tmp_path / "05-page.ipynb", code("other"), code("same"))
    path.write_text(path.read_text().replace('"other"', f'"{name}"'))
    with pytest.raises(NotebookError, match=r"05-page.ipynb, cell 1: expected an id of its own, got"):
        execute(path)


def test_widgets_leave_no_trace():
    view = {
        "application/vnd.jupyter.widget-view+json": {"model_id": "5f3a"},
        "text/plain": "Scores(3.2, 5.1)",
    }
    output = v4.new_output("display_data", data=view)
    result = normalise(notebook(code("explorer", "Scores()", output), widgets={"state": {}}), PATH)
    assert "widgets" not in result.metadata
    assert result.cells[0].outputs[0].data == {"text/plain": "Scores(3.2, 5.1)"}


def test_pieces_of_a_stream_are_one():
    pieces = [v4.new_output("stream", name="stdout", text=text) for text in ("2.9\n", "0.0\n")]
    assert [
        output.text for output in normalise(notebook(code("a", "x", *pieces)), PATH).cells[0].outputs
    ] == ["2.9\n0.0\n"]


def test_an_expected_error_keeps_no_frames():
    error = v4.new_output(
        "error", ename="ValueError", evalue="expected a label", traceback=["\x1b[31m/home/..."]
    )
    [output] = normalise(notebook(code("a", "x", error)), PATH).cells[0].outputs
    assert output.traceback == ["ValueError: expected a label"]


@pytest.mark.parametrize(
    ("output", "message"),
    [
        (v4.new_output("stream", name="stderr", text="DeprecationWarning: x\n"), "nothing on stderr, got: Depr"),
        (v4.new_output("display_data", data={"image/png": "iVBO"}), "expected figures as SVG .plots.show., got image/png"),
        (v4.new_output("stream", name="stdout", text="<object at 0x7f3a>\n"), "the address in <object at 0x7f3a>"),
        (v4.new_output("execute_result", data={"text/plain": "<function f at 0x7F3A>"}), "the address in <function f"),
    ],
)  # fmt: skip
def test_outputs_that_cannot_be_stored(output, message):
    with pytest.raises(NotebookError, match=f"05-page.ipynb, cell a: .*{message}"):
        normalise(notebook(code("a", "x", output)), PATH)
