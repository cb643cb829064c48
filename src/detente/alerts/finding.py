"""What there is to tell of articles that have just come into the record: encounters, acts, issues.

Each is told once. A happening is known again by any of its tellings, for its own identifier changes when others are joined
to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from detente.alerts.alert import Alert, Finding, Kind, identity, sentence
from detente.alerts.wishes import Wish, pairs_among
from detente.alerts.wording import act_headline, encounter_headline, issue_headline, last_day
from detente.record.alerted import already_told
from detente.record.news import acts_told, encounters_told, issues_told, telling_of
from detente.record.store import Record

FRESH = timedelta(days=7)
"""What lies further before its article's publication is background, and no news."""
STANDS: dict[str, tuple[Kind, tuple[str, ...]]] = {
    "happened": ("encounter", ("happened", "ongoing")),
    "ongoing": ("encounter", ("happened", "ongoing")),
    "planned": ("encounter", ("planned",)),
    "postponed": ("called-off", ("postponed",)),
    "cancelled": ("called-off", ("cancelled",)),
    "refused": ("called-off", ("refused",)),
}
"""Of what an alert is by how an encounter stands, and which tellings say so; of others there is none."""


def findings(record: Record, articles: Sequence[str], wishes: Sequence[Wish], now: datetime) -> list[Finding]:
    """All that these articles add to what somebody wishes to be told of, but for turns."""
    return [
        *_encounters(record, articles, wishes, now),
        *_acts(record, articles, wishes, now),
        *_issues(record, articles, wishes, now),
    ]


def _encounters(
    record: Record, articles: Sequence[str], wishes: Sequence[Wish], now: datetime
) -> list[Finding]:
    if not any(wish.on & {"encounter", "called-off"} for wish in wishes):
        return []
    wanted = []
    for row in encounters_told(record, articles):
        kind, statuses = STANDS.get(row["status"], (None, ()))
        if kind is None or not _is_fresh(last_day(row), row["published_day"]):
            continue
        telling = telling_of(record, row["tellings"], statuses)
        states = sorted({one for one in row["participant_countries"] or () if one})
        if telling is not None and _wished(wishes, kind, pairs_among(states), row["confidence"]):
            wanted.append((row, kind, states, telling))
    told = {row["id"] for row, *_ in wanted}
    found = []
    for row, kind, states, telling in wanted:
        # Of a visit with its talks and its dinner, the visit is told.
        known = [*row["tellings"], *row["whole_tellings"]]
        if told & set(row["wholes"]) or already_told(record, kind, known):
            continue
        alert = Alert(
            id=identity(kind, (), row["tellings"][0]),
            kind=kind,
            states=tuple(states),
            subject=row["status"],
            headline=encounter_headline(row, states, row["status"]),
            day=str(row["day"]) if row["day"] else None,
            raised=_stamp(now),
            evidence=(sentence(telling),),
            page=f"/encounter/{row['id']}",
        )
        found.append(Finding(alert=alert, tellings=tuple(row["tellings"])))
    return found


def _acts(record: Record, articles: Sequence[str], wishes: Sequence[Wish], now: datetime) -> list[Finding]:
    categories = sorted({one for wish in wishes for one in wish.categories})
    if not categories:
        return []
    homes: dict[str, list[dict[str, Any]]] = {}
    for row in acts_told(record, articles, categories):
        fresh = row["status"] in ("happened", "ongoing") and _is_fresh(row["day"], row["published_day"])
        pair = (row["a"], row["b"])
        if fresh and any(
            wish.wants(pair) and row["event"] in wish.categories and row["confidence"] >= wish.least
            for wish in wishes
        ):
            homes.setdefault(row["id"], []).append(row)
    found = []
    for home, rows in homes.items():
        tellings = sorted({one for row in rows for one in row["tellings"]})
        if already_told(record, "category", tellings):
            continue
        best = max(rows, key=lambda row: (row["confidence"], row["report"]))
        alert = Alert(
            id=identity("category", (), tellings[0]),
            kind="category",
            states=tuple(sorted({one for row in rows for one in (row["a"], row["b"])})),
            subject=best["event"],
            headline=act_headline(best),
            day=str(best["day"]) if best["day"] else None,
            raised=_stamp(now),
            evidence=(sentence(best),),
            page=f"/event/{home}",
        )
        found.append(Finding(alert=alert, tellings=tuple(tellings)))
    return found


def _issues(record: Record, articles: Sequence[str], wishes: Sequence[Wish], now: datetime) -> list[Finding]:
    issues = sorted({one for wish in wishes for one in wish.issues})
    if not issues:
        return []
    stories: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in issues_told(record, articles, issues):
        if any(wish.wants((row["a"], row["b"])) and row["issue"] in wish.issues for wish in wishes):
            stories.setdefault((row["issue"], row["tellings"][0]), []).append(row)
    found = []
    for (issue, first), rows in stories.items():
        # An article tells of several issues, so each is remembered with its name.
        tellings = tuple(f"{issue} {one}" for one in rows[0]["tellings"])
        if already_told(record, "issue", tellings):
            continue
        states = tuple(sorted({one for row in rows for one in (row["a"], row["b"])}))
        alert = Alert(
            id=identity("issue", (), issue, first),
            kind="issue",
            states=states,
            subject=issue,
            headline=issue_headline(issue, states, rows[0]["title"]),
            day=str(rows[0]["published_day"]) if rows[0]["published_day"] else None,
            raised=_stamp(now),
            evidence=(sentence(rows[0]),),
            page=f"/article/{rows[0]['article']}",
        )
        found.append(Finding(alert=alert, tellings=tellings))
    return found


def _wished(wishes: Sequence[Wish], kind: str, pairs: Sequence[tuple[str, str]], confidence: float) -> bool:
    return any(
        kind in wish.on and (confidence or 0.0) >= wish.least and any(map(wish.wants, pairs))
        for wish in wishes
    )


def _is_fresh(day: date | None, published: date | None) -> bool:
    return day is None or published is None or day >= published - FRESH


def _stamp(now: datetime) -> str:
    return now.isoformat(timespec="seconds") + "+00:00"
