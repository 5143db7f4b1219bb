"""The view of the map tells which areas are looked at: those whose shape it meets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Optional, Tuple

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsTask,
)
from qgis.PyQt.QtCore import QByteArray, QObject, Qt, QTimer, pyqtSignal

from ..core.selection import Selection, codes_of, together
from ..core.text import QT_TRANSLATE_NOOP
from ..pipeline.combine import PLACE
from ..translation import tr
from ..workspace.opening import open_workspace

RESTED_MS = 400
NOTHING = ("", "")
IN_VIEW = QT_TRANSLATE_NOOP("core", "The areas in the map view, taken together")
ONE_IN_VIEW = QT_TRANSLATE_NOOP("core", "The area in the map view")
NONE_IN_VIEW = QT_TRANSLATE_NOOP("core", "No area lies in the map view: these are the figures of the whole.")
NO_AREAS = QT_TRANSLATE_NOOP("core", "There are no areas, so the map view is not followed.")


@dataclass(frozen=True)
class Shapes:
    """The areas of a level of a workspace after a run: their codes and shapes, in the CRS of a map."""

    path: str
    run: Optional[int]
    level: str
    crs: QgsCoordinateReferenceSystem
    codes: Tuple[str, ...]
    shapes: Tuple[QgsGeometry, ...]


def read_shapes(
    path: str, run: Optional[int], level: str, crs: QgsCoordinateReferenceSystem, context
) -> Shapes:
    """Read the areas of a level and bring them to a CRS. Raises `UserError` where the workspace cannot be opened.

    A view of half the world has no shape in the CRS of a city; the city has one in that of the world.
    """
    with open_workspace(path, read_only=True) as workspace:
        way = QgsCoordinateTransform(QgsCoordinateReferenceSystem(workspace.crs), crs, context)
        codes = tuple(str(code) for code in workspace.areas(level)["code"])
        shapes = []
        for wkb in workspace.area_geometries(level):
            shape = QgsGeometry()
            shape.fromWkb(QByteArray(wkb))
            shape.transform(way)
            shapes.append(shape)
        return Shapes(path, run, level, crs, codes, tuple(shapes))


class AreasTask(QgsTask):
    """Finds the areas whose shape meets a view in a CRS; `done` carries its number.

    Where the `shapes` are not those that are `wanted` (workspace, run and level) in this CRS they are read. `codes` stay None where
    it was dropped, where they cannot be read, and where they have no place in that CRS.
    """

    done = pyqtSignal(int)

    def __init__(self, number: int, wanted: Tuple, shapes: Optional[Shapes], view: QgsGeometry, crs):
        super().__init__("IGH", QgsTask.Flag.CanCancel)
        self.number, self.wanted, self.shapes, self.view, self.crs = number, wanted, shapes, view, crs
        self.context = QgsProject.instance().transformContext()
        self.codes: Optional[Tuple[str, ...]] = None

    def run(self) -> bool:
        """Look, in a thread of its own."""
        try:
            self._look()
        except Exception:  # a thread of QGIS must not raise; what cannot be read is told with the figures
            return False
        return self.codes is not None

    def _look(self) -> None:
        known = self.shapes
        if known is None or (known.path, known.run, known.level, known.crs) != (*self.wanted, self.crs):
            known = self.shapes = read_shapes(*self.wanted, self.crs, self.context)
        box = self.view.boundingBox()
        engine = QgsGeometry.createGeometryEngine(self.view.constGet())
        engine.prepareGeometry()
        met = []
        for code, shape in zip(known.codes, known.shapes):
            if self.isCanceled():
                return
            if shape.boundingBox().intersects(box) and engine.intersects(shape.constGet()):
                met.append(code)
        self.codes = tuple(met)

    def finished(self, _result: bool) -> None:
        """Hand over, in the main thread."""
        self.done.emit(self.number)


class MapView(QObject):
    """Follows the view of the map while switched on, and narrows a selection to the areas it meets; `moved` tells whether these are
    others than before.
    """

    moved = pyqtSignal(bool)

    def __init__(self, iface, parent=None):
        super().__init__(parent)
        self.iface, self.following, self.number = iface, False, 0
        self.task: Optional[AreasTask] = None
        self.shapes: Optional[Shapes] = None
        self.wanted = ("", None, "")
        self.areas, self.met, self.looked = NOTHING, True, False
        self.rested = QTimer(self)
        self.rested.setSingleShot(True)
        self.rested.setInterval(RESTED_MS)
        self.rested.timeout.connect(self.look)

    def follow(self, on: bool) -> None:
        """Follow the view of the map, or do so no longer."""
        if self.iface is None or on == self.following:
            return
        self.following = on
        changed = self.iface.mapCanvas().extentsChanged
        if on:
            changed.connect(self.rested.start)
            self.rested.start()
        else:
            changed.disconnect(self.rested.start)
            self.rested.stop()
            self._drop()

    def watch(self, path: str, run: Optional[int], level: str) -> None:
        """Look for areas of a level of a workspace, as they are after a run, from now on."""
        wanted = (path, run, level)
        if wanted == self.wanted and self.looked:
            return
        self.wanted = wanted
        if self.following:
            self.rested.start()

    def narrow(self, selection: Selection) -> Selection:
        """Return a selection of the areas that the view met last; as it is where these were all, or none."""
        level, area = self.areas
        return selection.to({"area_level": level, "area": area}) if area else selection

    def forget(self) -> bool:
        """Narrow nothing until the map was looked at again; tells whether anything was narrowed."""
        before = self.areas
        self.areas, self.met, self.looked = NOTHING, True, False
        return before != NOTHING

    def words(self) -> List[str]:
        """Say what following comes to; nothing where the view meets all areas."""
        if not self.following:
            return []
        if self.wanted[2] == PLACE:
            return [tr(NO_AREAS)]
        if not self.met:
            return [tr(NONE_IN_VIEW)]
        size = len(codes_of(self.areas[1]))
        return [tr(IN_VIEW if size > 1 else ONE_IN_VIEW)] if size else []

    def look(self) -> None:
        """Look now which areas the view meets."""
        self._drop()
        settings = None if self.iface is None else self.iface.mapCanvas().mapSettings()
        if not self.following or self.wanted[2] in ("", PLACE) or not settings.hasValidSettings():
            return
        corners = [QgsPointXY(corner) for corner in settings.visiblePolygon()]
        view = QgsGeometry.fromPolygonXY([[*corners, corners[0]]])
        self.task = AreasTask(self.number, self.wanted, self.shapes, view, settings.destinationCrs())
        # Queued: a task that is added while another one ends may wait for ever in the manager of QGIS 3.22.
        self.task.done.connect(self._found, Qt.ConnectionType.QueuedConnection)
        QgsApplication.taskManager().addTask(self.task)

    def _found(self, number: int) -> None:
        if number != self.number:
            return
        task, self.task = self.task, None
        if task.codes is None:
            return
        self.shapes, self.looked = task.shapes, True
        before, self.met = self.areas, bool(task.codes)
        every = len(task.codes) == len(task.shapes.codes)
        self.areas = NOTHING if every or not task.codes else (task.shapes.level, together(task.codes))
        self.moved.emit(self.areas != before)

    def _drop(self) -> None:
        """Hear nothing of a search that goes on."""
        self.number += 1
        if self.task is not None:
            task, self.task = self.task, None
            task.done.disconnect(self._found)
            task.cancel()
