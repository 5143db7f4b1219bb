"""Addresses of databases, and what GDAL opens for them. No user, password or key stands in an address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Mapping, Optional, Tuple
from urllib.parse import unquote, urlsplit

SHAPES = (
    "mssql://host:1433/database",
    "oracle://host:1521/service",
    "odbc://name",
    "sqlite:/folder/file.sqlite",
)
DRIVERS = {
    "mssql": ("MSSQLSpatial",),
    "oracle": ("OCI",),
    "odbc": ("ODBC",),
    "sqlite": ("SQLite", "GPKG"),
}
"""The drivers of GDAL that open each kind of address."""
OPTIONS = ("driver", "encrypt", "trustservercertificate", "trusted_connection", "applicationintent")
"""What a definition may tell the ODBC driver of a SQL Server."""
NOWHERE = "igh_none"
"""No table: GDAL looks at this one in place of every table there is, which can take minutes."""

_PORTS = {"mssql": 1433, "oracle": 1521}
_NAME = re.compile(r"[\w .$#-]+")
_FILE = re.compile(r"sqlite:(?://)?(?:/?([A-Za-z]:[\\/].+)|(/(?!/).+))")
_PLAIN = re.compile(r"[\w.-]*")
_UNFIT = {"mssql": ";", "odbc": ",@:", "oracle": "", "sqlite": ""}
"""Characters by which GDAL would cut a user or password apart."""


@dataclass(frozen=True)
class DatabaseAddress:
    """Where a database is: `name` is the database, the service, the ODBC data source, or the path of the file."""

    scheme: str
    name: str
    host: str = ""
    port: int = 0


@dataclass(frozen=True)
class Opening:
    """What GDAL is told to open: a name, which may hold a secret, and options of the form `NAME=value`."""

    name: str
    options: Tuple[str, ...] = ()


def read_address(text: str) -> Optional[DatabaseAddress]:
    """Return what an address says, None when it is of none of the `SHAPES`."""
    file = _FILE.fullmatch(text)
    if file:
        return DatabaseAddress("sqlite", file[1] or file[2])
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    if parts.query or parts.fragment or parts.username or parts.password:
        return None
    path = unquote(parts.path.strip("/"))
    if parts.scheme == "odbc":
        name = unquote(parts.netloc)
        return DatabaseAddress("odbc", name) if _NAME.fullmatch(name) and not path else None
    if parts.scheme not in _PORTS or not _NAME.fullmatch(parts.hostname or "") or not _NAME.fullmatch(path):
        return None
    return DatabaseAddress(parts.scheme, path, parts.hostname or "", port or _PORTS[parts.scheme])


def unfit(address: DatabaseAddress, user: str, password: str) -> str:
    """Return the characters that GDAL cannot hand on when user or password has one of them, empty when none has."""
    cut = _UNFIT[address.scheme]
    found = set(user + password) & {*cut, "\0", "\r", "\n"}
    slash = address.scheme == "odbc" and "/" in user
    return " ".join(cut + "/" if slash else cut) or "?" if found or slash else ""


def opening(address: DatabaseAddress, parameters: Mapping[str, str], user: str, password: str) -> Opening:
    """Return what GDAL opens. User and password hold nothing `unfit`, parameters are of `OPTIONS`."""
    if address.scheme == "sqlite":
        return Opening(address.name)
    if address.scheme == "oracle":
        there = f"//{address.host}:{address.port}/{address.name}"
        return Opening(
            "OCI:", (f"USER={user}", f"PASSWORD={password}", f"DBNAME={there}", f"TABLES={NOWHERE}")
        )
    if address.scheme == "odbc":
        login = f"{user}/{password}@" if password else f"{user}@" if user else ""
        return Opening(f"ODBC:{login}{address.name},{NOWHERE}")
    parts = [f"server={address.host},{address.port}", f"database={address.name}"]
    parts += [f"{name}={braced(value)}" for name, value in parameters.items()]
    parts += [f"{name}={braced(value)}" for name, value in (("uid", user), ("pwd", password)) if value]
    return Opening("MSSQL:" + ";".join([*parts, f"tables={NOWHERE}"]))


def braced(value: str) -> str:
    """Return a value as it stands in a connection string of ODBC."""
    return value if _PLAIN.fullmatch(value) else "{" + value.replace("}", "}}") + "}"
