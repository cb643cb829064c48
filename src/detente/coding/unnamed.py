"""Unnamed: recipients that no table knows ("hundreds of banks", "a suspected militant", a company, a mosque)."""

from __future__ import annotations

from detente import grammar
from detente.coding.act import Act
from detente.coding.lexicon import at_path, noun_row
from detente.coding.nouns import modifying_owners
from detente.coding.parties import Found, Mentions, find
from detente.knowledge.verbs import CodingTables
from detente.types import Actor, Name, Sentence

SURE = 0.8
"""Only an act that its row is this sure of, or one that its row asked an object for, has such a recipient."""
WITH_UNNAMED = frozenset({"02", "07", "08", "09", "10", "11", "12", "13", "16", "17", "18", "19", "20"})
"""CAMEO roots whose acts fall upon people and bodies whom nobody needs to know."""
BLAME = "11"
HARM = frozenset({"18", "19", "20"})
STEPS = 2
KINDS = {"PER": "person", "ORG": "group"}


def unnamed_recipient(sentence: Sentence, act: Act, doers: tuple[Actor, ...], mentions: Mentions) -> Found:
    """Whoever stands at the first place where the row says that the other party stands.

    A place there stands for its country ("shelled a school in Kherson"); anything else is taken as it is
    told, without country.
    """
    if act.nominal or act.cameo[:2] not in WITH_UNNAMED or act.trust < SURE:
        return Found()
    for word in act.recipients:
        if sentence.tags[word] not in {"NOUN", "PROPN"} or word in act.trigger[:1]:
            continue
        start, end = grammar.phrase_span(sentence, word)
        if any(d.start < end and d.end > start for d in doers):
            continue
        place = next(
            (p for p in mentions.places if p.start >= start and p.end <= end and p.country is not None), None
        )
        return Found((_told(sentence, word, start, end, place.country if place else None),), word, STEPS)
    return Found()


def blamed(sentence: Sentence, act: Act, mentions: Mentions, tables: CodingTables) -> Found:
    """ "Condemned the killing of Yemenis": who did it is to blame; where nobody is named, not those whom it befell."""
    thing = grammar.object_of(sentence, act.word) if act.cameo.startswith(BLAME) and not act.nominal else None
    harm = noun_row(sentence, thing, tables) if thing is not None else None
    if thing is None or harm is None or harm[1].cameo[:2] not in HARM:
        return Found()
    owner = grammar.possessor(sentence, thing)
    own = (*at_path(sentence, thing, "by"), *(() if owner is None else (owner,)))
    by_whom = find(sentence, (*own, *modifying_owners(sentence, thing)), mentions, "actor")
    if by_whom.actors:
        return by_whom
    start, end = grammar.phrase_span(sentence, thing)
    return Found((_told(sentence, thing, start, end, None),), thing, STEPS)


def unnamed_crowd(sentence: Sentence, act: Act) -> Found:
    """ "Students burned a flag": those who protest need no country and no name."""
    if act.nominal or act.cameo[:2] != "14" or act.trust < SURE:
        return Found()
    for word in act.actors:
        if sentence.tags[word] == "NOUN":
            start, end = grammar.phrase_span(sentence, word)
            return Found((_told(sentence, word, start, end, None),), word, STEPS)
    return Found()


def _told(sentence: Sentence, word: int, start: int, end: int, country: str | None) -> Actor:
    name = _name_over(sentence, word)
    text = " ".join(sentence.words[w] for w in grammar.phrase(sentence, word))
    return Actor(
        text=text,
        start=start,
        end=end,
        kind="unnamed" if name is None or name.label not in KINDS else KINDS[name.label],  # type: ignore[arg-type]
        country=country,
        confidence=0.5,
    )


def _name_over(sentence: Sentence, word: int) -> Name | None:
    return next((n for n in sentence.names if n.first <= word <= n.last), None)
