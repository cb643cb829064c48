"""Every place that the sentences of a story name, in order, without overlap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.places.choosing import Mention, Story, choose, story_of
from detente.places.gazetteer import Place, PlaceTables, plain
from detente.types import Article, Name, PlacePrecision, Sentence, Where

LOCATED = frozenset({"LOC", "GPE", "FAC", "PLACE"})
HYPHENS = frozenset("-‐‑–—")
BUILT = frozenset(
    "airport square palace street hotel stadium hospital bridge university base building hall house tower centre "
    "center church mosque temple cathedral castle school station park avenue road prison embassy camp port harbour "
    "harbor market museum theatre theater club residence villa".split()
)
"""Last words of names that stand for something built, so that "Kabul International Airport" is a venue."""
PREPOSITIONS = frozenset("in at to from near outside inside around toward towards into through via for of".split())


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
    return tuple(_where(m, place, article.text) for m, place in zip(mentions, choose(mentions, story), strict=True))


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
    units = _units(sentence)
    named = _named(sentence)
    found: list[Mention] = []
    at = 0
    while at < len(units):
        match = _longest(units, at, tables)
        if match is None:
            at += 1
            continue
        end, key = match
        first, last = units[at].word, units[end - 1].word
        if not _is_place(sentence, first, last, key, tables, named, analysed, persons):
            at += 1
            continue
        found.append(_mention(sentence, first, last, key, tables, named))
        at = end
    yield from sorted(_with_strangers(sentence, found), key=lambda m: m.start)


def _longest(units: list[_Unit], at: int, tables: PlaceTables) -> tuple[int, str] | None:
    most = tables.longest.get(units[at].key, 0)
    for end in range(min(at + most, len(units)), at, -1):
        key = " ".join([unit.key for unit in units[at:end]])
        if key in tables.by_name:
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
    named: dict[int, Name],
    analysed: bool,
    persons: frozenset[str],
) -> bool:
    if not sentence.words[first][0].isupper() or (len(key) < 3 and not sentence.words[first].isupper()):
        return False
    heavy = key in tables.heavy
    over = [named[word] for word in range(first, last + 1) if word in named]
    if over:
        if any(name.label in LOCATED for name in over):
            return all(name.label in LOCATED for name in over)
        within = all(first <= name.first and name.last <= last for name in over)
        return heavy and within
    if heavy:
        return not _embedded(sentence, first, last)
    if not any(sentence.tags[word] == "PROPN" for word in range(first, last + 1)):
        return False
    if key in persons or _embedded(sentence, first, last):
        return False
    best = tables.by_name[key][0]
    if best.precision in ("country", "region", "sea"):
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


def _led_in(sentence: Sentence, first: int) -> bool:
    """Whether a preposition or a comma leads to the word: a place by its look, though no model said so."""
    before = sentence.words[first - 1].lower() if first else ""
    return before in PREPOSITIONS or before in (",", "and")


def _mention(
    sentence: Sentence, first: int, last: int, key: str, tables: PlaceTables, named: dict[int, Name]
) -> Mention:
    """The mention; inside a longer LOC name ("Kabul International Airport") it spreads over the whole name."""
    name = named.get(first)
    inside: PlacePrecision | None = None
    whole_first, whole_last = first, last
    if name is not None and name.label in LOCATED and name.last > last and key not in tables.heavy:
        tail = plain(sentence.words[name.last])
        if sentence.words[name.last][0].isupper() and tail not in tables.by_name:
            whole_last = name.last
            inside = "venue" if tail in BUILT else "region"
    return Mention(
        sentence=sentence.index,
        first=whole_first,
        last=whole_last,
        start=sentence.starts[whole_first],
        end=sentence.ends[whole_last],
        key=key,
        candidates=tables.by_name[key],
        inside=inside,
        labelled=name is not None,
    )


def _with_strangers(sentence: Sentence, found: list[Mention]) -> Iterator[Mention]:
    """The mentions, and the names of places that no table knows."""
    yield from found
    taken = {word for mention in found for word in range(mention.first, mention.last + 1)}
    for name in sentence.names:
        if name.label in LOCATED and not taken & set(range(name.first, name.last + 1)):
            yield Mention(
                sentence=sentence.index,
                first=name.first,
                last=name.last,
                start=sentence.starts[name.first],
                end=sentence.ends[name.last],
                key=plain(" ".join(sentence.words[name.first : name.last + 1])),
                candidates=(),
                inside=None,
                labelled=True,
            )
