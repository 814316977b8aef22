"""What is known of a value without running the code: the literals that it consists of."""

import ast
import re
from dataclasses import dataclass, field, replace

from .numerals import in_text

MANY = 1_000_000  # how often a literal is shown that is shown in a loop
FORMAT_FIELD = re.compile(r"\{[^{}]*\}|%[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]")


@dataclass(frozen=True)
class Literal:
    """A number written in the code: its value, where it stands, and whether it stands within a string."""

    value: float
    place: tuple[int, int, int]
    in_string: bool = False


@dataclass(frozen=True)
class Mark:
    """Stands for an argument while a function's body is read."""

    function: str
    argument: str


@dataclass(frozen=True)
class Value:
    """What is known of a value: the literals it consists of, and whether it is something to draw on."""

    literals: frozenset = frozenset()
    drawing: bool = False

    def __or__(self, other: "Value") -> "Value":
        return Value(self.literals | other.literals, self.drawing or other.drawing)

    def __neg__(self) -> "Value":
        return Value(
            frozenset(
                replace(each, value=-each.value) if isinstance(each, Literal) else each
                for each in self.literals
            ),
            self.drawing,
        )

    def only(self, kind: type) -> "Value":
        """The part of the value that consists of literals, or of marks."""
        return Value(frozenset(each for each in self.literals if isinstance(each, kind)))

    def strings(self) -> "Value":
        """The part that stands within strings."""
        return Value(
            frozenset(each for each in self.literals if isinstance(each, Literal) and each.in_string)
        )


NOTHING = Value()


@dataclass
class Function:
    """What a function of the page does with its arguments (names), and the literals it shows and returns."""

    arguments: list[str]
    used: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)
    returned: Value = NOTHING
    literals_shown: set[Literal] = field(default_factory=set)


def constant(node: ast.Constant, cell: int) -> Value:
    """A constant of the code: a number, or the numbers that a string says."""
    place = cell, node.lineno, node.col_offset
    if isinstance(node.value, str):
        # The digits of a format, as in {:.2f} and %6.3f, are no numbers.
        numbers = in_text(FORMAT_FIELD.sub(" ", node.value))
        return Value(
            frozenset(
                Literal(float(n.value), (*place[:2], place[2] + i), True) for i, n in enumerate(numbers)
            )
        )
    if isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return Value(frozenset({Literal(float(node.value), place)}))
    return NOTHING
