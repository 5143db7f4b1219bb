"""A style by name onto a layer, and into the file the layer comes from.

A style is a mapping: `style` names one of the vocabulary (`significance`, `clusters`, `patterns`, `shares`, `rate_classes`, `published`, `change`, `standing`,
`density`, `points_by_category`, `ranked_places`, `points`, `lines`, `outline`, `background`), the rest are its settings (see `renderers`). `labels` names a
field that is written on polygons.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, is_dataclass
from typing import Any, Mapping

from qgis.core import QgsMapLayer, QgsReadWriteContext, QgsVectorLayer
from qgis.PyQt.QtXml import QDomDocument

from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text
from .labelling import label_areas, label_lines, number_points
from .renderers import LINE, RENDERERS, is_point

UNKNOWN = QT_TRANSLATE_NOOP("core", "There is no style “{style}”. Choose one of: {styles}.")
NOT_SAVED = QT_TRANSLATE_NOOP("core", "The style of “{layer}” could not be written into its file: {reason}")
VOLATILE = ("key", "id", "uuid")
STYLE_NAME = "IGH"


def apply_style(layer: QgsVectorLayer, style: Mapping[str, Any] | Any) -> None:
    """Give a layer the renderer (and labels) a style names.

    Raises `UserError` when the style is unknown or the layer lacks its field.
    """
    settings = as_settings(style)
    name = settings["style"]
    if name not in RENDERERS:
        raise UserError(Text(UNKNOWN, {"style": name, "styles": ", ".join(RENDERERS)}))
    layer.setRenderer(RENDERERS[name](layer, settings))
    labels = settings.get("labels")
    if labels and not is_point(layer) and layer.fields().lookupField(str(labels)) >= 0:
        label_areas(
            layer,
            str(labels),
            bold=bool(settings.get("strong")),
            smallest_scale=float(settings.get("labels_from") or 0),
            largest_scale=float(settings.get("labels_to") or 0),
        )
    if name == "lines":
        label_lines(layer, str(settings.get("field") or "value"), LINE)
    if name == "ranked_places":
        number_points(layer, str(settings.get("field") or "rank"))
    if settings.get("opacity") is not None:
        layer.setOpacity(float(settings["opacity"]))
    layer.triggerRepaint()


def as_settings(style: Mapping[str, Any] | Any) -> dict[str, Any]:
    """Return a style (mapping or dataclass with `style`, `name` or `kind`) as one flat mapping with `style`."""
    settings = dict(asdict(style)) if is_dataclass(style) else dict(style or {})
    for inner in ("settings", "options", "parameters"):
        if isinstance(settings.get(inner), Mapping):
            settings.update(settings.pop(inner))
    if "style" not in settings:
        settings["style"] = settings.get("name") or settings.get("kind") or settings.get("type") or ""
    return settings


def style_hash(layer: QgsVectorLayer) -> str:
    """Return a fingerprint of how a layer is drawn, the same after a project is saved and read again."""
    document = QDomDocument("style")
    if layer.renderer() is None:
        return ""
    element = layer.renderer().save(document, QgsReadWriteContext())
    digest = hashlib.sha256()
    _digest(element, digest)
    return digest.hexdigest()[:16]


def save_default_style(layer: QgsVectorLayer) -> None:
    """Write the layer's style into its GeoPackage as the one it opens with.

    An earlier style of ours for the same table is replaced. Raises `UserError` with the reason of the provider.
    """
    count, ids, names, _descriptions, _error = layer.listStylesInDatabase()
    for style_id, name in list(zip(ids, names))[: max(count, 0)]:
        if name == STYLE_NAME:
            layer.deleteStyleFromDatabase(style_id)
    error = _save(layer)
    if error:
        raise UserError(Text(NOT_SAVED, {"layer": layer.name(), "reason": error}))


def _save(layer) -> str:
    """Write the style into the database; what went wrong, or an empty text. A style without SLD is no failure."""
    if not hasattr(layer, "saveStyleToDatabaseV2"):
        return layer.saveStyleToDatabase(STYLE_NAME, layer.name(), True, "")
    result, error = layer.saveStyleToDatabaseV2(STYLE_NAME, layer.name(), True, "")
    kinds = QgsMapLayer.SaveStyleResult
    return error if result & (kinds.QmlGenerationFailed | kinds.DatabaseWriteFailed) else ""


def _digest(element, digest) -> None:
    digest.update(element.tagName().encode())
    attributes = element.attributes()
    pairs = []
    for index in range(attributes.count()):
        node = attributes.item(index).toAttr()
        if node.name() not in VOLATILE:
            pairs.append((node.name(), node.value()))
    for name, value in sorted(pairs):
        digest.update(f"|{name}={value}".encode())
    child = element.firstChildElement()
    while not child.isNull():
        _digest(child, digest)
        child = child.nextSiblingElement()
