"""The page of all exercises: whole without script, and with it chosen from by level, kind and what is not solved."""

import json

import pytest

from lossnotes._exercise_index import listed
from tests.conftest import ROOT
from tests.site.test_in_browser import open_page

ALL = listed(ROOT / "book", "en")
ROWS = "article tr[data-exercise]:visible"
RECORD = {
    "version": 1,
    "exercises": {
        "svm-batch": {"tries": 2, "solved": "2026-11-21"},
        "svm-needed": {"tries": 1, "solved": None},
    },
    "cards": {},
}


@pytest.fixture
def context(browser):
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    yield context
    context.close()


def solve(context):
    text = json.dumps(json.dumps(RECORD))
    context.add_init_script(
        f"if (!localStorage.getItem('lossnotes-record')) localStorage.setItem('lossnotes-record', {text})"
    )


def names(page):
    return [row.get_attribute("data-exercise") for row in page.locator(ROWS).all()]


def test_without_script_the_whole_table_and_no_form(browser, site_url):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_url}/ko/exercises.html")
    assert sorted(names(page)) == sorted(one.name for one in ALL)
    assert page.locator(".exercise-filter").is_hidden()
    row = page.locator("[data-exercise=svm-batch]")
    assert row.get_attribute("data-level") == "2" and row.get_attribute("data-kind") == "code"
    assert row.locator("a").first.get_attribute("href") == "03-multiclass-svm.html#ex-svm-batch"
    context.close()


def test_choosing_by_keyboard_and_what_is_solved(context, site_url):
    solve(context)
    page, faults = open_page(context, f"{site_url}/en/exercises.html")
    status = page.locator("form.exercise-filter [role=status]")
    assert status.inner_text() == f"{len(ALL)} of {len(ALL)} exercises"
    assert page.locator("tr[data-solved]").count() == 1
    assert page.get_by_role("cell", name="A batch without a loop solved").count() == 1

    page.get_by_role("group", name="Level").get_by_role("radio", name="all").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    level = [one for one in ALL if one.level == 2]
    assert sorted(names(page)) == sorted(one.name for one in level)
    page.get_by_role("group", name="Kind").get_by_role("radio", name="code").check()
    code = {one.name for one in level if one.kind == "code"}
    assert set(names(page)) == code and "svm-batch" in code
    page.get_by_role("checkbox", name="not solved yet").check()
    assert set(names(page)) == code - {"svm-batch"}
    assert status.inner_text() == f"{len(code) - 1} of {len(ALL)} exercises"

    # An exercise, and back: the same list. Side by side: in both columns.
    page.locator("[data-exercise=svm-needed] a").first.click()
    page.wait_for_url("**/03-multiclass-svm.html#ex-svm-needed")
    # Leaving before its form is there would break off what loads for it.
    page.locator("#ex-svm-needed form.question").wait_for()
    page.go_back()
    assert set(names(page)) == code - {"svm-batch"}
    page.goto(f"{site_url}/both/exercises.html")
    assert sorted(names(page)) == sorted(2 * list(code - {"svm-batch"}))
    assert page.locator("tr[data-solved]").count() == 2
    assert (
        f"{len(ALL)}개 가운데 {len(code) - 1}개"
        in page.locator(":lang(ko) > form [role=status]").inner_text()
    )
    korean = page.get_by_role("form", name="연습 문제 고르기")
    korean.get_by_role("group", name="종류").get_by_role("radio", name="증명").check()
    proofs = [one.name for one in ALL if one.level == 2 and one.kind == "proof"]
    assert sorted(names(page)) == sorted(2 * proofs)
    assert page.locator("section[data-none]").count() > 0
    page.wait_for_timeout(50)
    assert not faults


def test_a_page_left_open_hears_of_what_is_solved_elsewhere(context, site_url):
    page, faults = open_page(context, f"{site_url}/en/exercises.html")
    assert page.locator("tr[data-solved]").count() == 0
    other = context.new_page()
    other.goto(f"{site_url}/en/index.html")
    other.evaluate("text => localStorage.setItem('lossnotes-record', text)", json.dumps(RECORD))
    page.locator("tr[data-solved]").wait_for()
    other.evaluate("localStorage.removeItem('lossnotes-record')")
    page.wait_for_function("!document.querySelector('tr[data-solved]')")
    assert not faults


def test_a_phone_has_room_for_the_columns_and_the_fingers(browser, site_url):
    context = browser.new_context(viewport={"width": 360, "height": 780}, has_touch=True, is_mobile=True)
    page, _ = open_page(context, f"{site_url}/ko/exercises.html")
    assert page.evaluate(
        "[...document.querySelectorAll('article .table')].every((box) => box.scrollWidth <= box.clientWidth)"
    )
    for label in page.locator(".exercise-filter label").all():
        box = label.bounding_box()
        assert box["width"] >= 44 and box["height"] >= 44
    context.close()
