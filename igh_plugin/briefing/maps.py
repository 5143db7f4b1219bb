"""The layers of the maps on paper: hot spots and areas of one theme and level, seen whole or for one area."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import List, Optional, Sequence, Tuple

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsExpression,
    QgsFeature,
    QgsFeatureRequest,
    QgsGeometry,
    QgsInvertedPolygonRenderer,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsMapLayer,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsScaleBarSettings,
    QgsSingleSymbolRenderer,
    QgsUnitTypes,
    QgsVectorLayer,
)

from ..core.figures import Figures, HotSpot
from ..core.text import QT_TRANSLATE_NOOP
from ..layers import colours, symbols
from ..layers.styles import apply_style
from ..themes.background import BACKGROUND, areas_layer
from ..themes.grouping import NAME, groups_below
from ..themes.project import add_layer_extent, theme_extent, theme_layer
from ..translation import tr

SPOTS = QT_TRANSLATE_NOOP("core", "Strongest hot spots, in order")
SPOTS_SEE = QT_TRANSLATE_NOOP("core", "Hot spot; its number is that in the list")
MOST_SPOTS = 15
MARGIN = 1.08
VEIL = 0.62
STEP_MM = 20


@dataclass
class Stage:
    """What the maps of one briefing share: the project, its layers, the numbered places, and what is in view."""

    project: QgsProject
    extent: QgsRectangle
    hotspots: Optional[QgsVectorLayer]
    spots: Optional[QgsVectorLayer]
    areas: Optional[QgsVectorLayer]
    over: List[QgsMapLayer]
    under: List[QgsMapLayer]
    veil: List[QgsMapLayer]
    base_attribution: str = ""

    def hotspot_layers(self) -> List[QgsMapLayer]:
        """Layers of the hot spot map, topmost first; the areas take the place of hot spots that are not there."""
        main = self.hotspots or self.areas
        return [*_there(self.spots), *self.over, *self.veil, *_there(main), *self.under]

    def area_layers(self) -> List[QgsMapLayer]:
        """Layers of the map of areas, topmost first."""
        return [*self.over, *self.veil, *_there(self.areas), *self.under]

    def hotspot_legend(self) -> List[QgsVectorLayer]:
        """Layers of the hot spot map that need words."""
        return [*_there(self.spots), *_there(self.hotspots or self.areas)]


def set_stage(project: QgsProject, workspace_path: str, figures: Figures, crs: str) -> Stage:
    """Gather the layers of a loaded theme for paper; `crs` is that of the workspace."""
    theme, level = figures.theme, figures.level
    hotspots, areas = (theme_layer(project, theme, level, name) for name in ("hotspots", "areas"))
    if hotspots is not None and areas is not None and not _has_classes(hotspots):
        hotspots = None
    spots = spots_layer(project, figures.hotspots[:MOST_SPOTS], crs) if figures.hotspots else None
    over, under = background(project, "over"), background(project, "under")
    extent = theme_extent(project, theme, level)
    veil: List[QgsMapLayer] = []
    if figures.area and areas is not None:
        extent, veil = focus(project, workspace_path, figures.area_level, figures.area, extent)
    return Stage(project, extent, hotspots, spots, areas, over, under, veil, attribution_of(under))


def focus(
    project: QgsProject, workspace_path: str, level: str, area: str, extent: QgsRectangle
) -> Tuple[QgsRectangle, List[QgsMapLayer]]:
    """Return the extent of an area and a veil over all around it; where the area has no shape, the given extent and no veil."""
    chosen = areas_layer(workspace_path, level, area, area)
    box = QgsRectangle()
    add_layer_extent(box, chosen, project)
    if not chosen.featureCount() or box.isEmpty():
        return extent, []
    box.scale(MARGIN)
    return box, veil_layers(project, chosen)


def spots_layer(project: QgsProject, spots: Sequence[HotSpot], crs: str) -> QgsVectorLayer:
    """Return hot spots as numbered discs; the numbers are those of the list."""
    layer = QgsVectorLayer("Point?field=rank:integer&field=name:string", tr(SPOTS), "memory")
    layer.setCrs(QgsCoordinateReferenceSystem(crs))
    features = []
    for spot in spots:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(spot.x, spot.y)))
        feature.setAttributes([int(spot.rank), spot.name])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    apply_style(layer, {"style": "ranked_places", "field": "rank", "title": tr(SPOTS_SEE)})
    project.addMapLayer(layer, False)
    return layer


def veil_layers(project: QgsProject, chosen: QgsVectorLayer) -> List[QgsMapLayer]:
    """Return a strong border around the chosen area, and a veil over all that lies outside."""
    border = chosen.clone()
    border.setRenderer(QgsSingleSymbolRenderer(symbols.border(colours.SELECTED_AREA, 0.7)))
    veil = chosen.clone()
    plain = QgsSingleSymbolRenderer(symbols.fill(colours.PAPER, VEIL))
    veil.setRenderer(QgsInvertedPolygonRenderer(plain))
    project.addMapLayers([border, veil], False)
    return [border, veil]


def show(map_item: QgsLayoutItemMap, layers: Sequence[QgsMapLayer], extent: QgsRectangle) -> None:
    """Let a map on paper show exactly these layers, and the whole of an extent."""
    map_item.setFollowVisibilityPreset(False)
    map_item.setKeepLayerSet(True)
    map_item.setLayers(list(layers))
    map_item.setKeepLayerStyles(False)
    map_item.setCrs(QgsCoordinateReferenceSystem())
    map_item.zoomToExtent(extent)


def _has_classes(layer: QgsVectorLayer) -> bool:
    """Tell whether Gi* could be computed for any cell; where not, the map shows the areas instead."""
    request = QgsFeatureRequest(QgsExpression('"gi_bin" IS NOT NULL'))
    request.setLimit(1)
    return any(True for _feature in layer.getFeatures(request))


def scale_bar(item: QgsLayoutItemScaleBar, map_item: QgsLayoutItemMap) -> None:
    """Two round steps of about 17 mm each, in metres near by and in kilometres from afar."""
    item.setLinkedMap(map_item)
    wanted = map_item.scale() * STEP_MM / 1000
    power = 10 ** math.floor(math.log10(wanted))
    step = max(factor * power for factor in (1, 2, 5) if factor * power <= wanted)
    far = step >= 500
    item.setUnits(QgsUnitTypes.decodeDistanceUnit("km" if far else "meters")[0])
    item.setUnitLabel("km" if far else "m")
    item.setMapUnitsPerScaleBarUnit(1)
    item.setSegmentSizeMode(QgsScaleBarSettings.SegmentSizeMode.SegmentSizeFixed)
    item.setUnitsPerSegment(step / 1000 if far else step)
    item.update()


def background(project: QgsProject, place: str) -> List[QgsMapLayer]:
    """Return the layers that lie under or over a theme in a project."""
    for group in groups_below(project.layerTreeRoot()):
        if group.customProperty(BACKGROUND, "") == place:
            return [node.layer() for node in group.findLayers() if node.layer() is not None]
    return []


def attribution_of(layers: Sequence[QgsMapLayer]) -> str:
    """Attribution of a base map that is not made of the workspace's own areas."""
    texts = []
    for layer in layers:
        if layer.customProperty(NAME, "") != "land" or layer.source().find("layername=areas") >= 0:
            continue
        server = layer.serverProperties() if hasattr(layer, "serverProperties") else None
        text = (server if hasattr(server, "attribution") else layer).attribution()
        texts.append(text or "; ".join(layer.metadata().rights()) or layer.name())
    return "; ".join(texts)


def _there(layer: Optional[QgsVectorLayer]) -> List[QgsVectorLayer]:
    return [] if layer is None else [layer]
