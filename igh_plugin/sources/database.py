"""Databases that GDAL opens: SQL Server, Oracle, SQLite, and whatever has a driver for ODBC. They are only read.

What GDAL does with them, tried with 3.6, is behind much of this. A table that it cannot read is to it a table without
rows, so tables of servers are read by a statement, whose errors it tells. It makes its own tables in a SQL Server that it
opens for reading, unless it is told not to. It repeats passwords in its errors and its log. A column has one type: what
does not fit it is cut to fit.
"""

from __future__ import annotations

import json
import re
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Callable, Iterator, List, Optional, Protocol, Sequence, Tuple, Union

import numpy as np
from osgeo import gdal, ogr

from ..core.cleaning.records import RawBatch
from ..core.progress import Progress
from ..core.text import QT_TRANSLATE_NOOP, Text
from .database_address import DRIVERS, Opening, braced, opening, read_address, unfit
from .layer_rows import LayerEnded, Reader, authority, features, field_names, field_readers, point
from .network import errors
from .network.address import shown, without
from .network.door import Door
from .postgis import AWAY, BROKE, NO_FIELD, NO_TABLE
from .records import BATCH, GEOMETRY, batch_of_rows, row_fingerprints, srid_prefix
from .remote import Remote
from .thread import from_thread

_SETTINGS = {"MSSQLSPATIAL_USE_GEOMETRY_COLUMNS": "NO", "CPL_DEBUG": "OFF"}
"""For the thread that reads: no tables are made in a SQL Server, and no password is written into GDAL's log."""
_CHECK_EVERY = 500
_MOST_NAMED = 20
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CUT = re.compile("parsed incompletely|overflow|truncated")
_FIELD = re.compile(r".* of field (?:[^ .]+\.)?(.+?) parsed incompletely", re.DOTALL)
_LARGEST = ("2147483647", "-2147483648")
_INSTALLED = "list of available drivers:"
_CHATTER = ("Unable to initialize", "Try specifying")
_MICROSOFT = "SQL Server"
"""What is in the name of each ODBC driver by which GDAL opens a SQL Server when none is named."""

NO_DRIVER = QT_TRANSLATE_NOOP("core", "this QGIS has no driver of GDAL for such databases ({drivers})")
NO_ODBC = QT_TRANSLATE_NOOP(
    "core", "there is no ODBC driver {driver} on this computer; there are: {installed}"
)
NO_FILE = QT_TRANSLATE_NOOP("core", "there is no file {file}")
NO_REASON = QT_TRANSLATE_NOOP(
    "core", "no reason is given, the name, the ODBC driver, the user or the password may be wrong"
)
UNFIT = QT_TRANSLATE_NOOP(
    "core", "a user or password with one of these characters cannot be handed on to it: {characters}"
)
NO_SUCH_TABLE = QT_TRANSLATE_NOOP("core", "there is no table {table}; there are: {tables}")
QUOTED = QT_TRANSLATE_NOOP(
    "core", "the name of the table {table} would need quotes; state a query in its place"
)
TWICE = QT_TRANSLATE_NOOP("core", "two columns are called {column}; give one another name in a query (AS)")
NO_DAY = QT_TRANSLATE_NOOP(
    "core",
    "the column {field}, by which the source is refreshed, holds no dates such as 2026-01-31; make it one in a query, or "
    "leave “field” out",
)
MIXED = QT_TRANSLATE_NOOP(
    "core",
    "the column {column} holds more than its type of number can, and would be cut; make it text in a query: "
    "CAST({column} AS VARCHAR(100))",
)


class Statements(Protocol):
    """What composes SQL for another database."""

    def is_bare(self, name: str) -> bool:
        """Whether a name needs no quotes."""

    def table_rows(self, table: str, condition: str = ...) -> str:
        """Return the SELECT of all columns of a table."""

    def from_day(self, column: str, day: str, ansi: bool) -> str:
        """Return the condition that a date is that day or later."""

    def fractions(self, table: str, query: str, columns: Sequence[str]) -> str:
        """Return the statement that gives a row, 1 for each column with a fraction, where SQLite has one."""


class DatabaseRows:
    """A table or a query of a database that GDAL opens. `statements` composes what is asked of the database."""

    def __init__(self, door: Door, source: str, remote: Remote, statements: Statements, progress: Progress):
        self._door, self._source, self._remote = door, source, remote
        self._statements, self._progress = statements, progress
        self._address = read_address(remote.address)
        self._opening = Opening("")
        self._dataset: Optional[gdal.Dataset] = None
        self._secrets: List[str] = []
        self._warnings: List[str] = []

    def preview(self, rows: int) -> RawBatch:
        with closing(self._given(None, "", b"", rows)) as batches:
            return next(batches)

    def question(self, columns: Sequence[str], since: str) -> str:
        remote = self._remote
        asked = [remote.address, sorted(remote.parameters.items()), remote.table, remote.query, remote.field]
        return json.dumps([*asked, sorted(columns), since])

    def read(
        self, columns: Sequence[str], since: str, mark: str, salt: bytes
    ) -> Iterator[Tuple[RawBatch, str]]:
        """Give all rows, or those since a day; at least one batch, so that the header is known."""
        with closing(self._given(columns, since, salt)) as batches:
            for batch in batches:
                yield batch, ""

    def _given(
        self, columns: Optional[Sequence[str]], since: str, salt: bytes, limit: Optional[int] = None
    ) -> Iterator[RawBatch]:
        """Give batches, read in a thread of its own: a call of GDAL cannot be interrupted."""
        user, password = self._login()
        self._opening = opening(self._address, self._remote.parameters, user, password)
        return from_thread(partial(self._batches, columns, since, salt, limit), self._progress.check)

    def _login(self) -> Tuple[str, str]:
        if not self._remote.credentials or self._address.scheme == "sqlite":
            return "", ""
        user, password = self._door.login(self._remote.credentials, self._remote.address)
        self._secrets = sorted({one for one in (password, braced(password)) if one}, key=len, reverse=True)
        characters = unfit(self._address, user, password)
        if characters:
            what = Text(UNFIT, {"characters": characters})
            raise self._refuse(errors.CredentialsError, what, "credentials")
        return user, password

    # ------------------------------------------------------------------------------------------ in the thread

    def _batches(
        self,
        columns: Optional[Sequence[str]],
        since: str,
        salt: bytes,
        limit: Optional[int],
        stopped: Callable[[], bool],
    ) -> Iterator[RawBatch]:
        with self._opened(), self._layer(since) as layer:
            header, readers = _columns(layer)
            self._check_header(header, since)
            if self._address.scheme == "sqlite" and limit is None:
                self._check_fractions(layer)
            at = header.index(self._remote.field) if since else 0
            counted = self._address.scheme == "sqlite" and self._remote.table and limit is None
            total = layer.GetFeatureCount() if counted else 0
            size, begin, rows = limit or BATCH, 1, []
            try:
                for number, feature in enumerate(features(layer), 1):
                    if number % _CHECK_EVERY == 0 and stopped():
                        return
                    row = [read(feature) for read in readers]
                    self._check_cut(header, row)
                    if since and not self._is_since(row[at], since):
                        continue
                    rows.append(row)
                    if len(rows) == size:
                        yield self._batch(header, rows, columns, salt, begin, number / total if total else 0)
                        begin, rows = begin + len(rows), []
                        if limit:
                            return
            except LayerEnded as error:
                what = Text(BROKE, {"rows": error.row, "said": self._said(error.reason)})
                raise self._refuse(errors.Broken, what, "later") from error
            if rows or begin == 1:
                yield self._batch(header, rows, columns, salt, begin, 1.0)

    def _batch(self, header, rows, columns, salt: bytes, begin: int, share: float) -> RawBatch:
        lines = np.arange(begin, begin + len(rows), dtype=np.int64)
        batch = batch_of_rows(self._source, 0, header, rows, lines, columns, (), share, whole=False)
        return replace(batch, fingerprints=row_fingerprints(rows, salt))

    @contextmanager
    def _opened(self) -> Iterator[None]:
        """Hold the database open; nothing else refers to it, so that it is closed in this thread, whose log is off."""
        gdal.PushErrorHandler(self._hear)
        try:
            for name, value in _SETTINGS.items():
                gdal.SetThreadLocalConfigOption(name, value)
            self._open()
            self._warnings = []
            yield
        finally:
            self._dataset = None
            gdal.PopErrorHandler()

    def _open(self) -> None:
        address, drivers = self._address, DRIVERS[self._address.scheme]
        if not any(gdal.GetDriverByName(driver) for driver in drivers):
            what = Text(NO_DRIVER, {"drivers": ", ".join(drivers)})
            raise self._refuse(errors.Refused, what, "driver")
        if address.scheme == "sqlite" and not Path(address.name).is_file():
            raise self._refuse(errors.Unreachable, Text(NO_FILE, {"file": address.name}), "address")
        how = {"allowed_drivers": list(drivers), "open_options": list(self._opening.options)}
        flags = gdal.OF_VECTOR | gdal.OF_READONLY
        self._dataset, reason = _tried(gdal.OpenEx, self._opening.name, flags, **how)
        if self._dataset is None:
            raise self._away(reason)

    @contextmanager
    def _layer(self, since: str) -> Iterator[ogr.Layer]:
        """Give the layer of the table of a file, or the result of what is asked of the database."""
        table = self._remote.table
        if not table or self._address.scheme != "sqlite":
            with self._asked(self._statement(since)) as layer:
                yield layer
            return
        layer, _ = _tried(lambda: self._dataset.GetLayerByName(table))
        if layer is None:
            names = [self._dataset.GetLayer(at).GetName() for at in range(self._dataset.GetLayerCount())]
            what = Text(NO_SUCH_TABLE, {"table": table, "tables": ", ".join(names[:_MOST_NAMED]) or "-"})
            raise self._refuse(errors.Refused, what, "definition")
        yield layer

    @contextmanager
    def _asked(self, statement: str) -> Iterator[ogr.Layer]:
        # No name of its own for the data set: it has to be closed where GDAL's log is switched off.
        layer, reason = _tried(lambda: self._dataset.ExecuteSQL(statement))
        if layer is None:
            what = Text(NO_TABLE, {"said": self._said(reason)})
            raise self._refuse(errors.Refused, what, "definition")
        try:
            yield layer
        finally:
            self._dataset.ReleaseResultSet(layer)

    def _statement(self, since: str) -> str:
        """Return what is asked of a database: of a table only rows since a day, where its column holds dates.

        A query is not changed, and texts are compared here: what form they have is not known.
        """
        table, field = self._remote.table, self._remote.field
        if not table:
            return self._remote.query.strip().rstrip(";")
        if not self._statements.is_bare(table):
            raise self._refuse(errors.Refused, Text(QUOTED, {"table": table}), "definition")
        if not since or not self._statements.is_bare(field):
            return self._statements.table_rows(table)
        with self._asked(self._statements.table_rows(table, "1 = 0")) as layer:
            definition = layer.GetLayerDefn()
            at = definition.GetFieldIndex(field)
            if at < 0 or definition.GetFieldDefn(at).GetType() not in (ogr.OFTDate, ogr.OFTDateTime):
                return self._statements.table_rows(table)
        ansi = self._address.scheme == "oracle"
        return self._statements.table_rows(table, self._statements.from_day(field, since, ansi))

    # ------------------------------------------------------------------------------------------ what is checked

    def _check_header(self, header: Sequence[str], since: str) -> None:
        twice = next((name for at, name in enumerate(header) if name in header[:at]), "")
        if twice:
            raise self._refuse(errors.Refused, Text(TWICE, {"column": twice}), "definition")
        if since and self._remote.field not in header:
            values = {"field": self._remote.field, "columns": ", ".join(header)}
            raise self._refuse(errors.Refused, Text(NO_FIELD, values), "definition")

    def _check_fractions(self, layer: ogr.Layer) -> None:
        """See that no column of whole numbers of SQLite holds a fraction, which GDAL would cut off without a word."""
        definition = layer.GetLayerDefn()
        fields = [definition.GetFieldDefn(at) for at in range(definition.GetFieldCount())]
        whole = [one.GetName() for one in fields if one.GetType() in (ogr.OFTInteger, ogr.OFTInteger64)]
        if not whole:
            return
        statement = self._statements.fractions(self._remote.table, self._remote.query, whole)
        with self._asked(statement) as found:
            row, _ = _tried(found.GetNextFeature)
            column = next((name for at, name in enumerate(whole) if row and row.GetFieldAsInteger(at)), "")
        if column:
            raise self._refuse(errors.Refused, Text(MIXED, {"column": column}), "definition")

    def _check_cut(self, header: Sequence[str], row: Sequence[str]) -> None:
        """See that GDAL did not warn that it cut a value of the row."""
        if not self._warnings:
            return
        named = _FIELD.search(self._warnings[0])
        largest = next((name for name, value in zip(header, row) if value in _LARGEST), "?")
        what = Text(MIXED, {"column": named[1] if named else largest})
        raise self._refuse(errors.Refused, what, "definition")

    def _hear(self, kind: int, code: int, message: str) -> None:
        """Take what GDAL says in this thread, so that no secret is printed; where it raises its errors, warnings come only here."""
        if kind == gdal.CE_Warning and _CUT.search(message):
            self._warnings.append(message)

    def _is_since(self, value: str, since: str) -> bool:
        day = value[:10].replace("/", "-")
        if value and not _DAY.fullmatch(day):
            raise self._refuse(errors.Refused, Text(NO_DAY, {"field": self._remote.field}), "definition")
        return day >= since

    # ------------------------------------------------------------------------------------------ in words

    def _away(self, reason: str) -> errors.NetworkError:
        """Return the error for a database that cannot be opened; GDAL's own words need not hold the reason."""
        if self._address.scheme == "sqlite":
            return self._refuse(errors.Refused, Text(NO_TABLE, {"said": self._said(reason)}), "address")
        told, _, listed = reason.partition(_INSTALLED)
        installed = [line.strip() for line in listed.splitlines() if line.strip()]
        driver = self._remote.parameters.get("driver", "")
        there = driver in installed if driver else any(_MICROSOFT in one for one in installed)
        if self._address.scheme == "mssql" and not there:
            values = {"driver": driver or _MICROSOFT, "installed": ", ".join(installed) or "-"}
            return self._refuse(errors.Refused, Text(NO_ODBC, values), "driver")
        lines = [line for line in told.splitlines() if not line.startswith(_CHATTER)]
        said = Text(AWAY, {"said": self._said(" ".join(lines))})
        return self._refuse(errors.Unreachable, said, "credentials" if self._secrets else "address")

    def _said(self, reason: str) -> Union[str, Text]:
        """Return what GDAL says, without secrets and what was asked."""
        text = reason.replace(self._opening.name, shown(self._remote.address))
        query = self._remote.query.strip().rstrip(";")
        text = text.replace(query, "…") if query else text
        text = without(" ".join(text.split()), self._secrets).rstrip(".")
        return text[:300] if text else Text(NO_REASON)

    def _refuse(self, kind, what: Text, advice: str) -> errors.NetworkError:
        return kind(self._source, self._remote.address, what, advice, self._secrets)


def _columns(layer: ogr.Layer) -> Tuple[List[str], List[Reader]]:
    """Return the names of the columns and what reads them; GDAL keeps key and geometry of a table apart from them."""
    header, readers = field_names(layer), field_readers(layer)
    key = layer.GetFIDColumn()
    if key and key not in header:
        header, readers = [key, *header], [lambda feature: str(feature.GetFID()), *readers]
    if layer.GetGeomType() != ogr.wkbNone and layer.GetGeometryColumn() and GEOMETRY not in header:
        header, readers = [*header, GEOMETRY], [*readers, partial(point, srid=srid_prefix(authority(layer)))]
    return header, readers


def _tried(call: Callable[..., Any], *given: Any, **named: Any) -> Tuple[Any, str]:
    """Return what a call of GDAL gives and what was said of an error; QGIS may have GDAL raise its errors or not."""
    gdal.ErrorReset()
    try:
        return call(*given, **named), gdal.GetLastErrorMsg()
    except RuntimeError as error:
        return None, str(error)
