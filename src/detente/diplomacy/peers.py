"""Among whom something is the first: from "the first US secretary of state" to an office and a state."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.diplomacy.cast import Cast
from detente.knowledge.holders import Office, Title

GENERIC: Mapping[str, str] = {
    "head of state": "leader", "head of government": "leader", "world leader": "leader", "leader": "leader",
    "cabinet member": "minister", "cabinet secretary": "minister", "cabinet official": "minister",
    "cabinet minister": "minister", "minister": "minister", "diplomat": "diplomat", "envoy": "diplomat",
    "official": "official", "delegation": "official", "representative": "official", "politician": "official",
    "lawmaker": "official", "commander": "official", "statesman": "leader",
}  # fmt: skip
ANYBODY = frozenset({"foreign", "western", "european", "arab", "african", "asian", "world", "international"})
_OF = re.compile(
    r"\s{1,20}(?:of|for)\s{1,20}(?:state|defen[cs]e|the\s{1,20}treasury|commerce|energy|foreign\s{1,20}affairs)\b",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Peers:
    """A class of people, as a text names it."""

    words: str
    office: str | None
    country: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles:
    """What offices are called, longest first, and the only state in which each is called so."""

    words: tuple[tuple[str, str | None], ...]


def build(offices: Sequence[Office], titles: Sequence[Title]) -> Titles:
    """Indexes the tables of offices."""
    states: dict[str, set[str]] = {}
    for row in titles:
        states.setdefault(row.title.lower(), set()).add(row.country)
    general = {title.lower() for office in offices for title in office.titles} - set(GENERIC)
    words = {title: next(iter(codes)) if len(codes) == 1 else None for title, codes in states.items()}
    words |= dict.fromkeys(general)
    ordered = sorted(words.items(), key=lambda item: -len(item[0]))
    return Titles(words=tuple((word, code) for word, code in ordered if word not in GENERIC))


def peers_in(text: str, start: int, end: int, cast: Cast, titles: Titles) -> Peers | None:
    """The class that the words between two offsets name; None where they name no office and nobody in general."""
    tail = _OF.match(text, end)
    end = tail.end() if tail is not None else end
    words = re.sub(r"^(?:an?|the|any|no) ", "", " ".join(text[start:end].split()), flags=re.I)
    lower = words.lower()
    here = cast.within(start, end)
    country = next((m.country for m in here if m.kind == "state" and m.country), None)
    if any(m.kind == "igo" for m in here):
        return _of_body(words, lower, titles)
    if country is None and not set(lower.split()) & ANYBODY:
        # "President Volodymyr Zelenskyy" is nobody's class; an unnamed "US official" knows its state.
        country = next((m.country for m in here if m.kind == "unnamed" and m.country), None)
    for title, only in titles.words:
        if _holds(lower, title):
            return Peers(words=words, office=title, country=country or only)
    for title, generic in GENERIC.items():
        if _holds(lower, title):
            return Peers(words=words, office=generic, country=country)
    return None


def _of_body(words: str, lower: str, titles: Titles) -> Peers | None:
    """ "G7 leader": leaders of its members, not of one state."""
    for title, office in (*((t, t) for t, _ in titles.words), *GENERIC.items()):
        if _holds(lower, title):
            return Peers(words=words, office=office, country=None)
    return None


def _holds(words: str, title: str) -> bool:
    # Most titles are not there at all; only of the others it is asked whether they stand alone.
    return title in words and re.search(rf"\b{re.escape(title)}s?\b", words) is not None
