"""Weights are whole millionths that add up, and series keep their totals, whatever the areas share."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core.correspondence import WHOLE, carried, correspondence_of

SHARED = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 6), st.one_of(st.integers(1, 1_000), st.floats(0.001, 10))),
    max_size=25, unique_by=lambda row: row[:2],
)  # fmt: skip


def table_of(pairs, outside, sliver):
    """The correspondence of pairs of 6 old and 7 new areas; `outside` is what lies in no new area, by old one."""
    old, new, amount = (np.array(part) for part in zip(*pairs)) if pairs else (np.zeros(0),) * 3
    old, new, amount = old.astype(int), new.astype(int), amount.astype(float)
    wholes = np.bincount(old, amount, 6) + np.array(outside, float), np.bincount(new, amount, 7)
    return correspondence_of(old, new, amount, *wholes, sliver), wholes[0]


@given(pairs=SHARED, outside=st.lists(st.sampled_from([0, 0, 0.5, 40]), min_size=6, max_size=6),
       sliver=st.sampled_from([0.0, 0.001, 0.05]))  # fmt: skip
def test_weights_add_up_to_a_whole_where_an_area_is_covered_and_to_no_more_elsewhere(pairs, outside, sliver):
    table, whole = table_of(pairs, outside, sliver)
    assert (table.weight >= 0).all() and table.weight.dtype == np.int64
    for number in range(6):
        rows = table.old == number
        total = int(table.weight[rows].sum())
        assert total == table.sums[number]
        if not rows.any():
            assert total == 0
        elif table.covered[number] >= 1 - max(sliver, 1e-9):
            assert total == WHOLE
        else:
            assert total == int(np.floor(table.covered[number] * WHOLE)) < WHOLE
        exact = table.amount[rows] / max(table.amount[rows].sum(), 1e-300) * total
        assert (np.abs(table.weight[rows] - exact) < 1 + 1e-6).all()
    assert (np.isnan(table.covered) == (whole == 0)).all()
    seen = set(zip(table.old.tolist(), table.new.tolist())) | set(map(tuple, table.slivers.tolist()))
    assert seen == {row[:2] for row in pairs} and len(seen) == len(table.old) + len(table.slivers)


@given(
    pairs=SHARED, outside=st.lists(st.sampled_from([0, 40]), min_size=6, max_size=6),
    series=st.lists(st.tuples(st.integers(-1, 5), st.integers(0, 10**9)), max_size=20),
)  # fmt: skip
def test_a_series_keeps_its_total_to_the_last_millionth(pairs, outside, series):
    table, _ = table_of(pairs, outside, 0.001)
    old, values = (
        (np.array(part, np.int64) for part in zip(*series)) if series else (np.zeros(0, np.int64),) * 2
    )
    found, lost = carried(table, old, values, 7)
    assert int(found.sum()) + lost == int(values.sum()) * WHOLE
    assert lost >= 0 and (found >= 0).all()
    expected = sum(
        value * (WHOLE - int(table.sums[number]) if number >= 0 else WHOLE)
        for number, value in zip(old.tolist(), values.tolist())
    )
    assert lost == expected


def test_an_area_in_three_equal_parts_gives_the_remainder_to_the_first():
    table, _ = table_of([(0, 0, 1), (0, 1, 1), (0, 2, 1)], [0] * 6, 0.001)
    assert table.weight.tolist() == [333_334, 333_333, 333_333]
    found, lost = carried(table, np.array([0]), np.array([3]), 7)
    assert found[:3].tolist() == [1_000_002, 999_999, 999_999] and lost == 0


def test_a_sliver_is_small_in_both_areas_and_goes_to_the_others():
    """A small area that lies wholly in a large one is no sliver of it."""
    pairs = [(0, 0, 1_000), (0, 1, 0.5), (0, 2, 0.4), (1, 1, 1_000)]
    table, _ = table_of(pairs, [0] * 6, 0.001)
    assert table.slivers.tolist() == [[0, 1]]
    assert list(zip(table.old.tolist(), table.new.tolist())) == [(0, 0), (0, 2), (1, 1)]
    assert table.sums[:2].tolist() == [WHOLE, WHOLE] and table.weight[1] == 400


@pytest.mark.parametrize(("outside", "total"), [(0.0, WHOLE), (0.9, WHOLE), (250.0, 800_000)])
def test_what_lies_outside_is_not_given_to_others_but_for_a_sliver(outside, total):
    table, _ = table_of([(0, 0, 600), (0, 1, 400)], [outside, 0, 0, 0, 0, 0], 0.001)
    assert table.sums[0] == total
    assert table.covered[0] == pytest.approx(1_000 / (1_000 + outside))
