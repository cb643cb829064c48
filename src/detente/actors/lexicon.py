"""Everything that can be looked up about actors, indexed once: names of states and bodies, nouns, titles, people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import ahocorasick_rs

from detente.actors.names import fold, keys_of
from detente.knowledge.bodies import Body
from detente.knowledge.given_names import GivenName
from detente.knowledge.holders import Holder, Office, Title
from detente.knowledge.sectors import SectorNoun
from detente.knowledge.states import Metonym, State
from detente.types import ActorKind

NO_STATES = (
    *("South American", "Latin American", "Central American", "North American", "African American"),
    *("South America", "Latin America", "Central America", "North America", "New Mexico", "Gulf of Mexico"),
    *("Sea of Japan", "South China Sea", "East China Sea", "Persian Gulf", "Gulf of Oman", "Indian Ocean"),
    *(
        "Korean Peninsula",
        "Korean peninsula",
        "Panama Canal",
        "Chinese New Year",
        "Washington state",
        "US Open",
    ),
    *(
        "Washington State",
        "English Channel",
        "French Open",
        "Irish Sea",
        "Greek Orthodox",
        "Russian Orthodox",
    ),
)
"""Names in which a state's name or adjective stands for no state."""
EntryKind = Literal["state", "people", "citizen", "capital", "metonym", "body"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a name of the tables stands for."""

    kind: EntryKind
    country: str | None
    sector: str
    name: str
    actor: ActorKind = "state"
    firm: bool = True
    """Whether the name alone speaks for the power; otherwise only where it acts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A name of the tables found in a text."""

    start: int
    end: int
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorTables:
    """The tables of this room, ready to be asked."""

    automaton: ahocorasick_rs.AhoCorasick
    entries: tuple[tuple[Entry, ...], ...]
    names: tuple[str, ...]
    """Of states, peoples, seats and bodies, one for each of `entries`."""
    nouns: Mapping[str, SectorNoun]
    titles: Mapping[str, tuple[tuple[str, str | None], ...]]
    """Title in lower case -> offices that it may mean, each with its country where it is one country's own title."""
    offices: Mapping[str, Office]
    shown: Mapping[tuple[str, str], str]
    """(office, country) -> the title by which it is shown."""
    people: Mapping[str, tuple[Holder, ...]]
    """Folded full name or surname -> rows of its bearers."""
    holders: Mapping[tuple[str, str], tuple[Holder, ...]]
    """(office, country) -> who held it, in order."""
    longest_title: int
    title_openers: frozenset[str]
    """Words with which a title can begin, also where a hyphen is a word of its own."""
    state_names: Mapping[str, str]
    """Code -> name."""
    places: Mapping[str, str]
    """Folded name of a city or province -> country: whose the police of a place are."""

    given: Mapping[str, str]
    """Folded given name -> "m" or "f"."""
    known_until: str = ""
    """The last day on which a row begins: what the tables say of later days may be out of date."""
    learned: frozenset[Holder] = frozenset()
    """Rows that texts taught."""

    def hits(self, text: str) -> list[Hit]:
        """All names of the tables in a text, longest first at each place, none overlapping."""
        found: list[Hit] = []
        for pattern, start, end in self.automaton.find_matches_as_indexes(text):
            before, after = text[start - 1 : start] if start else "", text[end : end + 1]
            if before.isalnum() or after.isalnum() or (before == "-" and after == "-"):
                continue
            found.extend(Hit(start=start, end=end, entry=entry) for entry in self.entries[pattern][:1])
        return found


def build(
    states: Sequence[State],
    metonyms: Sequence[Metonym],
    bodies: Sequence[Body],
    nouns: Sequence[SectorNoun],
    offices: Sequence[Office],
    titles: Sequence[Title],
    holders: Sequence[Holder],
    given_names: Sequence[GivenName] = (),
    places: Mapping[str, str] | None = None,
) -> ActorTables:
    """Indexes the rows of the knowledge tables."""
    named: dict[str, list[Entry]] = defaultdict(list)
    for phrase, entry in (*_of_bodies(bodies), *_of_metonyms(metonyms), *_of_states(states)):
        if entry not in named[phrase]:
            named[phrase].append(entry)
    for phrase in NO_STATES:
        named[phrase] = []
    by_title = _titles(offices, titles)
    return ActorTables(
        automaton=ahocorasick_rs.AhoCorasick(list(named), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest),
        entries=tuple(tuple(entries) for entries in named.values()),
        names=tuple(named),
        nouns={name: n for n in nouns for name in (n.noun, n.noun.replace("-", " "))},
        titles=by_title,
        offices={o.office: o for o in offices},
        shown=_shown(titles),
        people=by_name(holders),
        holders=by_office(holders),
        longest_title=max((len(t.split()) for t in by_title), default=1),
        title_openers=frozenset(o for title in by_title for o in _openers(title)),
        state_names={state.code: state.name for state in states},
        places=places or {},
        given={fold(row.name): row.gender for row in given_names},
        known_until=max((h.since for h in holders), default=""),
    )


def _of_states(states: Sequence[State]) -> Iterable[tuple[str, Entry]]:
    for s in states:
        own = Entry(kind="state", country=s.code, sector="GOV", name=s.name)
        yield from ((name, own) for name in (s.name, *s.aliases) if len(name) > 1)
        people = Entry(kind="people", country=s.code, sector="GOV", name=s.name)
        yield from ((word, people) for word in s.adjectives)
        citizen = Entry(kind="citizen", country=s.code, sector="CVL", name=s.name, actor="unnamed")
        for word in s.demonyms:
            yield word, citizen
            yield f"{word}s", citizen
        if s.capital and s.until is None:
            yield s.capital, Entry(kind="capital", country=s.code, sector="GOV", name=s.name, firm=False)


def _of_metonyms(metonyms: Sequence[Metonym]) -> Iterable[tuple[str, Entry]]:
    for m in metonyms:
        is_state = len(m.country) == 3 and m.country.isupper()
        yield (
            m.phrase,
            Entry(
                kind="metonym",
                country=m.country if is_state else None,
                sector=m.sector,
                name=m.name or m.country,
                actor="state" if is_state else "igo",
                firm=m.firm,
            ),
        )


def _of_bodies(bodies: Sequence[Body]) -> Iterable[tuple[str, Entry]]:
    for b in bodies:
        entry = Entry(kind="body", country=b.country, sector=b.sector, name=b.name, actor=b.kind)
        yield from ((name, entry) for name in (b.name, *b.aliases))


def _titles(
    offices: Sequence[Office], titles: Sequence[Title]
) -> dict[str, tuple[tuple[str, str | None], ...]]:
    found: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
    for t in titles:
        found[t.title.lower()].append((t.office, t.country))
    for o in offices:
        # "Body president" is our name for an office, no title that anybody bears.
        own = () if o.office.startswith("body ") else (o.office,)
        for title in (*own, *o.titles):
            found[title.lower()].append((o.office, None))
    return {title: tuple(dict.fromkeys(meant)) for title, meant in found.items()}


def _openers(title: str) -> Iterable[str]:
    """The first word of a title, and what of it stands before each hyphen: "commander-in", "commander"."""
    first = title.split(" ")[0]
    parts = first.split("-")
    return ("-".join(parts[:n]) for n in range(1, len(parts) + 1))


def _shown(titles: Sequence[Title]) -> dict[tuple[str, str], str]:
    shown: dict[tuple[str, str], str] = {}
    for t in titles:
        shown.setdefault((t.office, t.country), t.title)
    return shown


def by_name(holders: Sequence[Holder]) -> dict[str, tuple[Holder, ...]]:
    """Folded full name or surname -> rows."""
    found: dict[str, list[Holder]] = defaultdict(list)
    for h in holders:
        for name in (h.person, *h.aliases):
            for key in keys_of(name, h.country):
                if h not in found[key]:
                    found[key].append(h)
    return {key: tuple(rows) for key, rows in found.items()}


def by_office(holders: Sequence[Holder]) -> dict[tuple[str, str], tuple[Holder, ...]]:
    """(office, country) -> rows in the order of time."""
    found: dict[tuple[str, str], list[Holder]] = defaultdict(list)
    for h in sorted(holders, key=lambda h: h.since):
        found[(h.office, h.country)].append(h)
    return {key: tuple(rows) for key, rows in found.items()}


__all__ = ["ActorTables", "Entry", "Hit", "build", "fold"]
