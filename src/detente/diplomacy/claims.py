"""Firsts, counts and ranks of encounters, as claims that can be checked.

"The first secretary of state to make the trip in five years", "their third meeting this year", "the
highest-level visit since 2019", "have not met since". A claim begins at its trigger (an ordinal, a
superlative, a negation with "since") and reaches to the next trigger: relative clauses and coordinations
around such phrases are where parsers err most, so form, goal and period are sought in that stretch.
Whether a claim is true is asked elsewhere (`relations/precedents.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from detente.diplomacy import parties
from detente.diplomacy.cast import Cast
from detente.diplomacy.parties import Told
from detente.diplomacy.peers import Titles, peers_in
from detente.diplomacy.peers import build as build_titles
from detente.diplomacy.periods import Calendar, Period, pair_states, period_of
from detente.diplomacy.speakers import speaker
from detente.knowledge.encounters import EncounterRow
from detente.knowledge.eras import Era
from detente.knowledge.holders import Holder, Office, Title
from detente.types import (
    Actor,
    Article,
    Claim,
    ClaimKind,
    Encounter,
    EncounterForm,
    Sentence,
    Span,
    When,
    Where,
)

ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
    "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
TIMES = {"twice": 2, "three times": 3, "four times": 4, "five times": 5, "six times": 6, "seven times": 7, "eight times": 8,
         "nine times": 9, "ten times": 10}  # fmt: skip
TRIGGER = re.compile(
    rf"\b(?:(?P<ordinal>{'|'.join(ORDINALS)}|\d{{1,3}}(?:st|nd|rd|th))(?:[- ]ever)?(?![-\w])"
    r"|(?P<highest>(?:highest|most|top)[- ](?:level|ranking|senior)\b)"
    rf"|(?P<times>{'|'.join(TIMES)}|\d{{1,3}} times)\b"
    r"|(?P<last>last (?=met\b|visited|travell?ed|spoke\b|held\b|talked))"
    r"|(?P<never>\b(?:not|n[o']t|n’t|never|no|none|nor|neither)\b))",
    re.IGNORECASE,
)

JOURNEYS: Mapping[tuple[str, str], EncounterForm] = {
    ("noun", noun): "visit" for noun in ("journey", "voyage", "stop")
}
"""Nouns that are visits only where they are counted."""
NOT_SINCE = re.compile(r"\bsince\b|\b(?:in|for) (?:[\w-]+ ){0,4}(?:year|decade|month)s?\b", re.IGNORECASE)
UNCOUNTED = re.compile(
    r"\s{1,20}(?:of\s{1,20}[A-Z]|lady|day|half|round|phase|step|term|place|quarter|time around|century)\b"
)
SKIPPED = frozenset({"such", "'s", "’s", "ever", "sitting", "serving", "acting"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimTables:
    """What claims are read with."""

    forms: Mapping[tuple[str, str], EncounterForm]
    """Form of encounter by kind ("noun", "verb") and lemma."""
    titles: Titles
    eras: Sequence[Era]
    tenures: Mapping[str, tuple[Holder, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What is known of the article around a claim."""

    article: Article
    cast: Cast
    times: Sequence[When]
    places: Sequence[Where]
    encounters: Sequence[Encounter]
    tables: ClaimTables


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """Where a claim begins, what it is, and how far it reaches (words and offsets)."""

    kind: ClaimKind
    number: int | None
    word: int
    start: int
    after: int
    """Offset of what follows the trigger itself."""
    end: int


def build(
    rows: Sequence[EncounterRow],
    offices: Sequence[Office],
    titles: Sequence[Title],
    holders: Sequence[Holder],
    eras: Sequence[Era],
) -> ClaimTables:
    """Indexes the knowledge tables once."""
    tenures: dict[str, list[Holder]] = {}
    for holder in holders:
        tenures.setdefault(holder.person, []).append(holder)
    return ClaimTables(
        forms=dict(JOURNEYS) | {(r.kind, lemma): r.form for r in rows for lemma in r.lemmas},
        titles=build_titles(offices, titles),
        eras=eras,
        tenures={name: tuple(sorted(held, key=lambda h: h.since)) for name, held in tenures.items()},
    )


def find(sentences: Sequence[Sentence], scene: Scene) -> tuple[Claim, ...]:
    """All claims of an article, in the order of the text."""
    found: list[Claim] = []
    for sentence in sentences:
        here: list[Claim] = []
        for trigger in _triggers(sentence, scene.article.text):
            told = _told(sentence, trigger, scene)
            if told is not None:
                here.append(_claim(sentence, trigger, told, here or found[-1:], scene))
        found += [claim for claim in here if _is_checkable(claim)]
    return tuple(found)


def _triggers(sentence: Sentence, text: str) -> Iterator[Trigger]:
    part = text[sentence.start : sentence.end]
    matches = [m for m in TRIGGER.finditer(part) if not _is_no_trigger(m, part)]
    for index, match in enumerate(matches):
        start = sentence.start + match.start()
        word = next((w for w, at in enumerate(sentence.ends) if at > start), None)
        if word is None:
            continue
        end = sentence.start + matches[index + 1].start() if index + 1 < len(matches) else sentence.end
        kind, number = _kind(match)
        yield Trigger(
            kind=kind, number=number, word=word, start=start, after=sentence.start + match.end(), end=end
        )


def _is_no_trigger(match: re.Match[str], part: str) -> bool:
    """Dates ("the 19th"), ladies, rounds; and negations without a period, which claim nothing that is counted."""
    rest = part[match.end() :]
    if match["never"]:
        return NOT_SINCE.search(rest) is None
    if match["ordinal"]:
        return UNCOUNTED.match(rest) is not None
    return False


def _kind(match: re.Match[str]) -> tuple[ClaimKind, int | None]:
    if match["highest"]:
        return "highest", None
    if match["never"] or match["last"]:
        return "since", 0
    if match["times"]:
        words = match["times"].lower()
        return "count", TIMES.get(words) or int(words.split()[0])
    word = match["ordinal"].lower()
    number = ORDINALS.index(word) + 1 if word in ORDINALS else int(re.match(r"\d+", word)[0])  # type: ignore[index]
    return ("first" if number == 1 else "count"), number


def _told(sentence: Sentence, trigger: Trigger, scene: Scene) -> Told | None:
    """What is the first or third: a kind of people who do something, an encounter, or a time that something is done."""
    if (
        trigger.kind == "since"
        or (trigger.kind == "count" and "time" in scene.article.text[trigger.start : trigger.after].lower())
        or (scene.article.text[trigger.start : trigger.after].lower() == "twice")
    ):
        return parties.of_clause(sentence, trigger.word, scene.tables.forms)
    noun = _noun_after(sentence, trigger)
    if noun is None:
        return parties.elliptical(sentence, trigger.word, trigger.after, trigger.end, scene.tables.forms)
    lemma = sentence.lemmas[noun].lower()
    if lemma == "time":
        return parties.of_clause(sentence, noun, scene.tables.forms)
    form = scene.tables.forms.get(("noun", lemma)) or scene.tables.forms.get(
        ("noun", sentence.words[noun].lower())
    )
    if form is not None:
        return Told(form=form, at=noun, clause=None, of="encounter")
    people = peers_in(scene.article.text, trigger.after, sentence.ends[noun], scene.cast, scene.tables.titles)
    if people is None:
        return None
    deed = parties.deed_after(sentence, noun, trigger.end, scene.tables.forms)
    return (
        Told(form=deed[1], at=noun, clause=deed[0], of="people", peers=people) if deed is not None else None
    )


def _noun_after(sentence: Sentence, trigger: Trigger) -> int | None:
    """The noun that the trigger counts: the last of the nouns after it, past adjectives and hyphened words."""
    first = next((w for w, at in enumerate(sentence.starts) if at >= trigger.after), len(sentence.words))
    found: int | None = None
    for word in range(first, min(first + 9, len(sentence.words))):
        hyphened = _touches_hyphen(sentence, word)
        if sentence.tags[word] in {"NOUN", "PROPN"}:
            found = word if not hyphened or found is None else found
        elif (
            not hyphened
            and sentence.tags[word] not in {"ADJ", "NUM", "ADV"}
            and sentence.words[word].lower() not in SKIPPED
        ):
            break
    if (
        found is not None
        and _touches_hyphen(sentence, found)
        and found + 1 < len(sentence.words)
        and sentence.words[found + 1] == "-"
    ):
        return None
    return found


def _touches_hyphen(sentence: Sentence, word: int) -> bool:
    """Whether the word is part of a hyphened one: "face" and "to" of "face-to-face"."""
    if sentence.words[word] in {"-", "–"}:
        return True
    after = word + 1 < len(sentence.words) and sentence.words[word + 1] in {"-", "–"}
    return after or (word > 0 and sentence.words[word - 1] in {"-", "–"})


def _claim(sentence: Sentence, trigger: Trigger, told: Told, before: Sequence[Claim], scene: Scene) -> Claim:
    article, cast, tables = scene.article, scene.cast, scene.tables
    day = (article.published or "")[:10] or None
    stretch = parties.Stretch(
        sentence=sentence, start=trigger.start, after=trigger.after, end=_reach(sentence, trigger, told),
        cast=cast, places=scene.places, text=article.text,
    )  # fmt: skip
    encounter = parties.encounter_of(stretch, told, scene.encounters)
    who = parties.who(stretch, told, before, encounter)
    peers = parties.peers_of(stretch, told, who, before, tables.titles)
    where = parties.where(stretch, told, before, encounter, dated=trigger.kind == "since")
    partners = parties.partners(stretch, told, who, encounter)
    until = parties.day_of(encounter) or day
    known = Calendar(
        text=article.text, times=scene.times, cast=cast, eras=tables.eras, tenures=tables.tenures,
        states=pair_states(who, partners, where.country if where else None),
    )  # fmt: skip
    period = period_of(trigger.after, stretch.end, until, who, known) or (
        _dated(trigger, stretch.end, known) if trigger.kind == "since" else None
    )
    return Claim(
        id=_identity(article.id, trigger.start),
        kind=trigger.kind,
        form=told.form,
        who=who,
        peers=peers.words if peers is not None else None,
        office=peers.office if peers is not None else None,
        country=peers.country if peers is not None else None,
        partners=partners,
        where=where,
        number=trigger.number,
        period=period.words if period is not None else None,
        since=period.since if period is not None else None,
        until=until,
        years=period.years if period is not None else None,
        bound=period.bound if period is not None else None,
        encounter=encounter.id if encounter is not None else None,
        said_by=speaker(sentence, told.at, cast),
        start=sentence.start,
        end=sentence.end,
        quote=article.text[sentence.start : sentence.end],
        confidence=_confidence(who, where, partners, period),
    )


def _reach(sentence: Sentence, trigger: Trigger, told: Told) -> int:
    """A clause that is counted as a whole ("met for the first time") has its parties before the trigger as well."""
    return trigger.end if told.of != "clause" else sentence.end


def _dated(trigger: Trigger, end: int, known: Calendar) -> Period | None:
    """ "Last met in November": the day after which there was none."""
    told = next(
        (t for t in known.times if trigger.after <= t.start < end and re.match(r"\d{4}", t.value or "")), None
    )
    if told is None or told.value is None:
        return None
    return Period(words=Span(text=told.text, start=told.start, end=told.end), since=told.value[:10])


def _identity(article: str, start: int) -> str:
    return f"cl_{sha256(f'{article}:{start}'.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _confidence(
    who: Sequence[Actor], where: Where | None, partners: Sequence[Actor], period: Period | None
) -> float:
    settled = (
        0.25 * bool(who) + 0.25 * bool(where or partners) + 0.2 * (period is None or period.since is not None)
    )
    return round(0.25 + settled, 2)


def _is_checkable(claim: Claim) -> bool:
    """Whether there is anything to compare: somebody, and somewhere or somebody else or a period."""
    somebody = bool(claim.who) or claim.office is not None
    bounded = (
        claim.period is not None
        or claim.peers is not None
        or bool(claim.who and (claim.where or claim.partners))
    )
    if claim.kind == "since":
        return somebody and claim.period is not None
    somewhere = claim.where is not None or bool(claim.partners) or len(claim.who) > 1
    return somebody and bounded and (somewhere or (bool(claim.who) and claim.period is not None))
