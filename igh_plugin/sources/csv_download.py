"""Delimited text over HTTP: one answer with all rows."""

from __future__ import annotations

import json
from typing import Iterator, Sequence, Tuple

import numpy as np

from ..core.cleaning.records import RawBatch
from .csv_stream import csv_batches
from .network.body import stated_length
from .network.door import Ask, Door, refuse_page
from .remote import Remote


class CsvDownload:
    """A file of delimited text on a server; after a break the server is asked for the rest, or it begins anew."""

    def __init__(self, door: Door, source: str, remote: Remote, encoding: str, separator: str):
        self._door, self._source, self._remote = door, source, remote
        self._encoding, self._separator = encoding or "utf-8-sig", separator or ","

    def preview(self, rows: int) -> RawBatch:
        batch, _ = next(self.read((), "", "", b""))
        return batch.take(np.arange(min(rows, len(batch))))

    def question(self, columns: Sequence[str], since: str) -> str:
        asked = [self._remote.address, sorted(self._remote.parameters.items()), sorted(columns), since]
        return json.dumps([*asked, self._encoding, self._separator])

    def read(
        self, columns: Sequence[str], since: str, mark: str, salt: bytes
    ) -> Iterator[Tuple[RawBatch, str]]:
        """Give all rows; with `since` the parameter of the definition says from which day on."""
        asked = dict(self._remote.parameters)
        if since and self._remote.paging.get("since"):
            asked[self._remote.paging["since"]] = since
        ask = Ask(self._remote.address, tuple(asked.items()), {}, self._remote.credentials)
        with self._door.open(ask) as stream:
            file = stream.file()
            refuse_page(file.peek(500), stream.headers, stream.refuse)
            chunked = "chunked" in stream.headers.get("Transfer-Encoding", "").lower()
            whole = chunked or stated_length(stream.headers) is not None
            for batch in csv_batches(
                file, self._source, columns, stream.refuse, self._separator, self._encoding, open_end=whole
            ):
                yield batch, ""
