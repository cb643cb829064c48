"""Fetching, politely and safely: robots.txt, a pause between two calls on a host, limits on size, time and redirects,
and no call on an address of this machine or of a private network unless that is allowed.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from types import TracebackType
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
"""When each host was last called by this process: sources named one after the other share the pause."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
TIMEOUT = httpx.Timeout(20.0, connect=10.0)
PATIENCE = 60.0
"""Seconds for one page in all, however slowly it drips."""


class _CheckedNetwork(httpcore.NetworkBackend):
    """Connects only to addresses that were checked: the name is resolved here, and that very address is called.

    Checking a name and then letting the library resolve it again would let the answer change in between.
    """

    def __init__(self, allow_private: bool) -> None:
        self._inner = httpcore.SyncBackend()
        self._allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        address = _resolved(host, port, self._allow_private)
        return self._inner.connect_tcp(address, port, timeout, local_address, socket_options)

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
    """Fetches pages; remembers robots.txt and when each host was last called."""

    def __init__(self, *, allow_private: bool = False, pause: float = PAUSE) -> None:
        self._allow_private = allow_private
        self._pause = pause
        self._robots: dict[str, RobotFileParser | None] = {}
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
        try:
            return self._get(url)
        except SourceError as error:
            return Refusal(location=url, kind=error.reason, message=str(error))
        except httpx.TimeoutException:
            return Refusal(
                location=url, kind="timeout", message=f"no answer within {TIMEOUT.read:.0f} seconds"
            )
        except (ValueError, httpx.InvalidURL) as error:
            return Refusal(location=url, kind="bad-address", message=f"not a web address ({error})")
        except (httpx.HTTPError, httpcore.NetworkError, OSError) as error:
            return Refusal(
                location=url,
                kind="unreachable",
                message=f"could not be fetched ({error or type(error).__name__})",
            )

    def _get(self, url: str) -> Page:
        at = url
        for _ in range(REDIRECTS + 1):
            _check_scheme(at)
            if not self._allowed(at):
                raise SourceError("robots.txt asks not to fetch this", "robots")
            response, content = self._call(at)
            location = response.headers.get("location")
            if response.is_redirect and location:
                at = urljoin(at, location)
                continue
            if response.status_code >= 400:
                raise SourceError(
                    f"the server answered {response.status_code}", f"http-{response.status_code}"
                )
            return Page(
                content=content,
                location=url,
                url=at,
                media_type=(response.headers.get("content-type") or "text/html")
                .split(";")[0]
                .strip()
                .lower(),
                charset=response.charset_encoding,
                retrieved=datetime.now(UTC).isoformat(timespec="seconds"),
            )
        raise SourceError(f"more than {REDIRECTS} redirects", "redirects")

    def _call(self, url: str) -> tuple[httpx.Response, bytes]:
        self._wait(url)
        deadline = time.monotonic() + PATIENCE
        with self._open().stream("GET", url) as response:
            if int(response.headers.get("content-length") or 0) > LARGEST:
                raise SourceError(f"larger than {LARGEST:,} bytes", "too-large")
            content = bytearray()
            for chunk in response.iter_bytes(65_536):
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
                network_backend=_CheckedNetwork(self._allow_private),
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
        rules = self._robots.get(f"{parts.scheme}://{parts.netloc}")
        asked = float(rules.crawl_delay(AGENT) or 0) if rules is not None else 0.0
        pause = max(self._pause, min(asked, LONGEST_PAUSE))
        if parts.netloc in _LAST_CALL:
            time.sleep(max(0.0, _LAST_CALL[parts.netloc] + pause - time.monotonic()))
        _LAST_CALL[parts.netloc] = time.monotonic()

    def _allowed(self, url: str) -> bool:
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        if root not in self._robots:
            self._robots[root] = self._read_robots(root)
        rules = self._robots[root]
        return rules is None or rules.can_fetch(AGENT, url)

    def _read_robots(self, root: str) -> RobotFileParser | None:
        at = f"{root}/robots.txt"
        for _ in range(REDIRECTS + 1):
            try:
                _check_scheme(at)
                response, content = self._call(at)
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
