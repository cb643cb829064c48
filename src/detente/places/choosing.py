"""Which bearer of a name a story means: by its qualifier, its neighbours, its dateline, and last its size.

The scores are sums of the few features below; the weights were set on news with places judged by hand.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from detente.places.gazetteer import Place, PlaceTables, plain
from detente.types import Article, PlacePrecision, Sentence

CLEAR = 2.0
"""By how much a name's first bearer must outweigh the next to count as evidence for others."""
SAME_COUNTRY, COUNTRY_NAMED, NEAR, DATELINE, SENTENCE, AS_BEFORE = 1.2, 0.8, 0.8, 0.5, 1.2, 4.0
NEAR_KM, QUALIFIED_KM = 600.0, 1200.0
LIKE = 1.0
MOST, MOST_SOFT = 3.4, 1.4
"""Ceilings of all context, and of what the mere names of countries may add."""
OPEN_WATERS = frozenset({"sea", "ocean", "strait", "gulf", "channel"})
QUARTERS = frozenset(
    {
        "north",
        "south",
        "east",
        "west",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "republic",
        "kingdom",
    }
)
SCENE = 0.5
"""The share of a story's places that makes a country its scene."""
FAMOUS = 3.5
DOUBT = 0.4
"""By how little two bearers of a bare name may differ for it to stay open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name of a place in its sentence, with all that it could stand for."""

    sentence: int
    first: int
    last: int
    start: int
    end: int
    key: str
    candidates: tuple[Place, ...]
    inside: PlacePrecision | None
    """Set where a known name opens a longer one: what the longer one stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What a story says about where it plays."""

    countries: Mapping[str, int]
    """How often each country is named, itself or by its people."""
    within: Mapping[str, Mapping[str, int]]
    """How often each clear place within each country is named."""
    points: tuple[tuple[str, float, float], ...]
    """Name, latitude and longitude of the clear places below the level of states."""
    dateline: str | None
    by_sentence: Mapping[int, frozenset[str]]
    beside: Mapping[int, tuple[Place, ...]]
    """Start of a mention -> the clear places that stand next to it in a list."""
    qualifiers: Mapping[int, Mention]
    """Start of a mention -> the mention that follows it as its qualifier ("Cambridge, Massachusetts")."""


def story_of(
    mentions: Sequence[Mention], sentences: Sequence[Sentence], article: Article, tables: PlaceTables
) -> Story:
    """What the mentions and the names of peoples tell about where a story plays."""
    countries: Counter[str] = Counter()
    within: dict[str, Counter[str]] = {}
    points: list[tuple[str, float, float]] = []
    by_sentence: dict[int, set[str]] = {}
    for mention in mentions:
        place = _clear(mention)
        if place is None or place.country is None:
            continue
        if place.precision == "country":
            countries[place.country] += 1
            by_sentence.setdefault(mention.sentence, set()).add(place.country)
        else:
            within.setdefault(place.country, Counter())[mention.key] += 1
            if place.lat is not None and place.lon is not None:
                points.append((mention.key, place.lat, place.lon))
    for sentence in sentences:
        for word in sentence.words:
            people = tables.peoples.get(plain(word)) if word[0].isupper() else None
            if people:
                countries[people] += 1
                by_sentence.setdefault(sentence.index, set()).add(people)
    return Story(
        countries=countries,
        within=within,
        points=tuple(points[:60]),
        dateline=_dateline(article, tables),
        by_sentence={index: frozenset(found) for index, found in by_sentence.items()},
        beside=_beside(mentions),
        qualifiers=_qualifiers(mentions, sentences),
    )


def _dateline(article: Article, tables: PlaceTables) -> str | None:
    if article.dateline is None:
        return None
    return article.dateline.country or country_of(article.dateline.place, tables)


def _clear(mention: Mention) -> Place | None:
    """The first bearer, where no other comes near or all that do lie in one country."""
    if not mention.candidates:
        return None
    best = mention.candidates[0]
    rivals = [p for p in mention.candidates[1:] if best.weight - p.weight < CLEAR]
    return best if all(p.country == best.country for p in rivals) else None


def _beside(mentions: Sequence[Mention]) -> dict[int, tuple[Place, ...]]:
    found: dict[int, tuple[Place, ...]] = {}
    for one, other in pairwise(mentions):
        if one.sentence == other.sentence and other.first - one.last <= 3:
            for mention, neighbour in ((one, _clear(other)), (other, _clear(one))):
                if neighbour is not None:
                    found[mention.start] = (*found.get(mention.start, ()), neighbour)
    return found


def _qualifiers(mentions: Sequence[Mention], sentences: Sequence[Sentence]) -> dict[int, Mention]:
    words = {sentence.index: sentence.words for sentence in sentences}
    found: dict[int, Mention] = {}
    for mention, after in pairwise(mentions):
        if after.sentence != mention.sentence or not 1 <= after.first - mention.last <= 5:
            continue
        if not any(p.precision in ("country", "region") for p in after.candidates):
            continue
        between = [w.lower() for w in words[mention.sentence][mention.last + 1 : after.first]]
        if (
            between in ([","], ["("], [], [",", "the"])
            or (between[:1] == ["in"])
            or between[:2] == [",", "in"]
        ):
            found[mention.start] = after
    return found


def choose(mentions: Sequence[Mention], story: Story) -> list[Place | None]:
    """The bearer that each mention means; None where no table knows the name."""
    settled: dict[str, Place] = {}
    chosen: dict[int, Place | None] = {}
    for mention in mentions:
        qualifier = story.qualifiers.get(mention.start)
        if qualifier is not None and mention.candidates and mention.candidates[0].precision != "country":
            pair = _qualified(mention, qualifier, story)
            if pair is not None:
                chosen[mention.start], chosen[qualifier.start] = pair
                settled.setdefault(mention.key, pair[0])
    for mention in mentions:
        if mention.start not in chosen:
            chosen[mention.start] = _best(mention, story, settled)
    return [chosen[mention.start] for mention in mentions]


def _qualified(mention: Mention, qualifier: Mention, story: Story) -> tuple[Place, Place] | None:
    """The likeliest whole that holds a bearer of the name, and that bearer: "Atlanta, Georgia" settles both."""
    wholes = sorted(qualifier.candidates, key=lambda p: -_score(p, qualifier, story))
    for whole in wholes:
        inside = _inside(mention, whole)
        if inside is not None:
            return inside, whole
    return None


def _inside(mention: Mention, whole: Place) -> Place | None:
    if whole.country is None or whole.precision not in ("country", "region"):
        return None
    inside = [p for p in mention.candidates if p.country == whole.country and p.name != whole.name]
    if whole.precision == "region":
        inside = [p for p in inside if _apart(p, whole) < QUALIFIED_KM]
        return min(inside, key=lambda p: _apart(p, whole) / 300 - p.weight, default=None)
    return max(inside, key=lambda p: p.weight, default=None)


def _best(mention: Mention, story: Story, settled: Mapping[str, Place]) -> Place | None:
    if not mention.candidates:
        return _stranger(mention, story)
    before = settled.get(mention.key)
    place = max(
        mention.candidates, key=lambda p: _score(p, mention, story) + (AS_BEFORE if p is before else 0.0)
    )
    return place if mention.inside is None else _opened(mention, story, place)


def _stranger(mention: Mention, story: Story) -> Place | None:
    """A name that no table knows lies in the country of its qualifier, else where its story plays."""
    words = mention.key.split(" ")
    if words[-1] in OPEN_WATERS or words[0] in OPEN_WATERS or mention.key in QUARTERS:
        return None
    qualifier = story.qualifiers.get(mention.start)
    whole = _best(qualifier, story, {}) if qualifier and qualifier.candidates else None
    country = whole.country if whole else _scene(mention, story)
    if country is None:
        return None
    return Place(name=mention.key, precision="city", country=country, lat=None, lon=None, weight=0.0)


def _scene(mention: Mention, story: Story) -> str | None:
    """The one country of the sentence, else the one that holds most of the story's places."""
    here = story.by_sentence.get(mention.sentence, frozenset())
    if len(here) == 1:
        return next(iter(here))
    shares = Counter({country: sum(names.values()) for country, names in story.within.items()})
    shares.update(story.countries)
    if story.dateline:
        shares[story.dateline] += 1
    best = shares.most_common(1)
    return best[0][0] if best and best[0][1] >= SCENE * sum(shares.values()) else None


def _opened(mention: Mention, story: Story, place: Place) -> Place | None:
    """What a known name opens ("Auckland Castle") lies with it only where the story plays there too."""
    country = place.country or ""
    others = story.countries.get(country, 0) + _others(country, mention, story)
    if place.country is None or place.capital or place.weight >= FAMOUS or others:
        return place
    scene = _scene(mention, story)
    if scene is None and place.weight < FAMOUS - 1:
        return None
    if scene in (None, place.country):
        return place
    return Place(name=mention.key, precision="city", country=scene, lat=None, lon=None, weight=0.0)


def _score(place: Place, mention: Mention, story: Story) -> float:
    return place.weight + min(MOST, _context(place, mention, story))


def _context(place: Place, mention: Mention, story: Story) -> float:
    country = place.country
    if country is None:
        return 0.0
    firm = SAME_COUNTRY * math.log1p(_others(country, mention, story))
    firm += NEAR * math.log1p(_neighbours(place, mention, story))
    firm += LIKE * sum(_alike(place, other) for other in story.beside.get(mention.start, ()))
    soft = DATELINE if country == story.dateline else 0.0
    if place.precision != "country":
        # the name of a country says little about which of its parts is meant, and nothing about itself
        soft += COUNTRY_NAMED * math.log1p(story.countries.get(country, 0))
        soft += SENTENCE if country in story.by_sentence.get(mention.sentence, ()) else 0.0
    return firm + min(soft, MOST_SOFT)


def _alike(place: Place, other: Place) -> bool:
    """Whether two members of a list are of one kind: states beside states, provinces beside those of their country."""
    if place.precision != other.precision or place.precision not in ("country", "region"):
        return False
    return place.precision == "country" or place.country == other.country


def _others(country: str, mention: Mention, story: Story) -> int:
    """How often other clear places of a country are named: no name is evidence for itself."""
    return sum(count for name, count in story.within.get(country, {}).items() if name != mention.key)


def _neighbours(place: Place, mention: Mention, story: Story) -> int:
    if place.lat is None or place.lon is None:
        return 0
    return sum(
        1
        for key, lat, lon in story.points
        if key != mention.key and kilometres(place.lat, place.lon, lat, lon) < NEAR_KM
    )


def _apart(one: Place, other: Place) -> float:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return QUALIFIED_KM
    return kilometres(one.lat, one.lon, other.lat, other.lon)


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The distance of two points on a plane map, good to a few per cent below a thousand kilometres."""
    east = abs(lon - other_lon)
    east = min(east, 360 - east) * math.cos(math.radians((lat + other_lat) / 2))
    return 111.2 * math.hypot(lat - other_lat, east)


def country_of(name: str, tables: PlaceTables) -> str | None:
    """Country of a bare name, as a dateline gives it ("BEIJING", "CAMBRIDGE, Mass."); None where it is open."""
    name = re.sub(r"^\s*[Tt](he|HE)\s", "", name)
    whole = tables.by_name.get(plain(name))
    head, _, qualifier = name.partition(",")
    if whole is None and qualifier.strip():
        found = country_of(qualifier, tables)
        known = tables.by_name.get(plain(head), ())
        return found if found or not known else known[0].country
    if whole is None:
        whole = tables.by_name.get(plain(head), ())
    if not whole:
        return None
    rivals = {p.country for p in whole if whole[0].weight - p.weight < DOUBT}
    return whole[0].country if len(rivals) == 1 else None
