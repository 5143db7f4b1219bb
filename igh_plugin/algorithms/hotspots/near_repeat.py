"""igh:nearrepeat: are events followed by others nearby and soon, more than chance explains?"""

from __future__ import annotations

from datetime import date
from functools import partial

from qgis.core import (
    QgsFeature,
    QgsFeatureRequest,
    QgsFields,
    QgsProcessing,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsWkbTypes,
)

from ...core.errors import UserError
from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import tr
from ..base import new_field
from .events import EventsAlgorithm
from .given import put, times_of

METRICS = ("manhattan", "euclidean")
METRIC_TITLES = (
    QT_TRANSLATE_NOOP("core", "Manhattan: along streets at right angles"),
    QT_TRANSLATE_NOOP("core", "Euclidean: as the crow flies"),
)
DAY = 86_400
LEAST_RATIO, ALPHA, LEAST_PAIRS = 1.2, 0.05, 5
MOST_BANDS = 50
FEW = 30
TOO_FEW = QT_TRANSLATE_NOOP(
    "core", "Only {n} events have a place and a time; the test needs at least {least}."
)
LEFT_OUT = QT_TRANSLATE_NOOP("core", "{n} events are left out: no place or no time.")
FOUND = QT_TRANSLATE_NOOP(
    "core",
    "{distance} and {time}: {ratio} times as many pairs as chance explains ({observed}, where {expected} are expected; p = {p}).",
)
NOTHING = QT_TRANSLATE_NOOP("core", "In no band are there more pairs than chance explains.")
CAUTION = QT_TRANSLATE_NOOP(
    "core",
    "{n} tests are made at once: of so many, {chance} can come out at 5 % by chance alone. Trust bands that lie together.",
)
TOO_WIDE = QT_TRANSLATE_NOOP(
    "core", "“Same place” ({same} m) must be smaller than a band ({width} m): choose a smaller one."
)
SAME = QT_TRANSLATE_NOOP("core", "same place")
METRES = QT_TRANSLATE_NOOP("core", "{low} to {high} m")
DAYS = QT_TRANSLATE_NOOP("core", "{low} to {high} days")
TITLE = QT_TRANSLATE_NOOP("core", "Near repeats")
EVENTS_TITLE = QT_TRANSLATE_NOOP("core", "Events in near repeats")
ABSTRACT = QT_TRANSLATE_NOOP(
    "core", "Pairs of {events} events by distance and time, beside what chance explains."
)
METHOD = QT_TRANSLATE_NOOP(
    "core",
    "Knox test (Knox 1964; Johnson et al. 2007); distance: {metric}; {permutations} permutations of the times, seed {seed}; p "
    "one-sided; near repeat: p of 0.05 or less, 1.2 times what is expected, and five pairs; {left_out} events left out",
)
ROLES = {
    0: QT_TRANSLATE_NOOP("core", "at the same time"),
    1: QT_TRANSLATE_NOOP("core", "first"),
    2: QT_TRANSLATE_NOOP("core", "repeat"),
    3: QT_TRANSLATE_NOOP("core", "both"),
}
ALIASES = {
    "distance": QT_TRANSLATE_NOOP("core", "Distance"),
    "time": QT_TRANSLATE_NOOP("core", "Time"),
    "observed": QT_TRANSLATE_NOOP("core", "Pairs"),
    "expected": QT_TRANSLATE_NOOP("core", "Pairs by chance"),
    "ratio": QT_TRANSLATE_NOOP("core", "Knox ratio"),
    "p": QT_TRANSLATE_NOOP("core", "p (permutations)"),
    "near_repeat": QT_TRANSLATE_NOOP("core", "Near repeat (1: yes)"),
    "near_pairs": QT_TRANSLATE_NOOP("core", "Pairs it is part of"),
    "near_role": QT_TRANSLATE_NOOP("core", "Role in these"),
}
FIELDS = (
    ("distance", "text"), ("time", "text"), ("observed", "whole"), ("expected", "real"), ("ratio", "real"), ("p", "real"),
    ("near_repeat", "whole"),
)  # fmt: skip


class NearRepeats(EventsAlgorithm):
    """The Knox test: a table and a page of ratios and p, and the events that took part."""

    NAME = "nearrepeat"
    TITLE = QT_TRANSLATE_NOOP("core", "Near repeats (Knox)")
    NEEDS = ("numpy", "scipy")
    TIME, METRIC, SAME_PLACE = "TIME", "METRIC", "SAME_PLACE"
    DISTANCE, DISTANCES, DAYS, TIMES = "DISTANCE", "DISTANCES", "DAYS", "TIMES"
    PERMUTATIONS, SEED, OUTPUT, EVENTS, PAGE = "PERMUTATIONS", "SEED", "OUTPUT", "EVENTS", "PAGE"

    def initAlgorithm(self, config=None):  # noqa: N802
        kinds = QgsProcessing.SourceType
        layer = QgsProcessingParameterFeatureSource(self.INPUT, tr("Points"), [kinds.TypeVectorPoint])
        layer.setHelp(tr("Events, in a CRS in metres."))
        time = QgsProcessingParameterField(
            self.TIME, tr("Time"), None, self.INPUT, QgsProcessingParameterField.DataType.DateTime
        )
        time.setHelp(tr("When each happened: a date, or a date with a time."))
        metric = QgsProcessingParameterEnum(
            self.METRIC, tr("Distance"), [tr(title) for title in METRIC_TITLES], False, 0, True
        )
        metric.setHelp(tr("How the distance of two events is measured."))
        self.addParameter(layer)
        self.addParameter(time)
        self.add_group_by()
        self.addParameter(metric)
        self._number(
            self.DISTANCE,
            tr("Width of a band in metres"),
            100.0,
            tr("Of distance: 0 to 100 m, 100 to 200 m, and so on."),
        )
        self._number(
            self.DISTANCES,
            tr("Number of bands of distance"),
            5,
            tr("The last one ends at so many times the width."),
            True,
        )
        self._number(
            self.DAYS,
            tr("Width of a band in days"),
            7.0,
            tr("Of time: 0 to 7 days, 7 to 14 days, and so on."),
        )
        self._number(
            self.TIMES,
            tr("Number of bands of time"),
            4,
            tr("The last one ends at so many times the width."),
            True,
        )
        self._number(
            self.SAME_PLACE, tr("Same place within metres"), 1.0,
            tr("Pairs no further apart than this are a band of their own: repeats at the same address. 0 for none."),
        )  # fmt: skip
        self._number(
            self.PERMUTATIONS,
            tr("Permutations"),
            999,
            tr("The smallest p is one divided by this number plus one."),
            True,
        )
        self._number(
            self.SEED,
            tr("Seed"),
            20260101,
            tr("The seed of the permutations: the same seed gives the same result."),
            True,
        )
        output = QgsProcessingParameterFeatureSink(self.OUTPUT, tr("Bands"), kinds.TypeVector)
        output.setHelp(
            tr("A row for each band of distance and time: pairs, pairs by chance, their ratio, and p.")
        )
        events = QgsProcessingParameterFeatureSink(
            self.EVENTS, tr("Events in near repeats"), kinds.TypeVectorPoint, None, True, False
        )
        events.setHelp(
            tr("The events that are part of a pair in a band with more pairs than chance explains.")
        )
        page = QgsProcessingParameterFileDestination(self.PAGE, tr("Page"), "HTML (*.html)", None, True, True)
        page.setHelp(tr("The ratios as a page to read and print."))
        for parameter in (output, events, page):
            self.addParameter(parameter)
        self.add_numbers(
            PAIRS=QT_TRANSLATE_NOOP("core", "Pairs within the largest distance"),
            BANDS=QT_TRANSLATE_NOOP("core", "Bands with more pairs than chance explains"),
            LEFT_OUT=QT_TRANSLATE_NOOP("core", "Events left out"),
        )

    def _number(self, name, title, default, text, whole=False):
        kinds = QgsProcessingParameterNumber.Type
        least = 0 if name in (self.SAME_PLACE, self.SEED) else 1 if whole else 0.000001
        parameter = QgsProcessingParameterNumber(
            name, title, kinds.Integer if whole else kinds.Double, default, True, minValue=least
        )
        if name in (self.DISTANCES, self.TIMES):
            parameter.setMaximum(MOST_BANDS)
        parameter.setHelp(text)
        self.addParameter(parameter)

    def checkParameterValues(self, parameters, context):  # noqa: N802
        """Refuse a same place as wide as a band."""
        same, width = (
            self.parameterAsDouble(parameters, name, context) for name in (self.SAME_PLACE, self.DISTANCE)
        )
        if same >= width:
            return False, tr(Text(TOO_WIDE, {"same": same, "width": width}))
        return super().checkParameterValues(parameters, context)

    def analyse(self, parameters, context, progress):
        import numpy as np

        from ...core.near_repeat import near_repeat
        from ...core.progress import Part
        from ...layers.arrays.columns import POINTS

        source = self.parameterAsSource(parameters, self.INPUT, context)
        field = self.parameterAsString(parameters, self.TIME, context)
        columns = self.read(source, [field], POINTS, Part(progress, 0, 0.1))
        values = times_of(columns, field)
        keep = np.isfinite(columns.x) & np.isfinite(columns.y) & ~np.isnat(values)
        if keep.sum() < FEW:
            raise UserError(Text(TOO_FEW, {"n": int(keep.sum()), "least": FEW}))
        left_out = int((~keep).sum())
        if left_out:
            progress.report(Text(LEFT_OUT, {"n": left_out}))
        days = values[keep].astype("datetime64[s]").astype(np.int64) / DAY
        distances, times, bands = self._bands(parameters, context)
        metric = self.parameterAsEnum(parameters, self.METRIC, context)
        same_place = self.parameterAsDouble(parameters, self.SAME_PLACE, context)
        found = near_repeat(
            columns.x[keep], columns.y[keep], days, distances, times,
            self.parameterAsInt(parameters, self.PERMUTATIONS, context), self.parameterAsInt(parameters, self.SEED, context),
            METRICS[metric], same_place, Part(progress, 0.1, 0.9),
        )  # fmt: skip
        near = (
            (found.p <= ALPHA) & (np.nan_to_num(found.ratio) >= LEAST_RATIO) & (found.observed >= LEAST_PAIRS)
        )
        self._tell(progress, found, near, bands)
        told = {
            "metric": Text(METRIC_TITLES[metric]), "permutations": found.permutations, "left_out": left_out,
            "seed": self.parameterAsInt(parameters, self.SEED, context),
        }  # fmt: skip
        texts = {
            "abstract": tr(Text(ABSTRACT, {"events": int(keep.sum())})),
            "method": tr(Text(METHOD, told)),
        }
        outputs = {
            self.OUTPUT: self._write(parameters, context, found, near, bands, texts),
            "PAIRS": len(found.pairs), "BANDS": int(near.sum()), "LEFT_OUT": left_out,
        }  # fmt: skip
        ids = columns.ids[keep]
        outputs.update(self._write_events(parameters, context, source, found, near, ids, days, texts))
        outputs.update(self._page(parameters, context, source, found, near, bands))
        return outputs

    def _bands(self, parameters, context):
        """Return the upper bounds of the bands of distance and of time, and the names of both."""
        bounds = []
        for width, number in ((self.DISTANCE, self.DISTANCES), (self.DAYS, self.TIMES)):
            step, count = (
                self.parameterAsDouble(parameters, width, context),
                self.parameterAsInt(parameters, number, context),
            )
            bounds.append([step * at for at in range(1, count + 1)])
        names = []
        for template, uppers in ((METRES, bounds[0]), (DAYS, bounds[1])):
            names.append(
                [
                    tr(Text(template, {"low": float(low), "high": float(high)}))
                    for low, high in zip([0.0, *uppers], uppers)
                ]
            )
        if self.parameterAsDouble(parameters, self.SAME_PLACE, context) > 0:
            names[0].insert(0, tr(SAME))
        return bounds[0], bounds[1], names

    def _tell(self, progress, found, near, bands) -> None:
        """Say in which bands there are more pairs than chance explains, the surest first."""
        import numpy as np

        rows = np.argwhere(near)
        if not len(rows):
            progress.report(NOTHING)
            return
        order = np.lexsort(
            ([-found.observed[at] for at in map(tuple, rows)], [found.p[at] for at in map(tuple, rows)])
        )
        for row, column in rows[order].tolist():
            told = {
                "distance": bands[0][row], "time": bands[1][column], "ratio": round(float(found.ratio[row, column]), 2),
                "observed": int(found.observed[row, column]), "expected": round(float(found.expected[row, column]), 1),
                "p": round(float(found.p[row, column]), 4),
            }  # fmt: skip
            progress.report(Text(FOUND, told))
        progress.report(Text(CAUTION, {"n": found.p.size, "chance": round(found.p.size * ALPHA, 1)}))

    def _write(self, parameters, context, found, near, bands, texts) -> str:
        fields = QgsFields()
        for name, kind in FIELDS:
            fields.append(new_field(name, kind))
        sink, target = self.sink(parameters, self.OUTPUT, context, fields, QgsWkbTypes.Type.NoGeometry)
        for row, distance in enumerate(bands[0]):
            for column, time in enumerate(bands[1]):
                ratio = float(found.ratio[row, column])
                feature = QgsFeature(fields)
                feature.setAttributes(
                    [
                        distance, time, int(found.observed[row, column]), float(found.expected[row, column]),
                        ratio if ratio == ratio else None, float(found.p[row, column]), int(near[row, column]),
                    ]
                )  # fmt: skip
                put(sink, feature)
        finish = partial(_finish, name=tr(TITLE), texts=texts, points=False)
        self.finish(context, target, tr(TITLE), finish, styled=False)
        return target

    def _write_events(self, parameters, context, source, found, near, ids, days, texts):
        """Write the events in the bands that are near repeats, with their attributes, and what they are in these pairs."""
        import numpy as np

        added = (("near_pairs", "whole"), ("near_role", "text"))
        old = {name for name, _ in added}
        kept = [at for at, field in enumerate(source.fields()) if field.name().lower() not in old]
        fields = QgsFields()
        for place in kept:
            fields.append(source.fields().at(place))
        for name, kind in added:
            fields.append(new_field(name, kind))
        sink, target = self.sink(
            parameters, self.EVENTS, context, fields, source.wkbType(), source.sourceCrs()
        )
        if sink is None:
            return {}
        inside = found.time >= 0
        inside[inside] = near[found.distance[inside], found.time[inside]]
        pairs = found.pairs[inside]
        count = np.bincount(pairs.ravel(), minlength=len(ids))
        role = np.zeros(len(ids), np.int64)
        pairs = pairs[days[pairs[:, 0]] != days[pairs[:, 1]]]
        later = days[pairs[:, 0]] > days[pairs[:, 1]]
        role[np.where(later, pairs[:, 1], pairs[:, 0])] |= 1
        role[np.where(later, pairs[:, 0], pairs[:, 1])] |= 2
        at = {number: row for row, number in enumerate(ids.tolist()) if count[row]}
        request = QgsFeatureRequest()
        for feature in source.getFeatures(request):
            row = at.get(feature.id())
            if row is not None:
                made = QgsFeature(fields)
                made.setGeometry(feature.geometry())
                made.setAttributes(
                    [
                        *(feature.attribute(place) for place in kept),
                        int(count[row]),
                        tr(ROLES[int(role[row])]),
                    ]
                )
                put(sink, made)
        finish = partial(_finish, name=tr(EVENTS_TITLE), texts=texts, points=True)
        self.finish(context, target, tr(EVENTS_TITLE), finish)
        return {self.EVENTS: target}

    def _page(self, parameters, context, source, found, near, bands):
        from ...delivery.near_repeat_page import near_repeat_page

        page = near_repeat_page(self.title_of(source), date.today().isoformat(), *bands, found, near)
        return self.page(parameters, self.PAGE, context, page)


def _finish(layer, name, texts, points) -> None:
    """Name, style and describe a table of bands or a layer of events."""
    from ...layers.fields import name_fields
    from ...layers.metadata import describe
    from ...layers.styles import apply_style

    layer.setName(name)
    if points:
        titles = {tr(role): tr(role) for role in ROLES.values()}
        apply_style(
            layer,
            {
                "style": "points_by_category",
                "field": "near_role",
                "categories": list(titles),
                "titles": titles,
            },
        )
    name_fields(layer, {name: tr(title) for name, title in ALIASES.items()})
    describe(layer, name, texts["abstract"], texts["method"])
