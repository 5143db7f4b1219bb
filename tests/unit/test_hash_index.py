"""Numbers by hash are found exactly, in memory and in the file alike."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core import hash_index
from igh_plugin.core.hash_index import HashIndex

HASHES = st.one_of(st.integers(0, 40), st.integers(0, 2**64 - 1))


def found_in(index, hashes):
    """The numbers of each hash, None where it was not added."""
    there, numbers = index.find(np.array(hashes, np.uint64))
    assert (numbers[~there] == -1).all()
    return [tuple(row) if known else None for known, row in zip(there.tolist(), numbers.tolist())]


@given(
    st.integers(0, 3),
    st.lists(st.dictionaries(HASHES, st.integers(-(2**62), 2**62), max_size=30), max_size=30),
    st.lists(HASHES, max_size=20),
    st.sampled_from([0, 100, 1500, 10**6]),
)
def test_the_last_numbers_of_each_hash_are_found_and_nothing_else(width, batches, others, most):
    index, expected = HashIndex(width, most), {}
    for batch in batches:
        rows = np.array([[number + at for at in range(width)] for number in batch.values()], np.int64)
        expected.update(zip(batch, map(tuple, rows.reshape(len(batch), width).tolist())))
        index.add(np.array(list(batch), np.uint64), rows)
        asked = [*list(expected)[:10], *others]
        assert found_in(index, asked) == [expected.get(one) for one in asked]
    assert found_in(index, list(expected)) == list(expected.values())


def test_signed_and_unsigned_hashes_are_the_same():
    index = HashIndex(most=40)
    index.add(np.array([-1, 5, -(2**63)], np.int64), np.array([1, 2, 3]))
    assert found_in(index, [2**64 - 1, 5, 2**63, 6]) == [(1,), (2,), (3,), None]


def test_what_memory_holds_does_not_grow(monkeypatch):
    monkeypatch.setattr(hash_index, "BLOCK", 1000)
    index, random = HashIndex(most=160_000), np.random.default_rng(3)
    hashes = random.integers(0, 2**64 - 1, 200_000, np.uint64)
    for start in range(0, len(hashes), 3000):
        index.add(hashes[start : start + 3000], np.arange(start, min(start + 3000, len(hashes))))
        assert sum(len(part[0]) for part in index._parts) <= 10_000
    asked = random.permutation(len(hashes))[:5000]
    there, numbers = index.find(hashes[asked])
    assert there.all() and (numbers[:, 0] == asked).all()


@pytest.mark.parametrize("most", [1, 100])
def test_nothing_is_found_for_nothing(most):
    index = HashIndex(most=most)
    assert found_in(index, []) == []
    index.add(np.zeros(0, np.uint64), np.zeros(0, np.int64))
    assert found_in(index, [0]) == [None]
