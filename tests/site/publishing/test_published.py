"""A site with an address and a repository: what search engines, networks, feed readers and hosts get of it."""

from __future__ import annotations

import itertools
import re
from urllib.parse import parse_qs, unquote, urlsplit

import lxml.html
import pytest
from lxml import etree
from PIL import Image

from tests.conftest import EDITIONS, page_names
from tests.site.publishing.conftest import BASE, REPOSITORY

CHAPTER = "03-multiclass-svm"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
LANGUAGES = ("en", "ko")


def tree_of(published, name):
    return lxml.html.document_fromstring((published / f"{name}.html").read_text("utf-8"))


def below(published, edition, name=CHAPTER):
    """The links below a page: what they say, and where they lead."""
    links = tree_of(published, f"{edition}/{name}").xpath("//p[@class='download']/a")
    return {link.text_content(): link.get("href") for link in links}


def said_of(tree):
    """The Open Graph and Twitter words of a head."""
    return {meta.get("property") or meta.get("name"): meta.get("content") for meta in tree.iter("meta")}


def file_of(published, address):
    """The file that a full address of the site leads to."""
    assert address.startswith(f"{BASE}/"), address
    return published / address.removeprefix(f"{BASE}/")


def test_canonical_and_hreflang_links(published):
    for edition in EDITIONS:
        tree = tree_of(published, f"{edition}/{CHAPTER}")
        own = "en" if edition == "both" else edition
        assert tree.xpath("//link[@rel='canonical']/@href") == [f"{BASE}/{own}/{CHAPTER}.html"]
        others = {
            link.get("hreflang"): link.get("href")
            for link in tree.xpath("//link[@rel='alternate'][not(@type)]")
        }
        assert others == {
            "en": f"{BASE}/en/{CHAPTER}.html",
            "ko": f"{BASE}/ko/{CHAPTER}.html",
            "x-default": f"{BASE}/en/{CHAPTER}.html",
        }
    assert len(tree_of(published, "index").xpath("//link[@rel='alternate']")) == 3


def test_the_site_map_has_each_page_in_both_languages(published):
    root = etree.parse(published / "sitemap.xml").getroot()
    addresses = root.xpath("//s:loc/text()", namespaces=MAP)
    assert sorted(addresses) == sorted(
        f"{BASE}/{language}/{name}.html" for language in LANGUAGES for name in page_names()
    )
    assert all(file_of(published, address).is_file() for address in addresses)
    for entry in root:
        links = entry.xpath("x:link", namespaces=MAP)
        assert [link.get("hreflang") for link in links] == ["en", "ko", "x-default"]
        assert entry.xpath("s:loc/text()", namespaces=MAP)[0] in [link.get("href") for link in links]
    assert f"Sitemap: {BASE}/sitemap.xml" in (published / "robots.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_its_card(published, language):
    shown = set()
    for name in page_names():
        tree = tree_of(published, f"{language}/{name}")
        said = said_of(tree)
        card = file_of(published, said["og:image"])
        with Image.open(card) as image:
            assert image.size == (int(said["og:image:width"]), int(said["og:image:height"])) == (1200, 630)
        assert card.stat().st_size < 60_000
        shown.add(card.read_bytes())
        title = tree.findtext(".//title").split(" · ")[0]
        assert said["og:title"] in (title, tree.xpath("//h1/text()")[0])
        assert said["og:url"] == tree.xpath("//link[@rel='canonical']/@href")[0]
        assert said["og:title"] in said["og:image:alt"] and said["twitter:image:alt"] == said["og:image:alt"]
        assert bool(re.search("[가-힣]", said["og:image:alt"])) == (language == "ko")
        assert said["og:description"] == said["description"]
        assert said["og:locale"][:2] == language != said["og:locale:alternate"][:2]
        assert said["twitter:card"] == "summary_large_image"
    assert len(shown) == len(page_names()), "two pages have the same card"


def test_the_root_page_has_the_card_of_home(published):
    said = said_of(tree_of(published, "index"))
    assert file_of(published, said["og:image"]) == published / "assets/cards/en/index.png"
    assert said["og:image:alt"] == said_of(tree_of(published, "en/index"))["og:image:alt"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_feed_is_in_the_language_and_linked(published, language):
    feed = etree.parse(published / language / "feed.xml").getroot()
    entries = feed.xpath("a:entry", namespaces=ATOM)
    assert [entry.findtext("a:updated", namespaces=ATOM) for entry in entries] == [
        "2027-02-03T00:00:00Z",
        "2026-11-22T00:00:00Z",
    ]
    for entry in entries:
        changes = entry.findtext("a:content", namespaces=ATOM)
        assert bool(re.search("[가-힣]", changes)) == (language == "ko")
    assert "<strong>" in entries[0].findtext("a:content", namespaces=ATOM)
    assert feed.xpath("a:link[@rel='self']/@href", namespaces=ATOM) == [f"{BASE}/{language}/feed.xml"]
    for name in page_names():
        tree = tree_of(published, f"{language}/{name}")
        assert tree.xpath("//head/link[@type='application/atom+xml']/@href") == ["feed.xml"]
        assert tree.xpath("//footer/a[@type='application/atom+xml']/@href") == ["feed.xml"]


def test_side_by_side_links_both_feeds(published):
    tree = tree_of(published, f"both/{CHAPTER}")
    for place in ("//head/link", "//footer/a"):
        links = tree.xpath(f"{place}[@type='application/atom+xml']/@href")
        assert links == ["../en/feed.xml", "../ko/feed.xml"]
        assert all((published / "both" / link).resolve().is_file() for link in links)


def test_links_to_colab_and_binder(published):
    for language, names in (
        ("en", ("Open in Colab", "Open in Binder")),
        ("ko", ("Colab에서 열기", "Binder에서 열기")),
    ):
        links = below(published, language)
        colab, binder = (links[name] for name in names)
        assert colab == (
            f"https://colab.research.google.com/github/someone/losses/blob/notebooks/{language}/{CHAPTER}.ipynb"
        )
        assert urlsplit(binder)[:3] == ("https", "mybinder.org", "/v2/gh/someone/losses/main")
        assert unquote(urlsplit(binder).query) == f"urlpath=lab/tree/my-course-{language}/{CHAPTER}.ipynb"
    both = below(published, "both")
    assert {*below(published, "en")} | {*below(published, "ko")} == {*both}
    assert "my-course-both" not in "".join(both.values())
    assert "Open in Colab" not in below(published, "en", "glossary"), "there is nothing to run"


@pytest.mark.parametrize(("edition", "name"), list(itertools.product(EDITIONS, page_names())))
def test_each_page_can_be_reported(published, edition, name):
    reports = [link for link in below(published, edition, name).values() if "/issues/new?" in link]
    assert len(reports) == (2 if edition == "both" else 1)
    for number, address in enumerate(reports):
        assert address.startswith(f"{REPOSITORY}/issues/new?")
        begun = {key: value[0] for key, value in parse_qs(urlsplit(address).query).items()}
        assert f"({edition}/{name})" in begun["title"]
        assert f"{BASE}/{edition}/{name}.html" in begun["body"]
        korean = edition == "ko" or number == 1
        assert bool(re.search("[가-힣]", begun["body"])) == korean


def test_the_page_for_a_wrong_address_is_found_from_any_depth(published):
    tree = tree_of(published, "404")
    assert [section.get("lang") for section in tree.iter("section")] == ["en", "ko"]
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    addresses = tree.xpath("//@href | //@src")
    assert addresses and all(address.startswith("/course/") for address in addresses)
    assert all(
        (published / address.removeprefix("/course/").split("?")[0]).is_file() for address in addresses
    )
