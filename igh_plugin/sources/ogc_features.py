"""OGC API Features (OGC 17-069r4, CRS by 18-058r1): the collection's items, page by page along the links `next`.

What servers leave out: the number of features, a cursor one can read, and the CRS that was asked for.
"""

from __future__ import annotations

import json
from typing import Any, Dict, Iterator, List, Optional, Sequence, Tuple
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from ..core.cleaning.records import RawBatch
from .features import feature_batch, may_be_degrees
from .network import errors
from .network.door import Ask, Door, Reply
from .remote import Remote

PAGE = 1000
_CRS84 = ("OGC:CRS84", "EPSG:4326")
"""CRS in which every server answers when none is asked for: longitude before latitude."""
_CRS_URI = "http://www.opengis.net/def/crs/EPSG/0/"


class OgcFeatures:
    """A collection; after a break it goes on with the page that did not come."""

    def __init__(self, door: Door, source: str, remote: Remote, crs: str):
        self._door, self._source, self._remote, self._crs = door, source, remote, crs
        self._named = ""

    def preview(self, rows: int) -> RawBatch:
        reply = self._get(self._items("", rows))
        return self._batch(reply.json(), (), b"", 1, reply)

    def question(self, columns: Sequence[str], since: str) -> str:
        remote = self._remote
        return json.dumps(
            [remote.address, sorted(remote.parameters.items()), since, sorted(columns), self._crs]
        )

    def read(
        self, columns: Sequence[str], since: str, mark: str, salt: bytes
    ) -> Iterator[Tuple[RawBatch, str]]:
        """Give page after page, each with the address of the next one as mark."""
        begun: Dict[str, Any] = json.loads(mark) if mark else {}
        address: Optional[str] = begun.get("next") or self._items(since, PAGE)
        rows, count = begun.get("rows", 0), begun.get("count")
        seen: List[str] = []
        while address:
            seen.append(address)
            reply = self._get(address)
            page = reply.json()
            batch = self._batch(page, columns, salt, rows + 1, reply)
            rows += len(batch) + len(batch.broken)
            matched = page.get("numberMatched")
            count = matched if isinstance(matched, int) else count
            address = self._next(page, reply)
            if address in seen:
                raise reply.refuse(errors.WrongContent, "circle", "later")
            after = json.dumps({"next": address, "rows": rows, "count": count}) if address else ""
            yield batch, after
        if count is not None and rows < count:
            raise reply.refuse(errors.Broken, "fewer", "later", rows=rows, count=count)

    def _items(self, since: str, limit: int) -> str:
        parts = urlsplit(self._remote.address)
        asked = dict(parse_qsl(parts.query, keep_blank_values=True))
        asked.update(self._remote.parameters)
        asked.update({"f": asked.get("f", "json"), "limit": str(limit)})
        if self._crs not in _CRS84:
            asked["crs"] = self._crs_name()
        if since:
            asked["datetime"] = f"{since}T00:00:00Z/.."
        path = parts.path.rstrip("/")
        path = path if path.endswith("/items") else path + "/items"
        # Colons and slashes stay: QGIS Server puts a wrong link to the next page together from `%2F`.
        return urlunsplit((parts.scheme, parts.netloc, path, urlencode(asked, safe=":/"), ""))

    def _crs_name(self) -> str:
        """Return the CRS as the collection itself names it: some servers know it under no other version."""
        if not self._named:
            reply = self._get(self._collection(), "application/json")
            page = reply.json()
            offered = page.get("crs") if isinstance(page, dict) else None
            code = "/" + self._crs.rpartition(":")[2]
            names = [one for one in offered or () if isinstance(one, str) and one.endswith(code)]
            self._named = names[0] if names else _CRS_URI + code[1:]
        return self._named

    def _collection(self) -> str:
        parts = urlsplit(self._remote.address)
        asked = {"f": "json", **dict(parse_qsl(parts.query, keep_blank_values=True))}
        path = parts.path.rstrip("/")
        path = path[: -len("/items")] if path.endswith("/items") else path
        return urlunsplit((parts.scheme, parts.netloc, path, urlencode(asked), ""))

    def _get(self, address: str, accept: str = "application/geo+json, application/json") -> Reply:
        return self._door.get(Ask(address, (), {"Accept": accept}, self._remote.credentials))

    def _batch(self, page: Any, columns: Sequence[str], salt: bytes, first: int, reply: Reply) -> RawBatch:
        features = page.get("features") if isinstance(page, dict) else None
        if not isinstance(features, list):
            raise reply.refuse(errors.WrongContent, "not_features", "definition")
        given = reply.headers.get("Content-Crs", "").strip("<>")
        fits = given.endswith("/" + self._crs.rpartition(":")[2]) if given else not may_be_degrees(features)
        if self._crs not in _CRS84 and not fits:
            raise reply.refuse(errors.WrongContent, "crs", "crs", given=given or "CRS84", asked=self._crs)
        return feature_batch(features, self._source, columns, salt, first, self._crs)

    def _next(self, page: Dict[str, Any], reply: Reply) -> Optional[str]:
        """Return where the next page is: on the same host; a server behind another names itself wrongly."""
        links = [
            link for link in page.get("links") or () if isinstance(link, dict) and link.get("rel") == "next"
        ]
        if not links or not isinstance(links[0].get("href"), str):
            return None
        home, there = urlsplit(reply.address), urlsplit(urljoin(reply.address, links[0]["href"]))
        if there.hostname != home.hostname:
            raise reply.refuse(errors.WrongContent, "elsewhere", "address", host=there.hostname or "?")
        return urlunsplit((home.scheme, home.netloc, there.path, there.query, ""))
