"""A news world on this machine: outlets whose feeds grow with a clock of their own, and that misbehave as outlets do.

Used by `soak.py` and by the tests of watching. The outlets are called `NAME.feeds.example`; `calling_here` lets those names,
and no others, lead to this machine, so that a redirect to the loopback meets the same guard as anywhere.
"""

from __future__ import annotations

import json
import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from detente.sources import web

DOMAIN = "feeds.example"
LISTED = 15
"""Items that a feed shows at a time."""
FAULTS = ("500", "503", "silence", "garbage", "drip", "headers", "truncated", "loopback", "reset")


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article of an outlet, from a minute of the world's clock on."""

    path: str
    title: str
    paragraphs: tuple[str, ...]
    published: datetime
    gone: bool = False
    """Whether its page is never to be had."""


@dataclass(slots=True)
class World:
    """Outlets and what they publish; `now` is the world's clock (UTC, without a zone)."""

    articles: dict[str, list[Article]]
    now: Callable[[], datetime]
    faults: float = 0.0
    """The share of calls that go wrong; never more than three in a row for one address."""
    seed: int = 0
    silence: float = 1.0
    """Seconds that a silent or dripping outlet holds a call."""
    calls: Counter[str] = field(default_factory=Counter)
    """By address, and by what was answered."""
    agents: set[str] = field(default_factory=set)
    hooked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    """Posts that were accepted: identifier, headers, body."""
    port: int = 0
    _in_a_row: Counter[str] = field(default_factory=Counter)

    def address(self, outlet: str, path: str = "/feed.xml") -> str:
        """The address of an outlet's page."""
        return f"http://{outlet}.{DOMAIN}:{self.port}{path}"

    def published(self) -> set[str]:
        """The addresses of all articles that have been published and can be had."""
        return {
            self.address(outlet, one.path)
            for outlet, told in self.articles.items()
            for one in told
            if one.published <= self.now() and not one.gone
        }

    def fault(self, address: str) -> str | None:
        """What goes wrong with the next call for an address; None for nothing."""
        number = self.calls[address]
        # By name and path: the port differs with each run.
        chance = random.Random(f"{self.seed} {address.replace(f':{self.port}', '')} {number}")
        if self._in_a_row[address] >= 3 or chance.random() >= self.faults:
            self._in_a_row[address] = 0
            return None
        self._in_a_row[address] += 1
        return chance.choice(FAULTS)


def feed_of(world: World, outlet: str) -> bytes:
    """The outlet's feed as it stands now."""
    told = [one for one in world.articles[outlet] if one.published <= world.now()][-LISTED:]
    items = "".join(
        f"<item><title>{one.title}</title><link>{world.address(outlet, one.path)}</link>"
        f"<guid>{outlet}{one.path}</guid><pubDate>{format_datetime(one.published)}</pubDate></item>"
        for one in reversed(told)
    )
    title = f"The {outlet.capitalize()}"
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'.encode()


def page_of(article: Article) -> bytes:
    """The article's page, in a page's usual furniture."""
    body = "".join(f"<p>{one}</p>" for one in article.paragraphs)
    day = article.published.isoformat()
    return (
        f"<!doctype html><html lang='en'><head><title>{article.title}</title>"
        f"<meta property='article:published_time' content='{day}Z'></head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>{article.title}</h1>{body}</article><footer>All rights reserved.</footer></body></html>"
    ).encode()


@contextmanager
def serving(world: World) -> Iterator[World]:
    """The world on a port of this machine, until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(world))
    server.daemon_threads = True
    world.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield world
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def calling_here(*, timeout: float = 0.4, patience: float = 0.8) -> Iterator[None]:
    """Lets the outlets' names lead here, and calls end soon: `timeout` and `patience` as `detente.sources.web` has them."""
    resolved, waited, most = web._resolved, web.TIMEOUT, web.PATIENCE

    def found(host: str, port: int, allow_private: bool) -> str:
        return "127.0.0.1" if host.endswith(f".{DOMAIN}") else resolved(host, port, allow_private)

    web._resolved, web.TIMEOUT, web.PATIENCE = found, web.httpx.Timeout(timeout), patience
    try:
        yield
    finally:
        web._resolved, web.TIMEOUT, web.PATIENCE = resolved, waited, most


def _handler(world: World) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            outlet = self.headers.get("Host", "").partition(".")[0]
            path = urlsplit(self.path).path
            address = world.address(outlet, path)
            fault = None if path == "/robots.txt" else world.fault(address)
            world.calls[address] += 1
            world.agents.add(self.headers.get("User-Agent", ""))
            if outlet not in world.articles:
                # Only a redirect to the loopback comes here, and no caller must follow one.
                world.calls["intruder"] += 1
                self._say(200, b"secret")
            elif fault:
                world.calls[f"fault {fault}"] += 1
                self._misbehave(fault)
            else:
                self._answer(outlet, path)

        def _answer(self, outlet: str, path: str) -> None:
            if path == "/feed.xml":
                content = feed_of(world, outlet)
                tag = f'"{sha256(content).hexdigest()[:12]}"'
                if self.headers.get("If-None-Match") == tag:
                    world.calls["304"] += 1
                    self._say(304, b"", ETag=tag)
                else:
                    world.calls["200 feed"] += 1
                    self._say(200, content, "application/rss+xml", ETag=tag)
                return
            found = [one for one in world.articles[outlet] if one.path == path and not one.gone]
            world.calls["200 page" if found else "404"] += 1
            self._say(200, page_of(found[0])) if found else self._say(404, b"nothing here")

        def _misbehave(self, fault: str) -> None:
            with suppress(OSError):
                match fault:
                    case "500":
                        self._say(500, b"broken")
                    case "503":
                        self._say(503, b"busy", **{"Retry-After": "120"})
                    case "silence":
                        time.sleep(world.silence)
                    case "garbage":
                        self._say(200, random.Random(self.path).randbytes(4000))
                    case "drip":
                        self._drip(
                            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9000\r\n\r\n",
                            b"<p>",
                        )
                    case "headers":
                        self._drip(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a")
                    case "truncated":
                        head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n"
                        self.wfile.write(head.encode() + b"<html><body><article><p>The ministers")
                    case "loopback":
                        self._say(302, b"", Location=f"http://127.0.0.1:{world.port}/secret")
                    case "reset":
                        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
            if fault not in ("500", "503", "garbage", "loopback"):
                self.close_connection = True

        def _drip(self, head: bytes, drop: bytes) -> None:
            self.wfile.write(head)
            until = time.monotonic() + world.silence
            while time.monotonic() < until:
                self.wfile.write(drop)
                self.wfile.flush()
                time.sleep(0.05)

        def do_POST(self) -> None:
            """A webhook that fails as the outlets do."""
            body = self.rfile.read(int(self.headers["Content-Length"]))
            identity = self.headers.get("webhook-id", "")
            fault = world.fault(f"hook {identity}")
            world.calls[f"hook {identity}"] += 1
            if fault:
                self._say(500, b"")
                return
            world.hooked.append((identity, {k.casefold(): v for k, v in self.headers.items()}, body))
            self._say(200, b"")

        def _say(self, status: int, body: bytes, kind: str = "text/html", **headers: str) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


# What the outlets write. The texts are ours; the people and places are real, the news are not.

PAIRS = (
    ("China", "Beijing", "Foreign Minister Wang Yi", "Japan", "Tokyo", "Foreign Minister Yoko Kamikawa"),
    ("Russia", "Moscow", "Foreign Minister Sergey Lavrov", "Norway", "Oslo", "Foreign Minister Espen Barth Eide"),
    ("India", "New Delhi", "External Affairs Minister S. Jaishankar", "Brazil", "Brasilia", "Foreign Minister Mauro Vieira"),
    ("Turkey", "Ankara", "Foreign Minister Hakan Fidan", "Egypt", "Cairo", "Foreign Minister Badr Abdelatty"),
    ("Kenya", "Nairobi", "Foreign Secretary Musalia Mudavadi", "Ethiopia", "Addis Ababa", "Foreign Minister Gedion Timothewos"),
    ("France", "Paris", "Foreign Minister Jean-Noel Barrot", "Algeria", "Algiers", "Foreign Minister Ahmed Attaf"),
)  # fmt: skip
TELLINGS = (
    ("{A} expels {n} diplomats of {B}", "{A} expelled {n} diplomats of {B} on {day}, and {B} called the decision unfounded."),
    ("{A} and {B} hold talks in {b}", "{M} met {N} in {b} on {day} for talks on trade and security that lasted {n} hours."),
    ("{A} threatens {B} with tariffs", "{A} threatened on {day} to impose tariffs of {n} percent on goods from {B}."),
    ("{B} postpones visit to {A}", "{B} on {day} postponed a visit of {N} to {a} that had been planned for next week, an official said."),
    ("{A} to send minister to {b}", "{M} will travel to {b} next week for talks with {N}, the foreign ministry of {A} said on {day}."),
    ("{A} and {B} sign {n} agreements", "{A} and {B} signed {n} agreements on energy and transport in {a} on {day}."),
    ("{A} accuses {B} of spying", "{A} accused {B} of spying on {n} of its officials on {day} and demanded an explanation."),
)  # fmt: skip
SPORT = (
    "{a} wins by {n} goals",
    "The football club of {a} won its match in {b} by {n} goals on {day} before a large crowd.",
)
REST = (
    "The two governments have spoken to each other more often this year than in many years before, and diplomats in both "
    "capitals say that much will depend on the coming weeks.",
    "Traders in {b} took little notice. Shares closed {n} points higher, and the weather kept many people at home.",
)


def some_articles(
    outlets: tuple[str, ...], began: datetime, hours: float, *, minutes: float, chance: random.Random
) -> dict[str, list[Article]]:
    """Articles of each outlet, one about every so many minutes; every fourth story is told by a second outlet as well."""
    told: dict[str, list[Article]] = {outlet: [] for outlet in outlets}
    number = 0
    at = began - timedelta(minutes=30)
    while at < began + timedelta(hours=hours):
        number += 1
        outlet = outlets[number % len(outlets)]
        article = _article(number, at, chance)
        told[outlet].append(article)
        if number % 4 == 0:
            second = outlets[(number + 1) % len(outlets)]
            later = at + timedelta(minutes=chance.uniform(5, 40))
            told[second].append(
                Article(
                    path=f"/copy{article.path}",
                    title=article.title,
                    paragraphs=article.paragraphs,
                    published=later,
                )
            )
        if number % 25 == 0:
            told[outlet].append(
                Article(
                    path=f"/lost/{number}",
                    title="Nowhere to be found",
                    paragraphs=(),
                    published=at,
                    gone=True,
                )
            )
        at += timedelta(minutes=minutes / len(outlets) * chance.uniform(0.5, 1.5))
    return {outlet: sorted(articles, key=lambda one: one.published) for outlet, articles in told.items()}


def _article(number: int, at: datetime, chance: random.Random) -> Article:
    a, a_city, a_minister, b, b_city, b_minister = chance.choice(PAIRS)
    title, lead = SPORT if chance.random() < 0.3 else chance.choice(TELLINGS)
    words = {
        "A": a, "a": a_city, "M": f"{a_minister} of {a}", "B": b, "b": b_city, "N": f"{b_minister} of {b}",
        "n": str(chance.randint(2, 90)), "day": at.strftime("%A"),
    }  # fmt: skip
    paragraphs = tuple(
        one.format(**words) for one in (lead, *REST, f"This is story {number} of the day, the editors say.")
    )
    return Article(
        path=f"/{at:%Y/%m/%d}/{number}", title=title.format(**words), paragraphs=paragraphs, published=at
    )


def accepted(world: World) -> Counter[str]:
    """How often each alert was accepted by the webhook."""
    return Counter(identity for identity, _, body in world.hooked if json.loads(body)["id"] == identity)
