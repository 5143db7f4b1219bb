"""The exception a user reads."""

from __future__ import annotations

from typing import Union

from .text import Text


class UserError(Exception):
    """What is wrong, where, and what to do, in words for the user; no traceback is shown for it."""

    def __init__(self, message: Union[Text, str]):
        super().__init__(str(message))
        self.message = message
