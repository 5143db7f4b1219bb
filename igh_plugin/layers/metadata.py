"""What a layer says about itself: what it shows, how it was made, from what, and what to be careful about."""

from __future__ import annotations

from typing import Sequence

from qgis.core import QgsLayerMetadata, QgsMapLayer
from qgis.PyQt.QtCore import QDateTime, Qt

from ..core.text import QT_TRANSLATE_NOOP
from ..translation import tr

METHOD = QT_TRANSLATE_NOOP("core", "Method")
CAUTION = QT_TRANSLATE_NOOP("core", "Caution")


def describe(
    layer: QgsMapLayer,
    title: str,
    abstract: str = "",
    method: str = "",
    caution: str = "",
    licences: Sequence[str] = (),
    attribution: str = "",
    created: str = "",
    history: Sequence[str] = (),
    language: str = "",
) -> None:
    """Fill a layer's metadata. `created` is an ISO time; texts are shown as they are, already translated."""
    metadata = QgsLayerMetadata()
    metadata.setIdentifier(str(layer.customProperty("igh/name", "") or layer.name()))
    metadata.setType("dataset")
    metadata.setTitle(title)
    if language:
        metadata.setLanguage(language)
    parts = [abstract]
    if method:
        parts.append(f"{tr(METHOD)}: {method}")
    if caution:
        parts.append(f"{tr(CAUTION)}: {caution}")
    text = "\n\n".join(part for part in parts if part)
    metadata.setAbstract(text)
    metadata.setLicenses([licence for licence in licences if licence])
    if attribution:
        metadata.setRights([attribution])
    for line in ([method] if method else []) + list(history):
        metadata.addHistoryItem(line)
    if caution:
        constraint = QgsLayerMetadata.Constraint(caution, "useLimitation")
        metadata.setConstraints([constraint])
    metadata.setCrs(layer.crs())
    if created:
        moment = QDateTime.fromString(created, Qt.DateFormat.ISODate)
        if moment.isValid():
            _set_created(metadata, moment)
    layer.setMetadata(metadata)
    _set_server_texts(layer, title, text, attribution)


def _set_created(metadata: QgsLayerMetadata, moment: QDateTime) -> None:
    """QGIS keeps dates of a resource from 3.30 on; before, the history says it."""
    if hasattr(metadata, "setDateTime"):
        from qgis.core import Qgis

        metadata.setDateTime(Qgis.MetadataDateType.Created, moment)
    else:
        metadata.addHistoryItem(moment.toString(Qt.DateFormat.ISODate))


def _set_server_texts(layer: QgsMapLayer, title: str, abstract: str, attribution: str) -> None:
    """The layer's own texts (tooltip, attribution on the map); their place moved in QGIS 3.38."""
    server = layer.serverProperties() if hasattr(layer, "serverProperties") else None
    target = server if server is not None and hasattr(server, "setAttribution") else layer
    target.setTitle(title)
    target.setAbstract(abstract)
    target.setAttribution(attribution)
