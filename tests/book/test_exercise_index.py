"""The page of all exercises lists each exercise of the book once, with what the book and the catalogue say of it."""

import json
import re
from collections import Counter

import pytest

from lossnotes import _exercise_index as index
from lossnotes._book import read_book, text_of
from lossnotes.exercises._check import catalogue
from lossnotes.exercises._sections import SECTIONS
from lossnotes.workspace import copy_of
from tests.book.parity import notebooks, read_page
from tests.conftest import ROOT

BOOK = ROOT / "book"
TABLE = index.read_table(BOOK)
LISTED = {lang: index.listed(BOOK, lang) for lang in ("en", "ko")}


def exercises_of(lang):
    """Title and text of each exercise by its name, read another way than the index reads them."""
    found = {}
    for path in notebooks():
        for cell in read_page(path).cells:
            if cell.kind == "markdown" and cell.languages == [lang]:
                for title, name, text in re.findall(
                    r"\{exercise\} ([^\n]*)\n:label: ex-([\w-]+)\n(.*?)(?=\{exercise\}|\{solution\}|\Z)",
                    cell.source,
                    re.DOTALL,
                ):
                    found[name] = (title, text)
    return found


def test_nothing_is_missing_and_nothing_is_too_much():
    names = Counter(name for topic in TABLE["topic"] for name in topic["levels"])
    assert names == Counter(list(exercises_of("en")))
    assert {one.name for one in LISTED["en"]} == {one.name for one in LISTED["ko"]} == set(names)


def test_topics_and_levels_are_of_use():
    assert 8 <= len(TABLE["topic"]) <= 12
    for topic in TABLE["topic"]:
        assert not re.search("[가-힣]", topic["en"]) and re.search("[가-힣]", topic["ko"])
        assert len(topic["levels"]) >= 5
        assert 1 in topic["levels"].values(), f"{topic['name']}: nothing to begin with"
    levels = Counter(one.level for one in LISTED["en"])
    assert set(levels) == {1, 2, 3}
    assert min(levels.values()) >= 0.2 * sum(levels.values())


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_titles_chapters_and_kinds_are_the_books(lang):
    texts = exercises_of(lang)
    for one in LISTED[lang]:
        title, text = texts[one.name]
        assert one.title == title and not set(title) & set("`<>|$*"), title
        number, label = one.chapter
        assert label in SECTIONS, f"lossnotes/exercises/_sections.py: no entry for the chapter {label}"
        assert SECTIONS[label].chapter == number
        assert (one.kind == "proof") == (one.name not in catalogue()) == (f'check("{one.name}", ' not in text)
    assert set(TABLE["kinds"]) >= {one.kind for one in LISTED[lang]}


def test_each_topic_is_a_table_from_easy_to_hard():
    for lang in LISTED:
        seen = []
        for name, text in index.sections(BOOK, lang):
            assert text.startswith(f"(topic-{name})=\n## ")
            rows = re.findall(
                r"^\| \{ref\}`.* <ex-([\w-]+)>` \| \{ref\}`\d+ <[\w-]+>` \| \S+ \| (\d) \|$", text, re.M
            )
            assert len(rows) == text.count("<ex-")
            assert [level for _, level in rows] == sorted(level for _, level in rows)
            seen += [name for name, _ in rows]
        assert sorted(seen) == sorted(one.name for one in LISTED[lang])


def test_an_exercise_without_a_topic_or_with_two_is_refused(tmp_path):
    text = "(a)=\n# A\n\n```{exercise} Once\n:label: ex-once\nText.\n```"
    cell = {"cell_type": "markdown", "id": "a", "metadata": {"tags": ["lang-en"]}, "source": text}
    (tmp_path / "01-a.ipynb").write_text(json.dumps({"nbformat": 4, "cells": [cell]}), encoding="utf-8")
    topic = '[[topic]]\nname = "{}"\n[topic.levels]\n{} = 2\n'
    file = tmp_path / index.FILE
    file.write_text(topic.format("one", "other"), encoding="utf-8")
    with pytest.raises(ValueError, match=r"expected a topic and a level for once \(01-a\.ipynb\), got none"):
        index.listed(tmp_path, "en")
    file.write_text(topic.format("one", "once") + topic.format("two", "once"), encoding="utf-8")
    with pytest.raises(ValueError, match="expected one topic for once, got one and two"):
        index.listed(tmp_path, "en")
    file.write_text(topic.format("one", "once"), encoding="utf-8")
    assert index.listed(tmp_path, "en") == [index.Listed("once", "Once", (1, "a"), "one", 2, "proof")]


@pytest.mark.parametrize("kind", ["edition", "workspace"])
def test_readers_copies_have_the_tables_and_no_directive(kind):
    copy = copy_of(BOOK / "exercises.ipynb", "ko", read_book(BOOK, "ko"), kind)
    text = "\n".join(map(text_of, copy["cells"]))
    assert "{exercise" not in text and "{ref}" not in text
    assert len(re.findall(r"^\| \[[^]]+\]\((?:\d\d[\w-]+\.ipynb|#ex-[\w-]+)\)", text, re.MULTILINE)) == len(
        LISTED["ko"]
    )
    assert len({cell["id"] for cell in copy["cells"]}) == len(copy["cells"])
