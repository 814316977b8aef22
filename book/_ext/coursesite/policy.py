"""The Content-Security-Policy in a page's head: the site's own files, and nothing that a page has inside itself.

So no script, handler, style or ``eval`` that somebody slips into a page or an address comes to life.
"""

from __future__ import annotations

OWN = "default-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'"
# A page that is opened from a folder may not import a module by its address (see explorer-host.js).
FROM_DISK = "script-src 'self' blob:"


def tag(*, explorers: bool = False) -> str:
    """The element for a page's head, above whatever the head loads; ``explorers``: whether the page has any."""
    policy = f"{OWN}; {FROM_DISK}" if explorers else OWN
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
