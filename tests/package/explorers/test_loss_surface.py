"""The explorer `surface` as a Python object."""

from __future__ import annotations

import gzip
import math

import numpy as np
import pytest
import torch
import traitlets
from sklearn.datasets import load_digits

import lossnotes
from lossnotes._book import EXPLORER
from lossnotes.explorers import LossSurface
from lossnotes.explorers.loss_surface import FEATURES, LABELS


def test_defaults():
    assert LossSurface().state() == {
        "lam": 0.1,
        "learning_rate": 0.5,
        "loss": "softmax",
        "penalty": "l2",
        "start": [-2.0, 2.0],
        "step": 0,
    }


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"loss": "squared"}, "loss: expected one of 'softmax', 'hinge', got 'squared'"),
        ({"penalty": "L2"}, "penalty: expected one of 'l2', 'l1', 'none', got 'L2'"),
        ({"lam": 0.0}, "lam: expected a number from 0.001 to 1, got 0.0"),
        ({"lam": math.nan}, "lam: expected a number from 0.001 to 1, got nan"),
        ({"start": [1.0]}, r"start: expected 2 numbers from -3 to 3, got 1: \[1.0\]"),
        ({"start": [1.0, 3.1]}, r"start: expected 2 numbers from -3 to 3, got 2: \[1.0, 3.1\]"),
        ({"learning_rate": 21.0}, "learning_rate: expected a number from 0.01 to 20, got 21.0"),
        ({"step": 51}, "step: expected a whole number from 0 to 50, got 51"),
    ],
)
def test_wrong_values_say_what_was_expected_and_what_came(values, message):
    with pytest.raises(traitlets.TraitError, match=message):
        LossSurface(**values)


def test_the_images_are_those_of_the_chapter():
    digits = load_digits()
    two = digits.target < 2
    images, labels = digits.data[two].reshape(-1, 8, 8)[304:320] / 16, digits.target[two][304:320]
    middle, ring = images[:, 3:5, 3:5], images[:, 3:5, [2, 5]]
    np.testing.assert_array_equal(
        FEATURES, np.stack([p.sum(axis=(1, 2)) - 2 for p in (middle, ring)], axis=1)
    )
    np.testing.assert_array_equal(LABELS, labels)


@pytest.mark.parametrize("loss", ["softmax", "hinge"])
@pytest.mark.parametrize("penalty", ["l2", "l1", "none"])
def test_loss_and_gradient_are_torch_s(loss, penalty):
    figure = LossSurface(loss=loss, penalty=penalty, lam=0.3)
    for start in ([-2.0, 2.0], [0.3, -1.7], [2.9, 2.9]):
        w = torch.tensor(start, dtype=torch.float64, requires_grad=True)
        f = torch.tensor(FEATURES) @ w
        t = torch.tensor(2.0 * LABELS - 1)
        each = torch.nn.functional.softplus(-t * f) if loss == "softmax" else torch.relu(1 - t * f)
        size = {"l2": w.square().sum(), "l1": w.abs().sum(), "none": torch.zeros(())}[penalty]
        total = each.mean() + 0.3 * size
        total.backward()
        value, gradient = figure.evaluate(start)
        assert value == pytest.approx(total.item(), rel=1e-12)
        assert gradient == pytest.approx(w.grad.numpy(), rel=1e-12, abs=1e-14)


def test_the_descent_is_the_package_s():
    figure = LossSurface(loss="hinge", penalty="l1", learning_rate=0.1, step=7)
    walk = lossnotes.gradient_descent(figure.evaluate, [-2.0, 2.0], learning_rate=0.1, steps=50)
    np.testing.assert_array_equal(figure.descent.path, walk.path)
    assert figure.weights == walk.path[7].tolist()


@pytest.mark.parametrize("loss", ["softmax", "hinge"])
@pytest.mark.parametrize("penalty", ["l2", "l1", "none"])
def test_nothing_on_the_map_is_lower_than_the_lowest_point(loss, penalty):
    figure = LossSurface(loss=loss, penalty=penalty)
    rng = np.random.default_rng(0)
    near = figure.lowest + rng.normal(size=(2000, 2)) * np.geomspace(1e-4, 3, 2000)[:, np.newaxis]
    least = figure._heights(np.clip(near, -3, 3)).min()
    assert figure.evaluate(figure.lowest)[0] <= least + 1e-9


def test_rates_as_the_docstring_and_the_chapter_say():
    losses = {rate: LossSurface(learning_rate=rate).descent.losses for rate in (0.1, 0.5, 2.0, 12.0)}
    lowest = LossSurface().evaluate(LossSurface().lowest)[0]
    arrived = {rate: int(np.argmax(walk - lowest <= 0.01)) for rate, walk in losses.items()}
    assert arrived[2.0] < arrived[0.5] < 50 and losses[12.0][-1] > 1e16


def test_record_is_deterministic_and_light():
    (data, _), (again, _) = (LossSurface(step=5)._repr_mimebundle_() for _ in range(2))
    assert (data[EXPLORER], data["image/svg+xml"]) == (again[EXPLORER], again["image/svg+xml"])
    assert data[EXPLORER]["text"]["en"] == (
        "Softmax loss, L2 penalty, lambda 0.1. Gradient descent from (-2, 2) with learning rate 0.5: "
        "loss 4.788 at first, 0.5381 after 5 of 50 steps, 0.4765 at the end."
    )
    assert data[EXPLORER]["text"]["ko"].startswith("소프트맥스 손실, L2 페널티, 람다 0.1.")
    assert len(gzip.compress(data["image/svg+xml"].encode())) < 8000
