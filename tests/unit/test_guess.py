"""The mapping proposed for files that have none: what is taken, what is said, and what is never taken."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igh_plugin.core.cleaning.records import RawBatch
from igh_plugin.core.errors import UserError
from igh_plugin.sources.definition import parse_definition
from igh_plugin.sources.guess import propose, source_name

RD = {"x_rd": ["121000", "121500,5", "122000"], "y_rd": ["487000", "487100,5", "487200"]}
DEGREES = {"latitude": ["52.37", "52.38", "52.36"], "longitude": ["4.90", "4.91", "4.92"]}


def sample(columns):
    size = max((len(values) for values in columns.values()), default=0)
    filled = {name: list(values) + [""] * (size - len(values)) for name, values in columns.items()}
    lines = np.arange(2, size + 2)
    return RawBatch("reports.csv", 0, tuple(filled), filled, lines, lines)


def taken(columns, **options):
    """The column proposed for each field of an event."""
    mapping = propose(sample(columns), "reports", **options).definition.mapping
    return {name: entry.columns[0] for name, entry in mapping.fields.items() if entry.columns}


def said(columns, **options):
    return " ".join(map(str, propose(sample(columns), "reports", **options).notes))


@pytest.mark.parametrize(
    "columns,crs", [(RD, "EPSG:28992"), (DEGREES, "EPSG:4326")], ids=["RD metres", "degrees"]
)
def test_the_crs_is_seen_by_the_range_of_the_coordinates_and_said(columns, crs):
    proposal = propose(sample(columns), "reports")
    assert proposal.definition.mapping.crs == crs
    assert f"taken as {crs}, by their range" in said(columns)


def test_a_stated_crs_goes_before_what_the_coordinates_suggest():
    assert propose(sample(DEGREES), "reports", crs="EPSG:4258").definition.mapping.crs == "EPSG:4258"
    feet = {"x": ["3110000", "3120000"], "y": ["13840000", "13850000"]}
    with pytest.raises(UserError, match="neither degrees nor Dutch RD metres. State the CRS"):
        propose(sample(feet), "reports")
    assert propose(sample(feet), "reports", crs="EPSG:2278").definition.mapping.crs == "EPSG:2278"


@pytest.mark.parametrize(
    "name,values",
    [
        ("geometrie", ["POINT (121000 487000)", "POINT (122000 487100)"]),
        ("geom", ["SRID=28992;POINT(121000 487000)", "SRID=28992;POINT(122000 487100)"]),
    ],
)
def test_points_in_one_column_of_text(name, values):
    mapping = propose(sample({name: values}), "reports").definition.mapping
    assert mapping.fields["wkt"].columns == (name,) and mapping.crs == "EPSG:28992"


def test_two_numbers_in_one_column():
    mapping = propose(sample({"plek": ["121000|487000", "122000|487100"]}), "reports").definition.mapping
    assert mapping.fields["xy"].columns == ("plek",) and mapping.crs == "EPSG:28992"


def test_no_coordinates_is_a_message_that_names_the_columns():
    with pytest.raises(UserError, match="no columns with coordinates were recognised among: a, b"):
        propose(sample({"a": ["1"], "b": ["2"]}), "reports")


def test_times_by_their_names_the_one_with_an_hour_first():
    found = taken(
        {
            **RD,
            "datum_overlast": ["01-07-2024", "02-07-2024", "03-07-2024"],
            "start_overlast": ["01-07-2024 13:05", "02-07-2024 09:10", "03-07-2024 23:59"],
            "afgehandeld_op": ["2024-07-05", "2024-07-06", ""],
            "datum_melding": ["2024-07-02T10:00:00", "2024-07-03T10:00:00", "2024-07-04T10:00:00"],
        }
    )
    assert found["occurred_from"] == "start_overlast"
    assert found["closed_at"] == "afgehandeld_op" and found["reported_at"] == "datum_melding"


def test_a_number_is_no_time_and_without_times_it_is_said():
    columns = {**RD, "startnummer": ["20240705", "20240706", "20240707"]}
    assert "occurred_from" not in taken(columns)
    assert "the events are undated" in said(columns)


def test_an_id_must_be_unique():
    assert "id" not in propose(sample({**RD, "id": ["1", "1", "1"]}), "reports").definition.mapping.fields
    assert propose(sample({**RD, "id": ["1", "1", "1"]}), "reports").definition.mapping.id_columns == ()
    assert propose(sample({**RD, "ID": ["1", "2", "3"]}), "reports").definition.mapping.id_columns == ("ID",)


def test_personal_columns_are_named_and_never_taken():
    columns = {
        **RD,
        "melder_straat": ["A", "B", "C"],
        "E-mail": ["a@b", "c@d", "e@f"],
        "straat": ["A", "B", "C"],
    }
    mapping = propose(sample(columns), "reports").definition.mapping
    assert set(mapping.personal) == {"melder_straat", "E-mail"}
    assert mapping.fields["place"].columns == ("straat",)
    assert "never stored: melder_straat, E-mail" in said(columns)


def test_zones_are_kept_and_their_absence_is_said():
    columns = {**RD, "incident_date": ["2024-07-01 13:05", "2024-07-02 09:10", "2024-07-03 23:59"]}
    mapping = propose(sample(columns), "reports", timezone="UTC, America/Chicago").definition.mapping
    assert (mapping.stored_zone, mapping.local_zone) == ("UTC", "America/Chicago")
    assert "No time zone is stated" in said(columns)


@pytest.mark.parametrize(
    "file,name",
    [
        ("Meldingen 2024.csv", "meldingen_2024"), ("2024.csv.gz", "source_2024"), ("a.zip/b.csv", "a"),
        (".csv", "source"), ("x" * 90 + ".csv", "x" * 60),
    ],
)  # fmt: skip
def test_a_source_is_named_after_its_file(file, name):
    assert source_name(file) == name


VALUES = st.one_of(
    st.sampled_from(
        ["", " ", "2024-07-01", "1-7-2024 12:00", "POINT(1 2)", "121000|487000", "4,9", "NaN", "1e400"]
    ),
    st.text(max_size=12),
)
NAMES = st.one_of(
    st.sampled_from(
        ["id", "datum", "melder", "x", "y", "lat", "lon", "category", "status", "Straat", "e-mail"]
    ),
    st.text(min_size=1, max_size=10).map(str.strip).filter(len),
)


@pytest.mark.long
@settings(max_examples=150, deadline=None)
@given(st.dictionaries(NAMES, st.lists(VALUES, min_size=1, max_size=6), max_size=6))
def test_any_table_gives_a_mapping_that_can_be_read_or_a_message(columns):
    table = {**columns, "x_rd": RD["x_rd"], "y_rd": RD["y_rd"]}
    try:
        proposal = propose(sample(table), "reports")
    except UserError:
        return
    mapping = parse_definition(proposal.text, "saved.yaml").mapping
    assert set(mapping.columns()) <= set(table)
    assert not set(mapping.personal) & {
        column for entry in mapping.entries().values() for column in entry.columns
    }


@pytest.mark.parametrize(
    ("columns", "clock"),
    [
        (
            {"datumMelding": ["2026-01-01"] * 3, "tijdstipMelding": ["00:15:00", "23:59:59", ""]},
            ("tijdstipMelding",),
        ),
        ({"Datum": ["01-01-2026"] * 3, "Tijd": ["0:15", "12:30", "23:59"]}, ("Tijd",)),
        ({"datum": ["2026-01-01 10:00"] * 3, "tijd": ["10:00"] * 3}, ()),
        ({"datum": ["2026-01-01"] * 3, "tijd_einde": ["10:00"] * 3}, ()),
        ({"datum": ["2026-01-01"] * 3, "tijd": ["30", "60", "24:00"]}, ()),
    ],
)
def test_a_time_of_day_beside_its_date_is_its_clock(columns, clock):
    fields = propose(sample({**RD, **columns}), "reports").definition.mapping.fields
    assert fields["occurred_from"].clock == clock
