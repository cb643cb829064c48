"""What is waiting for a person's judgement, least certain first, and what may be done with each row.

A report, an encounter or a position is as certain as the least of its own confidence and that of those who stand in
it. An event is as certain as the telling that fits it least: the mean likeness of that telling to the others, where
tellings that linking found nothing alike count 0. Rows that a person has judged or added are not asked for again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from detente.errors import UsageError
from detente.record.fields import TABLES, kind_of
from detente.record.scope import Scope, conditions
from detente.record.store import Record

Kind = Literal["report", "encounter", "position", "event"]
Action = Literal["accept", "reject", "edit", "merge", "split"]
KINDS: tuple[Kind, ...] = get_args(Kind)
ACTIONS: dict[str, tuple[Action, ...]] = {
    "report": ("accept", "reject", "edit", "merge", "split"),
    "encounter": ("accept", "reject", "edit", "merge", "split"),
    "position": ("accept", "reject", "edit"),
    "event": ("accept", "split"),
}
"""To accept an event is to say that its two tellings are one happening; to split it, that they are two."""
EVERYTHING = Scope()
CLOSE = 1e-9
"""Certainties that differ by less are one."""
MOST_NEAR = 3
"""Rows offered for merging."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which rows a person wants to see."""

    scope: Scope = EVERYTHING
    kinds: tuple[Kind, ...] = KINDS
    below: float | None = None
    """Only what is less certain than this, 0 to 1."""
    passed: frozenset[str] = frozenset()
    """Identifiers that the person has passed over for now."""
    after: tuple[float, str] | None = None
    """Only what comes after this place in the queue: certainty and identifier of a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of the sentence and what it is in the row: actor, recipient, participant, holder, trigger, ..."""

    role: str
    text: str
    name: str | None
    start: int
    """Offset into the quote."""
    end: int
    confidence: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One row with its sentence and its source."""

    id: str
    kind: str
    article: str
    title: str | None
    outlet: str | None
    published: str | None
    url: str | None
    quote: str
    parts: tuple[Part, ...]
    """Those whose words stand in the sentence, in the order of the text."""
    fields: dict[str, Any]
    """Value by field, as `corrections.correct` takes them; those in a role by their names."""
    event: str | None
    """The happening that it tells of, where linking found one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One row, or one event, that waits for a judgement."""

    id: str
    kind: Kind
    certainty: float
    """0 to 1."""
    doubt: str
    """What is least certain of it, in words."""
    told: tuple[Told, ...]
    """The row; of an event the telling that fits it least, and the one most like it."""
    actions: tuple[Action, ...]
    near: tuple[str, ...]
    """Rows that may tell of the same happening and are held to tell of another, the likeliest first."""


def waiting(record: Record, asked: Asked, limit: int = 20) -> tuple[Waiting, ...]:
    """The rows that wait for a judgement, least certain first. Raises `UsageError` for a kind that there is not."""
    rows = _ranked(record, asked, f"ORDER BY certainty, id LIMIT {int(limit)}")
    told = {one.id: one for one in tellings(record, [i for row in rows for i in (row[2], row[3]) if i])}
    found = []
    for identity, kind, telling, other, certainty in rows:
        shown = tuple(told[i] for i in (telling, other) if i in told)
        near = _near(record, telling) if kind in {"report", "encounter"} else ()
        found.append(
            Waiting(
                id=identity, kind=kind, certainty=certainty, doubt=_doubt(kind, shown, certainty), told=shown,
                actions=_actions(record, kind, shown[0], near), near=near,
            )
        )  # fmt: skip
    return tuple(found)


def row_called(record: Record, identity: str) -> Waiting | None:
    """One row as if it waited, judged already or not; None where there is no report, encounter or position of that name."""
    found = tellings(record, [identity])
    if not found:
        return None
    told = found[0]
    kind: Kind = cast(Kind, told.kind)
    own = record.connection.execute(f"SELECT confidence FROM {TABLES[kind].name} WHERE id = ?", [identity])
    known = [own.fetchall()[0][0], *(part.confidence for part in told.parts)]
    sure = min((one for one in known if one is not None), default=1.0)
    near = _near(record, identity) if kind in {"report", "encounter"} else ()
    return Waiting(
        id=identity, kind=kind, certainty=sure, doubt=_doubt(kind, found, sure), told=found,
        actions=_actions(record, kind, told, near), near=near,
    )  # fmt: skip


def event_of_two(record: Record, a: str, b: str) -> Waiting | None:
    """The question whether two tellings are of one happening; None where one of them is not there."""
    found = tellings(record, [a, b])
    if len(found) != 2 or found[0].event is None:
        return None
    return Waiting(
        id=found[0].event, kind="event", certainty=0.0, doubt=_doubt("event", found, 0.0), told=found,
        actions=ACTIONS["event"], near=(),
    )  # fmt: skip


def left(record: Record, asked: Asked) -> int:
    """How many rows wait for a judgement."""
    return len(_ranked(record, asked, ""))


def tellings(record: Record, identities: Sequence[str]) -> tuple[Told, ...]:
    """Reports, encounters and positions with what a person needs to judge them, in this order; unknown ones left out."""
    found: dict[str, Told] = {}
    for kind, table in TABLES.items():
        own = [one for one in dict.fromkeys(identities) if kind_of(one) == kind]
        if not own:
            continue
        rows = _dicts(
            record,
            f"""SELECT t.*, a.title, a.outlet, a.published, a.url,
            (SELECT any_value(h.happening) FROM happenings h WHERE h."of" = t.id AND h.kind = ?) AS happening
            FROM {table.name} t JOIN articles a ON a.id = t.article WHERE t.id IN (SELECT unnest(?::VARCHAR[]))""",
            [kind, own],
        )
        roles = _dicts(
            record,
            'SELECT * FROM roles WHERE "of" IN (SELECT unnest(?::VARCHAR[])) ORDER BY "of", role, rank',
            [own],
        )
        for row in rows:
            found[row["id"]] = _told(kind, row, [r for r in roles if r["of"] == row["id"]])
    return tuple(found[one] for one in dict.fromkeys(identities) if one in found)


def _told(kind: str, row: dict[str, Any], roles: list[dict[str, Any]]) -> Told:
    table, at = TABLES[kind], row["start"]
    spans = [
        (r["role"], r["text"], r["name"], r["start"] - at, r["end"] - at, r["confidence"])
        for r in roles
        if at <= r["start"] < r["end"] <= row["end"]
    ]
    if row.get("trigger") and row["trigger_start"] is not None:
        spans.append(
            ("trigger", row["trigger"], None, row["trigger_start"] - at, row["trigger_end"] - at, None)
        )
    parts = [
        Part(role=role, text=words, name=name, start=start, end=end, confidence=sure)
        for role, words, name, start, end, sure in sorted(spans, key=lambda s: (s[3], s[4], s[0]))
        if row["quote"][start:end] == words
    ]
    fields: dict[str, Any] = {
        field: str(row[column]) if field == "day" and row[column] is not None else row[column]
        for field, column in table.columns.items()
    }
    if "when" in row:
        fields["day"] = row["when"]
    for field, role in table.roles.items():
        fields[field] = [r["name"] or r["text"] for r in roles if r["role"] == role]
    return Told(
        id=row["id"], kind=kind, article=row["article"], title=row["title"], outlet=row["outlet"],
        published=row["published"], url=row["url"], quote=row["quote"], parts=tuple(parts), fields=fields,
        event=row["happening"],
    )  # fmt: skip


Ranked = list[tuple[str, Kind, str, str | None, float]]
"""Identifier, kind, the telling to show, the one beside it, certainty."""


def _ranked(record: Record, asked: Asked, rest: str) -> Ranked:
    unknown = set(asked.kinds) - set(KINDS)
    if unknown:
        raise UsageError(f"no kind is called {sorted(unknown)[0]!r}; known are {', '.join(KINDS)}")
    if asked.below is not None and not 0 <= asked.below <= 1:
        raise UsageError(f"certainty lies between 0 and 1, not {asked.below}")
    parts, values = [], []
    for kind in dict.fromkeys(asked.kinds):
        question, own = _events(asked.scope) if kind == "event" else _rows(kind, asked.scope)
        parts.append(question)
        values += own
    where = "id NOT IN (SELECT unnest(?::VARCHAR[])) AND (? IS NULL OR certainty < ?)"
    values += [sorted(asked.passed), asked.below, asked.below]
    if asked.after is not None:
        # A certainty that went through an address may have lost its last digits: who is that close is told by name.
        where += " AND (certainty > ? OR (certainty > ? AND id > ?))"
        values += [asked.after[0] + CLOSE, asked.after[0] - CLOSE, asked.after[1]]
    question = f"SELECT * FROM ({' UNION ALL '.join(parts)}) WHERE {where} {rest}"
    return record.connection.execute(question, values).fetchall() if parts else []


def _rows(kind: str, scope: Scope) -> tuple[str, list[Any]]:
    table = TABLES[kind].name
    day = "a.published_day" if kind == "position" else "coalesce(t.day, a.published_day)"
    where, values = conditions(scope, day, kind=kind, table="t")
    roles = ", ".join(f"'{role}'" for role in TABLES[kind].roles.values())
    question = f"""SELECT t.id, '{kind}' AS kind, t.id AS telling, NULL AS other,
        least(coalesce(t.confidence, 1), coalesce(c.least, 1)) AS certainty
        FROM {table} t JOIN articles a ON a.id = t.article
        LEFT JOIN (SELECT "of", min(confidence) AS least FROM roles WHERE role IN ({roles}) GROUP BY "of") c
          ON c."of" = t.id
        WHERE t.judged IS NULL AND t.added_by IS NULL AND {where}"""
    return question, values


def _events(scope: Scope) -> tuple[str, list[Any]]:
    """Of each event the telling that fits it least, unless a person has judged that it belongs there."""
    told, values = [], []
    for kind in ("report", "encounter"):
        where, own = conditions(scope, "coalesce(t.day, a.published_day)", kind=kind, table="t")
        told.append(
            f"SELECT t.id FROM {TABLES[kind].name} t JOIN articles a ON a.id = t.article "
            f"WHERE t.judged IS DISTINCT FROM 'rejected' AND {where}"
        )
        values += own
    question = f"""SELECT * FROM (
        WITH tied AS (
          SELECT x.happening, l.a, l.b, l.score FROM links l
          JOIN happenings x ON x."of" = l.a AND x.kind <> 'story'
          JOIN happenings y ON y."of" = l.b AND y.kind <> 'story' AND y.happening = x.happening
          WHERE l.kind = 'event'),
        ends AS (SELECT happening, a AS id, b AS other, score FROM tied
                 UNION ALL SELECT happening, b, a, score FROM tied),
        sizes AS (SELECT happening, count(DISTINCT id) AS size FROM ends GROUP BY happening),
        fits AS (SELECT happening, id, arg_max(other, (score, other)) AS other, sum(score) AS total
                 FROM ends GROUP BY happening, id)
        SELECT happening AS id, 'event' AS kind, f.id AS telling, other,
          greatest(0, least(1, total / (size - 1))) AS certainty
        FROM fits f JOIN sizes USING (happening)
        WHERE f.id IN ({" UNION ALL ".join(told)})
          AND NOT EXISTS (SELECT 1 FROM judgements j WHERE j.undone IS NULL
            AND j.a = least(f.id, other) AND j.b = greatest(f.id, other))
        QUALIFY row_number() OVER (PARTITION BY happening ORDER BY total, f.id) = 1)"""
    return question, values


def _actions(record: Record, kind: Kind, told: Told, near: Collection[str]) -> tuple[Action, ...]:
    """What may be done; a row is split off only where another telling stands beside it in its event."""
    known = ACTIONS[kind]
    if kind in {"report", "encounter"} and not beside(record, told):
        known = tuple(action for action in known if action != "split")
    return known


def beside(record: Record, told: Told) -> tuple[str, ...]:
    """The other tellings of its kind in the event that a row tells of."""
    if told.event is None:
        return ()
    rows = record.connection.execute(
        'SELECT "of" FROM happenings WHERE happening = ? AND kind = ? AND "of" <> ? ORDER BY "of"',
        [told.event, told.kind, told.id],
    )
    return tuple(row[0] for row in rows.fetchall())


def _near(record: Record, identity: str) -> tuple[str, ...]:
    """What linking found somewhat alike and yet put into another event; the likeliest first."""
    rows = record.connection.execute(
        """SELECT if(l.a = ?, l.b, l.a) AS other FROM links l
        JOIN happenings x ON x."of" = ? AND x.kind <> 'story'
        JOIN happenings y ON y."of" = if(l.a = ?, l.b, l.a) AND y.kind = x.kind AND y.happening <> x.happening
        WHERE l.kind = 'event' AND (l.a = ? OR l.b = ?) AND l.score > 0 ORDER BY l.score DESC, other LIMIT ?""",
        [*[identity] * 5, MOST_NEAR],
    ).fetchall()
    return tuple(row[0] for row in rows)


def _doubt(kind: str, shown: Sequence[Told], certainty: float) -> str:
    if kind == "event":
        return "whether the two sentences tell of one happening"
    weak = [p for p in shown[0].parts if p.confidence is not None and abs(p.confidence - certainty) < 1e-9]
    if weak:
        return f"who “{weak[0].text}” is"
    return {"report": "what was done", "encounter": "who met, and how", "position": "where it stands"}[kind]


def _dicts(record: Record, question: str, values: Sequence[Any]) -> list[dict[str, Any]]:
    answer = record.connection.execute(question, list(values))
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
