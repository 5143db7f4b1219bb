"""A theme as a group of styled layers in a QGIS project.

Everything here touches a `QgsProject` and must run in the thread that project belongs to.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from qgis.core import (
    Qgis,
    QgsCoordinateTransform,
    QgsLayerTreeGroup,
    QgsProject,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsVectorLayer,
    QgsVectorLayerTemporalProperties,
)
from qgis.PyQt.QtGui import QColor

from ..core.errors import UserError
from ..core.filters import EventFilter
from ..core.text import QT_TRANSLATE_NOOP, Text, localized
from ..layers.fields import name_fields, name_values, set_map_tip
from ..layers.metadata import describe
from ..layers.styles import apply_style, style_hash
from ..layers.wording import SIGNALS, STANDING
from ..settings import Settings
from ..translation import tr
from ..workspace.address import title_of
from ..workspace.opening import open_workspace, settled
from ..workspace.workspace import Workspace
from .background import add_background, project_crs
from .categories import titles_of
from .grouping import (
    LEVEL,
    NAME,
    STYLE,
    THEME,
    groups_below,
    layer_node,
    make_group,
    marked_group,
    marked_layers,
    project_themes,
    quoted,
    remove_layers,
    source_of,
    theme_layer,
)
from .model import Level, Theme

__all__ = ["add_layer_extent", "load_theme", "project_themes", "theme_extent", "theme_layer", "write_project"]

EVENTS, UNDATED = "events", "undated"
UNWRITABLE = QT_TRANSLATE_NOOP("core", "The project {file} could not be written.")
UNREADABLE = QT_TRANSLATE_NOOP(
    "core", "The project {file} cannot be read: choose another file, or remove it."
)
TITLES = {
    "hotspot_places": QT_TRANSLATE_NOOP("core", "Strongest hot spots"),
    "hotspots": QT_TRANSLATE_NOOP("core", "Hot spots (Gi*)"),
    "areas": QT_TRANSLATE_NOOP("core", "Areas"),
    "change": QT_TRANSLATE_NOOP("core", "Change on the period before"),
    EVENTS: QT_TRANSLATE_NOOP("core", "Events"),
    UNDATED: QT_TRANSLATE_NOOP("core", "Events without a time"),
}
ABSTRACTS = {
    "hotspot_places": QT_TRANSLATE_NOOP(
        "core", "Groups of neighbouring cells that are hot at 95 % confidence or more, strongest first."
    ),
    "hotspots": QT_TRANSLATE_NOOP(
        "core",
        "Cells where high (hot) or low (cold) values lie together more than chance explains, by Getis-Ord Gi*.",
    ),
    "areas": QT_TRANSLATE_NOOP("core", "The leading figure of the theme by area, with its 95 % limits."),
    "change": QT_TRANSLATE_NOOP(
        "core", "How much the leading figure of each area changed on the period before."
    ),
    EVENTS: QT_TRANSLATE_NOOP("core", "The registrations themselves, as collected and cleaned."),
    UNDATED: QT_TRANSLATE_NOOP("core", "Registrations whose time of occurrence is not known."),
}
CODES = {"funnel": STANDING, "standing": STANDING, "signal": SIGNALS}
ANALYSIS_FIRST = ("hotspot_places", "hotspots")
MANY_POINTS = 4000
POINTS_FROM_SCALE = 20_000
NO_LAYERS = QT_TRANSLATE_NOOP(
    "core", "The theme “{theme}” has not been built in {file} yet: run “Build a theme” first."
)


def load_theme(
    project: QgsProject,
    workspace_path: str,
    theme: Theme,
    language: str = "en",
    settings: Optional[Settings] = None,
) -> QgsLayerTreeGroup:
    """Build or refresh the group of a theme in a project and return it.

    One group per level; only that of the default level is on, and switching one on switches the others off. A theme
    that is new to the project is on, and the other themes in it are off: two on one map cannot be read. A layer
    that is there already keeps its place, its switch, and its style if the user changed it.
    Raises `UserError` when the workspace holds no results of the theme.
    """
    path = settled(workspace_path)
    with open_workspace(path, read_only=True) as workspace:
        plan = _Plan(workspace, theme, language, path)
    if not plan.results:
        raise UserError(Text(NO_LAYERS, {"theme": theme.title(language), "file": title_of(path)}))
    project_crs(project, plan.crs)
    _relative_paths(project)
    _soft_selection(project)
    add_background(project, path, plan.area_levels, settings or Settings.load())
    root = project.layerTreeRoot()
    group = marked_group(root, THEME, theme.id)
    fresh = group is None
    if group is None:
        group = make_group(root, theme.title(language), THEME, theme.id, _place_for_themes(root))
    for position, level in enumerate(theme.levels):
        below = marked_group(group, LEVEL, level.id)
        if below is None:
            below = make_group(group, tr(level.title), LEVEL, level.id, position)
            below.setExpanded(level.id == theme.default_level)
        _fill_level(project, below, plan, level)
    if fresh:
        group.setIsMutuallyExclusive(True, _level_index(theme, theme.default_level))
        for other in groups_below(root):
            if other.customProperty(THEME, "") not in ("", theme.id):
                other.setItemVisibilityChecked(False)
    _remove_stale(project, plan)
    extent = theme_extent(project, theme.id, theme.default_level)
    if fresh and not extent.isEmpty():
        project.viewSettings().setDefaultViewExtent(QgsReferencedRectangle(extent, project.crs()))
    return group


def write_project(path: str, workspace_path: str, themes: Sequence[Theme], language: str) -> None:
    """Write a project with themes as groups, or bring the one that is there up to date. Raises `UserError`."""
    project = QgsProject()
    try:
        if Path(path).exists() and not project.read(path):
            raise UserError(Text(UNREADABLE, {"file": path}))
        for theme in themes:
            load_theme(project, workspace_path, theme, language)
        if not project.write(path):
            raise UserError(Text(UNWRITABLE, {"file": path}))
    finally:
        project.clear()


def _soft_selection(project: QgsProject) -> None:
    """A selected area must not hide the hot spots in it; a colour of the user's own stays."""
    if project.selectionColor() == QColor(255, 255, 0):
        project.setSelectionColor(QColor(255, 214, 0, 110))


def theme_extent(project: QgsProject, theme: str, level: str = "") -> QgsRectangle:
    """Return what the layers of a theme span, in the project's CRS, with a margin of 3 %."""
    extent = QgsRectangle()
    for layer in marked_layers(project, theme, level):
        if layer.customProperty(NAME, "") != EVENTS:
            add_layer_extent(extent, layer, project)
    if extent.isEmpty():
        for layer in marked_layers(project, theme, level):
            add_layer_extent(extent, layer, project)
    extent.scale(1.03)
    return extent


def add_layer_extent(extent: QgsRectangle, layer, project: QgsProject) -> None:
    """Widen an extent to hold a layer, in the project's CRS."""
    box = layer.extent()
    if not box.isNull() and box.isFinite():
        transform = QgsCoordinateTransform(layer.crs(), project.crs(), project.transformContext())
        extent.combineExtentWith(transform.transformBoundingBox(box))


class _Plan:
    """What the workspace says about a theme, read once: results by level, sources, counts."""

    def __init__(self, workspace: Workspace, theme: Theme, language: str, path: str):
        self.theme, self.language, self.path, self.crs = theme, language, path, workspace.crs
        self.area_levels: List[str] = list(workspace.area_levels())
        self.results: Dict[tuple, Dict[str, Any]] = {}
        for item in workspace.results(theme.id):
            self.results[item["level"], item["name"]] = item
        known = workspace.sources()
        wanted = set(theme.sources)
        self.sources = [
            item
            for item in known
            if (not wanted or item["source"] in wanted) and (not theme.kinds or item["kind"] in theme.kinds)
        ]
        names = tuple(str(item["source"]) for item in self.sources)
        self.filter = EventFilter(sources=names, categories=tuple(theme.categories))
        self.undated = workspace.count_events(_with(self.filter, undated=True)) if names else 0
        self.dated = workspace.count_events(_with(self.filter, undated=False)) if names else 0
        counted = (
            workspace.count_by(self.filter, ["category"], measures=[]) if names else {"category": [], "n": []}
        )
        pairs = [(int(n), str(name)) for name, n in zip(counted["category"], counted["n"]) if name]
        self.categories = [name for n, name in sorted(pairs, key=lambda pair: (-pair[0], pair[1]))]
        self.attribution = "; ".join(
            dict.fromkeys(str(item["attribution"]) for item in self.sources if item.get("attribution"))
        )
        self.licences = list(
            dict.fromkeys(str(item["licence"]) for item in self.sources if item.get("licence"))
        )

    def days(self, level: str) -> Optional[tuple]:
        """First and last local day of a level's window, None without times."""
        for (of_level, _name), item in self.results.items():
            metadata = item["metadata"]
            if of_level == level and metadata.get("first_day") is not None:
                return int(metadata["first_day"]), int(metadata["last_day"])
        return None


def _with(selection: EventFilter, undated: bool) -> EventFilter:
    return EventFilter(sources=selection.sources, categories=selection.categories, undated=undated)


def _fill_level(project: QgsProject, group: QgsLayerTreeGroup, plan: _Plan, level: Level) -> None:
    position = 0
    analysed = _stands_out(plan, level)
    for name in _names(plan, level):
        result = plan.results.get((level.id, name))
        if result is None and name not in (EVENTS, UNDATED):
            continue
        metadata = dict(result["metadata"]) if result else {}
        source, provider = _source(plan, level, name, result)
        layer = theme_layer(project, plan.theme.id, level.id, name)
        if layer is not None:
            _refresh(layer, source, provider, _style(plan, name, metadata))
            _describe(layer, plan, name, metadata, result)
            position += layer_node(group, layer) is not None
            continue
        layer = QgsVectorLayer(source, _title(plan, name, metadata), provider)
        for mark, value in ((THEME, plan.theme.id), (LEVEL, level.id), (NAME, name)):
            layer.setCustomProperty(mark, value)
        _dress(layer, plan, name, metadata, result)
        project.addMapLayer(layer, False)
        node = group.insertLayer(position, layer)
        node.setExpanded(name == "hotspots")
        default = analysed if name in ANALYSIS_FIRST else name in ("areas", UNDATED) and not analysed
        node.setItemVisibilityChecked(bool(metadata.get("visible", default)))
        position += 1


def _stands_out(plan: _Plan, level: Level) -> bool:
    """Tell whether the hot spots are to be seen first: there are any, or no areas to be seen instead."""
    found = [plan.results[level.id, name] for name in ANALYSIS_FIRST if (level.id, name) in plan.results]
    if "areas" not in level.layers or (level.id, "areas") not in plan.results:
        return bool(found)
    return any(dict(item["metadata"]).get("places") for item in found)


def _names(plan: _Plan, level: Level) -> List[str]:
    names = []
    for name in level.layers:
        if name == EVENTS:
            names += [EVENTS] if plan.dated else []
            names += [UNDATED] if plan.undated else []
        else:
            names.append(name)
    return names


def _source(plan: _Plan, level: Level, name: str, result: Optional[Mapping[str, Any]]) -> Tuple[str, str]:
    if result is not None and name not in (EVENTS, UNDATED):
        return source_of(plan.path, result["table_name"])
    tests = [_among("source", plan.filter.sources), _among("category", plan.filter.categories)]
    days = plan.days(level.id)
    if name == UNDATED:
        tests.append('"local_day" IS NULL')
    elif days is not None:
        tests.append(f'"local_day" BETWEEN {days[0]} AND {days[1]}')
    else:
        tests.append('"local_day" IS NOT NULL')
    return source_of(plan.path, "events", " AND ".join(test for test in tests if test))


def _among(field: str, values: Sequence[str]) -> str:
    if not values:
        return ""
    listed = ", ".join(quoted(value) for value in values)
    return f'"{field}" IN ({listed})'


def _style(plan: _Plan, name: str, metadata: Mapping[str, Any]) -> Dict[str, Any]:
    style = dict(metadata.get("style") or {})
    mapped = _mapped(plan, name, metadata)
    if mapped:
        style["unit"] = plan.theme.indicator_unit(mapped, plan.language)
    if name == EVENTS or name == UNDATED:
        style.setdefault("style", "points_by_category")
        style.setdefault("categories", plan.categories)
        style.setdefault("titles", titles_of(plan.language))
    return style


def _dress(layer: QgsVectorLayer, plan: _Plan, name: str, metadata: Mapping[str, Any], result) -> None:
    style = _style(plan, name, metadata)
    if style:
        apply_style(layer, style)
        layer.setCustomProperty(STYLE, style_hash(layer))
    lead = str(style.get("field") or "")
    titles = {item.id: plan.theme.indicator_title(item.id, plan.language) for item in plan.theme.indicators}
    name_fields(layer, titles)
    codes = {column: words for column, words in CODES.items() if layer.fields().lookupField(column) >= 0}
    name_values(
        layer, {column: {code: tr(text) for code, text in words.items()} for column, words in codes.items()}
    )
    kind = EVENTS if name == UNDATED else name
    set_map_tip(layer, kind, "" if name == "hotspots" else lead, titles, tuple(codes))
    if name in (EVENTS, UNDATED) and layer.featureCount() > MANY_POINTS:
        layer.setScaleBasedVisibility(True)
        layer.setMinimumScale(POINTS_FROM_SCALE)
        layer.setMaximumScale(0)
    if name == EVENTS:
        _set_temporal(layer, str(metadata.get("temporal_field") or "occurred_local"))
    layer.setReadOnly(True)
    _describe(layer, plan, name, metadata, result)


def _describe(layer: QgsVectorLayer, plan: _Plan, name: str, metadata: Mapping[str, Any], result) -> None:
    cautions = [str(metadata["caution"])] if metadata.get("caution") else []
    cautions += [localized(texts, plan.language) for texts in plan.theme.cautions]
    if metadata.get("reason"):
        template, values = metadata["reason"]
        cautions.append(tr(Text(template, values)))
    describe(
        layer,
        title=f"{plan.theme.title(plan.language)}: {_title(plan, name, metadata)}",
        abstract=str(metadata.get("abstract") or "") or tr(ABSTRACTS.get(name, "")),
        method=str(metadata.get("method") or ""),
        caution=" ".join(cautions),
        licences=plan.licences,
        attribution=str(metadata.get("attribution") or plan.attribution),
        created=str((result or {}).get("created") or ""),
        language=plan.language,
    )


def _title(plan: _Plan, name: str, metadata: Mapping[str, Any]) -> str:
    """Return the name of a layer in the language of the reader, whatever the language it was computed in."""
    mapped = _mapped(plan, name, metadata)
    if mapped:
        return plan.theme.indicator_title(mapped, plan.language)
    title = metadata.get("title") or TITLES.get(name, name)
    return localized(title, plan.language) if isinstance(title, Mapping) else tr(str(title))


def _mapped(plan: _Plan, name: str, metadata: Mapping[str, Any]) -> str:
    """Return the id of the indicator that colours the areas, empty for other layers."""
    found = str((metadata.get("style") or {}).get("field") or "")
    return found if name == "areas" and found in {item.id for item in plan.theme.indicators} else ""


def _refresh(layer: QgsVectorLayer, source: str, provider: str, style: Mapping[str, Any]) -> None:
    """Read a layer anew; its style is built anew too, unless the user changed it."""
    untouched = style_hash(layer) == layer.customProperty(STYLE, "")
    layer.setDataSource(source, layer.name(), provider, False)
    if untouched and style:
        apply_style(layer, style)
        layer.setCustomProperty(STYLE, style_hash(layer))
    layer.triggerRepaint()


def _set_temporal(layer: QgsVectorLayer, field: str) -> None:
    if layer.fields().lookupField(field) < 0:
        return
    properties = layer.temporalProperties()
    if hasattr(Qgis, "VectorTemporalMode"):
        mode = Qgis.VectorTemporalMode.FeatureDateTimeInstantFromField
    else:
        mode = QgsVectorLayerTemporalProperties.TemporalMode.ModeFeatureDateTimeInstantFromField
    properties.setMode(mode)
    properties.setStartField(field)
    properties.setIsActive(True)


def _place_for_themes(root: QgsLayerTreeGroup) -> int:
    """Themes stand under the borders and over the background and other layers."""
    first = root.children()[0] if root.children() else None
    return 1 if first is not None and first.customProperty("igh/background", "") == "over" else 0


def _level_index(theme: Theme, level: str) -> int:
    ids = [item.id for item in theme.levels]
    return ids.index(level) if level in ids else 0


def _remove_stale(project: QgsProject, plan: _Plan) -> None:
    """Take away layers whose result the workspace no longer has."""
    wanted = {(level.id, name) for level in plan.theme.levels for name in _names(plan, level)}
    kept = {key for key in wanted if key in plan.results or key[1] in (EVENTS, UNDATED)}
    stale = [
        layer
        for layer in marked_layers(project, plan.theme.id)
        if (layer.customProperty(LEVEL, ""), layer.customProperty(NAME, "")) not in kept
    ]
    if stale:
        remove_layers(project, stale)


def _relative_paths(project: QgsProject) -> None:
    if hasattr(Qgis, "FilePathType"):
        project.setFilePathStorage(Qgis.FilePathType.Relative)
