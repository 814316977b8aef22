"""The faults. Those of a page's text in every form that it can take are in tests/book/test_gates.py."""

from __future__ import annotations

import re
from pathlib import Path

from .fault import Fault, Plant, cell, edit, gone, text, without

PARITY = "tests/book/test_parity.py::test_page"
HTML = "tests/site/test_pages.py::test_"
POLICY = "tests/site/test_policy.py::test_every_page_has_it_and_nothing_that_it_forbids"


# --- plants of their own


def more(page: str, ident: str, words: str) -> Plant:
    """A plant: words at the end of a cell."""
    return cell(page, ident, lambda one: one.update(source="".join(one["source"]) + words))


def published(words: str, at: str = "</main>", page: str = "en/notation") -> Plant:
    """A plant: words in a built page, before `at`."""
    return edit(f"_build/html/{page}.html", at, f"{words}{at}")


def heavy(folder: Path) -> None:
    """As much again as a page may weigh, of what does not pack."""
    digits = "".join(f"{7919 * at * at % 99991} " for at in range(90_000))
    published(f"<p hidden>{digits}</p>", page="en/references")(folder)


def other_font(folder: Path) -> None:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    path = folder / "_build/html/assets/math.woff2"
    font = TTFont(path)
    subsetter = subset.Subsetter(subset.Options(hinting=False))
    subsetter.populate(text="xyz012")
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(path)


def english_button(folder: Path) -> None:
    path = folder / "_build/html/ko/notation.html"
    said = re.sub(r'(class="find" aria-label=")[^"]*', r"\1Search", path.read_text("utf-8"))
    path.write_text(said, encoding="utf-8")


def noise(one: dict) -> None:
    one["outputs"].insert(
        0, {"output_type": "stream", "name": "stderr", "text": ["UserWarning: old driver\n"]}
    )


def unexecuted(one: dict) -> None:
    one.update(execution_count=None, outputs=[])


def alone(kind: str, language: str):
    """A change: what a figure says, in one language only."""

    def change(one: dict) -> None:
        figure = one["metadata"]["mystnb"]
        said = figure["figure"]["caption"] if kind == "caption" else figure["image"]["alt"]
        del said[language]

    return change


def changed_output(one: dict) -> None:
    [output] = one["outputs"]
    output["text"] = ["1 bit = 0.694 nats\n"]


# --- faults that one run of their gates finds, side by side in one copy of the project

PACKAGE = [
    Fault(
        "a swapped sign in a loss", edit("lossnotes/triplet.py", "sum_of_three(near, -far,", "sum_of_three(near, far,"),
        "tests/package/test_triplet.py::test_by_hand", ("test_triplet.py", "test_by_hand", "Mismatch"),
    ),
    Fault(
        "a swapped sign in a gradient", edit("lossnotes/penalties.py", "+ 2 * (1 - r) * W\n", "- 2 * (1 - r) * W\n"),
        "tests/package/test_penalties.py::test_gradients_by_hand", ("test_penalties.py", "gradient", "Mismatch"),
    ),
    Fault(
        "a docstring whose example prints something else", edit("lossnotes/svm.py", "    5.27\n", "    5.28\n"),
        "lossnotes/svm.py::lossnotes.svm.multiclass_svm_loss", ("svm.py", "Expected:", "5.28", "Got:", "5.27"),
    ),
    Fault(
        "an explorer's arithmetic", edit("lossnotes/explorers/src/shared/losses.js", "Math.log1p(rest)", "Math.log10(1 + rest)"),
        "tests/package/test_explorers.py::test_browser_and_python_compute_the_same", ("losses.js", "softmax loss of", "scores"),
    ),
    Fault(
        "a bundle that is not what its source gives", edit("lossnotes/explorers/src/shared/losses.js", "/**\n", "/** Changed. */\n/**\n"),
        "tests/package/test_explorers.py::test_bundles_are_fresh", ("make bundle", "scores.js"),
    ),
    Fault(
        "an explorer that says nothing in Korean", edit("lossnotes/explorers/src/psi/strings.js", "    hint:", "    hunt:"),
        "tests/site/test_strings.py::test_an_explorer_says_in_both_languages_what_it_says_in_one[psi/strings.js]", ("psi/strings.js", "hint"),
    ),
    Fault(
        "a string of the page in one language", edit("book/_ext/coursesite/strings.toml", "\nskip = ", "\nskib = "),
        "tests/site/test_strings.py::test_the_page_says_in_both_languages_what_it_says_in_one", ("strings.toml", "skip"),
    ),
    Fault(
        "a misconception without a Korean text",
        edit("lossnotes/exercises/_mistakes.py", "합에 정답 클래스까지 넣어 예제마다 마진만큼 더할 때", ""),
        "tests/package/test_diagnosis.py::test_a_mistake_is_said_in_both_languages_and_has_a_section[correct-class-counted]",
        ("correct-class-counted", "mistake.ko"),
    ),
    Fault(
        "an exercise without a level", edit("book/exercises.toml", "svm-batch = ", "svm-bunch = "),
        "tests/book/test_exercise_index.py", ("exercises.toml: expected a topic and a level for svm-batch", "03-multiclass-svm.ipynb"),
    ),
    Fault(
        "a public name without a Korean summary", edit("book/api.toml", '"lossnotes.entropy" = ', '"lossnotes.entropie" = '),
        "tests/book/test_api.py::test_every_public_name_has_a_korean_summary", ("book/api.toml: no Korean summary of", "entropy"),
    ),
    Fault(
        "a package without a version", edit("requirements.txt", "lxml==6", "lxml>=6"),
        "tests/test_pins.py::test_every_package_is_pinned_to_one_version[requirements.txt]", ("requirements.txt", "lxml>=6"),
    ),
]  # fmt: skip

BOOK = [
    Fault(
        "a stored output that is not what the cell prints", cell("notation", "nats", changed_output),
        "book/notation.ipynb", ("book/notation.ipynb, cell nats:", "0.694", "0.693"),
    ),
    Fault(
        "a cell that was not run", cell("review", "numbers", unexecuted),
        f"{PARITY}[review.ipynb-stored]", ("review.ipynb, cell numbers: ", "make execute"),
    ),
    Fault(
        "a notebook with the kernel's noise", cell("how-to-study", "diagnosis-code", noise),
        f"{PARITY}[how-to-study.ipynb-stored]", ("how-to-study.ipynb, cell diagnosis-code: ", "stderr"),
    ),
    Fault(
        "a cell lost in one language", without("08-cross-entropy", "entropy-ko"),
        f"{PARITY}[08-cross-entropy.ipynb-pairs]", ("08-cross-entropy.ipynb, cell entropy-en: its Korean cell entropy-ko",),
    ),
    Fault(
        "a formula in one language", text("02-loss-functions", "number-more-ko", r"\max_j", r"\min_j"),
        f"{PARITY}[02-loss-functions.ipynb-display-math]", ("02-loss-functions.ipynb, cell number-more-ko: displayed formula 1",),
    ),
    Fault(
        "a number that nobody computes", more("10-svm-vs-softmax", "title-en", "\n\nThe mean is 5.2839."),
        f"{PARITY}[10-svm-vs-softmax.ipynb-computed]", ("10-svm-vs-softmax.ipynb, cell title-en: 5.2839 in the text",),
    ),
    Fault(
        "a number in one language", more("11-angular-softmax", "title-ko", "\n\n모두 417개입니다."),
        f"{PARITY}[11-angular-softmax.ipynb-numbers]", ("11-angular-softmax.ipynb, cell title-ko: the number 417",),
    ),
    Fault(
        "a wrong term", more("04-svm-questions", "title-ko", "\n\n손실함수입니다."),
        f"{PARITY}[04-svm-questions.ipynb-terms]", ("04-svm-questions.ipynb, cell title-ko: ", "손실함수", "손실 함수"),
    ),
    Fault(
        "emphasis that Korean breaks", more("05-regularization", "title-ko", "\n\n**마진(margin)**은 큽니다."),
        f"{PARITY}[05-regularization.ipynb-marks]", ("05-regularization.ipynb, cell title-ko: ", "a literal **"),
    ),
    Fault(
        "a link in one language", more("13-margin-family", "title-en", "\n\n[Here](https://example.org)."),
        f"{PARITY}[13-margin-family.ipynb-links]", ("13-margin-family.ipynb, cell title-", "https://example.org"),
    ),
    Fault(
        "a solution of no exercise", more("12-large-margin-softmax", "title-en", "\n\n```{solution} ex-nothing\nx\n```"),
        f"{PARITY}[12-large-margin-softmax.ipynb-exercises]", ("12-large-margin-softmax.ipynb, cell title-en: a solution for ex-nothing",),
    ),
    Fault(
        "a figure without a Korean caption", cell("09-softmax-classification", "fig-data", alone("caption", "ko")),
        f"{PARITY}[09-softmax-classification.ipynb-figures]", ("09-softmax-classification.ipynb, cell fig-data: ", "caption", "ko"),
    ),
    Fault(
        "a figure without an alt text", cell("06-softmax", "fig-steps", alone("alt", "en")),
        f"{PARITY}[06-softmax.ipynb-figures]", ("06-softmax.ipynb, cell fig-steps: ", "alt", "en"),
    ),
]  # fmt: skip

SITE = [
    Fault(
        "a picture from elsewhere", published('<img alt="" src="https://example.org/x.png">'),
        f"{HTML}nothing_is_loaded_from_elsewhere_and_no_script_is_inline[en/notation.html]", ("en/notation.html", "https://example.org/x.png"),
    ),
    Fault(
        "an inline script", published("<script>1</script>", page="ko/notation"),
        f"{POLICY}[ko/notation.html]", ("ko/notation.html", "script"),
    ),
    Fault(
        "an inline style", published('<p style="color: red">x</p>', page="en/notation"),
        f"{POLICY}[en/notation.html]", ("en/notation.html", "styles have classes", "color: red"),
    ),
    Fault(
        "a page without the policy", edit("_build/html/both/notation.html", "Content-Security-Policy", "x"),
        f"{POLICY}[both/notation.html]", ("both/notation.html", "Content-Security-Policy"),
    ),
    Fault(
        "an id that stands twice", published('<p id="main">x</p>'),
        f"{HTML}no_id_stands_twice[en/notation.html]", ("en/notation.html", "['main']"),
    ),
    Fault(
        "a link to no section", published('<a href="#nowhere">x</a>'),
        f"{HTML}no_link_or_anchor_is_broken[en/notation.html]", ("#nowhere: no such id on en/notation.html",),
    ),
    Fault(
        "a figure that says nothing", published('<svg class="figure" role="img"></svg>'),
        f"{HTML}every_figure_says_what_it_shows[en/notation.html]", ("en/notation.html", "aria-label"),
    ),
    Fault(
        "English around Korean text", english_button,
        f"{HTML}korean_pages_speak_korean_around_the_text", ("Search",),
    ),
    Fault(
        "a font that lacks what formulas use", other_font,
        f"{HTML}the_math_font_has_every_character_of_the_formulas", ("∑",),
    ),
    Fault(
        "a page that is too heavy", heavy,
        "tests/site/test_weight.py::test_a_page_is_light_and_fits_a_small_screen[references-en]", ("en/references.html", "120000"),
    ),
    Fault(
        "a page in no table of contents", lambda folder: (folder / "_build/html/en/lost.html").write_text("<p>x</p>", encoding="utf-8"),
        f"{HTML}exactly_the_pages_of_the_contents_are_published", ("en/lost.html",),
    ),
    Fault(
        "a notebook that cannot be downloaded", gone("_build/html/notebooks/en/notation.ipynb"),
        f"{HTML}no_link_or_anchor_is_broken[en/notation.html]", ("../notebooks/en/notation.ipynb: no such file",),
    ),
]  # fmt: skip

# --- faults that one build of the small book tells, and those that end a build before it begins

PAGE = "03-page"
WARNED = [
    Fault("a directive that is not there", more(PAGE, "title-en", "\n\n```{adminition} x\ny\n```"), "build", ("cell title-en", "Unknown directive type: 'adminition'")),
    Fault("a role that is not there", more(PAGE, "hinge-en", "\n\n{reff}`hinge`"), "build", ("cell hinge-en", 'Unknown interpreted text role "reff"')),
    Fault("a link to no label", more(PAGE, "hinge-ko", "\n\n{ref}`nowhere`"), "build", ("cell hinge-ko", "undefined label: 'nowhere'")),
    Fault("a formula that is none", more(PAGE, "ask-en", "\n\n$\\frac{1}$"), "build", ("cell ask-en", "formula '\\\\frac{1}'", "expected '}'")),
    Fault("a formula with a style that has no class", more(PAGE, "ask-ko", "\n\n$\\textcolor{red}{x}$"), "build", ("cell ask-ko", "mathstyles.py", "color")),
    Fault("a work that is not in the references", more(PAGE, "title-ko", "\n\n{cite:p}`nobody1999`"), "build", ("cell title-ko", 'could not find bibtex key "nobody1999"')),
    Fault("a label that stands twice", more(PAGE, "hinge-en", "\n\n(small)=\n### Again\n"), "build", ("cell hinge-en", 'Duplicate explicit target name: "small"')),
    Fault("a figure that leads nowhere", cell(PAGE, "plot", lambda one: one["outputs"][0]["data"].update({"image/svg+xml": one["outputs"][0]["data"]["image/svg+xml"].replace("</svg>", '<a href="label:gone"></a></svg>')})), "build", (f"{PAGE}.ipynb", "undefined label in a figure: 'gone'")),
]  # fmt: skip

ENDING = [
    Fault("a page of the contents that is not there", edit("_toc.yml", "book/03-page", "book/03-lost"), "build", ("nonexisting document 'book/03-lost'",)),
    Fault("npm packages that are not installed", gone("node_modules"), "build", ("node_modules", "temml", "python tools/npm.py ci")),
    Fault("an explorer that is not there", cell(PAGE, "explorer", lambda one: one["outputs"][0]["data"]["application/vnd.lossnotes.explorer+json"].update(module="score")), "build", (f"{PAGE}.ipynb, cell explorer: explorer: expected one of", "got 'score'")),
    Fault("a twin that is missing", without(PAGE, "hinge-ko"), "build", (f"{PAGE}.ipynb, cell hinge: no ko twin",)),
]  # fmt: skip
