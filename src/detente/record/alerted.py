"""Alerts that were raised, and how far each has come on each way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from detente.record.deriving import in_words
from detente.record.inserting import insert
from detente.record.store import Record
from detente.record.transaction import transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """An alert as the record keeps it; schema.sql says what its fields are."""

    id: str
    kind: str
    states: tuple[str, ...]
    subject: str
    tellings: tuple[str, ...]
    day: str | None
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """An alert that is to be sent on a way."""

    alert: str
    way: str
    tries: int
    body: str


def already_told(record: Record, kind: str, tellings: Sequence[str]) -> set[str]:
    """Those of the tellings on which an alert of that kind stands already."""
    rows = record.connection.execute(
        f"""SELECT DISTINCT telling FROM (SELECT unnest(tellings) AS telling FROM alerts WHERE kind = ?)
        WHERE telling {in_words(tellings)}""",
        [kind],
    ).fetchall()
    return {row[0] for row in rows}


def alerted_days(record: Record, kind: str, states: Sequence[str], subject: str) -> list[str]:
    """The days (ISO 8601) of the alerts of that kind and subject for these states."""
    rows = record.connection.execute(
        """SELECT CAST(day AS VARCHAR) FROM alerts WHERE kind = ? AND states = ? AND subject = ? AND day IS NOT NULL
        ORDER BY day""",
        [kind, list(states), subject],
    ).fetchall()
    return [row[0] for row in rows]


def keep_alerts(
    record: Record, raised: Sequence[Raised], ways: Sequence[str], heard: Sequence[str], now: datetime
) -> None:
    """Keeps alerts, that each is to be sent on each way, and that articles have been heard: all together.

    One that is there already is left as it is. `now`: UTC, without a zone. Raises `RecordError`.
    """
    known = record.connection.execute(
        f"SELECT id FROM alerts WHERE id {in_words([one.id for one in raised])}"
    ).fetchall()
    fresh = list({one.id: one for one in raised if (one.id,) not in known}.values())
    at = now.isoformat()
    with transaction(record) as connection:
        names = ("id", "kind", "states", "subject", "tellings", "day", "body")
        columns: dict[str, list[object]] = {name: [getattr(one, name) for one in fresh] for name in names}
        insert(connection, "alerts", columns | {"raised": [at] * len(fresh)})
        sent = [(one.id, way) for one in fresh for way in ways]
        insert(
            connection, "deliveries",
            {"alert": [alert for alert, _ in sent], "way": [way for _, way in sent], "tries": [0] * len(sent),
             "due": [at] * len(sent)},
        )  # fmt: skip
        connection.execute(f"UPDATE feed_items SET heard = true WHERE article {in_words(heard)}")


def deliveries_due(record: Record, now: datetime) -> list[Delivery]:
    """What is to be sent now, the oldest alerts first."""
    rows = record.connection.execute(
        """SELECT d.alert, d.way, d.tries, a.body FROM deliveries d JOIN alerts a ON a.id = d.alert
        WHERE d.delivered IS NULL AND d.failed IS NULL AND d.due <= ? ORDER BY a.raised, a.id, d.way""",
        [now],
    ).fetchall()
    return [Delivery(alert=alert, way=way, tries=tries, body=body) for alert, way, tries, body in rows]


def next_delivery(record: Record, now: datetime) -> datetime | None:
    """When something is to be sent after now; None where nothing is."""
    [[due]] = record.connection.execute(
        "SELECT min(due) FROM deliveries WHERE delivered IS NULL AND failed IS NULL AND due > ?", [now]
    ).fetchall()
    return due  # type: ignore[no-any-return]


def note_delivered(record: Record, alerts: Sequence[str], way: str, now: datetime) -> None:
    """Notes that alerts have been delivered on a way. Raises `RecordError`."""
    with transaction(record) as connection:
        connection.execute(
            f"UPDATE deliveries SET delivered = ?, tries = tries + 1 WHERE way = ? AND alert {in_words(alerts)}",
            [now, way],
        )


def note_undelivered(
    record: Record, alerts: Sequence[str], way: str, *, due: datetime | None, why: str
) -> None:
    """Notes that alerts could not be sent, and when to try again; without `due` they have failed. Raises `RecordError`."""
    with transaction(record) as connection:
        connection.execute(
            f"""UPDATE deliveries SET tries = tries + 1, due = ?, failed = ?
            WHERE way = ? AND alert {in_words(alerts)}""",
            [due, None if due else why, way],
        )


def alert_bodies(record: Record, limit: int | None = None) -> list[str]:
    """The alerts that were raised, newest first, as JSON."""
    rows = record.connection.execute(
        "SELECT body FROM alerts ORDER BY raised DESC, id LIMIT ?", [limit]
    ).fetchall()
    return [row[0] for row in rows]
