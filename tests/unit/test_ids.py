"""Ids in little memory are found exactly, whatever they are made of."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.workspace.ids import IdIndex

IDS = st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), min_size=1, max_size=12)


@given(st.lists(st.sets(IDS, max_size=8), max_size=40), st.lists(IDS, max_size=10))
def test_what_was_added_is_found_and_nothing_else(batches, others):
    index, numbers = IdIndex(), {}
    for batch in batches:
        fresh = [one for one in batch if one not in numbers]
        index.add(fresh, np.arange(len(numbers), len(numbers) + len(fresh)))
        numbers.update({one: len(numbers) + at for at, one in enumerate(fresh)})
    asked = [*numbers, *others]
    assert index.find(asked).tolist() == [numbers.get(one, -1) for one in asked]
    assert len(index) == len(numbers)


def test_a_million_take_little():
    index = IdIndex()
    for start in range(0, 200_000, 20_000):
        index.add([f"meldingen:{at}" for at in range(start, start + 20_000)], range(start, start + 20_000))
    held = sum(ids.nbytes + numbers.nbytes for ids, numbers in index._parts)
    assert held < 30 * 200_000
    assert index.find(["meldingen:199999", "meldingen:200000"]).tolist() == [199_999, -1]
