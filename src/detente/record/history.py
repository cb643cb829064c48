"""What was known when, and what has changed since: read from when rows were kept, corrected and moved."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import pyarrow as pa

from detente.errors import RecordError
from detente.record.deriving import derive
from detente.record.differing import changed_fields, values_of
from detente.record.fields import TABLES, kind_of
from detente.record.inserting import insert
from detente.record.judging import judgements
from detente.record.keeping import tables_of
from detente.record.migrations import RENEWED
from detente.record.standing import Correction, Row, Whole, corrected, corrections, held_until, stood
from detente.record.store import Record

OF_ARTICLES = (
    *("reports", "encounters", "stages", "journeys", "roles", "issues", "positions", "assessments"),
    *("claims", "learned", "candidates", "problems"),
)
"""Tables whose rows came with an article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that became different in the record."""

    at: str
    """ISO 8601, UTC."""
    what: str
    """added, added by hand, accepted, rejected, changed, undone, joined, parted, moved, recoded or withdrawn."""
    of: str
    """Identifier of an article, a row or a happening."""
    by: str | None = None
    """The person; of what a newer coder did none, `why` then says which."""
    field: str | None = None
    was: str | None = None
    now: str | None = None
    why: str | None = None


def changes(record: Record, since: str) -> tuple[Change, ...]:
    """What has been added, corrected, undone, joined, parted, moved, read otherwise by a newer coder or withdrawn by it
    since a day (ISO 8601, UTC), oldest first."""
    found = [
        *_added(record, since),
        *_judged(record, since),
        *_moved(record, since),
        *_recoded(record, since),
    ]
    for one in corrections(record):
        if one.made >= since:
            what = {"accept": "accepted", "reject": "rejected", "change": "changed", "add": "added by hand"}[
                one.act
            ]
            found.append(
                Change(
                    at=one.made, what=what, of=one.of, by=one.by, field=one.field, was=one.was, now=one.now if one.act != "add" else one.article, why=one.why
                )
            )  # fmt: skip
        if one.undone and one.undone >= since:
            found.append(Change(at=one.undone, what="undone", of=one.of, by=one.by, field=one.field))
    return tuple(sorted(found, key=lambda change: (change.at, change.what, change.of)))


def _added(record: Record, since: str) -> list[Change]:
    rows = record.connection.execute(
        "SELECT strftime(kept, '%Y-%m-%dT%H:%M:%S'), id, title FROM articles WHERE kept >= CAST(? AS TIMESTAMP)",
        [since],
    ).fetchall()
    return [Change(at=at, what="added", of=identity, now=title) for at, identity, title in rows]


def _judged(record: Record, since: str) -> list[Change]:
    found = []
    for one in judgements(record):
        if one.made >= since:
            what = "joined" if one.same else "parted"
            found.append(Change(at=one.made, what=what, of=one.a, now=one.b, by=one.by, why=one.why))
        if one.undone and one.undone >= since:
            found.append(Change(at=one.undone, what="undone", of=one.a, now=one.b, by=one.by))
    return found


def _moved(record: Record, since: str) -> list[Change]:
    rows = record.connection.execute(
        """SELECT DISTINCT strftime(made, '%Y-%m-%dT%H:%M:%S'), was, now FROM moves
        WHERE made >= CAST(? AS TIMESTAMP) AND kind <> 'story'""",
        [since],
    ).fetchall()
    return [Change(at=at, what="moved", of=was, was=was, now=now) for at, was, now in rows]


def _recoded(record: Record, since: str) -> list[Change]:
    """Rows that a newer coder added, withdrew, or reads otherwise; these are told with their fields' old and new values."""
    rows = record.connection.execute(
        """SELECT strftime(made, '%Y-%m-%dT%H:%M:%S'), kind, was, now, before, after, coder FROM recoded
        WHERE made >= CAST(? AS TIMESTAMP) ORDER BY made, was, now""",
        [since],
    ).fetchall()
    found = []
    for at, kind, was, now, before, after, coder in rows:
        if was is None or now is None:
            what = "added" if was is None else "withdrawn"
            found.append(Change(at=at, what=what, of=now or was, now=_quote(after or before), why=coder))
            continue
        old, new = (msgspec.json.decode(whole) for whole in (before, after))
        before_values, after_values = (values_of(kind, (row, roles)) for row, roles in (old, new))
        for field in changed_fields(kind, (old[0], old[1]), (new[0], new[1])):
            found.append(
                Change(
                    at=at, what="recoded", of=now, field=field, was=_json(before_values[field]),
                    now=_json(after_values[field]), why=coder,
                )
            )  # fmt: skip
    return found


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _quote(whole: str) -> str:
    row, _ = msgspec.json.decode(whole)
    return " ".join(row["quote"].split())


def as_of(record: Record, day: str) -> None:
    """Turns a record that was opened for reading to how it stood at the end of a day (ISO 8601, UTC).

    Articles kept later are left out with all that they say; corrections made later do not hold; reports, encounters and positions
    that a newer coder has read otherwise since are those of the coder of then. Which tellings make one happening is as it is
    today, and so are the other rows of articles that were coded anew (issues, assessments, claims, stages). Raises `RecordError` for a record opened for writing.
    """
    if record.writable:
        raise RecordError(f"{record.path} is open for writing; open it with writable=False to look back")
    ended = f"{day}T23:59:59.999999"
    connection = record.connection
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW articles AS SELECT * FROM record.main.articles "
        f"WHERE kept <= CAST('{ended}' AS TIMESTAMP)"
    )
    recoded = _before_recoding(record, ended)
    late = {one.of for one in corrections(record) if one.made > ended or (one.undone or "") > ended}
    found = stood(record, sorted(late - recoded.hidden), ended)
    before = [*found.values(), *recoded.rows]
    turned = sorted({*found, *recoded.hidden, *(row["id"] for row, _ in recoded.rows)})
    connection.execute("CREATE OR REPLACE TEMP TABLE turned_back (id VARCHAR)")
    insert(connection, "turned_back", {"id": turned})
    for table in set(tables_of(record)).intersection(OF_ARTICLES):
        own = [row for row, _ in before if TABLES[kind_of(row["id"])].name == table]
        if table == "roles":
            own = [role for _, roles in before for role in roles]
        _look_back(record, table, own, turned)
    connection.register(
        "renamed_rows", pa.table({"was": list(recoded.names), "now": list(recoded.names.values())}, _NAMES)
    )
    connection.execute("CREATE OR REPLACE TEMP TABLE renamed AS SELECT * FROM renamed_rows")
    connection.unregister("renamed_rows")
    connection.execute(
        """CREATE OR REPLACE TEMP VIEW happenings AS SELECT * FROM record.main.happenings
        UNION ALL SELECT r.was, h.kind, h.happening FROM record.main.happenings h JOIN renamed r ON r.now = h."of" AND r.was <> r.now"""
    )
    _look_back_at_pairs(record, turned)


_NAMES = pa.schema([("was", pa.string()), ("now", pa.string())])


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """Rows that articles had before they were coded anew."""

    rows: tuple[Whole, ...]
    """As they stood then, with the corrections that held."""
    hidden: frozenset[str]
    """Identifiers of the rows that came in their place since."""
    names: dict[str, str]
    """What each of the rows is called today, if it is there at all, by its identifier of then."""


def _before_recoding(record: Record, ended: str) -> Before:
    """The reports, encounters and positions that have been read otherwise since, as they were then."""
    rows = record.connection.execute(
        """SELECT was, now, before FROM recoded WHERE made > CAST(? AS TIMESTAMP) AND kind IN ('report', 'encounter', 'position')
        ORDER BY made, was, now""",
        [ended],
    ).fetchall()
    hidden: set[str] = set()
    then: dict[str, Whole] = {}
    # What each was called then, by what it was called later; and what it was called last.
    first_name: dict[str, str] = {}
    names: dict[str, str] = {}
    for was, now, before in rows:
        if was and was not in hidden:
            row, roles = msgspec.json.decode(before)
            then[was] = (row, roles)
        first = first_name.pop(was, was if was in then else None) if was else None
        if now:
            hidden.add(now)
        if first:
            names[first] = now or was
            first_name[now or was] = first
    held: dict[str, list[Correction]] = {}
    for one in corrections(record, [*names.values(), *then]):
        if held_until(one, ended):
            held.setdefault(one.of, []).append(one)
    stood_then = (corrected(whole, held.get(names.get(of, of), ())) for of, whole in then.items())
    return Before(rows=tuple(stood_then), hidden=frozenset(hidden), names=names)


def _look_back_at_pairs(record: Record, turned: list[str]) -> None:
    """What pairs held then: of rows that have been corrected or coded anew since, as they stood."""
    if "pairs" not in tables_of(record) or _version(record) < RENEWED["pairs"]:
        # A view beside the file, derived from tables that are turned back: by name, so that it sees their views.
        record.connection.execute(f"CREATE OR REPLACE TEMP VIEW pairs AS {derive()}")
        return
    gone = 'AND "of" NOT IN (SELECT id FROM turned_back)' if turned else ""
    kept = f"SELECT * FROM record.main.pairs WHERE article IN (SELECT id FROM articles) {gone}"
    before = {table: f"{table}_before" for table in ("reports", "encounters", "positions", "roles")}
    again = f"UNION ALL SELECT * FROM ({derive(before, matters=False)})" if turned else ""
    record.connection.execute(f"CREATE OR REPLACE TEMP VIEW pairs AS {kept} {again}")


def _version(record: Record) -> int:
    return int(record.connection.execute("SELECT value FROM about WHERE key = 'schema'").fetchall()[0][0])


def _look_back(record: Record, table: str, own: list[Row], turned: list[str]) -> None:
    connection = record.connection
    key = '"of"' if table == "roles" else "id" if table in {t.name for t in TABLES.values()} else None
    rest = f"SELECT * FROM record.main.{table} WHERE article IN (SELECT id FROM articles)"
    if key is None or not turned:
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {table} AS {rest}")
        return
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {table}_before AS SELECT * FROM record.main.{table} LIMIT 0"
    )
    columns = [name for name, *_ in connection.execute(f"DESCRIBE {table}_before").fetchall()]
    insert(connection, f"{table}_before", {name: [row.get(name) for row in own] for name in columns})
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW {table} AS {rest} AND {key} NOT IN (SELECT id FROM turned_back) "
        f"UNION ALL SELECT * FROM {table}_before WHERE article IN (SELECT id FROM articles)"
    )
