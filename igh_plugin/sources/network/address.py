"""Addresses and what servers say, without the secrets in them."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Iterable, List, Tuple
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

SCHEMES = ("https", "http")
HIDDEN = "***"
_SECRET = re.compile(
    r"(key|token|secret|password|passwd|pwd|signature|auth|credential|session)|^(sig|code|pw|pass|sas)$",
    re.IGNORECASE,
)
_LONGEST = 300
_PORTS = {"http": 80, "https": 443}
_SHORT = 4
"""A secret of fewer characters is not looked for: hiding every "a" would leave nothing to read."""


def origin(address: str) -> Tuple[str, str, int]:
    """Return scheme, host and port of an address."""
    parts = urlsplit(address)
    return (
        parts.scheme.lower(),
        (parts.hostname or "").lower(),
        parts.port or _PORTS.get(parts.scheme.lower(), 0),
    )


def sounds_secret(name: str) -> bool:
    """Whether a parameter of this name is likely to hold a secret."""
    return bool(_SECRET.search(name))


def shown(address: str, secrets: Iterable[str] = ()) -> str:
    """Return an address for a message: no user, no password, no secret, no parameter that sounds like one.

    The secrets go before the end is cut off: of a secret that is cut in two, half would stay.
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return HIDDEN
    query = "&".join(
        f"{name}={HIDDEN if sounds_secret(name) else quote(value, safe='/:,()')}"
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
    )
    text = without(urlunsplit((parts.scheme, host + port, parts.path, query, "")), secrets)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def secrets_in(headers: Iterable[Tuple[str, str]]) -> List[str]:
    """Return what must not be shown of headers with credentials: whole values, their parts, and what they encode."""
    found: List[str] = []
    for _, value in headers:
        found += [value, *value.split()]
        scheme, _, rest = value.partition(" ")
        if scheme.lower() == "basic":
            try:
                user, _, password = base64.b64decode(rest).decode("utf-8", "replace").partition(":")
            except (binascii.Error, ValueError):
                continue
            found += [f"{user}:{password}", password]
    plain = {"basic", "bearer", "token", "apikey"}
    return sorted(
        {one for one in found if len(one) >= _SHORT and one.lower() not in plain}, key=len, reverse=True
    )


def without(text: str, secrets: Iterable[str]) -> str:
    """Return a text in which no secret stands."""
    for secret in secrets:
        if len(secret) < _SHORT:
            continue
        text = text.replace(secret, HIDDEN).replace(quote(secret, safe=""), HIDDEN)
    return text
