"""What can go wrong between here and a server, in words: the source, the address, what was said, what to do."""

from __future__ import annotations

import html
import json
import re
from typing import Any, Iterable, Mapping, Optional

from ...core.errors import UserError
from ...core.text import QT_TRANSLATE_NOOP, Text
from .address import shown

_TAG = re.compile(r"<[^>]{0,500}>")
_EXCEPTION = re.compile(r"<(?:\w+:)?(?:ExceptionText|ServiceException)\b[^>]*>(.{0,2000}?)<", re.DOTALL)
_TITLE = re.compile(r"<title[^>]*>(.{0,300}?)</title>", re.DOTALL | re.IGNORECASE)
_LONGEST = 300
_WHOLE = QT_TRANSLATE_NOOP("core", "{source}: {what} ({address}). {advice}")

ADVICE = {
    "later": QT_TRANSLATE_NOOP("core", "Try again later; what was collected before is unchanged."),
    "address": QT_TRANSLATE_NOOP("core", "Check the address of the source and the network connection."),
    "definition": QT_TRANSLATE_NOOP(
        "core", "Check the address, the filter and the fields in the source's definition."
    ),
    "crs": QT_TRANSLATE_NOOP(
        "core", "State the CRS of the answer as that of the source; degrees (CRS84) are EPSG:4326."
    ),
    "layer": QT_TRANSLATE_NOOP("core", "Name one of them as the layer of the source."),
    "credentials": QT_TRANSLATE_NOOP(
        "core", "Check the credentials of this source in QGIS: Settings, Options, Authentication."
    ),
    "certificate": QT_TRANSLATE_NOOP(
        "core",
        "If the server is yours, add the certificate of its authority in QGIS: Settings, Options, Authentication, "
        "Manage certificates.",
    ),
    "driver": QT_TRANSLATE_NOOP(
        "core",
        "Install the driver, or have this computer know the database as an ODBC data source and state its name: "
        "odbc://name.",
    ),
    "size": QT_TRANSLATE_NOOP(
        "core", "Narrow the filter of the source, or state a larger limit in its definition."
    ),
}


class NotModified(Exception):
    """What was asked for is as it was the last time."""


class NetworkError(UserError):
    """A request that did not do what was asked.

    `source` names the source, `address` is shown without secrets, `what` says what happened, `advice` is a key of
    `ADVICE`.
    """

    def __init__(self, source: str, address: str, what: Text, advice: str, secrets: Iterable[str] = ()):
        secrets = list(secrets)
        values = {
            "source": source,
            "address": shown(address, secrets),
            "what": what,
            "advice": Text(ADVICE[advice]),
        }
        super().__init__(Text(_WHOLE, values))


class Unreachable(NetworkError):
    """No connection: no such host, refused, timed out, no proxy."""


class Untrusted(NetworkError):
    """The server's certificate is signed by nobody who is trusted."""


class Refused(NetworkError):
    """The server will not do it (4xx), or asks for credentials."""


class Unavailable(NetworkError):
    """The server cannot do it now (429, 5xx), also when asked again."""


class Broken(NetworkError):
    """The answer ended early or is damaged."""


class Disordered(Broken):
    """What came in pieces does not fit together, so that it cannot be gone on from."""


class WrongContent(NetworkError):
    """The answer is not of the kind that was asked for: a web page, another format."""


class TooLarge(NetworkError):
    """The answer is larger than is allowed, or unpacks without end."""


class TooSlow(NetworkError):
    """The answer comes too slowly to ever end."""


class CredentialsError(NetworkError):
    """The credentials cannot be had, or are of a kind that cannot be used."""


def server_words(body: bytes, content_type: str = "") -> str:
    """Return what a server says of an error, in one line: problem+json, the dialects of the services, XML, a page's title."""
    text = body.decode("utf-8", "replace").strip()
    if text[:1] in "{[":
        try:
            found = _words_of_json(json.loads(text))
        except (ValueError, RecursionError):
            found = ""
        if found:
            return _line(found)
    inside = _EXCEPTION.search(text) or _TITLE.search(text)
    if inside:
        return _line(inside[1])
    return (
        _line(_TAG.sub(" ", text)) if "html" not in content_type and "<html" not in text[:500].lower() else ""
    )


def _words_of_json(said: Any) -> str:
    if isinstance(said, list):
        said = next((one for one in said if isinstance(one, dict)), {})
    if not isinstance(said, Mapping):
        return ""
    parts = [
        _text(said.get(key)) for key in ("title", "detail", "message", "description", "error_description")
    ]
    error = said.get("error")
    parts.append(_words_of_json(error) if isinstance(error, Mapping) else _text(error))
    for invalid in said.get("invalid-params") or ():
        if isinstance(invalid, Mapping):
            parts.append(f"{_text(invalid.get('name'))}: {_text(invalid.get('reason'))}")
    return "; ".join(dict.fromkeys(part for part in parts if part))


def _text(value: Optional[object]) -> str:
    return value.strip() if isinstance(value, str) else ""


def _line(text: str) -> str:
    text = " ".join(html.unescape(text).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
