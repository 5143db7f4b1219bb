"""How services hand out their rows page by page: four kinds, and the kinds of services that use them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Dict, Mapping, Optional, Tuple
from urllib.parse import urlsplit

from ..core.text import QT_TRANSLATE_NOOP
from .nodes import Node

KINDS = ("none", "offset", "page", "link", "header")
KEYS = ("kind", "parameter", "size_parameter", "size", "first", "link")


@dataclass(frozen=True)
class Counting:
    """A question whose answer is the number of rows: what comes after the address, parameters, and where it stands."""

    tail: str
    parameters: Mapping[str, str]
    path: str


@dataclass(frozen=True)
class Paging:
    """Where rows and their number stand in an answer, and how the next page is asked for.

    `kind`: `none` (one answer holds all), `offset` (`parameter` is the number of rows before the page), `page`
    (`parameter` is the number of the page, from `first` on), `link` (the address stands at `link` in the answer) or
    `header` (it stands in the header Link). `rows` and `total` are paths in the JSON with dots; a `total` that begins
    with `header:` is a header. `ordered` tells that pages keep their order, so that a download can go on.
    """

    kind: str = "none"
    parameter: str = ""
    size_parameter: str = ""
    size: int = 1_000
    first: int = 1
    link: str = ""
    rows: str = ""
    total: str = ""
    tail: str = ""
    fixed: Mapping[str, str] = field(default_factory=dict)
    counting: Optional[Counting] = None
    since: str = ""
    ordered: bool = False


SERVICES: Dict[str, Paging] = {
    "json": Paging(),
    "socrata": Paging(
        "offset", "$offset", "$limit", 50_000, fixed={"$order": ":id"}, ordered=True,
        counting=Counting("", {"$select": "count(*)"}, "0.count"), since="$where={field} >= '{since}T00:00:00'",
    ),
    "ckan": Paging("offset", "offset", "limit", 10_000, rows="result.records", total="result.total"),
    "opendatasoft": Paging(
        rows="features", tail="/exports/geojson", counting=Counting("/records", {"limit": "0"}, "total_count"),
        since="where={field} >= date'{since}'",
    ),
    "arcgis": Paging(
        "offset", "resultOffset", "resultRecordCount", 2_000, rows="features", tail="/query",
        fixed={"where": "1=1", "outFields": "*", "f": "geojson"},
        counting=Counting("/query", {"returnCountOnly": "true", "f": "json"}, "count"),
        since="where={field} >= DATE '{since}'",
    ),
}  # fmt: skip
"""What is known of the kinds of services; a definition can say otherwise."""
SIGNALEN_PUBLIC = Paging("header", rows="features", total="header:X-Total-Count")
SIGNALEN = Paging(
    "link", size_parameter="page_size", size=100, rows="results", total="count", link="_links.next.href", ordered=True,
    since="created_after={since}T00:00:00", fixed={"ordering": "id"},
)  # fmt: skip
"""`incident_date_after` and `incident_date_before` are swapped in its code, so that neither is used."""
TYPES = (*SERVICES, "signalen")


def paging_for(type_: str, address: str, said: Mapping[str, Any]) -> Paging:
    """Return how a service pages; `said` is what the definition says of it."""
    if type_ == "signalen":
        known = SIGNALEN_PUBLIC if urlsplit(address).path.rstrip("/").endswith("/geography") else SIGNALEN
    else:
        known = SERVICES[type_]
    return replace(known, **said)


def read_paging(said: Dict[str, Node]) -> Dict[str, Any]:
    """Return what a `connection` says of its rows and pages."""
    found: Dict[str, Any] = {}
    for name in ("rows", "total", "since"):
        if name in said:
            found[name] = said[name].filled()
    if "paging" not in said:
        return found
    keys = said["paging"].mapping(KEYS)
    for name in ("parameter", "size_parameter", "link"):
        if name in keys:
            found[name] = keys[name].filled()
    for name in ("size", "first"):
        if name in keys:
            (number,) = keys[name].numbers(1)
            if number != int(number) or number < (1 if name == "size" else 0):
                raise keys[name].wrong(
                    QT_TRANSLATE_NOOP("core", "“{path}” must be a whole number, 1 or more")
                )
            found[name] = int(number)
    if "kind" in keys:
        found["kind"] = keys["kind"].choice(KINDS)
        _check_needs(keys, found["kind"])
    return found


def _check_needs(keys: Dict[str, Node], kind: str) -> None:
    needs: Dict[str, Tuple[str, ...]] = {
        "offset": ("parameter", "size_parameter"),
        "page": ("parameter",),
        "link": ("link",),
    }
    for name in needs.get(kind, ()):
        if name not in keys:
            raise keys["kind"].wrong(QT_TRANSLATE_NOOP("core", "“{name}” is missing"), name=name)
