"""A source made in the dialog: its first records, a proposal, what is wrong said, saved and found by its id."""

import shutil
import sqlite3
import time
from contextlib import closing

import pytest
from qgis.PyQt.QtCore import QCoreApplication

from igh_plugin.core.errors import UserError
from igh_plugin.dialogs.source import TYPES, SourceDialog
from igh_plugin.pipeline.draft import FILE, Wish, draft, fetch_sample, first_look
from igh_plugin.pipeline.refresh import collect_source
from igh_plugin.settings import Settings
from igh_plugin.sources.definition import parse_source
from igh_plugin.sources.remote import TYPES as KNOWN
from igh_plugin.workspace.geopackage import GeoPackageWorkspace
from tests.servers.dso import Dso, reports
from tests.servers.ogcapi import OgcApi
from tests.servers.paged import Paged
from tests.servers.web import Answer, Site
from tests.servers.wfs import Wfs


def propose(**wish):
    made = Wish(source="mine", **wish)
    return draft(made, fetch_sample(made))


def test_a_proposal_for_services_of_several_kinds_can_be_collected(empty_workspace):
    with Dso(reports(100)) as dso, Wfs(100) as wfs, OgcApi(100) as ogc, Paged("socrata", 100) as rows:
        wishes = (
            {"type": "dso", "address": dso.address},
            {"type": "wfs", "address": wfs.address, "layer": "meldingen"},
            {"type": "ogcapi", "address": ogc.address},
            {"type": "socrata", "address": rows.address, "crs": "EPSG:4326"},
        )
        for wish in wishes:
            proposal = propose(**wish)
            assert collect_source(empty_workspace, proposal.definition).read == 100, wish
            assert proposal.definition.remote.every == 1
        assert propose(**wishes[0]).definition.mapping.fields["occurred_from"].clock == ("tijdstipMelding",)
        assert "melderEmail" in propose(**wishes[0]).definition.mapping.personal
        assert "reporter.email" in propose(**wishes[3]).definition.mapping.personal


def test_a_file_becomes_a_mapping(tmp_path):
    (tmp_path / "x.csv").write_text(
        "id,datum,soort,x,y\n1,2026-01-01,afval,121000,487000\n2,2026-01-02,afval,121010,487000\n"
    )
    proposal = propose(type=FILE, address=str(tmp_path / "x.csv"))
    assert proposal.definition.remote is None and proposal.definition.mapping.crs == "EPSG:28992"


def test_delimited_text_on_a_server_is_read_with_the_separator_it_has(empty_workspace):
    rows = "".join(f"{at};2026-01-01;afval;{121_000 + at};487000\n" for at in range(30))
    text = "id;datum;soort;x;y\n" + rows
    with Site({"/x.csv": lambda _: Answer(text, kind="text/csv")}) as site:
        wish, sample, _ = first_look(Wish("mine", "csv", site.address("/x.csv"), crs=""))
        made = draft(wish, sample)
        assert made.definition.separator == ";" and made.definition.mapping.crs == "EPSG:28992"
        assert collect_source(empty_workspace, made.definition).new == 30


def test_the_first_records_of_an_answer_without_an_end_are_shown():
    text = "id,datum,soort,x,y\n1,2026-01-01,afval,121000,487000\n"
    with Site({"/x.csv": lambda _: Answer(text, kind="text/csv", length=None)}) as site:
        made = propose(type="csv", address=site.address("/x.csv"))
    assert made.definition.remote.expected is None


def test_a_source_in_degrees_makes_a_workspace_in_metres(run, tmp_path):
    with Paged("socrata", 100) as rows:
        made = propose(type="socrata", address=rows.address, crs="EPSG:4326")
        (tmp_path / "mine.yaml").write_text(made.text, encoding="utf-8")
        done = run("collect", WORKSPACE=str(tmp_path / "w.gpkg"), SOURCE=str(tmp_path / "mine.yaml"))
    assert done["NEW"] == 100
    with GeoPackageWorkspace.open(tmp_path / "w.gpkg") as workspace:
        assert workspace.crs == "EPSG:28992"


def test_what_cannot_be_proposed_is_said():
    with Dso([]) as dso, pytest.raises(UserError, match="no records: nothing can be proposed"):
        propose(type="dso", address=dso.address)
    with pytest.raises(UserError, match="must begin with https"):
        propose(type="dso", address="https://jan:geheim@a.nl/x")
    lack = Wish("mine", "dso", "https://jan:geheim@a.nl/x").lack()
    assert "https://api.data.amsterdam.nl/v1/" in str(lack) and "geheim" not in str(lack)


def test_the_kinds_of_the_dialog_are_kinds_of_sources():
    assert {type_ for type_, _ in TYPES} - {FILE} <= set(KNOWN)


@pytest.fixture
def dialog(qgis_app, tmp_path):
    asked = []
    made = SourceDialog(tmp_path / "sources", lambda *what: asked.append(what))
    made.asked = asked
    yield made
    made.close()


def wait(dialog):
    for _ in range(500):
        QCoreApplication.processEvents()
        if dialog._task is None:
            return
        time.sleep(0.02)
    raise AssertionError("nothing came")


def choose(dialog, type_):
    dialog.kind.setCurrentIndex([one for one, _ in TYPES].index(type_))


def test_from_address_to_saved_file(dialog, tmp_path):
    with Dso(reports(60)) as dso:
        dialog.name.setText("klachten")
        choose(dialog, "dso")
        dialog.address.setText(dso.address)
        dialog.preview()
        wait(dialog)
        assert dialog.table.rowCount() == 50 and dialog.table.columnCount() == 8
        assert dialog.save_button.isEnabled()
        dialog.text.setPlainText(dialog.text.toPlainText().replace("kind: report", "kind: complaint"))
        assert not dialog.check() and not dialog.save_button.isEnabled()
        assert "“kind” is “complaint”" in dialog.message.text()
        assert dialog.save() is None
        dialog.text.setPlainText(dialog.text.toPlainText().replace("kind: complaint", "kind: report"))
        dialog.save_and_collect()
    path = tmp_path / "sources" / "klachten.yaml"
    assert dialog.asked == [(str(path), "")]
    assert parse_source(path.read_text(encoding="utf-8")).source == "klachten"


def test_a_table_of_a_database(dialog, tmp_path):
    with closing(sqlite3.connect(tmp_path / "reports.sqlite")) as connection:
        connection.execute("CREATE TABLE reports (number INTEGER PRIMARY KEY, datum TEXT, x REAL, y REAL)")
        connection.execute("INSERT INTO reports VALUES (1, '2026-01-01', 121000, 487000)")
        connection.commit()
    dialog.name.setText("klachten")
    choose(dialog, "dso")
    assert dialog.table_name.isHidden() and "api.data.amsterdam.nl" in dialog.address.placeholderText()
    choose(dialog, "database")
    assert not dialog.table_name.isHidden() and "sqlite:/folder" in dialog.address.placeholderText()
    dialog.address.setText(f"sqlite:{tmp_path / 'reports.sqlite'}")
    dialog.preview()
    wait(dialog)
    assert "Say which table" in dialog.message.text()
    dialog.table_name.setText("reports")
    dialog.preview()
    wait(dialog)
    assert dialog.table.rowCount() == 1 and dialog.table.columnCount() == 4
    saved = parse_source(dialog.save().read_text(encoding="utf-8"))
    assert (saved.remote.type, saved.remote.table) == ("database", "reports")


@pytest.mark.parametrize(
    ("name", "address", "said"),
    [
        ("Klachten 2026", "https://a.nl", "Give the source a name of small letters"),
        ("klachten", "", "Say where the records are"),
        ("klachten", "www.amsterdam.nl", "Write it as https://server/reports.csv"),
        ("klachten", "https://a.nl/x?token=1", "without a user, a password or a key"),
        ("klachten", "http://127.0.0.1:9/x", "there is no connection to 127.0.0.1"),
    ],
)
def test_what_is_wrong_is_said_in_the_dialog(impatient, dialog, name, address, said):
    dialog.name.setText(name)
    choose(dialog, "csv")
    dialog.address.setText(address)
    dialog.preview()
    wait(dialog)
    assert said in dialog.message.text()
    assert not dialog.save_button.isEnabled()


def test_only_what_applies_to_a_kind_is_shown_and_in_the_order_of_the_keys(dialog):
    rows = {
        FILE: ["file", "layer", "crs"], "dso": ["address", "crs", "credentials"], "json": ["address", "rows", "crs", "credentials"],
        "database": ["address", "table_name", "crs", "credentials"], "wfs": ["address", "layer", "crs", "credentials"],
    }  # fmt: skip
    dialog.show()
    for type_, expected in rows.items():
        choose(dialog, type_)
        named = {getattr(dialog, name): name for name in ("name", "kind", *sum(rows.values(), []), "fetch")}
        order, at = [], dialog.name
        while True:
            owner = next((one for one in named if one is at or one.isAncestorOf(at)), None)
            if owner is not None and at.isVisible() and named[owner] not in order:
                order.append(named[owner])
            at = at.nextInFocusChain()
            if at is dialog.name:
                break
        assert order == ["name", "kind", *expected, "fetch"], type_
        assert (dialog.wish().crs == "") is (type_ not in ("dso", "wfs"))
    choose(dialog, "geojson")
    assert dialog.wish().crs == "EPSG:4326"


def test_a_file_gives_its_name_and_what_is_proposed_and_how_it_is_read_is_told(dialog, tmp_path):
    file = tmp_path / "Meldingen 2026.csv"
    rows = "".join(f"{at};2026-01-01;afval;{121_000 + at};487000;m{at}@example.org\n" for at in range(60))
    file.write_text(f"id;datum;soort;x;y;reporter_email\n{rows}")
    dialog.file.setFilePath(str(file))
    assert dialog.name.text() == "meldingen_2026"
    dialog.preview()
    wait(dialog)
    for words in (
        "60 records were read",
        "50 of them",
        "separator semicolon",
        "EPSG:28992",
        "never stored: reporter_email",
    ):
        assert words in dialog.message.text()
    dialog.name.setText("klachten")
    dialog.name.textEdited.emit("klachten")
    dialog.save_and_collect()
    assert dialog.asked == [(str(tmp_path / "sources" / "klachten.yaml"), str(file))]


def test_what_was_corrected_stays_and_what_is_of_another_address_goes(dialog, tmp_path):
    for name, column in (("a.csv", "soort"), ("b.csv", "type")):
        (tmp_path / name).write_text(f"id,datum,{column},x,y\n1,2026-01-01,afval,121000,487000\n")
    dialog.file.setFilePath(str(tmp_path / "a.csv"))
    dialog.preview()
    wait(dialog)
    dialog.text.selectAll()
    dialog.text.insertPlainText(dialog.text.toPlainText().replace("kind: report", "kind: sanction"))
    dialog.preview()
    wait(dialog)
    assert "kind: sanction" in dialog.text.toPlainText()
    dialog.file.setFilePath(str(tmp_path / "b.csv"))
    assert "has changed" in dialog.message.text() and dialog.message.property("wrong")
    dialog.preview()
    wait(dialog)
    assert "kind: report" in dialog.text.toPlainText() and '"type"' in dialog.text.toPlainText()
    dialog.file.setFilePath(str(tmp_path / "none.csv"))
    dialog.preview()
    wait(dialog)
    assert "There is no file" in dialog.message.text() and not dialog.text.toPlainText()
    assert not dialog.check() and not dialog.save_button.isEnabled()


def test_a_source_of_another_is_replaced_only_when_asked(dialog, tmp_path, monkeypatch):
    there = tmp_path / "sources" / "mine.yaml"
    there.parent.mkdir()
    there.write_text("of another")
    (tmp_path / "x.csv").write_text("id,datum,soort,x,y\n1,2026-01-01,afval,121000,487000\n")
    dialog.name.setText("mine")
    dialog.file.setFilePath(str(tmp_path / "x.csv"))
    dialog.preview()
    wait(dialog)
    monkeypatch.setattr(dialog, "_may_replace", lambda *_: False)
    assert dialog.save() is None and there.read_text() == "of another"
    monkeypatch.setattr(dialog, "_may_replace", lambda *_: True)
    assert dialog.save() == there
    monkeypatch.setattr(dialog, "_may_replace", lambda *_: pytest.fail("asked about its own"))
    assert dialog.save() == there


def test_where_nothing_can_be_proposed_a_beginning_stands(dialog, tmp_path):
    (tmp_path / "x.csv").write_text("dag,oost,noord\n2026-01-01,121000,487000\n")
    dialog.file.setFilePath(str(tmp_path / "x.csv"))
    dialog.preview()
    wait(dialog)
    assert "no columns with coordinates" in dialog.message.text() and not dialog.save_button.isEnabled()
    text = dialog.text.toPlainText()
    for field, column in (("occurred_from", "dag"), ("x", "oost"), ("y", "noord")):
        text = text.replace(f'{field}: {{column: ""}}', f"{field}: {{column: {column}}}")
    dialog.text.setPlainText(text)
    assert dialog.check()


def test_the_layers_of_a_service_are_told(dialog):
    with Wfs(10) as wfs:
        dialog.name.setText("klachten")
        choose(dialog, "wfs")
        dialog.address.setText(wfs.address)
        dialog.preview()
        wait(dialog)
        assert "these layers: app:meldingen" in dialog.message.text()
        dialog.layer.setText("meldingen")
        dialog.preview()
        wait(dialog)
    assert dialog.save_button.isEnabled()


def test_fetching_can_be_stopped(dialog):
    dialog.name.setText("klachten")
    choose(dialog, "csv")
    dialog.address.setText("http://127.0.0.1:9/x")
    dialog.fetch.click()
    assert dialog.fetch.text() == "Stop"
    dialog.fetch.click()
    assert dialog._task is None and dialog.message.text() == "Stopped."


def test_closing_while_it_fetches_stops(dialog):
    dialog.name.setText("klachten")
    choose(dialog, "csv")
    dialog.address.setText("http://127.0.0.1:9/x")
    dialog.preview()
    task = dialog._task
    dialog.reject()
    assert task.isCanceled() and dialog._task is None


def test_a_saved_source_is_found_by_its_id(run, tmp_path):
    folder = Settings.load().sources_folder
    with Dso(reports(60)) as dso:
        made = propose(type="dso", address=dso.address)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "mine.yaml").write_text(made.text, encoding="utf-8")
        try:
            assert run("collect", WORKSPACE=str(tmp_path / "w.gpkg"), SOURCE="mine")["READ"] == 60
        finally:
            shutil.rmtree(folder)
