"""Opening a workspace by where it is: the path of a GeoPackage, or the address of a schema of PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Union

from .address import is_address, read_address
from .geopackage import GeoPackageWorkspace
from .postgis import PostgisWorkspace
from .workspace import Workspace

Place = Union[str, Path]


def open_workspace(place: Place, read_only: bool = False) -> Workspace:
    """Open the workspace at a place; raises `UserError` when there is none, or it cannot be opened."""
    if is_address(place):
        return PostgisWorkspace.open(str(place), read_only)
    return GeoPackageWorkspace.open(place, read_only)


def create_workspace(place: Place, crs: str) -> Workspace:
    """Make a workspace at a place where there is none; raises `UserError` when it cannot be made there."""
    if is_address(place):
        return PostgisWorkspace.create(str(place), crs)
    return GeoPackageWorkspace.create(place, crs)


def is_there(place: Place) -> bool:
    """Whether there is anything at the path, or a workspace at the address."""
    return PostgisWorkspace.exists(str(place)) if is_address(place) else Path(place).exists()


def settled(place: Place) -> str:
    """Return a place as one and the same text, whatever folder the program is in."""
    return str(read_address(str(place))) if is_address(place) else str(Path(place).resolve())
