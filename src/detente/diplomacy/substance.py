"""All that one article says beyond single acts, in one call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.diplomacy import assessments, claims, encounters, issues, positions
from detente.diplomacy.cast import Cast
from detente.diplomacy.lexicon import EncounterTables
from detente.diplomacy.making import Setting, StatusOf
from detente.knowledge.assessments import AssessmentRow
from detente.knowledge.issues import Issue
from detente.knowledge.stances import StanceRow
from detente.types import (
    Actor,
    Article,
    Assessment,
    Claim,
    Encounter,
    IssueMention,
    Position,
    Report,
    Sentence,
    When,
    Where,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiplomacyTables:
    """The knowledge this room uses, indexed."""

    encounters: EncounterTables
    stances: Mapping[str, StanceRow]
    assessments: Mapping[str, AssessmentRow]
    issues: issues.IssueTables
    claims: claims.ClaimTables


@dataclass(frozen=True, slots=True, kw_only=True)
class Substance:
    """What an article says of encounters, matters, stands and the relationship."""

    encounters: tuple[Encounter, ...]
    issues: tuple[IssueMention, ...]
    positions: tuple[Position, ...]
    assessments: tuple[Assessment, ...]
    claims: tuple[Claim, ...]


def build(
    encounter_tables: EncounterTables,
    stance_rows: Sequence[StanceRow],
    assessment_rows: Sequence[AssessmentRow],
    taxonomy: Sequence[Issue],
    claim_tables: claims.ClaimTables,
) -> DiplomacyTables:
    """Indexes the knowledge tables once."""
    return DiplomacyTables(
        encounters=encounter_tables,
        stances=positions.by_lemma(stance_rows),
        assessments=assessments.by_noun(assessment_rows),
        issues=issues.build(taxonomy),
        claims=claim_tables,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the rooms before this one found in the article."""

    mentions: Sequence[Actor]
    times: Sequence[When]
    places: Sequence[Where]
    reports: Sequence[Report]
    status_of: StatusOf


def read(sentences: Sequence[Sentence], article: Article, found: Found, tables: DiplomacyTables) -> Substance:
    """Encounters, issues, positions, assessments and claims of one article, each in the order of the text."""
    cast = Cast(found.mentions)
    setting = Setting(
        article=article,
        cast=cast,
        times=found.times,
        places=found.places,
        reports=found.reports,
        issues=tables.issues,
        status_of=found.status_of,
    )
    met = encounters.find(sentences, setting, tables.encounters)
    scene = claims.Scene(
        article=article,
        cast=cast,
        times=found.times,
        places=found.places,
        encounters=met,
        tables=tables.claims,
    )
    return Substance(
        encounters=met,
        issues=issues.find(sentences, article, cast, tables.issues),
        positions=positions.find(sentences, article, cast, tables.stances, tables.issues),
        assessments=assessments.find(sentences, article, cast, tables.assessments),
        claims=claims.find(sentences, scene),
    )
