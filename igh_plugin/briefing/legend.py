"""A legend of what is on the map, in words, broken to fit its column."""

from __future__ import annotations

from typing import Iterable, List, Optional, Set

from qgis.core import (
    QgsFeatureRequest,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLegendStyle,
    QgsMapLayerLegendUtils,
    QgsRectangle,
    QgsRenderContext,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QFont

from .typesetting import wrap

WRAP = "|"
SIGN = 7.5


def fill_legend(
    legend: QgsLayoutItemLegend,
    map_item: Optional[QgsLayoutItemMap],
    layers: Iterable[QgsVectorLayer],
    width: float,
) -> None:
    """Show layers with only the classes that occur in the map's extent.

    `width` is the room in millimetres for symbol and words; a layer without a class in view is left out.
    """
    legend.setAutoUpdateModel(False)
    legend.setWrapString(WRAP)
    if map_item is not None:
        legend.setLinkedMap(map_item)
    root = legend.model().rootGroup()
    root.removeAllChildren()
    words, heads = (
        _font(legend, QgsLegendStyle.Style.SymbolLabel),
        _font(legend, QgsLegendStyle.Style.Subgroup),
    )
    for layer in layers:
        present = classes_in_view(layer, map_item.extent() if map_item is not None else layer.extent())
        if not present:
            continue
        node = root.addLayer(layer)
        title = WRAP.join(wrap(layer.name(), heads, heads.pointSizeF(), width))
        node.setCustomProperty("legend/title-label", title)
        items = layer.renderer().legendSymbolItems()
        shown = [index for index in range(len(items)) if index in present]
        single = len(items) == 1
        QgsMapLayerLegendUtils.setLegendNodeOrder(node, shown)
        for index in shown:
            text = items[index].label() or (layer.name() if single else "")
            lines = wrap(text, words, words.pointSizeF(), width - SIGN)
            QgsMapLayerLegendUtils.setLegendNodeUserLabel(node, index, WRAP.join(lines))
        legend.model().refreshLayerLegend(node)
    legend.updateLegend()
    legend.adjustBoxSize()


def classes_in_view(layer: QgsVectorLayer, extent: QgsRectangle) -> Set[int]:
    """Return the positions, in the layer's legend, of the symbols that features in an extent are drawn with.

    The extent is in the layer's CRS.
    """
    renderer = layer.renderer().clone()
    items = renderer.legendSymbolItems()
    context = QgsRenderContext()
    context.expressionContext().setFields(layer.fields())
    renderer.startRender(context, layer.fields())
    position = {item.ruleKey(): index for index, item in enumerate(items)}
    found: Set[int] = set()
    request = QgsFeatureRequest()
    request.setFilterRect(extent)
    for feature in layer.getFeatures(request):
        context.expressionContext().setFeature(feature)
        keys = renderer.legendKeysForFeature(feature, context)
        found.update(position[key] for key in keys if key in position)
        if len(items) == 1 and feature.hasGeometry():
            found.add(0)
        if len(found) == len(items):
            break
    renderer.stopRender(context)
    return found


def _font(legend: QgsLayoutItemLegend, style) -> QFont:
    own: List = [legend.rstyle(style)]
    if hasattr(own[0], "textFormat"):
        form = own[0].textFormat()
        font = QFont(form.font())
        font.setPointSizeF(form.size())
        return font
    return legend.styleFont(style)
