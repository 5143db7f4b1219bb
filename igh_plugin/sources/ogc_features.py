"""OGC API Features (OGC 17-069r4, CRS by 18-058r1): the collection's items, page by page along the links `next`.

What servers leave out: the number of features, a cursor one can read, and the CRS that was asked for.
"""

from __future__ import annotations

import json
from typing import Any, Dict, Iterator, List, Optional, Sequence, Tuple
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from ..core.cleaning.records import RawBatch
from .features import feature_batch
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

    def preview(self, rows: int) -> RawBatch:
        reply = self._get(self._items("", rows))
        return self._batch(reply.json(), (), b"", 1, reply)

    def question(self, columns: Sequence[str], since: str) -> str:
        return json.dumps([self._items(since, PAGE), sorted(columns), self._crs])

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
            asked["crs"] = _CRS_URI + self._crs.rpartition(":")[2]
        if since:
            asked["datetime"] = f"{since}T00:00:00Z/.."
        path = parts.path.rstrip("/")
        path = path if path.endswith("/items") else path + "/items"
        query = urlencode(asked)
        return urlunsplit((parts.scheme, parts.netloc, path, query, ""))

    def _get(self, address: str) -> Reply:
        headers = {"Accept": "application/geo+json, application/json"}
        return self._door.get(Ask(address, headers=headers, credentials=self._remote.credentials))

    def _batch(self, page: Any, columns: Sequence[str], salt: bytes, first: int, reply: Reply) -> RawBatch:
        features = page.get("features") if isinstance(page, dict) else None
        if not isinstance(features, list):
            raise reply.refuse(errors.WrongContent, "not_features", "definition")
        given = reply.headers.get("Content-Crs", "").strip("<>")
        if self._crs not in _CRS84 and not given.endswith("/" + self._crs.rpartition(":")[2]):
            raise reply.refuse(
                errors.WrongContent, "crs", "definition", given=given or "CRS84", asked=self._crs
            )
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
