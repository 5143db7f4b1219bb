"""A cube counted by PostgreSQL: one statement over the codes that are stored with the events.

It gives what `core.cube.count` gives of the same events, to the last digit: where an amount is no whole number, sums are
taken in the order of the events.
"""

from __future__ import annotations

from typing import Dict, List, Optional, Sequence, Tuple

import numpy as np

from ..core import periods
from ..core.cube import EVENTS, Cube, without
from . import sql
from .postgres import PostgresDatabase

DATE = "(DATE '1970-01-01' + local_day::int)"
MONTHS = f"((extract(year FROM {DATE})::bigint - 1970) * 12 + extract(month FROM {DATE})::bigint - 1)"
PERIODS = {
    periods.ALL: "0::bigint",
    periods.DAY: "local_day",
    periods.WEEK: "local_day - ((local_day + 3) % 7 + 7) % 7",
    periods.MONTH: MONTHS,
    periods.QUARTER: "floor(" + MONTHS + " / 3.0)::bigint",
    periods.YEAR: "floor(" + MONTHS + " / 12.0)::bigint",
}
"""The numbers of `core.periods.period_of`."""
MOST = 2.0**53


def count(
    database: PostgresDatabase, source: str, place: str, kind: str, measures: Sequence[str], attribute: str
) -> Optional[Tuple[Cube, Dict[str, object]]]:
    """Count the events of a source by place, period and category; None for a kind of period that needs their times.

    `place` is an expression of `sql`, `measures` and `attribute` are declared names. With the cube comes how many
    `events` the source has, how many are `dated`, and whether all amounts are `whole`.
    """
    if kind not in PERIODS:
        return None
    columns = [sql.quote(sql.MEASURE_PREFIX + name) for name in measures]
    of_source = sql.equal(source=source)
    about = _about(database, columns, of_source)
    keys = [_text(place), PERIODS[kind], _text(sql.quote("category"))]
    if attribute:
        keys.append(_text(sql.quote(sql.ATTRIBUTE_PREFIX + attribute)))
    names, values = _values(measures, columns, "" if about["whole"] else " ORDER BY fid")
    groups = [str(number) for number in range(1, len(keys) + 1)]
    dated = sql.EVERYTHING if kind == periods.ALL else ("local_day IS NOT NULL", [])
    clause, bound = sql.all_of([of_source, dated])
    select = sql.select_raw([*keys, *values], "events", clause, groups, group=groups)
    labels = ["place", "period", "category", *(["attribute_value"] if attribute else [])]
    kinds = dict.fromkeys(labels, "TEXT")
    kinds.update({"period": "REAL", **dict.fromkeys(names, "REAL")})
    found = database.read(select, bound, [*labels, *names], kinds)
    unknown = [name for name in measures if found[without(EVENTS, name)].any()]
    parts = {without(name, needed) for needed in unknown for name in (EVENTS, *measures) if name != needed}
    kept = [name for name in names if name in (EVENTS, *measures) or name in parts]
    amounts = {name: found[name] for name in kept}
    for name in (EVENTS, *(without(EVENTS, needed) for needed in unknown)):
        amounts[name] = amounts[name].astype(np.int64)
    split = found["attribute_value"] if attribute else None
    cube = Cube(found["place"], found["period"].astype(np.int64), found["category"], amounts, split)
    return cube, about


def _text(expression: str) -> str:
    return "coalesce((" + expression + ")::text, '') COLLATE " + sql.quote("C")


def _values(measures: Sequence[str], columns: Sequence[str], order: str) -> Tuple[List[str], List[str]]:
    """Return the names and expressions of the sums, in the order of `core.cube.count`."""
    sums = ["sum(coalesce(" + column + ", 0)" + order + ")" for column in columns]
    names, values = [EVENTS, *measures], ["count(*)", *sums]
    for needed, column in zip(measures, columns):
        only = " FILTER (WHERE " + column + " IS NULL)"
        names.append(without(EVENTS, needed))
        values.append("count(*)" + only)
        for name, amount in zip(measures, sums):
            if name != needed:
                names.append(without(name, needed))
                values.append("coalesce(" + amount + only + ", 0)")
    return names, values


def _about(database: PostgresDatabase, columns: Sequence[str], of_source: sql.Condition) -> Dict[str, object]:
    checks = ["count(*)", "count(local_day)"]
    for column in columns:
        checks.append("coalesce(bool_and(" + column + " = floor(" + column + ")), TRUE)")
        checks.append("coalesce(sum(abs(" + column + ")), 0)")
    events, dated, *rest = database.execute(
        sql.select_raw(checks, "events", of_source[0]), of_source[1]
    ).fetchone()
    whole = all(rest[0::2]) and all(amount < MOST for amount in rest[1::2])
    return {"events": events, "dated": dated, "whole": whole}
