"""The explorer `entropy` in Python: its traits, what they refuse, what it computes, and the stored record."""

from __future__ import annotations

import gzip
import json
import math
import re

import numpy as np
import pytest
import traitlets

import lossnotes
from lossnotes._book import EXPLORER
from lossnotes.explorers import CrossEntropy

P, Q = [1 / 2, 1 / 4, 1 / 8, 1 / 8], [1 / 8, 1 / 2, 1 / 4, 1 / 8]


def test_defaults_are_the_two_villages():
    figure = CrossEntropy()
    assert (figure.p, figure.q, figure.unit) == (P, Q, "bits")
    found = figure.entropy, figure.cross_entropy, figure.kl_divergence
    assert found == pytest.approx((1.75, 2.375, 0.625), rel=1e-15)  # by hand, in the chapter


@pytest.mark.parametrize("unit", ["bits", "nats"])
def test_properties_are_the_package_s(unit):
    rng = np.random.default_rng(3)
    for count in (2, 3, 6):
        p, q = rng.dirichlet(np.ones(count), 2)
        figure = CrossEntropy(p=list(p), q=list(q), unit=unit)
        base = math.log(2) if unit == "bits" else 1
        assert figure.entropy == pytest.approx(lossnotes.entropy(p) / base, rel=1e-15)
        assert figure.cross_entropy == pytest.approx(lossnotes.cross_entropy(p, q) / base, rel=1e-15)
        assert figure.kl_divergence == pytest.approx(lossnotes.kl_divergence(p, q) / base, rel=1e-15)
    with pytest.raises(AttributeError):
        figure.entropy = 1.0


def test_what_is_ruled_out_costs_infinity_and_what_never_happens_nothing():
    figure = CrossEntropy(p=[0.5, 0.5, 0.0], q=[1.0, 0.0, 0.0])
    assert (figure.cross_entropy, figure.kl_divergence, figure.entropy) == (math.inf, math.inf, 1.0)
    figure.q = [0.5, 0.5, 0.0]
    assert (figure.cross_entropy, figure.kl_divergence) == (1.0, 0.0)


def test_one_hot_leaves_one_term():
    figure = CrossEntropy(p=[1, 0, 0], q=[0.13, 0.869, 0.001], unit="nats")
    assert figure.entropy == 0
    assert figure.cross_entropy == figure.kl_divergence == pytest.approx(-math.log(0.13), rel=1e-15)


def test_weights_become_probabilities_and_probabilities_stay_as_they_are():
    figure = CrossEntropy(p=[0.2, 0.2], q=[1, 1])
    assert (figure.p, figure.q) == ([0.5, 0.5], [0.5, 0.5])
    nearly = [0.1] * 3 + [0.7 + 2e-16]
    assert CrossEntropy(p=nearly).p == nearly  # what came from the figure goes back unchanged
    rng = np.random.default_rng(0)
    for _ in range(100):
        weights = rng.uniform(0, 1, 6).tolist()
        assert sum(CrossEntropy(p=weights, q=[1] * 6).p) == pytest.approx(1, abs=1e-15)
    # 1e-12 apart from 1 is as far as doubles and a reader's own sums come; beyond that it is put right.
    assert sum(CrossEntropy(p=[0.5, 0.25, 0.125, 0.1249]).p) == pytest.approx(1, abs=1e-15)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"p": [1.0]}, r"p: expected 2 to 6 numbers from 0 to 1, got 1: \[1.0\]"),
        ({"q": [0.1] * 7}, "q: expected 2 to 6 numbers from 0 to 1, got 7"),
        ({"p": [-0.5, 0.5, 0.5, 0.5]}, r"p: expected 2 to 6 numbers from 0 to 1, got 4: \[-0.5,"),
        ({"p": [1.5, 0.5, 0.5, 0.5]}, "p: expected 2 to 6 numbers from 0 to 1, got 4"),
        ({"q": [math.nan, 0.5, 0.25, 0.25]}, "q: expected 2 to 6 numbers from 0 to 1, got 4"),
        ({"q": [0.0] * 4}, r"q: expected a number above 0 among them, got \[0.0, 0.0, 0.0, 0.0\]"),
        ({"p": [0.5, 0.5]}, r"p: expected 4 numbers, as many as q has, got 2: \[0.5, 0.5\]; change both"),
        ({"q": [0.5, 0.5]}, r"q: expected 4 numbers, as many as p has, got 2"),
        ({"p": "ab"}, "expected a float, not the str 'ab'"),
        ({"unit": "dits"}, "unit: expected one of 'bits', 'nats', got 'dits'"),
    ],
)
def test_wrong_values_say_what_was_expected_and_what_came(values, message):
    with pytest.raises(traitlets.TraitError, match=message):
        CrossEntropy(**values)
    figure = CrossEntropy()
    before = figure.state()
    for name, value in values.items():
        with pytest.raises(traitlets.TraitError, match=message):
            setattr(figure, name, value)
    assert figure.state() == before


def test_both_distributions_may_change_their_length_at_once():
    figure = CrossEntropy()
    with figure.hold_trait_notifications():
        figure.p, figure.q = [0.7, 0.3], [0.5, 0.5]
    assert (figure.p, figure.q) == ([0.7, 0.3], [0.5, 0.5])


def test_record_is_deterministic_and_says_the_three_numbers():
    (data, _), (again, _) = CrossEntropy()._repr_mimebundle_(), CrossEntropy()._repr_mimebundle_()
    assert data[EXPLORER] == {
        "module": "entropy",
        "state": {"p": P, "q": Q, "unit": "bits"},
        "text": {
            "en": "P = (0.5, 0.25, 0.125, 0.125) and Q = (0.125, 0.5, 0.25, 0.125): entropy H(P) 1.75 bits, "
            "cross-entropy H(P, Q) 2.375 bits, KL divergence 0.625 bits.",
            "ko": "P = (0.5, 0.25, 0.125, 0.125), Q = (0.125, 0.5, 0.25, 0.125). 엔트로피 H(P) 1.75 비트, "
            "교차 엔트로피 H(P, Q) 2.375 비트, KL 발산 0.625 비트.",
        },
    }
    assert json.dumps(data[EXPLORER]) == json.dumps(again[EXPLORER])
    assert data["image/svg+xml"] == again["image/svg+xml"]
    assert len(gzip.compress(data["image/svg+xml"].encode())) < 8000


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({"p": [0.5, 0.5], "q": [1, 0]}, "cross-entropy H(P, Q) infinite, KL divergence infinite."),
        ({"p": [1, 0], "q": [1, 0], "unit": "nats"}, "entropy H(P) 0 nats, cross-entropy H(P, Q) 0 nats"),
        ({"p": [0.5, 0.5], "q": [0.5 + 1e-9, 0.5 - 1e-9]}, "KL divergence 0 bits."),
    ],
)
def test_still_and_words_of_extreme_states(state, said):
    data, _ = CrossEntropy(**state)._repr_mimebundle_()
    assert said in data["text/plain"]
    assert not re.search("nan|inf", data["image/svg+xml"].replace("infinite", ""), re.IGNORECASE)
