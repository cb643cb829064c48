"""Whose "President X" it is, where only the stay says so: on a visit to Lebanon, a bare president is Lebanon's."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from detente.diplomacy.cast import same, states_of
from detente.diplomacy.joining import guests
from detente.diplomacy.scene import Sighting
from detente.types import Actor, Article, Encounter

SURE = 0.8
"""Below it, a surname was matched with somebody who did not hold that office on that day."""


def settled(sighting: Sighting, seen: Sequence[Encounter], article: Article) -> Sighting:
    """The sighting, with the host's country for those whom the text names by office and surname alone."""
    visit = _stay(sighting, seen)
    if visit is None or visit.host is None or sighting.form == "visit":
        return sighting
    host, on_it = visit.host, guests(visit)
    alone = sighting.noted and len(sighting.participants) == 1
    return replace(
        sighting,
        # "Shuttle negotiations": a note of a stay that names no partner means the host.
        host=sighting.host or (host if alone and sighting.form in {"talks", "meeting", "meal"} else None),
        participants=tuple(_own(a, host, article, on_it) for a in sighting.participants),
        maybe=tuple(_own(a, host, article, on_it) for a in sighting.maybe),
    )


def _stay(sighting: Sighting, seen: Sequence[Encounter]) -> Encounter | None:
    """The latest visit, if one of the company is on it."""
    for known in reversed(seen):
        if known.form == "visit" and known.host is not None:
            on_it = any(same(g, p) for g in guests(known) for p in sighting.participants)
            return known if on_it and known.host.kind == "state" else None
    return None


def _own(actor: Actor, host: Actor, article: Article, on_it: Sequence[Actor]) -> Actor:
    if actor.kind != "person" or actor.office is None or actor.country == host.country:
        return actor
    if any(same(actor, guest) for guest in on_it):
        return actor
    if actor.country is None:
        return replace(actor, country=host.country, sector=actor.sector or "GOV", confidence=0.8)
    surname = _surname_in_text(actor, article)
    if surname is None or actor.confidence >= SURE or actor.country in states_of([host]):
        return actor
    return replace(actor, name=surname, country=host.country, confidence=0.7)


def _surname_in_text(actor: Actor, article: Article) -> str | None:
    """The name as the text gives it, where it gives no more than one word of it and no nationality."""
    words = article.text[actor.start : actor.end].split()
    known = {_plain(w) for w in (actor.name or "").split()}
    named = [w for w in words if _plain(w.strip(".,")) in known]
    return named[0].strip(".,") if len(named) == 1 and len(known) > 1 else None


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in letters if not unicodedata.combining(c))
