"""igh:pareto: how few places hold how much of all events."""

from __future__ import annotations

from datetime import date
from functools import partial

from qgis.core import (
    QgsFields,
    QgsProcessing,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
)

from ...core.errors import UserError
from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import tr
from ..base import new_field
from .events import EventsAlgorithm
from .given import NO_POINTS, is_points, named_numbers_in, named_polygons_in, numbers_of, put_all, titled
from .places import AREAS, Places, PlacesAlgorithm, as_several

HALF = 0.5
NO_WEIGHT = QT_TRANSLATE_NOOP("core", "{n} events are left out: an empty weight.")
NEGATIVE = QT_TRANSLATE_NOOP(
    "core", "The weight “{field}” is below zero at {n} events: there are no shares of that."
)
NO_NUMBER = QT_TRANSLATE_NOOP(
    "core",
    "Choose the weight: the number of the areas that is shared out. Only points can be counted without.",
)
AREAS_LEFT_OUT = QT_TRANSLATE_NOOP("core", "{n} areas are left out: “{field}” is empty or no number.")
NEGATIVE_AREAS = QT_TRANSLATE_NOOP(
    "core", "“{field}” is below zero in {n} areas: there are no shares of that."
)
NOTHING = QT_TRANSLATE_NOOP("core", "The weight “{field}” is zero everywhere: there is nothing to share out.")
FOUND = QT_TRANSLATE_NOOP(
    "core", "{n} of {places} places, {share} % of all, hold {part} % of {total} events."
)
FOUND_WEIGHT = QT_TRANSLATE_NOOP(
    "core",
    "{n} of {places} places, {share} % of all, hold {part} % of the sum of weights of {total} events.",
)
FOUND_NUMBER = QT_TRANSLATE_NOOP(
    "core", "{n} of {places} places, {share} % of all, hold {part} % of the sum of “{field}”, {total}."
)
TWENTY = QT_TRANSLATE_NOOP("core", "A fifth of the places hold {share} %, the first place alone {first} %.")
GINI = QT_TRANSLATE_NOOP(
    "core", "Gini coefficient {gini}: 0 when all places hold the same, 1 when one holds all."
)
GINI_EVENTS = QT_TRANSLATE_NOOP(
    "core",
    "There are fewer events than places, so that even the most even spread leaves places empty; allowing for that the Gini "
    "coefficient is {gini} (Bernasco and Steenbeek 2017).",
)
STRONGEST = QT_TRANSLATE_NOOP("core", "Most: {listed}.")
ONE = QT_TRANSLATE_NOOP("core", "{area} {share} %")
TITLE = QT_TRANSLATE_NOOP("core", "Concentration of events")
ABSTRACT = QT_TRANSLATE_NOOP("core", "{n} of {places} places hold {part} % of {total} events.")
ABSTRACT_WEIGHT = QT_TRANSLATE_NOOP(
    "core", "{n} of {places} places hold {part} % of the sum of weights of {total} events."
)
ABSTRACT_NUMBER = QT_TRANSLATE_NOOP(
    "core", "{n} of {places} places hold {part} % of the sum of “{field}”, {total}."
)
METHOD_WEIGHT = QT_TRANSLATE_NOOP(
    "core", "Places from most to least weight, cumulated (Pareto, Lorenz); Gini {gini}"
)
METHOD = QT_TRANSLATE_NOOP(
    "core",
    "Places from most to fewest events, cumulated (Pareto, Lorenz); Gini {gini}, for few events {gini_events} (Bernasco and "
    "Steenbeek 2017)",
)
CAUTION = QT_TRANSLATE_NOOP(
    "core",
    "Some places hold more than others by chance alone, the more so the fewer events there are: test with hot spots (Gi*).",
)
ALIASES = {
    "rank": QT_TRANSLATE_NOOP("core", "Rank"),
    "weight": QT_TRANSLATE_NOOP("core", "Sum of weights"),
    "share": QT_TRANSLATE_NOOP("core", "Share (%)"),
    "cum_share": QT_TRANSLATE_NOOP("core", "Share with all before it (%)"),
    "cum_places": QT_TRANSLATE_NOOP("core", "Places so far (%)"),
    "part": QT_TRANSLATE_NOOP("core", "Part of the whole"),
}


class Pareto(PlacesAlgorithm):
    """Places by what they hold of the whole, from most to least, and the curve of that."""

    NAME = "pareto"
    TITLE = QT_TRANSLATE_NOOP("core", "Concentration (Pareto)")
    NEEDS = ("numpy",)
    WEIGHT, AREA_NAME, PART, PAGE = "WEIGHT", "AREA_NAME", "PART", "PAGE"

    def initAlgorithm(self, config=None):  # noqa: N802
        kinds = QgsProcessing.SourceType
        self.add_layer(
            self.INPUT, tr("Events, or areas with a number"),
            tr("Points in a CRS in metres are counted by place; areas share out a number of theirs. A selection is taken alone."),
            kinds.TypeVectorPoint, also=kinds.TypeVectorPolygon,
        )  # fmt: skip
        self.add_field(
            self.WEIGHT, tr("Weight"), self.INPUT, QgsProcessingParameterField.DataType.Numeric,
            tr("What each event counts for, or the number of each area; those with an empty value are left out."),
        )  # fmt: skip
        self.add_field(
            self.AREA_NAME, tr("Name of the area"), self.INPUT, QgsProcessingParameterField.DataType.Any,
            tr("Used with areas only: the column with the name of each."),
        )  # fmt: skip
        self.add_places()
        part = QgsProcessingParameterNumber(
            self.PART, tr("Share in percent"), defaultValue=80, optional=True, minValue=51, maxValue=99
        )
        part.setHelp(tr("The places that together hold this share are shown apart from the rest."))
        self.addParameter(part)
        output = QgsProcessingParameterFeatureSink(self.OUTPUT, tr(TITLE), kinds.TypeVectorPolygon)
        output.setHelp(
            tr("The places from most to fewest events, with their share and that of all before them.")
        )
        self.addParameter(output)
        page = QgsProcessingParameterFileDestination(self.PAGE, tr("Page"), "HTML (*.html)", None, True, True)
        page.setHelp(tr("The curve and the first places, to read and print."))
        self.addParameter(page)
        self.add_numbers(
            EVENTS=QT_TRANSLATE_NOOP("core", "Events"),
            PLACES=QT_TRANSLATE_NOOP("core", "Places"),
            HOLD=QT_TRANSLATE_NOOP("core", "Places that hold the share"),
            GINI=QT_TRANSLATE_NOOP("core", "Gini coefficient"),
            GINI_EVENTS=QT_TRANSLATE_NOOP("core", "Gini coefficient for few events"),
        )

    def checkParameterValues(self, parameters, context):  # noqa: N802
        """Refuse areas without a number; what holds for points is not asked of them."""
        source = self.parameterAsSource(parameters, self.INPUT, context)
        if source is None or is_points(source):
            return super().checkParameterValues(parameters, context)
        if not self.parameterAsString(parameters, self.WEIGHT, context):
            return False, tr(NO_NUMBER)
        return super(EventsAlgorithm, self).checkParameterValues(parameters, context)

    def analyse(self, parameters, context, progress):
        import numpy as np

        from ...core.concentration import concentration
        from ...core.progress import Part

        source = self.parameterAsSource(parameters, self.INPUT, context)
        field = self.parameterAsString(parameters, self.WEIGHT, context)
        if is_points(source):
            x, y, weights = self._events(parameters, context, source, Part(progress, 0.0, 0.5))
            places = self.places(parameters, context, source.sourceCrs(), x, y, progress)
            placed = places.at >= 0
            n = len(places.numbers)
            events = np.bincount(places.at[placed], minlength=n)
            amounts = (
                None if weights is None else np.bincount(places.at[placed], weights[placed], minlength=n)
            )
            lead, abstract = (FOUND, ABSTRACT) if weights is None else (FOUND_WEIGHT, ABSTRACT_WEIGHT)
        else:
            places, amounts = self._areas(parameters, context, source, field, progress)
            n, events, lead, abstract = len(amounts), None, FOUND_NUMBER, ABSTRACT_NUMBER
        shared = events if amounts is None else amounts
        found = concentration(shared, amounts is None)
        if np.isnan(found.gini):
            raise UserError(Text(NOTHING, {"field": field}))
        part = self.parameterAsInt(parameters, self.PART, context)
        hold = found.places_for(part / 100)
        total = float(amounts.sum()) if events is None else int(events.sum())
        told = {
            "n": hold, "places": n, "share": round(100 * hold / n, 1), "part": part,
            "total": int(total) if total == int(total) else round(total, 1), "field": field,
        }  # fmt: skip
        for sentence in self._sentences(found, told, places, lead):
            progress.report(sentence)
        ginis = {"gini": round(found.gini, 3), "gini_events": round(found.gini_events, 3)}
        texts = {
            "name": titled(TITLE, source),
            "abstract": tr(Text(abstract, told)),
            "method": tr(Text(METHOD if amounts is None else METHOD_WEIGHT, ginis)),
        }
        target = self._write(
            parameters, context, source, places, events, amounts, found, part, texts, Part(progress, 0.7, 1.0)
        )
        return {
            self.OUTPUT: target, **self._page(parameters, context, source, places, shared, found, Text(lead, told)),
            "PLACES": n, "HOLD": hold, "GINI": found.gini,
            **({"GINI_EVENTS": found.gini_events} if amounts is None else {}),
            **({} if events is None else {"EVENTS": int(events.sum())}),
        }  # fmt: skip

    def _areas(self, parameters, context, source, field, progress):
        """Return areas that have a number as places, and their numbers (m,) float64."""
        import numpy as np

        name = self.parameterAsString(parameters, self.AREA_NAME, context)
        ids = self.ids()
        polygons, names = named_polygons_in(source, name, source.sourceCrs(), context, ids)
        amounts = named_numbers_in(source, field, ids)
        known = np.flatnonzero(np.isfinite(amounts))
        if len(known) < len(amounts):
            progress.report(Text(AREAS_LEFT_OUT, {"n": len(amounts) - len(known), "field": field}))
        below = int((amounts[known] < 0).sum())
        if below:
            raise UserError(Text(NEGATIVE_AREAS, {"field": field, "n": below}))
        if not len(known):
            raise UserError(Text(NOTHING, {"field": field}))
        shapes = [as_several(polygons[row]) for row in known.tolist()]
        named = [names[row] for row in known.tolist()] if name else None
        nowhere = np.full(len(known), np.nan)
        places = Places(AREAS, np.zeros(0, np.int64), known + 1, named, shapes, nowhere, nowhere)
        return places, amounts[known]

    def _events(self, parameters, context, source, progress):
        """Return x, y and weights (None without) of the events that count."""
        import numpy as np

        from ...layers.arrays.columns import POINTS

        field = self.parameterAsString(parameters, self.WEIGHT, context)
        columns = self.read(source, [field] if field else [], POINTS, progress)
        if not field:
            return columns.x, columns.y, None
        weights = numbers_of(columns, field)
        keep = np.isfinite(weights)
        if not keep.any():
            raise UserError(NO_POINTS)
        if not keep.all():
            progress.report(Text(NO_WEIGHT, {"n": int((~keep).sum())}))
        below = int((weights[keep] < 0).sum())
        if below:
            raise UserError(Text(NEGATIVE, {"field": field, "n": below}))
        return columns.x[keep], columns.y[keep], weights[keep]

    @staticmethod
    def _sentences(found, told, places, lead):
        """Give how few places hold how much, the first in the words of `lead`."""
        yield Text(lead, told)
        half = found.places_for(HALF)
        yield Text(lead, {**told, "n": half, "part": 50, "share": round(100 * half / told["places"], 1)})
        yield Text(
            TWENTY,
            {"share": round(100 * found.part_of(0.2), 1), "first": round(100 * float(found.share[0]), 1)},
        )
        yield Text(GINI, {"gini": round(found.gini, 3)})
        if lead == FOUND and told["total"] < told["places"]:
            yield Text(GINI_EVENTS, {"gini": round(found.gini_events, 3)})
        if places.names:
            listed = [
                tr(Text(ONE, {"area": places.names[row], "share": round(100 * float(share), 1)}))
                for row, share in zip(found.order[:3].tolist(), found.share)
                if places.names[row]
            ]
            if listed:
                yield Text(STRONGEST, {"listed": "; ".join(listed)})

    def _write(
        self, parameters, context, source, places, events, weight, found, part, texts, progress
    ) -> str:
        import numpy as np

        order, n = found.order, len(found.order)
        parts = np.full(n, 3)
        parts[: found.places_for(part / 100)] = 2
        parts[: found.places_for(HALF)] = 1
        parts[found.share == 0] = 0
        columns = [
            ("rank", "whole", list(range(1, n + 1))),
            (places.column, "whole", places.numbers[order].tolist()),
        ]
        if places.names:
            columns.append(("area_name", "text", [places.names[row] or None for row in order.tolist()]))
        if events is not None:
            columns.append(("events", "whole", events[order].tolist()))
        if weight is not None:
            columns.append(("weight", "real", weight[order].tolist()))
        columns += [
            ("share", "real", (100 * found.share).tolist()),
            ("cum_share", "real", (100 * found.cumulated).tolist()),
            ("cum_places", "real", (100 * np.arange(1, n + 1) / n).tolist()),
            ("part", "whole", parts.tolist()),
        ]
        fields = QgsFields()
        for name, kind, _ in columns:
            fields.append(new_field(name, kind))
        sink, target = self.sink(
            parameters, self.OUTPUT, context, fields, places.geometry_type, source.sourceCrs()
        )
        rows = map(list, zip(*(values for _, _, values in columns)))
        put_all(sink, places.shapes(order), rows, n, progress)
        finish = partial(_finish, texts=texts, part=part)
        self.finish(context, target, texts["name"], finish)
        return target

    def _page(self, parameters, context, source, places, amounts, found, lead):
        from ...delivery.pareto_page import pareto_page

        names = places.names or [""] * len(amounts)
        weighted = bool(self.parameterAsString(parameters, self.WEIGHT, context))
        day = date.today().isoformat()
        page = pareto_page(self.title_of(source), day, tr(lead), names, amounts, found, weighted)
        return self.page(parameters, self.PAGE, context, page)


def _finish(layer, texts, part) -> None:
    """Name, style and describe the places."""
    from ...layers.fields import name_fields, set_map_tip
    from ...layers.metadata import describe
    from ...layers.styles import apply_style

    layer.setName(texts["name"])
    apply_style(layer, {"style": "shares", "field": "part", "part": part})
    titles = {name: tr(title) for name, title in ALIASES.items()}
    name_fields(layer, titles)
    set_map_tip(layer, "shares", titles=titles)
    describe(layer, texts["name"], texts["abstract"], texts["method"], tr(CAUTION))
