"""A wrong answer is met with the name of the mistake, and a right one never is."""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from lossnotes.exercises import check, hint
from lossnotes.exercises._check import catalogue
from lossnotes.exercises._forms import ChoiceExercise, NumberExercise
from lossnotes.exercises._function import FunctionExercise
from lossnotes.exercises._limited import Limit, TimeIsUp
from lossnotes.exercises._mistakes import MISTAKES
from lossnotes.exercises._sections import SECTIONS
from tests.book.parity import notebooks, read_page
from tests.conftest import ROOT
from tests.package.plain_loops import LOOPS
from tests.package.variants import FUNCTIONS, SAME, variant

EXERCISES = catalogue()


def wrong_answers(exercise):
    """Each misconception of an exercise, with the answer of someone who has it."""
    for key, wrong in exercise.mistakes.items():
        if isinstance(exercise, ChoiceExercise):
            yield wrong, key
        elif isinstance(exercise, NumberExercise):
            numbers = np.atleast_1d(np.asarray(wrong() if callable(wrong) else wrong, float))
            yield key, np.where(np.isnan(numbers), exercise.right(), numbers)
        else:
            yield key, wrong


def right_answer(exercise):
    if isinstance(exercise, NumberExercise):
        return exercise.right()
    return exercise.answer if isinstance(exercise, ChoiceExercise) else exercise.reference


WRONG = [
    pytest.param(name, mistake, answer, id=f"{name}-{mistake}")
    for name, exercise in EXERCISES.items()
    for mistake, answer in wrong_answers(exercise)
]
PAIRS = [one.values[:2] for one in WRONG]
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
    assert {mistake.section, mistake.earlier or mistake.section} <= set(SECTIONS)
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


@pytest.mark.parametrize(("name", "mistake", "answer"), WRONG)
def test_each_mistake_is_told_as_itself(name, mistake, answer):
    verdict = check(name, answer, lang="en")
    assert not verdict
    assert verdict.mistake == ALIKE.get((name, mistake), mistake), verdict
    told = MISTAKES[verdict.mistake].told_in(EXERCISES[name].chapter)
    section = SECTIONS[told.section]
    assert told.en in verdict.en and f"Reread “{section.en}” in chapter {section.chapter}." in verdict.en
    assert told.ko in verdict.ko and f"{section.chapter}장의 “{section.ko}” 절을 다시 읽어" in verdict.ko


def test_misconceptions_listed_as_alike_are():
    """Only pairs of one exercise, and none that is told as something else in the end."""
    for (name, mistake), first in ALIKE.items():
        assert {(name, mistake), (name, first)} <= set(PAIRS)
        assert (name, first) not in ALIKE


@pytest.mark.parametrize("name", EXERCISES)
def test_nobody_is_sent_forward_to_reread(name):
    chapter = EXERCISES[name].chapter
    for mistake, _ in wrong_answers(EXERCISES[name]):
        section = MISTAKES[mistake].told_in(chapter).section
        assert SECTIONS[section].chapter <= chapter, (mistake, section)


def test_the_earlier_section_is_for_earlier_chapters_only():
    mistake = MISTAKES["log-base-10"]
    assert mistake.told_in(7).section == "softmax-loss"
    assert mistake.told_in(8).section == mistake.told_in(None).section == "ce-units"
    needed = {
        mistake
        for name, mistake in PAIRS
        if EXERCISES[name].chapter < SECTIONS[MISTAKES[mistake].section].chapter
    }
    assert needed == {name for name, mistake in MISTAKES.items() if mistake.earlier}


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
        if isinstance(EXERCISES[name], ChoiceExercise):  # 1 to 4 are in many a sentence
            assert not re.search(r"(?i)\banswer \d", words.en) and not re.search(r"\d번", words.ko)


@pytest.mark.parametrize("name", EXERCISES)
def test_a_check_takes_about_a_second(name):
    """By the processor's time, which other programs on the machine do not use up; a hundredth of it is usual."""
    begun = time.process_time()
    assert check(name, right_answer(EXERCISES[name]))
    for _, answer in wrong_answers(EXERCISES[name]):
        assert not check(name, answer)
    assert time.process_time() - begun < 1 + len(EXERCISES[name].mistakes)


# --- right answers are never called a mistake --------------------------------------------------------


def test_no_right_answer_of_a_thousand_is_called_wrong():
    rng = np.random.default_rng(2026)
    used = Counter()
    functions, others = list(FUNCTIONS), [name for name in EXERCISES if name not in FUNCTIONS]
    for i in range(700):
        name = functions[i % len(functions)]
        verdict = compared(name).verdict(variant(name, rng, used))
        assert verdict and verdict.mistake is None, (i, name, verdict)
    for i in range(300):
        name = others[i % len(others)]
        verdict = check(name, right_guise(EXERCISES[name], rng))
        assert verdict and verdict.mistake is None, (i, name, verdict)
    assert set(used) == {"reference", "solution", "loop", *(way.__name__ for way in SAME)}, used


def right_guise(exercise, rng):
    """The right numbers as a reader gives them: rounded more or less, in a list, a tuple, an array, alone."""
    if isinstance(exercise, ChoiceExercise):
        kinds = (int, float, np.int8, np.float64, np.asarray)
        return kinds[rng.integers(len(kinds))](exercise.answer)
    right = exercise.right()
    rounded = right.round(exercise.decimals + int(rng.integers(0, 8)))
    if len(right) == 1 and rng.integers(2):
        return float(rounded[0])
    return [rounded, rounded.tolist(), tuple(rounded), rounded.astype(np.longdouble)][rng.integers(4)]


@pytest.mark.parametrize("name", LOOPS)
def test_a_plain_loop_is_right(name):
    assert compared(name).verdict(LOOPS[name])


def compared(name):
    """The exercise without its clock, if it has one: a loop is too slow for some, and its values are right."""
    clock = {"fast": None} if hasattr(EXERCISES[name], "fast") else {}
    return replace(EXERCISES[name], **clock)


# --- what else a function may do -------------------------------------------------------------------


def endless(scores, labels):
    while True:
        pass


def endless_comprehension(scores, labels):
    return [score for score in itertools.cycle(scores.ravel()) if score is None]


def endless_sum(scores, labels):
    return sum(1 for _ in itertools.repeat(0))


def endless_and_careful(scores, labels):
    while True:
        try:
            sum(range(100))
        except Exception:
            continue


def endless_and_stubborn(scores, labels):
    while True:
        try:
            sum(range(100))
        except:  # noqa: E722 -- as a reader might
            continue


def asleep(scores, labels):
    time.sleep(1.5)


ENDLESS = (
    endless,
    endless_comprehension,
    endless_sum,
    endless_and_careful,
    endless_and_stubborn,
    asleep,
)


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr("lossnotes.exercises._function.PATIENCE", 0.3)


@pytest.fixture
def no_signals(monkeypatch):
    """As on Windows, where there is no alarm. (Only around a check: pytest itself sets alarms.)"""

    def refuse(*arguments):
        raise AssertionError("the time limit asks for a signal")

    @contextlib.contextmanager
    def block():
        with monkeypatch.context() as patch:
            for name in "signal", "alarm", "setitimer", "pthread_kill", "raise_signal":
                patch.setattr(signal, name, refuse, raising=False)
            yield

    return block


@pytest.mark.parametrize("function", ENDLESS)
def test_an_endless_loop_ends_in_a_sentence(function, impatient, no_signals, monkeypatch):
    before = set(threading.enumerate())
    with no_signals():
        verdict = check("svm-batch", function)
    assert verdict.en.startswith("Your function did not come back within 0.3 seconds. Is there a loop")
    assert verdict.ko.startswith("함수가 0.3초 안에 끝나지 않았습니다.")
    monkeypatch.setattr("lossnotes.exercises._function.PATIENCE", 60)  # a busy machine may take its time
    # The next answer is judged as ever, and the loop has stopped: it takes no more of the machine.
    assert check("svm-batch", EXERCISES["svm-batch"].reference)
    for thread in set(threading.enumerate()) - before:
        assert thread.daemon
        thread.join(60)
        assert not thread.is_alive()


def test_the_time_limit_holds_outside_the_main_thread(impatient, no_signals):
    """Where a signal could not be received."""
    found = []
    thread = threading.Thread(target=lambda: found.append(check("svm-batch", endless)))
    with no_signals():
        thread.start()
        thread.join(60)
    assert found and found[0].en.startswith("Your function did not come back")


def test_what_is_left_behind_does_not_keep_the_process(tmp_path):
    """One that sleeps for an hour, and one that cannot be ended: Python ends nevertheless, and at once."""
    program = """
import threading, time
from lossnotes.exercises import _function, check
_function.PATIENCE = 0.2

def asleep(scores, labels):
    time.sleep(3600)

def catches_all(scores, labels):
    while True:
        try:
            while True:
                time.sleep(0.01)
        except BaseException:
            pass

for function in asleep, catches_all:
    print(check("svm-batch", function).en[:31])
left = [thread for thread in threading.enumerate() if thread is not threading.main_thread()]
print(len(left) >= 2, all(thread.daemon for thread in left))
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    assert done.stdout == "Your function did not come back\n" * 2 + "True True\n"
    assert done.stderr == ""


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
