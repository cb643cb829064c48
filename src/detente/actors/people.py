"""Who a person is: what the text says first (title, nationality, apposition), then who held which office that day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.actors.lexicon import ActorTables
from detente.actors.names import fold, held_on, surname_of
from detente.actors.nouns import Description
from detente.knowledge.holders import Holder

SURE, FAIRLY, DOUBTFUL = 0.97, 0.85, 0.6
COURTESY = frozenset(
    {"monarch", "crown prince", "supreme leader", "head of junta", "chief executive", "group leader"}
)
"""Offices whose titles are also said of those who hold others: "Prince Faisal", the foreign minister."""
LOOSE = frozenset({"supreme leader", "head of junta", "chief executive", "group leader"})
"""Offices that the titles of offices.csv ("leader", "chief") do not name by themselves, only of a known holder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person of the story."""

    name: str
    country: str | None
    sector: str | None
    office: str | None
    confidence: float
    key: str
    """Folded surname, under which the story may name the person again."""
    candidates: tuple[str, ...] = ()


def identify(name: str, said: Description, day: str | None, tables: ActorTables) -> Person:
    """The person that a full name or a surname with its description stands for on a day.

    What the text says wins over the table: its title and nationality choose among bearers of one name, and make
    a person of whom no table knows.
    """
    rows = tables.people.get(fold(name), ()) or _spelled_otherwise(name, said, day, tables)
    if not said.titles and " " not in fold(name):
        # Whom a text taught is known by the whole name or with a title, not by a bare surname.
        rows = tuple(h for h in rows if h not in tables.learned)
    offices = {office for office, _ in said.titles}
    fitting = [h for h in rows if said.country is None or h.country == said.country]
    # "The Portuguese UN chief Guterres": who is told by passport may by now act for a body.
    compatriots = {h.person for h in fitting}
    fitting += [h for h in rows if h not in fitting and h.person in compatriots and len(h.country) > 3]
    # A surname alone is not trusted against the nationality that the text gives.
    fitting = fitting or [h for h in rows if fold(name) in {fold(n) for n in (h.person, *h.aliases)}]
    in_office = [h for h in fitting if held_on(h, day)]
    titled = [h for h in in_office if h.office in offices] or [h for h in fitting if h.office in offices]
    chosen = titled or in_office or fitting
    people = {h.person for h in chosen}
    whole = len(fold(name).split()) > 1
    if len(people) == 1 and (whole or titled or _is_prominent(chosen, day, tables)):
        return _known(name, chosen, said, day, tables)
    if len(people) > 1 and not said.titles and said.country is None:
        open_between = _unknown(name, said, tables, tuple(sorted(people)))
        countries = {h.country for h in (chosen if " " in fold(name) else fitting)}
        only = countries.pop() if len(countries) == 1 else ""
        # Which of two Clintons is open; that either is an American is not. A bare Kim may be of either Korea.
        return replace(open_between, country=only if len(only) == 3 else None)
    return _unknown(name, said, tables, ())


def _spelled_otherwise(
    name: str, said: Description, day: str | None, tables: ActorTables
) -> tuple[Holder, ...]:
    """Rows of the only one of that surname who holds the office that the title names: "President Omer al-Bashir".

    The first names must begin alike; nothing without a title, nor against the nationality that the text gives.
    """
    words = fold(name).split()
    if len(words) < 2 or not said.titles:
        return ()
    offices = {office for office, _ in said.titles}
    fitting = [
        h
        for tail in (" ".join(words[1:]), words[-1])
        for h in tables.people.get(tail, ())
        if h.office in offices
        and said.country in {None, h.country}
        and (day is None or held_on(h, day))
        and fold(h.person).split()[0][:1] == words[0][:1]
    ]
    return tuple(fitting) if len({h.person for h in fitting}) == 1 else ()


def holder_of(said: Description, country: str | None, day: str | None, tables: ActorTables) -> Holder | None:
    """The only holder, that day, of the office that a description names in a country; None for none or several."""
    if country is None or day is None or said.former or said.then:
        return None
    for office, own in said.titles:
        if own is not None and own != country:
            continue
        rows = [h for h in tables.holders.get((office, country), ()) if held_on(h, day)]
        people = {h.person for h in rows}
        if len(people) == 1:
            return rows[-1]
        if people:
            # A day of handing over: the newcomer, if the other's last day has come.
            latest = [h for h in rows if h.until is None or not day.startswith(h.until)]
            return latest[-1] if len({h.person for h in latest}) == 1 else None
    return None


def claimants(
    said: Description, country: str | None, day: str | None, tables: ActorTables
) -> tuple[str, ...]:
    """Those who hold, or claim to hold, on a day the one office that a description names; nothing for one or none."""
    if country is None or day is None or said.former or said.then:
        return ()
    for office, own in said.titles:
        row = tables.offices.get(office)
        if own not in {None, country} or row is None or row.rank > 1:
            continue
        people = {h.person for h in tables.holders.get((office, country), ()) if held_on(h, day)}
        if people:
            return tuple(sorted(people)) if len(people) > 1 else ()
    return ()


def holder_in_year(said: Description, country: str | None, year: str, tables: ActorTables) -> Holder | None:
    """Who held the office in the middle of at least three of a year's quarters: "the then-secretary of state"."""
    country = country or own_country(said.titles)
    days = [f"{year}-{day}" for day in ("02-15", "05-15", "08-15", "11-15")]
    found = [holder_of(replace(said, then=False), country, day, tables) for day in days]
    return next((h for h in found if h is not None and found.count(h) >= 3), None)


def title_of(holder: Holder, tables: ActorTables) -> str:
    """What the office is called in its country."""
    return tables.shown.get((holder.office, holder.country), holder.office)


def sector_of(office: str | None, tables: ActorTables) -> str | None:
    """PLOVER sector of an office."""
    row = tables.offices.get(office) if office else None
    if row is None and office and office.startswith("ambassador to"):
        row = tables.offices.get("ambassador to")
    return row.sector if row is not None else None


def _known(
    name: str, rows: Sequence[Holder], said: Description, day: str | None, tables: ActorTables
) -> Person:
    ranked = sorted(rows, key=lambda h: (not held_on(h, day), _rank(h, tables), h in tables.learned))
    best = ranked[0]
    current = held_on(best, day)
    offices = {office for office, _ in said.titles}
    told = bool(offices) and best.office not in offices and not (current and offices <= COURTESY)
    state = best.country if len(best.country) == 3 and best.country.isupper() else None
    # Who acts for a body acts for no state, whatever the passport: "the Portuguese UN chief Guterres".
    acts_for_body = state is None and current and not told
    spoken = _spoken_title(said, best.country, tables)
    sure = FAIRLY if best in tables.learned else SURE
    confidence = (
        sure
        if current and not told
        else FAIRLY
        if current or said.former or said.then or not day
        else DOUBTFUL
    )
    office = None if said.former else title_of(best, tables) if current and not told else spoken
    return Person(
        name=best.person,
        country=None if acts_for_body else state or said.country,
        sector=_sector(best, said, tables, current=current, told=told),
        office=office,
        confidence=confidence,
        key=surname_of(best.person, best.country),
    )


def _sector(row: Holder, said: Description, tables: ActorTables, *, current: bool, told: bool) -> str | None:
    if said.former and not current:
        return "ELI"
    return sector_of(said.titles[0][0] if told else row.office, tables)


def _unknown(name: str, said: Description, tables: ActorTables, candidates: tuple[str, ...]) -> Person:
    office = None if said.former else _spoken_title(said, said.country, tables)
    sector = (
        sector_of(said.titles[0][0], tables) if said.titles else (said.noun.sector if said.noun else None)
    )
    sector = "ELI" if said.former and sector in {"GOV", "LEG"} else sector
    country = said.country or own_country(said.titles)
    return Person(
        name=name,
        country=country,
        sector=sector,
        office=office,
        confidence=FAIRLY if country and office else DOUBTFUL,
        key=surname_of(name, country),
        candidates=candidates,
    )


def own_country(titles: Sequence[tuple[str, str | None]]) -> str | None:
    """The state of a title that no other state has ("taoiseach"); of several the United States ("attorney general")."""
    owners = {own for _, own in titles}
    if None in owners or not titles:
        return None
    if "USA" in owners:
        return "USA"
    only = owners.pop() if len(owners) == 1 else None
    return only if only is not None and len(only) == 3 else None


def _spoken_title(said: Description, country: str | None, tables: ActorTables) -> str | None:
    titles = [(office, own) for office, own in said.titles if office not in LOOSE]
    for office, own in titles:
        if own is None or own == country:
            return tables.shown.get((office, country or ""), office).removesuffix(" to")
    return titles[0][0].removesuffix(" to") if titles else None


def _rank(holder: Holder, tables: ActorTables) -> int:
    row = tables.offices.get(holder.office)
    return row.rank if row is not None else 3


def _is_prominent(rows: Sequence[Holder], day: str | None, tables: ActorTables) -> bool:
    """Whether a bare surname may be trusted: its bearer holds a high office on the day, or once led a state."""
    return any(_rank(h, tables) == 1 or (held_on(h, day) and _rank(h, tables) == 2) for h in rows)
