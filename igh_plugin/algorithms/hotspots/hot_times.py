"""igh:hottimes: when in the week events happen, and where that differs from the whole."""

from __future__ import annotations

from datetime import date
from functools import partial

from qgis.core import (
    QgsFeature,
    QgsFields,
    QgsProcessing,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
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
from .given import direct_access_of, named_polygons_in, put, times_of

WEEKDAYS = (
    QT_TRANSLATE_NOOP("core", "Monday"),
    QT_TRANSLATE_NOOP("core", "Tuesday"),
    QT_TRANSLATE_NOOP("core", "Wednesday"),
    QT_TRANSLATE_NOOP("core", "Thursday"),
    QT_TRANSLATE_NOOP("core", "Friday"),
    QT_TRANSLATE_NOOP("core", "Saturday"),
    QT_TRANSLATE_NOOP("core", "Sunday"),
)
SEASONS = (
    QT_TRANSLATE_NOOP("core", "winter"),
    QT_TRANSLATE_NOOP("core", "spring"),
    QT_TRANSLATE_NOOP("core", "summer"),
    QT_TRANSLATE_NOOP("core", "autumn"),
)
ALL_YEAR = QT_TRANSLATE_NOOP("core", "all year")
EVERYTHING = QT_TRANSLATE_NOOP("core", "All events")
DAY = 86_400
SUSPICIOUS = 0.02
NO_EVENTS = QT_TRANSLATE_NOOP("core", "No event with a time is left.")
NO_PLACES = QT_TRANSLATE_NOOP(
    "core",
    "The events have no places, so that they lie in no area: leave out the areas, or take a layer of points.",
)
NO_COLUMN = QT_TRANSLATE_NOOP(
    "core", "The layer to compare with has no column “{column}”: it needs the same columns with times."
)
LEFT_OUT = QT_TRANSLATE_NOOP(
    "core",
    "{n} events are left out: no time, an end before the begin, longer than {days} days, or outside the areas.",
)
MIDNIGHTS = QT_TRANSLATE_NOOP(
    "core",
    "{share} % of the times are midnight to the second: these can be dates without a time. Tick “Midnight is no time” to "
    "spread them over their day.",
)
PEAK = QT_TRANSLATE_NOOP(
    "core", "{part}, {season}: {weekday} from {hour}:00, {events} events where {expected} were expected."
)
NO_PEAK = QT_TRANSLATE_NOOP("core", "No hour of any part differs from the whole more than chance explains.")
NOT_COMPARED = QT_TRANSLATE_NOOP("core", "Busiest: {weekday} from {hour}:00, {events} of {total} events.")
TITLE = QT_TRANSLATE_NOOP("core", "Hot times")
ABSTRACT = QT_TRANSLATE_NOOP("core", "{events} events by hour of the week.")
METHOD = QT_TRANSLATE_NOOP(
    "core",
    "Hour of the week in local time, intervals spread (aoristic, Ratcliffe 2002); test of each hour against the whole: "
    "Fisher's exact test, two-sided, false discovery rate of 5 % controlled (Benjamini and Hochberg 1995); {left_out} events "
    "left out",
)
ALIASES = {
    "part": QT_TRANSLATE_NOOP("core", "Part"),
    "season": QT_TRANSLATE_NOOP("core", "Season"),
    "weekday": QT_TRANSLATE_NOOP("core", "Weekday (1: Monday)"),
    "hour": QT_TRANSLATE_NOOP("core", "Hour"),
    "timed": QT_TRANSLATE_NOOP("core", "Events whose hour is known"),
    "expected": QT_TRANSLATE_NOOP("core", "Expected of these"),
    "ratio": QT_TRANSLATE_NOOP("core", "Times what is expected"),
    "p": QT_TRANSLATE_NOOP("core", "p (Fisher)"),
    "peak": QT_TRANSLATE_NOOP("core", "More (1) or fewer (-1) than the whole"),
}
FIELDS = (
    ("part", "text"), ("season", "text"), ("weekday", "whole"), ("hour", "whole"), ("events", "real"), ("timed", "whole"), ("expected", "real"),
    ("ratio", "real"), ("p", "real"), ("peak", "whole"),
)  # fmt: skip


class HotTimes(EventsAlgorithm):
    """A table and a page of events by weekday and hour, for all and for each area, tested against the whole."""

    NAME = "hottimes"
    TITLE = QT_TRANSLATE_NOOP("core", "Hot times")
    NEEDS = ("numpy", "pandas", "scipy")
    BEGIN, END, LONGEST, MIDNIGHT = "BEGIN", "END", "LONGEST", "MIDNIGHT"
    AREAS, AREA_NAME, COMPARE, SEASON, OUTPUT, PAGE = (
        "AREAS",
        "AREA_NAME",
        "COMPARE",
        "SEASON",
        "OUTPUT",
        "PAGE",
    )

    def __init__(self):
        super().__init__()
        self._compared = None

    def initAlgorithm(self, config=None):  # noqa: N802
        kinds = QgsProcessing.SourceType
        fields = QgsProcessingParameterField.DataType
        self.add_layer(
            self.INPUT,
            tr("Events"),
            tr("A layer or table; a selection of it is taken alone."),
            kinds.TypeVector,
        )
        self.add_field(self.BEGIN, tr("Time"), self.INPUT, fields.DateTime, tr("When each happened, or from when on it can have; in local time."), False)  # fmt: skip
        self.add_field(self.END, tr("Until"), self.INPUT, fields.DateTime, tr("Until when it can have happened; empty where the time is known."))  # fmt: skip
        self.add_group_by()
        longest = QgsProcessingParameterNumber(
            self.LONGEST,
            tr("Longest interval in days"),
            QgsProcessingParameterNumber.Type.Double,
            2.0,
            True,
            0.0,
            31.0,
        )
        longest.setHelp(
            tr("Events that can have happened in a longer time tell nothing of the hour, and are left out.")
        )
        midnight = QgsProcessingParameterBoolean(self.MIDNIGHT, tr("Midnight is no time"), False, True)
        midnight.setHelp(
            tr("Times at midnight to the second are dates without a time: they are spread over their day.")
        )
        self.addParameter(longest)
        self.addParameter(midnight)
        self.add_layer(
            self.AREAS, tr("Areas"), tr("Polygons, each with a profile of its own, compared with that of all events."),
            kinds.TypeVectorPolygon, True,
        )  # fmt: skip
        self.add_field(
            self.AREA_NAME,
            tr("Name of the area"),
            self.AREAS,
            fields.Any,
            tr("The column with the name or code."),
        )
        self.add_layer(
            self.COMPARE, tr("Compare with"),
            tr("Other events with the same columns, none of which is given above: the rest of the city, or an earlier period; empty: all events given."),
            kinds.TypeVector, True,
        )  # fmt: skip
        season = QgsProcessingParameterBoolean(self.SEASON, tr("By season"), False, True)
        season.setHelp(tr("Each season apart: winter is December to February."))
        self.addParameter(season)
        output = QgsProcessingParameterFeatureSink(self.OUTPUT, tr("Hours of the week"), kinds.TypeVector)
        output.setHelp(
            tr(
                "A row for each part, season, weekday and hour: events, expected events, p, and whether it is a peak."
            )
        )
        self.addParameter(output)
        page = QgsProcessingParameterFileDestination(self.PAGE, tr("Page"), "HTML (*.html)", None, True, True)
        page.setHelp(tr("The same as a page to read and print, with the peaks marked."))
        self.addParameter(page)
        self.add_numbers(
            EVENTS=QT_TRANSLATE_NOOP("core", "Events"),
            LEFT_OUT=QT_TRANSLATE_NOOP("core", "Events left out"),
            PEAKS=QT_TRANSLATE_NOOP("core", "Hours with more events than the whole"),
        )

    def checkParameterValues(self, parameters, context):  # noqa: N802
        """Refuse areas for events without a place."""
        source = self.parameterAsSource(parameters, self.INPUT, context)
        areas = self.parameterAsSource(parameters, self.AREAS, context)
        if areas is not None and source is not None and source.wkbType() == QgsWkbTypes.Type.NoGeometry:
            return False, tr(NO_PLACES)
        return super(EventsAlgorithm, self).checkParameterValues(parameters, context)

    def prepareAlgorithm(self, parameters, context, feedback):  # noqa: N802
        self._compared = direct_access_of(self, parameters, self.COMPARE, context)
        return super().prepareAlgorithm(parameters, context, feedback)

    def analyse(self, parameters, context, progress):
        import numpy as np

        from ...core.assignment import AreaIndex
        from ...core.hot_times import hot_times, profiles, season_of
        from ...core.progress import Part

        source = self.parameterAsSource(parameters, self.INPUT, context)
        areas = self.parameterAsSource(parameters, self.AREAS, context)
        begin, end, x, y, given = self._times(
            parameters, context, self.INPUT, areas is not None, Part(progress, 0, 0.4), True
        )
        names, part = [tr(EVERYTHING)], np.zeros(len(begin), np.int64)
        if areas is not None:
            field = self.parameterAsString(parameters, self.AREA_NAME, context)
            polygons, found = named_polygons_in(areas, field, source.sourceCrs(), context)
            called = np.array([name or str(number) for number, name in enumerate(found, 1)])
            names, number = np.unique(called, return_inverse=True)
            names, part = names.tolist(), np.append(number.reshape(-1), -1)[AreaIndex(polygons).locate(x, y)]
        by_season = self.parameterAsBool(parameters, self.SEASON, context)
        compared = self.parameterAsSource(parameters, self.COMPARE, context)
        whole_begin, whole_end = begin, end
        if compared is not None:
            whole_begin, whole_end, *_ = self._times(
                parameters, context, self.COMPARE, False, Part(progress, 0.4, 0.6), False
            )
        kept = part >= 0
        left_out = given - int(kept.sum())
        if not kept.any():
            raise UserError(NO_EVENTS)
        counts, timed, wholes, labels = [], [], [], []
        seasons, whole_seasons = season_of(begin), season_of(whole_begin)
        for season in range(4) if by_season else (None,):
            chosen = kept if season is None else kept & (seasons == season)
            of_whole = slice(None) if season is None else whole_seasons == season
            found, known = profiles(part[chosen], len(names), begin[chosen], end[chosen], progress)
            size = len(whole_begin[of_whole])
            _, whole = profiles(
                np.zeros(size, np.int64), 1, whole_begin[of_whole], whole_end[of_whole], progress
            )
            counts.append(found)
            timed.append(known)
            wholes += [whole[0]] * len(names)
            labels += [(name, ALL_YEAR if season is None else SEASONS[season]) for name in names]
        progress.step(0.7)
        result = hot_times(
            np.concatenate(counts), np.concatenate(timed), np.array(wholes), within=compared is None
        )
        self._tell(progress, result, labels, left_out, parameters, context)
        target = self._write(parameters, context, result, labels, left_out, int(kept.sum()))
        outputs = {
            self.OUTPUT: target,
            "EVENTS": int(kept.sum()),
            "LEFT_OUT": left_out,
            "PEAKS": int((result.peak > 0).sum()),
        }
        return {**outputs, **self._page(parameters, context, source, result, labels)}

    def _times(self, parameters, context, name, places, progress, told):
        """Return begin and end of the events that count in seconds of local time, x and y where asked, and how many were given."""
        import numpy as np

        from ...layers.arrays.columns import NONE, POINTS
        from ...layers.arrays.reading import read_columns

        source = self.parameterAsSource(parameters, name, context)
        asked = [self.parameterAsString(parameters, one, context) for one in (self.BEGIN, self.END)]
        wanted = list(dict.fromkeys(one for one in asked if one))
        for one in wanted:
            if source.fields().lookupField(one) < 0:
                raise UserError(Text(NO_COLUMN, {"column": one}))
        geometry = POINTS if places else NONE
        if name == self.INPUT:
            columns = self.read(source, wanted, geometry, progress)
        else:
            columns = read_columns(source, wanted, geometry, self._compared, progress)
        day = np.timedelta64(DAY, "s")
        begin, dated = self._seconds(columns, asked[0], parameters, context)
        ended = np.where(dated, begin + day, begin)
        ours = dated
        if asked[1]:
            last, last_dated = self._seconds(columns, asked[1], parameters, context)
            # An end at midnight is a time when the event began at a time.
            last_dated &= dated | (np.datetime_data(columns.values[asked[1]].dtype)[0] == "D")
            ended = np.where(np.isnat(last), ended, np.where(last_dated, last + day, last))
            ours = dated & np.isnat(last)
        longest = np.timedelta64(int(self.parameterAsDouble(parameters, self.LONGEST, context) * DAY), "s")
        keep = ~np.isnat(begin) & ~np.isnat(ended)
        keep[keep] = (ended >= begin)[keep] & (ours | (ended - begin <= longest))[keep]
        if places:
            keep &= np.isfinite(columns.x) & np.isfinite(columns.y)
        clock = begin[keep & ~dated].astype("datetime64[s]").astype(np.int64) % DAY
        if told and len(clock) and (clock == 0).mean() > SUSPICIOUS:
            progress.report(Text(MIDNIGHTS, {"share": round(100 * float((clock == 0).mean()), 1)}))
        seconds = [one[keep].astype("datetime64[s]").astype(np.int64) for one in (begin, ended)]
        x, y = (columns.x[keep], columns.y[keep]) if places else (None, None)
        return (*seconds, x, y, len(columns))

    def _seconds(self, columns, name, parameters, context):
        """Return a column as datetime64[s], and which of it are dates without a time."""
        import numpy as np

        values = times_of(columns, name)
        moments = values.astype("datetime64[s]")
        if np.datetime_data(values.dtype)[0] == "D":
            return moments, np.ones(len(moments), bool)
        if not self.parameterAsBool(parameters, self.MIDNIGHT, context):
            return moments, np.zeros(len(moments), bool)
        known = ~np.isnat(moments)
        day = np.zeros(len(moments), bool)
        day[known] = moments[known].astype(np.int64) % DAY == 0
        return moments, day

    def _tell(self, progress, result, labels, left_out, parameters, context) -> None:
        """Say what was left out, and the peaks, the strongest first."""
        import numpy as np

        if left_out:
            days = float(self.parameterAsDouble(parameters, self.LONGEST, context))
            progress.report(Text(LEFT_OUT, {"n": left_out, "days": days}))
        if np.isnan(result.p).all():
            hour = int(result.events.sum(0).argmax())
            told = {"weekday": Text(WEEKDAYS[hour // 24]), "hour": hour % 24}
            numbers = {
                "events": round(float(result.events.sum(0)[hour]), 1),
                "total": round(float(result.events.sum()), 1),
            }
            progress.report(Text(NOT_COMPARED, {**told, **numbers}))
            return
        peaks = np.argwhere(result.peak > 0)
        if not len(peaks):
            progress.report(NO_PEAK)
        order = np.argsort([result.p[row, hour] for row, hour in peaks], kind="stable")
        for row, hour in peaks[order][:5].tolist():
            progress.report(
                Text(
                    PEAK,
                    {
                        "part": labels[row][0], "season": Text(labels[row][1]), "weekday": Text(WEEKDAYS[hour // 24]),
                        "hour": hour % 24, "events": int(result.timed[row, hour]),
                        "expected": round(float(result.expected[row, hour]), 1),
                    },
                )
            )  # fmt: skip

    def _write(self, parameters, context, result, labels, left_out, events) -> str:
        fields = QgsFields()
        for name, kind in FIELDS:
            fields.append(new_field(name, kind))
        sink, target = self.sink(parameters, self.OUTPUT, context, fields, QgsWkbTypes.Type.NoGeometry)
        for row, (part, season) in enumerate(labels):
            columns = (one[row].tolist() for one in (result.events, result.timed, result.expected, result.p))
            for hour, (count, known, expected, p) in enumerate(zip(*columns)):
                feature = QgsFeature(fields)
                tested = [None] * 4
                if expected == expected:
                    ratio = known / expected if expected else None
                    tested = [expected, ratio, p, int(result.peak[row, hour])]
                feature.setAttributes([part, tr(season), hour // 24 + 1, hour % 24, count, known, *tested])
                put(sink, feature)
        texts = {
            "name": tr(TITLE), "abstract": tr(Text(ABSTRACT, {"events": events})),
            "method": tr(Text(METHOD, {"left_out": left_out})),
        }  # fmt: skip
        self.finish(context, target, texts["name"], partial(_finish, texts=texts), styled=False)
        return target

    def _page(self, parameters, context, source, result, labels):
        from ...delivery.hot_times_page import hot_times_page

        parts = [(name, tr(season)) for name, season in labels]
        days = [tr(name) for name in WEEKDAYS]
        page = hot_times_page(self.title_of(source), date.today().isoformat(), parts, days, result)
        return self.page(parameters, self.PAGE, context, page)


def _finish(layer, texts) -> None:
    """Name and describe the table."""
    from ...layers.fields import name_fields
    from ...layers.metadata import describe

    layer.setName(texts["name"])
    name_fields(layer, {name: tr(title) for name, title in ALIASES.items()})
    describe(layer, texts["name"], texts["abstract"], texts["method"])
