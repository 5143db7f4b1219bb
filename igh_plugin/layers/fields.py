"""What the columns of result layers are called, and what the map tells under the mouse."""

from __future__ import annotations

from typing import Mapping, Sequence

from qgis.core import QgsEditorWidgetSetup, QgsVectorLayer

from ..core.text import QT_TRANSLATE_NOOP
from ..translation import tr
from .wording import NO_DATA

ALIASES = {
    "code": QT_TRANSLATE_NOOP("core", "Code"),
    "name": QT_TRANSLATE_NOOP("core", "Name"),
    "area": QT_TRANSLATE_NOOP("core", "Area code"),
    "area_name": QT_TRANSLATE_NOOP("core", "Area"),
    "area_km2": QT_TRANSLATE_NOOP("core", "Size (km²)"),
    "events": QT_TRANSLATE_NOOP("core", "Events"),
    "rank": QT_TRANSLATE_NOOP("core", "Rank"),
    "cells": QT_TRANSLATE_NOOP("core", "Cells"),
    "gi_z": QT_TRANSLATE_NOOP("core", "Gi* (z)"),
    "gi_p": QT_TRANSLATE_NOOP("core", "p (permutations)"),
    "gi_bin": QT_TRANSLATE_NOOP("core", "Class of confidence"),
    "lisa_i": QT_TRANSLATE_NOOP("core", "Local Moran's I"),
    "lisa_z": QT_TRANSLATE_NOOP("core", "Local Moran's I (z)"),
    "lisa_p": QT_TRANSLATE_NOOP("core", "p (permutations)"),
    "lisa_cluster": QT_TRANSLATE_NOOP("core", "Cluster or outlier"),
    "neighbours": QT_TRANSLATE_NOOP("core", "Neighbours"),
    "confidence": QT_TRANSLATE_NOOP("core", "Confidence (%)"),
    "lower": QT_TRANSLATE_NOOP("core", "Lower limit (95 %)"),
    "upper": QT_TRANSLATE_NOOP("core", "Upper limit (95 %)"),
    "previous": QT_TRANSLATE_NOOP("core", "Period before"),
    "change": QT_TRANSLATE_NOOP("core", "Change"),
    "change_p": QT_TRANSLATE_NOOP("core", "Change (p)"),
    "category": QT_TRANSLATE_NOOP("core", "Category"),
    "subcategory": QT_TRANSLATE_NOOP("core", "Subcategory"),
    "occurred_local": QT_TRANSLATE_NOOP("core", "Happened (local time)"),
    "place": QT_TRANSLATE_NOOP("core", "Place"),
    "status": QT_TRANSLATE_NOOP("core", "Status"),
    "source": QT_TRANSLATE_NOOP("core", "Source"),
    "kind": QT_TRANSLATE_NOOP("core", "Kind"),
    "address": QT_TRANSLATE_NOOP("core", "Address"),
    "location_quality": QT_TRANSLATE_NOOP("core", "Quality of the location"),
    "occurred_from": QT_TRANSLATE_NOOP("core", "Happened from (UTC)"),
    "occurred_to": QT_TRANSLATE_NOOP("core", "Happened until (UTC)"),
    "reported_at": QT_TRANSLATE_NOOP("core", "Reported (UTC)"),
    "closed_at": QT_TRANSLATE_NOOP("core", "Closed (UTC)"),
    "value": QT_TRANSLATE_NOOP("core", "Value"),
    "incident": QT_TRANSLATE_NOOP("core", "Id of the first report"),
    "reports": QT_TRANSLATE_NOOP("core", "Reports"),
    "first": QT_TRANSLATE_NOOP("core", "First time (local)"),
    "last": QT_TRANSLATE_NOOP("core", "Last time (local)"),
    "sources": QT_TRANSLATE_NOOP("core", "Sources"),
    "rate": QT_TRANSLATE_NOOP("core", "Rate (shrunk)"),
    "shrunk": QT_TRANSLATE_NOOP("core", "Shrunk by how little it rests on"),
    "funnel": QT_TRANSLATE_NOOP("core", "Beside the whole, beyond chance"),
    "standing": QT_TRANSLATE_NOOP("core", "Among the areas"),
    "latest": QT_TRANSLATE_NOOP("core", "Last whole period"),
    "expected": QT_TRANSLATE_NOOP("core", "Expected in the last whole period"),
    "signal": QT_TRANSLATE_NOOP("core", "Last period beside what was expected"),
    "signal_p": QT_TRANSLATE_NOOP("core", "p of that, tested together"),
}
TIPS = {
    "hotspots": ("area_name", "events", "rate", "gi_z", "gi_p"),
    "hotspot_places": ("value", "events", "cells", "confidence"),
    "areas": ("events", "lower", "upper", "shrunk", "latest", "expected"),
    "clusters": ("area_name", "events", "lisa_cluster", "lisa_i", "lisa_p"),
    "patterns": ("area_name", "events", "last_events", "hot_steps", "cold_steps", "trend_p"),
    "event_clusters": ("rank", "area_name", "events", "weight", "places", "recent", "before", "growth_p"),
    "period_change": ("area_name", "before", "events", "expected", "change", "change_p"),
    "shares": ("rank", "area_name", "events", "weight", "share", "cum_share"),
    "live_clusters": ("rank", "area_name", "events", "expected", "days", "recurrence"),
    "segments": ("street", "events", "weight", "per_km", "density", "gi_z", "gi_p"),
    "risk": ("events", "risk"),
    "cells": ("area_name", "events", "value", "density"),
    "change": ("previous", "change", "change_p"),
    "incidents": ("category", "reports", "first", "last", "sources"),
    "events": ("category", "subcategory", "occurred_local", "place", "status"),
}
WHOLE = (
    "places",
    "recent",
    "before",
    "last_events",
    "hot_steps",
    "cold_steps",
    "events",
    "reports",
    "rank",
    "cells",
    "neighbours",
    "confidence",
)
TIMES = ("occurred_local", "first", "last")
TEXTS = (
    "area_name",
    "street",
    "lisa_cluster",
    "category",
    "subcategory",
    "place",
    "status",
    "name",
    "code",
    "sources",
)


def name_fields(layer: QgsVectorLayer, titles: Mapping[str, str]) -> None:
    """Give known columns their name in the user's language; `titles` adds those of the theme's own."""
    for index, field in enumerate(layer.fields()):
        alias = titles.get(field.name()) or ALIASES.get(field.name())
        if alias:
            layer.setFieldAlias(index, tr(alias) if field.name() not in titles else alias)


def name_values(layer: QgsVectorLayer, words: Mapping[str, Mapping[str, str]]) -> None:
    """Show the codes of columns as words in tables, forms and map tips; `words` are by column, then by code."""
    for name, titles in words.items():
        listed = [{title: code} for code, title in titles.items()]
        setup = QgsEditorWidgetSetup("ValueMap", {"map": listed})
        layer.setEditorWidgetSetup(layer.fields().lookupField(name), setup)


def set_map_tip(
    layer: QgsVectorLayer,
    kind: str,
    lead: str = "",
    titles: Mapping[str, str] | None = None,
    more: Sequence[str] = (),
) -> None:
    """Write what hovering over a feature tells: its name, the leading value, what belongs to the kind of layer, and more."""
    known = {field.name() for field in layer.fields()}
    texts = {field.name() for field in layer.fields() if not field.isNumeric()}
    shown = [name for name in dict.fromkeys((lead, *TIPS.get(kind, ()), *more)) if name in known]
    rows = []
    for name in shown:
        title = (titles or {}).get(name) or tr(ALIASES.get(name, name))
        told = _plainly(name, name in texts) if name in more else _told(name)
        rows.append(f"<tr><td>{title}&nbsp;</td><td><b>[% {told} %]</b></td></tr>")
    head = '<b>[% "name" %]</b>' if "name" in known else ""
    layer.setMapTipTemplate(f"{head}<table>{''.join(rows)}</table>")


def _told(name: str) -> str:
    missing = tr(NO_DATA).replace("'", "''")
    if name in TEXTS:
        return f"coalesce(\"{name}\", '{missing}')"
    if name in TIMES:
        return f"coalesce(format_date(\"{name}\", 'yyyy-MM-dd HH:mm'), '{missing}')"
    if name in WHOLE:
        return f"coalesce(format_number(\"{name}\", 0), '{missing}')"
    decimals = 4 if name.endswith("_p") else 2
    return f"coalesce(format_number(\"{name}\", {decimals}), '{missing}')"


def _plainly(name: str, text: bool) -> str:
    """A text as tables show it, a whole number without separators (it may be a year), or a number with two decimals."""
    missing = tr(NO_DATA).replace("'", "''")
    column = f'"{name}"'
    shown = (
        f"if({column} IS NULL, NULL, represent_value({column}))"
        if text
        else f"if({column} = round({column}), to_string(to_int({column})), format_number({column}, 2))"
    )
    return f"coalesce({shown}, '{missing}')"
