"""Which articles tell the same story: likeness of their headlines and openings, less as days go by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from detente.linking.grouping import Pair, pair_of
from detente.linking.terms import Rarity, Terms, likeness, terms_of
from detente.types import Article

OPENING = 700
"""Characters of the body that count: what news puts first is what it is about, what follows is background."""
TELLING = 20
"""How many of its weightiest terms an article is looked up by; of two alike at least `SHARED` are shared."""
SHARED = 2
LEAST = 0.15
"""The least mean likeness of one story's articles. Chosen, like `FADING`, on the development half."""
LINKED = 0.08
"""The least likeness of a pair that is worth remembering."""
FADING = 0.002
"""How much likeness counts less for each day between two articles; beyond `FADED` days they are other news."""
FADED = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What an article is compared by."""

    id: str
    terms: Terms
    day: date | None

    @property
    def telling(self) -> tuple[str, ...]:
        """Its weightiest terms, heaviest first."""
        ranked = sorted(self.terms.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple(term for term, _ in ranked[:TELLING])


def opening_of(article: Article, rarity: Rarity) -> Opening:
    """The opening of an article; its day is that of publication."""
    body = article.text[:OPENING]
    return Opening(
        id=article.id, terms=terms_of(body, rarity, article.title or ""), day=published_day(article.published)
    )


def published_day(published: str | None) -> date | None:
    """The day of a time of publication (ISO 8601), None where it is none."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def alike(a: Opening, b: Opening) -> float:
    """How alike two articles' stories are, 0 to 1; 0 where they lie more than `FADED` days apart."""
    days = abs((a.day - b.day).days) if a.day and b.day else 0
    if days > FADED:
        return 0.0
    return max(0.0, likeness(a.terms, b.terms) - FADING * days)


def linked(fresh: Iterable[Opening], known: Iterable[Opening]) -> dict[Pair, float]:
    """The pairs of a fresh opening and another (fresh or known) that are alike enough to be remembered."""
    new = list(fresh)
    everything = {opening.id: opening for opening in (*known, *new)}
    found: dict[Pair, float] = {}
    by_term: dict[str, list[str]] = {}
    for opening in everything.values():
        for term in opening.telling:
            by_term.setdefault(term, []).append(opening.id)
    for opening in new:
        shared: dict[str, int] = {}
        for term in opening.telling:
            for other in by_term[term]:
                shared[other] = shared.get(other, 0) + 1
        for other, count in shared.items():
            if other != opening.id and count >= SHARED:
                score = alike(opening, everything[other])
                if score >= LINKED:
                    found[pair_of(opening.id, other)] = score
    return found
