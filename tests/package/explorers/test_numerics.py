"""The explorer `numerics` in Python: its traits, what it computes, and the output that is stored."""

from __future__ import annotations

import gzip
import json
import math

import numpy as np
import pytest
import traitlets

import lossnotes
from lossnotes._book import EXPLORER
from lossnotes.explorers import Numerics


def test_defaults_are_the_cat_image_in_float16():
    figure = Numerics()
    assert figure.state() == {"format": "float16", "label": 0, "reach": 20, "scores": [3.2, 5.1, -1.7]}
    assert figure.rounded_scores == np.float16([3.2, 5.1, -1.7]).tolist()
    assert figure.true_loss == lossnotes.softmax_cross_entropy([figure.rounded_scores], [0])
    assert [*figure.losses] == ["naive", "shifted", "log1p"]
    assert [*figure.losses.values()] == pytest.approx([figure.true_loss] * 3, rel=1e-3)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"scores": [1.0, 2.0]}, r"scores: expected 3 numbers from -1000 to 1000, got 2: \[1.0, 2.0\]"),
        ({"scores": [0.0, 0.0, 1001.0]}, "scores: expected 3 numbers from -1000 to 1000, got 3"),
        ({"scores": [0.0, math.nan, 0.0]}, "scores: expected 3 numbers"),
        ({"label": 3}, "label: expected a whole number from 0 to 2, got 3"),
        (
            {"format": "float8"},
            "format: expected one of 'float16', 'bfloat16', 'float32', 'float64', got 'float8'",
        ),
        ({"reach": 9}, "reach: expected a whole number from 10 to 1000, got 9"),
    ],
)
def test_wrong_values_say_what_was_expected_and_what_came(values, message):
    with pytest.raises(traitlets.TraitError, match=message):
        Numerics(**values)
    figure = Numerics()
    before = figure.state()
    for name, value in values.items():
        with pytest.raises(traitlets.TraitError, match=message):
            setattr(figure, name, value)
    assert figure.state() == before


@pytest.mark.parametrize(
    ("values", "naive", "shifted", "log1p"),
    [
        ({"scores": [123, 456, 789], "label": 2, "format": "float64"}, math.nan, 0.0, math.exp(-333)),
        ({"scores": [123, 456, 789], "label": 0, "format": "float64"}, math.inf, 666.0, 666.0),
        ({"scores": [40, 0, -20], "label": 0, "format": "float64"}, 0.0, 0.0, math.exp(-40)),
        ({"scores": [88.5, 88.5, -100], "label": 0, "format": "float32"}, math.inf, math.log(2), math.log(2)),
        ({"scores": [-800, -801, -900], "label": 1, "format": "float64"}, math.nan, 1.3132617, 1.3132617),
        ({"scores": [110, 0, 0], "label": 1, "format": "float32"}, math.inf, 110.0, 110.0),
        ({"scores": [5.5625, 0, -90], "label": 0, "format": "bfloat16"}, 0.0, 0.0, 3.85e-3),
        ({"scores": [7.625, 0, -20], "label": 0, "format": "float16"}, 0.0, 0.0, 4.9e-4),
        ({"scores": [746, 0, -9], "label": 0, "format": "float64"}, math.nan, 0.0, 0.0),
    ],
)
def test_the_forms_fail_where_the_chapter_says(values, naive, shifted, log1p):
    figure = Numerics(**values)
    rel = 1e-12 if figure.scores[1] == 456 else 1e-2
    assert [*figure.losses.values()] == pytest.approx([naive, shifted, log1p], rel=rel, nan_ok=True)
    assert not any(math.copysign(1, loss) < 0 for loss in figure.losses.values() if loss == 0)


@pytest.mark.parametrize("form", ["float16", "float32", "float64"])
def test_where_exp_ends_is_where_numpy_s_ends(form):
    from lossnotes.explorers.numerics import FORMATS

    kind = getattr(np, form)
    low, high = map(kind, FORMATS[form][3])
    with np.errstate(all="ignore"):
        assert np.exp(low) > 0 == np.exp(np.nextafter(low, kind(-np.inf)))
        assert np.isfinite(np.exp(high)) and np.isinf(np.exp(np.nextafter(high, kind(np.inf))))
    assert float(np.finfo(kind).max) == FORMATS[form][2]
    assert float(np.finfo(kind).smallest_subnormal) == 2.0 ** FORMATS[form][1]


def test_record_is_deterministic_and_serves_every_language():
    (data, _), (again, _) = Numerics()._repr_mimebundle_(), Numerics()._repr_mimebundle_()
    record = data[EXPLORER]
    assert record["module"] == "numerics"
    assert record["text"] == {
        "en": "Scores in float16: cat 3.2, car 5.1, frog -1.7; correct class cat. Softmax loss 2.042; as computed in "
        "float16 by the naive form: 2.043, by the shifted form: 2.043, by the log1p form: 2.043.",
        "ko": "float16 형식의 점수: 고양이 3.2, 자동차 5.1, 개구리 -1.7. 정답 클래스: 고양이. 소프트맥스 손실의 참값: 2.042. float16 "
        "형식으로 계산한 결과: 그대로 계산한 식 2.043, 옮긴 식 2.043, log1p 식 2.043.",
    }
    assert (json.dumps(record), data["image/svg+xml"]) == (
        json.dumps(again[EXPLORER]),
        again["image/svg+xml"],
    )
    assert len(gzip.compress(data["image/svg+xml"].encode())) < 8000


def test_text_names_what_is_no_number():
    text = Numerics(scores=[123, 456, 789], label=2, format="float64")._repr_mimebundle_()[0][EXPLORER][
        "text"
    ]
    assert "naive form: not a number, by the shifted form: 0," in text["en"]
    assert "그대로 계산한 식 수가 아님," in text["ko"]
    assert "nan" not in str(text)
