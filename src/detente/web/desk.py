"""Who may write on these pages: a pass in a cookie, a token in every form that belongs to it, a name that stands beside the deed.

The token shows that a form came from a page of ours and not from another site; Guard's look at the browser's own words
about its origin comes before it. Both are worth nothing after the server has ended.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, quote, unquote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from detente.errors import UsageError

LONGEST_FORM = 200_000
"""Bytes of a form without files."""
LONGEST_NAME = 60
YEAR = 31_536_000
Form = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the pages let be written, and by whom."""

    writable: bool = False
    tries: bool = False
    """Whether texts may be read here without being kept although nothing is written: on a person's own machine."""
    person: str = "someone"
    """Who writes where nobody gave a name."""
    key: str | None = None
    """What a browser must know before it may write; None where only this machine is answered."""
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def new_pass(self) -> str:
        """A pass for one browser."""
        name = secrets.token_urlsafe(18)
        return f"{name}.{self._sign('pass', name)}"

    def is_pass(self, given: str) -> bool:
        """Whether we gave out this pass since the server was started."""
        name, _, sign = given.partition(".")
        return hmac.compare_digest(sign.encode(), self._sign("pass", name).encode())

    def token(self, own: str) -> str:
        """The token of the forms of a browser with this pass."""
        return self._sign("form", own)

    def is_token(self, own: str, given: str) -> bool:
        """Whether a form belongs to the browser that sends it."""
        return hmac.compare_digest(given.encode(), self.token(own).encode())

    def is_key(self, given: str) -> bool:
        """Whether these words are the key."""
        return self.key is not None and hmac.compare_digest(given.encode(), self.key.encode())

    def _sign(self, *words: str) -> str:
        return hmac.new(self.secret, "\n".join(words).encode(), hashlib.sha256).hexdigest()[:40]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who looks at a page on which something may be written."""

    desk: Desk
    own: str | None
    """The pass; None for who must give the key first, or where nothing may be written."""
    fresh: bool
    """Whether the pass has just been made, and must be handed over."""
    name: str
    """As corrections will have it."""

    @property
    def may_read(self) -> bool:
        """Whether what they hand over is read, kept or not."""
        return self.own is not None

    @property
    def token(self) -> str:
        return self.desk.token(self.own) if self.own else ""

    @property
    def bar(self) -> str | None:
        """Why nothing can be written: "read-only" or "key"; None where it can."""
        if not self.desk.writable:
            return "read-only"
        return None if self.own else "key"

    def hand_over(self, request: Request, response: Response) -> Response:
        """Gives the browser its pass; pages with a token in them are kept by nobody."""
        response.headers["Cache-Control"] = "no-store"
        if self.fresh and self.own:
            keep(request, response, cookie_name(request), self.own, httponly=True)
        return response


def visitor(request: Request, desk: Desk) -> Visitor:
    """Who asks: with the pass that was given out, or with a new one where nobody must give a key."""
    own = request.cookies.get(cookie_name(request))
    open_to = desk.writable or desk.tries
    known = own is not None and open_to and desk.is_pass(own)
    fresh = not known and open_to and (desk.key is None or not desk.writable)
    return Visitor(
        desk=desk,
        own=own if known else desk.new_pass() if fresh else None,
        fresh=fresh,
        name=name_of(unquote(request.cookies.get("by", ""))) or desk.person,
    )


def writer(request: Request, desk: Desk, form: Form, *, trying: bool = False) -> Visitor:
    """Who sends a form that writes, or one that has something read without keeping it (`trying`).

    Raises `HTTPException` 403 for who may not.
    """
    own = request.cookies.get(cookie_name(request), "")
    if not (desk.writable or (trying and desk.tries)):
        raise HTTPException(
            403, "This server only reads. Stop it, and start it with detente serve --write to correct here."
        )
    if not desk.is_pass(own) or not desk.is_token(own, one(form, "token")):
        raise HTTPException(
            403,
            "This form does not come from a page of this server as it runs now (its token is wrong or old). "
            "Nothing was written: go back, load the page again, and send it once more.",
        )
    return Visitor(
        desk=desk, own=own, fresh=False, name=name_of(unquote(request.cookies.get("by", ""))) or desk.person
    )


def name_of(given: str) -> str:
    """A person's name as it is kept: one line, no signs that turn the writing round, not too long."""
    shown = "".join(c for c in given if c.isprintable())
    return " ".join(shown.split())[:LONGEST_NAME].strip()


def keep(request: Request, response: Response, name: str, value: str, *, httponly: bool = False) -> None:
    """Sets a cookie that no other site can make a browser send."""
    secure = request.url.scheme == "https"
    response.set_cookie(
        name, quote(value, safe="."), max_age=YEAR, samesite="strict", httponly=httponly, secure=secure
    )


def cookie_name(request: Request) -> str:
    """Browsers share cookies between the ports of a host: each server has a name of its own."""
    return f"desk-{request.url.port or request.url.scheme}"


async def form_of(request: Request) -> Form:
    """The fields of a form without files. Raises `UsageError` for what is too large or no form."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().casefold()
    if kind != "application/x-www-form-urlencoded":
        raise UsageError("expected a form; send fields as application/x-www-form-urlencoded")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_FORM:
            raise HTTPException(413, f"A form has at most {LONGEST_FORM:,} bytes; this one has more.")
    try:
        return parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=800)
    except ValueError as error:
        raise UsageError(f"the form cannot be read ({error})") from None


def one(form: Form, name: str) -> str:
    """The last value of a field, "" for none."""
    return form.get(name, [""])[-1].strip()


def own_path(given: str) -> str | None:
    """A path of this server; None for what would lead elsewhere ("//host", "/\\\\host")."""
    plain = given.isprintable() and given.startswith("/") and not given.startswith(("//", "/\\"))
    return given if plain else None
