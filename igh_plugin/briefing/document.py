"""The briefing and the map sheet of a theme, from workspace to file."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional

from qgis.core import QgsProject

from ..charts.wording import Wording
from ..core.errors import UserError
from ..core.figures import Figures
from ..core.progress import Progress, Silent
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..settings import Settings
from ..themes.figures import compute_figures
from ..themes.model import Theme
from ..themes.project import load_theme
from ..themes.publication import NO_RULE
from ..themes.since import NOT_KEPT, keep_briefing
from ..themes.totals import theme_sources
from ..translation import tr
from ..workspace.opening import open_workspace
from . import maps, sentences
from .export import describe_document, to_pdf, to_png
from .filling import (
    KEY_FIGURES,
    RANKED,
    TABLE_ROWS,
    fill_chart,
    fill_key_figures,
    furnish_map,
    use_rest_of_table,
)
from .further import fill_further_pages
from .notes import sections, set_notes
from .sheet import Sheet, template_path
from .table import set_hotspots

COMPUTING = QT_TRANSLATE_NOOP("core", "Computing the figures")
DRAWING = QT_TRANSLATE_NOOP("core", "Drawing maps and charts")
WRITING = QT_TRANSLATE_NOOP("core", "Writing {file}")
HOTSPOTS = QT_TRANSLATE_NOOP("core", "Hot spots")
BY_AREA = QT_TRANSLATE_NOOP("core", "{title} by area")
WHOLE_REFERENCE = QT_TRANSLATE_NOOP("core", "The whole")
TITLE_OF_FILE = QT_TRANSLATE_NOOP("core", "{theme}: {area}")


@dataclass
class Material:
    """What both products are made of: figures, the loaded project, and what the workspace says about it."""

    theme: Theme
    figures: Figures
    project: QgsProject
    stage: maps.Stage
    sources: List[Mapping[str, Any]]
    results: Dict[str, Mapping[str, Any]]
    wording: Wording
    language: str

    @property
    def attribution(self) -> str:
        """The line of sources and base map."""
        return sentences.attribution_line(
            self.figures.attributions, self.figures.sources, self.stage.base_attribution
        )

    @property
    def warning(self) -> str:
        """For whom this is, and what must not be done with sources that state no licence."""
        return " ".join(tr(text) for text in (NO_RULE, *self.figures.licence_warnings))


def make_briefing(
    workspace_path: str,
    theme: Theme,
    level: str,
    area: Optional[str] = None,
    output_pdf: str = "briefing.pdf",
    language: str = "en",
    progress: Optional[Progress] = None,
    settings: Optional[Settings] = None,
) -> Figures:
    """Write the briefing of a theme at a level, for the whole or one area (code or name); return its figures.

    What it showed is kept in the workspace as a run, so that the next look can tell what is new since (`themes.since`).

    Runs in the thread that calls it and builds a project of its own. Raises `UserError`.
    """
    progress, settings = progress or Silent(), settings or Settings.load()
    material = gather(workspace_path, theme, level, area, language, progress, settings)
    progress.step(0.4, DRAWING)
    with tempfile.TemporaryDirectory(prefix="igh_briefing_") as folder:
        sheet = Sheet(material.project, template_path("briefing.qpt", settings))
        _first_page(sheet, material, Path(folder))
        progress.step(0.6)
        _second_page(sheet, material, Path(folder))
        values = {"theme": material.figures.title, "area": tr(material.figures.area_title)}
        describe_document(
            material.project, tr(Text(TITLE_OF_FILE, values)), language, material.figures.data_until
        )
        progress.step(0.7, Text(WRITING, {"file": Path(output_pdf).name}))
        to_pdf(sheet.layout, output_pdf)
    _keep(workspace_path, material.figures, progress)
    progress.step(1.0)
    return material.figures


def _keep(workspace_path: str, figures: Figures, progress: Progress) -> None:
    """Keep what the briefing showed in the workspace; where that may only be read, say so."""
    try:
        with open_workspace(workspace_path) as workspace:
            keep_briefing(workspace, figures)
    except UserError as error:
        progress.report(Text(NOT_KEPT, {"reason": error.message}))


def export_map(
    workspace_path: str,
    theme: Theme,
    output_png: str,
    level: str = "",
    area: Optional[str] = None,
    language: str = "en",
    progress: Optional[Progress] = None,
    settings: Optional[Settings] = None,
) -> Figures:
    """Write the map of a theme as an A4 sheet in PNG; return the figures it shows. Raises `UserError`."""
    progress, settings = progress or Silent(), settings or Settings.load()
    material = gather(workspace_path, theme, level or theme.default_level, area, language, progress, settings)
    progress.step(0.6, Text(WRITING, {"file": Path(output_png).name}))
    sheet = Sheet(material.project, template_path("map.qpt", settings))
    figures = material.figures
    sheet.write("title", figures.title)
    sheet.write("meta", sentences.meta_line(figures, material.wording))
    _hotspot_map(sheet, material)
    sheet.write("attribution", material.attribution)
    sheet.write("warning", material.warning)
    to_png(sheet.layout, output_png)
    progress.step(1.0)
    return figures


def gather(
    workspace_path: str,
    theme: Theme,
    level: str,
    area: Optional[str],
    language: str,
    progress: Progress,
    settings: Settings,
) -> Material:
    """Compute the figures and load the layers."""
    progress.step(0.0, COMPUTING)
    own = settings.sources_folder
    figures = compute_figures(workspace_path, theme, level, area or None, language, own_sources=own)
    progress.step(0.25)
    project = QgsProject()
    load_theme(project, workspace_path, theme, language, settings)
    with open_workspace(workspace_path, read_only=True) as workspace:
        crs = workspace.crs
        sources = theme_sources(workspace, theme)
        results = {
            item["name"]: item["metadata"] for item in workspace.results(theme.id) if item["level"] == level
        }
    stage = maps.set_stage(project, workspace_path, figures, crs)
    return Material(
        theme, figures, project, stage, sources, results, sentences.wording_for(language), language
    )


def _first_page(sheet: Sheet, material: Material, folder: Path) -> None:
    figures, wording = material.figures, material.wording
    sheet.write("title", figures.title)
    sheet.write("question", figures.question)
    sheet.write("meta", sentences.meta_line(figures, wording))
    shown = [sentences.key_figure(item, wording) for item in figures.indicators[:KEY_FIGURES]]
    fill_key_figures(sheet, shown)
    sheet.write("summary", sentences.summary(figures, material.theme.lead, wording))
    _hotspot_map(sheet, material)
    for name, part in (("trend", figures.trend), ("hours", figures.hours)):
        if name in figures.charts:
            fill_chart(sheet, name, replace(part, title=tr(part.title)), folder, wording)
        else:
            sheet.hide(name)
    sheet.write("attribution", material.attribution)
    sheet.write("warning", material.warning)


def _second_page(sheet: Sheet, material: Material, folder: Path) -> None:
    figures, wording = material.figures, material.wording
    sheet.write("title_2", figures.title)
    sheet.write("meta_2", sentences.short_meta(figures, wording))
    options = {"limit": RANKED, "reference_title": tr(WHOLE_REFERENCE)}
    fill_chart(
        sheet,
        "ranking",
        replace(figures.ranking, title=tr(figures.ranking.title)),
        folder,
        wording,
        **options,
    )
    _area_map(sheet, material)
    lead = next((item.title for item in figures.indicators if item.id == material.theme.lead), "")
    left_out = set_hotspots(sheet, figures.hotspots, tr(lead), wording, TABLE_ROWS)
    sheet.write("hotspots_title", tr(HOTSPOTS))
    sheet.write("hotspots_text", f"{sentences.hotspot_sentence(figures)} {left_out}".strip())
    results = material.results
    found = sections(
        figures,
        results.get("hotspots", {}),
        results.get("areas", {}),
        material.sources,
        material.language,
        wording.number,
    )
    use_rest_of_table(sheet, min(len(figures.hotspots), TABLE_ROWS))
    set_notes(sheet, found)
    fill_further_pages(sheet, figures, wording, folder)
    sheet.number_pages(lambda number, count: tr(Text(sentences.PAGE, {"number": number, "count": count})))


def _hotspot_map(sheet: Sheet, material: Material) -> None:
    stage = material.stage
    item = sheet.map("map")
    if item is None:
        return
    maps.show(item, stage.hotspot_layers(), stage.extent)
    furnish_map(sheet, item, "legend", stage.hotspot_legend())


def _area_map(sheet: Sheet, material: Material) -> None:
    stage, item = material.stage, sheet.map("map_areas")
    if item is None:
        return
    if stage.areas is None:
        sheet.hide("map_areas", "legend_areas", "areas_title")
        return
    maps.show(item, stage.area_layers(), stage.extent)
    sheet.write("areas_title", tr(Text(BY_AREA, {"title": stage.areas.name()})))
    furnish_map(sheet, item, "legend_areas", [stage.areas])
