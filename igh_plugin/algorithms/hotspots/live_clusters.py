"""igh:scan: clusters that are alive today, by the space-time scan statistic."""

from __future__ import annotations

from functools import partial
from math import ceil

from qgis.core import (
    QgsFields,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsWkbTypes,
)

from ...core.errors import UserError
from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import tr
from ..base import new_field
from .given import LATE, put_all, read_dated, titled
from .members import finish_members, write_members
from .places import AREAS, PlacesAlgorithm
from .presentation import told_p

MODELS = (
    QT_TRANSLATE_NOOP("core", "Permutation: against what the place and the days have anyway"),
    QT_TRANSLATE_NOOP("core", "Poisson: against a population of areas"),
)
POISSON = 1
LEAST_DAYS = 14
MOST_CYLINDERS = 60_000_000
BEYOND = QT_TRANSLATE_NOOP("core", "{n} events are left out: before {first} or after {last}.")
ONLY_AREAS = QT_TRANSLATE_NOOP(
    "core",
    "The Poisson model needs a population: count by the areas of the boundary, and choose the field that holds it.",
)
NO_POPULATION = QT_TRANSLATE_NOOP(
    "core",
    "The population “{field}” of {n} areas is empty, below zero or no number, or zero where there are events: mend it first.",
)
TOO_SHORT = QT_TRANSLATE_NOOP(
    "core", "The events span {days} days, and at least {least} are needed to know what is usual."
)
TOO_MANY = QT_TRANSLATE_NOOP(
    "core", "{n} circles times days are too many: choose larger cells, a smaller radius, or fewer days."
)
SPAN = QT_TRANSLATE_NOOP("core", "{events} events in {places} places, from {first} to {last}.")
NOTHING = QT_TRANSLATE_NOOP("core", "No cluster is alive on {last} with p of {p} or less.")
STRONGEST = QT_TRANSLATE_NOOP(
    "core",
    "The strongest: {observed} events where {expected} are expected, in {days} days{where}; p {p}.",
)
ALIVE = QT_TRANSLATE_NOOP("core", "{n} clusters are alive on {last}.")
ONE = QT_TRANSLATE_NOOP(
    "core",
    "{rank}. {observed} events where {expected} are expected, since {first}{where}{area}; by chance once in {recurrence} days of scanning.",
)
WITHIN = QT_TRANSLATE_NOOP("core", ", within {radius} m")
ONE_PLACE = QT_TRANSLATE_NOOP("core", ", in one place")
AREA = QT_TRANSLATE_NOOP("core", " in {area}")
TOO_FEW = QT_TRANSLATE_NOOP(
    "core", "With {n} simulations p cannot be as low as {p}: ask for {needed} simulations, or a higher p."
)
TITLE = QT_TRANSLATE_NOOP("core", "Live clusters")
MEMBERS = QT_TRANSLATE_NOOP("core", "Events in live clusters")
ABSTRACT = QT_TRANSLATE_NOOP(
    "core", "Clusters of events that are alive on {last}: {n}, of {events} events since {first}."
)
METHOD = QT_TRANSLATE_NOOP(
    "core",
    "Prospective space-time scan statistic (Kulldorff 1997, 2001; Kulldorff et al. 2005), model: {model}; circles up to {radius} m, "
    "up to {days} days; {simulations} simulations, seed {seed}; clusters with p of {p} or less that share no place",
)
CAUTION = QT_TRANSLATE_NOOP(
    "core",
    "Events that are reported late are missing from the last days, which hides clusters; a change in how things are reported makes them.",
)
UNIT = QT_TRANSLATE_NOOP("core", "days, by chance once")
LIMITS = (20, 100, 365)
"""Recurrence intervals in days between the classes of the map."""
ALIASES = {
    "rank": QT_TRANSLATE_NOOP("core", "Rank"),
    "places": QT_TRANSLATE_NOOP("core", "Places in it"),
    "expected": QT_TRANSLATE_NOOP("core", "Expected events"),
    "ratio": QT_TRANSLATE_NOOP("core", "Times what is expected"),
    "llr": QT_TRANSLATE_NOOP("core", "Log likelihood ratio"),
    "p": QT_TRANSLATE_NOOP("core", "p (simulations)"),
    "recurrence": QT_TRANSLATE_NOOP("core", "By chance once in so many days"),
    "first_day": QT_TRANSLATE_NOOP("core", "First day"),
    "last_day": QT_TRANSLATE_NOOP("core", "Last day"),
    "days": QT_TRANSLATE_NOOP("core", "Days"),
    "radius": QT_TRANSLATE_NOOP("core", "Radius (m)"),
    "cluster": QT_TRANSLATE_NOOP("core", "Rank of the cluster"),
}


class LiveClusters(PlacesAlgorithm):
    """The clusters of events that reach to the last day and that chance hardly explains."""

    NAME = "scan"
    TITLE = QT_TRANSLATE_NOOP("core", "Live clusters (space-time scan)")
    NEEDS = ("numpy", "scipy")
    TIME, UNTIL, HISTORY, MOST_DAYS, RADIUS = "TIME", "UNTIL", "HISTORY", "MOST_DAYS", "RADIUS"
    MODEL, POPULATION, HIGHEST, SIMULATIONS = "MODEL", "POPULATION", "HIGHEST", "SIMULATIONS"
    SEED, EVENTS = "SEED", "EVENTS"

    def initAlgorithm(self, config=None):  # noqa: N802
        kinds = QgsProcessing.SourceType
        numbers = QgsProcessingParameterNumber
        fields = QgsProcessingParameterField.DataType
        self.add_layer(self.INPUT, tr("Events"), tr("Points in a CRS in metres; a selection of them is taken alone."), kinds.TypeVectorPoint)  # fmt: skip
        self.add_field(
            self.TIME,
            tr("Time"),
            self.INPUT,
            fields.DateTime,
            tr("When each happened, in local time."),
            False,
        )
        self.add_places()
        self.add_day(
            self.UNTIL,
            tr("Last day"),
            tr("The day on which a cluster must be alive; empty: that of the last event."),
        )
        history = numbers(
            self.HISTORY, tr("Days of history"), defaultValue=365, optional=True, minValue=LEAST_DAYS
        )
        history.setHelp(tr("How many days up to the last one tell what is usual."))
        days = numbers(
            self.MOST_DAYS,
            tr("Most days of a cluster"),
            defaultValue=14,
            optional=True,
            minValue=1,
            maxValue=366,
        )
        days.setHelp(tr("How long a cluster may have been going on; half of the history at most."))
        radius = numbers(self.RADIUS, tr("Largest radius in metres"), numbers.Type.Double, 1000.0, True, 0.0)
        radius.setHelp(
            tr("Circles around places reach this far at most, and hold half of the events at most.")
        )
        model = QgsProcessingParameterEnum(
            self.MODEL, tr("Model"), [tr(title) for title in MODELS], False, 0, True
        )
        model.setHelp(
            tr("Permutation needs nothing but the events: a busy place, and a busy day, are no cluster. Poisson compares with a population.")
        )  # fmt: skip
        for parameter in (history, days, radius, model):
            self.addParameter(parameter)
        self.add_field(
            self.POPULATION, tr("Population"), self.BOUNDARY, fields.Numeric,
            tr("Used with the Poisson model only: what can have events in each area, such as inhabitants or addresses."),
        )  # fmt: skip
        highest = numbers(self.HIGHEST, tr("Highest p"), numbers.Type.Double, 0.05, True, 0.0001, 1.0)
        highest.setHelp(
            tr(
                "Clusters that chance explains more often are not shown. Of daily scans 0.05 comes by chance once in twenty days."
            )
        )
        simulations = numbers(
            self.SIMULATIONS, tr("Simulations"), defaultValue=999, optional=True, minValue=9, maxValue=99_999
        )
        simulations.setHelp(tr("The smallest p is one divided by one more than these."))
        seed = numbers(self.SEED, tr("Seed"), defaultValue=20260101, optional=True, minValue=0)
        seed.setHelp(tr("The seed of the simulations: the same seed gives the same result."))
        output = QgsProcessingParameterFeatureSink(self.OUTPUT, tr(TITLE), kinds.TypeVectorPolygon)
        output.setHelp(tr("The places of each cluster as one shape, the strongest first."))
        events = QgsProcessingParameterFeatureSink(
            self.EVENTS, tr(MEMBERS), kinds.TypeVectorPoint, None, True, False
        )
        events.setHelp(tr("The events of each cluster, with the rank of the cluster."))
        for parameter in (highest, simulations, seed, output, events):
            self.addParameter(parameter)
        self.add_numbers(
            CLUSTERS=QT_TRANSLATE_NOOP("core", "Clusters"),
            STRONGEST_P=QT_TRANSLATE_NOOP("core", "p of the strongest cluster"),
        )

    def checkParameterValues(self, parameters, context):  # noqa: N802
        """Refuse a model without what it needs."""
        if self.parameterAsEnum(parameters, self.MODEL, context) == POISSON and not (
            self.shape(parameters, context) == AREAS
            and self.parameterAsString(parameters, self.POPULATION, context)
        ):
            return False, tr(ONLY_AREAS)
        simulations = self.parameterAsInt(parameters, self.SIMULATIONS, context)
        highest = self.parameterAsDouble(parameters, self.HIGHEST, context)
        needed = ceil(round(1 / highest, 6)) - 1
        if simulations < needed:
            return False, tr(Text(TOO_FEW, {"n": simulations, "p": highest, "needed": needed}))
        return super().checkParameterValues(parameters, context)

    def analyse(self, parameters, context, progress):
        import numpy as np

        from ...core.periods import date_text
        from ...core.progress import Part
        from ...core.scan import scan

        source = self.parameterAsSource(parameters, self.INPUT, context)
        field = self.parameterAsString(parameters, self.TIME, context)
        ids, x, y, day = read_dated(self, source, field, progress)
        span = self.span(source, field, day, progress)
        first, last = self._span(parameters, context, day, span, progress)
        inside = (day >= first) & (day <= last)
        ids, x, y, day = ids[inside], x[inside], y[inside], day[inside]
        places = self.places(parameters, context, source.sourceCrs(), x, y, progress)
        placed = places.at >= 0
        m, days = len(places.numbers), last - first + 1
        counts = np.bincount(places.at[placed] * days + day[placed] - first, minlength=m * days).reshape(
            m, days
        )
        poisson = self.parameterAsEnum(parameters, self.MODEL, context) == POISSON
        population = self._population(parameters, context, counts) if poisson else None
        used = np.arange(m) if poisson else np.flatnonzero(counts.any(1))
        asked = {
            "radius": self.parameterAsDouble(parameters, self.RADIUS, context),
            "most_days": min(self.parameterAsInt(parameters, self.MOST_DAYS, context), days // 2),
            "simulations": self.parameterAsInt(parameters, self.SIMULATIONS, context),
            "seed": self.parameterAsInt(parameters, self.SEED, context),
        }
        self._check_size(places.x[used], places.y[used], asked)
        found = scan(
            places.x[used],
            places.y[used],
            counts[used],
            population=population,
            progress=Part(progress, 0.2, 0.9),
            **asked,
        )
        highest = self.parameterAsDouble(parameters, self.HIGHEST, context)
        alive = [one for one in found.clusters if one.p <= highest]
        members = [used[one.places] for one in alive]
        progress.report(
            Text(
                SPAN,
                {
                    "events": int(counts.sum()),
                    "places": len(used),
                    "first": date_text(first),
                    "last": date_text(last),
                },
            )
        )
        for sentence in self._sentences(found, alive, members, places, last, highest):
            progress.report(sentence)
        told = {
            "n": len(alive),
            "events": int(counts.sum()),
            "first": date_text(first),
            "last": date_text(last),
        }
        method = {
            "model": Text(MODELS[POISSON if poisson else 0]), "radius": asked["radius"], "days": asked["most_days"],
            "simulations": asked["simulations"], "seed": asked["seed"], "p": highest,
        }  # fmt: skip
        texts = {
            "name": titled(TITLE, source), "members": titled(MEMBERS, source), "abstract": tr(Text(ABSTRACT, told)),
            "method": tr(Text(METHOD, method)),
        }  # fmt: skip
        outputs = {
            self.OUTPUT: self._write(
                parameters, context, source, places, alive, members, last, texts, progress
            ),
            "CLUSTERS": len(alive),
        }
        if found.clusters:
            outputs["STRONGEST_P"] = found.clusters[0].p
        outputs.update(
            self._write_events(parameters, context, source, ids, places.at, day, last, alive, members, texts)
        )
        return outputs

    def _span(self, parameters, context, day, span, progress):
        """Return the first and the last day that are looked at, of data that span two days; raises `UserError` when these are too few."""
        from ...core.periods import date_text

        earliest, latest = span
        last = self.day(parameters, context, self.UNTIL)
        last = latest if last is None else last
        first = max(last - self.parameterAsInt(parameters, self.HISTORY, context) + 1, earliest)
        if last > latest:
            progress.report(Text(LATE, {"last": date_text(latest)}))
        if last - first + 1 < LEAST_DAYS:
            raise UserError(Text(TOO_SHORT, {"days": max(last - first + 1, 0), "least": LEAST_DAYS}))
        beyond = int(((day < first) | (day > last)).sum())
        if beyond:
            progress.report(Text(BEYOND, {"n": beyond, "first": date_text(first), "last": date_text(last)}))
        return first, last

    def _population(self, parameters, context, counts):
        """Return the population of the areas, (m,); raises `UserError` where there is none for events to come from."""
        import numpy as np

        from .given import named_numbers_in

        field = self.parameterAsString(parameters, self.POPULATION, context)
        values = named_numbers_in(self.parameterAsSource(parameters, self.BOUNDARY, context), field)
        wrong = ~np.isfinite(values) | (values < 0) | ((values == 0) & counts.any(1))
        if wrong.any():
            raise UserError(Text(NO_POPULATION, {"field": field, "n": int(wrong.sum())}))
        return values

    @staticmethod
    def _check_size(x, y, asked) -> None:
        """Refuse what would take all memory."""
        import numpy as np
        from scipy.spatial import cKDTree

        tree = cKDTree(np.column_stack((x, y)))
        pairs = int(tree.count_neighbors(tree, asked["radius"]))
        if pairs * asked["most_days"] > MOST_CYLINDERS:
            raise UserError(Text(TOO_MANY, {"n": pairs * asked["most_days"]}))

    @staticmethod
    def _sentences(found, alive, members, places, last, highest):
        """Give the clusters that are alive, or that there is none."""
        from ...core.periods import date_text

        if not alive:
            yield Text(NOTHING, {"last": date_text(last), "p": highest})
            if found.clusters:
                one = found.clusters[0]
                told = {"observed": one.observed, "expected": round(one.expected, 2), "days": one.days}
                yield Text(STRONGEST, {**told, "where": _within(one.radius), "p": told_p(one.p)})
            return
        yield Text(ALIVE, {"n": len(alive), "last": date_text(last)})
        for rank, (one, own) in enumerate(zip(alive, members), 1):
            area = places.names[own[0]] if places.names else ""
            told = {
                "rank": rank, "observed": one.observed, "expected": round(one.expected, 2),
                "first": date_text(last - one.days + 1), "where": _within(one.radius),
                "area": Text(AREA, {"area": area}) if area else "", "recurrence": round(one.recurrence),
            }  # fmt: skip
            yield Text(ONE, told)

    def _write(self, parameters, context, source, places, alive, members, last, texts, progress) -> str:
        from ...core.periods import date_text
        from ...core.progress import Part

        shapes, rows = [], []
        for rank, (one, own) in enumerate(zip(alive, members), 1):
            shapes.append(_joined(places, own))
            names = [places.names[place] for place in own.tolist()] if places.names else []
            listed = ", ".join(dict.fromkeys(name for name in names if name))
            area = [listed or None] if places.names else []
            rows.append(
                [
                    rank, *area, one.observed, one.expected, one.observed / one.expected, one.llr, one.p, one.recurrence,
                    date_text(last - one.days + 1), date_text(last), one.days, one.radius, len(own),
                ]
            )  # fmt: skip
        named = [("area_name", "text")] if places.names else []
        fields = QgsFields()
        for name, kind in (
            ("rank", "whole"), *named, ("events", "whole"), ("expected", "real"), ("ratio", "real"), ("llr", "real"), ("p", "real"),
            ("recurrence", "real"), ("first_day", "text"), ("last_day", "text"), ("days", "whole"), ("radius", "real"),
            ("places", "whole"),
        ):  # fmt: skip
            fields.append(new_field(name, kind))
        kind = QgsWkbTypes.Type.MultiPolygon
        sink, target = self.sink(parameters, self.OUTPUT, context, fields, kind, source.sourceCrs())
        put_all(sink, shapes, rows, len(rows), Part(progress, 0.9, 1.0))
        finish = partial(_finish, texts=texts)
        self.finish(context, target, texts["name"], finish)
        return target

    def _write_events(self, parameters, context, source, ids, at, day, last, alive, members, texts):
        """Write the events of live clusters, where that is asked for."""
        import numpy as np

        told = {}
        for rank, (one, own) in enumerate(zip(alive, members), 1):
            inside = np.isin(at, own) & (day > last - one.days)
            told.update({number: [rank] for number in ids[inside].tolist()})
        added = (("cluster", "whole"),)
        target, names = write_members(self, parameters, context, self.EVENTS, source, added, told)
        if target is None:
            return {}
        finish = partial(finish_members, texts=texts, titles={names[0]: tr(ALIASES["cluster"])})
        self.finish(context, target, texts["members"], finish)
        return {self.EVENTS: target}


def _within(radius) -> Text:
    return Text(WITHIN, {"radius": round(radius)}) if radius else Text(ONE_PLACE)


def _joined(places, own) -> bytes:
    """Return places as one shape, areas that are drawn wrongly mended first."""
    parts = []
    for wkb in places.shapes(own):
        geometry = QgsGeometry()
        geometry.fromWkb(wkb)
        parts.append(geometry if geometry.isGeosValid() else geometry.makeValid())
    whole = QgsGeometry.unaryUnion(parts)
    whole.convertToMultiType()
    return bytes(whole.asWkb())


def _finish(layer, texts) -> None:
    """Name, style and describe the clusters."""
    from ...layers.colours import PATTERNS
    from ...layers.fields import name_fields, set_map_tip
    from ...layers.metadata import describe
    from ...layers.styles import apply_style

    layer.setName(texts["name"])
    apply_style(
        layer,
        {
            "style": "density",
            "field": "recurrence",
            "limits": LIMITS,
            "unit": tr(UNIT),
            "ramp": "red",
            "labels": "rank",
            "edge": PATTERNS["persistent hot"],
        },  # fmt: skip
    )
    titles = {name: tr(title) for name, title in ALIASES.items()}
    name_fields(layer, titles)
    set_map_tip(layer, "live_clusters", titles=titles, more=("first_day",))
    describe(layer, texts["name"], texts["abstract"], texts["method"], tr(CAUTION))
