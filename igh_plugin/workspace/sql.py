"""The one place where SQL with identifiers is composed.

Identifiers go through `quote`, values are always bound. Statements come as texts, conditions as a text and the
values bound to its question marks.
"""

from __future__ import annotations

import json
import re
import sqlite3
from datetime import date
from typing import Any, Callable, Collection, Iterable, List, Mapping, Optional, Sequence, Tuple

from ..core.errors import UserError
from ..core.filters import EventFilter, Part
from ..core.grid import OFFSET, SPAN, ratio
from ..core.parts import whole_seconds
from ..core.text import QT_TRANSLATE_NOOP, Text

Condition = Tuple[str, List[Any]]
MEASURE_PREFIX, ATTRIBUTE_PREFIX = "m_", "a_"
EVERYTHING: Condition = ("TRUE", [])
NOTHING: Condition = ("FALSE", [])
JSON_VALUE = "json_extract"
IN_LIST = "IN (SELECT value FROM json_each(?))"


class Values(List[Any]):
    """A list that is bound as one value."""


sqlite3.register_adapter(Values, json.dumps)


class Update(str):
    """An UPDATE of one row by its key, which is bound last, that says what it updates."""

    table: str
    columns: Tuple[str, ...]
    empty_is_null: Tuple[str, ...]
    key: str


def quote(name: str) -> str:
    """Return an identifier as SQL reads it literally: in double quotes, quotes inside doubled."""
    if not isinstance(name, str) or not name or "\0" in name:
        raise ValueError("not an identifier: " + repr(name))
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text as SQL literal, for the bodies of triggers, which cannot bind values."""
    if "\0" in text:
        raise ValueError("a null character in a text")
    return "'" + text.replace("'", "''") + "'"


def names(columns: Iterable[str]) -> str:
    """Return quoted names with commas between."""
    return ", ".join(quote(column) for column in columns)


def compose(*parts: str) -> str:
    """Put parts of a statement together."""
    return " ".join(part for part in parts if part)


def declared_column(prefix: str, name: str) -> str:
    """Return the column of `events` for a declared measure or attribute; raises `UserError` for a bad name."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,58}", name):
        raise UserError(
            Text(
                QT_TRANSLATE_NOOP(
                    "core",
                    "“{name}” cannot be the name of a measure or attribute: use small letters, digits and underscores, "
                    "and begin with a letter.",
                ),
                {"name": name},
            )
        )
    return prefix + name


# ---------------------------------------------------------------- tables


def create_table(
    table: str, key: str, geometry: Optional[str], columns: Sequence[Tuple[str, str, bool]]
) -> str:
    """Return the statement that makes a table; columns are name, type, required."""
    made = [compose(quote(key), "INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL")]
    if geometry:
        made.append(compose(quote("geom"), geometry))
    made += [compose(quote(name), kind, "NOT NULL" if required else "") for name, kind, required in columns]
    return compose("CREATE TABLE", quote(table), "(" + ", ".join(made) + ")")


def drop_table(table: str) -> str:
    """Return the statement that drops a table."""
    return compose("DROP TABLE IF EXISTS", quote(table))


def add_column(table: str, name: str, kind: str) -> str:
    """Return the statement that adds a nullable column."""
    return compose("ALTER TABLE", quote(table), "ADD COLUMN", quote(name), kind)


def create_index(index: str, table: str, columns: Sequence[str], unique: bool = False) -> str:
    """Return the statement that makes an index where there is none."""
    head = "CREATE UNIQUE INDEX IF NOT EXISTS" if unique else "CREATE INDEX IF NOT EXISTS"
    return compose(head, quote(index), "ON", quote(table), "(" + names(columns) + ")")


def drop_index(index: str) -> str:
    """Return the statement that drops an index."""
    return compose("DROP INDEX IF EXISTS", quote(index))


def drop_trigger(trigger: str) -> str:
    """Return the statement that drops a trigger."""
    return compose("DROP TRIGGER IF EXISTS", quote(trigger))


def table_info(table: str) -> str:
    """Return the statement that lists the columns of a table."""
    return compose("PRAGMA table_info(", quote(table), ")")


# ---------------------------------------------------------------- rows


def insert(table: str, columns: Sequence[str]) -> str:
    """Return an INSERT with one bound value for each column."""
    return compose(
        "INSERT INTO",
        quote(table),
        "(" + names(columns) + ") VALUES (" + ", ".join("?" for _ in columns) + ")",
    )


def insert_rows(
    table: str,
    constants: Sequence[str],
    columns: Sequence[str],
    rows: int,
    empty_is_null: Collection[str] = (),
) -> str:
    """Return an INSERT of several rows: the constant columns are bound once, and then the others row after row.

    An empty text becomes NULL where that is said. Marks have no numbers, which Python 3.12 took for names.
    """
    values = ["?" for _ in constants]
    for number, column in enumerate(columns, 1):
        values.append(_bound(column, empty_is_null, "column" + str(number)))
    row = "(" + ", ".join("?" for _ in columns) + ")"
    into = compose("INSERT INTO", quote(table), "(" + names((*constants, *columns)) + ")")
    return compose(into, "SELECT", ", ".join(values), "FROM (VALUES", ", ".join([row] * rows) + ")")


def update(table: str, columns: Sequence[str], key: str, empty_is_null: Sequence[str] = ()) -> Update:
    """Return an UPDATE that binds each column and then the key; an empty text becomes NULL where that is said."""
    settings = ", ".join(quote(column) + " = " + _bound(column, empty_is_null) for column in columns)
    made = Update(compose("UPDATE", quote(table), "SET", settings, "WHERE", quote(key), "= ?"))
    made.table, made.columns, made.empty_is_null = table, tuple(columns), tuple(empty_is_null)
    made.key = key
    return made


def _bound(column: str, empty_is_null: Collection[str], mark: str = "?") -> str:
    return "nullif(" + mark + ", '')" if column in empty_is_null else mark


def delete(table: str, condition: str = "TRUE") -> str:
    """Return a DELETE of the rows under a condition."""
    return compose("DELETE", "FROM", quote(table), "WHERE", condition)


def select(
    columns: Sequence[str],
    table: str,
    condition: str = "TRUE",
    order: Sequence[str] = (),
    limit: bool = False,
) -> str:
    """Return a SELECT of columns under a condition; `limit` binds a limit and an offset at the end."""
    return select_raw(
        [quote(column) for column in columns], table, condition, [quote(column) for column in order], limit
    )


def select_raw(
    expressions: Sequence[str],
    table: str,
    condition: str = "TRUE",
    order: Sequence[str] = (),
    limit: bool = False,
    group: Sequence[str] = (),
) -> str:
    """Return a SELECT of expressions that were composed here."""
    return compose(
        "SELECT",
        ", ".join(expressions),
        "FROM",
        quote(table),
        "WHERE",
        condition,
        "GROUP BY " + ", ".join(group) if group else "",
        "ORDER BY " + ", ".join(order) if order else "",
        "LIMIT ? OFFSET ?" if limit else "",
    )


def repeated(column: str, table: str, condition: str) -> str:
    """Return a SELECT of one value that a column has more than once under a condition; of no row without."""
    return compose(
        "SELECT",
        quote(column),
        "FROM",
        quote(table),
        "WHERE",
        condition,
        "GROUP BY",
        quote(column),
        "HAVING count(*) > 1 LIMIT 1",
    )


def total(column: str, order: str = "") -> str:
    """Return the expression for a sum, taken in an order where one is given."""
    return "sum(" + compose(quote(column), "ORDER BY " + quote(order) if order else "") + ")"


def equal(**values: Any) -> Condition:
    """Return the condition that columns have these values; None matches NULL."""
    clauses = [quote(column) + (" IS NULL" if value is None else " = ?") for column, value in values.items()]
    return " AND ".join(clauses) or "TRUE", [value for value in values.values() if value is not None]


def in_list(column: str, values: Iterable[Any], indexed: bool = True) -> Condition:
    """Return the condition that a column has one of the values, any number of them, bound as one list.

    A condition on texts that is not `indexed` is tested row by row, in the order of the table.
    """
    tested = quote(column) if indexed else "(" + quote(column) + " || '')"
    return " ".join((tested, IN_LIST)), [Values(values)]


def between(column: str, low: str, high: str) -> Condition:
    """Return the condition that a text is `low` or comes after it, and before `high`."""
    return compose(quote(column), ">= ? AND", quote(column), "< ?"), [low, high]


def of_source(source: str) -> Condition:
    """Return the condition that an `event_id` is of a source: the semicolon comes next after the colon."""
    return between("event_id", source + ":", source + ";")


def run_before(column: str, moment: str) -> Condition:
    """Return the condition that the run in a column ended before a moment."""
    return compose(quote(column), "IN (SELECT id FROM runs WHERE finished < ?)"), [moment]


def happened_before(moment: str) -> Condition:
    """Return the condition that an event is older than a moment: when it occurred, else was reported, closed or came."""
    known = ", ".join(quote(name) for name in ("occurred_from", "reported_at", "closed_at"))
    return _older("coalesce(" + known + ")", "run", moment)


def version_before(moment: str) -> Condition:
    """Return the condition that a version is of an event that is no longer there, and says it is older than a moment."""
    gone = compose(quote("event_id"), "NOT IN (SELECT event_id FROM events)")
    known = ", ".join(
        JSON_VALUE + "(content, " + literal("$." + name) + ")"
        for name in ("occurred_from", "reported_at", "closed_at")
    )
    return all_of([(gone, []), _older("coalesce(" + known + ")", "run_to", moment)])


def _older(known: str, run: str, moment: str) -> Condition:
    unknown = run_before(run, moment)
    clause = "(" + known + " < ?) OR (" + known + " IS NULL AND " + unknown[0] + ")"
    return clause, [moment, *unknown[1]]


def all_of(conditions: Iterable[Condition]) -> Condition:
    """Return the condition that all of the conditions hold."""
    clauses: List[str] = []
    values: List[Any] = []
    for clause, bound in conditions:
        clauses.append("(" + clause + ")")
        values.extend(bound)
    return " AND ".join(clauses) or "TRUE", values


def order_terms(order: str, columns: Sequence[str]) -> List[str]:
    """Return the terms of an order such as `occurred_local DESC, event_id`; nulls come last.

    Raises `ValueError` for a column that is not among `columns`.
    """
    terms: List[str] = []
    for term in filter(None, (part.strip() for part in order.split(","))):
        name, _, direction = term.partition(" ")
        direction = direction.strip().upper()
        if name not in columns or direction not in ("", "ASC", "DESC"):
            raise ValueError("cannot order by " + term)
        terms += [quote(name) + " IS NULL", compose(quote(name), direction)]
    return terms


# ---------------------------------------------------------------- other databases

_BARE = re.compile(r"[^\W\d][\w$#]*(\.[^\W\d][\w$#]*){0,2}")


def is_bare(name: str) -> bool:
    """Whether a name, perhaps with its schema, needs no quotes: how a database of another kind quotes is not known."""
    return bool(_BARE.fullmatch(name))


def table_rows(table: str, condition: str = "1 = 1") -> str:
    """Return the SELECT of all columns of a table of another database; `ValueError` for a name that needs quotes."""
    return compose("SELECT * FROM", _bare(table), "WHERE", condition)


def from_day(column: str, day: str, ansi: bool) -> str:
    """Return the condition that a date is that day (`2026-01-31`) or later, for another database.

    The day is written as no setting of language can read it otherwise: as ODBC writes it, or as ANSI SQL does.
    """
    text = literal(date.fromisoformat(day).isoformat())
    return compose(_bare(column), ">=", "DATE " + text if ansi else "{d " + text + "}")


def fractions(table: str, query: str, columns: Sequence[str]) -> str:
    """Return the statement that gives a row, 1 for each column with a fraction, where a table or else a query has one."""
    rows = quote(table) if table else "(" + query.strip().rstrip(";") + ")"
    found = ["typeof(" + quote(column) + ") = 'real'" for column in columns]
    return compose("SELECT", ", ".join(found), "FROM", rows, "WHERE", " OR ".join(found), "LIMIT 1")


def _bare(name: str) -> str:
    if not is_bare(name):
        raise ValueError("needs quotes: " + name)
    return name


# ---------------------------------------------------------------- events


def coarse_cell(size: int) -> str:
    """Return the expression for the packed cell of `size` metres that holds an event (see `core.grid`)."""
    times = ratio(size)
    cell = quote("cell")
    if times == 1:
        return cell
    column = f"({cell} / {SPAN} / {times} + {OFFSET - OFFSET // times})"
    row = f"({cell} % {SPAN} / {times} + {OFFSET - OFFSET // times})"
    return compose(column, "*", str(SPAN), "+", row)


def known_cell(size: int) -> str:
    """Return `coarse_cell`, NULL for an event without a position."""
    return compose("CASE WHEN", quote("cell"), "<> 0 THEN", coarse_cell(size), "END")


WEEKDAY = "((" + quote("local_day") + " + 3) % 7 + 7) % 7"


MONTH = "strftime('%m', " + quote("local_day") + " * 86400, 'unixepoch')"
"""The month of a local day: `01` to `12`."""


def moment(column: str) -> str:
    """Return the expression for a time in whole seconds since 1970."""
    return "strftime('%s', " + quote(column) + ")"


def events_where(
    selection: EventFilter,
    columns: Sequence[str],
    finest_areas: Callable[[Optional[str], str], Optional[List[str]]],
    last_days: Callable[[], Mapping[str, int]],
) -> Condition:
    """Return the condition that selects the events of a filter.

    `columns` are the columns that `events` has: a measure that no source declared has no events.
    `finest_areas(level, code)` gives the codes of the finest level inside an area, or None for a workspace
    without areas, whose events carry the code themselves; `last_days()` the last local day of each source.
    """
    conditions: List[Condition] = []
    for column, wanted in (
        ("source", selection.sources),
        ("kind", selection.kinds),
        ("category", selection.categories),
        ("area", selection.areas),
        ("place", selection.places),
    ):
        if wanted:
            conditions.append(in_list(column, wanted))
    day = quote("local_day")
    if selection.first_day is not None:
        conditions.append((day + " >= ?", [int(selection.first_day)]))
    if selection.last_day is not None:
        conditions.append((day + " <= ?", [int(selection.last_day)]))
    if selection.undated is not None:
        conditions.append((day + (" IS NULL" if selection.undated else " IS NOT NULL"), []))
    if selection.area is not None:
        codes = finest_areas(selection.area_level, selection.area)
        conditions.append(in_list("area", [selection.area] if codes is None else codes))
    if selection.place is not None:
        conditions.append((quote("place") + " = ?", [selection.place]))
    if selection.cells:
        wanted_cells = Values(int(cell) for cell in selection.cells)
        expression = coarse_cell(selection.cell_size or 25)
        conditions.append((" ".join((expression, IN_LIST)), [wanted_cells]))
    if selection.weekday is not None:
        conditions.append((WEEKDAY + " = ?", [int(selection.weekday)]))
    if selection.hour is not None:
        conditions.append((quote("local_hour") + " = ?", [int(selection.hour)]))
    if selection.week_hours:
        of_week = compose(WEEKDAY, "* 24 +", quote("local_hour"))
        conditions.append((" ".join((of_week, IN_LIST)), [Values(selection.week_hours)]))
    if selection.measure is not None:
        column = MEASURE_PREFIX + selection.measure
        conditions.append((quote(column) + " <> 0", []) if column in columns else NOTHING)
    for name in selection.known:
        column = MEASURE_PREFIX + name
        conditions.append((quote(column) + " IS NOT NULL", []) if column in columns else NOTHING)
    if selection.part is not None:
        conditions += _part(selection.part, selection, columns, last_days)
    return all_of(conditions)


def _part(
    part: Part, selection: EventFilter, columns: Sequence[str], last_days: Callable[[], Mapping[str, int]]
) -> List[Condition]:
    """Return the conditions of a part of events; an attribute that no source declared has no events."""
    conditions: List[Condition] = []
    for column, texts in (("category", part.categories), ("status", part.statuses)):
        if texts:
            conditions.append(in_list(column, texts))
    for expression, wanted in (
        (quote("local_hour"), part.hours),
        (WEEKDAY, part.weekdays),
        (MONTH, tuple(format(month, "02d") for month in part.months)),
    ):
        if wanted:
            conditions.append((" ".join((expression, IN_LIST)), [Values(wanted)]))
    if part.open is not None:
        conditions.append((quote("closed_at") + (" IS NULL" if part.open else " IS NOT NULL"), []))
    took = compose(moment("closed_at"), "-", moment("reported_at"))
    if part.timed:
        conditions.append((took + " >= 0", []))
    if part.closed_within is not None:
        limit = whole_seconds(part.closed_within)
        conditions.append((took + " <= ?", [limit]))
        ends = {name: day * 86400 - limit for name, day in last_days().items()}
        conditions.append(_before(compose(moment("reported_at"), "+ 0"), ends))
    if part.attribute:
        column = ATTRIBUTE_PREFIX + part.attribute
        conditions.append(in_list(column, part.values) if column in columns else NOTHING)
    if part.measure:
        column = MEASURE_PREFIX + part.measure
        conditions.append((quote(column) + " <> 0", []) if column in columns else NOTHING)
    if part.again_within is not None:
        column = ATTRIBUTE_PREFIX + part.again_at if part.again_at else "place"
        conditions.append(_again(part, selection, column) if column in columns else NOTHING)
        ends = {name: day - part.again_within for name, day in last_days().items()}
        conditions.append(_before(quote("local_day"), ends))
    return conditions


def _before(number: str, ends: Mapping[str, int]) -> Condition:
    """Return the condition that an expression is less than the number of the event's source; of a source without one it is not."""
    clauses, bound = ["FALSE"], []
    for source, end in ends.items():
        clauses.append(compose("(", quote("source"), "= ? AND", number, "< ?)"))
        bound += [source, end]
    return " OR ".join(clauses), bound


def _again(part: Part, selection: EventFilter, column: str) -> Condition:
    """Return the condition for events of whose source there is another on a later day, within some, with the same text in a column.

    Looked through are the sources and days of a selection, and the days after it.
    """
    days, day = int(part.again_within or 1), quote("local_day")
    conditions: List[Condition] = [(quote(name) + " IS NOT NULL", []) for name in (column, "local_day")]
    if part.among:
        conditions.append(in_list("category", part.among))
    if selection.sources:
        conditions.append(in_list("source", selection.sources, indexed=selection.first_day is not None))
    if selection.first_day is not None:
        conditions.append((day + " >= ?", [int(selection.first_day)]))
    if selection.last_day is not None:
        conditions.append((day + " <= ?", [int(selection.last_day) + days]))
    where, bound = all_of(conditions)
    within = compose(
        "min(" + day + ") OVER (PARTITION BY", quote("source"), ",", quote(column),
        "ORDER BY", day, "RANGE BETWEEN 1 FOLLOWING AND", str(days), "FOLLOWING) AS",
        quote("later"),
    )  # fmt: skip
    followed = compose(
        "SELECT", quote("fid"), "FROM (SELECT", quote("fid"), ",", within, "FROM", quote("events"), "WHERE", where, ") AS",
        quote("followed"), "WHERE", quote("later"), "IS NOT NULL",
    )  # fmt: skip
    return compose(quote("fid"), "IN (", followed, ")"), bound


# ---------------------------------------------------------------- spatial index


def rtree_name(table: str) -> str:
    """Return the name of a table's spatial index."""
    return "rtree_" + table + "_geom"


def create_rtree(table: str) -> str:
    """Return the statement that makes the empty spatial index of a table."""
    return compose(
        "CREATE VIRTUAL TABLE", quote(rtree_name(table)), "USING rtree(id, minx, maxx, miny, maxy)"
    )


def triggers(table: str, key: str, spatial: bool) -> List[Tuple[str, str]]:
    """Return name and statement of the triggers that GDAL keeps on a table: spatial index and number of rows."""
    quoted, counted = quote(table), literal(table)
    made = []
    if spatial:
        rtree, fid, geom = quote(rtree_name(table)), quote(key), quote("geom")
        put = compose(
            "INSERT OR REPLACE",
            "INTO",
            rtree,
            "VALUES",
            "(NEW." + fid + ",",
            ", ".join(
                function + "(NEW." + geom + ")" for function in ("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY")
            )
            + ");",
        )
        full = "(NEW." + geom + " NOTNULL AND NOT ST_IsEmpty(NEW." + geom + "))"
        empty = "(NEW." + geom + " ISNULL OR ST_IsEmpty(NEW." + geom + "))"
        same, other = "OLD." + fid + " = NEW." + fid, "OLD." + fid + " != NEW." + fid
        drop_old = compose("DELETE", "FROM", rtree, "WHERE id = OLD." + fid + ";")
        drop_both = compose("DELETE", "FROM", rtree, "WHERE id IN (OLD." + fid + ", NEW." + fid + ");")
        for name, moment, when, body in (
            ("insert", "AFTER INSERT ON", full, put),
            ("update1", "AFTER UPDATE OF " + geom + " ON", same + " AND " + full, put),
            ("update2", "AFTER UPDATE OF " + geom + " ON", same + " AND " + empty, drop_old),
            ("update3", "AFTER UPDATE ON", other + " AND " + full, drop_old + " " + put),
            ("update4", "AFTER UPDATE ON", other + " AND " + empty, drop_both),
            ("delete", "AFTER DELETE ON", "OLD." + geom + " NOT NULL", drop_old),
        ):
            trigger = rtree_name(table) + "_" + name
            made.append(
                (
                    trigger,
                    compose(
                        "CREATE TRIGGER", quote(trigger), moment, quoted, "WHEN", when, "BEGIN", body, "END"
                    ),
                )
            )
    for name, moment, step in (("insert", "AFTER INSERT ON", "+ 1"), ("delete", "AFTER DELETE ON", "- 1")):
        trigger = "trigger_" + name + "_feature_count_" + table
        body = compose(
            "UPDATE gpkg_ogr_contents SET feature_count = feature_count",
            step,
            "WHERE lower(table_name) = lower(" + counted + ");",
        )
        made.append(
            (trigger, compose("CREATE TRIGGER", quote(trigger), moment, quoted, "BEGIN", body, "END"))
        )
    return made
