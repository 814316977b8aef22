"""The search finds a page by every word that a reader may type, in both languages, and shows what it found."""

from __future__ import annotations

import json
import re
import subprocess

import lxml.html
import pytest

from benchmarks.site import search as benchmark
from tests.conftest import page_names

# Shares that must be found among the first three results; with one in EVERY of what is made of the words.
EVERY = 40
FLOORS = {
    "exact": 1,
    "other language": 1,
    "particles": 1,
    "spaces": 1,
    "a letter off, Latin": 0.99,
    "a letter off, Korean": 0.99,
    "a syllable off": 0.93,
    "questions": 0.75,
}

# The modules of the search, asked outside of a page: what is under test, then its results.
TRY = """
import { alike, begunBy, exactly, nearly, termsOf } from "./search/terms.js";
import { koreanKeys, latinLetters } from "./search/layout.js";
import { distance, keys } from "./search/spelling.js";
import { cut, runs, spread, stems } from "./search/words.js";
import { excerpt, marked, marker, shower } from "./search/excerpt.js";
const terms = termsOf(JSON.parse(require("fs").readFileSync(0, "utf-8")));
process.stdout.write(JSON.stringify(%s));
"""
# Rows as in terms.js.
ROWS = [
    ["loss-function", "loss function", "손실 함수", "02-loss-functions.html", ["cost function", "비용 함수"]],
    ["softmax", "softmax", "소프트맥스", "06-softmax.html", []],
    ["margin", "margin", "마진", "03-multiclass-svm.html", ["여백"]],
    ["slope", "slope", "기울기", "02-loss-functions.html", []],
    ["gradient", "gradient", "그레이디언트", "02-loss-functions.html", ["기울기"]],
]


@pytest.fixture(scope="module")
def js():
    from coursesite import assets
    from coursesite.mathml import node_program

    def js(*expressions: str):
        """What each expression is, in one run of Node."""
        program = assets.esbuild(
            "--bundle", "--platform=node", "--loader=js", text=TRY % f"[{','.join(expressions)}]"
        )
        done = subprocess.run(
            [node_program(), "-e", program],
            input=json.dumps(ROWS),
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        return json.loads(done.stdout)

    return js


@pytest.fixture(scope="module")
def answers(site):
    """The first results of a query: their addresses, and all of what the benchmark says of them."""

    def answers(edition: str, asked: dict[str, list[str]]) -> dict[str, dict]:
        got = benchmark.ask(edition, asked.items(), site)["answers"]
        return dict(zip(asked, got, strict=True))

    return answers


def test_every_term_is_explained_where_it_says(site):
    anchors: dict[str, set[str]] = {}
    for term in benchmark.terms():
        page, _, section = term["at"].partition("#")
        if page not in anchors:
            tree = lxml.html.document_fromstring((site / "en" / f"{page}.html").read_text("utf-8"))
            anchors[page] = {"", *tree.xpath("//article//section/@id")}
        assert page in page_names() and section in anchors[page], (
            f"terms.toml, {term['en']}: at = {term['at']!r}"
        )


@pytest.mark.parametrize("edition", ["en", "ko", "both"])
def test_every_word_leads_to_its_term(site, edition):
    figures = benchmark.measure(site, EVERY, [edition])
    for kind, row in figures["recall"][edition].items():
        assert row["first 3"] >= FLOORS[kind], (kind, row, figures["missed"][edition][kind])
    assert figures["recall"][edition]["questions"]["first 10"] >= 0.9
    assert figures["marked"][edition] > 0.9


def test_the_index_is_light(site):
    """As fetched when the search is first opened; a page itself loads none of it."""
    assert benchmark.weight("en", site) < 190 and benchmark.weight("ko", site) < 220


def test_the_index_holds_no_solution(site):
    """A solution stays closed until a reader opens it."""
    text = json.dumps(benchmark.index("en", site))
    assert "(Two classifiers, two losses)" in text
    assert "That looks at the worst image only" not in text and "Solution to" not in text
    assert "Show code" not in text and "import numpy" not in text


@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_a_reader_types_on_the_way_finds_something(answers, language):
    typed = {
        "ko": "손 손실 손실ㅎ 손싫 손실하 손실함 손실함수 손실함수를 다중클래스 마진이 교차엔트로피 소프트멕스",
        "en": "mar margin hinge sofmax vectorised regulariz multi_margin_loss CrossEntropyLoss chebishev",
    }[language].split()
    found = answers(language, {query: [] for query in typed})
    assert not [query for query, answer in found.items() if not answer["shown"]]


def test_nothing_is_found_for_nothing(answers):
    assert not answers("en", {"zzyzx quokka": []})["zzyzx quokka"]["shown"]


def test_words_are_cut_from_what_follows_them(js):
    got = js(
        'runs("softmax는 왜 손실ㅎ")',
        'stems("손실에서는")',
        'cut("마진이")',
        'cut("정의")',
        'spread("CrossEntropyLoss cross_entropy")',
    )
    assert got[0] == ["softmax", "왜", "손실"]
    assert got[1] == ["손실에서는", "손실에서", "손실"]
    assert got[2:4] == ["마진", "정의"]
    assert got[4] == "Cross Entropy Loss cross entropy"


def test_distances_are_those_of_keys(js):
    assert js('keys("손싫")') == ["ㅅㅗㄴㅅㅣㄹㅎ"]
    pairs = [("margin", "margni", 1), ("margin", "mrgin", 1), ("margin", "mmargin", 1), ("abc", "cab", 2)]
    assert js(*(f'distance("{one}", "{other}", 3)' for one, other, _ in pairs)) == [far for *_, far in pairs]
    assert js('distance("margin", "softmax", 2)') == [3]


def test_a_keyboard_in_the_other_language_is_understood(js, answers):
    got = js(
        'koreanKeys("thstlf gkatn") === keys("손실함수")', 'koreanKeys("l2")', 'latinLetters("ㅡㅁㄱ햐ㅜ")'
    )
    assert got == [True, "", "margin"]
    asked = {
        "thstlf gkatn": ["glossary.html#term-loss-function"],
        "ㅡㅁㄱ햐ㅜ": ["glossary.html#term-margin"],
    }
    assert [answer["rank"] for answer in answers("ko", asked).values()] == [0, 0]


def test_terms_are_known_by_any_spelling(js):
    names = [
        'exactly(terms, "Cost-Function")',
        'exactly(terms, "손실함수에서는")',
        'exactly(terms, "margins")',
        'exactly(terms, "기울기")',
        'begunBy(terms, "손싫")',
        'nearly(terms, "소프트멕스")',
        'nearly(terms, "손싱 함수를")',
        'nearly(terms, "마산")',
        'nearly(terms, "zebra")',
    ]
    got = js(*(f"{name}.map(({{ id }}) => id)" for name in names))
    assert got == [
        ["loss-function"],
        ["loss-function"],
        ["margin"],
        ["slope", "gradient"],
        ["loss-function"],
        ["softmax"],
        ["loss-function"],
        ["margin"],
        [],
    ]
    assert js('alike(terms, "softmaximum", "ko", 1)') == [["소프트맥스"]]


def test_an_excerpt_shows_what_was_found(js):
    text = (
        "먼저 다른 이야기를 합니다. " * 20
        + "힌지 손실은 마진보다 앞서면 0입니다. "
        + "나중에 하는 이야기입니다. " * 20
    )
    shown = f'excerpt({json.dumps(text)}, marker(["마진", "힌지손실"]), "ko")'
    got = js(
        shown, f'marked({shown}, marker(["마진", "힌지손실"])).filter(([, is]) => is).map(([word]) => word)'
    )
    assert got[0].startswith("… ") and got[0].endswith(" …") and len(got[0]) < 130
    assert got[1] == ["힌지 손실", "마진"]
    marks = js(
        'marked("Margins, not a submargin: regularized (c) L-Softmax", marker(["margin", "regulari*", "c", "l softmax"]))'
    )[0]
    assert [word for word, found in marks if found] == ["Margins", "regularized", "c", "L-Softmax"]
    entry = {
        "page": "쪽",
        "title": "제목",
        "other": "",
        "text": "손실은 함수입니다",
        "names": "hinge_loss",
        "language": "ko",
    }
    for mark, words in (("손실 함수", ["손실", "함수"]), ("hinge*", ["hinge"])):
        text = js(f"shower([{json.dumps(mark)}])({json.dumps(entry)}).text")[0]
        assert [word for word, found in text if found] == words
    assert js('marked("as it is", marker([]))') == [[["as it is", False]]]


@pytest.mark.parametrize(
    ("edition", "query", "title"),
    [
        ("en", "regulariz", "regularization"),
        ("ko", "정칙화", "규제"),
        ("both", "가능도", "가능도"),
        ("both", "likelihood", "likelihood"),
    ],
)
def test_results_come_as_one_types_and_open_by_keyboard(browser, site_url, edition, query, title):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site_url}/{edition}/index.html")
    page.keyboard.press("Control+k")
    page.locator("dialog.search input").press_sequentially(query, delay=15)
    page.locator("dialog.search li", has_text=title).first.wait_for()
    status = page.locator("dialog.search .status")
    assert any(character.isdigit() for character in status.inner_text())
    assert page.locator("dialog.search [role=group]").first.get_attribute("aria-label")
    assert page.locator("dialog.search mark").count()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    url = page.locator("dialog.search [aria-selected=true]").get_attribute("data-url")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{edition}/{url}")
    if "#" in url:
        assert page.evaluate("document.getElementById(decodeURIComponent(location.hash.slice(1))) !== null")
    context.close()


def test_side_by_side_a_section_is_one_result_in_the_querys_language(browser, site_url):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site_url}/both/index.html")
    page.keyboard.press("/")
    for query, language in (("온도", "ko"), ("temperature", "en")):
        page.locator("dialog.search input").fill(query)
        page.locator(f"dialog.search li[lang={language}] mark", has_text=query).first.wait_for()
        urls = page.locator("dialog.search li").evaluate_all("all => all.map((one) => one.dataset.url)")
        assert len(urls) > 5 and len(set(urls)) == len(urls)
    context.close()


def test_a_misspelt_word_is_said_and_marked_as_it_was_read(browser, site_url):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site_url}/ko/index.html")
    page.keyboard.press("/")
    page.locator("dialog.search input").fill("소프트멕스")
    page.locator("dialog.search li mark", has_text="소프트맥스").first.wait_for()
    assert re.search(r"\d+건\. .*소프트맥스", page.locator("dialog.search .status").inner_text())
    context.close()


def test_what_finds_nothing_is_said_and_helped_on(browser, site_url):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site_url}/ko/index.html")
    page.get_by_role("button", name="검색").click()
    page.locator("dialog.search input").fill("얼룩말마진이크")
    page.get_by_text("검색 결과가 없습니다").wait_for()
    assert page.get_by_role("link", name="모든 용어").get_attribute("href") == "glossary.html"
    page.locator("dialog.search .near").get_by_role("button", name="마진", exact=True).click()
    page.locator("dialog.search li", has_text="마진").first.wait_for()
    assert page.locator("dialog.search .near").inner_text() == ""
    page.keyboard.press("Escape")
    assert not page.locator("dialog.search").is_visible()
    context.close()


def test_an_index_that_does_not_load_is_said_and_asked_for_again(browser, site_url):
    context = browser.new_context()
    page = context.new_page()
    page.route("**/search/ko.js*", lambda route: route.abort())
    page.goto(f"{site_url}/ko/index.html")
    page.keyboard.press("/")
    page.locator("dialog.search input").fill("마진")
    page.get_by_text("색인을 불러오지 못했습니다").wait_for()
    page.unroute("**/search/ko.js*")
    page.locator("dialog.search input").press_sequentially("이")
    page.locator("dialog.search li").first.wait_for()
    context.close()
