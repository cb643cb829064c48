"""From sightings to encounters: dated, placed, joined where they are one, and set into the visit they belong to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from detente import grammar
from detente.diplomacy.cast import Cast, distinct, same, states_of
from detente.diplomacy.issues import IssueTables, matches
from detente.diplomacy.sightings import Sighting, sightings
from detente.knowledge.encounters import EncounterRow
from detente.knowledge.states import state_by_code
from detente.types import Actor, Article, Encounter, EncounterForm, Report, Sentence, Status, When, Where

StatusOf = Callable[[Sentence, int], tuple[Status, bool, bool]]
"""Status, whether negated, whether told as background, of what a word tells."""

CALLED_OFF = frozenset({"postponed", "cancelled"})
FACE_TO_FACE = frozenset({"talks", "meeting"})
VENUE_PREPOSITIONS = frozenset({"at", "in", "on", "aboard"})
CERTAINTY: tuple[Status, ...] = (
    "happened", "ongoing", "planned", "postponed", "cancelled", "refused", "denied", "possible", "called_for", "hypothetical",
)  # fmt: skip


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


def find(
    sentences: Sequence[Sentence], setting: Setting, rows: Mapping[tuple[str, str], EncounterRow]
) -> tuple[Encounter, ...]:
    """All encounters of an article, in the order of the text."""
    seen: list[Encounter] = []
    traveller = _traveller(sentences, setting.cast)
    for sentence in sentences:
        for sighting in sightings(sentence, setting.cast, rows, traveller):
            for told in _encounters(sighting, setting):
                _join(seen, told)
    kept = [e for e in seen if _is_between_powers(e)]
    return _nested(tuple(sorted(kept, key=lambda e: e.start)))


def _traveller(sentences: Sequence[Sentence], cast: Cast) -> Actor | None:
    """The first person of the first sentence: whom notes without a subject are about."""
    if not sentences:
        return None
    people = [a for a in cast.within(sentences[0].start, sentences[0].end) if a.kind == "person"]
    return people[0] if people else None


def _encounters(sighting: Sighting, setting: Setting) -> list[Encounter]:
    sentence = sighting.sentence
    status, negated, _ = setting.status_of(sentence, sighting.clause)
    if negated and status in {"happened", "ongoing", "planned"}:
        status = "refused" if status != "planned" else "cancelled"
    base = _encounter(sighting, sighting.participants, status, setting)
    told = [base] if len(base.participants) > 1 or base.host is not None else []
    # Those who only possibly come make an encounter of their own, with whoever stands first.
    leader = sighting.participants[:1]
    told += [
        _encounter(sighting, (*leader, actor), "possible", setting) for actor in sighting.maybe if leader
    ]
    return told


def _encounter(
    sighting: Sighting, participants: tuple[Actor, ...], status: Status, setting: Setting
) -> Encounter:
    sentence, article = sighting.sentence, setting.article
    when = _when(sighting, setting.times)
    place, venue = (None, None) if sighting.remote else _where(sighting, setting.places)
    host = sighting.host or _host_of(place, sighting)
    members = distinct([*participants, *([host] if host is not None and sighting.form == "visit" else [])])
    trigger = sentence.starts[sighting.word]
    return Encounter(
        id=_identity(article.id, trigger, members),
        form=_form(sighting),
        status=status,
        participants=members,
        host=host,
        venue=venue,
        where=place,
        when=when,
        part_of=None,
        agenda=_agenda(sighting, setting),
        reports=tuple(
            r.id
            for r in setting.reports
            if sentence.start <= r.trigger.start < sentence.end
            and r.event == "CONSULT"
            and r.trigger.start == trigger
        ),
        start=sentence.start,
        end=sentence.end,
        quote=article.text[sentence.start : sentence.end],
        confidence=round(min([0.9, *(a.confidence for a in members)]), 2),
    )


def _host_of(place: Where | None, sighting: Sighting) -> Actor | None:
    """The state of the place, where only guests are named: "arrived in Beijing", "opened talks in Beijing"."""
    state = state_by_code().get(place.country or "") if place is not None else None
    if place is None or state is None or sighting.form not in {"visit", "talks", "meeting", "summit"}:
        return None
    guests = states_of(sighting.participants)
    if state.code in guests or (sighting.form != "visit" and len(guests) != 1):
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


def _when(sighting: Sighting, times: Sequence[When]) -> When | None:
    """The time nearest the trigger in its own sentence; durations tell how long, not when."""
    sentence = sighting.sentence
    here = [
        t
        for t in times
        if sentence.start <= t.start < sentence.end
        and t.type in {"DATE", "TIME"}
        and t.value
        and t.value[:1].isdigit()
    ]
    position = sentence.starts[sighting.word]
    clause = set(grammar.subtree(sentence, sighting.clause))
    own = [t for t in here if grammar.word_at(sentence, t.start, t.end) in clause]
    return min(own or here, key=lambda t: abs(t.start - position), default=None)


def _where(sighting: Sighting, places: Sequence[Where]) -> tuple[Where | None, str | None]:
    sentence = sighting.sentence
    here = []
    for place in places:
        if sentence.start <= place.start < sentence.end:
            word = grammar.word_at(sentence, place.start, place.end)
            marker = grammar.case_marker(sentence, word) if word is not None else ""
            if marker in VENUE_PREPOSITIONS or (marker == "to" and sighting.form == "visit"):
                here.append(place)
    if sighting.form == "visit":
        here = [p for p in (here or places) if _hangs_on(sighting, p)]
    venue = next((p for p in here if p.precision == "venue"), None)
    spot = next((p for p in here if p.precision == "city"), None) or venue or next(iter(here), None)
    return spot, venue.name if venue is not None else None


def _hangs_on(sighting: Sighting, place: Where) -> bool:
    """Whether a place is the goal itself, not where something else in the sentence was: "agreed in Bali on a trip"."""
    sentence = sighting.sentence
    if not sentence.start <= place.start < sentence.end:
        return False
    word = grammar.word_at(sentence, place.start, place.end)
    return word is not None and grammar.first_conjunct(sentence, word) in {
        w for at in (sighting.word, sighting.clause) for w in grammar.children(sentence, at)
    }


def _agenda(sighting: Sighting, setting: Setting) -> tuple[str, ...]:
    sentence = sighting.sentence
    words = grammar.subtree(sentence, sighting.clause)
    start, end = grammar.span_of(sentence, words)
    found = [issue.id for _, _, issue in matches(setting.article.text, start, end, setting.issues)]
    return tuple(dict.fromkeys(found))


def _join(seen: list[Encounter], told: Encounter) -> None:
    """Adds what is told to the encounter it tells again, or to the list."""
    for index, known in enumerate(seen):
        if _is_same(known, told):
            seen[index] = _merged(known, told)
            return
    seen.append(told)


def _is_same(a: Encounter, b: Encounter) -> bool:
    alike = a.form == b.form or {a.form, b.form} <= FACE_TO_FACE
    if not alike or not _days_agree(a.when, b.when):
        return False
    if a.status != b.status and {a.status, b.status} & {"postponed", "cancelled", "possible", "planned"}:
        return False
    if a.form == "visit":
        guest = [x for x in a.participants if x.kind == "person"]
        other = [x for x in b.participants if x.kind == "person"]
        same_guest = any(same(x, y) for x in guest for y in other)
        return same_guest and (a.host is None or b.host is None or a.host.country == b.host.country)
    return _same_company(a.participants, b.participants)


def _same_company(a: tuple[Actor, ...], b: tuple[Actor, ...]) -> bool:
    """Whether two lists can be one company: persons shared, and no state on one side only."""
    if states_of(a) != states_of(b):
        return False
    people_a = {x.name for x in a if x.kind == "person" and x.name}
    people_b = {x.name for x in b if x.kind == "person" and x.name}
    return people_a <= people_b or people_b <= people_a


def _days_agree(a: When | None, b: When | None) -> bool:
    if a is None or b is None or a.value is None or b.value is None:
        return True
    return a.value[:10] == b.value[:10] or a.value.startswith(b.value) or b.value.startswith(a.value)


def _merged(a: Encounter, b: Encounter) -> Encounter:
    when = (
        a.when
        if a.when is not None and (b.when is None or len(a.when.value or "") >= len(b.when.value or ""))
        else b.when
    )
    return replace(
        a,
        participants=distinct([*_named_first(a.participants, b.participants)]),
        host=a.host or b.host,
        venue=a.venue or b.venue,
        where=a.where or b.where,
        when=when,
        status=min(a.status, b.status, key=CERTAINTY.index),
        agenda=tuple(dict.fromkeys((*a.agenda, *b.agenda))),
        reports=tuple(dict.fromkeys((*a.reports, *b.reports))),
        confidence=max(a.confidence, b.confidence),
    )


def _named_first(a: tuple[Actor, ...], b: tuple[Actor, ...]) -> list[Actor]:
    people = [x for x in (*a, *b) if x.kind == "person"]
    countries = {p.country for p in people}
    return people + [x for x in (*a, *b) if x.kind != "person" and (x.country not in countries or not people)]


def _is_between_powers(encounter: Encounter) -> bool:
    states = states_of(encounter.participants)
    bodies = [a for a in encounter.participants if a.kind in {"igo", "group"}]
    return (
        len(states) + len(bodies) > 1
        or (encounter.host is not None and encounter.form in {"visit", "summit"})
        or (encounter.form in {"summit", "ceremony"} and bool(states))
        or _is_programme(encounter)
    )


def _nested(encounters: tuple[Encounter, ...]) -> tuple[Encounter, ...]:
    """Each meeting set into the visit that it belongs to: same traveller, the host's own people, no other day."""
    visits = [e for e in encounters if e.form in {"visit", "summit"}]
    programmes = [e for e in encounters if e.form == "talks" and _is_programme(e)]
    # The programme told in the news itself dates its parts better than a visit that is only mentioned.
    frames = sorted(
        programmes + visits, key=lambda e: (e.when is None or len(e.when.value or "") < 10, e.start)
    )
    found: list[Encounter] = []
    for encounter in encounters:
        whole = _whole(encounter, frames) if encounter.form != "visit" else None
        found.append(_inheriting(encounter, whole) if whole is not None else encounter)
    return tuple(found)


def _is_programme(encounter: Encounter) -> bool:
    """Talks of guests alone, in their host's country: "opened two days of talks in Beijing"."""
    return encounter.host is not None and encounter.host.country not in states_of(encounter.participants)


def _inheriting(encounter: Encounter, whole: Encounter) -> Encounter:
    """A part without a day or city of its own takes those of its whole, if it took place; the link is `part_of`."""
    if encounter.status not in {"happened", "ongoing"}:
        return replace(encounter, part_of=whole.id)
    exact = whole.when is not None and len(whole.when.value or "") >= 10
    same_day = encounter.when is None or whole.when is None or encounter.when.value == whole.when.value
    vague = encounter.where is None or (encounter.where.precision == "venue" and whole.where is not None)
    city = vague and same_day
    return replace(
        encounter,
        part_of=whole.id,
        when=encounter.when or (whole.when if exact else None),
        where=(whole.where or encounter.where) if city else encounter.where,
    )


def _whole(encounter: Encounter, visits: Sequence[Encounter]) -> Encounter | None:
    for visit in visits:
        if visit.id == encounter.id or (visit.status in CALLED_OFF) != (encounter.status in CALLED_OFF):
            continue
        guests = [p for p in visit.participants if p.kind == "person"]
        shared = any(same(g, p) for g in guests for p in encounter.participants)
        hosts = visit.host is None or visit.host.country in states_of(encounter.participants)
        if shared and hosts and encounter.form != "call" and _within_visit(encounter, visit):
            return visit
    return None


def _within_visit(encounter: Encounter, visit: Encounter) -> bool:
    if encounter.when is None or visit.when is None or not encounter.when.value or not visit.when.value:
        return True
    first, last = visit.when.value[:10], (visit.when.until or visit.when.value)[:10]
    return first <= encounter.when.value[:10] <= last or encounter.when.value[:7] == first[:7]
