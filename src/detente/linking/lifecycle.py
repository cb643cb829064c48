"""From all tellings of one happening: its history, where it stands, and how many independent sources tell it.

Only here are statuses that several articles tell merged: planned, postponed and held become one history. Nothing is averaged:
each stage names the telling that says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from detente.linking.grouping import Pair, components_of, pair_of
from detente.linking.stories import published_day
from detente.linking.tellings import span_of
from detente.types import Article, Encounter, EncounterStage, Report, Stage, Status, When

STAGE_OF: Mapping[Status, EncounterStage] = {
    "planned": "planned",
    "postponed": "postponed",
    "cancelled": "cancelled",
    "refused": "refused",
    "happened": "held",
    "ongoing": "held",
}
"""What is merely possible, called for or denied is no stage."""
STATUS_OF: Mapping[EncounterStage, Status] = {
    "agreed": "planned",
    "planned": "planned",
    "confirmed": "planned",
    "moved": "planned",
    "postponed": "postponed",
    "cancelled": "cancelled",
    "refused": "refused",
    "held": "happened",
    "extended": "happened",
    "cut short": "happened",
}
OVER = frozenset({"held", "extended", "cut short"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One telling, with the article that prints it."""

    article: Article
    told: Report | Encounter


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A stage of a happening, and the first telling that says so."""

    stage: EncounterStage
    day: date | None
    """Day on which it came to that: of what was held its own, of the others that of publication."""
    when: When | None
    """For which day it was planned, or on which it was held."""
    voice: Voice
    start: int
    """The sentence that says so, in the article of the voice."""
    end: int


def published(voice: Voice) -> date | None:
    """The day on which a voice was printed."""
    return published_day(voice.article.published)


def history(voices: Iterable[Voice]) -> tuple[Step, ...]:
    """The stages in the order in which they came about, each by the first telling of it.

    A stage that an article tells only after the happening was held ("which had been postponed in February") is put
    before it, unless it is known already.
    """
    steps = sorted((step for voice in voices for step in _steps(voice)), key=_order)
    over = next((step.day for step in steps if step.stage in OVER and step.day), None)
    before = [s for s in steps if s.stage not in OVER and (over is None or s.day is None or s.day <= over)]
    known = {step.stage for step in before}
    looked_back = [s for s in steps if s.stage not in OVER and s not in before and s.stage not in known]
    ended = [step for step in steps if step.stage in OVER]
    return tuple(_without_repetition([*before, *looked_back, *ended]))


def _steps(voice: Voice) -> list[Step]:
    told = voice.told
    stages: Sequence[Stage] = told.history if isinstance(told, Encounter) else ()
    printed = published(voice)
    found = [
        Step(
            stage=s.stage,
            day=_day(s.stage, s.when, printed),
            when=s.when,
            voice=voice,
            start=s.start,
            end=s.end,
        )
        for s in stages
    ]
    own = STAGE_OF.get(told.status)
    undone = isinstance(told, Report) and told.negated
    if own and not undone and own not in {step.stage for step in found}:
        day = _day(own, told.when, printed)
        found.append(Step(stage=own, day=day, when=told.when, voice=voice, start=told.start, end=told.end))
    # What an article tells of a day still to come was not held, whatever its verb ("cancelled a meeting of June 12").
    return [s for s in found if s.stage not in OVER or printed is None or s.day is None or s.day <= printed]


def _day(stage: EncounterStage, when: When | None, printed: date | None) -> date | None:
    span = span_of(when) if stage in OVER else None
    return span[0] if span else printed


def _order(step: Step) -> tuple[date, str, int, str, str]:
    printed = published(step.voice) or date.max
    return step.day or date.max, printed.isoformat(), step.start, step.voice.article.id, step.voice.told.id


def _without_repetition(steps: Sequence[Step]) -> list[Step]:
    return [step for k, step in enumerate(steps) if k == 0 or steps[k - 1].stage != step.stage]


def present(voices: Sequence[Voice]) -> Status:
    """Where the happening stands: by its last stage, else as the last article to be printed has it.

    Raises ValueError without voices.
    """
    steps = history(voices)
    if steps:
        return STATUS_OF[steps[-1].stage]
    latest = max(voices, key=lambda v: (published(v) or date.min, v.article.id, v.told.id))
    return latest.told.status


def sources(voices: Iterable[Voice], copied: Iterable[Pair]) -> tuple[tuple[str, ...], ...]:
    """The articles of these voices in groups, one an independent source; each group sorted, groups by first member.

    An outlet is one source however often it writes, and so is an agency whoever prints it; copies of one text are one
    source whatever they call themselves.
    """
    articles = {voice.article.id: voice.article for voice in voices}
    by_name: dict[str, str] = {}
    pairs: set[Pair] = {(identity, identity) for identity in articles} | set(copied)
    for identity in sorted(articles):
        article = articles[identity]
        name = f"agency {article.agency}" if article.agency else f"outlet {article.outlet or article.id}"
        pairs.add(pair_of(by_name.setdefault(name, identity), identity))
    groups = (tuple(one for one in group if one in articles) for group in components_of(pairs))
    return tuple(sorted(group for group in groups if group))


def claimed_by(voices: Sequence[Voice]) -> tuple[str, ...]:
    """Who alone says that it happened; empty where at least one telling vouches for it itself.

    Encounters carry no attribution: where only they tell, the articles vouch.
    """
    reports = [voice.told for voice in voices if isinstance(voice.told, Report)]
    alone = {one for voice in voices if isinstance(voice.told, Encounter) for one in voice.told.reports}
    unattributed = any(isinstance(v.told, Encounter) and not v.told.reports for v in voices)
    if not reports or unattributed or not alone <= {report.id for report in reports}:
        return ()
    said = [report.said_by.name or report.said_by.text if report.said_by else None for report in reports]
    return tuple(sorted({name for name in said if name})) if all(said) else ()
