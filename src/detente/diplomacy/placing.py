"""Where an encounter was or is to be: the place that hangs on its own words, and the venue."""

from __future__ import annotations

from collections.abc import Sequence

from detente import grammar
from detente.diplomacy.scene import Sighting
from detente.types import Sentence, Where

VENUE_PREPOSITIONS = frozenset({"at", "in", "on", "aboard", "near", "outside"})
OTHERS = frozenset(
    {"meeting", "summit", "talks", "conference", "forum", "session", "visit", "trip", "ceremony"}
)
"""Nouns that have places of their own: in "agreed to the trip at a meeting in Bali", Bali is the meeting's."""
WIDE = frozenset({"country", "region", "sea"})


def place_of(
    sighting: Sighting, places: Sequence[Where], *, to: bool = False
) -> tuple[Where | None, str | None]:
    """The place, and the venue's name where the text gives one. Calls have neither. `to`: "was moved to Geneva"."""
    if sighting.remote:
        return None, None
    sentence = sighting.sentence
    inside = [p for p in places if sentence.start <= p.start < sentence.end]
    here = [p for p in inside if _fits(sighting, p) or (to and _marker(sentence, p) == "to")]
    if sighting.form == "visit" and sighting.near is not None:
        goal = _goal(sighting, here)
        here = [goal] if goal is not None else [p for p in here if _marker(sentence, p) != "to"]
    venue = next((p for p in here if p.precision == "venue"), None)
    spot = next((p for p in here if p.precision == "city"), None) or venue or next(iter(here), None)
    return spot, venue.name if venue is not None else None


def origin_of(sighting: Sighting, places: Sequence[Where]) -> Where | None:
    """Where a journey sets out: "flew from Ankara to Moscow"."""
    sentence = sighting.sentence
    for preposition, head in grammar.obliques(sentence, sighting.word):
        if preposition == "from" and sighting.form == "visit":
            for place in places:
                if place.start <= sentence.starts[head] < place.end:
                    return place
    return None


def _goal(sighting: Sighting, here: Sequence[Where]) -> Where | None:
    sentence = sighting.sentence
    at = sentence.starts[sighting.near] if sighting.near is not None else -1
    return next((p for p in here if p.start <= at < p.end), None)


def _marker(sentence: Sentence, place: Where) -> str:
    word = grammar.word_at(sentence, place.start, place.end)
    return grammar.case_marker(sentence, word) if word is not None else ""


def _word_before(sentence: Sentence, place: Where) -> str:
    """The preposition right before a place, where the parser has hung it elsewhere."""
    before = [w for w in range(len(sentence.words)) if sentence.ends[w] <= place.start]
    return sentence.words[before[-1]].lower() if before and sentence.tags[before[-1]] == "ADP" else ""


def _fits(sighting: Sighting, place: Where) -> bool:
    """Whether a place is the encounter's own, not where something else in the sentence was."""
    sentence = sighting.sentence
    word = grammar.word_at(sentence, place.start, place.end)
    if word is None:
        return False
    first = grammar.first_conjunct(sentence, word)
    marker = grammar.case_marker(sentence, first) or _word_before(sentence, place)
    if sighting.form == "visit" and word == sighting.near:
        return True
    if marker not in VENUE_PREPOSITIONS or (marker == "on" and place.precision in WIDE):
        return False
    return _leads_to(sentence, sentence.heads[first], sighting)


def _leads_to(sentence: Sentence, head: int, sighting: Sighting) -> bool:
    own = {sighting.word, sighting.clause}
    for above in (head, *grammar.ancestors(sentence, head)) if head >= 0 else ():
        if above in own:
            return True
        if sentence.lemmas[above].lower() in OTHERS and above not in set(
            grammar.ancestors(sentence, sighting.word)
        ):
            return False
        if sentence.tags[above] == "VERB":
            # "Opened his programme in Beijing by meeting X": the place of the verb above is the meeting's.
            says = sentence.lemmas[above].lower() in grammar.SPEECH
            return not says and above in set(grammar.ancestors(sentence, sighting.clause))
        if sentence.heads[above] in own and grammar.has_relation(sentence, above, "obj", "obl", "nsubj"):
            # "Received X in Brasilia", "a meeting between X and Y in Jakarta": parsers hang it on the partner.
            return True
        spatial = grammar.case_marker(sentence, above) in VENUE_PREPOSITIONS
        carried = above in set(grammar.ancestors(sentence, sighting.word))
        if not spatial and not carried:
            return False
    return False
