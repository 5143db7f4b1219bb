"""The door: requests with what QGIS knows, asked again when that can help, and errors a user can act on."""

from __future__ import annotations

import io
import json
import random
import re
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Protocol, Tuple, Union
from urllib.parse import urljoin

from ...core.progress import Progress, Silent
from ...core.text import QT_TRANSLATE_NOOP, Text
from . import errors
from .address import SCHEMES, origin, secrets_in, without
from .body import (
    PACKED,
    Damaged,
    EndedEarly,
    Exchange,
    Limits,
    Pace,
    Stalled,
    Swollen,
    Unpacker,
    stated_length,
)

AGAIN = (202, 429, 502, 503, 504)
AT_ONCE = 2
"""Requests at the same time to one host, from all threads of this QGIS."""
CONDITIONS = {"If-None-Match", "If-Modified-Since"}
_REDIRECTS = (301, 302, 303, 307, 308)
_PAGE = re.compile(rb"^\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_gates: Dict[Tuple[str, str, int], threading.BoundedSemaphore] = defaultdict(
    lambda: threading.BoundedSemaphore(AT_ONCE)
)
_dice = random.SystemRandom()

WORDS = {
    "scheme": QT_TRANSLATE_NOOP("core", "only addresses that begin with http:// or https:// are opened"),
    "redirect_scheme": QT_TRANSLATE_NOOP(
        "core", "the server sends us on to an address that is not safe to follow"
    ),
    "redirects": QT_TRANSLATE_NOOP("core", "the server keeps sending us on to another address"),
    "refused": QT_TRANSLATE_NOOP("core", "the server answers {status}: {said}"),
    "refused_silent": QT_TRANSLATE_NOOP("core", "the server answers {status} without a reason"),
    "unavailable": QT_TRANSLATE_NOOP("core", "the server answers {status} (asked {tries} times): {said}"),
    "wait": QT_TRANSLATE_NOOP("core", "the server is busy and asks to come back in {seconds} seconds"),
    "ntlm": QT_TRANSLATE_NOOP(
        "core",
        "the server asks for a login of the kind {kind}, which cannot be used here; ask its owner for a key",
    ),
    "broken": QT_TRANSLATE_NOOP("core", "the answer broke off after {bytes} bytes (tried {tries} times)"),
    "damaged": QT_TRANSLATE_NOOP("core", "the answer is damaged and cannot be unpacked"),
    "large": QT_TRANSLATE_NOOP("core", "the answer is larger than {limit} MiB, or unpacks without end"),
    "slow": QT_TRANSLATE_NOOP("core", "the answer comes too slowly ({pace} bytes a second)"),
    "certificate": QT_TRANSLATE_NOOP("core", "the certificate of the server is not trusted: {reason}"),
    "no_answer": QT_TRANSLATE_NOOP("core", "no answer came within {seconds} seconds (tried {tries} times)"),
    "unreachable": QT_TRANSLATE_NOOP(
        "core", "there is no connection to {host} (tried {tries} times): {reason}"
    ),
    "page": QT_TRANSLATE_NOOP(
        "core", "the server sent a web page instead of data, perhaps a login page: {said}"
    ),
    "not_json": QT_TRANSLATE_NOOP("core", "the answer is not JSON ({kind})"),
    "cut_json": QT_TRANSLATE_NOOP("core", "the answer is not whole JSON"),
    "empty": QT_TRANSLATE_NOOP("core", "the answer is empty"),
    "aborted": QT_TRANSLATE_NOOP("core", "the server gave up halfway: {said}"),
    "cut_row": QT_TRANSLATE_NOOP("core", "the answer ends in the middle of a row"),
    "fewer": QT_TRANSLATE_NOOP("core", "only {rows} of {count} records came"),
    "not_csv": QT_TRANSLATE_NOOP("core", "the answer is not delimited text ({kind})"),
    "crs": QT_TRANSLATE_NOOP("core", "the answer is in {given}, not in {asked} as was asked"),
    "not_features": QT_TRANSLATE_NOOP("core", "the answer is no collection of features"),
    "repeated": QT_TRANSLATE_NOOP(
        "core",
        "the server's pages hold the same record twice, so others may be missing; name a column of the source as id to "
        "have them in order",
    ),
    "uncounted": QT_TRANSLATE_NOOP(
        "core",
        "the server gives no pages and does not say how many records there are, so nobody can tell whether these are all; "
        "state expected_size in the definition to take them",
    ),
    "endless": QT_TRANSLATE_NOOP(
        "core",
        "the server does not say how long its answer is, so nobody can tell whether it is whole; state expected_size in the "
        "definition to take it",
    ),
    "twice": QT_TRANSLATE_NOOP(
        "core", "a record came on two pages, so another may be missing: the pages lost their order"
    ),
    "exception": QT_TRANSLATE_NOOP("core", "the server says: {said}"),
    "not_xml": QT_TRANSLATE_NOOP("core", "the answer is not whole XML ({reason})"),
    "no_layer": QT_TRANSLATE_NOOP("core", "the service has no layer {layer}; it has: {layers}"),
    "layers": QT_TRANSLATE_NOOP("core", "the service has these layers: {layers}"),
    "no_crs": QT_TRANSLATE_NOOP("core", "the layer is not offered in {asked}, but in: {offered}"),
    "not_rows": QT_TRANSLATE_NOOP("core", "the answer holds no rows where they were expected"),
    "not_file": QT_TRANSLATE_NOOP(
        "core", "the address does not end in the name of a file that can be read ({known})"
    ),
    "not_places": QT_TRANSLATE_NOOP("core", "the answer is none that Locatieserver gives"),
    "circle": QT_TRANSLATE_NOOP("core", "the server's next page leads back to one that was read"),
    "elsewhere": QT_TRANSLATE_NOOP("core", "the server's next page is on another host ({host})"),
    "socks": QT_TRANSLATE_NOOP(
        "core", "the proxy set in QGIS is a SOCKS proxy, which this Python cannot use"
    ),
}


class Surroundings(Protocol):
    """What the door asks of the program it stands in."""

    def certificates(self) -> Union[str, bool]:
        """Return a file of trusted certificates, or True for those of `requests`."""

    def proxies(self, address: str) -> Dict[str, str]:
        """Return the proxies for an address as `requests` takes them; empty for none."""

    def authorise(self, credentials: str, address: str, renew: bool) -> Dict[str, str]:
        """Return headers with the credentials of that id; ask for new ones with `renew`. `PermissionError`: why not."""

    def login(self, credentials: str) -> Tuple[str, str]:
        """Return user and password of the credentials of that id. `PermissionError`: why not."""


class Plain:
    """Surroundings without QGIS: certificates of `requests`, no proxy, no credentials."""

    def certificates(self) -> Union[str, bool]:
        return True

    def proxies(self, address: str) -> Dict[str, str]:
        return {}

    def authorise(self, credentials: str, address: str, renew: bool) -> Dict[str, str]:
        raise PermissionError(credentials)

    def login(self, credentials: str) -> Tuple[str, str]:
        raise PermissionError(credentials)


@dataclass(frozen=True)
class Ask:
    """One question: address, parameters, headers, and the id of credentials.

    A `conditional` one is for what is not as it was the last time: by the mark the door knows.
    `private` is what it asks about and may stand in no message, such as somebody's address; for questions without
    credentials.
    """

    address: str
    parameters: Tuple[Tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    credentials: str = ""
    conditional: bool = False
    private: str = ""


@dataclass(frozen=True)
class Reply:
    """A whole answer: status, headers, body, and the address it came from after redirects."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    address: str
    refuse: Callable[..., errors.NetworkError]

    def json(self) -> Any:
        """Return the body as JSON; `WrongContent` when it is none, `Broken` when it is cut."""
        refuse_page(self.body, self.headers, self.refuse)
        try:
            return json.loads(self.body.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            if self.body.lstrip()[:1] in (b"{", b"["):
                raise self.refuse(errors.Broken, "cut_json", "later") from error
            kind = self.headers.get("Content-Type", "?")
            raise self.refuse(errors.WrongContent, "not_json", "definition", kind=kind) from error


class Door:
    """Asks servers on behalf of one source. Used by one thread at a time.

    `known` is the mark (ETag, or the time of the last change) of what is at hand: a conditional question raises
    `NotModified` where that is still what there is. `mark` is that of the answer that came.
    """

    def __init__(
        self,
        source: str,
        surroundings: Optional[Surroundings] = None,
        progress: Optional[Progress] = None,
        limits: Optional[Limits] = None,
        version: str = "",
        known: str = "",
    ):
        import requests

        self.known, self.mark = known, ""
        self.source = source
        self.limits = limits or Limits()
        self.bytes = 0
        self._around = surroundings or Plain()
        self._progress = progress or Silent()
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers.update(
            {"User-Agent": f"IGH-for-QGIS/{version or '0'}", "Accept-Encoding": "gzip, deflate"}
        )
        self._secrets: List[str] = []

    def __enter__(self) -> Door:
        return self

    def __exit__(self, kind, error, trace) -> None:
        self._session.close()

    def get(self, ask: Ask) -> Reply:
        """Return a whole answer; a broken one is asked for again from the start."""
        number = 0
        while True:
            number += 1
            try:
                with self.open(ask) as stream:
                    return stream.whole()
            except errors.Broken:
                if number >= self.limits.tries:
                    raise
            self._wait(self._backoff(number))

    def open(self, ask: Ask) -> Stream:
        """Return an answer to be read piece by piece; use as context manager."""
        return Stream(self, ask)

    # ------------------------------------------------------------------------------------------ one exchange

    def exchange(self, ask: Ask, extra: Mapping[str, str]) -> Tuple[Exchange, Any, str]:
        """Ask until there is an answer; return the exchange, its head, and its address."""
        if ask.private:
            self._secrets = [ask.private]
        renewed = False
        number = 0
        while True:
            number += 1
            exchange, response, address = self._follow(ask, extra, renewed)
            status = response.status_code
            if status == 200 or (status == 206 and "Range" in extra):
                return exchange, response, address
            if status == 304 and CONDITIONS & set(extra):
                exchange.stop()
                raise errors.NotModified(ask.address)
            said = self._said(exchange, response)
            if status == 401 and ask.credentials and not renewed:
                renewed = True
                continue
            refuse = self._refuser(address)
            if status in AGAIN:
                wait = self._asked_to_wait(response, number)
                if wait > self.limits.longest_wait:
                    raise refuse(errors.Unavailable, "wait", "later", status=status, seconds=round(wait))
                if number < self.limits.tries:
                    self._wait(wait)
                    continue
                raise refuse(
                    errors.Unavailable, "unavailable", "later", status=status, tries=number, said=said
                )
            login = response.headers.get("WWW-Authenticate", "").split(" ")[0].lower()
            if status == 401 and login in ("ntlm", "negotiate"):
                raise refuse(errors.CredentialsError, "ntlm", "credentials", status=status, kind=login)
            kind = errors.Unavailable if status >= 500 else errors.Refused
            advice = "credentials" if status in (401, 407) else "later" if status >= 500 else "definition"
            word = "refused" if said else "refused_silent"
            raise refuse(kind, word, advice, status=status, said=said)

    def _follow(self, ask: Ask, extra: Mapping[str, str], renew: bool) -> Tuple[Exchange, Any, str]:
        """Send, and follow redirects; credentials go to the origin they were asked for and nowhere else."""
        address = self._prepared(ask).url or ask.address
        home = origin(address)
        for _ in range(self.limits.redirects + 1):
            if origin(address)[0] not in SCHEMES:
                raise self._refuser(address)(errors.Refused, "scheme", "address")
            headers = {**ask.headers, **extra}
            if ask.credentials and origin(address) == home:
                headers.update(self._credentials(ask.credentials, address, renew))
            elif origin(address) != home:
                headers = {name: value for name, value in headers.items() if not _carries_secret(name)}
            exchange, response = self._reach(address, headers)
            target = response.headers.get("Location")
            if response.status_code not in _REDIRECTS or not target:
                return exchange, response, address
            exchange.stop()
            target = urljoin(address, target)
            if origin(target)[0] not in SCHEMES or (
                origin(address)[0] == "https" and origin(target)[0] != "https"
            ):
                raise self._refuser(target)(errors.Refused, "redirect_scheme", "address")
            address = target
        raise self._refuser(address)(errors.Refused, "redirects", "address")

    def _reach(self, address: str, headers: Mapping[str, str]) -> Tuple[Exchange, Any]:
        """Send one request, again when there is no connection; return the exchange and the head of its answer."""
        import requests

        prepared = self._session.prepare_request(requests.Request("GET", address, headers=dict(headers)))
        options = {
            "stream": True,
            "allow_redirects": False,
            "verify": self._around.certificates(),
            "proxies": self._around.proxies(address),
            "timeout": (self.limits.connect, self.limits.read),
        }
        number = 0
        while True:
            number += 1
            gate = _gates[origin(address)]
            while not gate.acquire(timeout=0.1):
                self._progress.check()
            exchange = Exchange(partial(self._session.send, prepared, **options), gate.release)
            exchange.start()
            try:
                kind, what = exchange.next(self._progress.check, self.limits.connect + self.limits.read + 5)
            except BaseException:
                exchange.stop()
                raise
            if kind == "head":
                return exchange, what
            exchange.stop()
            failure = self._failure(address, what, number)
            if number >= self.limits.tries or not isinstance(failure, errors.Unreachable):
                raise failure
            self._wait(self._backoff(number))

    def _failure(self, address: str, error: Any, tries: int) -> Exception:
        import requests

        refuse = self._refuser(address)
        if isinstance(error, requests.exceptions.SSLError):
            return refuse(errors.Untrusted, "certificate", "certificate", reason=_reason(error))
        if isinstance(error, requests.exceptions.InvalidSchema) and "SOCKS" in str(error):
            return refuse(errors.CredentialsError, "socks", "address")
        if error is None or isinstance(error, requests.exceptions.Timeout):
            waited = isinstance(error, requests.exceptions.ConnectTimeout)
            seconds = round(self.limits.connect if waited else self.limits.read)
            return refuse(errors.Unreachable, "no_answer", "later", seconds=seconds, tries=tries)
        if isinstance(error, (requests.exceptions.RequestException, OSError)):
            host = origin(address)[1]
            return refuse(
                errors.Unreachable, "unreachable", "address", host=host, reason=_reason(error), tries=tries
            )
        return error

    def _said(self, exchange: Exchange, response: Any) -> str:
        """Return what the server says of an error; reads no more than the beginning."""
        try:
            unpack = Unpacker(response.headers.get("Content-Encoding", ""), self.limits)
            body = b""
            while len(body) < 20_000:
                kind, piece = exchange.next(self._progress.check, 5.0)
                if kind != "piece":
                    break
                body += b"".join(unpack.feed(piece))
        except (Damaged, Swollen):
            body = b""
        finally:
            exchange.stop()
        return without(errors.server_words(body, response.headers.get("Content-Type", "")), self._secrets)

    def _credentials(self, name: str, address: str, renew: bool) -> Dict[str, str]:
        try:
            headers = self._around.authorise(name, address, renew)
        except PermissionError as error:
            raise self._no_credentials(error, address) from error
        self._secrets = secrets_in(headers.items())
        return headers

    def login(self, credentials: str, address: str) -> Tuple[str, str]:
        """Return user and password for a server that is no web server; `CredentialsError` when they cannot be had."""
        try:
            return self._around.login(credentials)
        except PermissionError as error:
            raise self._no_credentials(error, address) from error

    def _no_credentials(self, error: PermissionError, address: str) -> errors.CredentialsError:
        what = error.args[0] if error.args and isinstance(error.args[0], Text) else Text(str(error))
        return errors.CredentialsError(self.source, address, what, "credentials", self._secrets)

    def _prepared(self, ask: Ask) -> Any:
        import requests

        try:
            return requests.Request("GET", ask.address, params=list(ask.parameters)).prepare()
        except (requests.exceptions.RequestException, ValueError) as error:
            raise self._refuser(ask.address)(errors.Refused, "scheme", "address") from error

    def _refuser(self, address: str) -> Callable[..., errors.NetworkError]:
        def refuse(error, word: str, advice: str, status: int = 0, **values: Any) -> errors.NetworkError:
            values = {
                name: without(value, self._secrets) if isinstance(value, str) else value
                for name, value in values.items()
            }
            text = Text(WORDS[word], {**values, "status": status} if status else values)
            return error(self.source, address, text, advice, self._secrets)

        return refuse

    # ------------------------------------------------------------------------------------------ waiting

    def _backoff(self, number: int) -> float:
        return self.limits.pause * 2 ** (number - 1) * _dice.uniform(0.5, 1.5)

    def _asked_to_wait(self, response: Any, number: int) -> float:
        text = response.headers.get("Retry-After", "").strip()
        if text.isdigit():
            return float(text)
        try:
            at = parsedate_to_datetime(text)
        except (TypeError, ValueError):
            return self._backoff(number)
        at = at if at.tzinfo else at.replace(tzinfo=timezone.utc)
        return max(0.0, (at - datetime.now(timezone.utc)).total_seconds())

    def _wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._progress.check()
            time.sleep(min(0.1, max(0.0, until - time.monotonic())))


class Stream:
    """An answer that is read piece by piece; goes on where it broke off when the server can do that."""

    def __init__(self, door: Door, ask: Ask):
        self._door, self._ask = door, ask
        extra = _condition(door.known) if ask.conditional and door.known else {}
        self._exchange, response, self.address = door.exchange(ask, extra)
        self.status: int = response.status_code
        self.headers: Mapping[str, str] = response.headers
        if ask.conditional:
            door.mark = self.headers.get("ETag", "") or self.headers.get("Last-Modified", "")
        self.refuse = door._refuser(self.address)

    @property
    def bounded(self) -> bool:
        """Whether the answer tells its own end: by its length, by chunks, or by being packed."""
        chunked = "chunked" in self.headers.get("Transfer-Encoding", "").lower()
        packed = self.headers.get("Content-Encoding", "").lower() in PACKED
        return chunked or packed or stated_length(self.headers) is not None

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, kind, error, trace) -> None:
        self._exchange.stop()

    def pieces(self) -> Iterator[bytes]:
        """Give the unpacked body; a `NetworkError` when it does not come whole."""
        door, limits = self._door, self._door.limits
        length = stated_length(self.headers)
        pace = Pace(limits)
        tries = 0
        try:
            unpack = Unpacker(self.headers.get("Content-Encoding", ""), limits)
            while True:
                try:
                    for piece in self._raw(pace):
                        door.bytes += len(piece)
                        tries = 0
                        yield from unpack.feed(piece)
                    if length is not None and unpack.taken < length:
                        raise EndedEarly
                    unpack.end()
                    return
                except EndedEarly:
                    tries += 1
                    if tries >= limits.tries or not self._again_from(unpack.taken, length):
                        values = {"bytes": unpack.taken, "tries": tries}
                        raise self.refuse(errors.Broken, "broken", "later", **values) from None
        except Damaged as error:
            raise self.refuse(errors.Broken, "damaged", "later") from error
        except Swollen as error:
            raise self.refuse(errors.TooLarge, "large", "size", limit=limits.bytes >> 20) from error
        except Stalled as error:
            raise self.refuse(errors.TooSlow, "slow", "later", pace=error.args[0]) from error

    def whole(self) -> Reply:
        """Return the answer as a whole, of at most `Limits.whole` bytes."""
        body = bytearray()
        for piece in self.pieces():
            body += piece
            if len(body) > self._door.limits.whole:
                limit = self._door.limits.whole >> 20
                raise self.refuse(errors.TooLarge, "large", "size", limit=limit)
        return Reply(self.status, self.headers, bytes(body), self.address, self.refuse)

    def file(self) -> io.BufferedReader:
        """Return the body as a file to read from; errors come out of its reads."""
        return io.BufferedReader(_AsFile(self.pieces()), 1 << 18)

    def _raw(self, pace: Pace) -> Iterator[bytes]:
        limits = self._door.limits
        while True:
            kind, what = self._exchange.next(self._door._progress.check, limits.read)
            if kind == "end":
                return
            if kind == "error" or kind == "none":
                self._exchange.stop()
                if kind == "none":
                    raise Stalled(0)
                raise EndedEarly from what
            pace.came(len(what))
            yield what

    def _again_from(self, at: int, length: Optional[int]) -> bool:
        """Ask for the rest; tell whether the server gives it and it is of the same whole."""
        mark = self.headers.get("ETag", "")
        mark = mark if mark and not mark.startswith("W/") else self.headers.get("Last-Modified", "")
        if not at or not mark or self.headers.get("Accept-Ranges", "").lower() != "bytes":
            return False
        self._door._wait(self._door._backoff(1))
        extra = {"Range": f"bytes={at}-", "If-Range": mark}
        exchange, response, _ = self._door.exchange(self._ask, extra)
        found = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
        fits = response.status_code == 206 and found is not None and int(found[1]) == at
        if not fits or (length is not None and found and found[2] not in ("*", str(length))):
            exchange.stop()
            return False
        self._exchange = exchange
        return True


class _AsFile(io.RawIOBase):
    """Pieces as a file."""

    def __init__(self, pieces: Iterator[bytes]):
        super().__init__()
        self._pieces, self._rest = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        while not self._rest:
            try:
                self._rest = next(self._pieces)
            except StopIteration:
                return 0
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


def refuse_page(
    beginning: bytes, headers: Mapping[str, str], refuse: Callable[..., errors.NetworkError]
) -> None:
    """Raise `WrongContent` when an answer is a web page, whatever its status says."""
    if _PAGE.match(beginning[:500]) or "text/html" in headers.get("Content-Type", "").lower():
        said = errors.server_words(beginning[:20_000], "text/html") or "?"
        raise refuse(errors.WrongContent, "page", "credentials", said=said)


def _condition(mark: str) -> Dict[str, str]:
    """Return the header that asks for an answer only where it is no longer known by a mark."""
    return {"If-None-Match" if mark.endswith('"') else "If-Modified-Since": mark}


def _carries_secret(name: str) -> bool:
    return (
        name.lower() in ("authorization", "cookie", "proxy-authorization")
        or "key" in name.lower()
        or ("token" in name.lower())
    )


def _reason(error: BaseException) -> str:
    """Return the innermost reason of an error, without the object's address."""
    text = str(error)
    inner = re.search(
        r"\(_ssl\.c|Name or service|refused|\[Errno -?\d+\] ([^')\"]+)|certificate verify failed: ([^(')]+)",
        text,
    )
    if inner and (inner[1] or inner[2]):
        return (inner[1] or inner[2]).strip()
    return type(error).__name__
