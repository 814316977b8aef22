"""MyST as plain JupyterLab shows it well: directives become quotes and folds, roles become links.

With JupyterLab's MyST extension the book's own text is shown as it is; this is for a Jupyter without it.
"""

from __future__ import annotations

import re

from lossnotes._book import FIGURE

_FENCED = re.compile(
    r"^(?P<fence>`{3,}|:{3,})\{(?P<name>[\w-]+)\}[ \t]*(?P<title>[^\n]*)\n(?P<body>.*?)^(?P=fence)[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
_OPTION = re.compile(r"^:(?P<key>[\w-]+):[ \t]*(?P<value>.*)\n", re.MULTILINE)
_LABEL = re.compile(r"^\((?P<name>[\w-]+)\)=[ \t]*$", re.MULTILINE)
_EQUATION = re.compile(r"\$\$(?P<body>(?:(?!\$\$).)+?)\$\$[ \t]*\((?P<name>[\w-]+)\)", re.DOTALL)
_ROLE = re.compile(r"\{(?P<role>ref|numref|eq|term)\}`(?:(?P<text>[^`<]*?)\s*<)?(?P<target>[^`>]+)>?`")
_FIGURE = re.compile(r"\{figure\}[^\n]*\n(?::[\w-]+:[^\n]*\n)*?:label: (?P<name>[\w-]+)")
EXERCISE = {"en": "Exercise", "ko": "연습 문제"}


def numbered(page: str) -> dict[str, int]:
    """The numbers of a page's figures and formulas, by their names, in the order in which they stand."""
    return {
        found["name"]: at
        for pattern in (_FIGURE, _EQUATION)
        for at, found in enumerate(pattern.finditer(page), start=1)
    }


def plain(text: str, lang: str, numbers: dict[str, int], titles: dict[str, str]) -> str:
    """The text of a markdown cell, given `numbered` of its page and the headings by label."""
    text = _FENCED.sub(lambda found: _directive(found, lang, numbers, titles), text)
    text = _EQUATION.sub(lambda found: _equation(found, numbers), text)
    text = _LABEL.sub(lambda found: f'<a id="{found["name"]}"></a>', text)
    return _ROLE.sub(lambda found: _role(found, lang, numbers, titles), text)


def _directive(found: re.Match[str], lang: str, numbers: dict[str, int], titles: dict[str, str]) -> str:
    options, body = {}, found["body"]
    while option := _OPTION.match(body):
        options[option["key"]] = option["value"].strip()
        body = body[option.end() :]
    body = plain(body.strip("\n"), lang, numbers, titles)
    anchor = f'<a id="{options["label"]}"></a>' if "label" in options else ""
    title = found["title"].strip()
    if found["name"] == "figure":
        return f"{anchor}*{FIGURE[lang]} {numbers.get(options.get('label', ''), '')}.* {body}"
    if found["name"] == "exercise":
        return f"{anchor}\n\n**{EXERCISE[lang]}{': ' if title else ''}{title}**\n\n{body}"
    if "dropdown" in options.get("class", ""):
        return f"{anchor}<details><summary>{title}</summary>\n\n{body}\n\n</details>"
    quoted = "\n".join(f"> {line}".rstrip() for line in body.split("\n"))
    return f"> **{title}**\n>\n{quoted}" if title else quoted


def _equation(found: re.Match[str], numbers: dict[str, int]) -> str:
    """The number inside the formula; and a place to link to above it."""
    body = found["body"].rstrip()
    return f'<a id="{found["name"]}"></a>\n\n$$\n{body.strip(chr(10))}\n\\tag{{{numbers[found["name"]]}}}\n$$'


def _role(found: re.Match[str], lang: str, numbers: dict[str, int], titles: dict[str, str]) -> str:
    target, shown = found["target"].strip(), (found["text"] or "").strip()
    if found["role"] == "term":
        return shown or target
    if found["role"] == "ref":
        return f"[{shown or titles.get(target, target)}](#{target})"
    number = numbers.get(target, "?")
    said = f"({number})" if found["role"] == "eq" else f"{FIGURE[lang]} {number}"
    return f"[{shown or said}](#{target})"
