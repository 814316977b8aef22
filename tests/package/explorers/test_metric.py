"""The explorer `metric` in Python: its leaves are the chapter's, its matrices the learned ones, its values lossnotes'."""

from __future__ import annotations

import json

import nbformat
import numpy as np
import pytest
import traitlets
from sklearn.neighbors import KNeighborsClassifier

from lossnotes import fit_lmnn, fit_nca, mahalanobis_distance
from lossnotes._book import EXPLORER
from lossnotes.explorers import Metric
from lossnotes.explorers.metric import LEARNED, labels, leaves
from tests.conftest import ROOT

QUESTIONS = {"tree": 1, "month": 2}  # and where their labels are in a collection of the chapter


@pytest.fixture(scope="module")
def chapter():
    """The first collection of the chapter, by the chapter's own cells."""
    page = nbformat.read(ROOT / "book" / "01-metric-learning.ipynb", 4)
    cells = {cell["id"]: cell.source for cell in page.cells}
    names = {"np": np}
    for cell in ("leaves", "collections"):
        exec(cells[cell], names)
    return names["collection"](0)


def counts(figure):
    return round(figure.leave_one_out * 48), round(figure.held_out * 72)


def test_defaults():
    assert Metric().state() == {
        "angle": 0.0,
        "k": 1,
        "length": 3.73,
        "log_across": 0.0,
        "log_along": 0.0,
        "question": "tree",
        "width": 3.61,
    }


def test_leaves_are_the_chapter_s_to_a_tenth_of_a_millimetre(chapter):
    (X, *asked), (new, *fresh) = chapter
    old, some = leaves()
    np.testing.assert_array_equal(old, X.round(2))
    np.testing.assert_array_equal(some, new[:72].round(2))
    for question, place in QUESTIONS.items():
        np.testing.assert_array_equal(labels(question, 48), asked[place - 1])
        np.testing.assert_array_equal(labels(question, 72), fresh[place - 1][:72])


@pytest.mark.parametrize("question", QUESTIONS)
def test_learned_ellipses_are_those_of_the_chapter(chapter, question):
    """Up to their size, which changes no neighbour; descent ends a little elsewhere on another machine."""
    old, _ = chapter
    y = old[QUESTIONS[question]]
    for name, fit in {"nca": fit_nca(old[0], y, form="log"), "lmnn": fit_lmnn(old[0], y)}.items():
        values, vectors = np.linalg.eigh(fit.A.T @ fit.A)
        angle, along, across = LEARNED[question][name]
        assert np.degrees(np.arctan2(*vectors[::-1, 0])) % 180 == pytest.approx(angle, abs=0.5)
        ratio = np.log2(values[1] / values[0]) / 4
        assert min(ratio, 2.5) == pytest.approx(along, abs=0.02) == -across
        figure = Metric(question=question, angle=angle, log_along=along, log_across=across)
        uncut = [np.mean(figure_answers(fit.A, old[0], y) == y) * 48]
        assert uncut == [pytest.approx(counts(figure)[0])]


def figure_answers(A, X, y):
    squared = (((X[:, np.newaxis] - X) @ A.T) ** 2).sum(axis=2)
    np.fill_diagonal(squared, np.inf)
    return y[squared.argmin(axis=1)]


@pytest.mark.parametrize(
    ("question", "ellipse", "right"),
    [
        ("tree", (0, 0, 0), (25, 58)),  # 25 of 48: the chapter's "honest 52%"
        ("tree", (0, 1.5, -1.5), (19, 46)),
        ("tree", LEARNED["tree"]["nca"], (48, 71)),
        ("tree", LEARNED["tree"]["lmnn"], (46, 71)),
        ("tree", (30, 2, -2), (48, 71)),
        ("month", (0, 0, 0), (47, 70)),
        ("month", LEARNED["month"]["nca"], (46, 72)),
        ("month", LEARNED["month"]["lmnn"], (47, 70)),
    ],
)
def test_counts_of_right_answers(question, ellipse, right):
    figure = Metric(
        question=question, **dict(zip(("angle", "log_along", "log_across"), ellipse, strict=True))
    )
    assert counts(figure) == right


def test_values_are_those_of_lossnotes_and_scikit_learn():
    old, new = leaves()
    rng = np.random.default_rng(1)
    for _ in range(6):
        figure = Metric(
            question=str(rng.choice(list(QUESTIONS))),
            angle=float(rng.uniform(0, 180)),
            log_along=float(rng.uniform(-2.5, 2.5)),
            log_across=float(rng.uniform(-2.5, 2.5)),
        )
        assert np.linalg.eigvalsh(figure.M).min() > 0
        np.testing.assert_array_equal(figure.M, figure.M.T)
        found = mahalanobis_distance(old, (figure.length, figure.width), figure.M)
        assert figure.distances[0] == found.min()
        knn = KNeighborsClassifier(1, metric="mahalanobis", metric_params={"VI": figure.M}, algorithm="brute")
        knn.fit(old, labels(figure.question, 48))
        assert figure.held_out == knn.score(new, labels(figure.question, 72))
        assert figure.answer == knn.predict([(figure.length, figure.width)])


def test_equally_many_votes_go_to_the_nearest():
    figure = Metric(length=6.22, width=5.03, k=5)
    assert labels("tree", 48)[figure.neighbours].tolist() == [3, 1, 2, 1, 3]
    assert figure.answer == 3
    figure.k = 4  # now only 1 has two votes
    assert figure.answer == 1


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"question": "leaf"}, "question: expected one of 'tree', 'month', got 'leaf'"),
        ({"k": 0}, "k: expected a whole number from 1 to 5, got 0"),
        ({"angle": 181.0}, "angle: expected a number from 0 to 180, got 181.0"),
        ({"log_along": 3.0}, "log_along: expected a number from -2.5 to 2.5, got 3.0"),
        ({"log_across": float("nan")}, "log_across: expected a number from -2.5 to 2.5, got nan"),
        ({"length": 1.0}, "length: expected a number from 2 to 10, got 1.0"),
        ({"width": 9.0}, "width: expected a number from 1.5 to 8.5, got 9.0"),
    ],
)
def test_wrong_values_say_what_was_expected_and_what_came(values, message):
    with pytest.raises(traitlets.TraitError, match=message):
        Metric(**values)


def test_record_is_deterministic_and_says_what_is_seen():
    (data, _), (again, _) = Metric()._repr_mimebundle_(), Metric()._repr_mimebundle_()
    assert json.dumps(data[EXPLORER]) == json.dumps(again[EXPLORER])
    assert data["image/svg+xml"] == again["image/svg+xml"]
    assert data[EXPLORER]["text"]["en"].endswith("25 of 48 get the right tree, and 58 of 72 new leaves.")
    assert data[EXPLORER]["text"]["ko"].endswith("잎 48장에서 하나씩 빼고 25장, 새 잎 72장에서 58장.")
