"""The fonts of the PDFs. All come from npm, so that a page breaks where it breaks on every machine, Korean too."""

from __future__ import annotations

from pathlib import Path

from tools.print.pages import PrintError

HERE = Path(__file__).parent
PRETENDARD = HERE / "node_modules/pretendard/dist/public/static/alternative"
JETBRAINS = HERE / "node_modules/@fontsource/jetbrains-mono/files"

# Family, weight and file. Static TrueType files: of these a PDF holds outlines and the text.
FACES = (
    ("Pretendard", 400, PRETENDARD / "Pretendard-Regular.ttf"),
    ("Pretendard", 600, PRETENDARD / "Pretendard-SemiBold.ttf"),
    ("Pretendard", 700, PRETENDARD / "Pretendard-Bold.ttf"),
    ("JetBrains Mono", 400, JETBRAINS / "jetbrains-mono-latin-400-normal.woff2"),
    ("JetBrains Mono", 700, JETBRAINS / "jetbrains-mono-latin-700-normal.woff2"),
)
# What their names in a PDF begin with; the site brings the font of the formulas.
NAMES = ("Pretendard", "JetBrainsMono", "STIXTwoMath")


def style() -> str:
    """A style sheet that declares them.

    Raises
    ------
    PrintError
        If one is not there.
    """
    rules = []
    for family, weight, path in FACES:
        if not path.exists():
            raise PrintError(
                f"the font {family} is missing ({path.relative_to(HERE.parent.parent)}): run `make pdf`, "
                "or `python tools/npm.py ci --prefix tools/print`"
            )
        rules.append(
            f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{path.as_uri()}"); }}'
        )
    return "\n".join(rules)
