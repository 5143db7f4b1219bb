"""igh:clusters: events that lie close together, in space and in time."""

from __future__ import annotations

from functools import partial

from qgis.core import (
    QgsFields,
    QgsGeometry,
    QgsMultiPoint,
    QgsPoint,
    QgsProcessing,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsWkbTypes,
)

from ...core.errors import UserError
from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import tr
from ..base import new_field
from .events import EventsAlgorithm
from .given import (
    NO_POINTS,
    named_polygons_in,
    numbers_of,
    put_all,
    times_of,
    titled,
)
from .members import finish_members, write_members

DAY = 86_400
SURE = 0.05
ONE_PLACE = 0.5
LEFT_OUT = QT_TRANSLATE_NOOP("core", "{n} events are left out: no place, no time, or an empty weight.")
FOUND = QT_TRANSLATE_NOOP(
    "core", "{n} clusters hold {share} % of {events} events, on {km2} km²; {alone} events are in none."
)
NOTHING = QT_TRANSLATE_NOOP(
    "core",
    "No cluster: nowhere lie {minimum} events as close together as that. Choose a larger distance or fewer events.",
)
LARGEST = QT_TRANSLATE_NOOP("core", "Largest: {listed}.")
ONE = QT_TRANSLATE_NOOP("core", "{n} events in {area}")
GROWING = QT_TRANSLATE_NOOP(
    "core",
    "{n} clusters grew from {first} to {last} more than chance explains, against the {days} days before; {m} shrank.",
)
CAUTION_SAME = QT_TRANSLATE_NOOP(
    "core",
    "{n} clusters lie in one single place. Where addresses stand for several things, or one thing is reported again and again, tick “Count a place once a day”.",
)
CAUTION_WIDE = QT_TRANSLATE_NOOP(
    "core",
    "One cluster holds {share} % of all events: the distance is so large that everything hangs together.",
)
TITLE = QT_TRANSLATE_NOOP("core", "Clusters of events")
MEMBERS = QT_TRANSLATE_NOOP("core", "Events in clusters")
ABSTRACT = QT_TRANSLATE_NOOP("core", "{n} clusters of {events} events.")
METHOD = QT_TRANSLATE_NOOP(
    "core",
    "{formula}: at least {minimum} events within {reach} m{time}; each place once a day: {once}; drawn as the hull around its events "
    "and half the distance; {left_out} events left out",
)
IN_TIME = QT_TRANSLATE_NOOP("core", " and {span} days")
GROWTH = QT_TRANSLATE_NOOP(
    "core", "growth: the last {days} days against as many before, E-test (Krishnamoorthy and Thomson 2004)"
)
YES, NO = QT_TRANSLATE_NOOP("core", "yes"), QT_TRANSLATE_NOOP("core", "no")
UNIT = QT_TRANSLATE_NOOP("core", "events")
ROLES = {True: QT_TRANSLATE_NOOP("core", "core"), False: QT_TRANSLATE_NOOP("core", "edge")}
ALIASES = {
    "weight": QT_TRANSLATE_NOOP("core", "Sum of weights"),
    "places": QT_TRANSLATE_NOOP("core", "Different places"),
    "area_km2": QT_TRANSLATE_NOOP("core", "Size (km²)"),
    "density": QT_TRANSLATE_NOOP("core", "Events per km²"),
    "first_day": QT_TRANSLATE_NOOP("core", "First day"),
    "last_day": QT_TRANSLATE_NOOP("core", "Last day"),
    "recent": QT_TRANSLATE_NOOP("core", "Events in the recent days"),
    "before": QT_TRANSLATE_NOOP("core", "Events in as many days before"),
    "growth": QT_TRANSLATE_NOOP("core", "Growth (%)"),
    "growth_p": QT_TRANSLATE_NOOP("core", "Growth (p)"),
    "cluster": QT_TRANSLATE_NOOP("core", "Rank of the cluster"),
    "role": QT_TRANSLATE_NOOP("core", "Role in the cluster"),
}


class EventClusters(EventsAlgorithm):
    """Hulls around events that lie close together, largest first, and the events in them."""

    NAME = "clusters"
    TITLE = QT_TRANSLATE_NOOP("core", "Clusters of events (ST-DBSCAN)")
    NEEDS = ("numpy", "scipy")
    TIME, REACH, SPAN, MINIMUM = "TIME", "REACH", "SPAN", "MINIMUM"
    ONCE, WEIGHT, RECENT, AREAS, AREA_NAME = "ONCE", "WEIGHT", "RECENT", "AREAS", "AREA_NAME"
    OUTPUT, EVENTS = "OUTPUT", "EVENTS"

    def initAlgorithm(self, config=None):  # noqa: N802
        kinds = QgsProcessing.SourceType
        fields = QgsProcessingParameterField.DataType
        numbers = QgsProcessingParameterNumber
        self.add_layer(self.INPUT, tr("Events"), tr("Points in a CRS in metres; a selection of them is taken alone."), kinds.TypeVectorPoint)  # fmt: skip
        self.add_field(
            self.TIME, tr("Time"), self.INPUT, fields.DateTime,
            tr("When each happened; empty: events at any time may be in one cluster."),
        )  # fmt: skip
        self.add_group_by()
        reach = numbers(self.REACH, tr("Distance in metres"), numbers.Type.Double, 100.0, True, 0.01)
        reach.setHelp(tr("Events up to this far from each other are close."))
        span = numbers(self.SPAN, tr("Days"), numbers.Type.Double, 7.0, True, 0.0)
        span.setHelp(
            tr(
                "Used with a time only: events up to this long after each other are close. It may be a part of a day."
            )
        )
        minimum = numbers(self.MINIMUM, tr("Fewest events"), defaultValue=5, optional=True, minValue=2)
        minimum.setHelp(tr("How many must be close to one of them, itself among these, for a cluster."))
        once = QgsProcessingParameterBoolean(self.ONCE, tr("Count a place once a day"), False, True)
        once.setHelp(
            tr("Events in the same place on the same day count for one towards the fewest events; without a time those in the same place.")
        )  # fmt: skip
        for parameter in (reach, span, minimum, once):
            self.addParameter(parameter)
        self.add_field(
            self.WEIGHT, tr("Weight"), self.INPUT, fields.Numeric,
            tr("What each event counts for in the size of a cluster; the fewest events are counted without it."),
        )  # fmt: skip
        recent = numbers(self.RECENT, tr("Recent days"), defaultValue=28, optional=True, minValue=1)
        recent.setHelp(
            tr("Used with a time only: growth is these last days of the events against as many before them.")
        )
        self.addParameter(recent)
        self.add_layer(
            self.AREAS, tr("Areas"), tr("Polygons of which each cluster gets the name."), kinds.TypeVectorPolygon, True,
        )  # fmt: skip
        self.add_field(
            self.AREA_NAME, tr("Name of the area"), self.AREAS, fields.Any, tr("The column with the name or code."),
        )  # fmt: skip
        output = QgsProcessingParameterFeatureSink(self.OUTPUT, tr("Clusters"), kinds.TypeVectorPolygon)
        output.setHelp(tr("A hull for each cluster, the largest first."))
        events = QgsProcessingParameterFeatureSink(
            self.EVENTS, tr(MEMBERS), kinds.TypeVectorPoint, None, True, False
        )
        events.setHelp(tr("The events that are in a cluster, with its rank and their role: core or edge."))
        self.addParameter(output)
        self.addParameter(events)
        self.add_numbers(
            CLUSTERS=QT_TRANSLATE_NOOP("core", "Clusters"),
            CLUSTERED=QT_TRANSLATE_NOOP("core", "Events in clusters"),
            LEFT_OUT=QT_TRANSLATE_NOOP("core", "Events left out"),
        )

    def analyse(self, parameters, context, progress):
        import numpy as np

        from ...core.cluster_summary import summarise
        from ...core.progress import Part
        from ...core.st_dbscan import st_dbscan

        source = self.parameterAsSource(parameters, self.INPUT, context)
        ids, x, y, days, weight, left_out = self._events(
            parameters, context, source, Part(progress, 0.0, 0.2)
        )
        reach = self.parameterAsDouble(parameters, self.REACH, context)
        span = self.parameterAsDouble(parameters, self.SPAN, context)
        minimum = self.parameterAsInt(parameters, self.MINIMUM, context)
        taken, again = self._taken(parameters, context, x, y, days)
        found = st_dbscan(
            x[taken], y[taken], reach, minimum, None if days is None else days[taken], span, Part(progress, 0.2, 0.7),
        )  # fmt: skip
        label, core = found.label[again], found.core[again]
        whole = None if days is None else np.floor(days).astype(np.int64)
        recent = self.parameterAsInt(parameters, self.RECENT, context)
        time = self.parameterAsString(parameters, self.TIME, context)
        data = None if whole is None else self.span(source, time, whole, progress)
        summary = summarise(label, found.number, x, y, weight, whole, recent, data)
        order = np.lexsort((np.arange(found.number), -summary.events, -summary.weight))
        rank = np.empty(found.number, np.int64)
        rank[order] = np.arange(found.number)
        label = np.where(label >= 0, rank[label] if found.number else label, label)
        hulls = list(self._hulls(label, found.number, x, y, reach, Part(progress, 0.7, 0.85)))
        names = self._names(parameters, context, source, summary, order)
        for sentence in self._sentences(summary, order, hulls, names, label, left_out, minimum, recent, data):
            progress.report(sentence)
        told = {
            "formula": "ST-DBSCAN (Birant & Kut 2007)" if days is not None else "DBSCAN (Ester et al. 1996)",
            "minimum": minimum, "reach": float(reach), "time": Text(IN_TIME, {"span": float(span)}) if days is not None else "",
            "once": Text(YES if self.parameterAsBool(parameters, self.ONCE, context) else NO), "left_out": left_out,
        }  # fmt: skip
        method = tr(Text(METHOD, told))
        if days is not None:
            method += "; " + tr(Text(GROWTH, {"days": recent}))
        texts = {
            "name": titled(TITLE, source), "members": titled(MEMBERS, source), "method": method,
            "abstract": tr(Text(ABSTRACT, {"n": found.number, "events": int((label >= 0).sum())})),
        }  # fmt: skip
        weighted = bool(self.parameterAsString(parameters, self.WEIGHT, context))
        outputs = {
            self.OUTPUT: self._write(parameters, context, source, summary, order, hulls, names, weighted, texts, progress),
            "CLUSTERS": found.number, "CLUSTERED": int((label >= 0).sum()), "LEFT_OUT": left_out,
        }  # fmt: skip
        outputs.update(self._write_events(parameters, context, source, ids, label, core, texts))
        return outputs

    def _events(self, parameters, context, source, progress):
        """Return id, x, y, days (None without times) and weight of the events that count, and how many do not."""
        import numpy as np

        from ...layers.arrays.columns import POINTS

        time, weight = (
            self.parameterAsString(parameters, name, context) for name in (self.TIME, self.WEIGHT)
        )
        wanted = list(dict.fromkeys(name for name in (time, weight) if name))
        columns = self.read(source, wanted, POINTS, progress)
        keep = np.isfinite(columns.x) & np.isfinite(columns.y)
        days = None
        if time:
            moments = times_of(columns, time)
            keep &= ~np.isnat(moments)
            days = moments.astype("datetime64[s]").astype(np.int64) / DAY
        weights = numbers_of(columns, weight) if weight else np.ones(len(columns))
        keep &= np.isfinite(weights)
        if not keep.any():
            raise UserError(NO_POINTS)
        days = days if days is None else days[keep]
        return columns.ids[keep], columns.x[keep], columns.y[keep], days, weights[keep], int((~keep).sum())

    def _taken(self, parameters, context, x, y, days):
        """Return which events are clustered, and for each event which of them stands for it: the first of its place and day."""
        import numpy as np

        every = np.arange(len(x))
        if not self.parameterAsBool(parameters, self.ONCE, context):
            return every, every
        time = np.zeros(len(x)) if days is None else days
        order = np.lexsort((time, y, x))
        keys = np.stack((x, y, np.floor(time)))[:, order]
        starts = np.append(True, (keys[:, 1:] != keys[:, :-1]).any(0))
        again = np.empty(len(x), np.int64)
        again[order] = np.cumsum(starts) - 1
        return order[starts], again

    def _hulls(self, label, number, x, y, reach, progress):
        """Give the hull of each cluster, by rank: around its events and half the distance."""
        import numpy as np

        inside = np.flatnonzero(label >= 0)
        order = inside[np.argsort(label[inside], kind="stable")]
        ends = np.cumsum(np.bincount(label[inside], minlength=number)) if number else []
        begin = 0
        for done, end in enumerate(ends):
            if done % 256 == 0:
                progress.step(done / number)
            members = np.unique(np.stack((x[order[begin:end]], y[order[begin:end]])), axis=1).T
            points = QgsMultiPoint()
            for at in members.tolist():
                points.addGeometry(QgsPoint(*at))
            yield QgsGeometry(points).convexHull().buffer(reach / 2, 8)
            begin = end

    def _names(self, parameters, context, source, summary, order):
        """Return the area in which the middle of each cluster lies, by rank; None without areas."""
        import numpy as np

        from ...core.assignment import AreaIndex

        areas = self.parameterAsSource(parameters, self.AREAS, context)
        field = self.parameterAsString(parameters, self.AREA_NAME, context)
        if areas is None or not field:
            return None
        polygons, names = named_polygons_in(areas, field, source.sourceCrs(), context)
        at = AreaIndex(polygons).locate(summary.x[order], summary.y[order])
        return np.append(np.array(names, object), "")[at].tolist()

    def _sentences(self, summary, order, hulls, names, label, left_out, minimum, recent, data):
        """Give what was found; of many clusters some would seem to grow by chance."""
        import numpy as np

        from ...core.getis_ord import benjamini_hochberg
        from ...core.periods import date_text

        if left_out:
            yield Text(LEFT_OUT, {"n": left_out})
        if not len(order):
            yield Text(NOTHING, {"minimum": minimum})
            return
        inside = int((label >= 0).sum())
        km2 = QgsGeometry.unaryUnion(hulls).area() / 1e6
        told = {"n": len(order), "share": round(100 * inside / len(label), 1), "events": len(label)}
        yield Text(FOUND, {**told, "km2": round(km2, 2), "alone": len(label) - inside})
        if names:
            largest = [
                tr(Text(ONE, {"n": int(summary.events[at]), "area": name}))
                for at, name in zip(order[:3].tolist(), names)
                if name
            ]
            if largest:
                yield Text(LARGEST, {"listed": "; ".join(largest)})
        if summary.p is not None and np.isfinite(summary.p).any():
            sure = benjamini_hochberg(summary.p) <= SURE
            up, down = (
                int((sure & test).sum())
                for test in (summary.recent > summary.before, summary.recent < summary.before)
            )
            days = {"first": date_text(data[1] - recent + 1), "last": date_text(data[1]), "days": recent}
            yield Text(GROWING, {"n": up, "m": down, **days})
        same = int((summary.places == 1).sum())
        if same:
            yield Text(CAUTION_SAME, {"n": same})
        share = float(summary.events.max()) / len(label)
        if share > ONE_PLACE and len(label) > minimum * 10:
            yield Text(CAUTION_WIDE, {"share": round(100 * share)})

    def _write(
        self, parameters, context, source, summary, order, hulls, names, weighted, texts, progress
    ) -> str:
        import numpy as np

        from ...core.periods import date_text
        from ...core.progress import Part

        km2 = np.array([hull.area() / 1e6 for hull in hulls])
        columns = [("rank", "whole", list(range(1, len(order) + 1)))]
        if names is not None:
            columns.append(("area_name", "text", [name or None for name in names]))
        columns.append(("events", "whole", summary.events[order].tolist()))
        if weighted:
            columns.append(("weight", "real", summary.weight[order].tolist()))
        columns += [
            ("places", "whole", summary.places[order].tolist()),
            ("area_km2", "real", km2.tolist()),
            ("density", "real", (summary.events[order] / km2).tolist() if len(order) else []),
        ]
        if summary.first is not None:
            first, last = (
                [date_text(day) for day in days[order].tolist()] for days in (summary.first, summary.last)
            )
            with np.errstate(invalid="ignore", divide="ignore"):
                growth = np.where(summary.before > 0, 100 * (summary.recent / summary.before - 1), np.nan)
            columns += [("first_day", "text", first), ("last_day", "text", last)]
            for name, kind, values in (
                ("recent", "whole", summary.recent), ("before", "whole", summary.before), ("growth", "real", growth),
                ("growth_p", "real", summary.p),
            ):  # fmt: skip
                listed = values[order].tolist()
                made = int if kind == "whole" else float
                columns.append((name, kind, [made(one) if one == one else None for one in listed]))
        fields = QgsFields()
        for name, kind, _ in columns:
            fields.append(new_field(name, kind))
        polygon = QgsWkbTypes.Type.Polygon
        sink, target = self.sink(parameters, self.OUTPUT, context, fields, polygon, source.sourceCrs())
        shapes = (bytes(hull.asWkb()) for hull in hulls)
        put_all(sink, shapes, zip_lists(columns), len(order), Part(progress, 0.85, 0.95))
        finish = partial(_finish, texts=texts)
        self.finish(context, target, texts["name"], finish)
        return target

    def _write_events(self, parameters, context, source, ids, label, core, texts):
        """Write the events in clusters with the attributes they had, where that is asked for."""
        added = (("cluster", "whole"), ("role", "text"))
        inside = [row for row in range(len(ids)) if label[row] >= 0]
        told = {int(ids[row]): [int(label[row]) + 1, tr(ROLES[bool(core[row])])] for row in inside}
        target, names = write_members(self, parameters, context, self.EVENTS, source, added, told)
        if target is None:
            return {}
        finish = partial(
            finish_members,
            texts=texts,
            titles={name: tr(ALIASES[field]) for name, (field, _) in zip(names, added)},
        )
        self.finish(context, target, texts["members"], finish)
        return {self.EVENTS: target}


def zip_lists(columns):
    """Give the rows of columns (name, kind, values) as lists."""
    return map(list, zip(*(values for _, _, values in columns)))


def _finish(layer, texts) -> None:
    """Name, style and describe the hulls."""
    from ...layers.colours import RAMPS
    from ...layers.fields import name_fields, set_map_tip
    from ...layers.metadata import describe
    from ...layers.styles import apply_style

    layer.setName(texts["name"])
    apply_style(
        layer,
        {
            "style": "density",
            "field": "events",
            "unit": tr(UNIT),
            "rule": "jenks",
            "labels": "rank",
            "edge": RAMPS["purple"][-1],
        },  # fmt: skip
    )
    titles = {name: tr(title) for name, title in ALIASES.items()}
    name_fields(layer, titles)
    set_map_tip(layer, "event_clusters", titles=titles, more=("first_day", "last_day"))
    describe(layer, texts["name"], texts["abstract"], texts["method"])
