"""The part `geocode` of a source's YAML: that addresses are looked up, at a service or in a layer of the workspace."""

from __future__ import annotations

import re
from typing import Dict, Tuple

from ..core.cleaning.model import GEOCODE_SCORE, EventMapping, Geocode
from ..core.text import QT_TRANSLATE_NOOP
from .nodes import Node
from .remote import read_address

SERVICES = {"locatieserver": "https://api.pdok.nl/bzk/locatieserver/search/v3_1"}
LAYER = "layer"
"""In the place of a service: a layer for reference of the workspace. Nothing is sent then."""
QUALITY = {"adres": "address", "postcode": "street", "weg": "street", "woonplaats": "area"}
"""The kinds of answers that can be asked for, and how good a point each gives."""
CRS = "EPSG:28992"
"""The CRS in which coordinates are taken from the service."""
_WITHIN = ("gemeentenaam", "gemeentecode", "woonplaatsnaam", "provincienaam")
_VALUE = re.compile(r"[\w .'()\-]+")


def read_geocode(node: Node) -> Geocode:
    """Return what the YAML says of looking up addresses."""
    told = node.mapping()
    if "layer" in told:
        return _in_layer(node)
    keys = node.mapping(("service", "address", "columns", "type", "within", "least_score"), ("service",))
    service = keys["service"].choice(tuple(SERVICES))
    types = (one.choice(tuple(QUALITY)) for one in keys["type"].items()) if "type" in keys else ("adres",)
    return Geocode(
        service=service,
        address=read_address(keys["address"], service) if "address" in keys else SERVICES[service],
        columns=tuple(one.filled() for one in keys["columns"].items()) if "columns" in keys else (),
        types=tuple(dict.fromkeys(types)),
        within=_within(keys["within"]) if "within" in keys else (),
        least_score=_score(keys["least_score"]) if "least_score" in keys else 0.0,
    )


def _in_layer(node: Node) -> Geocode:
    keys = node.mapping(("layer", "names", "columns"), ("layer", "names"))
    return Geocode(
        service=LAYER,
        address=keys["layer"].filled(),
        columns=tuple(one.filled() for one in keys["columns"].items()) if "columns" in keys else (),
        names=tuple(one.filled() for one in keys["names"].items()),
    )


def check_geocode(keys: Dict[str, Node], mapping: EventMapping) -> None:
    """See that there is an address to look up, and that the score has a column to itself."""
    if mapping.geocode is None:
        return
    if not mapping.geocode.columns and "address" not in mapping.fields:
        raise keys["geocode"].wrong(
            QT_TRANSLATE_NOOP("core", "“{path}” needs the columns of the address, or the field address")
        )
    if GEOCODE_SCORE in mapping.attributes:
        raise keys["attributes"].wrong(
            QT_TRANSLATE_NOOP(
                "core", "“{path}”: the name {name} is kept for the score of looked up addresses"
            ),
            name=GEOCODE_SCORE,
        )


def _within(node: Node) -> Tuple[str, str]:
    name, _, value = (part.strip() for part in node.text().partition(":"))
    if name not in _WITHIN or not _VALUE.fullmatch(value):
        raise node.wrong(
            QT_TRANSLATE_NOOP(
                "core",
                "“{path}” must be written like “gemeentenaam:Amsterdam”; before the colon are possible: {allowed}",
            ),
            allowed=", ".join(_WITHIN),
        )
    return name, value


def _score(node: Node) -> float:
    (number,) = node.numbers(1)
    if number < 0:
        raise node.wrong(QT_TRANSLATE_NOOP("core", "“{path}” must be 0 or more"))
    return number
