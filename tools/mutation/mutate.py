"""``make mutate``: put small faults into the loss modules, one at a time, and see whether a test fails.

``make mutate ONLY=lossnotes/svm.py`` (a comma between several) runs part of it. The work is mutmut's, on a copy
in ``_build/mutation``; what a mutant is, and what is left out, is mutmut's choice too: nothing in docstrings,
annotations, f-strings, module constants or functions with decorators. Every mutant counts, those that change
nothing but speed as well. A survivor must be listed with a reason in ``survivors.toml``.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from fnmatch import fnmatch
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
BUILD = ROOT / "_build" / "mutation"
TOOL = BUILD / "tool"
TREE = BUILD / "tree"
UNLISTED = BUILD / "unlisted.toml"
WANTED = 0.95

#: Modules that compute no loss: figures, the reader's copies, re-exports.
NO_LOSS = ["*/__init__.py", "*/__main__.py", "*/_book.py", "*/_copied_text.py", "*/_exercise_index.py"]
NO_LOSS += ["*/_fingerprint.py", "*/_folder.py", "*/_gathered.py", "*/_one_language.py", "*/_plain.py"]
NO_LOSS += ["*/_stubs.py", "*/_svg.py", "*/_works.py", "*/examples.py", "*/loss_map.py", "*/plots.py"]
NO_LOSS += ["*/workspace.py", "*/_commands/*", "*/explorers/*", "*/exercises/*"]
#: Their tests, and one that asks for files outside the package.
NO_LOSS_TESTS = ["explorers", "test_accuracy_table.py", "test_commands.py", "test_diagnosis.py"]
NO_LOSS_TESTS += ["test_exercise_speed.py", "test_exercises.py", "test_explorers.py", "test_import.py"]
NO_LOSS_TESTS += ["test_plots.py", "test_progress.py", "test_workspace.py"]

#: Added to the tests' conftest.py in the copy.
HASTE = '''

import gc
import json
import os
from pathlib import Path

from hypothesis import Phase

# That an example fails is enough here; it need not be made small. Fewer of them let more mutants live, not fewer.
settings.register_profile(
    "mutation", settings.get_profile("lossnotes"), max_examples=20, phases=[Phase.explicit, Phase.generate]
)
settings.load_profile("mutation")
wanted = set()


def pytest_configure(config):
    gc.freeze()  # what was there before the fork need not be looked through again
    wanted.clear()
    if len(config.args) > 100:  # many tests are found faster by their files than by their names
        wanted.update(config.args)
        config.args = sorted({argument.partition("::")[0] for argument in config.args})


def pytest_collection_modifyitems(items):
    """The mutated module's own tests first, and the quick ones before the slow: mostly one of the first fails."""
    items[:] = [item for item in items if not wanted or item.nodeid in wanted]
    stats = Path("mutmut-stats.json")
    seconds = json.loads(stats.read_text())["duration_by_test"] if stats.exists() else {}
    module = os.environ.get("MUTANT_UNDER_TEST", "").split(".x")[0].rpartition(".")[2].strip("_")
    items.sort(key=lambda item: (module not in item.path.stem, seconds.get(item.nodeid, 0)))
'''

#: mutmut leaves decorated functions alone, static methods aside. `once_differentiable` says something about the
#: gradient's gradient and nothing about the gradient, which is what a hand-written backward is for: it may stay.
RUN = """
import libcst
from mutmut.__main__ import cli
from mutmut.mutation.file_mutation import MutationVisitor

skip = MutationVisitor._skip_node_and_children

def skip_unless_backward(self, node):
    if isinstance(node, libcst.FunctionDef):
        names = [getattr(decorator.decorator, "value", None) for decorator in node.decorators]
        if names == ["staticmethod", "once_differentiable"]:
            return False
    return skip(self, node)

MutationVisitor._skip_node_and_children = skip_unless_backward
cli(["run"])
"""


def prepare(only: list[str]) -> None:
    """Copy the package and its tests, with a configuration of their own."""
    shutil.rmtree(TREE, ignore_errors=True)
    no_cache = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "lossnotes", TREE / "lossnotes", ignore=no_cache)
    tests = TREE / "tests" / "package"
    shutil.copytree(
        ROOT / "tests" / "package", tests, ignore=shutil.ignore_patterns("__pycache__", *NO_LOSS_TESTS)
    )
    with (tests / "conftest.py").open("a", encoding="utf-8") as conftest:
        conftest.write(HASTE)
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"]
    tables = {
        "tool.pytest.ini_options": {
            # Mutants run side by side already, and torch.compile would trace mutmut's switch.
            "addopts": [
                *("--strict-markers", "--strict-config", "--import-mode=importlib", "-k", "not compile"),
                *("-p", "no:nbval", "-p", "no:xdist", "-p", "no:cacheprovider"),
                # They collect garbage at the end, which takes longer than most tests.
                *("-p", "no:unraisableexception", "-p", "no:threadexception"),
            ],
            "markers": settings.get("markers", []),
            "timeout": settings["timeout"],
            "filterwarnings": settings["filterwarnings"],
            "pythonpath": ["."],
        },
        "tool.mutmut": {
            "source_paths": ["lossnotes"],
            "only_mutate": only,
            "do_not_mutate": NO_LOSS,
            "pytest_add_cli_args_test_selection": tests_of(only),
            "use_git_change_detection": False,
            "use_setproctitle": False,
        },
    }
    lines = []
    for name, table in tables.items():
        lines += [f"[{name}]", *(f"{key} = {json.dumps(value)}" for key, value in table.items())]
    (TREE / "pyproject.toml").write_text("\n".join(lines) + "\n", "utf-8")


def tests_of(only: list[str]) -> list[str]:
    """All tests; but those of `lossnotes.nn` ask little of the rest, and the others nothing of it."""
    of_nn = [path.startswith("lossnotes/nn/") for path in only]
    if only and all(of_nn):
        return ["tests/package/nn"]
    return ["tests/package"] if not only or any(of_nn) else ["tests/package", "--ignore=tests/package/nn"]


def run() -> None:
    """Let mutmut make the mutants and run the tests on each; its log tells why when it cannot."""
    environment = os.environ | {"PYTHONPATH": str(TOOL), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-c", RUN]
    log = BUILD / "mutmut.log"
    with log.open("wb", buffering=0) as out:
        process = subprocess.Popen(
            command, cwd=TREE, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        for chunk in iter(lambda: process.stdout.read1(), b""):
            out.write(chunk)
            if sys.stdout.isatty():
                sys.stdout.buffer.write(chunk)
                sys.stdout.flush()
    if process.wait() != 0:
        tail = log.read_text("utf-8", errors="replace").replace("\r", "\n").splitlines()[-30:]
        sys.exit("\n".join([*tail, f"mutmut failed: the whole of what it said is in {log}"]))


def results() -> list[dict]:
    """Return every mutant: its module, its function, whether a test failed, the lines it changed."""
    sys.path.insert(0, str(TOOL))
    os.chdir(TREE)  # where mutmut looks for everything
    from mutmut.mutation.diff_apply import get_diff_for_mutant
    from mutmut.stats import status_by_exit_code

    mutants = []
    for meta in sorted(Path("mutants").rglob("*.meta")):
        path = meta.relative_to("mutants").with_suffix("")
        for name, code in json.loads(meta.read_text("utf-8"))["exit_code_by_key"].items():
            status = status_by_exit_code[code]
            function = re.sub(r"\.xǁ(.+)ǁ(.+)__mutmut_\d+$", r".\1.\2", name)
            function = re.sub(r"\.x_(.+)__mutmut_\d+$", r".\1", function)
            mutant = {"path": path.as_posix(), "function": function, "status": status}
            if status in ("not checked", "check was interrupted by user", "suspicious"):
                sys.exit(f"{name}: {status} (exit code {code}); run it again")
            # A mutant that never ends or crashes the interpreter is noticed as well.
            mutant["killed"] = status in ("killed", "timeout", "segfault")
            if not mutant["killed"]:
                lines = get_diff_for_mutant(name, path=path).splitlines()[3:]
                for sign, key in ("-", "old"), ("+", "new"):
                    mutant[key] = "\n".join(line[1:].strip() for line in lines if line.startswith(sign))
            mutants.append(mutant)
    return mutants


def reason(mutant: dict, listed: list[dict]) -> dict | None:
    """Return the entry of survivors.toml that speaks of this mutant."""
    for entry in listed:
        if "pattern" in entry:
            if re.search(entry["pattern"], f"{mutant['old']} -> {mutant['new']}"):
                return entry
        elif all(entry[key] == mutant[key] for key in ("function", "old", "new")):
            return entry
    return None


def report(mutants: list[dict], listed: list[dict], only: list[str]) -> bool:
    """Print the table, what is not listed and what is listed in vain; return whether all is well."""
    spoken_for, unlisted = [], []
    for mutant in mutants:
        if not mutant["killed"]:
            entry = reason(mutant, listed)
            (spoken_for if entry else unlisted).append(entry or mutant)
    total, killed = (Counter(m["path"] for m in mutants if m["killed"] or not k) for k in (False, True))
    width = max(map(len, total))
    print(f"{'module':{width}}  mutants  killed")
    for path in sorted(total):
        print(f"{path:{width}}  {total[path]:7}  {killed[path]:6}  {killed[path] / total[path]:6.1%}")
    share = killed.total() / total.total()
    print(f"{'all':{width}}  {total.total():7}  {killed.total():6}  {share:6.1%}  wanted {WANTED:.0%}")
    print(f"{len(spoken_for)} survivors are listed with a reason, {len(unlisted)} are not.")

    toml = []
    for mutant in unlisted:
        print(f"\n{mutant['function']} ({mutant['status']})")
        print("\n".join(f"  - {line}" for line in mutant["old"].splitlines()))
        print("\n".join(f"  + {line}" for line in mutant["new"].splitlines()))
        toml.append("[[survivor]]")
        toml += [
            f"{key} = {json.dumps(mutant[key], ensure_ascii=False)}" for key in ("function", "old", "new")
        ]
        toml.append('reason = ""\n')
    UNLISTED.write_text("\n".join(toml), "utf-8")
    if unlisted:
        print(
            f"\nTo be killed by a test, or listed with a reason: {UNLISTED.relative_to(ROOT)} has their entries."
        )

    functions = {mutant["function"] for mutant in mutants}
    in_vain = [
        entry
        for entry in listed
        if entry not in spoken_for and (not only or entry.get("function") in functions)
    ]
    for entry in in_vain:
        what = entry.get("pattern") or f"{entry['function']}: {entry['old']} -> {entry['new']}"
        print(f"listed, but no survivor: {what}")
    return share >= WANTED and not unlisted and not in_vain


def main(only: list[str]) -> None:
    missing = [path for path in only if not (ROOT / path).is_file()]
    if missing:
        sys.exit(f"ONLY: expected modules as lossnotes/svm.py, got {', '.join(missing)}")
    left_out = [path for path in only if any(fnmatch(path, pattern) for pattern in NO_LOSS)]
    if left_out:
        sys.exit(f"ONLY: expected modules that compute a loss, got {', '.join(left_out)}")
    listed = tomllib.loads((HERE / "survivors.toml").read_text("utf-8")).get("survivor", [])
    unexplained = [entry for entry in listed if not entry.get("reason")]
    if unexplained:
        sys.exit(f"survivors.toml: expected a reason for each, got none for {unexplained[0]}")
    prepare(only)
    run()
    sys.exit(None if report(results(), listed, only) else 1)


if __name__ == "__main__":
    main([path for argument in sys.argv[1:] for path in argument.split(",") if path])
