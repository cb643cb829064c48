"""Matters that the taxonomy lacks: what is disputed, discussed or negotiated between two states and matches no issue.

They are collected so that an editor can adopt them; nothing else is made of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente import grammar
from detente.diplomacy.cast import Cast, states_of
from detente.diplomacy.issues import IssueTables, leading_pair, matches
from detente.knowledge.candidates import MatterCue
from detente.types import Article, Candidate, Position, Sentence, When

LONGEST = 60
"""Characters: what is longer is a clause and no name for anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateTables:
    """The cues, by kind and lemma, and the nouns that name nothing."""

    cues: Mapping[tuple[str, str], MatterCue]
    empty: frozenset[str]


def build(rows: Sequence[MatterCue]) -> CandidateTables:
    """Indexes the table once."""
    return CandidateTables(
        cues={(row.kind, lemma): row for row in rows for lemma in row.lemmas if row.kind != "empty"},
        empty=frozenset(lemma for row in rows if row.kind == "empty" for lemma in row.lemmas),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What else was found in the article, and is no matter of its own."""

    cast: Cast
    times: Sequence[When]
    positions: Sequence[Position]
    issues: IssueTables


def find(
    sentences: Sequence[Sentence], article: Article, beside: Beside, tables: CandidateTables
) -> tuple[Candidate, ...]:
    """The candidates of an article, in the order of the text, each phrase once."""
    pair = leading_pair(article, beside.cast)
    found: dict[str, Candidate] = {}
    for sentence in sentences:
        here = states_of(beside.cast.within(sentence.start, sentence.end))
        between = here if len(here) == 2 else pair
        if len(between) != 2 or not any(
            m.start >= sentence.start for m in beside.cast.within(0, sentence.end)
        ):
            continue
        stances = _stance_objects(sentence, article, beside.positions)
        for cue, head in (*_matters(sentence, tables), *stances):
            candidate = _candidate(sentence, head, cue, between, article, beside, tables)
            if candidate is not None:
                found.setdefault(candidate.text.lower(), candidate)
    return tuple(sorted(found.values(), key=lambda c: c.start))


def _matters(sentence: Sentence, tables: CandidateTables) -> Iterator[tuple[str, int]]:
    """Heads of the phrases that a cue makes look like matters, coordinated ones each."""
    for word, tag in enumerate(sentence.tags):
        kind = {"NOUN": "noun", "VERB": "verb"}.get(tag)
        row = tables.cues.get((kind, sentence.lemmas[word].lower())) if kind is not None else None
        if row is None:
            continue
        target = grammar.child(sentence, word, "obj") if kind == "verb" else None
        heads = [(sentence.lemmas[word].lower(), target)] if target is not None else []
        for marker, head in grammar.obliques(sentence, word):
            if marker in row.prepositions:
                heads.append((f"{sentence.lemmas[word].lower()} {marker}", head))
        for cue, head in heads:
            yield from ((cue, each) for each in grammar.conjuncts(sentence, head))


def _stance_objects(
    sentence: Sentence, article: Article, positions: Sequence[Position]
) -> Iterator[tuple[str, int]]:
    """Heads of what somebody demands, refuses or opposes on no known issue: the noun, or the infinitive's object."""
    for position in positions:
        if position.start != sentence.start or position.issue is not None:
            continue
        start = article.text.find(position.what[:20], sentence.start, sentence.end)
        head = grammar.word_at(sentence, start, start + len(position.what)) if start >= 0 else None
        if head is not None and grammar.is_verbal(sentence, head):
            head = grammar.object_of(sentence, head)
        # One bare word below a stance ("the charge", "a warship") names no matter; two often do.
        if head is not None and len(_trimmed(sentence, grammar.phrase(sentence, head))) > 1:
            yield position.stance, head


def _candidate(
    sentence: Sentence,
    head: int,
    cue: str,
    between: tuple[str, ...],
    article: Article,
    beside: Beside,
    tables: CandidateTables,
) -> Candidate | None:
    lemma = sentence.lemmas[head].lower()
    if sentence.tags[head] not in {"NOUN", "PROPN"} or lemma in tables.empty or lemma in grammar.TIMES:
        return None
    words = _trimmed(sentence, grammar.phrase(sentence, head))
    if not words or head not in words:
        return None
    start, end = grammar.span_of(sentence, words)
    # "Tariffs on steel" is the tariffs' issue already; only the rest is new.
    named = matches(article.text, start, end, beside.issues)
    actor = beside.cast.covering(sentence.starts[head], sentence.ends[head])
    dated = any(t.start < end and t.end > start for t in beside.times)
    if named or actor is not None or dated or not 3 <= end - start <= LONGEST:
        return None
    return Candidate(
        text=" ".join(article.text[start:end].split()), cue=cue, between=between, start=start, end=end,
        quote=article.text[sentence.start : sentence.end],
    )  # fmt: skip


def _trimmed(sentence: Sentence, words: tuple[int, ...]) -> tuple[int, ...]:
    """The phrase without articles, possessives and numbers before it."""
    kept = list(words)
    while kept and (
        sentence.tags[kept[0]] in {"DET", "PRON", "NUM", "PUNCT", "PART"}
        or sentence.words[kept[0]].lower() in {"'s", "’s"}
    ):
        kept.pop(0)
    return tuple(kept)
