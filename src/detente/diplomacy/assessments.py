"""What a text says of a relationship itself: worsening, improving, strained, friendly, stalled. Never an event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from detente import grammar
from detente.diplomacy.cast import Cast, states_of
from detente.diplomacy.issues import leading_pair
from detente.knowledge.assessments import AssessmentRow
from detente.types import Actor, Article, Assessment, Direction, Sentence

DIRECTIONS: tuple[Direction, ...] = ("stalled", "worsening", "improving", "strained", "friendly")
PREDICATES = ("grow", "become", "remain", "turn", "get", "stay", "be", "seem", "appear", "look", "go", "run")
AIMS = frozenset({"aim", "try", "seek", "hope", "want", "attempt", "help", "need", "intend", "plan", "work"})


def by_noun(rows: Sequence[AssessmentRow]) -> Mapping[str, AssessmentRow]:
    """The rows by the noun that is spoken of."""
    return {noun: row for row in rows for noun in row.nouns}


def find(
    sentences: Sequence[Sentence], article: Article, cast: Cast, rows: Mapping[str, AssessmentRow]
) -> tuple[Assessment, ...]:
    """All assessments of an article, in the order of the text; one a noun and direction."""
    pair = leading_pair(article, cast)
    found: list[Assessment] = []
    for sentence in sentences:
        for word, tag in enumerate(sentence.tags):
            row = rows.get(sentence.lemmas[word].lower()) or rows.get(sentence.words[word].lower())
            if row is None or tag not in {"NOUN", "PROPN"}:
                continue
            about = _about(sentence, word, cast, pair)
            for direction, start, end in _said(sentence, word, row) if len(about) == 2 else ():
                found.append(
                    Assessment(
                        about=about,
                        direction=direction,
                        text=article.text[start:end],
                        start=start,
                        end=end,
                        said_by=_speaker(sentence, word, cast),
                    )
                )
    return tuple(found)


def _said(sentence: Sentence, noun: int, row: AssessmentRow) -> Iterator[tuple[Direction, int, int]]:
    seen: set[Direction] = set()
    for word in _words_about(sentence, noun):
        direction = _direction(sentence, word, row)
        if direction is not None and direction not in seen and not _is_aim(sentence, word):
            seen.add(direction)
            words = (*grammar.phrase(sentence, noun), word)
            yield direction, *grammar.span_of(sentence, words)


def _direction(sentence: Sentence, word: int, row: AssessmentRow) -> Direction | None:
    forms = {sentence.lemmas[word].lower(), sentence.words[word].lower()}
    for direction in DIRECTIONS:
        if forms & set(getattr(row, direction)):
            return direction
    return None


def _words_about(sentence: Sentence, noun: int) -> Iterator[int]:
    """Adjectives, determiners, verbs and predicates of the noun, and what a copular verb leads on to."""
    yield from grammar.children(sentence, noun, "amod", "det", "compound")
    for preposition, _ in grammar.obliques(sentence, noun):
        if preposition == "of":
            continue
    head = sentence.heads[noun]
    if not 0 <= head < len(sentence.words):
        yield from grammar.children(sentence, noun, "acl")
        return
    relation = grammar.base(sentence.relations[noun])
    if relation in {"nsubj", "obj"}:
        yield head
        yield from grammar.children(sentence, head, "advmod") if grammar.child(sentence, head, "cop") else ()
        if sentence.lemmas[head].lower() in PREDICATES:
            yield from grammar.children(sentence, head, "xcomp", "obl")
    if relation == "nmod" and sentence.lemmas[head].lower() in {
        "deterioration",
        "improvement",
        "thaw",
        "state",
        "strain",
    }:
        yield head
    yield from grammar.children(sentence, noun, "acl")


def _is_aim(sentence: Sentence, word: int) -> bool:
    """Whether the word only says what somebody wants: "trying to cool tensions"."""
    if sentence.tags[word] != "VERB":
        return False
    if grammar.tense(sentence, word) == "infinitive":
        return True
    return any(sentence.lemmas[a].lower() in AIMS for a in list(grammar.ancestors(sentence, word))[:1])


def _about(sentence: Sentence, noun: int, cast: Cast, pair: tuple[str, ...]) -> tuple[str, ...]:
    start, end = grammar.phrase_span(sentence, noun)
    inside = states_of(cast.within(start, end))
    if len(inside) == 2:
        return inside
    here = states_of(cast.within(sentence.start, sentence.end))
    if len(here) == 2:
        return here
    return pair if len(pair) == 2 and set(inside) <= set(pair) else ()


def _speaker(sentence: Sentence, word: int, cast: Cast) -> Actor | None:
    says = grammar.speech_above(sentence, word)
    subject = grammar.subject_of(sentence, says) if says is not None else None
    actors = cast.at(sentence, subject) if subject is not None else ()
    return actors[0] if actors else None
