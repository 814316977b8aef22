"""Where the site and its sources are: said in ``_config.yml``, or by whoever deploys, in the environment.

Links to the repository, to Colab and to Binder, and all that needs the site's full address (canonical links,
site map, cards, feed), appear with these addresses; nothing is invented while they are empty.
"""

from __future__ import annotations

import os
import re
from urllib.parse import urlsplit

from sphinx.errors import ExtensionError

BASE = "LOSSNOTES_BASEURL"
REPOSITORY = "LOSSNOTES_REPOSITORY"
BRANCH = "LOSSNOTES_BRANCH"
ON_GITHUB = re.compile(r"https://github\.com/(?P<owner>[\w.-]+)/(?P<name>[\w.-]+)")


def _web_address(name: str, address: str) -> str:
    """The address without a slash at its end, "" for none."""
    parts = urlsplit(address)
    if address and (
        parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment
    ):
        raise ExtensionError(
            f"{name}: expected an address such as https://example.org/course, got {address!r}"
        )
    return address.rstrip("/")


def _repository(address: str) -> str:
    address = address.rstrip("/").removesuffix(".git")
    if address and not ON_GITHUB.fullmatch(address):
        raise ExtensionError(f"repository.url: expected https://github.com/OWNER/NAME, got {address!r}")
    return address


def path_of(config) -> str:
    """What stands before each path when the site is not at the root of its host: ``/course``, or ""."""
    return urlsplit(config.html_baseurl).path.rstrip("/")


def _read(app, config) -> None:
    # Jupyter Book hands them to its own theme as options; ours takes none.
    options, config.html_theme_options = config.html_theme_options, {}
    buttons = options.get("launch_buttons") or {}
    config.html_baseurl = _web_address("html.baseurl", os.environ.get(BASE) or config.html_baseurl or "")
    config.course_sources = {
        "repository": _repository(os.environ.get(REPOSITORY) or options.get("repository_url") or ""),
        "branch": os.environ.get(BRANCH) or options.get("repository_branch") or "main",
        "path": (options.get("path_to_docs") or "").strip("/"),
        "binder": _web_address("launch_buttons.binderhub_url", buttons.get("binderhub_url") or ""),
        "colab": _web_address("launch_buttons.colab_url", buttons.get("colab_url") or ""),
    }


def setup(app):
    app.add_config_value("course_sources", {}, "html")
    app.connect("config-inited", _read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
