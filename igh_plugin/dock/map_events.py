"""The events on the map are those of the selection: the layer of a theme's events reads fewer of them for a while."""

from __future__ import annotations

import json
import re
from typing import Optional

from qgis.core import QgsMapLayer, QgsProject
from qgis.PyQt.QtCore import QObject, QTimer

from ..core.selection import Selection
from ..themes.grouping import place_of, quoted, source_of, theme_layer

NARROWED = "igh/narrowed"
AFTER_MS = 120
"""So long after the figures the map follows, so that the charts are painted first and a quick hand is not followed step by step."""
DAYS = re.compile(r'"local_day" BETWEEN -?\d+ AND -?\d+')
HOUR_OF_WEEK = '(("local_day" + 3) % 7) * 24 + "local_hour"'


class EventsOnMap(QObject):
    """Lets the layer of events of a theme at a level show the selected periods, hours and categories, and all again.

    The layer keeps with it what it read before. QGIS then draws it in threads of its own.
    """

    def __init__(self, parent=None):
        super().__init__(parent)
        self.wanted = ("", "", Selection())
        self.soon = QTimer(self)
        self.soon.setSingleShot(True)
        self.soon.setInterval(AFTER_MS)
        self.soon.timeout.connect(self.follow)

    def show(self, theme: str, level: str, selection: Selection) -> None:
        """Show a selection of a theme at a level on the map, soon."""
        self.wanted = theme, level, selection
        self.soon.start()

    def stop(self) -> None:
        """Follow nothing any more."""
        self.soon.stop()

    def follow(self) -> None:
        """Show what is wanted, and all events of the other levels and themes."""
        theme, level, selection = self.wanted
        project = QgsProject.instance()
        layer = theme_layer(project, theme, level, "events")
        for other in project.mapLayers().values():
            if other is not layer and other.customProperty(NARROWED, ""):
                narrow_layer(other, Selection())
        if layer is not None:
            narrow_layer(layer, selection)


def narrow_layer(layer: QgsMapLayer, selection: Selection) -> bool:
    """Let a layer of events read those of a selection only, all of an empty one; tell whether it reads others now."""
    whole = whole_source(layer)
    wanted = whole if whole is not None else layer.source()
    test = events_test(layer.subsetString() if whole is None else _kept(layer)["test"], selection)
    if test is not None:
        wanted = source_of(place_of(layer), "events", test)[0]
    if wanted == layer.source():
        return False
    kept = {
        "source": whole or layer.source(),
        "test": _kept(layer)["test"] if whole else layer.subsetString(),
    }
    layer.setDataSource(wanted, layer.name(), layer.providerType(), False)
    if test is None:
        layer.removeCustomProperty(NARROWED)
    else:
        layer.setCustomProperty(NARROWED, json.dumps({**kept, "now": layer.source()}))
    layer.triggerRepaint()
    return True


def whole_source(layer: QgsMapLayer) -> Optional[str]:
    """Return what a narrowed layer read before; None for one that is not, or was given another source since then."""
    kept = _kept(layer)
    return kept["source"] if kept and kept["now"] == layer.source() else None


def _kept(layer: QgsMapLayer) -> dict:
    text = str(layer.customProperty(NARROWED, "") or "")
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) and {"source", "test", "now"} <= found.keys() else {}


def events_test(whole: str, selection: Selection) -> Optional[str]:
    """Return the test on rows of a selection within those of another test; None where nothing of it is selected."""
    parts = []
    if selection.days is not None:
        between = '"local_day" BETWEEN {} AND {}'.format(*selection.days)
        whole, found = DAYS.subn(between, whole)
        parts += [] if found else [between]
    if selection.hours:
        listed = ", ".join(str(int(hour)) for hour in selection.hours)
        parts.append(f"{HOUR_OF_WEEK} IN ({listed})")
    if selection.categories:
        listed = ", ".join(quoted(name) for name in selection.categories)
        parts.append(f'"category" IN ({listed})')
    if not parts and selection.days is None:
        return None
    return " AND ".join(part for part in (whole, *parts) if part)
