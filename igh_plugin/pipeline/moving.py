"""A workspace to another place: a file on this computer to a database that a city shares, or back."""

from __future__ import annotations

from pathlib import Path
from typing import Dict

from ..core.progress import Progress, Silent
from ..workspace.moving import move
from ..workspace.opening import create_workspace, is_there, open_workspace


def move_workspace(place: str, target: str, progress: Progress = Silent()) -> Dict[str, int]:
    """Copy a workspace to a place where there is none, or an empty one; return the number of rows by table.

    The workspace at `place` stays as it is. When it fails, a file that was made for it is removed again. Raises
    `UserError` as `workspace.moving.move`.
    """
    with open_workspace(place, read_only=True) as source:
        made = not is_there(target)
        new = create_workspace(target, source.crs) if made else open_workspace(target)
        try:
            with new:
                return move(source, new, progress)
        except BaseException:
            if made and new.place == str(new.path):
                Path(new.path).unlink(missing_ok=True)
            raise
