"""An alert: what has happened, between whom, and the sentences that say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

Kind = Literal["turn", "encounter", "called-off", "category", "issue"]
KINDS: dict[str, str] = {
    "turn": "the relations of a pair have turned warmer or cooler",
    "encounter": "an encounter is planned or was held that nothing told of before",
    "called-off": "an encounter is cancelled, postponed or refused",
    "category": "an act of one of the chosen categories",
    "issue": "an article names one of the chosen issues between the two",
}
LONGEST_QUOTE = 1000
"""Characters of a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of evidence, and where it stands."""

    text: str
    article: str
    """The article's identifier in the record."""
    title: str | None = None
    outlet: str | None = None
    link: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One alert. The same matter gives the same `id`, by which a receiver can tell that it had it before."""

    id: str
    kind: Kind
    states: tuple[str, ...]
    """The pair, or all states that take part (ISO 3166-1 alpha-3, in the order of the alphabet)."""
    subject: str
    """warmer or cooler; the encounter's status; the category; the issue."""
    headline: str
    day: str | None
    """ISO 8601: when it was or is to be; of a turn, from when it could be told."""
    raised: str
    """ISO 8601, UTC."""
    evidence: tuple[Sentence, ...]
    page: str | None = None
    """Where `detente serve` shows it: a path, or a whole address where the watch file names the site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """An alert and the tellings (reports, encounters, articles) that it stands on."""

    alert: Alert
    tellings: tuple[str, ...]


def identity(kind: str, states: Sequence[str], *what: str) -> str:
    """The identifier of an alert on these matters."""
    return "al_" + sha256("\x00".join((kind, *states, *what)).encode()).hexdigest()[:16]


def sentence(row: dict[str, Any]) -> Sentence:
    """The evidence of a row with quote, article, title, outlet or agency, url and published."""
    return Sentence(
        text=" ".join(row["quote"].split())[:LONGEST_QUOTE], article=row["article"], title=row["title"],
        outlet=row["outlet"] or row["agency"], link=row["url"], published=row["published"],
    )  # fmt: skip
