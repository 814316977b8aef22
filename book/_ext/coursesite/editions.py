"""One call of ``jupyter-book build .`` builds every edition.

The process that is started builds the first language; it starts itself again for each other one,
so that the editions are built at the same time, and fails when one of them does. Environment
variable ``LOSSNOTES_EDITION`` tells such a child which language is its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from sphinx.errors import ExtensionError
from sphinx.util import logging

from . import stamps

log = logging.getLogger(__name__)
VARIABLE = "LOSSNOTES_EDITION"
# Without the grammars of addresses and the search for garbage, as tools/build.py explains; and it ends when the
# parent does, in whatever way, which closes its standard input: else it would write on while the next build begins.
COMMAND = (
    "import gc, os, sys, threading; gc.disable(); "
    "threading.Thread(target=lambda: (os.read(0, 1), os._exit(1)), daemon=True).start(); "
    "sys.modules['rfc3987_syntax'] = None; "
    "from jupyter_book.cli.main import main; sys.exit(main())"
)


def site_root(app) -> Path:
    """The published folder: editions are folders in it."""
    return Path(app.outdir).parent


def is_parent(app) -> bool:
    return VARIABLE not in os.environ


def _choose(app) -> None:
    """Language, output and doctree folders of this process's edition.

    It runs while extensions load, so before any catalogue, environment or builder is made.
    """
    languages = app.config.course_languages
    language = os.environ.get(VARIABLE, languages[0])
    if language not in languages:
        raise ExtensionError(f"{VARIABLE}: expected one of {languages}, got {language!r}")
    app.config.language = language
    # The catalogue was loaded for the language of _config.yml; Sphinx has no public way to say it anew.
    app._init_i18n()
    for name in ("outdir", "doctreedir"):
        folder = getattr(app, name)
        setattr(app, name, type(folder)(folder / language))
        Path(getattr(app, name)).mkdir(parents=True, exist_ok=True)


def _start_others(app) -> None:
    app.course_children = []
    if not is_parent(app):
        return
    for language in app.config.course_languages[1:]:
        output = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 (closed when the child has ended)
        environment = {**os.environ, VARIABLE: language, "PYTHONIOENCODING": "utf-8"}
        process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, *sys.argv[1:]],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        app.course_children.append((language, process, output))


def _wait_for_others(app, exception) -> None:
    """A failure of any edition is a failure of the build, and then nothing is published."""
    if app.keep_going and app._warncount:
        app.statuscode = 1  # as Sphinx itself says, too late for what comes here
    while app.course_children:  # taken off, since Sphinx comes here again when a later handler fails
        language, process, output = app.course_children.pop(0)
        code = process.wait()
        process.stdin.close()
        output.seek(0)
        text = output.read()
        output.close()
        if code:
            log.error("edition %s failed:\n%s", language, text)
            app.statuscode = 1


def _translate(app, config) -> None:
    """Titles and captions of ``_config.yml`` and ``_toc.yml`` in the edition's language."""
    strings = config.course_strings.get(config.language, {})

    def tr(text):
        return strings.get(text, text)

    config.html_title = config.project = tr(config.html_title)
    config.author = tr(config.author)
    config.nb_code_prompt_show = tr(config.nb_code_prompt_show)
    config.nb_code_prompt_hide = tr(config.nb_code_prompt_hide)
    for document in config.external_site_map.values():
        for tree in document.subtrees:
            tree.caption = tree.caption and tr(tree.caption)
    config.course_reading_stamp = stamps.reading()
    config.course_writing_stamp = stamps.writing()


def _keep_copies_out(app) -> None:
    """MyST-NB writes each notebook it has read; that copy is not part of the site."""
    folder = Path(app.doctreedir).parent.parent / "jupyter_execute" / app.config.language
    app.env.mystnb_config = app.env.mystnb_config.copy(output_folder=str(folder))


def setup(app):
    app.add_config_value("course_languages", ["en", "ko"], "env")
    app.add_config_value("course_strings", {}, "env")
    # Sphinx does not notice edits to an extension or a theme: these values do it for it.
    app.add_config_value("course_reading_stamp", "", "env")
    app.add_config_value("course_writing_stamp", "", "html")
    # Jupyter Book always sets it, and the extension that defines it is left out.
    app.add_config_value("comments_config", {}, "")
    _choose(app)
    _start_others(app)
    app.connect("config-inited", _translate, priority=950)  # sphinx_external_toc parses the toc at 900
    app.connect("builder-inited", _keep_copies_out, priority=900)
    app.connect("build-finished", _wait_for_others, priority=800)  # before anything is published
    return {"parallel_read_safe": True, "parallel_write_safe": True}
