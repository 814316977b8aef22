"""The explorer in JupyterLab: what the reader moves arrives in Python, what Python sets moves the figure."""

from __future__ import annotations

import nbformat
import pytest
from playwright.sync_api import expect

from lossnotes import explorers
from tests.site.lab import PATIENCE, jupyterlab, opened

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


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab on a notebook of `CELLS` and those of `EVERY`."""
    home = tmp_path_factory.mktemp("lab")
    work = home / "work"
    work.mkdir()
    for name, cells in {"figure": CELLS, **EVERY}.items():
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(source, id=f"cell-{i}") for i, source in enumerate(cells)],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        )
        nbformat.write(notebook, work / f"{name}.ipynb")
    with jupyterlab(home, work) as address:
        yield address


@pytest.fixture
def notebook(request, browser, lab):
    with opened(browser, lab, f"{getattr(request, 'param', 'figure')}.ipynb") as notebook:
        yield notebook


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
