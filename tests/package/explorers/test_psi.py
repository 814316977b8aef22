"""The explorer `psi` in Python: traits, properties and the stored record."""

from __future__ import annotations

import math

import numpy as np
import pytest
import traitlets

import lossnotes
from lossnotes._book import EXPLORER
from lossnotes.explorers import Psi


def test_starts_at_sixty_degrees():
    figure = Psi()
    assert figure.state() == {"lam": 0.0, "m": 4, "theta": 60.0}
    assert figure.value == pytest.approx(-1.5) == lossnotes.psi(0.5, 4)
    assert figure.slope == pytest.approx(-4 * math.sin(math.radians(60)))
    with pytest.raises(AttributeError):
        figure.value = 0.0


def test_targets_are_those_that_the_losses_use():
    """Two classes, the other one at a right angle: the loss is log(1 + exp(-f_y)) but for its own score."""
    for theta, m, lam in ((20, 2, 0.0), (60, 4, 5.0), (110, 3, 1.0), (179, 5, 0.0)):
        figure = Psi(theta=theta, m=m, lam=lam)
        x = [[math.cos(math.radians(theta)), math.sin(math.radians(theta))]]
        other = math.sin(math.radians(theta))
        losses = {
            "softmax": lossnotes.lsoftmax_loss(x, np.eye(2), [0], m=1),
            "lsoftmax": lossnotes.lsoftmax_loss(x, np.eye(2), [0], m=m, lam=lam),
            "asoftmax": lossnotes.asoftmax_loss(x, np.eye(2), [0], m=m, lam=lam),
            "amsoftmax": lossnotes.am_softmax_loss(x, np.eye(2), [0], s=1.0),
            "arcface": lossnotes.arcface_loss(x, np.eye(2), [0], s=1.0),
        }
        assert list(figure.targets) == list(losses)
        for kind, loss in losses.items():
            assert math.log1p(math.exp(other - figure.targets[kind])) == pytest.approx(loss, rel=1e-12), kind


def test_the_slope_is_the_derivative_and_lambda_lifts_it():
    step = 1e-4
    for theta in (10.0, 44.0, 90.5, 170.0):
        for lam in (0.0, 2.0):
            high, low = (Psi(theta=theta + d, lam=lam).value for d in (step, -step))
            assert Psi(theta=theta, lam=lam).slope == pytest.approx(
                (high - low) / math.radians(2 * step), abs=1e-6
            )
    assert Psi(theta=90).slope == pytest.approx(0, abs=1e-12)
    assert Psi(theta=90, lam=1.0).slope == pytest.approx(-0.5)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"theta": -1}, "theta: expected a number from 0 to 180, got -1"),
        ({"theta": 181}, "theta: expected a number from 0 to 180, got 181"),
        ({"theta": math.nan}, "theta: expected a number from 0 to 180, got nan"),
        ({"m": 0}, "m: expected a whole number from 1 to 5, got 0"),
        ({"m": 6}, "m: expected a whole number from 1 to 5, got 6"),
        ({"lam": -0.5}, "lam: expected a number from 0 to 1000, got -0.5"),
    ],
)
def test_wrong_values_say_what_was_expected_and_what_came(values, message):
    with pytest.raises(traitlets.TraitError, match=message):
        Psi(**values)


def test_record_is_deterministic_and_speaks_both_languages():
    (data, _), (again, _) = (Psi(lam=1)._repr_mimebundle_() for _ in range(2))
    assert data[EXPLORER] == again[EXPLORER] and data["image/svg+xml"] == again["image/svg+xml"]
    assert data[EXPLORER]["text"] == {
        "en": "The function psi for m = 4 and lambda = 1. At 60 degrees it puts -0.500 in the place of the cosine "
        "0.500, and its slope is -2.165 per radian.",
        "ko": "m = 4, 람다 = 1일 때의 함수 psi. 각도 60도에서 코사인 0.500 대신 -0.500, 기울기는 라디안당 -2.165입니다.",
    }
