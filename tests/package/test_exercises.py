"""Exercises that check themselves: right is right, wrong is said to be wrong, in both languages."""

import importlib
import inspect
import json
import re
from pathlib import Path

import numpy as np
import pytest

from lossnotes import multiclass_svm_loss
from lossnotes.exercises import Verdict, check
from lossnotes.exercises import __file__ as HERE
from lossnotes.exercises._check import CHAPTERS, by_chapter, catalogue
from lossnotes.exercises._forms import ChoiceExercise, NumberExercise
from lossnotes.exercises._function import FunctionExercise

EXERCISES = catalogue()
FOLDER = Path(HERE).parent
NUMBERS = [name for name, exercise in EXERCISES.items() if isinstance(exercise, NumberExercise)]
FUNCTIONS = [name for name, exercise in EXERCISES.items() if isinstance(exercise, FunctionExercise)]
CHOICES = [name for name, exercise in EXERCISES.items() if isinstance(exercise, ChoiceExercise)]
HANGUL = re.compile("[가-힣]")
BATCH = "svm-batch"


def right_numbers(name):
    answer = EXERCISES[name].answer
    return np.atleast_1d(np.asarray(answer() if callable(answer) else answer, float))


def says(verdict, en, ko):
    assert not verdict.correct
    assert verdict.en == en
    assert verdict.ko == ko


def test_names_are_unique_and_no_chapter_is_forgotten():
    modules = {path.stem for path in FOLDER.glob("[a-z]*.py")}
    assert modules == set(CHAPTERS), (
        "lossnotes/exercises/_check.py: CHAPTERS names each module, in the book's order"
    )
    assert len(EXERCISES) == sum(map(len, by_chapter().values()))
    assert len(EXERCISES) == sum(
        len(importlib.import_module(f"lossnotes.exercises.{name}").EXERCISES) for name in CHAPTERS
    )


# --- every exercise --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NUMBERS)
def test_the_right_numbers_are_right_also_rounded(name):
    right = right_numbers(name)
    assert check(name, right)
    assert check(name, right.tolist())
    assert check(name, right.round(EXERCISES[name].decimals))
    if len(right) == 1:
        assert check(name, float(right[0]))


@pytest.mark.parametrize("name", NUMBERS)
def test_each_wrong_number_is_named(name):
    right, unit = right_numbers(name), 10.0 ** -EXERCISES[name].decimals
    for part in range(len(right)):
        for off in unit, -0.6 * unit, 7 + unit, np.nan, np.inf:
            wrong = right.copy()
            wrong[part] += off
            verdict = check(name, wrong)
            assert not verdict
            if len(right) > 1:
                assert f"part {part + 1} is not right" in verdict.en
                assert f"{part + 1}번 답이 맞지 않습니다" in verdict.ko
            assert ("It is close" in verdict.en) == ("꽤 가깝습니다" in verdict.ko) == (abs(off) <= unit)


def test_every_chapter_asks_one_question_with_a_choice():
    for chapter, exercises in by_chapter().items():
        choices = [name for name in exercises if name in CHOICES]
        assert len(choices) == 1, f"{chapter}.py: expected one ChoiceExercise, got {choices}"
    assert {EXERCISES[name].answer for name in CHOICES} >= {1, 2, 3, 4}, "the place gives nothing away"


@pytest.mark.parametrize("name", CHOICES)
def test_one_answer_is_right_and_each_other_one_has_a_mistake_of_its_own(name):
    exercise = EXERCISES[name]
    right, numbers = exercise.answer, range(1, exercise.among + 1)
    assert 3 <= exercise.among <= 4
    assert set(exercise.mistakes) == set(numbers) - {right}
    assert len(set(exercise.mistakes.values())) == len(exercise.mistakes)
    for given in right, float(right), np.int64(right), np.array(right):
        assert check(name, given)
    for wrong in exercise.mistakes:
        verdict = check(name, wrong)
        assert not verdict
        assert verdict.en.startswith(f"Not yet: answer {wrong} is not right. It is the answer if ")
        assert verdict.ko.startswith(f"아직 아닙니다. {wrong}번은 맞는 답이 아닙니다. ")
        assert "나오는 답입니다." in verdict.ko
    for nothing in 0, exercise.among + 1, right + 0.5, -right, np.nan, True, None, ..., str(right), [right]:
        verdict = check(name, nothing)
        assert not verdict and verdict.mistake is None
        assert verdict.en.startswith(f"Expected the number of one answer, 1 to {exercise.among}, got ")
        assert verdict.ko.startswith(
            f"1부터 {exercise.among}까지, 고른 답의 번호 하나가 필요합니다. 받은 값: "
        )


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_reference_is_right(name):
    assert check(name, EXERCISES[name].reference)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_that_is_off_is_wrong(name):
    reference = EXERCISES[name].reference

    def changed(change):
        def function(*arguments):
            result = reference(*arguments)
            return tuple(map(change, result)) if isinstance(result, tuple) else change(result)

        return function

    for change in (
        lambda x: np.asarray(x) + 1e-3,
        lambda x: np.asarray(x) * 1.001,
        lambda x: np.asarray(x) * np.nan,
    ):
        verdict = check(name, changed(change))
        assert not verdict
        assert verdict.en.startswith("Not yet. For ")
    assert not check(name, changed(lambda x: np.asarray(x)[..., np.newaxis]))
    assert not check(name, lambda *arguments: None)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_same_calls_every_time_and_enough_of_them(name):
    exercise = EXERCISES[name]
    first, second = list(exercise.calls()), list(exercise.calls())
    assert len(first) >= 4
    for a, b in zip(first, second, strict=True):
        for x, y in zip(a, b, strict=True):
            np.testing.assert_array_equal(x, y)
        inspect.signature(exercise.reference).bind(*a)


# --- what is said ----------------------------------------------------------------------------------


def test_numbers():
    assert check("svm-four-classes", (4.5, 3, 3)).ko == "3개 모두 맞았습니다."
    says(
        check("svm-four-classes", [4.5, 7, -2]),
        "Not yet: parts 2, 3 are not right.",
        "아직 아닙니다. 2, 3번 답이 맞지 않습니다.",
    )
    says(
        check("svm-four-classes", [4.4, 3, 3]),
        "Not yet: part 1 is not right. It is close: compute with more digits and round at the end, to 1 decimal.",
        "아직 아닙니다. 1번 답이 맞지 않습니다. 꽤 가깝습니다. 더 많은 자릿수로 계산하고 마지막에 소수점 아래 1자리로 "
        "반올림해 보세요.",
    )
    says(
        check("svm-four-classes", [4.5, 3]),
        "Expected 3 numbers, one for each part, got 2.",
        "답은 문항마다 하나씩 수 3개여야 합니다. 받은 값: 2개",
    )
    says(
        check("svm-four-classes", np.ones((3, 1))),
        "Expected 3 numbers, one for each part, got an array of shape (3, 1).",
        "답은 문항마다 하나씩 수 3개여야 합니다. 받은 값: 모양이 (3, 1)인 배열",
    )
    for wrong in "4.5", None, [[1, 2], [3]], [True, False, True], ["a", 1, 2], np.array([1j, 2, 3]):
        verdict = check("svm-four-classes", wrong)
        assert not verdict
        assert verdict.en.startswith("Expected 3 numbers, got ")
        assert verdict.ko.startswith("답은 수 3개여야 합니다. 받은 값: ")


def test_one_number():
    exercise = NumberExercise("one", 2.0386, decimals=2)
    assert exercise.verdict(2.04).en == "Correct."
    assert exercise.verdict(2.04).ko == "맞았습니다."
    says(exercise.verdict(0.89), "Not yet: this is not right.", "아직 아닙니다. 답이 맞지 않습니다.")
    says(exercise.verdict("x"), "Expected a number, got 'x'.", "답은 수 하나여야 합니다. 받은 값: 'x'")
    says(exercise.verdict([1, 2]), "Expected one number, got 2.", "답은 수 하나여야 합니다. 받은 값: 2개")


def test_a_choice():
    assert check("svm-which", 4).en == "Correct."
    assert check("svm-which", 4).ko == "맞았습니다."
    says(
        check("svm-which", 2),
        "Not yet: answer 2 is not right. It is the answer if only the strongest wrong class is counted. Reread “Check against "
        "two libraries” in chapter 3.",
        "아직 아닙니다. 2번은 맞는 답이 아닙니다. 오답 클래스 가운데 가장 강한 하나만 셀 때 나오는 답입니다. 3장의 “두 라이브러리와 비교하기” 절을 다시 읽어 보세요.",
    )
    assert check("svm-which", 2).mistake == "strongest-rival-only"
    says(
        ChoiceExercise("two", answer=1, among=2).verdict(2),
        "Not yet: answer 2 is not right.",
        "아직 아닙니다. 2번은 맞는 답이 아닙니다.",
    )


def test_a_function_that_counts_the_correct_class():
    def wrong(scores, labels):
        return multiclass_svm_loss(scores, labels) + 1

    says(
        check(BATCH, wrong),
        "Not yet. For scores = [[ 3.2, 5.1, -1.7]], labels = [0] your function gives 3.9; expected is 2.9. This is what "
        "comes out when the sum runs over the correct class too, which adds the margin to every loss. Reread “Common "
        "misconceptions” in chapter 3.",
        "아직 아닙니다. 입력: scores = [[ 3.2, 5.1, -1.7]], labels = [0]. 함수의 결과: 3.9. 맞는 결과: 2.9. 이 결과는 합에 "
        "정답 클래스까지 넣어 예제마다 마진만큼 더할 때 나오는 값입니다. 3장의 “흔한 오해” 절을 다시 읽어 보세요.",
    )
    assert check(BATCH, wrong).mistake == "correct-class-counted"


def test_a_function_that_is_wrong_in_a_way_without_a_name():
    says(
        check(BATCH, lambda scores, labels: multiclass_svm_loss(scores, labels) + 0.5),
        "Not yet. For scores = [[ 3.2, 5.1, -1.7]], labels = [0] your function gives 3.4; expected is 2.9.",
        "아직 아닙니다. 입력: scores = [[ 3.2, 5.1, -1.7]], labels = [0]. 함수의 결과: 3.4. 맞는 결과: 2.9",
    )


def test_functions_that_give_something_else():
    shown = "scores = [[ 3.2, 5.1, -1.7]], labels = [0]"
    says(
        check(BATCH, lambda scores, labels: None),
        f"Your function returns nothing (None). Is there a return? The input was {shown}.",
        f"함수가 아무 값도 돌려주지 않습니다(None). return이 있는지 확인하세요. 입력: {shown}",
    )
    says(
        check(BATCH, lambda scores, labels: [1.0, 2.0]),
        f"Expected a result of shape (), got shape (2,). The input was {shown}.",
        f"결과의 모양은 ()이어야 합니다. 받은 모양: (2,). 입력: {shown}",
    )
    for nothing in "x", [[1], [1, 2]], object:
        assert "Expected numbers, got " in check(BATCH, lambda scores, labels, n=nothing: n).en
    says(
        check(BATCH, 5.27),
        "Expected a function, got 5.27. Hand over its name without parentheses, so that it is not called yet.",
        "함수가 필요합니다. 받은 값: 5.27. 괄호 없이 함수 이름만 넘기세요. 괄호를 붙이면 바로 호출됩니다.",
    )


def test_a_function_that_stops():
    verdict = check(BATCH, lambda scores: 0.0)
    assert verdict.en.startswith("Your function stopped with TypeError: ")
    assert verdict.ko.startswith("함수가 다음 오류로 멈췄습니다. TypeError: ")

    def divides(scores, labels):
        return 1 // 0

    assert "ZeroDivisionError" in check(BATCH, divides).ko


def test_a_function_that_changes_its_input():
    def changes(scores, labels):
        loss = multiclass_svm_loss(scores, labels)
        scores -= scores.max()
        return loss

    verdict = check(BATCH, changes)
    assert verdict.en.startswith("Your function changes its input.")
    assert verdict.ko.startswith("함수가 입력을 바꿉니다.")
    assert check(BATCH, multiclass_svm_loss), "the next call gets inputs as they were"


def test_a_function_that_overflows_is_judged_by_its_values():
    with np.errstate(all="raise"):
        exercise = FunctionExercise("exp", np.exp, lambda rng: [(np.array([0.0, 1e4]),)] * 4)
        assert exercise.verdict(lambda x: np.exp(x))
        assert not exercise.verdict(lambda x: np.exp(x) - np.exp(x) + np.exp(x))  # inf - inf is NaN


def test_results_of_several_parts():
    exercise = FunctionExercise("two", lambda x: (x.sum(), 2 * x), lambda rng: [(rng.normal(size=3),)])
    assert exercise.verdict(lambda x: [x.sum(), x + x])
    assert "expected is" in exercise.verdict(lambda x: (x.sum(), x)).en
    assert exercise.verdict(lambda x: x).en.startswith("Expected 2 results in a tuple, got array(")
    assert exercise.verdict(lambda x: (1, 2, 3)).ko.startswith("결과 2개를 튜플로 돌려주어야 합니다.")


def test_nan_and_infinities_are_compared():
    expected = np.array([np.nan, np.inf, -np.inf, 1.0])
    exercise = FunctionExercise("limits", lambda x: expected.copy(), lambda rng: [(np.zeros(1),)])
    assert exercise.verdict(lambda x: expected)
    for place, other in (0, 0.0), (1, -np.inf), (2, np.nan), (3, np.nan), (1, 1e300):
        wrong = expected.copy()
        wrong[place] = other
        assert not exercise.verdict(lambda x, w=wrong: w)


def test_long_arrays_are_shortened():
    exercise = FunctionExercise("long", lambda x: x.sum(), lambda rng: [(np.arange(1000.0),)])
    assert len(exercise.verdict(lambda x: 0.0).en) < 200


# --- language, names, display ----------------------------------------------------------------------


def test_language(monkeypatch):
    monkeypatch.delenv("LOSSNOTES_LANG", raising=False)
    assert str(check(BATCH, 1)).startswith("Expected")
    assert str(check(BATCH, 1, lang="ko")).startswith("함수가")
    monkeypatch.setenv("LOSSNOTES_LANG", "ko")
    assert repr(check(BATCH, 1)).startswith("함수가")
    assert str(check(BATCH, 1, lang="en")).startswith("Expected")
    monkeypatch.setenv("LOSSNOTES_LANG", "")
    assert str(check(BATCH, 1)).startswith("Expected")
    with pytest.raises(ValueError, match="lang: expected one of 'en', 'ko', got 'fr'"):
        check(BATCH, 1, lang="fr")


def test_an_unknown_name():
    with pytest.raises(ValueError, match="name: expected an exercise such as 'svm-batch', got 'svm_batch'"):
        check("svm_batch", 1)
    with pytest.raises(ValueError, match=r"name: expected an exercise such as '.*', got None"):
        check(None, 1)


def test_a_notebook_stores_both_languages():
    bundle = check(BATCH, multiclass_svm_loss, lang="ko")._repr_mimebundle_(include=None)
    assert bundle["text/plain"].startswith("맞았습니다.")
    record = bundle["application/vnd.lossnotes.text+json"]
    assert record["en"].startswith("Correct: ")
    assert HANGUL.search(record["ko"])
    json.dumps(bundle)


def test_a_verdict_is_its_truth():
    assert Verdict("a", "b", correct=True)
    assert not Verdict("a", "b")
