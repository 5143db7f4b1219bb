"""Code lists, replacement of values, and who a record is: hashes that outlive a session and a library."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core.cleaning.codes import Codelist, is_one_of, map_unique, normal, recode, tidy
from igh_plugin.core.cleaning.identity import OwnIds, Repeated, Seen, content_hash, text_hash

ROOT = Path(__file__).resolve().parents[2]
ROWS = [
    {"main_slug": "afval", "main_name": "Afval", "sub_slug": "grofvuil", "sub_name": "Grofvuil"},
    {"main_slug": "afval", "main_name": "Afval", "sub_slug": "overig-afval", "sub_name": "Overig afval"},
    {"main_slug": "afval", "main_name": "Afval", "sub_slug": "overig", "sub_name": "Overig"},
    {"main_slug": "wegen", "main_name": "Wegen, verkeer", "sub_slug": "overig", "sub_name": "Overig"},
]
# Readers pass no NUL on: pandas takes texts for equal that only differ behind one.
words = st.lists(
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8), max_size=30
)


@pytest.mark.parametrize(
    "text,code",
    [
        ("grofvuil", "grofvuil"),
        ("  GROFVUIL ", "grofvuil"),
        ("Afval / Grofvuil", "grofvuil"),
        ("afval/grofvuil", "grofvuil"),
        ("overig_afval", "overig-afval"),
        ("Overig  afval", "overig-afval"),
        ("overig", ""),
        ("Overig", ""),
        ("wegen/overig", "wegen/overig"),
        ("Wegen, verkeer/Overig", "wegen/overig"),
        ("grof", ""),
        ("", ""),
    ],
)
def test_a_spelling_stands_for_one_code_or_for_none(text, code):
    assert Codelist.from_rows("list", ROWS).code(text) == code


def test_a_code_stands_for_itself_where_another_has_it_for_a_name():
    rows = [
        {"main_slug": "schoon", "main_name": "Schoon", "sub_slug": "bak-vol", "sub_name": "Bak is vol"},
        {"main_slug": "afval", "main_name": "Afval", "sub_slug": "bak-is-vol", "sub_name": "Bak is vol"},
    ]
    codelist = Codelist.from_rows("list", rows)
    assert [codelist.code(text) for text in ("bak-is-vol", " bak-vol", "Bak is vol", "afval/bak is vol")] == [
        "bak-is-vol",
        "bak-vol",
        "",
        "bak-is-vol",
    ]


def test_a_sub_category_of_two_main_ones_keeps_its_main_one_in_the_code():
    codelist = Codelist.from_rows("list", ROWS)
    assert codelist.codes == ("grofvuil", "overig-afval", "afval/overig", "wegen/overig")
    assert codelist.titles["wegen/overig"] == "Overig"


@given(st.text(max_size=20))
def test_spelling_is_normal_once_and_for_all(text):
    assert normal(normal(text)) == normal(text)
    assert tidy(tidy(text)) == tidy(text)


def test_values_are_replaced_exactly_first_and_then_whatever_their_capitals():
    mapping = {"J": "yes", "j": "also yes", "Nee": "no", "": "unknown"}
    found = recode(["J", "j", " NEE ", "x  y", "", None or " "], mapping)
    assert found.tolist() == ["yes", "also yes", "no", "x y", "unknown", "unknown"]
    assert recode(["", " a "], {}).tolist() == [None, "a"]


def test_one_of_several_is_one_another_is_zero_and_empty_is_unknown():
    found = is_one_of(["B", " c ", "A", "", "  "], ["B", "C", "D"])
    assert found[:3].tolist() == [1.0, 1.0, 0.0] and np.isnan(found[3:]).all()


@given(words)
def test_a_change_of_distinct_values_is_the_change_of_every_value(values):
    assert map_unique(values, str.upper).tolist() == [value.upper() for value in values]


# --- fingerprints and exact duplicates


@given(st.lists(st.lists(st.integers(0, 12), max_size=10), max_size=25))
def test_the_earlier_row_is_found_over_batches(batches):
    seen, first, number = Seen(), {}, 0
    for batch in batches:
        rows = np.arange(number, number + len(batch), dtype=np.int64)
        number += len(batch)
        found = seen.first_rows(np.array(batch, np.int64) * 7919 - 40_000, rows)
        for value, row, earlier in zip(batch, rows.tolist(), found.tolist()):
            assert earlier == first.get(value, -1)
            first.setdefault(value, row)


@given(st.lists(st.lists(st.integers(0, 20), max_size=12), max_size=6))
def test_hashes_that_repeat_are_found_over_batches(batches):
    again, values = Repeated(), [value for batch in batches for value in batch]
    for batch in batches:
        again.add(np.array(batch, np.uint64))
    assert again.hashes.tolist() == sorted({value for value in values if values.count(value) > 1})
    assert (again.count, again.distinct) == (len(values), len(set(values)))


# --- hashes

SCRIPT = """
import numpy as np
from igh_plugin.core.cleaning.identity import content_hash, text_hash
columns = {
    "category": np.array(["afval", None, "caf\\u00e9"], object),
    "m_minutes": np.array([1.5, np.nan, -0.0]),
    "occurred_from": np.array(["2024-01-01T12:00:00", "NaT", "1970-01-01"], "datetime64[s]"),
}
print(text_hash(["a", None, "", "caf\\u00e9"]).tolist(), content_hash(columns, 3).tolist())
"""
EXPECTED = (
    "[4196548638064502148, 2211119884618846070, 2211119884618846070, 15127299562725480698] "
    "[-7580906123085109030, -941778764039195291, 3192105960452519540]"
)


@pytest.mark.parametrize("seed", ["0", "4242"])
def test_hashes_are_the_same_in_every_process_and_with_every_version_of_pandas(seed):
    """The numbers stand here: a library that hashes otherwise would call every event changed."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, env=environment, cwd=ROOT
    )
    assert done.stdout.strip() == EXPECTED


@given(words)
def test_the_hash_of_a_text_does_not_depend_on_its_column(values):
    many = text_hash(values * 60)
    assert (many[: len(values)] == text_hash(values)).all()
    assert [text_hash([value])[0] for value in values] == text_hash(values).tolist()


def columns_of(rows):
    return {
        "category": np.array([row[0] for row in rows] or [], object),
        "m_amount": np.array([row[1] for row in rows], float),
        "reported_at": np.array([row[2] for row in rows], "datetime64[s]"),
    }


row = st.tuples(
    st.one_of(st.none(), st.sampled_from("abc")),
    st.sampled_from([np.nan, 0.0, 1.0, 2.5]),
    st.sampled_from(["NaT", "2024-01-01", "2024-01-01T00:00:01"]),
)


@given(st.lists(row, min_size=1, max_size=30))
def test_rows_have_the_same_hash_exactly_when_they_say_the_same(rows):
    hashes = content_hash(columns_of(rows), len(rows)).tolist()
    said = [repr(one) for one in rows]
    assert len(set(hashes)) == len(set(said))
    assert len({*zip(hashes, said)}) == len(set(said))


@given(st.lists(row, min_size=1, max_size=20))
def test_a_column_declared_later_changes_no_row_that_lacks_it(rows):
    columns = columns_of(rows)
    later = {**columns, "a_new": np.full(len(rows), None, object), "m_new": np.full(len(rows), np.nan)}
    assert (content_hash(columns, len(rows)) == content_hash(later, len(rows))).all()


def test_the_same_value_in_another_column_is_another_content():
    one = content_hash({"a": np.array(["x"], object), "b": np.array([None], object)}, 1)
    other = content_hash({"a": np.array([None], object), "b": np.array(["x"], object)}, 1)
    both = content_hash({"a": np.array(["x"], object), "b": np.array(["x"], object)}, 1)
    assert len({int(one[0]), int(other[0]), int(both[0])}) == 3


@given(st.lists(st.lists(st.integers(-3, 3), max_size=8), max_size=6))
def test_own_ids_are_unique_and_number_the_equal_ones_over_batches(batches):
    own = OwnIds()
    found = [text for batch in batches for text in own.ids(np.array(batch, np.int64)).tolist()]
    assert len(set(found)) == len(found)
    at_once = OwnIds().ids(np.array([value for batch in batches for value in batch], np.int64)).tolist()
    assert found == at_once
