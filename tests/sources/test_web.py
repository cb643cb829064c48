"""Fetching, against a server of the test's own."""

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, unquote

import httpx
import pytest

from detente.errors import SourceError
from detente.sources import Refusal, web
from detente.sources.web import Fetcher, Unchanged, Validators
from detente.types import Page

HTML = b"<html><body><p>The ministers met.</p></body></html>"
AGENTS: list[str] = []


class Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        AGENTS.append(self.headers["User-Agent"])
        if self.path == "/robots.txt":
            self._answer(200, b"User-agent: detente\nDisallow: /private\n")
        elif self.path == "/round":
            self._answer(302, b"", ("Location", "/round"))
        elif self.path == "/inside":
            self._answer(302, b"", ("Location", "file:///etc/hostname"))
        elif self.path == "/moved":
            self._answer(301, b"", ("Location", "/page"))
        elif self.path == "/slow":
            time.sleep(2)
        elif self.path == "/bomb":
            self._answer(200, gzip.compress(b"a" * 40_000_000), ("Content-Encoding", "gzip"))
        elif self.path == "/drip":
            self._drip()
        elif self.path == "/kept":
            self._kept()
        elif self.path.startswith("/busy?"):
            asked = unquote(self.path.partition("?")[2])
            self._answer(503, b"", ("Retry-After", asked))
        elif self.path == "/gone":
            self._answer(410, b"gone")
        else:
            self._answer(200, HTML, ("Content-Type", "text/html; charset=utf-8"))

    def _drip(self) -> None:
        """Headers that come a letter at a time, and never end."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        with suppress(OSError):
            for _ in range(200):
                self.wfile.write(b"a")
                self.wfile.flush()
                time.sleep(0.05)

    def _kept(self) -> None:
        asked = (self.headers["If-None-Match"], self.headers["If-Modified-Since"])
        if asked == ('"v1"', "Mon, 19 Jun 2023 06:03:00 GMT"):
            self._answer(304, b"")
        else:
            self._answer(200, HTML, ("ETag", '"v1"'), ("Last-Modified", "Mon, 19 Jun 2023 06:03:00 GMT"))

    def _answer(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def get(url: str, *, allow_private: bool = True) -> Page | Refusal:
    with Fetcher(allow_private=allow_private, pause=0.0) as fetcher:
        return fetcher.get(url)


def test_a_page_comes_with_where_and_when_and_by_an_honest_agent(address: str) -> None:
    page = get(f"{address}/moved")
    assert isinstance(page, Page)
    assert (page.content, page.url, page.location) == (HTML, f"{address}/page", f"{address}/moved")
    assert page.charset == "utf-8"
    assert set(AGENTS) == {web.AGENT}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/round", "redirects"),
        ("/inside", "bad-address"),
        ("/private/x", "robots"),
        ("/bomb", "too-large"),
        ("/gone", "http-410"),
    ],
)
def test_refusals_have_names(address: str, path: str, kind: str) -> None:
    refusal = get(address + path)
    assert isinstance(refusal, Refusal)
    assert refusal.kind == kind
    assert "\n" not in refusal.message


def test_a_server_that_does_not_answer_is_a_timeout(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "TIMEOUT", httpx.Timeout(0.3))
    refusal = get(f"{address}/slow")
    assert isinstance(refusal, Refusal)
    assert refusal.kind == "timeout"


def test_a_server_that_drips_is_left_when_its_time_is_over(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "PATIENCE", 0.5)
    began = time.monotonic()
    refusal = get(f"{address}/drip")
    assert isinstance(refusal, Refusal)
    assert refusal.kind == "timeout"
    # The call is tried once more on a fresh connection, and has one deadline with it.
    assert time.monotonic() - began < 3


def test_what_has_not_changed_is_not_sent_again(address: str) -> None:
    with Fetcher(allow_private=True, pause=0.0) as fetcher:
        page, known = fetcher.poll(f"{address}/kept", Validators())
        assert isinstance(page, Page)
        assert known == Validators(etag='"v1"', modified="Mon, 19 Jun 2023 06:03:00 GMT")
        assert fetcher.poll(f"{address}/kept", known) == (Unchanged(location=f"{address}/kept"), known)


@pytest.mark.parametrize(
    ("said", "age", "seconds"),
    [
        ("max-age=600", None, 600.0),
        ("public, Max-Age=600, must-revalidate", "100", 500.0),
        ('max-age="600"', None, 600.0),
        ("max-age=60", "90", 0.0),
        ("s-maxage=900", None, None),
        ("no-cache, max-age=600", None, None),
        ("no-store", None, None),
        ("max-age=soon", "old", None),
        ("", None, None),
    ],
)
def test_for_how_long_an_answer_holds(said: str, age: str | None, seconds: float | None) -> None:
    headers = {"Cache-Control": said} | ({"Age": age} if age else {})
    assert web._fresh(httpx.Headers(headers)) == seconds


@pytest.mark.parametrize(
    ("asked", "least", "most"),
    [
        ("120", 120, 120),
        ("Wed, 01 Jan 2098 00:00:00 GMT", 1e9, 3e9),
        ("Wed, 01 Jan 2003 00:00:00 GMT", 0, 0),
        ("soon", None, None),
        ("-5", None, None),
    ],
)
def test_a_server_may_ask_to_be_left_alone(
    address: str, asked: str, least: float | None, most: float | None
) -> None:
    refusal = get(f"{address}/busy?{quote(asked)}")
    assert isinstance(refusal, Refusal)
    assert refusal.kind == "http-503"
    assert refusal.wait is None if least is None else least <= refusal.wait <= most


def test_robots_is_read_again_after_a_day(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    with Fetcher(allow_private=True, pause=0.0) as fetcher:
        monkeypatch.setattr(fetcher, "_read_robots", read.append)
        for kept in (86_400.0, 86_400.0, -1.0):
            monkeypatch.setattr(web, "ROBOTS_KEPT", kept)
            fetcher.get(f"{address}/page")
    assert read == [address, address]


def test_two_calls_on_a_host_keep_their_distance_also_from_two_fetchers(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(web.time, "sleep", waits.append)
    for _ in range(2):
        with Fetcher(allow_private=True, pause=500.0) as fetcher:
            fetcher.get(f"{address}/page")
    assert len([w for w in waits if w > 400]) >= 3


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "127.1", "10.0.0.8", "192.168.1.1", "172.16.0.1",
     "169.254.169.254", "0.0.0.0", "224.0.0.1", "240.0.0.1", "100.64.0.1", "[::1]", "[::ffff:127.0.0.1]", "[fe80::1]",
     "[fd00::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::]"],
)  # fmt: skip
def test_no_call_on_this_machine_or_a_private_network(host: str) -> None:
    refusal = get(f"http://{host}:9/", allow_private=False)
    assert isinstance(refusal, Refusal)
    assert refusal.kind == "private-address"


def test_a_name_is_resolved_once_and_refused_if_any_of_its_addresses_is_private(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entries = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("93.184.215.14", "10.1.2.3")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: entries)
    with pytest.raises(SourceError, match=r"10\.1\.2\.3"):
        web._resolved("rebinding.example", 80, False)
    assert web._resolved("rebinding.example", 80, True) == "93.184.215.14"


@pytest.mark.parametrize(
    "url", ["ftp://lantern.example/x", "http://", "https://[::1", "http://exa mple/", "http://0177.0.0.1/"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    refusal = get(url)
    assert isinstance(refusal, Refusal)


def test_only_so_many_hosts_and_no_older_calls_are_remembered(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1000.0]
    monkeypatch.setattr(web.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(web, "_LAST_CALL", called := {})
    monkeypatch.setattr(web, "MOST_ROBOTS", 50)
    with Fetcher() as fetcher:
        read: list[str] = []
        monkeypatch.setattr(fetcher, "_read_robots", read.append)
        for number in range(200):
            host = f"https://{number}.example"
            assert fetcher._allowed(f"{host}/a")
            fetcher._wait(f"{host}/a")
            clock[0] += 1
        assert len(fetcher._robots) == 50 and len(called) <= web.LONGEST_PAUSE + 1
        # Those that were read last are still known, and a day later none is.
        fetcher._allowed("https://199.example/b")
        assert len(read) == 200
        clock[0] += web.ROBOTS_KEPT + 1
        fetcher._allowed("https://200.example/a")
        assert list(fetcher._robots) == ["https://200.example"]
