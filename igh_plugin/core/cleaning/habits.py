"""How the columns of files write their times: what only all rows of a column can tell."""

from __future__ import annotations

from typing import Dict, Sequence, Set, Tuple

from .times import ANY_ORDER, DateOrder, date_order, midnights

Key = Tuple[str, str]
_ENOUGH = 50
"""Times by which a column is judged: fewer may be midnight by chance."""


class Habits:
    """What the batches that were looked at tell of a column, by file and column."""

    def __init__(self) -> None:
        self._orders: Dict[Key, DateOrder] = {}
        self._with_hours: Set[Key] = set()
        self._timed: Dict[Key, int] = {}

    def look(self, key: Key, values: Sequence[str], formats: Sequence[str]) -> None:
        """Look at the times of a batch; `formats` are those that the mapping states."""
        if not formats:
            self._orders[key] = self._orders.get(key, DateOrder()) + date_order(values)
        if key in self._with_hours:
            return
        timed, midnight = midnights(values, formats or ANY_ORDER)
        if (timed & ~midnight).any():
            self._with_hours.add(key)
        self._timed[key] = self._timed.get(key, 0) + int(timed.sum())

    def know(self, key: Key) -> bool:
        """Whether a column was looked at."""
        return key in self._timed

    def order(self, key: Key) -> DateOrder:
        """Return the evidence for day or month first in a column whose formats are not stated."""
        return self._orders.get(key, DateOrder())

    def only_dates(self, key: Key) -> bool:
        """Whether every time written in a column is midnight, so that it is a date in truth."""
        return key not in self._with_hours and self._timed.get(key, 0) >= _ENOUGH
