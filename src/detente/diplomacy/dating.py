"""When an encounter was or is to be: the time that its own words give, with the last day of a span."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from detente import grammar
from detente.diplomacy.outcomes import was_to
from detente.diplomacy.placing import OTHERS
from detente.diplomacy.scene import Sighting
from detente.types import Encounter, Sentence, When

SPAN = re.compile(r"(?:(?<!\s)\s++)?(?:to|until|till|through|and|–|—|-)\s++(?:on\s++)?$", re.IGNORECASE)
OPENS_SPAN = re.compile(r"\b(?:from|between)\s+(?:on\s+)?$", re.IGNORECASE)
ELSEWHERE = frozenset({"where", "when", "before", "after", "since"})
LENGTH = re.compile(r"P(\d{1,2})([DWM])$")
UNITS = {"D": 1, "W": 7, "M": 30}
DAYS = re.compile(r"P(\d{1,2})D$")
PARTS_OF_DAY = frozenset({"morning", "afternoon", "evening", "night"})
ENDING = frozenset({"end", "conclude", "wrap", "wind", "finish", "complete", "close"})
PLANNING = frozenset(
    {"plan", "schedule", "set", "slate", "expect", "due", "arrange", "begin", "start", "open"}
)
AHEAD = frozenset({"to", "until", "till", "for"})
"""Prepositions of the new day of what is moved: "postponed until June", "moved to Friday"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The times around one sighting."""

    own: When | None
    """Of the encounter itself."""
    told: When | None
    """Of the act that says what becomes of it: "on Friday" of "postponed on Friday the visit planned for May"."""


def _is_bound(sentence: Sentence, when: When) -> bool:
    """ "The first visit since 1945": a year or month that only bounds a claim."""
    head = grammar.word_at(sentence, when.start, when.end)
    vague = len(when.value or "") < len("2023-06-18")
    return vague and head is not None and grammar.case_marker(sentence, head) == "since"


def dates_of(
    sighting: Sighting,
    times: Sequence[When],
    *,
    turned: bool,
    called_off: bool = False,
    published: str | None = None,
) -> Dates:
    """Day of the encounter and day of the news of it. `turned`: the verb tells a change and no encounter."""
    sentence = sighting.sentence
    here = [t for t in times if sentence.start <= t.start < sentence.end]
    days = [t for t in here if t.type in {"DATE", "TIME"} and t.value and t.value[:1].isdecimal()]
    # "Talks under Donald Trump broke down in February 2020": an era is no day where there is a better one.
    days = [t for t in days if t.precision != "vague"] or days
    days = [t for t in days if not _is_bound(sentence, t)]
    if sighting.near is not None and sighting.near > sighting.word and sighting.form != "visit":
        after = [t for t in days if t.start > sentence.starts[sighting.near]]
        return Dates(own=_whole(after[0], days, sentence) if after else None, told=None)
    named, acted, beside = _sorted(sighting, days)
    position = sentence.starts[sighting.word]
    if turned:
        ahead = [t for t in acted if _marker(sentence, t) in AHEAD]
        own = _nearest(named, position) or _nearest(ahead, position)
        told = _nearest([t for t in acted if t not in ahead], position)
        if called_off and own is None and told is not None and told.precision in {"month", "year"}:
            # "Cancelled a visit in 2013": the visit was for that year, too.
            own = told
        return Dates(own=_lasting(own, here, days, sighting), told=told)
    own = _nearest([*named, *acted], position) or _nearest(beside, position)
    if own is None:
        own = _counted_back(sighting, here, days, published)
    return Dates(own=_lasting(own, here, days, sighting), told=own)


def _sorted(sighting: Sighting, days: Sequence[When]) -> tuple[list[When], list[When], list[When]]:
    """Times inside the trigger's own phrase, those of its clause, and those of clauses around it, speech apart."""
    sentence = sighting.sentence
    named: list[When] = []
    acted: list[When] = []
    beside: list[When] = []
    around = _around(sentence, sighting.clause)
    nominal = sentence.tags[sighting.word] != "VERB" and sighting.near != sighting.word
    inside = _of_noun(sentence, sighting.word) if nominal else set()
    for time in days:
        word = grammar.word_at(sentence, time.start, time.end)
        if word is None:
            continue
        clause = grammar.clause_of(sentence, word)
        if word in inside:
            named.append(time)
        elif clause == sighting.clause or clause == sighting.word or clause is None:
            acted.append(time)
        elif clause in around:
            beside.append(time)
    return named, acted, beside


def _counted_back(
    sighting: Sighting, here: Sequence[When], days: Sequence[When], published: str | None
) -> When | None:
    """ "Two days after they met": so long before the day of the clause above, or else before publication."""
    sentence, clause = sighting.sentence, sighting.clause
    marks = [m for m in grammar.children(sentence, clause, "mark") if sentence.words[m].lower() == "after"]
    if not marks or sentence.heads[clause] < 0:
        return None
    for time in here:
        count = LENGTH.match(time.value or "")
        if count is None or not 0 <= sentence.starts[marks[0]] - time.end <= 1:
            continue
        above = {sentence.heads[clause], grammar.clause_of(sentence, sentence.heads[clause])}
        bases = [d for d in days if (w := grammar.word_at(sentence, d.start, d.end)) is not None
                 and grammar.clause_of(sentence, w) in above]  # fmt: skip
        base = _day(bases[0].value if bases else published)
        if base is None:
            continue
        value = (base - timedelta(days=int(count[1]) * UNITS[count[2]])).isoformat()
        # Five weeks before is that month, not that day.
        whole = count[2] == "D"
        return replace(
            time, value=value if whole else value[:7], type="DATE", precision="day" if whole else "month"
        )
    return None


def _of_noun(sentence: Sentence, noun: int) -> set[int]:
    """The noun's own phrase, with "planned for Thursday" behind it."""
    found = set(grammar.subtree(sentence, noun, grammar.CLAUSES))
    for other in grammar.children(sentence, noun, "nmod"):
        # "Agreed to the trip at a meeting last year": the year is the meeting's.
        if sentence.lemmas[other].lower() in OTHERS:
            found -= set(grammar.subtree(sentence, other))
    for bearer in (noun, *grammar.children(sentence, noun, "nmod")):
        # "His visit to France, which was to begin on Sunday": parsers hang the clause on the country.
        for clause in grammar.children(sentence, bearer, "acl"):
            if sentence.lemmas[clause].lower() in PLANNING:
                found |= set(grammar.subtree(sentence, clause))
    return found


def _around(sentence: Sentence, clause: int) -> set[int]:
    """Verbs that share the clause's time: those it hangs on or is coordinated with, verbs of speech apart."""
    # "Flew to Helsinki, where he is to see them on Thursday": that day is of what comes there.
    found = {
        c for c in grammar.children(sentence, clause, "advcl", "xcomp")
        if not any(_leads_elsewhere(sentence, w) for w in grammar.children(sentence, c, "advmod", "mark"))
    }  # fmt: skip
    marks = {sentence.words[m].lower() for m in grammar.children(sentence, clause, "mark")}
    if marks & {"before", "after", "since"}:
        return found
    at = clause
    for above in grammar.ancestors(sentence, clause):
        says = sentence.lemmas[above].lower() in grammar.SPEECH
        explains = ":" in sentence.words[above:at] and sentence.relations[at] == "parataxis"
        if says or (grammar.base(sentence.relations[at]) in {"acl", "ccomp", "parataxis"} and not explains):
            break
        found.add(above)
        at = above
    return found


def same_day(sighting: Sighting, known: Sequence[Encounter], published: str | None) -> When | None:
    """ "In the evening he flew on": the day of the encounter told last, else of publication; None without such words."""
    sentence = sighting.sentence
    for verb in dict.fromkeys((sighting.clause, grammar.first_conjunct(sentence, sighting.clause))):
        for preposition, head in grammar.obliques(sentence, verb):
            marks = {sentence.words[w].lower() for w in grammar.children(sentence, head, "det")}
            if preposition == "in" and sentence.lemmas[head].lower() in PARTS_OF_DAY and "the" in marks:
                told = [] if was_to(sentence, sighting.clause) else known
                days = [e.when for e in told if e.when is not None and e.when.precision in {"day", "hour"}]
                day = (days[-1].until or days[-1].value) if days else published
                start, end = grammar.phrase_span(sentence, head)
                text = " ".join(sentence.words[w] for w in grammar.phrase(sentence, head))
                return (
                    When(text=text, start=start, end=end, value=day[:10]) if day and len(day) >= 10 else None
                )
    return None


def _leads_elsewhere(sentence: Sentence, word: int) -> bool:
    """Whether a word leads in a clause with a day of its own: "before he left"; "an hour before" is the same day."""
    hours = word > 0 and sentence.lemmas[word - 1].lower() in {"hour", "minute"}
    return sentence.words[word].lower() in ELSEWHERE and not hours


def _nearest(times: Sequence[When], position: int) -> When | None:
    # The sharper of two: "on Sunday" before "last year".
    return min(times, key=lambda t: abs(t.start - position), default=None)


def _marker(sentence: Sentence, time: When) -> str:
    word = grammar.word_at(sentence, time.start, time.end)
    return grammar.case_marker(sentence, word) if word is not None else ""


def _lasting(own: When | None, here: Sequence[When], days: Sequence[When], sighting: Sighting) -> When | None:
    """The time with its last day: "from 3 to 6 March", "a three-day visit", "two days of talks"."""
    if own is None:
        return None
    whole = _whole(own, days, sighting.sentence)
    if whole.until is not None or whole.precision != "day":
        return whole
    for time in here:
        count = DAYS.match(time.value or "")
        if count and _measures(sighting, time) and (first := _day(whole.value)) is not None:
            length = timedelta(days=int(count[1]) - 1)
            if sighting.sentence.lemmas[sighting.clause].lower() in ENDING:
                return replace(whole, value=(first - length).isoformat(), until=first.isoformat())
            return replace(whole, until=(first + length).isoformat())
    return whole


def _whole(time: When, days: Sequence[When], sentence: Sentence) -> When:
    """Joins the first and the last day of a span told as two times."""
    if time.precision != "day":
        return time
    for first in days:
        for last in days:
            if last.start <= first.end or time not in (first, last) or last.precision != "day":
                continue
            if (
                first.precision == "day"
                and _is_span(first, last, sentence)
                and (first.value or "") < (last.value or "")
            ):
                return replace(first, until=(last.value or "")[:10])
    return time


def _is_span(first: When, last: When, sentence: Sentence) -> bool:
    words = range(len(sentence.words))
    between = " ".join(sentence.words[w] for w in words if first.end <= sentence.starts[w] < last.start)
    before = " ".join(sentence.words[w] for w in words if sentence.starts[w] < first.start)[-12:]
    if not SPAN.match(between + " "):
        return False
    return between not in {"and", "to"} or bool(OPENS_SPAN.search(before + " ")) or between == "and"


def _measures(sighting: Sighting, time: When) -> bool:
    """Whether a length is the trigger's own: "three-day visit", "two days of talks"."""
    sentence = sighting.sentence
    word = grammar.word_at(sentence, time.start, time.end)
    if word is None:
        return False
    near = {sighting.word, sighting.clause}
    heads = {word, *list(grammar.ancestors(sentence, word))[:2]}
    visits = {
        w for w in range(len(sentence.words)) if sentence.lemmas[w].lower() in {"visit", "trip", "tour"}
    }
    travels = sighting.form == "visit" and bool(heads & visits)
    return bool(heads & near) or word in grammar.ancestors(sentence, sighting.word) or travels


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None
