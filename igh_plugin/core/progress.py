"""Progress and cancelling, as every long job sees them."""

from __future__ import annotations

from typing import Protocol, Union

from .text import Text

Message = Union[str, Text]


class Cancelled(Exception):
    """The user asked to stop."""


class Progress(Protocol):
    """What a job tells while it runs, and where it hears that it should stop."""

    def step(self, fraction: float, message: Message = "") -> None:
        """Say how far the job is (0 to 1) and, if given, what it is doing now."""

    def report(self, message: Message) -> None:
        """Say something that should stay in the log."""

    def is_cancelled(self) -> bool:
        """Tell whether the user asked to stop."""

    def check(self) -> None:
        """Raise `Cancelled` when the user asked to stop."""


class Silent:
    """Progress that nobody watches."""

    def step(self, fraction: float, message: Message = "") -> None:
        return None

    def report(self, message: Message) -> None:
        return None

    def is_cancelled(self) -> bool:
        return False

    def check(self) -> None:
        return None


class Part:
    """A stretch of a longer job: its 0 to 1 is `start` to `end` of the whole."""

    def __init__(self, whole: Progress, start: float, end: float):
        self._whole, self._start, self._span = whole, start, end - start

    def step(self, fraction: float, message: Message = "") -> None:
        self._whole.step(self._start + self._span * fraction, message)

    def report(self, message: Message) -> None:
        self._whole.report(message)

    def is_cancelled(self) -> bool:
        return self._whole.is_cancelled()

    def check(self) -> None:
        self._whole.check()
