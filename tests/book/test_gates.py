"""The gates themselves: each fault that they are there for is put into a copy of a page, and must be found.

The page is a small one of the book's form; its faults are named by file and cell, as a writer needs them.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from tests.book.parity import CHECKS, ROOT, read_page
from tests.book.parity.termlist import read_terms
from tools.execute import METADATA, dumps

TERMS = """
[[term]]
en = "loss function"
ko = "손실 함수"
never_en = ["cost function"]
never_ko = ["비용 함수"]

[[term]]
en = "regularization"
ko = "규제"
never_en = ["regularisation"]
never_ko = ["정칙화"]
"""

EN = r"""
(loss)=
# The loss of three images

A **loss function** says how bad the scores are {cite:p}`crammer2001`. The mean is 5.27, see {ref}`hinge`.

(hinge)=
## The hinge

$$
L_i = \sum_{j \ne y_i} \max(0, s_j - s_{y_i} + 1) \quad\text{for image } i
$$ (eq-hinge)

| image | score |
|---|---:|
| frog | −3.1 |

- The loss of the cat image: $5.1 - 3.2 + 1 = 2.9$.
- Three images, [a link](https://example.org).

```{admonition} What if the score grows?
:class: dropdown
Nothing: 0.
```
"""

KO = r"""
(loss)=
# 이미지 세 장의 손실

**손실 함수**(loss function)는 점수가 얼마나 나쁜지 알려 줍니다 {cite:p}`crammer2001`. 평균은 5.27입니다. {ref}`hinge`를 보세요.

(hinge)=
## 힌지

$$
L_i = \sum_{j \ne y_i} \max(0, s_j - s_{y_i} + 1) \quad\text{이미지 } i
$$ (eq-hinge)

| 이미지 | 점수 |
|---|---:|
| 개구리 | -3.1 |

- 고양이 이미지의 손실은 $5.1 - 3.2 + 1 = 2.9$입니다.
- 이미지 3장, [링크](https://example.org).

```{admonition} 점수가 커지면 어떻게 될까요?
:class: dropdown
아무 일도 없습니다. 0입니다.
```
"""

CODE = """\
import numpy as np

scores = np.array([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]])
labels = np.arange(3)
margins = np.maximum(0, scores - scores[labels, labels][:, None] + 1)
losses = margins.sum(axis=1) - 1
print(losses, f"mean {losses.mean():.4f}")
"""


def markdown(name: str, lang: str, source: str) -> dict:
    """A markdown cell of one language."""
    return {
        "cell_type": "markdown", "id": f"{name}-{lang}", "metadata": {"tags": [f"lang-{lang}"]}, "source": source.strip()
    }  # fmt: skip


def code(name: str, source: str, output: str = "", **metadata: object) -> dict:
    """A code cell that printed `output`."""
    stream = [{"output_type": "stream", "name": "stdout", "text": output}] if output else []
    return {
        "cell_type": "code", "execution_count": 1, "id": name, "metadata": metadata, "outputs": stream,
        "source": source.strip(),
    }  # fmt: skip


def write(path: Path, cells: list[dict]) -> None:
    """A page with these cells, in the form in which pages are stored."""
    notebook = {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(dumps(nbformat.from_dict(notebook)), encoding="utf-8")


@pytest.fixture
def cells() -> list[dict]:
    return [
        markdown("loss", "en", EN),
        markdown("loss", "ko", KO),
        code("losses", CODE, "[ 2.9  0.  12.9] mean 5.2667\n"),
    ]


@pytest.fixture
def problems(tmp_path):
    """Write the cells as a page and run checks over it: the messages."""

    def run(cells: list[dict], *names: str) -> list[str]:
        path = tmp_path / "05-page.ipynb"
        for count, cell in enumerate((cell for cell in cells if cell["cell_type"] == "code"), 1):
            cell["execution_count"] = count
        write(path, cells)
        (tmp_path / "terms.toml").write_text(TERMS)
        page = read_page(path)
        return [str(problem) for name in names or CHECKS for problem in CHECKS[name](page)]

    return run


def replace(cells: list[dict], cell: str, old: str, new: str) -> list[dict]:
    """The cells with a change in the source of one of them."""
    [changed] = [c for c in cells if c["id"] == cell]
    assert old in changed["source"]
    changed["source"] = changed["source"].replace(old, new)
    return cells


def test_the_page_as_it_is_passes(cells, problems):
    assert problems(cells) == []


def test_a_deleted_korean_cell(cells, problems):
    del cells[1]
    assert problems(cells, "pairs") == [
        "05-page.ipynb, cell loss-en: its Korean cell loss-ko does not follow it"
    ]


FAULTS = {
    "formula in one language": (
        "display-math", "loss-ko", "s_{y_i} + 1)", "s_{y_i} + 2)", "displayed formula 1 is",
    ),
    "inline formula in one language": (
        "inline-math", "loss-ko", "= 2.9$", "= 2.8$", "$5.1 - 3.2 + 1 = 2.8$ in the text stands 1 time(s) more than in English",
    ),
    "number in one language": (
        "numbers", "loss-ko", "평균은 5.27", "평균은 5.28", "the number 5.28 of the text is missing in English",
    ),
    "sign in one language": (
        "numbers", "loss-ko", "| -3.1 |", "| 3.1 |", "the number 3.1 of the text is missing in English",
    ),
    "count in one language": (
        "numbers", "loss-ko", "이미지 3장,", "이미지 7장,", "the number 7 of the text is missing in English",
    ),
    "heading level": ("headings", "loss-ko", "## 힌지", "### 힌지", "headings of the levels [1, 3], but [1, 2]"),
    "list item": ("blocks", "loss-ko", "- 이미지 3장", "이미지 3장", "block boundary"),
    "table row": ("blocks", "loss-ko", "| 개구리 | -3.1 |\n", "", "block boundary"),
    "directive": ("blocks", "loss-ko", "{admonition}", "{note}", "{note}, but {admonition} in English"),
    "label": ("labels", "loss-ko", "(hinge)=", "(hing)=", "the label hing is missing in the English text"),
    "label of a formula": ("labels", "loss-ko", "(eq-hinge)", "(eq-h)", "the label eq-h is missing in the English"),
    "citation": ("citations", "loss-ko", "`crammer2001`", "`weston1999`", "the citation weston1999 is missing"),
    "reference": ("references", "loss-ko", "{ref}`hinge`", "{ref}`loss`", "the reference {ref}`loss` is missing"),
    "link": ("links", "loss-ko", "https://example.org", "https://example.com", "the link https://example.com is"),
    "broken emphasis": (
        "marks", "loss-ko", "**손실 함수**(loss function)는", "**손실 함수(loss function)**는", "a literal **",
    ),
    "underscores": ("marks", "loss-ko", "**손실 함수**(loss function)는", "_손실 함수_는", "a literal _"),
    "open formula": ("marks", "loss-ko", "1 = 2.9$", "1 = 2.9", "a literal $"),
    "open code": ("marks", "loss-ko", "{ref}`hinge`", "{ref}`hinge", "a literal `"),
    "open fence": ("fences", "loss-ko", "0입니다.\n```", "0입니다.", "opened by ```{admonition}"),
    "number nobody computes": ("computed", "loss-en", "mean is 5.27", "mean is 5.28", "5.28 in the text is neither"),
    "number in a formula nobody computes": ("computed", "loss-ko", "= 2.9$", "= 2.85$", "2.85 in the text"),
    "integer nobody computes": ("computed", "loss-en", "Three images", "41 images", "41 in the text is neither"),
    "Korean term": ("terms", "loss-ko", "평균은", "비용 함수의 평균은", "terms.toml has '손실 함수'"),
    "Korean term with a particle": ("terms", "loss-ko", "평균은", "정칙화를 보면", "terms.toml has '규제'"),
    "Korean term without its space": ("terms", "loss-ko", "평균은", "손실함수의 평균은", "'손실함수' in the text"),
    "English term": ("terms", "loss-en", "The mean", "The cost functions", "terms.toml has 'loss function'"),
    "unknown term": ("term-references", "loss-ko", "{ref}`hinge`", "{term}`힌지`", "has no such term"),
    "second gloss": ("glosses", "loss-ko", "평균은", "손실 함수(loss function)의", "the gloss stands in loss-ko"),
    "second title": ("title", "loss-ko", "## 힌지", "# 힌지", "one heading of level 1"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_by_file_and_cell(cells, problems, fault):
    check, cell, old, new, message = FAULTS[fault]
    found = problems(replace(cells, cell, old, new), check)
    assert [
        problem
        for problem in found
        if problem.startswith(f"05-page.ipynb, cell {cell}: ") and message in problem
    ]


def test_tags_and_ids(cells, problems):
    twice = problems([*cells, code("losses", "x = 1")], "ids", "stored")
    assert "cell losses: 2 cells have this id" in twice[0]
    assert "expected an id of its own, got 'losses'" in twice[1]
    cells[1]["metadata"]["tags"] = []
    cells[2]["id"] = "losses_1"
    assert "expected markdown with one tag, lang-en or lang-ko" in problems(cells, "pairs")[0]
    assert "cell losses_1: expected an id of" in problems(cells, "ids")[0]


# Numbers: what counts as computed


@pytest.mark.parametrize(
    "source",
    [
        "print(5.28)",
        "5.28",
        "(5.28, losses)",
        'print("the mean is 5.28")',
        'print(f"{5.28} {losses.mean():.2f}")',
        'print("{:.2f}".format(5.2791))',
        'print("%.2f" % 5.2791)',
        "mean = 5.28\nprint(mean)",
        "mean = 5.28\nmean",
        'text = "5.28"\nprint(str(text))',
        "print(np.array([5.28]))",
        "for mean in [5.28, 1.0]:\n    print(mean)",
        "print([f'{mean:.2f}' for mean in (5.2791, 1.5)])",
        "def show(value):\n    print(value)\nshow(5.28)",
        "def mean():\n    return 5.28\nprint(mean())",
        "display(5.28)",
        "mean = -5.28\nprint(-mean)",
        "rows = []\nrows += [5.28]\nprint(rows)",
        "print('mean ' + str(5.28) + '.')",
        "def show(value=5.28):\n    print(value)\nshow()",
        "print(*[5.28], sep=', ')",
        "print(round(5.2791, 2))",
        "# 5.28\nprint('mean: ' + str(5.28))",
        "rows = {'mean': 5.28}\nprint(rows['mean'])",
    ],
)
def test_a_printed_literal_is_not_a_computation(cells, problems, source):
    replace(cells, "loss-en", "mean is 5.27", "mean is 5.28")
    cells.append(code("imports", "from lossnotes import plots\nfrom IPython.display import display"))
    cells.append(code("cheat", source, "5.28\n"))
    assert problems(cells, "computed") == [
        "05-page.ipynb, cell loss-en: 5.28 in the text is neither computed on this page nor an input "
        "(the nearest is 5.2667)"
    ]


def test_what_is_drawn_is_not_computed(cells, problems):
    replace(cells, "loss-en", "mean is 5.27", "mean is 5.28")
    drawing = "fig, ax = plots.subplots()\nax.axhline(5.28)\nfor one in [ax]:\n    one.text(5.28, 0, '5.28')\nplots.show(fig)"
    cells.append(code("drawing", f"from lossnotes import plots\n{drawing}"))
    assert len(problems(cells, "computed")) == 1


@pytest.mark.parametrize(
    ("source", "output"),
    [
        ("print(2 * 2.64)", "5.28"),
        ("np.maximum(0, 5.28)", ""),
        ("margin = 5.28\nloss = np.maximum(0, margin - scores)", ""),
        ("rows = [5.28, 1.0]\nfor row in rows:\n    total = row + 1", ""),
        ("def hinge(s, margin=5.28):\n    return np.maximum(0, s + margin)\nhinge(1.0)", ""),
        ("def hinge(s):\n    return np.maximum(0, s)\nhinge(5.28)", ""),
        ("from lossnotes import multiclass_svm_loss\nmulticlass_svm_loss(scores, labels, margin=5.28)", ""),
        ('print("expected 5.28, got", losses.sum())', "expected 5.28, got 5.28"),
        ("print(losses.sum())", "5.2791"),
        ("losses.sum()", "tensor(5.2800)"),
        ("assert abs(losses.sum() - 5.28) < 1e-12", ""),
    ],
)
def test_a_result_or_an_input_counts(cells, problems, source, output):
    replace(cells, "loss-en", "mean is 5.27", "mean is 5.28")
    assert problems([*cells, code("result", source, output)], "computed") == []


@pytest.mark.parametrize(
    ("stated", "supported"),
    [
        ("5.3", True), ("5.267", True), ("5.26", False), ("-5.27", False), ("5.2668", False),  # mean 5.2667
        ("527%", True), ("13", False), ("about 13", True), ("약 13", True), ("14", False),  # 12.9
        ("12", True), ("−3.1", True), ("-3.2", False), ("2026", True), ("1,001", False),
        ("CIFAR-10 and float32 and L2", True), ("Python 3.11", True), ("section 4.7", True), ("3.14절", True),
        ("2.13.0", True), ("$x_{17}$", True), ("$10^{-13}$", False), ("$x = -4.9$", False), ("$7 - 4.9$", True),
        ("5.266…", True), ("$5.266\\ldots$", True), ("5.267…", False), ("table 0", True),
        ("$\\text{about } 77$", False), ("`5.28`", False), ("`scores[5.28]`", True),
    ],
)  # fmt: skip
def test_which_numbers_need_a_computation(cells, problems, stated, supported):
    replace(cells, "loss-en", "mean is 5.27", f"mean is {stated}")
    assert (problems(cells, "computed") == []) is supported


def test_numbers_of_captions_count_too(cells, problems):
    caption = {"en": "The loss is 5.28.", "ko": "손실은 5.27입니다."}
    cells.append(code("plot", "plots.show(fig)", mystnb={"figure": {"name": "fig-x", "caption": caption}}))
    assert "cell plot: 5.28 in the caption" in problems(cells, "computed")[0]
    assert "cell plot: the number 5.28 of the caption is missing in Korean" in problems(cells, "numbers")[0]


def test_a_quoted_misconception_may_state_a_wrong_number(cells, problems):
    said = '{admonition} "The loss of the cat image is 2.8."'
    replace(cells, "loss-en", "{admonition} What if the score grows?", said)
    assert problems(cells, "computed") == []


# Figures, exercises, terms


def figure(**mystnb: object) -> dict:
    cell = code("plot", "plots.show(fig)", tags=["hide-input"], mystnb=mystnb)
    cell["outputs"] = [{"output_type": "display_data", "data": {"image/svg+xml": "<svg/>"}, "metadata": {}}]
    return cell


def test_figures_need_captions_and_alt_texts_in_both_languages(cells, problems):
    both = {"en": "A hinge.", "ko": "힌지 모양."}
    good = figure(figure={"name": "fig-x", "caption": both}, image={"alt": both})
    assert problems([*cells, good], "figures", "alt-text", "figure-names") == []
    bare = problems([*cells, figure()], "figures")
    assert [message.partition(": ")[0] for message in bare] == ["05-page.ipynb, cell plot"] * 3
    half = figure(figure={"name": "fig-x", "caption": {"en": "A hinge."}}, image={"alt": both})
    assert "caption is missing in the language ko" in problems([*cells, half], "figures")[0]
    marked = figure(figure={"name": "fig-x", "caption": both}, image={"alt": {"en": "$x$", "ko": "$x$"}})
    assert "alt text (en) is plain text" in problems([*cells, marked], "alt-text")[0]
    assert "a second figure with the name fig-x" in problems([*cells, good, good], "figure-names")[0]


def test_exercises_and_their_solutions(cells, problems):
    exercise = "```{exercise} Title\n:label: ex-mean\nCompute it.\n```\n\n```{solution} ex-mean\n:class: dropdown\nSo.\n```"
    pair = [markdown("ex", "en", exercise), markdown("ex", "ko", exercise)]
    solution = code("mean", "# solution\nlosses.mean()\n# end", tags=["solution-mean", "hide-input"])
    assert problems([*cells, *pair, solution], "exercises", "solutions") == []
    without = code("mean", "losses.mean()", tags=["solution-mean", "hide-input"])
    assert "expected one '# solution'" in problems([*cells, *pair, without], "solutions")[0]
    other = code("mean", solution["source"], tags=["solution-median", "hide-input"])
    assert "no exercise ex-median" in problems([*cells, *pair, other], "solutions")[0]
    pair[1]["source"] = exercise.replace("} ex-mean", "} ex-median")
    assert "cell ex-ko: a solution for ex-median" in problems([*cells, *pair], "exercises")[0]


@pytest.mark.parametrize(
    "prose",
    [
        "**규제**(regularization, 정칙화로도 씀)를",
        "흔히 '정칙화'라고도 합니다",
        "`손실함수`라는 이름",
    ],
)
def test_a_wrong_word_may_be_mentioned(cells, problems, prose):
    assert problems(replace(cells, "loss-ko", "평균은", f"{prose}. 평균은"), "terms") == []


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('[[term]]\nen = "loss"', "terms.toml, term 1 .loss.: expected a name under ko, got None"),
        ('[[term]]\nen = "a"\nko = "가"\nnever = ["b"]', "got .'never'."),
        ('[[term]]\nen = "a"\nko = "가"\nnever_en = "b"', "expected a list of words under never_en, got 'b'"),
        (
            '[[term]]\nen = "a"\nko = "가"\n[[term]]\nen = "A"\nko = "나"',
            "expected every en name once, got twice: a",
        ),
        (
            '[[term]]\nen = "a"\nko = "가"\ndef_en = "b"',
            "expected a definition in both languages or none, got one",
        ),
    ],
)
def test_a_faulty_terms_file_says_where(tmp_path, toml, message):
    (tmp_path / "terms.toml").write_text(toml)
    with pytest.raises(ValueError, match=message):
        read_terms(tmp_path / "terms.toml")


# Stored outputs


def test_what_make_execute_would_change(cells, problems, tmp_path):
    cells[2]["metadata"]["collapsed"] = True
    assert "cell losses: its metadata or outputs are not in the stored form" in problems(cells, "stored")[0]
    del cells[2]["metadata"]["collapsed"]
    assert problems(cells, "stored") == []
    cells[2]["execution_count"] = 7
    write(tmp_path / "05-page.ipynb", cells)
    [problem] = CHECKS["stored"](read_page(tmp_path / "05-page.ipynb"))
    assert str(problem) == "05-page.ipynb, cell losses: not run in order: run make execute"


def test_a_changed_stored_number(tmp_path):
    """nbval runs the page and names file and cell by its id."""
    source = "print(f'mean {(2.9 + 0 + 12.9) / 3:.2f}')"
    write(tmp_path / "03-page.ipynb", [code("first", "x = 1"), code("mean", source, "mean 5.28\n")])
    shutil.copy(ROOT / "conftest.py", tmp_path)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--nbval",
        "-W",
        "error",
        "-p",
        "no:cacheprovider",
        "--color",
        "no",
    ]
    run = subprocess.run(
        [*command, "03-page.ipynb"], cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert run.returncode == 1
    assert "03-page.ipynb, cell mean:" in run.stdout
    assert "5.28" in run.stdout
    assert "1 failed, 1 passed" in run.stdout


# The same faults in a real chapter

CHAPTER = ROOT / "book" / "03-multiclass-svm.ipynb"
REAL_FAULTS = {
    "a formula in one language": ("display-math", r"(\$\$[^$]*)\\max", r"\1\\min"),
    "broken emphasis": ("marks", r"\*\*([가-힣 ]+)\*\*\(([\w -]+)\)", r"**\1(\2)**"),
    "a number in one language": ("numbers", r"\b5\.27(?=[가-힣])", "5.28"),
    "a number nobody computes": ("computed", r"\b5\.27", "5.28"),
    "a label in one language": ("labels", r"^\(([\w-]+)\)=", r"(\1-2)="),
}


@pytest.mark.parametrize("fault", REAL_FAULTS)
def test_a_fault_in_the_chapter(tmp_path, fault):
    check, old, new = REAL_FAULTS[fault]
    notebook = nbformat.v4.reads(CHAPTER.read_text(encoding="utf-8"))
    cell = next(
        cell
        for cell in notebook.cells
        if cell.id.endswith("-ko") and re.search(old, cell.source, re.MULTILINE)
    )
    cell.source = re.sub(old, new, cell.source, count=1, flags=re.MULTILINE)
    path = tmp_path / CHAPTER.name
    path.write_text(dumps(notebook), encoding="utf-8")
    found = [problem for problem in CHECKS[check](read_page(path)) if problem.cell == cell.id]
    assert found and str(found[0]).startswith(f"{CHAPTER.name}, cell {cell.id}: ")


def test_a_cell_deleted_from_the_chapter(tmp_path):
    notebook = nbformat.v4.reads(CHAPTER.read_text(encoding="utf-8"))
    deleted = next(cell for cell in reversed(notebook.cells) if cell.id.endswith("-ko"))
    notebook.cells.remove(deleted)
    path = tmp_path / CHAPTER.name
    path.write_text(dumps(notebook), encoding="utf-8")
    [problem] = CHECKS["pairs"](read_page(path))
    assert f"its Korean cell {deleted.id} does not follow it" in str(problem)
