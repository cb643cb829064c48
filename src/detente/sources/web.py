"""Fetching, politely and safely: robots.txt, a pause between two calls on a host, limits on size, time and redirects,
and no call on an address of this machine or of a private network unless that is allowed.
"""

from __future__ import annotations

import ipaddress
import math
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpcore
import httpx

from detente.errors import SourceError
from detente.sources.refusal import Refusal
from detente.types import Page
from detente.version import __version__

AGENT = f"detente/{__version__} (+https://pypi.org/project/detente/)"
LARGEST = 20_000_000
REDIRECTS = 5
PAUSE = 1.0
"""Seconds between two calls on one host."""
LONGEST_PAUSE = 30.0
"""Seconds. A robots.txt that asks for more is met halfway."""
_LAST_CALL: dict[str, float] = {}
"""When each host was last called by this process: sources named one after the other share the pause. What is older than any pause
is forgotten."""
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?([0-9]{1,9})", re.ASCII)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
TIMEOUT = httpx.Timeout(20.0, connect=10.0)
PATIENCE = 60.0
"""Seconds for one page in all, however slowly it drips."""
ROBOTS_KEPT = 86_400.0
"""Seconds after which a robots.txt is read again."""
MOST_ROBOTS = 2_000
"""Hosts whose robots.txt is remembered: those that were read last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """By what a server knows which state of a page we have: what it said of it last time."""

    etag: str | None = None
    modified: str | None = None
    """As its `Last-Modified` had it, word for word."""
    fresh: float | None = None
    """Seconds for which it said that this state holds (`Cache-Control`, RFC 9111)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The server says that the page is as we had it."""

    location: str


class _TimedStream(httpcore.NetworkStream):
    """A connection on which nothing, not even a header that drips, lasts beyond its network's deadline."""

    def __init__(self, inner: httpcore.NetworkStream, network: _CheckedNetwork) -> None:
        self._inner = inner
        self._network = network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = self._left(timeout, httpcore.ConnectTimeout)
        return _TimedStream(self._inner.start_tls(ssl_context, server_hostname, left), self._network)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)

    def _left(self, timeout: float | None, late: type[httpcore.TimeoutException]) -> float | None:
        left = self._network.deadline - time.monotonic()
        if left <= 0:
            raise late(f"not finished after {PATIENCE:.0f} seconds")
        return timeout if left == math.inf else left if timeout is None else min(timeout, left)


class _CheckedNetwork(httpcore.NetworkBackend):
    """Connects only to addresses that were checked: the name is resolved here, and that very address is called.

    Checking a name and then letting the library resolve it again would let the answer change in between.
    """

    def __init__(self, allow_private: bool) -> None:
        self._inner = httpcore.SyncBackend()
        self._allow_private = allow_private
        self.deadline = math.inf
        """When the call in hand must be over (monotonic clock)."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        address = _resolved(host, port, self._allow_private)
        opened = self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
        return _TimedStream(opened, self)

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        raise SourceError("sockets of this machine are not fetched", "private-address")

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)


class Fetcher:
    """Fetches pages; remembers robots.txt and when each host was last called.

    `rest` is called with the seconds to wait between two calls; by default it sleeps.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        pause: float = PAUSE,
        rest: Callable[[float], object] | None = None,
    ) -> None:
        self._network = _CheckedNetwork(allow_private)
        self._pause = pause
        self._rest = rest
        self._robots: dict[str, tuple[float, RobotFileParser | None]] = {}
        self._client: httpx.Client | None = None

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._client is not None:
            self._client.close()

    def get(self, url: str) -> Page | Refusal:
        """The page behind an address, or why it could not be got."""
        got, _ = self.poll(url, Validators())
        return (
            Refusal(location=url, kind="http-304", message="empty answer")
            if isinstance(got, Unchanged)
            else got
        )

    def poll(self, url: str, last: Validators) -> tuple[Page | Refusal | Unchanged, Validators]:
        """The page if it is another than last time, and by what its present state is known."""
        try:
            return self._get(url, last)
        except SourceError as error:
            refusal = Refusal(location=url, kind=error.reason, message=str(error), wait=error.wait)
        except httpx.TimeoutException:
            said = f"no answer within {TIMEOUT.read:.0f} seconds, or not finished within {PATIENCE:.0f}"
            refusal = Refusal(location=url, kind="timeout", message=said)
        except (ValueError, httpx.InvalidURL) as error:
            refusal = Refusal(location=url, kind="bad-address", message=f"not a web address ({error})")
        except (httpx.HTTPError, httpcore.NetworkError, OSError) as error:
            said = f"could not be fetched ({error or type(error).__name__})"
            refusal = Refusal(location=url, kind="unreachable", message=said)
        return refusal, last

    def _get(self, url: str, last: Validators) -> tuple[Page | Unchanged, Validators]:
        at = url
        for _ in range(REDIRECTS + 1):
            _check_scheme(at)
            if not self._allowed(at):
                raise SourceError("robots.txt asks not to fetch this", "robots")
            response, content = self._call(at, last)
            location = response.headers.get("location")
            if response.is_redirect and location:
                at = urljoin(at, location)
                continue
            if response.status_code == httpx.codes.NOT_MODIFIED:
                return Unchanged(location=url), replace(last, fresh=_fresh(response.headers))
            if response.status_code >= 400:
                said, kind = f"the server answered {response.status_code}", f"http-{response.status_code}"
                raise SourceError(said, kind, wait=_asked_to_wait(response.headers.get("retry-after")))
            return _page(url, at, response, content), Validators(
                etag=response.headers.get("etag"),
                modified=response.headers.get("last-modified"),
                fresh=_fresh(response.headers),
            )
        raise SourceError(f"more than {REDIRECTS} redirects", "redirects")

    def _call(self, url: str, last: Validators) -> tuple[httpx.Response, bytes]:
        self._wait(url)
        deadline = self._network.deadline = time.monotonic() + PATIENCE
        asked = {"If-None-Match": last.etag, "If-Modified-Since": last.modified}
        headers = {name: value for name, value in asked.items() if value}
        with self._open().stream("GET", url, headers=headers) as response:
            if int(response.headers.get("content-length") or 0) > LARGEST:
                raise SourceError(f"larger than {LARGEST:,} bytes", "too-large")
            content = bytearray()
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > LARGEST:
                    raise SourceError(f"larger than {LARGEST:,} bytes", "too-large")
                if time.monotonic() > deadline:
                    raise SourceError(f"not finished after {PATIENCE:.0f} seconds", "timeout")
            return response, bytes(content)

    def _open(self) -> httpx.Client:
        if self._client is None:
            transport = httpx.HTTPTransport(retries=1)
            transport._pool = httpcore.ConnectionPool(  # httpx offers no other place for a network backend
                ssl_context=httpx.create_ssl_context(),
                network_backend=self._network,
                retries=1,
            )
            self._client = httpx.Client(
                transport=transport,
                timeout=TIMEOUT,
                headers={"User-Agent": AGENT},
                follow_redirects=False,
                trust_env=False,
            )
        return self._client

    def _wait(self, url: str) -> None:
        parts = urlsplit(url)
        _, rules = self._robots.get(f"{parts.scheme}://{parts.netloc}", (0.0, None))
        asked = float(rules.crawl_delay(AGENT) or 0) if rules is not None else 0.0
        pause = max(self._pause, min(asked, LONGEST_PAUSE))
        if parts.netloc in _LAST_CALL:
            (self._rest or time.sleep)(max(0.0, _LAST_CALL[parts.netloc] + pause - time.monotonic()))
        _called(parts.netloc)

    def _allowed(self, url: str) -> bool:
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        read, rules = self._robots.get(root, (-math.inf, None))
        if time.monotonic() - read > ROBOTS_KEPT:
            rules = self._read_robots(root)
            self._remember(root, rules)
        return rules is None or rules.can_fetch(AGENT, url)

    def _remember(self, root: str, rules: RobotFileParser | None) -> None:
        """Keeps the rules of a host, and forgets those that would be read again anyway, or of which there are too many."""
        now = time.monotonic()
        self._robots.pop(root, None)
        self._robots[root] = (now, rules)
        # The oldest stand first.
        for other, (read, _) in list(self._robots.items()):
            if now - read <= ROBOTS_KEPT and len(self._robots) <= MOST_ROBOTS:
                return
            del self._robots[other]

    def _read_robots(self, root: str) -> RobotFileParser | None:
        at = f"{root}/robots.txt"
        for _ in range(REDIRECTS + 1):
            try:
                _check_scheme(at)
                response, content = self._call(at, Validators())
            except (httpx.HTTPError, OSError):
                return None
            if not response.is_redirect:
                break
            at = urljoin(at, response.headers.get("location", ""))
        if response.status_code != 200:
            return None
        rules = RobotFileParser()
        rules.parse(content[:500_000].decode("utf-8", "replace").splitlines())
        return rules


def _called(host: str) -> None:
    """Notes that a host is called now. Other threads may do so at the same time."""
    now = time.monotonic()
    _LAST_CALL.pop(host, None)
    _LAST_CALL[host] = now
    # The oldest stand first.
    for other, at in list(_LAST_CALL.items()):
        if now - at <= LONGEST_PAUSE:
            return
        _LAST_CALL.pop(other, None)


def _page(url: str, at: str, response: httpx.Response, content: bytes) -> Page:
    return Page(
        content=content,
        location=url,
        url=at,
        media_type=(response.headers.get("content-type") or "text/html").split(";")[0].strip().lower(),
        charset=response.charset_encoding,
        retrieved=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _fresh(headers: httpx.Headers) -> float | None:
    """Seconds for which an answer holds by its `max-age`, less those that it has lain in a cache; None where it says nothing."""
    said = headers.get("cache-control", "").casefold()
    age = _MAX_AGE.search(said)
    if age is None or "no-cache" in said or "no-store" in said:
        return None
    lain = headers.get("age", "").strip()
    return max(0.0, float(age[1]) - (float(lain[:9]) if lain.isascii() and lain.isdecimal() else 0.0))


def _asked_to_wait(value: str | None) -> float | None:
    """Seconds that a `Retry-After` asks for, given as a number or as a date (RFC 9110); None for nothing sensible."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value.strip()[:9])
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def _check_scheme(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SourceError(f"not a web address: {url[:200]}", "bad-address")


def _resolved(host: str, port: int, allow_private: bool) -> str:
    """An address of the host that may be called. Every address of the name must be public, not only the first."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise SourceError(f"the host {host!r} is unknown", "unknown-host") from error
    addresses = [str(entry[4][0]) for entry in found]
    if not allow_private:
        for address in addresses:
            if not _is_public(address):
                said = f"{host} is {address}, an address of this machine or a private network; --allow-private permits it"
                raise SourceError(said, "private-address")
    return addresses[0]


def _is_public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.split("%")[0])
    mapped = getattr(parsed, "ipv4_mapped", None) or getattr(parsed, "sixtofour", None)
    if parsed in _NAT64:
        mapped = ipaddress.ip_address(int(parsed) & 0xFFFFFFFF)
    return parsed.is_global and not parsed.is_multicast and (mapped is None or mapped.is_global)
