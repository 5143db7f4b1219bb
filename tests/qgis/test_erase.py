"""igh:erase and retention: what is erased is in no byte of any file, and does not come back."""

import sqlite3

import numpy as np
import pytest

from igh_plugin.core.cleaning.addresses import Answer
from igh_plugin.core.cleaning.records import RawBatch
from igh_plugin.core.errors import UserError
from igh_plugin.pipeline.collect import collect
from igh_plugin.pipeline.combine import combine
from igh_plugin.pipeline.download import spool_path
from igh_plugin.pipeline.erase import apply_retention, erase, read_ids
from igh_plugin.sources.definition import parse_definition
from igh_plugin.sources.spool import Spool
from igh_plugin.workspace import rtree
from igh_plugin.workspace.watch import Watch

pytestmark = pytest.mark.one_qgis(1)

NOW = np.datetime64("2026-06-01T12:00:00")
PLACE, ADDRESS, WORD, STATUS = "Geheimstraat", "Verborgenlaan 77", "oogappeltje", "wegwezen"
MARKERS = (PLACE, ADDRESS, ADDRESS.lower(), WORD, STATUS)
YAML = """
source: letters
kind: report
crs: EPSG:28992
licence: CC0
format: {{separator: semicolon, encoding: utf-8}}
timezone: {{stored: Europe/Amsterdam, local: Europe/Amsterdam}}
{id}
{more}
fields: {{occurred_from: moment, category: sort, status: status, place: street, address: address, x: x, y: y}}
attributes: {{word: word}}
"""
HEADER = "number;moment;sort;status;street;address;word;x;y"


def line(number, moment="2026-05-01 10:00", status="open", place="Damrak", address="Damrak 1", word="plain"):
    return f"{number};{moment};waste;{status};{place};{address};{word};{121_000 + int(number) % 50};487000"


def marked(number="5", moment="2026-05-01 10:00", status=STATUS):
    return line(number, moment, status, PLACE, ADDRESS, WORD)


def letters_into(workspace, folder):
    """Return what collects lines of text as the source `letters`."""

    def made(*lines, id="id: number", more=""):
        file = folder / "letters.csv"
        file.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
        return collect(workspace, parse_definition(YAML.format(id=id, more=more)), str(file), now=NOW)

    made.workspace = workspace
    return made


@pytest.fixture
def letters(either_workspace, tmp_path_factory):
    return letters_into(either_workspace, tmp_path_factory.mktemp("letters"))


@pytest.fixture
def letters_in_file(empty_workspace, tmp_path_factory):
    return letters_into(empty_workspace, tmp_path_factory.mktemp("letters"))


def found_in_files(workspace):
    """Every marker that stands in a byte of the workspace, of its journals or of what waits beside it.

    Of a workspace in PostgreSQL every row of every table is looked at: its files are those of the server.
    """
    name, folder = workspace.path.name, workspace.path.parent
    near = [one for one in folder.rglob("*") if one.is_file() and name in str(one.relative_to(folder))]
    contents = {file.name: file.read_bytes() for file in near}
    if is_file(workspace):
        assert name in contents
    else:
        tables = workspace._database.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = ?",
            (workspace.address.schema,),
        ).fetchall()
        assert ("events",) in tables
        for (table,) in tables:
            rows = workspace._database.execute(f'SELECT "{table}"::text FROM "{table}"').fetchall()
            contents[table] = "\n".join(text for (text,) in rows).encode()
    return {(one, word) for one, content in contents.items() for word in MARKERS if word.encode() in content}


def is_file(workspace):
    return workspace.path.suffix == ".gpkg"


def words_of(workspace):
    return {word for _, word in found_in_files(workspace)}


def everywhere(letters):
    """Event letters:5 with its markers in every table, and in a download that waits."""
    workspace = letters.workspace
    others = [line(at) for at in (1, 2, 3, 4, 6, 7)]
    letters(*others, marked(status="begun"))
    letters(
        *others, marked(), marked(), marked(moment="yesterday or so"), marked(status="doubled", moment="2026-04-30 10:00"),
        line(8, moment="never"),
    )  # fmt: skip
    combine(workspace)
    with workspace.begin("geocode", "letters") as run:
        answers = {
            ADDRESS.lower(): Answer(121_005.0, 487_000.0, 9.0, "adres", f"{ADDRESS}, Amsterdam"),
            "damrak 1": None,
        }
        run.store_geocodes("service", "", answers, "EPSG:28992", NOW)
    with workspace.begin("theme") as run:
        run.store_result("t", "l", "places", {"name": np.array([PLACE, "Damrak"], object)})
        run.store_result("t", "l", "others", {"name": np.array(["Damrak"], object)})
        links = {
            # The other two are called by the id of the one that goes, and linked to it.
            "event_id": ["letters:5", "letters:6", "letters:7"], "incident": ["letters:5"] * 3, "number": [1, 2, 3],
            "rule": [WORD] * 3, "reason": ["near"] * 3, "metres": [0.0] * 3, "minutes": [0.0] * 3,
            "other": ["", "letters:5", "letters:5"],
        }  # fmt: skip
        run.replace_incidents({name: np.array(values) for name, values in links.items()})
    with Spool(spool_path(workspace.path, "letters"), "letters") as spool:
        number = np.arange(1)
        spool.add(RawBatch("f", 0, ("word",), {"word": [f"{WORD} {PLACE}"]}, number, number), "1")
    return workspace


def test_an_erased_event_is_in_no_byte_of_any_file(run, letters):
    workspace = everywhere(letters)
    assert words_of(workspace) == set(MARKERS)
    assert workspace._database.execute("SELECT count(*) FROM event_history").fetchone()[0] == 1
    watch = Watch(workspace.path) if is_file(workspace) else None
    if watch:
        watch.look()
    result = run(
        "erase", WORKSPACE=workspace.place, IDS="letters:5", REASON="On request of whom it is about."
    )
    if watch:
        watch.close()
    assert found_in_files(workspace) == set()
    assert (result["EVENTS"], result["VERSIONS"], result["REJECTS"], result["ADDRESSES"]) == (1, 1, 3, 1)
    assert workspace.events(["event_id"])["event_id"].tolist() == [
        f"letters:{at}" for at in (1, 2, 3, 4, 6, 7)
    ]
    assert [(one, reason) for one, reason, _ in workspace.rejects_summary()] == [("letters", "bad_time")]
    assert workspace._database.execute("SELECT count(*) FROM incidents").fetchone()[0] == 0
    assert [one["name"] for one in workspace.results()] == ["others"]
    cube = workspace.cube(["letters"], "place", "all")
    assert (cube["place"].tolist(), cube["value"].tolist()) == (["Damrak"], [6.0])
    assert workspace._database.execute("SELECT address FROM geocodes").fetchall() == [("damrak 1",)]
    last = workspace.runs()[-1]
    assert (last["kind"], last["parameters"]) == ("erase", {"reason": "On request of whom it is about."})
    assert last["notes"] == {"erased": {"addresses": 1, "events": 1, "rejects": 3, "versions": 1}}
    said = "\n".join(result["said"])
    assert "Erased: 1 events, 1 earlier versions, 3 rejected rows, 1 addresses that were looked up." in said
    assert "The layer places of the theme t named what was erased, and was removed" in said
    if is_file(workspace):
        connection = sqlite3.connect(workspace.path)
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert rtree.problems(connection, "events") == "ok"
        connection.close()
    (kept,) = workspace._database.execute("SELECT source, hash FROM erased").fetchall()
    assert kept[0] == "letters" and len(kept[1]) == 32 and "5" != kept[1]


def test_it_does_not_come_back_and_leaves_nothing_when_it_is_sent_again(letters):
    workspace = everywhere(letters)
    erase(workspace, ["letters:5"])
    before = workspace.fingerprint()
    rows = (line(1), marked(), marked(), marked(moment="soon"), line(2), marked(moment="2026-03-01 08:00"))
    result = letters(*rows)
    assert result.rejected == {"erased": 4} and result.kept == 2
    rejected = workspace._database.execute("SELECT reason, field, record FROM rejects").fetchall()
    assert rejected == [("erased", "", "{}")] * 4
    assert found_in_files(workspace) == set() and workspace.fingerprint() != before
    again = workspace.fingerprint()
    assert letters(*rows).rejected == {"erased": 4} and workspace.fingerprint() == again
    assert [str(one) for one in erase(workspace, ["letters:5", "letters:404"]).notes] == [
        "1 of the ids had been erased before.",
        "1 of the ids are not in this workspace: nothing was to be erased for them.",
    ]


def test_a_source_without_ids_forgets_what_its_rows_say(letters):
    workspace = letters.workspace
    rows = [line(1), marked(), marked(), line(2), line(2)]
    letters(*rows, id="")
    (one,) = workspace._database.execute("SELECT event_id FROM events WHERE place = ?", (PLACE,)).fetchone()
    gone = erase(workspace, [one])
    assert found_in_files(workspace) == set()
    assert any("letters has no ids of its own" in str(note) for note in gone.notes)
    result = letters(*rows, id="")
    assert result.rejected == {"erased": 2, "exact_duplicate": 1} and result.kept == 2
    assert found_in_files(workspace) == set()


def test_an_address_that_another_event_has_stays(letters):
    workspace = letters.workspace
    letters(line(1, address=ADDRESS), marked())
    with workspace.begin("geocode", "letters") as run:
        run.store_geocodes("service", "", {ADDRESS.lower(): None}, "EPSG:28992", NOW)
    assert erase(workspace, ["letters:5"]).counts["addresses"] == 0
    assert words_of(workspace) == {ADDRESS, ADDRESS.lower()}
    assert erase(workspace, ["letters:1"]).counts["addresses"] == 1
    assert found_in_files(workspace) == set()


def test_only_a_rejected_row_can_be_erased_too(letters):
    workspace = letters.workspace
    letters(line(1), marked(moment="soon"))
    gone = erase(workspace, ["letters:5"])
    assert (gone.counts["events"], gone.counts["rejects"]) == (0, 1) and found_in_files(workspace) == set()


@pytest.mark.parametrize(
    ("ids", "reason", "said"),
    [
        ("", "", "Give the ids of the events to erase, or switch on what is past its retention."),
        ("letters:404", "", "An id is written with its source, as in the column event_id: letters:123."),
        ("5", "", "None of the 1 ids is in this workspace; nothing was changed."),
        ("letters:5", "about letters:5", "The reason names an id that is to be erased"),
        ("letters:77777", "about 77777.", "The reason names an id that is to be erased"),
    ],
)
def test_a_wrong_call_changes_nothing_and_says_why(run, letters, ids, reason, said):
    letters(line(1), marked(), marked("77777"))
    before = letters.workspace.fingerprint(), letters.workspace.last_run()
    assert said in run("erase", fails=True, WORKSPACE=letters.workspace.place, IDS=ids, REASON=reason)
    assert (letters.workspace.fingerprint(), letters.workspace.last_run()) == before


def test_ids_come_as_text_or_in_a_file(tmp_path):
    file = tmp_path / "ids.txt"
    file.write_text("\ufefflettters:1\n letters:2 ,letters:1\n\n", encoding="utf-8")
    assert read_ids(str(file)) == ["lettters:1", "letters:2", "letters:1"]
    assert read_ids("a:1, a:2\na:1\n") == ["a:1", "a:2"] and read_ids(" ") == []
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserError, match="cannot be read as text"):
        read_ids(str(file))


def test_while_another_program_reads_it_is_told_and_finished_later(letters_in_file):
    letters, workspace = letters_in_file, letters_in_file.workspace
    letters(line(1), marked())
    reader = sqlite3.connect(workspace.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM events").fetchone()
    with pytest.raises(UserError, match="another program still reads an earlier state"):
        erase(workspace, ["letters:5"])
    assert workspace.count_events() == 1
    reader.execute("COMMIT")
    reader.close()
    erase(workspace, ["letters:5"])
    assert found_in_files(workspace) == set()


def test_what_other_programs_left_in_free_pages_goes_too(letters_in_file):
    letters, workspace = letters_in_file, letters_in_file.workspace
    letters(line(1), *(marked(str(at), moment="soon") for at in range(100, 400)))
    careless = sqlite3.connect(workspace.path)
    careless.execute("PRAGMA secure_delete = OFF")
    careless.execute("DELETE FROM rejects")
    careless.commit()
    careless.close()
    assert WORD in words_of(workspace)
    letters(line(1), line(2))
    erase(workspace, ["letters:2"])
    assert found_in_files(workspace) == set()


def test_a_failure_underway_erases_nothing(letters, monkeypatch):
    workspace = letters.workspace
    letters(line(1), marked())
    before = workspace.fingerprint()
    with monkeypatch.context() as patch:
        patch.setattr("igh_plugin.workspace.erasing.remember", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            erase(workspace, ["letters:5"])
    assert workspace.fingerprint() == before


# ---------------------------------------------------------------- retention

KEPT = "retention: {events: 365, versions: 30, rejects: 10}"


def set_finished(workspace, moment):
    workspace._database.execute("UPDATE runs SET finished = ? WHERE finished > ?", (moment, moment))


def test_what_is_past_its_retention_is_erased_for_good(run, letters):
    workspace = letters.workspace
    old = marked("5", "2025-03-01 10:00")
    letters(line(1), old, line(2, status=STATUS), line(9, moment=WORD), id="id: number")
    set_finished(workspace, "2026-04-01T00:00:00.000Z")
    letters(line(1), old, line(2), line(9, moment=WORD), id="id: number", more=KEPT.replace("365", "3650"))
    set_finished(workspace, "2026-04-15T00:00:00.000Z")
    assert words_of(workspace) == set(MARKERS) - {ADDRESS.lower()}
    gone = apply_retention(workspace, NOW)
    assert dict(gone.counts) == {"events": 0, "versions": 1, "rejects": 1, "addresses": 0}
    assert workspace.count_events() == 3 and words_of(workspace) == {PLACE, ADDRESS, STATUS, WORD}
    with workspace.begin("collect", "letters") as made:
        made.put_source(parse_definition(YAML.format(id="id: number", more=KEPT)).as_record())
    said = run("erase", WORKSPACE=workspace.place, RETENTION=True)
    assert (said["EVENTS"], workspace.count_events()) == (1, 2) and found_in_files(workspace) == set()
    last = workspace.runs()[-1]
    assert (last["kind"], last["parameters"]) == ("retention", {"sources": ["letters"]})


def test_old_rows_are_not_stored_again_and_withdrawn_ones_go_too(letters):
    workspace = letters.workspace
    old = marked("5", "2025-03-01 10:00")
    letters(line(1), old)
    result = letters(line(1), old, old, marked("6", "2025-03-01 10:00"), more=KEPT)
    assert result.rejected == {"past_retention": 3} and (result.kept, result.withdrawn) == (1, 1)
    assert workspace.rejects_summary() == []
    assert words_of(workspace) == set(MARKERS) - {
        ADDRESS.lower()
    }  # until the night: it is an earlier version now
    assert apply_retention(workspace, NOW).counts["versions"] == 1
    assert found_in_files(workspace) == set()


def test_without_a_retention_nothing_happens(run, letters):
    letters(line(1), marked("5", "1990-01-01 10:00"))
    before = letters.workspace.last_run()
    assert apply_retention(letters.workspace, NOW) is None
    said = run("erase", WORKSPACE=letters.workspace.place, RETENTION=True)["said"]
    assert said == ["No source of this workspace states a retention."]
    assert letters.workspace.last_run() == before and letters.workspace.count_events() == 2
