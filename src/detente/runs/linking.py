"""Linking what stands in the record: new articles are compared with their neighbours, never with the whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.linking.copies import Shingles, copies, shingles_of
from detente.linking.events import Ties, happenings_of, linked
from detente.linking.grouping import Pair, pair_of
from detente.linking.stories import FADED, Opening, opening_of, story_of_each
from detente.linking.stories import linked as alike_openings
from detente.linking.tellings import Telling, telling_of_encounter, telling_of_report
from detente.linking.terms import Rarity
from detente.record import recall
from detente.record.links import (
    Lookup,
    happening_of,
    judged,
    keep_links,
    links_around,
    neighbours,
    unlinked,
)
from detente.record.store import Record
from detente.types import Article

TOGETHER = 64
"""Articles linked in one transaction."""
TELLINGS = ("report", "encounter")
PREFIX = {"story": "st", "report": "ev", "encounter": "me"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """How many articles were linked, and how many pairs of each kind were found."""

    articles: int
    copies: int
    stories: int
    reports: int
    encounters: int


def link_new(record: Record, rarity: Rarity) -> Iterator[Linked]:
    """Links all articles that are not linked yet, batch by batch; what was yielded is kept.

    The stories and happenings that come of it are the same in whatever order articles are linked.
    Raises `RecordError` when the record cannot be written; what was linked before stays.
    """
    while fresh := unlinked(record, TOGETHER):
        yield link(record, fresh, rarity)


def link(record: Record, fresh: Sequence[str], rarity: Rarity) -> Linked:
    """Links these articles of the record with all that they touch."""
    articles = recall.articles(record, fresh)
    copied, copy_lookups = _copies(record, articles)
    alike, story_lookups = _stories(record, articles, rarity)
    stories = _regrouped(record, "story", fresh, alike)
    ties = _Ties(record, stories, copied)
    lookups = [*copy_lookups, *story_lookups]
    links: dict[str, Mapping[Pair, float]] = {"copy": copied, "story": alike}
    happenings: dict[str, Mapping[str, str]] = {"story": stories}
    for kind in TELLINGS:
        tellings = _tellings(record, kind, fresh, rarity, by="article")
        own = [_lookup_of(telling) for telling in tellings]
        near = neighbours(record, own, 1) - {telling.id for telling in tellings}
        links[kind] = linked(tellings, _tellings(record, kind, sorted(near), rarity, by="id"), ties)
        happenings[kind] = _regrouped(record, kind, [t.id for t in tellings], links[kind])
        lookups += own
    keep_links(record, lookups, links, happenings)
    return Linked(
        articles=len(articles),
        copies=len(copied),
        stories=len(alike),
        reports=len(links["report"]),
        encounters=len(links["encounter"]),
    )


def _copies(record: Record, articles: Sequence[Article]) -> tuple[dict[Pair, float], list[Lookup]]:
    new = [shingles_of(article.id, article.text) for article in articles]
    days = {article.id: opening_of(article, _no_rarity).day for article in articles}
    lookups = [
        Lookup(id=s.id, kind="copy", keys=tuple(map(str, s.bands)), first=days[s.id], last=days[s.id])
        for s in new
    ]
    near = neighbours(record, lookups, FADED) - set(days)
    known = [_shingles(article) for article in recall.articles(record, sorted(near))]
    return copies(new, known), lookups


def _shingles(article: Article) -> Shingles:
    return shingles_of(article.id, article.text)


def _no_rarity(word: str) -> float:
    return 0.0


def _stories(
    record: Record, articles: Sequence[Article], rarity: Rarity
) -> tuple[dict[Pair, float], list[Lookup]]:
    new = [opening_of(article, rarity) for article in articles]
    lookups = [_lookup_of_opening(opening) for opening in new]
    near = neighbours(record, lookups, FADED) - {opening.id for opening in new}
    known = [opening_of(article, rarity) for article in recall.articles(record, sorted(near))]
    return alike_openings(new, known), lookups


def _lookup_of_opening(opening: Opening) -> Lookup:
    return Lookup(id=opening.id, kind="story", keys=opening.telling, first=opening.day, last=opening.day)


def _lookup_of(telling: Telling) -> Lookup:
    return Lookup(
        id=telling.id, kind=telling.kind, keys=telling.dyads, first=telling.first, last=telling.last
    )


def _tellings(record: Record, kind: str, of: Sequence[str], rarity: Rarity, *, by: str) -> list[Telling]:
    if kind == "report":
        reports = recall.reports(record, of, by=by)
        days = _published(record, (article for article, _ in reports))
        found = [telling_of_report(report, article, days.get(article), rarity) for article, report in reports]
    else:
        told = recall.encounters(record, of, by=by)
        days = _published(record, (article for article, _ in told))
        found = [telling_of_encounter(one, article, days.get(article), rarity) for article, one in told]
    return [telling for telling in found if telling.powers]


def _published(record: Record, articles: Iterable[str]) -> dict[str, str | None]:
    return {article.id: article.published for article in recall.articles(record, sorted(set(articles)))}


def _regrouped(
    record: Record, kind: str, fresh: Sequence[str], found: Mapping[Pair, float]
) -> dict[str, str]:
    """To which story or happening all belong that the fresh ones touch, themselves included."""
    touched = {identity for pair in found for identity in pair} | set(fresh)
    pairs = links_around(record, kind, touched) | dict(found)
    everyone = touched | {identity for pair in pairs for identity in pair}
    if kind == "story":
        homes = story_of_each(sorted(everyone), pairs)
    else:
        joined, parted = judged(record, kind)
        groups = happenings_of(everyone, pairs, joined=joined, parted=parted)
        homes = {item: group[0] for group in groups for item in group}
    return {item: f"{PREFIX[kind]}_{home.partition('_')[2] or home}" for item, home in homes.items()}


class _Ties:
    """What the record and the batch at hand know of two tellings' articles."""

    def __init__(self, record: Record, stories: Mapping[str, str], copied: Mapping[Pair, float]) -> None:
        self._record = record
        self._stories = dict(stories)
        self._copied = dict(copied)

    def __call__(self, a: Telling, b: Telling) -> Ties:
        ours, theirs = self._story(a.article), self._story(b.article)
        return Ties(
            same_article=a.article == b.article,
            same_story=ours == theirs,
            copied=pair_of(a.article, b.article) in self._copied,
        )

    def _story(self, article: str) -> str:
        if article not in self._stories:
            self._stories |= {article: article} | happening_of(self._record, "story", [article])
        return self._stories[article]
