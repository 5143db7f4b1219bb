"""Classes of a map: never an empty one, whatever the values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.layers.classes import RULES, class_limits


@pytest.mark.parametrize("rule", RULES)
def test_nearly_all_zero_gives_classes_that_tell_the_rest_apart(rule):
    values = np.concatenate([np.zeros(500), [1.0, 2.0, 5.0, 9.0, 14.0, 40.0]])
    limits = class_limits(values, 5, rule)
    assert limits and limits == sorted(set(limits))
    assert limits[0] > 0 and limits[-1] <= 40


@given(
    st.lists(
        st.one_of(st.just(0.0), st.floats(-1e6, 1e6, allow_subnormal=False), st.just(float("nan"))),
        max_size=60,
    ),
    st.integers(2, 7),
    st.sampled_from(RULES),
)
def test_limits_rise_and_lie_among_the_values(values, classes, rule):
    limits = class_limits(np.array(values, float), classes, rule)
    known = np.array([value for value in values if not np.isnan(value)])
    assert limits == sorted(set(limits)) and len(limits) < max(classes, 1)
    if limits:
        assert known.min() < limits[0] and limits[-1] <= known.max()
