"""The explorer `training` in Python: traits, what it tells, and the record in a stored output."""

from __future__ import annotations

import math

import numpy as np
import pytest
import traitlets

from lossnotes import linear_scores, plots, softmax, softmax_cross_entropy
from lossnotes._book import EXPLORER
from lossnotes.cost_curve import cost_curve
from lossnotes.examples import PUBLISHED_COSTS, ROWS_X, ROWS_Y, recovered_start
from lossnotes.explorers import Training


def test_defaults_are_an_epoch_of_the_published_run():
    figure = Training()
    assert figure.state() == {"double": False, "epoch": 100, "rate": 0.1}
    assert figure.cost == pytest.approx(PUBLISHED_COSTS[1], abs=5e-7)
    assert figure.floor == pytest.approx(0.5514, abs=5e-5)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"epoch": -1}, "epoch: expected a whole number from 0 to 1000, got -1"),
        ({"epoch": 1001}, "epoch: expected a whole number from 0 to 1000, got 1001"),
        ({"epoch": 0.5}, "epoch.*expected an int, not the float 0.5"),
        ({"rate": 0.0}, "rate: expected a number from 0.001 to 10, got 0.0"),
        ({"rate": 11.0}, "rate: expected a number from 0.001 to 10, got 11.0"),
        ({"rate": math.nan}, "rate: expected a number from 0.001 to 10, got nan"),
        ({"double": 2}, "double.*expected a boolean, not the int 2"),
    ],
)
def test_wrong_values_say_what_was_expected_and_what_came(values, message):
    with pytest.raises(traitlets.TraitError, match=message):
        Training(**values)
    figure = Training()
    for name, value in values.items():
        with pytest.raises(traitlets.TraitError, match=message):
            setattr(figure, name, value)
    assert figure.state() == Training().state()


def test_the_run_is_the_published_one():
    figure = Training()
    assert figure.costs.shape == (1001,)
    np.testing.assert_allclose(figure.costs[::100], PUBLISHED_COSTS, atol=5e-7, rtol=0)
    np.testing.assert_allclose(figure.costs[::100], cost_curve(*recovered_start())[0], rtol=1e-12)


@pytest.mark.parametrize("double", [False, True])
def test_properties_belong_together(double):
    figure = Training(epoch=321, rate=0.05, double=double)
    scores = linear_scores(ROWS_X, figure.weight, figure.bias)
    np.testing.assert_allclose(figure.probabilities, softmax(scores), rtol=1e-12)
    given = figure.probabilities if double else scores
    assert figure.cost == pytest.approx(softmax_cross_entropy(given, ROWS_Y), rel=1e-12)
    assert figure.cost == figure.costs[321]
    assert figure.answers.tolist() == scores.argmax(axis=1).tolist()


@pytest.mark.parametrize("double", [False, True])
def test_the_weights_are_those_of_torch(double):
    torch = pytest.importorskip("torch")
    weight, bias = (torch.tensor(a.astype(float), requires_grad=True) for a in recovered_start())
    optimizer = torch.optim.SGD([weight, bias], lr=0.1)
    for _ in range(50):
        scores = torch.tensor(ROWS_X.astype(float)) @ weight.T + bias
        given = scores.softmax(dim=1) if double else scores
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(given, torch.tensor(ROWS_Y)).backward()
        optimizer.step()
    figure = Training(epoch=50, double=double)
    np.testing.assert_allclose(figure.weight, weight.detach(), rtol=1e-11)
    np.testing.assert_allclose(figure.bias, bias.detach(), rtol=1e-11)


def test_no_rate_leaves_the_numbers_and_none_saves_the_doubled_softmax():
    for rate in (1e-3, 0.1, 1.0, 10.0):
        assert np.isfinite(Training(rate=rate).costs).all()
        doubled = Training(rate=rate, double=True, epoch=1000)
        assert doubled.costs.min() > doubled.floor
        assert (doubled.answers[6:] != ROWS_Y[6:]).all()


def test_what_is_returned_is_yours_to_change():
    figure = Training()
    for name in ("costs", "weight", "bias"):
        getattr(figure, name)[...] = 0
        assert np.any(getattr(figure, name))


def test_the_record_is_the_same_each_time_and_its_still_small():
    (data, _), (again, _) = Training()._repr_mimebundle_(), Training()._repr_mimebundle_()
    assert data[EXPLORER] == {
        "module": "training",
        "state": {"double": False, "epoch": 100, "rate": 0.1},
        "text": {
            "en": "Training of eight rows with the learning rate 0.1: at epoch 100 the cost is 0.7035, "
            "and 5 of 8 rows are right.",
            "ko": "여덟 행의 학습(학습률 0.1): 에포크 100, 손실 0.7035, 맞은 행은 8개 중 5개.",
        },
    }
    assert data["image/svg+xml"] == again["image/svg+xml"]
    for double in (False, True):
        assert len(plots.to_svg(Training(double=double)._draw())) < 20_000


def test_the_bug_is_told():
    figure = Training(double=True)
    assert "a softmax too many" in figure._fallback("en")
    assert "소프트맥스 두 번" in figure._fallback("ko")
