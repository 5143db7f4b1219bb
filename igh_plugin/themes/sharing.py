"""A theme handed on as a zip, and one put among the user's own themes: nothing but its text and its icon, both checked."""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Dict, List, Optional, Tuple

from qgis.PyQt.QtCore import QXmlStreamReader

from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text
from .catalogue import LARGEST, own_themes, parse_theme, read_theme
from .model import Theme

TEXT, ICON = "theme.yaml", "icon.svg"
LARGEST_OF = {TEXT: LARGEST, ICON: 100_000}
"""Bytes of each file that a theme may have."""
LARGEST_ZIP = 1_200_000
MOST_FILES = 8
DEEPEST = 32
"""Elements within one another in an icon."""
DRAWN = {
    "svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
    "linearGradient", "radialGradient", "stop", "clipPath",
}  # fmt: skip
"""Elements of an icon: drawing and no more."""
_HARMFUL = re.compile(r"url\s*\((?!\s*['\"]?#)|javascript:|data:|expression\s*\(|@|\\", re.IGNORECASE)
_PIECE = QXmlStreamReader.TokenType
_DRIVE = re.compile(r"^[A-Za-z]:")
_READ = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MOMENT = (1980, 1, 1, 0, 0, 0)

NO_ZIP = QT_TRANSLATE_NOOP("core", "{file} is no zip that can be read: {reason}.")
TOO_LARGE = QT_TRANSLATE_NOOP(
    "core", "{file} is larger than {size} bytes: that is no theme. Nothing was taken over."
)
TOO_MANY = QT_TRANSLATE_NOOP(
    "core", "{file} holds {n} files; a theme has two, theme.yaml and icon.svg. Nothing was taken over."
)
OUTSIDE = QT_TRANSLATE_NOOP(
    "core", "{file} holds “{name}”, a path that leads outside its folder. Nothing was taken over."
)
LINK = QT_TRANSLATE_NOOP("core", "{file} holds “{name}”, which is no plain file. Nothing was taken over.")
OTHER_FILE = QT_TRANSLATE_NOOP(
    "core",
    "{file} holds “{name}”; a theme has theme.yaml and icon.svg in one folder only. Nothing was taken over.",
)
TWICE = QT_TRANSLATE_NOOP("core", "{file} holds “{name}” twice. Nothing was taken over.")
LOCKED = QT_TRANSLATE_NOOP(
    "core", "{file} has a password or is packed in an unusual way: pack it again as a plain zip."
)
NO_THEME = QT_TRANSLATE_NOOP("core", "{file} holds no theme.yaml. Nothing was taken over.")
NO_TEXT = QT_TRANSLATE_NOOP("core", "{file} is no text in UTF-8.")
NO_SVG = QT_TRANSLATE_NOOP("core", "{file} is no SVG that can be read: {reason}.")
NOT_DRAWN = QT_TRANSLATE_NOOP(
    "core", "{file} holds “{name}”, and an icon may hold shapes only. Save it as plain SVG, or leave it out."
)
TOO_DEEP = QT_TRANSLATE_NOOP("core", "{file} is nested too deeply for an icon.")
THERE = QT_TRANSLATE_NOOP("core", "There is already a theme {theme}, in {folder}.")
NOT_SAVED = QT_TRANSLATE_NOOP("core", "The theme could not be saved: {reason}")


@dataclass(frozen=True)
class Parcel:
    """A theme that was checked, with the bytes of its files by name."""

    theme: Theme
    files: Dict[str, bytes]


def parcel(text: bytes, icon: Optional[bytes] = None, file: str = TEXT) -> Parcel:
    """Check the text of a theme and its icon; `UserError` for a mistake in either."""
    files = {TEXT: text, **({ICON: icon} if icon is not None else {})}
    for name, data in files.items():
        _hold_to(LARGEST_OF[name], len(data), name)
    try:
        theme = parse_theme(text.decode("utf-8"), file, Path())
    except UnicodeDecodeError as error:
        raise UserError(Text(NO_TEXT, {"file": file})) from error
    if icon is not None:
        check_icon(icon, ICON)
    return Parcel(theme, files)


def read_folder(folder: Path) -> Parcel:
    """Read a theme's folder; files other than its text and its icon are not looked at. Raises `UserError`."""
    read_theme(folder)
    icon = folder / ICON
    try:
        if icon.exists():
            _hold_to(LARGEST_OF[ICON], icon.stat().st_size, str(icon))
        return parcel(
            (folder / TEXT).read_bytes(), icon.read_bytes() if icon.exists() else None, str(folder / TEXT)
        )
    except OSError as error:
        raise UserError(Text(NO_ZIP, {"file": str(folder), "reason": error.strerror})) from error


def write_zip(sent: Parcel, target: Path) -> None:
    """Write a theme as a zip: the same theme gives the same bytes, and a file that was there is replaced as a whole.

    Raises `UserError` where it cannot be written.
    """
    try:
        handle, made = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as stream, zipfile.ZipFile(stream, "w") as archive:
                for name, data in sent.files.items():
                    entry = zipfile.ZipInfo(f"{sent.theme.id}/{name}", _MOMENT)
                    entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
                    entry.external_attr = (stat.S_IFREG | 0o644) << 16
                    archive.writestr(entry, data)
            os.replace(made, target)
        finally:
            if os.path.exists(made):
                os.unlink(made)
    except OSError as error:
        raise UserError(Text(NOT_SAVED, {"reason": error.strerror or str(error)})) from error


def read_zip(path: Path) -> Parcel:
    """Read a theme from a zip without unpacking it to disk; `UserError` for anything in it but a theme.

    Its files stand at the top or in one folder. Sizes are those of what is really unpacked, whatever the zip says of itself.
    """
    file = path.name
    try:
        _hold_to(LARGEST_ZIP, path.stat().st_size, file)
        with zipfile.ZipFile(path) as archive:
            found = {
                name: _unpacked(archive, entry, file, LARGEST_OF[name])
                for name, entry in _entries(archive, file).items()
            }
    except OSError as error:
        raise UserError(Text(NO_ZIP, {"file": file, "reason": error.strerror or str(error)})) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError) as error:
        raise UserError(Text(NO_ZIP, {"file": file, "reason": str(error)})) from error
    if TEXT not in found:
        raise UserError(Text(NO_THEME, {"file": file}))
    return parcel(found[TEXT], found.get(ICON), f"{file}: {TEXT}")


def own_theme(theme_id: str, user_folder: Path) -> Optional[Path]:
    """Return the folder of the user's theme with an id, or the one that a theme with this id would be put into; None: neither."""
    folder = user_folder / "themes"
    for theme in own_themes(user_folder):
        if theme.id == theme_id:
            return theme.folder
    return folder / theme_id if (folder / theme_id).exists() else None


def put_theme(taken: Parcel, user_folder: Path, replace: bool = False) -> Path:
    """Put a theme among the user's own ones and return its folder; at any moment there is the old one or the new one.

    Raises `UserError` where one with its id is there and not to be replaced, or where it cannot be written.
    """
    there = own_theme(taken.theme.id, user_folder)
    if there is not None and not replace:
        raise UserError(Text(THERE, {"theme": taken.theme.id, "folder": str(there)}))
    folder = there or user_folder / "themes" / taken.theme.id
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        # Beside the themes: a folder among them would be taken for one of them if all ended here.
        made = Path(tempfile.mkdtemp(dir=user_folder, prefix=".theme-"))
        try:
            for name, data in taken.files.items():
                (made / name).write_bytes(data)
            if there is None:
                made.chmod(0o755)
                os.rename(made, folder)
            else:
                for name in (ICON, TEXT):
                    if name in taken.files:
                        os.replace(made / name, folder / name)
                    else:
                        (folder / name).unlink(missing_ok=True)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        raise UserError(Text(NOT_SAVED, {"reason": error.strerror or str(error)})) from error
    return folder


def check_icon(data: bytes, file: str) -> None:
    """Raise `UserError` unless an SVG holds shapes only: no scripts, handlers, styles from elsewhere, images, links, entities."""
    reader = QXmlStreamReader(data)
    open_elements: List[str] = []
    root = ""
    while not reader.atEnd():
        token = reader.readNext()
        if token in (_PIECE.DTD, _PIECE.EntityReference, _PIECE.ProcessingInstruction):
            raise UserError(Text(NOT_DRAWN, {"file": file, "name": _DECLARED[token]}))
        if token == _PIECE.StartElement:
            name = str(reader.name())
            root = root or name
            if name not in DRAWN:
                raise UserError(Text(NOT_DRAWN, {"file": file, "name": f"<{name}>"}))
            for one in reader.attributes():
                _check_attribute(str(one.name()), str(one.value()), file)
            open_elements.append(name)
            if len(open_elements) > DEEPEST:
                raise UserError(Text(TOO_DEEP, {"file": file}))
        elif token == _PIECE.EndElement:
            open_elements.pop()
    if reader.hasError() or root != "svg":
        raise UserError(Text(NO_SVG, {"file": file, "reason": reader.errorString() or f"<{root}>"}))


_DECLARED = {
    _PIECE.DTD: "<!DOCTYPE>",
    _PIECE.EntityReference: "&",
    _PIECE.ProcessingInstruction: "<?",
}


def _check_attribute(name: str, value: str, file: str) -> None:
    refers = name == "href" and not value.startswith("#")
    if name.lower().startswith("on") or name in ("src", "base") or refers or _HARMFUL.search(value):
        raise UserError(Text(NOT_DRAWN, {"file": file, "name": f'{name}="{value[:40]}"'}))


def _entries(archive: zipfile.ZipFile, file: str) -> Dict[str, zipfile.ZipInfo]:
    """Return the files of a theme in a zip by their name without the one folder they may stand in."""
    entries = archive.infolist()
    if len(entries) > MOST_FILES:
        raise UserError(Text(TOO_MANY, {"file": file, "n": len(entries)}))
    found: Dict[str, zipfile.ZipInfo] = {}
    folders = set()
    for entry in entries:
        folder, name = _split(entry, file)
        if entry.is_dir():
            continue
        if name not in LARGEST_OF:
            raise UserError(Text(OTHER_FILE, {"file": file, "name": entry.filename}))
        if name in found:
            raise UserError(Text(TWICE, {"file": file, "name": name}))
        found[name] = entry
        folders.add(folder)
        if len(folders) > 1:
            raise UserError(Text(OTHER_FILE, {"file": file, "name": entry.filename}))
    return found


def _split(entry: zipfile.ZipInfo, file: str) -> Tuple[str, str]:
    """Return the folder and the name of an entry, after looking whether it is a plain file within the zip."""
    path, raw = PurePosixPath(entry.filename), entry.orig_filename
    if path.is_absolute() or ".." in path.parts or "\\" in raw or "\0" in raw or _DRIVE.match(raw):
        raise UserError(Text(OUTSIDE, {"file": file, "name": entry.filename}))
    mode = entry.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise UserError(Text(LINK, {"file": file, "name": entry.filename}))
    if entry.flag_bits & 0x1 or entry.compress_type not in _READ:
        raise UserError(Text(LOCKED, {"file": file}))
    if len(path.parts) > 2 or (entry.is_dir() and len(path.parts) > 1):
        raise UserError(Text(OTHER_FILE, {"file": file, "name": entry.filename}))
    return str(path.parent), path.name


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file: str, most: int) -> bytes:
    """Return what an entry unpacks to, reading no further than it may be long."""
    _hold_to(most, entry.file_size, f"{file}: {entry.filename}")
    with archive.open(entry) as stream:
        data = stream.read(most + 1)
    _hold_to(most, len(data), f"{file}: {entry.filename}")
    return data


def _hold_to(most: int, size: int, file: str) -> None:
    if size > most:
        raise UserError(Text(TOO_LARGE, {"file": file, "size": most}))
