"""Notebooks that train with PyTorch print the same on every processor.

Trained weights differ in late digits from one kind of vector unit to another, and with the number of threads;
what is printed of them is rounded so far that it does not show. nbval runs the notebooks as this machine
does; here each runs again as other machines would.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT, page_names

OTHERS = [
    # Its threads sleep while they wait: they would spin, and other tests run beside.
    {
        "ATEN_CPU_CAPABILITY": "default",
        "OPENBLAS_CORETYPE": "Nehalem",
        "OMP_NUM_THREADS": "2",
        "OMP_WAIT_POLICY": "PASSIVE",
    },
    {"ATEN_CPU_CAPABILITY": "avx2", "OPENBLAS_CORETYPE": "Haswell", "OMP_NUM_THREADS": "1"},
]


def trains_with_torch(name: str) -> bool:
    notebook = json.loads((ROOT / "book" / f"{name}.ipynb").read_text("utf-8"))
    code = "".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code")
    return "torch.optim" in code or ".step()" in code


NOTEBOOKS = [name for name in page_names() if trains_with_torch(name)]


def test_there_are_such_notebooks():
    assert NOTEBOOKS


@pytest.mark.parametrize("machine", OTHERS, ids=lambda machine: machine["ATEN_CPU_CAPABILITY"])
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_the_same_is_printed_on_another_machine(name, machine):
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--nbval",
        f"book/{name}.ipynb",
        "-q",
        "-n0",
        "-p",
        "no:cacheprovider",
    ]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **machine}, capture_output=True, encoding="utf-8", timeout=280
    )
    assert done.returncode == 0, done.stdout[-4000:]
