"""Looking at a workspace in PostgreSQL again and again: what its last run is, without waiting for the server."""

from __future__ import annotations

import time
from threading import Thread
from typing import Optional

from ..core.errors import UserError
from .address import login_is_at_hand, read_address
from .postgis import PostgisWorkspace
from .watch import Seen

LEAST_WAIT, MOST_WAIT = 5.0, 300.0
"""Seconds before a server that gave no answer is asked again: doubled every time."""


class SharedWatch:
    """Asks the server in a thread of its own; a look tells what the question of the look before brought.

    It holds one connection, makes a broken one again at once and then ever more rarely, and asks nothing while that would make QGIS ask for its master password.
    """

    def __init__(self, address: str):
        self._address = read_address(address)
        self._workspace: Optional[PostgisWorkspace] = None
        self._asking: Optional[Thread] = None
        self._seen: Optional[Seen] = None
        self._problem: Optional[UserError] = None
        self._connections = 0
        self._wait, self._not_before = 0.0, 0.0
        self._closed = False

    def look(self) -> Optional[Seen]:
        """Return what was there last, None before the first answer; never waits.

        Raises `UserError` when the last question brought no answer.
        """
        if self._asking is not None and self._asking.is_alive():
            return self._seen
        problem, self._problem = self._problem, None
        if time.monotonic() >= self._not_before and login_is_at_hand(self._address):
            self._closed = False
            self._asking = Thread(target=self._ask, name="IGH looks at a shared workspace", daemon=True)
            self._asking.start()
        if problem is not None:
            raise problem
        return self._seen

    def close(self) -> None:
        """Let go of the connection: at once, or when the question that goes on has its answer."""
        self._closed = True
        if self._asking is None or not self._asking.is_alive():
            self._let_go()

    def _ask(self) -> None:
        try:
            if self._workspace is None:
                self._workspace = PostgisWorkspace.open(self._address, read_only=True)
                self._connections += 1
            self._seen = Seen(self._workspace.last_run(), self._connections - 1)
            self._wait = 0.0
        except UserError as error:
            self._problem = error
            self._not_before = time.monotonic() + self._wait
            self._wait = min(max(2 * self._wait, LEAST_WAIT), MOST_WAIT)
            self._let_go()
        if self._closed:
            self._let_go()

    def _let_go(self) -> None:
        workspace, self._workspace = self._workspace, None
        if workspace is not None:
            workspace.close()
