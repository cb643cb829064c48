"""`/review`: what the coder is least sure of, one decision a screen; and any one row, to be corrected in its place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import msgspec
import pyarrow as pa
from starlette.datastructures import QueryParams

from detente.display.highlight import pieces
from detente.display.reasons import as_read, headline
from detente.errors import UnknownError, UsageError
from detente.record import Record, queue
from detente.record.candidates import candidates
from detente.record.judging import Judgement
from detente.record.latest import deeds_called, holding_on, latest
from detente.record.meant import scope_of
from detente.record.proof import Proof, proof
from detente.record.queue import KINDS, Kind, Told, Waiting
from detente.record.standing import Correction
from detente.web.asked import Asked
from detente.web.desk import own_path
from detente.web.editing import fields_of
from detente.web.evidence import article_facts, marks_of, sight
from detente.web.site import Site
from detente.web.view import View

Row = dict[str, Any]
LISTED = 20
"""Rows of the queue that its other forms hold, unless more are asked for."""
NEWEST = 8
"""What people did last, as far as it is shown."""
CONTEXT = 600
"""Characters about a sentence that are shown with it."""
DONE = {"accept": "Accepted", "reject": "Rejected", "change": "Changed", "add": "Added"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which part of the queue a person works through, and where in it they are: what the URL says."""

    about: str = ""
    kinds: tuple[Kind, ...] = KINDS
    below: float | None = None
    after: tuple[float, str] | None = None
    done: tuple[str, ...] = ()
    """What was just done: identifiers of corrections and judgements."""
    back: str | None = None
    """The page that a correction was begun on."""

    @property
    def wanted(self) -> queue.Asked:
        scope = scope_of(self.about) if self.about else queue.EVERYTHING
        return queue.Asked(scope=scope, kinds=self.kinds, below=self.below, after=self.after)

    def link(self, path: str = "/review", **changes: Any) -> str:
        """The URL of this state, or of one that differs a little."""
        state = replace(self, **changes)
        words: list[tuple[str, str]] = [("about", state.about)] if state.about else []
        words += [("kind", kind) for kind in state.kinds if state.kinds != KINDS]
        words += [("below", f"{state.below:g}")] if state.below is not None else []
        words += [("after", f"{state.after[0]:.9f}~{state.after[1]}")] if state.after else []
        words += [("done", one) for one in state.done]
        words += [("back", state.back)] if state.back else []
        return f"{path}{'?' if words else ''}{urlencode(words)}"


def sought(query: QueryParams) -> Sought:
    """What a URL seeks. Raises `UsageError`."""
    below = query.get("below", "").strip()
    try:
        least = float(below) if below else None
    except ValueError:
        least = -1.0
    if least is not None and not 0 <= least <= 1:
        raise UsageError(f"below: {below!r} is no certainty; write a number from 0 to 1, such as 0.6")
    chosen = [one for one in query.getlist("kind") if one]
    if unknown := set(chosen) - set(KINDS):
        raise UsageError(f"kind: there is no {sorted(unknown)[0]!r}; there are {', '.join(KINDS)}")
    about = query.get("about", "").strip()[:200]
    found = Sought(
        about=about, kinds=tuple(kind for kind in KINDS if kind in chosen) or KINDS, below=least,
        after=_place(query.get("after", "")), done=tuple(query.getlist("done")[:20]), back=own_path(query.get("back", "")),
    )  # fmt: skip
    _ = found.wanted
    return found


def _place(given: str) -> tuple[float, str] | None:
    certainty, mark, identity = given.partition("~")
    if not given:
        return None
    try:
        if mark and identity and 0 <= float(certainty) <= 1:
            return float(certainty), identity[:200]
    except ValueError:
        pass
    raise UsageError(f"after: {given!r} is no place in the queue; begin it anew at /review")


def queue_view(site: Site, asked: Asked, seeking: Sought) -> View:
    """The first row of the queue with all that is needed to judge it."""
    with site.record.borrow() as record:
        rows = queue.waiting(record, seeking.wanted, asked.limit if asked.format != "html" else 1)
        left = queue.left(record, seeking.wanted)
        passed = queue.left(record, replace(seeking, after=None).wanted) - left if seeking.after else 0
        shown = item(record, rows[0]) if rows else None
        deeds = [deed(record, one) for one in latest(record, NEWEST)]
        done = [deed(record, one) for one in deeds_called(record, seeking.done)]
    first = rows[0] if rows else None
    return View(
        title="Review",
        template="review.html",
        facts={
            "left": left,
            "passed": passed,
            "waiting": [_listed(one) for one in rows],
            "deeds": deeds,
            "_item": shown,
            "_done": done,
            "_sought": seeking,
            "_skip": seeking.link(after=(first.certainty, first.id), done=()) if first else None,
            "_here": seeking.link(done=()),
            "_kinds": KINDS,
        },
        tables={"waiting": lambda: pa.Table.from_pylist([_listed(one) for one in rows])},
        python=f'from detente.record import open_record\nfrom detente.record.queue import Asked, waiting\n\n'
        f'with open_record("{site.record.path.name}", writable=False) as record:\n    rows = waiting(record, Asked())',
        sql="SELECT id, confidence, quote FROM reports WHERE judged IS NULL ORDER BY confidence LIMIT 20;",
    )  # fmt: skip


def row_view(site: Site, asked: Asked, seeking: Sought, identity: str) -> View:
    """One row, judged or not, with the form that corrects it. Raises `UnknownError`."""
    with site.record.borrow() as record:
        one = called(record, identity)
        shown = item(record, one)
        done = [deed(record, made) for made in deeds_called(record, seeking.done)]
    return View(
        title=f"Correct: {shown['headline']}",
        template="review_row.html",
        facts={
            **_listed(one), "_item": shown, "_done": done, "_sought": seeking, "_skip": None,
            "_here": seeking.link(f"/review/{identity}", done=()),
        },
        python=f'import detente\n\ndetente.open("{site.record.path.name}").evidence("{identity}")',
        sql=f"SELECT * FROM corrections WHERE \"of\" = '{identity}' ORDER BY made;",
    )  # fmt: skip


def called(record: Record, identity: str) -> Waiting:
    """A row of the record as if it waited. Raises `UnknownError`."""
    try:
        one = queue.row_called(record, identity)
    except UsageError as error:
        raise UnknownError(str(error)) from None
    if one is None:
        raise UnknownError(
            f"no row {identity!r} in {record.path}; it may have been read anew and got another name"
        )
    return one


def item(record: Record, one: Waiting) -> Row:
    """All that a page shows of a row, or of an event with two of its tellings, that waits."""
    proofs = [proof(record, told.id) for told in one.told]
    first = one.told[0]
    fields: list[Row] = []
    if "edit" in one.actions:
        fields = fields_of(first, candidates(record, first))
    others = queue.beside(record, first) if "split" in one.actions and one.kind != "event" else ()
    return {
        "id": one.id, "kind": one.kind, "certainty": one.certainty, "doubt": one.doubt, "actions": one.actions,
        "headline": headline_of(first), "told": [_sentence(told, found) for told, found in zip(one.told, proofs, strict=True)],
        "fields": fields, "near": [_short(told) for told in queue.tellings(record, one.near)],
        "beside": [_short(told) for told in queue.tellings(record, others)], "event": first.event,
        "seen": seen(record, one), "judged": proofs[0].row.get("judged"),
        "deeds": [deed(record, made) for made in reversed(deeds_called(record, _said_of(proofs[0])))],
        "path": f"/review/{first.id}" + (f"/{one.told[1].id}" if one.kind == "event" else ""),
    }  # fmt: skip


def _said_of(found: Proof) -> list[str]:
    return [correction.id for correction in found.corrections]


def seen(record: Record, one: Waiting) -> str:
    """By what is known whether a row still stands as it was shown."""
    state = [(told.fields, told.event, holding_on(record, told.id)) for told in one.told]
    return sha256(msgspec.json.encode(state, enc_hook=str)).hexdigest()[:16]


def headline_of(told: Told) -> str:
    """What a row says, in a line."""
    names = {"actors": "actor", "recipients": "recipient", "participants": "participant"}
    roles = [
        {"role": names.get(field, field), "name": name, "text": name}
        for field in (*names, "holder", "addressee")
        for name in told.fields.get(field, ())
    ]
    return headline(told.fields, told.kind, roles)


def deed(record: Record, one: Correction | Judgement) -> Row:
    """What a person did, in words: who, when, of which row, whether it still holds."""
    if isinstance(one, Judgement):
        of, what = one.a, f"{'One happening with' if one.same else 'Another happening than'} {one.b}"
    elif one.act == "change":
        of, what = one.of, f"{one.field} from {_plain(one.was)} to {_plain(one.now)}"
    else:
        of, what = one.of, DONE[one.act]
    told = queue.tellings(record, [of])
    return {
        "id": one.id, "of": of, "what": what, "by": one.by, "why": one.why, "made": one.made, "undone": one.undone,
        "headline": headline_of(told[0]) if told else None,
    }  # fmt: skip


def _plain(value: str | None) -> str:
    """A value that is kept as JSON, in words."""
    known = msgspec.json.decode(value) if value is not None else None
    if isinstance(known, list):
        return ", ".join(str(one["name"] if isinstance(one, dict) else one) for one in known) or "nobody"
    return {None: "nothing", True: "yes", False: "no"}.get(known, str(known).replace("_", " "))


def _sentence(told: Told, found: Proof) -> Row:
    first, last, *cut = sight(found, CONTEXT)
    return {
        "id": told.id,
        "headline": headline_of(told),
        "pieces": pieces(found.article.text, first, last, marks_of(found)),
        "cut": cut,
        "article": article_facts(found.article),
        "read": as_read(found.row, found.kind),
    }


def _short(told: Told) -> Row:
    return {
        "id": told.id,
        "headline": headline_of(told),
        "quote": told.quote,
        "outlet": told.outlet,
        "published": told.published,
    }


def _listed(one: Waiting) -> Row:
    return {
        "id": one.id, "kind": one.kind, "certainty": one.certainty, "doubt": one.doubt, "actions": list(one.actions),
        "quotes": [told.quote for told in one.told], "rows": [told.id for told in one.told], "near": list(one.near),
    }  # fmt: skip
