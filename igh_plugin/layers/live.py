"""Layers of a project follow their workspace: they are reloaded, with a message, when a run was added to it."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Set, Union

from qgis.core import Qgis, QgsDataProvider, QgsMapLayer, QgsMessageLog, QgsProject, QgsVectorLayer
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QObject, QTimer

from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..translation import tr

EVERY_MS = 5000
SHOWN_S = 10
PROVIDERS = ("ogr", "postgres")
MESSAGE = "IghMessage"
RELOADED = QT_TRANSLATE_NOOP(
    "core", "The workspace {file} has new data (run {run}); its layers were reloaded."
)
GONE = QT_TRANSLATE_NOOP(
    "core",
    "The workspace {file} is no longer in {folder}, so its layers cannot be read. Put it back, or take its layers out of the project.",
)
UNREADABLE = QT_TRANSLATE_NOOP(
    "core",
    "The workspace {file} cannot be read ({reason}), so its layers may show nothing. Close other programs that use it, or put back a copy.",
)


class LiveLayers(QObject):
    """Looks at the workspaces of a project's layers every few seconds.

    `watch` makes, of the path of a file or the address of a schema, an object with `look()` and `close()` as
    `workspace.watch.Watch` has them; `place_of` tells which of these a layer reads, empty for one that is not to be
    followed, and `title_of` how people call it. Lives in the thread of the project; `stop` leaves nothing behind.
    """

    def __init__(
        self,
        project: QgsProject,
        bar: Any,
        watch: Callable[[str], Any],
        place_of: Callable[[QgsMapLayer], str],
        title_of: Callable[[str], str],
        parent: Optional[QObject] = None,
        every_ms: int = EVERY_MS,
    ):
        super().__init__(parent)
        self.setObjectName("IghLiveLayers")
        self._project, self._bar, self._watch = project, bar, watch
        self._place_of, self._title_of = place_of, title_of
        self._followed: Dict[str, _Followed] = {}
        self._others: Set[str] = set()
        self._logged = ""
        self._timer = QTimer(self)
        self._timer.setInterval(every_ms)
        self._timer.timeout.connect(self.look)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.look)
        project.layersAdded.connect(self._layers_changed)
        project.layersRemoved.connect(self._layers_changed)
        self._soon.start()

    def stop(self) -> None:
        """Stop looking, let go of the files, and take the messages back."""
        self._timer.stop()
        self._soon.stop()
        if not sip.isdeleted(self._project):
            self._project.layersAdded.disconnect(self._layers_changed)
            self._project.layersRemoved.disconnect(self._layers_changed)
        for followed in self._followed.values():
            followed.watch.close()
            self._take_back(followed)
        self._followed = {}
        self.setParent(None)
        self.deleteLater()

    def look(self) -> None:
        """Look at every workspace once; what goes wrong is told or logged, never raised."""
        try:
            self._look()
        except Exception as error:
            if str(error) != self._logged:
                self._logged = str(error)
                QgsMessageLog.logMessage(repr(error), "IGH", Qgis.MessageLevel.Warning)

    def _layers_changed(self, *_layers: Any) -> None:
        self._soon.start()

    def _look(self) -> None:
        found = self._layers_by_place()
        self._others &= set(found)
        for place in set(self._followed) - set(found):
            followed = self._followed.pop(place)
            followed.watch.close()
            self._take_back(followed)
        for place, layers in found.items():
            if place not in self._others:
                if place not in self._followed:
                    self._followed[place] = _Followed(place, self._watch(place))
                self._follow(self._followed[place], layers)
        if self._followed and not self._timer.isActive():
            self._timer.start()
        elif not self._followed:
            self._timer.stop()

    def _layers_by_place(self) -> Dict[str, List[QgsVectorLayer]]:
        found: Dict[str, List[QgsVectorLayer]] = {}
        for layer in self._project.mapLayers().values():
            if isinstance(layer, QgsVectorLayer) and layer.providerType() in PROVIDERS:
                place = self._place_of(layer)
                if layer.providerType() != "ogr" or place.lower().endswith(".gpkg"):
                    found.setdefault(place, []).append(layer)
        found.pop("", None)
        return found

    def _follow(self, followed: _Followed, layers: List[QgsVectorLayer]) -> None:
        title = self._title_of(followed.place)
        try:
            seen = followed.watch.look()
        except FileNotFoundError:
            if followed.seen is not None:
                folder = str(Path(followed.place).parent)
                self._warn_once(followed, Text(GONE, {"file": title, "folder": folder}))
            return
        except ValueError:
            followed.watch.close()
            self._others.add(followed.place)
            del self._followed[followed.place]
            return
        except (UserError, sqlite3.Error, OSError) as error:
            if followed.seen is not None:
                told = error.message if isinstance(error, UserError) else None
                self._warn_once(followed, told or Text(UNREADABLE, {"file": title, "reason": str(error)}))
            return
        if seen is None:
            return
        before, followed.seen = followed.seen, seen
        if seen != before:
            if before is not None or seen.opening:
                followed.waiting = {layer.id() for layer in layers}
            if followed.warned:
                self._take_back(followed)
            if before is not None and seen.run != before.run:
                self._tell(followed, Text(RELOADED, {"file": title, "run": seen.run}))
        for layer in layers:
            if layer.id() in followed.waiting and not layer.isEditable():
                followed.waiting.discard(layer.id())
                reload_layer(layer)

    def _warn_once(self, followed: _Followed, sentence: Union[str, Text]) -> None:
        if followed.warned != sentence:
            self._tell(followed, sentence, Qgis.MessageLevel.Warning, 0)
            followed.warned = sentence

    def _tell(
        self,
        followed: _Followed,
        sentence: Union[str, Text],
        level: Qgis.MessageLevel = Qgis.MessageLevel.Info,
        seconds: int = SHOWN_S,
    ) -> None:
        """Show a sentence about a workspace in the place of the one before."""
        self._take_back(followed)
        followed.message = self._bar.createMessage("IGH", tr(sentence))
        followed.message.setObjectName(MESSAGE)
        self._bar.pushWidget(followed.message, level, seconds)

    def _take_back(self, followed: _Followed) -> None:
        message, followed.message, followed.warned = followed.message, None, None
        if message is not None and not sip.isdeleted(message) and not sip.isdeleted(self._bar):
            self._bar.popWidget(message)


class _Followed:
    """A workspace, what was last seen of it, the layers that wait for their user, and what was said about it."""

    def __init__(self, place: str, watch: Any):
        self.place, self.watch = place, watch
        self.seen: Any = None
        self.waiting: Set[str] = set()
        self.message: Any = None
        self.warned: Optional[Union[str, Text]] = None


def reload_layer(layer: QgsVectorLayer) -> None:
    """Read a layer anew from its file, and draw it; one that could not be opened before is opened again."""
    if layer.isValid():
        layer.reload()
    if not layer.isValid():
        options = QgsDataProvider.ProviderOptions()
        layer.setDataSource(layer.source(), layer.name(), layer.providerType(), options)
    layer.updateExtents()
    layer.triggerRepaint()
