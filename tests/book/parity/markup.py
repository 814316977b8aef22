"""MyST text taken apart by the parser that builds the site.

`parse` gives a `Markup`: the kinds of the blocks in order, headings, formulas, labels, roles, links, and the
runs of prose (a paragraph, heading, table cell or title each), directives looked into. No regular expression
decides here what is emphasis, code or mathematics; the parser does.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

CONFIG = Path(__file__).resolve().parents[3] / "_config.yml"
# Their argument is not prose: a solution's is the label of its exercise.
UNTITLED = ("solution", "bibliography", "terms-glossary", "figure", "image")
DIRECTIVE = re.compile(r"^\{(?P<name>[^}\s]+)\}\s*(?P<argument>.*)$")
OPTION = re.compile(r"^:(?P<key>[\w-]+):(?:\s+(?P<value>.*))?$")


@dataclass(frozen=True)
class Piece:
    """A part of a run: kind "text", "code", "math" or "role:NAME"."""

    kind: str
    text: str


@dataclass(frozen=True)
class Run:
    """Prose without a block boundary in it; where is "heading", "paragraph", "cell" or "title"."""

    where: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The words, with U+FFFC in place of code and mathematics."""
        return "".join("\ufffc" if piece.kind in ("code", "math") else piece.text for piece in self.pieces)


@dataclass
class Markup:
    """What the text of a cell consists of."""

    blocks: list[str] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    display: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    roles: list[tuple[str, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    fences: list[tuple[str, str]] = field(default_factory=list)
    directives: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    unclosed: list[str] = field(default_factory=list)

    @property
    def inline(self) -> list[str]:
        """The formulas within the prose."""
        return [piece.text for run in self.runs for piece in run.pieces if piece.kind == "math"]


@cache
def _parser() -> MarkdownIt:
    """The site's parser: the same extensions as `_config.yml` switches on."""
    extensions = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))["parse"]["myst_enable_extensions"]
    return create_md_parser(MdParserConfig(enable_extensions=set(extensions)), RendererHTML)


def parse(text: str) -> Markup:
    """Take the text of a cell, caption or alt text apart."""
    markup = Markup()
    _read(text, markup)
    return markup


def role_target(content: str) -> str:
    """The target of a role: `text <target>` or the content itself."""
    found = re.search(r"<([^<>]+)>\s*$", content)
    return found[1].strip() if found else content.strip()


def _read(text: str, markup: Markup) -> None:
    lines = text.splitlines()
    containers: list[str] = []
    for token in _parser().parse(text):
        if token.nesting == -1:
            containers.pop()
            markup.blocks.append(f"/{token.type.removesuffix('_close')}")
            continue
        if token.nesting == 1:
            kind = token.type.removesuffix("_open")
            containers.append(kind)
            markup.blocks.append(token.tag if kind == "heading" else kind)
        elif token.type == "inline":
            _read_inline(token, containers, markup)
        elif token.type in ("fence", "colon_fence"):
            _read_fence(token, lines, markup)
        elif token.type in ("math_block", "math_block_label", "amsmath"):
            markup.blocks.append("math")
            markup.display.append(token.content.strip())
            if token.type == "math_block_label":
                markup.labels.append(token.info)
        elif token.type == "myst_target":
            markup.labels.append(token.content)
        elif token.type == "myst_line_comment" or token.content.lstrip().startswith("<!--"):
            continue  # nobody sees a comment
        else:
            markup.blocks.append(token.type)


def _read_inline(token: Token, containers: list[str], markup: Markup) -> None:
    pieces: list[Piece] = []
    for child in token.children or []:
        if child.type in ("math_inline", "math_inline_double"):
            pieces.append(Piece("math", child.content.strip()))
        elif child.type == "code_inline":
            pieces.append(Piece("code", child.content))
        elif child.type == "myst_role":
            name = child.meta["name"]
            markup.roles.append((name, child.content))
            shown = re.sub(r"\s*<[^<>]+>\s*$", "", child.content) if name in ("term", "ref", "doc") else ""
            pieces.append(Piece(f"role:{name}", shown))
        elif child.type == "link_open":
            markup.links.append(str(child.attrs.get("href", "")))
        elif child.type == "image":
            markup.links.append(str(child.attrs.get("src", "")))
            pieces.append(Piece("text", child.content))
        elif child.type in ("softbreak", "hardbreak"):
            pieces.append(Piece("text", "\n"))
        elif child.type == "text":
            pieces.append(Piece("text", child.content))
    inside = containers[-1] if containers else "title"
    where = {"heading": "heading", "td": "cell", "th": "cell", "title": "title"}.get(inside, "paragraph")
    run = Run(where, tuple(pieces))
    markup.runs.append(run)
    if where == "heading":
        markup.headings.append((int(markup.blocks[-1][1:]), run.text))


def _read_fence(token: Token, lines: list[str], markup: Markup) -> None:
    last = lines[token.map[1] - 1].strip() if token.map else token.markup
    # The parser closes an open fence at the end of the cell without a word.
    if not (last.startswith(token.markup) and set(last) == {token.markup[0]}):
        markup.unclosed.append(f"{token.markup}{token.info}".strip())
    directive = DIRECTIVE.match(token.info.strip())
    if directive is None:
        markup.blocks.append(f"fence {token.info.strip()}".strip())
        markup.fences.append((token.info.strip(), token.content))
        return
    name, argument = directive["name"], directive["argument"].strip()
    options, body = _options(token.content)
    markup.directives.append((name, argument, options))
    markup.labels += [options[key] for key in ("label", "name") if key in options]
    if name == "math":
        markup.blocks.append("math")
        markup.display.append(body.strip())
        return
    if name in ("code", "code-block", "code-cell"):
        markup.blocks.append(f"fence {argument}".strip())
        markup.fences.append((argument, body))
        return
    markup.blocks.append(f"{{{name}}}")
    if name not in UNTITLED and argument:
        for inline in _parser().parseInline(argument):
            _read_inline(inline, ["title"], markup)
    _read(body, markup)
    markup.blocks.append(f"/{{{name}}}")


def _options(content: str) -> tuple[dict[str, str], str]:
    """The options at the head of a directive (`:key: value` lines or a block between `---`), and the body."""
    lines = content.splitlines()
    if lines and lines[0].strip() == "---" and "---" in [line.strip() for line in lines[1:]]:
        end = [line.strip() for line in lines].index("---", 1)
        values = yaml.safe_load("\n".join(lines[1:end])) or {}
        return {str(key): str(value) for key, value in values.items()}, "\n".join(lines[end + 1 :])
    options: dict[str, str] = {}
    while lines and (option := OPTION.match(lines[0].strip())):
        options[option["key"]] = (option["value"] or "").strip()
        lines.pop(0)
    return options, "\n".join(lines)
