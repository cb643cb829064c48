"""Every place that the sentences of a story name, in order, without overlap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.places.choosing import Mention, choose, story_of
from detente.places.gazetteer import Place, PlaceTables, listed, plain
from detente.types import Article, Name, PlacePrecision, Sentence, Where

LOCATED = frozenset({"LOC", "GPE", "FAC", "PLACE"})
WIDEST = 6
"""How many words before a name may belong to it ("People's Republic of [China]")."""
HYPHENS = frozenset("-‐‑–—")
BUILT = listed(
    "airport square palace street hotel stadium hospital bridge university base building hall house tower centre "
    "center church mosque temple cathedral castle school station park avenue road prison embassy camp port harbour "
    "harbor market museum theatre theater club residence villa"
)
"""Last words of names that stand for something built, so that "Kabul International Airport" is a venue."""
MODIFIERS = listed(
    "north south east west northern southern eastern western northeast northwest southeast southwest northeastern "
    "northwestern southeastern southwestern central downtown greater upper lower inner outer mainland mid old "
    "metropolitan rural coastal occupied"
)
FORMAL = listed(
    "republic kingdom state federal islamic democratic peoples people s socialist arab commonwealth grand duchy "
    "principality sultanate emirate union province city municipality town village district island port county "
    "prefecture region isle governorate"
)
"""What may stand before "of" in a place's full style."""
PREPOSITIONS = listed("in at to from near outside inside around toward towards into through via for of")


def find(sentences: Sequence[Sentence], article: Article, tables: PlaceTables) -> tuple[Where, ...]:
    """Every place that the sentences name, in order, without overlap.

    A name inside the name of a person or body ("Washington Post") is none. Where a name has several bearers
    the one fits that its qualifier, the story's other places, its dateline and, last, its size speak for.
    Places that no table knows keep their own words as name; country and coordinates are None where unknown.
    """
    analysed = any(sentence.names for sentence in sentences)
    persons = frozenset(_surnames(sentences))
    mentions = [m for s in sentences for m in _mentions(s, tables, analysed, persons)]
    story = story_of(mentions, sentences, article, tables)
    return tuple(
        _where(m, place, article.text) for m, place in zip(mentions, choose(mentions, story), strict=True)
    )


def _where(mention: Mention, place: Place | None, text: str) -> Where:
    said = text[mention.start : mention.end]
    if place is None:
        return Where(text=said, start=mention.start, end=mention.end, name=said)
    inner = mention.inside is not None
    return Where(
        text=said,
        start=mention.start,
        end=mention.end,
        name=said if inner or not mention.candidates else place.name,
        country=place.country,
        lat=place.lat,
        lon=place.lon,
        precision=mention.inside or place.precision,
    )


def _surnames(sentences: Sequence[Sentence]) -> Iterator[str]:
    for sentence in sentences:
        for name in sentence.names:
            if name.label == "PER" and name.last > name.first:
                yield plain(sentence.words[name.last])


# one sentence


@dataclass(frozen=True, slots=True)
class _Unit:
    """A piece of a name as the gazetteer spells it, and the word that it is part of."""

    key: str
    word: int


def _units(sentence: Sentence) -> list[_Unit]:
    units: list[_Unit] = []
    for index, word in enumerate(sentence.words):
        if word in HYPHENS:
            continue
        units.extend(_Unit(part, index) for part in plain(word).split(" ") if part)
    return units


def _mentions(
    sentence: Sentence, tables: PlaceTables, analysed: bool, persons: frozenset[str]
) -> Iterator[Mention]:
    """The names that the model calls places, then what the gazetteer knows besides."""
    units = _units(sentence)
    named = _named(sentence)
    found: list[Mention] = []
    heavy = _heavy(sentence, units, tables)
    done = 0
    for name in _located(sentence):
        if name.first >= done and not any(m.first <= name.first and name.last <= m.last for m in heavy):
            wide = [unit for unit in _widened(sentence, units, name, tables) if unit.word >= done]
            found.extend(_of_name(sentence, wide, tables))
            done = max([done, *(unit.word + 1 for unit in wide)])
    taken = {word for mention in found for word in range(mention.first, mention.last + 1)}
    found.extend(m for m in heavy if not taken & set(range(m.first, m.last + 1)))
    taken = {word for mention in found for word in range(mention.first, mention.last + 1)} | set(named)
    at = 0
    while at < len(units):
        match = _longest(units, at, tables)
        step = match[0] - at if match else 1
        if match and not taken & {unit.word for unit in units[at : match[0]]}:
            first, last = units[at].word, units[match[0] - 1].word
            if _is_place(sentence, first, last, match[1], tables, analysed, persons):
                found.append(_mention(sentence, first, last, match[1], tables))
            else:
                step = 1
        else:
            step = 1
        at += step
    yield from sorted(found, key=lambda m: m.start)


def _located(sentence: Sentence) -> list[Name]:
    return sorted((n for n in sentence.names if n.label in LOCATED), key=lambda n: n.first)


def _heavy(sentence: Sentence, units: list[_Unit], tables: PlaceTables) -> list[Mention]:
    """Venues, seas, straits and bases, whose names are places whatever a model calls them."""
    found: list[Mention] = []
    at = 0
    while at < len(units):
        match = _longest(units, at, tables, heavy=True)
        if match is None:
            at += 1
            continue
        first, last = units[at].word, units[match[0] - 1].word
        over = [n for n in sentence.names if n.first <= last and first <= n.last]
        within = all(first <= n.first and n.last <= last for n in over)
        if sentence.words[first][0].isupper() and within and not _embedded(sentence, first, last):
            found.append(_mention(sentence, first, last, match[1], tables))
            at = match[0]
        else:
            at += 1
    return found


def _widened(sentence: Sentence, units: list[_Unit], name: Name, tables: PlaceTables) -> list[_Unit]:
    """The units of a name; where the gazetteer knows a longer one round it ("Saudi [Arabia]"), of that."""
    inner = [i for i, unit in enumerate(units) if name.first <= unit.word <= name.last]
    for first in range(max(inner[0] - WIDEST, 0), inner[0] + 1) if inner else ():
        match = _longest(units, first, tables) if sentence.words[units[first].word][0].isupper() else None
        if match and match[0] > inner[-1] and (first < inner[0] or match[0] > inner[-1] + 1):
            return units[first : match[0]]
    return [units[i] for i in inner]


def _of_name(sentence: Sentence, units: list[_Unit], tables: PlaceTables) -> Iterator[Mention]:
    """The places of one LOC name: itself, or what it opens with ("Kabul International Airport"), or a stranger."""
    while units and units[0].key == "the":
        units = units[1:]
    comma = next((i for i, u in enumerate(units) if u.word > 0 and sentence.words[u.word - 1] == ","), 0)
    if comma and _longest(units, 0, tables) != (len(units), " ".join(u.key for u in units)):
        yield from _of_name(sentence, units[:comma], tables)
        yield from _of_name(sentence, units[comma:], tables)
        return
    if not units:
        return
    first, last = units[0].word, units[-1].word
    match = _longest(units, 0, tables)
    if match and match[1] in tables.short and not (match[0] == len(units) and _after_comma(sentence, first)):
        match = None
    elif match and match[0] == len(units):
        yield _mention(sentence, first, last, match[1], tables)
        return
    core = _core([unit.key for unit in units])
    if core:
        match = _longest(units, core, tables) if core < len(units) else None
    if match and core == 0 and match[0] < len(units) - 1 and tables.by_name[match[1]][0].weight < 2.5:
        match = None  # "George Washington Bridge" is not about George in South Africa
    if match and (core == 0 or match[0] == len(units)):
        tail = units[-1].key
        inside: PlacePrecision = "venue" if match[0] < len(units) and tail in BUILT else "region"
        yield _mention(sentence, first, last, match[1], tables, inside)
        return
    key = " ".join(u.key for u in units)
    yield _mention(sentence, first, last, key, tables)


def _longest(units: list[_Unit], at: int, tables: PlaceTables, heavy: bool = False) -> tuple[int, str] | None:
    most = tables.longest.get(units[at].key, 0)
    for end in range(min(at + most, len(units)), at, -1):
        key = " ".join([unit.key for unit in units[at:end]])
        if key in (tables.heavy if heavy else tables.by_name):
            return end, key
    return None


def _named(sentence: Sentence) -> dict[int, Name]:
    return {word: name for name in sentence.names for word in range(name.first, name.last + 1)}


def _is_place(
    sentence: Sentence,
    first: int,
    last: int,
    key: str,
    tables: PlaceTables,
    analysed: bool,
    persons: frozenset[str],
) -> bool:
    """Whether a name outside all model-found names is a place by its look."""
    word = sentence.words[first]
    if not word[0].isupper() or key in persons or _embedded(sentence, first, last):
        return False
    if key in tables.short:
        return _after_comma(sentence, first)
    if len(key) == 2:  # "US" and "UK" are written in capitals, "us" is not them
        return word.replace(".", "").isupper() and tables.by_name[key][0].precision == "country"
    if not any(sentence.tags[inner] == "PROPN" for inner in range(first, last + 1)):
        return False
    best = tables.by_name[key][0]
    if best.precision == "sea":  # "in the Baltic", but not "The Atlantic reported"
        return _led_in(sentence, first - 1 if first and sentence.words[first - 1] == "the" else first)
    if best.precision in ("country", "region"):
        return True
    return _led_in(sentence, first) and (not analysed or best.weight >= 2.5)


def _embedded(sentence: Sentence, first: int, last: int) -> bool:
    """Whether the words are part of a longer name: "George [Washington]", "[Washington] Post"."""
    span = range(first, last + 1)
    for word in (first - 1, last + 1):
        if not 0 <= word < len(sentence.words) or sentence.tags[word] != "PROPN":
            continue
        tied = sentence.heads[word] in span or any(sentence.heads[inner] == word for inner in span)
        relation = sentence.relations[word if sentence.heads[word] in span else first].split(":")[0]
        if tied and relation in ("flat", "compound"):
            return True
    return False


def _after_comma(sentence: Sentence, first: int) -> bool:
    return first > 0 and sentence.words[first - 1] == ","


def _led_in(sentence: Sentence, first: int) -> bool:
    """Whether a preposition or a comma leads to the word: a place by its look, though no model said so."""
    before = sentence.words[first - 1].lower() if first else ""
    return before in PREPOSITIONS or before in (",", "and")


def _core(keys: list[str]) -> int:
    """Where the name proper begins: after "northern", after "Republic of", "City of"."""
    at = next((i for i, key in enumerate(keys) if key not in MODIFIERS), len(keys))
    of = keys.index("of", at) if "of" in keys[at:] else 0
    if of > at and all(key in FORMAL for key in keys[at:of]):
        return of + 2 if keys[of + 1 : of + 2] == ["the"] else of + 1
    return at


def _mention(
    sentence: Sentence,
    first: int,
    last: int,
    key: str,
    tables: PlaceTables,
    inside: PlacePrecision | None = None,
) -> Mention:
    return Mention(
        sentence=sentence.index,
        first=first,
        last=last,
        start=sentence.starts[first],
        end=sentence.ends[last],
        key=key,
        candidates=tables.by_name.get(key, ()),
        inside=inside,
    )
