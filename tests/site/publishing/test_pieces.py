"""What publishing is made of, apart from a build."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from coursesite import addresses, cardfont, cards, feed, launch, page, sitemap, social
from PIL import ImageFont
from sphinx.errors import ExtensionError

from tests.conftest import ROOT

SOURCES = {
    "repository": "https://github.com/someone/losses",
    "branch": "a/b",
    "path": "docs",
    "binder": "https://mybinder.org",
    "colab": "",
}


def configured(**options):
    """The configuration as it is after ``addresses`` has read it."""
    config = SimpleNamespace(html_baseurl=options.pop("baseurl", ""), html_theme_options=options)
    addresses._read(None, config)
    return config


def test_without_addresses_there_are_none(monkeypatch):
    for name in (addresses.BASE, addresses.REPOSITORY, addresses.BRANCH):
        monkeypatch.delenv(name, raising=False)
    config = configured(launch_buttons={"colab_url": "https://colab.research.google.com"})
    assert config.html_baseurl == "" and config.html_theme_options == {}
    assert launch.links(config.course_sources, "en", "06-softmax") == []
    assert launch.report(config.course_sources, "en", "06-softmax", "Softmax", "") == ""


def test_who_deploys_comes_before_the_configuration(monkeypatch):
    monkeypatch.setenv(addresses.BASE, "https://someone.example/course/")
    monkeypatch.setenv(addresses.REPOSITORY, "https://github.com/someone/losses.git")
    config = configured(baseurl="https://example.org", repository_url="https://github.com/other/name")
    assert config.html_baseurl == "https://someone.example/course"
    assert addresses.path_of(config) == "/course"
    assert config.course_sources["repository"] == "https://github.com/someone/losses"
    assert config.course_sources["branch"] == "main"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"baseurl": "example.org"}, "html.baseurl: expected an address .*, got 'example.org'"),
        ({"baseurl": "https://example.org/?a=b"}, "html.baseurl"),
        (
            {"repository_url": "https://example.org/x"},
            "repository.url: expected https://github.com/OWNER/NAME, got",
        ),
        ({"launch_buttons": {"binderhub_url": "mybinder"}}, "launch_buttons.binderhub_url: expected"),
    ],
)
def test_an_address_that_is_none_is_refused(monkeypatch, options, message):
    for name in (addresses.BASE, addresses.REPOSITORY):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ExtensionError, match=message):
        configured(**options)


def test_a_service_without_an_address_is_not_linked():
    [(text, address)] = launch.links(SOURCES, "ko", "06-softmax")
    assert text == "Binder에서 열기"
    assert address == (
        "https://mybinder.org/v2/gh/someone/losses/a%2Fb?urlpath=lab%2Ftree%2Fdocs%2Fmy-course-ko%2F06-softmax.ipynb"
    )
    assert launch.side_by_side(address, "ko", "06-softmax") == address


def test_versions_of_the_changelog():
    text = "# C\n\n## 2 (2027-01-31)\n\n- One\n  thing.\n- 하나.\n\n## 1 (unreleased, 2026-01-02)\n\n- Old.\n"
    assert [(entry.name, entry.day, entry.open) for entry in feed.versions(text, "en")] == [
        ("2", "2027-01-31", False),
        ("1", "2026-01-02", True),
    ]
    (korean,) = feed.versions(text, "ko")
    assert "하나." in korean.changes and "One" not in korean.changes
    assert feed.versions("# C\n\n## 1 (unreleased)\n\n- Old.\n", "en") == []


def test_each_dated_version_of_the_changelog_speaks_both_languages():
    english, korean = (
        [(entry.name, entry.day) for entry in feed.read(ROOT, language)] for language in ("en", "ko")
    )
    assert english == korean


def test_files_of_an_address_go_with_it(tmp_path):
    sitemap.write(tmp_path, "https://example.org", ["en", "ko"], ["index"])
    assert {path.name for path in tmp_path.iterdir()} == {"sitemap.xml", "robots.txt"}
    sitemap.write(tmp_path, "", ["en", "ko"], ["index"])
    assert not list(tmp_path.iterdir())


def test_words_of_a_head_are_escaped():
    text = social.tags(
        kind="article",
        site="S",
        title='a "b" <c>',
        summary="d & e",
        address="https://example.org/",
        language="en",
        image="i.png",
        alt="x",
    )
    assert 'content="a &quot;b&quot; &lt;c&gt;"' in text and 'content="d &amp; e"' in text


def test_titles_are_broken_between_words_and_into_even_lines():
    font = ImageFont.load_default(40)
    words = "다중 클래스 SVM: 일곱 가지 질문"
    width = round(font.getlength(words)) - 10
    lines = cards.balanced(words, font, width)
    assert " ".join(lines) == words and len(lines) == 2
    assert max(map(font.getlength, lines)) < 0.8 * font.getlength(words)
    assert cards.wrapped("unbreakable", font, 20) is None


def test_without_a_korean_font_it_is_said_how_to_get_one(monkeypatch, tmp_path):
    monkeypatch.setattr(cardfont, "PRETENDARD", tmp_path)
    monkeypatch.setattr(cardfont, "SYSTEM", ())
    monkeypatch.setattr(cardfont.shutil, "which", lambda name: None)
    cardfont.files.cache_clear()
    with pytest.raises(
        ExtensionError, match=r"need a Korean font: .*npm\.py ci --prefix tools/print.*fonts-noto-cjk"
    ):
        cardfont.files()


def test_strings_stand_in_both_languages():
    for table in ("links", "missing"):
        english, korean = (page.STRINGS[code][table] for code in ("en", "ko"))
        assert english.keys() == korean.keys()
