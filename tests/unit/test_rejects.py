"""Rejected rows wait on disk and come back as they were."""

from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.workspace import rejects
from igh_plugin.workspace.rejects import RejectRows

TEXT = st.one_of(st.none(), st.text(max_size=20))
ROW = st.tuples(TEXT, st.one_of(st.none(), st.integers(-(2**40), 2**40)), TEXT, TEXT, TEXT)


@given(
    st.lists(st.lists(ROW, max_size=12), max_size=6), st.integers(1, 5), st.sampled_from([1, 200, 1 << 20])
)
def test_rows_come_back_as_they_were_again_and_again(parts, batch, held):
    with mock.patch.object(rejects, "BATCH", batch), mock.patch.object(rejects, "HELD", held):
        rows = RejectRows()
        for at, part in enumerate(parts):
            rows.extend(iter(part))
            assert list(rows) == [row for one in parts[: at + 1] for row in one]
    assert list(zip(rows, rows)) == [(row, row) for one in parts for row in one]
