"""What other sites show of a link to a page: title, first sentence and card (Open Graph, Twitter)."""

from __future__ import annotations

import html

from . import editions
from .builder import page_name
from .page import STRINGS

CARD = (1200, 630)  # what the networks show without cutting
LOCALES = {"en": "en_US", "ko": "ko_KR"}


def card_address(base: str, language: str, name: str) -> str:
    return f"{base}/assets/cards/{language}/{name}.png"


def tags(
    *, kind: str, site: str, title: str, summary: str, address: str, language: str, image: str, alt: str
):
    """The elements for a page's head. What Twitter does not find among its own it takes from Open Graph's."""
    graph = {
        "type": kind,
        "site_name": site,
        "title": title,
        "description": summary,
        "url": address,
        "locale": LOCALES[language],
        "image": image,
        "image:type": "image/png",
        "image:width": CARD[0],
        "image:height": CARD[1],
        "image:alt": alt,
    }
    lines = [f'<meta property="og:{key}" content="{html.escape(str(text))}">' for key, text in graph.items()]
    lines += [
        f'<meta property="og:locale:alternate" content="{locale}">'
        for code, locale in LOCALES.items()
        if code != language
    ]
    lines.append('<meta name="twitter:card" content="summary_large_image">')
    lines.append(f'<meta name="twitter:image:alt" content="{html.escape(alt)}">')
    return "\n".join(lines)


def part_of(app, pagename: str) -> str:
    """The part of the book that a page stands in, and the number of a chapter."""
    said, name = STRINGS[app.config.language]["links"], page_name(pagename)
    captions = [
        tree.caption
        for tree in app.config.external_site_map.root.subtrees
        if pagename in map(str, tree.items) and tree.caption
    ]
    if name[:2].isdigit():
        captions.append(said["chapter"].format(int(name[:2])))
    return " · ".join(captions) or said["course"]


def on_page(app, pagename, templatename, context, doctree):
    if doctree is None:
        return
    context["social"] = ""
    if not context["canonical"]:
        return
    from . import cards  # and Pillow, which no other build waits for

    language, site, name = app.config.language, app.config.html_title, page_name(pagename)
    title, above = app.env.titles[pagename].astext(), part_of(app, pagename)
    # The card first: a page that is there has its card.
    cards.write(editions.site_root(app) / "assets" / "cards" / language / f"{name}.png", title, above, site)
    context["social"] = tags(
        kind="website" if context["is_home"] else "article",
        site=site,
        title=title,
        summary=html.unescape(context["description"]),
        address=context["canonical"],
        language=language,
        image=card_address(app.config.html_baseurl, language, name),
        alt=STRINGS[language]["links"]["card"].format(title=title, above=above, site=site),
    )


def setup(app):
    app.connect("html-page-context", on_page, priority=600)  # after ``page``
    return {"parallel_read_safe": True, "parallel_write_safe": True}
