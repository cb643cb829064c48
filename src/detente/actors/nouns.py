"""Noun phrases that describe an actor: "the Chinese foreign minister", "US officials", "rebels in Yemen"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente import grammar
from detente.actors.lexicon import ActorTables, Entry, Hit
from detente.knowledge.sectors import SectorNoun
from detente.types import Sentence

OWN_TITLE = frozenset({"of", "for", "to", "in", "at", "on", "and"})
LESSER = frozenset(
    {"deputy", "vice", "assistant", "shadow", "junior", "aspiring", "would-be", "future", "next", "coptic"}
)
"""Words before a title whose bearer does not hold the office."""
CHOSEN = frozenset({"elect", "designate", "nominee", "candidate", "hopeful", "in-waiting"})
"""Words after a title, likewise."""
LEADING = frozenset({"president", "prime minister", "chancellor"})
QUALITIES = frozenset({"justice", "authority"})
"""Nouns that are actors with an article only: "a justice", but "brought to justice", "his authority"."""
OF_AFFAIRS = [["of", w] for w in ("emergency", "affairs", "siege", "war", "alert", "play", "mind", "law")]
SETTLING = frozenset(
    {"political", "peace", "peaceful", "negotiated", "final", "diplomatic", "comprehensive", "legal"}
)
"""Words beside a settlement that is a deal, not a place."""
REALMS = frozenset(
    {"republic", "country", "nation", "state", "kingdom", "federation", "union", "government", "cabinet"}
)
SENT = frozenset({"ambassador", "envoy"})
"""Whom "to" follows, who is not of the state that follows it."""
POSTED = SENT | {"embassy", "consulate"}
"""Of whom "in" likewise names the host: "the embassy in Kabul"."""
ORIGINS = ("of", "in", "from", "at", "for", "to", "with", "inside", "across", "near")


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a noun phrase says of an actor."""

    noun: SectorNoun | None
    titles: tuple[tuple[str, str | None], ...]
    """Offices that its words name."""
    country: str | None
    body: Entry | None
    former: bool = False
    """Whether the office is held no more."""
    then: bool = False
    """Whether it was held at the time told of: "the then-secretary of state"."""


def describe(sentence: Sentence, head: int, hits: Sequence[Hit], tables: ActorTables) -> Description:
    """Noun, offices, country and body of the phrase that this word heads."""
    words = grammar.phrase(sentence, head)
    # "A call between President X and Y" holds a title, but not its own.
    others = {
        w
        for marker, below in grammar.obliques(sentence, head)
        if marker and (marker.split()[0] not in OWN_TITLE or _is_titled_name(sentence, below))
        for w in grammar.subtree(sentence, below)
    }
    words = tuple(w for w in words if w not in others)
    lowered = [sentence.words[w].lower() for w in words]
    lemmas = [sentence.lemmas[w].lower() if w == head else sentence.words[w].lower() for w in words]
    origin = _origin(sentence, head, hits)
    noun = _noun(lemmas, words.index(head) if head in words else len(words) - 1, tables)
    if noun is not None and is_abstract(sentence, head):
        noun = None
    titles = _titles(lowered, tables) or _titles(lemmas, tables)
    of_a_part = origin is not None and origin.actor == "state" and origin.sector in {"LEG", "JUD", "MIL"}
    if LEADING & {office for office, _ in titles} and (
        of_a_part or _presides_elsewhere(sentence, head, hits)
    ):
        titles = ()  # "Senate President X" presides over no state.
    return Description(
        noun=noun,
        titles=_accredited(sentence, head, _fitting(titles, noun, origin, tables), hits),
        country=origin.country if origin is not None else None,
        body=origin if origin is not None and origin.kind == "body" else None,
        former=any(w in {"former", "ex", "late", "onetime", "ousted", "deposed"} for w in lowered),
        then="then" in lowered,
    )


def _is_titled_name(sentence: Sentence, word: int) -> bool:
    """Whether a word is a name after its bearer's title: "a bet on President X"."""
    return sentence.tags[word] == "PROPN" and any(True for _ in grammar.children(sentence, word, "nmod:desc"))


def is_abstract(sentence: Sentence, head: int) -> bool:
    """Whether a noun names a quality or a deal, where it could name an actor: "press for justice", "state of emergency"."""
    lemma, tag = sentence.lemmas[head].lower(), sentence.tags[head]
    if tag != "NOUN":
        return False
    if lemma in QUALITIES:
        determined = any(True for _ in grammar.children(sentence, head, "det", "nummod"))
        return not determined and "Number=Plur" not in sentence.features[head]
    if lemma == "state":
        return [w.lower() for w in sentence.words[head + 1 : head + 3]] in OF_AFFAIRS
    if lemma == "settlement":
        beside = grammar.children(sentence, head, "amod", "compound")
        return any(sentence.lemmas[w].lower() in SETTLING for w in beside)
    return False


def _presides_elsewhere(sentence: Sentence, head: int, hits: Sequence[Hit]) -> bool:
    """Whether "of" names something that is no realm: "president of the central bank"."""
    for preposition, word in grammar.obliques(sentence, head):
        known = entry_at(sentence, word, hits)
        if preposition == "of" and known is None and sentence.lemmas[word].lower() not in REALMS:
            return True
    return False


def is_personal(said: Description) -> bool:
    """Whether a description is of one human being, not of the ministry beside whose name a person's stands."""
    return bool(said.titles) or (said.noun is not None and said.noun.kind == "person")


def _fitting(
    titles: tuple[tuple[str, str | None], ...],
    noun: SectorNoun | None,
    origin: Entry | None,
    tables: ActorTables,
) -> tuple[tuple[str, str | None], ...]:
    """The offices without those of bodies where no body is named: a "prosecutor" is not at once the Court's."""
    kind = origin.actor if origin is not None else None
    bodies = {"IGO"} if kind != "igo" and (noun is None or noun.sector != "IGO") else set()
    bodies |= {"REB"} if kind != "group" else set()
    return tuple(
        (office, own)
        for office, own in titles
        if office not in tables.offices or tables.offices[office].sector not in bodies
    )


def _accredited(
    sentence: Sentence, head: int, titles: tuple[tuple[str, str | None], ...], hits: Sequence[Hit]
) -> tuple[tuple[str, str | None], ...]:
    """ "Ambassador" with the state that receives it, where the words name one: "ambassador to China"."""
    if all(office != "ambassador to" for office, _ in titles):
        return titles
    for preposition, word in grammar.obliques(sentence, head):
        entry = entry_at(sentence, word, hits) if preposition in {"to", "in"} else None
        if entry is not None and entry.kind in {"state", "capital"}:
            whole = f"ambassador to {entry.name}"
            return tuple((whole if office == "ambassador to" else office, own) for office, own in titles)
    return titles


def _noun(lemmas: Sequence[str], position: int, tables: ActorTables) -> SectorNoun | None:
    """The longest entry of the table of nouns that ends at the head."""
    for start in range(max(0, position - 3), position + 1):
        found = tables.nouns.get(" ".join(lemmas[start : position + 1]).replace(" - ", "-"))
        if found is not None:
            return found
    return None


def _titles(words: Sequence[str], tables: ActorTables) -> tuple[tuple[str, str | None], ...]:
    """The longest title in a phrase; of equals the last."""
    best: tuple[int, tuple[tuple[str, str | None], ...]] = (0, ())
    for start in range(len(words)):
        if words[start] not in tables.title_openers:
            continue
        for end in range(min(len(words), start + tables.longest_title), start, -1):
            found = tables.titles.get(" ".join(words[start:end]).replace(" - ", "-"))
            if found and end - start >= best[0]:
                beside = {*words[max(0, start - 1) : start], *words[end : end + 2]}
                best = (end - start, () if beside & (LESSER | CHOSEN) else found)
                break
    return best[1]


def _origin(sentence: Sentence, head: int, hits: Sequence[Hit]) -> Entry | None:
    """Whose: the state or body named inside the phrase, nearest relation first; of "an Australian" his own."""
    own = entry_at(sentence, head, hits)
    if own is not None and own.kind in {"people", "citizen"} and sentence.tags[head] in {"NOUN", "PROPN"}:
        return own
    for child in grammar.children(
        sentence, head, "nmod:poss", "amod", "compound", "nmod:desc", "nmod:unmarked"
    ):
        entry = entry_at(sentence, child, hits) or _below(sentence, child, hits)
        if entry is not None:
            return entry
    for preposition, word in grammar.obliques(sentence, head):
        lemma = sentence.lemmas[head].lower()
        hosted = (preposition == "to" and lemma in SENT) or (preposition in {"in", "at"} and lemma in POSTED)
        hosted = hosted or (preposition not in {"of", "from", "for"} and _past_a_name(sentence, head, word))
        if preposition in ORIGINS and not hosted:
            entry = entry_at(sentence, word, hits) or _below(sentence, word, hits)
            if entry is not None:
                return entry
    for other in grammar.appositions(sentence, head):
        entry = _below(sentence, other, hits)
        if entry is not None:
            return entry
    return None


def _past_a_name(sentence: Sentence, head: int, word: int) -> bool:
    """Whether a person's name stands before a place: "met Prime Minister Albin Kurti in Washington" tells where."""
    return any(n.label == "PER" and head <= n.last < word and n.first >= head for n in sentence.names)


def _below(sentence: Sentence, word: int, hits: Sequence[Hit]) -> Entry | None:
    for child in grammar.children(sentence, word, "nmod:poss", "amod", "compound", "nmod"):
        entry = entry_at(sentence, child, hits)
        if entry is not None:
            return entry
    return None


def entry_at(sentence: Sentence, word: int, hits: Sequence[Hit]) -> Entry | None:
    """What the name that covers a word stands for."""
    start, end = sentence.starts[word], sentence.ends[word]
    return next((h.entry for h in hits if h.start <= start and end <= h.end), None)
