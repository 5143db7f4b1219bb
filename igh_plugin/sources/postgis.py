"""PostgreSQL with PostGIS: a table or a query, read with a cursor on the server in one snapshot.

Everything comes as text, as the database writes it in UTC; points as EWKT. The transaction is read-only.
"""

from __future__ import annotations

import importlib
import json
import threading
from contextlib import contextmanager
from typing import Any, Iterator, List, Optional, Sequence, Tuple
from urllib.parse import unquote, urlsplit

import numpy as np

from ..core.cleaning.records import RawBatch
from ..core.errors import UserError
from ..core.progress import Progress
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..dependencies import missing_sentence
from .network import errors
from .network.door import Door
from .records import BATCH
from .remote import Remote

_SPATIAL = ("geometry", "geography")
_PORT = 5432
_CONNECT = 15
_SETTINGS = ("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY", "SET LOCAL timezone = 'UTC'",
             "SET LOCAL datestyle = 'ISO, YMD'", "SET LOCAL extra_float_digits = 1")  # fmt: skip

NO_TABLE = QT_TRANSLATE_NOOP("core", "the database says: {said}")
AWAY = QT_TRANSLATE_NOOP("core", "there is no connection to the database: {said}")
BROKE = QT_TRANSLATE_NOOP("core", "the connection to the database broke after {rows} records: {said}")
NO_FIELD = QT_TRANSLATE_NOOP(
    "core", "there is no column {field}, by which the source is refreshed; there are: {columns}"
)


class PostgisTable:
    """A table or a query of a database."""

    def __init__(self, door: Door, source: str, remote: Remote, progress: Progress):
        sentence = missing_sentence(("psycopg2",))
        if sentence:
            raise UserError(sentence)
        self._psycopg2 = importlib.import_module("psycopg2")
        self._sql = importlib.import_module("psycopg2.sql")
        self._door, self._source, self._remote, self._progress = door, source, remote, progress
        self._secrets: List[str] = []

    def preview(self, rows: int) -> RawBatch:
        with self._cursor() as cursor:
            columns = self._columns(cursor)
            cursor.execute(self._select(columns, [name for name, _ in columns], "", rows), {"salt": 0})
            return self._batch(cursor.fetchall(), [name for name, _ in columns], columns, 1, 1)

    def question(self, columns: Sequence[str], since: str) -> str:
        remote = self._remote
        return json.dumps([remote.address, remote.table, remote.query, sorted(columns), since])

    def read(
        self, columns: Sequence[str], since: str, mark: str, salt: bytes
    ) -> Iterator[Tuple[RawBatch, str]]:
        """Give all rows, or those since a day, of one moment; at least one batch, so that the header is known."""
        begin = 1
        driver = self._psycopg2
        try:
            with self._cursor() as cursor:
                there = self._columns(cursor)
                wanted = [name for name, _ in there if name in columns]
                if since and self._remote.field not in wanted:
                    values = {"field": self._remote.field, "columns": ", ".join(name for name, _ in there)}
                    raise self._refuse(errors.Refused, Text(NO_FIELD, values), "definition")
                with cursor.connection.cursor(name="igh") as server, self._stoppable(cursor.connection):
                    total = self._estimate(cursor)
                    key = int.from_bytes(salt[:8], "little", signed=True)
                    server.execute(self._select(there, wanted, since), {"salt": key, "since": since})
                    while True:
                        rows = server.fetchmany(BATCH)
                        if rows or begin == 1:
                            yield self._batch(rows, wanted, there, begin, total), ""
                        if len(rows) < BATCH:
                            return
                        begin += len(rows)
        except driver.Error as error:
            self._progress.check()
            raise self._broke(error, begin - 1) from error

    def _estimate(self, cursor) -> int:
        """Return how many rows the planner expects: good enough for a bar of progress, and had at once."""
        cursor.execute(self._over("EXPLAIN (FORMAT JSON) SELECT * FROM {} AS q"))
        return int(cursor.fetchone()[0][0]["Plan"]["Plan Rows"])

    def _batch(self, rows, wanted, there, begin: int, total: int) -> RawBatch:
        lists = list(map(list, zip(*rows))) or [[] for _ in range(len(wanted) + 1)]
        columns = {
            name: ["" if value is None else value for value in values]
            for name, values in zip(wanted, lists[1:])
        }
        lines = np.arange(begin, begin + len(rows), dtype=np.int64)
        header = tuple(name for name, _ in there)
        share = min(1.0, (begin + len(rows)) / max(total, 1))
        return RawBatch(self._source, 0, header, columns, lines, np.array(lists[0], np.int64), (), share)

    def _select(self, there, wanted: Sequence[str], since: str, limit: Optional[int] = None) -> Any:
        """Return the statement: a hash of the whole row, then the wanted columns as text."""
        sql = self._sql
        parts = [sql.SQL("hashtextextended(q::text, %(salt)s)")]
        for name, kind in there:
            if name in wanted:
                how = "ST_AsEWKT(q.{})" if kind in _SPATIAL else "q.{}::text"
                parts.append(sql.SQL(how).format(sql.Identifier(name)))
        statement = sql.SQL("SELECT {} FROM {} AS q").format(sql.SQL(", ").join(parts), self._from())
        if since:
            statement += sql.SQL(" WHERE q.{} >= %(since)s").format(sql.Identifier(self._remote.field))
        return statement if limit is None else statement + sql.SQL(" LIMIT {}").format(sql.Literal(limit))

    def _over(self, template: str) -> Any:
        """Return a statement over the table or query, which takes the place of `{}`."""
        return self._sql.SQL(template).format(self._from())

    def _from(self) -> Any:
        sql = self._sql
        if self._remote.table:
            return sql.Identifier(*self._remote.table.split("."))
        return sql.SQL("({})").format(sql.SQL(self._remote.query.replace("%", "%%").strip().rstrip(";")))

    def _columns(self, cursor) -> List[Tuple[str, str]]:
        """Return the names of the columns, and the names of their types."""
        cursor.execute(self._over("SELECT * FROM {} AS q LIMIT 0"))
        described = [(column.name, column.type_code) for column in cursor.description]
        cursor.execute(
            "SELECT oid, typname FROM pg_type WHERE oid = ANY(%s)", ([code for _, code in described],)
        )
        kinds = dict(cursor.fetchall())
        return [(name, kinds.get(code, "")) for name, code in described]

    @contextmanager
    def _cursor(self) -> Iterator[Any]:
        parts = urlsplit(self._remote.address)
        user, password = "", ""
        if self._remote.credentials:
            user, password = self._door.login(self._remote.credentials, self._remote.address)
        self._secrets = [password] if password else []
        options = dict(self._remote.parameters)
        driver = self._psycopg2
        try:
            connection = driver.connect(
                host=parts.hostname, port=parts.port or _PORT, dbname=unquote(parts.path.strip("/")),
                user=user or None, password=password or None, connect_timeout=_CONNECT, application_name="IGH for QGIS",
                sslmode=options.get("sslmode", "prefer"), keepalives_idle=30, keepalives_interval=10, keepalives_count=3,
            )  # fmt: skip
        except driver.Error as error:
            said = self._said(error)
            advice = "credentials" if user or "password" in said else "address"
            raise self._refuse(errors.Unreachable, Text(AWAY, {"said": said}), advice) from error
        try:
            with connection.cursor() as cursor:
                for statement in _SETTINGS:
                    cursor.execute(statement)
                yield cursor
        except (driver.OperationalError, driver.InterfaceError):
            raise
        except driver.DatabaseError as error:
            what = Text(NO_TABLE, {"said": self._said(error)})
            raise self._refuse(errors.Refused, what, "definition") from error
        finally:
            connection.close()

    @contextmanager
    def _stoppable(self, connection) -> Iterator[None]:
        """Stop a statement that runs when the user asks to stop."""
        done = threading.Event()

        def watch() -> None:
            while not done.wait(0.2):
                if self._progress.is_cancelled():
                    connection.cancel()
                    return

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()

    def _broke(self, error: Exception, rows: int) -> errors.NetworkError:
        return self._refuse(errors.Broken, Text(BROKE, {"rows": rows, "said": self._said(error)}), "later")

    def _refuse(self, kind, what: Text, advice: str) -> errors.NetworkError:
        return kind(self._source, self._remote.address, what, advice, self._secrets)

    def _said(self, error: Exception) -> str:
        lines = str(error).strip().splitlines() or [type(error).__name__]
        text = lines[0].strip().rstrip(".")
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text[:300]
