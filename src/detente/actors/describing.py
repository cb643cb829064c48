"""Phrases of a tree that name a power or describe an actor: "the Kremlin", "US officials", "the secretary"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from detente import grammar
from detente.actors.lexicon import Entry, Hit
from detente.actors.memory import gender_told
from detente.actors.names import fold
from detente.actors.nouns import Description, describe
from detente.actors.people import claimants, holder_in_year, holder_of, sector_of, title_of
from detente.actors.phrases import sense_of
from detente.actors.story import Story
from detente.knowledge.holders import Holder
from detente.types import Actor, Sentence, Span

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
PLACING = frozenset(
    {
        "in",
        "at",
        "near",
        "across",
        "throughout",
        "inside",
        "outside",
        "around",
        "through",
        "within",
        "off",
        "over",
    }
)
ACTING = frozenset({"nsubj", "obj", "iobj", "nmod:poss", "obl:agent", "appos", "conj", "root"})
PARTS = frozenset({"compound", "flat", "amod", "nmod:desc", "nmod:unmarked", "fixed"})


def actor_of_hit(sentence: Sentence, word: int, hit: Hit) -> Actor | None:
    """The actor of a name of the tables, unless it only says where."""
    entry = hit.entry
    last = max(
        w
        for w in range(len(sentence.words))
        if sentence.starts[w] < hit.end and sentence.starts[w] >= hit.start
    )
    head = grammar.word_at(sentence, hit.start, hit.end)
    if word != (head if head is not None else last):
        return None
    if not _acts(sentence, word, entry):
        return None
    sector = entry.sector
    kind = entry.actor
    if (
        entry.kind == "people"
        and sentence.tags[word] in {"NOUN", "PROPN"}
        and sentence.words[word].endswith("s")
    ):
        sector, kind = "CVL", "unnamed"
    return Actor(
        text=" ".join(
            sentence.words[w]
            for w in range(len(sentence.words))
            if sentence.starts[w] >= hit.start and sentence.ends[w] <= hit.end
        ),
        start=hit.start,
        end=hit.end,
        kind=kind,
        country=entry.country,
        sector=sector,
        name=entry.name if kind != "unnamed" else None,
        confidence=0.95 if entry.firm else 0.85,
    )


def _acts(sentence: Sentence, word: int, entry: Entry) -> bool:
    """A place is no actor: "met in Beijing" against "Beijing rejected" and "talks with Beijing"."""
    if entry.kind in {"people", "citizen", "body"}:
        return True
    relation = sentence.relations[grammar.first_conjunct(sentence, word)]
    marker = grammar.case_marker(sentence, grammar.first_conjunct(sentence, word))
    if marker.split(" ")[0] in PLACING:
        return False
    if entry.firm:
        return True
    if relation in PARTS:
        return False
    return (
        grammar.base(relation) in {"nsubj", "obj", "appos"}
        or relation in ACTING
        or marker in {"with", "by", "against", "between", "on"}
    )


def described(sentence: Sentence, word: int, hits: Sequence[Hit], story: Story) -> Actor | None:
    """The actor of a phrase that names nobody: "the Chinese foreign minister", "US officials", "the secretary"."""
    said = describe(sentence, word, hits, story.tables)
    if said.noun is None and not said.titles:
        return None
    if said.noun is not None and said.noun.kind == "thing" and said.country is None:
        return None
    start, end = grammar.phrase_span(sentence, word)
    text = story.article.text[start:end]
    single = "Number=Sing" in sentence.features[word] or sentence.tags[word] == "PROPN"
    if said.titles and single:
        person = _office_bearer(sentence, word, said, story)
        if person is not None:
            return replace(person, text=text, start=start, end=end)
    sector = sector_of(said.titles[0][0], story.tables) if said.titles else None
    if said.noun is not None:
        sector = said.noun.sector if sector is None or not single else sector
    if said.body is not None and said.body.kind == "body":
        sector = said.body.sector if said.body.actor != "state" else sector
    sense = sense_of(text, story.day, story.tables)
    if sense.specific:
        sector = sense.sector or sector
        said = replace(said, country=said.country or sense.country)
    said = replace(said, country=said.country or _owners_country(sentence, word, story))
    if (
        said.country is None
        and said.body is None
        and sector
        not in {
            "REB",
            "UAF",
            "COP",
            "MIL",
            "GOV",
            "OPP",
            "CVL",
            "PTY",
            "LEG",
            "JUD",
            "REF",
            "SPY",
            "IGO",
            "NGO",
        }
    ):
        return None
    return Actor(
        text=text, start=start, end=end, kind="unnamed", country=said.country, sector=sector, name=None,
        candidates=claimants(said, said.country, story.day, story.tables) if single else (),
        confidence=0.85 if said.country else 0.6,
    )  # fmt: skip


def _owners_country(sentence: Sentence, word: int, story: Story) -> str | None:
    """The state of the person or state whose it is: "her delegation", "Blinken's aides"."""
    owner = grammar.possessor(sentence, word)
    if owner is None:
        return None
    start, end = sentence.starts[owner], sentence.ends[owner]
    return next((m.country for m in reversed(story.mentions) if m.start <= start and end <= m.end), None)


def _bearer(holder: Holder, story: Story, confidence: float) -> Actor:
    return Actor(
        text="", start=0, end=0, kind="person", country=holder.country if len(holder.country) == 3 else None,
        sector=sector_of(holder.office, story.tables), name=holder.person,
        office=title_of(holder, story.tables), confidence=confidence,
    )  # fmt: skip


def _office_bearer(sentence: Sentence, word: int, said: Description, story: Story) -> Actor | None:
    """The person who holds the office that a description names: of its country by the table, else lately named."""
    holder = holder_of(said, said.country, story.day, story.tables)
    if holder is not None:
        return _bearer(holder, story, 0.85)
    if said.then:
        years = _YEAR.findall(story.article.text, sentence.start, sentence.end)
        holder = holder_in_year(said, said.country, years[0], story.tables) if len(set(years)) == 1 else None
        return _bearer(holder, story, 0.7) if holder is not None else None
    if said.country is not None or not any(
        sentence.words[c].lower() == "the" for c in grammar.children(sentence, word, "det")
    ):
        return None
    bearers = [
        m for m in reversed(story.mentions)
        if m.kind == "person" and m.office and m.end <= sentence.starts[word] and _can_be(m, sentence, word)
    ]  # fmt: skip
    offices = {office for office, _ in said.titles}
    called = [m for m in bearers if _offices_of(m, story) & offices]
    called += [m for m in bearers if _title_words(sentence, word, story) <= set((m.office or "").split())]
    for actor in called[:1]:
        span = Span(text=actor.text, start=actor.start, end=actor.end)
        return replace(actor, reference=span, confidence=0.8)
    # "The taoiseach": a title that one state alone gives says whose it is.
    owners = {own for _, own in said.titles}
    only = owners.pop() if len(owners) == 1 else None
    holder = holder_of(said, only, story.day, story.tables)
    return _bearer(holder, story, 0.8) if holder is not None else None


def _can_be(actor: Actor, sentence: Sentence, word: int) -> bool:
    """Whether a word that tells man from woman fits the words by which a person was named: no queen is "the king"."""
    told, known = gender_told([sentence.lemmas[word].lower()]), gender_told(fold(actor.text).split())
    return told is None or known in {None, told}


def _offices_of(actor: Actor, story: Story) -> set[str]:
    """The offices that a person's title names in the person's own country: a king is no president."""
    title = (actor.office or "").lower()
    return {title} | {o for o, own in story.tables.titles.get(title, ()) if own in {None, actor.country}}


def _title_words(sentence: Sentence, word: int, story: Story) -> set[str]:
    """The words of a title: "prime" and "minister" of "the new prime minister"."""
    lemma = sentence.lemmas[word].lower()
    beside = (sentence.lemmas[w].lower() for w in grammar.children(sentence, word, "amod", "compound"))
    return {lemma, *(w for w in beside if f"{w} {lemma}" in story.tables.titles)}
