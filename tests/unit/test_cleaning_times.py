"""When things happened, as cleaning reads it from the columns of files."""

import pandas as pd
import pytest

from tests.unit.cleaning_run import BASE, Run, row


@pytest.fixture
def run(tmp_path):
    return lambda *files, **options: Run(tmp_path, *files, **options)


def test_closed_on_the_same_day_as_a_date_is_not_before(run):
    assert len(run([row(seen="2024-07-08 23:30")]).events) == 1


def test_a_date_alone_has_a_day_and_no_hour(run):
    event = run([row(seen="2024-07-05")]).only
    assert event.local_day == 19909 and pd.isna(event.local_hour)


def test_hours_around_both_changes_of_clocks_are_counted_and_said(run):
    rows = [row(id="1", seen="2024-03-31 02:30"), row(id="2", seen="2024-10-27 02:30")]
    notes = run([dict(one, closed="") for one in rows]).notes
    assert sum("clocks going" in note and note.startswith("1 ") for note in notes) == 2


def test_what_is_decided_for_a_file_rests_on_all_of_its_rows_and_not_on_repeated_ids(run):
    """The repeated rows alone would make every time of the file a date."""
    rows = [
        row(id=str(at), seen=f"{13 + at % 15}-{at % 12 + 1:02}-2024 1{at % 10}:30", minutes="2,5")
        for at in range(60)
    ]
    twice = [
        row(id="again", seen="03-04-2024 00:00", street=f"Dam {at}", minutes="2,125") for at in range(60)
    ]
    found = run([*twice, *rows])
    (kept,) = found.events[found.events["event_id"] == "test:again"].itertuples()
    assert kept.occurred_local == pd.Timestamp("2024-04-03") and kept.local_hour == 0
    assert kept.m_minutes == 2.125
    assert found.events["local_hour"].notna().all()


def test_what_later_rows_tell_holds_for_the_first_rows_too(run):
    """In the first batch day and month could be either, and every time is midnight."""
    rows = [row(id=str(at), seen=f"0{1 + at % 3}/0{4 + at % 5}/2024 00:00", closed="") for at in range(100)]
    rows += [row(id=f"m{at}", seen=f"12/{at}/2024 10:00", closed="") for at in (25, 31)]
    found = run(rows, size=60)
    assert len(found.events) == 102 and len(found.rejects) == 0
    months = found.events.set_index("event_id")["occurred_local"].dt.month
    assert [months[f"test:{at}"] for at in (0, 1, 2, 3)] == [1, 2, 3, 1]
    assert found.events["local_hour"].notna().all()
    assert any("month first: 2 of them cannot be read otherwise" in note for note in found.notes)
    alone = run(rows[:100], size=60)
    months = alone.events.set_index("event_id")["occurred_local"].dt.month
    assert [months[f"test:{at}"] for at in (0, 1, 2)] == [4, 5, 6] and alone.events["local_hour"].isna().all()


@pytest.mark.parametrize("size", [7, 30, 1000])
def test_the_size_of_batches_decides_nothing(run, size):
    rows = [
        row(id=str(at), seen=f"{1 + at % 28:02}/{1 + at % 12:02}/2024 0{at % 3}:00", closed="")
        for at in range(90)
    ]
    found, whole = run(rows, size=size), run(rows)
    assert found.notes == whole.notes
    pd.testing.assert_frame_equal(
        found.events.sort_values("event_id", ignore_index=True),
        whole.events.sort_values("event_id", ignore_index=True),
    )


@pytest.mark.parametrize(
    ("written", "pattern"),
    [
        ("2024-07-05T00:00:00-05:00", None),
        ("2024-07-05T00:00:00.000+02:00", None),
        ("2024-07-05 00:00", None),
        ("07/05/2024 12:00:00 AM", "%m/%d/%Y %I:%M:%S %p"),
        ("202407050000", "%Y%m%d%H%M"),
    ],
)
def test_a_column_of_midnights_holds_dates_however_they_are_written(run, written, pattern):
    definition = BASE if pattern is None else BASE.replace(
        "occurred_from: seen", f'occurred_from: {{column: seen, format: "{pattern}"}}'
    )  # fmt: skip
    found = run([row(id=str(at), seen=written) for at in range(60)], definition=definition)
    assert len(found.events) == 60 and found.events["local_hour"].isna().all()
    assert set(found.events["occurred_local"]) == {pd.Timestamp("2024-07-05")}
    assert any("is midnight" in note for note in found.notes)


@pytest.mark.parametrize(
    ("written", "pattern"), [("202407051300", "%Y%m%d%H%M"), ("2024-07-05T00:00:00.500", None)]
)
def test_one_time_that_is_not_midnight_makes_them_times(run, written, pattern):
    definition = BASE if pattern is None else BASE.replace(
        "occurred_from: seen", f'occurred_from: {{column: seen, format: "{pattern}"}}'
    )  # fmt: skip
    found = run([row(id=str(at), seen=written) for at in range(60)], definition=definition)
    assert len(found.events) == 60 and found.events["local_hour"].notna().all()


def test_a_column_that_two_fields_read_is_evidence_once(run):
    rows = [row(id=str(at), seen=f"12/{at}/2024 10:00", closed="") for at in (25, 31)]
    found = run(rows, definition=BASE.replace("reported_at: reported", "reported_at: seen"))
    assert len(found.events) == 2
    assert any("month first: 2 of them cannot be read otherwise" in note for note in found.notes)
