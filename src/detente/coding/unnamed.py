"""Unnamed: recipients that no table knows ("hundreds of banks", "a suspected militant", a company, a mosque)."""

from __future__ import annotations

from detente import grammar
from detente.coding.act import Act
from detente.coding.parties import Found, Mentions
from detente.types import Actor, Name, Sentence

SURE = 0.8
"""Only an act that its row is this sure of, or one that its row asked an object for, has such a recipient."""
WITH_UNNAMED = frozenset({"02", "07", "08", "09", "10", "11", "12", "13", "16", "17", "18", "19", "20"})
"""CAMEO roots whose acts fall upon people and bodies whom nobody needs to know."""
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
