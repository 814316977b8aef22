"""What the theme's template needs to know of a page, and small corrections of its HTML."""

from __future__ import annotations

import html
import re
import tomllib
from pathlib import Path

from docutils import nodes
from sphinx.util import logging

from . import figures, particles, policy, stamps, tokens
from .builder import page_name

log = logging.getLogger(__name__)
STRINGS = tomllib.loads((stamps.HERE / "strings.toml").read_text("utf-8"))
DESCRIPTION_LENGTH = 155  # what search engines show

# Sphinx and docutils write these roles; ARIA has since withdrawn them, or they say something wrong.
CORRECTIONS = [
    (re.compile(r' role="doc-(biblioentry|backlink|noteref)"'), ""),
    (re.compile(r'<(p|div) class="caption" role="heading">'), r'<\1 class="caption">'),
    (re.compile(r'<div role="list" class="citation-list">'), '<div class="citation-list">'),
    (re.compile(r' aria-label="Toggle hidden content"'), ""),  # English; the summary's own text says it
    (re.compile(r"<pre>"), '<pre tabindex="0">'),  # it may scroll, so the keyboard must reach it
    # Classes and spans that no style, script or reader looks at are weight and nothing else.
    (re.compile(r'<code class="docutils literal notranslate">'), '<code class="notranslate">'),
    (re.compile(r'<figure class="align-default"'), "<figure"),
    (re.compile(r'(<div class="[^"]*) docutils container'), r"\1"),
    (re.compile(r'<span class="std std-(?:ref|numref)">([^<]*)</span>'), r"\1"),
    (re.compile(r"<span></span>"), ""),  # Pygments begins each block with it
    # Korean has no slanted letters; this is no Korean.
    (re.compile(r"<em>(et\s+al\.)</em>"), r'<em lang="en">\1</em>'),
    # A line may not break between a formula and the punctuation or the Korean particle that follows it.
    (
        re.compile(r"([(\[“‘]?<math\b(?:(?!</math>).)*</math>[^\s<]{1,20})", re.S),
        r'<span class="whole">\1</span>',
    ),
    # A table's empty corner heads nothing; and a heading that is a formula is called by its source.
    (re.compile(r'<th class="head[^"]*"><p></p></th>'), "<td></td>"),
    (
        re.compile(
            r'(<th class="head[^"]*"><p>)<math>((?:(?!</math>).)*'
            r'<annotation encoding="application/x-tex">([^<]*)</annotation></semantics></math></p></th>)',
            re.S,
        ),
        r'\1<span class="hidden">\3</span><math aria-hidden="true">\2',
    ),
    # The source of a single letter is the letter.
    (
        re.compile(
            r"<semantics>(<mi>(\w)</mi>)"
            r'<annotation encoding="application/x-tex">\2</annotation></semantics>'
        ),
        r"\1",
    ),
    (re.compile(r"<table class=\"docutils align-default\">"), '<div class="table" tabindex="0"><table>'),
    (re.compile(r"</table>"), "</table></div>"),
]


# A formula within a line, alone or with what it holds on to; and what is left of its source when each command
# counts as one sign: so many fill half a line of a small phone.
INLINE_MATH = re.compile(
    r'(?P<held><span class="whole">[(\[“‘]?)?(?P<math><math>(?:(?!</math>).)*</math>)', re.S
)
SOURCE = re.compile(r'<annotation encoding="application/x-tex">(.*?)</annotation>', re.S)
MANY_SIGNS = 12


def corrected(body: str) -> str:
    for pattern, replacement in CORRECTIONS:
        body = pattern.sub(replacement, body)
    body = tokens.lighter(body)
    return INLINE_MATH.sub(_may_scroll, body)


def _may_scroll(found: re.Match[str]) -> str:
    """A long formula scrolls on its own where a line is shorter than it."""
    noted = SOURCE.search(found["math"])
    source = html.unescape(noted[1]) if noted else ""
    if len(re.sub(r"[{}\s\\]", "", re.sub(r"\\[a-zA-Z]+", "c", source))) < MANY_SIGNS:
        return found[0]
    if found["held"]:
        return found["held"].replace("whole", "whole long") + found["math"]
    return f'<span class="long">{found["math"]}</span>'


def description(doctree: nodes.document) -> str:
    """The first paragraph of a page, cut at a word."""
    paragraph = next((node for node in doctree.findall(nodes.paragraph)), None)
    words = " ".join(paragraph.astext().split()) if paragraph else ""
    if len(words) <= DESCRIPTION_LENGTH:
        return words
    return words[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0] + " …"


def editions_of(name: str, languages: list[str]) -> list[dict]:
    """Links to this page in every edition; editions are folders beside each other."""
    return [
        {"name": code, "href": f"../{code}/{name}.html", "text": STRINGS[code]["language_name"]}
        for code in languages
    ]


def address_of(app, pagename: str, label: str) -> str:
    """Where a label is, as seen from a page."""
    labels = app.env.get_domain("std").anonlabels
    if label not in labels:
        log.warning("undefined label in a figure: %r", label, location=pagename)
        return "#"
    docname, ident = labels[label]
    return f"{app.builder.get_relative_uri(pagename, docname)}#{ident}"


def on_page(app, pagename, templatename, context, doctree):
    if doctree is None:
        return
    language, languages = app.config.language, app.config.course_languages
    name = page_name(pagename)
    body = corrected(context["body"])
    if language == "ko":
        body = particles.corrected(body)
    body = context["body"] = figures.with_links(body, lambda label: address_of(app, pagename, label))
    has_explorer = 'class="explorer"' in body
    context.update(
        page_name=name,
        site_title=app.config.html_title,
        author=app.config.author,
        strings=STRINGS[language],
        editions=editions_of(name, languages),
        description=html.escape(description(doctree)),
        has_explorer=has_explorer,
        policy=policy.tag(explorers=has_explorer),
        has_exercise='class="exercise ' in body,
        has_study='class="study-record"' in body or 'class="review"' in body,
        has_exercise_index='class="exercise-filter"' in body,
        is_home=pagename == app.config.root_doc,
        stamp=app.config.course_writing_stamp,
        notebook=f"../notebooks/{language}/{name}.ipynb"
        if Path(app.srcdir, f"{pagename}.ipynb").exists()
        else None,
        canonical=None,
        alternates=[],
    )
    base = app.config.html_baseurl.rstrip("/")
    if base:
        context["canonical"] = f"{base}/{language}/{name}.html"
        context["alternates"] = [(other, f"{base}/{other}/{name}.html") for other in languages]


def setup(app):
    app.add_html_theme("course", str(stamps.THEME))
    app.connect("html-page-context", on_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
