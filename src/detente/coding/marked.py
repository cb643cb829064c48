"""Marked: which category joins two spans of a sentence, by the lexicon, the encoder's head, or both."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from detente.coding.act import Act
from detente.coding.acts import acts_of
from detente.coding.category import category_of
from detente.coding.drafts import Draft, Marked
from detente.coding.parties import Mentions, find
from detente.coding.status import standing_of
from detente.knowledge.verbs import CodingTables
from detente.types import Actor, Sentence

YIELD = ("CONCEDE", "RETREAT")
NO_EVENT = "NONE"
# How much a full vote of the lexicon adds to a category's log-odds, beside the head and alone; both were
# chosen by cross-validation on the gold sentences that the head is trained on.
BESIDE_THE_HEAD = 2.0
ALONE = 7.0
LEAST = 1e-6


def category_of_marked(
    sentences: Sequence[Sentence],
    source: tuple[int, int],
    target: tuple[int, int],
    tables: CodingTables,
    probabilities: Mapping[str, float] | None = None,
) -> dict[str, float]:
    """A probability for each category that the first span did it to the second.

    The spans are character offsets on the scale of the sentences' own. `probabilities` is what the encoder's
    head says (under "YIELD" for CONCEDE and RETREAT together, if it was trained so); without it the lexicon
    votes alone. The values sum to 1.
    """
    votes = lexicon_votes(sentences, source, target, tables)
    return combined(votes, probabilities, tables.categories.events())


def combined(
    votes: Mapping[str, float], probabilities: Mapping[str, float] | None, events: Sequence[str]
) -> dict[str, float]:
    """The categories' probabilities from the lexicon's votes (0 to 1 each) and the head's probabilities.

    The two are joined in log-odds, so that neither is heard where it is silent.
    """
    head = split_yield(probabilities, votes) if probabilities is not None else dict.fromkeys(events, 1.0)
    weight = ALONE if probabilities is None else BESIDE_THE_HEAD
    odds = {e: math.log(max(head.get(e, 0.0), LEAST)) + weight * votes.get(e, 0.0) for e in events}
    highest = max(odds.values())
    raised = {event: math.exp(value - highest) for event, value in odds.items()}
    total = sum(raised.values())
    return {event: value / total for event, value in raised.items()}


def with_stand_in(text: str, source: tuple[int, int] | None, target: tuple[int, int] | None) -> Marked:
    """The text with both spans marked, for a sentence that names only one of its parties, or none.

    What stands in for "a recipient" whom the text does not name is its last character, or its first where the
    last is taken: mostly the full stop, which is nobody. Measured: 22 of 24 gold sentences with one party right.
    """
    last, first = (max(len(text) - 1, 0), len(text)), (0, min(1, len(text)))
    if source is None and target is None:
        return text, first, last
    given = source or target or first
    stand_in = last if given[1] <= last[0] else first
    return text, source or stand_in, target or stand_in


def likeliest(found: Mapping[str, float]) -> tuple[str, float]:
    """The likeliest category and how sure it is.

    CONCEDE and RETREAT stand together against the rest, as in the gold sentences that the head is trained on;
    then the likelier of the two is taken, with the probability of both.
    """
    families = {event: found[event] for event in found if event not in YIELD}
    yielding = max((event for event in YIELD if event in found), key=lambda e: (found[e], e), default=None)
    if yielding is not None:
        families[yielding] = sum(found.get(event, 0.0) for event in YIELD)
    best = max(families, key=lambda event: (families[event], event))
    return best, min(1.0, families[best])


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


def split_yield(probabilities: Mapping[str, float], votes: Mapping[str, float]) -> dict[str, float]:
    """What a head trained on YIELD says of CONCEDE and RETREAT, divided as the lexicon would."""
    found = {event: p for event, p in probabilities.items() if event != "YIELD"}
    if "YIELD" in probabilities:
        whole = sum(votes.get(event, 0.0) for event in YIELD)
        for event in YIELD:
            share = votes.get(event, 0.0) / whole if whole else 0.5
            found[event] = probabilities["YIELD"] * share
    return found


def blend(draft: Draft, probabilities: Mapping[str, float], tables: CodingTables) -> Draft:
    """The draft with its category settled between the lexicon's row and the encoder's head.

    What the head takes for no event at all counts against the draft's confidence.
    """
    mixed = combined({draft.event: draft.confidence}, probabilities, tables.categories.events())
    best, sure = likeliest(mixed)
    confidence = round(sure * draft.confidence**0.5 * (1 - probabilities.get(NO_EVENT, 0.0)), 3)
    if best == draft.event:
        return replace(draft, confidence=confidence, probabilities=mixed)
    cameo = next(
        code for code in (f"{tables.categories.root(best)}0", draft.cameo) if code in tables.categories.codes
    )
    return replace(draft, event=best, mode=None, cameo=cameo, confidence=confidence, probabilities=mixed)
