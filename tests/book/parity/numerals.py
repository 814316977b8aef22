r"""Numbers as they stand in prose, in formulas and in outputs.

A `Number` keeps its value, how many decimals are shown and why it needs no computation behind it, if so:

- count: a bare integer from 0 to 12 in text ("3 images"), any integer from -12 to 12 in a formula, where
  small integers are part of the formula (`\frac{1}{N}`, `s_{10}`, `(-1)^k`). With a decimal point, a
  percent sign or, in text, a sign it is a quantity, and no count: 5.0, 5%, -5.
- year: 1900 to 2099 without a thousands separator, in text;
- numbering: behind or before the word that says so (section 3.2, 3.2절, figure 4), dates and versions
  (Python 3.11, 2.13.0).

Digits that belong to a name are no numbers: CIFAR-10, float32, L2, subscripts of formulas. A minus sign is
`-` or U+2212, and a sign only where it cannot mean subtraction or a range. Thousands: 1,001 in text,
1{,}001 in formulas.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .formulas import split_words

COUNT = 12
PRODUCTS = (
    "Python|PyTorch|torch|NumPy|SciPy|scikit-learn|JupyterLab|Jupyter Book|Jupyter|Node(?:\\.js)?|Sphinx"
)
NUMBERED = "sections?|chapters?|figures?|fig\\.|equations?|eq\\.|tables?|parts?|pages?|절|장|그림|식|표|부"

NUMBER = re.compile(
    r"(?P<whole>\d{1,3}(?:,\d{3})+(?!\d|,\d)|\d+)"
    r"(?P<fraction>\.\d+)?(?P<exponent>[eE][-−+]?\d+)?(?P<percent>\s?\\?%)?"
)
NO_NUMBER = re.compile(r"\d+(?:\.\w+){2,}|\d{4}-\d{2}-\d{2}")  # versions and dates
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
POWER = re.compile(r"10([⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
ABOUT = re.compile(
    r"(?:\b(?:about|around|roughly|nearly|almost|some)\s|[≈~]\s?|(?:약|대략|거의)\s?)[-−]?$", re.IGNORECASE
)
CUT = re.compile(r"\s?(?:…|\.\.\.|\\l?dots\b)")
BEFORE = re.compile(rf"(?:\b(?:{PRODUCTS})\s|(?<!\w)(?:{NUMBERED})\s?\(?)$", re.IGNORECASE)
AFTER = re.compile(r"^\s?(?:절|부\b)")

# Commands behind which a minus is a sign; behind any other command (\alpha - 1) it subtracts.
RELATIONS = {
    "le", "leq", "ge", "geq", "lt", "gt", "ne", "neq", "approx", "equiv", "sim", "to", "in", "mapsto", "implies",
    "iff", "Rightarrow", "rightarrow", "times", "cdot", "div", "quad", "qquad", "max", "min", "log", "exp",
    "left", "big", "Big", "bigl", "Bigl",
}  # fmt: skip
LAYOUT = re.compile(
    r"\\\\\[[^\]]*\]|\\[hv]space\*?\{[^}]*\}|\\m?kern\s?-?[\d.]+\s?\w\w|\\(?:begin|end)\{\w+\*?\}(?:\{[lcr|]+\})?"
    r"|\\tag\{[^}]*\}|\\label\{[^}]*\}|\\(?:eq)?ref\{[^}]*\}"
)
SUBSCRIPT = re.compile(r"_(?:\d|\{\s*\d+(?:\s*,\s*\d+)*\s*\})")
THOUSANDS = re.compile(r"(?<=\d)(?:\{,\}|\\,)(?=\d{3}(?!\d))")
MATH_POWER = re.compile(r"(?P<base>(?<![\d.])10)\s*\^\s*(?:\{\s*(?P<braced>[-−]?\d+)\s*\}|(?P<digit>\d))")
TIMES_POWER = re.compile(r"(\d(?:\.\d+)?)\s*\\(?:times|cdot)\s*(1e-?\d+)")


@dataclass(frozen=True)
class Number:
    """A number that is shown: its value, its decimals, how it was written, why it is exempt ("" if not)."""

    value: Decimal
    decimals: int
    written: str
    exempt: str = ""
    percent: bool = False
    about: bool = False
    cut: bool = False  # 5.266..., not rounded


def in_text(text: str) -> Iterator[Number]:
    """The numbers of prose or of an output."""
    text = POWER.sub(lambda found: "1e" + found[1].translate(SUPERSCRIPTS), text)
    skipped = {i for found in NO_NUMBER.finditer(text) for i in range(*found.span())}
    for found in NUMBER.finditer(text):
        start = found.start()
        before = text[:start]
        if start in skipped or re.search(r"[A-Za-z_]-?$|\w\.$", before):
            continue
        sign = re.search(r"(?<![\w)\]])[-−]$", before)
        after = text[found.end() :]
        yield _number(found, bool(sign), _exemption(found, bool(sign), before, after), before, after)


def in_formula(formula: str) -> Iterator[Number]:
    """The numbers of a formula, and of the words in it."""
    formula, words = split_words(formula)
    for text in words:
        yield from in_text(text)
    formula = THOUSANDS.sub("", SUBSCRIPT.sub("", LAYOUT.sub(" ", formula)))
    formula = MATH_POWER.sub(
        lambda found: f"1e{found['braced'] or found['digit']}".replace("−", "-"), formula
    )
    formula = TIMES_POWER.sub(lambda found: found[1] + found[2][1:], formula)
    formula = formula.replace(",", ", ")  # a comma separates
    for found in NUMBER.finditer(formula):
        before, after = formula[: found.start()], formula[found.end() :]
        signed = bool(re.search(r"[-−]\s*$", before)) and _is_sign(re.sub(r"[-−]\s*$", "", before))
        value = Decimal(found["whole"] + (found["fraction"] or ""))
        whole = not (found["fraction"] or found["exponent"] or found["percent"])
        exempt = "count" if whole and value <= COUNT else ""
        about = "≈" if re.search(r"\\approx\s*-?\s*$", before) else ""
        yield _number(found, signed, exempt, about, after)


def _is_sign(before: str) -> bool:
    """Whether a minus that follows `before` in a formula is a sign and no subtraction."""
    before = before.rstrip()
    command = re.search(r"\\([A-Za-z]+)$", before)
    if command:
        return command[1] in RELATIONS
    return not before or before[-1] in "=([{,&|<>;:^+*/≤≥≈\\" or before.endswith((r"\,", r"\;"))


def _exemption(found: re.Match[str], signed: bool, before: str, after: str) -> str:
    bare = not (signed or found["fraction"] or found["exponent"] or found["percent"] or "," in found["whole"])
    if bare and int(found["whole"]) <= COUNT:
        return "count"
    if BEFORE.search(before) or AFTER.search(after):
        return "numbering"
    return "year" if bare and 1900 <= int(found["whole"]) <= 2099 else ""


def _number(found: re.Match[str], signed: bool, exempt: str, before: str, after: str) -> Number:
    exponent = (found["exponent"] or "").replace("−", "-")
    value = Decimal(found["whole"].replace(",", "") + (found["fraction"] or "") + exponent)
    decimals = len(found["fraction"] or ".") - 1 - int(exponent[1:] or 0)
    written = ("-" if signed else "") + found[0].replace("\\", "").replace(" ", "")
    about, cut = bool(ABOUT.search(before)), bool(CUT.match(after))
    return Number(-value if signed else value, decimals, written, exempt, bool(found["percent"]), about, cut)
