"""The statements by which a shared workspace shows each role what it may see.

Row-level security (https://www.postgresql.org/docs/current/ddl-rowsecurity.html). A role that reads has no rights on the
parts of `events`, nor on views that read with the rights of their owner, but for totals of the whole city.
"""

from __future__ import annotations

from typing import List, Sequence, Tuple

from .postgis_sql import TYPES
from .sql import compose, literal, names, quote

TABLE, RUN = "access", "rights"
TOTALS, DAYS = "city_totals", "city_days"
CITY, DISTRICT, AGGREGATES = "city", "district", "totals"
EVERYBODY = (
    "sources", "runs", "measures", "attributes", "areas", "area_statistics", "layers", "calendar", TOTALS, DAYS,
    TABLE, "igh_workspace",
)  # fmt: skip
ROWS = ("events", "event_history", "incidents", "cube", "cubes", "results")
REST = ("rejects",)
READABLE = {AGGREGATES: EVERYBODY, DISTRICT: (*EVERYBODY, *ROWS), CITY: (*EVERYBODY, *ROWS, *REST)}
"""The tables that a role of each kind may read, as far as the policies show it their rows."""

_SEES_ALL = "(SELECT igh_sees_all(current_user))"
_SEEN = "((SELECT igh_seen_areas(current_user))::text[])"
_FINEST = "(SELECT igh_finest_level())"
_KNOWN = "IN (SELECT event_id FROM events)"
POLICIES = {
    "events": "area = ANY " + _SEEN,
    "event_history": "(content::json ->> 'area') = ANY " + _SEEN,
    "incidents": compose(
        "event_id", _KNOWN, "AND incident", _KNOWN, "AND (other IS NULL OR other", _KNOWN + ")"
    ),
    "cube": compose("division =", _FINEST, "AND place = ANY", _SEEN),
    "runs": "kind NOT IN (" + literal(RUN) + ", 'erase')",
    "results": "FALSE",
    "rejects": "FALSE",
}
"""What of a table shows beside everything to those who see all."""
_ALWAYS = {
    "igh_workspace": "key IN ('schema_version', 'crs')",
    TABLE: "pg_has_role(current_user, oid, 'usage')",
}


def setup(schema: str) -> List[str]:
    """Return the statements that make the table of rights, the functions that read it, and the policies, or make them anew."""
    text = TYPES["TEXT"]
    columns = ", ".join(
        compose(quote(name), text, "NOT NULL" if required else "")
        for name, required in (("may", True), ("level", False), ("code", False), ("area", False))
    )
    made = [
        compose("CREATE TABLE IF NOT EXISTS", quote(TABLE), "(oid OID NOT NULL,", columns + ")"),
        _function(
            schema,
            "igh_finest_level() RETURNS text",
            "SELECT level FROM areas GROUP BY level ORDER BY count(*) DESC, level LIMIT 1",
        ),
        _function(
            schema,
            "igh_sees_all(who name) RETURNS boolean",
            compose("SELECT EXISTS (SELECT FROM", _GIVEN, "AND may =", literal(CITY) + ")"),
        ),
        _function(
            schema,
            "igh_seen_areas(who name) RETURNS text[]",
            compose("SELECT coalesce(array_agg(area), '{}') FROM", _GIVEN, "AND may =", literal(DISTRICT)),
        ),
        compose(
            "CREATE OR REPLACE VIEW",
            quote(DAYS),
            "WITH (security_barrier) AS SELECT source, kind, category, local_day, count(*) AS n FROM events"
            " WHERE local_day IS NOT NULL GROUP BY source, kind, category, local_day",
        ),
        compose(
            "CREATE OR REPLACE VIEW",
            quote(TOTALS),
            "WITH (security_barrier) AS SELECT source, division, period_kind, period, category, measure,"
            " sum(value) AS value FROM cube WHERE attribute IS NULL AND weighting IS NULL"
            " GROUP BY source, division, period_kind, period, category, measure",
        ),
    ]
    for table, shown in POLICIES.items():
        made += _secured(table, compose(_SEES_ALL, "OR", shown))
    for table, shown in _ALWAYS.items():
        made += _secured(table, shown)
    for table in ("cubes", "geocodes", "erased"):
        made += _secured(table, _SEES_ALL)
    return made


def secure_result(table: str) -> List[str]:
    """Return the statements after which a result, which is of the whole city, shows to those who see all."""
    return _secured(table, _SEES_ALL)


def secure_part(table: str) -> str:
    """Return the statement after which a part of a table shows nothing when it is asked itself."""
    return compose("ALTER TABLE", quote(table), "ENABLE ROW LEVEL SECURITY")


def secure_view(view: str) -> str:
    """Return the statement after which a view reads with the rights of who asks (PostgreSQL 15)."""
    return compose("ALTER VIEW", quote(view), "SET (security_invoker = true)")


_GIVEN = (
    "access JOIN pg_catalog.pg_roles ON pg_roles.oid = access.oid"
    " WHERE pg_catalog.pg_has_role(who, pg_roles.oid, 'usage') AND pg_catalog.pg_has_role(session_user, who, 'member')"
)
"""The rights of a role; a role that is gone has none, whoever is called so later. Nobody asks for those of others."""


def _function(schema: str, head: str, body: str) -> str:
    """Return the statement of a function that reads with the rights of its owner, whatever the caller calls a table."""
    path = quote(schema) + ", pg_temp"
    return compose(
        "CREATE OR REPLACE FUNCTION", head, "LANGUAGE sql STABLE SECURITY DEFINER SET search_path =", path,
        "AS", literal(body),
    )  # fmt: skip


def _secured(table: str, shown: str) -> List[str]:
    return [
        compose("ALTER TABLE", quote(table), "ENABLE ROW LEVEL SECURITY"),
        compose("DROP POLICY IF EXISTS", quote("igh_" + table), "ON", quote(table)),
        compose(
            "CREATE POLICY", quote("igh_" + table), "ON", quote(table), "FOR SELECT USING (" + shown + ")"
        ),
    ]


def grant(schema: str, role: str, tables: Sequence[str]) -> List[str]:
    """Return the statements that let a role read tables."""
    return [
        compose("GRANT USAGE ON SCHEMA", quote(schema), "TO", quote(role)),
        compose("GRANT SELECT ON", names(tables), "TO", quote(role)),
    ]


def revoke(schema: str, role: str, tables: Sequence[str]) -> List[str]:
    """Return the statements that take every right on a workspace, which these tables are, from a role."""
    return [
        compose("REVOKE ALL ON", names(tables), "FROM", quote(role)),
        compose("REVOKE ALL ON SCHEMA", quote(schema), "FROM", quote(role)),
    ]


def become(role: str) -> str:
    """Return the statement after which what is made belongs to a role."""
    return compose("SET ROLE", quote(role))


def listed() -> Tuple[str, ...]:
    """Return the columns of the table of rights."""
    return ("oid", "may", "level", "code", "area")
