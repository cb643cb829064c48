"""Marked: which category joins two spans of a sentence, by the lexicon, the encoder's head, or both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from detente.coding.act import Act
from detente.coding.acts import acts_of
from detente.coding.category import category_of
from detente.coding.drafts import Draft
from detente.coding.parties import Mentions, find
from detente.coding.status import standing_of
from detente.knowledge.verbs import CodingTables
from detente.types import Actor, Sentence

YIELD = ("CONCEDE", "RETREAT")
LEXICON_WEIGHT = 0.35
NO_EVENT = "NONE"
UNSAID = 0.02


def category_of_marked(
    sentences: Sequence[Sentence],
    source: tuple[int, int],
    target: tuple[int, int],
    tables: CodingTables,
    probabilities: Mapping[str, float] | None = None,
) -> dict[str, float]:
    """A probability for each category that the first span did it to the second.

    The spans are character offsets on the scale of the sentences' own. `probabilities` is what the encoder's head
    says (under "YIELD" for CONCEDE and RETREAT together, if it was trained so); without it the lexicon
    votes alone. The values sum to 1.
    """
    votes = lexicon_votes(sentences, source, target, tables)
    events = tables.categories.events()
    total = sum(votes.values())
    lexicon = {e: (votes.get(e, 0.0) + UNSAID) / (total + UNSAID * len(events)) for e in events}
    if probabilities is None:
        return lexicon
    head = split_yield(probabilities, lexicon)
    weight = LEXICON_WEIGHT * min(1.0, total)
    mixed = {e: (1 - weight) * head.get(e, 0.0) + weight * lexicon[e] for e in events}
    whole = sum(mixed.values()) or 1.0
    return {e: p / whole for e, p in mixed.items()}


def lexicon_votes(
    sentences: Sequence[Sentence], source: tuple[int, int], target: tuple[int, int], tables: CodingTables
) -> dict[str, float]:
    """How strongly the lexicon speaks for each category; empty where it knows no word of the sentence."""
    who, whom = (
        Actor(text="", start=start, end=end, kind="state", name=name)
        for (start, end), name in ((source, "source"), (target, "target"))
    )
    mentions = Mentions.of((who, whom), ())
    votes: dict[str, float] = {}
    for sentence, act in ((s, act) for s in sentences for act in acts_of(s, tables)):
        standing = standing_of(sentence, act, tables)
        event = category_of(act, standing, tables)[1]
        weight = act.trust * _nearness(sentence, act, who, whom, mentions)
        votes[event] = max(votes.get(event, 0.0), weight)
    return votes


def _nearness(sentence: Sentence, act: Act, who: Actor, whom: Actor, mentions: Mentions) -> float:
    doers = find(sentence, act.actors, mentions, "actor").actors
    done_to = find(sentence, act.recipients, mentions, "recipient").actors
    value = 0.15
    if who in doers:
        value += 0.45
    if whom in done_to or (act.both and whom in doers):
        value += 0.4
    if whom in doers and who in done_to and not act.both:
        value -= 0.1
    return value


def split_yield(probabilities: Mapping[str, float], lexicon: Mapping[str, float]) -> dict[str, float]:
    """What a head trained on YIELD says of CONCEDE and RETREAT, divided as the lexicon would."""
    found = {event: p for event, p in probabilities.items() if event != "YIELD"}
    if "YIELD" in probabilities:
        whole = sum(lexicon.get(event, 0.0) for event in YIELD) or 1.0
        for event in YIELD:
            found[event] = probabilities["YIELD"] * (lexicon.get(event, 0.0) / whole or 0.5)
    return found


def blend(draft: Draft, probabilities: Mapping[str, float], tables: CodingTables) -> Draft:
    """The draft with its category settled between the lexicon's row and the encoder's head."""
    lexicon = dict.fromkeys(tables.categories.events(), UNSAID)
    lexicon[draft.event] = draft.confidence
    head = split_yield(probabilities, lexicon)
    weight = LEXICON_WEIGHT * draft.confidence
    mixed = {e: (1 - weight) * head.get(e, 0.0) + weight * lexicon[e] for e in lexicon}
    best = max(mixed, key=lambda event: (mixed[event], event))
    confidence = round(mixed[best], 3)
    if best == draft.event:
        return replace(draft, confidence=confidence, probabilities=mixed)
    root = tables.categories.root(best)
    cameo = next((code for code in (f"{root}0", root) if code in tables.categories.codes), draft.cameo)
    return replace(draft, event=best, mode=None, cameo=cameo, confidence=confidence, probabilities=mixed)
