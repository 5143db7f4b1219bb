"""One document with all rows on a server: delimited text, GeoJSON, or a file of any kind that is read from files.

After a break the server is asked for the rest, or it begins anew. A document that the server says is the one of the last
time is not fetched again.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import Iterator, Sequence, Tuple
from urllib.parse import unquote, urlsplit

import numpy as np

from ..core.cleaning.records import RawBatch
from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text
from .csv_stream import ABORTED, csv_batches
from .files import SUFFIXES, open_paths
from .geojson_stream import geojson_batches
from .network import errors
from .network.door import Ask, Door, Stream, refuse_page
from .records import batch_of_rows
from .remote import Remote

_TAIL = 500
"""Bytes at the end of a file in which a server may say that it gave up."""
NO_ROOM = QT_TRANSLATE_NOOP(
    "core",
    "{source}: its file cannot be kept in {folder} while it is read: {reason}. Make room there. Nothing was changed.",
)


class _Document:
    """What the kinds of documents share: the question, and the first records of an answer."""

    def __init__(self, door: Door, source: str, remote: Remote, crs: str = ""):
        self._door, self._source, self._remote, self._crs = door, source, remote, crs

    def preview(self, rows: int) -> RawBatch:
        batch, _ = next(self.read((), "", "", b""))
        return batch.take(np.arange(min(rows, len(batch))))

    def question(self, columns: Sequence[str], since: str) -> str:
        asked = [self._remote.type, self._remote.address, sorted(self._remote.parameters.items())]
        return json.dumps([*asked, sorted(columns), since, self._crs])

    def ask(self, since: str) -> Ask:
        """Return the question for all rows; with `since` the parameter of the definition says from which day on."""
        asked = dict(self._remote.parameters)
        if since and self._remote.paging.get("since"):
            asked[self._remote.paging["since"]] = since
        return Ask(
            self._remote.address, tuple(asked.items()), {}, self._remote.credentials, conditional=not since
        )

    def opened(self, stream: Stream) -> BufferedReader:
        """Return the body to read from; `NetworkError` for a web page, and for what could end anywhere unnoticed."""
        body = stream.file()
        refuse_page(body.peek(500), stream.headers, stream.refuse)
        if not stream.bounded and self._remote.expected is None:
            raise stream.refuse(errors.WrongContent, "endless", "definition")
        return body


class CsvDocument(_Document):
    """Delimited text, written as the definition says."""

    def __init__(self, door: Door, source: str, remote: Remote, encoding: str, separator: str):
        super().__init__(door, source, remote)
        self._encoding, self._separator = encoding or "utf-8-sig", separator or ","

    def question(self, columns: Sequence[str], since: str) -> str:
        return super().question(columns, since) + json.dumps([self._encoding, self._separator])

    def read(
        self, columns: Sequence[str], since: str, mark: str, salt: bytes
    ) -> Iterator[Tuple[RawBatch, str]]:
        with self._door.open(self.ask(since)) as stream:
            file = self.opened(stream)
            for batch in csv_batches(
                file,
                self._source,
                columns,
                stream.refuse,
                self._separator,
                self._encoding,
                open_end=stream.bounded,
            ):
                yield batch, ""


class GeoJsonDocument(_Document):
    """A collection of features."""

    def read(
        self, columns: Sequence[str], since: str, mark: str, salt: bytes
    ) -> Iterator[Tuple[RawBatch, str]]:
        with self._door.open(self.ask(since)) as stream:
            file = self.opened(stream)
            for batch in geojson_batches(file, self._source, columns, stream.refuse, self._crs, salt):
                yield batch, ""


class FileDocument(_Document):
    """A file such as a zip or a GeoPackage; it lies in a folder of its own until its columns have been read."""

    def __init__(self, door: Door, source: str, remote: Remote, layer: str, encoding: str, separator: str):
        super().__init__(door, source, remote)
        self._layer, self._encoding, self._separator = layer, encoding, separator

    def question(self, columns: Sequence[str], since: str) -> str:
        return super().question(columns, since) + json.dumps([self._layer, self._encoding, self._separator])

    def read(
        self, columns: Sequence[str], since: str, mark: str, salt: bytes
    ) -> Iterator[Tuple[RawBatch, str]]:
        with tempfile.TemporaryDirectory(prefix="igh-") as folder:
            path = Path(folder) / PurePosixPath(unquote(urlsplit(self._remote.address).path)).name
            self._fetch(path, since)
            files = open_paths(path, "", self._layer, self._encoding, self._separator, columns)
            rows = 0
            for number, file in enumerate(files):
                for batch in file.batches(number, columns or None, whole=True):
                    rows += len(batch) + len(batch.broken)
                    yield batch, ""
            if not rows:  # so that the header is known
                none = np.zeros(0, np.int64)
                yield batch_of_rows(self._source, 0, files[0].header, [], none, columns or None), ""

    def _fetch(self, path: Path, since: str) -> None:
        with self._door.open(self.ask(since)) as stream:
            if not path.name.lower().endswith(SUFFIXES):
                known = ", ".join(SUFFIXES)
                raise stream.refuse(errors.WrongContent, "not_file", "definition", known=known)
            body = self.opened(stream)
            with open(path, "wb+") as file:
                try:
                    shutil.copyfileobj(body, file, 1 << 20)
                    file.flush()
                except OSError as error:
                    values = {
                        "source": self._source,
                        "folder": str(path.parent.parent),
                        "reason": error.strerror or str(error),
                    }
                    raise UserError(Text(NO_ROOM, values)) from error
                if not file.tell():
                    raise stream.refuse(errors.Broken, "empty", "later")
                file.seek(max(0, file.tell() - _TAIL))
                found = ABORTED.search(file.read().decode("utf-8", "replace"))
            if found:
                raise stream.refuse(errors.Broken, "aborted", "later", said=found[0])
