"""What the package's public names say of themselves, read from its source.

Nothing is imported: a build neither waits for PyTorch nor shows the docstrings of another installation.
"""

from __future__ import annotations

import ast
import copy
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sphinx.pycode import ModuleAnalyzer

from . import stamps

# To the first full stop that ends a word; a docstring's first line is its summary.
SENTENCE = re.compile(r"(?P<summary>.+?\.)(?=\s|$)\s*(?P<details>.*)", re.S)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Name:
    """A public name: where it is imported from, how it is called, its docstring and the docstring's place."""

    module: str
    name: str
    signature: str
    doc: str
    path: Path
    line: int
    methods: tuple[Name, ...] = ()

    @property
    def full(self) -> str:
        return f"{self.module}.{self.name}"

    @property
    def summary(self) -> str:
        """The first sentence."""
        return " ".join(self._parts()["summary"].split())

    @property
    def details(self) -> tuple[str, int]:
        """All that follows it, and the line where that begins."""
        parts = self._parts()
        return parts["details"], self.line + self.doc[: parts.start("details")].count("\n")

    def _parts(self) -> re.Match[str]:
        found = SENTENCE.match(self.doc)
        if not found:
            raise ValueError(
                f"{self.path}:{self.line}: expected a docstring of {self.name} whose first sentence ends "
                f"with a full stop, got {self.doc[:80]!r}"
            )
        return found


def module_file(module: str, root: Path = stamps.PACKAGE.parent) -> Path | None:
    """The source of a module, None if there is no such module."""
    path = root.joinpath(*module.split("."))
    return next((file for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()), None)


def public_names(module: str, root: Path = stamps.PACKAGE.parent) -> list[Name]:
    """What a module offers: its ``__all__``; without one, what it defines or takes from its package."""
    path = module_file(module, root)
    if path is None:
        raise ValueError(f"expected a module of the package, got {module!r}")
    defined = _defined(path)
    names = _all(path) or [name for name in defined if not name.startswith("_")]
    return [_read(module, name, path, root) for name in names]


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _targets(node: ast.stmt) -> list[str]:
    """The names that a statement assigns to."""
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _all(path: Path) -> list[str]:
    lists = [node.value for node in _tree(path).body if "__all__" in _targets(node)]
    return ast.literal_eval(lists[-1]) if lists else []


@cache
def _defined(path: Path) -> dict[str, ast.stmt]:
    """The statements that define a module's names, or take them from another module of the package."""
    found: dict[str, ast.stmt] = {}
    for node in _tree(path).body:
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            found[node.name] = node
        elif isinstance(node, ast.ImportFrom) and node.level:
            found |= dict.fromkeys([alias.name for alias in node.names], node)
        else:
            found |= dict.fromkeys(_targets(node), node)
    return found


def _read(module: str, name: str, path: Path, root: Path) -> Name:
    node = _defined(path).get(name)
    if isinstance(node, ast.ImportFrom):
        source = ".".join([*path.parents[node.level - 1].relative_to(root).parts, node.module or ""])
        return _read(module, name, module_file(source, root), root)
    if node is None:
        raise ValueError(f"{path}: expected a definition of {name}, which __all__ lists")
    if isinstance(node, ast.ClassDef):
        return _class(module, node, path)
    if isinstance(node, FUNCTIONS):
        return Name(module, name, f"{module}.{name}({_arguments(node)})", *_docstring(node, path))
    lines = _comments(path).get(("", name), [])
    return Name(module, name, f"{module}.{name}", "\n".join(lines), path, node.lineno - len(lines))


def _class(module: str, node: ast.ClassDef, path: Path) -> Name:
    """A class is called as its ``__init__`` says; its public methods with a docstring belong to it."""
    functions = {function.name: function for function in node.body if isinstance(function, FUNCTIONS)}
    arguments = f"({_arguments(functions['__init__'], 1)})" if "__init__" in functions else ""
    methods = tuple(
        Name(f"{module}.{node.name}", name, _called(function), *_docstring(function, path))
        for name, function in functions.items()
        if not name.startswith("_") and ast.get_docstring(function)
    )
    doc, _, line = _docstring(node, path)
    if commented := {name: lines for (owner, name), lines in _comments(path).items() if owner == node.name}:
        listed = (f"{name}\n    " + "\n    ".join(lines) for name, lines in commented.items())
        doc = "\n".join([doc, "", "Attributes", "----------", *listed])
    return Name(module, node.name, f"class {module}.{node.name}{arguments}", doc, path, line, methods)


def _called(method) -> str:
    is_property = any(ast.unparse(decorator) == "property" for decorator in method.decorator_list)
    return method.name if is_property else f"{method.name}({_arguments(method, 1)})"


def _comments(path: Path) -> dict[tuple[str, str], list[str]]:
    """The ``#:`` comments of a file, by class ("" for none) and name."""
    found = ModuleAnalyzer.for_file(str(path), path.stem).find_attr_docs()
    return {place: [line for line in lines if line] for place, lines in found.items()}


def _arguments(function: ast.FunctionDef | ast.AsyncFunctionDef, skipped: int = 0) -> str:
    """The arguments as one writes them, without their types, which the docstring says in words."""
    arguments = copy.deepcopy(function.args)
    del (arguments.posonlyargs or arguments.args)[:skipped]
    for argument in ast.walk(arguments):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    return ast.unparse(arguments).replace("'", '"')


def _docstring(node, path: Path) -> tuple[str, Path, int]:
    return ast.get_docstring(node) or "", path, node.body[0].lineno
