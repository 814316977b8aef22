"""The limits of the accuracy table of `make bench`: ours hold them, and where the peers do not is named."""

import numpy as np
import pytest

from benchmarks.losses import accuracy
from benchmarks.losses.cases import cases

CASES = list(cases())


@pytest.mark.parametrize("case", CASES, ids=str)
def test_ours_are_within_the_limits(case):
    expected = accuracy.exact(case)
    assert accuracy.within_limits(case, accuracy.ours(case), expected), accuracy.cell(
        case, accuracy.ours(case), expected
    )


def confident(loss, name, dtype=np.float64):
    return next(c for c in CASES if c.loss == loss and c.name.startswith(name) and c.dtype == dtype)


def test_the_reference_of_a_confident_prediction():
    loss, [gradient] = accuracy.exact(confident("softmax_cross_entropy", "confident"))
    assert float(loss) == pytest.approx(2 * np.exp(-100), rel=1e-15)  # 7.4e-44
    assert float(gradient[0, 1]) == pytest.approx(np.exp(-100), rel=1e-15)
    assert float(gradient.sum()) == pytest.approx(0, abs=1e-57)  # summed in fifteen digits


@pytest.mark.parametrize("peer", ["torch", "scipy"])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_where_peers_lose_every_digit(peer, dtype):
    for name in "confident", "very confident":
        case = confident("softmax_cross_entropy", name, dtype)
        loss, [gradient] = accuracy.PEERS[case.loss][peer](case)
        assert loss == 0
        assert gradient[0, case.label] == 0
        assert not accuracy.within_limits(case, (loss, [gradient]), accuracy.exact(case))


def test_scikit_learn_clips_probabilities():
    case = confident("softmax_cross_entropy", "confident")
    loss, _ = accuracy.PEERS[case.loss]["scikit-learn"](case)
    assert not 1e-44 < loss < 1e-43


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_torch_has_no_digit_left_on_the_margin(dtype):
    case = confident("multiclass_svm_loss", "on the margin", dtype)
    exact, _ = accuracy.exact(case)
    assert 0 < exact < np.finfo(dtype).eps
    loss, gradients = accuracy.PEERS[case.loss]["torch"](case)
    assert not accuracy.within_limits(case, (loss, gradients), accuracy.exact(case))


def test_limits_are_limits():
    case = confident("lsoftmax_loss", "random")
    loss, (features, weight) = accuracy.ours(case)
    expected = accuracy.exact(case)
    limit = accuracy.loss_limit(case)
    assert 1e-13 < limit < 1e-11
    for wrong in (loss * (1 + 2 * limit), np.nan, np.inf):
        assert not accuracy.within_limits(case, (wrong, [features, weight]), expected)
    for wrong in (features * (1 + 2e-12), features * np.nan):
        assert not accuracy.within_limits(case, (loss, [wrong, weight]), expected)


def test_cells_say_what_came():
    case = confident("softmax_cross_entropy", "random, right")
    expected = accuracy.exact(case)
    loss, [gradient] = float(expected[0]), [expected[1][0].astype(float)]
    assert accuracy.cell(case, (1.5 * loss, [0 * gradient]), expected) == "5e-01, 0"
    assert accuracy.cell(case, (np.nan, [gradient * np.inf]), expected) == "nan, inf"
    assert accuracy.cell(case, (0.0, []), expected) == "0"
    assert accuracy.cell(case, None, expected) == ""
    zero = confident("lsoftmax_loss", "zero features")
    expected = accuracy.exact(zero)
    assert accuracy.cell(zero, (float(expected[0]), [np.array([np.nan])]), expected).endswith("nan")
