"""Where a source is fetched from, and how often: the parts `connection`, `refresh` and `expected_size` of its YAML."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, Mapping, Optional, Tuple
from urllib.parse import urlsplit

from ..core.text import QT_TRANSLATE_NOOP
from .database_address import OPTIONS, SHAPES
from .database_address import read_address as parse_address
from .network.address import sounds_secret
from .nodes import Node
from .paging import TYPES as PAGED
from .paging import paging_for, read_paging
from .query import is_one_select, writing_word

DOCUMENTS = ("csv", "geojson", "file")
DATABASES = ("postgis", "database")
TYPES = ("dso", "ogcapi", "wfs", *PAGED, *DOCUMENTS, "odata", *DATABASES)
_ROWS = ("rows", "total", "paging", "since")
_WEB = ("https", "http")
_SCHEMES = {"postgis": ("postgresql", "postgres")}
KEYS = ("connection", "refresh", "expected_size")


@dataclass(frozen=True)
class Remote:
    """Where records are fetched from.

    `credentials` is an id in QGIS's authentication store; `key_header` the header that takes a key. `every` is in days.
    `paging` is what the definition says of rows and pages (`paging.Paging`).
    `field` is the column with the date by which a part is asked for; `overlap` days before the last one known are asked
    for again, and everything after `whole` days. `expected` is the least and the most records there should be.
    """

    type: str
    address: str
    credentials: str = ""
    key_header: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    table: str = ""
    query: str = ""
    paging: Mapping[str, Any] = field(default_factory=dict)
    every: Optional[float] = None
    field: str = ""
    overlap: float = 2.0
    whole: float = 7.0
    expected: Optional[Tuple[float, float]] = None


def read_remote(keys: Dict[str, Node]) -> Optional[Remote]:
    """Return what the YAML of a source says of fetching it; None when it has no `connection`."""
    if "connection" not in keys:
        for name in ("refresh", "expected_size"):
            if name in keys:
                raise keys[name].wrong(QT_TRANSLATE_NOOP("core", "“{path}” needs a connection beside it"))
        return None
    said = keys["connection"].mapping(
        ("type", "address", "credentials", "key_header", "parameters", "table", "query", *_ROWS)
    )
    for name in ("type", "address"):
        if name not in said:
            raise keys["connection"].wrong(QT_TRANSLATE_NOOP("core", "“{name}” is missing"), name=name)
    _check_rows(keys["connection"], said)
    paging = read_paging(said)
    refresh = keys["refresh"].mapping(("every", "field", "overlap", "whole")) if "refresh" in keys else {}
    days = {name: _days(refresh[name]) for name in ("every", "overlap", "whole") if name in refresh}
    if "field" in refresh and not _asks_by_date(said, paging):
        raise refresh["field"].wrong(
            QT_TRANSLATE_NOOP(
                "core", "“{path}” needs the parameter that asks for a part by date: connection, since"
            )
        )
    expected = keys["expected_size"].numbers(2) if "expected_size" in keys else None
    if expected and not 0 <= expected[0] <= expected[1]:
        raise keys["expected_size"].wrong(
            QT_TRANSLATE_NOOP("core", "“{path}” must be the least and the most records")
        )
    is_database = said["type"].choice(TYPES) == "database"
    if is_database:
        _check_database(said)
    return Remote(
        type=said["type"].text(),
        address=said["address"].filled()
        if is_database
        else read_address(said["address"], said["type"].text()),
        credentials=said["credentials"].filled() if "credentials" in said else "",
        key_header=said["key_header"].filled() if "key_header" in said else "",
        parameters=_parameters(said["parameters"]) if "parameters" in said else {},
        table=said["table"].filled() if "table" in said else "",
        query=_query(said["query"]) if "query" in said else "",
        paging=paging,
        field=refresh["field"].filled() if "field" in refresh else "",
        expected=(expected[0], expected[1]) if expected else None,
        **days,
    )


def _asks_by_date(said: Dict[str, Node], paging: Mapping[str, Any]) -> bool:
    type_ = said["type"].text()
    if type_ in PAGED:
        return bool(paging_for(type_, said["address"].text(), paging).since)
    return type_ not in DOCUMENTS or bool(paging.get("since"))


def _days(node: Node) -> float:
    (number,) = node.numbers(1)
    if number < 0:
        raise node.wrong(QT_TRANSLATE_NOOP("core", "“{path}” must be a number of days, 0 or more"))
    return number


def _check_rows(connection: Node, said: Dict[str, Node]) -> None:
    """See that a database is asked for a table or a query, and nothing else for either."""
    named = [name for name in ("table", "query") if name in said]
    if said["type"].text() in DATABASES and len(named) != 1:
        raise connection.wrong(QT_TRANSLATE_NOOP("core", "“{path}” needs a table or a query, one of the two"))
    if said["type"].text() not in DATABASES and named:
        raise said[named[0]].wrong(QT_TRANSLATE_NOOP("core", "“{path}” is only for a database"))
    told = [name for name in _ROWS if name in said]
    allowed = (*PAGED, *DOCUMENTS) if told == ["since"] else PAGED
    if told and said["type"].text() not in allowed:
        raise said[told[0]].wrong(
            QT_TRANSLATE_NOOP("core", "“{path}” is not for the type {type}; possible are: {allowed}"),
            type=said["type"].text(),
            allowed=", ".join(allowed),
        )


def _query(node: Node) -> str:
    text = node.filled()
    if not is_one_select(text):
        raise node.wrong(
            QT_TRANSLATE_NOOP("core", "“{path}” must be one statement that begins with SELECT or WITH")
        )
    return text


def _check_database(said: Dict[str, Node]) -> None:
    """See that GDAL can be told what is said of a database, and that a query does not write."""
    address = parse_address(said["address"].filled())
    if address is None:
        raise said["address"].wrong(
            QT_TRANSLATE_NOOP(
                "core",
                "“{path}” must be of the form {shapes}, and hold no user, password or key: those belong in the "
                "authentication store of QGIS, and their id in “credentials”",
            ),
            shapes=" / ".join(SHAPES),
        )
    if "parameters" in said:
        if address.scheme != "mssql":
            raise said["parameters"].wrong(QT_TRANSLATE_NOOP("core", "“{path}” is only for mssql://"))
        for child in said["parameters"].mapping(OPTIONS).values():
            if set(child.text()) & set(";{}"):
                raise child.wrong(
                    QT_TRANSLATE_NOOP("core", "“{path}” must hold no semicolon and no curly bracket")
                )
    word = writing_word(said["query"].text()) if "query" in said else ""
    if word:
        raise said["query"].wrong(
            QT_TRANSLATE_NOOP("core", "“{path}” must only read; put the name {word} in quotes if it is one"),
            word=word,
        )


def is_address(text: str, type_: str) -> bool:
    """Whether a text is an address of a connection of that type, and holds no user, password or key."""
    if type_ == "database":
        return parse_address(text) is not None
    try:
        parts = urlsplit(text)
        fine = parts.scheme in _SCHEMES.get(type_, _WEB) and bool(parts.hostname)
        fine = fine and not (parts.username or parts.password)
        return fine and not any(sounds_secret(pair.partition("=")[0]) for pair in parts.query.split("&"))
    except ValueError:
        return False


def read_address(node: Node, type_: str) -> str:
    """Return the address of a connection of a type; it may hold no secret."""
    text = node.filled()
    if not is_address(text, type_):
        raise node.wrong(
            QT_TRANSLATE_NOOP(
                "core",
                "“{path}” must begin with {schemes} and hold no user, password or key: those belong in the "
                "authentication store of QGIS, and their id in “credentials”",
            ),
            schemes=" / ".join(f"{scheme}://" for scheme in _SCHEMES.get(type_, _WEB)),
        )
    return text


def _parameters(node: Node) -> Dict[str, str]:
    found = {}
    for name, child in node.mapping().items():
        if sounds_secret(name):
            raise child.wrong(
                QT_TRANSLATE_NOOP(
                    "core",
                    "“{path}” sounds like a secret: put it in the authentication store of QGIS and its id in "
                    "“credentials”",
                )
            )
        found[name] = child.text()
    return found
