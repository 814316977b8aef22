"""A wrong answer is met with the name of the mistake, and a right one never is."""

from __future__ import annotations

import re
import time

import numpy as np
import pytest

from lossnotes.exercises import check, hint
from lossnotes.exercises._check import catalogue
from lossnotes.exercises._forms import FunctionExercise, NumberExercise
from lossnotes.exercises._limited import Limit, TimeIsUp
from lossnotes.exercises._mistakes import MISTAKES
from lossnotes.exercises._sections import SECTIONS
from tests.book.parity import notebooks, read_page

EXERCISES = catalogue()
PAIRS = [(name, mistake) for name, exercise in EXERCISES.items() for mistake in exercise.mistakes]
# Two misconceptions that give the same on every input of an exercise: each is told as the first of them.
ALIKE: dict[tuple[str, str], str] = {}


# --- the catalogue ---------------------------------------------------------------------------------


def test_there_are_enough_and_each_is_used():
    used = {mistake for _, mistake in PAIRS}
    assert len(used) >= 40
    assert used == set(MISTAKES)
    assert len(EXERCISES) >= 60
    assert sum(isinstance(exercise, FunctionExercise) for exercise in EXERCISES.values()) >= 35


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_said_in_both_languages_and_has_a_section(name):
    mistake = MISTAKES[name]
    assert mistake.section in SECTIONS
    assert not re.search("[가-힣]", mistake.en) and re.search("[가-힣]", mistake.ko)
    assert mistake.en[0].islower() or mistake.en[0] in "1Cπ0" or mistake.en.split()[0] in ("P", "max(0,", "C")
    assert not mistake.en.endswith(".") and mistake.ko.endswith("때")


def test_sections_are_called_as_in_the_book():
    found = {}
    for path in notebooks():
        chapter = re.match(r"(\d\d)-", path.name)
        if not chapter:
            continue
        for lang in ("en", "ko"):
            for cell in read_page(path).cells:
                if cell.kind == "markdown" and cell.languages == [lang]:
                    for label, title in re.findall(r"(?m)^\(([\w-]+)\)=\n+#+ (.*)$", cell.source):
                        found.setdefault(label, {"chapter": int(chapter[1])})[lang] = title
    for label, section in SECTIONS.items():
        assert found[label] == {"chapter": section.chapter, "en": section.en, "ko": section.ko}


# --- every exercise --------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "mistake"), PAIRS)
def test_each_mistake_is_told_as_itself(name, mistake):
    exercise = EXERCISES[name]
    wrong = exercise.mistakes[mistake]
    if isinstance(exercise, NumberExercise):
        wrong = np.atleast_1d(np.asarray(wrong() if callable(wrong) else wrong, float))
        wrong = np.where(np.isnan(wrong), exercise.right(), wrong)
    verdict = check(name, wrong, lang="en")
    assert not verdict
    assert verdict.mistake == ALIKE.get((name, mistake), mistake), verdict
    assert MISTAKES[verdict.mistake].en in verdict.en
    assert MISTAKES[verdict.mistake].ko in verdict.ko


@pytest.mark.parametrize("name", EXERCISES)
def test_three_hints_that_do_not_give_the_answer(name):
    said = [hint(name, step, lang=lang) for step in (1, 2, 3) for lang in ("en", "ko")]
    assert len({str(one) for one in said}) == 6
    right = EXERCISES[name].right() if isinstance(EXERCISES[name], NumberExercise) else []
    digits = {f"{value:.{EXERCISES[name].decimals}f}" for value in right}
    for words in said:
        assert re.search("[가-힣]", words.ko) and not re.search("[가-힣]", words.en)
        # 0, 1 and 2 are in every sentence; 2.9 is not there by chance.
        assert not {d for d in digits if len(d) > 2} & set(re.findall(r"-?\d+\.\d+", words.en))


@pytest.mark.parametrize("name", EXERCISES)
def test_a_check_takes_about_a_second(name):
    exercise = EXERCISES[name]
    right = exercise.right() if isinstance(exercise, NumberExercise) else exercise.reference
    begun = time.process_time()
    assert check(name, right)
    assert time.process_time() - begun < 1


# --- right answers are never called a mistake --------------------------------------------------------


def variants(rng: np.random.Generator, reference):
    """A right answer in another guise: how it takes its input, how it sums, and what it returns."""
    order = rng.integers(4)
    kind = rng.integers(5)

    def other(*arguments):
        given = [
            value.copy(order="F") if isinstance(value, np.ndarray) and order == 1
            else value.astype(np.int32) if isinstance(value, np.ndarray) and value.dtype.kind in "iu" and order == 2
            else np.repeat(value, 2, axis=-1)[..., ::2] if isinstance(value, np.ndarray) and value.ndim and order == 3
            else value
            for value in arguments
        ]  # fmt: skip
        found = reference(*given)
        # What reordered sums do: a few units in the last place.
        noise = 1 + rng.integers(-4, 5) * np.finfo(float).eps

        def guise(result):
            result = np.asarray(result, dtype=float) * noise
            if kind == 0:
                return result
            if kind == 1:
                return result.tolist()
            if kind == 2 and result.ndim == 0:
                return float(result)
            if kind == 3 and result.ndim:
                return np.asfortranarray(result)
            return result.astype(np.longdouble)

        if isinstance(found, tuple):
            parts = [guise(part) for part in found]
            return tuple(parts) if rng.integers(2) else parts
        return guise(found)

    return other


def test_no_right_answer_of_a_thousand_is_called_wrong():
    rng = np.random.default_rng(2026)
    functions = [name for name, exercise in EXERCISES.items() if isinstance(exercise, FunctionExercise)]
    numbers = [name for name in EXERCISES if name not in functions]
    for i in range(700):
        name = functions[i % len(functions)]
        verdict = check(name, variants(rng, EXERCISES[name].reference))
        assert verdict and verdict.mistake is None, (i, name, verdict)
    for i in range(300):
        name = numbers[i % len(numbers)]
        exercise = EXERCISES[name]
        right = exercise.right()
        rounded = right.round(exercise.decimals + int(rng.integers(0, 8)))
        answer = [rounded, rounded.tolist(), tuple(rounded), rounded.astype(np.longdouble)][rng.integers(4)]
        if len(right) == 1 and rng.integers(2):
            answer = float(rounded[0])
        verdict = check(name, answer)
        assert verdict and verdict.mistake is None, (i, name, verdict)


# --- what else a function may do -------------------------------------------------------------------


def endless(scores, labels):
    while True:
        pass


def endless_and_stubborn(scores, labels):
    while True:
        try:
            sum(range(100))
        except:  # noqa: E722 -- as a reader might
            continue


@pytest.mark.parametrize("function", [endless, endless_and_stubborn])
def test_an_endless_loop_ends_in_a_sentence(function, monkeypatch):
    monkeypatch.setattr("lossnotes.exercises._forms.PATIENCE", 0.3)
    verdict = check("svm-batch", function)
    assert verdict.en.startswith("Your function did not come back within 0.3 seconds. Is there a loop")
    assert verdict.ko.startswith("함수가 0.3초 안에 끝나지 않았습니다.")


def test_an_exit_ends_in_a_sentence():
    def leaves(scores, labels):
        raise SystemExit(3)

    assert check("svm-batch", leaves).en.startswith("Your function stopped with SystemExit: 3.")


def test_time_is_up_for_all_calls_together():
    limit = Limit(0.2)
    with pytest.raises(TimeIsUp):
        for _ in range(100):
            limit.call(time.sleep, 0.05)


def test_the_smallest_input_that_shows_it_is_shown():
    """Right on the first rows of the course, wrong on a score of ten: one rounded row of it is enough."""

    def function(scores, labels):
        right = EXERCISES["svm-batch"].reference(scores, labels)
        return right + 1 if scores.shape[1] > 4 else right

    shown = re.search(r"scores = (\[\[.*?\]\]), labels = \[\d\] your", check("svm-batch", function).en)
    assert shown, check("svm-batch", function).en
    row = [float(number) for number in re.findall(r"-?\d+\.?\d*", shown[1])]
    assert len(row) == 10 and all(round(x, 1) == x for x in row)
