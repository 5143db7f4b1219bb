"""A workspace, wherever it lives: what can be read of it, and runs that change it."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Set, Tuple, TypeVar

from ..core.cube import Cube
from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text
from . import sql
from .changes import rows_at
from .fingerprint import fingerprint
from .reader import Reader
from .run import Run

SHOWN = 10
SEEN = "seen_areas"
"""Under this key a workspace keeps which finest areas it holds, when it was made of a part of another."""
A_PART = QT_TRANSLATE_NOOP(
    "core",
    "Your role sees the rows of a part of the city, and a figure of the rest would be wrong. Choose one of these areas: "
    "{areas}.",
)
NOTHING_SEEN = QT_TRANSLATE_NOOP(
    "core",
    "Your role sees totals of the city and no rows, and this needs rows: ask who manages the database.",
)
Self = TypeVar("Self", bound="Workspace")


class Workspace(Reader, ABC):
    """What workspaces in a GeoPackage and in PostgreSQL have in common. One object is used by one thread at a time.

    `crs` is the authid of the workspace's CRS, `place` where it can be opened again (`opening.open_workspace`), `path`
    its file, or the path beside which files wait that go into it.
    """

    crs: str
    place: str
    path: Path
    read_only: bool

    def begin(
        self,
        kind: str,
        source: Optional[str] = None,
        parameters: Optional[Mapping[str, Any]] = None,
        software: Any = None,
    ) -> Run:
        """Return a run to use as context manager: one transaction, taken back on any exception.

        Raises `UserError` on entering when another program, or somebody else, keeps writing.
        """
        if self.read_only:
            raise ValueError("the workspace was opened for reading")
        return Run(self._database, kind, source, parameters, software)

    def state_at(self, run: int, source: Optional[str] = None) -> Dict[str, Dict[str, Any]]:
        """Return the events as they were known after a run: event id to the values of its columns."""
        return {row["event_id"]: row for row in self.rows_at(run, source)}

    def rows_at(self, run: int, source: Optional[str] = None) -> Iterator[Dict[str, Any]]:
        """Give the events as they were known after a run, one by one, without what is missing in them."""
        return rows_at(self._database, run, source)

    def fingerprint(self) -> str:
        """Return a hash of all content: equal for equal content, whenever and in however many runs it came."""
        return fingerprint(self._database)

    def seen_areas(self) -> Optional[List[str]]:
        """Return the finest areas whose rows the user may see, or that a file holds of a larger one; None: all."""
        told = self.about(SEEN)
        return None if told is None else list(json.loads(told))

    def about(self, key: str) -> Optional[str]:
        """Return what the workspace says of itself under a key; None for nothing."""
        condition = sql.equal(key=key)
        found = self._database.execute(
            sql.select(("value",), "igh_workspace", condition[0]), condition[1]
        ).fetchone()
        return None if found is None else found[0]

    def must_see(self, level: str = "", code: str = "") -> None:
        """Raise `UserError` unless the user sees all rows of an area, or of everything: no figure stands for a part."""
        seen = self.seen_areas()
        if seen is None:
            return
        inside = self.finest_areas(level or None, code) if code else None
        if inside is None or not set(inside) <= set(seen):
            shown = list(self._wholly(set(seen)))
            listed = ", ".join(shown[:SHOWN]) + (" …" if len(shown) > SHOWN else "")
            raise UserError(Text(A_PART if shown else NOTHING_SEEN, {"areas": listed}))

    def _wholly(self, seen: Set[str]) -> Iterator[str]:
        """Give the areas, of the coarsest level that has any, that lie wholly within the finest areas seen."""
        for level in reversed(self.area_levels()):
            codes = [str(code) for code in self.areas(level)["code"]]
            found = [code for code in codes if set(self.finest_areas(level, code) or [""]) <= seen]
            if found:
                yield from found
                return

    def count_cube(
        self, source: str, place: str, kind: str, measures: Sequence[str], attribute: str = ""
    ) -> Optional[Tuple[Cube, Dict[str, Any]]]:
        """Let the database count a cube (`postgis_cube.count`); None where that has to be done on arrays."""
        return None

    @abstractmethod
    def shred(self) -> None:
        """Leave nothing of what was deleted in the files of the workspace. Raises `UserError` when that cannot be."""

    @abstractmethod
    def close(self) -> None:
        """Close the file or the connection."""

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(self, kind, error, trace) -> None:
        self.close()
