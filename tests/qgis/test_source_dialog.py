"""A source made in the dialog: its first records, a proposal, what is wrong said, saved and found by its id."""

import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from qgis.core import QgsCoordinateReferenceSystem
from qgis.PyQt.QtCore import QCoreApplication

from igh_plugin.core.errors import UserError
from igh_plugin.dialogs.source import TYPES, SourceDialog
from igh_plugin.pipeline.draft import FILE, Wish, draft, fetch_sample, first_look
from igh_plugin.pipeline.refresh import collect_source
from igh_plugin.pipeline.trial import try_out
from igh_plugin.settings import Settings
from igh_plugin.sources.definition import RESOURCES, parse_source
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
        assert dialog.table.model().rowCount() == 50 and dialog.table.model().columnCount() == 8
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
    assert dialog.table.model().rowCount() == 1 and dialog.table.model().columnCount() == 4
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


def events_of(dialog):
    model = dialog.trial.events.model()
    return {
        title: [model.data(model.index(row, at)) for row in range(model.rowCount())]
        for at, title in enumerate(model.titles)
    }


def faults_of(dialog):
    return dialog.trial.faults.model().rows


def type_in(dialog, old, new):
    """Replace a piece of the definition as by typing, and let the time pass after which it is looked at."""
    assert old in dialog.text.toPlainText()
    dialog.text.setPlainText(dialog.text.toPlainText().replace(old, new))
    for _ in range(500):
        QCoreApplication.processEvents()
        if not dialog._timer.isActive():
            return
        time.sleep(0.01)
    raise AssertionError("nobody looked")


def test_what_is_typed_is_seen_in_the_events_at_once(dialog, tmp_path):
    rows = [f"{at};2026-01-01 10:30;afval;{121_000 + at};487000;m{at}@example.org;vrij" for at in range(60)]
    rows[7] = rows[7].replace("121007", "0").replace("487000", "0")
    file = tmp_path / "meldingen.csv"
    file.write_text("\n".join(["id;datum;soort;x;y;reporter_email;opmerking", *rows]) + "\n")
    dialog.file.setFilePath(str(file))
    dialog.preview()
    wait(dialog)
    tabs = [dialog.trial.tabs.tabText(at) for at in range(3)]
    assert tabs == ["First records (60)", "Events (59)", "Rejected (1)"]
    shown = events_of(dialog)
    assert list(shown) == ["Event", "Happened (local time)", "Category", "X", "Y"]
    assert shown["Event"][0] == "meldingen:0" and shown["Happened (local time)"][0] == "2026-01-01 10:30:00"
    assert faults_of(dialog) == [("8", "coordinates that cannot be", "fields.x", "x: 0, y: 0")]
    assert dialog.trial.said.text() == "59 of 60 records become events; 1 × coordinates that cannot be."
    type_in(dialog, '"soort"}', '"soort", codelist: signalen}')
    assert dialog.trial.tabs.tabText(1) == "Events (0)"
    assert "Not in the code list of category: “afval” (60)." in dialog.trial.said.text()
    type_in(dialog, "codelist: signalen", "values: {afval: grofvuil}, codelist: signalen")
    assert set(events_of(dialog)["Category"]) == {"grofvuil"}
    type_in(dialog, "kind: report", "kind: complaint")
    assert not dialog.trial.events.isEnabled() and len(events_of(dialog)["Event"]) == 59
    assert "before the mistake" in dialog.trial.said.text()
    type_in(dialog, "kind: complaint", "kind: sanction")
    assert dialog.trial.events.isEnabled() and "59 of 60" in dialog.trial.said.text()
    text = "".join(f"{cell}" for column in events_of(dialog).values() for cell in column)
    assert "@example.org" not in text and "vrij" not in text
    type_in(dialog, '"datum"', '"dag"')
    assert "there is no column dag" in dialog.trial.said.text()
    type_in(dialog, 'x: {column: "x"}', 'x: {column: "oost"}')
    assert "has no column oost" in dialog.trial.said.text() and dialog.trial.tabs.tabText(1) == "Events"


def test_exchanged_coordinates_are_proposed_in_the_words_of_the_definition(dialog, tmp_path):
    rows = "".join(f"{at},2026-01-01,afval,487000,{121_000 + at}\n" for at in range(30))
    (tmp_path / "meldingen.csv").write_text(f"id,datum,soort,x,y\n{rows}")
    dialog.file.setFilePath(str(tmp_path / "meldingen.csv"))
    dialog.crs.setCrs(QgsCoordinateReferenceSystem("EPSG:28992"))
    dialog.preview()
    wait(dialog)
    said = dialog.trial.said.text()
    assert "0 of 30 records become events; 30 × coordinates that cannot be." in said
    assert 'write under “fields”: x: {column: "y"} and y: {column: "x"}' in said
    assert 'x: {column: "x"}' in dialog.text.toPlainText()
    type_in(dialog, 'x: {column: "x"}\n  y: {column: "y"}', 'x: {column: "y"}\n  y: {column: "x"}')
    assert dialog.trial.said.text() == "30 of 30 records become events."


def test_the_first_records_of_every_kind_of_service_become_events():
    with Dso(reports(100)) as dso, Wfs(100) as wfs, OgcApi(100) as ogc, Paged("socrata", 100) as rows:
        for wish in (
            {"type": "dso", "address": dso.address},
            {"type": "wfs", "address": wfs.address, "layer": "meldingen"},
            {"type": "ogcapi", "address": ogc.address},
            {"type": "socrata", "address": rows.address, "crs": "EPSG:4326"},
        ):
            made = Wish(source="mine", **wish)
            sample = fetch_sample(made)
            trial = try_out(draft(made, sample).definition, sample)
            assert len(trial.events) == trial.read == len(sample), (wish, trial.rejected)


MINE = """source: mine
title: {{en: My reports, nl: Mijn meldingen}}
kind: report
crs: EPSG:28992
timezone: {{stored: Europe/Amsterdam, local: Europe/Amsterdam}}
connection: {{type: dso, address: "{address}", parameters: {{hoofdcategorie: Afval}}}}
refresh: {{every: 1, field: datumMelding, overlap: 2, whole: 7}}
id: id
fields:
  occurred_from: datumMelding
  category: {{column: subcategorie, codelist: signalen}}
  wkt: geometrieVisualisatie
personal: [melderEmail]
"""


def choose_saved(dialog, name):
    at = next(
        at
        for at in range(dialog.chosen.count())
        if getattr(dialog.chosen.itemData(at), "path", Path()).stem == name
    )
    dialog.chosen.setCurrentIndex(at)
    dialog.chosen.activated.emit(at)


def own(dialog, tmp_path, name, text):
    path = tmp_path / "sources" / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    dialog.chosen.list()
    return path


def test_a_saved_source_is_mended_and_what_was_rejected_comes_with_the_next_collection(
    dialog, tmp_path, empty_workspace
):
    with Dso(reports(60)) as dso:
        path = own(dialog, tmp_path, "mine", MINE.format(address=dso.address))
        first = collect_source(empty_workspace, parse_source(path.read_text(encoding="utf-8")))
        assert (first.kept, first.rejected) == (40, {"unknown_category": 20})
        again = collect_source(empty_workspace, parse_source(path.read_text(encoding="utf-8")))
        assert "datumMelding[gte]" in dso.site.queries[-1][1] and again.new == 0
        dialog.choose()
        assert "Choose a source" in dialog.message.text()
        choose_saved(dialog, "mine")
        wait(dialog)
        assert dialog.windowTitle() == "Source mine" and dialog.name.isHidden() and dialog.file.isHidden()
        assert ("hoofdcategorie", "Afval") in dso.site.queries[-1][1].items()
        assert "40 of 60 records become events" in dialog.trial.said.text()
        assert 'Not in the code list of category: “Huisafval; "los"” (20).' in dialog.trial.said.text()
        type_in(dialog, "codelist", "values: {'Huisafval; \"los\"': huisafval}, codelist")
        mended = dialog.trial.said.text()
        dialog.save_and_collect()
        assert dialog.asked == [(str(path), "")]
        last = collect_source(empty_workspace, parse_source(path.read_text(encoding="utf-8")))
        assert "datumMelding[gte]" not in dso.site.queries[-1][1]
    assert mended == "60 of 60 records become events."
    assert (last.read, last.new, last.rejected) == (60, 20, {})
    assert empty_workspace.rejects_summary("mine") == []


def test_records_of_a_service_are_fetched_anew_for_another_crs(dialog, tmp_path):
    with Dso(reports(30)) as dso:
        own(dialog, tmp_path, "mine", MINE.format(address=dso.address).replace(", codelist: signalen", ""))
        choose_saved(dialog, "mine")
        wait(dialog)
        assert dialog.trial.said.text() == "30 of 30 records become events."
        type_in(dialog, "EPSG:28992", "EPSG:4326")
        assert (
            "asked for these records in EPSG:28992, and the definition says EPSG:4326"
            in dialog.trial.said.text()
        )
        dso.content_crs = "EPSG:4326"
        for row in dso.rows:
            row["geometrieVisualisatie"] = f"SRID=4326;POINT ({4.9 + int(row['id']) / 1e4} 52.37)"
        dialog.preview()
        wait(dialog)
    assert dialog.trial.said.text() == "30 of 30 records become events."
    assert events_of(dialog)["Longitude"][0] == "4.900100"
    dialog.begin_new()
    assert dialog.windowTitle() == "New source" and not dialog.text.toPlainText()
    assert dialog.trial.events.model().rowCount() == 0 and not dialog.save_button.isEnabled()


def test_a_source_of_files_asks_for_one_and_is_collected_from_it(dialog, tmp_path):
    mine = MINE.format(address="").replace("connection", "# connection").replace("refresh", "# refresh")
    mine = mine.replace("subcategorie, codelist: signalen", "soort").replace(
        "wkt: geometrieVisualisatie", "x: x\n  y: y"
    )
    own(dialog, tmp_path, "mine", mine)
    (tmp_path / "x.csv").write_text("id,datumMelding,soort,x,y\n1,2026-01-01,afval,121000,487000\n")
    choose_saved(dialog, "mine")
    assert not dialog.file.isHidden() and "is read from files" in dialog.message.text()
    dialog.preview()
    assert "Say where the records are" in dialog.message.text()
    dialog.file.setFilePath(str(tmp_path / "x.csv"))
    wait(dialog)
    assert dialog.trial.said.text() == "1 of 1 records become events."
    dialog.save_and_collect()
    assert dialog.asked == [(str(tmp_path / "sources" / "mine.yaml"), str(tmp_path / "x.csv"))]


def test_a_source_of_the_package_is_saved_as_ones_own(dialog, tmp_path, monkeypatch):
    monkeypatch.setattr(dialog, "preview", lambda: None)
    choose_saved(dialog, "amsterdam_meldingen")
    assert "source: amsterdam_meldingen" in dialog.text.toPlainText()
    assert dialog.save() == tmp_path / "sources" / "amsterdam_meldingen.yaml"
    assert dialog.chosen.currentData().own
    monkeypatch.setattr(dialog, "_may_replace", lambda *_: pytest.fail("asked about its own"))
    assert dialog.save() == tmp_path / "sources" / "amsterdam_meldingen.yaml"


def test_a_definition_that_is_wrong_can_be_mended_and_keeps_its_file(dialog, tmp_path):
    path = own(
        dialog, tmp_path, "mijn bron", MINE.format(address="http://127.0.0.1:9/x").replace("report", "raport")
    )
    choose_saved(dialog, "mijn bron")
    assert "“kind” is “raport”" in dialog.message.text() and not dialog.save_button.isEnabled()
    type_in(dialog, "raport", "report")
    assert dialog.save() == tmp_path / "sources" / "mine.yaml"
    own(dialog, tmp_path, "mijn bron", MINE.format(address="http://127.0.0.1:9/x"))
    choose_saved(dialog, "mijn bron")
    dialog.stop()
    assert dialog.save() == path


def test_changes_are_left_only_when_asked(dialog, tmp_path, monkeypatch):
    monkeypatch.setattr(dialog, "preview", lambda: None)
    choose_saved(dialog, "amsterdam_meldingen")
    dialog.text.selectAll()
    dialog.text.insertPlainText(dialog.text.toPlainText().replace("kind: report", "kind: sanction"))
    asked = []
    monkeypatch.setattr(dialog, "_agrees", lambda question, _: asked.append(question))
    choose_saved(dialog, "samplecity_reports")
    assert len(asked) == 1 and "not saved" in asked[0]
    assert "kind: sanction" in dialog.text.toPlainText()
    assert dialog.chosen.currentData().path.stem == "amsterdam_meldingen"
    monkeypatch.setattr(dialog, "_agrees", lambda *_: True)
    choose_saved(dialog, "samplecity_reports")
    assert "source: samplecity_reports" in dialog.text.toPlainText()
    dialog.chosen.setCurrentIndex(0)
    dialog.chosen.activated.emit(0)
    assert (
        not dialog.text.toPlainText() and not dialog.name.isHidden() and dialog.windowTitle() == "New source"
    )


def test_a_definition_of_areas_has_no_events(dialog, tmp_path):
    rows = "id,datum,soort,x,y\n1,2026-01-01,afval,121000,487000\n"
    (tmp_path / "x.csv").write_text(rows)
    dialog.file.setFilePath(str(tmp_path / "x.csv"))
    dialog.preview()
    wait(dialog)
    text = (RESOURCES / "sources" / "amsterdam_parken.yaml").read_text(encoding="utf-8")
    type_in(dialog, dialog.text.toPlainText(), text)
    assert dialog.message.text() == "The definition is right."
    assert "not of a source of events" in dialog.trial.said.text()


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
