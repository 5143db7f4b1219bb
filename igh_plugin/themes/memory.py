"""What the figures of a theme are made of, kept in memory for a workspace's last run, so that the next look reads nothing."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any, Callable, Dict, Hashable, Tuple

import numpy as np

from .model import Theme

KEPT, MOST = 12, 400
_kept: OrderedDict[Tuple[Hashable, ...], Tuple[Theme, Memory]] = OrderedDict()
_lock = Lock()


class Memory:
    """Keeps what was made under a key; safe between threads, two of which may make the same at the same time."""

    def __init__(self) -> None:
        self._made: Dict[Hashable, Any] = {}

    def of(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return what is kept under a key; where nothing is, make and keep it. After `MOST` all is forgotten."""
        try:
            return self._made[key]
        except KeyError:
            found = make()
        if len(self._made) >= MOST:
            self._made = {}
        self._made[key] = found
        return found


def memory_of(workspace, theme: Theme) -> Memory:
    """Return the memory of a theme in a workspace: of its last run, of what the user sees of it, and of today.

    That of an earlier run is forgotten; the last `KEPT` themes have one.
    """
    seen = workspace.seen_areas()
    state = workspace.last_run_begun(), None if seen is None else tuple(seen), str(np.datetime64("today"))
    key = (workspace.place, theme.id, *state)
    with _lock:
        known, memory = _kept.pop(key, (theme, Memory()))
        for old in [one for one in _kept if one[:2] == key[:2]]:
            del _kept[old]
        _kept[key] = theme, memory if known == theme else Memory()
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
        return _kept[key][1]
