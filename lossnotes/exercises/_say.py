"""The sentences about an answer, in English and in Korean. Each function returns the pair."""

from __future__ import annotations

import inspect
import reprlib

import numpy as np

from ._mistakes import Mistake
from ._sections import SECTIONS

Pair = tuple[str, str]
Hints = tuple[Pair, Pair, Pair]


def right_numbers(count: int) -> Pair:
    if count == 1:
        return "Correct.", "맞았습니다."
    return f"Correct, all {count} parts.", f"{count}개 모두 맞았습니다."


def wrong_numbers(parts: np.ndarray, count: int, close: bool, decimals: int) -> Pair:
    """Which parts are wrong, by number; `close` if all of them are off by a little only."""
    listed = ", ".join(map(str, parts))
    if count == 1:
        en, ko = "this is not right", "답이 맞지 않습니다"
    elif len(parts) == 1:
        en, ko = f"part {listed} is not right", f"{listed}번 답이 맞지 않습니다"
    else:
        en, ko = f"parts {listed} are not right", f"{listed}번 답이 맞지 않습니다"
    en, ko = f"Not yet: {en}.", f"아직 아닙니다. {ko}."
    if close:
        en += f" It is close: compute with more digits and round at the end, to {_decimals(decimals)}."
        ko += f" 꽤 가깝습니다. 더 많은 자릿수로 계산하고 마지막에 소수점 아래 {decimals}자리로 반올림해 보세요."
    return en, ko


def _decimals(count: int) -> str:
    return f"{count} decimal" if count == 1 else f"{count} decimals"


def no_number(given: object, count: int) -> Pair:
    wanted, ko = ("a number", "수 하나") if count == 1 else (f"{count} numbers", f"수 {count}개")
    return f"Expected {wanted}, got {short(given)}.", f"답은 {ko}여야 합니다. 받은 값: {short(given)}"


def other_count(numbers: np.ndarray, count: int) -> Pair:
    if numbers.ndim > 1:
        got, ko_got = f"an array of shape {numbers.shape}", f"모양이 {numbers.shape}인 배열"
    else:
        got, ko_got = f"{len(numbers)}", f"{len(numbers)}개"
    wanted = "one number" if count == 1 else f"{count} numbers, one for each part"
    ko = "수 하나" if count == 1 else f"문항마다 하나씩 수 {count}개"
    return f"Expected {wanted}, got {got}.", f"답은 {ko}여야 합니다. 받은 값: {ko_got}"


def no_choice(given: object, among: int) -> Pair:
    return (
        f"Expected the number of one answer, 1 to {among}, got {short(given)}.",
        f"1부터 {among}까지, 고른 답의 번호 하나가 필요합니다. 받은 값: {short(given)}",
    )


def wrong_choice(number: int) -> Pair:
    return f"Not yet: answer {number} is not right.", f"아직 아닙니다. {number}번은 맞는 답이 아닙니다."


def chosen(said: Pair, mistake: Mistake) -> Pair:
    """What is wrong with the answer that was chosen, with the section to reread."""
    section = SECTIONS[mistake.section]
    return (
        f"{said[0]} It is the answer if {mistake.en}. Reread “{section.en}” in chapter {section.chapter}.",
        f"{said[1]} {mistake.ko} 나오는 답입니다. {section.chapter}장의 “{section.ko}” 절을 다시 읽어 보세요.",
    )


def right_function(calls: int, gradient: bool, extreme: bool) -> Pair:
    """What was verified."""
    what, ko = ("values and gradients", "값과 그레이디언트가") if gradient else ("values", "값이")
    too, ko_too = (", extreme ones too", " 극단적인 입력도 들어 있습니다.") if extreme else ("", "")
    return (
        f"Correct: {calls} of {calls} inputs give the right {what}{too}, and none was changed.",
        f"맞았습니다. 입력 {calls}개에서 {ko} 모두 맞고, 입력을 바꾸지도 않았습니다.{ko_too}",
    )


def fast(said: Pair, large: np.ndarray) -> Pair:
    en, ko = _amount(large)
    return f"{said[0]} It is fast on {en} too.", f"{said[1]} {ko}짜리 입력도 빠르게 계산합니다."


def slow(large: np.ndarray, seconds: float, times: int) -> Pair:
    en, ko = _amount(large)
    return (
        f"Not yet: the values are right, but {en} take {seconds:.2g} seconds, more than {times} times as long as "
        "without a loop. Let NumPy compute all of them together.",
        f"아직 아닙니다. 값은 맞지만 {ko}짜리 입력에 {seconds:.2g}초가 걸립니다. 반복문 없이 계산할 때보다 {times}배 넘게 "
        "느립니다. NumPy로 모두 한꺼번에 계산해 보세요.",
    )


def unfinished(large: np.ndarray, seconds: float) -> Pair:
    en, ko = _amount(large)
    return (
        f"Not yet: the values are right, but {en} take more than {seconds:g} seconds. Let NumPy compute all of them "
        "together, without a loop.",
        f"아직 아닙니다. 값은 맞지만 {ko}짜리 입력은 {seconds:g}초 안에 끝나지 않습니다. 반복문 없이 NumPy로 모두 한꺼번에 "
        "계산해 보세요.",
    )


def _amount(large: np.ndarray) -> Pair:
    count = f"{len(large):,}"
    return (f"{count} rows", f"{count}행") if large.ndim > 1 else (f"{count} numbers", f"수 {count}개")


def named(said: Pair, mistake: Mistake, part: int | None) -> Pair:
    """What is wrong, by its name, with the section to reread."""
    section = SECTIONS[mistake.section]
    en = f"Part {part} is what comes out when " if part else "This is what comes out when "
    ko = f"{part}번 답은 " if part else "이 결과는 "
    return (
        f"{said[0]} {en}{mistake.en}. Reread “{section.en}” in chapter {section.chapter}.",
        f"{said[1].rstrip()}{'' if said[1].rstrip().endswith('.') else '.'} {ko}{mistake.ko} 나오는 값입니다. "
        f"{section.chapter}장의 “{section.ko}” 절을 다시 읽어 보세요.",
    )


def too_slow(shown: str, seconds: float) -> Pair:
    return (
        f"Your function did not come back within {seconds:g} seconds. Is there a loop that does not end? The input "
        f"was {shown}.",
        f"함수가 {seconds:g}초 안에 끝나지 않았습니다. 끝나지 않는 반복문이 있는지 확인하세요. 입력: {shown}",
    )


def no_function(given: object) -> Pair:
    return (
        f"Expected a function, got {short(given)}. Hand over its name without parentheses, so that it is not "
        "called yet.",
        f"함수가 필요합니다. 받은 값: {short(given)}. 괄호 없이 함수 이름만 넘기세요. 괄호를 붙이면 바로 호출됩니다.",
    )


def call(signature: inspect.Signature, arguments: tuple) -> str:
    """The arguments by name: ``scores = [[1.0, 2.0]], labels = [0]``."""
    return ", ".join(
        f"{name} = {numbers(value)}" for name, value in zip(signature.parameters, arguments, strict=False)
    )


def stopped(shown: str, error: BaseException) -> Pair:
    what = f"{type(error).__name__}: {error}"
    return (
        f"Your function stopped with {what}. The input was {shown}.",
        f"함수가 다음 오류로 멈췄습니다. {what}. 입력: {shown}",
    )


def changed_input(shown: str) -> Pair:
    return (
        f"Your function changes its input. Work on a copy. The input was {shown}.",
        f"함수가 입력을 바꿉니다. 복사본으로 계산하세요. 입력: {shown}",
    )


def nothing(shown: str) -> Pair:
    return (
        f"Your function returns nothing (None). Is there a return? The input was {shown}.",
        f"함수가 아무 값도 돌려주지 않습니다(None). return이 있는지 확인하세요. 입력: {shown}",
    )


def other_results(shown: str, got: object, count: int) -> Pair:
    return (
        f"Expected {count} results in a tuple, got {short(got)}. The input was {shown}.",
        f"결과 {count}개를 튜플로 돌려주어야 합니다. 받은 값: {short(got)}. 입력: {shown}",
    )


def no_array(shown: str, got: object) -> Pair:
    return (
        f"Expected numbers, got {short(got)}. The input was {shown}.",
        f"결과는 수여야 합니다. 받은 값: {short(got)}. 입력: {shown}",
    )


def other_shape(shown: str, got: tuple[int, ...], expected: tuple[int, ...]) -> Pair:
    return (
        f"Expected a result of shape {expected}, got shape {got}. The input was {shown}.",
        f"결과의 모양은 {expected}이어야 합니다. 받은 모양: {got}. 입력: {shown}",
    )


def other_value(shown: str, got: np.ndarray, expected: np.ndarray) -> Pair:
    return (
        f"Not yet. For {shown} your function gives {numbers(got)}; expected is {numbers(expected)}.",
        f"아직 아닙니다. 입력: {shown}. 함수의 결과: {numbers(got)}. 맞는 결과: {numbers(expected)}",
    )


def numbers(value: object) -> str:
    """Numbers on one line, long arrays shortened."""
    if not isinstance(value, np.ndarray | np.generic | float | list):
        return short(value)
    if np.ndim(value) == 0:
        return f"{value:.6g}"
    text = np.array2string(np.asarray(value), precision=4, threshold=24, edgeitems=2, separator=", ")
    return " ".join(text.split())


def short(value: object) -> str:
    return reprlib.repr(value)
