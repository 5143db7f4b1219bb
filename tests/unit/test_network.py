"""The door to the network: every fault ends in a whole answer or in a sentence, and no secret is in it."""

import base64
import gzip
import random
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("requests", reason="this Python has no requests; the door is tested where it has")

from igh_plugin.core.progress import Cancelled, Silent  # noqa: E402
from igh_plugin.sources.network import errors  # noqa: E402
from igh_plugin.sources.network.address import secrets_in, shown, without  # noqa: E402
from igh_plugin.sources.network.body import Limits  # noqa: E402
from igh_plugin.sources.network.door import Ask, Door, Plain  # noqa: E402
from tests.servers.web import Answer, Site  # noqa: E402

QUICK = Limits(connect=2, read=1.5, pause=0.01, tries=3, longest_wait=3)
TEXT = "".join(f"{number};row number {number}\n" for number in range(20_000)).encode()
SECRET = "s3cr3t-t0ken-value"


class Keys(Plain):
    """Credentials: a key, renewed to another."""

    def __init__(self, header="Authorization", value="Bearer " + SECRET, renewed="Bearer renewed-token"):
        self.header, self.value, self.renewed, self.asked = header, value, renewed, []

    def authorise(self, credentials, address, renew):
        self.asked.append((address, renew))
        return {self.header: self.renewed if renew else self.value}


def door(limits=QUICK, around=None, progress=None):
    return Door("a source", around, progress, limits, "1.2.3")


def fetch(site, path="/", limits=QUICK, around=None, progress=None, **ask):
    with door(limits, around, progress) as one:
        return one.get(Ask(site.address(path), **ask))


@pytest.fixture
def site():
    with Site() as running:
        yield running


def test_a_whole_answer_comes_whole_and_says_who_asks(site):
    site.pages["/"] = lambda request: Answer(TEXT)
    reply = fetch(site, parameters=(("a", "1"), ("b", "x y")))
    assert reply.body == TEXT and reply.status == 200
    assert site.queries[0][1] == {"a": "1", "b": "x y"}
    assert site.asked[0][1]["User-Agent"] == "IGH-for-QGIS/1.2.3"


@pytest.mark.parametrize("chunked", [False, True])
def test_packed_answers_are_unpacked(site, chunked):
    body = gzip.compress(TEXT)
    site.pages["/"] = lambda request: Answer(body, headers={"Content-Encoding": "gzip"}, chunked=chunked)
    assert fetch(site).body == TEXT


@pytest.mark.parametrize("how", ["stated", "chunked", "packed", "packed without length"])
def test_an_answer_cut_at_any_byte_is_an_error_or_comes_whole_the_next_time(site, how):
    """Connections dropped at a random byte, 25 for each way of sending: nothing is taken for whole that is not."""
    dice = random.Random(7)
    body = gzip.compress(TEXT) if "packed" in how else TEXT
    headers = {"Content-Encoding": "gzip"} if "packed" in how else {}

    def page(request):
        cut = dice.randrange(len(body)) if request.number % 4 else None
        chunked = how == "chunked"
        pieces = [body[at : at + 1000] for at in range(0, len(body), 1000)] if chunked else body
        return Answer(
            pieces, headers=headers, cut=cut, chunked=chunked, length=None if "without" in how else "true"
        )

    site.pages["/"] = page
    outcomes = []
    for _ in range(25):
        try:
            outcomes.append(fetch(site).body == TEXT)
        except errors.Broken:
            outcomes.append(None)
    assert False not in outcomes and True in outcomes and None in outcomes


def test_a_server_that_can_go_on_is_asked_for_the_rest_only(site):
    def page(request):
        begin = int(request.headers.get("Range", "bytes=0-")[6:-1])
        whole = {"ETag": '"one"', "Accept-Ranges": "bytes"}
        if begin and request.headers["If-Range"] == '"one"':
            whole["Content-Range"] = f"bytes {begin}-{len(TEXT) - 1}/{len(TEXT)}"
            return Answer(TEXT[begin:], 206, whole, cut=150_000)
        return Answer(TEXT, headers=whole, cut=100_000)

    site.pages["/"] = page
    with door() as one, one.open(Ask(site.address("/"))) as stream:
        assert b"".join(stream.pieces()) == TEXT
    ranges = [headers.get("Range") for _, headers in site.asked]
    assert ranges[0] is None and all(ranges[1:]) and len(ranges) > 2


def test_a_file_that_changed_meanwhile_is_not_sewn_together(site):
    def page(request):
        if request.headers.get("Range"):
            return Answer(b"x" * len(TEXT), 200, {"ETag": '"two"', "Accept-Ranges": "bytes"})
        return Answer(TEXT, headers={"ETag": '"one"', "Accept-Ranges": "bytes"}, cut=100_000)

    site.pages["/"] = page
    with pytest.raises(errors.Broken), door() as one, one.open(Ask(site.address("/"))) as stream:
        list(stream.pieces())


def test_a_truncated_gzip_is_an_error(site):
    site.pages["/"] = lambda request: Answer(TEXT).packed(cut=9)
    with pytest.raises(errors.Broken, match="broke off"):
        fetch(site)


def test_damaged_gzip_is_an_error(site):
    body = bytearray(gzip.compress(TEXT))
    body[2000:2010] = b"\0" * 10
    site.pages["/"] = lambda request: Answer(bytes(body), headers={"Content-Encoding": "gzip"})
    with pytest.raises(errors.Broken, match="damaged"):
        fetch(site)


def test_a_gzip_bomb_is_stopped(site):
    bomb = gzip.compress(b"\0" * 80_000_000)
    site.pages["/"] = lambda request: Answer(bomb, headers={"Content-Encoding": "gzip"})
    with pytest.raises(errors.TooLarge):
        fetch(site)


def test_an_answer_without_end_is_stopped(site):
    def endless():
        while True:
            yield b"x" * 100_000

    site.pages["/"] = lambda request: Answer(endless(), length=None)
    with pytest.raises(errors.TooLarge):
        fetch(site, limits=Limits(read=2, bytes=3_000_000))


def test_one_byte_at_a_time_is_too_slow(site):
    def trickle():
        while True:
            time.sleep(0.05)
            yield b"x"

    for chunked in (False, True):
        site.pages["/"] = lambda request, chunked=chunked: Answer(trickle(), chunked=chunked, length=None)
        begin = time.monotonic()
        with pytest.raises(errors.TooSlow, match="too slowly"):
            fetch(site)
        assert time.monotonic() - begin < 10


def test_a_server_that_never_answers(site):
    site.pages["/"] = lambda request: time.sleep(6) or Answer()
    with pytest.raises(errors.Unreachable, match="no answer came within"):
        fetch(site, limits=Limits(connect=1, read=0.5, tries=2, pause=0.01))


def test_nobody_listens():
    with pytest.raises(errors.Unreachable, match="no connection to 127.0.0.1"), door() as one:
        one.get(Ask("http://127.0.0.1:9/"))


def test_a_storm_of_429_is_obeyed_and_then_told(site):
    site.pages["/ends"] = lambda request: (
        Answer("slow down", 429, {"Retry-After": "0"}) if request.number < 3 else Answer(TEXT)
    )
    assert fetch(site, "/ends").body == TEXT
    site.pages["/never"] = lambda request: Answer("slow down", 429, {"Retry-After": "0"})
    with pytest.raises(errors.Unavailable, match=r"429 \(asked 3 times\): slow down"):
        fetch(site, "/never")
    site.pages["/long"] = lambda request: Answer("", 503, {"Retry-After": "3600"})
    with pytest.raises(errors.Unavailable, match="come back in 3600 seconds"):
        fetch(site, "/long")


def test_retry_after_is_waited_for(site):
    site.pages["/"] = lambda request: (
        Answer("", 503, {"Retry-After": "1"}) if request.number == 1 else Answer("fine")
    )
    begin = time.monotonic()
    assert fetch(site).body == b"fine"
    assert time.monotonic() - begin >= 1


@pytest.mark.parametrize(
    "status, kind",
    [(400, errors.Refused), (403, errors.Refused), (404, errors.Refused), (500, errors.Unavailable)],
)
def test_what_the_server_says_is_passed_on_once(site, status, kind):
    said = b'{"title": "Invalid input.", "status": 400, "invalid-params": [{"name": "dateAdded", "reason": "Enter a date."}]}'
    site.pages["/"] = lambda request: Answer(said, status, kind="application/problem+json")
    with pytest.raises(
        kind, match=f"a source: the server answers {status}: Invalid input.; dateAdded: Enter a date"
    ):
        fetch(site)
    assert len(site.asked) == 1


def test_a_login_page_is_not_data(site):
    site.pages["/"] = lambda request: Answer("<!DOCTYPE html><html><title>Sign in</title>", kind="text/html")
    with pytest.raises(errors.WrongContent, match="web page.*Sign in"):
        fetch(site).json()
    site.pages["/"] = lambda request: Answer("id;name\n1;a\n", kind="application/json")
    with pytest.raises(errors.WrongContent, match="not JSON"):
        fetch(site).json()


def test_redirects_keep_credentials_at_home(site):
    with Site() as other:
        other.pages["/there"] = lambda request: Answer("there")
        site.pages["/near"] = lambda request: Answer("", 302, {"Location": "/home"})
        site.pages["/home"] = lambda request: Answer("home")
        site.pages["/far"] = lambda request: Answer(
            "", 307, {"Location": other.address("/there", "localhost")}
        )
        assert fetch(site, "/near", around=Keys(), credentials="abc").body == b"home"
        assert site.asked[-1][1]["Authorization"] == "Bearer " + SECRET
        assert (
            fetch(
                site,
                "/far",
                around=Keys("X-Api-Key", SECRET),
                credentials="abc",
                headers={"X-App-Token": "t"},
            ).body
            == b"there"
        )
        assert SECRET not in str(other.asked) and "X-App-Token" not in other.asked[0][1]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/"])
def test_redirects_to_other_schemes_are_stopped(site, target):
    site.pages["/"] = lambda request: Answer("", 302, {"Location": target})
    with pytest.raises(errors.Refused, match="not safe to follow"):
        fetch(site)
    with pytest.raises(errors.Refused, match="only addresses"), door() as one:
        one.get(Ask(target))


def test_redirects_without_end_are_stopped(site):
    site.pages["/*"] = lambda request: Answer("", 302, {"Location": request.path + "x"})
    with pytest.raises(errors.Refused, match="keeps sending us on"):
        fetch(site, "/a")


def test_an_expired_token_is_renewed_once(site):
    site.pages["/"] = lambda request: (
        Answer("yes") if "renewed" in request.headers["Authorization"] else Answer("old", 401)
    )
    keys = Keys()
    assert fetch(site, around=keys, credentials="abc").body == b"yes"
    assert [renew for _, renew in keys.asked] == [False, True]
    site.pages["/"] = lambda request: Answer('{"message":"API key missing"}', 401)
    with pytest.raises(errors.Refused, match="401: API key missing.*Authentication"):
        fetch(site, around=Keys(), credentials="abc")
    site.pages["/"] = lambda request: Answer("", 401, {"WWW-Authenticate": "NTLM"})
    with pytest.raises(errors.CredentialsError, match="kind ntlm"):
        fetch(site)


def test_a_server_that_tells_the_secret_is_not_repeated(site):
    basic = "Basic " + base64.b64encode(b"jan:geheim-wachtwoord").decode()
    site.pages["/"] = lambda request: Answer(f"no: {request.headers['Authorization']} geheim-wachtwoord", 403)
    with pytest.raises(errors.Refused) as caught:
        fetch(site, around=Keys(value=basic), credentials="abc", parameters=(("api_key", "another-secret"),))
    text = str(caught.value)
    assert (
        "geheim" not in text
        and basic.split()[1] not in text
        and "another-secret" not in text
        and "***" in text
    )


def test_credentials_that_cannot_be_had_are_told(site):
    with pytest.raises(errors.CredentialsError):
        fetch(site, credentials="abc")


class Watched(Silent):
    def __init__(self, after):
        self.until = time.monotonic() + after

    def check(self):
        if time.monotonic() > self.until:
            raise Cancelled


@pytest.mark.parametrize("what", ["silent", "trickle", "storm"])
def test_cancelling_takes_less_than_a_second(site, what):
    def trickle():
        while True:
            time.sleep(0.2)
            yield b"x"

    site.pages["/silent"] = lambda request: time.sleep(5) or Answer()
    site.pages["/trickle"] = lambda request: Answer(trickle(), length=None)
    site.pages["/storm"] = lambda request: Answer("", 503, {"Retry-After": "100"})
    begin = time.monotonic()
    with pytest.raises(Cancelled):
        fetch(site, f"/{what}", limits=Limits(), progress=Watched(0.3))
    assert time.monotonic() - begin < 1.3


def test_no_more_than_two_at_a_time(site):
    now, most, lock = [0], [0], threading.Lock()

    def body():
        yield b"x"
        time.sleep(0.05)
        with lock:
            now[0] -= 1
        yield b"y"

    def page(request):
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.05)
        return Answer(body(), chunked=True)

    site.pages["/"] = page
    threads = [threading.Thread(target=fetch, args=(site,)) for _ in range(8)]
    [one.start() for one in threads]
    [one.join() for one in threads]
    assert most[0] == 2


def test_addresses_are_shown_without_secrets():
    assert shown("https://jan:pw@a.nl:81/x?apikey=123&f=json") == "https://a.nl:81/x?apikey=***&f=json"
    assert "abc" not in shown("https://a.nl/?token=abc#abc")
    long = "https://a.nl/" + "p" * 250 + "?q=" + "+".join(["keizersgracht"] * 5)
    assert "keizers" in shown(long) and "keizers" not in shown(long, [" ".join(["keizersgracht"] * 5)])


@given(st.text(min_size=4, max_size=40), st.text(max_size=60), st.text(max_size=60))
def test_no_secret_stays_in_a_text(secret, before, after):
    found = secrets_in([("Authorization", "Bearer " + secret)])
    assert all(one not in without(before + one + after, found) for one in found if "*" not in one)


def test_what_a_question_is_about_stands_in_no_message_when_it_is_private(site):
    site.pages["/"] = lambda request: Answer(f"no such thing as {request.query['q']}", 400)
    for private, found in (("", True), ("keizersgracht 1", False)):
        with pytest.raises(errors.Refused, match="400") as caught:
            fetch(site, parameters=(("q", "keizersgracht 1"),), private=private)
        assert ("keizers" in str(caught.value)) is found
