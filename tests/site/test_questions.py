"""Exercises answered in the page, as a reader does it."""

from __future__ import annotations

import json
import re

import lxml.html
import pytest
from coursesite import questions

from lossnotes.exercises import check, hint
from lossnotes.exercises._forms import ChoiceExercise
from tests.conftest import EDITIONS
from tests.site.test_in_browser import add_axe, open_page

CHAPTER = "03-multiclass-svm"
RECORD = "localStorage.getItem('lossnotes-record')"


class Question:
    """One exercise of a page, near enough to have its form."""

    def __init__(self, page, ident: str):
        self.place = page.locator(f"#{ident}")
        self.place.scroll_into_view_if_needed()
        self.form = self.place.locator("form.question")
        self.form.wait_for()
        self.fields = self.form.locator("input[type=text]")
        self.said = self.form.locator(".said")
        self.check = self.form.locator("button[type=submit]")

    def answer(self, *typed: str) -> str:
        for at, text in enumerate(typed):
            self.fields.nth(at).fill(text)
        self.check.click()
        return self.told()

    def told(self) -> str:
        """What it says, once the replies have come."""
        self.place.locator("form.question:not([aria-busy])").wait_for()
        return self.said.inner_text()

    def marked(self) -> list[str]:
        """Of each field whether it is marked as wrong, as right, or not at all."""
        return self.fields.evaluate_all(
            "all => all.map((f) => f.getAttribute('aria-invalid') ? 'wrong' : f.classList.contains('right') ? 'right' : '')"
        )


@pytest.fixture
def visit(browser, site_url):
    """Opens pages, and wants them free of faults when the test is over."""
    contexts, all_faults = [], []

    def visit(address: str, **options):
        context = browser.new_context(**{"viewport": {"width": 1400, "height": 900}, **options})
        context.set_default_timeout(30_000)
        contexts.append(context)
        page, faults = open_page(context, f"{site_url}/{address}.html")
        all_faults.append(faults)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert not [fault for faults in all_faults for fault in faults]


def test_a_reader_answers_until_it_is_right(visit):
    page = visit(f"en/{CHAPTER}")
    asked = page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name).join(' ')")
    assert "questions" not in asked, "it waits until a reader comes near"
    question = Question(page, "ex-svm-four-classes")
    name = "svm-four-classes"
    assert question.form.locator("label").all_inner_texts() == [
        "Part 1 loss",
        "Part 2 wrong_class",
        "Part 3 score",
    ]
    assert question.form.locator("[role=group]").get_attribute("aria-labelledby") == f"ex-{name}-title"
    assert question.said.get_attribute("role") == "status" and not question.said.inner_text()

    # What cannot be read is refused kindly, is not counted, and has the focus.
    assert question.answer("4.5", "class 3", "3") == (
        "Part 2: “class 3” is not a number. Write one such as 0.5, −2 or 1/3."
    )
    assert question.marked() == ["", "wrong", ""]
    assert question.fields.nth(1).evaluate("field => field === document.activeElement")
    assert "there is no answer yet" in question.answer("4.5", "3", "")
    assert "percent sign" in question.answer("4.5", "3", "300%")
    assert page.evaluate(RECORD) is None

    # A misconception has its name and a link to its section.
    assert question.answer("5.5", "3", "3") == str(check(name, [5.5, 3, 3]))
    assert question.marked() == ["wrong", "right", "right"]
    assert page.evaluate(RECORD) is not None
    link = question.said.locator("a")
    assert link.inner_text() == "Common misconceptions"
    assert link.get_attribute("href") == f"{CHAPTER}.html#svm-misconceptions"
    question.fields.nth(0).fill("5")
    assert question.marked() == ["", "right", "right"], "a mark is gone when its field changes"

    # Close; several wrong; no misconception.
    assert question.answer("4.6", "3", "3") == str(check(name, [4.6, 3, 3]))
    assert "It is close" in question.said.inner_text()
    assert question.answer("9", "9", "9") == "Not yet: parts 1, 2, 3 are not right."
    assert question.said.locator("a").count() == 0

    # Right, with a fraction and a comma, by the keyboard alone.
    assert question.form.locator(".solved").inner_text() == ""
    question.fields.nth(0).focus()
    for text in "9/2", "3", "3,0":
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    assert question.check.evaluate("button => button === document.activeElement")
    page.keyboard.press("Enter")
    assert question.told() == "Correct, all 3 parts."
    assert question.said.get_attribute("data-kind") == "right"
    assert question.marked() == ["right"] * 3
    solved = question.form.locator(".solved")
    assert re.search(r"Solved on \d{4}-\d\d-\d\d$", solved.inner_text())

    # The page remembers, also when the next answer is wrong.
    question.answer("9", "9", "9")
    page.reload()
    assert "Solved on" in Question(page, "ex-svm-four-classes").form.locator(".solved").inner_text()

    # And the link leads there.
    question = Question(page, "ex-svm-four-classes")
    question.answer("5.5", "3", "3")
    question.said.locator("a").click()
    page.wait_for_function("document.querySelector('#svm-misconceptions').getBoundingClientRect().top < 300")


def test_hints_come_one_by_one_and_a_function_is_checked_in_the_notebook(visit):
    page = visit(f"ko/{CHAPTER}")
    question = Question(page, "ex-svm-batch")
    assert question.fields.count() == 0 and question.check.count() == 0
    assert "노트북" in question.form.inner_text()
    button, shown = question.form.locator("button"), question.form.locator(".hints")
    button.focus()
    for step in 1, 2, 3:
        assert button.inner_text() == f"힌트 {step}/3"
        page.keyboard.press("Enter")
        question.told()
        assert shown.locator("p").all_inner_texts() == [
            str(hint("svm-batch", upto, lang="ko")) for upto in range(1, step + 1)
        ]
    assert button.get_attribute("aria-disabled") == "true"
    assert button.evaluate("button => button === document.activeElement")
    page.keyboard.press("Enter")
    assert shown.locator("p").count() == 3
    # A proof has nothing to fill in.
    assert page.locator("#ex-svm-bound form").count() == 0


def test_replies_come_when_the_reader_begins_and_are_asked_for_again_if_they_cannot_be_had(browser, site_url):
    context = browser.new_context()
    page, faults = open_page(context, f"{site_url}/ko/{CHAPTER}.html")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/*.replies.js*", lambda route: route.abort())
    question = Question(page, "ex-svm-four-classes")
    assert not any(".replies" in url for url in asked)
    failed = questions.STRINGS["ko"]["questions"]["failed"]
    assert question.answer("9", "9", "9") == failed
    question.form.locator("button").nth(1).click()
    assert question.told() == failed and question.form.locator(".hints p").count() == 0
    assert page.evaluate(RECORD) is None
    page.unroute("**/*.replies.js*")
    assert question.answer("4.5", "3", "3") == "3개 모두 맞았습니다."
    question.form.locator("button").nth(1).click()
    question.told()
    assert question.form.locator(".hints p").count() == 1
    context.close()
    assert faults and all("replies" in fault or "ERR_FAILED" in fault for fault in faults), faults


def test_side_by_side_each_column_answers_in_its_language(visit):
    page = visit("both/05-regularization")
    korean, english = Question(page, "ko-ex-reg-penalties"), Question(page, "ex-reg-penalties")
    assert korean.answer("7", "12.5", "21.4", "1.5") == str(
        check("reg-penalties", [7, 12.5, 21.4, 1.5], lang="ko")
    )
    assert english.said.inner_text() == ""
    assert korean.form.locator("label").first.inner_text() == "1번"
    assert english.form.locator("label").first.inner_text() == "Part 1"
    assert korean.answer("7", "25", "107/5", "1,5") == "4개 모두 맞았습니다."
    assert "풀었습니다" in korean.form.locator(".solved").inner_text()
    assert "Solved on" in english.form.locator(".solved").inner_text(), "one record for both"
    forms = page.locator("form.question")
    assert forms.count() == 2 * len(data_of("05-regularization", "en")["exercises"])
    idents = page.evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert len(idents) == len(set(idents))


def test_a_single_number_and_a_page_from_a_folder(browser, site):
    """Read from disk, where nothing can be fetched."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto((site / "ko" / "05-regularization.html").as_uri())
    question = Question(page, "ex-reg-depth")
    assert question.form.locator("label").inner_text() == "답"
    assert question.answer("") == "아직 답이 없습니다."
    assert question.answer("1,234") == (
        "두 가지로 읽힐 수 있습니다: “1,234”. 천 단위 쉼표는 빼고, 소수점은 마침표로 써 주세요."
    )
    assert question.answer("161/4") == "맞았습니다."
    sizes = question.form.locator("input, button").evaluate_all(
        "all => all.map((element) => element.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 44
    context.close()
    assert not faults


def test_without_scripts_the_page_is_what_it_was(browser, site_url):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_url}/en/{CHAPTER}.html")
    assert page.locator(".exercise").count() > 3
    assert page.locator(".exercise :is(form, input, button)").count() == 0
    context.close()


def _giving(body: str):
    return lambda route: route.fulfill(content_type="text/javascript", body=body)


@pytest.mark.parametrize("language", questions.LANGUAGES)
def test_a_choice_is_made_at_the_items_of_the_list(browser, site_url, language):
    """An exercise with a list of four, made a choice for this test."""
    choice = ChoiceExercise("reg-penalties", 2, 4, {1: "margin-forgotten"})
    entry = questions.entry(choice, "1. a\n2. b\n3. c\n4. d\n", language, {3: CHAPTER})
    context = browser.new_context()
    for kind, part in ("", questions._form), (".replies", questions._replies):
        data = data_of("05-regularization", language, kind)
        (data if kind else data["exercises"])["reg-penalties"] = part(entry)
        body = questions._script("Replies" if kind else "Questions", language, data)
        context.route(
            f"**/questions/05-regularization.{language}{kind}.js*",
            _giving(body),
        )
    page, faults = open_page(context, f"{site_url}/{language}/05-regularization.html")
    question = Question(page, "ex-reg-penalties")
    radios = question.place.locator("input[type=radio]")
    assert radios.count() == 4
    item = question.place.locator("ol.choices > li").nth(1)
    assert radios.nth(1).get_attribute("aria-labelledby") == item.get_attribute("id")

    question.check.click()
    assert question.said.inner_text() == questions.STRINGS[language]["questions"]["choose"]
    assert radios.nth(0).evaluate("radio => radio === document.activeElement")
    assert page.evaluate(RECORD) is None
    # By keyboard: the space bar chooses, arrows move, Enter checks.
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    assert question.told() == getattr(choice.verdict(1), language)
    assert question.said.locator("a").get_attribute("href") == f"{CHAPTER}.html#svm-why-margin"
    page.keyboard.press("ArrowUp")  # around, to the last one
    page.keyboard.press("Enter")
    assert question.told() == getattr(choice.verdict(4), language)
    # By pointer, anywhere on the answer.
    box = item.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert radios.nth(1).is_checked()
    question.check.click()
    assert question.told() == getattr(choice.verdict(2), language)
    add_axe(page)
    assert not page.evaluate(VIOLATIONS)
    context.close()
    assert not faults


# The rest of the page is looked at in test_in_browser.
VIOLATIONS = """axe.run('.exercise', {resultTypes: ['violations']}).then(({violations}) =>
    violations.map(({id, nodes}) => [id, ...nodes.slice(0, 3).map(({html}) => html.slice(0, 160))]))"""


@pytest.mark.parametrize(("scheme", "width"), [("light", 1400), ("dark", 320)])
def test_axe_finds_nothing_on_a_page_that_was_answered(visit, scheme, width):
    page = visit(f"both/{CHAPTER}", color_scheme=scheme, viewport={"width": width, "height": 844})
    for language in "", "ko-":
        question = Question(page, f"{language}ex-svm-four-classes")
        question.answer("5.5", "3", "3")
        for _ in range(3):
            question.form.locator("button").nth(1).click()
        Question(page, f"{language}ex-svm-three-changes").answer("2.9", "4.8", "2.9")
        Question(page, f"{language}ex-svm-mistake").answer("a", "b", "c")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    add_axe(page)
    assert not page.evaluate(VIOLATIONS)


# --- the data


def data_of(name: str, language: str, kind: str = "") -> dict:
    from tests.conftest import SITE

    text = (SITE / "assets" / "questions" / f"{name}.{language}{kind}.js").read_text("utf-8")
    return json.loads(text.partition(f".{language}=")[2].rstrip(";\n"))


def test_each_page_with_exercises_has_its_data_and_its_links_lead_somewhere(site):
    trees, led = {}, 0
    for edition in EDITIONS:
        for path in sorted((site / edition).glob("*.html")):
            text = path.read_text("utf-8")
            if "data-questions" not in text and 'class="exercise ' not in text:
                continue
            tree = trees[edition, path.name] = lxml.html.document_fromstring(text)
            own = tree.xpath("//script[@data-questions]")
            exercises = tree.xpath("//article//div[contains(@class, 'exercise ')]/@id")
            assert own and exercises, path
            assert own[0].get("data-page") == path.stem
            for language in ("en", "ko") if edition == "both" else (edition,):
                data = data_of(path.stem, language)
                assert data["exercises"], path
                there = {f"ex-{name}" for name in data["exercises"]}
                assert there <= set(exercises), path
    for edition, name in trees:
        if edition == "both":
            continue
        for exercise in data_of(name.removesuffix(".html"), edition, ".replies").values():
            for _, before, title, after, address in exercise.get("mistakes", []):
                page, _, ident = address.partition("#")
                heading = trees[edition, page].xpath(f"//*[@id='{ident}']")
                assert heading, address
                assert title and before.endswith(("“", "‘")) and after.startswith(("”", "’"))
                led += 1
    assert led > 200
