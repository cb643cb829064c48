"""Two states, as a person who writes Python asks about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from detente.display.brief import brief_html, brief_markdown
from detente.display.names import state_name
from detente.knowledge.scales import shipped_scale
from detente.notebook.answers import Answer, Page, Tension
from detente.record import queries
from detente.record.dealings import dealings
from detente.record.diary import encounters_once
from detente.record.listing import every
from detente.record.material import material
from detente.record.matters import named_between, stances
from detente.record.scope import Scope
from detente.record.store import Record
from detente.record.wishes import Words, wish_of
from detente.relations.account import account, series_table, turns_table
from detente.relations.agenda import agenda
from detente.relations.brief import Material, compose

EVENTS = (
    "day",
    "actors",
    "event",
    "mode",
    "recipients",
    "status",
    "confidence",
    "sources",
    "quote",
    "outlet",
)
ENCOUNTERS = ("day", "form", "status", "participants", "place", "agenda", "sources", "quote", "outlet")
POSITIONS = ("day", "holder", "stance", "issue", "what", "addressee", "quote", "outlet", "url")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two states in a record, in the order in which they were named, between two days where these are named."""

    record: Record
    states: tuple[str, str]
    """ISO alpha-3 codes."""
    since: str | None = None
    until: str | None = None

    def events(
        self,
        *,
        event: Words = None,
        issue: Words = None,
        status: Words = None,
        source: Words = None,
        confidence: float = 0.0,
    ) -> Answer:
        """What the two did, one row an event however often it is told, newest first (columns: `listing.happenings`).

        The filters take one value or several; `confidence` is the least, 0 to 1. What articles mention as background is
        left out unless `status="background"` asks for it. Raises `UsageError` for a category or status that is none.
        """
        wish = wish_of(
            self.scope, event=event, issue=issue, status=status, source=source, confidence=confidence
        )
        return self._answer("events", every(self.record, wish), EVENTS)

    def reports(self) -> Answer:
        """Every sentence that tells of an act between the two, newest first (columns: `queries.events`)."""
        return self._answer("reports", queries.events(self.record, self.scope), (*EVENTS, "url"))

    def encounters(self) -> Answer:
        """Encounters of the two, one row each, newest first (columns: `diary.encounters_once`)."""
        return self._answer("encounters", encounters_once(self.record, self.scope), ENCOUNTERS)

    def positions(self) -> Answer:
        """Where they stand on what, one row a sentence, newest first (columns: `queries.positions`)."""
        return self._answer("positions", queries.positions(self.record, self.scope), POSITIONS)

    def agenda(self) -> Answer:
        """The issues between them, those most spoken of lately first (columns: `relations.agenda`)."""
        held = stances(self.record, self.scope)
        found = agenda(named_between(self.record, self.scope), held.ends, self.states, held.times)
        return self._answer(
            "agenda", found, ("issue", "state", "first", "last", "articles", "raised_by", "now")
        )

    def assessments(self) -> Answer:
        """What articles say of the relationship itself, newest first (columns: `queries.assessments`)."""
        shown = ("day", "direction", "degree", "text", "said_by", "quote", "outlet")
        return self._answer("assessments", queries.assessments(self.record, self.scope), shown)

    def tension(self, *, toward: bool = False, curve: str = "balance", scale: str = "plover") -> Tension:
        """How warm or cool they are, one row a day (columns: `account.series_table`), with turns.

        `toward`: only what the first does toward the second. It is reckoned from all acts up to `until`; `since` only
        says from which day on it is shown. Raises `UsageError` where nothing was seen of the two.
        """
        found = account(
            dealings(self.record), self.states, shipped_scale(scale), directed=toward, curve=curve, until=self.until
        )  # fmt: skip
        series = series_table(found.series, self.since, (turn for turn, _, _ in found.turns))
        turned = self._answer(
            "turns", turns_table(found, self.since), ("began", "direction", "probability", "events")
        )
        return Tension(
            table=series, title=f"Tension: {self}", pair=found.series.pair, directed=toward, turns=turned
        )

    def chart(self) -> Any:
        """The curve of the two as an Altair chart. Raises `UsageError` where Altair is not installed."""
        return self.tension().chart()

    def brief(self) -> Page:
        """One page on the two, every sentence with its sources."""
        given = Material(pair=self.states, **material(self.record, self.scope))
        page = msgspec.to_builtins(compose(given, self.until))
        return Page(title=page["title"], markdown=brief_markdown(page), html=brief_html(page))

    @property
    def scope(self) -> Scope:
        """About whom and when it asks."""
        return Scope(states=self.states, since=self.since, until=self.until)

    def __str__(self) -> str:
        return " and ".join(map(state_name, self.states))

    def _answer(self, what: str, table: Any, shown: tuple[str, ...]) -> Answer:
        return Answer(table=table, title=f"{what.capitalize()}: {self}", shown=shown)
