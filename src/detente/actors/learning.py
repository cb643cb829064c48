"""Offices that a text tells of people, and the tables with them: "Foreign Minister X" teaches who holds the office.

What a text teaches depends on that text and the tables alone, and holds from the day of its publication on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from detente.actors.lexicon import ActorTables, by_name, by_office
from detente.actors.names import fold, held_on, surname_of
from detente.actors.nouns import Description
from detente.actors.people import FAIRLY, LOOSE
from detente.actors.phrases import FORMER
from detente.actors.story import Story
from detente.knowledge.holders import Holder
from detente.types import Learned, Name, Sentence

UNTAUGHT = LOOSE | {"monarch", "chief of staff"}
"""Offices whose titles ("leader", "prince") are said of too many who do not hold them."""
TITLING = frozenset({"NOUN", "PROPN", "ADJ", "DET", "ADP"})
"""Tags of the words of a title before a name."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def told_by(sentence: Sentence, at: Name, said: Description, story: Story) -> Learned | None:
    """The office that a sentence says the person of a name holds, where the tables do not tell it already.

    Nothing from a bare surname, from "former" and "then", from a title of several ("US presidents George Washington
    and ..."), nor from a sentence that names a year gone by.
    """
    name = story.article.text[sentence.starts[at.first] : sentence.ends[at.last]]
    if not _is_of_one_in_office(sentence, at):
        return None
    country = said.country
    if said.body is not None and said.body.actor != "state" and said.body.country is None:
        country = said.body.name
    office = _office(said, country, story.tables)
    if country is None or office is None or said.former or said.then or " " not in fold(name):
        return None
    quote = story.article.text[sentence.start : sentence.end]
    words = quote.lower().replace("-", " ")
    if len(country) > 3 and _plain(office) not in words:
        # "European Council chief": whether a president or a secretary-general is not said.
        return None
    if f"{_plain(office)}s" in words:
        # "Columbus, US presidents Washington and Lincoln": who holds it is not clear.
        return None
    day = _day(story.day)
    if day and any(year < day[:4] for year in _YEAR.findall(quote)):
        return None
    # "IAEA chief" names several offices: whoever holds one of them is meant by it.
    if any(_stands_there(name, meant, country, day, story.tables) for meant, _ in said.titles):
        return None
    if _is_settled(office, country, day, story.tables):
        return None
    return Learned(
        person=_known_as(name, country, story.tables), office=office, country=country, since=day,
        sentence=sentence.index, start=sentence.start, end=sentence.end, quote=quote, confidence=FAIRLY,
    )  # fmt: skip


def _is_of_one_in_office(sentence: Sentence, name: Name) -> bool:
    """Whether the words before a name in its phrase are a title of one, and of one who holds the office still."""
    word = name.first - 1
    plural = word >= 0 and sentence.tags[word] == "NOUN" and "Number=Plur" in sentence.features[word]
    while word >= 0 and sentence.tags[word] in TITLING:
        if sentence.words[word].lower() in FORMER:
            return False
        word -= 1
    return not plural


def with_learned(tables: ActorTables, learned: Iterable[Learned]) -> ActorTables:
    """The tables with what texts taught, whatever its order.

    A row of the tables wins for its dates; one without an end counts up to the last day that the tables know of,
    and ends when a text of a later day names another holder.
    """
    rows = _rows(learned)
    if not rows:
        return tables
    shared = _shared(tables, rows)
    offices: dict[tuple[str, str], tuple[Holder, ...]] = {}
    cut: dict[Holder, Holder] = {}
    for key, told in by_office(rows).items():
        known = tables.holders.get(key, ())
        offices[key] = (*known, *told) if key in shared else tuple(_succession(known, told, tables, cut))
    ended = [cut.get(row, row) for row in rows]
    named = by_name(ended)
    touched = {key for old in cut for key in by_name([old])} | set(named)
    people = {
        key: tuple(dict.fromkeys((*(cut.get(h, h) for h in tables.people.get(key, ())), *named.get(key, ()))))
        for key in touched
    }
    return replace(
        tables, people={**tables.people, **people}, holders={**tables.holders, **offices}, learned=frozenset(ended)
    )  # fmt: skip


def _office(said: Description, country: str | None, tables: ActorTables) -> str | None:
    """The one office that the words name, in the words of the table of offices: a body's where a body is named."""
    international = country is not None and len(country) > 3
    offices = [
        office
        for office, own in said.titles
        if own in {None, country} and (not international or _is_of_bodies(office, tables))
    ]
    office = offices[0] if offices else None
    if office is None or office == "ambassador to" or office in UNTAUGHT:
        return None
    return office if office in tables.offices or office.startswith("ambassador to ") else None


def _plain(office: str) -> str:
    return office.removeprefix("body ").replace("-", " ")


def _is_of_bodies(office: str, tables: ActorTables) -> bool:
    return office in tables.offices and tables.offices[office].sector == "IGO"


def _day(day: str | None) -> str | None:
    try:
        return date.fromisoformat(day or "").isoformat()
    except ValueError:
        return None


def _stands_there(name: str, office: str, country: str, day: str | None, tables: ActorTables) -> bool:
    """Whether a row tells it, or told it once and the story is not later than all rows."""
    same = [h for h in tables.holders.get((office, country), ()) if h not in tables.learned]
    if any(held_on(h, day) and _is_spelled_alike(h.person, name, country) for h in same):
        return True
    rows = tables.people.get(fold(name), ())
    same = [h for h in same if h in rows]
    return bool(same) and (any(held_on(h, day) for h in same) or day is None or day <= tables.known_until)


def _is_settled(office: str, country: str, day: str | None, tables: ActorTables) -> bool:
    """Whether the tables know for certain who alone led a state or a ministry that day, beginning and end.

    A text of 2020 on a statue of "President Abraham Lincoln" teaches nothing; one of today on a new minister does.
    """
    if day is None or office not in tables.offices or tables.offices[office].rank > 2:
        return False
    holding = [
        h for h in tables.holders.get((office, country), ()) if h not in tables.learned and held_on(h, day)
    ]
    return len(holding) == 1 and holding[0].until is not None


def _is_spelled_alike(known: str, name: str, country: str) -> bool:
    """Whether two names may be one person's: Liz and Elizabeth Truss, Kovačevski and Kovachevski, with a second surname."""
    ours, theirs = fold(known).split(), fold(name).split()
    surnames = surname_of(known, country), surname_of(name, country)
    return (
        surnames[0] == surnames[1]
        or set(ours) <= set(theirs)
        or (ours[0] == theirs[0] and surnames[0][:4] == surnames[1][:4])
    )


def _known_as(name: str, country: str, tables: ActorTables) -> str:
    """The name under which the tables have the person, where they have one such person of the country."""
    rows = [h for h in tables.people.get(fold(name), ()) if h not in tables.learned]
    people = {h.person for h in rows if h.country == country}
    return people.pop() if len(people) == 1 else name


def _rows(learned: Iterable[Learned]) -> list[Holder]:
    """A row for each person and office, from the first day on which a text tells it."""
    first: dict[tuple[str, str, str], Learned] = {}
    for told in sorted(learned, key=lambda t: (t.since or "", t.person, t.quote)):
        if told.since is not None:
            first.setdefault((fold(told.person), told.office, told.country), told)
    return [
        Holder(person=t.person, office=t.office, country=t.country, since=t.since or "", source="learned")
        for t in first.values()
    ]


def _shared(tables: ActorTables, rows: Sequence[Holder]) -> set[tuple[str, str]]:
    """Offices that several may hold at once: those of low rank, and those that several hold by the table."""
    shared = set()
    for key in {(h.office, h.country) for h in rows}:
        holding = {h.person for h in tables.holders.get(key, ()) if held_on(h, tables.known_until)}
        rank = tables.offices[key[0]].rank if key[0] in tables.offices else 3
        if rank > 2 or len(holding) > 1:
            shared.add(key)
    return shared


def _succession(
    known: Sequence[Holder], told: Sequence[Holder], tables: ActorTables, cut: dict[Holder, Holder]
) -> Iterator[Holder]:
    """Who held an office that one holds at a time. `cut` gets the rows that a newcomer ends."""
    line = list(known)
    for new in told:
        holding = [h for h in line if held_on(cut.get(h, h), new.since) and h.person != new.person]
        # Two whom one day's news calls so: both, and the title alone stays open.
        holding = [h for h in holding if h in known or h.since != new.since]
        known_holding = [h for h in holding if h in known]
        if any(h.until is not None or new.since <= tables.known_until for h in known_holding):
            # The tables' holder wins, and the other's claim ends with his time.
            cut[new] = replace(new, until=min((h.until for h in known_holding if h.until), default=None))
            continue
        eve = (date.fromisoformat(new.since) - timedelta(days=1)).isoformat()
        cut.update({h: replace(h, until=max(eve, h.since)) for h in holding})
        line.append(new)
    yield from (cut.get(h, h) for h in line)
