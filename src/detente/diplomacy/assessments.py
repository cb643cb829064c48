"""What a text says of a relationship itself, of a dispute or of the prospects: its direction, degree and holder. Never an event.

An assessment is a noun of the table ("ties", "tensions", "prospects") with a word that gives it a direction: an
adjective ("strained ties"), a verb ("tensions are rising") or a predicate ("ties have grown fraught", "relations
are at their lowest point"). What somebody only aims at ("to cool tensions") is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente import grammar
from detente.diplomacy.cast import Cast, states_of
from detente.diplomacy.issues import leading_pair
from detente.diplomacy.speakers import speaker
from detente.knowledge.assessments import AssessmentRow, DegreeRow
from detente.types import Actor, Article, Assessment, Degree, Direction, Holder, Sentence

DIRECTIONS: tuple[Direction, ...] = ("stalled", "worsening", "improving", "strained", "friendly")
CHANGES = frozenset({"grow", "become", "turn", "get", "go"})
"""Verbs with which a state becomes a course: ties that grow fraught are worsening."""
STATES = frozenset({"remain", "stay", "be", "seem", "appear", "look", "run", "keep", "continue"})
BEGINS = frozenset({"begin", "start", "continue", "cease"})
CALLS = frozenset({"call", "describe", "see", "regard", "consider", "term", "label"})
REACHES = frozenset({"hit", "reach", "sink", "fall", "plunge", "drop", "plummet", "touch", "be", "stand"})
COURSES: Mapping[Direction, Direction] = {"strained": "worsening", "friendly": "improving"}
AIMS = frozenset({"aim", "try", "seek", "hope", "want", "attempt", "help", "need", "intend", "plan", "work"})
OF_STATES = frozenset(
    {"deterioration", "improvement", "thaw", "state", "strain", "warming", "worsening", "cooling"}
)
BOTH = frozenset({"two", "both", "bilateral", "mutual", "sino", "transatlantic", "diplomatic"})
ELSEWHERE = frozenset({"in", "at", "across", "on", "over", "about"})
"""Prepositions of the place or the matter, not of the parties: "tensions in Asia", "the crisis in the US"."""
ANALYSTS = frozenset(
    {"analyst", "expert", "professor", "scholar", "researcher", "observer", "fellow", "academic", "historian", "economist"}
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentTables:
    """The knowledge that assessments are read with, by lemma or form."""

    nouns: Mapping[str, AssessmentRow]
    degrees: Mapping[str, Degree]


def build(rows: Sequence[AssessmentRow], degrees: Sequence[DegreeRow]) -> AssessmentTables:
    """Indexes the tables once."""
    return AssessmentTables(
        nouns={noun: row for row in rows for noun in row.nouns},
        degrees={row.word: row.degree for row in degrees},
    )


def find(
    sentences: Sequence[Sentence], article: Article, cast: Cast, tables: AssessmentTables
) -> tuple[Assessment, ...]:
    """All assessments of an article, in the order of the text; one a noun and direction."""
    pair = leading_pair(article, cast)
    found: list[Assessment] = []
    for sentence in sentences:
        for noun, tag in enumerate(sentence.tags):
            row = tables.nouns.get(sentence.lemmas[noun].lower()) or tables.nouns.get(
                sentence.words[noun].lower()
            )
            if row is None or tag not in {"NOUN", "PROPN"}:
                continue
            about = _about(sentence, noun, row, cast, pair)
            for direction, words in _said(sentence, noun, row) if len(about) == 2 else ():
                found.append(_assessment(sentence, noun, row, about, direction, words, article, cast, tables))
    return tuple(found)


def _assessment(
    sentence: Sentence,
    noun: int,
    row: AssessmentRow,
    about: tuple[str, ...],
    direction: Direction,
    words: tuple[int, ...],
    article: Article,
    cast: Cast,
    tables: AssessmentTables,
) -> Assessment:
    start, end = grammar.span_of(sentence, (*grammar.phrase(sentence, noun), *words))
    said_by = speaker(sentence, noun, cast)
    return Assessment(
        about=about,
        direction=direction,
        text=article.text[start:end],
        start=start,
        end=end,
        said_by=said_by,
        degree=_degree(sentence, words, tables),
        holder=_holder(sentence, noun, said_by),
        scope=row.scope,
    )


def _said(sentence: Sentence, noun: int, row: AssessmentRow) -> Iterator[tuple[Direction, tuple[int, ...]]]:
    """Directions and the words that give them, each direction once."""
    seen: set[Direction] = set()
    for words, changed in _sayings(sentence, noun):
        direction = _direction(sentence, words[-1], row)
        begun = sentence.lemmas[words[0]].lower() in BEGINS
        if direction is None or (not begun and any(_is_aim(sentence, word) for word in words)):
            continue
        if changed:
            direction = COURSES.get(direction, direction)
        if grammar.is_negated(sentence, words[0]) and sentence.tags[words[0]] == "VERB":
            continue
        if direction not in seen:
            seen.add(direction)
            yield direction, words


def _direction(sentence: Sentence, word: int, row: AssessmentRow) -> Direction | None:
    forms = {sentence.lemmas[word].lower(), sentence.words[word].lower()}
    for direction in DIRECTIONS:
        if forms & set(getattr(row, direction)):
            return direction
    return None


def _sayings(sentence: Sentence, noun: int) -> Iterator[tuple[tuple[int, ...], bool]]:
    """Words that may give the noun a direction, the telling one last; and whether a change is told."""
    for word in grammar.children(sentence, noun, "amod", "det", "compound"):
        yield (word,), False
    for word in grammar.children(sentence, noun, "acl"):
        yield (word,), False
        if sentence.lemmas[word].lower() in CALLS:
            # "A relationship that both governments call the worst in decades".
            for below in grammar.children(sentence, word, "xcomp", "obl", "obj", "advcl", "ccomp"):
                yield (word, below), False
    head = grammar.head_of(sentence, noun)
    if head < 0:
        return
    relation = grammar.base(sentence.relations[noun])
    if relation in {"nsubj", "obj"}:
        yield from _of_predicate(sentence, noun, head)
    elif relation == "nmod" and sentence.lemmas[head].lower() in OF_STATES:
        yield (head,), False


def _of_predicate(sentence: Sentence, noun: int, head: int) -> Iterator[tuple[tuple[int, ...], bool]]:
    lemma = sentence.lemmas[head].lower()
    complements = grammar.children(sentence, head, "xcomp", "obl", "obj") if head != noun else ()
    complements = tuple(c for c in complements if c != noun)
    if lemma in CHANGES and grammar.children(sentence, head, "xcomp"):
        # "Ties have grown fraught": the verb alone ("ties have grown") says something else.
        for word in grammar.children(sentence, head, "xcomp"):
            yield (head, word), True
        return
    if lemma in BEGINS:
        for word in grammar.children(sentence, head, "xcomp"):
            yield (head, word), False
    yield (head,), False
    if grammar.child(sentence, head, "cop") is not None:
        for word in grammar.children(sentence, head, "amod", "advmod"):
            yield (head, word), False
    if lemma in STATES or lemma in REACHES:
        for word in complements:
            yield (head, word), False
            for below in grammar.children(sentence, word, "amod"):
                yield (head, below), lemma in REACHES - STATES
    for other in grammar.children(sentence, head, "conj"):
        if sentence.tags[other] in {"VERB", "ADJ"} and not grammar.children(sentence, other, "nsubj", "obj"):
            yield (other,), False


def _is_aim(sentence: Sentence, word: int) -> bool:
    """Whether the word only says what somebody wants: "trying to cool tensions"."""
    if sentence.tags[word] != "VERB":
        return False
    if grammar.tense(sentence, word) == "infinitive":
        return True
    return any(sentence.lemmas[a].lower() in AIMS for a in list(grammar.ancestors(sentence, word))[:1])


def _about(
    sentence: Sentence, noun: int, row: AssessmentRow, cast: Cast, pair: tuple[str, ...]
) -> tuple[str, ...]:
    """Between which two states; empty where it cannot be told."""
    parties = _parties(sentence, noun, cast)
    if len(parties) == 2 or row.explicit:
        return parties
    here = states_of(cast.within(sentence.start, sentence.end))
    if len(parties) == 1:
        if len(here) == 2 and set(parties) <= set(here):
            return here
        return pair if len(pair) == 2 and set(parties) <= set(pair) else ()
    words = {sentence.words[w].lower() for w in grammar.subtree(sentence, noun)}
    if not words & BOTH and _is_somewhere_else(sentence, noun, cast):
        return ()
    if row.alone or words & BOTH:
        return here if len(here) == 2 else pair
    return here if len(here) == 2 else ()


def _parties(sentence: Sentence, noun: int, cast: Cast) -> tuple[str, ...]:
    """States that the phrase itself names as its two ends, not as its place."""
    outside = set[int]()
    for marker, word in grammar.obliques(sentence, noun):
        if marker in ELSEWHERE:
            outside.update(grammar.subtree(sentence, word))
    words = [w for w in grammar.subtree(sentence, noun, frozenset({"acl", "appos"})) if w not in outside]
    start, end = grammar.span_of(sentence, tuple(words))
    apart = {sentence.starts[w] for w in outside}
    return states_of(a for a in cast.within(start, end) if a.start not in apart)


def _is_somewhere_else(sentence: Sentence, noun: int, cast: Cast) -> bool:
    """Whether the phrase names another matter or place of its own: "the opioid crisis in the US", "ties to the army"."""
    qualified = grammar.children(sentence, noun, "compound")
    inside = [w for marker, w in grammar.obliques(sentence, noun) if marker == "in"]
    located = any(cast.at(sentence, w) for w in inside)
    owner = grammar.possessor(sentence, noun)
    return (bool(qualified) and located) or (owner is not None and not cast.at(sentence, owner))


def _degree(sentence: Sentence, words: tuple[int, ...], tables: AssessmentTables) -> Degree:
    """How strongly it is put: by the telling words and what qualifies them."""
    near = {w for word in words for w in (word, *grammar.children(sentence, word, "advmod", "amod", "obl"))}
    told = [
        degree
        for w in sorted(near)
        for form in (sentence.words[w].lower(), sentence.lemmas[w].lower())
        if (degree := tables.degrees.get(form)) is not None
    ]
    return next(iter(told), "plain")


def _holder(sentence: Sentence, word: int, said_by: Actor | None) -> Holder:
    """Who holds it: the reporter where nobody is named, an analyst by profession, else an official."""
    says = grammar.speech_above(sentence, word)
    subject = grammar.subject_of(sentence, says) if says is not None else None
    words = grammar.subtree(sentence, subject) if subject is not None else ()
    named = {sentence.lemmas[w].lower() for w in words}
    if said_by is not None:
        named |= set(said_by.text.lower().replace(",", " ").split())
    if (
        named & ANALYSTS
        or {f"{a}s" for a in ANALYSTS} & named
        or (said_by is not None and said_by.sector == "EDU")
    ):
        return "analyst"
    return "official" if said_by is not None else "reporter"
