"""A small HTTP server whose answers a test writes as functions, down to the bytes on the wire."""

from __future__ import annotations

import contextlib
import gzip
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit


class Request:
    """What a client asked: path, parameters (the last of a name counts), headers, form, and its number on this path."""

    def __init__(self, handler, number):
        parts = urlsplit(handler.path)
        self.path, self.query = parts.path, dict(parse_qsl(parts.query, keep_blank_values=True))
        self.headers, self.number, self.target = handler.headers, number, handler.path
        self.form = getattr(handler, "form", {})


class Answer:
    """An answer: status, headers, body (bytes, or pieces that are sent one by one), and what is wrong with it.

    `cut` closes the connection after so many bytes of the body; `length` lies about Content-Length (None: not
    stated, so the end of the connection is the end); `chunked` sends chunks.
    """

    def __init__(
        self, body=b"", status=200, headers=None, kind="text/plain", cut=None, length="true", chunked=False
    ):
        self.body = body.encode() if isinstance(body, str) else body
        self.status, self.kind, self.cut, self.length, self.chunked = status, kind, cut, length, chunked
        self.headers = dict(headers or {})

    def packed(self, cut=None):
        """Return the same, gzipped; `cut` drops so many bytes of the packed body and states the length that is left."""
        body = gzip.compress(self.body)
        body = body[:-cut] if cut else body
        return Answer(body, self.status, {**self.headers, "Content-Encoding": "gzip"}, self.kind)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self):
        length = int(self.headers.get("Content-Length", 0))
        self.form = dict(parse_qsl(self.rfile.read(length).decode()))
        self.do_GET()

    def do_GET(self):
        site = self.server.site
        with site.lock:
            path = urlsplit(self.path).path
            site.asked.append((path, dict(self.headers)))
            number = sum(1 for one, _ in site.asked if one == path)
        request = Request(self, number)
        site.queries.append((path, request.query))
        page = site.pages.get(path) or next(
            (one for start, one in site.pages.items() if start.endswith("*") and path.startswith(start[:-1])),
            None,
        )
        answer = page(request) if page else Answer("there is nothing here", 404)
        if site.fault is not None:
            answer = site.fault(request, answer)
        with contextlib.suppress(OSError):
            self._send(answer)

    def _send(self, answer):
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        pieces = [answer.body] if isinstance(answer.body, bytes) else answer.body
        if answer.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        elif answer.length == "true" and isinstance(answer.body, bytes):
            self.send_header("Content-Length", str(len(answer.body)))
        elif isinstance(answer.length, int):
            self.send_header("Content-Length", str(answer.length))
        else:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        left = answer.cut
        for piece in pieces:
            if left is not None:
                piece, left = piece[:left], left - len(piece)
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece) if answer.chunked and piece else piece)
            self.wfile.flush()
            if left is not None and left <= 0:
                self.close_connection = True
                self.connection.close()
                return
        if answer.chunked:
            self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *_):
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


class Site:
    """A running server: `pages` maps a path (or a beginning with `*`) to a function of `Request` to `Answer`.

    `asked` are the paths and headers that came. `fault`, if a test sets it, gets every request and the right answer, and
    returns what is sent in its place.
    """

    def __init__(self, pages=None, certificate=None):
        self.pages, self.asked, self.queries, self.lock = dict(pages or {}), [], [], threading.Lock()
        self.fault = None
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.site = self
        self.scheme = "https" if certificate else "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    @property
    def port(self):
        return self._server.server_address[1]

    def address(self, path="", host="127.0.0.1"):
        return f"{self.scheme}://{host}:{self.port}{path}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()


class Service:
    """A service on a site of its own: `PATH` is where it answers, `address` what a definition names."""

    PATH = ""

    def __init__(self, pages):
        self.site = Site(pages)

    @property
    def address(self):
        return self.site.address(self.PATH)

    def __enter__(self):
        self.site.__enter__()
        return self

    def __exit__(self, *error):
        self.site.__exit__(*error)
