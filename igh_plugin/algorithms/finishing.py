"""A layer that an algorithm made: named, styled and described where it comes into a project or lies in a GeoPackage."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import Callable, Deque

from qgis.core import (
    QgsMapLayer,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingUtils,
    QgsRasterLayer,
)

from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..translation import tr

Finish = Callable[[QgsMapLayer], None]
NO_STYLE = QT_TRANSLATE_NOOP("core", "The style of {path} could not be kept beside it: {reason}")


_WAITING: Deque[Finisher] = deque(maxlen=1_000)
"""Keeps finishers alive: the instance of an algorithm that ran can be gone when its layers are loaded."""


class Finisher(QgsProcessingLayerPostProcessorInterface):
    """Does it for the layer that comes into the project."""

    def __init__(self, finish: Finish):
        super().__init__()
        self._finish = finish

    def postProcessLayer(self, layer, context, feedback):  # noqa: N802
        self._finish(layer)


def finish_loaded(context, target: str, name: str, finish: Finish) -> None:
    """See that the layer of an output comes into the project finished, if it does."""
    if context.willLoadLayerOnCompletion(target):
        _WAITING.append(Finisher(finish))
        details = context.layerToLoadOnCompletionDetails(target)
        details.name = name
        details.setPostProcessor(_WAITING[-1])


def keep_style(context, feedback, target: str, finish: Finish) -> None:
    """Write the style of a layer into its GeoPackage, so that it opens styled wherever it was made."""
    from ..layers.styles import save_default_style

    layer = QgsProcessingUtils.mapLayerFromString(target, context)
    if layer is None or layer.providerType() != "ogr" or layer.dataProvider().storageType() != "GPKG":
        return
    try:
        finish(layer)
        save_default_style(layer)
    except UserError as error:
        feedback.reportError(tr(error.message))


def keep_raster_style(feedback, path: str, finish: Finish) -> None:
    """Write the style of a raster beside its file, so that it opens styled wherever it was made."""
    layer = QgsRasterLayer(path)
    finish(layer)
    message, fine = layer.saveNamedStyle(str(Path(path).with_suffix(".qml")))
    if not fine:
        feedback.reportError(tr(Text(NO_STYLE, {"path": path, "reason": message})))
