"""Where powers stand: who demands, offers, refuses, supports, opposes, warns or accuses, toward whom, of what.

A position is a verb of stance with an actor for its subject; each coordinated infinitive or matter below it
is a position of its own, since a power may win one and lose the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente import grammar
from detente.diplomacy.cast import Cast
from detente.diplomacy.issues import IssueTables, issue_within, matches
from detente.knowledge.stances import StanceRow
from detente.types import Actor, Article, Position, Sentence

HOLDERS = frozenset({"state", "igo", "group", "person", "unnamed"})
SHORTEST = 6
"""Characters of a matter; a bare "what" or "it" says nothing of a stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """A word of stance found in a sentence."""

    sentence: Sentence
    verb: int
    row: StanceRow
    negated: bool


def by_lemma(rows: Sequence[StanceRow]) -> Mapping[str, StanceRow]:
    """The rows by lemma, or by lemma and particle ("rule out")."""
    return {lemma: row for row in rows for lemma in row.lemmas}


def find(
    sentences: Sequence[Sentence],
    article: Article,
    cast: Cast,
    rows: Mapping[str, StanceRow],
    tables: IssueTables,
) -> tuple[Position, ...]:
    """All positions of an article, in the order of the text."""
    found: list[Position] = []
    for sentence in sentences:
        for stand in _stands(sentence, rows):
            found.extend(_positions(stand, article, cast, tables))
    return tuple(found)


def _stands(sentence: Sentence, rows: Mapping[str, StanceRow]) -> Iterator[Stand]:
    for word, tag in enumerate(sentence.tags):
        if tag != "VERB":
            continue
        row = _row_of(sentence, word, rows)
        if row is not None and not grammar.is_conditional(sentence, word):
            yield Stand(sentence=sentence, verb=word, row=row, negated=grammar.is_negated(sentence, word))


def _row_of(sentence: Sentence, verb: int, rows: Mapping[str, StanceRow]) -> StanceRow | None:
    lemma = sentence.lemmas[verb].lower()
    particle = grammar.particle(sentence, verb)
    if particle:
        return rows.get(f"{lemma} {particle}")
    for preposition, _ in grammar.obliques(sentence, verb):
        row = rows.get(f"{lemma} {preposition}")
        if row is not None:
            return row
    return rows.get(lemma)


def _positions(stand: Stand, article: Article, cast: Cast, tables: IssueTables) -> Iterator[Position]:
    sentence, verb = stand.sentence, stand.verb
    subject = grammar.subject_of(sentence, verb)
    holders = _holders(sentence, subject, cast)
    if not holders or (stand.negated and stand.row.stance not in {"supports", "undertakes", "offers"}):
        return
    addressees, matters = _parties(stand, cast)
    stance = "refuses" if stand.negated else stand.row.stance
    speaker = _speaker(sentence, verb, cast)
    for start, end in matters:
        if start <= sentence.starts[verb] < end or end - start < SHORTEST:
            continue
        what = " ".join(article.text[start:end].split())
        issue = issue_within(article.text, start, end, tables) or _issue_beside(sentence, article, tables)
        for holder in holders:
            yield Position(
                holder=holder,
                addressee=next((a for a in addressees if a.country != holder.country or not a.country), None),
                issue=issue,
                stance=stance,
                what=what,
                said_by=speaker,
                start=sentence.start,
                end=sentence.end,
                quote=article.text[sentence.start : sentence.end],
                confidence=_confidence(holder, issue, bool(addressees)),
            )


def _holders(sentence: Sentence, subject: int | None, cast: Cast) -> tuple[Actor, ...]:
    if subject is None:
        return ()
    actors = cast.at(sentence, subject)
    return tuple(a for a in actors if a.kind in HOLDERS and (a.country or a.kind in {"igo", "group"}))


def _parties(stand: Stand, cast: Cast) -> tuple[tuple[Actor, ...], list[tuple[int, int]]]:
    sentence, verb, row = stand.sentence, stand.verb, stand.row
    addressees: list[Actor] = []
    matters: list[tuple[int, int]] = [
        grammar.span_of(sentence, grammar.subtree(sentence, clause, frozenset({"conj", "cc"})))
        for clause in _clauses(sentence, verb)
    ]
    passed = grammar.object_of(sentence, verb)
    indirect = grammar.indirect_object(sentence, verb)
    if indirect is not None:
        addressees += cast.at(sentence, indirect)
    for preposition, word in grammar.obliques(sentence, verb):
        if preposition in row.to and (actors := cast.at(sentence, word)):
            addressees += actors
        elif preposition in row.about and sentence.lemmas[word].lower() not in grammar.TIMES:
            matters += _spans(sentence, word)
    if passed is not None:
        actors = cast.at(sentence, passed)
        if actors and (row.object == "addressee" or matters or _only_named(row, actors)):
            addressees += actors
        else:
            matters += _spans(sentence, passed)
    if not addressees:
        # "demanded that the United States lift its sanctions": the clause's subject is meant.
        for clause in _clauses(sentence, verb):
            subject = grammar.child(sentence, clause, "nsubj")
            if subject is not None:
                addressees += cast.at(sentence, subject)
    return tuple(addressees), matters


def _only_named(row: StanceRow, actors: Sequence[Actor]) -> bool:
    """ "Called Xi Jinping": nobody demands a person or a state, and none of them is a matter."""
    return row.stance == "demands" and all(actor.name for actor in actors)


def _clauses(sentence: Sentence, verb: int) -> tuple[int, ...]:
    first = [c for c in grammar.children(sentence, verb, "xcomp", "ccomp") if sentence.tags[c] != "PUNCT"]
    purposes = [
        c for c in grammar.children(sentence, verb, "advcl") if grammar.tense(sentence, c) == "infinitive"
    ]
    heads = first or [c for c in purposes if c > verb]
    found: list[int] = []
    for head in heads:
        found.append(head)
        found += [c for c in grammar.children(sentence, head, "conj") if grammar.is_verbal(sentence, c)]
    return tuple(found)


def _spans(sentence: Sentence, word: int) -> list[tuple[int, int]]:
    heads = grammar.conjuncts(sentence, word)
    spans = []
    for head in heads:
        words = grammar.subtree(
            sentence,
            head,
            frozenset({"conj", "cc", "case", "punct"})
            if head == word
            else frozenset({"cc", "conj", "punct"}),
        )
        spans.append(grammar.span_of(sentence, words))
    return spans


def _speaker(sentence: Sentence, verb: int, cast: Cast) -> Actor | None:
    says = grammar.speech_above(sentence, verb)
    if says is None:
        return None
    subject = grammar.subject_of(sentence, says)
    actors = cast.at(sentence, subject) if subject is not None else ()
    return actors[0] if actors else None


def _issue_beside(sentence: Sentence, article: Article, tables: IssueTables) -> str | None:
    found = {issue.id for _, _, issue in matches(article.text, sentence.start, sentence.end, tables)}
    return found.pop() if len(found) == 1 else None


def _confidence(holder: Actor, issue: str | None, addressed: bool) -> float:
    return round(holder.confidence * (0.55 + 0.2 * (issue is not None) + 0.15 * addressed), 2)
