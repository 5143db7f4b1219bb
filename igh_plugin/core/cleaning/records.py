"""Raw records in batches, and rejects: what was not taken, where it stands, and why."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np
import pandas as pd

from ..text import QT_TRANSLATE_NOOP

REASONS = {
    "bad_row": QT_TRANSLATE_NOOP("core", "the row has more or fewer values than the header"),
    "exact_duplicate": QT_TRANSLATE_NOOP("core", "the row equals an earlier one in every column"),
    "duplicate_id": QT_TRANSLATE_NOOP("core", "another row with the same id is the current one"),
    "bad_time": QT_TRANSLATE_NOOP("core", "a time that no format reads"),
    "future_time": QT_TRANSLATE_NOOP("core", "a time in the future"),
    "closed_before_occurred": QT_TRANSLATE_NOOP("core", "closed before it occurred"),
    "ended_before_occurred": QT_TRANSLATE_NOOP("core", "ended before it began"),
    "missing_coordinates": QT_TRANSLATE_NOOP("core", "no coordinates"),
    "impossible_coordinates": QT_TRANSLATE_NOOP("core", "coordinates that cannot be"),
    "address_not_found": QT_TRANSLATE_NOOP("core", "no coordinates, and the address was not found"),
    "outside_extent": QT_TRANSLATE_NOOP("core", "outside the extent of the mapping"),
    "far_outside": QT_TRANSLATE_NOOP("core", "far away from all other points"),
    "outside_area": QT_TRANSLATE_NOOP("core", "in none of the areas"),
    "missing_category": QT_TRANSLATE_NOOP("core", "no category"),
    "unknown_category": QT_TRANSLATE_NOOP("core", "a category that is not in the code list"),
    "bad_number": QT_TRANSLATE_NOOP("core", "a measure that is no number"),
    "erased": QT_TRANSLATE_NOOP("core", "erased for good earlier; it is not stored again"),
    "past_retention": QT_TRANSLATE_NOOP("core", "older than the source is kept"),
    "missing_geometry": QT_TRANSLATE_NOOP("core", "no geometry"),
    "wrong_geometry": QT_TRANSLATE_NOOP("core", "a geometry that cannot be read or is of another kind"),
    "missing_code": QT_TRANSLATE_NOOP("core", "an area without a code"),
}
WITHOUT_CONTENT = ("erased", "past_retention")
"""Reasons of rows of which nothing is kept but that there was one."""
REJECT_COLUMNS = ("file", "row", "reason", "field", "record")
_LONGEST = 500


@dataclass(frozen=True)
class RawBatch:
    """Records as read: `columns` of texts, each of n values, for the mapped columns that the file has.

    `lines` (n,) are line numbers in the file, the header being line 1; `fingerprints` (n,) int64 stand for the
    whole row, unmapped columns included. `broken` lists the lines whose number of values is wrong.
    """

    file: str
    number: int
    header: Tuple[str, ...]
    columns: Dict[str, List[str]]
    lines: np.ndarray
    fingerprints: np.ndarray
    broken: Tuple[int, ...] = ()
    share: float = 0.0

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def keys(self) -> np.ndarray:
        """Numbers of the records that rise over all files, (n,) int64."""
        return (np.int64(self.number) << np.int64(40)) + self.lines

    def take(self, rows: np.ndarray) -> RawBatch:
        """Return the batch of the given row numbers."""
        chosen = rows.tolist()
        return RawBatch(
            self.file,
            self.number,
            self.header,
            {name: list(map(values.__getitem__, chosen)) for name, values in self.columns.items()},
            self.lines[rows],
            self.fingerprints[rows],
            (),
            self.share,
        )


def parsed_record(record: Optional[str]) -> Dict[str, Any]:
    """Return the values of a rejected record from its JSON; none where that is damaged."""
    try:
        found = json.loads(record or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def line_of(key: int) -> int:
    """Return the line number in a key of `RawBatch.keys`."""
    return int(key) & ((1 << 40) - 1)


@dataclass
class Rejects:
    """Rows that were not taken, gathered into a frame of `REJECT_COLUMNS`; nothing of columns that are `personal`."""

    personal: Sequence[str] = ()
    rows: List[tuple] = field(default_factory=list)

    def add(
        self, batch: RawBatch, rows: Sequence[int], reason: str, name: str = "", kept: Sequence[int] = ()
    ) -> None:
        """Add rows of a batch; `kept` are the lines of the rows kept in their place."""
        personal = set(self.personal)
        columns = {key: values for key, values in batch.columns.items() if key not in personal}
        for position, at in enumerate(rows):
            record: Dict[str, Any] = {
                key: values[at][:_LONGEST] for key, values in columns.items() if values[at] != ""
            }
            if len(kept):
                record["kept_row"] = int(kept[position])
            text = json.dumps(record, ensure_ascii=False)
            self.rows.append((batch.file, int(batch.lines[at]), reason, name, text))

    def add_nothing_of(self, batch: RawBatch, rows: Sequence[int], reason: str) -> None:
        """Add rows of a batch of which nothing may be kept."""
        self.rows += [(batch.file, int(batch.lines[at]), reason, "", "{}") for at in rows]

    def add_broken(self, batch: RawBatch) -> None:
        """Add the lines of a batch whose number of values is wrong; nothing of them is kept."""
        self.rows += [(batch.file, line, "bad_row", "", "{}") for line in batch.broken]

    def take(self) -> pd.DataFrame:
        """Return the rows gathered so far and start anew."""
        frame = pd.DataFrame(self.rows, columns=list(REJECT_COLUMNS))
        self.rows = []
        return frame
