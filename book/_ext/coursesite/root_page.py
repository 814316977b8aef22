"""The page at the root of the site: it sends a reader on to the edition in their language."""

from __future__ import annotations

import html
from pathlib import Path

from . import policy, social, stamps
from .page import STRINGS

TEMPLATE = """<!doctype html>
<html lang="{first}">
<head>
<meta charset="utf-8">
{policy}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<meta name="description" content="{title}">
{head}<link rel="icon" href="{assets}/icon.svg" type="image/svg+xml">
<script src="{assets}/early.js?v={stamp}"></script>
{script}
<link rel="stylesheet" href="{assets}/course.css?v={stamp}">
</head>
<body class="choose">
<main>
{body}</main>
</body>
</html>
"""
SCRIPT = '<script src="{{assets}}/choose.js?v={{stamp}}" data-languages="{languages}" data-page="{home}.html"></script>'


def page(*, languages: list[str], title: str, head: str, script: str, body: str, assets: str) -> str:
    """A page that belongs to no edition. ``script`` may name ``{assets}`` and ``{stamp}``."""
    stamp = stamps.writing()
    return TEMPLATE.format(
        first=languages[0],
        title=html.escape(title),
        head=head,
        policy=policy.tag(),
        script=script.format(assets=assets, stamp=stamp),
        body=body,
        assets=assets,
        stamp=stamp,
    )


def write(root: Path, languages: list[str], home: str, config, home_title: str) -> None:
    """``home_title``: of the first page in the first language, whose card stands for the whole."""
    translated = {language: config.course_strings.get(language, {}) for language in languages}
    titles = {
        language: translated[language].get(config.html_title, config.html_title) for language in languages
    }
    links = "\n".join(
        f'<li><a href="{code}/{home}.html" lang="{code}" hreflang="{code}">{STRINGS[code]["language_name"]}</a></li>'
        for code in languages
    )
    heading = "<br>".join(f'<span lang="{code}">{html.escape(titles[code])}</span>' for code in languages)
    text = page(
        languages=languages,
        title=" · ".join(titles.values()),
        head=_head(languages, home, config, titles, home_title),
        script=SCRIPT.format(languages=" ".join(languages), home=home),
        body=f"<h1>{heading}</h1>\n<ul>\n{links}\n</ul>\n",
        assets="assets",
    )
    (root / "index.html").write_text(text, encoding="utf-8")


def _head(languages: list[str], home: str, config, titles: dict[str, str], home_title: str) -> str:
    base, first = config.html_baseurl, languages[0]
    if not base:
        return ""
    addresses = [(code, f"{base}/{code}/{home}.html") for code in languages]
    addresses.append(("x-default", f"{base}/"))
    links = "".join(
        f'<link rel="alternate" hreflang="{code}" href="{html.escape(href)}">\n' for code, href in addresses
    )
    title, said = " · ".join(titles.values()), STRINGS[first]["links"]
    shown = social.tags(
        kind="website",
        site=titles[first],
        title=title,
        summary=title,
        address=f"{base}/",
        language=first,
        image=social.card_address(base, first, home),
        alt=said["card"].format(title=home_title, above=said["course"], site=titles[first]),
    )
    return f"{links}{shown}\n"
