"""igh:percentchange: where there are more or fewer events than before, and whether that is more than chance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from qgis.core import (
    QgsFields,
    QgsProcessing,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterField,
)

from ...core.errors import UserError
from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import tr
from ..base import new_field
from .given import LATE, put_all, read_dated, titled
from .places import AREAS, PlacesAlgorithm
from .presentation import NO, YES, told_p

LAST_DAYS, WEEKS_IN_A_YEAR = 28, 52
SURE = 0.05
JUST_BEFORE, A_YEAR_BEFORE, OWN = range(3)
COMPARISONS = (
    QT_TRANSLATE_NOOP("core", "As many days just before"),
    QT_TRANSLATE_NOOP("core", "The same weekdays a year (52 weeks) before"),
    QT_TRANSLATE_NOOP("core", "The days given below"),
)
NONE_IN_EITHER = QT_TRANSLATE_NOOP("core", "No event lies in either period: {now}, and {before}.")
BACKWARDS = QT_TRANSLATE_NOOP("core", "A period ends before it begins: {period}.")
OVERLAP = QT_TRANSLATE_NOOP("core", "The periods have days in common: {before}, and {now}.")
NO_DAYS = QT_TRANSLATE_NOOP("core", "Give the first and the last day of the period that is compared with.")
TOO_EARLY = QT_TRANSLATE_NOOP(
    "core",
    "The period compared with begins on {before}, before the first event of the layer ({first}): give the days that the data hold.",
)
EARLY = QT_TRANSLATE_NOOP(
    "core",
    "Caution: the first event of the layer is of {first}. Where the data begin later than the period compared with, growth is no growth.",
)
PERIOD = QT_TRANSLATE_NOOP("core", "{first} to {last}")
PERIODS = QT_TRANSLATE_NOOP("core", "{now} ({days} days) against {before} ({days_before} days).")
WHOLE = QT_TRANSLATE_NOOP("core", "All: {events} events where {expected} were expected, {change} % (p {p}).")
WHOLE_NEW = QT_TRANSLATE_NOOP("core", "All: {events} events, none before.")
FOUND = QT_TRANSLATE_NOOP(
    "core",
    "Of {places} places {more} have more events than chance explains, {less} fewer; {new} had none before.",
)
MOST = QT_TRANSLATE_NOOP("core", "Surest: {listed}.")
ONE = QT_TRANSLATE_NOOP("core", "{area}, {events} where {expected} were expected")
EMPTY = QT_TRANSLATE_NOOP("core", "{n} places without an event in either period are left out.")
SMALL = QT_TRANSLATE_NOOP(
    "core",
    "In half of the places fewer than {few} events are expected: there only large changes can be told from chance.",
)
FEW = 5
TITLE = QT_TRANSLATE_NOOP("core", "Change in events")
ABSTRACT = QT_TRANSLATE_NOOP("core", "More or fewer events by place: {now} against {before}.")
METHOD = QT_TRANSLATE_NOOP(
    "core",
    "Events by place; expected: those of the period before, times the length of the periods; test: E-test, two-sided "
    "(Krishnamoorthy and Thomson 2004); false discovery rate controlled: {fdr}; no percentage where there were none before",
)
CAUTION = QT_TRANSLATE_NOOP(
    "core",
    "A place that was chosen because it was busy tends to be less busy afterwards by itself (regression to the mean).",
)
ALIASES = {
    "before": QT_TRANSLATE_NOOP("core", "Events in the period before"),
    "expected": QT_TRANSLATE_NOOP("core", "Expected events"),
    "difference": QT_TRANSLATE_NOOP("core", "More than expected"),
    "change": QT_TRANSLATE_NOOP("core", "Change (%)"),
    "change_p": QT_TRANSLATE_NOOP("core", "Change (p)"),
    "p_raw": QT_TRANSLATE_NOOP("core", "Change (p), of this place alone"),
    "sure": QT_TRANSLATE_NOOP("core", "Surely more (1) or fewer (-1)"),
}
RESULT = (
    ("before", "whole"), ("events", "whole"), ("expected", "real"), ("difference", "real"), ("change", "real"),
    ("change_p", "real"), ("p_raw", "real"), ("sure", "whole"),
)  # fmt: skip


@dataclass(frozen=True)
class Period:
    """Local days, both ends included."""

    first: int
    last: int

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.last - self.first + 1

    @property
    def told(self) -> Text:
        """It in words."""
        from ...core.periods import date_text

        return Text(PERIOD, {"first": date_text(self.first), "last": date_text(self.last)})

    def holds(self, day):
        """Return which days (n,) lie in it."""
        return (day >= self.first) & (day <= self.last)


class PercentChange(PlacesAlgorithm):
    """Places by how their events changed between two periods."""

    NAME = "percentchange"
    TITLE = QT_TRANSLATE_NOOP("core", "Change between two periods")
    NEEDS = ("numpy", "scipy")
    TIME, SINCE, UNTIL, COMPARE = "TIME", "SINCE", "UNTIL", "COMPARE"
    BEFORE_SINCE, BEFORE_UNTIL, FDR = "BEFORE_SINCE", "BEFORE_UNTIL", "FDR"

    def initAlgorithm(self, config=None):  # noqa: N802
        kinds = QgsProcessing.SourceType
        self.add_layer(self.INPUT, tr("Events"), tr("Points in a CRS in metres; a selection of them is taken alone."), kinds.TypeVectorPoint)  # fmt: skip
        self.add_field(
            self.TIME, tr("Time"), self.INPUT, QgsProcessingParameterField.DataType.DateTime,
            tr("When each happened, in local time."), False,
        )  # fmt: skip
        self.add_places()
        self.add_day(
            self.SINCE,
            tr("First day"),
            tr("Of the period that is looked at; empty: 28 days up to its last day."),
        )
        self.add_day(
            self.UNTIL,
            tr("Last day"),
            tr("Of the period that is looked at; empty: the day of the last event."),
        )
        compare = QgsProcessingParameterEnum(
            self.COMPARE, tr("Compare with"), [tr(title) for title in COMPARISONS], False, 0, True
        )
        compare.setHelp(
            tr("Just before follows the season; a year before allows for it. Where periods differ in length, what is expected is set right for it.")
        )  # fmt: skip
        self.addParameter(compare)
        text = tr("Used with the days given below only.")
        self.add_day(self.BEFORE_SINCE, tr("First day compared with"), text)
        self.add_day(self.BEFORE_UNTIL, tr("Last day compared with"), text)
        fdr = QgsProcessingParameterBoolean(self.FDR, tr("Control the false discovery rate"), True, True)
        fdr.setHelp(tr("Benjamini-Hochberg over all places: of many tests some come out by chance."))
        self.addParameter(fdr)
        output = QgsProcessingParameterFeatureSink(self.OUTPUT, tr(TITLE), kinds.TypeVectorPolygon)
        output.setHelp(tr("The places with both numbers and the change, the surest first."))
        self.addParameter(output)
        self.add_numbers(
            EVENTS=QT_TRANSLATE_NOOP("core", "Events"),
            BEFORE=QT_TRANSLATE_NOOP("core", "Events in the period before"),
            MORE=QT_TRANSLATE_NOOP("core", "Places with surely more"),
            LESS=QT_TRANSLATE_NOOP("core", "Places with surely fewer"),
        )

    def analyse(self, parameters, context, progress):
        import numpy as np

        from ...core.getis_ord import benjamini_hochberg
        from ...core.poisson_test import e_test
        from ...core.progress import Part

        source = self.parameterAsSource(parameters, self.INPUT, context)
        field = self.parameterAsString(parameters, self.TIME, context)
        _, x, y, day = read_dated(self, source, field, progress)
        now, before = self._periods(parameters, context, self.span(source, field, day, progress), progress)
        inside = now.holds(day) | before.holds(day)
        if not inside.any():
            raise UserError(Text(NONE_IN_EITHER, {"now": now.told, "before": before.told}))
        x, y, day = x[inside], y[inside], day[inside]
        places = self.places(parameters, context, source.sourceCrs(), x, y, progress)
        placed = places.at >= 0
        events, earlier = (
            np.bincount(places.at[placed & period.holds(day)], minlength=len(places.numbers))
            for period in (now, before)
        )
        raw = e_test(earlier, events, before.days, now.days, Part(progress, 0.5, 0.85))
        counted = np.flatnonzero((events > 0) | (earlier > 0))
        p = np.ones(len(raw))
        fdr = self.parameterAsBool(parameters, self.FDR, context)
        p[counted] = benjamini_hochberg(raw[counted]) if fdr else raw[counted]
        expected = earlier * (now.days / before.days)
        sure = np.where(p <= SURE, np.sign(events - expected), 0).astype(np.int64)
        kept = np.arange(len(raw)) if places.shape == AREAS else counted
        left = len(raw) - len(kept)
        for sentence in self._sentences(places, now, before, events, earlier, expected, p, sure, left):
            progress.report(sentence)
        texts = {
            "name": titled(TITLE, source),
            "abstract": tr(Text(ABSTRACT, {"now": now.told, "before": before.told})),
            "method": tr(Text(METHOD, {"fdr": Text(YES if fdr else NO)})),
        }
        order = kept[np.lexsort((places.numbers[kept], -np.abs(events - expected)[kept], p[kept]))]
        found = (earlier, events, expected, events - expected, _percent(events, expected), p, raw, sure)
        target = self._write(
            parameters, context, source, places, order, found, texts, Part(progress, 0.9, 1.0)
        )
        return {
            self.OUTPUT: target, "EVENTS": int(events.sum()), "BEFORE": int(earlier.sum()), "MORE": int((sure > 0).sum()),
            "LESS": int((sure < 0).sum()),
        }  # fmt: skip

    def _periods(self, parameters, context, span, progress):
        """Return the period that is looked at and the one it is compared with, of data that span two days; raises `UserError` where that cannot be."""
        from ...core.periods import date_text

        earliest, latest = span
        last = self.day(parameters, context, self.UNTIL)
        last = latest if last is None else last
        first = self.day(parameters, context, self.SINCE)
        now = Period(last - LAST_DAYS + 1 if first is None else first, last)
        how = self.parameterAsEnum(parameters, self.COMPARE, context)
        if how == OWN:
            ends = [self.day(parameters, context, name) for name in (self.BEFORE_SINCE, self.BEFORE_UNTIL)]
            if None in ends:
                raise UserError(NO_DAYS)
            before = Period(*ends)
        else:
            weeks = max(WEEKS_IN_A_YEAR, -(-now.days // 7))
            back = now.days if how == JUST_BEFORE else 7 * weeks
            before = Period(now.first - back, now.last - back)
        for period in (now, before):
            if period.days < 1:
                raise UserError(Text(BACKWARDS, {"period": period.told}))
        if before.first <= now.last and now.first <= before.last:
            raise UserError(Text(OVERLAP, {"before": before.told, "now": now.told}))
        told = {"before": date_text(before.first), "first": date_text(earliest)}
        if before.first < earliest and how != OWN:
            raise UserError(Text(TOO_EARLY, told))
        if before.first < earliest:
            progress.report(Text(EARLY, told))
        if now.last > latest:
            progress.report(Text(LATE, {"last": date_text(latest)}))
        return now, before

    def _sentences(self, places, now, before, events, earlier, expected, p, sure, left):
        """Give what changed, all together and by place."""
        import numpy as np

        from ...core.poisson_test import e_test

        spans = {"now": now.told, "days": now.days, "before": before.told, "days_before": before.days}
        yield Text(PERIODS, spans)
        total, wanted = int(events.sum()), float(expected.sum())
        if wanted:
            chance = float(e_test(earlier.sum()[None], events.sum()[None], before.days, now.days)[0])
            told = {
                "events": total,
                "expected": _plain(wanted),
                "change": round(100 * (total / wanted - 1), 1),
            }
            yield Text(WHOLE, {**told, "p": told_p(chance)})
        else:
            yield Text(WHOLE_NEW, {"events": total})
        new = int(((earlier == 0) & (events > 0)).sum())
        told = {
            "places": len(events) - left,
            "more": int((sure > 0).sum()),
            "less": int((sure < 0).sum()),
            "new": new,
        }
        yield Text(FOUND, told)
        if places.names:
            found = np.flatnonzero(sure)
            found = found[np.argsort(p[found], kind="stable")]
            named = [row for row in found.tolist() if places.names[row]][:3]
            listed = [
                tr(Text(ONE, {"area": places.names[row], "events": int(events[row]), "expected": _plain(float(expected[row]))}))
                for row in named
            ]  # fmt: skip
            if listed:
                yield Text(MOST, {"listed": "; ".join(listed)})
        if left:
            yield Text(EMPTY, {"n": left})
        if float(np.median(expected[(events > 0) | (earlier > 0)])) < FEW:
            yield Text(SMALL, {"few": FEW})
        yield CAUTION

    def _write(self, parameters, context, source, places, order, found, texts, progress) -> str:
        named = [("area_name", "text")] if places.names else []
        fields = QgsFields()
        for name, kind in ((places.column, "whole"), *named, *RESULT):
            fields.append(new_field(name, kind))
        sink, target = self.sink(
            parameters, self.OUTPUT, context, fields, places.geometry_type, source.sourceCrs()
        )
        columns = [places.numbers[order].tolist()]
        if places.names:
            columns.append([places.names[row] or None for row in order.tolist()])
        columns += [[one if one == one else None for one in values[order].tolist()] for values in found]
        put_all(sink, places.shapes(order), map(list, zip(*columns)), len(order), progress)
        finish = partial(_finish, texts=texts)
        self.finish(context, target, texts["name"], finish)
        return target


def _plain(number: float):
    """Return a number of events as a sentence says it: with a decimal where it is small and not whole."""
    return int(round(number)) if number >= 100 or number == round(number) else round(number, 1)


def _percent(events, expected):
    """Return the change in percent, (n,) float64, NaN where nothing was expected."""
    import numpy as np

    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(expected > 0, 100 * (events / expected - 1), np.nan)


def _finish(layer, texts) -> None:
    """Name, style and describe the places."""
    from ...layers.fields import name_fields, set_map_tip
    from ...layers.metadata import describe
    from ...layers.styles import apply_style

    layer.setName(texts["name"])
    apply_style(layer, {"style": "change", "field": "change", "p": "change_p"})
    titles = {name: tr(title) for name, title in ALIASES.items()}
    name_fields(layer, titles)
    set_map_tip(layer, "period_change", titles=titles)
    describe(layer, texts["name"], texts["abstract"], texts["method"], tr(CAUTION))
