"""Linking what stands in the record: new articles are compared with their neighbours, never with the whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.linking.blocks import BY_HAND, blocks_touched
from detente.linking.copies import Shingles, copies, shingles_of
from detente.linking.events import LEAST as ONE_EVENT
from detente.linking.events import Ties, acts_of, akin_to, linked
from detente.linking.grouping import Pair, groups_of, pair_of
from detente.linking.stories import FADED, SHARED, Opening, opening_of, published_day
from detente.linking.stories import LEAST as ONE_STORY
from detente.linking.stories import linked as alike_openings
from detente.linking.tellings import Telling, taken_up, telling_of_encounter, telling_of_report
from detente.linking.terms import Rarity
from detente.record import recall
from detente.record.links import (
    Links,
    judged,
    keep_links,
    standing_for,
    taken_up_by,
    unlinked,
)
from detente.record.lookups import Lookup, neighbours
from detente.record.settling import settle
from detente.record.store import Record
from detente.record.told import sources
from detente.types import Article

TOGETHER = 64
"""Articles linked in one transaction."""
KINDS = {"rp": "report", "en": "encounter"}
"""The kind of a telling by the first letters of its identifier; both belong to happenings of one sort."""
PREFIX = {"ar": "st", "rp": "ev", "en": "me"}
"""First letters of a story or happening by those of the member that it is named after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """How many articles were linked, and how many pairs of each kind were found."""

    articles: int
    copies: int
    stories: int
    events: int


def link_new(record: Record, rarity: Rarity) -> Iterator[Linked]:
    """Links all articles that are not linked yet, batch by batch; what was yielded is kept.

    The stories and happenings that come of it are the same in whatever order articles are linked.
    Raises `RecordError` when the record cannot be written; what was linked before stays.
    """
    fresh = unlinked(record, TOGETHER)
    while fresh:
        yield link(record, fresh, rarity)
        if fresh := unlinked(record, TOGETHER):
            record.pause()
    settle(record)


def link(record: Record, fresh: Sequence[str], rarity: Rarity) -> Linked:
    """Links these articles of the record with all that they touch."""
    articles = recall.articles(record, fresh)
    copied, copy_lookups = _copies(record, articles)
    alike, story_lookups = _stories(record, articles, rarity)
    stories = _regrouped(record, "story", fresh, alike)
    ties = _Ties(alike, copied)
    links: dict[str, Mapping[Pair, float]] = {"copy": copied, "story": alike}
    tellings = _fresh_tellings(record, articles, rarity)
    own = [lookup for telling in tellings for lookup in _lookups_of(telling)]
    near = neighbours(record, own, 1) - {telling.id for telling in tellings}
    links["event"] = linked(tellings, _known_tellings(record, near, rarity), ties)
    events = _regrouped(record, "event", [t.id for t in tellings], links["event"])
    keep_links(
        record, [*copy_lookups, *story_lookups, *own], links, {"story": stories, **_by_kind(record, events)}
    )
    return Linked(articles=len(articles), copies=len(copied), stories=len(alike), events=len(links["event"]))


def _copies(record: Record, articles: Sequence[Article]) -> tuple[dict[Pair, float], list[Lookup]]:
    new = [shingles_of(article.id, article.text) for article in articles]
    days = {article.id: published_day(article.published) for article in articles}
    lookups = [
        Lookup(id=s.id, kind="copy", keys=tuple(map(str, s.bands)), first=days[s.id], last=days[s.id])
        for s in new
    ]
    near = neighbours(record, lookups, FADED) - set(days)
    known = [_shingles(article) for article in recall.articles(record, sorted(near))]
    return copies(new, known), lookups


def _shingles(article: Article) -> Shingles:
    return shingles_of(article.id, article.text)


def _stories(
    record: Record, articles: Sequence[Article], rarity: Rarity
) -> tuple[dict[Pair, float], list[Lookup]]:
    new = [opening_of(article, rarity) for article in articles]
    lookups = [_lookup_of_opening(opening) for opening in new]
    near = neighbours(record, lookups, FADED, SHARED) - {opening.id for opening in new}
    known = [opening_of(article, rarity) for article in recall.articles(record, sorted(near))]
    return alike_openings(new, known), lookups


def _lookup_of_opening(opening: Opening) -> Lookup:
    return Lookup(id=opening.id, kind="story", keys=opening.telling, first=opening.day, last=opening.day)


def _lookups_of(telling: Telling) -> tuple[Lookup, ...]:
    """By its pairs of powers and what they do in a wide window, by each power alone on its own days."""
    first, last = telling.window
    wide = Lookup(
        id=telling.id, kind="event", keys=acts_of(telling), first=first, last=last, asks=akin_to(telling)
    )
    own = Lookup(id=telling.id, kind="event", keys=telling.alone, first=telling.first, last=telling.last)
    return wide, own


def _fresh_tellings(record: Record, articles: Sequence[Article], rarity: Rarity) -> list[Telling]:
    """The tellings of these articles: all encounters, and the reports that none of them took up."""
    days = {article.id: article.published for article in articles}
    reports = recall.reports(record, sorted(days), by="article")
    encounters = recall.encounters(record, sorted(days), by="article")
    taken = taken_up([report for _, report in reports], [encounter for _, encounter in encounters])
    tellings = [telling_of_report(one, at, days[at], rarity) for at, one in reports if one.id not in taken]
    return tellings + [telling_of_encounter(one, at, days[at], rarity) for at, one in encounters]


def _known_tellings(record: Record, near: Iterable[str], rarity: Rarity) -> list[Telling]:
    wanted = sorted(near)
    reports = recall.reports(record, [one for one in wanted if one.startswith("rp_")], by="id")
    encounters = recall.encounters(record, [one for one in wanted if one.startswith("en_")], by="id")
    days = _published(record, (article for article, _ in (*reports, *encounters)))
    tellings = [telling_of_report(one, at, days.get(at), rarity) for at, one in reports]
    return tellings + [telling_of_encounter(one, at, days.get(at), rarity) for at, one in encounters]


def _published(record: Record, articles: Iterable[str]) -> dict[str, str | None]:
    return {article.id: article.published for article in sources(record, sorted(set(articles)))}


def _regrouped(
    record: Record, kind: str, fresh: Sequence[str], found: Mapping[Pair, float]
) -> dict[str, str]:
    """To which story or happening all belong that the fresh ones touch, themselves included."""
    joined, parted = _judged(record) if kind == "event" else ([], [])
    ours = set(fresh)
    # What people have joined belongs together however little links it.
    by_hand = dict.fromkeys((pair for pair in joined if ours & set(pair)), BY_HAND)
    others = [pair for pair in joined if pair not in by_hand]
    least = ONE_STORY if kind == "story" else ONE_EVENT
    known = Links(record, kind, others, BY_HAND)
    homes: dict[str, str] = {}
    for block, pairs in blocks_touched(fresh, {**found, **by_hand}, known, least):
        for group in groups_of(block, pairs, least, joined=joined, parted=parted):
            homes |= dict.fromkeys(group, _named_after(group[0]))
    return homes


def _judged(record: Record) -> tuple[list[Pair], list[Pair]]:
    """What people have joined and parted; a report that an encounter took up is judged by way of the encounter."""
    joined, parted = judged(record, (*KINDS.values(), "event"))
    stands = standing_for(record, {one for pair in (*joined, *parted) for one in pair})

    def by_way(pairs: list[Pair]) -> list[Pair]:
        moved = (pair_of(stands.get(a, a), stands.get(b, b)) for a, b in pairs)
        return [pair for pair in moved if pair[0] != pair[1]]

    return by_way(joined), by_way(parted)


def _named_after(member: str) -> str:
    kind, _, rest = member.partition("_")
    return f"{PREFIX[kind]}_{rest}" if kind in PREFIX else f"st_{member}"


class _Ties:
    """What is known of two tellings' articles, from the pairs found for the articles at hand alone.

    Whether two articles ended in one story would depend on what else has been read by then; how alike the two are does not.
    """

    def __init__(self, alike: Mapping[Pair, float], copied: Mapping[Pair, float]) -> None:
        self._alike = alike
        self._copied = copied

    def __call__(self, a: Telling, b: Telling) -> Ties:
        pair = pair_of(a.article, b.article)
        return Ties(
            same_article=a.article == b.article,
            same_story=self._alike.get(pair, 0.0) >= ONE_STORY,
            copied=pair in self._copied,
        )


def relink(record: Record, tellings: Sequence[str]) -> None:
    """Regroups these reports or encounters, and all that they are linked with, as people have judged by now."""
    stands = standing_for(record, tellings)
    events = _regrouped(record, "event", sorted({stands.get(one, one) for one in tellings}), {})
    keep_links(record, [], {}, _by_kind(record, events))


def _by_kind(record: Record, events: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The events of reports and of encounters, with the reports that an encounter took up in its own."""
    homes = {**events, **{report: events[home] for report, home in taken_up_by(record, events).items()}}
    return {
        kind: {item: home for item, home in homes.items() if item.startswith(f"{prefix}_")}
        for prefix, kind in KINDS.items()
    }
