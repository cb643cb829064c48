"""One phrase alone, without a tree: "the Chinese foreign ministry", "a spokesman for President Ashraf Ghani"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.actors.lexicon import ActorTables, Entry, Hit
from detente.actors.names import PARTICLES, fold, held_on
from detente.actors.nouns import Description
from detente.actors.people import Person, holder_of, identify, own_country, sector_of, title_of
from detente.grammar import words_of
from detente.types import Actor, ActorKind

_TOKEN = re.compile(r"(?:[A-Z]\.)+|[^\W_]+(?:[’'](?!s\b)[^\W_]+)*|[’']s?\b|[’']|[^\s\w]")
_CUTS = words_of(
    "of in from at for to by with against on near inside across who that which whose including over under "
    "between among after during as into about aligned accused carrying belonging suspected living held , ( ; :"
)
_JOINTS = frozenset({"and", "or", "&", "/", "as well as"})
SPEAKING_FOR = frozenset({"of", "for", "from", "in", "at", "to", "by"})
# Nouns that speak for whatever they belong to: their sector is their owner's.
ROLES = words_of(
    "official spokesman spokeswoman spokesperson leader chief head member commander representative chairman "
    "chairwoman director president secretary deputy aide adviser advisor delegate envoy negotiator chairperson "
    "operative supporter ally agent officer fighter militant leadership headquarters office wing camp group "
    "organization organisation network delegation mission committee commission council agency staff personnel "
    "position target base stronghold convoy forces force troop unit side founder mediator expert prosecutor "
    "general-secretary secretary-general worker employee follower loyalist sympathizer sympathiser associate"
)
PARTITIVES = words_of(
    "group member number dozen hundred thousand series team part majority handful pair couple spate kind one two "
    "three four five some many several most all half rest party lot set wave coalition"
)
HONORIFICS = frozenset(
    {"mr", "mrs", "ms", "dr", "gen", "h", "e", "prime", "foreign", "affairs", "vice", "general", "sir", "col"}
)
RANKS = frozenset({"gen", "col", "lt", "maj", "adm", "brig", "capt", "marshal", "sgt"})
SENT = frozenset({"ambassador", "envoy", "embassy", "consulate", "consul", "consul general"})
"""Nouns after which "in" and "to" name the host."""
FORMER = frozenset({"former", "ex", "late", "onetime", "ousted", "deposed", "erstwhile"})
# Names of bodies that many states have; alone they are those of the state that bodies.csv names.
SHARED_NAMES = frozenset(
    {"Supreme Court", "Senate", "National Guard", "Ministry of Defence", "National Security Council"}
)
# "Iran-backed militias" are no Iranians; "Russian-led forces" are, where nothing else says whose they are.
BOUND = words_of(
    "backed held occupied controlled ruled administered supported allied aligned sponsored funded born trained "
    "affiliated linked friendly claimed majority brokered drafted proposed authored mediated"
)


@dataclass(frozen=True, slots=True)
class _Segment:
    """Words between two prepositions or commas, and the one that leads them in ("" for the first)."""

    marker: str
    words: tuple[str, ...]
    hits: tuple[tuple[int, int, Entry, bool], ...]
    """First and last word, what it stands for, whether it is bound ("Iran-backed")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """What a phrase stands for, as far as its words tell."""

    country: str | None = None
    sector: str | None = None
    kind: ActorKind = "unnamed"
    name: str | None = None
    office: str | None = None
    candidates: tuple[str, ...] = ()
    noun: str | None = None
    """The noun that gave the sector."""
    owned: bool = False
    """Whether its words name the body, too, to which the noun belongs."""
    specific: bool = False
    """Whether its words name a kind of actor, and not only a state or place."""
    confidence: float = 0.8
    placed: bool = False
    """Whether the country is only that of a city or province."""


def actor_of_phrase(text: str, on: str | None, tables: ActorTables) -> Actor | None:
    """Whom a phrase alone stands for on a day (ISO prefix): country, PLOVER sector, and a known person's office.

    None where its words name no actor. Without a day people are known, offices are not.
    """
    sense = sense_of(text, on, tables)
    if sense.country is None and sense.sector is None and sense.name is None:
        return None
    return Actor(
        text=text, start=0, end=len(text), kind=sense.kind, country=sense.country, sector=sense.sector,
        name=sense.name, office=sense.office, candidates=sense.candidates, confidence=sense.confidence,
    )  # fmt: skip


def sense_of(text: str, on: str | None, tables: ActorTables) -> Sense:
    """What the words of a phrase tell: the first segment first, then whom it belongs to."""
    segments = _segments(text, tables)
    senses = [_of_segment(segment, on, tables) for segment in segments]
    if not senses:
        return Sense()
    first = senses[0]
    rest = [
        (segment.marker, sense)
        for segment, sense in zip(segments[1:], senses[1:], strict=True)
        if sense.country or sense.sector
    ]
    renamed = next((s for marker, s in rest if marker == "," and s.kind == "person"), None)
    if first.kind == "person":
        country = first.country
        if (
            first.sector != "IGO"
        ):  # who acts for a body acts for no state: "NATO chief Mark Rutte of the Netherlands"
            country = country or next((s.country for _, s in rest if s.country), None)
        sector = first.sector or next((s.sector for m, s in rest if m == "," and s.specific), None)
        return replace(first, country=country, sector=sector)
    if first.noun in SENT:
        # An ambassador in Rome is not Italy's.
        rest = [(marker, s) for marker, s in rest if marker not in {"in", "to", "at"}]
    owners = [s for marker, s in rest if marker in SPEAKING_FOR] or [s for _, s in rest]
    if not first.specific and first.country is None and renamed is None and rest:
        chosen = (
            next((s for marker, s in rest if marker == "," and s.specific), None)
            or (owners or [rest[0][1]])[0]
        )
        country = chosen.country or next((s.country for _, s in rest if s.country), None)
        return replace(chosen, country=country)
    own = [s for marker, s in rest if marker in SPEAKING_FOR and not (marker == "to" and first.country)]
    sector = _sector_with_owner(first, own or ([] if first.country else owners))
    country = first.country
    if country is None and first.sector != "IGO":
        whose = [s for s in (*owners, *(s for _, s in rest)) if s.country]
        country = next((s.country for s in sorted(whose, key=lambda s: s.placed)), None)
        country = country or _bound_country(segments[0])
    located = next((s.country for m, s in rest if m in {"of", "in"} and s.kind == "state"), None)
    if first.name in SHARED_NAMES and located is not None:
        country, first = located, replace(first, name=None)
    if renamed is not None:
        return replace(renamed, country=renamed.country or country, sector=renamed.sector or sector)
    return replace(first, country=country, sector=sector)


def _bound_country(segment: _Segment) -> str | None:
    """The state behind an actor, where nothing says whose it is: "Iran-backed militia groups"."""
    return next((entry.country for _, _, entry, bound in segment.hits if bound and entry.country), None)


def _sector_with_owner(first: Sense, owners: Sequence[Sense]) -> str | None:
    """ "Members of the Taliban" are the Taliban's; "a leader of China" is the state's."""
    speaks = first.noun in ROLES or first.noun in PARTITIVES or not first.specific
    fights = first.sector in {"MIL", "COP", "JUD", "LEG", "SPY"}
    if fights and owners and owners[0].sector in {"GOV", "CVL", "ELI", "BUS"}:
        return first.sector
    if speaks and not first.owned and owners and owners[0].specific and first.kind not in {"igo", "group"}:
        return owners[0].sector
    return first.sector


# segments


def _segments(text: str, tables: ActorTables) -> list[_Segment]:
    found = list(_TOKEN.finditer(text))
    hits = tables.hits(text)
    titled = _in_titles([m.group().lower() for m in found], tables)
    inside = [
        i in titled or any(h.start < m.start() and m.end() <= h.end for h in hits)
        for i, m in enumerate(found)
    ]
    segments: list[_Segment] = []
    marker, begin = "", 0
    skipping = False
    for position in range(len(found) + 1):
        word = found[position].group().lower() if position < len(found) else ","
        cut = word in _CUTS and not (position < len(found) and inside[position])
        joint = word in _JOINTS and not inside[position]
        if not cut and not joint:
            continue
        words = found[begin:position]
        if words and not skipping:
            segments.append(_segment(marker, words, hits, text))
        skipping = joint
        marker, begin = ("," if word in "(;:," else word), position + 1
    return segments


def _in_titles(words: Sequence[str], tables: ActorTables) -> frozenset[int]:
    """Words of titles of three words and more: "secretary of state" is one, though "of" cuts elsewhere."""
    inside: set[int] = set()
    for start in range(len(words)):
        for length in range(min(8, len(words) - start), 2, -1):
            if " ".join(words[start : start + length]) in tables.titles:
                inside.update(range(start, start + length))
                break
    return frozenset(inside)


def _segment(marker: str, found: Sequence[re.Match[str]], hits: Sequence[Hit], text: str) -> _Segment:
    placed = []
    for hit in hits:
        over = [i for i, m in enumerate(found) if m.start() < hit.end and m.end() > hit.start]
        if over:
            tail = re.match(r"-(\w+)", text[hit.end :])
            bound = tail is not None and tail.group(1).lower() in BOUND
            placed.append((over[0], over[-1], hit.entry, bound))
    return _Segment(marker, tuple(m.group() for m in found), tuple(placed))


def _of_segment(segment: _Segment, on: str | None, tables: ActorTables) -> Sense:
    words = [w.lower() for w in segment.words]
    former = any(w in FORMER for w in words)
    noun, at = _noun(words, tables)
    country, lone = _country(segment, at + 1 if noun else len(words), tables)
    titles = _titles(words, tables)
    person = _person(segment, titles, country, former, on, tables)
    body, whole = _body(segment, at)
    if whole or any(first <= at <= last and entry.kind == "state" for first, last, entry, _ in segment.hits):
        # "Union" of "Soviet Union" is no trade union.
        noun = None
    if person is not None:
        return _of_person(person, noun, country, body, former, tables)
    if titles and not former:
        owner = body.name if body is not None and body.actor == "igo" else country
        holder = holder_of(_said(titles, owner), owner, on, tables)
        if holder is not None and _is_one(words):
            return Sense(
                country=country, sector=sector_of(holder.office, tables), kind="person", name=holder.person,
                office=title_of(holder, tables), noun=noun, specific=True, confidence=0.85,
            )  # fmt: skip
    if noun is None and body is None and not titles:
        if RANKS & set(words):
            return Sense(country=country, sector="MIL", specific=True, confidence=0.8)
        placed = country is not None and not segment.hits
        return replace(_bare(segment, country, lone, tables), placed=placed)
    sector = tables.nouns[noun].sector if noun is not None else None
    if titles and (noun is None or len(titles[0][2].split()) > len(noun.split())):
        sector = sector_of(titles[0][0], tables) or sector
        country = country or own_country([(o, own) for o, own, _ in titles])
    sector, country = _with_owner(sector, country, noun, at, body, words, tables)
    if former and noun is not None and tables.nouns[noun].kind == "person" and sector in {"GOV", "LEG"}:
        sector = "ELI"
    named = body is not None and (noun is None or body.name.lower().endswith(noun))
    return Sense(
        country=country, sector=sector, kind=body.actor if named and body is not None else "unnamed",
        name=body.name if named and body is not None else None, noun=noun,
        owned=body is not None or (noun is not None and noun in ROLES and sector != tables.nouns[noun].sector), specific=True, confidence=0.9 if country else 0.7,
    )  # fmt: skip


def _with_owner(
    sector: str | None, country: str | None, noun: str | None, at: int, body: Entry | None,
    words: Sequence[str], tables: ActorTables,
) -> tuple[str | None, str | None]:  # fmt: skip
    """The sector of the body or noun before a role: "Taliban fighters", "police spokesman", "UN officials"."""
    if body is not None:
        country = country or body.country
        peoples = body.sector == "CVL"
        if (
            noun is not None
            and body.sector in {"REB", "UAF"}
            and tables.nouns[noun].kind in {"thing", "body"}
        ):
            return body.sector, country
        if noun is None or (not peoples and (noun.split()[-1] in ROLES or sector in {"GOV", "MIL", "UAF"})):
            return body.sector, country
        return sector, country
    if noun is not None and (noun in ROLES or tables.nouns[noun].kind == "thing"):
        before, _ = _noun(words[:at], tables)
        if before is not None and before not in ROLES | PARTITIVES:
            own = tables.nouns[before].sector
            kept = own == "GOV" and (noun not in ROLES or sector == "MIL")
            return (sector if kept else own), country
    return sector, country


def _is_one(words: Sequence[str]) -> bool:
    plural = {
        "ministers",
        "presidents",
        "premiers",
        "leaders",
        "officials",
        "chiefs",
        "secretaries",
        "envoys",
    }
    deputy = {
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "aide",
        "aides",
        "office",
        "deputy",
        "adviser",
        "allies",
    }
    return not (set(words) & (plural | deputy))


# what stands in a segment


def _country(segment: _Segment, until: int, tables: ActorTables) -> tuple[str | None, Entry | None]:
    """The state that a segment names, and its entry where the name stands last and alone."""
    states = [h for h in segment.hits if h[2].kind in {"state", "people", "citizen", "capital", "metonym"}]
    states = [h for h in states if not (h[2].kind == "capital" and _is_forename(segment, h[1], tables))]
    free = [h for h in states if not h[3]]
    if not free and any(h[2].kind == "body" and h[2].country and not h[3] for h in segment.hits):
        # The body's own state, not the place that its letters also are ("PA").
        return None, None
    if not free:
        return _place(segment.words[:until], tables) or _led_by(segment.words, tables), None
    chosen = next((h for h in free if h[2].country), None)
    if chosen is None:
        return None, free[-1][2]
    last = free[-1]
    return chosen[2].country, last[2] if last[1] == len(segment.words) - 1 else None


def _is_forename(segment: _Segment, at: int, tables: ActorTables) -> bool:
    """Whether a capital is a person's first name: "Vice President Hamilton Mourão"."""
    following = segment.words[at + 1 : at + 2]
    if not following or not following[0][:1].isupper() or at == 0:
        return False
    return _noun([following[0].lower()], tables)[0] is None and segment.words[at - 1][:1].isupper()


def _led_by(words: Sequence[str], tables: ActorTables) -> str | None:
    """The state of a leader whose name stands before a noun: "the Obama administration", "Netanyahu's policies"."""
    marks = [i for i, w in enumerate(words) if w in {"'s", "’s", "'", "’"}]
    if not marks and words[-1][:1].isupper():
        return None
    for end in (*marks, *range(len(words) - 1, 0, -1)):
        piece = next(
            (
                words[b:end]
                for b in range(max(0, end - 4), end)
                if fold(" ".join(words[b:end])) in tables.people
            ),
            (),
        )
        rows = tables.people.get(fold(" ".join(piece)), ()) if piece and piece[0][:1].isupper() else ()
        heads = {h.country for h in rows if h.office in tables.offices and tables.offices[h.office].rank == 1}
        states = {country for country in heads if len(country) == 3}
        if len(states) == 1:
            return states.pop()
    return None


def _place(words: Sequence[str], tables: ActorTables) -> str | None:
    for length in (5, 4, 3, 2, 1):
        for start in range(len(words) - length + 1):
            piece = words[start : start + length]
            if piece[0][:1].isupper() and fold(" ".join(piece)) in tables.places:
                return tables.places[fold(" ".join(piece))]
    return None


def _noun(words: Sequence[str], tables: ActorTables) -> tuple[str | None, int]:
    """The rightmost noun of the table, the longest that ends there, and the word it begins at."""
    for end in range(len(words), 0, -1):
        for length in (4, 3, 2, 1):
            if end - length < 0:
                continue
            piece = [w for w in words[end - length : end] if w != "-"]
            for last in _singulars(piece[-1]) if piece else ():
                for joint in (" ", "-"):
                    name = joint.join([*piece[:-1], last])
                    if name in tables.nouns:
                        return name, end - length
    return None, len(words)


def _singulars(word: str) -> tuple[str, ...]:
    if word.endswith("ies"):
        return (word, word[:-3] + "y", word[:-1])
    if word.endswith("men"):
        return (word, word[:-3] + "man")
    if word.endswith(("ches", "sses", "xes")):
        return (word, word[:-2])
    return (word, word[:-1]) if word.endswith("s") and len(word) > 3 else (word,)


def _titles(words: Sequence[str], tables: ActorTables) -> tuple[tuple[str, str | None, str], ...]:
    """Offices of the longest title, each with its country, where it is one country's own, and the title."""
    plain = [w for w in words if w != "-"]
    for length in range(min(len(plain), 8), 0, -1):
        for start in range(len(plain) - length + 1):
            piece = plain[start : start + length]
            for joint in (" ", "-"):
                title = joint.join(piece)
                found = tables.titles.get(title, ())
                if found and not (length == 1 and title in ROLES - {"president"}):
                    return tuple((office, own, title) for office, own in found)
    return ()


def _said(titles: Sequence[tuple[str, str | None, str]], country: str | None) -> Description:
    return Description(noun=None, titles=tuple((o, own) for o, own, _ in titles), country=country, body=None)


def _body(segment: _Segment, at: int) -> tuple[Entry | None, bool]:
    """The last body or seat of power that a segment names, and whether the segment's noun is a part of its name."""
    bodies = [h for h in segment.hits if h[2].kind in {"body", "metonym"} and not h[3]]
    if not bodies:
        return None, False
    first, last, entry, _ = bodies[-1]
    return entry, first <= at <= last or at > last + 6


def _bare(segment: _Segment, country: str | None, lone: Entry | None, tables: ActorTables) -> Sense:
    """A segment without a noun of the tables: a state, a people, a place, or something that belongs to one."""
    if lone is None:
        belongs = any(h[2].kind in {"state", "people", "capital"} for h in segment.hits)
        return Sense(country=country, sector="GOV" if belongs else None, confidence=0.5)
    articled = segment.words[0].lower() in {"a", "an", "two", "three", "four", "five", "many", "some"}
    if lone.kind == "citizen" or (lone.kind == "people" and articled):
        return Sense(country=country, sector="CVL", confidence=0.8, specific=True)
    begin = max(first for first, last, _, _ in segment.hits if last == len(segment.words) - 1)
    before = [w for w in segment.words[:begin] if w.lower() not in {"the", "a", "an"}]
    whole = not any(w[0].islower() for w in before)
    return Sense(
        country=country, sector=lone.sector if whole else None, kind="state" if whole else "unnamed",
        name=lone.name if whole else None, confidence=0.9 if whole else 0.6,
    )  # fmt: skip


# persons


def _person(
    segment: _Segment, titles: Sequence[tuple[str, str | None, str]], country: str | None, former: bool,
    on: str | None, tables: ActorTables,
) -> Person | None:  # fmt: skip
    """The person at the end of a segment, known or only named after a title."""
    owned = max((i + 1 for i, w in enumerate(segment.words) if w in {"'s", "’s", "'", "’"}), default=0)
    words = list(segment.words[owned:])
    if not words:
        return None
    said = replace(_said(titles, country), former=former)
    for begin in range(max(0, len(words) - 5), len(words) - 1):
        # A whole name of the tables, even where a part of it is the name of something else ("Ilir Meta").
        rows = tables.people.get(fold(" ".join(words[begin:])), ()) if words[begin][:1].isupper() else ()
        if rows and (country is None or any(h.country == country or len(h.country) > 3 for h in rows)):
            return identify(" ".join(words[begin:]), said, on, tables)
    firms = {"BUS", "JRN"} if titles else set()
    named = [h for h in segment.hits if h[2].sector not in firms]
    taken = {i - owned for first, last, _, _ in named for i in range(first, last + 1)}
    start = len(words)
    while start > 0 and start - 1 not in taken and _of_a_name(words, start - 1):
        start -= 1
    tail = " ".join(_after_title(words[start:], titles, tables)).replace(" - ", "-")
    alone = start == 0 or words[start - 1].lower().rstrip(".") in HONORIFICS
    rows = tables.people.get(fold(tail), ()) if tail else ()
    if tail and (titles or (alone and any(h.office != "monarch" for h in rows))):
        return _sure_or_only(tail, said, on, tables)
    return None


def _of_a_name(words: Sequence[str], at: int) -> bool:
    """Whether a word may be a part of a name: a capital, or what joins two ("al-Bashir", "van der Bellen")."""
    if words[at][:1].isupper():
        return True
    return at > 0 and at + 1 < len(words) and (words[at] == "-" or words[at] in PARTICLES)


def _sure_or_only(name: str, said: Description, on: str | None, tables: ActorTables) -> Person:
    """The person; a bare surname without a date is read as its only bearer."""
    found = identify(name, said, on, tables)
    rows = tables.people.get(fold(name), ())
    if found.sector is None and on is None and len({h.person for h in rows}) == 1:
        return identify(rows[0].person, said, on, tables)
    return found


def _after_title(
    words: Sequence[str], titles: Sequence[tuple[str, str | None, str]], tables: ActorTables
) -> Sequence[str]:
    """The capitalised words that are left after those of a title."""
    begin = 0
    lowered = [word.lower().rstrip(".") for word in words]
    for title in [title.split() for _, _, title in titles[:1]]:
        for start in range(len(lowered) - len(title) + 1):
            if lowered[start : start + len(title)] == title and (len(title) > 1 or len(words) == 1):
                begin = start + len(title)
    for position, word in enumerate(lowered[:-1]):
        if word in tables.nouns or word in tables.titles or word in HONORIFICS:
            begin = max(begin, position + 1)
    rest = words[begin:]
    return () if len(rest) == 1 and lowered[-1] in tables.nouns else rest


def _of_person(
    person: Person,
    noun: str | None,
    country: str | None,
    body: Entry | None,
    former: bool,
    tables: ActorTables,
) -> Sense:
    sector = person.sector
    if former and sector in {None, "GOV", "LEG"}:
        sector = "ELI"
    if sector is None and noun is not None:
        sector = tables.nouns[noun].sector
    if (
        body is not None
        and not person.name.endswith(body.name)
        and (sector is None or (noun is not None and noun.split()[-1] in ROLES))
    ):
        sector, country = body.sector, country or body.country
    return Sense(
        country=person.country or country, sector=sector, kind="person", name=person.name,
        office=None if former else person.office, candidates=person.candidates, noun=noun,
        specific=True, confidence=person.confidence,
    )  # fmt: skip


__all__ = ["Sense", "actor_of_phrase", "held_on", "sense_of"]
