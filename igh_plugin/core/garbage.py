"""Many small objects at a time, of which Python need not ask again and again whether some hold each other in a circle."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import Iterator


@contextmanager
def without_search_for_circles() -> Iterator[None]:
    """Keep Python from searching for circles among objects: rows have none, and the search takes a sixth of the time.

    What nothing refers to is freed all the same.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()
