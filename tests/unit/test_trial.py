"""What a definition makes of the first records: the events and rejects of collecting, in words, and nothing kept."""

import builtins
import sqlite3
import tempfile

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("osgeo", reason="this Python has no GDAL")
pytest.importorskip("requests", reason="this Python has no requests")

from igh_plugin.core.cleaning.records import REASONS  # noqa: E402
from igh_plugin.core.errors import UserError  # noqa: E402
from igh_plugin.pipeline.collect import collect  # noqa: E402
from igh_plugin.pipeline.draft import FILE, Wish, fetch_sample, saved_look  # noqa: E402
from igh_plugin.pipeline.trial import WAITING, try_out  # noqa: E402
from igh_plugin.sources.definition import parse_definition  # noqa: E402
from igh_plugin.workspace.geopackage import GeoPackageWorkspace  # noqa: E402

NOW = np.datetime64("2026-06-01T00:00:00")
RD = """\
source: mine
kind: report
crs: EPSG:28992
timezone: {stored: Europe/Amsterdam, local: Europe/Amsterdam}
id: id
fields:
  occurred_from: seen
  closed_at: closed
  category: {column: kind, codelist: signalen}
  place: street
  x: x
  y: y
measures:
  items: {column: items}
attributes:
  channel: channel
personal: [email]
"""
HEADER = "id,seen,closed,kind,street,x,y,items,channel,email,free"
GOOD = "{id},2026-01-{day:02d} 10:30,2026-02-01,Grofvuil,Dam,{x},{y},{items},app,m{id}@example.org,nobody maps this"


def row(number, **changed):
    """A good row with some of its values changed."""
    filled = GOOD.format(
        id=number, day=1 + number % 28, x=121_000 + number, y=487_000 + number % 7, items=number % 3
    )
    values = dict(zip(HEADER.split(","), filled.split(",")))
    return ",".join({**values, **{name: str(value) for name, value in changed.items()}}.values())


@pytest.fixture
def sample(tmp_path):
    """Read rows as the first records of a file."""

    def read(*rows, header=HEADER):
        (tmp_path / "mine.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return fetch_sample(Wish("mine", FILE, str(tmp_path / "mine.csv")))

    return read


def good(count, first=1):
    return [row(number) for number in range(first, first + count)]


def test_good_records_become_events_of_what_is_mapped_and_nothing_else(sample):
    trial = try_out(parse_definition(RD), sample(*good(30)), NOW)
    assert (trial.read, len(trial.events), trial.faults, trial.rejected) == (30, 30, [], {})
    assert list(trial.events.columns) == [
        "event_id", "occurred_local", "local_hour", "category", "m_items", "a_channel", "place", "closed_at", "x", "y",
    ]  # fmt: skip
    first = trial.events.iloc[0]
    assert (first.event_id, first.category, first.place, first.x, first.y) == (
        "mine:1", "grofvuil", "Dam", 121_001, 487_001,
    )  # fmt: skip
    assert str(np.datetime64(first.occurred_local, "s")) == "2026-01-02T10:30:00"
    assert (trial.crs, trial.geographic, trial.swap) == ("EPSG:28992", False, None)


def test_every_record_that_becomes_no_event_is_told_with_place_reason_field_and_value(sample):
    rows = [
        *good(25),
        row(26, x=0, y=0),
        row(27, kind="heks"),
        row(28, kind="heks"),
        row(29, kind="draak"),
        row(30, closed="2025-01-01"),
        row(31, items="many"),
        row(32, seen="soon"),
        row(3),
        row(7, street="Spui"),
        "1,2",
    ]
    trial = try_out(parse_definition(RD), sample(*rows), NOW)
    told = [(one.record, one.line, one.field, one.value, one.kept) for one in trial.faults]
    assert told == [
        (7, 8, "id", "id: 7", 34),
        (26, 27, "fields.x", "x: 0, y: 0", 0),
        (27, 28, "fields.category", "kind: heks", 0),
        (28, 29, "fields.category", "kind: heks", 0),
        (29, 30, "fields.category", "kind: draak", 0),
        (30, 31, "fields.closed_at", "seen: 2026-01-03 10:30, closed: 2025-01-01", 0),
        (31, 32, "measures.items", "items: many", 0),
        (32, 33, "fields.occurred_from", "seen: soon", 0),
        (33, 34, "", "", 3),
        (0, 36, "", "", 0),
    ]
    assert trial.faults[1].reason == REASONS["impossible_coordinates"]
    assert (trial.read, len(trial.events), len(trial.faults)) == (35, 25, 10)
    assert trial.rejected[REASONS["unknown_category"]] == 3 == next(iter(trial.rejected.values()))
    assert sum(trial.rejected.values()) + len(trial.events) == trial.read
    assert trial.unknown == {"category": {"heks": 2, "draak": 1}}


def test_events_and_rejects_are_those_of_collecting(sample, tmp_path):
    rows = [
        *good(40),
        row(41, x=999_999),
        row(42, kind=""),
        row(5, street="Spui"),
        row(6),
        row(43, seen="2027-01-01"),
    ]
    batch, definition = sample(*rows), parse_definition(RD)
    trial = try_out(definition, batch, NOW)
    with GeoPackageWorkspace.create(tmp_path / "w.gpkg", "EPSG:28992") as workspace:
        done = collect(workspace, definition, tmp_path / "mine.csv", now=NOW)
        stored = workspace.events(["event_id", "category", "place", "x", "y", "m_items", "a_channel"])
        reasons = {reason: count for _, reason, count in workspace.rejects_summary("mine")}
    assert (done.read, done.kept) == (trial.read, len(trial.events))
    assert {REASONS[reason]: count for reason, count in reasons.items()} == trial.rejected
    stored = pd.DataFrame(stored).sort_values("event_id").reset_index(drop=True)
    ours = trial.events.sort_values("event_id").reset_index(drop=True)[list(stored.columns)]
    pd.testing.assert_frame_equal(ours, stored, check_dtype=False, check_categorical=False)


def test_degrees_stay_degrees(sample):
    rows = [row(number, x=4.88 + number / 1e4, y=52.37) for number in range(1, 31)]
    trial = try_out(parse_definition(RD.replace("EPSG:28992", "EPSG:4326")), sample(*rows), NOW)
    assert trial.geographic and len(trial.events) == 30
    np.testing.assert_allclose(trial.events["x"], 4.88 + np.arange(1, 31) / 1e4, atol=1e-9)
    np.testing.assert_allclose(trial.events["y"], 52.37, atol=1e-9)


@pytest.mark.parametrize(
    ("crs", "x", "y", "extent", "proposed"),
    [
        ("EPSG:28992", 487_000, 121_000, "", True),
        ("EPSG:28992", 121_000, 487_000, "", False),
        ("EPSG:28992", 487_000, 121_000, "extent: [110000, 470000, 140000, 500000]\n", True),
        ("EPSG:28992", 987_000, 921_000, "", False),
        ("EPSG:4326", 52.37, 4.9, "", True),
        ("EPSG:4326", 4.9, 52.37, "", False),
        ("EPSG:4326", 52.37, 4.9, "extent: [4.7, 52.2, 5.1, 52.5]\n", True),
        ("EPSG:4326", 52.37, 4.9, "extent: [52, 4, 53, 5]\n", False),
        ("EPSG:4326", -33.9, 151.2, "", True),
        ("EPSG:4326", -87.6, 41.9, "", False),
    ],
)
def test_exchanged_coordinates_are_proposed_and_not_imposed(sample, crs, x, y, extent, proposed):
    definition = RD.replace("crs: EPSG:28992\n", f"crs: {crs}\n{extent}")
    rows = [row(number, x=x + number / 1e4, y=y) for number in range(1, 31)]
    batch = sample(*rows, row(31, x="", y=""))
    trial = try_out(parse_definition(definition), batch, NOW)
    assert (trial.swap is not None) is proposed
    if proposed:
        said = str(trial.swap)
        assert "30 of 30 points" in said and 'x: {column: "y"} and y: {column: "x"}' in said
        assert not any("changed places" in str(note) for note in trial.notes)
        mended = definition.replace("  x: x\n  y: y\n", '  x: {column: "y"}\n  y: {column: "x"}\n')
        again = try_out(parse_definition(mended), batch, NOW)
        assert len(again.events) == 30 and again.swap is None


@pytest.mark.parametrize(
    ("field", "point"), [("xy", "52.37{:03d}, 4.9"), ("wkt", "POINT (52.37{:03d} 4.9)")], ids=["pairs", "wkt"]
)
def test_of_points_in_one_column_the_order_of_the_axes_is_proposed(sample, field, point):
    definition = RD.replace("EPSG:28992", "EPSG:4326").replace(
        "  x: x\n  y: y\n", f"  {field}: {{column: x}}\n"
    )
    rows = [row(number, x='"' + point.format(number) + '"') for number in range(1, 31)]
    batch = sample(*rows)
    trial = try_out(parse_definition(definition), batch, NOW)
    assert f"“axes: yx” in the entry of {field}" in str(trial.swap)
    mended = parse_definition(definition.replace("{column: x}", "{column: x, axes: yx}"))
    again = try_out(mended, batch, NOW)
    assert again.swap is None and len(again.events) == 30
    assert again.events["x"].round(6).eq(4.9).all()


def test_a_few_exchanged_points_are_said_and_nothing_is_proposed(sample):
    trial = try_out(parse_definition(RD), sample(*good(30), row(31, x=487_000, y=121_000)), NOW)
    assert trial.swap is None
    assert any(str(note).startswith("1 of the rejected points") for note in trial.notes)


def test_addresses_are_not_sent_anywhere(sample):
    definition = RD + "geocode: {service: locatieserver, columns: [street], address: 'http://127.0.0.1:9/'}\n"
    trial = try_out(parse_definition(definition), sample(*good(25), row(26, x="", y="")), NOW)
    assert (len(trial.events), trial.waiting, trial.rejected) == (25, 1, {})
    assert [(one.record, one.reason, one.value) for one in trial.faults] == [(26, WAITING, "street: Dam")]


def test_a_column_that_is_not_there_is_said_and_one_of_the_point_is_refused(sample):
    batch = sample(*good(25))
    trial = try_out(parse_definition(RD.replace("place: street", "place: road")), batch, NOW)
    assert any("place stays empty" in str(note) and "road" in str(note) for note in trial.notes)
    with pytest.raises(UserError, match="has no column oost"):
        try_out(parse_definition(RD.replace("x: x\n", "x: oost\n")), batch, NOW)
    with pytest.raises(UserError, match="states no crs"):
        try_out(parse_definition(RD.replace("crs: EPSG:28992\n", "")), batch, NOW)
    with pytest.raises(UserError, match="EPSG:99999 is not known"):
        try_out(parse_definition(RD.replace("28992", "99999")), batch, NOW)


def test_what_is_past_its_retention_is_counted(sample):
    rows = [row(number, seen="2020-01-01 10:00", closed="") for number in range(1, 6)]
    trial = try_out(parse_definition(RD + "retention: {events: 365}\n"), sample(*good(25, 10), *rows), NOW)
    assert trial.rejected == {REASONS["past_retention"]: 5}


def test_where_no_record_becomes_an_event_the_reasons_remain(sample):
    trial = try_out(parse_definition(RD), sample(*(row(number, x="far") for number in range(1, 6))), NOW)
    assert (trial.read, len(trial.events), len(trial.faults)) == (5, 0, 5)
    assert "event_id" in trial.events.columns


def test_nothing_is_written_and_nothing_that_is_not_mapped_comes_out(sample, monkeypatch):
    batch = sample(*good(30), row(31, x="wrong"), row(31, kind="heks"))
    opened = builtins.open

    def only_reading(file, mode="r", *more, **named):
        if set(mode) & set("wax+"):
            pytest.fail(f"{file} is written")
        return opened(file, mode, *more, **named)

    monkeypatch.setattr(builtins, "open", only_reading)
    for owner, name in ((sqlite3, "connect"), (tempfile, "mkstemp"), (tempfile, "mkdtemp")):
        monkeypatch.setattr(owner, name, lambda *_, **__: pytest.fail("something is written"))
    trial = try_out(parse_definition(RD), batch, NOW)
    everything = trial.events.to_csv() + repr(trial)
    assert "Grofvuil".lower() in everything and "kind: heks" in everything
    assert "@example.org" not in everything and "nobody maps this" not in everything


def test_the_first_records_of_a_saved_source_are_read_as_its_definition_says(tmp_path):
    (tmp_path / "a.csv").write_text(f"{HEADER}\n{row(1)}\n".replace(",", "|"), encoding="utf-8")
    (tmp_path / "b.csv").write_text(f"{HEADER}\n{row(2)}\n".replace(",", "|"), encoding="utf-8")
    definition = parse_definition(RD + 'pattern: "b*.csv"\nformat: {separator: "|"}\n')
    batch, said = saved_look(definition, str(tmp_path))
    assert batch.columns["id"] == ["2"] and "b.csv" in str(said[0])
    with pytest.raises(UserError, match="There is no file"):
        saved_look(definition, str(tmp_path / "none.csv"))
