"""What a download keeps of columns is what came, whatever stands in them."""

import json

from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.sources.spool import _packed, _unpacked

TEXTS = st.text(max_size=8) | st.sampled_from(["", "\x1e", "a\x1fb", "{", "\ud83d", "\0", "é"])


@given(st.dictionaries(TEXTS, st.lists(TEXTS, max_size=4), max_size=4))
def test_columns_come_back_as_they_were(columns):
    assert _unpacked(_packed(columns)) == columns


def test_what_an_earlier_version_wrote_is_read():
    assert _unpacked(json.dumps({"a": ["1", "2"]})) == {"a": ["1", "2"]}
