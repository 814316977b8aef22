"""The explorer `angles` in Python: its traits, what it computes, what it records."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
import traitlets

import lossnotes
from lossnotes import nn
from lossnotes._book import EXPLORER
from lossnotes.explorers import Angles

KINDS = ("softmax", "normalized", "lsoftmax", "asoftmax", "amsoftmax", "arcface")
HAND = {"feature": [3.0, 4.0], "vectors": [[0.0, 5.0], [5.0, 0.0]]}  # cosines 0.8 and 0.6


def test_defaults_are_the_example_of_the_chapter():
    figure = Angles()
    assert (figure.kind, figure.feature, figure.vectors) == ("softmax", [4.0, 3.0], [[2.0, 0.0], [0.0, 2.0]])
    assert figure.scores == pytest.approx([8, 6])
    assert figure.angles == pytest.approx([36.87, 53.13], abs=0.01)
    assert figure.loss == pytest.approx(math.log1p(math.exp(-2)))
    assert (figure.winner, figure.satisfied) == (0, True)
    figure.vectors = [[2.0, 0.0], [0.0, 4.0]]
    assert (figure.winner, figure.satisfied) == (1, False)
    assert figure.loss == pytest.approx(4.02, abs=0.005)


@pytest.mark.parametrize(
    ("kind", "target"), [("asoftmax", 0.28), ("amsoftmax", 0.45), ("arcface", 0.4144), ("normalized", 0.8)]
)
def test_target_by_hand(kind, target):
    figure = Angles(kind=kind, m_factor=2, m_cosine=0.35, m_angle=0.5, s=10, **HAND)
    scale = 5 if kind == "asoftmax" else 10
    assert figure.target_logit == pytest.approx(scale * target, abs=1e-3)
    assert figure.scores == pytest.approx([scale * 0.8, scale * 0.6])
    assert figure.winner == 0
    assert figure.satisfied == (kind == "normalized")
    assert figure.probabilities == pytest.approx(lossnotes.softmax(figure.logits))


def layer_of(figure, count):
    """The package's layer with the same margin."""
    scaled, mixed = (
        {"s": figure.s},
        {"m": figure.m_factor, "schedule": nn.LambdaSchedule(figure.lam, 0, 0, 0)},
    )
    kind, options = {
        "softmax": (nn.LSoftmaxLinear, {"m": 1}),
        "normalized": (nn.AMSoftmaxLinear, {**scaled, "m": 0.0}),
        "lsoftmax": (nn.LSoftmaxLinear, mixed),
        "asoftmax": (nn.ASoftmaxLinear, mixed),
        "amsoftmax": (nn.AMSoftmaxLinear, {**scaled, "m": figure.m_cosine}),
        "arcface": (nn.ArcFaceLinear, {**scaled, "m": figure.m_angle}),
    }[figure.kind]
    return kind(2, count, **options).double()


@pytest.mark.parametrize("kind", KINDS)
def test_logits_and_loss_are_the_package_s(kind):
    rng = np.random.default_rng(3)
    for _ in range(40):
        count = int(rng.integers(2, 5))
        figure = Angles(
            kind=kind,
            feature=rng.uniform(-6, 6, 2).tolist(),
            vectors=rng.uniform(-6, 6, (count, 2)).tolist(),
            label=int(rng.integers(count)),
            m_factor=int(rng.integers(1, 5)),
            lam=float(rng.choice([0, 0.5, 20])),
            m_cosine=float(rng.uniform(0, 1)),
            m_angle=float(rng.uniform(0, 1.5)),
            s=float(rng.uniform(1, 64)),
        )
        layer = layer_of(figure, count)
        layer.weight.data = torch.tensor(figure.vectors, dtype=torch.float64)
        x, y = torch.tensor([figure.feature], dtype=torch.float64), torch.tensor([figure.label])
        expected = layer(x, y)[0].detach().numpy()
        assert figure.logits == pytest.approx(expected, rel=1e-12, abs=1e-11)
        assert figure.scores == pytest.approx(layer(x)[0].detach().numpy(), rel=1e-12, abs=1e-11)
        by_hand = lossnotes.softmax_cross_entropy([figure.logits], [figure.label])
        assert figure.loss == pytest.approx(by_hand, rel=1e-11, abs=1e-300)


def test_zero_vectors_and_ties():
    figure = Angles(feature=[0.0, 0.0])
    assert (figure.winner, figure.satisfied, figure.angles) == (None, False, [90.0, 90.0])
    figure = Angles(kind="arcface", vectors=[[0.0, 0.0], [0.0, 2.0]])
    assert figure.target_logit == pytest.approx(10 * math.cos(math.pi / 2 + 0.5))
    assert Angles(kind="normalized", feature=[1.0, 1.0]).winner is None


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"kind": "hinge"}, "kind: expected one of 'softmax', 'normalized', .* got 'hinge'"),
        ({"label": 2}, "label: expected a class from 0 to 1, got 2"),
        ({"label": 4}, "label: expected a whole number from 0 to 3, got 4"),
        ({"feature": [1.0]}, "feature: expected 2 numbers from -6 to 6, got 1"),
        ({"feature": [7.0, 0.0]}, r"feature: expected 2 numbers from -6 to 6, got 2: \[7.0, 0.0\]"),
        ({"vectors": [[1.0, 0.0]]}, "vectors: expected 2 to 4 points of 2 numbers from -6 to 6, got 1"),
        ({"vectors": [[1.0, math.nan], [0.0, 1.0]]}, "vectors: expected 2 to 4 points"),
        ({"m_factor": 0}, "m_factor: expected a whole number from 1 to 4, got 0"),
        ({"m_cosine": 1.1}, "m_cosine: expected a number from 0 to 1, got 1.1"),
        ({"m_angle": -0.1}, "m_angle: expected a number from 0 to 1.5, got -0.1"),
        ({"lam": math.inf}, "lam: expected a number from 0 to 1000, got inf"),
        ({"s": 0.0}, "s: expected a number from 1 to 64, got 0.0"),
    ],
)
def test_wrong_values_say_what_was_expected_and_what_came(values, message):
    with pytest.raises(traitlets.TraitError, match=message):
        Angles(**values)
    figure = Angles()
    before = figure.state()
    for name, value in values.items():
        with pytest.raises(traitlets.TraitError, match=message):
            setattr(figure, name, value)
    assert figure.state() == before


def test_fewer_vectors_must_still_have_the_label():
    figure = Angles(vectors=[[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]], label=2)
    with pytest.raises(traitlets.TraitError, match="expected more than 2 of them, since label is 2, got 2"):
        figure.vectors = [[1.0, 0.0], [0.0, 1.0]]
    with figure.hold_trait_notifications():
        figure.vectors, figure.label = [[1.0, 0.0], [0.0, 1.0]], 1
    assert (len(figure.vectors), figure.label) == (2, 1)


def test_record_is_deterministic_and_says_what_is_the_case():
    figure = Angles(kind="arcface", **HAND)
    (data, _), (again, _) = figure._repr_mimebundle_(), figure._repr_mimebundle_()
    assert data[EXPLORER] == again[EXPLORER] and data["image/svg+xml"] == again["image/svg+xml"]
    assert data[EXPLORER]["module"] == "angles"
    assert data[EXPLORER]["text"]["en"] == (
        "Feature (3, 4) of class 0 and 2 class vectors, by ArcFace. Angles 36.9°, 53.1°. The plain rule says "
        "class 0, which is right, but the margin is not satisfied. Target logit 4.144, loss 2.001."
    )
    assert data[EXPLORER]["text"]["ko"].startswith(
        "특징 (3, 4), 정답은 클래스 0, 클래스 벡터 2개, 손실은 ArcFace."
    )
    for state, said in [
        ({"m_angle": 0.1}, "which is right."),
        ({"label": 1}, "class 0, which is wrong."),
        ({"feature": [1.0, 1.0]}, "a tie."),
    ]:
        assert said in Angles(kind="arcface", **{**HAND, **state})._fallback("en")
