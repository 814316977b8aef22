"""The API page as readers find it: every name once, in both languages, set as a page and not as a docstring."""

from __future__ import annotations

import re
import tomllib

import lxml.html
import pytest
from coursesite import details, docstrings
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser

from tests.conftest import EDITIONS, ROOT
from tests.site import test_search
from tests.site.test_build import Project

CONTENT = tomllib.loads((ROOT / "book" / "api.toml").read_text("utf-8"))
NAMES = {
    name.full: name
    for module in CONTENT["modules"]
    if docstrings.module_file(module)
    for name in docstrings.public_names(module)
}
KOREAN = {full: text for group in CONTENT["group"] for full, text in group["names"].items()}
LISTED = [full for full in KOREAN if full in NAMES]
answers = test_search.answers  # a fixture


@pytest.fixture(scope="module")
def pages(site) -> dict[str, lxml.html.HtmlElement]:
    return {
        edition: lxml.html.document_fromstring((site / edition / "api.html").read_text("utf-8"))
        for edition in EDITIONS
    }


def entries(page) -> dict[str, lxml.html.HtmlElement]:
    found = page.xpath("//section[@class='entry']")
    assert len({entry.get("id") for entry in found}) == len(found)
    return {entry.get("id"): entry for entry in found}


def words(element) -> str:
    return " ".join(element.text_content().split())


def plain(text: str) -> str:
    """Without backticks, and with the marks of a keyboard, which print does not have."""
    return text.replace("`", "").translate(
        str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "…": "..."})
    )


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_public_name_has_one_entry_and_one_place_in_a_list(pages, edition):
    assert list(entries(pages[edition])) == LISTED
    columns = ["//div[@lang='en']", "//div[@lang='ko']"] if edition == "both" else [""]
    for column in columns:
        links = pages[edition].xpath(f"{column}//dl[contains(@class, 'names')]/dt/a/@href")
        assert links == [f"#{full}" for full in LISTED]


def test_summaries_are_in_the_language_of_the_edition(pages):
    for full, name in NAMES.items():
        said = {edition: entries(pages[edition])[full].find_class("block")[0] for edition in EDITIONS}
        assert plain(words(said["en"])) == plain(name.summary)
        assert plain(words(said["ko"])) == plain(KOREAN[full])
        both = {column.get("lang"): words(column) for column in said["both"].xpath("./div/div")}
        assert both == {edition: words(said[edition]) for edition in ("en", "ko")}


def test_an_entry_says_how_to_call_it_and_where_it_comes_from(pages):
    for edition in EDITIONS:
        for full, entry in entries(pages[edition]).items():
            assert words(entry.find("h3")).removesuffix("#") == NAMES[full].name  # once, side by side too
            assert words(entry.find_class("signature")[0]) == NAMES[full].signature
            path = NAMES[full].path.relative_to(ROOT).as_posix()
            assert [words(source) for source in entry.find_class("source")] == [path]


def test_details_are_english_under_labels_of_the_edition_and_stand_once(pages):
    labels = {
        edition: [words(label) for label in pages[edition].find_class("rubric")] for edition in EDITIONS
    }
    assert labels["both"] == labels["en"]
    korean = {texts["en"]: texts["ko"] for texts in CONTENT["labels"].values()}
    assert labels["ko"] == [korean[label] for label in labels["en"]]
    assert {"Parameters", "Returns", "Raises", "Examples", "Source"} <= set(labels["en"])
    shared = {edition: pages[edition].find_class("shared") for edition in EDITIONS}
    assert len(shared["en"]) == len(shared["ko"]) == len(shared["both"]) == 2 * len(NAMES)
    assert all(part.get("lang") == "en" for part in shared["ko"])
    assert all(label.get("lang") == "ko" for label in pages["ko"].find_class("rubric"))
    for edition in ("en", "ko"):
        for part in shared[edition]:
            for label in part.find_class("rubric"):
                label.drop_tree()
    assert [words(part) for part in shared["en"]] == [words(part) for part in shared["ko"]]


def test_no_markup_is_left_in_the_text(pages, site):
    for edition in EDITIONS:
        page = lxml.html.document_fromstring((site / edition / "api.html").read_text("utf-8"))
        for element in page.xpath("//annotation | //pre"):
            element.drop_tree()
        text = page.find(".//article").text_content()
        left = re.findall(r".{0,30}(?:\\|`|\.\. \w+::|:\w+:`|\*\*\w|---|\[\d+\]_).{0,30}", text)
        assert not left, left
    formulas = {edition: len(pages[edition].xpath("//div[@class='shared']//math")) for edition in EDITIONS}
    docs = [name.doc for name in NAMES.values()]
    assert formulas["en"] == formulas["ko"] == formulas["both"]
    assert formulas["en"] >= sum(doc.count(".. math::") for doc in docs) > 0


def test_names_in_backticks_lead_to_their_entries(pages):
    for edition in EDITIONS:
        found = entries(pages[edition])
        links = found["lossnotes.svm_loss_one"].xpath(".//div[@class='shared']//a/@href")
        assert "#lossnotes.multiclass_svm_loss" in links
        own = found["lossnotes.multiclass_svm_loss"]
        assert not own.xpath(".//div[@class='shared']//a[@href='#lossnotes.multiclass_svm_loss']")
        for link in own.xpath(".//a[starts-with(@href, '#lossnotes.multiclass_svm_loss-')]"):
            (work,) = own.xpath(f".//li[@id='{link.get('href')[1:]}']")
            assert words(work)


def test_examples_are_coloured_as_a_session(pages):
    for name in NAMES.values():
        if ">>> " in name.doc:
            entry = entries(pages["en"])[name.full]
            assert entry.xpath(".//div[contains(@class, 'highlight-pycon')]//span[@class='gp']"), name.full


@pytest.mark.parametrize("language", ["en", "ko"])
def test_search_finds_a_function_by_its_name(answers, language):
    asked = {name.name: [f"api.html#{full}"] for full, name in NAMES.items()}
    found = answers(language, asked)
    # A name that is a word as well comes after the pages that explain it, each with four results at most.
    late = {
        name: answer["rank"]
        for name, answer in found.items()
        if not 0 <= answer["rank"] < (1 if "_" in name else 9)
    }
    assert not late


def test_a_signature_wraps_on_a_phone_and_a_link_leads_to_its_entry(browser, site_url):
    context = browser.new_context(viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{site_url}/ko/api.html")
    wide = page.evaluate(
        """[...document.querySelectorAll('.signature, .signature code, dl.names > *')]
            .filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent)"""
    )
    assert not wide
    # By the keyboard: sections that are drawn as they come into view may move a link under a machine's pointer.
    page.locator("dl.names a", has_text="softmax_cross_entropy").press("Enter")
    page.wait_for_url("**/ko/api.html#lossnotes.softmax_cross_entropy")
    top = page.evaluate(
        "document.getElementById('lossnotes.softmax_cross_entropy').getBoundingClientRect().top"
    )
    assert 0 <= top < 200
    context.close()


@pytest.fixture
def read():
    """What the page makes of a docstring: its nodes, with two names that can be linked to."""

    def name(full: str, doc: str) -> docstrings.Name:
        module, _, short = full.rpartition(".")
        return docstrings.Name(module, short, full, doc, ROOT / "lossnotes" / "some.py", 3)

    def read(doc: str):
        here, other = name("pack.here", "Begin. " + doc), name("pack.other", "Other.")
        names = {each.full: each for each in (here, other)}
        return details.Reader(names, CONTENT["labels"], "ko", get_default_settings(Parser)).details(here)

    return read


def test_a_docstring_as_numpydoc_has_it(read):
    nodes = read(
        "Compares |x| with `other`, unlike `here` and `pack.other` and `x`.\n\n"
        "Parameters\n----------\nx, y : int\n    One.\nz : float\n\n"
        'Returns\n-------\nloss : float\ngrad : ndarray, only with `x`\n    Two, for "none".\n\n'
        "Raises\n------\nValueError\n    If [1]_ says so.\n\n"
        "References\n----------\n.. [1] A. Author. A title.\n.. [2] B. Other. Another,\n   in two lines.\n\n"
        "Examples\n--------\n>>> {1 : 2}\n{1: 2}\n"
    )
    html = "".join(str(node) for node in nodes)
    assert nodes[0].astext() == "Compares |x| with other, unlike here and pack.other and x."
    assert re.findall(r'refid="([^"]+)"', html) == ["pack.other", "pack.other", "pack.here-1"]
    labels = [node.astext() for node in nodes if node.tagname == "rubric"]
    assert labels == ["매개변수", "반환값", "예외", "참고 문헌", "예제"]
    parameters, returns, raises = (node for node in nodes if node.tagname == "definition_list")
    assert [item[0].astext() for item in parameters] == ["x, y int", "z float"]
    assert [item[1].astext() for item in returns] == ["", 'Two, for "none".']
    assert returns[1][0].astext() == "grad ndarray, only with x"
    assert raises[0].astext() == "ValueError\n\nIf [1] says so."
    (works,) = (node for node in nodes if node.tagname == "enumerated_list")
    assert [work["ids"] for work in works] == [["pack.here-1"], ["pack.here-2"]]
    assert [work.astext() for work in works] == ["A. Author. A title.", "B. Other. Another,\nin two lines."]
    assert nodes[-1].tagname == "literal_block" and nodes[-1].astext() == ">>> {1 : 2}\n{1: 2}"


def test_what_is_returned_may_have_a_type_only(read):
    label, returns = read("\n\nReturns\n-------\nndarray of the shape of `x`\n    As given.\n")
    assert label.astext() == "반환값"
    assert [node.tagname for node in returns[0][0]] == ["inline"]


def test_an_unknown_part_is_refused(read):
    with pytest.raises(
        ValueError, match=r"docstring of pack\.here: expected parts of Parameters, .*, got 'Param'"
    ):
        read("\n\nParam\n-----\nx : int\n    One.\n")


def test_the_page_follows_the_package_and_refuses_what_has_no_summary(tmp_path):
    project = Project(tmp_path)
    project.built()
    project.edit("lossnotes/softmax.py", '"""Turn scores into', '"""Change scores into')
    project.edit("book/api.toml", "점수를 확률로 바꿉니다.", "점수를 확률로 고칩니다.")
    project.built()
    for edition in ("en", "both"):
        assert "Change scores into" in project.page(f"{edition}/api")
    for edition in ("ko", "both"):
        assert "점수를 확률로 고칩니다." in project.page(f"{edition}/api")
    project.edit("lossnotes/scores.py", "Examples, one a row.", "Examples, one a row. :no-such-role:`x`")
    project.edit("lossnotes/examples.py", "#: The class of", "#: Nobody's.\nNOBODY = 1\n\n#: The class of")
    for _ in range(2):  # nor does building again publish the page that failed
        said = project.fails()
        assert "book/api.toml: expected a Korean summary of lossnotes.examples.NOBODY, got none" in said, said
    project.edit("lossnotes/examples.py", "#: Nobody's.\nNOBODY = 1\n\n", "")
    said = project.fails()
    line = (tmp_path / "lossnotes/scores.py").read_text("utf-8").partition(":no-such-role:")[0].count(
        "\n"
    ) + 1
    assert re.search(rf'lossnotes/scores\.py:{line}: .*Unknown interpreted text role "no-such-role"', said), (
        said
    )
