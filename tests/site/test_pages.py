"""The built pages as files: links, ids, languages, nothing from third parties."""

from __future__ import annotations

import re
from urllib.parse import unquote, urldefrag

import lxml.html
import pytest
from coursesite import mathfont
from fontTools.ttLib import TTFont

from tests.conftest import EDITIONS, page_names

PAGES = [f"{edition}/{name}.html" for edition in EDITIONS for name in page_names()]
LINKING = {"a": "href", "link": "href", "script": "src", "img": "src", "source": "src", "iframe": "src"}


@pytest.fixture(scope="module")
def trees(site) -> dict[str, lxml.html.HtmlElement]:
    paths = sorted(site.rglob("*.html"))
    return {
        path.relative_to(site).as_posix(): lxml.html.document_fromstring(path.read_text("utf-8"))
        for path in paths
    }


def test_exactly_the_pages_of_the_contents_are_published(trees):
    assert sorted(trees) == sorted([*PAGES, "index.html", "404.html"])


def test_no_file_is_published_that_no_page_needs(site):
    kinds = {path.relative_to(site).parts[0] for path in site.iterdir()}
    assert kinds == {"index.html", "404.html", "assets", "notebooks", *EDITIONS}
    for edition in ("en", "ko"):
        assert not [
            path
            for path in (site / edition).iterdir()
            if path.suffix not in (".html", ".inv", "") or path.is_dir()
        ]


@pytest.mark.parametrize("page", PAGES)
def test_language_and_title(trees, page):
    edition = page.split("/")[0]
    language = "en" if edition == "both" else edition
    tree = trees[page]
    assert tree.get("lang") == language
    assert len(tree.xpath("//h1")) == 1
    assert tree.findtext(".//title").strip()
    description = tree.xpath("//meta[@name='description']/@content")
    assert len(description) == 1 and 20 <= len(description[0]) <= 160, description
    assert bool(re.search("[가-힣]", description[0])) == (language == "ko"), description


@pytest.mark.parametrize("page", PAGES)
def test_no_id_stands_twice(trees, page):
    ids = trees[page].xpath("//@id")
    assert sorted(ids) == sorted(set(ids)), sorted({ident for ident in ids if ids.count(ident) > 1})


@pytest.mark.parametrize("page", PAGES)
def test_no_link_or_anchor_is_broken(site, trees, page):
    broken = []
    for element in trees[page].iter(*LINKING):
        target = element.get(LINKING[element.tag])
        if target is None or re.match(r"(https?|mailto|data):", target):
            continue
        path, anchor = urldefrag(target)
        file = (site / page).parent / unquote(path.split("?")[0]) if path else site / page
        if not file.is_file():
            broken.append(f"{target}: no such file")
            continue
        name = file.resolve().relative_to(site.resolve()).as_posix()
        if anchor and name in trees and unquote(anchor) not in trees[name].xpath("//@id"):
            broken.append(f"{target}: no such id on {name}")
    assert not broken, f"{page}: {', '.join(broken)}"


@pytest.mark.parametrize("page", [*PAGES, "index.html", "404.html"])
def test_nothing_is_loaded_from_elsewhere_and_no_script_is_inline(trees, page):
    tree = trees[page]
    loaded = [
        element.get(LINKING[element.tag])
        for element in tree.iter("link", "script", "img", "source", "iframe")
        if element.get("rel") not in ("canonical", "alternate")
    ]
    foreign = [one for one in loaded if not one or re.match(r"(?!data:)([a-z]+:)?//|https?:", one)]
    assert not foreign, f"{page} loads {', '.join(map(str, foreign))}"
    assert not [script for script in tree.iter("script") if (script.text or "").strip()]
    handlers = tree.xpath("//@*[starts-with(name(), 'on')]")
    assert not handlers


def test_assets_name_no_other_host(site):
    for path in [*(site / "assets").rglob("*.css"), *(site / "assets").rglob("*.js")]:
        addresses = re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}[^\s\"'`)]*", path.read_text("utf-8"))
        # The names of XML's languages look like addresses, and nobody fetches them.
        assert all("//www.w3.org/" in address for address in addresses), (path.name, addresses)


@pytest.mark.parametrize("name", page_names())
def test_sections_and_blocks_have_the_same_ids_in_all_editions(trees, name):
    def ids(edition):
        article = trees[f"{edition}/{name}.html"].find(".//article")
        return article.xpath(".//section/@id | .//*[contains(concat(' ', @class, ' '), ' block ')]/@id")

    assert ids("en") == ids("ko") == ids("both")
    assert not [ident for ident in ids("en") if re.fullmatch(r"id\d+", ident)], "an id that docutils made up"


@pytest.mark.parametrize("name", page_names())
def test_all_text_of_a_language_stands_in_a_block(trees, name):
    """Else the side-by-side edition would lose it."""
    for edition in ("en", "ko"):
        article = trees[f"{edition}/{name}.html"].find(".//article")
        for paragraph in article.iter("p", "ul", "ol", "dl", "table"):
            classes = [set(parent.get("class", "").split()) for parent in paragraph.iterancestors()]
            inside = any(names & {"block", "cell", "explorer", "shared"} for names in classes) or any(
                parent.tag in ("figure", "figcaption") for parent in paragraph.iterancestors()
            )
            assert inside, f"{edition}/{name}: {paragraph.text_content()[:80]!r}"


@pytest.mark.parametrize("name", page_names())
def test_side_by_side_has_the_whole_text_of_both(trees, name):
    def words(element):
        for gone in element.xpath(".//a[@class='headerlink'] | .//annotation"):
            gone.drop_tree()
        return re.sub(r"\s+", "", element.text_content())

    merged = trees[f"both/{name}.html"]
    for edition in ("en", "ko"):
        blocks = "//*[contains(concat(' ', @class, ' '), ' block ')]"
        mine = [words(block) for block in trees[f"{edition}/{name}.html"].xpath(blocks)]
        column = [
            "".join(words(part) for part in block.xpath(f"./div/div[@lang='{edition}']"))
            for block in merged.xpath(blocks)
        ]
        assert column == mine


@pytest.mark.parametrize("page", PAGES)
def test_every_figure_says_what_it_shows(trees, page):
    for figure in trees[page].xpath("//svg[contains(@class, 'figure')]"):
        assert len(figure.get("aria-label", "")) > 20
        assert figure.get("role") == ("group" if figure.xpath(".//a") else "img")


@pytest.mark.parametrize("page", PAGES)
def test_links_to_the_other_editions(trees, page):
    edition, name = page.split("/")
    links = {link.get("data-edition"): link for link in trees[page].xpath("//nav[@class='editions']/a")}
    assert {key: link.get("href") for key, link in links.items()} == {
        key: f"../{key}/{name}" for key in EDITIONS
    }
    assert [key for key, link in links.items() if link.get("aria-current")] == [edition]


def test_no_invented_address_without_a_base_url(trees):
    for tree in trees.values():
        assert not tree.xpath("//link[@rel='canonical' or @rel='alternate']")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_each_page_brings_its_notebook_in_the_language(site, trees, language):
    for name in page_names():
        (link,) = trees[f"{language}/{name}.html"].xpath("//p[@class='download']/a/@href")
        text = (site / language / link).resolve().read_text("utf-8")
        assert bool(re.search("[가-힣]{4}", text)) == (language == "ko") or name == "glossary"
        assert '"lang-' not in text


def test_licence_of_the_math_font_goes_out_with_the_site(site):
    text = (site / "assets" / "licences.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE" in text and "STIX" in text and "MiniSearch" in text


def test_the_math_font_has_every_character_of_the_formulas(site, trees):
    """Those it lacks would be set in whatever font the reader's machine has."""
    used, italics = set(), mathfont._italics()
    for tree in trees.values():
        for formula in tree.iter("math"):
            for annotation in formula.xpath(".//annotation"):
                annotation.drop_tree()
            for letter in formula.iter("mi"):
                if len(letter.text_content()) == 1 and letter.get("mathvariant") is None:
                    letter.text = italics.get(letter.text_content(), letter.text_content())
            used |= set(formula.text_content())
            used |= {"√" for _ in formula.iter("msqrt", "mroot")}
    font = set(map(chr, TTFont(site / "assets" / "math.woff2").getBestCmap()))
    hangul = {character for character in used if "가" <= character <= "힣"}
    lacking = sorted(used - hangul - set(" \u00a0\u200b\n") - font)
    assert not lacking, f"math.woff2 lacks {' '.join(lacking)}"
    assert {"−", "∑", "≥", "𝜕", "𝜖"} <= font  # the last two stand for the ∂ and ϵ of the pages


def test_what_stands_for_an_explorer_is_in_the_pages_language(trees):
    for name in page_names():
        captions = {
            edition: [
                [caption.text or "", *(second.text_content() for second in caption.find_class("second"))]
                for place in trees[f"{edition}/{name}.html"].find_class("explorer")
                for caption in place.iter("figcaption")
            ]
            for edition in EDITIONS
        }
        assert len({len(found) for found in captions.values()}) == 1
        for (en,), (ko,), both in zip(*(captions[edition] for edition in EDITIONS), strict=True):
            assert both == [en, ko]
            assert re.search("[가-힣]", ko) and not re.search("[가-힣]", en)


def test_explorers_are_there_and_have_their_stills(trees):
    stills = [still for tree in trees.values() for still in tree.find_class("still")]
    assert stills and all(still.find(".//svg") is not None for still in stills)


def test_what_a_checked_exercise_says_is_in_the_pages_language(trees):
    for edition, right, other in ("en", "Correct", "맞았습니다"), ("ko", "맞았습니다", "Correct"):
        said = [
            block.text_content()
            for name in page_names()
            for block in trees[f"{edition}/{name}.html"].iter("pre")
            if re.match(r"(Correct[:,.]|.*맞았습니다\.)", block.text_content().strip())
        ]
        assert said, edition
        assert all(right in text and other not in text for text in said), said


def test_korean_pages_speak_korean_around_the_text(trees):
    """No word of English interface is left in the Korean edition."""
    english = {
        "Search",
        "Contents",
        "On this page",
        "Previous",
        "Next",
        "Copy",
        "Show code",
        "Hide code",
        "Exercise",
        "Solution",
        "Fig.",
        "Home",
    }
    for name in page_names():
        tree = trees[f"ko/{name}.html"]
        for element in tree.xpath("//article//pre | //article//code | //svg | //annotation"):
            element.drop_tree()
        said = {text.strip() for text in tree.xpath("//body//text()")} | set(tree.xpath("//@aria-label"))
        assert not said & english


def test_figure_colours_are_those_of_the_package():
    from coursesite import figures

    from lossnotes import plots

    assert set(plots.COLORS.values()) <= set(figures.PROPERTIES)
