"""The panel and the map point at the same area: what is selected on one is chosen in the other."""

from __future__ import annotations

from qgis.core import QgsProject
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..core.selection import codes_of, together
from ..pipeline.combine import PLACE
from ..themes.grouping import (
    LEVEL,
    NAME,
    THEME,
    marked_group,
    place_of,
    quoted,
    theme_groups,
    theme_layer,
)

ROOM = 1.5  # around a selected area, times its size
LEAST = 250.0  # around a selected point, in units of the map


class MapLink(QObject):
    """Selects areas on the layers of a theme, and tells which areas a user selects there.

    `picked` carries level and code, or the codes of several areas `together`, both empty when nothing is selected any more;
    `several` how many places were selected where there are no areas.
    """

    picked = pyqtSignal(str, str)
    several = pyqtSignal(int)

    def __init__(self, iface, parent=None):
        super().__init__(parent)
        self.iface, self.layers, self.before, self.selecting = iface, {}, None, False
        self.chosen, self.emptied, self.renewed = ("", ""), set(), set()
        self.soon = QTimer(self)
        self.soon.setSingleShot(True)
        self.soon.setInterval(0)
        self.soon.timeout.connect(self._look_at_emptied)

    def watch(self, path: str, theme: str, level: str, area_level: str) -> None:
        """Follow the layers of a theme at a level, on which areas of `area_level` lie, and all borders."""
        self.release()
        project = QgsProject.instance()
        if area_level == PLACE:
            self._follow(theme_layer(project, theme, level, "events"), PLACE, "place")
        for name in ("areas", "change"):
            self._follow(theme_layer(project, theme, level, name), area_level, "code")
        for layer in project.mapLayers().values():
            if layer.customProperty(NAME, "") == "borders" and place_of(layer) == path:
                self._follow(layer, str(layer.customProperty(LEVEL, "")), "code")

    def release(self) -> None:
        """Let go of the layers."""
        for layer, _level, _field in self.layers.values():
            layer.selectionChanged.disconnect(self._selection_changed)
            layer.dataChanged.disconnect(self._data_changed)
            layer.willBeDeleted.disconnect(self._layer_goes)
        self.layers = {}

    def choose(self, level: str, code: str, zoom: bool = False) -> None:
        """Select areas on every layer of their level and nothing on the others; nothing at all without a code."""
        self.chosen, self.selecting = (level, code), True
        try:
            found = None
            for layer, layer_level, field in self.layers.values():
                if code and layer_level == level:
                    wanted = ", ".join(quoted(one) for one in codes_of(code))
                    layer.selectByExpression(f'"{field}" IN ({wanted})')
                elif layer.selectedFeatureCount():
                    layer.removeSelection()
                if found is None and layer.selectedFeatureCount():
                    found = layer
        finally:
            self.selecting = False
        if zoom and found is not None and self.iface is not None:
            self._zoom(found)

    def go_back(self) -> None:
        """Show the map as it was before the first zoom."""
        if self.before is not None and self.iface is not None:
            self.iface.mapCanvas().setExtent(self.before)
            self.iface.mapCanvas().refresh()
        self.before = None

    def show_level(self, theme: str, level: str) -> None:
        """Switch on the layers of a theme at a level, and those of other themes and levels off."""
        project = QgsProject.instance()
        group = marked_group(project.layerTreeRoot(), THEME, theme)
        below = None if group is None else marked_group(group, LEVEL, level)
        if below is None:
            return
        for other in theme_groups(project):
            other.setItemVisibilityChecked(other is group)
        below.setItemVisibilityChecked(True)

    def _follow(self, layer, level: str, field: str) -> None:
        if layer is not None and layer.id() not in self.layers:
            layer.selectionChanged.connect(self._selection_changed)
            layer.dataChanged.connect(self._data_changed)
            layer.willBeDeleted.connect(self._layer_goes)
            self.layers[layer.id()] = (layer, level, field)

    def _layer_goes(self) -> None:
        self.layers.pop(self.sender().id(), None)

    def _selection_changed(self, *_args) -> None:
        layer = self.sender()
        if self.selecting or layer is None or layer.id() not in self.layers:
            return
        _layer, level, field = self.layers[layer.id()]
        codes = {str(feature[field]) for feature in layer.getSelectedFeatures()}
        if len(codes) > 1 and level == PLACE:
            self.several.emit(len(codes))
        elif codes:
            self.picked.emit(level, together(codes))
        else:
            self.emptied.add(layer.id())
            self.soon.start()

    def _data_changed(self) -> None:
        self.renewed.add(self.sender().id())
        self.soon.start()

    def _look_at_emptied(self) -> None:
        """Take an empty selection for the user's, but not where QGIS emptied it because the data were read anew."""
        emptied, renewed, self.emptied, self.renewed = self.emptied, self.renewed, set(), set()
        if renewed:
            self.choose(*self.chosen)
        elif any(
            name in emptied and not found[0].selectedFeatureCount() for name, found in self.layers.items()
        ):
            self.picked.emit("", "")

    def _zoom(self, layer) -> None:
        canvas = self.iface.mapCanvas()
        if self.before is None:
            self.before = canvas.extent()
        box = canvas.mapSettings().layerExtentToOutputExtent(layer, layer.boundingBoxOfSelected())
        if box.width() or box.height():
            box.scale(ROOM)
        else:
            box.grow(LEAST)
        canvas.setExtent(box)
        canvas.refresh()
