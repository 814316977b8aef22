"""Which literals of a page's code are inputs to a computation, and which are merely shown.

The code is never run: the trees of its cells are read in order, and every name carries the literals that
its value consists of. `x = 5.28` gives x the literal 5.28; `print(x)`, `f"{x:.1f}"`, `x` as the last line,
`str(x)` or `np.array([x])` pass it on; arithmetic, a call that computes and a comparison use it, and their
results carry nothing, for they are computed. What a function defined on the page does with its arguments is
found by reading its body with a mark in the place of each argument.
"""

import ast
from collections.abc import Iterable

from .expressions import Expressions
from .values import NOTHING, Function, Literal, Mark, Value


class Reader(Expressions):
    """Reads the code cells of a page in order: call `read` for each, then ask for `inputs`.

    `inputs` are the literals used in computations so far; `read` returns the literals that the cell shows,
    each with how often.
    """

    def __init__(self) -> None:
        super().__init__()
        self.inputs: set[Literal] = set()
        self._returned: list[Value] = []

    def read(self, source: str) -> dict[Literal, int]:
        self._cell += 1
        self._shown = {}
        body = ast.parse(_without_magics(source)).body
        for number, statement in enumerate(body, 1):
            value = self._statement(statement)
            if number == len(body) and isinstance(statement, ast.Expr):
                self._show(value)
        self.inputs |= {
            literal for literal in self._used if isinstance(literal, Literal) and not literal.in_string
        }
        return {literal: times for literal, times in self._shown.items() if isinstance(literal, Literal)}

    def _statement(self, node: ast.stmt) -> Value:
        match node:
            case ast.Expr():
                return self._value(node.value)
            case ast.Assign():
                value = self._value(node.value)
                for target in node.targets:
                    self._bind(target, value)
            case ast.AnnAssign(value=ast.expr()):
                self._bind(node.target, self._value(node.value))
            case ast.AugAssign(op=ast.Add(), value=ast.List() | ast.Tuple() | ast.JoinedStr()):
                self._bind(node.target, self._value(node.target) | self._value(node.value))
            case ast.AugAssign():
                self._use(self._value(node.value) | self._value(node.target))
                self._bind(node.target, NOTHING)
            case ast.Import():
                for alias in node.names:
                    name = alias.name if alias.asname else alias.name.partition(".")[0]
                    self._import(alias.asname or name, name)
            case ast.ImportFrom():
                for alias in node.names:
                    self._import(alias.asname or alias.name, f"{node.module}.{alias.name}")
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._define(node)
            case ast.For() | ast.AsyncFor():
                self._bind(node.target, self._value(node.iter))
                self._loop(node.body)
                self._block(node.orelse)
            case ast.While():
                self._value(node.test)
                self._loop(node.body)
            case ast.Return():
                self._returned.append(self._value(node.value) if node.value else NOTHING)
            case _:
                for child in ast.iter_child_nodes(node):
                    self._any(child)
        return NOTHING

    def _any(self, node: ast.AST) -> None:
        if isinstance(node, ast.stmt):
            self._statement(node)
        elif isinstance(node, ast.withitem):
            value = self._value(node.context_expr)
            if node.optional_vars is not None:
                self._bind(node.optional_vars, value)
        elif isinstance(node, ast.expr):
            self._value(node)
        else:
            for child in ast.iter_child_nodes(node):
                self._any(child)

    def _block(self, body: Iterable[ast.stmt]) -> None:
        for statement in body:
            self._statement(statement)

    def _loop(self, body: list[ast.stmt]) -> None:
        self._loops += 1
        self._block(body)
        self._block(body)  # once more: what a round binds at its end, the next one uses
        self._loops -= 1

    def _import(self, name: str, path: str) -> None:
        self._imports[name] = path
        self._names.pop(name, None)

    def _define(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        function = Function([argument.arg for argument in arguments])
        outer = dict(self._names), self._shown, self._used, self._returned, self._loops
        defaults = [NOTHING] * len(arguments)
        positional = node.args.posonlyargs + node.args.args
        for place, default in enumerate(node.args.defaults, len(positional) - len(node.args.defaults)):
            defaults[place] = self._value(default)
        for place, default in enumerate(node.args.kw_defaults, len(positional)):
            defaults[place] = self._value(default) if default is not None else NOTHING
        self._shown, self._used, self._returned, self._loops = {}, set(), [], 1
        for argument, default in zip(function.arguments, defaults, strict=True):
            self._names[argument] = default | Value(frozenset({Mark(node.name, argument)}))
        self._block(node.body)
        for value in self._returned:
            function.returned |= value
        function.used = {
            mark.argument for mark in self._used if isinstance(mark, Mark) and mark.function == node.name
        }
        function.shown = {mark.argument for mark in self._shown if isinstance(mark, Mark)}
        function.literals_shown = {literal for literal in self._shown if isinstance(literal, Literal)}
        marks = {Mark(node.name, argument) for argument in function.arguments}
        used = self._used - marks
        self._names, self._shown, self._used, self._returned, self._loops = outer
        self._used |= used
        self._bind(ast.Name(node.name), NOTHING)
        self._functions[node.name] = function


def _without_magics(source: str) -> str:
    """Lines that only IPython understands, blanked."""
    return "\n".join("" if line.lstrip().startswith(("%", "!")) else line for line in source.splitlines())
