"""The review cards and the box with the reader's record, in Chromium, under a clock of our own."""

from __future__ import annotations

import json
import re

import pytest

from lossnotes.exercises._check import catalogue
from tests.conftest import ROOT
from tests.site.test_in_browser import add_axe

KEY = "lossnotes-record"
DAY = "2026-11-21T09:00:00"
WORDS = {
    "en": {"show": "Show the answer", "knew": "Knew it", "not": "Not yet", "forget": "Forget me"},
    "ko": {"show": "답 보기", "knew": "알았음", "not": "아직", "forget": "기록 지우기"},
}


@pytest.fixture
def opened(browser, site_url):
    """A page of the site on a day of ours; what goes wrong on it fails the test."""
    contexts = []

    def open_page(edition="en", name="review", at=DAY, **options):
        context = browser.new_context(viewport={"width": 1400, "height": 900}, **options)
        faults = []
        contexts.append((context, faults))
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.clock.set_fixed_time(at)
        page.goto(f"{site_url}/{edition}/{name}.html")
        return page

    yield open_page
    for context, faults in contexts:
        context.close()
        assert not faults


def stored(page) -> dict:
    return json.loads(page.evaluate(f"localStorage.getItem('{KEY}')"))


def press(page, edition: str, *names: str) -> None:
    for name in names:
        page.locator(".review").first.get_by_role("button", name=WORDS[edition][name]).click()


def left(page) -> list[int]:
    """How many cards are left for today, and how many of them are new."""
    return [int(found) for found in re.findall(r"\d+", page.locator(".review .count").first.inner_text())]


def test_every_chapter_has_cards_and_their_answers_lead_back_to_it(site):
    import lxml.html

    tree = lxml.html.document_fromstring((site / "en" / "review.html").read_text("utf-8"))
    chapters: dict[str, int] = {}
    for section in tree.xpath("//article//section[@id]"):
        cards = section.xpath("./div/details[contains(@class, 'card')]")
        if not cards:
            continue
        for card in cards:
            assert re.fullmatch(r"card-[a-z0-9-]+", card.get("id"))
            pages = {link.partition("#")[0] for link in card.xpath(".//a/@href") if "#" in link}
            assert len(pages) == 1 and re.match(r"\d\d-", next(iter(pages))), card.get("id")
            chapters[pages.pop().removesuffix(".html")] = len(cards)
    written = {path.stem for path in (ROOT / "book").glob("[0-9][0-9]-*.ipynb")}
    few = sorted(page for page in written if chapters.get(page, 0) < 4)
    assert not few, f"book/review.ipynb: fewer than four cards lead back to {few}"
    assert set(chapters) == written
    (box,) = tree.find_class("study-record")
    ids = [card.get("id").removeprefix("card-") for card in tree.find_class("card")]
    assert box.get("data-cards").split() == ids and len(set(ids)) == len(ids) >= 52
    assert box.get("data-exercises").split() == list(catalogue())


@pytest.mark.parametrize("edition", ["en", "ko"])
def test_a_card_is_graded_comes_again_and_is_due_on_its_day(opened, edition):
    page = opened(edition)
    panel = page.locator(".review")
    assert left(page) == [10, 10]
    first = panel.locator(".question").inner_text()
    assert panel.locator(".answer").is_hidden()
    press(page, edition, "show")
    assert len(panel.locator(".answer").inner_text()) > 80
    assert panel.locator(".answer a").first.get_attribute("href").startswith("01-metric-learning.html#")
    press(page, edition, "not")
    assert left(page) == [10, 9], "it comes again today, after the others"
    assert panel.locator(".question").inner_text() != first
    for _ in range(9):
        press(page, edition, "show", "knew")
    assert panel.locator(".question").inner_text() == first
    press(page, edition, "show", "knew")
    assert panel.locator(".done").is_visible() and panel.locator(".shown").is_hidden()
    assert re.search(r"November 22, 2026|2026년 11월 22일", panel.locator(".done").inner_text())
    cards = stored(page)["cards"]
    assert {(card["due"], card["step"]) for card in cards.values()} == {("2026-11-22", 1)} and len(
        cards
    ) == 10

    # The page stays open over night: the day's cards are there when the reader comes back to it.
    page.clock.set_fixed_time("2026-11-22T08:00:00")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert left(page) == [20, 10]
    for _ in range(10):
        press(page, edition, "show", "knew")
    assert left(page) == [10, 10]
    page.clock.set_fixed_time("2026-11-24T08:00:00")
    page.reload()
    assert left(page) == [10, 10], "known twice, they wait for three days"
    page.clock.set_fixed_time("2026-11-25T08:00:00")
    page.reload()
    assert left(page) == [20, 10]


def test_more_cards_and_those_of_one_chapter(opened):
    page = opened()
    panel = page.locator(".review")
    panel.get_by_label("Cards of").select_option(label="Softmax")
    assert left(page) == [6, 6]
    assert panel.locator(".which").inner_text().startswith("Softmax")
    for _ in range(6):
        press(page, "en", "show", "knew")
    assert panel.locator(".done").is_visible()
    assert panel.get_by_role("button", name="More new cards").is_hidden()
    panel.get_by_label("Cards of").select_option(label="all chapters")
    assert left(page) == [4, 4], "ten new ones a day in all"
    for _ in range(4):
        press(page, "en", "show", "knew")
    panel.get_by_role("button", name="More new cards").click()
    assert left(page) == [10, 10]


def test_all_of_it_by_keyboard(opened):
    page = opened()
    panel = page.locator(".review")
    panel.locator("select").focus()
    page.keyboard.press("2")  # chooses nothing and grades nothing
    page.keyboard.press("Tab")
    focused = "document.activeElement.textContent"
    assert page.evaluate(focused) == "Show the answer"
    page.keyboard.press("2")
    assert page.evaluate(f"localStorage.getItem('{KEY}')") is None, "nobody knew it without looking"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "answer"
    page.keyboard.press("2")
    assert panel.locator(".said").inner_text() == "It comes back tomorrow."
    assert page.evaluate(focused) == "Show the answer"
    page.keyboard.press("Enter")
    page.keyboard.press("1")
    assert panel.locator(".said").inner_text() == "It comes back today, after the others."
    page.keyboard.press("Enter")
    while page.evaluate("!document.activeElement.matches('.buttons button')"):
        page.keyboard.press("Tab")
    assert page.evaluate(focused).startswith("Not yet")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert [card["step"] for card in stored(page)["cards"].values()] == [1, 0, 1]
    described = panel.get_by_role("button", name="Show the answer").get_attribute("aria-describedby")
    assert page.locator(f"#{described}").inner_text() == panel.locator(".question").inner_text()


def test_side_by_side_both_columns_show_the_same_card(opened):
    page = opened("both")
    english, korean = page.locator(".review").all()
    for _ in range(6):
        ids = page.evaluate(
            """[...document.querySelectorAll('.review .question')].map((shown) =>
                [...document.querySelectorAll('details.card')].find((card) =>
                    card.querySelector('summary > span').textContent === shown.textContent).id)"""
        )
        assert ids[1] == f"ko-{ids[0]}"
        korean.get_by_role("button", name="답 보기").click()
        assert english.locator(".answer").is_visible()
        english.get_by_role("button", name="Knew it").click()
    assert english.locator(".which").inner_text().startswith("Loss functions")
    assert korean.locator(".which").inner_text().startswith("손실 함수")
    assert korean.locator(".said").inner_text() == "", "said once, where the reader is"
    assert [box.locator(".value").last.inner_text() for box in page.locator(".study-record").all()] == [
        "4",
        "4",
    ]


def test_export_forget_and_import_bring_back_the_same(opened, tmp_path):
    page = opened()
    page.evaluate(
        f"""localStorage.setItem('{KEY}', JSON.stringify({{version: 1,
            exercises: {{'svm-batch': {{tries: 3, solved: '2026-11-20'}}, 'loss-place': {{tries: 1, solved: null}}}}, cards: {{}}}}))"""
    )
    page.reload()
    box = page.locator(".study-record")
    press(page, "en", "show", "knew")
    values = [value.inner_text() for value in box.locator(".value").all()]
    assert values == [f"1 of {len(catalogue())}", "9"]
    with page.expect_download() as waiting:
        box.get_by_role("button", name="Export").click()
    assert waiting.value.suggested_filename == "lossnotes-record-2026-11-21.json"
    file = tmp_path / "record.json"
    waiting.value.save_as(file)
    before = stored(page)
    assert json.loads(file.read_text("utf-8")) == before

    forget = box.get_by_role("button", name="Forget me")
    forget.click()
    sure = box.get_by_role("group", name="Forget me")
    assert "tried: 2, solved: 1" in sure.inner_text() and "cards: 1" in sure.inner_text()
    page.keyboard.press("Escape")
    assert sure.is_hidden() and stored(page) == before, "a first step deletes nothing"
    forget.click()
    box.get_by_role("button", name="Delete all of it").click()
    assert page.evaluate(f"localStorage.getItem('{KEY}')") is None
    assert [value.inner_text() for value in box.locator(".value").all()] == [f"0 of {len(catalogue())}", "10"]
    assert left(page) == [10, 10], "the cards heard of it"
    forget.click()
    assert box.locator(".said").inner_text() == "There is nothing to forget yet."

    def import_file(content: bytes | str) -> str:
        with page.expect_file_chooser() as waiting:
            box.get_by_role("button", name="Import").click()
        said = box.locator(".said").element_handle()
        page.evaluate("(said) => { said.textContent = ''; }", said)
        name = "record.txt"
        content = content.encode() if isinstance(content, str) else content
        waiting.value.set_files({"name": name, "mimeType": "text/plain", "buffer": content})
        page.wait_for_function("(said) => said.textContent !== ''", arg=said)
        return box.locator(".said").inner_text()

    assert "exercises 2, cards 1" in import_file(file.read_bytes())
    assert stored(page) == before
    assert "no record" in import_file("a letter")
    assert "newer version" in import_file('{"version": 9}')
    assert stored(page) == before
    told = import_file(
        "2026-11-19 20:55:03  svm-batch  correct\n2026-11-19 20:55:09  loss-place  correct\ncut o"
    )
    assert "exercises 2, cards 0" in told and "left out" in told
    assert [value.inner_text() for value in box.locator(".value").all()] == [f"2 of {len(catalogue())}", "9"]
    assert stored(page)["exercises"]["svm-batch"] == {"tries": 3, "solved": "2026-11-19"}


def test_a_damaged_record_is_told_and_given_back(opened, tmp_path):
    page = opened("ko")
    page.evaluate(f"localStorage.setItem('{KEY}', '{{broken')")
    page.reload()
    box = page.locator(".study-record")
    assert "읽지 못한" in box.locator(".notices").inner_text()
    press(page, "ko", "show", "knew")
    assert page.evaluate(f"localStorage.getItem('{KEY}-damaged-1')") == "{broken"
    with page.expect_download() as waiting:
        box.get_by_role("button", name="파일로 저장").click()
    waiting.value.save_as(tmp_path / "damaged.txt")
    assert (tmp_path / "damaged.txt").read_text("utf-8") == "{broken"
    box.get_by_role("button", name="삭제").click()
    assert box.locator(".notices").inner_text() == ""
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('lossnotes-record'))") == [
        KEY
    ]


def test_a_browser_that_keeps_nothing_is_told_of(opened):
    page = opened()
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('QuotaExceededError'); };")
    page.reload()
    press(page, "en", "show", "knew")
    assert left(page) == [9, 9], "the page goes on"
    assert "does not keep" in page.locator(".study-record .notices").inner_text()


def test_what_another_tab_does_is_seen_here(opened):
    page = opened()
    other = page.context.new_page()
    other.clock.set_fixed_time(DAY)
    other.goto(page.url)
    press(other, "en", "show", "knew")
    page.wait_for_function("document.querySelector('.review .count').textContent.includes('9')")
    assert page.locator(".review .question").inner_text() == other.locator(".review .question").inner_text()


def test_without_script_the_cards_are_folded_answers(opened):
    page = opened(java_script_enabled=False)
    assert "Without it, all of them stand below" in page.locator(".review").inner_text()
    assert not page.locator(":is(.review, .study-record) button").count()
    card = page.locator("#card-svm-cat")
    assert card.locator(".inside").is_hidden()
    card.locator("summary").click()
    assert "2.9" in card.locator(".inside").inner_text()


def test_it_works_from_a_folder(browser, site):
    context = browser.new_context()
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto((site / "ko" / "review.html").as_uri())
    press(page, "ko", "show", "knew")
    page.reload()
    assert left(page) == [9, 9]
    context.close()
    assert not faults


@pytest.mark.parametrize(("edition", "scheme", "width"), [("ko", "dark", 390), ("both", "light", 1400)])
def test_axe_finds_no_fault_with_an_answer_and_a_question_open(opened, edition, scheme, width):
    page = opened(edition, color_scheme=scheme, has_touch=width == 390)
    page.set_viewport_size({"width": width, "height": 844})
    spoken = "en" if edition == "both" else edition
    page.evaluate(f"localStorage.setItem('{KEY}', '{{broken')")
    page.reload()
    press(page, spoken, "show")
    page.get_by_role("button", name=WORDS[spoken]["forget"]).click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        """[...document.querySelectorAll(':is(.review, .study-record) :is(button, select)')]
            .filter((e) => e.offsetParent && e.getBoundingClientRect().height < 44).map((e) => e.outerHTML)"""
    )
    assert not small
    add_axe(page)
    found = page.evaluate(
        "axe.run({include: [['.review'], ['.study-record']]}, {resultTypes: ['violations']})"
    )["violations"]
    assert not [(each["id"], [node["html"][:160] for node in each["nodes"][:3]]) for each in found]
