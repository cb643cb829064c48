"""What the pages share: the record, and what takes long enough to be remembered."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from detente.errors import UsageError
from detente.knowledge.scales import shipped_scale
from detente.record import queries
from detente.record.dealings import dealings
from detente.record.diary import tellings_of
from detente.record.indexing import Indexing
from detente.record.listing import told
from detente.record.scope import Scope
from detente.record.search import Found, Question, search
from detente.record.shared import SharedRecord
from detente.relations.account import Account, account
from detente.relations.changes import changes
from detente.relations.movers import movers
from detente.relations.tallies import Tallies, tally

KNOWN_PAIRS = 400
"""Pairs that are known by how much the record holds of them."""


@dataclass(frozen=True, slots=True)
class Site:
    """One record as the pages see it."""

    record: SharedRecord
    indexing: Indexing | None = None
    """What searches the record and keeps its index; left out, each search brings the index up to date itself."""

    def search(self, question: Question, as_of: str | None) -> Found:
        """What the record holds of some words. Raises `BusyError` while its index is being made."""
        if self.indexing is not None:
            return self.indexing.search(question, as_of)
        with self.record.borrow() as record:
            return search(record, question)

    def told_for_page(self, scope: Scope, as_of: str | None) -> pa.Table | None:
        """As `told`; None for all that the record holds while nobody has gathered it: a page of it is found sooner without."""
        if scope.states or scope.person:
            return self.told(scope, as_of)
        found: pa.Table | None = self.record.at_hand(("told", Scope(), as_of))
        return found

    def told(self, scope: Scope, as_of: str | None) -> pa.Table:
        """The reports of those whom a scope names, over all days."""
        whole = Scope(states=scope.states, person=scope.person)

        def make() -> pa.Table:
            with self.record.borrow(as_of) as record:
                return told(record, whole)

        return self.record.remembered(("told", whole, as_of), make)

    def tellings(self, scope: Scope, as_of: str | None) -> pa.Table | None:
        """The tellings of the encounters of those whom a scope names, over all days; None of two states."""
        whole = Scope(states=scope.states, person=scope.person)

        def make() -> pa.Table | None:
            with self.record.borrow(as_of) as record:
                return tellings_of(record, whole)

        return self.record.remembered(("tellings", whole, as_of), make)

    def dealings(self, as_of: str | None) -> pa.Table:
        """What states did to each other, as of a day."""

        def make() -> pa.Table:
            with self.record.borrow(as_of) as record:
                return dealings(record)

        return self.record.remembered(("dealings", as_of), make)

    def account(self, pair: tuple[str, str], as_of: str | None) -> Account | None:
        """A pair's curve and turns; None where nothing was seen of it."""

        def make() -> Account | None:
            try:
                scale, events = shipped_scale("plover"), self.dealings(as_of)
                return account(events, pair, scale, tallies=self.tallies(as_of))
            except UsageError:
                return None

        return self.record.remembered(("account", tuple(sorted(pair)), as_of), make)

    def tallies(self, as_of: str | None) -> Tallies:
        """What was seen between all states, by day."""
        scale = shipped_scale("plover")
        return self.record.remembered(("tallies", as_of), lambda: tally(self.dealings(as_of), scale))

    def movers(self, as_of: str | None) -> pa.Table:
        """Pairs by how surely they moved in the last month."""
        scale = shipped_scale("plover")
        return self.record.remembered(("movers", as_of), lambda: movers(self.dealings(as_of), scale, limit=8))

    def busiest(self, as_of: str | None) -> list[dict[str, object]]:
        """Pairs of which the record holds most."""

        def make() -> list[dict[str, object]]:
            with self.record.borrow(as_of) as record:
                found: list[dict[str, object]] = queries.busiest_pairs(record, KNOWN_PAIRS).to_pylist()
                return found

        return self.record.remembered(("busiest", as_of), make)

    def changes(self, as_of: str | None) -> pa.Table:
        """All pairs: where their curves stand, and stood a month and a year before."""
        return self.record.remembered(("changes", as_of), lambda: changes(self.tallies(as_of)))

    def now(self, as_of: str | None) -> str | None:
        """The day of the newest article: what is ahead is seen from it."""

        def make() -> str | None:
            with self.record.borrow(as_of) as record:
                newest = record.connection.execute("SELECT max(published_day) FROM articles").fetchall()
            return str(newest[0][0]) if newest[0][0] else None

        return self.record.remembered(("now", as_of), make)
