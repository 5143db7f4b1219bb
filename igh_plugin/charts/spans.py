"""Periods of a chart as a part of a selection, and those of a selection as periods of the chart."""

from __future__ import annotations

from typing import Any, Dict, List, Sequence

import numpy as np

from ..core.selection import Selection


def days_part(
    places: Sequence[int], starts: np.ndarray, ends: np.ndarray, complete: np.ndarray
) -> Dict[str, Any]:
    """Return the days that periods narrow a selection to, without periods that have not ended; nothing where none has.

    `starts`, `ends` (n,) are local days, `complete` (n,) bool; `places` are positions in them.
    """
    whole = [place for place in places if complete[place]]
    return {"days": (int(starts[min(whole)]), int(ends[max(whole)]))} if whole else {}


def periods_within(selection: Selection, starts: np.ndarray, ends: np.ndarray) -> List[int]:
    """Return the positions of the periods that lie in the days of a selection; none where no days are selected."""
    if selection.days is None:
        return []
    first, last = selection.days
    return np.flatnonzero((starts >= first) & (ends <= last)).tolist()
