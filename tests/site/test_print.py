"""The PDF of an edition, on a small one of a few built pages; ``make pdf`` proves the same of the whole."""

from __future__ import annotations

import re
import tomllib

import lxml.html
import pikepdf
import pypdfium2
import pytest

from tools.print import __main__ as printing
from tools.print import document, endmatter, fonts, proof
from tools.print.pages import Chapter, PrintError, chapters

# Between them: an explorer, exercises with solutions, folded code, hatched areas, tables, formulas, misconceptions.
SOME = ("index", "08-cross-entropy", "glossary")


def small(site, folder, language, names=SOME):
    """An edition of a few pages, its contents short of the others."""
    edition = folder / language
    edition.mkdir()
    for name in names:
        tree = lxml.html.document_fromstring((site / language / f"{name}.html").read_text("utf-8"))
        for entry in tree.xpath("//nav[@id='chapters']//li"):
            if not any(href in ("#", *(f"{one}.html" for one in names)) for href in entry.xpath("./a/@href")):
                entry.drop_tree()
        (edition / f"{name}.html").write_text(lxml.html.tostring(tree, encoding="unicode"), encoding="utf-8")
    if not (folder / "assets").exists():
        (folder / "assets").symlink_to(site / "assets")
    return edition


@pytest.fixture(scope="module")
def printed(browser, site, tmp_path_factory):
    """A small book in Korean."""
    folder = tmp_path_factory.mktemp("print")
    small(site, folder, "ko")
    target = folder / "ko.pdf"
    printing.make(browser, "ko", folder, target)
    return target


@pytest.fixture(scope="module")
def words(printed):
    """The text of each page, as a reader would copy it."""
    with pypdfium2.PdfDocument(printed) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def test_words_can_be_found_and_copied(words):
    text = " ".join(" ".join(words).split())
    for word in ("손실 함수", "cross-entropy", "교차 엔트로피", "softmax_cross_entropy", "KL divergence"):
        assert word in text, word


def test_it_says_what_it_is(printed):
    with pikepdf.open(printed) as pdf:
        assert str(pdf.docinfo.Title) == "분류의 손실 함수"
        assert str(pdf.docinfo.Author) == "분류의 손실 함수 팀"
        assert str(pdf.Root.Lang) == "ko"
        assert {key for key in pdf.docinfo if "Date" in key} == set()
        assert pdf.Root.MarkInfo.Marked, "a screen reader finds headings, lists and alt texts"
        assert [round(float(side)) for side in pdf.pages[0].MediaBox] == [0, 0, 595, 842], "A4"


def test_outline_and_contents_lead_where_they_say(printed, words):
    with pikepdf.open(printed) as pdf, pdf.open_outline() as outline:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        _home, losses, reference = outline.root
        assert (losses.title, reference.title) == ("손실 함수", "참고")
        [chapter] = losses.children
        assert chapter.title == "교차 엔트로피"
        found = {entry.title: numbers[entry.destination[0].objgen] for entry in chapter.children}
    assert len(found) > 10
    assert {"해답", "접어 둔 코드"} <= set(found)
    contents = " ".join(words[2].split())
    for title, page in found.items():
        seen = " ".join(words[page].split())
        assert title.split("$")[0][:8] in seen, (title, page)
        assert f"{title} {page + 1}" in contents, title
        assert f"교차 엔트로피 {page + 1}" in words[page].splitlines(), "chapter and number at the foot"


def test_links_lead_to_places_of_the_pdf(printed):
    with pikepdf.open(printed) as pdf:
        notes = [note for page in pdf.pages for note in page.get("/Annots", []) if note.Subtype == "/Link"]
        assert len(notes) > 100
        assert all("/Dest" in note or "/URI" in note.get("/A", {}) for note in notes)


def test_fonts_are_ours_and_inside_and_nothing_is_made_of_pixels(printed):
    proof.read(printed)
    with pikepdf.open(printed) as pdf:
        found = proof.fonts(pdf)
        assert set(found) >= {
            "Pretendard-Regular",
            "Pretendard-Bold",
            "JetBrainsMono-Regular",
            "STIXTwoMath-Regular",
        }
        assert all(found.values())


def test_the_same_pages_give_the_same_bytes(browser, site, tmp_path):
    small(site, tmp_path, "en", ("index", "glossary"))
    once, again = tmp_path / "once.pdf", tmp_path / "again.pdf"
    printing.make(browser, "en", tmp_path, once)
    printing.make(browser, "en", tmp_path, again)
    assert once.read_bytes() == again.read_bytes()


# --- the document before it is printed


@pytest.fixture(scope="module")
def made(site, tmp_path_factory):
    """The document of a small book in English, as a tree."""
    edition = small(site, tmp_path_factory.mktemp("document"), "en")
    titles, authors = printing.described()
    text, _ = document.make(
        edition, titles, printing.WORDS["en"], author=authors["en"], version="1", licence="MIT"
    )
    return lxml.html.document_fromstring(text)


def test_ids_are_unique_and_every_link_has_its_place(made):
    idents = made.xpath("//@id")
    assert len(idents) == len(set(idents))
    inner = {href[1:] for href in made.xpath("//a/@href") if href.startswith("#")}
    assert len(inner) > 100 and inner <= set(idents)
    used = set(re.findall(r"url\(#([^)]+)\)", lxml.html.tostring(made, encoding="unicode")))
    assert used and used <= set(idents), "clip paths and patterns are those of their own figure"


def test_nothing_is_closed_and_every_solution_is_at_the_end(made):
    assert not made.xpath("//details | //summary | //script | //form | //button")
    chapter = made.get_element_by_id("08-cross-entropy")
    exercises = chapter.find_class("exercise")
    solutions = chapter.find_class("worked")
    assert len(exercises) == len(solutions) > 5
    last = chapter.xpath("./section/section")[-2:]
    assert [section.get("class") for section in last] == ["gathered solutions", "gathered code"]
    for exercise, solution in zip(exercises, solutions, strict=True):
        assert exercise.xpath(".//p[@class='pointer']/a/@href") == [f"#{solution.get('id')}"]
        assert solution.xpath(".//p[@class='worked-title']/a/@href") == [f"#{exercise.get('id')}"]
    code = sum("# solution" in solution.text_content() for solution in solutions)
    assert code > 1, "the code of a solution goes with it"


def test_no_code_of_the_pages_is_lost(site, made):
    def cells(tree):
        return [cell.text_content() for cell in tree.xpath("//div[contains(@class, 'cell_input')]")]

    pages = (site / "en" / f"{name}.html" for name in SOME)
    there = [cell for page in pages for cell in cells(lxml.html.document_fromstring(page.read_text("utf-8")))]
    assert len(there) > 20 and sorted(cells(made)) == sorted(there)


FOLDED = """<div class="cell {}"><details class="admonition hide above-input"><summary>Show code</summary>
<div class="cell_input"><pre>{}</pre></div>{}</details>{}</div>"""
OUTPUT = '<div class="cell_output">printed</div>'


def test_a_run_of_folded_code_is_one_listing():
    cells = [
        FOLDED.format("tag_hide-input", "draw()", "", OUTPUT),
        FOLDED.format("tag_hide-cell", "check()", OUTPUT, ""),
        "<p>Between.</p>",
        FOLDED.format("tag_hide-cell", "later()", OUTPUT, ""),
    ]
    text = f"<article><section><h1>Title</h1><section><h2>Where</h2>{''.join(cells)}</section></section></article>"
    chapter = Chapter("01-page", "", lxml.html.fragment_fromstring(text))
    endmatter.open_closed(chapter, printing.WORDS["en"])
    listings = chapter.article.find_class("listing")
    assert [[pre.text for pre in listing.iter("pre")] for listing in listings] == [
        ["draw()", "check()"],
        ["later()"],
    ]
    assert [listing.find("p").text_content() for listing in listings] == ["Where", "Where"]
    assert [pointer.find("a").get("href") for pointer in chapter.article.find_class("pointer")] == [
        f"#{listing.get('id')}" for listing in listings
    ]
    assert len(chapter.article.find_class("cell_output")) == 3, (
        "what was shown still is, the rest is with its code"
    )


# --- what is refused


def test_a_link_to_nowhere_names_page_and_place(site, tmp_path):
    edition = small(site, tmp_path, "en")
    page = edition / "glossary.html"
    page.write_text(
        page.read_text("utf-8").replace("</article>", '<a href="index.html#gone">x</a></article>'), "utf-8"
    )
    with pytest.raises(PrintError, match="page glossary: expected a place to link to, got #index--gone"):
        chapters(edition)


def test_a_missing_font_is_named_with_the_command(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "FACES", (("Pretendard", 400, fonts.HERE / "node_modules/gone.ttf"),))
    with pytest.raises(
        PrintError, match=r"font Pretendard is missing .*gone\.ttf.*npm\.py ci --prefix tools/print"
    ):
        fonts.style()


def test_without_a_built_site_it_says_what_to_do(tmp_path):
    with pytest.raises(PrintError, match=r"expected the built edition in .*ko, got nothing: run `make book`"):
        chapters(tmp_path / "ko")


SPOILT = (
    """<!doctype html><html lang="en"><body><p style="font-family: 'DejaVu Serif'">{}</p></body></html>"""
)
PIXEL = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a font of the machine", "font DejaVuSerif.*expected one of Pretendard, JetBrainsMono, STIXTwoMath"),
        (f'<img src="{PIXEL}" width="40">', "expected vectors alone, got"),
        (
            '<a href="file:///tmp/x.html">x</a>',
            "page 1: expected a link to the network, got file:///tmp/x.html",
        ),
    ],
)
def test_a_spoilt_pdf_is_not_given_out(browser, tmp_path, text, said):
    page = browser.new_page()
    source = tmp_path / "spoilt.html"
    source.write_text(SPOILT.format(text), encoding="utf-8")
    page.goto(source.as_uri())
    page.pdf(path=tmp_path / "spoilt.pdf")
    page.close()
    with pytest.raises(PrintError, match=said):
        proof.read(tmp_path / "spoilt.pdf")


def test_both_languages_say_the_same_things():
    words = tomllib.loads((printing.HERE / "words.toml").read_text("utf-8"))
    assert words["en"].keys() == words["ko"].keys()
    for name, text in words["en"].items():
        assert text.count("{}") == words["ko"][name].count("{}"), name
