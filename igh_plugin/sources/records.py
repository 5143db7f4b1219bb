"""What readers of sources have in common: records that can be read again and again, and connectors that fetch them."""

from __future__ import annotations

import hashlib
from operator import itemgetter
from typing import Iterator, List, Optional, Protocol, Sequence, Tuple

import numpy as np

from ..core.cleaning.records import RawBatch
from ..core.text import Text

BATCH = 20_000
GEOMETRY = "geometry"
"""The column with the geometry of a layer or feature."""


class Headed(Protocol):
    """What has a name and columns."""

    @property
    def header(self) -> Tuple[str, ...]:
        """The names of the columns."""

    @property
    def name(self) -> str:
        """The name by which users know it; no folder, no secret."""


class Records(Headed, Protocol):
    """Records at hand, such as a file's: read as often as is needed, always the same."""

    def said(self) -> Text:
        """Return how it is read, in words."""

    def batches(
        self, number: int, columns: Optional[Sequence[str]] = None, whole: bool = True
    ) -> Iterator[RawBatch]:
        """Give batches of texts with the named columns that there are (all when not given).

        With `whole` the fingerprints cover entire rows; without, they may be zero.
        """


class Connector(Protocol):
    """Fetches the records of one source from elsewhere."""

    def preview(self, rows: int) -> RawBatch:
        """Fetch the first records with all columns."""

    def question(self, columns: Sequence[str], since: str) -> str:
        """Return what is asked for, as a text: a download goes on only where the question is the same."""

    def read(
        self, columns: Sequence[str], since: str, mark: str, salt: bytes
    ) -> Iterator[Tuple[RawBatch, str]]:
        """Give batches, each with a mark: from it a broken download can go on; an empty mark: it cannot.

        `since` is a day (`2026-01-31`): only records of that day and later, by the date the source is refreshed by;
        empty: all. Raises `Broken` when not everything came.
        """


def batch_of_rows(
    name: str,
    number: int,
    header: Sequence[str],
    rows: List[List[str]],
    lines: np.ndarray,
    columns: Optional[Sequence[str]] = None,
    broken: Tuple[int, ...] = (),
    share: float = 0.0,
    whole: bool = True,
) -> RawBatch:
    """Return rows, each as long as the header, as a batch with the named columns that there are (all when not given).

    With `whole` the fingerprints cover entire rows and hold within one session of Python; without, they are zero.
    """
    places = {one: at for at, one in enumerate(header) if columns is None or one in columns}
    values = {one: list(map(itemgetter(at), rows)) for one, at in places.items()}
    fingerprints = np.zeros(len(rows), np.int64)
    if whole:
        fingerprints = np.fromiter(map(hash, map(tuple, rows)), np.int64, len(rows))
    return RawBatch(name, number, tuple(header), values, lines, fingerprints, broken, min(1.0, share))


def code_of(name: str) -> str:
    """Return `EPSG:28992` for the names a service may give that CRS, `OGC:CRS84` for longitude and latitude."""
    code = name.replace("#", ":").replace("/", ":").rpartition(":")[2].strip("<>")
    return "OGC:CRS84" if code.upper() == "CRS84" else f"EPSG:{code}" if code.isdigit() else name


def srid_prefix(crs: str) -> str:
    """Return what stands before WKT to state the CRS, empty for one that has no EPSG code."""
    return f"SRID={crs.rpartition(':')[2]};" if crs.startswith("EPSG:") else ""


def row_fingerprints(rows: Sequence[Sequence[str]], salt: bytes) -> np.ndarray:
    """Return a keyed 64-bit hash of each row, (n,) int64: equal rows are found, and nothing is read from it."""
    out = np.empty(len(rows), np.int64)
    for at, row in enumerate(rows):
        text = "\x1f".join(row).encode("utf-8", "surrogatepass")
        digest = hashlib.blake2b(text, digest_size=8, key=salt).digest()
        out[at] = int.from_bytes(digest, "little", signed=True)
    return out
