"""Units of a hot spot analysis: polygons of a layer, or cells that points are counted in; read and written."""

from __future__ import annotations

from qgis.core import QgsFeature, QgsFeatureSink, QgsFields, QgsGeometry, QgsWkbTypes

from ...core.errors import UserError
from ...core.text import QT_TRANSLATE_NOOP, Text
from ..base import new_field

NO_GEOMETRY = QT_TRANSLATE_NOOP("core", "The feature with id {id} has no geometry: remove it first.")
CHANGED = QT_TRANSLATE_NOOP("core", "The layer changed while it was read: start again.")
NO_POINTS = QT_TRANSLATE_NOOP("core", "No point is left to count.")
LEFT_OUT = QT_TRANSLATE_NOOP(
    "core",
    "{n} of {total} points are left out: no geometry, an empty number or denominator, or outside the boundary.",
)
RESULT = (("gi_z", "real"), ("gi_p", "real"), ("gi_bin", "whole"), ("neighbours", "whole"))


def read_polygons(source, columns, values, base, rule, distance):
    """Return the polygons of a layer with their number or rate and their neighbours.

    `columns` hold the geometry as WKB, `values` (n,) and `base` (n,) or None; `distance` in metres for that rule.
    Raises `UserError` for a feature without geometry.
    """
    import numpy as np

    from ...core import neighbours
    from ...core.assignment import vertices_of_wkb

    wkb = columns.wkb or []
    for number, one in zip(columns.ids.tolist(), wkb):
        if one is None:
            raise UserError(Text(NO_GEOMETRY, {"id": number}))
    vertices = vertices_of_wkb(wkb)
    if rule != "distance":
        owner = np.stack((vertices.polygon, vertices.ring), 1)
        links = neighbours.of_polygons(vertices.xy, owner, len(wkb), rule)
    else:
        count = np.maximum(np.bincount(vertices.polygon, minlength=len(wkb)), 1)
        x, y = (np.bincount(vertices.polygon, vertices.xy[:, axis], len(wkb)) / count for axis in (0, 1))
        links = neighbours.within_distance(x, y, distance)
    return Polygons(source, columns.ids, values if base is None else _rate(values, base), links)


def count_cells(columns, values, base, size, areas, rule, distance, progress):
    """Count points by cell of `size` metres, with their number or rate and the neighbours of the cells.

    `columns` hold x and y, `values` (n,) or None and `base` (n,) or None; `areas` are WKB polygons of the boundary.
    Raises `UserError` when no point is left.
    """
    import numpy as np

    from ...core import grid, neighbours
    from ...core.assignment import AreaIndex, cells_inside

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
    occupied, owner = np.unique(grid.cell_of(x[keep], y[keep], size), return_inverse=True)
    owner = owner.reshape(-1)
    if base is not None:
        domain = occupied
    elif index is None:
        domain = grid.dilate(occupied)
    else:
        domain = np.union1d(occupied, cells_inside(index, size))
    position = np.searchsorted(domain, occupied)

    def spread(weights):
        out = np.zeros(len(domain))
        out[position] = np.bincount(owner, weights, len(occupied))
        return out

    counted = {"events": spread(np.ones(len(owner)))}
    rate = counted["events"]
    if values is not None:
        rate = counted["value"] = spread(values[keep])
    if base is not None:
        counted["base"] = spread(base[keep])
        rate = counted["rate"] = _rate(rate, counted["base"])
    if rule == "distance":
        links = neighbours.within_distance(*grid.centres(domain, size), distance)
    else:
        links = neighbours.of_cells(domain, rule)
    return Cells(domain, size, counted, rate, links)


def _rate(values, base):
    """Return rates shrunk by empirical Bayes; as a share where no value exceeds its base."""
    import numpy as np

    from ...core.rates import empirical_bayes

    known = ~np.isnan(values) & ~np.isnan(base)
    share = bool((values[known] <= base[known]).all())
    return empirical_bayes(values, np.nan_to_num(base), share)


class Polygons:
    """The polygons of a layer as units; written with the attributes they had, in the order they had."""

    def __init__(self, source, ids, rate, neighbours):
        self.rate, self.neighbours = rate, neighbours
        self.geometry_type = source.wkbType()
        taken = {name for name, _ in RESULT}
        self.fields = QgsFields()
        self._kept = [at for at, field in enumerate(source.fields()) if field.name() not in taken]
        for at in self._kept:
            self.fields.append(source.fields().at(at))
        self._source = source
        self._row = {number: row for row, number in enumerate(ids.tolist())}

    def write(self, sink, result, progress) -> None:
        for done, feature in enumerate(self._source.getFeatures()):
            if done % 10_000 == 0:
                progress.step(min(done / len(self._row), 1.0))
            row = self._row.get(feature.id())
            if row is None:
                raise UserError(CHANGED)
            found = QgsFeature()
            found.setGeometry(feature.geometry())
            found.setAttributes([feature.attribute(at) for at in self._kept] + _judged(result, row))
            sink.addFeature(found, QgsFeatureSink.Flag.FastInsert)


class Cells:
    """Cells of a grid as units; written strongest first."""

    geometry_type = QgsWkbTypes.Type.Polygon

    def __init__(self, cells, size, counted, rate, neighbours):
        self.rate, self.neighbours = rate, neighbours
        self._cells, self._size, self._counted = cells, size, counted
        self.fields = QgsFields()
        for name, kind in (("cell", "whole"), ("events", "whole")):
            self.fields.append(new_field(name, kind))
        for name in list(counted)[1:]:
            self.fields.append(new_field(name, "real"))

    def write(self, sink, result, progress) -> None:
        import numpy as np

        from ...core.grid import square_wkb

        shapes = square_wkb(self._cells, self._size)
        others = list(self._counted.values())[1:]
        order = np.lexsort((self._cells, -np.nan_to_num(result.z, nan=-np.inf)))
        for done, row in enumerate(order.tolist()):
            if done % 10_000 == 0:
                progress.step(done / len(order))
            feature = QgsFeature()
            geometry = QgsGeometry()
            geometry.fromWkb(shapes[row].tobytes())
            feature.setGeometry(geometry)
            counts = [int(self._cells[row]), int(self._counted["events"][row])]
            sums = [None if np.isnan(part[row]) else float(part[row]) for part in others]
            feature.setAttributes(counts + sums + _judged(result, row))
            sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)


def _judged(result, row):
    """Return z, p and class of a unit, None where it has no value, and its number of neighbours."""
    if result.z[row] != result.z[row]:
        return [None, None, None, int(result.neighbours[row])]
    return [
        float(result.z[row]),
        float(result.p[row]),
        int(result.bins[row]),
        int(result.neighbours[row]),
    ]
