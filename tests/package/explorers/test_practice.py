"""The explorer `practice` in Python: traits, questions, what mistakes give, and the stored record."""

from __future__ import annotations

import itertools
import math
import re

import pytest
import traitlets

import lossnotes
from lossnotes._book import EXPLORER
from lossnotes.explorers import Practice
from lossnotes.explorers._questions import KINDS, question
from lossnotes.explorers._questions._random import mulberry32


def test_starts_with_a_question_that_has_something_of_everything():
    figure = Practice()
    assert figure.state() == {"guess": 0.0, "kind": "hinge", "seed": 3}
    assert figure.given == {
        "margin": 1.0,
        "images": [{"label": 0, "scores": [1.8, 4.0, -0.8]}, {"label": 0, "scores": [2.5, 2.9, 2.3]}],
    }
    # By hand: car is 2.2 ahead and frog far behind; then car is 0.4 ahead and frog 0.2 behind.
    assert figure.answers == pytest.approx(
        {"cost0": 3.2, "cost1": 0, "loss0": 3.2, "loss1": 1.4 + 0.8, "mean": 2.7}
    )
    # To swap the signs gives (3.6 + 0.6 + 1.2) / 2, which is 2.7 as well: nobody would notice.
    assert figure.mistakes["mean"] == pytest.approx(
        {
            "margin-forgotten": (2.2 + 0.4) / 2,
            "no-hinge": (3.2 - 1.6 + 2.2) / 2,
            "correct-class-counted": 3.7,
            "sum-for-mean": 5.4,
            "mean-over-classes": 0.9,
        }
    )
    with pytest.raises(AttributeError):
        figure.answers = {}


def test_the_generator_is_mulberry32():
    """Values of the published generator for the seeds 0 and 1."""
    first = [next(mulberry32(seed)) for seed in (0, 1)]
    assert first == pytest.approx([0.26642920868471265, 0.6270739405881613], rel=1e-15)


def test_answers_are_lossnotes():
    for seed in range(100):
        asked = question("hinge", seed)
        images, margin = asked.given["images"], asked.given["margin"]
        scores, labels = [image["scores"] for image in images], [image["label"] for image in images]
        losses = lossnotes.multiclass_svm_loss(scores, labels, margin=margin, reduction="none")
        found = [step.answer for step in asked.steps]
        assert found[2:] == pytest.approx([*losses, losses.mean()], rel=1e-12)
        assert found[0] + found[1] == pytest.approx(losses[0], abs=1e-12)
        asked = question("softmax", seed)
        p = lossnotes.softmax(asked.given["scores"])[asked.given["label"]]
        assert asked.steps[-1].answer == pytest.approx(p, rel=1e-12)
        asked = question("cross-entropy", seed)
        p, q = asked.given["p"], asked.given["q"]
        found = [step.answer for step in asked.steps]
        assert found[1:] == pytest.approx(
            [lossnotes.cross_entropy(p, q), lossnotes.entropy(p), lossnotes.kl_divergence(p, q)], rel=1e-12
        )
        assert found[0] == -math.log(q[asked.given["label"]])
        asked = question("psi", seed)
        cos = math.cos(math.radians(asked.given["theta"]))
        assert asked.steps[-1].answer == pytest.approx(lossnotes.psi(cos, asked.given["m"]), rel=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_are_friendly_and_mistakes_are_told_apart(kind):
    shown = set()
    for seed in range(60):
        for step in question(kind, seed).steps:
            numbers = [step.answer, *step.mistakes.values()]
            assert all(math.isfinite(x) for x in numbers)
            assert all(abs(x - y) > 0.02 for x, y in itertools.combinations(numbers, 2)), (kind, seed, step)
            for x in numbers:
                # Who loses a fiftieth of a hundredth on the way rounds to the same two decimals.
                assert f"{x + 1e-4:.2f}".strip("-") == f"{x - 1e-4:.2f}".strip("-"), (kind, seed, step)
            shown |= {(step.name, name) for name in step.mistakes}
        given = re.findall(r"-?\d+\.?\d*", str(question(kind, seed).given))
        assert all(len(x.partition(".")[2]) < 2 for x in given), "one decimal"
    assert len(shown) > 12


def test_extreme_questions_are_among_them():
    scores = [question("softmax", seed).given["scores"] for seed in range(100)]
    assert any(max(row) > 710 for row in scores), "exp overflows without the shift"
    assert any(max(row) < 5 for row in scores)
    assert any(0.0 in question("cross-entropy", seed).given["p"] for seed in range(100)), "0 log 0"
    pieces = {question("psi", seed).steps[1].answer for seed in range(100)}
    assert pieces == {1, 2, 3, 4}
    losses = [step.answer for seed in range(100) for step in question("hinge", seed).steps]
    assert 0 in losses


def test_another_seed_is_another_question():
    for kind in KINDS:
        given = [str(question(kind, seed).given) for seed in range(100)]
        assert len(set(given)) > 55, kind
    assert len({str(question(kind, 5)) for kind in KINDS}) == 4


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"kind": "svm"}, "kind: expected one of 'hinge', 'softmax', 'cross-entropy', 'psi', got 'svm'"),
        ({"seed": -1}, "seed: expected a whole number from 0 to 999999, got -1"),
        ({"seed": 1_000_000}, "seed: expected a whole number from 0 to 999999, got 1000000"),
        ({"guess": 11}, "guess: expected a number from -10 to 10, got 11"),
        ({"guess": math.nan}, "guess: expected a number from -10 to 10, got nan"),
    ],
)
def test_wrong_values_say_what_was_expected_and_what_came(values, message):
    with pytest.raises(traitlets.TraitError, match=message):
        Practice(**values)


@pytest.mark.parametrize(
    ("kind", "en", "ko"),
    [
        (
            "hinge",
            "Two images, margin 1; image 1: cat 1.8 (correct class), car 4, frog -0.8; image 2: cat 2.5 (correct "
            "class), car 2.9, frog 2.3. What is their mean hinge loss?",
            "이미지 두 장, 마진 1; 이미지 1: 고양이 1.8(정답 클래스), 자동차 4, 개구리 -0.8; 이미지 2: 고양이 2.5(정답 "
            "클래스), 자동차 2.9, 개구리 2.3. 힌지 손실의 평균은 얼마일까요?",
        ),
        ("softmax", "Which probability does softmax give to", "확률은 얼마일까요?"),
        ("cross-entropy", "How large is the KL divergence, in nats?", "KL 발산은 몇 냇일까요?"),
        ("psi", "What is psi at", "psi의 값은 얼마일까요?"),
    ],
)
def test_record_is_deterministic_and_speaks_both_languages(kind, en, ko):
    (data, _), (again, _) = (Practice(kind=kind)._repr_mimebundle_() for _ in range(2))
    assert data[EXPLORER] == again[EXPLORER] and data["image/svg+xml"] == again["image/svg+xml"]
    text = data[EXPLORER]["text"]
    assert en in text["en"] and ko in text["ko"]
