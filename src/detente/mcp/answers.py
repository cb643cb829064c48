"""What each tool does: one question to the record, its rows put into words and cited."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from detente.display.names import state_name
from detente.display.reasons import as_read, headline
from detente.errors import UsageError
from detente.knowledge.scales import shipped_scale
from detente.mcp.citing import Found, Item, Proof, Row, Told, cite, heads, kept, short
from detente.record import Record
from detente.record.dealings import dealings
from detente.record.indexing import Indexing
from detente.record.listing import Wish, cursor_of, happenings, totals
from detente.record.matters import named_between, stances
from detente.record.meant import scope_of
from detente.record.paging import encounters_page, positions_page
from detente.record.proof import proof
from detente.record.search import Kind, Question
from detente.record.shared import SharedRecord
from detente.record.wishes import wish_of
from detente.relations.account import Account, account, turns_table
from detente.relations.agenda import agenda
from detente.relations.meetings import is_ahead, is_told

EVENT = ("event", "mode", "status", "confidence", "reports", "articles", "sources", "issues", "actors", "recipients",
         "actor_states", "recipient_states")  # fmt: skip
ENCOUNTER = ("form", "status", "when", "until", "participants", "participant_offices", "participant_countries", "host", "venue",
             "place", "place_country", "agenda", "articles", "sources", "confidence")  # fmt: skip
POSITION = (
    "holder",
    "holder_states",
    "stance",
    "issue",
    "what",
    "addressee",
    "addressee_states",
    "said_by",
    "confidence",
)
FEW = 5
"""Of each kind, in what is told of a pair."""


def find(words_of: Indexing, words: str, kind: Kind, about: str | None, place: tuple[int, int]) -> Found:
    """Articles or coded sentences by their words. `place`: how many are wanted, and how many are passed over.

    Raises `BusyError`, with the seconds after which to ask again, while a large record is being indexed.
    """
    limit, skip = place
    question = Question(words=words, kind=kind, scope=scope_of(about or None), limit=limit, skip=skip)
    found = words_of.search(question)
    with words_of.record.borrow() as record:
        known = heads(record, [{"article": hit.article} for hit in found.hits])
    items = [
        Item(
            id=hit.article, says=short(hit.title or hit.article, 200), day=(hit.published or "")[:10] or None,
            facts={"snippet": short(hit.snippet), "coded": [
                {"id": row.id, "kind": row.kind, "what": row.what, "states": list(row.states)} for row in hit.coded[:FEW]
            ]},
            cite=cite(known[hit.article], hit.snippet), evidence=next(
                (row.id for row in hit.coded if not row.id.startswith("cl_")), None),
        )
        for hit in found.hits
        if hit.article in known  # the record may have been replaced since
    ]  # fmt: skip
    seen = skip + len(found.hits)
    return Found(items=items, next=str(seen) if found.hits and seen < found.total else None)


def list_events(shared: SharedRecord, wish: Wish, cursor: str | None, limit: int) -> Found:
    """Events, newest first."""
    with shared.borrow() as record:
        rows = happenings(record, wish, after=cursor, limit=limit).to_pylist()
        return Found(items=_events(record, rows), next=_next(rows, limit))


def list_encounters(shared: SharedRecord, wish: Wish, cursor: str | None, limit: int) -> Found:
    """Encounters, newest first."""
    with shared.borrow() as record:
        rows = encounters_page(record, wish, cursor, limit).to_pylist()
        return Found(items=_encounters(record, rows), next=_next(rows, limit))


def list_positions(shared: SharedRecord, wish: Wish, cursor: str | None, limit: int) -> Found:
    """Positions, newest first."""
    with shared.borrow() as record:
        rows = positions_page(record, wish, cursor, limit).to_pylist()
        known = heads(record, rows)
    items = [
        Item(
            id=row["id"], says=_stand(row), day=_day(row), facts=kept(row, POSITION),
            cite=cite(known[row["article"]], row["quote"]), evidence=row["id"],
        )
        for row in rows
    ]  # fmt: skip
    return Found(items=items, next=_next(rows, limit))


def tell_pair(shared: SharedRecord, words: str, since: str | None, until: str | None) -> Told:
    """What there is to say of two states. Raises `UsageError` for what is no pair."""
    scope = scope_of(words, since, until)
    if len(scope.states) != 2:
        raise UsageError(f"{words!r} is no pair of states; name two, such as CHN-USA")
    a, b = scope.states
    wish = wish_of(scope)
    told = _account(shared, (a, b), scope.until)
    with shared.borrow() as record:
        now = str(record.connection.execute("SELECT max(published_day) FROM articles").fetchall()[0][0] or "")
        counted = totals(record, wish)
        events = happenings(record, wish, limit=FEW).to_pylist()
        met = [row for row in encounters_page(record, wish, limit=50).to_pylist() if is_told(row)]
        ahead = [row for row in met if is_ahead(row, scope.until or now)]
        held = stances(record, scope)
        matters = agenda(named_between(record, scope), held.ends, (a, b), held.times).slice(0, 8)
        return Told(
            pair=[a, b], names=[state_name(a), state_name(b)], as_of=scope.until or now or None, counts=counted,
            curve=_curve(told), turns=turns_table(told, scope.since).to_pylist()[-FEW:] if told else [],
            ahead=_encounters(record, ahead[:FEW]), met=_encounters(record, [r for r in met if r not in ahead][:FEW]),
            events=_events(record, events), agenda=[_matter(row) for row in matters.to_pylist()],
        )  # fmt: skip


def prove(shared: SharedRecord, identity: str) -> Proof:
    """The sentence behind a row. Raises `UnknownError`."""
    with shared.borrow() as record:
        found = proof(record, identity)
    first, last = found.paragraph
    return Proof(
        id=found.id, kind=found.kind, says=short(headline(found.row, found.kind, found.roles), 400),
        read_as=dict(as_read(found.row, found.kind)), cite=cite(found.article, found.row["quote"]),
        paragraph=short(found.article.text[first:last], 3 * 1000), happening=found.happening,
        corrections=[asdict(one) for one in found.corrections],
    )  # fmt: skip


def _events(record: Record, rows: list[Row]) -> list[Item]:
    known = heads(record, rows)
    return [
        Item(
            id=row["id"], says=_act(row), day=_day(row), facts=kept(row, EVENT),
            cite=cite(known[row["article"]], row["quote"]), evidence=row["report"],
        )
        for row in rows
    ]  # fmt: skip


def _encounters(record: Record, rows: list[Row]) -> list[Item]:
    known = heads(record, rows)
    return [
        Item(
            id=row["id"], says=f"{row['form']}: {_names(row['participants'])}", day=_day(row), facts=kept(row, ENCOUNTER),
            cite=cite(known[row["article"]], row["quote"]), evidence=row["telling"],
        )
        for row in rows
    ]  # fmt: skip


def _account(shared: SharedRecord, pair: tuple[str, str], until: str | None) -> Account | None:
    def make() -> Account | None:
        with shared.borrow() as record:
            events = dealings(record)
        try:
            return account(events, pair, shipped_scale("plover"), until=until)
        except UsageError:
            return None

    return shared.remembered(("told", pair, until), make)


def _curve(told: Account | None) -> dict[str, Any] | None:
    if told is None:
        return None
    series = told.series
    low, high = series.filtered.band(0.9)
    return {
        "day": str(series.days[-1]), "mean": round(float(series.filtered.mean[-1]), 3),
        "low90": round(float(low[-1]), 3), "high90": round(float(high[-1]), 3), "coverage": round(float(series.coverage[-1]), 2),
    }  # fmt: skip


def _matter(row: Row) -> dict[str, Any]:
    """An issue with the latest position of each side; `evidence` takes its identifier."""
    return {name: row[name] for name in ("issue", "state", "first", "last", "articles", "raised_by", "now")}


def _act(row: Row) -> str:
    deed = " ".join(part for part in (row["event"].lower(), row["mode"]) if part)
    to = _names(row["recipients"])
    return f"{_names(row['actors']) or 'not named'}: {deed}{f', {to}' if to else ''} ({row['status']})"


def _stand(row: Row) -> str:
    to = _names(row["addressee"])
    return short(
        f"{_names(row['holder'])} {row['stance']}{f' (toward {to})' if to else ''}: {row['what']}", 400
    )


def _names(names: list[str] | None) -> str:
    return short(", ".join(dict.fromkeys(names or ())), 300)


def _day(row: Row) -> str | None:
    return str(row["day"]) if row["day"] else None


def _next(rows: list[Row], limit: int) -> str | None:
    return cursor_of(dict(rows[-1])) if len(rows) == limit else None
