"""No server, feed or name server leads a fetch to this machine or into a private network, whichever way it is told.

The server that redirects answers under a public address of which the test's network makes the loopback, so that the check
on the first call passes as it does for a stranger's server.
"""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpcore
import pytest

from detente.sources import Refusal, handed_pages
from detente.sources.web import Fetcher
from detente.types import Page

PUBLIC = "93.184.215.14"
REACHED: list[str] = []


class Server(BaseHTTPRequestHandler):
    """Redirects to what stands after the question mark, and notes what is asked of it."""

    def do_GET(self) -> None:
        REACHED.append(self.path)
        path, _, wanted = self.path.partition("?")
        if path == "/robots.txt" and not ROBOTS:
            self._answer(404)
        elif path == "/robots.txt":
            self._answer(302, ROBOTS[0])
        elif wanted:
            self._answer(302, wanted)
        else:
            self._answer(200)

    def _answer(self, status: int, location: str | None = None) -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


ROBOTS: list[str] = []


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def entries(*addresses: str) -> list[Any]:
    """What a name server's answer looks like."""
    return [
        (socket.AF_INET6 if ":" in ip else socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80))
        for ip in addresses
    ]


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[list[Any]]]:
    """Names and their answers, one after the other, the last for good; whatever is called under `PUBLIC` is the loopback.

    Addresses that are called are noted under "called".
    """
    REACHED.clear()
    ROBOTS.clear()
    names: dict[str, list[Any]] = {"called": []}
    plain, connect = socket.getaddrinfo, httpcore.SyncBackend.connect_tcp

    def answered(host: str, *given: Any, **named: Any) -> Any:
        if host not in names:
            return plain(host, *given, **named)
        return names[host].pop(0) if len(names[host]) > 1 else names[host][0]

    def connected(self: Any, host: str, *given: Any) -> Any:
        names["called"].append(host)
        monkeypatch.setattr(socket, "getaddrinfo", plain)
        try:
            return connect(self, "127.0.0.1" if host == PUBLIC else host, *given)
        finally:
            monkeypatch.setattr(socket, "getaddrinfo", answered)

    monkeypatch.setattr(socket, "getaddrinfo", answered)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connected)
    return names


def fetch(url: str) -> Page | Refusal:
    with Fetcher(pause=0.0) as fetcher:
        return fetcher.get(url)


INSIDE = (
    "127.0.0.1", "localhost", "0177.0.0.1", "0x7f.0.0.1", "0x7f000001", "017700000001", "2130706433", "127.1", "0", "[::1]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:10.0.0.1]", "[::ffff:169.254.169.254]", "[64:ff9b::10.0.0.1]", "[fe80::1%25lo]", "169.254.169.254", "0xa9fea9fe",
)  # fmt: skip


@pytest.mark.parametrize("host", INSIDE)
def test_a_redirect_inside_is_not_followed(world: Any, port: int, host: str) -> None:
    world["outlet.example"] = [entries(PUBLIC)]
    refusal = fetch(f"http://outlet.example:{port}/story?http://{host}:{port}/secret")
    assert isinstance(refusal, Refusal)
    # httpx itself finds fault with an octal address to which it is led, and calls that a fault of the server.
    assert refusal.kind in {"private-address", "bad-address", "unknown-host", "unreachable"}
    assert ["/robots.txt", f"/story?http://{host}:{port}/secret"] == REACHED
    assert set(world["called"]) == {PUBLIC}


@pytest.mark.parametrize("host", INSIDE)
def test_an_address_inside_is_not_called_however_it_is_written(world: Any, port: int, host: str) -> None:
    refusal = fetch(f"http://{host}:{port}/secret")
    assert isinstance(refusal, Refusal)
    assert refusal.kind in {"private-address", "bad-address", "unknown-host"}
    assert world["called"] == REACHED == []


def test_the_rules_of_robots_are_not_fetched_from_inside_either(world: Any, port: int) -> None:
    world["outlet.example"] = [entries(PUBLIC)]
    ROBOTS.append(f"http://127.0.0.1:{port}/secret-robots")
    refusal = fetch(f"http://outlet.example:{port}/story")
    assert isinstance(refusal, Refusal)
    assert refusal.kind == "private-address"
    assert REACHED == ["/robots.txt"]


@pytest.mark.parametrize(
    "inside", ["10.1.2.3", "127.0.0.1", "::1", "::ffff:192.168.0.1", "fd00::1", "169.254.169.254"]
)
@pytest.mark.parametrize("first", [True, False])
def test_one_private_address_among_public_ones_is_enough(world: Any, inside: str, first: bool) -> None:
    world["mixed.example"] = [entries(*((inside, PUBLIC) if first else (PUBLIC, inside)))]
    refusal = fetch("http://mixed.example/story")
    assert isinstance(refusal, Refusal)
    assert refusal.kind == "private-address"
    assert world["called"] == []


def test_a_second_answer_that_leads_inside_is_checked_again(world: Any, port: int) -> None:
    """A public answer for robots.txt, then the loopback for the page: the connection may be kept, never called anew inside."""
    world["rebinding.example"] = [entries(PUBLIC), entries("127.0.0.1")]
    asked = f"http://rebinding.example:{port}/one"
    got = fetch(asked)
    assert set(world["called"]) == {PUBLIC}
    assert isinstance(got, Page) or got.kind == "private-address"
    # A connection of its own asks the name anew.
    again = fetch(asked)
    assert isinstance(again, Refusal)
    assert again.kind == "private-address"
    assert set(world["called"]) == {PUBLIC}


def test_the_address_that_was_checked_is_the_one_that_is_called(world: Any, port: int) -> None:
    world["once.example"] = [entries(PUBLIC), entries("127.0.0.1")]
    fetch(f"http://once.example:{port}/robots.txt")
    assert world["called"][0] == PUBLIC


def test_a_feed_that_is_handed_over_leads_nowhere_inside(world: Any, port: int) -> None:
    links = "".join(
        f"<item><title>A</title><link>http://{host}:{port}/secret</link></item>" for host in INSIDE[:8]
    )
    feed = f"<?xml version='1.0'?><rss version='2.0'><channel>{links}</channel></rss>".encode()
    found = list(handed_pages(feed, "feed.rss"))
    assert len(found) == 8
    assert all(isinstance(one, Refusal) for one in found)
    assert world["called"] == REACHED == []
