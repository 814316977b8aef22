"""The page at the root of the site: it sends a reader on to the edition in their language."""

from __future__ import annotations

import html
from pathlib import Path

from . import stamps
from .page import STRINGS

TEMPLATE = """<!doctype html>
<html lang="{first}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<meta name="description" content="{title}">
{head}<link rel="icon" href="assets/icon.svg" type="image/svg+xml">
<script src="assets/early.js?v={stamp}"></script>
<script src="assets/choose.js?v={stamp}" data-languages="{languages}" data-page="{home}.html"></script>
<link rel="stylesheet" href="assets/course.css?v={stamp}">
</head>
<body class="choose">
<main>
<h1>{heading}</h1>
<ul>
{links}
</ul>
</main>
</body>
</html>
"""


def write(root: Path, languages: list[str], home: str, config) -> None:
    translated = {language: config.course_strings.get(language, {}) for language in languages}
    titles = {
        language: translated[language].get(config.html_title, config.html_title) for language in languages
    }
    links = "\n".join(
        f'<li><a href="{code}/{home}.html" lang="{code}" hreflang="{code}">{STRINGS[code]["language_name"]}</a></li>'
        for code in languages
    )
    heading = "<br>".join(f'<span lang="{code}">{html.escape(titles[code])}</span>' for code in languages)
    page = TEMPLATE.format(
        first=languages[0],
        title=html.escape(" · ".join(titles.values())),
        heading=heading,
        head=_head(languages, home, config),
        stamp=stamps.writing(),
        languages=" ".join(languages),
        home=home,
        links=links,
    )
    (root / "index.html").write_text(page, encoding="utf-8")


def _head(languages: list[str], home: str, config) -> str:
    base = config.html_baseurl.rstrip("/")
    if not base:
        return ""
    addresses = [(code, f"{base}/{code}/{home}.html") for code in languages]
    addresses.append(("x-default", f"{base}/"))
    return "".join(
        f'<link rel="alternate" hreflang="{code}" href="{html.escape(href)}">\n' for code, href in addresses
    )
