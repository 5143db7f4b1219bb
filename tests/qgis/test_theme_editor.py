"""The editor of themes, driven by its widgets: from an empty theme to one that is saved, shared and built."""

import time

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtTest import QTest

from igh_plugin.core.indicators import DIRECTIONS, KINDS
from igh_plugin.dialogs.theme_editor import wording
from igh_plugin.dialogs.theme_editor.dialog import ThemeEditor
from igh_plugin.dialogs.theme_editor.draft import draft_of, fault_of, merged, new_draft, slug
from igh_plugin.dock.figures_view import FiguresView
from igh_plugin.themes.catalogue import GRAINS, PACKAGED, RAMPS, list_themes, parse_theme, read_theme
from igh_plugin.themes.model import CHARTS, LAYERS
from igh_plugin.themes.sharing import read_zip
from igh_plugin.themes.writing import plain_theme, theme_text
from tests.qgis.built_city import run_algorithm


@pytest.fixture
def editor(qgis_app, tmp_path):
    asked = []
    made = ThemeEditor(
        tmp_path / "igh", tmp_path / "igh" / "sources", FiguresView, lambda *what: asked.append(what)
    )
    made.asked = asked
    yield made
    made.discard()


@pytest.fixture(scope="module")
def one_editor(qgis_app, city, tmp_path_factory):
    """An editor for several tests, which leave no changes in it."""
    folder = tmp_path_factory.mktemp("igh")
    made = ThemeEditor(folder, folder / "sources", FiguresView, lambda *_: None, str(city))
    wait(lambda: made._task is None and made._listing is None)
    yield made
    made.discard()


@pytest.fixture
def on_city(editor, city):
    editor.workspace.setFilePath(str(city))
    editor.read_workspace()
    wait(lambda: editor._task is None)
    assert editor.stock.place == str(city)
    return editor


def wait(condition):
    for _ in range(1000):
        QCoreApplication.processEvents()
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("nothing came")


def write_question(editor):
    step = editor.question
    QTest.keyClicks(step.title.lines["en"], "Bulky waste")
    QTest.keyClicks(step.title.lines["nl"], "Grofvuil")
    QTest.keyClicks(step.question.lines["nl"], "Waar ligt grofvuil, en wordt het minder?")


def add(editor, title):
    menu = editor.indicators.add.menu()
    next(action for action in menu.actions() if action.text() == title).trigger()


def make_theme(editor):
    """Make a theme of bulky waste as a newcomer would."""
    write_question(editor)
    editor.go_to(1)
    editor.sources.lists["categories"].tick("grofvuil")
    editor.go_to(3)
    add(editor, "Number of events")
    editor.indicators.form.direction.choose("low_is_good")
    add(editor, "Events per 1,000 inhabitants")
    editor.indicators.roles["map_by"].choose("events_per_1_000_inhabitants")
    assert editor.check(), editor.message.text()


def test_from_an_empty_theme_to_a_saved_and_built_one(on_city, city, tmp_path):
    editor = on_city
    assert not editor.save_button.isEnabled()
    make_theme(editor)
    assert editor.message.text() == "The theme is complete and can be saved."
    folder = editor.save()
    assert folder == tmp_path / "igh" / "themes" / "my_bulky_waste"
    theme = read_theme(folder)
    assert theme.titles == {"en": "Bulky waste", "nl": "Grofvuil"} and theme.categories == ("grofvuil",)
    assert [item.id for item in theme.indicators] == ["events", "events_per_1_000_inhabitants"]
    assert (theme.lead, theme.map_by) == ("events", "events_per_1_000_inhabitants")
    assert theme.indicator("events").direction == "low_is_good"
    assert [level.id for level in theme.levels] == ["operational", "tactical", "strategic"]
    project = tmp_path / "p.qgz"
    run_algorithm("buildtheme", WORKSPACE=str(city), THEME=str(folder), PROJECT=str(project))
    loaded = QgsProject()
    assert loaded.read(str(project))
    names = {layer.customProperty("igh/theme") for layer in loaded.mapLayers().values()}
    assert "my_bulky_waste" in names
    loaded.clear()
    editor.save_and_build()
    assert editor.asked == [(str(city), "my_bulky_waste")]


def test_the_preview_shows_the_figures_of_the_panel(on_city, city):
    from igh_plugin.themes.figures import compute_figures
    from igh_plugin.themes.writing import check_theme

    editor = on_city
    make_theme(editor)
    editor.go_to(6)
    wait(lambda: editor.preview.task is None)
    figures = editor.preview.figures
    assert not editor.preview.view.isHidden() and editor.preview.view.cards.count() == 2
    again = compute_figures(str(city), check_theme(editor.draft), "tactical")
    assert [one.value for one in figures.indicators] == [one.value for one in again.indicators]
    assert figures.indicators[0].value > 0
    editor.preview.level.choose("strategic")
    editor.preview.level.activated.emit(0)
    wait(lambda: editor.preview.task is None)
    assert editor.preview.figures.level == "strategic"
    editor.go_to(1)
    editor.go_to(6)
    assert editor.preview.task is None, "the same figures were computed again"


def test_what_is_offered_is_what_the_workspace_has(on_city):
    editor = on_city
    editor.go_to(1)
    categories = editor.sources.lists["categories"]
    texts = [categories.item(row).text() for row in range(categories.count())]
    counts = editor.stock.by("category")
    most = next(name for name in counts if name)
    assert most in texts[0] and texts[0].replace(",", "").endswith(f": {counts[most]} events")
    categories.tick("grofvuil")
    said = editor.sources.said.text().replace(",", "").replace(".", "")
    assert str(counts["grofvuil"]) in said and str(editor.stock.count()) in said
    editor.sources.search.setText("grofv")
    shown = [
        categories.item(row).text()
        for row in range(categories.count())
        if not categories.item(row).isHidden()
    ]
    assert shown and all("grofv" in text.lower() for text in shown)
    editor.go_to(3)
    menu = [action.text() for action in editor.indicators.add.menu().actions()]
    assert "Events per 1,000 inhabitants" in menu and "Events per km²" in menu
    add(editor, "An empty one")
    numerators = editor.indicators.form.numerator
    names = [numerators.itemData(row) for row in range(numerators.count())]
    assert {"events", "statistic:km2", "statistic:inhabitants", *editor.stock.measures} <= set(names)


def test_each_step_says_what_is_wrong_beside_its_field(on_city):
    editor = on_city
    said = editor.question.faults._labels
    editor.check()
    assert not said["theme",].isHidden() and "“theme” is missing" in said["theme",].text()
    write_question(editor)
    editor.question.id.setText("Bulky Waste")
    editor.check()
    assert "small letters" in said["theme",].text()
    editor.question.id.setText("bulky_waste_of_ours")
    editor.check()
    assert said["theme",].isHidden() and "Indicators" in editor.message.text()
    editor.go_to(3)
    assert "“indicators” is missing" in editor.indicators.faults._labels[()].text()
    add(editor, "An empty one")
    form = editor.indicators.form
    editor.check()
    assert "“title” is missing" in form.faults._labels["title",].text()
    QTest.keyClicks(form.title.lines["nl"], "Aandeel")
    assert form.id.text() == editor.draft["lead"] == "aandeel"
    form.kind.choose("share")
    editor.check()
    assert "need a denominator" in form.faults._labels["kind",].text()
    assert not form.faults._labels["kind",].isHidden() and not form.denominator.isHidden()
    form.target.setText("10")
    form.denominator.choose("events")
    editor.check()
    assert "“source” is missing" in form.faults._labels["target_source",].text()
    form.target_source.lines["en"].setText("Council")
    editor.check()
    assert "needs a direction" in form.faults._labels["target",].text()
    form.direction.choose("low_is_good")
    assert editor.check() and editor.save_button.isEnabled()
    editor.go_to(4)
    editor.levels.cell_size.setCurrentText("60")
    editor.check()
    assert "multiple of 25" in editor.levels.faults._labels["hotspots", "cell_size"].text()
    assert not editor.save_button.isEnabled() and editor.save() is None
    editor.levels.cell_size.setCurrentText("100")
    for level in ("operational", "tactical", "strategic"):
        editor.levels.grid.boxes["there", level].setChecked(False)
    editor.check()
    assert not editor.save_button.isEnabled()
    editor.levels.grid.boxes["there", "strategic"].setChecked(True)
    assert editor.check() and editor.draft["default_level"] == "strategic"


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in PACKAGED.glob("*/theme.yaml")), ids=lambda f: f.name
)
def test_a_theme_of_the_package_goes_through_all_steps_unchanged(one_editor, monkeypatch, folder):
    editor = one_editor
    monkeypatch.setattr(editor, "_agrees", lambda *_: True)
    editor.begin(str(folder))
    assert editor.draft["theme"] == f"my_{folder.name}"
    for at, step in enumerate(editor.steps[:-1]):
        editor.go_to(at)
        step.write()
        for row in range(editor.indicators.list.count() if step is editor.indicators else 0):
            editor.indicators.list.setCurrentRow(row)
            editor.indicators.form.write()
    assert editor.check(), editor.message.text()
    made = parse_theme(theme_text({**editor.draft, "theme": folder.name}), "theme.yaml", folder)
    assert made == read_theme(folder)


def test_saving_over_a_theme_is_asked_and_a_packaged_one_is_named(on_city, tmp_path, monkeypatch):
    editor = on_city
    asked, answers = [], [False, True, False]
    monkeypatch.setattr(editor, "_agrees", lambda question, _: asked.append(question) or answers.pop(0))
    make_theme(editor)
    assert editor.save() is not None and not asked
    assert editor.save() is not None and not asked, "asked about its own"
    monkeypatch.setattr(editor, "_began", "")
    assert editor.save() is None and "already a theme my_bulky_waste" in asked[-1]
    assert editor.save() is not None
    editor.question.id.setText("registrations")
    assert editor.save() is None and "comes with the plugin" in asked[-1]
    assert [path.name for path in (tmp_path / "igh" / "themes").iterdir()] == ["my_bulky_waste"]
    assert "my_bulky_waste" in {theme.id for theme in list_themes(tmp_path / "igh")}


def test_a_theme_goes_to_somebody_else_as_a_zip(on_city, tmp_path, monkeypatch):
    editor = on_city
    editor.begin(str(PACKAGED / "registrations"))
    editor.save_zip(str(tmp_path / "sent"))
    assert "holds no events" in editor.message.text()
    found = read_zip(tmp_path / "sent.zip")
    assert found.theme.id == "my_registrations"
    assert found.files["icon.svg"] == (PACKAGED / "registrations" / "icon.svg").read_bytes()
    other = ThemeEditor(tmp_path / "other", tmp_path / "none", FiguresView, lambda *_: None)
    other.open_zip(str(tmp_path / "sent.zip"))
    assert other.question.title.texts()["nl"] == "Registraties" and "Look at it" in other.message.text()
    assert not (tmp_path / "other").exists()
    assert other.save() == tmp_path / "other" / "themes" / "my_registrations"
    (tmp_path / "bad.zip").write_bytes(b"no")
    other.open_zip(str(tmp_path / "bad.zip"))
    assert "is no zip" in other.message.text() and other.draft["theme"] == "my_registrations"
    other.discard()


def test_a_workspace_that_is_none_is_told(editor, tmp_path):
    (tmp_path / "x.gpkg").write_bytes(b"nothing")
    editor.workspace.setFilePath(str(tmp_path / "x.gpkg"))
    editor.read_workspace()
    wait(lambda: editor._task is None)
    assert not editor.workspace_said.isHidden() and "x.gpkg" in editor.workspace_said.text()
    assert editor.stock.place == ""
    write_question(editor)
    editor.go_to(1)
    assert "Choose a workspace above" in editor.sources.said.text()
    editor.go_to(6)
    assert "not complete yet" in editor.preview.said.text()


def test_changes_are_left_only_when_asked(editor, monkeypatch):
    asked = []
    monkeypatch.setattr(editor, "_agrees", lambda question, _: asked.append(question))
    editor.show()
    write_question(editor)
    editor.begin(str(PACKAGED / "registrations"))
    assert len(asked) == 1 and editor.draft["title"]["en"] == "Bulky waste"
    editor.reject()
    assert len(asked) == 2 and editor.isVisible()


def test_indicators_are_moved_renamed_and_removed(on_city):
    editor = on_city
    write_question(editor)
    editor.go_to(3)
    step = editor.indicators
    for title in ("Number of events", "Events per day", "Events per km²"):
        add(editor, title)
    assert [one["id"] for one in step.indicators] == ["events", "events_per_day", "events_per_km"]
    step.up.click()
    assert [one["id"] for one in step.indicators] == ["events", "events_per_km", "events_per_day"]
    step.list.setCurrentRow(0)
    step.form.title.lines["en"].setText("Reports")
    assert step.indicators[0]["id"] == "reports" and editor.draft["lead"] == "reports"
    step.remove.click()
    assert editor.draft["lead"] == "events_per_km" and step.list.count() == 2
    assert editor.check()


def test_cautions_are_added_written_and_removed(on_city):
    editor = on_city
    make_theme(editor)
    editor.go_to(5)
    editor.charts.add_caution()
    editor.charts.cautions.item(0, 1).setText("Geen melding is geen bewijs.")
    editor.charts.grid.boxes["hours", "strategic"].setChecked(False)
    assert editor.draft["cautions"] == [{"nl": "Geen melding is geen bewijs."}]
    assert "hours" not in editor.draft["levels"]["strategic"]["charts"]
    assert "hours" in editor.draft["levels"]["tactical"]["charts"]
    editor.charts.remove.click()
    assert "cautions" not in editor.draft and editor.check()


def test_every_word_of_a_theme_has_a_name():
    assert set(KINDS) <= set(wording.KINDS) and set(CHARTS) <= set(wording.CHARTS)
    assert set(LAYERS) == set(wording.LAYERS) and set(RAMPS) == set(wording.RAMPS)
    assert set(DIRECTIONS) == set(wording.DIRECTIONS) and {"", *GRAINS} == set(wording.GRAINS)
    draft = {**new_draft(), "theme": "a", "title": {"en": "A"}, "question": {"en": "A?"}, "lead": "b"}
    lead = {"id": "b", "title": {"en": "B"}, "kind": "total", "numerator": "events"}
    for preset in wording.PRESETS:
        if preset.keys["kind"] in KINDS:
            assert fault_of({**draft, "indicators": [lead, {**preset.keys, "id": "a"}]}) is None, preset.title


def test_every_widget_has_a_name_and_an_explanation(on_city):
    from qgis.PyQt.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit

    editor = on_city
    editor.begin(str(PACKAGED / "registrations"))
    editor.show()
    for at in range(len(editor.steps)):
        editor.go_to(at)
        QCoreApplication.processEvents()
        for kind in (QComboBox, QLineEdit, QAbstractSpinBox, QAbstractButton):
            for widget in editor.steps[at].findChildren(kind):
                inner = isinstance(widget.parent(), (QComboBox, QAbstractSpinBox, QLineEdit))
                if widget.isVisible() and not inner and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                    named = widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text())
                    assert named, (at, widget)
                    assert widget.toolTip(), (at, named)


def test_shapes_of_a_file_that_are_shorter_are_read():
    text = """
theme: a
title: A
question: A?
categories: grofvuil
indicators: {id: a, title: A, kind: total, numerator: events, unit: b}
lead: a
levels: {tactical: {layers: areas}}
cautions: Mind.
"""
    draft = draft_of(plain_theme(text))
    assert draft["categories"] == ["grofvuil"] and draft["cautions"] == [{"en": "Mind."}]
    assert draft["levels"]["tactical"]["layers"] == ["areas"] and draft["indicators"][0]["unit"] == {
        "en": "b"
    }
    assert fault_of(draft) is None


def test_names_and_orders():
    assert slug({"en": "Events per 1,000!"}) == "events_per_1_000" and slug({"nl": "2 grote"}) == "grote"
    assert slug({"en": "A"}, ["a", "a_2"]) == "a_3" and slug({}) == ""
    assert merged(["c", "a"], ["a", "b", "c"], "abc") == ["b", "c", "a"]
    assert merged(["a", "b"], ["b"], "abc") == ["b"] and merged([], ["b", "a"], ()) == ["b", "a"]
    first, second = new_draft(), new_draft()
    first["levels"]["tactical"]["layers"].clear()
    assert second["levels"]["tactical"]["layers"] and new_draft() == second


def test_a_part_of_the_events_is_counted(on_city, city):
    editor = on_city
    make_theme(editor)
    editor.go_to(2)
    parts = editor.parts
    menu = {action.text(): action for action in parts.add.menu().actions()}
    menu["Evening, 18 to 24 hours"].trigger()
    parts.lists["weekdays"].tick("fri")
    menu["An empty one"].trigger()
    assert not editor.check() and "needs a condition" in parts.form_faults._labels["name",].text()
    parts.name.setText("In Time")
    assert not editor.check() and "small letters" in parts.form_faults._labels["name",].text()
    parts.name.setText("quick")
    parts.within.setText("none")
    assert not editor.check() and "numbers only" in parts.form_faults._labels["closed_within",].text()
    parts.within.setText("3")
    assert editor.check(), editor.message.text()
    menu["Followed by another within two weeks"].trigger()
    parts.again.setText("400")
    assert not editor.check() and "1 to 366" in parts.form_faults._labels["again_within",].text()
    parts.again.setText("28")
    parts.measure.choose("items")
    parts.again_at.choose("urgency")
    assert editor.check(), editor.message.text()
    assert editor.draft["counts"]["again"] == {
        "again_within": "28",
        "measure": "items",
        "again_at": "urgency",
    }
    parts.remove.click()
    parts.list.setCurrentRow(0)
    editor.go_to(3)
    add(editor, "An empty one")
    form = editor.indicators.form
    form.title.lines["en"].setText("Evening share")
    form.kind.choose("share")
    form.numerator.choose("evening")
    form.denominator.choose("events")
    assert editor.check(), editor.message.text()
    editor.go_to(2)
    parts.name.setText("friday_evening")
    editor.check()
    assert editor.draft["indicators"][2]["numerator"] == "friday_evening"
    assert editor.draft["counts"] == {
        "friday_evening": {"hours": ["18", "24"], "weekdays": ["fri"]},
        "quick": {"closed_within": "3"},
    }
    editor.go_to(6)
    wait(lambda: editor.preview.task is None)
    value = editor.preview.figures.indicators[2].value
    assert value is not None and 0 < value < 30
    editor.go_to(2)
    parts.list.setCurrentRow(1)
    parts.remove.click()
    assert list(editor.draft["counts"]) == ["friday_evening"] and editor.check()


def test_an_index_a_composite_and_a_handling_time_are_made(on_city):
    editor = on_city
    make_theme(editor)
    form = editor.indicators.form
    add(editor, "Median handling time")
    assert editor.draft["indicators"][2]["numerator"] == "handling_time" and form.numerator.isHidden()
    add(editor, "An empty one")
    form.title.lines["en"].setText("Burden")
    form.kind.choose("composite")
    form.weights.setText("events: 2, nothing: 1")
    assert not editor.check() and "names nothing" in form.faults._labels["weights",].text()
    form.weights.setText("events: 2, events_per_1_000_inhabitants: 1")
    assert editor.check(), editor.message.text()
    form.kind.choose("index")
    assert not editor.check() and "“of” is missing" in form.faults._labels["of",].text()
    form.of.choose("events")
    assert editor.check(), editor.message.text()
    assert "weights" not in editor.draft["indicators"][3]
    editor.indicators.list.setCurrentRow(0)
    form.title.lines["en"].setText("Reports")
    assert editor.draft["indicators"][3]["of"] == "reports" and editor.check()
    form.least.setText("10")
    form.levels.tick("strategic")
    assert not editor.check() and "without grain and levels" in editor.message.text()
    form.levels.tick("strategic", False)
    assert editor.check() and editor.draft["indicators"][0]["least"] == "10"
