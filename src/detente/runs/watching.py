"""Watching feeds: each is asked on its schedule, and what is new in it is read into the record.

The record is open only while something is written, so that others come to read it in between. What was seen stands in
it: an item is noted before it is got and settled after it is kept, so that a kill at any moment neither loses nor doubles
one. While the record cannot be had no feed is asked.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar
from urllib.parse import urljoin

from detente.errors import RecordError
from detente.reading import Reader
from detente.record.store import Record, open_record
from detente.record.watched import (
    FeedItem,
    FeedState,
    Settled,
    articles_from,
    feed_states,
    items_due,
    next_item_due,
    note_feed,
    put_off,
    settle,
    take_in_hand,
)
from detente.record.writing import Outcome, kept_as
from detente.runs.apart import Apart
from detente.runs.happenings import Feed, Got, Happening, Held, Polled, Resting
from detente.runs.hosts import Hosts, may_pass
from detente.runs.local import BATCH, batches, read_into
from detente.runs.pacing import DAY, HOUR, LONGEST_ASKED, Pace, grown
from detente.runs.reading_apart import read_apart
from detente.runs.sparing import crashed, is_fault
from detente.runs.steps import Step, unread
from detente.sources import Refusal
from detente.sources.feeds import Item, edition, item_page, text_page
from detente.sources.web import Fetcher, Unchanged, Validators
from detente.types import Page

LONGEST_REST = 60.0
"""Seconds that a watch rests at a time."""
FOR_GOOD = frozenset({"bad-address", "http-410"})
"""Why a feed is not asked again."""
HOPELESS = frozenset(
    {"bad-address", "robots", "too-large", "http-410", "http-451", "no-link", "deadly", "too-slow"}
)
PATIENT, BRIEF = 10, 5
"""How often an item is tried: where what was wrong may pass (for two days), and elsewhere."""
VAIN = 2
"""Tries after which the text of the feed, where it has one, is taken for that of the page."""
DEADLY = 3
"""How often the process may end while an item is read."""
GATHERED = timedelta(seconds=30)
"""How long items wait for those of the feeds that are asked after theirs, to be read with them."""


class Watch:
    """Some feeds, a record and what is known of them between two calls."""

    def __init__(
        self,
        record: Path,
        feeds: Sequence[Feed],
        reader: Reader | Apart,
        fetcher: Fetcher,
        pace: Pace,
        chance: random.Random | None = None,
    ) -> None:
        self._path = record
        self._feeds = {feed.address: feed for feed in feeds}
        self._reader = reader
        self._fetcher = fetcher
        self._pace = pace
        self._chance = chance or random.Random()
        self._states: dict[str, FeedState] = {}
        self._due: dict[str, datetime] = {}
        self._item_due: datetime | None = None
        self._hosts = Hosts(self._chance)

    def happenings(self, *, once: bool = False) -> Iterator[Happening]:
        """What happens, as it happens, until the pace says to stop; with `once` each feed that may be asked is asked once.

        Raises `RecordError` where the record cannot be had at the beginning, or at all with `once`.
        """
        self._recall()
        refused = 0
        while True:
            try:
                yield from self._round()
                refused = 0
            except RecordError as error:
                if once:
                    raise
                refused += 1
                # What was noted and not read is read as soon as it can be.
                self._item_due = datetime.min
                again = grown(15.0, refused, 300.0, self._chance)
                yield Held(message=str(error), again=again)
                self._pace.rest(again)
            if once or self._pace.stopped:
                return
            if not refused:
                seconds = self._until_next()
                yield Resting(seconds=seconds)
                self._pace.rest(seconds)
            if self._pace.stopped:
                return

    def _recall(self) -> None:
        with open_record(self._path, create=True) as record:
            states = feed_states(record)
            # What was in hand when an earlier watch ended is taken up again at once.
            self._item_due = datetime.min
        now = self._pace.now()
        for address in self._feeds:
            state = states.get(address, FeedState(address=address))
            self._states[address] = state
            self._due[address] = max(now, state.rest_until or now)

    def _round(self) -> Iterator[Happening]:
        """All that is due now."""
        now = self._pace.now()
        due = [feed for address, feed in self._feeds.items() if self._due[address] <= now]
        if self._item_due is not None and self._item_due <= now:
            # So it is after the record could not be had, too: nobody is called while the answer could not be kept.
            with open_record(self._path) as record:
                waiting = self._waiting(record)
            yield from self._read_all(waiting)
        waiting, since = [], now
        for feed in due:
            if self._pace.stopped:
                return
            polled, named = self._poll(feed)
            yield polled
            since = since if waiting else self._pace.now()
            # Those that were named before and wait are among them.
            waiting = named or waiting
            if len(waiting) >= BATCH or self._pace.now() - since > GATHERED:
                yield from self._read_all(waiting)
                waiting = []
        yield from self._read_all(waiting)

    def _until_next(self) -> float:
        now = self._pace.now()
        times = [*self._due.values(), *([self._item_due] if self._item_due else [])]
        seconds = min(((at - now).total_seconds() for at in times), default=LONGEST_REST)
        return max(1.0, min(seconds, LONGEST_REST))

    # feeds

    def _poll(self, feed: Feed) -> tuple[Polled, list[FeedItem]]:
        """Asks a feed; what came of it, and the items that are now to be got."""
        last = self._states[feed.address]
        known = Validators(etag=last.etag, modified=last.modified)
        got, seen = self._fetcher.poll(feed.address, known)
        if isinstance(got, Page):
            found = edition(got.content, feed.address)
            if isinstance(found, Refusal):
                return self._failed(feed, found), []
            again, until = self._again(feed, found.wait, seen.fresh)
            state = FeedState(
                address=feed.address,
                etag=seen.etag,
                modified=seen.modified,
                rest_until=until,
                wait=found.wait,
            )
            new, waiting = self._note(feed, state, [_known_by(item, feed.address) for item in found.items])
            return Polled(feed=feed.address, outcome="new", new=new, again=again), waiting
        if isinstance(got, Unchanged):
            again, until = self._again(feed, last.wait, seen.fresh)
            if last.failures or until:
                self._note(feed, replace(last, failures=0, rest_until=until))
            return Polled(feed=feed.address, outcome="unchanged", again=again), []
        return self._failed(feed, got), []

    def _failed(self, feed: Feed, refusal: Refusal) -> Polled:
        last = self._states[feed.address]
        gone = refusal.kind in FOR_GOOD
        again = (
            30 * DAY
            if gone
            else grown(feed.every, last.failures + 1, max(6 * HOUR, feed.every), self._chance, refusal.wait)
        )
        until = self._pace.now() + timedelta(seconds=again)
        self._due[feed.address] = until
        self._note(feed, replace(last, failures=last.failures + 1, rest_until=until))
        return Polled(
            feed=feed.address, outcome="gone" if gone else "failed", kind=refusal.kind, message=refusal.message,
            again=None if gone else again,
        )  # fmt: skip

    def _note(
        self, feed: Feed, state: FeedState, items: Sequence[FeedItem] = ()
    ) -> tuple[int, list[FeedItem]]:
        with open_record(self._path) as record:
            new = note_feed(record, state, items)
            waiting = self._waiting(record) if new else []
        # Only now: what could not be kept is asked for again.
        self._states[feed.address] = state
        return new, waiting

    def _again(self, feed: Feed, *asked: float | None) -> tuple[float, datetime | None]:
        """Seconds until a feed is asked again; until when, where feed or server ask for longer than we would wait: this is kept."""
        wished = min(max(wait or 0.0 for wait in asked), LONGEST_ASKED)
        seconds = max(feed.every * self._chance.uniform(0.9, 1.1), wished)
        until = self._due[feed.address] = self._pace.now() + timedelta(seconds=seconds)
        return seconds, until if wished > feed.every else None

    # items

    def _waiting(self, record: Record) -> list[FeedItem]:
        self._item_due = next_item_due(record)
        return items_due(record, self._pace.now())

    def _read_all(self, items: Sequence[FeedItem]) -> Iterator[Got]:
        # One that was in hand when the process ended may have ended it: alone it can do no harm to others.
        for item in [one for one in items if one.broken_off]:
            yield from self._read([item])
        for batch in batches([one for one in items if not one.broken_off], BATCH):
            yield from self._read(batch)

    def _read(self, items: Sequence[FeedItem]) -> Iterator[Got]:
        """Gets these items and reads them; those that are not reached before the end are left waiting."""
        pages: dict[str, tuple[FeedItem, Page]] = {}
        refused: list[tuple[FeedItem, Refusal]] = []
        resting: list[Settled] = []
        for item in items:
            if self._pace.stopped:
                break
            now = self._pace.now()
            if until := self._hosts.resting(item, now):
                resting.append(Settled(item=item.item, state="waiting", due=until))
                continue
            got = self._page(item, now)
            if isinstance(got, Page):
                pages[got.location] = (item, got)
            else:
                refused.append((item, got))
        if pages or refused or resting:
            yield self._kept(pages, refused, resting)

    def _page(self, item: FeedItem, now: datetime) -> Page | Refusal:
        """The item's page; its text in the feed where that is all there is, or the page has failed twice."""
        if item.broken_off and item.tries >= DEADLY:
            said = "the process ended each time it was read; set aside"
            return Refusal(location=item.item, kind="deadly", message=said)
        as_told = Item(
            id=item.id, link=item.link, title=item.title, published=item.published, outlet=item.outlet,
            text=item.text,
        )  # fmt: skip
        instead = _located(text_page(as_told, item.feed), item)
        if instead and (not item.link or item.tries >= VAIN):
            return instead
        got = _located(item_page(as_told, item.feed, self._fetcher), item)
        self._hosts.note(item, got, now)
        return instead if instead and isinstance(got, Refusal) and got.kind in HOPELESS else got

    def _kept(
        self,
        pages: dict[str, tuple[FeedItem, Page]],
        refused: list[tuple[FeedItem, Refusal]],
        resting: list[Settled],
    ) -> Got:
        with open_record(self._path) as record:
            settle(record, resting)
            put_off(record, settled := [self._later(item, why) for item, why in refused])
            steps: list[Step] = []
            if pages:
                take_in_hand(record, [item.item for item, _ in pages.values()])
                steps = self._steps(record, [page for _, page in pages.values()])
                outcomes = self._outcomes(record, pages, steps)
                settle(record, outcomes)
                failed = [_refusal(step) for step in steps if step.fate == "failed"]
                by_item = {one.item: one for one in outcomes}
                refused += [(pages[why.location][0], why) for why in failed]
                settled += [by_item[pages[why.location][0].item] for why in failed]
            self._item_due = next_item_due(record)
        lost = {one.item for one in settled if one.state == "given up"}
        return Got(
            steps=tuple(step for step in steps if step.fate != "failed"),
            waiting=tuple(why for item, why in refused if item.item not in lost),
            lost=tuple(why for item, why in refused if item.item in lost),
        )

    def _steps(self, record: Record, pages: list[Page]) -> list[Step]:
        try:
            if isinstance(self._reader, Apart):
                return list(read_apart(record, pages, self._reader))
            return list(read_into(record, pages, self._reader))
        except Exception as error:
            if not is_fault(error):
                raise
            # A fault of ours in one article must not keep all others from being read.
            if len(pages) > 1:
                return [step for page in pages for step in self._steps(record, [page])]
            return [unread(pages[0].location, *crashed(error))]

    def _outcomes(
        self, record: Record, pages: dict[str, tuple[FeedItem, Page]], steps: Sequence[Step]
    ) -> list[Settled]:
        known = articles_from(record, [step.location for step in steps if step.fate == "known"])
        found = []
        for step in steps:
            item, _ = pages[step.location]
            if step.fate == "failed":
                found.append(self._later(item, _refusal(step)))
            elif step.reading is not None:
                outcome: Outcome = "revised" if step.fate == "revised" else "read"
                kept = kept_as(step.reading, outcome).article.id
                found.append(Settled(item=item.item, state="read", article=kept, heard=False))
            else:
                article, since = known.get(step.location, (None, None))
                # What came into the record after the feed named it was kept by a watch that was killed on the way.
                ours = since is not None and item.seen is not None and since >= item.seen
                found.append(Settled(item=item.item, state="read", article=article, heard=not ours))
        return found

    def _later(self, item: FeedItem, why: Refusal) -> Settled:
        """When an item is tried again that could not be read, or that it is given up."""
        passing = may_pass(why)
        most = 1 if why.kind in HOPELESS else PATIENT if passing else BRIEF
        tried = item.tries + 1
        if tried >= most:
            return Settled(item=item.item, state="given up", kind=why.kind)
        seconds = grown(300.0, tried, DAY / 2, self._chance, why.wait)
        due = self._pace.now() + timedelta(seconds=seconds)
        return Settled(item=item.item, state="waiting", kind=why.kind, due=due)


Answer = TypeVar("Answer", Page | Refusal, Page | None)


def _located(got: Answer, item: FeedItem) -> Answer:
    """The same under the item's own name, by which its fate is told."""
    return replace(got, location=item.item) if isinstance(got, Page) else got


def _known_by(item: Item, feed: str) -> FeedItem:
    key = urljoin(feed, item.link) if item.link else f"{feed}#{item.id or item.title or item.published or ''}"
    return FeedItem(
        item=key, feed=feed, id=item.id, link=item.link, title=item.title, published=item.published,
        outlet=item.outlet, text=item.text,
    )  # fmt: skip


def _refusal(step: Step) -> Refusal:
    return Refusal(location=step.location, kind=step.kind or "no-article", message=step.message or "")
