"""From one sighting to the encounter that it tells: dated, placed, with its host, agenda and what became of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from detente import grammar
from detente.diplomacy.acts import Told
from detente.diplomacy.cast import Cast, attending, states_of
from detente.diplomacy.dating import Dates, dates_of
from detente.diplomacy.issues import IssueTables, matches
from detente.diplomacy.lexicon import EncounterTables
from detente.diplomacy.outcomes import ASKING, WISHING, StatusOf, standing, was_to
from detente.diplomacy.placing import origin_of, place_of
from detente.diplomacy.scene import Sighting
from detente.knowledge.states import state_by_code
from detente.types import (
    FIRST_MONTH,
    Actor,
    Article,
    Encounter,
    EncounterForm,
    EncounterStage,
    Report,
    Sentence,
    Stage,
    Status,
    When,
    Where,
)

HOSTED = frozenset({"visit", "talks", "meeting", "summit", "ceremony", "meal"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What surrounds the sightings of one article."""

    article: Article
    cast: Cast
    times: Sequence[When]
    places: Sequence[Where]
    reports: Sequence[Report]
    issues: IssueTables
    status_of: StatusOf
    told: Told | None = None
    """What the trained reader finds; None where the model comes without it."""


def encounters_of(sighting: Sighting, setting: Setting, tables: EncounterTables) -> list[Encounter]:
    """The encounter that a sighting tells, and one for each of those who only possibly come."""
    status, stage = standing(sighting, setting.status_of, tables)
    told = [_encounter(sighting, sighting.participants, status, stage, setting)]
    leader = sighting.participants[:1]
    told += [
        _encounter(sighting, (*leader, actor), "possible", None, setting)
        for actor in sighting.maybe
        if leader
    ]
    return told


PRONOUNS = frozenset({"we", "us", "they", "them", "i", "you", "our", "their"})
EVENING = frozenset({"tonight", "this evening", "later today", "later in the day"})
"""Of the day of print, what is still to come when it is written."""


def _encounter(
    sighting: Sighting,
    participants: tuple[Actor, ...],
    status: Status,
    stage: EncounterStage | None,
    setting: Setting,
) -> Encounter:
    sentence, article = sighting.sentence, setting.article
    dates = dates_of(
        sighting,
        setting.times,
        turned=_is_news(sighting, status, stage),
        called_off=stage in {"postponed", "cancelled"},
        published=article.published,
    )
    if sighting.day is not None and (dates.own is None or sighting.read):
        dates = replace(dates, own=sighting.day)
    if status == "happened" and _lies_ahead(dates.own, article.published):
        # "Flies to Jakarta on Tuesday", "they meet again on August 20": the present tells what is to come.
        status, stage = "planned", "planned"
    place, venue = place_of(sighting, setting.places, to=sighting.bound)
    host = sighting.host or _host_of(place, sighting)
    members = attending(
        [
            *_spelt_out(participants, sighting.form),
            *([host] if host is not None and _takes_part(host, participants) else []),
        ]
    )
    trigger = sentence.starts[sighting.word]
    return Encounter(
        id=_identity(article.id, trigger, members),
        form=_form(sighting, status, place),
        status=status,
        participants=members,
        host=host,
        venue=venue,
        where=place,
        when=dates.own,
        part_of=None,
        agenda=_agenda(sighting, setting),
        reports=tuple(r.id for r in setting.reports if r.event == "CONSULT" and r.trigger.start == trigger),
        start=sentence.start,
        end=sentence.end,
        quote=article.text[sentence.start : sentence.end],
        confidence=round(min([0.9, *(a.confidence for a in members)]), 2),
        history=_history(stage, dates, sentence),
        delegation=sighting.delegation,
        origin=origin_of(sighting, setting.places),
        purpose=_purpose(sighting, article),
    )


def _spelt_out(participants: Sequence[Actor], form: str) -> list[Actor]:
    """The participants, "we" and "they" as the power whose people they are; of a visit they stay its travellers."""
    if form == "visit":
        return list(participants)
    return [_power(a) if a.kind == "unnamed" and a.text.lower() in PRONOUNS else a for a in participants]


def _power(actor: Actor) -> Actor:
    state = state_by_code().get(actor.country or "")
    return replace(actor, kind="state", name=state.name) if state is not None else actor


def _lies_ahead(when: When | None, published: str | None) -> bool:
    """Whether a day, or a whole month, part of a year or year, comes after the day of publication."""
    if when is None or len(published or "") < 10:
        return False
    told, today = when.value or "", published or ""
    if when.precision not in {"day", "hour"}:
        first = FIRST_MONTH.get(told[5:], int(told[5:7]) if re.fullmatch(r"\d{4}-\d{2}", told) else 1)
        return re.match(r"\d{4}", told) is not None and f"{told[:4]}-{first:02}" > today[:7]
    return told[:10] > today[:10] or (told[:10] == today[:10] and when.text.lower() in EVENING)


def _is_news(sighting: Sighting, status: Status, stage: EncounterStage | None) -> bool:
    """Whether the day at the verb is that of the news: "postponed on Friday", "proposed talks on Monday".

    Of "was to have met on Friday", it is the day of the meeting.
    """
    if sighting.turned:
        return True
    if was_to(sighting.sentence, sighting.clause):
        return False
    if stage in {"agreed", "confirmed", "moved", "postponed", "cancelled"}:
        return True
    verb = sighting.sentence.lemmas[sighting.clause].lower()
    spoken = sighting.clause != sighting.word and verb in WISHING | ASKING
    return spoken and status in {"possible", "called_for", "refused", "denied"}


def _takes_part(host: Actor, participants: Sequence[Actor]) -> bool:
    """A host state takes part where nobody of its own is named."""
    return host.country not in states_of(participants)


def _history(stage: EncounterStage | None, dates: Dates, sentence: Sentence) -> tuple[Stage, ...]:
    if stage is None:
        return ()
    when = dates.own if stage in {"held", "planned"} else dates.told
    return (Stage(stage=stage, when=when, start=sentence.start, end=sentence.end),)


def _purpose(sighting: Sighting, article: Article) -> str | None:
    span = sighting.purpose
    return " ".join(article.text[span.start : span.end].split()) if span is not None else None


def _host_of(place: Where | None, sighting: Sighting) -> Actor | None:
    """The state of the place, where only guests are named: "arrived in Beijing", "opened talks in Beijing"."""
    state = state_by_code().get(place.country or "") if place is not None else None
    if place is None or state is None or sighting.form not in HOSTED:
        return None
    guests = states_of(sighting.participants)
    bodies = any(a.kind == "igo" or a.sector == "IGO" for a in sighting.participants)
    if sighting.form != "visit" and guests and bodies:
        # "Met in Brussels with NATO's deputy secretary-general": the other side is at the table already.
        return None
    gathered = sighting.form == "summit" or (not guests and sighting.form == "meeting")
    if state.code in guests or (sighting.form != "visit" and len(guests) != 1 and not gathered):
        return None
    return Actor(
        text=place.text, start=place.start, end=place.end, kind="state",
        country=state.code, sector="GOV", name=state.name, confidence=0.8,
    )  # fmt: skip


def _form(sighting: Sighting, status: Status, place: Where | None) -> EncounterForm:
    if sighting.host is not None and sighting.form == "meeting" and status in {"planned", "possible"}:
        # "Is to receive the king in Berlin on Wednesday": the king will come.
        at_home = place is not None and place.precision == "city" and place.country == sighting.host.country
        if at_home and len(states_of(sighting.participants)) == 2:
            return "visit"
    forms: dict[str, EncounterForm] = {
        "meeting": "meeting", "talks": "talks", "call": "call", "meal": "meal", "visit": "visit",
        "summit": "summit", "ceremony": "ceremony",
    }  # fmt: skip
    return forms.get(sighting.form, "other")


def _identity(article: str, trigger: int, members: tuple[Actor, ...]) -> str:
    named = "|".join(sorted(a.name or a.text for a in members))
    digest = sha256(f"{article}:{trigger}:{named}".encode("utf-8", "surrogatepass")).hexdigest()
    return f"en_{digest[:16]}"


def _agenda(sighting: Sighting, setting: Setting) -> tuple[str, ...]:
    sentence = sighting.sentence
    words = grammar.subtree(sentence, sighting.clause)
    start, end = grammar.span_of(sentence, words)
    found = [issue.id for _, _, issue in matches(setting.article.text, start, end, setting.issues)]
    return tuple(dict.fromkeys(found))
