"""The addresses under which a person writes: judging a row, taking it back, giving a name; and the pages with their forms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from detente.errors import UsageError
from detente.record import Record, queue
from detente.record.candidates import candidates
from detente.record.queue import Waiting
from detente.runs.reviewing import decide, take_back
from detente.web.asked import Asked, asked, split_format
from detente.web.desk import Desk, Form, Visitor, form_of, keep, name_of, one, own_path, visitor, writer
from detente.web.editing import changed, differences, fields_of
from detente.web.review import called, queue_view, row_view, seen, sought
from detente.web.site import Site
from detente.web.view import View, answer, written

LONGEST_REASON = 500


def add_review(app: FastAPI) -> None:
    """Adds the pages and addresses of reviewing to an application whose state has a site and a desk."""
    for form in ("", ".json", ".csv", ".parquet"):
        app.add_api_route(f"/review{form}", _queue, methods=["GET", "HEAD"], include_in_schema=False)
    app.add_api_route("/review/undo", _undo, methods=["POST"], include_in_schema=False)
    app.add_api_route("/review/name", _name, methods=["POST"], include_in_schema=False)
    app.add_api_route("/review/key", _key, methods=["POST"], include_in_schema=False)
    app.add_api_route("/review/{name}", _row, methods=["GET", "HEAD"], include_in_schema=False)
    app.add_api_route("/review/{name}", _judge, methods=["POST"], include_in_schema=False)
    app.add_api_route("/review/{name}/{other}", _judge, methods=["POST"], include_in_schema=False)


def shown(request: Request, wanted: Asked, view: View, who: Visitor) -> Response:
    """A page with forms: the visitor's token is in it, so nobody keeps it."""
    facts = dict(view.facts) | {"_who": who}
    answered = answer(request, wanted, written(request, wanted, replace(view, facts=facts)))
    if wanted.format != "html":
        return answered
    return who.hand_over(request, answered)


def _queue(request: Request) -> Response:
    wanted = _asked(request)
    who = visitor(request, request.app.state.desk)
    view = queue_view(request.app.state.site, wanted, sought(request.query_params))
    return shown(request, wanted, view, who)


def _row(request: Request) -> Response:
    wanted = _asked(request)
    who = visitor(request, request.app.state.desk)
    name, _ = split_format(request.path_params["name"])
    seeking = sought(request.query_params)
    view = row_view(request.app.state.site, wanted, seeking, name)
    return shown(request, wanted, view, who)


async def _judge(request: Request) -> Response:
    """Does what a form says of a row, and goes on to where its person was."""
    form = await form_of(request)
    who = writer(request, request.app.state.desk, form)
    site: Site = request.app.state.site
    name, other = request.path_params["name"], request.path_params.get("other")
    if one(form, "action") == "preview":
        return await run_in_threadpool(_previewed, request, site, who, form, name)
    made = await run_in_threadpool(_judged, site, who, form, name, other)
    return _onward(form, name, made)


def _judged(site: Site, who: Visitor, form: Form, name: str, other: str | None) -> tuple[str, ...]:
    with site.record.writing() as record:
        waiting = _waiting(record, name, other)
        _unchanged(record, waiting, form)
        action = one(form, "action")
        if action not in waiting.actions:
            raise UsageError(f"{action!r} cannot be done here; what can: {', '.join(waiting.actions)}")
        values = None
        if action == "edit":
            values = changed(waiting.told[0], candidates(record, waiting.told[0]), form)
            if not values:
                raise UsageError(
                    "Nothing was changed in the form; accept the row if it is right as it stands."
                )
        beside = one(form, "other_id") or one(form, "other") or None
        return decide(
            record,
            waiting,
            action,
            by=who.name,
            why=one(form, "why")[:LONGEST_REASON] or None,
            values=values,
            other=beside if action in ("merge", "split") and other is None else None,
        )


def _waiting(record: Record, name: str, other: str | None) -> Waiting:
    if other is None:
        return called(record, name)
    found = queue.event_of_two(record, called(record, name).id, called(record, other).id)
    if found is None:
        raise UsageError(f"{name} and {other} are no two tellings of an event any more")
    return found


def _unchanged(record: Record, waiting: Waiting, form: Form) -> None:
    if one(form, "seen") != seen(record, waiting):
        raise HTTPException(
            409,
            "Somebody judged or changed this row while you looked at it, so nothing was written. "
            "Go back, load the page again, and judge it as it stands now.",
        )


def _previewed(request: Request, site: Site, who: Visitor, form: Form, name: str) -> Response:
    """The form as it was sent, with what it would change, before anything is kept."""
    wanted = asked(request.url.path, request.query_params, str(request.base_url).rstrip("/"))
    seeking = sought(request.query_params)
    with site.record.borrow() as record:
        told = called(record, name).told[0]
        cast_of = candidates(record, told)
        values = changed(told, cast_of, form)
        fields = fields_of(told, cast_of)
    view = row_view(site, wanted, seeking, name)
    facts = dict(view.facts)
    facts["_item"] = facts["_item"] | {"fields": _refilled(fields, form)}
    facts |= {
        "_changes": differences(told, values), "_why": one(form, "why")[:LONGEST_REASON],
        "_sought": seeking, "_back": own_path(one(form, "back")),
    }  # fmt: skip
    return shown(request, wanted, replace(view, facts=facts), who)


def _refilled(fields: list[dict[str, Any]], form: Form) -> list[dict[str, Any]]:
    """The fields with what the form has in them."""
    found = []
    for field in fields:
        name = field["name"]
        if field["type"] == "cast":
            ticked = set(form.get(name, []))
            people = [person | {"stands": person["value"] in ticked} for person in field["candidates"]]
            found.append(field | {"candidates": people, "more": one(form, f"{name}_more")})
        elif field["type"] == "truth":
            found.append(field | {"value": name in form})
        elif field["type"] == "many":
            found.append(field | {"value": form.get(name, [])})
        else:
            found.append(field | {"value": one(form, name)})
    return found


async def _undo(request: Request) -> Response:
    form = await form_of(request)
    writer(request, request.app.state.desk, form)
    site: Site = request.app.state.site
    made = [identity for identity in form.get("deed", []) if identity][:20]
    if not made:
        raise UsageError("nothing was named that could be taken back")

    def back() -> tuple[str, ...]:
        with site.record.writing() as record:
            # The newest first, as they came.
            return take_back(record, list(reversed(made)))

    rows = await run_in_threadpool(back)
    return RedirectResponse(own_path(one(form, "back")) or f"/review/{rows[0]}", 303)


async def _name(request: Request) -> Response:
    form = await form_of(request)
    writer(request, request.app.state.desk, form)
    answered = RedirectResponse(own_path(one(form, "back")) or "/review", 303)
    keep(request, answered, "by", name_of(one(form, "by")))
    return answered


async def _key(request: Request) -> Response:
    """Gives a pass to who knows the key."""
    desk: Desk = request.app.state.desk
    form = await form_of(request)
    if not desk.writable or not desk.is_key(one(form, "key")):
        raise HTTPException(403, "That is not the key. It stands in the terminal that the server runs in.")
    answered = RedirectResponse(own_path(one(form, "back")) or "/review", 303)
    who = Visitor(desk=desk, own=desk.new_pass(), fresh=True, name=desk.person)
    return who.hand_over(request, answered)


def _onward(form: Form, name: str, made: tuple[str, ...]) -> Response:
    """Back to the queue, with what was done; of a row that was called by itself, to that row."""
    done = "&".join(f"done={identity}" for identity in made)
    back = own_path(one(form, "back")) or "/review"
    if not back.startswith(("/review?", "/review/")) and back != "/review":
        back = f"/review/{name}"
    return RedirectResponse(f"{back}{'&' if '?' in back else '?'}{done}", 303)


def _asked(request: Request) -> Asked:
    return asked(request.url.path, request.query_params, str(request.base_url).rstrip("/"))
