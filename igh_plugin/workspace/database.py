"""What a workspace needs of the database it lives in: a GeoPackage or PostgreSQL.

Statements are composed in `sql` and spelled as SQLite reads them; a database of another kind spells them anew. Values
come and go as SQLite has them: times as texts (see `values`), geometries as GeoPackage blobs (see `geometry`).
"""

from __future__ import annotations

from typing import (
    Any,
    Collection,
    ContextManager,
    Dict,
    Iterable,
    List,
    Mapping,
    Optional,
    Protocol,
    Sequence,
)

import numpy as np

from .schema import Column, Index, Table


class Database(Protocol):
    """A connection of one thread. Outside `begin` and `commit` each statement stands alone."""

    srs_id: int
    refuses_twice: bool
    """Whether its indexes refuse an event whose id is there already."""

    def execute(self, statement: str, bound: Sequence[Any] = ()) -> Any:
        """Execute a statement and return a cursor."""

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]]) -> Any:
        """Execute a statement for each row of bound values."""

    def stream(self, statement: str, bound: Sequence[Any] = ()) -> Any:
        """Execute a SELECT of many rows, and return a cursor from which they are fetched bit by bit."""

    def insert(self, table: str, row: Mapping[str, Any]) -> int:
        """Insert one row and return its key."""

    def insert_all(
        self,
        table: str,
        columns: Sequence[str],
        rows: Iterable[Sequence[Any]],
        constants: Optional[Mapping[str, Any]] = None,
        empty_is_null: Collection[str] = (),
    ) -> None:
        """Insert rows, `constants` into each of them; an empty text becomes NULL in the columns that are named for it."""

    def arrays(
        self, table: str, columns: Sequence[str], clause: str, bound: Sequence[Any], order: Sequence[str]
    ) -> Dict[str, np.ndarray]:
        """Return columns of a table under a condition as arrays (`values.from_sql`)."""

    def sum_of(self, column: str) -> str:
        """Return the expression for the sum of a column of `events`, taken in their order."""

    def columns_of(self, table: str) -> Dict[str, str]:
        """Return the columns of a table with their GeoPackage types; empty when there is no such table."""

    def table_names(self) -> List[str]:
        """Return the names of everything that a new table may not be called."""

    def tables_with(self, column: str) -> List[str]:
        """Return the names of the tables that have a column."""

    def create(self, table: Table) -> None:
        """Make a table with its indexes."""

    def drop(self, table: str) -> None:
        """Drop a table."""

    def add_column(self, table: str, column: Column) -> None:
        """Add a nullable column where the table does not have it."""

    def create_indexes(self, table: Table) -> None:
        """Make the indexes of a table that are not there."""

    def drop_indexes(self, indexes: Sequence[Index]) -> None:
        """Drop indexes, to make them in bulk later, where that is faster."""

    def may_read(self, table: str) -> bool:
        """Whether the user may read a table, or some of its rows."""

    def restart(self, table: Table) -> None:
        """Let the keys of a table go on after those that were written."""

    def open(self, table: str) -> None:
        """Say that rows of a table are going to be written in this transaction."""

    def moved(
        self, table: str, fids: Optional[np.ndarray] = None, boxes: Optional[np.ndarray] = None
    ) -> None:
        """Say that geometries of a table changed; with the boxes of all rows they need not be read again."""

    def snapshot(self) -> ContextManager[None]:
        """Read in one state, whatever others write meanwhile."""

    def begin(self) -> None:
        """Begin the one transaction that writes. Raises `UserError` while another program does."""

    def commit(self) -> None:
        """Keep what was written."""

    def rollback(self) -> None:
        """Take back what was written; nothing happens outside a transaction."""

    def errors(self) -> ContextManager[None]:
        """Turn what the database says about locks, rights and connections into sentences."""
