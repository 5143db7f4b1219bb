"""From files to events and rejects: every rule once, what adds up always, and what is never kept."""

import json
import logging
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igh_plugin.core.cleaning.coordinates import Fence
from igh_plugin.core.cleaning.mapping import EVENT_COLUMNS
from igh_plugin.core.cleaning.records import REASONS, REJECT_COLUMNS
from igh_plugin.core.errors import UserError
from tests.unit.cleaning_run import BASE, GOOD, HEADER, Run, row


@pytest.fixture
def run(tmp_path):
    return lambda *files, **options: Run(tmp_path, *files, **options)


def test_a_good_row_becomes_an_event(run):
    event = run([GOOD]).only
    assert event.event_id == "test:1" and (event.source, event.kind) == ("test", "report")
    assert (event.category, event.place, event.a_score) == ("waste", "Dam", "B")
    assert (event.x, event.y, event.m_minutes) == (121388.5, 487369.0, 2.5)
    assert str(np.datetime64(event.occurred_from, "s")) == "2024-07-05T12:03:00"
    assert str(np.datetime64(event.occurred_local, "s")) == "2024-07-05T14:03:00"
    assert (event.local_day, event.local_hour) == (19909, 14)
    assert set(EVENT_COLUMNS) <= set(event.index)


@pytest.mark.parametrize(
    "change,reason,field",
    [
        ({"seen": "2024-02-30 10:00"}, "bad_time", "occurred_from"),
        ({"reported": "soon"}, "bad_time", "reported_at"),
        ({"seen": "2026-01-01 12:00"}, "future_time", "occurred_from"),
        ({"closed": "2024-07-04"}, "closed_before_occurred", "closed_at"),
        ({"closed": "2099-01-01"}, "future_time", "closed_at"),
        ({"x": ""}, "missing_coordinates", "x"),
        ({"x": " ", "y": ""}, "missing_coordinates", "x"),
        ({"x": "unknown"}, "impossible_coordinates", "x"),
        ({"x": "0", "y": "0"}, "impossible_coordinates", "x"),
        ({"x": "1e400"}, "impossible_coordinates", "x"),
        ({"x": "99999"}, "outside_extent", "x"),
        ({"kind": ""}, "missing_category", "category"),
        ({"minutes": "many"}, "bad_number", "m_minutes"),
        ({"minutes": "inf"}, "bad_number", "m_minutes"),
    ],
)
def test_a_row_that_fails_is_kept_with_file_line_reason_and_field(run, change, reason, field):
    done = run([GOOD, row(id="2", **change), row(id="3")])
    assert done.why() == [("f0.csv", 3, reason, field)] and reason in REASONS
    assert done.events["event_id"].tolist() == ["test:1", "test:3"]
    assert tuple(done.rejects.columns) == REJECT_COLUMNS
    assert json.loads(done.rejects["record"][0])["id"] == "2"


def test_what_may_be_empty(run):
    event = run([row(seen="", reported="", closed="", street=" ", minutes="", score="")]).only
    assert pd.isna(event.occurred_from) and pd.isna(event.local_day) and pd.isna(event.local_hour)
    assert event.place is None and event.a_score is None and np.isnan(event.m_minutes)


def test_the_first_reason_counts_and_only_once(run):
    done = run([row(seen="bad", x="", kind="", minutes="x"), row(id="2")])
    assert done.why() == [("f0.csv", 2, "bad_time", "occurred_from")]
    assert dict(done.cleaner.reasons) == {"bad_time": 1}


def test_swapped_coordinates_are_rejected_and_said(run):
    fence = Fence(121388, 487369, 20_000)
    done = run(
        [GOOD, row(id="2", x="487369", y="121388")], fence=fence, bounds=(0, 300_000, 300_000, 630_000)
    )
    assert [one[2] for one in done.why()] == ["impossible_coordinates"]
    assert any("changed places" in note and note.startswith("1 ") for note in done.notes)


@pytest.mark.parametrize(
    "wrong,right",
    [("4.9;52.37", "52.37;4.9"), ("52,37;4,9", "52,37;4,9")],
    ids=["decimal point", "decimal comma"],
)
def test_degrees_the_wrong_way_round_lie_outside_the_extent(run, wrong, right):
    definition = BASE.replace("EPSG:28992", "EPSG:4326").replace(
        "100000, 400000, 200000, 500000", "3, 50, 8, 54"
    )
    lat, lon = right.split(";")
    done = run(
        [row(x=lon, y=lat), row(id="2", x=lat, y=lon)], definition=definition, bounds=(-180, -90, 180, 90)
    )
    assert [one[2] for one in done.why()] == ["outside_extent"]
    assert done.only.x == 4.9 and done.only.y == 52.37
    assert any("changed places" in note and note.startswith("1 ") for note in done.notes)


@pytest.mark.parametrize(("field", "text"), [("wkt", "POINT (52.37 4.9)"), ("xy", "52.37,4.9")])
def test_points_that_give_the_latitude_first(run, field, text):
    definition = BASE.replace("EPSG:28992", "EPSG:4326").replace(
        "100000, 400000, 200000, 500000", "3, 50, 8, 54"
    )
    definition = definition.replace("  x: x\n  y: y\n", f"  {field}: {{column: street, axes: yx}}\n")
    event = run([row(street=text)], definition=definition.replace("  place: street\n", "")).only
    assert (event.x, event.y) == (4.9, 52.37)


def test_points_in_no_area_and_far_from_all_are_rejected(run):
    def locate(x, y):
        return np.array(["north" if one > 480_000 else None for one in y], object)

    done = run([GOOD, row(id="2", y="450000"), row(id="3", x="")], locate=locate)
    assert done.only.area == "north"
    assert [one[1:3] for one in done.why()] == [(3, "outside_area"), (4, "missing_coordinates")] or [
        one[1:3] for one in done.why()
    ] == [(4, "missing_coordinates"), (3, "outside_area")]
    done = run([GOOD, row(id="2", y="450000")], fence=Fence(121388, 487369, 1000))
    assert [one[2] for one in done.why()] == ["far_outside"]


@pytest.mark.parametrize(
    "point,expected",
    [
        ("SRID=28992;POINT (121388 487369)", None),
        ("POINT (121388 487369)", None),
        ("SRID=4326;POINT (121388 487369)", "impossible_coordinates"),
        ("POINT EMPTY", "impossible_coordinates"),
        ("", "missing_coordinates"),
    ],
)
def test_points_as_text(run, point, expected):
    definition = BASE.replace("  x: x\n  y: y\n", "  wkt: street\n").replace("  place: street\n", "")
    done = run([row(street=point)], definition=definition)
    assert [one[2] for one in done.why()] == ([expected] if expected else [])


def test_categories_of_a_code_list(run):
    definition = BASE.replace("{column: kind, values: {Afval: waste}}", "{column: kind, codelist: signalen}")
    done = run(
        [row(kind="Grofvuil"), row(id="2", kind="no such thing"), row(id="3", kind="")], definition=definition
    )
    assert done.only.category == "grofvuil"
    assert [one[1:] for one in done.why()] in (
        [(3, "unknown_category", "category"), (4, "missing_category", "category")],
        [(4, "missing_category", "category"), (3, "unknown_category", "category")],
    )


def test_a_category_is_found_under_its_main_one_and_kept_where_the_mapping_says_so(run):
    entry = "{column: kind, codelist: signalen, above: street, unknown: keep}"
    definition = BASE.replace("{column: kind, values: {Afval: waste}}", entry)
    given = [
        ("Afval", "Prullenbak is vol"),
        ("Schoon", "Prullenbak is vol"),
        ("", "Prullenbak is vol"),
        ("overlast-van-dieren", "ratten"),
        ("A main category of tomorrow", "Grofvuil"),
        ("Schoon", "A sub category of tomorrow"),
    ]
    rows = [row(id=str(n), street=main, kind=kind) for n, (main, kind) in enumerate(given)]
    done = run(rows, definition=definition)
    assert done.why() == []
    assert done.events["category"].tolist() == [
        "prullenbak-is-vol", "prullenbak-vol", "Prullenbak is vol", "ratten", "grofvuil", "A sub category of tomorrow",
    ]  # fmt: skip


# --- who is who


def test_rows_that_are_equal_in_every_column_are_duplicates_of_the_first(run):
    done = run([GOOD, row(id="2"), GOOD], [GOOD, row(free="differs in an unmapped column")])
    assert [one[:3] for one in done.why()] == [
        ("f0.csv", 4, "exact_duplicate"),
        ("f1.csv", 2, "exact_duplicate"),
        ("f0.csv", 2, "duplicate_id"),
    ]
    assert [json.loads(text)["kept_row"] for text in done.rejects["record"]] == [2, 2, 3]


def test_of_one_id_the_last_by_report_time_is_kept_and_then_the_last_in_the_file(run):
    rows = [
        row(reported="2024-07-07", street="new"),
        row(reported="2024-07-06", street="old"),
        row(id="2", street="a"),
        row(id="2", street="b"),
        row(id="3", reported="", street="last without a report time"),
        row(id="3", street="with one"),
    ]
    for size in (1, 2, 100):
        done = run(rows, size=size)
        assert dict(zip(done.events["event_id"], done.events["place"])) == {
            "test:1": "new",
            "test:2": "b",
            "test:3": "with one",
        }
        assert sorted((one[1], one[2]) for one in done.why()) == [
            (3, "duplicate_id"),
            (4, "duplicate_id"),
            (6, "duplicate_id"),
        ]


def test_a_wrong_row_does_not_push_out_a_good_one_of_the_same_id(run):
    done = run([row(street="good"), row(street="later", reported="2024-08-01", x="")])
    assert done.only.place == "good" and [one[2] for one in done.why()] == ["missing_coordinates"]


def test_rows_without_an_id_get_one_of_their_content_that_stays(run):
    rows = [row(id="", street="a"), row(id="", street="b"), row(id="", street="b", free="other")]
    one, other = run(rows), run(rows[::-1], size=1)
    assert len(set(one.events["event_id"])) == 3
    assert set(one.events["event_id"]) == set(other.events["event_id"])
    assert any("empty id" in note and note.startswith("3 ") for note in one.notes)
    without = BASE.replace("id: id\n", "")
    assert set(run(rows, definition=without).events["event_id"]) == set(one.events["event_id"])
    assert not any("empty id" in note for note in run(rows, definition=without).notes)


def test_the_hash_of_an_event_tells_what_it_says_and_not_where_it_stands(run):
    first = run([GOOD, row(id="2", street="other")]).events.set_index("event_id")["row_hash"]
    again = run([row(id="2", street="other"), row(free="something else", name="Piet")]).events
    assert again.set_index("event_id")["row_hash"].to_dict() == first.to_dict()
    for change in (
        {"street": "D"},
        {"minutes": "3"},
        {"score": "C"},
        {"seen": "2024-07-05 14:04"},
        {"x": "121389"},
    ):
        assert run([row(**change)]).only.row_hash != first["test:1"]


def test_the_hash_does_not_depend_on_the_areas(run):
    def locate(x, y):
        return np.full(len(x), "somewhere", object)

    assert run([GOOD]).only.row_hash == run([GOOD], locate=locate).only.row_hash


# --- several files, columns that come and go


def test_a_column_renamed_halfway_is_one_column(run):
    definition = BASE.replace("occurred_from: seen", "occurred_from: [seen, seen_at]")
    renamed = [{("seen_at" if key == "seen" else key): value for key, value in row(id="2").items()}]
    done = run([GOOD], renamed, definition=definition)
    assert done.events["occurred_from"].nunique() == 1 and len(done.events) == 2


def test_a_file_without_a_column_leaves_its_field_empty(run):
    lacking = [
        {key: value for key, value in row(id="2").items() if key not in ("minutes", "score", "closed")}
    ]
    events = run([GOOD], lacking).events.set_index("event_id")
    assert events.loc["test:1", "m_minutes"] == 2.5 and np.isnan(events.loc["test:2", "m_minutes"])
    assert events.loc["test:2", "a_score"] is None and pd.isna(events.loc["test:2", "closed_at"])


def test_a_place_summary_has_no_times_even_when_the_file_has(run):
    definition = BASE.replace("id: id\n", "id: id\ngrain: place_summary\n")
    for name in ("occurred_from: seen", "reported_at: reported", "closed_at: closed"):
        definition = definition.replace(f"  {name}\n", "")
    event = run([GOOD], definition=definition).only
    assert pd.isna(event.occurred_from) and pd.isna(event.local_day)


def test_a_measure_of_one_and_nought_and_a_constant(run):
    definition = BASE.replace(
        "  minutes: minutes\n", "  below: {column: score, is: [C, d]}\n  visits: {constant: 1}\n"
    )
    rows = [row(id=str(at), score=score) for at, score in enumerate(["B", "C", " D ", ""])]
    events = run(rows, definition=definition).events
    assert events["m_below"].tolist()[:3] == [0, 1, 1] and np.isnan(events["m_below"][3])
    assert events["m_visits"].tolist() == [1, 1, 1, 1]


# --- what always holds

ODD = {
    "id": ["1", "2", "3", "", " 1 "],
    "seen": ["2024-07-05 14:03", "2024-07-05", "", "x", "2030-01-01", "2024-03-31 02:30", "5/7/2024"],
    "reported": ["2024-07-06", "", "bad"],
    "closed": ["", "2024-07-08", "2020-01-01"],
    "kind": ["Afval", "b", "", " "],
    "x": ["121388", "", "x", "0", "487369", "inf", "\x00"],
    "y": ["487369", "", "0", "1,5"],
    "minutes": ["1", "", "x", "1.234,5"],
    "name": ["Jan Geheim"],
}
odd_row = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in ODD.items()})


def as_text(rows, cuts):
    """Return the rows as a file; a row whose number is in `cuts` loses its last value."""
    lines = [";".join(HEADER)]
    for at, values in enumerate(rows):
        values = [{**GOOD, **values}[name].replace(";", "") for name in HEADER]
        lines.append(";".join(values[: -1 if at in cuts else None]))
    return "\n".join(lines) + "\n"


def test_personal_columns_are_nowhere(run, caplog, capfd):
    """Not in events, rejects, sentences, logs, on any stream, nor in the errors about a file."""
    with caplog.at_level(logging.DEBUG):
        rows = [GOOD, GOOD, row(id="2", x=""), row(id="1", street="b", free="x"), row(id="4", seen="bad")]
        done = run(rows)
        broken = ";".join(HEADER) + "\n" + ";".join(GOOD.values()) + ";0611111111;Jan Geheim\n"
        done_broken = run(broken)
    assert len(done.rejects) == 4 and done_broken.why() == [("f0.csv", 2, "bad_row", "")]
    told = (
        [str(file.said()) for file in done.files]
        + done.notes
        + done_broken.notes
        + [caplog.text, *capfd.readouterr()]
    )
    for frame in (done.events, done.rejects, done_broken.rejects):
        told.append(frame.to_csv())
    for text in told:
        for secret in ("Geheim", "0611111111", "nobody maps this"):
            assert secret not in text
    assert {"name", "phone", "free"}.isdisjoint(done.events.columns)
    for text in done.rejects["record"]:
        assert {"name", "phone", "free"}.isdisjoint(json.loads(text))


def test_no_rows_at_all(run):
    done = run(";".join(HEADER) + "\n")
    assert (done.cleaner.read, len(done.events), len(done.rejects)) == (0, 0, 0)


MESSY = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["1", "2", "3", "", " 1 "]),
        "seen": st.sampled_from(
            ["2024-07-05 14:03", "5-7-2024", "13-13-2024", "", "2099-01-01", 'a "quote', "\ud7ff"]
        ),
        "closed": st.sampled_from(["2024-07-08", "2020-01-01", ""]),
        "kind": st.sampled_from(["Afval", "afval", "?", "", ";", "two\nlines"]),
        "x": st.sampled_from(["121388,5", "121.388,5", "0", "", "inf", "far", "487369"]),
        "y": st.sampled_from(["487369", "", "121388", '"']),
        "minutes": st.sampled_from(["2,5", "", "-", "1e3"]),
    }
)


@pytest.mark.long
@settings(max_examples=150)
@given(rows=st.lists(MESSY, min_size=1, max_size=25), size=st.sampled_from([1, 3, 1000]))
def test_every_row_is_an_event_or_a_reject(rows, size):
    with tempfile.TemporaryDirectory() as folder:
        found = Run(Path(folder), [row(**one) for one in rows], size=size)
    assert found.cleaner.read == len(rows) == len(found.events) + len(found.rejects)
    assert found.events["event_id"].is_unique
    lines = list(found.rejects["row"])
    assert len(set(lines)) == len(lines) and set(found.rejects["reason"]) <= set(REASONS)


@pytest.mark.parametrize("quote", ['5" pipe', '"', 'he said "no"', '"begins'])
def test_a_stray_quote_swallows_no_row(tmp_path, quote):
    """Written by a program that quotes nothing: later rows stay rows, or the file is refused with the line."""
    plain_rows = ["id;seen;kind;street;x;y"]
    for at in range(20):
        street = quote if at == 7 else "Dam"
        plain_rows.append(f"{at};2024-07-05 14:03;Afval;{street};121388;487369")
    try:
        found = Run(tmp_path, "\n".join(plain_rows) + "\n")
    except UserError as error:
        assert "line 9" in str(error) and "quote" in str(error)
    else:
        assert len(found.events) + len(found.rejects) == 20


# ---------------------------------------------------------------- what is not to be kept


def gone(*wanted):
    return lambda ids: np.array([one in wanted for one in ids], bool)


def test_erased_records_leave_nothing_whatever_is_wrong_with_them(run):
    rows = [GOOD, GOOD, row(seen="nonsense"), row(street="Kade"), row(id="2"), row(id="")]
    found = run(rows, erased=gone("test:1"))
    assert (
        sorted(found.events.event_id) != []
        and len(found.events) == 2
        and "test:2" in set(found.events.event_id)
    )
    assert found.why() == [("f0.csv", line, "erased", "") for line in (2, 3, 4, 5)]
    assert set(found.rejects["record"]) == {"{}"} and found.cleaner.read == 6
    assert found.cleaner.reasons == {"erased": 4}


def test_a_record_without_an_id_is_known_by_what_it_says(run):
    nameless = BASE.replace("id: id\n", "")
    before = run([GOOD, row(street="Kade")], definition=nameless)
    (first, second) = before.events.event_id
    again = run([GOOD, GOOD, row(free="other"), row(street="Kade")], definition=nameless, erased=gone(first))
    assert again.events.event_id.tolist() == [second] and again.cleaner.reasons == {"erased": 3}
    assert again.notes == before.notes


def test_records_past_the_retention_are_counted_and_not_listed(run):
    rows = [row(id="1", seen="2020-01-01 00:30"), row(id="2", seen="2020-01-01 01:30"), row(id="3", seen="")]
    found = run(rows, oldest=np.datetime64("2020-01-01T00:00:00"))
    assert found.events.event_id.tolist() == ["test:2", "test:3"] and found.cleaner.reasons == {
        "past_retention": 1
    }
    assert len(found.rejects) == 0


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 6), st.sampled_from(["Dam", "Kade", "Gracht"])), min_size=1, max_size=25
    ),
    st.sets(st.integers(1, 6)),
)
def test_what_is_erased_changes_nothing_of_the_rest(records, erased):
    """Cleaning all of it and forgetting some ids equals cleaning the others alone."""
    rows = [row(id=str(number), street=street) for number, street in records]
    rest = [one for one in rows if int(one["id"]) not in erased]
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        whole = Run(Path(one), rows, erased=gone(*(f"test:{number}" for number in erased)), size=7)
        alone = Run(Path(other), rest, size=7)
    assert (
        whole.events.sort_values("event_id").row_hash.tolist()
        == alone.events.sort_values("event_id").row_hash.tolist()
    )
    reasons = dict(whole.cleaner.reasons)
    assert reasons.pop("erased", 0) == len(rows) - len(rest) and reasons == dict(alone.cleaner.reasons)
