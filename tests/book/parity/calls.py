"""What kind of call a piece of code makes, as far as numbers are concerned."""

import ast


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Calls that compute: their results are computed numbers, their arguments are inputs.
COMPUTING = (
    "lossnotes",
    "numpy",
    "torch",
    "scipy",
    "sklearn",
    "math",
    "cmath",
    "statistics",
    "mpmath",
    "random",
)
# Calls that draw: nothing in them is a computation, and nothing of them is printed.
DRAWING = ("matplotlib", "lossnotes.plots")
# Calls, whoever's they are, that give back what they were given in another form.
CONVERSIONS = _words(
    "array asarray asanyarray ascontiguousarray array2string array_repr array_str tensor as_tensor from_numpy "
    "full stack vstack hstack column_stack concatenate cat atleast_1d atleast_2d expand_dims broadcast_to "
    "repeat tile reshape transpose round around float16 float32 float64 int64 "
    "list tuple dict set frozenset float int str repr format zip enumerate reversed sorted iter next bool "
    "Fraction Decimal Markdown HTML Latex Math Pretty"
)
# Methods and attributes that do.
FORMS = _words(
    "T copy reshape ravel flatten tolist item astype numpy detach clone double float int long round transpose "
    "squeeze view items values keys get pop format join replace upper lower title strip ljust rjust center "
    "append extend index"
)
SHOWING = {"print", "display", "pprint"}
CALCULATING_BUILTINS = {
    "sum",
    "abs",
    "min",
    "max",
    "pow",
    "divmod",
    "len",
    "range",
    "any",
    "all",
    "map",
    "filter",
}


def dotted(node: ast.expr, imports: dict[str, str]) -> str | None:
    """The full name of what a chain of attributes on an imported name refers to (np.array: numpy.array)."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name) and node.id in imports:
        return ".".join([imports[node.id], *reversed(parts)])
    return None


def within(name: str, roots: tuple[str, ...]) -> bool:
    """Whether a full name lies in one of the packages."""
    return any(name == root or name.startswith(root + ".") for root in roots)


def kind_of(name: str) -> str:
    """The kind of call that an imported name makes: "draw", "show", "convert", "compute" or "other"."""
    last = name.rpartition(".")[2]
    if within(name, DRAWING):
        return "draw"
    if last in SHOWING:
        return "show"
    if last in CONVERSIONS:
        return "convert"
    return "compute" if within(name, COMPUTING) else "other"
