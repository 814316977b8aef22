"""Every exercise that checks itself stands on a page, and every answer stored there was found right."""

import re
from collections import Counter

import pytest

from lossnotes.exercises._check import catalogue
from lossnotes.exercises._forms import ChoiceExercise
from tests.book.parity import notebooks, read_page
from tests.book.parity.exercises import labels_of

CALL = re.compile(r'^check\("([^"]+)", ', re.MULTILINE)
SENTENCE = "application/vnd.lossnotes.text+json"
PAGES = {path.stem: read_page(path) for path in notebooks()}


def calls():
    for page in PAGES.values():
        for cell in page.cells:
            if cell.kind == "code" and (found := CALL.findall(cell.source)):
                yield page, cell, found


def test_every_exercise_of_the_catalogue_is_checked_once_on_its_page():
    checked = Counter(name for _, _, names in calls() for name in names)
    listed = Counter(list(catalogue()))
    missing, extra = listed - checked, checked - listed
    assert not missing, (
        f'no cell ends with check("NAME", answer) for {sorted(missing)} of lossnotes/exercises'
    )
    assert not extra, f"checked twice, or not in lossnotes/exercises: {sorted(extra)}"


def test_every_checked_exercise_tells_the_reader_to_check_it():
    for page, cell, names in calls():
        for name in names:
            for lang in ("en", "ko"):
                texts = [c.source for c in page.cells if c.kind == "markdown" and c.languages == [lang]]
                asking = [text for text in texts if f":label: ex-{name}\n" in text]
                assert len(asking) == 1, f"{page.file}, cell {cell.id}: no exercise ex-{name} in {lang}"
                assert f'check("{name}", ' in asking[0], (
                    f"{page.file}: ex-{name} in {lang} does not name check"
                )


@pytest.mark.parametrize("name", [n for n, e in catalogue().items() if isinstance(e, ChoiceExercise)])
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_choice_lists_its_answers_and_a_reason_for_each(name, lang):
    """The text numbers the answers from 1 as the catalogue does, and the solution begins with the right one."""
    texts = (c.source for page in PAGES.values() for c in page.cells if c.languages == [lang])
    [text] = [text for text in texts if f":label: ex-{name}\n" in text]
    asked, solved = re.findall(r"(?ms)^````\{(?:exercise|solution)\}.*?^````$", text)
    exercise = catalogue()[name]
    for part in (asked, solved):
        listed = re.findall(r"(?m)^(\d+)\. ", part)
        assert listed == [str(k) for k in range(1, exercise.among + 1)]
    assert f'check("{name}", number)\n' in asked
    said = {"en": f"Answer {exercise.answer}.", "ko": f"답은 {exercise.answer}번입니다."}[lang]
    assert solved.split("\n\n")[1].startswith(said)
    right = {"en": "Right", "ko": "맞습니다."}[lang]
    assert re.findall(rf"(?m)^(\d+)\. {right}", solved) == [str(exercise.answer)]


def test_every_stored_answer_is_right():
    for page, cell, names in calls():
        said = [output["data"][SENTENCE] for output in cell.outputs if SENTENCE in output.get("data", {})]
        assert len(said) == len(names) == 1, (
            f"{page.file}, cell {cell.id}: expected one check as the last line"
        )
        assert said[0]["en"].startswith("Correct"), f"{page.file}, cell {cell.id}: {said[0]['en']}"
        assert "맞았습니다" in said[0]["ko"]
        assert "hide-cell" in cell.tags, f"{page.file}, cell {cell.id}: its output is in sight"


@pytest.mark.parametrize("name", [name for name in PAGES if re.match(r"\d\d-", name)])
def test_a_chapter_has_five_exercises_or_more(name):
    exercises = Counter()
    for text in PAGES[name].texts():
        if text.lang == "en":
            exercises += labels_of(text, "exercise")
    assert len(exercises) >= 5, f"{name}.ipynb: expected five exercises or more, got {sorted(exercises)}"
