"""The chronology of a pair of states or of a person: acts, encounters, changes of office and turns of the curve by day.

Every entry is one happening, however many articles tell it, with all the sentences that do; a change of office has its
row in the table of holders, or the sentence that teaches it; a turn has the events that made it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import pyarrow as pa

from detente.knowledge.holders import Holder, titles
from detente.knowledge.scales import shipped_scale
from detente.relations.account import account, turns_table
from detente.relations.acts import act_sentence
from detente.relations.meetings import AHEAD, encounter_sentence, gathered, is_ahead, is_told
from detente.relations.ranks import LEADERS, canonical, same_person
from detente.relations.wording import adjective, day, on_day, sentence_case

Row = Mapping[str, Any]
Kind = Literal["act", "encounter", "office", "turn"]
TELLING = LEADERS | {"foreign minister"}
"""Offices whose change is told of a pair of states; of a person, every office is."""
NAMED = 3
"""Events cited for a turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """Where an entry comes from: a sentence of an article, or a row of the table of holders (`article` is None)."""

    outlet: str
    day: str | None
    """Of publication."""
    quote: str
    article: str | None = None
    url: str | None = None
    id: str | None = None
    """Of the report or encounter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a chronology."""

    day: str
    """ISO 8601, as precise as it is known."""
    kind: Kind
    text: str
    sources: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the record and the tables hold. Rows are those of `record.queries` (events, encounters, lessons)."""

    events: Sequence[Row] = ()
    encounters: Sequence[Row] = ()
    happenings: Mapping[str, str] = field(default_factory=dict)
    """Happening by report."""
    turns: Sequence[Row] = ()
    """As `account.turns_table` gives them."""
    holders: Sequence[Holder] = ()
    lessons: Sequence[Row] = ()
    since: str | None = None
    until: str | None = None


def happenings_of(happened: pa.Table) -> dict[str, str]:
    """The happening of each report, from the table that `record.dealings` gives."""
    rows = zip(happened["id"].to_pylist(), happened["reports"].to_pylist(), strict=True)
    return {report: identity for identity, reports in rows for report in reports}


def turns_between(
    happened: pa.Table, pair: tuple[str, str], since: str | None, until: str | None
) -> list[Row]:
    """The turns of a pair for `Told.turns`, from the same table; none where nothing is told of the pair."""
    acted = zip(happened["actor"].to_pylist(), happened["recipient"].to_pylist(), strict=True)
    if not any({*pair} == {*ends} for ends in acted):
        return []
    found = account(happened, pair, shipped_scale("plover"), until=until)
    return list(turns_table(found, since).to_pylist())


def chronology_of_pair(told: Told, pair: tuple[str, str]) -> list[Entry]:
    """All of two states, oldest first; offices are told from the first to the last day that the record tells of."""
    entries = _acts(told, {pair: None}) + _encounters(told) + _turns(told)
    days = [str(row["day"])[:10] for row in (*told.events, *told.encounters) if row["day"]]
    first, last = told.since or min(days, default=None), told.until or max(days, default=None)
    if first and last:
        rows = [row for row in told.holders if row.country in pair and row.office in TELLING]
        entries += _offices(rows, first, last)
        taught = [row for row in told.lessons if row["country"] in pair]
        entries += _taught(
            [row for row in taught if canonical(row["office"], row["country"]) in TELLING], first, last
        )
    return _ordered(entries)


def chronology_of_person(told: Told, person: str) -> list[Entry]:
    """All of a person, oldest first. Names agree by surname and what is told of the others."""
    pairs: dict[tuple[str, str], str | None] = {}
    for row in told.events:
        named = [n for n in (*(row["actors"] or ()), *(row["recipients"] or ())) if same_person(n, person)]
        for a in row["actor_states"] or ():
            pairs |= {(a, b): named[0] for b in row["recipient_states"] or () if named and a != b}
    held = [row for row in told.holders if any(same_person(n, person) for n in (row.person, *row.aliases))]
    taught = [row for row in told.lessons if same_person(row["person"], person)]
    first, last = told.since or "", told.until or "9999"
    entries = _acts(told, pairs) + _encounters(told)
    return _ordered(entries + _offices(held, first, last) + _taught(taught, first, last))


def _acts(told: Told, pairs: Mapping[tuple[str, str], str | None]) -> list[Entry]:
    """One entry a happening: the surest telling makes the sentence, all are cited."""
    groups: dict[str, list[tuple[str, Row]]] = {}
    for row in told.events:
        sentence = next(filter(None, (_act(row, pair, person) for pair, person in pairs.items())), None)
        if sentence is not None:
            # An act of one category told twice in an article is told once.
            key = told.happenings.get(row["id"]) or f"{row['article']} {row['event']} {row['day']}"
            groups.setdefault(key, []).append((sentence, row))
    entries = []
    for members in groups.values():
        members.sort(key=lambda member: -(member[1]["confidence"] or 0))
        sentence, row = members[0]
        sources = _cited([member for _, member in members])
        entries.append(Entry(day=str(row["day"])[:10], kind="act", text=sentence, sources=sources))
    return entries


def _act(row: Row, pair: tuple[str, str], person: str | None) -> str | None:
    if person is not None and person not in (*(row["actors"] or ()), *(row["recipients"] or ())):
        return None
    return act_sentence(row, pair, person) if row["day"] else None


def _encounters(told: Told) -> list[Entry]:
    """What took place, was called off, or is still ahead on the last day; a plan whose day is past says nothing."""
    rows = [row for row in told.encounters if is_told(row) and row["day"]]
    now = told.until or max(
        (str(row["published"])[:10] for row in told.encounters if row["published"]), default=""
    )
    introduced: set[str] = set()
    entries = []
    for group in reversed(gathered(rows)):
        row = group[0]
        if row["status"] in AHEAD and not is_ahead(row, now):
            continue
        when = row["when"] if (row["when"] or "")[:4].isdecimal() and "W" not in row["when"] else None
        text = encounter_sentence(group, introduced, ahead=row["status"] in AHEAD)
        entries.append(
            Entry(day=str(when or row["day"])[:10], kind="encounter", text=text, sources=_cited(group))
        )
    return entries


def _turns(told: Told) -> list[Entry]:
    by_id: dict[str, Row] = {row["id"]: row for row in told.events}
    for row in told.events:
        by_id.setdefault(told.happenings.get(row["id"], row["id"]), row)
    entries = []
    for turn in told.turns:
        if _within(turn["began"], told.since or "", told.until or "9999"):
            made = [by_id[event["id"]] for event in turn["events"] if event["id"] in by_id]
            text = (
                f"{sentence_case(on_day(turn['began']))} it turned {turn['direction']} between the two: from "
                f"{turn['before']:+.1f} to {turn['after']:+.1f} "
                f"(probability {turn['probability']:.2f}, known on {day(turn['known'])})."
            )
            entries.append(Entry(day=turn["began"], kind="turn", text=text, sources=_cited(made[:NAMED])))
    return entries


def _offices(rows: Sequence[Holder], first: str, last: str) -> list[Entry]:
    entries = []
    for row in rows:
        source = Cited(outlet="table of office holders", day=None, quote=row.source)
        for when, verb in ((row.since, "became"), (row.until, "ceased to be")):
            if when is not None and _within(when, first, last):
                text = f"{sentence_case(on_day(when))} {row.person} {verb} {_title(row.office, row.country)}."
                entries.append(Entry(day=when, kind="office", text=text, sources=(source,)))
    return entries


def _taught(rows: Sequence[Row], first: str, last: str) -> list[Entry]:
    """The first sentence that teaches an office of a person."""
    earliest: dict[tuple[str, str, str], Row] = {}
    for row in sorted(rows, key=lambda row: str(row["since"])):
        earliest.setdefault((row["person"], row["office"], row["country"]), row)
    entries = []
    for (person, office, country), row in earliest.items():
        when = str(row["since"] or "")[:10]
        if when and _within(when, first, last):
            text = f"{sentence_case(on_day(when))} an article named {person} as {_title(office, country)}."
            cited = _cited([{**row, "published": when, "id": None}])
            entries.append(Entry(day=when, kind="office", text=text, sources=cited))
    return entries


def _title(office: str, country: str) -> str:
    """ "US secretary of state": an office under its customary title, with the state or body it is of."""
    if len(country) != 3 or not country.isupper():
        return f"{office} of {country}"
    customary = next(
        (row.title for row in titles() if (row.office, row.country) == (office, country)), office
    )
    return f"{adjective(country)} {customary}"


def _within(when: str, first: str, last: str) -> bool:
    """Whether a prefix of a day lies between two days, as far as its precision says."""
    return first[: len(when)] <= when <= last[: len(when)] or not last[: len(when)]


def _cited(rows: Sequence[Row]) -> tuple[Cited, ...]:
    found: dict[tuple[str, str], Cited] = {}
    for row in rows:
        quote = " ".join(str(row["quote"]).split())
        published = str(row["published"])[:10] if row.get("published") else None
        found.setdefault(
            (row["article"], quote),
            Cited(
                outlet=row.get("outlet") or row.get("url") or "outlet unknown", day=published, quote=quote,
                article=row["article"], url=row.get("url"), id=row.get("id"),
            ),
        )  # fmt: skip
    return tuple(found.values())


def _ordered(entries: list[Entry]) -> list[Entry]:
    order = ("office", "encounter", "act", "turn")
    return sorted(entries, key=lambda entry: (entry.day, order.index(entry.kind), entry.text))
