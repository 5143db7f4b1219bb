"""Rows of JSON over HTTP: Signalen, Socrata, Opendatasoft, CKAN, ArcGIS, and any service whose paging can be described.

Services cut pages shorter than asked, tell errors with HTTP 200, and lose their order between two pages. So a page ends a
download only when it is empty, shorter than the first one, or completes the number the service states; and a record that
comes twice is an error, as is a page.
"""

from __future__ import annotations

import json
import re
from contextlib import closing
from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Set, Tuple
from urllib.parse import urljoin, urlsplit, urlunsplit

import numpy as np

from ..core.cleaning.records import RawBatch
from .features import feature_batch, may_be_degrees
from .geojson_stream import geojson_batches
from .network import errors
from .network.door import Ask, Door, Reply, refuse_page
from .paging import Paging
from .remote import Remote

_NEXT = re.compile(r'<([^>]*)>\s*;[^,]*\brel="?next"?', re.IGNORECASE)
_DEGREES = ("OGC:CRS84", "EPSG:4326")
_MOST_SEEN = 2_000_000
_EXPORT = "/exports/geojson"
"""Where Opendatasoft gives all features in one answer, which may be larger than what is held in memory."""


class PagedJson:
    """Rows of a service; after a break it goes on with the page that did not come, where pages keep their order."""

    def __init__(self, door: Door, source: str, remote: Remote, paging: Paging, crs: str, ids: Sequence[str]):
        self._door, self._source, self._remote = door, source, remote
        self._paging, self._crs, self._ids = paging, crs, tuple(ids)

    def preview(self, rows: int) -> RawBatch:
        if self._paging.tail == _EXPORT:
            with closing(self._collection((), "", b"")) as batches:
                batch = next(batches)
            return batch.take(np.arange(min(rows, len(batch))))
        reply, _, found = self._page(self._first(rows, ""))
        return self._batch(found[:rows], (), b"", 1, reply)

    def question(self, columns: Sequence[str], since: str) -> str:
        asked = [self._remote.address, sorted(self._remote.parameters.items()), repr(self._paging)]
        return json.dumps([*asked, sorted(columns), self._crs, since])

    def read(
        self, columns: Sequence[str], since: str, mark: str, salt: bytes
    ) -> Iterator[Tuple[RawBatch, str]]:
        """Give page after page, with a mark where pages keep their order."""
        paging = self._paging
        if paging.tail == _EXPORT:
            for batch in self._collection(columns, since, salt):
                yield batch, ""
            return
        begun: Dict[str, Any] = json.loads(mark) if mark else {}
        rows, longest, number = (begun.get(name, 0) for name in ("rows", "longest", "pages"))
        count = begun["count"] if begun else self._count(since)
        ask: Optional[Ask] = (
            Ask(begun["next"], (), {}, self._remote.credentials) if begun.get("next") else None
        )
        ask = ask or self._turned(self._first(paging.size, since), rows, number)
        asked, before = set(), np.zeros(0, np.int64)
        seen: Set[int] = set()
        while ask:
            asked.add((ask.address, ask.parameters))
            reply, page, found = self._page(ask)
            total = self._total(reply, page)
            count = total if total is not None else count
            batch = self._batch(found, columns, salt, rows + 1, reply)
            self._see(seen, batch, reply)
            if len(before) and np.array_equal(batch.fingerprints, before):
                raise reply.refuse(errors.WrongContent, "circle", "definition")
            before = batch.fingerprints
            rows, longest, number = rows + len(found), max(longest, len(found)), number + 1
            ask = self._next(reply, page, found, rows, longest, number, count, since)
            if ask and (ask.address, ask.parameters) in asked:
                raise reply.refuse(errors.WrongContent, "circle", "later")
            after = {"rows": rows, "longest": longest, "pages": number, "count": count}
            if paging.kind in ("link", "header") and ask:
                after["next"] = ask.address
            if found or number == 1:
                yield batch, json.dumps(after) if paging.ordered and ask else ""
        if count is not None and rows < count:
            raise reply.refuse(errors.Broken, "fewer", "later", rows=rows, count=count)

    def _collection(self, columns: Sequence[str], since: str, salt: bytes) -> Iterator[RawBatch]:
        """Give the features of an answer that holds all of them as they come in, however many there are."""
        count = self._count(since)
        rows = 0
        with self._door.open(self._first(self._paging.size, since)) as stream:
            body = stream.file()
            refuse_page(body.peek(500), stream.headers, stream.refuse)
            for batch in geojson_batches(body, self._source, columns, stream.refuse, self._crs, salt):
                rows += len(batch) + len(batch.broken)
                yield batch
            if count is not None and rows < count:
                raise stream.refuse(errors.Broken, "fewer", "later", rows=rows, count=count)

    def _next(
        self, reply: Reply, page: Any, found, rows, longest, number, count, since: str
    ) -> Optional[Ask]:
        """Return the question for the next page, None at the end."""
        kind = self._paging.kind
        if kind == "none":
            return None
        if kind in ("offset", "page"):
            done = not found or len(found) < longest if count is None else not found or rows >= count
            return None if done else self._turned(self._first(self._paging.size, since), rows, number)
        if kind == "link":
            link = at_path(page, self._paging.link)
        else:
            named = _NEXT.search(reply.headers.get("Link", ""))
            link = named[1] if named else None
        if not isinstance(link, str) or not link:
            return None
        home, there = urlsplit(reply.address), urlsplit(urljoin(reply.address, link))
        if there.hostname != home.hostname:
            raise reply.refuse(errors.WrongContent, "elsewhere", "address", host=there.hostname or "?")
        address = urlunsplit((home.scheme, home.netloc, there.path, there.query, ""))
        return Ask(address, (), {}, self._remote.credentials)

    def _first(self, size: int, since: str) -> Ask:
        """Return the question for the first page."""
        paging = self._paging
        asked = {**paging.fixed, **self._remote.parameters}
        if since:
            template = paging.since if "=" in paging.since else f"{paging.since}={{since}}"
            values = {"{field}": self._remote.field, "{since}": since}
            for old, new in values.items():
                template = template.replace(old, new)
            name, _, value = template.partition("=")
            own = asked.get(name, "")
            asked[name] = f"({own}) AND {value}" if own and name in ("where", "$where") else value
        if paging.size_parameter:
            asked[paging.size_parameter] = str(size)
        if paging.tail == "/query" and self._crs not in _DEGREES:
            asked["outSR"] = self._crs.rpartition(":")[2]
        address = self._remote.address.rstrip("/") + paging.tail if paging.tail else self._remote.address
        return Ask(address, tuple(asked.items()), {}, self._remote.credentials)

    def _turned(self, ask: Ask, rows: int, number: int) -> Ask:
        paging = self._paging
        if paging.kind not in ("offset", "page"):
            return ask
        value = rows if paging.kind == "offset" else paging.first + number
        if not rows and paging.kind == "offset":
            return ask
        return Ask(ask.address, (*ask.parameters, (paging.parameter, str(value))), {}, ask.credentials)

    def _count(self, since: str) -> Optional[int]:
        counting = self._paging.counting
        if counting is None:
            return None
        chosen = dict(self._first(1, since).parameters)
        for name in (self._paging.size_parameter, "$order", "outSR", "outFields", "resultRecordCount"):
            chosen.pop(name, None)
        address = self._remote.address.rstrip("/") + counting.tail
        ask = Ask(address, tuple({**chosen, **counting.parameters}.items()), {}, self._remote.credentials)
        return as_count(at_path(self._told(self._door.get(ask)), counting.path))

    def _page(self, ask: Ask) -> Tuple[Reply, Any, List[Any]]:
        """Return the answer, what it holds, and the rows in it; rows that are null are none."""
        reply = self._door.get(ask)
        page = self._told(reply)
        found = at_path(page, self._paging.rows) if self._paging.rows else page
        if found is None and self._paging.rows:
            above, _, last = self._paging.rows.rpartition(".")
            holder = at_path(page, above) if above else page
            found = [] if isinstance(holder, Mapping) and last in holder else None
        if not isinstance(found, list):
            raise reply.refuse(errors.WrongContent, "not_rows", "definition")
        return reply, page, found

    def _told(self, reply: Reply) -> Any:
        """Return the JSON of an answer; one that tells an error with HTTP 200 is an error."""
        page = reply.json()
        if isinstance(page, Mapping) and (page.get("error") or page.get("success") is False):
            said = errors.server_words(reply.body)
            raise reply.refuse(errors.Refused, "exception", "definition", said=said)
        return page

    def _total(self, reply: Reply, page: Any) -> Optional[int]:
        total = self._paging.total
        if total.startswith("header:"):
            return as_count(reply.headers.get(total[len("header:") :]))
        return as_count(at_path(page, total)) if total else None

    def _batch(
        self, rows: List[Any], columns: Sequence[str], salt: bytes, first: int, reply: Reply
    ) -> RawBatch:
        projected = self._crs not in _DEGREES
        if projected and rows and isinstance(rows[0], Mapping) and rows[0].get("type") == "Feature":
            if may_be_degrees(rows):
                raise reply.refuse(errors.WrongContent, "crs", "crs", given="CRS84", asked=self._crs)
        return feature_batch(rows, self._source, columns, salt, first, self._crs)

    def _see(self, seen: Set[int], batch: RawBatch, reply: Reply) -> None:
        """Remember the ids that came; one that comes again means that another is missing.

        Where pages keep their order a source may have several rows of one id: there a whole row must not come again.
        """
        column = next((name for name in self._ids if name in batch.columns), "")
        if not column or self._paging.kind == "none" or len(seen) > _MOST_SEEN:
            return
        named = set(batch.fingerprints.tolist())
        if not self._paging.ordered:
            named = {hash(text) for text in batch.columns[column] if text}
        if not seen.isdisjoint(named):
            raise reply.refuse(errors.Disordered, "twice", "later")
        seen |= named


def at_path(page: Any, path: str) -> Any:
    """Return what stands at a path such as `result.records` or `0.count`, None where there is nothing."""
    for name in path.split("."):
        if isinstance(page, Mapping):
            page = page.get(name)
        elif isinstance(page, list) and name.isdigit() and int(name) < len(page):
            page = page[int(name)]
        else:
            return None
    return page


def as_count(value: Any) -> Optional[int]:
    """Return a number of rows, None for what is none."""
    text = str(value).strip() if value is not None and not isinstance(value, bool) else ""
    return int(text) if text.isdigit() else None
