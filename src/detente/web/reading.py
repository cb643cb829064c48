"""`/read`: an address, a text or files are handed over, read, and what was found is shown as it comes."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator
from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.types import Message

from detente.errors import UnknownError, UsageError
from detente.record.meant import day_of
from detente.types import Page
from detente.web.access import Pace
from detente.web.asked import asked, split_format
from detente.web.batches import LONGEST_TEXT, Batch, Given, Item, Readings, as_text, at_address, in_file
from detente.web.desk import Desk, Visitor, cookie_name, visitor, writer
from detente.web.received import article_page, item_facts
from detente.web.rendering import environment
from detente.web.view import View, answer, written

LARGEST_UPLOAD = 20_000_000
"""Bytes of all that is handed over at once."""
MOST_FILES = 50
MOST_ADDRESSES = 50
LONGEST_ADDRESS = 2000
LONGEST_WORDS = 300
"""Characters of a headline or an outlet's name."""
PER_MINUTE = 12
"""Batches that one address may hand over a minute."""
PATIENCE = 25.0
"""Seconds that a browser without scripts waits for its answer before it is shown how far things are."""
STEP = 0.15
"""Seconds between two looks at a batch that is watched."""
HEARTBEAT = 100
"""Looks after which a silent stream says that it lives."""


def add_reading(app: FastAPI) -> None:
    """Adds the pages of reading to an application whose state has readings and a desk."""
    app.state.handing_pace = Pace(PER_MINUTE)
    app.add_api_route("/read", _form, methods=["GET", "HEAD"], include_in_schema=False)
    app.add_api_route("/read", _hand_in, methods=["POST"], include_in_schema=False)
    app.add_api_route("/read/{name}", _show, methods=["GET", "HEAD"], include_in_schema=False)
    app.add_api_route("/read/{name}/live", _live, methods=["GET"], include_in_schema=False)
    app.add_api_route("/read/{name}/stop", _stop, methods=["POST"], include_in_schema=False)
    app.add_api_route("/read/{name}/{number}", _tried, methods=["GET", "HEAD"], include_in_schema=False)


def _form(request: Request) -> Response:
    """The page on which something is handed over."""
    who = visitor(request, request.app.state.desk)
    view = View(
        title="Read",
        template="read.html",
        facts={"_who": who, "_what": request.query_params.get("url", "")[:LONGEST_ADDRESS]},
        python='import detente\n\nreading = detente.code({"id": "one", "text": "..."})',
    )
    return _answered(request, view, who)


async def _hand_in(request: Request) -> Response:
    """Takes what is handed over; a browser without scripts is kept waiting for what becomes of it."""
    desk: Desk = request.app.state.desk
    readings: Readings = request.app.state.readings
    _may_send(request, desk)
    form = await _sent(request)
    try:
        who = writer(request, desk, {"token": [_word(form, "token")]}, trying=True)
        wait = request.app.state.handing_pace.wait(request.client.host if request.client else "")
        if wait:
            said = f"That was much in one minute; send it again in {math.ceil(wait)} seconds."
            raise HTTPException(429, said, {"Retry-After": str(math.ceil(wait))})
        given = await _given(form, readings)
        keeps = desk.writable and _word(form, "keep") != "no"
        batch = readings.hand_in(given, keeps=keeps)
    finally:
        await form.close()
    live = _word(form, "live") == "1"
    waited = 0.0
    while not live and not batch.ended and waited < PATIENCE:
        await asyncio.sleep(STEP)
        waited += STEP
    return who.hand_over(request, RedirectResponse(f"/read/{batch.id}", 303))


def _may_send(request: Request, desk: Desk) -> None:
    """Refuses who may not before anything of what they send is taken in. Raises `HTTPException`."""
    if not (desk.writable or desk.tries):
        raise HTTPException(
            403, "This server only shows its record. Start it with detente serve --write to read here."
        )
    if not desk.is_pass(request.cookies.get(cookie_name(request), "")):
        raise HTTPException(
            403,
            "This form does not come from a page of this server as it runs now. Nothing was read: "
            "go back, load the page again, and send it once more.",
        )
    if int(request.headers.get("content-length") or 0) > LARGEST_UPLOAD:
        raise HTTPException(413, f"At most {LARGEST_UPLOAD:,} bytes can be handed over at once.")


async def _sent(request: Request) -> FormData:
    """The form with its files, no larger than it may be."""
    size = 0
    inner = request.receive

    async def counted() -> Message:
        nonlocal size
        message = await inner()
        size += len(message.get("body", b""))
        if size > LARGEST_UPLOAD:
            raise HTTPException(413, f"At most {LARGEST_UPLOAD:,} bytes can be handed over at once.")
        return message

    limited = Request(request.scope, counted)
    return await limited.form(max_files=MOST_FILES, max_fields=20, max_part_size=4 * LONGEST_TEXT)


async def _given(form: FormData, readings: Readings) -> list[Given]:
    """What a form hands over. Raises `UsageError` where that is nothing, or too much."""
    found: list[Given] = []
    words = _word(form, "what")
    addresses = _addresses(words)
    if len(addresses) > MOST_ADDRESSES:
        raise UsageError(f"{len(addresses)} addresses; at most {MOST_ADDRESSES} are read at once")
    if any(len(one) > LONGEST_ADDRESS for one in addresses):
        raise UsageError(f"an address has at most {LONGEST_ADDRESS:,} characters")
    found += [at_address(one, readings.fetching) for one in addresses]
    if words and not addresses:
        if len(words) > LONGEST_TEXT:
            raise UsageError(f"{len(words):,} characters; a text has at most {LONGEST_TEXT:,}")
        found.append(as_text(_pasted(words, form)))
    for file in form.getlist("files"):
        if isinstance(file, UploadFile) and (file.filename or file.size):
            content = await file.read()
            found.append(in_file(content, file.filename or "", readings.fetching))
    if not found:
        raise UsageError("nothing was handed over; paste a text or an address, or choose files")
    return found


def _addresses(words: str) -> list[str]:
    """The addresses where there is nothing else, one a line."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    whole = all(line.startswith(("http://", "https://")) and " " not in line for line in lines)
    return list(dict.fromkeys(lines)) if whole else []


def _pasted(words: str, form: FormData) -> Page:
    """A pasted text as a page, with what its giver says of it."""
    published = day_of(_word(form, "published") or None, "published")
    return Page(
        content=words.encode("utf-8", "replace"),
        location="the pasted text",
        media_type="text/plain",
        published=published,
        outlet=" ".join(_word(form, "outlet")[:LONGEST_WORDS].split()) or None,
    )


def _word(form: FormData, name: str) -> str:
    given = form.get(name)
    return given.strip() if isinstance(given, str) else ""


def _show(request: Request) -> Response:
    """A batch, as far as it is."""
    batch = _batch(request)
    who = visitor(request, request.app.state.desk)
    readings: Readings = request.app.state.readings
    items = [item_facts(batch, item) for item in list(batch.items)]
    view = View(
        title="What was read" if batch.ended else "Reading",
        template="read_batch.html",
        facts=_state(batch, readings) | {"items": items, "_who": who, "_batch": batch},
        python='import detente\n\nreading = detente.code({"id": "one", "text": "..."})',
    )
    return _answered(request, view, who)


def _state(batch: Batch, readings: Readings) -> dict[str, Any]:
    """How far a batch is."""
    return {
        "id": batch.id, "keeps": batch.keeps, "came": batch.asked, "ended": batch.ended, "stopped": batch.stopped,
        "given": len(batch.given), "begun": batch.at, "now": batch.now, "before": readings.before(batch),
        "fates": batch.fates(), "left_out": batch.left_out, "problem": batch.problem,
    }  # fmt: skip


def _live(request: Request) -> Response:
    """The items of a batch as they come, as server-sent events; a reader that comes back is sent what it missed."""
    batch = _batch(request)
    readings: Readings = request.app.state.readings
    given = request.headers.get("last-event-id") or request.query_params.get("since", "")
    since = int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else 0
    return StreamingResponse(
        _events(batch, readings, since),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _events(batch: Batch, readings: Readings, since: int) -> AsyncIterator[str]:
    seen, silent = -1, 0
    while True:
        ended, version = batch.ended, batch.version
        if version != seen or silent % 7 == 6:
            for item in batch.since(since if seen < 0 else seen):
                yield _event(
                    "item", await run_in_threadpool(_drawn, "read_item.html", batch, item), item.changed
                )
            state = _state(batch, readings)
            yield _event("state", environment().get_template("read_state.html").render(state), version)
        if ended:
            yield _event("end", "", version)
            return
        silent = 0 if version != seen else silent + 1
        if silent and silent % HEARTBEAT == 0:
            yield ": still here\n\n"
        seen = version
        await asyncio.sleep(STEP)


def _drawn(template: str, batch: Batch, item: Item) -> str:
    return environment().get_template(template).render(item=item_facts(batch, item))


def _event(name: str, data: str, version: int) -> str:
    lines = "".join(f"data: {line}\n" for line in data.splitlines() or [""])
    return f"id: {version}\nevent: {name}\n{lines}\n"


async def _stop(request: Request) -> Response:
    """No further item of a batch is begun."""
    desk: Desk = request.app.state.desk
    batch = _batch(request)
    form = await _sent(request)
    writer(request, desk, {"token": [_word(form, "token")]}, trying=True)
    batch.stopped = True
    return RedirectResponse(f"/read/{batch.id}", 303)


def _tried(request: Request) -> Response:
    """An article that was read and not kept, with all that was found in it."""
    batch, number = _batch(request), split_format(request.path_params["number"])[0]
    found = next((item for item in list(batch.items) if str(item.number) == number), None)
    if found is None or found.received is None or found.received.article is None:
        raise UnknownError(
            "that was not read here, or not long ago enough to be remembered; read it again at /read"
        )
    if found.received.fate != "tried":
        return RedirectResponse(f"/article/{found.received.article.id}", 307)
    who = visitor(request, request.app.state.desk)
    return _answered(request, article_page(found.received, batch), who)


def _batch(request: Request) -> Batch:
    readings: Readings = request.app.state.readings
    name, _ = split_format(request.path_params["name"])
    batch = readings.find(name)
    if batch is None:
        raise UnknownError(
            "what was read under this address is not remembered any more (the server was started anew, or much was read "
            "since); what was kept is in the record, and everything can be read again at /read"
        )
    return batch


def _answered(request: Request, view: View, who: Visitor) -> Response:
    """A page with forms, which nobody keeps."""
    wanted = asked(request.url.path, request.query_params, str(request.base_url).rstrip("/"))
    made = answer(request, wanted, written(request, wanted, view))
    return who.hand_over(request, made) if wanted.format == "html" else made
