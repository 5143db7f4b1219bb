"""Delimited text files, plain, gzipped or zipped: their format is detected and told, their rows come in batches."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zipfile
import zlib
from dataclasses import dataclass, replace
from itertools import chain, count, islice
from pathlib import Path
from typing import BinaryIO, Iterable, Iterator, List, Optional, Sequence, Tuple, Union

import numpy as np

from ..core.cleaning.records import RawBatch
from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text
from .records import batch_of_rows

BATCH = 30_000
TEXTS = (".csv", ".txt", ".tsv")
SUFFIXES = (*TEXTS, *(f"{one}.gz" for one in TEXTS), ".zip", ".gz")
_MOST_COLUMNS = 2_000
_MOST_BYTES = 16 * 2**30
_SAMPLE_LINES = 400
_CHUNK = 1 << 20
_SEPARATORS = (",", ";", "\t", "|")
_NAMES = {
    ",": QT_TRANSLATE_NOOP("core", "comma"),
    ";": QT_TRANSLATE_NOOP("core", "semicolon"),
    "\t": QT_TRANSLATE_NOOP("core", "tab"),
    "|": QT_TRANSLATE_NOOP("core", "bar"),
}
_END = "\ufdd0 end"
_BROKEN = (csv.Error, EOFError, OSError, RuntimeError, zipfile.BadZipFile, zlib.error)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class DelimitedFile:
    """A file and how it is written: encoding, separator, the header's names, and whether the header is its own.

    `member` is the file inside a zip. `size` counts the bytes after unpacking. `zeros` tells that it holds NUL
    characters where there should be none.
    """

    path: Path
    member: str = ""
    encoding: str = ""
    separator: str = ""
    header: Tuple[str, ...] = ()
    has_header: bool = True
    size: int = 0
    zeros: bool = False

    @property
    def name(self) -> str:
        """The name by which users know the file; no folder, so that it can be stored."""
        return f"{self.path.name}/{self.member}" if self.member else self.path.name

    def said(self) -> Text:
        """Return how the file is read, in words."""
        template = QT_TRANSLATE_NOOP(
            "core",
            "{file}: encoding {encoding}, separator {separator}, {columns} columns, first line is a header.",
        )
        if not self.has_header:
            template = QT_TRANSLATE_NOOP(
                "core",
                "{file}: encoding {encoding}, separator {separator}, {columns} columns, no header: "
                "the columns are called column_1, column_2 and so on.",
            )
        values = {
            "file": self.name,
            "encoding": self.encoding,
            "separator": Text(_NAMES[self.separator]) if self.separator in _NAMES else self.separator,
            "columns": len(self.header),
        }
        return Text(template, values)

    def batches(
        self, number: int, columns: Optional[Sequence[str]] = None, whole: bool = True, size: int = BATCH
    ) -> Iterator[RawBatch]:
        """Give batches of texts, see `read_batches`."""
        return read_batches(self, number, columns, size, whole)


def open_files(
    paths: Sequence[Union[str, Path]], encoding: str = "", separator: str = "", known: Sequence[str] = ()
) -> List[DelimitedFile]:
    """Detect the format of files; a zip counts as the text files in it.

    `known` are column names a mapping expects: a first line that holds one of them is a header.
    """
    found = []
    for path in map(Path, paths):
        for member in _members(path):
            found.append(_detect(DelimitedFile(path, member), encoding, separator, known))
    return found


def read_batches(
    file: DelimitedFile,
    number: int,
    columns: Optional[Sequence[str]] = None,
    size: int = BATCH,
    whole: bool = True,
) -> Iterator[RawBatch]:
    """Read a file as batches of texts with the named columns that it has (all when not given).

    With `whole` the fingerprints cover entire rows; without, they are left at zero. Empty lines are skipped;
    rows of another length than the header are named in `broken`, with every line they take. NUL characters are
    read as U+FFFD. A quote that is open at the end of the file is an error: it may have swallowed any number of
    rows. So the reader is given one line more, which comes out as a row of its own only when no quote is open.
    """
    with _open(file.path, file.member) as binary:
        counted = _Counted(binary)
        text = io.TextIOWrapper(counted, encoding=file.encoding, newline="")
        reader = csv.reader(
            chain(_visible(text, file.zeros), (_END,)), delimiter=file.separator, strict=False
        )
        try:
            if file.has_header:
                header = next(filter(None, reader))
                if any(_END in value for value in header):
                    raise _never_closed(file, 1)
            more = True
            while more:
                begin = reader.line_num
                rows = list(islice(reader, size))
                more = len(rows) == size and rows[-1] != [_END]
                lines = _line_numbers(rows, begin, reader.line_num)
                if not more and (not rows or rows.pop() != [_END]):
                    raise _never_closed(file, int(lines[-1]))
                share = min(1.0, counted.count / max(file.size, 1))
                if rows:
                    yield _batch(file, number, rows, lines[: len(rows)], columns, whole, share)
        except UnicodeDecodeError as error:
            template = QT_TRANSLATE_NOOP(
                "core",
                "{file} is not written in {encoding} (near line {line}). State another encoding in the mapping.",
            )
            values = {"file": file.name, "encoding": file.encoding, "line": reader.line_num + 1}
            raise UserError(Text(template, values)) from error
        except _BROKEN as error:
            template = QT_TRANSLATE_NOOP("core", "{file} cannot be read after line {line}: {reason}.")
            values = {"file": file.name, "line": reader.line_num, "reason": str(error)}
            raise UserError(Text(template, values)) from error


def _visible(text: Iterable[str], zeros: bool) -> Iterable[str]:
    return (line.replace("\0", "\ufffd") for line in text) if zeros else text


def _never_closed(file: DelimitedFile, line: int) -> UserError:
    template = QT_TRANSLATE_NOOP(
        "core",
        "{file}, line {line}: a quote opens in this row and never closes. Mend the file, or export it once more.",
    )
    return UserError(Text(template, {"file": file.name, "line": line}))


def _batch(file, number, rows, lines, columns, whole, share) -> RawBatch:
    width = len(file.header)
    lengths = np.fromiter(map(len, rows), np.int64, len(rows))
    broken: Tuple[int, ...] = ()
    if (lengths != width).any():
        blank = (lengths == 0) if width > 1 else np.zeros(len(rows), bool)
        wrong = np.flatnonzero((lengths != width) & ~blank).tolist()
        extra = [sum(value.count("\n") for value in rows[at]) for at in wrong]
        broken = tuple(int(lines[at]) + step for at, more in zip(wrong, extra) for step in range(more + 1))
        keep = np.flatnonzero(lengths == width)
        rows, lines = [rows[at] for at in keep.tolist()], lines[keep]
    return batch_of_rows(file.name, number, file.header, rows, lines, columns, broken, share, whole)


def _line_numbers(rows: List[List[str]], begin: int, end: int) -> np.ndarray:
    """Return the line each row begins on; a value with line ends in it takes several lines."""
    if end - begin == len(rows):
        return np.arange(begin + 1, end + 1, dtype=np.int64)
    extra = np.fromiter((sum(value.count("\n") for value in row) for row in rows), np.int64, len(rows))
    return begin + 1 + np.arange(len(rows), dtype=np.int64) + np.cumsum(extra) - extra


class _Counted(io.RawIOBase):
    """A stream that counts the bytes that were read, and refuses to unpack without end."""

    def __init__(self, stream: BinaryIO):
        super().__init__()
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(_CHUNK if size is None or size < 0 else max(size, _CHUNK // 4))
        self.count += len(data)
        if self.count > _MOST_BYTES:
            raise OSError("more than 16 GiB")
        return data

    read1 = read


def _open(path: Path, member: str) -> BinaryIO:
    if member:
        return zipfile.ZipFile(path).open(member)
    return gzip.open(path, "rb") if path.suffix.lower() == ".gz" else open(path, "rb")


def _members(path: Path) -> List[str]:
    if path.suffix.lower() != ".zip":
        return [""]
    try:
        with zipfile.ZipFile(path) as archive:
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, OSError) as error:
        template = QT_TRANSLATE_NOOP("core", "{file} is no zip file that can be opened.")
        raise UserError(Text(template, {"file": path.name})) from error
    texts = sorted(name for name in names if name.lower().endswith(TEXTS) and "__MACOSX" not in name)
    if not texts:
        template = QT_TRANSLATE_NOOP("core", "{file} holds no text file (.csv, .txt, .tsv).")
        raise UserError(Text(template, {"file": path.name}))
    return texts


def _detect(file: DelimitedFile, encoding: str, separator: str, known: Sequence[str]) -> DelimitedFile:
    try:
        found, size, zeros, head = _scan(file, encoding)
        sample = list(islice(_visible(io.StringIO(head, newline=""), True), _SAMPLE_LINES))
        if not "".join(sample).strip():
            raise UserError(Text(QT_TRANSLATE_NOOP("core", "{file} is empty."), {"file": file.name}))
        separator = separator or detect_separator(sample)
        rows = [row for row in csv.reader(sample, delimiter=separator) if row][:50]
    except _BROKEN as error:
        template = QT_TRANSLATE_NOOP("core", "{file} cannot be read: {reason}.")
        raise UserError(Text(template, {"file": file.name, "reason": str(error)})) from error
    own = has_header(rows, known)
    header = _unique_names(rows[0]) if own else tuple(f"column_{at + 1}" for at in range(len(rows[0])))
    if len(header) > _MOST_COLUMNS:
        template = QT_TRANSLATE_NOOP("core", "{file} has {count} columns; at most {most} are possible.")
        raise UserError(Text(template, {"file": file.name, "count": len(header), "most": _MOST_COLUMNS}))
    return replace(
        file, encoding=found, separator=separator, header=header, has_header=own, size=size, zeros=zeros
    )


def _scan(file: DelimitedFile, declared: str) -> Tuple[str, int, bool, str]:
    """Return encoding, size in bytes, whether NUL is in it, and the decoded beginning; all bytes are looked at."""
    head, size, zeros = b"", 0, False
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8 = True
    undefined = False
    with _open(file.path, file.member) as stream:
        while True:
            chunk = stream.read(_CHUNK)
            if not chunk:
                break
            if size > _MOST_BYTES:
                raise OSError("more than 16 GiB")
            head = head or chunk
            size += len(chunk)
            zeros = zeros or b"\0" in chunk
            if is_utf8:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    is_utf8 = False
            undefined = undefined or any(
                byte in chunk for byte in (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")
            )
    encoding = declared or next((name for bom, name in _BOMS if head.startswith(bom)), "")
    if not encoding:
        encoding = "utf-8" if is_utf8 else "latin-1" if undefined else "windows-1252"
    return (
        encoding,
        size,
        zeros and not encoding.lower().startswith("utf-16"),
        head.decode(encoding, "replace"),
    )


def detect_separator(lines: Sequence[str]) -> str:
    """Return the separator that gives most lines the same number of values, more than one; else a comma."""
    best, best_score = ",", (0.0, 0)
    for separator in _SEPARATORS:
        rows = [row for row in csv.reader(lines, delimiter=separator) if row]
        widths = [len(row) for row in rows[:-1] or rows]
        width = max(set(widths), key=lambda one: (widths.count(one), one)) if widths else 0
        if width < 2:
            continue
        score = (round(widths.count(width) / len(widths), 1), width)
        if len(rows[0]) != width:
            score = (score[0] / 2, width)
        if score > best_score:
            best, best_score = separator, score
    return best


def has_header(rows: Sequence[Sequence[str]], known: Sequence[str] = ()) -> bool:
    """Whether the first row names columns: known names, or texts alone that are distinct or stand above values."""
    first = [text.strip() for text in rows[0]]
    if set(first) & set(known):
        return True
    if any(text and _is_value(text) for text in first):
        return False
    filled = [text for text in first if text]
    if any(_is_value(text.strip()) for row in rows[1:] for text in row):
        return len(filled) > 0
    return len(set(filled)) == len(filled) and len(filled) >= len(first) - 1 and len(filled) > 0


def _is_value(text: str) -> bool:
    """Whether a text is a number or a date rather than a name."""
    bare = text.replace(",", ".").lstrip("+-")
    return bare.replace(".", "", 1).isdigit() or (
        text[:1].isdigit() and not any(one.isalpha() for one in text[:8])
    )


def _unique_names(names: Sequence[str]) -> Tuple[str, ...]:
    """Return column names trimmed; an empty one is called column_<n>, a second of one name gets its number."""
    out: List[str] = []
    for at, name in enumerate(names):
        name = name.strip().lstrip("\ufeff") or f"column_{at + 1}"
        tries = chain((name,), (f"{name}_{number}" for number in count(at + 1)))
        out.append(next(one for one in tries if one not in out))
    return tuple(out)
