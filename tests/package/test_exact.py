"""The two compensated sums."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.testing import assert_array_equal

from lossnotes._exact import sum_of_others, sum_of_three, two_sum

numbers = st.floats(-1e200, 1e200, allow_subnormal=False)


@given(numbers, numbers)
def test_two_sum_loses_nothing(a, b):
    total, lost = two_sum(np.float64(a), np.float64(b))
    assert total == a + b
    assert Fraction(float(total)) + Fraction(float(lost)) == Fraction(a) + Fraction(b)


@given(numbers, numbers, numbers)
def test_sum_of_three_is_right_to_the_last_digit_or_two(a, b, c):
    exact = Fraction(a) + Fraction(b) + Fraction(c)
    got = Fraction(float(sum_of_three(np.float64(a), np.float64(b), np.float64(c))))
    assert abs(got - exact) <= Fraction(2) ** -51 * abs(exact)  # two roundings, one of them perhaps doubled


def test_sum_of_three_where_plain_addition_cancels():
    plain = 0.1 - 1.1 + 1.0
    assert plain != float(Fraction(0.1) - Fraction(1.1) + 1)
    assert sum_of_three(np.float64(0.1), np.float64(-1.1), np.float64(1.0)) == float(
        Fraction(0.1) - Fraction(1.1) + 1
    )


def test_sum_of_three_beside_infinities_and_overflow():
    inf = np.inf
    a = np.array([inf, -inf, 1.0, 1e308, -1e308])
    b = np.array([1.0, 1.0, -inf, 1e308, -1e308])
    assert_array_equal(sum_of_three(a, b, np.float64(1.0)), [inf, -inf, -inf, inf, -inf])


@given(
    hnp.arrays(np.float64, hnp.array_shapes(min_dims=2, max_dims=2, max_side=5), elements=st.floats(0, 1e9))
)
def test_sum_of_others(x):
    got = sum_of_others(x)
    for i, k in np.ndindex(x.shape):
        exact = sum((Fraction(float(v)) for j, v in enumerate(x[i]) if j != k), Fraction(0))
        assert (
            abs(Fraction(float(got[i, k])) - exact) <= Fraction(2) ** -50 * exact
        )  # a rounding for each entry
