"""The explorer `practice`: the same questions as in Python, every mistake named, and a page to answer on."""

from __future__ import annotations

import functools
import json
import math
import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from lossnotes.exercises._mistakes import MISTAKES
from lossnotes.explorers import Practice, _questions
from lossnotes.explorers._questions import KINDS

question = functools.cache(_questions.question.__wrapped__)  # several tests look at all of them
SEEDS = [*range(150), 999_998, 999_999]
CASES = [[kind, seed] for kind in KINDS for seed in SEEDS]
QUESTION = "(m, [kind, seed]) => m.question(kind, seed)"
EVERYTHING = "(m) => ({ mistakes: m.mistakes, works: Object.keys(m), said: Object.keys(m.verdicts.en) })"


def close(found, expected, where):
    assert found == pytest.approx(expected, rel=1e-12, abs=1e-12), where


def check_questions(run_js, cases):
    for (kind, seed), found in zip(cases, run_js("practice/math.js", QUESTION, cases), strict=True):
        expected = question(kind, seed)
        assert found["given"] == expected.given, f"{kind} {seed}: other numbers"
        assert len(found["steps"]) == len(expected.steps)
        for step, ours in zip(found["steps"], expected.steps, strict=True):
            where = f"{kind} {seed}: step {ours.name}"
            assert (step["name"], step["digits"]) == (ours.name, ours.digits)
            assert list(step["mistakes"]) == list(ours.mistakes), where
            close(step["answer"], ours.answer, where)
            close(step["carried"], ours.carried, where)
            close(list(step["mistakes"].values()), list(ours.mistakes.values()), where)


def test_browser_and_python_ask_the_same_questions(run_js):
    assert len(CASES) > 600
    check_questions(run_js, CASES)


@pytest.mark.parametrize("run_js", ["node"], indirect=True)
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("0x6d2b79f5", "0x6d2b79f4"),
        ("seed * 4 +", "seed +"),
        ("base ** x", "2 ** x"),
        ("gap + margin", "gap - margin"),
        ("sum(values)", "sum(values) * 2"),
        ("x / Math.LN2", "x / Math.LN10"),
        ("cos - 2 * k", "cos - k"),
        ("mean(p, rounded(ofQ))", "mean(p, ofQ)"),
        (">= NEAR", ">= 0.4"),
        (".some(onEdge)", ".some(() => false)"),
    ],
)
def test_broken_arithmetic_is_noticed(run_js, tmp_path, monkeypatch, right, wrong):
    """A test of the test above."""
    from tests.site.explorer import conftest

    found = False
    for path in [*conftest.SOURCES.glob("practice/*.js"), *conftest.SOURCES.glob("shared/*.js")]:
        text = path.read_text("utf-8")
        ours = path.parent.name == "practice"
        if right == "sum(values)":
            found, text = True, text.replace("const mean = sum(losses) / 2", "const mean = sum(losses)")
        elif ours:
            found |= right in text
            text = text.replace(right, wrong)
        (tmp_path / path.parent.name).mkdir(exist_ok=True)
        (tmp_path / path.parent.name / path.name).write_text(text, "utf-8")
    assert found
    monkeypatch.setattr(conftest, "SOURCES", tmp_path)
    # Some faults leave no question that would do: it draws for ever.
    monkeypatch.setattr(conftest, "PATIENCE", 5)
    with pytest.raises(AssertionError, match=r"other numbers|step|mistakes|does not end"):
        check_questions(run_js, [[kind, seed] for kind in KINDS for seed in range(40)])


@pytest.mark.parametrize("run_js", ["node"], indirect=True)
def test_every_answer_is_right_and_every_mistake_itself(run_js):
    """As a reader writes them: rounded to two decimals, or to those of the exact answer, or with more."""
    cases, wanted = [], []
    for kind, seed in CASES:
        for step in question(kind, seed).steps:
            plain = {"answer": step.answer, "mistakes": step.mistakes, "digits": step.digits}
            for name, number in {"right": step.answer, **step.mistakes}.items():
                typed = {
                    f"{number:.2f}",
                    f"{number:.6f}",
                    f"{number:.2f}".replace("-", "−").replace(".", ","),
                }
                if name == "right":
                    typed |= {f"{number:.{step.digits}f}", f" {step.carried:.2f} "}
                for text in sorted(typed):
                    cases.append([plain, text])
                    wanted.append((name, kind, seed, step.name, text))
            cases.append([plain, f"{step.answer + 0.011:.4f}"])
            wanted.append(("close" if step.digits else "wrong", kind, seed, step.name, "beside it"))
    found = run_js("practice/judge.js", "(m, [step, text]) => m.verdict(step, m.read(text))", cases)
    assert len(cases) > 20_000
    assert [(name, *rest) for name, (_, *rest) in zip(found, wanted, strict=True)] == wanted


@pytest.mark.parametrize("run_js", ["node"], indirect=True)
@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("2.9", 2.9),
        ("2,9", 2.9),
        ("-0.7", -0.7),
        ("−0,7", -0.7),
        (" - 0.70 ", -0.7),
        (".5", 0.5),
        ("3.", 3),
        ("1/3", 1 / 3),
        ("-5/4", -1.25),
        ("+2", 2),
        ("", None),
        ("  ", None),
        *((text, "nan") for text in ("two", "1/0", "1e3", "50%", "NaN", "1.2.3", "--1", "Infinity", "1/2/3")),
    ],
)
def test_what_is_typed_is_read(run_js, typed, number):
    (found,) = run_js("practice/judge.js", "(m, text) => m.read(text)", [typed])
    assert str(found) == "nan" if number == "nan" else found == number


@pytest.mark.parametrize("run_js", ["node"], indirect=True)
def test_every_mistake_has_its_clause_and_those_of_check_are_check_s(run_js):
    named = {name for kind, seed in CASES for step in question(kind, seed).steps for name in step.mistakes}
    (found,) = run_js("practice/later.js", EVERYTHING, [0])
    for lang in ("en", "ko"):
        clauses = found["mistakes"][lang]
        assert set(clauses) == named, "none missing, none that never happens"
        assert len(set(clauses.values())) == len(clauses)
        for name in named & set(MISTAKES):
            assert clauses[name] == getattr(MISTAKES[name], lang)
    assert {"right", "mistake", "close", "wrong", "unread"} <= set(found["said"])


@pytest.mark.parametrize("run_js", ["node"], indirect=True)
def test_worked_lines_add_up_as_they_stand(run_js):
    asked = run_js("practice/math.js", QUESTION, CASES)
    for (kind, seed), lines in zip(
        CASES,
        run_js("practice/later.js", "(m, [one]) => m.works(one)", [[one] for one in asked]),
        strict=True,
    ):
        steps = question(kind, seed).steps
        assert len(lines) == len(steps)
        for line, step in zip(lines, steps, strict=True):
            code = line.translate(str.maketrans("−·⁰¹²³⁴", "-*01234")).replace("°", "")
            if "<" in code:
                assert eval(code, {}), line
                continue
            code = re.sub(r"\(-1\)(\d)", r"(-1)**\1", code)
            code = re.sub(r"^-log ([\d.]+)", r"-math.log(\1)", code)
            code = re.sub(r"^cos (\d+)", r"math.cos(math.radians(\1))", code)
            code = code.replace("exp(", "math.exp(")
            left, right = code.split(" = ")
            assert round(eval(left, {"math": math}), 2) == pytest.approx(float(right), abs=1e-9), (
                kind,
                seed,
                line,
            )
            assert round(step.answer, 2) == pytest.approx(float(right), abs=1e-9), (kind, seed, line)


# --- on a page


def opened(show, **page):
    return show(module="practice", **{"state": Practice().state(), **page})


def field(figure, i):
    return figure.root.locator(".lnx-practice-step input").nth(i)


def note(figure, i):
    return figure.root.locator(".lnx-practice-note").nth(i)


def test_a_question_is_worked_out_by_keyboard(show):
    figure = opened(show)
    expect(figure.root.locator(".lnx-question")).to_contain_text("margin 1: what is their mean hinge loss?")
    first = figure.root.get_by_label("Image 1: what car costs", exact=True)
    first.fill("2.2")
    first.press("Enter")
    clause = MISTAKES["margin-forgotten"].en
    expect(note(figure, 0)).to_have_text(f"Not yet. This is what comes out when {clause}.")
    expect(figure.spoken).to_have_text(
        f"Image 1: what car costs. Not yet. This is what comes out when {clause}."
    )
    expect(first).to_have_attribute("aria-invalid", "true")
    expect(first).to_have_accessible_description(f"Not yet. This is what comes out when {clause}.")
    first.fill("two")
    expect(note(figure, 0)).to_be_empty()
    first.press("Enter")
    expect(note(figure, 0)).to_contain_text("Type a number, such as")
    first.fill("3.21")
    first.press("Enter")
    expect(note(figure, 0)).to_contain_text("close")
    handle = figure.handle("Your guess")
    for _ in range(3):
        handle.press("PageUp")
    expect(figure.spoken).to_have_text("Your guess 3.0")
    for i, typed in enumerate(["3,2", "0", "16/5", "2.20", "2.7"]):
        if i == 0:
            first.focus()
            first.fill("")
        else:
            expect(field(figure, i)).to_be_focused()  # a right number leads on to the next field
        figure.page.keyboard.type(typed)
        figure.page.keyboard.press("Enter")
        expect(note(figure, i)).to_contain_text("Right: ")
    end = "All steps are right. The answer is 2.70; your guess was off by 0.30."
    expect(figure.root.locator(".lnx-practice-end")).to_have_text(end)
    expect(figure.spoken).to_have_text(f"Mean of the two losses. Right: 2.70. {end}")
    expect(figure.root.locator(".lnx-practice-answer")).to_have_attribute("visibility", "visible")
    works = figure.root.locator(".lnx-practice-work").all_inner_texts()
    assert works[0] == "max(0, 4.0 − 1.8 + 1) = 3.2" and works[-1] == "(3.2 + 2.2) / 2 = 2.70"
    # What was typed can be taken back there, and the question stays.
    field(figure, 4).press("Control+z")
    expect(figure.root.locator(".lnx-practice-end")).to_be_empty()
    expect(figure.root.locator(".lnx-caption", has_text="No. 3")).to_be_visible()


def test_another_question_the_way_back_and_the_link(show):
    figure = opened(show, lang="ko", width=390, permissions=["clipboard-read", "clipboard-write"])
    question_ = figure.root.locator(".lnx-question")
    figure.root.locator(".lnx-option", has_text="교차 엔트로피").click()
    expect(question_).to_contain_text("KL 발산은 몇 냇일까요?")
    asked = question("cross-entropy", 3)
    field(figure, 0).fill(f"{asked.steps[0].mistakes['log-base-10']:.2f}")
    figure.root.get_by_role("button", name="확인:").first.click()
    expect(note(figure, 0)).to_have_text("아직 아닙니다. 이 결과는 상용로그(밑 10)를 쓸 때 나오는 값입니다.")
    figure.root.get_by_role("button", name="다른 문제").click()
    assert field(figure, 0).input_value() == ""
    number = figure.root.locator(".lnx-tools .lnx-caption").last.inner_text()
    assert re.fullmatch(r"\d+번", number)
    new = question("cross-entropy", int(number[:-1]))
    cells = figure.root.locator(".lnx-practice-table td").all_inner_texts()
    assert [float(text) for text in cells if text.strip()] == new.given["p"] + new.given["q"]
    figure.root.get_by_role("button", name="링크 복사").click()
    expect(figure.message).to_contain_text("링크를 클립보드에")
    address = figure.page.evaluate("navigator.clipboard.readText()")
    figure.root.get_by_role("button", name="되돌리기").click()
    assert field(figure, 0).input_value() != "", "the way back leads to what was typed"
    figure.page.goto(address)
    figure.root.wait_for()
    expect(figure.root.locator(".lnx-tools .lnx-caption").last).to_have_text(number)
    assert figure.root.locator(".lnx-practice-table td").all_inner_texts() == cells


def test_the_solution_on_demand_and_hidden_again(show):
    figure = opened(show, state={**Practice(kind="psi").state(), "seed": 1}, disk=True)
    button = figure.root.get_by_role("button", name="Show the solution")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(figure.root.locator(".lnx-practice-work:visible")).to_have_text(
        ["4 · 73° = 292°", "1 · 180° < 292° < 2 · 180°", "cos 292° = 0.37", "(−1)¹ · 0.37 − 2 · 1 = −2.37"]
    )
    expect(figure.spoken).to_have_text("The solution stands under each step.")
    button.click()
    expect(figure.root.locator(".lnx-practice-work:visible")).to_have_count(0)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_kind_is_asked_in_either_language(show, kind, lang):
    figure = opened(show, state={**Practice(kind=kind).state(), "seed": 17}, lang=lang, width=320)
    asked = question(kind, 17)
    assert figure.page.evaluate("document.documentElement.scrollWidth") <= 320
    for i, step in enumerate(asked.steps):
        number = next(iter(step.mistakes.values()))
        field(figure, i).fill(f"{number:.2f}")
        field(figure, i).press("Enter")
        expect(note(figure, i)).to_contain_text("Not yet. This is what" if lang == "en" else "이 결과는")
        field(figure, i).fill(f"{step.answer:.2f}")
        field(figure, i).press("Enter")
        expect(note(figure, i)).to_contain_text("Right" if lang == "en" else "맞았습니다")
    expect(figure.root.locator(".lnx-practice-end")).not_to_be_empty()
    text = figure.root.inner_text()
    assert "undefined" not in text and "NaN" not in text
    assert (re.search("[가-힣]", text) is not None) == (lang == "ko")
    assert figure.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_when_the_rest_cannot_be_loaded_the_reader_is_told(show):
    figure = opened(show, query="?" + "practice=" + quote(json.dumps({"seed": 9})))
    figure.page.route("**/practice-later-*.js", lambda route: route.abort())
    field(figure, 0).fill("1")
    field(figure, 0).press("Enter")
    expect(figure.root.locator(".lnx-practice-end")).to_contain_text("The figure met a fault")
    show.said.clear()  # the browser says that a file could not be loaded
    figure.page.unroute("**/practice-later-*.js")
