"""The search finds a page by every word that a reader may type, in both languages."""

from __future__ import annotations

import json
import subprocess
import tomllib

import pytest

from tests.conftest import ROOT

TERMS = tomllib.loads((ROOT / "book" / "terms.toml").read_text("utf-8"))["term"]

# Bundled by esbuild as the site's own search is, and asked outside of a page.
ASK = """
import MiniSearch from "minisearch";
import { engineOptions, find } from "./find.js";
const { entries, queries } = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const engine = new MiniSearch(engineOptions);
engine.addAll(entries.map((entry, id) => ({ ...entry, id })));
const answers = queries.map((query) => find(engine, query).map((entry) => [entry.url, entry.title]));
process.stdout.write(JSON.stringify(answers));
"""


@pytest.fixture(scope="module")
def ask(site, tmp_path_factory):
    from coursesite import assets
    from coursesite.mathml import node_program

    program = assets.esbuild("--bundle", "--platform=node", "--loader=js", text=ASK)
    script = tmp_path_factory.mktemp("search") / "ask.js"
    script.write_text(program, encoding="utf-8")

    def ask(language: str, queries: list[str]) -> dict[str, list[tuple[str, str]]]:
        text = (site / "assets" / "search" / f"{language}.js").read_text("utf-8")
        entries = json.loads(text.partition(f".{language} = ")[2].rstrip(";\n"))
        done = subprocess.run(
            [node_program(), str(script)],
            input=json.dumps({"entries": entries, "queries": queries}),
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        return dict(zip(queries, json.loads(done.stdout), strict=True))

    return ask


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_variant_leads_to_the_glossarys_term(ask, language):
    wanted = {}
    for term in TERMS:
        for word in {
            term["en"],
            term["ko"],
            term["ko"].replace(" ", ""),
            *term.get("find_en", []),
            *term.get("find_ko", []),
        }:
            wanted.setdefault(word, []).append(term[language])
    answers = ask(language, list(wanted))
    missed = {
        word: terms
        for word, terms in wanted.items()
        for term in terms
        if not any(
            url.startswith("glossary.html#term-") and title.startswith(term) for url, title in answers[word]
        )
    }
    assert not missed


def test_what_a_reader_types_on_the_way_finds_something(ask):
    typed = [
        "손",
        "손실",
        "손실ㅎ",
        "손실하",
        "손실함",
        "손실함수",
        "손실 함수를",
        "힌지 손실은",
        "다중클래스",
        "마진이",
        "교차엔트로피",
        "서포트벡터머신",
    ]
    answers = ask("ko", typed)
    assert not [query for query, found in answers.items() if not found]
    typed = ["mar", "margin", "hinge loss", "hinge los", "multi_margin_loss", "sofmax", "vectorised"]
    answers = ask("en", typed)
    assert not [query for query, found in answers.items() if not found]


def test_one_word_leads_to_both_of_its_senses(ask):
    titles = " ".join(title for _, title in ask("ko", ["정규화"])["정규화"])
    assert "규제" in titles and "정규화" in titles


def test_the_chapter_comes_before_pages_that_only_mention_it(ask):
    assert ask("en", ["multiclass SVM"])["multiclass SVM"][0][0].startswith(
        ("03-multiclass-svm.html", "glossary.html#term-multiclass-svm")
    )
    assert not ask("en", ["zebra crossing"])["zebra crossing"]


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
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    url = page.locator("dialog.search [aria-selected=true]").get_attribute("data-url")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{edition}/{url}")
    if "#" in url:
        assert page.evaluate("document.getElementById(decodeURIComponent(location.hash.slice(1))) !== null")
    context.close()


def test_nothing_found_is_said(browser, site_url):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site_url}/ko/index.html")
    page.get_by_role("button", name="검색").click()
    page.locator("dialog.search input").fill("얼룩말xyz")
    page.get_by_text("검색 결과가 없습니다").wait_for()
    page.keyboard.press("Escape")
    assert not page.locator("dialog.search").is_visible()
    context.close()
