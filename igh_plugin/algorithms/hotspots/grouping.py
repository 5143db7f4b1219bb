"""The groups of a run by group: their events, and the outputs they have in common."""

from __future__ import annotations

from functools import partial
from typing import Any, Callable, Dict, List, Set, Tuple

from qgis.core import QgsFeature, QgsFields, QgsProcessingUtils

from ...core.errors import UserError
from ...core.progress import Message, Part
from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import tr
from ..base import new_field
from ..finishing import Finish
from .given import RunEnds, span_of
from .members import free_name

MOST_GROUPS = 40
TOO_MANY_GROUPS = QT_TRANSLATE_NOOP(
    "core",
    "“{field}” has {n} different values, more than {most}: choose a column with fewer, or leave it empty.",
)
NOT_ANALYSED = QT_TRANSLATE_NOOP("core", "{group} is left out: {sentence}")
OF_GROUP = QT_TRANSLATE_NOOP("core", "{group}: {sentence}")
BY = QT_TRANSLATE_NOOP("core", "{title}, by {field}")
GROUPS = QT_TRANSLATE_NOOP("core", "Each value of {field} by itself: {groups}.")
COLUMN, UNNAMED = "group", "-"
"""The column of the group, and the name of the group of events that have no value, or an empty one."""
SAID_BY_GROUP = ("abstract", "method", "caution")


class Told(Part):
    """Progress of one group: what is reported begins with its name."""

    def __init__(self, whole, group: str):
        super().__init__(whole, 0.0, 1.0)
        self._group = group

    def report(self, message: Message) -> None:
        super().report(Text(OF_GROUP, {"group": self._group, "sentence": tr(message)}))


class GroupSink:
    """A sink that writes the group before the attributes of each feature."""

    def __init__(self, sink, group: str):
        self._sink, self._group = sink, group

    def close(self) -> None:
        """Let go of the sink, so that it can write what it holds."""
        self._sink = None

    def addFeature(self, feature, flags):  # noqa: N802
        return self.addFeatures([feature], flags)

    def addFeatures(self, features, flags):  # noqa: N802
        """Write features, (n,) `QgsFeature`; tell whether that went well."""
        made = []
        for feature in features:
            one = QgsFeature()
            one.setGeometry(feature.geometry())
            one.setAttributes([self._group, *feature.attributes()])
            made.append(one)
        return self._sink.addFeatures(made, flags)

    def lastError(self) -> str:  # noqa: N802
        return self._sink.lastError()


class Groups:
    """The values of a column, those of most events first, and what their runs made.

    `names` are their texts, `now` is the group that is analysed, `kept` are those of which something was found. Raises
    `UserError` when there are more than `MOST_GROUPS`.
    """

    def __init__(self, source, field: str, direct, progress):
        import numpy as np

        from ...layers.arrays.columns import NONE
        from ...layers.arrays.reading import read_columns

        columns = read_columns(source, [field], NONE, direct, progress)
        values, missing = columns.values[field], columns.missing[field]
        texts = np.array(
            [
                UNNAMED if gone else str(value) or UNNAMED
                for value, gone in zip(values.tolist(), missing.tolist())
            ],
            object,
        )
        names, code, counts = np.unique(texts, return_inverse=True, return_counts=True)
        if len(names) > MOST_GROUPS:
            raise UserError(Text(TOO_MANY_GROUPS, {"field": field, "n": len(names), "most": MOST_GROUPS}))
        order = np.argsort(-counts, kind="stable")
        self.names: List[str] = names[order].tolist()
        self.now, self.kept = 0, []
        self.finishes: Dict[str, List[Tuple[str, str, Finish, bool]]] = {}
        self.pages: Dict[str, List[Any]] = {}
        self._field, self._direct = field, direct
        self._ids = [columns.ids[code == group] for group in order]
        self._read: Dict[Tuple[Any, ...], Any] = {}
        self._sinks: Dict[str, Tuple[Any, str]] = {}
        self._given: List[GroupSink] = []
        self._columns: Dict[str, str] = {}
        self._paths: Dict[str, str] = {}
        self._progress, self._span = progress, None

    def each(self, work: Callable[[int, str], Any], progress) -> List[Any]:
        """Return what `work` returns of each group, by its number and name; tells those that it refuses, which are not `kept`.

        Raises `UserError` when it refuses all, with the reason that they have in common, or that of the first.
        """
        found, refused = [], []
        for number, name in enumerate(self.names):
            self.now = number
            try:
                found.append(work(number, name))
                self.kept.append(number)
            except RunEnds:
                raise
            except UserError as error:
                refused.append((name, error.message))
                progress.report(_not_analysed(name, error.message))
        if not found:
            alone = len({tr(reason) for _, reason in refused}) == 1
            raise UserError(refused[0][1] if alone else _not_analysed(*refused[0]))
        return found

    @property
    def name(self) -> str:
        """The name of the group that is analysed."""
        return self.names[self.now]

    def ids(self) -> Set[int]:
        """Return the ids of the features of the group."""
        return set(self._ids[self.now].tolist())

    def every(self, source, wanted, geometry, progress):
        """Return the columns of the events of all groups, read once; raises `RunEnds` where they cannot be read."""
        from ...layers.arrays.reading import read_columns

        key = (tuple(wanted), geometry)
        if key not in self._read:
            try:
                self._read[key] = read_columns(source, wanted, geometry, self._direct, progress)
            except UserError as error:
                unreadable = error.message
            else:
                return self._read[key]
            raise RunEnds(unreadable)
        return self._read[key]

    def read(self, source, wanted, geometry, progress):
        """Return the columns of the events of the group."""
        import numpy as np

        columns = self.every(source, wanted, geometry, progress)
        return columns.taken(np.flatnonzero(np.isin(columns.ids, self._ids[self.now])))

    def sink(self, name: str, fields: QgsFields, opened: Callable[[QgsFields], Tuple[Any, str]]):
        """Return a sink for the group and the target; the first group has it opened, with a column for the group."""
        if name not in self._sinks:
            column = free_name(COLUMN, {field.name().lower() for field in fields})
            columns = QgsFields()
            columns.append(new_field(column, "text"))
            for field in fields:
                columns.append(field)
            self._sinks[name] = opened(columns)
            self._columns[self._sinks[name][1]] = column
        sink, target = self._sinks[name]
        if sink is None:
            return None, target
        self._given.append(GroupSink(sink, self.name))
        return self._given[-1], target

    def undo(self, context) -> None:
        """Take what was written out of the layers again."""
        targets = [target for sink, target in self._sinks.values() if sink is not None]
        self._sinks.clear()
        for sink in self._given:
            sink.close()
        for target in targets:
            layer = QgsProcessingUtils.mapLayerFromString(target, context)
            if layer is not None:
                layer.dataProvider().truncate()

    def span(self, days) -> Tuple[int, int]:
        """Return the first and the last of the days (n,) of all events, told once and without a group."""
        if self._span is None:
            self._span = span_of(days, self._progress)
        return self._span

    def path(self, name: str, asked: Callable[[], str]) -> str:
        """Return the path of an output, asked for once."""
        if name not in self._paths:
            self._paths[name] = asked()
        return self._paths[name]

    def add_finish(self, target: str, name: str, finish: Finish, styled: bool) -> None:
        """Keep how the layer of a target is finished for the group."""
        self.finishes.setdefault(target, []).append((self.name, name, finish, styled))

    def joined(self, target: str) -> Tuple[str, Finish, bool]:
        """Return the name of the layer of a target, how it is finished for all groups, and whether its style is kept."""
        finishes = self.finishes[target]
        _, name, first, styled = finishes[0]
        title = by_field(name, self._field)
        whole = partial(
            finish_groups,
            first=_of_all(first, [(group, finish) for group, _, finish, _ in finishes]),
            title=title,
            column=(self._columns[target], self._field),
            groups=[self.names[number] for number in self.kept],
        )
        return title, whole, styled


def _not_analysed(group: str, reason: Message) -> Text:
    return Text(NOT_ANALYSED, {"group": group, "sentence": tr(reason)})


def _of_all(first: Finish, finishes: List[Tuple[str, Finish]]) -> Finish:
    """Return the finish of the first group, with what is said of all of them where they have `texts`."""
    given = [(group, getattr(finish, "keywords", {}).get("texts")) for group, finish in finishes]
    return first if any(texts is None for _, texts in given) else partial(first, texts=texts_of_all(given))


def texts_of_all(given: List[Tuple[str, Dict[str, str]]]) -> Dict[str, str]:
    """Return the texts of the first group, with a line for each where groups say different things."""
    texts = dict(given[0][1])
    for name in SAID_BY_GROUP:
        said = [(group, one[name]) for group, one in given if one.get(name)]
        if len({sentence for _, sentence in said}) > 1:
            texts[name] = "\n".join(
                tr(Text(OF_GROUP, {"group": group, "sentence": sentence})) for group, sentence in said
            )
    return texts


def by_field(title: str, field: str) -> str:
    """Return the title of what is grouped by a field."""
    return tr(Text(BY, {"title": title, "field": field}))


def finish_groups(layer, first: Finish, title: str, column: Tuple[str, str], groups: List[str]) -> None:
    """Finish a layer as the first group does, say by what it is grouped, and draw it group by group."""
    from ...layers.fields import name_fields
    from ...layers.renderers import by_group

    first(layer)
    layer.setName(title)
    metadata = layer.metadata()
    metadata.setTitle(title)
    told = tr(Text(GROUPS, {"field": column[1], "groups": ", ".join(groups)}))
    metadata.setAbstract("\n\n".join(part for part in (metadata.abstract(), told) if part))
    layer.setMetadata(metadata)
    name_fields(layer, {column[0]: column[1]})
    if layer.isSpatial():
        by_group(layer, column[0], groups)


COUNTED = {
    "EVENTS", "BEFORE", "LEFT_OUT", "CLUSTERS", "CLUSTERED", "PEAKS", "PAIRS", "BANDS", "HOT", "COLD", "MORE", "LESS", "HOLD",
}  # fmt: skip
"""Outputs that are added up over groups, where they are numbers: EVENTS is a layer in some algorithms."""


def together(found: List[Dict[str, Any]]) -> Dict[str, Any]:
    """Return the outputs of all groups: numbers of events and findings added up, others where all groups have the same."""
    outputs: Dict[str, Any] = {}
    for name in dict.fromkeys(key for one in found for key in one):
        values = [one[name] for one in found if name in one]
        if name in COUNTED and all(isinstance(value, int) for value in values):
            outputs[name] = sum(values)
        elif len(set(values)) == 1:
            outputs[name] = values[0]
    return outputs
