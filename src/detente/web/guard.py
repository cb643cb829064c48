"""What stands before every page: only known hosts, no posts from other sites, and headers that let nothing foreign in."""

from __future__ import annotations

from collections.abc import Collection
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from detente.web.access import API, problem

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """Refuses requests for other hosts (DNS rebinding) and posts of other sites, and adds the headers of safety."""

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self.app = app
        self.hosts = {host.casefold() for host in hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refusal(scope["method"], Headers(scope=scope))
        if refusal is not None and scope["path"].startswith(API):
            said = bytes(refusal.body).decode().strip()
            refusal = problem(HTTPStatus(refusal.status_code), said)
        await (refusal or self.app)(scope, receive, guarded)

    def _refusal(self, method: str, headers: Headers) -> Response | None:
        host = headers.get("host", "")
        if host_name(host) not in self.hosts:
            return PlainTextResponse(
                "This server answers only for the hosts that it was started for; add yours with --allow-host.\n",
                status_code=400,
            )
        if method not in SAFE and is_foreign(headers, host):
            return PlainTextResponse("A form of another site may not write here.\n", status_code=403)
        return None


def host_name(host: str) -> str:
    """The host of a Host header without its port, in small letters; an IPv6 address keeps its brackets."""
    name, _, port = host.rpartition(":")
    return (name if name and port.isdecimal() else host).casefold()


def is_foreign(headers: Headers, host: str) -> bool:
    """Whether a browser says that a request comes from another site than it goes to."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site not in ("same-origin", "none")
    return origin is not None and origin.split("://")[-1].casefold() != host.casefold()
