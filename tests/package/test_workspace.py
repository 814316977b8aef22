"""One-language copies: what a reader works with, and what is theirs stays theirs."""

import copy
import json

import nbformat
import pytest

from lossnotes.workspace import EditionReport, one_language, read_book, write_edition

BOTH = {"en": "The hinge.", "ko": "힌지입니다."}
EXPLORER = "application/vnd.lossnotes.explorer+json"
SENTENCE = "application/vnd.lossnotes.text+json"


def markdown(name: str, lang: str, text: str, *tags: str) -> dict:
    metadata = {"tags": [f"lang-{lang}", *tags]}
    lines = text.splitlines(keepends=True)
    return {"cell_type": "markdown", "id": f"{name}-{lang}", "metadata": metadata, "source": lines}


def code(name: str, text: str, outputs: list[dict] | None = None, **metadata: object) -> dict:
    return {
        "cell_type": "code", "execution_count": 1, "id": name, "metadata": metadata, "outputs": outputs or [],
        "source": text.splitlines(keepends=True),
    }  # fmt: skip


def notebook(*cells: dict) -> dict:
    metadata = {
        "kernelspec": {"display_name": "Python 3", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def page(sentence: str = "힌지 손실입니다.") -> dict:
    output = {"output_type": "stream", "name": "stdout", "text": ["5.27\n"]}
    figure = {
        "figure": {"name": "fig-hinge", "caption": dict(BOTH)},
        "image": {"alt": dict(BOTH), "width": "80%"},
    }
    return notebook(
        markdown("title", "en", "(hinge)=\n# Hinge\n\nThe hinge loss."),
        markdown("title", "ko", f"(hinge)=\n# 힌지\n\n{sentence}"),
        code("mean", "print(5.27)", [output]),
        code("plot", "plots.show(fig)", tags=["hide-input"], mystnb=figure),
        markdown("end", "en", "End.", "keep"),
        markdown("end", "ko", "끝.", "keep"),
    )


def texts(result: dict) -> list[str]:
    return ["".join(cell["source"]) for cell in result["cells"] if cell["cell_type"] == "markdown"]


# One notebook


def test_one_language_and_the_code():
    source = page()
    before = copy.deepcopy(source)
    result = one_language(source, "ko")
    assert source == before
    assert [cell["id"] for cell in result["cells"]] == ["title-ko", "mean", "plot", "plot-caption", "end-ko"]
    assert result["cells"][0]["metadata"] == {}
    assert result["cells"][4]["metadata"] == {"tags": ["keep"]}
    assert result["cells"][1] == before["cells"][2]
    assert result["metadata"] == before["metadata"]


def test_an_answer_is_folded_with_its_output():
    """A cell tagged hide-cell prints what a question asks for."""
    source = page()
    source["cells"][2]["metadata"]["tags"] = ["hide-cell"]
    answer = one_language(source, "ko")["cells"][1]
    assert answer["metadata"]["jupyter"] == {"source_hidden": True, "outputs_hidden": True}


def test_an_explorers_text_is_of_the_language():
    source = page()
    record = {"module": "scores", "state": {}, "text": BOTH}
    shown = {EXPLORER: record, "text/plain": BOTH["en"]}
    source["cells"][2]["outputs"] = [{"output_type": "display_data", "data": shown, "metadata": {}}]
    (output,) = one_language(source, "ko")["cells"][1]["outputs"]
    assert output["data"] == {EXPLORER: {**record, "text": {"ko": BOTH["ko"]}}, "text/plain": BOTH["ko"]}
    assert record["text"] == BOTH


def test_what_a_checked_exercise_says_is_of_the_language():
    source = page()
    shown = {SENTENCE: dict(BOTH), "text/plain": BOTH["en"]}
    source["cells"][2]["outputs"] = [{"output_type": "execute_result", "data": shown, "metadata": {}}]
    copied = one_language(source, "ko")
    (output,) = copied["cells"][1]["outputs"]
    assert output["data"] == {SENTENCE: {"ko": BOTH["ko"]}, "text/plain": BOTH["ko"]}
    assert one_language(copied, "ko") == copied


def test_captions_and_alt_texts_are_of_the_language():
    plot, caption = one_language(page(), "ko")["cells"][2:4]
    assert plot["metadata"]["mystnb"] == {
        "figure": {"name": "fig-hinge", "caption": "힌지입니다."},
        "image": {"alt": "힌지입니다.", "width": "80%"},
    }
    assert plot["metadata"]["jupyter"] == {"source_hidden": True}
    assert "".join(caption["source"]) == ":::{figure}\n:label: fig-hinge\n\n힌지입니다.\n:::"


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_copy_of_a_copy_is_the_same_copy(lang):
    once = one_language(page(), lang)
    assert one_language(once, lang) == once


def test_nbformat_notebooks_stay_such():
    result = one_language(nbformat.from_dict(page()), "en")
    assert isinstance(result, nbformat.NotebookNode)
    nbformat.validate(result)
    assert nbformat.writes(result) == nbformat.writes(nbformat.from_dict(one_language(page(), "en")))


@pytest.mark.parametrize("lang", ["fr", "KO", "", None])
def test_unknown_languages(lang):
    with pytest.raises(ValueError, match=f"expected a language of en, ko, got {lang!r}"):
        one_language(page(), lang)


def test_a_missing_caption_names_the_cell():
    source = page()
    del source["cells"][3]["metadata"]["mystnb"]["figure"]["caption"]["ko"]
    with pytest.raises(ValueError, match="cell plot: expected a figure's caption in 'ko', got only en"):
        one_language(source, "ko")


# What a page takes from the rest of the book


@pytest.fixture
def book(tmp_path):
    """A book of three pages."""
    folder = tmp_path / "book"
    folder.mkdir()
    uses = (
        "See {ref}`hinge`, {ref}`there <hinge>`, {doc}`01-hinge`, {term}`손실 함수` and {ref}`own`.\n"
        "By {cite:t}`crammer2001` {cite:p}`crammer2001,li2017`, {cite:p}`unknown`.\n\n(own)=\n## 여기\n"
    )
    works = "```{bibliography}\n:filter: docname in docnames\n```\n"
    glossary = "# 용어\n\n```{terms-glossary}\n```\n\n{term}`손실 함수`\n"
    pages = {
        "01-hinge.ipynb": page(),
        "02-uses.ipynb": notebook(markdown("a", "ko", uses), markdown("b", "ko", works)),
        "glossary.ipynb": notebook(markdown("a", "ko", glossary)),
    }
    for name, content in pages.items():
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    (folder / "terms.toml").write_text(
        '[[term]]\nen = "loss function"\nko = "손실 함수"\ndef_en = "How bad."\ndef_ko = "얼마나 나쁜지."\n'
        '[[term]]\nen = "batch"\nko = "배치"\n',
        encoding="utf-8",
    )
    (folder / "references.bib").write_text(
        "@article{crammer2001,\n  author = {Crammer, Koby and Singer, Yoram},\n  title = {On {SVM}s},\n"
        "  journal = {JMLR},\n  year = {2001}\n}\n\n@misc{li2017,\n"
        "  author = {Li, Fei-Fei and Johnson, Justin and Yeung, Serena},\n  title = {Losses},\n  year = {2017},\n"
        "  url = {https://example.org}\n}\n",
        encoding="utf-8",
    )
    return folder


def test_what_stands_elsewhere_is_put_in(book):
    content = json.loads((book / "02-uses.ipynb").read_text(encoding="utf-8"))
    text, works = texts(one_language(content, "ko", read_book(book, "ko")))
    assert text.splitlines()[:2] == [
        "See [힌지](01-hinge.ipynb), [there](01-hinge.ipynb), [힌지](01-hinge.ipynb), [손실 함수](glossary.ipynb)"
        " and {ref}`own`.",
        "By Crammer & Singer (2001) (Crammer & Singer, 2001; Li et al., 2017), {cite:p}`unknown`.",
    ]
    assert works.splitlines() == [
        "- Crammer, Koby; Singer, Yoram. *On SVMs*. JMLR, 2001",
        "- Li, Fei-Fei; Johnson, Justin; Yeung, Serena. *Losses*. 2017. https://example.org",
    ]


def test_the_glossary(book):
    content = json.loads((book / "glossary.ipynb").read_text(encoding="utf-8"))
    [text] = texts(one_language(content, "ko", read_book(book, "ko")))
    terms = "배치\n: batch.\n\n손실 함수\n: loss function. 얼마나 나쁜지."
    assert text == "# 용어\n\n```{glossary}\n" + terms + "\n```\n\n{term}`손실 함수`\n"


def test_the_api_page_is_left_to_help(book):
    content = notebook(markdown("a", "ko", "# API\n\n`help()`\n\n```{api}\n```\n\n끝\n"))
    [text] = texts(one_language(content, "ko", read_book(book, "ko")))
    assert text == "# API\n\n`help()`\n\n끝\n"


def test_without_the_book_the_text_stays(book):
    content = json.loads((book / "02-uses.ipynb").read_text(encoding="utf-8"))
    assert texts(one_language(content, "ko")) == texts(content)


# What is gathered from the chapters


def chapter(name: str, title: dict[str, str], said: dict[str, str]) -> dict:
    cells = []
    for lang in ("en", "ko"):
        cells.append(markdown("title", lang, f"({name})=\n# {title[lang]}\n\n{box('Not gathered.')}"))
    section = f"({name}-misconceptions)=\n## Heard\n\nTwo of them.\n\n"
    for part, before in (("wrong", section), ("more", "")):
        for lang in ("en", "ko"):
            cells.append(markdown(part, lang, before + box(f"{said[lang]} {part}")))
    for lang in ("en", "ko"):
        cells.append(markdown("end", lang, f"({name}-summary)=\n## End\n\n{box('After.')}"))
    return notebook(*cells)


def box(text: str) -> str:
    return f'```{{admonition}} "quoted"\n:class: warning\n\n{text}\n```'


def test_misconceptions_of_all_chapters_are_gathered_in_order(tmp_path):
    source = tmp_path / "book"
    source.mkdir()
    gathering = notebook(
        markdown("title", "en", "(wrong)=\n# Wrong"),
        markdown("title", "ko", "(wrong)=\n# 오해"),
        *(markdown("all", lang, "```{gathered-misconceptions}\n```") for lang in ("en", "ko")),
    )
    early, late = {"en": "Early", "ko": "먼저"}, {"en": "Late", "ko": "나중"}
    pages = {
        "misconceptions": gathering,
        "10-late": chapter("late", late, late),
        "02-early": chapter("early", early, early),
        "index": page(),
    }
    for name, content in pages.items():
        (source / f"{name}.ipynb").write_text(json.dumps(content), encoding="utf-8")
    for lang in ("en", "ko"):
        write_edition(source, lang, tmp_path / lang)
        copied = json.loads((tmp_path / lang / "misconceptions.ipynb").read_text("utf-8"))
        nbformat.validate(copied)
        assert [cell["id"] for cell in copied["cells"][1:]] == ["02-early-" + lang, "10-late-" + lang]
        for text, title, file in zip(
            texts(copied)[1:], (early[lang], late[lang]), ("02-early", "10-late"), strict=True
        ):
            assert f"## {title}\n\n{box(f'{title} wrong')}\n\n{box(f'{title} more')}\n\n" in text
            assert f"[{title}]({file}.ipynb)" in text
            assert "Not gathered" not in text and "After" not in text


# A whole edition


def test_an_edition_is_written_once(book, tmp_path):
    out = tmp_path / "new" / "my-course"
    names = ("01-hinge.ipynb", "02-uses.ipynb", "glossary.ipynb")
    assert write_edition(book, "ko", out) == EditionReport(written=names)
    assert sorted(path.name for path in out.iterdir()) == sorted([*names, ".lossnotes.json"])
    nbformat.validate(nbformat.read(out / "01-hinge.ipynb", as_version=4))
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    assert write_edition(book, "ko", out) == EditionReport(unchanged=names)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def change(path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_what_the_reader_changed_is_kept(book, tmp_path):
    out = tmp_path / "my-course"
    write_edition(book, "ko", out)
    change(out / "01-hinge.ipynb", "print(5.27)", "print(5.28)")
    mine = (out / "01-hinge.ipynb").read_bytes()
    report = write_edition(book, "ko", out)
    assert (report.kept, report.behind) == (("01-hinge.ipynb",), ())

    (book / "01-hinge.ipynb").write_text(json.dumps(page("새 문장입니다.")), encoding="utf-8")
    change(book / "02-uses.ipynb", "See", "Read")
    report = write_edition(book, "ko", out)
    assert report == EditionReport(
        written=("02-uses.ipynb",),
        unchanged=("glossary.ipynb",),
        kept=("01-hinge.ipynb",),
        behind=("01-hinge.ipynb",),
    )
    assert (out / "01-hinge.ipynb").read_bytes() == mine
    assert write_edition(book, "ko", out).behind == ("01-hinge.ipynb",)

    (out / "01-hinge.ipynb").rename(out / "mine.ipynb")
    assert write_edition(book, "ko", out).written == ("01-hinge.ipynb",)
    assert (out / "mine.ipynb").read_bytes() == mine


@pytest.mark.parametrize("content", ["my own", "[]", "{}", '{"nbformat": 4, "cells": [{}]}'])
def test_a_file_that_was_there_before_is_kept(book, tmp_path, content):
    out = tmp_path / "my-course"
    out.mkdir()
    (out / "01-hinge.ipynb").write_text(content)
    assert write_edition(book, "ko", out).kept == ("01-hinge.ipynb",)
    assert (out / "01-hinge.ipynb").read_text() == content


def test_opening_and_running_is_no_change(book, tmp_path):
    """JupyterLab notes down the kernel's version, counts, views of widgets and folded cells; the text is the same."""
    content = page()
    shown = {EXPLORER: {"module": "scores", "state": {}, "text": BOTH}, "text/plain": "Scores"}
    content["cells"][2]["outputs"].append({"output_type": "display_data", "data": shown, "metadata": {}})
    (book / "01-hinge.ipynb").write_text(json.dumps(content), encoding="utf-8")
    out = tmp_path / "my-course"
    write_edition(book, "ko", out)
    opened = json.loads((out / "01-hinge.ipynb").read_text(encoding="utf-8"))
    opened["metadata"]["language_info"] = {"name": "python", "version": "3.11.4"}
    opened["metadata"]["widgets"] = {"state": {}}
    cell = opened["cells"][1]
    cell["execution_count"] = 12
    cell["metadata"]["execution"] = {"iopub.execute_input": "2026-01-01"}
    cell["outputs"][0]["text"] = "5.27\n"
    cell["outputs"][1]["data"]["application/vnd.jupyter.widget-view+json"] = {"model_id": "5f"}
    (out / "01-hinge.ipynb").write_text(json.dumps(opened, indent=2), encoding="utf-8")
    assert "01-hinge.ipynb" in write_edition(book, "ko", out).unchanged

    (book / "01-hinge.ipynb").write_text(json.dumps(page("새 문장입니다.")), encoding="utf-8")
    assert write_edition(book, "ko", out).written == ("01-hinge.ipynb",)


def test_the_state_can_be_lost(book, tmp_path):
    """Without it, what equals the book is taken as written, and the rest as the reader's."""
    out = tmp_path / "my-course"
    write_edition(book, "ko", out)
    change(out / "01-hinge.ipynb", "print(5.27)", "print(5.28)")
    (out / ".lossnotes.json").unlink()
    report = write_edition(book, "ko", out)
    assert report.unchanged == ("02-uses.ipynb", "glossary.ipynb")
    assert report.kept == ("01-hinge.ipynb",)


def test_a_failed_write_leaves_nothing_behind(book, tmp_path, monkeypatch):
    out = tmp_path / "my-course"
    write_edition(book, "ko", out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    (book / "01-hinge.ipynb").write_text(json.dumps(page("새 문장입니다.")), encoding="utf-8")

    def full(source, target):
        raise OSError("No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="No space"):
        write_edition(book, "ko", out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_wrong_folders(book, tmp_path):
    empty, file = tmp_path / "empty", tmp_path / "file"
    empty.mkdir()
    file.write_text("mine")
    with pytest.raises(ValueError, match=r"expected a folder with notebooks, got .*empty"):
        write_edition(empty, "ko", tmp_path / "out")
    for inside in (book, book / "ko", book / ".." / "book"):
        with pytest.raises(ValueError, match="expected a folder outside the book, got"):
            write_edition(book, "ko", inside)
    with pytest.raises(ValueError, match="expected a folder, got the file"):
        write_edition(book, "ko", file)
    write_edition(book, "ko", tmp_path / "out")
    with pytest.raises(
        ValueError, match=r"expected a folder for the edition 'en', got .*out, which has 'ko'"
    ):
        write_edition(book, "en", tmp_path / "out")
    (tmp_path / "out" / ".lossnotes.json").write_text("{")
    with pytest.raises(ValueError, match=r"expected .*lossnotes.json as it was written"):
        write_edition(book, "ko", tmp_path / "out")


def test_a_broken_page_writes_nothing(book, tmp_path):
    (book / "03-broken.ipynb").write_text("{")
    with pytest.raises(ValueError, match=r"expected a notebook, got .*03-broken.ipynb"):
        write_edition(book, "ko", tmp_path / "out")
    content = page()
    del content["cells"][3]["metadata"]["mystnb"]["image"]["alt"]["ko"]
    (book / "03-broken.ipynb").write_text(json.dumps(content))
    with pytest.raises(ValueError, match=r"03-broken.ipynb, cell plot: expected a figure's alt in 'ko'"):
        write_edition(book, "ko", tmp_path / "out")
    assert not (tmp_path / "out").exists()
