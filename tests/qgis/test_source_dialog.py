"""A source made in the dialog: its first records, a proposal, what is wrong said, saved and found by its id."""

import shutil
import sqlite3
import time
from contextlib import closing

import pytest
from qgis.PyQt.QtCore import QCoreApplication

from igh_plugin.core.errors import UserError
from igh_plugin.dialogs.source import TYPES, SourceDialog
from igh_plugin.pipeline.draft import FILE, Wish, draft, fetch_sample
from igh_plugin.pipeline.refresh import collect_source
from igh_plugin.settings import Settings
from igh_plugin.sources.definition import parse_source
from igh_plugin.sources.remote import TYPES as KNOWN
from tests.servers.dso import Dso, reports
from tests.servers.ogcapi import OgcApi
from tests.servers.paged import Paged
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
        assert "melderEmail" in propose(**wishes[0]).definition.mapping.personal
        assert "reporter.email" in propose(**wishes[3]).definition.mapping.personal


def test_a_file_becomes_a_mapping(tmp_path):
    (tmp_path / "x.csv").write_text(
        "id,datum,soort,x,y\n1,2026-01-01,afval,121000,487000\n2,2026-01-02,afval,121010,487000\n"
    )
    proposal = propose(type=FILE, address=str(tmp_path / "x.csv"))
    assert proposal.definition.remote is None and proposal.definition.mapping.crs == "EPSG:28992"


def test_what_cannot_be_proposed_is_said():
    with Dso([]) as dso, pytest.raises(UserError, match="no records: nothing can be proposed"):
        propose(type="dso", address=dso.address)
    with pytest.raises(UserError, match="must begin with https"):
        propose(type="dso", address="https://jan:geheim@a.nl/x")


def test_the_kinds_of_the_dialog_are_kinds_of_sources():
    assert {type_ for type_, _ in TYPES} - {FILE} <= set(KNOWN)


@pytest.fixture
def dialog(qgis_app, tmp_path):
    asked = []
    made = SourceDialog(tmp_path / "sources", asked.append)
    made.asked = asked
    yield made
    made.close()


def wait(dialog):
    for _ in range(500):
        QCoreApplication.processEvents()
        if dialog.fetch.isEnabled():
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
    assert dialog.asked == [str(path)]
    assert parse_source(path.read_text(encoding="utf-8")).source == "klachten"


def test_a_table_of_a_database(dialog, tmp_path):
    with closing(sqlite3.connect(tmp_path / "reports.sqlite")) as connection:
        connection.execute("CREATE TABLE reports (number INTEGER PRIMARY KEY, datum TEXT, x REAL, y REAL)")
        connection.execute("INSERT INTO reports VALUES (1, '2026-01-01', 121000, 487000)")
        connection.commit()
    dialog.name.setText("klachten")
    choose(dialog, "dso")
    assert dialog.table_name.isHidden() and dialog.address.placeholderText() == "https://"
    choose(dialog, "database")
    assert not dialog.table_name.isHidden() and "sqlite:/folder" in dialog.address.placeholderText()
    dialog.address.setText(f"sqlite:{tmp_path / 'reports.sqlite'}")
    dialog.preview()
    wait(dialog)
    assert "needs a table or a query" in dialog.message.text()
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
