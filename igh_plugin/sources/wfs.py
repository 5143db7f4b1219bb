"""Web Feature Service 1.1 and 2.0 (OGC 04-094, OGC 09-025r2): a feature type, page by page.

What services get wrong: they answer in another version than was asked, say that they do not know how many there are,
cut pages shorter than asked, leave out where pages begin, give GeoJSON in degrees whatever CRS was asked, and tell errors
with HTTP 200. So the first features are asked in GML, which states its CRS, and GeoJSON is taken only where its points
are the same; and at the end all are counted.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import escape
from typing import Any, Dict, Iterator, List, Optional, Sequence, Tuple
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import numpy as np

from ..core.cleaning.records import RawBatch
from .csv_stream import ABORTED
from .features import feature_batch, first_position
from .gml import Element, NoFeatures, NotXml, features_of, parse_xml
from .network import errors
from .network.door import Ask, Door, Reply, refuse_page
from .records import code_of
from .remote import Remote

PAGE = 5_000
_SAME = 1e-5
"""How far the same point may lie in two formats, in degrees or metres: they round differently."""
_SYSTEMS = ("DefaultCRS", "DefaultSRS", "OtherCRS", "OtherSRS", "SRS")
_FES = "http://www.opengis.net/fes/2.0"
_OGC = "http://www.opengis.net/ogc"
_FILTER = re.compile(r"\s*<(?:\w+:)?Filter\b([^>]*)>(.*)</(?:\w+:)?Filter>\s*", re.DOTALL)


@dataclass(frozen=True)
class _Service:
    """What the service is: version, the name of the feature type, the name of the CRS, and the format that is read.

    `paged` tells whether it heeds where a page begins; `fields` are the properties of the first features.
    """

    version: str
    layer: str
    crs: str
    geojson: str = ""
    paged: bool = True
    fields: Tuple[str, ...] = ()


class Wfs:
    """A feature type; after a break it goes on with the page that did not come, if the source has an id to sort by."""

    def __init__(self, door: Door, source: str, remote: Remote, crs: str, layer: str, ids: Sequence[str]):
        self._door, self._source, self._remote = door, source, remote
        self._crs, self._layer, self._ids = crs, layer, tuple(ids)

    def preview(self, rows: int) -> RawBatch:
        service = self._service("")
        features, _, _ = self._page(service, "", 0, rows)
        return feature_batch(features, self._source, (), b"", 1, self._crs)

    def question(self, columns: Sequence[str], since: str) -> str:
        asked = [self._remote.address, sorted(self._remote.parameters.items()), self._layer, self._crs]
        return json.dumps([*asked, sorted(columns), since])

    def read(
        self, columns: Sequence[str], since: str, mark: str, salt: bytes
    ) -> Iterator[Tuple[RawBatch, str]]:
        """Give page after page, each with the number of features so far as mark where pages keep their order."""
        service = self._service(since)
        count = self._count(service, since)
        rows = int(mark) if mark else 0
        seen: List[np.ndarray] = []
        before: List[Dict[str, Any]] = []
        while True:
            features, matched, reply = self._page(service, since, rows, PAGE if service.paged else 0)
            if features and features == before:
                raise reply.refuse(errors.WrongContent, "circle", "definition")
            before = features
            count = matched if matched is not None else count
            if features or not rows:
                batch = feature_batch(features, self._source, columns, salt, rows + 1, self._crs)
                seen.append(np.array([hash(str(one.get("id", ""))) for one in features], np.int64))
                yield batch, str(rows + len(features)) if service.paged and self._order(service) else ""
            rows += len(features)
            if count is None and not service.paged and self._remote.expected is None:
                raise reply.refuse(errors.WrongContent, "uncounted", "definition")
            # A page that is short does not mean the end: services cut pages without a word.
            if not features or not service.paged or (count is not None and rows >= count):
                break
        named = np.concatenate(seen) if seen else np.zeros(0, np.int64)
        if len(np.unique(named)) < len(named) and hash("") not in named:
            raise reply.refuse(errors.Disordered, "repeated", "definition")
        if count is not None and rows < count:
            raise reply.refuse(errors.Broken, "fewer", "later", rows=rows, count=count)

    def _service(self, since: str) -> _Service:
        """Ask what the service can do, and see what it does."""
        wanted = self._wanted("version", "")
        how = {"VERSION": wanted} if wanted else {"ACCEPTVERSIONS": "2.0.0,1.1.0"}
        reply = self._door.get(self._ask("GetCapabilities", **how))
        root = self._root(reply)
        version = root.get("version")
        layer, systems = self._feature_type(root, reply)
        crs = next((name for name in systems if code_of(name) == self._crs), "")
        if self._crs == "EPSG:4326":
            crs = next((name for name in systems if code_of(name) == "OGC:CRS84"), crs)
        if not crs:
            raise reply.refuse(
                errors.WrongContent, "no_crs", "definition", asked=self._crs,
                offered=", ".join(dict.fromkeys(map(code_of, systems))),
            )  # fmt: skip
        service = _Service(version, layer, crs)
        first, matched, _ = self._page(service, since, 0, 2)
        paged = True
        if first:
            second, _, _ = self._page(service, since, 1, 1)
            paged = list(map(_known_by, second)) == list(map(_known_by, first[1:]))
        fields = tuple(dict.fromkeys(name for one in first for name in one["properties"]))
        service = _Service(version, layer, crs, "", paged, fields)
        wanted = self._wanted("outputFormat", "")
        offered = [wanted] if wanted else _geojson_formats(root)
        if offered and first:
            tried = _Service(version, layer, crs, offered[0], paged, fields)
            if _agree(first, self._page(tried, since, 0, 2)[0]):
                return tried
        return service

    def _order(self, service: _Service) -> str:
        """Return the property that holds the id, by which pages keep their order; empty for none."""
        return next((name for name in self._ids if name in service.fields), "")

    def _wanted(self, name: str, otherwise: str) -> str:
        named = {key.lower(): value for key, value in self._remote.parameters.items()}
        return named.get(name.lower(), otherwise)

    def _feature_type(self, root: Element, reply: Reply) -> Tuple[str, List[str]]:
        """Return the full name of the feature type and the names of its CRS."""
        offered = {}
        for one in root.all():
            if one.name == "FeatureType":
                texts = [(child.name, child.text.strip()) for child in one.children]
                systems = [text for name, text in texts if name in _SYSTEMS]
                offered[next((text for name, text in texts if name == "Name"), "")] = systems
        for name, systems in offered.items():
            if self._layer in (name, name.rpartition(":")[2]):
                return name, systems
        layers = ", ".join(offered) or "-"
        what = "no_layer" if self._layer else "layers"
        raise reply.refuse(errors.WrongContent, what, "layer", layer=self._layer, layers=layers)

    def _count(self, service: _Service, since: str) -> Optional[int]:
        """Return how many features the service says there are; many do not know."""
        reply = self._door.get(self._get_feature(service, since, RESULTTYPE="hits"))
        return _matched(self._root(reply))

    def _page(
        self, service: _Service, since: str, start: int, size: int
    ) -> Tuple[List[Dict[str, Any]], Optional[int], Reply]:
        """Return the features of a page (`size` 0: of all), how many there are in all, and the answer."""
        more = {"STARTINDEX": str(start)} if start else {}
        if size:
            more["COUNT" if service.version.startswith("2") else "MAXFEATURES"] = str(size)
        if self._order(service) and service.paged:
            more["SORTBY"] = self._order(service)
        if service.geojson:
            more["OUTPUTFORMAT"] = service.geojson
        reply = self._door.get(self._get_feature(service, since, **more))
        if ABORTED.search(reply.body[-500:].decode("utf-8", "replace")):
            raise reply.refuse(errors.Broken, "aborted", "later", said=errors.server_words(reply.body[-200:]))
        if service.geojson and reply.body.lstrip()[:1] != b"<":
            page = reply.json()
            found = page.get("features") if isinstance(page, dict) else None
            if not isinstance(found, list):
                raise reply.refuse(errors.WrongContent, "not_features", "definition")
            matched = page.get("numberMatched", page.get("totalFeatures"))
            return found, matched if isinstance(matched, int) else None, reply
        root = self._root(reply)
        try:
            features = features_of(root)
        except NoFeatures as error:
            raise reply.refuse(errors.WrongContent, "not_features", "definition") from error
        except ValueError as error:
            raise reply.refuse(errors.Broken, "damaged", "later") from error
        for feature in features:
            given = feature["crs"]
            if given and given != self._crs and {given, self._crs} != {"OGC:CRS84", "EPSG:4326"}:
                raise reply.refuse(errors.WrongContent, "crs", "definition", given=given, asked=self._crs)
        return features, None, reply

    def _root(self, reply: Reply) -> Element:
        refuse_page(reply.body, reply.headers, reply.refuse)
        try:
            root = parse_xml(reply.body)
        except NotXml as error:
            raise reply.refuse(errors.Broken, "not_xml", "later", reason=str(error)) from error
        if root.name in ("ExceptionReport", "ServiceExceptionReport"):
            said = errors.server_words(reply.body)
            raise reply.refuse(errors.Refused, "exception", "definition", said=said)
        return root

    def _get_feature(self, service: _Service, since: str, **more: str) -> Ask:
        new = service.version.startswith("2")
        more["TYPENAMES" if new else "TYPENAME"] = service.layer
        more["SRSNAME"] = service.crs
        chosen = _filter(self._wanted("filter", ""), self._remote.field if since else "", since, new)
        if chosen:
            more["FILTER"] = chosen
        return self._ask("GetFeature", VERSION=service.version, **more)

    def _ask(self, request: str, **more: str) -> Ask:
        parts = urlsplit(self._remote.address)
        asked = {
            name.upper(): (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True)
        }
        asked.update({name.upper(): (name, value) for name, value in self._remote.parameters.items()})
        asked.update({name.upper(): (name, value) for name, value in more.items()})
        asked.update({"SERVICE": ("SERVICE", "WFS"), "REQUEST": ("REQUEST", request)})
        if "FILTER" not in more:
            asked.pop("FILTER", None)
        if "OUTPUTFORMAT" not in more:
            asked.pop("OUTPUTFORMAT", None)
        address = urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
        return Ask(address, tuple(asked.values()), credentials=self._remote.credentials)


def _known_by(feature: Dict[str, Any]) -> Any:
    """Return the id of a feature, or all of it where the service gives none."""
    return feature.get("id") or feature


def _geojson_formats(root: Element) -> List[str]:
    """Return the formats of GetFeature that are GeoJSON."""
    for operation in root.all():
        if operation.name == "Operation" and operation.get("name") == "GetFeature":
            texts = [one.text.strip() for one in operation.all() if one.name == "Value"]
            return [text for text in texts if "json" in text.lower()]
    return []


def _matched(root: Element) -> Optional[int]:
    text = root.get("numberMatched") or root.get("numberOfFeatures")
    return int(text) if text.isdigit() else None


def _agree(first: List[Dict[str, Any]], second: List[Dict[str, Any]]) -> bool:
    """Whether two formats give the same ids and points, so that the second is in the CRS the first states."""
    if [one.get("id") for one in first] != [one.get("id") for one in second]:
        return False
    compared = False
    for one, other in zip(first, second):
        here, there = ((each.get("geometry") or {}).get("coordinates") for each in (one, other))
        if not here or not there:
            continue
        compared = True
        here, there = first_position(here), first_position(there)
        if not np.allclose(here[:2], there[:2], rtol=0, atol=_SAME):
            return False
    return compared


def _filter(own: str, field: str, since: str, new: bool) -> str:
    """Return the filter of the source together with that for a date, empty for none (FES 2.0, or Filter 1.1)."""
    if not field:
        return own
    space, prefix = (_FES, "fes") if new else (_OGC, "ogc")
    name = "ValueReference" if new else "PropertyName"
    later = (
        f"<{prefix}:PropertyIsGreaterThanOrEqualTo><{prefix}:{name}>{escape(field)}</{prefix}:{name}>"
        f"<{prefix}:Literal>{escape(since)}</{prefix}:Literal></{prefix}:PropertyIsGreaterThanOrEqualTo>"
    )
    outer = _FILTER.fullmatch(own)
    if outer:
        later = f"<{prefix}:And>{outer[2]}{later}</{prefix}:And>"
    spaces = (
        outer[1]
        if outer and f"xmlns:{prefix}" in outer[1]
        else f' xmlns:{prefix}="{space}"' + (outer[1] if outer else "")
    )
    return f"<{prefix}:Filter{spaces}>{later}</{prefix}:Filter>"
