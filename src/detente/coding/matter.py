"""Matter: whether a sentence is about politics at all, or about sports, markets, culture, science, weather."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from detente.knowledge.verbs import CodingTables
from detente.types import Actor, Sentence

IN_A_SENTENCE = 2
IN_A_STORY = 0.35
FORCE = frozenset({"18", "19", "20"})
NO_POWER = frozenset({"BUS", "CVL", "MED", "EDU", "SPT", "ART", "CEL"})


def matters_of(sentence: Sentence, tables: CodingTables) -> Counter[str]:
    """How many different words of each unpolitical matter the sentence has."""
    lemmas = [lemma.lower() for lemma in sentence.lemmas]
    terms = set(lemmas) | {word.lower() for word in sentence.words}
    terms |= {f"{a} {b}" for a, b in pairwise(lemmas)}
    if any("-" in word or "–" in word for word in sentence.words) and _tells_a_score(sentence):
        terms.add("score")
    return Counter(
        matter for term in terms for matter in tables.matters.get(term, ()) if matter != "never acts"
    )


def _tells_a_score(sentence: Sentence) -> bool:
    """Whether a sentence with a hyphen holds something like "2-1"; a vote is counted in larger numbers."""
    numbers = [w for word in sentence.words for w in word.replace("–", "-").split("-")]
    small = [
        a.isdecimal() and b.isdecimal() and len(a) + len(b) <= 3 for a, b in pairwise(n for n in numbers if n)
    ]
    return any(small)


def unpolitical_matters(sentences: Sequence[Sentence], tables: CodingTables) -> frozenset[str]:
    """The matters that a whole story is about: those with words in more than a third of its sentences."""
    counts = Counter(matter for s in sentences for matter, n in matters_of(s, tables).items() if n)
    enough = max(3, IN_A_STORY * len(sentences))
    return frozenset(matter for matter, n in counts.items() if n >= enough)


def is_unpolitical(sentence: Sentence, story: frozenset[str], tables: CodingTables) -> bool:
    """Whether the sentence tells of another matter than politics."""
    found = matters_of(sentence, tables)
    if any(found[matter] >= IN_A_SENTENCE for matter in found):
        return True
    return bool(story & {"sports", "culture"}) and any(found[m] for m in story)


def is_political(actor: Actor) -> bool:
    """Whether an actor holds or seeks power: a state, its branches, an international body, an armed group."""
    if actor.kind in {"state", "igo"}:
        return True
    if actor.sector in NO_POWER:
        return False
    if actor.kind == "group":
        return True
    return actor.sector is not None or actor.office is not None or actor.country is not None


def acts_as_a_people(cameo: str, doers: Sequence[Actor], done_to: Sequence[Actor]) -> bool:
    """ "Palestinians attacked Israel", "Israelis took to the streets": people called by their country alone.

    What they do by force to another country's, or in protest, is political; what they buy, see or win is not.
    """
    peoples = [d for d in doers if _is_a_people(d)]
    if not peoples:
        return False
    others = {a.country for a in done_to if a.country is not None} - {d.country for d in doers}
    together = len({d.country for d in doers if d.country is not None}) > 1
    return cameo[:2] == "14" or (cameo[:2] in FORCE and bool(others or together))


def _is_a_people(actor: Actor) -> bool:
    """Whether the mention is a demonym in the plural and nothing else: "Palestinians", not "a Palestinian doctor"."""
    alone = " " not in actor.text and actor.text.endswith("s")
    return actor.kind == "unnamed" and actor.sector == "CVL" and actor.country is not None and alone


def never_acts(sentence: Sentence, word: int, tables: CodingTables) -> bool:
    """Whether the subject is a thing of a country, not its power: "US stocks", "Italy's team"."""
    return "never acts" in tables.matters.get(sentence.lemmas[word].lower(), ())
