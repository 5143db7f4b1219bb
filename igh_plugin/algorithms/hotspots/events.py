"""Algorithms on the events of a layer: all together, or by themselves for each value of a column (*group by*)."""

from __future__ import annotations

from typing import Dict, Optional, Set

from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingParameterField

from ...core.progress import Cancelled, Part, Silent
from ...translation import tr
from ..base import IghAlgorithm
from ..finishing import Finish
from .given import RunEnds, direct_access_of, not_in_metres, span_of, times_of
from .grouping import Groups, Told, together


class EventsAlgorithm(IghAlgorithm):
    """What the algorithms on events share: metres, direct access to a file, and one run after the other by group.

    Subclasses implement `analyse` in the place of `compute`. They take events with `read`, open outputs with `sink` and
    write pages with `page`; then a run by group needs no care of theirs: a layer gets a column with the group, all groups
    are in it, and the map shows one of them at a time.
    """

    GROUP = "hotspots"
    INPUT, GROUP_BY = "INPUT", "GROUP_BY"

    def __init__(self):
        super().__init__()
        self._direct = None
        self._groups: Optional[Groups] = None

    def add_group_by(self) -> None:
        """Declare the column that events are grouped by."""
        self.add_field(
            self.GROUP_BY, tr("Group by"), self.INPUT, QgsProcessingParameterField.DataType.Any,
            tr("A column such as the category: each of its values is analysed by itself. The layer holds all of them, with their value in the column “group”; in the legend the first is switched on."),
        )  # fmt: skip

    def checkParameterValues(self, parameters, context):  # noqa: N802
        """Refuse what has no metres."""
        source = self.parameterAsSource(parameters, self.INPUT, context)
        refused = not_in_metres(source.sourceCrs()) if source is not None else ""
        return (False, refused) if refused else super().checkParameterValues(parameters, context)

    def prepareAlgorithm(self, parameters, context, feedback):  # noqa: N802
        self._direct = direct_access_of(self, parameters, self.INPUT, context)
        return True

    def compute(self, parameters, context, progress):
        field = self.parameterAsString(parameters, self.GROUP_BY, context)
        if not field:
            return self.analyse(parameters, context, progress)
        source = self.parameterAsSource(parameters, self.INPUT, context)
        groups = Groups(source, field, self._direct, Part(progress, 0.0, 0.1))
        if not groups.names:
            return self.analyse(parameters, context, progress)

        def analysed(number, name):
            begin, end = (0.1 + 0.9 * at / len(groups.names) for at in (number, number + 1))
            return self.analyse(parameters, context, Told(Part(progress, begin, end), name))

        self._groups = groups
        try:
            found = groups.each(analysed, progress)
        except (Cancelled, RunEnds):
            groups.undo(context)
            raise
        finally:
            self._groups = None
        for target in groups.finishes:
            self.finish(context, target, *groups.joined(target))
        for path, pages in groups.pages.items():
            _write(path, pages)
        return together(found)

    def read(self, source, wanted, geometry, progress):
        """Return `read_columns` of the input, in a run by group of the events of the group alone."""
        from ...layers.arrays.reading import read_columns

        if self._groups is None:
            return read_columns(source, wanted, geometry, self._direct, progress)
        return self._groups.read(source, wanted, geometry, progress)

    def all_days(self, source, field, days):
        """Return the local days of all events with a time, of which `days` (n,) are those at hand: the span of the data is that of all groups."""
        import numpy as np

        from ...layers.arrays.columns import POINTS

        if self._groups is None:
            return days
        every = times_of(self._groups.every(source, [field], POINTS, Silent()), field).astype("datetime64[D]")
        return every[~np.isnat(every)].astype(np.int64)

    def span(self, source, field, days, progress):
        """Return the first and the last day that the data span, of which `days` (n,) are those at hand; in a run by group of all events."""
        if self._groups is None:
            return span_of(days, progress)
        return self._groups.span(self.all_days(source, field, days))

    def ids(self) -> Optional[Set[int]]:
        """Return the ids of the features of the group in a run by group; None for all."""
        return None if self._groups is None else self._groups.ids()

    def sink(self, parameters, name, context, fields, kind, crs=None):
        """Return `parameterAsSink`; in a run by group one for all groups, which gives each feature its group."""
        crs = QgsCoordinateReferenceSystem() if crs is None else crs

        def opened(columns):
            return self.parameterAsSink(parameters, name, context, columns, kind, crs)

        return opened(fields) if self._groups is None else self._groups.sink(name, fields, opened)

    def finish(self, context, target: str, name: str, finish: Finish, styled: bool = True) -> None:
        """As of any algorithm; in a run by group once for all groups."""
        if self._groups is None:
            super().finish(context, target, name, finish, styled)
        else:
            self._groups.add_finish(target, name, finish, styled)

    def page(self, parameters, name, context, page) -> Dict[str, str]:
        """Write a `delivery.page.Page` where the output `name` is asked for; in a run by group all groups in one file."""

        def asked():
            return self.parameterAsFileOutput(parameters, name, context)

        path = asked() if self._groups is None else self._groups.path(name, asked)
        if not path:
            return {}
        if self._groups is None:
            _write(path, [page])
        else:
            self._groups.pages.setdefault(path, []).append(page)
        return {name: path}

    def title_of(self, source) -> str:
        """Return what a page calls the events: the name of their layer, in a run by group with the group."""
        name = source.sourceName()
        return name if self._groups is None else f"{name}, {self._groups.name}"


def _write(path: str, pages) -> None:
    from ...delivery.page import html_of
    from ...workspace.files import write_text

    write_text(path, html_of(pages))
