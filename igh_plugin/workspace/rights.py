"""Who may see what of a shared workspace.

A role reads `totals` (counts of the whole city), the rows of its `district`, or the `city`. Who writes is a member of the
role that owns the workspace. The finest areas inside a district are kept beside it, and anew when areas are replaced.
"""

from __future__ import annotations

from typing import List, Optional, Sequence, Set

from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text
from . import rights_sql, sql
from .hierarchy import area_levels, finest_areas, level_of
from .postgres import PostgresDatabase
from .rights_sql import AGGREGATES, CITY, DISTRICT, TABLE
from .workspace import Workspace

NONE = "none"
KINDS = (AGGREGATES, DISTRICT, CITY, NONE)

NO_ROLE = QT_TRANSLATE_NOOP(
    "core",
    "The database has no role {role}: its manager makes one with CREATE ROLE, and it gets its rights here.",
)
NO_AREAS = QT_TRANSLATE_NOOP("core", "Say which areas {role} may see: their codes, separated by semicolons.")
OWNS = QT_TRANSLATE_NOOP(
    "core",
    "{role} owns the workspace, or is a member of the role that does, and sees everything: nothing was changed.",
)


def grant_access(
    workspace: Workspace,
    database: PostgresDatabase,
    role: str,
    may: str,
    areas: Sequence[str] = (),
    level: Optional[str] = None,
) -> int:
    """Give a role the right of a kind in the place of what it had; return of how many of the finest areas it sees rows.

    Raises `UserError` for an unknown role or area, or when the role sees everything anyhow.
    """
    if may not in KINDS:
        raise ValueError("no kind of right: " + may)
    oid = _oid_of(database, role)
    if may == DISTRICT and not areas:
        raise UserError(Text(NO_AREAS, {"role": role}))
    rows = [row for code in areas for row in _inside(database, oid, level, code)] if may == DISTRICT else []
    rows = list(dict.fromkeys(rows)) or ([(oid, may, None, None, None)] if may != NONE else [])
    with workspace.begin(rights_sql.RUN, parameters={"role": role, "may": may, "areas": list(areas)}):
        condition = sql.equal(oid=oid)
        database.execute(sql.delete(TABLE, condition[0]), condition[1])
        for statement in rights_sql.revoke(database.schema, role, _readable(database, CITY)):
            database.execute(statement)
        for row in rows:
            database.execute(sql.insert(TABLE, rights_sql.listed()), row)
        if may != NONE:
            for statement in rights_sql.grant(database.schema, role, _readable(database, may)):
                database.execute(statement)
    return len({row[-1] for row in rows if row[-1] is not None})


def renew(database: PostgresDatabase, written: Set[str]) -> None:
    """Give the rights anew where what was written changes what they mean. An area that is gone shows nothing."""
    if not written & {"areas", "results", "layers"}:
        return
    database.execute("DELETE FROM access WHERE oid NOT IN (SELECT oid FROM pg_roles)")
    if "areas" in written:
        given = database.execute(
            "SELECT DISTINCT oid, level, code FROM access WHERE may = ? ORDER BY oid, code", (DISTRICT,)
        ).fetchall()
        condition = sql.equal(may=DISTRICT)
        database.execute(sql.delete(TABLE, condition[0]), condition[1])
        for oid, level, code in given:
            try:
                rows = _inside(database, oid, level, code)
            except UserError:
                rows = [(oid, DISTRICT, level, code, None)]
            for row in rows:
                database.execute(sql.insert(TABLE, rights_sql.listed()), row)
    if "results" in written:
        for (table,) in database.execute("SELECT table_name FROM results ORDER BY table_name").fetchall():
            for statement in rights_sql.secure_result(table):
                database.execute(statement)
    named = database.execute(
        "SELECT DISTINCT rolname, may FROM access JOIN pg_roles ON pg_roles.oid = access.oid ORDER BY rolname"
    ).fetchall()
    for role, may in named:
        for statement in rights_sql.grant(database.schema, role, _readable(database, may)):
            database.execute(statement)


def seen_areas(database: PostgresDatabase) -> Optional[List[str]]:
    """Return the finest areas whose rows the present role sees; None when it sees all."""
    whole = "SELECT NOT row_security_active(to_regclass('events')) OR igh_sees_all(current_user)"
    if database.execute(whole).fetchone()[0]:
        return None
    return sorted(
        {one for one in database.execute("SELECT igh_seen_areas(current_user)").fetchone()[0] if one}
    )


def open_to_all(database: PostgresDatabase) -> List[str]:
    """Return the functions of PostGIS by which anybody learns how many events lie where, whatever his rights are."""
    found = database.execute(
        "SELECT DISTINCT proname FROM pg_proc WHERE proname IN ('_postgis_selectivity', '_postgis_stats')"
        " AND has_function_privilege('public', pg_proc.oid, 'EXECUTE') ORDER BY proname"
    )
    return [name for (name,) in found]


def _inside(database: PostgresDatabase, oid: int, level: Optional[str], code: str) -> List[tuple]:
    """Return the rows of a right on an area; without a level, it is on the finest that has the code now."""
    if level is None and area_levels(database):
        level = level_of(database, code)
    return [(oid, DISTRICT, level, code, one) for one in finest_areas(database, level, code) or [code]]


def _oid_of(database: PostgresDatabase, role: str) -> int:
    known = database.execute(
        "SELECT pg_roles.oid, pg_has_role(rolname, nspowner, 'member') FROM pg_roles, pg_namespace"
        " WHERE rolname = ? AND pg_namespace.oid = to_regnamespace(?)",
        (role, sql.quote(database.schema)),
    ).fetchone()
    if known is None:
        raise UserError(Text(NO_ROLE, {"role": role}))
    if known[1]:
        raise UserError(Text(OWNS, {"role": role}))
    return known[0]


def _readable(database: PostgresDatabase, may: str) -> List[str]:
    tables = list(rights_sql.READABLE[may])
    tables += [name for (name,) in database.execute("SELECT table_name FROM layers ORDER BY table_name")]
    if may == CITY:
        tables += [name for (name,) in database.execute("SELECT table_name FROM results ORDER BY table_name")]
    return tables
