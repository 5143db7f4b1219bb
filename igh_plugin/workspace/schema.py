"""The tables of a workspace as data, and the steps from older versions to this one.

Times are GeoPackage DATETIME texts `YYYY-MM-DDTHH:MM:SS.000Z`: UTC, but for `occurred_local`, which is wall time
written the same way so that QGIS's temporal controller steps through local days. Days are days since 1970-01-01.
Geometries are in the workspace's CRS, in metres.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Optional, Tuple

VERSION = 3


@dataclass(frozen=True)
class Column:
    """A column: its name, its GeoPackage type, and whether every row has a value."""

    name: str
    type: str
    required: bool = False


@dataclass(frozen=True)
class Index:
    """An index over columns of a table."""

    name: str
    columns: Tuple[str, ...]
    unique: bool = False


@dataclass(frozen=True)
class Table:
    """A table with an integer key; `geometry` is its GeoPackage geometry type, None for a table without.

    One that is not `indexed` has no spatial index in a GeoPackage, and no triggers that keep its number of rows: whoever opens one of
    its layers looks at all tables of the file, and an index is four of them and seven triggers. Measured with 500 results: 0.9 s to
    open a layer, 0.22 s without the index, 0.09 s without the triggers too.
    """

    name: str
    columns: Tuple[Column, ...]
    geometry: Optional[str] = None
    indexes: Tuple[Index, ...] = ()
    title: str = ""
    indexed: bool = True

    @property
    def key(self) -> str:
        """The name of the integer primary key."""
        return "fid" if self.geometry else "id"

    @property
    def column_names(self) -> Tuple[str, ...]:
        """The names of the columns beside key and geometry."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True)
class AddColumn:
    """A migration step: a column that an older version did not have."""

    table: str
    column: Column


@dataclass(frozen=True)
class AddTable:
    """A migration step: a table that an older version did not have."""

    table: str


@dataclass(frozen=True)
class Fill:
    """A migration step: one constant statement that fills what the step before it added."""

    statement: str


def _columns(*definitions: str) -> Tuple[Column, ...]:
    """Make columns of texts such as `title TEXT` or `source TEXT NOT NULL`."""
    made = []
    for definition in definitions:
        name, kind, *rest = definition.split()
        made.append(Column(name, kind, bool(rest)))
    return tuple(made)


EVENT_COLUMNS = _columns(
    "event_id TEXT NOT NULL",
    "source TEXT NOT NULL",
    "kind TEXT",
    "category TEXT",
    "subcategory TEXT",
    "occurred_from DATETIME",
    "occurred_to DATETIME",
    "occurred_local DATETIME",
    "reported_at DATETIME",
    "closed_at DATETIME",
    "status TEXT",
    "location_quality TEXT",
    "place TEXT",
    "address TEXT",
    "area TEXT",
    "cell INTEGER",
    "local_day INTEGER",
    "local_hour INTEGER",
    "run INTEGER NOT NULL",
    "row_hash INTEGER NOT NULL",
)

TABLES: Tuple[Table, ...] = (
    Table(
        "igh_workspace",
        _columns("key TEXT NOT NULL", "value TEXT"),
        indexes=(Index("igh_workspace_key", ("key",), unique=True),),
        title="IGH workspace",
    ),
    Table(
        "sources",
        _columns(
            "source TEXT NOT NULL",
            "title TEXT",
            "kind TEXT",
            "grain TEXT",
            "licence TEXT",
            "attribution TEXT",
            "timezone TEXT",
            "reporting_delay TEXT",
            "definition TEXT",
        ),
        indexes=(Index("sources_source", ("source",), unique=True),),
        title="Sources",
    ),
    Table(
        "runs",
        _columns(
            "kind TEXT NOT NULL",
            "source TEXT",
            "parameters TEXT",
            "software TEXT",
            "started DATETIME",
            "finished DATETIME",
            "read INTEGER",
            "kept INTEGER",
            "rejected INTEGER",
            "new INTEGER",
            "changed INTEGER",
            "unchanged INTEGER",
            "withdrawn INTEGER",
            "notes TEXT",
        ),
        title="Runs",
    ),
    Table(
        "events",
        EVENT_COLUMNS,
        geometry="POINT",
        indexes=(
            Index("events_event_id", ("event_id",), unique=True),
            Index("events_source_day", ("source", "local_day")),
            Index("events_run", ("run",)),
        ),
        title="Events",
    ),
    Table(
        "event_history",
        _columns(
            "event_id TEXT NOT NULL",
            "run_from INTEGER NOT NULL",
            "run_to INTEGER NOT NULL",
            "content TEXT NOT NULL",
        ),
        indexes=(
            Index("event_history_event_id", ("event_id", "run_from")),
            Index("event_history_run_to", ("run_to",)),
        ),
        title="Earlier versions of events",
    ),
    Table(
        "rejects",
        _columns(
            "run INTEGER NOT NULL",
            "source TEXT NOT NULL",
            "file TEXT",
            "row INTEGER",
            "reason TEXT NOT NULL",
            "field TEXT",
            "record TEXT",
        ),
        indexes=(Index("rejects_source_reason", ("source", "reason")),),
        title="Rejected records",
    ),
    Table(
        "measures",
        _columns("source TEXT NOT NULL", "name TEXT NOT NULL", "unit TEXT", "title TEXT"),
        indexes=(Index("measures_name", ("source", "name"), unique=True),),
        title="Measures",
    ),
    Table(
        "attributes",
        _columns("source TEXT NOT NULL", "name TEXT NOT NULL", "title TEXT"),
        indexes=(Index("attributes_name", ("source", "name"), unique=True),),
        title="Attributes",
    ),
    Table(
        "areas",
        _columns(
            "level TEXT NOT NULL",
            "code TEXT NOT NULL",
            "name TEXT",
            "parent TEXT",
            "valid_from TEXT",
            "valid_to TEXT",
            "area_km2 REAL",
        ),
        geometry="MULTIPOLYGON",
        indexes=(Index("areas_level_code", ("level", "code"), unique=True),),
        title="Areas",
    ),
    Table(
        "area_statistics",
        _columns("code TEXT NOT NULL", "year INTEGER", "name TEXT NOT NULL", "value REAL"),
        indexes=(Index("area_statistics_name", ("name", "code", "year")),),
        title="Statistics of areas",
    ),
    Table(
        "layers",
        _columns(
            "source TEXT NOT NULL",
            "table_name TEXT NOT NULL",
            "geometry TEXT NOT NULL",
            "year INTEGER",
            "run INTEGER NOT NULL",
        ),
        indexes=(Index("layers_source", ("source",), unique=True),),
        title="Layers for reference",
    ),
    Table(
        "calendar",
        _columns("source TEXT NOT NULL", "kind TEXT NOT NULL", "day INTEGER NOT NULL"),
        indexes=(Index("calendar_day", ("source", "kind", "day"), unique=True),),
        title="Holidays",
    ),
    Table(
        "cube",
        _columns(
            "source TEXT NOT NULL",
            "division TEXT NOT NULL",
            "place TEXT NOT NULL",
            "period_kind TEXT NOT NULL",
            "period INTEGER NOT NULL",
            "category TEXT NOT NULL",
            "measure TEXT NOT NULL",
            "value REAL",
            "attribute TEXT",
            "attribute_value TEXT",
            "weighting TEXT",
        ),
        indexes=(Index("cube_period", ("source", "division", "period_kind", "period")),),
        title="Counts and sums",
    ),
    Table(
        "cubes",
        _columns(
            "source TEXT NOT NULL",
            "division TEXT NOT NULL",
            "period_kind TEXT NOT NULL",
            "attribute TEXT",
            "weighting TEXT",
            "run INTEGER NOT NULL",
            "basis TEXT NOT NULL",
        ),
        title="What the cubes were counted from",
    ),
    Table(
        "results",
        _columns(
            "theme TEXT NOT NULL",
            "level TEXT NOT NULL",
            "name TEXT NOT NULL",
            "table_name TEXT NOT NULL",
            "run INTEGER NOT NULL",
            "created DATETIME",
            "metadata TEXT",
        ),
        indexes=(Index("results_name", ("theme", "level", "name"), unique=True),),
        title="Results",
    ),
    Table(
        "geocodes",
        _columns(
            "service TEXT NOT NULL",
            "scope TEXT NOT NULL",
            "address TEXT NOT NULL",
            "x REAL",
            "y REAL",
            "crs TEXT",
            "score REAL",
            "type TEXT",
            "found TEXT",
            "asked_at DATETIME NOT NULL",
        ),
        indexes=(Index("geocodes_address", ("service", "scope", "address"), unique=True),),
        title="Addresses looked up",
    ),
    Table(
        "incidents",
        _columns(
            "event_id TEXT NOT NULL",
            "incident TEXT NOT NULL",
            "number INTEGER NOT NULL",
            "rule TEXT",
            "reason TEXT",
            "metres REAL",
            "minutes REAL",
            "other TEXT",
            "run INTEGER NOT NULL",
        ),
        indexes=(
            Index("incidents_event_id", ("event_id",), unique=True),
            Index("incidents_incident", ("incident", "number")),
        ),
        title="Reports of the same thing",
    ),
    Table(
        "erased",
        _columns("source TEXT NOT NULL", "hash TEXT NOT NULL", "run INTEGER NOT NULL"),
        indexes=(Index("erased_hash", ("source", "hash"), unique=True),),
        title="Hashes of erased events",
    ),
)

BY_NAME: Dict[str, Table] = {table.name: table for table in TABLES}

# The current version of an event is its row in `events`: only closed versions carry their content.
VIEWS: Dict[str, str] = {
    "event_versions": (
        "CREATE VIEW IF NOT EXISTS event_versions AS"
        " SELECT event_id, run_from, run_to, content FROM event_history"
        " UNION ALL SELECT event_id, run, NULL, NULL FROM events"
    )
}

# From the version in the key to the next one. Version 0 kept no versions of events, knew no hour apart from the
# time, and did not say for which year a statistic holds. Version 1 held neither layers for reference nor calendars, and
# remembered no addresses that were looked up, linked no events to incidents, and did not know that events were erased. Version 2 split no cube by an attribute,
# weighted no event, and did not know what its cubes were counted from.
MIGRATIONS: Dict[int, Tuple[object, ...]] = {
    0: (
        AddColumn("events", Column("local_hour", "INTEGER")),
        Fill(
            "UPDATE events SET local_hour = CAST(substr(occurred_local, 12, 2) AS INTEGER)"
            " WHERE occurred_local IS NOT NULL"
        ),
        AddColumn("events", Column("address", "TEXT")),
        AddColumn("area_statistics", Column("year", "INTEGER")),
        AddTable("event_history"),
    ),
    1: (
        AddTable("layers"),
        AddTable("calendar"),
        AddTable("geocodes"),
        AddTable("incidents"),
        AddTable("erased"),
    ),
    2: (
        AddColumn("cube", Column("attribute", "TEXT")),
        AddColumn("cube", Column("attribute_value", "TEXT")),
        AddColumn("cube", Column("weighting", "TEXT")),
        AddTable("cubes"),
    ),
}
