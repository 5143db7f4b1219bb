"""Addresses of workspaces in PostgreSQL: which server, which database, which schema, and no user or password.

    postgresql://server:5432/database?schema=igh&authcfg=abc1234&sslmode=require

`authcfg` is the id of credentials in QGIS's authentication store. Without it the login is that of PostgreSQL's own files
and variables (`PGPASSFILE`, `PGUSER`).
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Optional, Union
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text

SCHEMES = ("postgresql://", "postgres://")
PORT = 5432
SCHEMA = "igh"
SSL = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,40}")

WRONG = QT_TRANSLATE_NOOP(
    "core",
    "{address} is no address of a workspace. Write it as postgresql://server:5432/database?schema=igh&authcfg=id, "
    "without a user or a password: the id is that of credentials in QGIS's authentication store.",
)
NO_LOGIN = QT_TRANSLATE_NOOP(
    "core",
    "The credentials {authcfg} are not in QGIS's authentication store, or it is locked: unlock it, or choose other "
    "credentials.",
)


@dataclass(frozen=True)
class PostgisAddress:
    """Where a workspace is in PostgreSQL."""

    host: str
    port: int
    database: str
    schema: str = SCHEMA
    authcfg: str = ""
    sslmode: str = "prefer"

    def __str__(self) -> str:
        told = {"schema": self.schema}
        if self.authcfg:
            told["authcfg"] = self.authcfg
        if self.sslmode != "prefer":
            told["sslmode"] = self.sslmode
        host = "[" + self.host + "]" if ":" in self.host else self.host
        return f"{SCHEMES[0]}{host}:{self.port}/{quote(self.database, safe='')}?{urlencode(told)}"

    @property
    def beside(self) -> Path:
        """The path on this computer beside which files wait that are to go into the workspace."""
        place = repr((self.host, self.port, self.database, self.schema))
        name = f"{self.schema}-{hashlib.sha256(place.encode()).hexdigest()[:12]}"
        return _private_folder() / name / "workspace"

    def login(self) -> Dict[str, Any]:
        """Return what `psycopg2.connect` needs; raises `UserError` when the credentials cannot be had."""
        told: Dict[str, Any] = {
            "host": self.host,
            "port": self.port,
            "dbname": self.database,
            "sslmode": self.sslmode,
        }
        if self.authcfg:
            told.update(_credentials(self.authcfg))
        return told


def login_is_at_hand(address: PostgisAddress) -> bool:
    """Whether the login can be had without QGIS asking its user for the master password."""
    if not address.authcfg:
        return True
    from qgis.core import QgsApplication

    return bool(QgsApplication.authManager().masterPasswordIsSet())


def is_address(text: Union[str, Path]) -> bool:
    """Whether a text is the address of a database, and no path."""
    return isinstance(text, str) and text.strip().lower().startswith(SCHEMES)


def read_address(text: str) -> PostgisAddress:
    """Return what an address says. Raises `UserError`, which does not repeat a password."""
    try:
        parts = urlsplit(text.strip())
        port = parts.port or PORT
        told = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    except ValueError:
        raise _wrong(text) from None
    database = unquote(parts.path.strip("/"))
    schema, authcfg = told.pop("schema", SCHEMA), told.pop("authcfg", "")
    sslmode = told.pop("sslmode", "prefer")
    plain = parts.scheme + "://" in SCHEMES and parts.hostname and database and "/" not in database
    if (
        not plain
        or told
        or parts.fragment
        or parts.username is not None
        or not _NAME.fullmatch(schema)
        or not re.fullmatch(r"\w*", authcfg)
        or sslmode not in SSL
    ):
        raise _wrong(text)
    return PostgisAddress(parts.hostname or "", port, database, schema, authcfg, sslmode)


def title_of(place: Union[str, Path]) -> str:
    """Return a short name of a workspace for people: that of the file, or of the schema and its database."""
    if is_address(place):
        address = read_address(str(place))
        return f"{address.database}.{address.schema}"
    return Path(place).name


def _wrong(text: str) -> UserError:
    begin = text.strip().partition("://")[0]
    return UserError(Text(WRONG, {"address": begin + "://…"}))


def _credentials(authcfg: str) -> Dict[str, Optional[str]]:
    from qgis.core import QgsApplication, QgsAuthMethodConfig

    config = QgsAuthMethodConfig()
    manager = QgsApplication.authManager()
    if not manager.loadAuthenticationConfig(authcfg, config, True)[0] or not config.isValid(False):
        raise UserError(Text(NO_LOGIN, {"authcfg": authcfg}))
    return {"user": config.config("username") or None, "password": config.config("password") or None}


def _private_folder() -> Path:
    """Return the folder of this user for files that are not kept."""
    if sys.platform.startswith("win"):
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "igh"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "igh"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "igh"
