"""The DSO API of Amsterdam (`https://api.data.amsterdam.nl/v1/{dataset}/{table}`).

Bulk is `_format=csv` or `_format=geojson` without `_pageSize`: pages end at the hundredth with 403. A stream that fails
midway keeps HTTP 200 and ends in a sentence instead of a row, so the end is looked at and the rows are counted.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Iterator, Optional, Sequence, Tuple

from ..core.cleaning.records import RawBatch
from .csv_stream import csv_batches
from .geojson_stream import geojson_batches
from .network import errors
from .network.door import Ask, Door, Stream, refuse_page
from .remote import Remote


class DsoTable:
    """A table, fetched as a stream of text or GeoJSON; it cannot go on after a break, so it begins anew."""

    def __init__(self, door: Door, source: str, remote: Remote, crs: str, keyed: bool):
        self._door, self._source, self._remote, self._crs = door, source, remote, crs
        self._parameters = {"_format": "csv", **remote.parameters}
        self._geojson = self._parameters["_format"] == "geojson"
        self._keyed = keyed
        """With an id of its own a record is told from its equals without the columns that are not mapped."""

    def preview(self, rows: int) -> RawBatch:
        with self._door.open(self._ask(("_pageSize", str(rows)))) as stream:
            return next(self._rows(stream, (), b""))

    def question(self, columns: Sequence[str], since: str) -> str:
        ask = self._ask(*self._since(since))
        return json.dumps([ask.address, ask.parameters, sorted(columns), self._crs])

    def read(
        self, columns: Sequence[str], since: str, mark: str, salt: bytes
    ) -> Iterator[Tuple[RawBatch, str]]:
        """Give all rows since a day; `Broken` when the stream ends early or with fewer rows than there are."""
        count = self._count(since)
        more = list(self._since(since))
        if self._keyed:
            there = self.preview(1).header
            more.append(("_fields", ",".join(name for name in there if name in columns)))
        rows = 0
        with self._door.open(self._ask(*more)) as stream:
            for batch in self._rows(stream, columns, salt):
                rows += len(batch) + len(batch.broken)
                yield replace(batch, share=min(1.0, rows / count) if count else 0.0), ""
            refuse = stream.refuse
        if count is not None and rows < count:
            count = self._count(since)
            if count is not None and rows < count:
                raise refuse(errors.Broken, "fewer", "later", rows=rows, count=count)

    def _rows(self, stream: Stream, columns: Sequence[str], salt: bytes) -> Iterator[RawBatch]:
        file = stream.file()
        refuse_page(file.peek(500), stream.headers, stream.refuse)
        kind = stream.headers.get("Content-Type", "?")
        if ("json" if self._geojson else "csv") not in kind.lower():
            word = "not_json" if self._geojson else "not_csv"
            raise stream.refuse(errors.WrongContent, word, "definition", kind=kind)
        given = stream.headers.get("Content-Crs", "")
        if given and self._crs and given.rpartition(":")[2].strip("<>") != self._crs.rpartition(":")[2]:
            raise stream.refuse(errors.WrongContent, "crs", "crs", given=given, asked=self._crs)
        if self._geojson:
            return geojson_batches(file, self._source, columns, stream.refuse, self._crs, salt)
        return csv_batches(file, self._source, columns, stream.refuse)

    def _count(self, since: str) -> Optional[int]:
        """Return how many rows the server says there are."""
        counted = (("_count", "true"), ("_pageSize", "1"), ("_format", "json"))
        reply = self._door.get(self._ask(*counted, *self._since(since)))
        text = reply.headers.get("X-Total-Count", "")
        return int(text) if text.isdigit() else None

    def _since(self, since: str) -> Tuple[Tuple[str, str], ...]:
        return ((f"{self._remote.field}[gte]", since),) if since else ()

    def _ask(self, *more: Tuple[str, str]) -> Ask:
        parameters = tuple({**self._parameters, **dict(more)}.items())
        headers = {"Accept-Crs": self._crs} if self._crs else {}
        return Ask(self._remote.address, parameters, headers, self._remote.credentials)
