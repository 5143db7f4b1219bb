"""The numbers of a chart as a table: a row for every mark."""

from __future__ import annotations

import csv
import io
import math
from typing import Any, Callable, Dict, Iterable, List, Sequence, Tuple

import numpy as np

from ..core.figures import Categories, Handling, HourTable, Pareto, Ranking, Trend
from ..core.periods import date_text

Table = Tuple[List[str], List[List[Any]]]


def numbers_of(part: Any) -> Table:
    """Return the names of the columns and the rows of a part of the figures, numbers as they are, None where there is none."""
    return TABLES[type(part)](part)


def as_text(table: Table, about: Sequence[Tuple[str, str]] = (), separator: str = ",") -> str:
    """Write a table with a header, a line for each row, decimals with a point; what it is `about` stands in every row."""
    names, rows = table
    written = io.StringIO()
    writer = csv.writer(written, delimiter=separator, lineterminator="\n")
    writer.writerow([*names, *(name for name, _ in about)])
    for row in rows:
        writer.writerow([*map(_cell, row), *(text for _, text in about)])
    return written.getvalue()


def _cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return repr(value) if isinstance(value, float) else str(value)


def _rows(*columns: Iterable[Any]) -> List[List[Any]]:
    plain = [column.tolist() if isinstance(column, np.ndarray) else list(column) for column in columns]
    return [list(row) for row in zip(*plain)]


def _days(days: np.ndarray) -> List[str]:
    return [date_text(day) for day in days.tolist()]


def _trend(part: Trend) -> Table:
    names = ["first_day", "last_day", "value", "expected", "lower", "upper", "signal", "complete"]
    columns = [part.values, part.expected, part.lower, part.upper, part.signal, part.complete]
    if part.other is not None:
        names.append("compared_with_value")
        columns.append(part.other / (part.other_scale or 1.0))
    return names, _rows(_days(part.starts), _days(part.ends), *columns)


def _ranking(part: Ranking) -> Table:
    names = ["rank", "level", "code", "name", "value", "lower", "upper", "events"]
    size = len(part.codes)
    ranks, levels = range(1, size + 1), [part.level] * size
    return names, _rows(
        ranks, levels, part.codes, part.names, part.values, part.lower, part.upper, part.counts
    )


def _hours(part: HourTable) -> Table:
    """Weekdays from Monday = 1, as in ISO 8601."""
    days, hours = part.counts.shape
    weekday, hour = np.divmod(np.arange(days * hours), hours)
    return ["weekday", "hour", "events"], _rows(weekday + 1, hour, part.counts.ravel())


def _categories(part: Categories) -> Table:
    names = ["category", "name", "events", "events_before", "change_percent", "p"]
    before = [None] * len(part.slugs) if part.before is None else part.before
    return names, _rows(part.slugs, part.names, part.counts, before, part.change, part.p)


def _handling(part: Handling) -> Table:
    """A row for the closed and one for the open events of every period and status."""
    names = ["first_day", "last_day", "status", "open", "events", "median_days", "p90_days", "complete"]
    first, last = _days(part.starts), _days(part.ends)
    median, p90, complete = part.median.tolist(), part.p90.tolist(), part.complete.tolist()
    rows: List[List[Any]] = []
    for period in range(len(first)):
        for number, status in enumerate(part.statuses):
            for is_open, counts in ((False, part.closed), (True, part.open)):
                told = (median[period], p90[period], complete[period])
                rows.append(
                    [first[period], last[period], status, is_open, int(counts[number, period]), *told]
                )
    return names, rows


def _pareto(part: Pareto) -> Table:
    names = ["rank", "code", "name", "amount", "cumulated_share"]
    return names, _rows(range(1, len(part.codes) + 1), part.codes, part.names, part.amounts, part.cumulated)


TABLES: Dict[type, Callable[[Any], Table]] = {
    Trend: _trend,
    Ranking: _ranking,
    HourTable: _hours,
    Categories: _categories,
    Handling: _handling,
    Pareto: _pareto,
}
