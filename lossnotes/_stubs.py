"""A page as a reader begins it: questions without answers.

Solutions are the source. What stands in the book between ``# solution`` and ``# end`` is one line to fill in; a
cell that only computes an answer becomes a place for the reader's own; the worked texts are left out.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping

from lossnotes._book import Notebook, set_text, text_of

YOURS = {"en": "...  # your code", "ko": "...  # 여기에 코드를 쓰세요"}
ANSWER = {"en": "your answer: a number, or a list of them", "ko": "답: 수 하나, 또는 수의 목록"}
_MARKED = re.compile(
    r"^(?P<indent>[ \t]*)# solution[ \t]*\n.*?^[ \t]*# end[ \t]*(?:\n|\Z)", re.MULTILINE | re.DOTALL
)
_IMPORT = re.compile(r"^from lossnotes\.exercises import check$", re.MULTILINE)
_CHECK = re.compile(r'^check\("(?P<name>[\w-]+)", (?P<answer>.*)\)[ \t]*$', re.MULTILINE | re.DOTALL)
_SOLUTION = re.compile(
    r"^(?P<fence>`{3,}|:{3,})\{solution\}.*?^(?P=fence)[ \t]*$\n?", re.MULTILINE | re.DOTALL
)


def without_answers(notebook: Mapping, lang: str) -> Notebook:
    """Return a copy of a one-language notebook with stubs in place of its solutions."""
    result = copy.deepcopy(notebook)
    cells = []
    for cell in result["cells"]:
        text = text_of(cell)
        if cell["cell_type"] == "markdown":
            left = _SOLUTION.sub("", text)
            if left != text and not re.sub(r"^\([\w-]+\)=$", "", left, flags=re.MULTILINE).strip():
                continue
            if left != text:
                set_text(cell, left.strip("\n"))
        elif stub := stub_of(text, lang):
            set_text(cell, stub)
            cell["outputs"] = []
            cell["execution_count"] = None
            cell["metadata"].get("jupyter", {}).pop("source_hidden", None)
            cell["metadata"].get("jupyter", {}).pop("outputs_hidden", None)
            cell["metadata"]["tags"] = [
                tag for tag in cell["metadata"].get("tags", []) if tag.startswith("solution-")
            ]
            if not cell["metadata"]["tags"]:
                del cell["metadata"]["tags"]
        else:  # one who works alone wants hints too
            set_text(cell, _IMPORT.sub("from lossnotes.exercises import check, hint", text))
        cells.append(cell)
    result["cells"] = cells
    return result


def stub_of(code: str, lang: str) -> str:
    """What a reader begins with in place of a cell that answers an exercise; "" if it answers none."""
    asked = _CHECK.search(code)
    marked = list(_MARKED.finditer(code))
    if not asked and not marked:
        return ""
    last = f'check("{asked["name"]}", {{}})' if asked else "answer"
    if not any(re.search(r"^(?:def|class) ", code[: found.start()], re.MULTILINE) for found in marked):
        return f"answer = ...  # {ANSWER[lang]}\n{last.format('answer')}"
    begun = _MARKED.sub(lambda found: f"{found['indent']}{YOURS[lang]}\n", code[: marked[-1].end()])
    begun = begun.rstrip("\n")
    # What the book prints below is the solution's; what is left is what the reader hands over.
    return f"{begun}\n\n{last.format(asked['answer'])}" if asked else begun
