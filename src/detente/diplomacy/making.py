"""From one sighting to the encounter that it tells: dated, placed, with its host, agenda and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from detente import grammar
from detente.diplomacy.cast import Cast, distinct, states_of
from detente.diplomacy.dating import Dates, dates_of
from detente.diplomacy.issues import IssueTables, matches
from detente.diplomacy.lexicon import EncounterTables
from detente.diplomacy.placing import origin_of, place_of
from detente.diplomacy.scene import Sighting
from detente.knowledge.states import state_by_code
from detente.types import (
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

StatusOf = Callable[[Sentence, int], tuple[Status, bool, bool]]
"""Status, whether negated, whether told as background, of what a word tells."""

TURNS: dict[EncounterStage, Status] = {
    "agreed": "planned", "planned": "planned", "confirmed": "planned", "moved": "planned",
    "postponed": "postponed", "cancelled": "cancelled",
}  # fmt: skip
BY_STATUS: dict[Status, EncounterStage] = {
    "happened": "held", "ongoing": "held", "planned": "planned", "postponed": "postponed", "cancelled": "cancelled",
    "refused": "refused",
}  # fmt: skip
OPEN: frozenset[Status] = frozenset({"possible", "called_for", "hypothetical", "denied", "refused"})
WISHING = frozenset({"invite", "propose", "offer", "suggest", "wish", "hope", "want", "like"})
BE = frozenset({"is", "are", "was", "were", "'s", "’s", "be"})
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


def encounters_of(sighting: Sighting, setting: Setting, tables: EncounterTables) -> list[Encounter]:
    """The encounter that a sighting tells, and one for each of those who only possibly come."""
    status, stage = _standing(sighting, setting, tables)
    told = [_encounter(sighting, sighting.participants, status, stage, setting)]
    leader = sighting.participants[:1]
    told += [
        _encounter(sighting, (*leader, actor), "possible", None, setting)
        for actor in sighting.maybe
        if leader
    ]
    return told


def _standing(
    sighting: Sighting, setting: Setting, tables: EncounterTables
) -> tuple[Status, EncounterStage | None]:
    """How the encounter stands, and what the sentence says became of it."""
    sentence = sighting.sentence
    status, negated, _ = setting.status_of(sentence, sighting.clause)
    status = sighting.status or _by_infinitive(sighting, status) or _inherited(sighting, status, setting)
    marks = {sentence.words[m].lower() for m in grammar.children(sentence, sighting.clause, "mark")}
    if "until" in marks and status == "happened":
        # "Nothing will happen until they get together".
        status = "possible"
    if sentence.lemmas[sighting.clause].lower() == "expect" and status == "happened":
        status = "planned"
    if sighting.clause == sighting.word and sentence.tags[sighting.word] != "VERB":
        status = _by_preposition(sighting) or status
    if status == "called_for" and sentence.lemmas[sighting.clause].lower() in WISHING:
        status = "possible"
    if negated and status in {"happened", "ongoing", "planned"}:
        status = "refused" if status != "planned" else "cancelled"
    verb = _turning_verb(sighting)
    stage = tables.stage(sentence, verb) if verb is not None else None
    if stage in TURNS and status not in OPEN and stage != "planned":
        return (TURNS[stage], stage) if not negated else (status, BY_STATUS.get(status))
    if stage in {"extended", "cut short"}:
        return status, stage
    if status == "happened" and _is_ahead(sighting, tables):
        status = "planned"
    return status, BY_STATUS.get(status)


def _by_preposition(sighting: Sighting) -> Status | None:
    """ "In his conversation with X, he called for ...": what stands above the noun is not its fate."""
    marker = grammar.case_marker(sighting.sentence, sighting.word)
    return "happened" if marker in {"in", "during", "after", "at", "following", "since"} else None


def _by_infinitive(sighting: Sighting, status: Status) -> Status | None:
    """ "Is to host" is planned; "was to have hosted" came to nothing."""
    forms = _to_be(sighting.sentence, sighting.clause)
    if not forms & BE:
        return None
    return "cancelled" if "have" in forms and forms & {"was", "were"} else "planned"


def was_to(sentence: Sentence, verb: int) -> bool:
    """Whether a verb tells what was planned once: "were to dine"."""
    return bool(_to_be(sentence, verb) & {"was", "were"})


def _to_be(sentence: Sentence, verb: int) -> set[str]:
    """The auxiliaries of "is to", "was to have", in lower case; of a later verb of the same list those of the first."""
    for at in (verb, grammar.first_conjunct(sentence, verb)):
        to = any(sentence.words[m].lower() == "to" for m in grammar.children(sentence, at, "mark"))
        above = sentence.heads[at]
        over = {sentence.words[above].lower()} if above >= 0 and sentence.tags[above] == "AUX" else set()
        forms = {sentence.words[w].lower() for w in grammar.children(sentence, at, "aux", "cop")} | over
        if forms or grammar.children(sentence, at, "nsubj"):
            return forms if to else set()
    return set()


def _inherited(sighting: Sighting, status: Status, setting: Setting) -> Status:
    """ "Will travel to Beijing before heading to Tokyo": a verb without a tense stands as the one above it."""
    sentence = sighting.sentence
    verb = sighting.clause
    timeless = grammar.tense(sentence, verb) in {"participle", ""} and not grammar.auxiliaries(sentence, verb)
    above = sentence.heads[verb]
    if status != "happened" or not timeless or above < 0 or sentence.tags[above] != "VERB":
        return status
    if grammar.base(sentence.relations[verb]) not in {"advcl", "xcomp", "conj"}:
        return status
    over = setting.status_of(sentence, above)[0]
    return over if over in {"planned", "possible", "called_for"} else status


def _turning_verb(sighting: Sighting) -> int | None:
    """The verb over a noun ("postponed the visit"), or over an infinitive ("agreed to meet")."""
    sentence = sighting.sentence
    if sighting.clause != sighting.word:
        return sighting.clause
    above = sentence.heads[sighting.word]
    if (
        above >= 0
        and grammar.base(sentence.relations[sighting.word]) == "xcomp"
        and sentence.tags[above] == "VERB"
    ):
        return above
    return None


def _is_ahead(sighting: Sighting, tables: EncounterTables) -> bool:
    """Whether the noun itself is said to be ahead: "an upcoming trip", "talks scheduled for May"."""
    sentence = sighting.sentence
    if sentence.tags[sighting.word] == "VERB":
        return False
    near = grammar.children(sentence, sighting.word, "amod", "acl")
    return any({sentence.lemmas[w].lower(), sentence.words[w].lower()} & tables.planned for w in near)


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
        turned=stage in {"agreed", "confirmed", "moved", "postponed", "cancelled"},
        called_off=stage in {"postponed", "cancelled"},
        published=article.published,
    )
    place, venue = place_of(sighting, setting.places)
    host = sighting.host or _host_of(place, sighting)
    members = distinct(
        [*participants, *([host] if host is not None and _takes_part(host, participants) else [])]
    )
    trigger = sentence.starts[sighting.word]
    return Encounter(
        id=_identity(article.id, trigger, members),
        form=_form(sighting),
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
    gathered = sighting.form == "summit" or (not guests and sighting.form == "meeting")
    if state.code in guests or (sighting.form != "visit" and len(guests) != 1 and not gathered):
        return None
    return Actor(
        text=place.text, start=place.start, end=place.end, kind="state",
        country=state.code, sector="GOV", name=state.name, confidence=0.8,
    )  # fmt: skip


def _form(sighting: Sighting) -> EncounterForm:
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
