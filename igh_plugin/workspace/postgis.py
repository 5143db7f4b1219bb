"""The workspace as a schema of PostgreSQL with PostGIS: shared by a city."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Sequence, Tuple, Union

import numpy as np

from ..core.cube import Cube
from ..core.errors import UserError
from ..core.filters import EventFilter
from ..core.text import QT_TRANSLATE_NOOP, Text
from . import postgis_cube, postgis_sql, rights, rights_sql, sql, tables
from .address import PostgisAddress, read_address
from .migration import migrate
from .postgres import PostgresDatabase
from .reader import Arrays
from .schema import TABLES, VERSION, VIEWS
from .workspace import Workspace

EXISTS = QT_TRANSLATE_NOOP("core", "{address} is a workspace already: choose another schema, or open it.")
MISSING = QT_TRANSLATE_NOOP(
    "core", "There is no workspace at {address}, or your role may not see it: collect a source into it first."
)
NEWER = QT_TRANSLATE_NOOP(
    "core",
    "{address} was made by a newer version of this plugin (layout {found}, this one knows {known}): update the plugin.",
)
OLDER = QT_TRANSLATE_NOOP(
    "core",
    "{address} was made by an older version of this plugin: collect a source into it once, then it is brought up to date.",
)
TAKEN = QT_TRANSLATE_NOOP(
    "core", "The schema of {address} has tables of these names already: {tables}. Choose another schema."
)
NO_UTF8 = QT_TRANSLATE_NOOP(
    "core",
    "The database of {address} cannot hold every letter: a workspace needs one with the encoding UTF8.",
)
FOREIGN = QT_TRANSLATE_NOOP(
    "core",
    "What was to be erased is erased, but parts of it can stay in the files of these tables of {address}, which belong to "
    "another role than the workspace: {tables}. Let their owner, or who manages the database, run VACUUM FULL on them.",
)
NO_POSTGIS = QT_TRANSLATE_NOOP(
    "core", "The database of {address} has no PostGIS: its manager can add it with CREATE EXTENSION postgis."
)


class PostgisWorkspace(Workspace):
    """A workspace in a schema of PostgreSQL."""

    def __init__(
        self, address: PostgisAddress, database: PostgresDatabase, about: Dict[str, str], read_only: bool
    ):
        self.address = address
        self.read_only = read_only
        self.path, self.place = address.beside, str(address)
        self.crs = about["crs"]
        self._database: PostgresDatabase = database
        database.srs_id = tables.srs_id_of(self.crs)

    @classmethod
    def create(cls, address: Union[str, PostgisAddress], crs: str) -> PostgisWorkspace:
        """Make a new workspace; `crs` is the authid of a projected CRS in metres.

        Raises `UserError` when the schema holds one, the database has no PostGIS, or the CRS will not do.
        """
        place = read_address(address) if isinstance(address, str) else address
        srs_id = tables.srs_id_of(crs)
        tables.srs_description(srs_id)
        database = PostgresDatabase(place, False, srs_id, rights.renew)
        about = {"schema_version": str(VERSION), "crs": crs.strip().upper()}
        try:
            if database.execute("SHOW server_encoding").fetchone()[0] != "UTF8":
                raise UserError(Text(NO_UTF8, {"address": str(place)}))
            if not database.execute("SELECT 1 FROM pg_extension WHERE extname = 'postgis'").fetchall():
                raise UserError(Text(NO_POSTGIS, {"address": str(place)}))
            if not database.execute(
                "SELECT 1 FROM pg_namespace WHERE nspname = ?", (place.schema,)
            ).fetchall():
                database.execute(postgis_sql.create_schema(place.schema))
            database.begin()
            there = database.table_names()
            if "igh_workspace" in there:
                raise UserError(Text(EXISTS, {"address": str(place)}))
            taken = sorted({table.name for table in TABLES} & set(there))
            if taken:
                raise UserError(Text(TAKEN, {"address": str(place), "tables": ", ".join(taken)}))
            for table in TABLES:
                database.create(table)
            for view in VIEWS.values():
                database.execute(view)
            for statement in _rights(database, place):
                database.execute(statement)
            database.insert_all("igh_workspace", ("key", "value"), about.items())
            database.commit()
        except BaseException:
            database.rollback()
            database.close()
            raise
        _make_private(place)
        return cls(place, database, about, False)

    @classmethod
    def open(cls, address: Union[str, PostgisAddress], read_only: bool = False) -> PostgisWorkspace:
        """Open a workspace; one of an older layout is brought up to date unless `read_only`.

        Raises `UserError` when there is none, its layout is newer, or there is no connection.
        """
        place = read_address(address) if isinstance(address, str) else address
        database = PostgresDatabase(place, read_only, before_commit=rights.renew)
        try:
            about = _about(database)
            if about is None:
                raise UserError(Text(MISSING, {"address": str(place)}))
            database.srs_id = tables.srs_id_of(about["crs"])
            version = int(about["schema_version"])
            if version > VERSION:
                values = {"address": str(place), "found": version, "known": VERSION}
                raise UserError(Text(NEWER, values))
            if version < VERSION:
                if read_only:
                    raise UserError(Text(OLDER, {"address": str(place)}))
                migrate(database, _rights(database, place))
        except BaseException:
            database.close()
            raise
        if not read_only:
            _make_private(place)
        return cls(place, database, about, read_only)

    @classmethod
    def exists(cls, address: str) -> bool:
        """Whether there is a workspace at an address. Raises `UserError` when there is no connection."""
        database = PostgresDatabase(read_address(address), read_only=True)
        try:
            return _about(database) is not None
        finally:
            database.close()

    def seen_areas(self) -> Optional[List[str]]:
        """Return the finest areas whose rows the role may see, of those that are there; None when it sees all."""
        seen, held = rights.seen_areas(self._database), super().seen_areas()
        return held if seen is None else seen if held is None else sorted({*seen} & {*held})

    def count_cube(
        self, source: str, place: str, kind: str, measures: Sequence[str], attribute: str = ""
    ) -> Optional[Tuple[Cube, Dict[str, Any]]]:
        """Count a cube in the database; None for a kind of period that needs the times of events."""
        return postgis_cube.count(self._database, source, place, kind, measures, attribute)

    def days_of(self, selection: EventFilter, by_category: bool = False) -> Arrays:
        """Return `n` events by source and local day (and category), of the whole city for every role."""
        if rights.seen_areas(self._database) is None:
            return super().days_of(selection, by_category)
        wanted = (
            ("source", selection.sources),
            ("kind", selection.kinds),
            ("category", selection.categories),
        )
        clause, bound = sql.all_of([sql.in_list(name, values) for name, values in wanted if values])
        names = ["source", "local_day", *(["category"] if by_category else [])]
        groups = [sql.quote(name) for name in names]
        statement = sql.select_raw([*groups, "sum(n)::bigint"], rights_sql.DAYS, clause, groups, group=groups)
        kinds = {"source": "TEXT", "local_day": "REAL", "category": "TEXT", "n": "REAL"}
        found = self._database.read(statement, bound, [*names, "n"], kinds)
        return {**found, "n": found["n"].astype(np.int64)}

    def open_to_all(self) -> List[str]:
        """Return what of PostGIS tells anybody how many events lie where (`rights.open_to_all`)."""
        return rights.open_to_all(self._database)

    def grant_access(
        self, role: str, may: str, areas: Sequence[str] = (), level: Optional[str] = None
    ) -> int:
        """Give a role a right in the place of what it had (`rights.grant_access`)."""
        return rights.grant_access(self, self._database, role, may, areas, level)

    def shred(self) -> None:
        """Write the tables anew without what was deleted from them.

        Backups of the database, and its journal until that is recycled, are beyond the reach of this.
        """
        foreign = self._database.execute(
            "SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE nspname = ?"
            " AND relkind IN ('r', 'p') AND relowner <> nspowner ORDER BY relname",
            (self.address.schema,),
        ).fetchall()
        for table in TABLES:
            self._database.execute(postgis_sql.vacuum(table.name))
        for one in (*self.results(), *self.layers()):
            self._database.execute(postgis_sql.vacuum(one["table_name"]))
        if foreign:
            tables = ", ".join(name for (name,) in foreign)
            raise UserError(Text(FOREIGN, {"address": self.place, "tables": tables}))

    def close(self) -> None:
        """Close the connection."""
        self._database.close()


def _rights(database: PostgresDatabase, place: PostgisAddress) -> List[str]:
    """Return the statements that set up who sees what; views ask with the rights of who looks where that can be said."""
    since_15 = int(database.execute("SHOW server_version_num").fetchone()[0]) >= 150000
    return rights_sql.setup(place.schema) + (
        [rights_sql.secure_view(view) for view in VIEWS] if since_15 else []
    )


def _about(database: PostgresDatabase) -> Optional[Dict[str, str]]:
    """Return what a workspace says of itself, None when there is none."""
    if "value" not in database.columns_of("igh_workspace"):
        return None
    return dict(database.execute(sql.select(("key", "value"), "igh_workspace")))


def _make_private(place: PostgisAddress) -> None:
    folder = place.beside.parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
