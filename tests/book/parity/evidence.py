"""The numbers that a page's code computes or takes as inputs.

Computed: the numbers in the outputs of a cell (text that was printed, the plain form of what was shown),
less the literals that the cell merely shows: `print(5.28)` and `print("loss 5.28")` compute nothing, and of
`print("expected 5.27, got", loss)` one 5.27 counts if the output has two. A literal shown in a loop takes
away every number equal to it. Inputs: the literals that go into a computation (see `reader`). Pictures
prove nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .numerals import Number, in_text
from .page import Page
from .reader import Reader


@dataclass(frozen=True)
class Evidence:
    """What prose may state."""

    values: frozenset[float]

    def supports(self, number: Number) -> bool:
        """Whether `number` is one of the values, rounded to the decimals that it shows, or cut off
        (5.266...).

        An integer has to be equal to a value, unless the prose says "about". A percentage may state a
        fraction.
        """
        return any(
            _states(number, value * scale)
            for value in self.values
            for scale in ((1, 100) if number.percent else (1,))
        )

    def nearest(self, number: Number) -> float | None:
        """The value closest to a number, for messages."""
        return min(self.values, key=lambda value: abs(value - float(number.value)), default=None)


def _states(number: Number, value: float) -> bool:
    """Whether a number in prose is a way to write the value."""
    shown, unit = float(number.value), 10.0**-number.decimals
    if number.cut:
        return 0 <= (value - shown) * (1 if shown >= 0 else -1) < unit
    if number.about:
        unit = max(unit, 10.0 ** -_last_digit(number))
    elif number.decimals <= 0 and not number.percent:
        return abs(value - shown) <= 1e-9 * abs(shown)
    return abs(value - shown) <= 0.5 * unit * (1 + 1e-9)


def _last_digit(number: Number) -> int:
    """Decimals of the last digit that is not 0: -2 for 1300."""
    digits = number.value.normalize().as_tuple()
    return -int(digits.exponent)


def gather(page: Page) -> Evidence:
    """Everything that the code cells of the page compute or take."""
    reader, computed = Reader(), set()
    for cell in page.cells:
        if cell.kind == "code":
            shown = reader.read(cell.source)
            computed |= set(
                _computed(
                    list(_printed(cell.output_texts())), {k.place: (k.value, n) for k, n in shown.items()}
                )
            )
    return Evidence(frozenset(computed | {literal.value for literal in reader.inputs}))


def _printed(texts: Iterator[str]) -> Iterator[Number]:
    for text in texts:
        yield from in_text(text)
        if "," in text:  # [123,456] may be two numbers
            yield from (number for number in in_text(text.replace(",", ", ")) if number.value < 1000)


def _computed(numbers: list[Number], shown: dict[object, tuple[float, int]]) -> Iterator[float]:
    """The numbers of an output less those that are literals, be they rounded by a format."""
    left = list(numbers)
    for value, times in shown.values():
        equal = [number for number in left if float(number.value) == value]
        rounded = [number for number in left if number.decimals > 0 and _states(number, value)]
        for number in (equal or rounded)[:times]:
            left.remove(number)
    return (float(number.value) for number in left)
