"""Units of a hot spot analysis: polygons of a layer, or cells that points are counted in; read and written."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsFeature, QgsFields, QgsGeometry, QgsWkbTypes

from ...core.errors import UserError
from ...core.text import QT_TRANSLATE_NOOP, Text
from ..base import new_field
from .given import NO_POINTS, RunEnds, put, put_all, straight

NO_GEOMETRY = QT_TRANSLATE_NOOP("core", "The feature with id {id} has no geometry: remove it first.")
CHANGED = QT_TRANSLATE_NOOP("core", "The layer changed while it was read: start again.")
LEFT_OUT = QT_TRANSLATE_NOOP(
    "core",
    "{n} of {total} points are left out: no geometry, an empty number or denominator, or outside the boundary.",
)


CURVED = tuple(kind + more for kind in (10, 12) for more in (0, 232, 208, 184))
"""The last byte of the types of curve polygons and multi-surfaces in WKB, plain and with Z, M and both."""
UNIT = "unit"
QUEEN, ROOK, DISTANCE, NEAREST = "queen", "rook", "distance", "nearest"


TOLD = {
    QUEEN: QT_TRANSLATE_NOOP("core", "a shared border or corner"),
    ROOK: QT_TRANSLATE_NOOP("core", "a shared border"),
    DISTANCE: QT_TRANSLATE_NOOP("core", "centres within {distance} m"),
    NEAREST: QT_TRANSLATE_NOOP("core", "the {number} nearest centres"),
}
HEXAGON = QT_TRANSLATE_NOOP("core", "a shared side of hexagons")


@dataclass(frozen=True)
class Rule:
    """Who is whose neighbour: a `name`, the `distance` in metres or the `number` of nearest ones for those rules."""

    name: str
    distance: float = 0.0
    number: int = 0

    @property
    def measures(self) -> bool:
        """Whether distances between centres are measured."""
        return self.name in (DISTANCE, NEAREST)

    def told(self, hexagons: bool) -> Text:
        """Return the rule in words."""
        if hexagons and not self.measures:
            return Text(HEXAGON)
        return Text(TOLD[self.name], {"distance": self.distance, "number": self.number})

    def of_centres(self, x, y):
        """Return the neighbours of centres by a rule that measures."""
        from ...core import neighbours

        if self.name == DISTANCE:
            return neighbours.within_distance(x, y, self.distance)
        return neighbours.k_nearest(x, y, self.number)


def read_polygons(source, columns, values, base, rate, rule, taken, numbered, part, progress):
    """Return the polygons of a layer with their number or rate and their neighbours by a `Rule`.

    `columns` hold the geometry as WKB, `values` (n,) and `base` (n,) or None, of which `rate` makes rates; `taken` are the
    names of fields that are not kept, `numbered` says that each gets a number, `unit`, and `part` that the layer has others. Raises `UserError` for a feature without
    geometry.
    """
    import numpy as np

    from ...core import neighbours
    from ...core.assignment import vertices_of_wkb

    wkb = columns.wkb or []
    for number, one in zip(columns.ids.tolist(), wkb):
        if one is None:
            raise UserError(Text(NO_GEOMETRY, {"id": number}))
    vertices = vertices_of_wkb([_straight(one) for one in wkb], progress)
    compared = values if base is None else rate(values, base)
    if not rule.measures:
        owner = np.stack((vertices.polygon, vertices.ring), 1)
        links = neighbours.of_polygons(vertices.xy, owner, len(wkb), rule.name, progress)
    else:
        known = ~np.isnan(compared)
        x, y = vertices.centroids(len(wkb))
        links = neighbours.expanded(rule.of_centres(x[known], y[known]), known)
    return Polygons(source, columns.ids, values, compared, links, taken, numbered, part)


def _straight(wkb):
    """Return WKB with curves as straight segments."""
    if (wkb[1] if wkb[0] == 1 else wkb[4]) not in CURVED:
        return wkb
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    return straight(geometry)


def count_cells(columns, values, base, rate, shape, size, areas, names, rule, progress):
    """Count points by cell of a shape and `size` metres, with their number or rate and the neighbours of the cells.

    `columns` hold x and y, `values` (n,) or None and `base` (n,) or None, of which `rate` makes rates; `areas` are WKB polygons of the boundary, `names`
    theirs, or empty. Raises `UserError` when no point is left.
    """
    import numpy as np

    from ...core import neighbours
    from ...core.assignment import AreaIndex
    from ...core.cells import KINDS, place_in_cells

    kind = KINDS[shape]
    x, y = columns.x, columns.y
    index = None
    keep = np.isfinite(x) & np.isfinite(y)
    if areas:
        index = AreaIndex(areas)
        keep[keep] = index.locate(x[keep], y[keep]) >= 0
    for known in (values, base):
        if known is not None:
            keep &= ~np.isnan(known)
    if not keep.any():
        raise UserError(NO_POINTS)
    if not keep.all():
        progress.report(Text(LEFT_OUT, {"n": int((~keep).sum()), "total": len(keep)}))
    domain, at = place_in_cells(kind, size, x[keep], y[keep], index, empty=base is None)
    counted = {"events": np.bincount(at, minlength=len(domain)).astype(float)}
    compared = counted["events"]
    if values is not None:
        compared = counted["value"] = np.bincount(at, values[keep], len(domain))
    if base is not None:
        counted["base"] = np.bincount(at, base[keep], len(domain))
        compared = counted["rate"] = rate(compared, counted["base"])
    centres = kind.centres(domain, size)
    if rule.measures:
        links = rule.of_centres(*centres)
    elif shape == "hexagon":
        links = neighbours.of_hexagons(domain)
    else:
        links = neighbours.of_cells(domain, rule.name)
    named = np.append(np.array(names, object), "")[index.locate(*centres)] if names else None
    return Cells(kind, domain, size, counted, compared, links, named)


class Polygons:
    """The polygons of a layer as units; written with the attributes they had, in the order they had."""

    names = None
    are_cells = False

    def __init__(self, source, ids, values, rate, neighbours, taken, numbered, part):
        import numpy as np

        self.rate, self.neighbours = rate, neighbours
        self.numbers, self.weight = np.arange(1, len(ids) + 1), values
        self._numbered, self._part = numbered, part
        taken = {*taken, UNIT} if numbered else taken
        self.geometry_type = source.wkbType()
        self.fields = QgsFields()
        self._kept = [at for at, field in enumerate(source.fields()) if field.name().lower() not in taken]
        for at in self._kept:
            self.fields.append(source.fields().at(at))
        if numbered:
            self.fields.append(new_field(UNIT, "whole"))
        self._source = source
        self._row = {number: row for row, number in enumerate(ids.tolist())}

    def write(self, sink, found, strength, progress) -> None:
        """Write the polygons with what was `found`, a row for each; their `strength` makes no difference."""
        done = 0
        for passed, feature in enumerate(self._source.getFeatures()):
            if passed % 10_000 == 0:
                progress.step(done / len(self._row))
            row = self._row.get(feature.id())
            if row is None and self._part:
                continue
            if row is None:
                raise RunEnds(CHANGED)
            done += 1
            made = QgsFeature()
            made.setGeometry(feature.geometry())
            number = [row + 1] if self._numbered else []
            made.setAttributes([feature.attribute(at) for at in self._kept] + number + found[row])
            put(sink, made)
        if done < len(self._row):
            raise RunEnds(CHANGED)


class Cells:
    """Cells of a grid as units; written strongest first."""

    geometry_type = QgsWkbTypes.Type.Polygon
    are_cells = True

    def __init__(self, kind, cells, size, counted, rate, neighbours, named):
        self.rate, self.neighbours, self.names = rate, neighbours, named
        self.numbers, self.weight = cells, counted.get("value", counted["events"])
        self._kind, self._cells, self._size, self._counted = kind, cells, size, counted
        self.fields = QgsFields()
        for name, kind in (("cell", "whole"), ("events", "whole")):
            self.fields.append(new_field(name, kind))
        for name in list(counted)[1:]:
            self.fields.append(new_field(name, "real"))
        if named is not None:
            self.fields.append(new_field("area_name", "text"))

    def write(self, sink, found, strength, progress) -> None:
        """Write the cells with what was `found`, a row for each, by `strength` (n,), the strongest first."""
        import numpy as np

        others = list(self._counted.values())[1:]
        order = np.lexsort((self._cells, -np.nan_to_num(strength, nan=-np.inf)))

        def attributes(row):
            counts = [int(self._cells[row]), int(self._counted["events"][row])]
            sums = [None if np.isnan(part[row]) else float(part[row]) for part in others]
            place = [] if self.names is None else [self.names[row] or None]
            return counts + sums + place + found[row]

        shapes = self._kind.wkb(self._cells[order], self._size).tolist()
        put_all(sink, shapes, map(attributes, order.tolist()), len(order), progress)
