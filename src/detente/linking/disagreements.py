"""What the tellings of one happening disagree on, side by side: date, place, venue, people, who turned to whom, numbers.

Two answers disagree when they exclude each other: "June" and "June 18" do not, nor do "China" and "Beijing", nor does a
telling that leaves something out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from detente.knowledge.states import states_by_word
from detente.linking.events import same_person
from detente.linking.lifecycle import OVER, STAGE_OF, Voice
from detente.linking.tellings import powers_of, span_of
from detente.types import Encounter, Report, When

About = Literal["date", "place", "venue", "people", "who to whom", "host", "number"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What some of the tellings say."""

    value: str
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A question with two answers or more that exclude each other."""

    about: About
    of: str | None
    """Of what or whom, where that needs saying: a power for people, a noun for numbers."""
    answers: tuple[Answer, ...]


NEIGHBOURS = 60.0
"""Kilometres within which two names may be of one place: a town, its suburb, a house in it."""
Excludes = Callable[[str, str], bool]


def disagreements(voices: Sequence[Voice]) -> tuple[Disagreement, ...]:
    """All that these tellings of one happening disagree on."""
    # A day planned and another day held are a history, no disagreement.
    told = [voice for voice in voices if STAGE_OF.get(voice.told.status) in OVER] or list(voices)
    found = [
        _compared("date", None, _dates(told), _days_exclude),
        _compared("place", None, _places(told), _far(told)),
        _compared("venue", None, _venues(told), _words_exclude),
        _compared("host", None, _hosts(told), _words_exclude),
        _compared("who to whom", None, _directions(told), lambda a, b: a != b),
        *(_compared("people", power, said, _people_exclude) for power, said in _people(told).items()),
        *(_compared("number", noun, said, lambda a, b: a != b) for noun, said in _numbers(told).items()),
    ]
    return tuple(one for one in found if one is not None)


Said = list[tuple[str, Voice]]


def _compared(about: About, of: str | None, said: Said, excludes: Excludes) -> Disagreement | None:
    """The answers that some other answer excludes, in the order of how many give them."""
    by_value: dict[str, list[Voice]] = {}
    for value, voice in said:
        by_value.setdefault(value, []).append(voice)
    known = sorted(by_value, key=lambda value: (-len(by_value[value]), value))
    disputed = [value for value in known if any(excludes(value, other) for other in known if other != value)]
    if not disputed:
        return None
    answers = tuple(Answer(value=value, voices=tuple(by_value[value])) for value in disputed)
    return Disagreement(about=about, of=of, answers=answers)


def _dates(voices: Iterable[Voice]) -> Said:
    found = []
    for voice in voices:
        when = voice.told.when
        span = span_of(when)
        if when and when.value and span:
            found.append((when.value if not when.until else f"{when.value}/{when.until}", voice))
    return found


def _days_exclude(a: str, b: str) -> bool:
    ours, theirs = _span(a), _span(b)
    return ours is not None and theirs is not None and (ours[1] < theirs[0] or theirs[1] < ours[0])


def _span(value: str) -> tuple[date, date] | None:
    first, _, last = value.partition("/")
    return span_of(When(text=value, start=0, end=0, value=first, until=last or None))


def _places(voices: Iterable[Voice]) -> Said:
    return [(v.told.where.name, v) for v in voices if v.told.where]


def _far(voices: Iterable[Voice]) -> Excludes:
    """Places exclude each other where both are on the map and far apart, and neither is a whole state."""
    spots: dict[str, tuple[float, float]] = {}
    for where in (voice.told.where for voice in voices):
        if where and where.lat is not None and where.lon is not None and not _is_state(where.name):
            spots[where.name] = (where.lat, where.lon)

    def far(a: str, b: str) -> bool:
        return a in spots and b in spots and _kilometres(spots[a], spots[b]) > NEIGHBOURS

    return far


def _kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Along the great circle (haversine), on a sphere of 6,371 km."""
    north_a, east_a, north_b, east_b = map(math.radians, (*a, *b))
    half = math.sin((north_b - north_a) / 2) ** 2
    half += math.cos(north_a) * math.cos(north_b) * math.sin((east_b - east_a) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(half))


def _is_state(name: str) -> bool:
    return name.casefold().removeprefix("the ") in states_by_word()


def _venues(voices: Iterable[Voice]) -> Said:
    return [(v.told.venue, v) for v in voices if isinstance(v.told, Encounter) and v.told.venue]


def _hosts(voices: Iterable[Voice]) -> Said:
    hosts = ((v.told.host, v) for v in voices if isinstance(v.told, Encounter))
    return [(name, v) for host, v in hosts if host and (name := host.name or host.text)]


def _words_exclude(a: str, b: str) -> bool:
    ours, theirs = _bare(a), _bare(b)
    return not (ours <= theirs or theirs <= ours)


def _bare(words: str) -> set[str]:
    return set(re.findall(r"\w+", words.casefold())) - {"the", "a", "an", "of", "in", "at", "s"}


def _directions(voices: Iterable[Voice]) -> Said:
    """Who called or visited whom, where powers stand on two sides of the verb."""
    found = []
    for voice in voices:
        told = voice.told
        if isinstance(told, Report) and told.event == "CONSULT" and told.mode in ("phone", "visit"):
            ours, theirs = powers_of(told.actors), powers_of(told.recipients)
            if len(ours) == len(theirs) == 1 and ours != theirs:
                found.append((f"{min(ours)} → {min(theirs)}", voice))
    return found


def _people(voices: Iterable[Voice]) -> dict[str, Said]:
    """The people that tellings name, by power."""
    found: dict[str, Said] = {}
    for voice in voices:
        told = voice.told
        cast = told.participants if isinstance(told, Encounter) else (*told.actors, *told.recipients)
        named: dict[str, list[str]] = {}
        for actor in cast:
            power = actor.country or actor.name
            if actor.kind == "person" and actor.name and power:
                named.setdefault(power, []).append(actor.name)
        for power, names in named.items():
            found.setdefault(power, []).append((", ".join(sorted(set(names))), voice))
    return found


def _people_exclude(a: str, b: str) -> bool:
    """No one in common: to name fewer is no contradiction."""
    return not any(same_person(("", x), ("", y)) for x in a.split(", ") for y in b.split(", "))


_SMALL = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_VALUE = {word: str(number) for number, word in enumerate(_SMALL.split(), start=2)}
_COUNTED = re.compile(
    rf"\b((?<![\d,])\d[\d,]*(?:\.\d+)?|{'|'.join(_VALUE)})[\s-]+((?:[a-zA-Z.-]+\s+){{0,2}}?)([a-z]{{2,}}[a-rt-z]s|people|percent)\b",
    re.IGNORECASE,
)


def counted(text: str) -> Iterator[tuple[str, str]]:
    """Numbers of things in a sentence: ("diplomats", "23") of "23 Russian diplomats". A bare number counts nothing."""
    for found in _COUNTED.finditer(text):
        number = _VALUE.get(found[1].casefold(), found[1].replace(",", ""))
        yield found[3].casefold(), number


def _numbers(voices: Iterable[Voice]) -> dict[str, Said]:
    found: dict[str, Said] = {}
    for voice in voices:
        by_noun: dict[str, set[str]] = {}
        for noun, number in counted(voice.told.quote):
            by_noun.setdefault(noun, set()).add(number)
        for noun, numbers in by_noun.items():
            # A sentence with two numbers of one thing does not say which of them counts here.
            if len(numbers) == 1:
                found.setdefault(noun, []).append((min(numbers), voice))
    return found
