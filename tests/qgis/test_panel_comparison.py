"""What the figures of the panel are compared with: chosen in its line, shown in cards, trend and ranking, kept in the project."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsProject

from igh_plugin.core.comparison import AREA, PERIOD_BEFORE, WHOLE, YEAR, Comparison, as_text
from igh_plugin.dock import export
from tests.qgis.panel_steps import choose, texts, wait_for


def compare(panel, kind, area=None):
    """Choose a kind of comparison, and an area, in the boxes."""
    box = panel.compare.kind_box
    box.setCurrentIndex(box.findData(kind))
    box.activated.emit(box.currentIndex())
    if area is not None:
        places = [place[:2] for place in panel.compare.places]
        panel.compare.area_box.setCurrentIndex(places.index(area))
        panel.compare.area_box.activated.emit(places.index(area))
    wait_for(panel)


def card(panel, name):
    place = [item.id for item in panel.figures.indicators].index(name)
    return texts(panel.view.cards.itemAt(place).widget())


def legend(panel, name):
    chart = panel.view.charts[name][1].chart
    return [key.text for row in chart._legend(900) for key, _left in row]


def test_the_period_before_is_what_figures_are_compared_with_at_first(opened):
    choose(opened, "registrations", "tactical")
    figures = opened.figures
    assert opened.compare.comparison == figures.comparison == PERIOD_BEFORE
    assert opened.wording.period(figures.previous_title) in opened.head.label.text()
    number = figures.indicators[0]
    assert f"(before: {opened.wording.number(number.previous)})" in card(opened, number.id)
    assert figures.trend.other is None and figures.ranking.other is None


def test_a_year_before_is_a_second_line_and_the_first_thing_a_card_says(opened):
    choose(opened, "registrations", "tactical")
    compare(opened, YEAR)
    figures = opened.figures
    assert figures.comparison == Comparison(YEAR)
    number = figures.indicators[0]
    then = opened.wording.number(number.year_before.value)
    told = card(opened, number.id)
    assert f"(a year before: {then})" in told and "against the period before" in told
    assert opened.wording.period(figures.compared_title) in opened.head.label.text()
    trend = figures.trend
    assert "a year before" in legend(opened, "trend")
    known = np.flatnonzero(np.isfinite(trend.other))
    assert len(known) and trend.other.shape == trend.values.shape
    chart = opened.view.charts["trend"][1].chart
    value = opened.wording.number(trend.other[known[-1]])
    assert f"a year before: {value}" in chart.describe(int(known[-1]))


def test_an_area_is_compared_with_the_whole_and_the_whole_with_an_area(opened):
    choose(opened, "waste_beside_containers", "strategic")
    compare(opened, WHOLE)
    assert "This is the whole area" in opened.head.label.text() and opened.figures.comparison == PERIOD_BEFORE
    code, level = opened.figures.ranking.codes[0], opened.figures.ranking.level
    opened.set_area(level, code)
    wait_for(opened)
    figures = opened.figures
    assert figures.comparison == Comparison(WHOLE) == opened.compare.comparison
    share, number = figures.indicators[:2]
    whole = opened.wording.quantity(share.elsewhere.value, "%", share.decimals)
    assert f"Whole area: {whole}, here" in card(opened, share.id)
    assert share.elsewhere.value == figures.ranking.reference
    part = opened.wording.quantity(100 * number.value / number.elsewhere.value, "%")
    there = opened.wording.number(number.elsewhere.value)
    assert f"Whole area: {there}, of which {part} here" in card(opened, number.id)
    assert "Areas differ in size" in opened.head.label.text()
    assert "Whole area" in legend(opened, "trend")
    opened.set_area("", "")
    wait_for(opened)
    known = np.flatnonzero(np.isfinite(opened.figures.ranking.values))
    other = opened.figures.ranking.codes[known[-1]]
    compare(opened, AREA, (level, other))
    ranking = opened.figures.ranking
    assert ranking.other == ranking.values[known[-1]] and ranking.other_code == other
    assert any(text.startswith(ranking.names[known[-1]]) for text in legend(opened, "ranking"))
    assert opened.view.charts["ranking"][1].chart.index_of(other) is not None


def test_what_is_compared_with_comes_back_with_the_project(opened, tmp_path):
    choose(opened, "registrations", "tactical")
    level, code = opened.figures.ranking.level, opened.figures.ranking.codes[3]
    compare(opened, AREA, (level, code))
    chosen = Comparison(AREA, level, code)
    project = QgsProject.instance()
    assert project.readEntry("igh", "compare", "")[0] == as_text(chosen)
    assert project.write(str(tmp_path / "kept.qgz"))
    project.clear()
    wait_for(opened)
    assert opened.compare.comparison == PERIOD_BEFORE and not opened.compare.isEnabled()
    assert project.read(str(tmp_path / "kept.qgz"))
    wait_for(opened)
    assert opened.compare.comparison == chosen == opened.figures.comparison
    assert not opened.compare.area_box.isHidden()
    assert opened.compare.area_box.currentText().startswith(opened.figures.ranking.names[3])
    assert not opened.history.can_undo
    compare(opened, "before")
    assert opened.figures.comparison == PERIOD_BEFORE and opened.compare.area_box.isHidden()


def test_what_is_typed_and_is_no_area_is_taken_back(opened):
    compare(opened, AREA)
    number = opened.number
    box = opened.compare.area_box
    box.setEditText("Nowhere")
    box.lineEdit().editingFinished.emit()
    assert box.currentText() == "" and opened.number == number
    assert opened.figures.comparison == PERIOD_BEFORE


def test_numbers_taken_elsewhere_say_what_they_are_compared_with(opened):
    choose(opened, "registrations", "tactical")
    compare(opened, YEAR)
    figures, wording = opened.figures, opened.wording
    rows = [line.split(",") for line in export.numbers_text(figures, "trend", wording).splitlines()]
    at = rows[0].index("compared_with_value")
    found = np.array([float(row[at]) if row[at] else np.nan for row in rows[1:]])
    assert np.array_equal(found, figures.trend.other, equal_nan=True)
    assert wording.period(figures.compared_title) in export.note_of(figures, wording)
    assert dict(export.about(figures, wording))["compared_with"] == wording.period(figures.compared_title)
