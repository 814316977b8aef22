"""Write the notebooks that Colab opens: each page in one language, exercises open, beginning with an install cell.

    python tools/colab.py FOLDER --package "git+https://github.com/OWNER/NAME@COMMIT"

Colab runs a notebook of a repository and knows nothing of the rest of it: so the first cell installs `lossnotes` from
the same commit, and allows Colab to show the figures that move. `.github/workflows/pages.yml` calls this.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from lossnotes.workspace import copy_of, read_book  # noqa: E402

INSTALL = """\
# {why}
%pip install --quiet {widgets} "lossnotes @ {package}"
%env LOSSNOTES_LANG={language}
from google.colab import output

output.enable_custom_widget_manager()"""
SAID = {
    "en": {
        "why": "Run this cell first: it installs the package of the course (half a minute).",
        "note": "This is a copy for Google Colab. Colab forgets files when a session ends: keep what you write with "
        "*File → Save a copy in Drive*.",
    },
    "ko": {
        "why": "이 셀을 먼저 실행합니다. 강의 패키지를 설치합니다(30초쯤).",
        "note": "Google Colab용 사본입니다. 세션이 끝나면 Colab이 파일을 지우므로, 작성한 내용은 *파일 → 드라이브에 사본 저장*으로 "
        "남겨 둡니다.",
    },
}


def widgets() -> str:
    """anywidget in the course's version; all else that the notebooks import is there in Colab."""
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    return next(line.split()[0] for line in lines if line.startswith("anywidget=="))


def prepared(notebook: dict, language: str, package: str) -> dict:
    """The notebook with a note and the install cell before everything else."""
    said = SAID[language]
    code = INSTALL.format(why=said["why"], widgets=widgets(), package=package, language=language)
    first = [
        {"cell_type": "markdown", "id": "colab-note", "metadata": {}, "source": said["note"]},
        {
            "cell_type": "code",
            "id": "colab-install",
            "metadata": {},
            "source": code,
            "execution_count": None,
            "outputs": [],
        },
    ]
    return {**notebook, "cells": first + notebook["cells"]}


def write(folder: Path, package: str) -> int:
    """All pages in all languages; how many files."""
    pages = sorted((ROOT / "book").glob("*.ipynb"))
    for language in SAID:
        book = read_book(ROOT / "book", language)
        target = folder / language
        target.mkdir(parents=True, exist_ok=True)
        for page in pages:
            notebook = prepared(copy_of(page, language, book, "workspace"), language, package)
            text = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
            (target / page.name).write_text(text, encoding="utf-8", newline="\n")
    return len(pages) * len(SAID)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="tools/colab.py", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--package", required=True, help="what pip installs lossnotes from")
    options = parser.parse_args(arguments)
    print(f"{write(options.folder, options.package)} notebooks in {options.folder}")


if __name__ == "__main__":
    main(sys.argv[1:])
