"""GeoJSON as it comes in from a server: features in batches, and nothing taken for the end that is not."""

from __future__ import annotations

import codecs
import json
from itertools import islice
from typing import Any, BinaryIO, Callable, Iterator, List, Sequence

from ..core.cleaning.records import RawBatch
from ..core.garbage import without_search_for_circles
from .csv_stream import ABORTED
from .features import feature_batch, first_positions, may_be_degrees
from .network import errors
from .records import BATCH, code_of

_CHUNK = 1 << 18
_LONGEST = 256 * 2**20
_SPACE = " \t\r\n"
_DEGREES = ("OGC:CRS84", "EPSG:4326")
Refuse = Callable[..., errors.NetworkError]


def geojson_batches(
    stream: BinaryIO, name: str, columns: Sequence[str], refuse: Refuse, crs: str, salt: bytes
) -> Iterator[RawBatch]:
    """Give batches of features with the named columns (all when none are named); at least one.

    Raises `Broken` when the collection does not end, or the server says that it gave up, and `WrongContent` when it is
    none, or is in another CRS.
    """
    reader = _Reader(stream, refuse)
    coming = reader.features()
    first, checked, more = 1, False, True
    while more:
        with without_search_for_circles():
            features = list(islice(coming, BATCH))
        more = len(features) == BATCH
        _check_crs(features, reader, crs, refuse, checked)
        checked = checked or bool(first_positions(features))
        if features or first == 1:
            yield feature_batch(features, name, columns, salt, first, crs)
        first += len(features)


def _check_crs(features: List[Any], reader: _Reader, crs: str, refuse: Refuse, checked: bool) -> None:
    """Refuse features that state another CRS, or whose points are degrees where metres were asked."""
    if reader.crs and reader.crs != crs and not (reader.crs in _DEGREES and crs in _DEGREES):
        raise refuse(errors.WrongContent, "crs", "crs", given=reader.crs, asked=crs)
    if not checked and not reader.crs and crs not in _DEGREES and may_be_degrees(features):
        raise refuse(errors.WrongContent, "crs", "crs", given="OGC:CRS84", asked=crs)


class _Reader:
    """Reads the members of the outermost object one by one, and those of `features` one by one as well."""

    def __init__(self, stream: BinaryIO, refuse: Refuse):
        self._stream, self._refuse = stream, refuse
        self._text = codecs.getincrementaldecoder("utf-8-sig")("strict")
        self._decode = json.JSONDecoder().raw_decode
        self._buffer, self._at, self._ended = "", 0, False
        self.crs = ""

    def features(self) -> Iterator[Any]:
        found = False
        self._expect("{")
        while self._peek() != "}":
            key = self._value()
            self._expect(":")
            if key == "features" and self._peek() == "[":
                found = True
                yield from self._members()
            else:
                self._notice(key, self._value())
            if self._peek() == ",":
                self._at += 1
        self._at += 1
        if not found:
            raise self._refuse(errors.WrongContent, "not_features", "definition")
        if self._peek(at_end=True):
            raise self._broken()

    def _members(self) -> Iterator[Any]:
        self._at += 1
        while self._peek() != "]":
            yield self._value()
            if self._peek() == ",":
                self._at += 1
        self._at += 1

    def _notice(self, key: Any, value: Any) -> None:
        if key == "crs" and isinstance(value, dict):
            about = value.get("properties")
            self.crs = code_of(str(about.get("name", ""))) if isinstance(about, dict) else ""

    def _value(self) -> Any:
        """Return the next value; more is read until it is whole."""
        self._peek()
        while True:
            try:
                value, end = self._decode(self._buffer, self._at)
            except (json.JSONDecodeError, RecursionError) as error:
                if len(self._buffer) - self._at > _LONGEST or not self._more():
                    raise self._broken() from error
                continue
            if end == len(self._buffer) and not self._ended and self._more():
                continue  # a number may go on in what comes next
            self._at = end
            return value

    def _peek(self, at_end: bool = False) -> str:
        """Return the next character that is no space; empty at the end, if that is allowed."""
        while True:
            while self._at < len(self._buffer) and self._buffer[self._at] in _SPACE:
                self._at += 1
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                if at_end:
                    return ""
                raise self._broken()

    def _expect(self, sign: str) -> None:
        if self._peek() != sign:
            raise self._broken()
        self._at += 1

    def _more(self) -> bool:
        """Read on; tell whether something came."""
        piece = self._stream.read(max(_CHUNK, len(self._buffer) - self._at))
        try:
            text = self._text.decode(piece, not piece)
        except UnicodeDecodeError as error:
            raise self._refuse(errors.Broken, "damaged", "later") from error
        self._ended = not piece
        self._buffer, self._at = self._buffer[self._at :] + text, 0
        return bool(piece)

    def _broken(self) -> errors.NetworkError:
        """Return what is to be said of text that does not go on as it should: the server may say why."""
        rest = self._buffer[self._at :]
        found = ABORTED.search(rest)
        if found:
            return self._refuse(errors.Broken, "aborted", "later", said=found[0])
        if not self._buffer.strip():
            return self._refuse(errors.Broken, "empty", "later")
        return self._refuse(errors.Broken, "cut_json", "later")
