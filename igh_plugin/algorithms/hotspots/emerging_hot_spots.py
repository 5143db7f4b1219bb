"""igh:emerginghotspots: which hot spots are new, grow, stay or end."""

from __future__ import annotations

from functools import partial

from qgis.core import (
    QgsFields,
    QgsProcessing,
    QgsProcessingParameterBoolean,
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
from .given import LATE, add_permutations, put_all, read_dated, titled
from .neighbourhood import RULE_TITLES, RULES
from .places import AREAS, PlacesAlgorithm
from .presentation import NO, YES
from .units import DISTANCE, NEAREST, Rule

STEPS = ("", "day", "week", "month")
STEP_TITLES = (
    QT_TRANSLATE_NOOP("core", "Suggested"),
    QT_TRANSLATE_NOOP("core", "Days"),
    QT_TRANSLATE_NOOP("core", "Weeks, from Monday"),
    QT_TRANSLATE_NOOP("core", "Months"),
)
STEP_NAMES = {
    "day": QT_TRANSLATE_NOOP("core", "a day"),
    "week": QT_TRANSLATE_NOOP("core", "a week"),
    "month": QT_TRANSLATE_NOOP("core", "a month"),
}
MOST_BINS, MOST_STEPS = 20_000_000, 1_000
SPARSE = 0.1
BACKWARDS = QT_TRANSLATE_NOOP("core", "The first day lies after the last one: exchange them.")
TOO_FEW_STEPS = QT_TRANSLATE_NOOP(
    "core",
    "There are {n} complete steps of {step} from {first} to {last}, and at least {least} are needed: choose a shorter step.",
)
TOO_MANY_STEPS = QT_TRANSLATE_NOOP(
    "core",
    "{n} steps of {step} are more than {most}: choose a longer step, or later first and earlier last days.",
)
TOO_MANY_BINS = QT_TRANSLATE_NOOP(
    "core",
    "{places} places times {steps} steps are more than {most}: choose larger cells, a longer step, or a smaller boundary.",
)
SUGGESTED = QT_TRANSLATE_NOOP(
    "core", "Steps of {step}, suggested: the longest of which there are at least {least}; there are {n}."
)
SPAN = QT_TRANSLATE_NOOP(
    "core", "{events} events in {places} places and {steps} steps of {step}, from {first} to {last}."
)
BEYOND = QT_TRANSLATE_NOOP("core", "{n} events are left out: they lie in no complete step.")
DRAWS = QT_TRANSLATE_NOOP("core", "{draws} permutations; the smallest p that can come out is {p}.")
DRAWS_FEW = QT_TRANSLATE_NOOP(
    "core",
    "{draws} permutations; the smallest p that can come out is {p}: of {bins} tests {n} must be as sure for any to pass.",
)
CAUTION_SPARSE = QT_TRANSLATE_NOOP(
    "core",
    "On average {mean} events in a place and step: with larger cells or longer steps more can be found.",
)
HOT_NOW = QT_TRANSLATE_NOOP(
    "core", "Hot now: {n} places, {share} % of all, with {held} % of the last events."
)
COLD_NOW = QT_TRANSLATE_NOOP("core", "Cold now: {n} places.")
OF_PATTERN = QT_TRANSLATE_NOOP("core", "{pattern}: {n}")
OF_PATTERN_WHERE = QT_TRANSLATE_NOOP("core", "{pattern}: {n}, strongest in {areas}")
NOTHING = QT_TRANSLATE_NOOP(
    "core", "No place has a pattern: nowhere was it hot or cold for chance not to explain it."
)
TITLE = QT_TRANSLATE_NOOP("core", "Emerging hot spots")
ABSTRACT = QT_TRANSLATE_NOOP(
    "core",
    "What became of hot and cold spots in {steps} steps of {step}, from {first} to {last}: {places} places.",
)
METHOD = QT_TRANSLATE_NOOP(
    "core",
    "{formula}, in each step with {before} before it, against the mean of all steps; neighbours: {rule}; {draws} conditional "
    "permutations, seed {seed}; false discovery rate controlled: {fdr}; hot or cold at 95 %; trend: Mann-Kendall on z at 5 %, "
    "autocorrelation allowed for (Hamed and Rao 1998): {adjusted}; classes as in {version}",
)
ALIASES = {
    "pattern": QT_TRANSLATE_NOOP("core", "Pattern"),
    "hot_steps": QT_TRANSLATE_NOOP("core", "Steps that were hot"),
    "cold_steps": QT_TRANSLATE_NOOP("core", "Steps that were cold"),
    "last_events": QT_TRANSLATE_NOOP("core", "Events in the last step"),
    "last_z": QT_TRANSLATE_NOOP("core", "Gi* in the last step (z)"),
    "last_bin": QT_TRANSLATE_NOOP("core", "Class of confidence in the last step"),
    "trend_z": QT_TRANSLATE_NOOP("core", "Trend (z)"),
    "trend_p": QT_TRANSLATE_NOOP("core", "Trend (p)"),
    "trend_p_adj": QT_TRANSLATE_NOOP("core", "Trend (p), autocorrelation allowed for"),
    "step": QT_TRANSLATE_NOOP("core", "First day of the step"),
}
RESULT = (
    ("pattern", "text"), ("events", "whole"), ("last_events", "whole"), ("hot_steps", "whole"), ("cold_steps", "whole"),
    ("last_z", "real"), ("last_bin", "whole"), ("trend_z", "real"), ("trend_p", "real"), ("trend_p_adj", "real"),
)  # fmt: skip
BINS_FIELDS = (("step", "text"), ("events", "whole"), ("gi_z", "real"), ("gi_p", "real"), ("gi_bin", "whole"))


class EmergingHotSpots(PlacesAlgorithm):
    """Places by what became of them: new, growing, lasting and former hot and cold spots."""

    NAME = "emerginghotspots"
    TITLE = TITLE
    NEEDS = ("numpy", "scipy")
    TIME, STEP, SINCE, UNTIL = "TIME", "STEP", "SINCE", "UNTIL"
    RULE, DISTANCE, NEAREST, BEFORE = "RULE", "DISTANCE", "NEAREST", "BEFORE"
    PERMUTATIONS, FDR, SEED, ADJUSTED, BINS = "PERMUTATIONS", "FDR", "SEED", "ADJUSTED", "BINS"

    def initAlgorithm(self, config=None):  # noqa: N802
        kinds = QgsProcessing.SourceType
        numbers = QgsProcessingParameterNumber
        self.add_layer(self.INPUT, tr("Events"), tr("Points in a CRS in metres; a selection of them is taken alone."), kinds.TypeVectorPoint)  # fmt: skip
        self.add_field(
            self.TIME, tr("Time"), self.INPUT, QgsProcessingParameterField.DataType.DateTime,
            tr("When each happened, in local time."), False,
        )  # fmt: skip
        self.add_places()
        step = QgsProcessingParameterEnum(
            self.STEP, tr("Step of time"), [tr(title) for title in STEP_TITLES], False, 0, True
        )
        step.setHelp(
            tr(
                "Suggested: the longest of month, week and day of which there are at least twelve; ten are needed."
            )
        )
        self.addParameter(step)
        self.add_day(
            self.SINCE, tr("First day"), tr("From when on the data are complete; empty: the day of the first event."),
        )  # fmt: skip
        self.add_day(
            self.UNTIL, tr("Last day"),
            tr("Until when the data are complete; empty: the day of the last event. A step that is not over by then is left out."),
        )  # fmt: skip
        rule = QgsProcessingParameterEnum(
            self.RULE, tr("Neighbours"), [tr(title) for title in RULE_TITLES], defaultValue=0, optional=True
        )
        rule.setHelp(tr("Which places count as neighbours. Of hexagons these are the six that share a side."))
        distance = numbers(self.DISTANCE, tr("Distance in metres"), numbers.Type.Double, 500.0, True, 0.0)
        distance.setHelp(tr("Used with the distance rule only."))
        nearest = numbers(
            self.NEAREST, tr("Number of nearest"), defaultValue=8, optional=True, minValue=1, maxValue=1_000
        )
        nearest.setHelp(tr("Used with the rule of the nearest centres only."))
        before = numbers(
            self.BEFORE, tr("Steps before"), defaultValue=1, optional=True, minValue=0, maxValue=100
        )
        before.setHelp(
            tr(
                "How many earlier steps count as neighbours in time. With 0 each step stands alone, and trends are surer."
            )
        )
        adjusted = QgsProcessingParameterBoolean(
            self.ADJUSTED, tr("Allow for autocorrelation in trends"), defaultValue=False, optional=True
        )
        adjusted.setHelp(
            tr(
                "What is busy stays busy for a while, which makes trends look surer than they are (Hamed and Rao 1998)."
            )
        )
        output = QgsProcessingParameterFeatureSink(self.OUTPUT, tr(TITLE), kinds.TypeVectorPolygon)
        output.setHelp(tr("The places with their pattern, new and growing hot spots first."))
        bins = QgsProcessingParameterFeatureSink(
            self.BINS, tr("Places and steps"), kinds.TypeVector, None, True, False
        )
        bins.setHelp(tr("A row for each place and step: events, z, p and class of confidence."))
        for parameter in (rule, distance, nearest, before):
            self.addParameter(parameter)
        add_permutations(
            self, tr("Benjamini-Hochberg over all places and steps: of many tests some come out by chance.")
        )
        for parameter in (adjusted, output, bins):
            self.addParameter(parameter)
        self.add_numbers(
            EVENTS=QT_TRANSLATE_NOOP("core", "Events"),
            STEPS=QT_TRANSLATE_NOOP("core", "Steps of time"),
            HOT=QT_TRANSLATE_NOOP("core", "Places with a hot pattern"),
            COLD=QT_TRANSLATE_NOOP("core", "Places with a cold pattern"),
        )

    def analyse(self, parameters, context, progress):
        import numpy as np

        from ...core.emerging import emerging_hot_spots
        from ...core.progress import Part

        source = self.parameterAsSource(parameters, self.INPUT, context)
        field = self.parameterAsString(parameters, self.TIME, context)
        _, x, y, days = read_dated(self, source, field, progress)
        steps = self._steps(parameters, context, source, field, days, progress)
        places = self.places(parameters, context, source.sourceCrs(), x, y, progress)
        m, t = len(places.numbers), len(steps)
        if m * t > MOST_BINS:
            raise UserError(Text(TOO_MANY_BINS, {"places": m, "steps": t, "most": MOST_BINS}))
        counted = (places.at >= 0) & (steps.of >= 0)
        beyond = int(((places.at >= 0) & (steps.of < 0)).sum())
        if beyond:
            progress.report(Text(BEYOND, {"n": beyond}))
        counts = np.bincount(places.at[counted] * t + steps.of[counted], minlength=m * t).reshape(m, t)
        rule = Rule(
            RULES[self.parameterAsEnum(parameters, self.RULE, context)],
            self.parameterAsDouble(parameters, self.DISTANCE, context),
            self.parameterAsInt(parameters, self.NEAREST, context),
        )
        asked = {
            "before": self.parameterAsInt(parameters, self.BEFORE, context),
            "permutations": self.parameterAsInt(parameters, self.PERMUTATIONS, context),
            "fdr": self.parameterAsBool(parameters, self.FDR, context),
            "seed": self.parameterAsInt(parameters, self.SEED, context),
            "adjusted": self.parameterAsBool(parameters, self.ADJUSTED, context),
        }
        result = emerging_hot_spots(
            counts, _neighbours(places, rule, progress), **asked, progress=Part(progress, 0.25, 0.85)
        )
        if result.reason is not None:
            raise UserError(result.reason)
        for sentence in self._sentences(result, counts, steps, places):
            progress.report(sentence)
        hexagons = places.shape == "hexagon"
        texts = self._texts(source, steps, len(places.numbers), asked, rule.told(hexagons), result)
        target = self._write(
            parameters, context, source, places, counts, result, texts, Part(progress, 0.85, 0.95)
        )
        bins = self._write_bins(parameters, context, places, counts, steps, result, Part(progress, 0.95, 1.0))
        return {
            self.OUTPUT: target, **bins, "EVENTS": int(counts.sum()), "STEPS": t, "HOT": int((result.side == "hot").sum()),
            "COLD": int((result.side == "cold").sum()),
        }  # fmt: skip

    def _steps(self, parameters, context, source, field, days, progress):
        """Return the steps that are asked for or suggested by the days of all events; raises `UserError` when there are too few."""
        from ...core.emerging import ENOUGH_STEPS, LEAST_STEPS, steps_of, suggested_kind
        from ...core.periods import date_text

        earliest, latest = self.span(source, field, days, progress)
        since, until = (self.day(parameters, context, name) for name in (self.SINCE, self.UNTIL))
        since, until = earliest if since is None else since, latest if until is None else until
        if since > until:
            raise UserError(BACKWARDS)
        if until > latest:
            progress.report(Text(LATE, {"last": date_text(latest)}))
        kind = STEPS[self.parameterAsEnum(parameters, self.STEP, context)]
        suggested = not kind
        kind = kind or suggested_kind(self.all_days(source, field, days), since, until)
        steps = steps_of(days, kind, since, until)
        step = Text(STEP_NAMES[kind])
        if len(steps) < LEAST_STEPS:
            told = {
                "n": len(steps),
                "step": step,
                "first": date_text(since),
                "last": date_text(until),
                "least": LEAST_STEPS,
            }
            raise UserError(Text(TOO_FEW_STEPS, told))
        if len(steps) > MOST_STEPS:
            raise UserError(Text(TOO_MANY_STEPS, {"n": len(steps), "step": step, "most": MOST_STEPS}))
        if suggested:
            progress.report(Text(SUGGESTED, {"step": step, "least": ENOUGH_STEPS, "n": len(steps)}))
        return steps

    def _sentences(self, result, counts, steps, places):
        """Give what the analysis was made of, and what is hot now, by pattern and by area."""
        import numpy as np

        from ...core.emerging import COLD, HISTORICAL, HOT, PATTERNS
        from ...layers.wording import PATTERNS as WORDS

        yield Text(SPAN, {"events": int(counts.sum()), "places": len(counts), **_span(steps)})
        if result.draws:
            least = int(np.ceil(result.smallest_p * counts.size / 0.05))
            told = {"draws": result.draws, "p": float(f"{result.smallest_p:.2g}"), "bins": counts.size}
            yield Text(DRAWS_FEW, {**told, "n": least}) if result.fdr and least > 1 else Text(DRAWS, told)
        if counts.mean() < SPARSE:
            yield Text(CAUTION_SPARSE, {"mean": round(float(counts.mean()), 3)})
        if not (result.pattern != "").any():
            yield NOTHING
            return
        now = result.pattern != HISTORICAL
        hot = np.flatnonzero((result.side == HOT) & now)
        total = max(int(counts[:, -1].sum()), 1)
        yield Text(
            HOT_NOW,
            {"n": len(hot), "share": round(100 * len(hot) / len(counts), 1), "held": round(100 * int(counts[hot, -1].sum()) / total, 1)},
        )  # fmt: skip
        cold = int(((result.side == COLD) & now).sum())
        if cold:
            yield Text(COLD_NOW, {"n": cold})
        for pattern in PATTERNS:
            found = np.flatnonzero((result.pattern == pattern) & (result.side == HOT))
            if not len(found):
                continue
            told = {"pattern": Text(WORDS[f"{pattern} {HOT}"]), "n": len(found)}
            strongest = found[np.argsort(-result.z[found, -1], kind="stable")].tolist()
            areas = (
                list(dict.fromkeys(places.names[row] for row in strongest if places.names[row]))
                if places.names
                else []
            )
            yield (
                Text(OF_PATTERN_WHERE, {**told, "areas": ", ".join(areas[:3])})
                if areas
                else Text(OF_PATTERN, told)
            )

    def _texts(self, source, steps, places, asked, rule, result):
        from ...core.emerging import VERSION
        from ...core.getis_ord import FORMULA

        values = {
            "formula": FORMULA, "before": asked["before"], "rule": rule, "draws": result.draws, "seed": asked["seed"],
            "fdr": Text(YES if asked["fdr"] else NO), "adjusted": Text(YES if asked["adjusted"] else NO), "version": VERSION,
        }  # fmt: skip
        return {
            "name": titled(TITLE, source),
            "abstract": tr(Text(ABSTRACT, {"places": places, **_span(steps)})),
            "method": tr(Text(METHOD, values)),
        }

    def _write(self, parameters, context, source, places, counts, result, texts, progress) -> str:
        import numpy as np

        from ...core.emerging import COLD, HOT, PATTERNS

        named = [("area_name", "text")] if places.names else []
        fields = QgsFields()
        for name, kind in ((places.column, "whole"), *named, *RESULT):
            fields.append(new_field(name, kind))
        sink, target = self.sink(
            parameters, self.OUTPUT, context, fields, places.geometry_type, source.sourceCrs()
        )
        of_side = {HOT: 0, "": 1, COLD: 2}
        rank = [
            (of_side[side], PATTERNS.index(pattern) if pattern else 0)
            for side, pattern in zip(result.side, result.pattern)
        ]
        by_side, by_pattern = np.array(rank).T
        strength = np.where(by_side == 2, result.z[:, -1], -result.z[:, -1])
        order = np.lexsort((places.numbers, strength, by_pattern, by_side))
        codes = [
            f"{pattern} {side}" if pattern else None for pattern, side in zip(result.pattern, result.side)
        ]
        trend = result.trend
        columns = [
            places.numbers.tolist(), *([[one or None for one in places.names]] if places.names else []), codes,
            counts.sum(1).tolist(), counts[:, -1].tolist(), (result.bins >= 2).sum(1).tolist(), (result.bins <= -2).sum(1).tolist(),
            result.z[:, -1].tolist(), result.bins[:, -1].tolist(), trend.z.tolist(), trend.p.tolist(), [one if one == one else None for one in trend.adjusted_p.tolist()],
        ]  # fmt: skip
        attributes = ([column[row] for column in columns] for row in order.tolist())
        put_all(sink, places.shapes(order), attributes, len(order), progress)
        finish = partial(_finish, texts=texts)
        self.finish(context, target, texts["name"], finish)
        return target

    def _write_bins(self, parameters, context, places, counts, steps, result, progress):
        """Write every place and step, where that is asked for."""
        from ...core.periods import date_text

        fields = QgsFields()
        for name, kind in ((places.column, "whole"), *BINS_FIELDS):
            fields.append(new_field(name, kind))
        sink, target = self.sink(parameters, self.BINS, context, fields, QgsWkbTypes.Type.NoGeometry)
        if sink is None:
            return {}
        dates = [date_text(day) for day in steps.first]
        rows = (
            [number, date, *found]
            for number, *series in zip(places.numbers.tolist(), counts, result.z, result.p, result.bins)
            for date, *found in zip(dates, *(part.tolist() for part in series))
        )
        put_all(sink, None, rows, counts.size, progress)
        self.finish(context, target, f"{tr(TITLE)}: {tr('Places and steps')}", _finish_bins, styled=False)
        return {self.BINS: target}


def _neighbours(places, rule, progress):
    """Return who is whose neighbour by a `Rule`; of hexagons all contiguity is a shared side."""
    import numpy as np

    from ...core import neighbours
    from ...core.assignment import vertices_of_wkb

    if rule.name in (DISTANCE, NEAREST):
        return rule.of_centres(places.x, places.y)
    if places.shape == "hexagon":
        return neighbours.of_hexagons(places.numbers)
    if places.shape != AREAS:
        return neighbours.of_cells(places.numbers, rule.name)
    vertices = vertices_of_wkb(places.wkb, progress)
    owner = np.stack((vertices.polygon, vertices.ring), 1)
    return neighbours.of_polygons(vertices.xy, owner, len(places.wkb), rule.name, progress)


def _span(steps):
    """Return what a sentence says of steps: how many, of what, from when to when."""
    from ...core.periods import date_text

    return {
        "steps": len(steps), "step": Text(STEP_NAMES[steps.kind]), "first": date_text(steps.first[0]),
        "last": date_text(steps.last[-1]),
    }  # fmt: skip


def _finish(layer, texts) -> None:
    """Name, style and describe the places."""
    from ...layers.fields import name_fields, name_values, set_map_tip
    from ...layers.metadata import describe
    from ...layers.styles import apply_style
    from ...layers.wording import PATTERNS

    layer.setName(texts["name"])
    apply_style(layer, {"style": "patterns", "field": "pattern"})
    name_fields(layer, {name: tr(title) for name, title in ALIASES.items()})
    words = {code: tr(text) for code, text in PATTERNS.items() if code}
    name_values(layer, {"pattern": words})
    titles = {name: tr(title) for name, title in ALIASES.items()}
    set_map_tip(layer, "patterns", titles=titles, more=("pattern",))
    describe(layer, texts["name"], texts["abstract"], texts["method"])


def _finish_bins(layer) -> None:
    """Name the columns of places and steps."""
    from ...layers.fields import name_fields

    name_fields(layer, {name: tr(title) for name, title in ALIASES.items()})
