"""``404.html``: what a host shows where there is no page, in every language, the reader's first.

It is shown at whatever depth the wrong address has, so its own addresses begin at the root of the host, below
the path of ``html.baseurl`` if there is one.
"""

from __future__ import annotations

import html
from pathlib import Path

from . import addresses, root_page
from .page import STRINGS

HEAD = '<meta name="robots" content="noindex">\n'
SECTION = """<section lang="{code}">
<h1>{heading}</h1>
<p>{why}</p>
<p><a href="{top}/{code}/{home}.html">{link}</a></p>
</section>
"""


def write(root: Path, languages: list[str], home: str, config) -> None:
    top = addresses.path_of(config)
    said = {code: STRINGS[code]["missing"] for code in languages}
    sections = "".join(
        SECTION.format(
            code=code,
            heading=html.escape(said[code]["heading"]),
            why=html.escape(said[code]["why"]),
            link=html.escape(said[code]["home"]),
            top=top,
            home=home,
        )
        for code in languages
    )
    page = root_page.page(
        languages=languages,
        title=" · ".join(said[code]["heading"] for code in languages),
        head=HEAD,
        script=f'<script defer src="{{assets}}/missing.js?v={{stamp}}" data-languages="{" ".join(languages)}"></script>',
        body=sections,
        assets=f"{top}/assets",
    )
    (root / "404.html").write_text(page, encoding="utf-8")
