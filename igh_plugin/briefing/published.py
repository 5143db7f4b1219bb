"""The briefing and the map sheet for a district or the public: nothing on them but what a publication tells them.

The publication is made, protected and kept as `igh:publish` does it. No sheet sees the events, or any count of them that is not
protected: an `Excerpt` of the publication is all there is to draw.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Collection, List, Optional

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsLayoutItemPicture,
    QgsMapLayer,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)

from ..charts.wording import Wording
from ..core import periods
from ..core.errors import UserError
from ..core.progress import Part, Progress, Silent
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..layers.styles import apply_style
from ..settings import Settings
from ..themes.background import add_background, project_crs, title_of
from ..themes.editions import WHOLE
from ..themes.model import Theme
from ..themes.project import add_layer_extent
from ..themes.publication import SHOWN, Publication, publish
from ..themes.totals import Areas
from ..translation import tr
from ..workspace.opening import open_workspace
from . import further, maps, sentences
from .excerpt import NUMBER, SIGNS, Excerpt
from .export import describe_document, to_pdf, to_png
from .filling import (
    RANKED,
    enlarge_table,
    fill_chart,
    fill_key_figures,
    furnish_map,
    use_rest_of_table,
)
from .notes import published_sections, set_notes
from .sheet import Sheet, template_path
from .table import fill_table, more_than

PUBLISHING = QT_TRANSLATE_NOOP("core", "Protecting the counts")
DRAWING = QT_TRANSLATE_NOOP("core", "Drawing maps and charts")
WRITING = QT_TRANSLATE_NOOP("core", "Writing {file}")
BY_AREA = QT_TRANSLATE_NOOP("core", "By area")
TITLE_OF_FILE = QT_TRANSLATE_NOOP("core", "{theme}: {area}")
TOO_FINE = QT_TRANSLATE_NOOP(
    "core",
    "{area} is no area of this publication, which tells of {level} and larger ones: choose one of these, or another level.",
)
COLUMNS = 3
MOST_ROWS = 16  # of the table
SHARES = {0: (0.7, 0.3), 1: (0.55, 0.2, 0.25), 2: (0.44, 0.14, 0.21, 0.21), 3: (0.29, 0.11, 0.2, 0.2, 0.2)}
"""Widths of the columns by how many indicators there are: names, events, indicators."""
LIST_SHARES = {2: (0.75, 0.25), 3: (0.52, 0.19, 0.29)}
EXTENT_MARGIN = 1.03
ROOM_FOR_RULE = 8.0  # mm


@dataclass(frozen=True)
class Place:
    """The area that is told of: its level and code, empty for the whole; the codes of the map's areas `inside`, None for all."""

    level: str = ""
    code: str = ""
    inside: Optional[Collection[str]] = None


@dataclass
class Stage:
    """What the sheets are made of: the excerpt, and a project with the layer of published areas."""

    excerpt: Excerpt
    wording: Wording
    language: str
    project: QgsProject
    areas: QgsVectorLayer
    extent: QgsRectangle
    layers: List[QgsMapLayer]
    attribution: str


def brief_publication(
    workspace_path: str,
    theme: Theme,
    level: str,
    audience: str,
    area: Optional[str] = None,
    output_pdf: str = "briefing.pdf",
    output_png: str = "",
    language: str = "en",
    without_licence: bool = False,
    progress: Optional[Progress] = None,
    settings: Optional[Settings] = None,
) -> Publication:
    """Publish a theme at a level for an audience, and write that as a briefing and, if wanted, its map; return the publication.

    The whole of it is published and kept, whichever area (code or name) the briefing is about. Runs in the thread that calls it.
    Raises `UserError` as `publish` does, for an unknown area, and for one that is finer than what is published.
    """
    progress, settings = progress or Silent(), settings or Settings.load()
    progress.step(0.0, PUBLISHING)
    with open_workspace(workspace_path) as workspace:
        areas = Areas(workspace)
        place = _place_of(areas, areas.level_for(theme.level(level).areas), area) if areas.levels else Place()
        made = publish(workspace, theme, level, audience, language, without_licence, Part(progress, 0.0, 0.6))
    progress.step(0.6, DRAWING)
    stage = _stage(made, place, areas.levels, workspace_path, language, settings)
    with tempfile.TemporaryDirectory(prefix="igh_briefing_") as folder:
        sheet = Sheet(stage.project, template_path("briefing.qpt", settings))
        _first_page(sheet, stage, Path(folder))
        progress.step(0.7)
        _second_page(sheet, stage, Path(folder))
        title = tr(Text(TITLE_OF_FILE, {"theme": made.title, "area": stage.excerpt.area_title}))
        describe_document(stage.project, title, language, _last_day(made))
        progress.step(0.8, Text(WRITING, {"file": Path(output_pdf).name}))
        to_pdf(sheet.layout, output_pdf)
    if output_png:
        progress.step(0.9, Text(WRITING, {"file": Path(output_png).name}))
        _write_map(stage, output_png, settings)
    for sentence in (made.rule, *made.notes):
        progress.report(sentence)
    progress.step(1.0)
    return made


def _place_of(areas: Areas, level: str, area: Optional[str]) -> Place:
    """Find an area among those that are told at a level."""
    if not area:
        return Place()
    found, code = areas.find(area)
    if areas.levels.index(found) < areas.levels.index(level):
        raise UserError(Text(TOO_FINE, {"area": area, "level": title_of(level)}))
    if found == level:
        return Place(found, code)
    return Place(found, code, frozenset(areas.parents(level)[leaf] for leaf in areas.leaves(found, code)))


def _stage(
    made: Publication, place: Place, levels: List[str], workspace_path: str, language: str, settings: Settings
) -> Stage:
    code = place.code or WHOLE
    row = int(np.flatnonzero((made.levels == place.level) & (made.codes == code))[0])
    project = QgsProject()
    project_crs(project, made.crs)
    add_background(project, workspace_path, levels, settings)
    areas = _areas_layer(made)
    project.addMapLayer(areas, False)
    extent = QgsRectangle()
    add_layer_extent(extent, areas, project)
    extent.scale(EXTENT_MARGIN)
    veil: List[QgsMapLayer] = []
    if place.code:
        extent, veil = maps.focus(project, workspace_path, place.level, place.code, extent)
    over, under = maps.background(project, "over"), maps.background(project, "under")
    return Stage(
        Excerpt(made, row, place.inside),
        sentences.wording_for(language),
        language,
        project,
        areas,
        extent,
        [*over, *veil, areas, *under],
        sentences.attribution_line(made.attributions, made.sources, maps.attribution_of(under)),
    )


def _areas_layer(made: Publication) -> QgsVectorLayer:
    """Return the areas of the map with what is told of them."""
    mapped = made.mapped
    values = made.indicators[mapped] if mapped else made.totals
    kind = "double" if mapped else "integer"
    title = made.titles[mapped] if mapped else tr(NUMBER)
    layer = QgsVectorLayer(
        f"MultiPolygon?field=code:string&field=name:string&field=value:{kind}&field=value_told:string",
        title,
        "memory",
    )
    layer.setCrs(QgsCoordinateReferenceSystem(made.crs))
    features = []
    for row, shape in zip(np.flatnonzero(made.levels == made.level).tolist(), made.geometries):
        told, value = str(values.told[row]), values.value[row]
        feature = QgsFeature(layer.fields())
        geometry = QgsGeometry()
        geometry.fromWkb(shape)
        feature.setGeometry(geometry)
        number = None if told != SHOWN else float(value) if mapped else int(value)
        feature.setAttributes([str(made.codes[row]), str(made.names[row]), number, told])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    apply_style(layer, made.map_style("value"))
    return layer


def _first_page(sheet: Sheet, stage: Stage, folder: Path) -> None:
    excerpt, made, wording = stage.excerpt, stage.excerpt.made, stage.wording
    sheet.write("title", made.title)
    sheet.write("question", made.question)
    sheet.write("meta", stage.excerpt.meta(stage.wording))
    fill_key_figures(sheet, excerpt.key_figures(wording))
    sheet.write("summary", excerpt.summary(wording))
    _map(sheet, stage)
    _widen(sheet, "trend", "hours")
    fill_chart(sheet, "trend", excerpt.trend(), folder, wording)
    sheet.write("attribution", stage.attribution)
    sheet.write("warning", "")


def _widen(sheet: Sheet, name: str, other: str) -> None:
    """Give a picture the room of another one at its right."""
    left, right = sheet.item(name), sheet.item(other)
    sheet.hide(other)
    if left is None or right is None:
        return
    (page, x, y), height = sheet.position(left), sheet.size(left)[1]
    end = sheet.position(right)[1] + sheet.size(right)[0]
    if end > x:
        sheet.place(left, page, x, y, end - x, height)


def _second_page(sheet: Sheet, stage: Stage, folder: Path) -> None:
    excerpt, made, wording = stage.excerpt, stage.excerpt.made, stage.wording
    sheet.write("title_2", made.title)
    sheet.write("meta_2", excerpt.short_meta(wording))
    fill_chart(sheet, "ranking", excerpt.ranking(), folder, wording, limit=RANKED)
    beside, ranking = sheet.map("map_areas"), sheet.item("ranking", QgsLayoutItemPicture)
    sheet.hide("map_areas", "legend_areas", "areas_title")
    if beside is not None and ranking is not None:
        (page, x, _), width = sheet.position(beside), sheet.size(beside)[0]
        y, height = sheet.position(ranking)[2], sheet.size(ranking)[1]
        sheet.add_picture("categories", (page, x, y), (width, height))
        fill_chart(sheet, "categories", excerpt.categories(stage.language), folder, wording, limit=RANKED)
    heads, rows = excerpt.table(excerpt.broad(), COLUMNS, wording)
    enlarge_table(sheet, min(len(rows), MOST_ROWS))
    shown = fill_table(sheet, heads, SHARES[len(heads) - 2], rows, 0, MOST_ROWS)
    sheet.write("hotspots_title", f"{tr(BY_AREA)} \u00b7 {title_of(excerpt.coarsest)}")
    sheet.write("hotspots_text", f"{tr(SIGNS)} {more_than(shown, len(rows))}".strip())
    use_rest_of_table(sheet, shown)
    set_notes(sheet, published_sections(made))
    _list_areas(sheet, excerpt, wording)
    sheet.number_pages(lambda number, count: tr(Text(sentences.PAGE, {"number": number, "count": count})))


def _list_areas(sheet: Sheet, excerpt: Excerpt, wording: Wording) -> None:
    """List all areas of the map on further pages, where the ranking has no room for them."""
    rows, flow = excerpt.by_name(), further.flow_of(sheet)
    if flow is None or len(rows) <= RANKED:
        return
    heads, lines = excerpt.table(rows, 1, wording)
    flow.need(flow.bottom)
    title = [(f"{tr(BY_AREA)} \u00b7 {title_of(excerpt.made.level)}", True, "")]
    flow.y = flow.write(title, flow.left[0], flow.y, flow.full)
    flow.columns(heads, lines, LIST_SHARES[len(heads)])


def _write_map(stage: Stage, path: str, settings: Settings) -> None:
    made = stage.excerpt.made
    sheet = Sheet(stage.project, template_path("map.qpt", settings))
    sheet.write("title", made.title)
    sheet.write("meta", stage.excerpt.meta(stage.wording))
    _map(sheet, stage)
    sheet.write("attribution", stage.attribution)
    for label in sheet.labels("warning"):
        (page, x, y), width = sheet.position(label), sheet.size(label)[0]
        sheet.place(label, page, x, y, width, ROOM_FOR_RULE)
    sheet.write("warning", tr(made.rule))
    to_png(sheet.layout, path)


def _map(sheet: Sheet, stage: Stage) -> None:
    item = sheet.map("map")
    if item is not None:
        maps.show(item, stage.layers, stage.extent)
        furnish_map(sheet, item, "legend", [stage.areas])


def _last_day(made: Publication) -> str:
    return periods.date_text(made.periods[-1][1]) if made.periods else ""
