"""The events that take part in something that was found, written with the attributes they had."""

from __future__ import annotations

from qgis.core import QgsFeature, QgsFeatureRequest, QgsFields

from ..base import new_field
from .given import put


def write_members(algorithm, parameters, context, name, source, added, told):
    """Write the features of a source whose id is in `told`, with the values there in the `added` fields (name, kind).

    Return the target of the output `name`, None when that is not asked for, and the names the added fields got, since a column of the
    source may have one already. Raises `UserError` when that fails.
    """
    fields = QgsFields(source.fields())
    taken = {field.name().lower() for field in fields}
    names = [free_name(field, taken) for field, _ in added]
    for field, (_, kind) in zip(names, added):
        fields.append(new_field(field, kind))
    sink, target = algorithm.sink(parameters, name, context, fields, source.wkbType(), source.sourceCrs())
    if sink is None:
        return None, names
    request = QgsFeatureRequest()
    for feature in source.getFeatures(request):
        values = told.get(feature.id())
        if values is not None:
            made = QgsFeature(fields)
            made.setGeometry(feature.geometry())
            made.setAttributes([*feature.attributes(), *values])
            put(sink, made)
    return target, names


def free_name(name: str, taken) -> str:
    """Return a name that no column has, with a number where need be."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}_{number}"
    return free


def finish_members(layer, texts, titles) -> None:
    """Name, style and describe the events; `texts` has `members`, `abstract` and `method`."""
    from ...layers.fields import name_fields
    from ...layers.metadata import describe
    from ...layers.styles import apply_style

    layer.setName(texts["members"])
    apply_style(layer, {"style": "points"})
    name_fields(layer, titles)
    describe(layer, texts["members"], texts["abstract"], texts["method"])
