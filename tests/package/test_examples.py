"""The course's numbers are those of its sources."""

import numpy as np
import pytest
import torch

from lossnotes import examples


def test_scores_have_one_image_a_row():
    assert examples.CLASS_NAMES == ("cat", "car", "frog")
    cat_image, car_image, frog_image = examples.SCORES.tolist()
    assert (cat_image, car_image, frog_image) == ([3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1])
    assert examples.LABELS.tolist() == [0, 1, 2]


def test_training_data():
    rows = [[1, 2, 1, 1], [2, 1, 3, 2], [3, 1, 3, 4], [4, 1, 5, 5]]
    rows += [[1, 7, 5, 5], [1, 2, 5, 6], [1, 6, 6, 6], [1, 7, 7, 7]]
    assert examples.ROWS_X.tolist() == rows
    assert examples.ROWS_X.dtype == np.float32
    assert examples.ROWS_Y.tolist() == [2, 2, 2, 1, 1, 1, 0, 0]
    published = (
        "3.246066 0.703490 0.620850 0.563644 0.513388 0.465922 0.419682 0.373925 0.328385 0.283776 0.247032"
    )
    assert [f"{cost:.6f}" for cost in examples.PUBLISHED_COSTS] == published.split()


@pytest.mark.parametrize("name", ["SCORES", "LABELS", "ROWS_X", "ROWS_Y", "PUBLISHED_COSTS"])
def test_no_cell_can_change_them_for_another(name):
    with pytest.raises(ValueError, match="read-only"):
        getattr(examples, name)[0] = 0


def test_torch_copies_them_without_a_warning():
    assert torch.tensor(examples.ROWS_X).dtype == torch.float32
    assert torch.tensor(examples.ROWS_Y).dtype == torch.int64
