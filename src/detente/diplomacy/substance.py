"""All that one article says beyond single acts, in one call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.diplomacy import assessments, candidates, claims, encounters, issues, positions
from detente.diplomacy.acts import Told
from detente.diplomacy.cast import Cast
from detente.diplomacy.lexicon import EncounterTables
from detente.diplomacy.making import Setting
from detente.diplomacy.outcomes import StatusOf
from detente.knowledge.assessments import AssessmentRow, DegreeRow
from detente.knowledge.candidates import MatterCue
from detente.knowledge.issues import Issue
from detente.types import (
    Actor,
    Article,
    Assessment,
    Candidate,
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
    positions: positions.PositionTables
    assessments: assessments.AssessmentTables
    issues: issues.IssueTables
    claims: claims.ClaimTables
    candidates: candidates.CandidateTables
    telling: Mapping[str, float]
    """What words say of whether a sentence tells an encounter or a stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Substance:
    """What an article says of encounters, matters, stands and the relationship."""

    encounters: tuple[Encounter, ...]
    issues: tuple[IssueMention, ...]
    positions: tuple[Position, ...]
    assessments: tuple[Assessment, ...]
    claims: tuple[Claim, ...]
    candidates: tuple[Candidate, ...]


def build(
    encounter_tables: EncounterTables,
    position_tables: positions.PositionTables,
    assessment_rows: Sequence[AssessmentRow],
    degree_rows: Sequence[DegreeRow],
    taxonomy: Sequence[Issue],
    claim_tables: claims.ClaimTables,
    cues: Sequence[MatterCue],
    telling: Mapping[str, float],
) -> DiplomacyTables:
    """Indexes the knowledge tables once."""
    return DiplomacyTables(
        encounters=encounter_tables,
        positions=position_tables,
        assessments=assessments.build(assessment_rows, degree_rows),
        issues=issues.build(taxonomy),
        claims=claim_tables,
        candidates=candidates.build(cues),
        telling=telling,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the rooms before this one found in the article."""

    mentions: Sequence[Actor]
    times: Sequence[When]
    places: Sequence[Where]
    reports: Sequence[Report]
    status_of: StatusOf
    told: Told | None = None


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
        told=found.told,
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
    held = positions.find(sentences, article, cast, tables.positions, found.told)
    beside = candidates.Beside(cast=cast, times=found.times, positions=held, issues=tables.issues)
    return Substance(
        encounters=met,
        issues=issues.find(sentences, article, cast, tables.issues),
        positions=held,
        assessments=assessments.find(sentences, article, cast, tables.assessments),
        claims=claims.find(sentences, scene),
        candidates=candidates.find(sentences, article, beside, tables.candidates),
    )
