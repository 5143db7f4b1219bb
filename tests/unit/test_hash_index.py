"""Numbers by hash are found exactly, in memory and in the file alike."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core import hash_index
from igh_plugin.core.hash_index import HashIndex

HASHES = st.one_of(st.integers(0, 40), st.integers(0, 2**64 - 1))


@given(
    st.lists(st.dictionaries(HASHES, st.integers(0, 2**62), max_size=30), max_size=30),
    st.lists(HASHES, max_size=20),
    st.sampled_from([0, 5, 60, 10**6]),
)
def test_the_last_number_of_each_hash_is_found_and_nothing_else(batches, others, most):
    index, numbers = HashIndex(most), {}
    for batch in batches:
        numbers.update(batch)
        index.add(np.array(list(batch), np.uint64), np.array(list(batch.values()), np.int64))
        asked = [*list(numbers)[:10], *others]
        found = index.find(np.array(asked, np.uint64)).tolist()
        assert found == [numbers.get(one, -1) for one in asked]
    assert index.find(np.array(list(numbers), np.uint64)).tolist() == list(numbers.values())


def test_signed_and_unsigned_hashes_are_the_same():
    index = HashIndex(2)
    index.add(np.array([-1, 5, -(2**63)], np.int64), np.array([1, 2, 3]))
    assert index.find(np.array([2**64 - 1, 5, 2**63, 6], np.uint64)).tolist() == [1, 2, 3, -1]


def test_what_memory_holds_does_not_grow(monkeypatch):
    monkeypatch.setattr(hash_index, "BLOCK", 1000)
    index, random = HashIndex(10_000), np.random.default_rng(3)
    hashes = random.integers(0, 2**64 - 1, 200_000, np.uint64)
    for start in range(0, len(hashes), 3000):
        index.add(hashes[start : start + 3000], np.arange(start, min(start + 3000, len(hashes))))
        assert sum(len(part[0]) for part in index._parts) <= 13_000
    asked = random.permutation(len(hashes))[:5000]
    assert (index.find(hashes[asked]) == asked).all()


@pytest.mark.parametrize("most", [1, 100])
def test_nothing_is_found_for_nothing(most):
    index = HashIndex(most)
    assert len(index.find(np.zeros(0, np.uint64))) == 0
    index.add(np.zeros(0, np.uint64), np.zeros(0, np.int64))
    assert index.find(np.array([0], np.uint64)).tolist() == [-1]
