"""What the expressions of a page's code do with literals: pass them on, show them, or compute with them."""

import ast
from collections.abc import Iterable

from .calls import CALCULATING_BUILTINS, CONVERSIONS, FORMS, SHOWING, dotted, kind_of
from .values import MANY, NOTHING, Function, Literal, Mark, Value, constant

LISTS = (ast.List, ast.Tuple, ast.ListComp)


class Expressions:
    """The names known so far, what has been shown and used, and how an expression adds to that."""

    def __init__(self) -> None:
        self._names: dict[str, Value] = {}
        self._imports: dict[str, str] = {}
        self._functions: dict[str, Function] = {}
        self._shown: dict[Literal | Mark, int] = {}
        self._used: set[Literal | Mark] = set()
        self._loops = 0
        self._cell = 0

    def _use(self, value: Value) -> None:
        self._used |= value.literals

    def _show(self, value: Value, times: int = 1) -> None:
        for literal in value.literals:
            self._shown[literal] = self._shown.get(literal, 0) + (MANY if self._loops else times)

    def _bind(self, target: ast.expr, value: Value) -> None:
        match target:
            case ast.Name():
                self._names[target.id] = value
                self._imports.pop(target.id, None)
                self._functions.pop(target.id, None)
            case ast.Tuple() | ast.List():
                for element in target.elts:
                    self._bind(element, value)
            case ast.Starred():
                self._bind(target.value, value)
            case ast.Subscript() | ast.Attribute():
                owner = target.value
                while isinstance(owner, ast.Subscript | ast.Attribute):
                    owner = owner.value
                if isinstance(owner, ast.Name):
                    self._names[owner.id] = self._names.get(owner.id, NOTHING) | value

    def _value(self, node: ast.expr) -> Value:
        match node:
            case ast.Constant():
                return constant(node, self._cell)
            case ast.UnaryOp(op=ast.USub()):
                return -self._value(node.operand)
            case ast.Name():
                return self._names.get(node.id, NOTHING)
            case ast.BinOp() if _puts_together(node):
                return self._value(node.left) | self._value(node.right)
            case ast.BinOp() | ast.Compare() | ast.UnaryOp():
                for child in ast.iter_child_nodes(node):
                    if isinstance(child, ast.expr):
                        self._use(self._value(child))
                return NOTHING
            case ast.Call():
                return self._call(node)
            case ast.Attribute():
                value = self._value(node.value)
                return value if node.attr in FORMS or value.drawing else Value(drawing=value.drawing)
            case ast.Subscript():
                self._use(self._value(node.slice))
                return self._value(node.value)
            case ast.FormattedValue():
                return self._value(node.value)  # the format itself (.2f) is no number
            case ast.Lambda():
                return self._value(node.body)
            case ast.NamedExpr():
                value = self._value(node.value)
                self._bind(node.target, value)
                return value
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
                return self._comprehension(node, node.elt)
            case ast.DictComp():
                return self._comprehension(node, node.key, node.value)
            case _:
                return self._together(
                    child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)
                )

    def _together(self, nodes: Iterable[ast.expr]) -> Value:
        value = NOTHING
        for node in nodes:
            value |= self._value(node)
        return value

    def _comprehension(self, node: ast.expr, *elements: ast.expr) -> Value:
        outer = dict(self._names)
        self._loops += 1
        for generator in node.generators:
            self._bind(generator.target, self._value(generator.iter))
            for condition in generator.ifs:
                self._value(condition)
        value = self._together(elements)
        self._loops -= 1
        self._names = outer
        return value

    def _call(self, node: ast.Call) -> Value:
        positional = [self._value(argument) for argument in node.args]
        keywords = {keyword.arg: self._value(keyword.value) for keyword in node.keywords}
        everything = NOTHING
        for value in (*positional, *keywords.values()):
            everything |= value
        kind, owner = self._kind(node.func)
        if kind == "page":
            return self._own(self._functions[node.func.id], positional, keywords)
        if kind == "draw":
            return Value(drawing=True)
        if kind == "show":
            self._show(everything)
            return NOTHING
        if kind == "convert":
            first = positional[0] if positional else NOTHING
            all_of_it = isinstance(node.func, ast.Name) and node.func.id in ("zip", "dict", "full")
            return owner | (everything if all_of_it or not positional else first)
        if kind == "form":
            return owner | everything
        if kind == "other":
            return everything
        self._use(owner | everything)
        # A string goes through a computation as it came: a heading given to a function that prints a table.
        return everything.strings()

    def _kind(self, function: ast.expr) -> tuple[str, Value]:
        """The kind of a call, and the value that a method is called on."""
        if name := dotted(function, self._imports):
            return kind_of(name), NOTHING
        if isinstance(function, ast.Name):
            if function.id in self._functions:
                return "page", NOTHING
            if self._names.get(function.id, NOTHING).drawing:
                return "draw", NOTHING
            if function.id in SHOWING:
                return "show", NOTHING
            if function.id in CONVERSIONS and function.id not in self._names:
                return "convert", NOTHING
            known = function.id in CALCULATING_BUILTINS or function.id in self._names
            return ("compute" if known else "other"), self._names.get(function.id, NOTHING)
        if isinstance(function, ast.Attribute):
            owner = self._value(function.value)
            if owner.drawing:
                return "draw", owner
            return ("form" if function.attr in FORMS else "compute"), owner
        return "compute", self._value(function)

    def _own(self, function: Function, positional: list[Value], keywords: dict[str | None, Value]) -> Value:
        """A call of a function that the page defines."""
        given = dict(zip(function.arguments, positional, strict=False)) | keywords
        spread = NOTHING
        for value in (*positional[len(function.arguments) :], keywords.get(None, NOTHING)):
            spread |= value  # *args and **kwargs could be any of them
        result = function.returned.only(Literal)
        returned = {mark.argument for mark in function.returned.only(Mark).literals}
        for argument in function.arguments:
            value = given.get(argument, NOTHING) | spread
            if argument in function.used:
                self._use(value)
            if argument in function.shown:
                self._show(value, MANY)
            if argument in returned:
                result |= value
        self._show(Value(frozenset(function.literals_shown)), MANY)
        return result


def _puts_together(node: ast.BinOp) -> bool:
    """Whether it is text or lists that are joined or repeated, and not numbers that are added."""
    if isinstance(node.left, LISTS) and isinstance(node.right, LISTS):
        return True
    return isinstance(node.op, ast.Add | ast.Mod) and any(
        isinstance(side, ast.JoinedStr) or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        for side in (node.left, node.right)
    )
