"""The explorer `path` in Python: traits, properties and the stored record."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
import traitlets
from numpy.polynomial.legendre import legval

from lossnotes import l2_penalty
from lossnotes._book import EXPLORER
from lossnotes.explorers import RegularizationPath
from lossnotes.explorers import regularization_path as module


def test_starts_with_the_points_of_the_chapter_and_overfits():
    figure = RegularizationPath()
    assert (figure.degree, figure.lam, len(figure.y)) == (11, 1e-4, 12)
    assert figure.y == list(module.Y)
    assert figure.train_error < 0.01 < 1 < figure.test_error


def test_properties_are_those_of_the_weights():
    for degree, lam in ((1, 0.0), (3, 0.1), (11, 0.01)):
        figure = RegularizationPath(degree=degree, lam=lam)
        residual = legval(module.X, figure.weights) - figure.y
        assert figure.train_error == pytest.approx(np.mean(residual**2))
        new = legval(module.X_TEST, figure.weights) - module.Y_TEST
        assert figure.test_error == pytest.approx(np.mean(new**2))
        assert figure.penalty == pytest.approx(l2_penalty(figure.weights[1:]))
        assert len(figure.weights) == degree + 1
        assert 1 <= figure.effective_weights <= degree + 1 + 1e-12
    with pytest.raises(AttributeError):
        figure.test_error = 0.0


def test_no_other_weights_are_better():
    """The objective rises whichever weight is moved."""
    rng = np.random.default_rng(0)
    figure = RegularizationPath(degree=7, lam=0.02)

    def objective(w):
        return np.mean((legval(module.X, w) - figure.y) ** 2) + figure.lam * l2_penalty(w[1:])

    least = objective(figure.weights)
    assert least == pytest.approx(figure.train_error + figure.lam * figure.penalty)
    for _ in range(50):
        assert objective(figure.weights + rng.normal(scale=1e-3, size=8)) > least


def test_a_bias_costs_nothing():
    up = RegularizationPath(y=[float(y) + 0.5 for y in module.Y], lam=1.0)
    assert up.train_error == pytest.approx(RegularizationPath(lam=1.0).train_error)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"y": [0.0] * 11}, "y: expected 12 numbers from -2.5 to 2.5, got 11"),
        ({"y": [3.0] * 12}, "y: expected 12 numbers from -2.5 to 2.5, got 12"),
        ({"y": [math.nan] * 12}, "y: expected 12 numbers from -2.5 to 2.5, got 12"),
        ({"degree": 0}, "degree: expected a whole number from 1 to 11, got 0"),
        ({"degree": 12}, "degree: expected a whole number from 1 to 11, got 12"),
        ({"lam": -0.1}, "lam: expected a number from 0 to 100, got -0.1"),
        ({"lam": math.inf}, "lam: expected a number from 0 to 100, got inf"),
    ],
)
def test_wrong_values_say_what_was_expected_and_what_came(values, message):
    with pytest.raises(traitlets.TraitError, match=message):
        RegularizationPath(**values)


def test_record_is_deterministic_and_small():
    (data, _), (again, _) = (RegularizationPath(lam=0.1)._repr_mimebundle_() for _ in range(2))
    assert data[EXPLORER] == again[EXPLORER] and data["image/svg+xml"] == again["image/svg+xml"]
    assert data[EXPLORER]["state"] == {"degree": 11, "lam": 0.1, "y": list(module.Y)}
    assert "training error 0.131, test error 0.175, penalty R(w) = 1.707" in data[EXPLORER]["text"]["en"]
    assert "학습 오차 0.131, 테스트 오차 0.175, 페널티 R(w) = 1.707" in data[EXPLORER]["text"]["ko"]
    assert json.dumps(data[EXPLORER]) == json.dumps(data[EXPLORER], sort_keys=True)
