"""Explain: why each report of an article says what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.coding.drafts import Draft, Scores
from detente.coding.marked import combined
from detente.coding.parties import Actors
from detente.coding.reports import drafts_of, report_of
from detente.knowledge.verbs import CodingTables
from detente.types import Actor, Article, Report, Sentence, When, Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One report with its grounds.

    `path` leads from the actor over the trigger to the recipient; `row` names the lexicon's file, entry and
    code, and each operator and refinement that changed it; `probabilities` are those of the categories,
    highest first, after lexicon and head were joined; `runner_up` is the second of them; `head` tells
    whether the encoder's head was asked.
    """

    report: Report
    path: str
    row: str
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
    return Explanation(
        report=report,
        path=draft.act.path,
        row=draft.act.row,
        probabilities=ordered,
        runner_up=next(event for event, _ in ordered if event != report.event),
        head=draft.probabilities is not None,
    )
