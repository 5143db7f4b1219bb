"""The briefing on paper: templates, fitting text, legends of what is in view, pages and their words."""

from __future__ import annotations

import dataclasses
import subprocess
from pathlib import Path
from shutil import which

import numpy as np
import pytest
from qgis.core import QgsLayoutItemLabel, QgsLayoutItemPicture, QgsProject, QgsRectangle

from igh_plugin.briefing import document, sentences, typesetting
from igh_plugin.briefing.further import fill_further_pages, flow_of
from igh_plugin.briefing.legend import classes_in_view
from igh_plugin.briefing.notes import set_notes
from igh_plugin.briefing.sheet import (
    HEAD_AND_FOOT,
    TEMPLATES,
    TOP_OF_NEXT_PAGE,
    Sheet,
    label_font,
    template_path,
)
from igh_plugin.briefing.typesetting import fit, line_height, text_width, wrap
from igh_plugin.charts.wording import beside
from igh_plugin.core.figures import Figures, HotSpot, HourTable, IndicatorValue, Ranking, Trend
from igh_plugin.core.text import Text
from igh_plugin.layers import symbols
from igh_plugin.settings import Settings
from igh_plugin.themes.catalogue import find_theme
from igh_plugin.themes.project import load_theme, theme_layer
from tests.unit.example_figures import (
    example_categories,
    example_figures,
    example_handling,
    example_pareto,
    example_since,
    example_trend,
)

from .paper_workspace import make_workspace

LONG = "Nieuwe Stationsomgeving-West en Burgemeester van Leeuwenhoekpleinbuurt, Oudekerkerpolderweg"
NO_TIMES = "The source gives no times, so there is no trend."


def figures(spots=12):
    none = np.zeros(0)
    value = IndicatorValue("per_day", "Registrations per day", 12.5, "a day", 1, 1137.0, 91.0, "neutral")
    hot = [
        HotSpot(n + 1, LONG, "Q1", 5.0, "", 10, 3, 4.0, 0.01, 99, 100100.0 + n, 450100.0)
        for n in range(spots)
    ]
    return Figures(
        theme="registrations",
        title="Registrations",
        question="How many registrations are there?",
        level="tactical",
        level_title="Tactical",
        area="",
        area_level="",
        area_title="Whole area",
        period_title=Text("{first} to {last}", {"first": "2026-08-03", "last": "2026-11-01"}),
        previous_title="no earlier period to compare with",
        data_until="2026-11-04",
        sources=("Reports of the sample city",),
        attributions=("City of Example",),
        licence_warnings=("Reports states no licence: do not publish.",),
        events=1137,
        indicators=(value, value, value, value),
        trend=Trend("Trend", "", none, none, none, none, none, none, none, none, "", NO_TIMES),
        ranking=Ranking(
            "Rank", "", "quarters", ("Q1",), (LONG,), np.ones(1), np.ones(1), none, none, None, 0, ""
        ),
        hours=HourTable("Hours", np.zeros((7, 24)), 0, None, NO_TIMES),
        hotspots=tuple(hot),
        hotspot_explanation="Twelve hot spots.",
        cautions=("No report does not mean that nothing is wrong.",),
        charts=("trend", "hours"),
    )


@pytest.fixture
def briefing(tmp_path, monkeypatch):
    workspace = make_workspace(tmp_path / "igh.gpkg")
    shown = figures()
    shown = document.replace(
        shown, ranking=document.replace(shown.ranking, lower=np.zeros(1), upper=np.full(1, 2.0))
    )
    monkeypatch.setattr(document, "compute_figures", lambda *_arguments, **_named: shown)
    path = tmp_path / "out" / "briefing.pdf"
    settings = Settings(user_folder=str(tmp_path / "profile"))
    document.make_briefing(
        str(workspace), find_theme("registrations"), "tactical", None, str(path), "en", None, settings
    )
    return path


def test_text_is_broken_and_shrunk_to_its_box():
    font = symbols.font(9)
    assert all(text_width(line, font, 9) <= 40 for line in wrap(LONG, font, 9, 40))
    lines, size = fit(LONG, font, 9, 60, 8)
    assert size < 9 and len(lines) * line_height(font, size) <= 8 + 0.5
    cut, smallest = fit(LONG * 5, font, 9, 40, 5)
    assert cut[-1].endswith("…") and smallest >= 0.72 * 9
    assert typesetting.cut("Zuid", font, 9, 40) == "Zuid"
    for width in (5, 20, 40):
        line = typesetting.cut(LONG, font, 9, width)
        assert line.endswith("…") and text_width(line, font, 9) <= width
        assert LONG.startswith(line[:-1])
    assert wrap("Donaudampfschifffahrtsgesellschaftskapitän", font, 9, 20)[0]


def test_every_template_item_that_is_filled_is_there():
    sheet = Sheet(QgsProject(), TEMPLATES / "briefing.qpt")
    for name in (
        "title",
        "question",
        "meta",
        "summary",
        "map",
        "legend",
        "scalebar",
        "trend",
        "hours",
        "ranking",
    ):
        assert sheet.item(name) is not None, name
    assert sheet.page_count() == 2
    assert sheet.frame("hotspots") is not None
    assert Sheet(QgsProject(), TEMPLATES / "map.qpt").map("map") is not None


def test_a_template_in_the_profile_wins(tmp_path):
    settings = Settings(user_folder=str(tmp_path))
    assert template_path("briefing.qpt", settings).parent == TEMPLATES
    own = tmp_path / "layouts" / "briefing.qpt"
    own.parent.mkdir()
    own.write_text((TEMPLATES / "briefing.qpt").read_text(encoding="utf-8"), encoding="utf-8")
    assert template_path("briefing.qpt", settings) == own


def test_an_item_the_template_lacks_is_not_filled():
    sheet = Sheet(QgsProject(), TEMPLATES / "briefing.qpt")
    sheet.layout.removeLayoutItem(sheet.item("summary"))
    sheet.write("summary", "text")
    assert sheet.item("summary") is None


def test_the_legend_has_only_what_is_in_view(tmp_path):
    workspace = make_workspace(tmp_path / "igh.gpkg")
    project = QgsProject()
    load_theme(project, str(workspace), find_theme("registrations"), "en", Settings())
    hot = theme_layer(project, "registrations", "tactical", "hotspots")
    labels = [item.label() for item in hot.renderer().legendSymbolItems()]
    left = classes_in_view(hot, QgsRectangle(99990, 450010, 100240, 450020))
    assert [labels[index] for index in sorted(left)] == ["Hot spot, 99 % confidence"]
    assert classes_in_view(hot, QgsRectangle(0, 0, 1, 1)) == set()
    project.clear()


def test_long_notes_go_on_to_a_further_page():
    sheet = Sheet(QgsProject(), TEMPLATES / "briefing.qpt")
    set_notes(sheet, [(f"Heading {n}", [LONG] * 20) for n in range(4)])
    assert sheet.page_count() >= 3
    labels = [item for item in sheet.layout.items() if isinstance(item, QgsLayoutItemLabel) and not item.id()]
    for label in labels:
        _font, size = label_font(label)
        assert size == pytest.approx(7.2)
    boxes = [(item.page(), item.sceneBoundingRect()) for item in labels]
    overlap = []
    for n, (page, box) in enumerate(boxes):
        for other, rect in boxes[n + 1 :]:
            common = box.intersected(rect)
            if page == other and common.height() > 0.3 and common.width() > 0.3:
                overlap.append((box, rect))
    assert overlap == []


@pytest.fixture
def further(qgis_app, tmp_path):
    """A sheet with the further pages of figures that have everything, the sheet's pages before, and the figures."""
    shown = example_figures()
    names = ("trend", "hours", "categories", "handling", "pareto")
    shown = dataclasses.replace(
        shown,
        charts=names,
        categories=example_categories(),
        handling=example_handling(),
        pareto=example_pareto(),
        since=example_since(),
    )
    sheet = Sheet(QgsProject(), TEMPLATES / "briefing.qpt")
    fill_further_pages(sheet, shown, sentences.wording_for("en"), tmp_path)
    return sheet, shown, tmp_path


def on_further_pages(sheet, kind):
    return [item for item in sheet.layout.items() if isinstance(item, kind) and item.page() >= 2]


def test_the_charts_of_the_level_and_what_is_new_have_pages_of_their_own(further):
    sheet, shown, folder = further
    charts = {item.id(): item for item in on_further_pages(sheet, QgsLayoutItemPicture)}
    lines = {f"recent_{item.id}" for item in shown.indicators if item.recent is not None}
    assert set(charts) == {"categories", "handling", "pareto", *lines} and lines
    for name, item in charts.items():
        assert Path(item.picturePath()) == folder / f"{name}.png" and (folder / f"{name}.png").exists()
    sizes = {name: sheet.size(charts[name]) for name in ("categories", "handling", "pareto")}
    assert len(set(sizes.values())) == 1
    first, second = (sheet.position(charts[name]) for name in ("categories", "handling"))
    assert first[::2] == second[::2] and first[1] < second[1]
    words = "\n".join(label.text() for label in on_further_pages(sheet, QgsLayoutItemLabel)).replace(
        "\n", " "
    )
    for news in shown.since.news:
        assert sentences.wording_for("en").dated(news.sentence) in words
    for item in shown.indicators:
        for text, _state in beside(item, sentences.wording_for("en")):
            assert text in words


def test_nothing_on_the_further_pages_overlaps_or_leaves_the_paper(further):
    sheet = further[0]
    items = [
        item
        for item in on_further_pages(sheet, (QgsLayoutItemPicture, QgsLayoutItemLabel))
        if item.id().rpartition("_")[0] not in HEAD_AND_FOOT
    ]
    boxes = [(item.page(), item.sceneBoundingRect(), item.id()) for item in items]
    for n, (page, box, name) in enumerate(boxes):
        _page, x, y = sheet.position(items[n])
        width, height = sheet.size(items[n])
        assert x >= 0 and x + width <= 210 and y + height <= 297
        for other, rect, another in boxes[n + 1 :]:
            common = box.intersected(rect)
            assert page != other or min(common.height(), common.width()) < 0.3, (name, another)


def test_a_long_list_of_areas_goes_over_as_many_pages_as_it_takes(qgis_app):
    sheet = Sheet(QgsProject(), TEMPLATES / "briefing.qpt")
    rows = [[f"{LONG} {n:03d}", f"{n:03d}"] for n in range(500)]
    flow_of(sheet).columns(["Area", "Events"], rows, (0.8, 0.2))
    assert sheet.page_count() == 2 + 4
    labels = [label for label in on_further_pages(sheet, QgsLayoutItemLabel) if not label.id()]
    for label in labels:
        font, size = label_font(label)
        assert all(text_width(line, font, size) < sheet.size(label)[0] for line in label.text().split("\n"))
    numbers = [text for label in labels for text in label.text().split("\n") if text.isdigit()]
    assert sorted(numbers) == [number for _name, number in rows]
    foot = sheet.position(sheet.item("attribution_2"))[2]
    for label in labels:
        _page, _x, y = sheet.position(label)
        assert y >= TOP_OF_NEXT_PAGE and y + sheet.size(label)[1] <= foot


def test_a_theme_with_nothing_more_has_no_further_page(qgis_app, tmp_path):
    sheet = Sheet(QgsProject(), TEMPLATES / "briefing.qpt")
    fill_further_pages(sheet, figures(), sentences.wording_for("en"), tmp_path)
    assert sheet.page_count() == 2


def test_the_sentences_say_what_is_known_and_what_is_not():
    wording = sentences.wording_for("nl")
    text = sentences.summary(figures(), "per_day", wording)
    assert "12,5 a day" in text and "no earlier period" in text and "Twelve hot spots." in text
    line = sentences.meta_line(figures(), sentences.wording_for("en"))
    assert "3 Aug" in line and "1 Nov 2026" in line and "data until 4 Nov 2026" in line


def test_of_a_last_period_that_cannot_be_judged_yet_nothing_is_said():
    wording, trend = sentences.wording_for("en"), example_trend()
    last = np.flatnonzero(trend.complete)[-1]
    unjudged = np.where(np.arange(len(trend.values)) >= last, np.nan, trend.values)
    for values, said in ((trend.values, True), (unjudged, False)):
        shown = dataclasses.replace(
            figures(), trend=dataclasses.replace(trend, values=values), charts=("trend",)
        )
        assert ("The last full week" in sentences.summary(shown, "per_day", wording)) == said


@pytest.mark.skipif(which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")
def test_the_pdf_has_two_pages_with_real_text(briefing):
    text = subprocess.run(
        ["pdftotext", "-layout", str(briefing), "-"], capture_output=True, check=True
    ).stdout.decode()
    pages = text.rstrip("\f").split("\f")
    assert len(pages) == 2
    assert "Registrations" in pages[0] and "12.5" in pages[0] and "City of Example" in pages[0]
    assert (
        "do not publish" in pages[0]
        and "How to read this" in pages[1]
        and "No report does not mean" in pages[1]
    )
    assert "Page 2 of 2" in pages[1]


def test_the_map_sheet_is_written(tmp_path, monkeypatch):
    workspace = make_workspace(tmp_path / "igh.gpkg")
    monkeypatch.setattr(document, "compute_figures", lambda *_arguments, **_named: figures())
    path = tmp_path / "map.png"
    document.export_map(str(workspace), find_theme("registrations"), str(path), settings=Settings())
    assert path.stat().st_size > 20_000
