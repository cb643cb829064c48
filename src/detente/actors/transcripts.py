"""Transcripts: whom "we" and "I" stand for in what is printed after a speaker's name ("SECRETARY BLINKEN: We ...")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from detente import grammar
from detente.actors.names import fold, held_on
from detente.actors.nouns import Description
from detente.actors.people import Person, identify
from detente.actors.phrases import sense_of
from detente.actors.story import Story
from detente.knowledge.holders import Holder
from detente.types import Actor, Sentence, Span

FIRST_PERSON = frozenset({"we", "i", "us", "me"})
"""Not "our" and "my": what is ours, allies and all, is not ourselves."""
_CAPITALS = re.compile(
    r"^[ \t]*(?P<label>(?:[A-Z][A-Z.'’-]*\.? ){0,6}[A-Z][A-Z'’-]+)(?: ?\([^)\n]{1,40}\))?:[ \t]", re.MULTILINE
)
"""A name in capitals at the head of a line speaks until the next one does."""
_PLAIN = re.compile(r"^[ \t]*(?P<label>[A-Z][^\s:]*(?: [^\s:]+){0,6}):[ \t]", re.MULTILINE)
"""Any other label speaks for its own line only, and only where it is a person's name and nothing else."""
ADDRESSED = frozenset({"mr", "ms", "mrs"})
BRIEFERS = ("spokesperson", "spokesman", "spokeswoman", "secretary")
SURE = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one speaker says, from behind the label to the next one."""

    start: int
    end: int
    label: Span
    speaker: Actor | None
    """None for whoever asks, and for whom nobody knows."""


def first_persons(sentences: Sequence[Sentence], story: Story) -> tuple[Actor, ...]:
    """A mention for each "we" and "I" in a turn whose speaker acts for a state or a body."""
    turns = [t for t in _turns(story) if t.speaker is not None]
    if not turns:
        return ()
    return tuple(
        replace(
            turn.speaker, text=sentence.words[word], start=sentence.starts[word], end=sentence.ends[word],
            reference=turn.label,
        )
        for sentence in sentences
        for turn in turns
        if turn.start < sentence.end and sentence.start < turn.end and turn.speaker is not None
        for word, form in enumerate(sentence.words)
        if form.lower() in FIRST_PERSON and turn.start <= sentence.starts[word] < turn.end
        and sentence.tags[word] == "PRON" and not _is_quoted(sentence, word)
    )  # fmt: skip


def _is_quoted(sentence: Sentence, word: int) -> bool:
    """Whether somebody else's speech inside the turn says it: "he told me that we ..."."""
    verb = grammar.speech_above(sentence, word)
    subject = grammar.surface_subject(sentence, verb) if verb is not None else None
    own = subject is None or subject == word or sentence.words[subject].lower() in FIRST_PERSON
    return not own and '"' in sentence.words[:word]


def _turns(story: Story) -> Iterator[Turn]:
    text = story.article.text
    capitals = list(_CAPITALS.finditer(text))
    plain = [(found, named) for found in _PLAIN.finditer(text) if (named := _named(found, story)) is not None]
    heads = sorted(m.start() for m in (*capitals, *(found for found, _ in plain)))
    for found in capitals:
        end = next((start for start in heads if start > found.start()), len(text))
        yield Turn(start=found.end(), end=end, label=_span(found), speaker=_speaker(found, story))
    for found, named in plain:
        line = text.find("\n", found.end())
        end = line if line >= 0 else len(text)
        yield Turn(start=found.end(), end=end, label=_span(found), speaker=_acting(named))


def _named(found: re.Match[str], story: Story) -> Actor | None:
    """The person whose name is the whole of a label that is not in capitals."""
    at = found.span("label")
    named = next((m for m in story.mentions if (m.start, m.end) == at and m.kind == "person"), None)
    return named if not found["label"].isupper() else None


def _span(found: re.Match[str]) -> Span:
    return Span(text=found["label"], start=found.start("label"), end=found.end("label"))


def _acting(actor: Actor) -> Actor | None:
    """The actor, where acting for a state or a body; an American scholar speaks for nobody."""
    official = actor.office is not None or actor.sector in {"GOV", "MIL", "IGO", "LEG", "SPY"}
    return actor if official and (actor.country is not None or actor.sector == "IGO") else None


def _speaker(found: re.Match[str], story: Story) -> Actor | None:
    """Who speaks under a label in capitals: named in the story, in office that day, or giving the briefing that day."""
    words = found["label"].replace(".", "").title().split()
    surname = fold(words[-1])
    if len(words) > 1 and words[0].lower() in ADDRESSED:
        person = story.known.get(surname)
        if person is None or person.country is None:
            person = _briefer(surname, story)
        return _acting(_as_actor(person, found)) if person is not None else None
    sense = sense_of(" ".join(words), story.day, story.tables)
    known = story.known.get(surname)
    if len(words) == 1 or (known is not None and sense.country in {None, known.country}):
        return _acting(_as_actor(known, found)) if known is not None else None
    if sense.kind != "person" or sense.name is None:
        return None
    return _acting(
        Actor(
            text=found["label"], start=found.start("label"), end=found.end("label"), kind="person",
            country=sense.country, sector=sense.sector, name=sense.name, office=sense.office, confidence=SURE,
        )
    )  # fmt: skip


def _briefer(surname: str, story: Story) -> Person | None:
    """The only spokesperson of that surname on the day: "MR. PRICE", who is nowhere else named."""
    rows: Sequence[Holder] = story.tables.people.get(surname, ())
    speaking = [h for h in rows if h.office.endswith(BRIEFERS) and held_on(h, story.day)]
    people = {h.person for h in speaking}
    if len(people) != 1 or story.day is None:
        return None
    said = Description(noun=None, titles=(), country=speaking[0].country, body=None)
    return identify(people.pop(), said, story.day, story.tables)


def _as_actor(person: Person, found: re.Match[str]) -> Actor:
    return Actor(
        text=found["label"], start=found.start("label"), end=found.end("label"), kind="person",
        country=person.country, sector=person.sector, name=person.name, office=person.office,
        confidence=min(person.confidence, SURE),
    )  # fmt: skip
