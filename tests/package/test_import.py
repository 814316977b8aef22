"""The NumPy core must stay light to import, and an installed copy must be whole."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import lossnotes

ROOT = Path(lossnotes.__file__).parents[1]

PUBLIC = [
    "Descent",
    "MetricFit",
    "am_softmax_loss",
    "angle",
    "arcface_loss",
    "asoftmax_loss",
    "batch_norm",
    "contrastive_loss",
    "cross_entropy",
    "dropout",
    "elastic_net_penalty",
    "entropy",
    "fit_lmnn",
    "fit_nca",
    "gradient_descent",
    "kl_divergence",
    "l1_penalty",
    "l2_penalty",
    "linear_scores",
    "lmnn_loss",
    "log_softmax",
    "logsumexp",
    "lsoftmax_loss",
    "mahalanobis_distance",
    "multiclass_svm_loss",
    "nca_loss",
    "project_max_norm",
    "psi",
    "softmax",
    "softmax_cross_entropy",
    "softmax_naive",
    "stochastic_depth",
    "svm_loss_one",
    "triplet_loss",
]


def test_core_imports_numpy_and_nothing_heavier():
    code = "import sys, lossnotes, lossnotes.examples; print(*{m.split('.')[0] for m in sys.modules})"
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    loaded = set(output.split())
    assert "numpy" in loaded
    assert not loaded & {"torch", "matplotlib", "scipy", "sklearn", "IPython", "anywidget", "mpmath"}


def test_an_installed_copy_has_every_module_and_bundle(tmp_path):
    # The course itself is installed as editable, which would never show that a package is left out.
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "lossnotes", tmp_path / "lossnotes", ignore=shutil.ignore_patterns("__pycache__"))
    code = "import setuptools.build_meta as backend; backend.build_wheel('.')"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    package = ROOT / "lossnotes"
    wanted = [*package.rglob("*.py"), *(package / "explorers" / "bundles").glob("*.js")]
    found = zipfile.ZipFile(wheel).namelist()
    assert sorted({path.relative_to(ROOT).as_posix() for path in wanted} - set(found)) == []


def test_public_names():
    assert sorted(lossnotes.__all__) == PUBLIC
    assert all(callable(getattr(lossnotes, name)) for name in PUBLIC)
    assert lossnotes.__version__ == "0.1.0"


def test_every_public_function_documents_what_it_returns_and_shows_an_example():
    for name in PUBLIC:
        if isinstance(getattr(lossnotes, name), type):
            continue  # what a function returns, documented there
        doc = getattr(lossnotes, name).__doc__
        assert ">>> " in doc, name
        if not name.endswith("_naive"):
            assert all(f"\n    {part}\n    ---" in doc for part in ("Parameters", "Returns", "Raises")), name
