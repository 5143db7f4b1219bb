"""igh:hotsegments: which pieces of streets are hot, and how densely events lie along them."""

from __future__ import annotations

from functools import partial

from qgis.core import (
    NULL,
    QgsCoordinateTransform,
    QgsFeatureRequest,
    QgsFields,
    QgsGeometry,
    QgsLineString,
    QgsPoint,
    QgsProcessing,
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
    add_permutations,
    numbers_of,
    put_all,
    straight,
    titled,
)
from .presentation import NO, STYLE, YES

MOST_PIECES = 300_000
MOSTLY_ALONE = 0.5
"""The part of the ends of streets from which on it is said that they meet no other."""
NO_STREETS = QT_TRANSLATE_NOOP(
    "core", "“{layer}” has no streets with a length, or none of them is selected: choose another layer."
)
TOO_MANY_PIECES = QT_TRANSLATE_NOOP(
    "core", "The streets make more than {most} pieces of {length} m: choose longer pieces, or fewer streets."
)
NONE_NEAR = QT_TRANSLATE_NOOP("core", "No event lies within {snap} m of a street: choose a larger distance.")
NEGATIVE = QT_TRANSLATE_NOOP(
    "core", "The weight “{field}” is below zero at {n} events: a density has none of these."
)
LEFT_OUT = QT_TRANSLATE_NOOP(
    "core", "{n} events are left out: no place, an empty weight, or farther than {snap} m from any street."
)
APART = QT_TRANSLATE_NOOP(
    "core",
    "Caution: {share} % of the ends of streets meet no other: where streets cross without a common end nothing passes from one to the other. Split them at their junctions first.",
)
FOUND = QT_TRANSLATE_NOOP(
    "core",
    "{events} events on {pieces} pieces of streets, {km} km; {hot} pieces are hot and {cold} cold at 90 % confidence or more.",
)
HELD = QT_TRANSLATE_NOOP(
    "core", "The hot pieces are {share} % of the length and hold {held} % of the events."
)
AT_JUNCTIONS = QT_TRANSLATE_NOOP(
    "core",
    "{n} events lie where streets or their pieces meet; each is shared equally by the pieces that meet there.",
)
TWICE = QT_TRANSLATE_NOOP("core", "{n} streets lie in the layer more than once; each is taken once.")
STRONGEST = QT_TRANSLATE_NOOP("core", "Strongest: {listed}.")
TITLE = QT_TRANSLATE_NOOP("core", "Hot segments")
ABSTRACT = QT_TRANSLATE_NOOP(
    "core",
    "Where along the streets more events lie together than chance explains: {events} events on {km} km.",
)
METHOD = QT_TRANSLATE_NOOP(
    "core",
    "Streets in pieces of up to {piece} m, events on the nearest within {snap} m; {formula}, of events per length shrunk where it is "
    "short (Marshall 1991), neighbours within {bandwidth} m along the streets; {draws} conditional permutations, seed {seed}; false "
    "discovery rate controlled: {fdr}; density: equal-split discontinuous kernel (Okabe, Satoh and Sugihara 2009), bandwidth {bandwidth} m; "
    "{left_out} events left out",
)
ALIASES = {
    "piece": QT_TRANSLATE_NOOP("core", "Piece"),
    "street": QT_TRANSLATE_NOOP("core", "Street"),
    "weight": QT_TRANSLATE_NOOP("core", "Sum of weights"),
    "length": QT_TRANSLATE_NOOP("core", "Length (m)"),
    "per_km": QT_TRANSLATE_NOOP("core", "Events per km"),
    "density": QT_TRANSLATE_NOOP("core", "Events per km, smoothed"),
}


class HotSegments(EventsAlgorithm):
    """Pieces of streets with their events, their density along the network, and Gi*."""

    NAME = "hotsegments"
    TITLE = QT_TRANSLATE_NOOP("core", "Hot segments of streets")
    NEEDS = ("numpy", "scipy")
    WEIGHT, STREETS, STREET_NAME = "WEIGHT", "STREETS", "STREET_NAME"
    SNAP, PIECE, BANDWIDTH = "SNAP", "PIECE", "BANDWIDTH"
    PERMUTATIONS, FDR, SEED, OUTPUT = "PERMUTATIONS", "FDR", "SEED", "OUTPUT"

    def initAlgorithm(self, config=None):  # noqa: N802
        kinds = QgsProcessing.SourceType
        fields = QgsProcessingParameterField.DataType
        numbers = QgsProcessingParameterNumber
        self.add_layer(self.INPUT, tr("Events"), tr("Points in a CRS in metres; a selection of them is taken alone."), kinds.TypeVectorPoint)  # fmt: skip
        self.add_field(
            self.WEIGHT, tr("Weight"), self.INPUT, fields.Numeric,
            tr("What each event counts for; those with an empty value are left out."),
        )  # fmt: skip
        self.add_group_by()
        self.add_layer(
            self.STREETS, tr("Streets"),
            tr("Lines that meet at their ends, as those of a network do; lines that cross without a common end are not joined."),
            kinds.TypeVectorLine,
        )  # fmt: skip
        self.add_field(
            self.STREET_NAME, tr("Name of the street"), self.STREETS, fields.Any, tr("The column with the name, which each piece gets."),
        )  # fmt: skip
        for name, title, default, least, text in (
            (self.SNAP, tr("Largest distance to a street in metres"), 25.0, 0.0, tr("Events farther from any street are left out, and counted.")),
            (self.PIECE, tr("Length of a piece in metres"), 50.0, 5.0, tr("Streets are cut into pieces of equal length that are no longer.")),
            (self.BANDWIDTH, tr("Distance along the streets in metres"), 200.0, 5.0, tr("How far the density reaches, and up to where pieces are neighbours.")),
        ):  # fmt: skip
            parameter = numbers(name, title, numbers.Type.Double, default, True, least)
            parameter.setHelp(text)
            self.addParameter(parameter)
        add_permutations(
            self, tr("Benjamini-Hochberg over all pieces: of many tests some come out by chance.")
        )
        output = QgsProcessingParameterFeatureSink(self.OUTPUT, tr(TITLE), kinds.TypeVectorLine)
        output.setHelp(tr("The pieces of streets, the strongest first."))
        self.addParameter(output)
        self.add_numbers(
            EVENTS=QT_TRANSLATE_NOOP("core", "Events"),
            LEFT_OUT=QT_TRANSLATE_NOOP("core", "Events left out"),
            PIECES=QT_TRANSLATE_NOOP("core", "Pieces of streets"),
            HOT=QT_TRANSLATE_NOOP("core", "Hot pieces"),
        )

    def analyse(self, parameters, context, progress):
        import numpy as np

        from ...core.getis_ord import getis_ord_g_star
        from ...core.progress import Part
        from ...core.rates import empirical_bayes
        from ...core.streets import cut, near_along, network_density, shared

        source = self.parameterAsSource(parameters, self.INPUT, context)
        x, y, weights, given = self._events(parameters, context, source, Part(progress, 0.0, 0.1))
        streets, names = self._streets(parameters, context, source.sourceCrs(), progress)
        longest = self.parameterAsDouble(parameters, self.PIECE, context)
        pieces = cut(streets, longest)
        progress.step(0.2)
        at, away, near = self._snapped(parameters, context, pieces, x, y, given, progress)
        row, on, part = shared(pieces, at, x[near], y[near], away)
        if len(row) > len(at):
            progress.report(Text(AT_JUNCTIONS, {"n": len(np.unique(row[part < 1]))}))
        n = len(pieces.length)
        events = np.bincount(on, part, n)
        amounts = np.bincount(on, part * weights[near][row], n)
        bandwidth = self.parameterAsDouble(parameters, self.BANDWIDTH, context)
        density = network_density(pieces, amounts, bandwidth, Part(progress, 0.3, 0.4)) * 1000
        links = near_along(pieces, bandwidth, Part(progress, 0.4, 0.5))
        rate = empirical_bayes(amounts, pieces.length / 1000)
        result = getis_ord_g_star(
            rate, links, self.parameterAsInt(parameters, self.PERMUTATIONS, context),
            self.parameterAsBool(parameters, self.FDR, context), self.parameterAsInt(parameters, self.SEED, context),
            Part(progress, 0.5, 0.9),
        )  # fmt: skip
        if result.reason is not None:
            raise UserError(result.reason)
        left_out = given - int(near.sum())
        for sentence in self._sentences(pieces, events, result, names):
            progress.report(sentence)
        texts = self._texts(source, parameters, context, pieces, len(at), left_out, result)
        weighted = bool(self.parameterAsString(parameters, self.WEIGHT, context))
        columns = [("piece", "whole", np.arange(1, n + 1))]
        if names is not None:
            columns.append(
                (
                    "street",
                    "text",
                    np.array([names[number] or None for number in pieces.street.tolist()], object),
                )
            )
        columns.append(("events", "real", events))
        if weighted:
            columns.append(("weight", "real", amounts))
        columns += [
            ("length", "real", pieces.length), ("per_km", "real", amounts / pieces.length * 1000), ("density", "real", density),
            ("gi_z", "real", result.z), ("gi_p", "real", result.p), ("gi_bin", "whole", result.bins),
            ("neighbours", "whole", result.neighbours),
        ]  # fmt: skip
        target = self._write(
            parameters, context, source, pieces, columns, result, texts, Part(progress, 0.9, 1.0)
        )
        return {
            self.OUTPUT: target, "EVENTS": len(at), "LEFT_OUT": left_out, "PIECES": n,
            "HOT": int((result.bins > 0).sum()),
        }  # fmt: skip

    def _events(self, parameters, context, source, progress):
        """Return x, y and weights of the events that can count, and how many were given."""
        import numpy as np

        from ...layers.arrays.columns import POINTS

        field = self.parameterAsString(parameters, self.WEIGHT, context)
        columns = self.read(source, [field] if field else [], POINTS, progress)
        weights = numbers_of(columns, field) if field else np.ones(len(columns))
        keep = np.isfinite(columns.x) & np.isfinite(columns.y) & np.isfinite(weights)
        if not keep.any():
            raise UserError(NO_POINTS)
        below = int((weights[keep] < 0).sum())
        if below:
            raise UserError(Text(NEGATIVE, {"field": field, "n": below}))
        return columns.x[keep], columns.y[keep], weights[keep], len(columns)

    def _streets(self, parameters, context, crs, progress):
        """Return the streets as lines in a CRS, and the name of each, None without a column; raises `UserError` without any."""
        import numpy as np

        source = self.parameterAsSource(parameters, self.STREETS, context)
        field = self.parameterAsString(parameters, self.STREET_NAME, context)
        transform = QgsCoordinateTransform(source.sourceCrs(), crs, context.transformContext())
        request = QgsFeatureRequest().setSubsetOfAttributes([field] if field else [], source.fields())
        longest = self.parameterAsDouble(parameters, self.PIECE, context)
        lines, names, pieces, seen, twice = [], [], 0.0, set(), 0
        for done, feature in enumerate(source.getFeatures(request)):
            if done % 1_000 == 0:
                progress.check()
            geometry = feature.geometry()
            if geometry.isEmpty():
                continue
            plain = QgsGeometry()
            plain.fromWkb(straight(geometry))
            plain.transform(transform)
            value = feature[field] if field else None
            for part in plain.asMultiPolyline() if plain.isMultipart() else [plain.asPolyline()]:
                line = np.array([(at.x(), at.y()) for at in part], float)
                length = float(np.hypot(*np.diff(line, axis=0).T).sum()) if len(line) > 1 else 0.0
                key = min(line.tobytes(), line[::-1].tobytes())
                if key in seen:
                    twice += 1
                elif length > 0:
                    seen.add(key)
                    lines.append(line)
                    names.append("" if value in (None, NULL) else str(value))
                    pieces += np.ceil(length / longest)
            if pieces > MOST_PIECES:
                raise UserError(Text(TOO_MANY_PIECES, {"most": MOST_PIECES, "length": longest}))
        if not lines:
            raise UserError(Text(NO_STREETS, {"layer": source.sourceName()}))
        if twice:
            progress.report(Text(TWICE, {"n": twice}))
        return lines, names if field else None

    def _snapped(self, parameters, context, pieces, x, y, given, progress):
        """Return the piece of each event that is near one, how far that is, and which events these are."""
        import numpy as np

        from ...core.progress import Part
        from ...core.proximity import ObjectIndex

        snap = self.parameterAsDouble(parameters, self.SNAP, context)
        wkbs = [_wkb(line) for line in pieces.lines]
        away, piece = ObjectIndex(wkbs).nearest(x, y, Part(progress, 0.2, 0.3))
        near = away <= snap
        if not near.any():
            raise UserError(Text(NONE_NEAR, {"snap": snap}))
        if given > int(near.sum()):
            progress.report(Text(LEFT_OUT, {"n": given - int(near.sum()), "snap": snap}))
        degree = np.bincount(pieces.ends.ravel(), minlength=pieces.nodes)
        change = np.flatnonzero(np.diff(pieces.street)) + 1
        tips = np.append(
            pieces.ends[np.append(0, change), 0],
            pieces.ends[np.append(change - 1, len(pieces.street) - 1), 1],
        )
        alone = float((degree[tips] == 1).mean())
        if alone > MOSTLY_ALONE:
            progress.report(Text(APART, {"share": round(100 * alone)}))
        return piece[near], away[near], near

    @staticmethod
    def _sentences(pieces, events, result, names):
        """Give how many pieces are hot, what they hold, and which are the strongest."""
        import numpy as np

        hot = np.flatnonzero(result.bins > 0)
        km = float(pieces.length.sum()) / 1000
        told = {"events": round(events.sum()), "pieces": len(events), "km": round(km, 1)}
        yield Text(FOUND, {**told, "hot": len(hot), "cold": int((result.bins < 0).sum())})
        if not len(hot):
            return
        share, held = (
            float(pieces.length[hot].sum()) / km / 10,
            100 * float(events[hot].sum()) / events.sum(),
        )
        yield Text(HELD, {"share": round(share, 1), "held": round(held, 1)})
        if names is not None:
            strongest = hot[np.argsort(-result.z[hot], kind="stable")]
            listed = list(
                dict.fromkeys(names[number] for number in pieces.street[strongest].tolist() if names[number])
            )
            if listed:
                yield Text(STRONGEST, {"listed": ", ".join(listed[:3])})

    def _texts(self, source, parameters, context, pieces, events, left_out, result):
        from ...core.getis_ord import FORMULA

        told = {"events": events, "km": round(float(pieces.length.sum()) / 1000, 1)}
        values = {
            "piece": self.parameterAsDouble(parameters, self.PIECE, context), "snap": self.parameterAsDouble(parameters, self.SNAP, context),
            "bandwidth": self.parameterAsDouble(parameters, self.BANDWIDTH, context), "formula": FORMULA, "draws": result.draws,
            "seed": result.seed, "fdr": Text(YES if result.fdr else NO), "left_out": left_out,
        }  # fmt: skip
        return {
            "name": titled(TITLE, source),
            "abstract": tr(Text(ABSTRACT, told)),
            "method": tr(Text(METHOD, values)),
        }

    def _write(self, parameters, context, source, pieces, columns, result, texts, progress) -> str:
        import numpy as np

        fields = QgsFields()
        for name, kind, _ in columns:
            fields.append(new_field(name, kind))
        line = QgsWkbTypes.Type.LineString
        sink, target = self.sink(parameters, self.OUTPUT, context, fields, line, source.sourceCrs())
        order = np.lexsort((np.arange(len(result.z)), -np.nan_to_num(result.z, nan=-np.inf)))
        listed = [[one if one == one else None for one in values[order].tolist()] for _, _, values in columns]
        shapes = (_wkb(pieces.lines[row]) for row in order.tolist())
        put_all(sink, shapes, map(list, zip(*listed)), len(order), progress)
        finish = partial(_finish, texts=texts)
        self.finish(context, target, texts["name"], finish)
        return target


def _wkb(line) -> bytes:
    """Return vertices, (k, 2), as a line."""
    return bytes(QgsGeometry(QgsLineString([QgsPoint(x, y) for x, y in line.tolist()])).asWkb())


def _finish(layer, texts) -> None:
    """Name, style and describe the pieces."""
    from ...layers.fields import name_fields, set_map_tip
    from ...layers.metadata import describe
    from ...layers.styles import apply_style

    layer.setName(texts["name"])
    apply_style(layer, STYLE)
    titles = {name: tr(title) for name, title in ALIASES.items()}
    name_fields(layer, titles)
    set_map_tip(layer, "segments", titles=titles)
    describe(layer, texts["name"], texts["abstract"], texts["method"])
