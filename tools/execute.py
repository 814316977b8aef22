"""Run notebooks and store their outputs: the one way in which outputs come about.

    python tools/execute.py [NOTEBOOK ...]      all of book/ if none is named

Each notebook runs from top to bottom in a new kernel, in its own folder, and is then stored in one form
(`normalise`), so that a run that computes the same numbers stores the same bytes. A notebook that fails, or
whose outputs could not be the same elsewhere, is left as it was, and the message names file and cell.
"""

import os
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from lossnotes._folder import write_atomically

ROOT = Path(__file__).resolve().parents[1]
TIMEOUT = 600  # seconds a cell; a chapter takes seconds
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
CELL_METADATA = ("mystnb", "tags")
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
ADDRESS = re.compile(r"<[^<>\n]*\bat 0x[0-9a-fA-F]+[^<>\n]*>")
PICTURES = ("image/png", "image/jpeg", "application/pdf")


class NotebookError(Exception):
    """A notebook that cannot be stored: file, cell and reason."""

    def __init__(self, path: Path, cell: str, reason: str) -> None:
        name = path.resolve()
        name = name.relative_to(ROOT) if name.is_relative_to(ROOT) else path
        super().__init__(f"{name}, cell {cell}: {reason}")
        self.cell, self.reason = cell, reason


def run(notebook: NotebookNode, path: Path) -> None:
    """Execute the notebook in place, in a new kernel."""
    environment = dict(os.environ)
    environment.pop("LOSSNOTES_LANG", None)  # stored outputs are those of no edition
    client = NotebookClient(
        notebook,
        timeout=TIMEOUT,
        resources={"metadata": {"path": str(path.resolve().parent)}},
        extra_arguments=["--IPKernelApp.log_level=ERROR"],  # not a word about its own transport
    )
    client.reset_execution_trackers()
    with client.setup_kernel(env=environment):
        for index, cell in enumerate(notebook.cells):
            try:
                client.execute_cell(cell, index)
            except CellExecutionError as error:
                raise NotebookError(path, cell.id, f"{error.ename}: {error.evalue}") from error
            except (CellTimeoutError, DeadKernelError) as error:
                raise NotebookError(path, cell.id, str(error)) from error


def normalise(notebook: NotebookNode, path: Path) -> NotebookNode:
    """The notebook in the one form in which it is stored.

    Kept are the texts, ids, tags, captions (`mystnb`) and outputs; cells are counted from 1. Left out is
    what changes from run to run or from editor to editor: other metadata, timings, widget state and views,
    tracebacks.

    Raises
    ------
    NotebookError
        If an output holds a memory address, a message on stderr or a picture other than SVG.
    """
    notebook = nbformat.from_dict(notebook)
    notebook.metadata = nbformat.from_dict(METADATA)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    count = 0
    for cell in notebook.cells:
        cell.metadata = {key: value for key, value in cell.metadata.items() if key in CELL_METADATA}
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            cell.outputs = _joined([_output(output, count, path, cell.id) for output in cell.outputs])
    return notebook


def _output(output: NotebookNode, count: int, path: Path, cell: str) -> NotebookNode:
    """An output in its stored form."""
    if output.output_type == "stream" and output.name == "stderr":
        raise NotebookError(path, cell, f"expected nothing on stderr, got: {output.text.strip()}")
    if output.output_type == "error":
        output.traceback = [f"{output.ename}: {output.evalue}"]  # frames have paths and colours
    if "execution_count" in output:
        output.execution_count = count
    data = output.get("data", {})
    data.pop(WIDGET_VIEW, None)
    if picture := next((kind for kind in PICTURES if kind in data), None):
        raise NotebookError(path, cell, f"expected figures as SVG (plots.show), got {picture}")
    for kind, text in [("text", output.get("text", "")), *data.items()]:
        if kind != "image/svg+xml" and isinstance(text, str) and (found := ADDRESS.search(text)):
            raise NotebookError(
                path, cell, f"expected outputs that stay the same, got the address in {found[0]}"
            )
    return output


def _joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Pieces of what was printed as one; in how many they come depends on timing."""
    joined: list[NotebookNode] = []
    for output in outputs:
        if output.output_type == "stream" and joined and joined[-1].output_type == "stream":
            joined[-1].text += output.text
        else:
            joined.append(output)
    return joined


def loads(text: str, path: Path) -> NotebookNode:
    """The notebook in the text of a file, its cells with an id each.

    nbformat would make up ids for cells that have none or the same one, other ones at every run.
    """
    notebook = nbformat.v4.reads(text)
    ids = [cell.get("id") for cell in notebook.cells]
    for number, name in enumerate(ids, 1):
        if not name or ids.count(name) > 1:
            raise NotebookError(path, str(number), f"expected an id of its own, got {name!r}")
    return notebook


def dumps(notebook: NotebookNode) -> str:
    """The text of a notebook's file."""
    return nbformat.v4.writes(notebook).rstrip("\n") + "\n"


def execute(path: Path) -> list[str]:
    """Run a notebook and store it; the ids of the cells whose outputs changed."""
    text = path.read_text(encoding="utf-8")
    notebook = loads(text, path)
    before = {
        cell.id: cell.outputs for cell in nbformat.from_dict(notebook).cells if cell.cell_type == "code"
    }
    run(notebook, path)
    notebook = normalise(notebook, path)
    nbformat.validate(notebook)
    stored = dumps(notebook)
    if stored != text:
        write_atomically(path, stored)
    return [
        cell.id for cell in notebook.cells if cell.cell_type == "code" and cell.outputs != before[cell.id]
    ]


def main(arguments: list[str]) -> int:
    """Run the notebooks named, or all of the book; 1 if one failed."""
    failed = 0
    for path in map(Path, arguments or sorted((ROOT / "book").glob("*.ipynb"))):
        try:
            changed = execute(path)
        except NotebookError as error:
            failed = 1
            print(f"FAILED {error}", file=sys.stderr)
        except (OSError, ValueError, KeyError, AttributeError, nbformat.ValidationError) as error:
            failed = 1
            print(f"FAILED {path}: expected a notebook, got {type(error).__name__}: {error}", file=sys.stderr)
        else:
            print(
                f"{path.name}: "
                + (f"outputs changed in {', '.join(changed)}" if changed else "outputs unchanged")
            )
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
