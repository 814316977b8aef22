"""Where an exercise forbids loops, a right answer is timed as well: generously, and a loop is told as one."""

import re
import time

import numpy as np
import pytest

from lossnotes.exercises import _speed, check
from lossnotes.exercises._check import catalogue
from lossnotes.exercises._function import FunctionExercise
from tests.book.parity import notebooks, read_page

EXERCISES = catalogue()
TIMED = [name for name, one in EXERCISES.items() if isinstance(one, FunctionExercise) and one.fast]
FORBIDS = re.compile(r"\b[Nn]o loop|without (?:a loop|any `for`)")
FORBIDS_KO = re.compile(r"(?:반복문|`for`)[^.]* ?(?:없이|쓰지)")


def texts(lang):
    """The text of each exercise by its name."""
    found = {}
    for path in notebooks():
        for cell in read_page(path).cells:
            if cell.kind == "markdown" and cell.languages == [lang]:
                for label, text in re.findall(
                    r"\{exercise\}[^\n]*\n:label: ex-([\w-]+)\n(.*?)(?=\{exercise\}|\Z)",
                    cell.source,
                    re.DOTALL,
                ):
                    found[label] = text.split("{solution}")[0]
    return found


def test_those_are_timed_whose_text_forbids_loops():
    english, korean = texts("en"), texts("ko")
    functions = {name for name, one in EXERCISES.items() if isinstance(one, FunctionExercise)}
    assert {name for name in functions if FORBIDS.search(english[name])} == set(TIMED)
    assert {name for name in functions if FORBIDS_KO.search(korean[name])} == set(TIMED)


@pytest.mark.parametrize("name", TIMED)
def test_right_and_fast_is_said_without_a_number_of_seconds(name):
    verdict = check(name, EXERCISES[name].quick or EXERCISES[name].reference)
    assert verdict and verdict.mistake is None
    assert re.search(r"none was changed\. It is fast on [\d,]+ (?:rows|numbers) too\.$", verdict.en)
    assert re.search(r"(?:[\d,]+행|수 [\d,]+개)짜리 입력도 빠르게 계산합니다\.$", verdict.ko)
    assert "second" not in verdict.en and "초" not in verdict.ko  # it is stored in the book


@pytest.mark.parametrize("name", TIMED[::6])
def test_right_and_slow_on_the_large_input_only(name):
    exercise = EXERCISES[name]
    large = len(_speed.largest(exercise.fast(np.random.default_rng(0))))

    def slow(*arguments):
        if len(_speed.largest(arguments)) == large:
            until = time.thread_time() + 0.3
            while time.thread_time() < until:
                pass
        return (exercise.quick or exercise.reference)(*arguments)

    verdict = check(name, slow)
    assert not verdict and verdict.mistake is None
    assert re.match(r"Not yet: the values are right, but [\d,]+ (?:rows|numbers) take 0\.3", verdict.en)
    assert "more than 30 times as long" in verdict.en and "30배 넘게" in verdict.ko


def test_a_loop_over_the_rows_is_slow():
    def looped(scores):
        rows = []
        for row in scores:
            powers = [np.exp(score - max(row)) for score in row]
            rows.append([power / sum(powers) for power in powers])
        return np.array(rows)

    assert check("stable-softmax", looped).en.startswith(
        "Not yet: the values are right, but 10,000 rows take"
    )


def test_a_machine_that_waits_makes_nothing_slow():
    """What counts is the time that the function computes, as on a busy machine; and the best of several rounds."""
    reference = EXERCISES["svm-batch"].reference
    calls = 0

    def waits(scores, labels):
        nonlocal calls
        if len(scores) == _speed.ROWS:
            calls += 1
            time.sleep(0.3)
        return reference(scores, labels)

    def begins_slowly(scores, labels):
        nonlocal calls
        if len(scores) == _speed.ROWS and (calls := calls + 1) < _speed.ROUNDS:
            until = time.thread_time() + 0.2
            while time.thread_time() < until:
                pass
        return reference(scores, labels)

    assert check("svm-batch", waits) and calls == 1
    calls = 0
    assert check("svm-batch", begins_slowly) and calls == _speed.ROUNDS


def test_what_goes_wrong_on_the_large_input_only_is_told(monkeypatch):
    reference = EXERCISES["svm-batch"].reference

    def off(scores, labels):
        return reference(scores, labels) + (len(scores) == _speed.ROWS)

    def stops(scores, labels):
        if len(scores) == _speed.ROWS:
            raise MemoryError("Unable to allocate 74.5 GiB")
        return reference(scores, labels)

    def endless(scores, labels):
        while len(scores) == _speed.ROWS:
            pass
        return reference(scores, labels)

    assert check("svm-batch", off).en.startswith("Not yet. For scores = [[")
    assert "stopped with MemoryError: Unable to allocate" in check("svm-batch", stops).en
    monkeypatch.setattr("lossnotes.exercises._function.PATIENCE", 0.5)
    said = check("svm-batch", endless)
    assert said.en.startswith("Not yet: the values are right, but 10,000 rows take more than 0.5 seconds.")
    assert "0.5초 안에 끝나지 않습니다" in said.ko
