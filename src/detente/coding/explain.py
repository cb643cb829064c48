"""Explain: why each report of an article says what it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente import grammar
from detente.coding.drafts import Draft, Scores
from detente.coding.marked import combined
from detente.coding.parties import Actors
from detente.coding.reports import drafts_of, report_of
from detente.knowledge.verbs import CodingTables
from detente.types import Actor, Article, Report, Sentence, When, Where

# Relations of the parse in the words of a school grammar; others are shown as they are.
PLAIN = {
    "nsubj": "subject",
    "nsubj:pass": "passive subject",
    "obj": "object",
    "iobj": "indirect object",
    "nmod:poss": "whose",
    "amod": "modifier",
    "compound": "modifier",
    "appos": "apposition",
    "conj": "and",
    "xcomp": "to do",
    "ccomp": "that",
    "acl": "clause",
    "acl:relcl": "relative clause",
    "advcl": "side clause",
    "flat": "name",
    "parataxis": "inserted",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step through the parse: by which relation, to which word; `up` where it climbs to a head."""

    relation: str
    word: str
    up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One report with its grounds.

    `trigger` is the words of the lexicon's entry; `to_actor` and `to_recipient` lead from its first verb or
    noun through the parse to the words that stand for the parties (empty where there is none). `row` names the
    lexicon's file, line, entry and code, and each operator and refinement that changed it; `path` is that
    row's own account of where the parties stand. `status_reason` says why the act stands as it does.
    `probabilities` are those of the categories, highest first, after lexicon and head were joined;
    `runner_up` is the second of them; `head` tells whether the encoder's head was asked.
    """

    report: Report
    trigger: tuple[str, ...]
    to_actor: tuple[Step, ...]
    to_recipient: tuple[Step, ...]
    path: str
    row: str
    status_reason: str
    probabilities: tuple[tuple[str, float], ...]
    runner_up: str
    head: bool


def explain(
    sentences: Sequence[Sentence],
    article: Article,
    actors: Actors | Sequence[Actor],
    times: Sequence[When],
    places: Sequence[Where],
    tables: CodingTables,
    scores: Scores | None = None,
) -> tuple[Explanation, ...]:
    """The reports of `code`, in the same order, each with its grounds."""
    drafts = drafts_of(sentences, article, actors, places, tables, scores)
    return tuple(_explained(d, report_of(d, article, times, places, tables), tables) for d in drafts)


def _explained(draft: Draft, report: Report, tables: CodingTables) -> Explanation:
    events = tables.categories.events()
    found = draft.probabilities or combined({draft.event: draft.confidence}, None, events)
    ordered = tuple(
        sorted(((e, round(p, 4)) for e, p in found.items()), key=lambda pair: (-pair[1], pair[0]))
    )
    sentence, act = draft.sentence, draft.act
    return Explanation(
        report=report,
        trigger=tuple(sentence.words[w] for w in act.trigger),
        to_actor=_way(sentence, act.word, draft.actors),
        to_recipient=_way(sentence, act.word, draft.recipients),
        path=act.path,
        row=act.row,
        status_reason=draft.standing.why,
        probabilities=ordered,
        runner_up=next(event for event, _ in ordered if event != report.event),
        head=draft.probabilities is not None,
    )


def _way(sentence: Sentence, trigger: int, parties: Iterable[Actor]) -> tuple[Step, ...]:
    """The way through the tree from the trigger to the first of these parties."""
    first = next((a for a in parties if sentence.start <= a.start and a.end <= sentence.end), None)
    word = grammar.word_at(sentence, first.start, first.end) if first is not None else None
    if first is None or word is None:
        return ()
    above = (trigger, *grammar.ancestors(sentence, trigger))
    below = [word, *grammar.ancestors(sentence, word)]
    meeting = next((w for w in below if w in above), None)
    if meeting is None:
        return (Step(relation="elsewhere", word=first.text),)
    climb = above[1 : above.index(meeting) + 1]
    steps = [
        Step(relation=_named(sentence, above[n]), word=sentence.words[w], up=True)
        for n, w in enumerate(climb)
    ]
    descent = list(reversed(below[: below.index(meeting)]))
    steps += [Step(relation=_named(sentence, w), word=sentence.words[w]) for w in descent[:-1]]
    if descent:
        steps.append(Step(relation=_named(sentence, word), word=first.text))
    return tuple(steps)


def _named(sentence: Sentence, word: int) -> str:
    """The word's relation to its head, in plain words: its preposition where it has one."""
    relation = sentence.relations[word]
    marker = grammar.case_marker(sentence, word)
    if marker and grammar.base(relation) in {"obl", "nmod"}:
        return marker
    return PLAIN.get(relation) or PLAIN.get(grammar.base(relation), relation)
