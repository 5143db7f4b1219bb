"""What lies under and over a theme: a base map by setting, else the land; borders and names of areas."""

from __future__ import annotations

from typing import List, Optional

from qgis.core import (
    QgsBlockingNetworkRequest,
    QgsCoordinateReferenceSystem,
    QgsLayerTreeGroup,
    QgsMapLayer,
    QgsNetworkAccessManager,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtNetwork import QNetworkRequest

from ..core.text import QT_TRANSLATE_NOOP
from ..layers import colours
from ..layers.labelling import label_areas
from ..layers.styles import apply_style
from ..settings import Settings
from ..translation import tr
from .grouping import LEVEL, NAME, groups_below, quoted, source_of

BACKGROUND = "igh/background"
UNDER, OVER = "under", "over"
TITLES = {
    UNDER: QT_TRANSLATE_NOOP("core", "Background"),
    OVER: QT_TRANSLATE_NOOP("core", "Borders and names"),
}
LEVELS = {
    "neighbourhoods": QT_TRANSLATE_NOOP("core", "Neighbourhoods"),
    "quarters": QT_TRANSLATE_NOOP("core", "Quarters"),
    "districts": QT_TRANSLATE_NOOP("core", "Districts"),
}
"""Names of the levels of the sample city; levels of other files are called as their layers are."""
LAND = QT_TRANSLATE_NOOP("core", "Land")
BASE_MAP = QT_TRANSLATE_NOOP("core", "Base map")
PDOK = "https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0"
PDOK_TILE = PDOK + "/grijs/EPSG:28992/0/0/0.png"
PDOK_ATTRIBUTION = "BRT Achtergrondkaart: Kadaster, CC BY 4.0"
DUTCH = "EPSG:28992"
FINE_NAMES_FROM = 45_000
COARSE_NAMES_TO = 12_000


def base_map(settings: Settings) -> Optional[QgsMapLayer]:
    """Return the base map the settings name, or None when there is none or it does not answer in time.

    A local layer wins; else the grey PDOK map, asked for one tile first so that no project waits on a dead network.
    """
    if settings.basemap:
        for kind in (QgsRasterLayer, QgsVectorLayer):
            layer = kind(settings.basemap, tr(BASE_MAP))
            if layer.isValid():
                return layer
    return _pdok(1000 * settings.basemap_timeout_s) if settings.use_pdok_grey else None


def _pdok(timeout_ms: int) -> Optional[QgsRasterLayer]:
    before = QgsNetworkAccessManager.timeout()
    QgsNetworkAccessManager.setTimeout(timeout_ms)
    try:
        request = QgsBlockingNetworkRequest()
        if request.get(QNetworkRequest(QUrl(PDOK_TILE))) != QgsBlockingNetworkRequest.ErrorCode.NoError:
            return None
        source = (
            f"crs={DUTCH}&dpiMode=7&format=image/png&layers=grijs&styles=default&tileMatrixSet={DUTCH}"
            f"&url={PDOK}?request%3DGetCapabilities%26service%3DWMTS"
        )
        layer = QgsRasterLayer(source, tr(BASE_MAP), "wms")
    finally:
        QgsNetworkAccessManager.setTimeout(before)
    if not layer.isValid():
        return None
    target = layer.serverProperties() if hasattr(layer, "serverProperties") else None
    (target if hasattr(target, "setAttribution") else layer).setAttribution(PDOK_ATTRIBUTION)
    return layer


def areas_layer(workspace_path: str, level: str, title: str, code: str = "") -> QgsVectorLayer:
    """Return the areas of one level (or one of them) as a layer of the workspace."""
    test = f'"level" = {quoted(level)}'
    if code:
        test += f' AND "code" = {quoted(code)}'
    source, provider = source_of(workspace_path, "areas", test)
    layer = QgsVectorLayer(source, title, provider)
    layer.setReadOnly(True)
    metadata = layer.metadata()
    metadata.setAbstract(title)
    layer.setMetadata(metadata)
    return layer


def add_background(project: QgsProject, workspace_path: str, levels: List[str], settings: Settings) -> None:
    """Put the background under and the borders over everything, once in a project.

    `levels` are the area levels, finest first; without any there are no borders.
    """
    root = project.layerTreeRoot()
    if not _has(root, UNDER):
        base = base_map(settings)
        if base is None and levels:
            base = areas_layer(workspace_path, levels[-1], tr(LAND))
            apply_style(base, {"style": "background"})
        if base is not None:
            _mark(base, "land", "")
            group = root.addGroup(tr(TITLES[UNDER]))
            group.setCustomProperty(BACKGROUND, UNDER)
            project.addMapLayer(base, False)
            group.addLayer(base).setExpanded(False)
    if levels and not _has(root, OVER):
        group = root.insertGroup(0, tr(TITLES[OVER]))
        group.setCustomProperty(BACKGROUND, OVER)
        group.setExpanded(False)
        for layer in border_layers(workspace_path, levels):
            project.addMapLayer(layer, False)
            group.addLayer(layer).setExpanded(False)


def border_layers(workspace_path: str, levels: List[str]) -> List[QgsVectorLayer]:
    """Return borders with names, coarse level first: coarse names from afar, fine names near by."""
    made = []
    for rank, level in enumerate(reversed(levels[:1] + levels[-1:] if len(levels) > 1 else levels)):
        layer = areas_layer(workspace_path, level, title_of(level))
        strong = rank == 0
        apply_style(layer, {"style": "outline", "strong": strong, "width": 0.35 if strong else 0.12})
        if strong:
            label_areas(layer, size=8.0, value=colours.INK, bold=True, largest_scale=COARSE_NAMES_TO)
        else:
            label_areas(layer, size=6.5, smallest_scale=FINE_NAMES_FROM)
        _mark(layer, "borders", level)
        made.append(layer)
    return made


def title_of(level: str) -> str:
    """Return a level of areas as a title ("neighbourhood" -> "Neighbourhood"), translated where it is known."""
    if level in LEVELS:
        return tr(LEVELS[level])
    return level.replace("_", " ").capitalize()


def borders_layer(project: QgsProject, level: str) -> Optional[QgsVectorLayer]:
    """Return the layer of borders of an area level, on which a selection shows whatever else is drawn."""
    for layer in project.mapLayers().values():
        if layer.customProperty(NAME, "") == "borders" and layer.customProperty(LEVEL, "") == level:
            return layer
    return None


def project_crs(project: QgsProject, authid: str) -> None:
    """Give a project without layers the CRS of the workspace."""
    if not project.mapLayers() or not project.crs().isValid():
        project.setCrs(QgsCoordinateReferenceSystem(authid))


def _mark(layer: QgsMapLayer, name: str, level: str) -> None:
    layer.setCustomProperty(NAME, name)
    layer.setCustomProperty(LEVEL, level)


def _has(root: QgsLayerTreeGroup, place: str) -> bool:
    groups = (group for group in groups_below(root) if group.customProperty(BACKGROUND, "") == place)
    return any(group.findLayers() for group in groups)
