"""Encounters in words: what several articles tell of one is gathered and told once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from detente.knowledge.issues import issue_name
from detente.relations.wording import adjective, day, listed, on_day, sentence_case, state

Row = Mapping[str, Any]
FACE_TO_FACE = frozenset({"talks", "meeting", "summit", "meal"})
AHEAD = frozenset({"planned", "possible", "called_for"})
OFF = frozenset({"postponed", "cancelled", "refused"})
TOLD = frozenset({"happened", "ongoing", *AHEAD, *OFF})
_DESCRIPTION = re.compile(
    r"^(?:[a-z]|(?:The|Its|Their|His|Her|Both|Two|Senior|Top|Other) )"
    r"|\b(?:delegations?|officials?|leaders|ministers|negotiators?|envoys|diplomats|sides?|teams?|governments?|counterparts?)\b"
)
STALE_AFTER = 60
"""Days after which a plan without a day of its own is no longer ahead."""
VAGUE_AFTER = 180
"""Days after which a plan for some day of a month or a year is no longer ahead, though that time is not over."""


NOUNS: Mapping[str, str] = {
    "summit": "a summit", "talks": "talks", "meeting": "a meeting", "call": "a call", "meal": "a meal", "ceremony": "a ceremony",
}  # fmt: skip
VERBS: Mapping[str, str] = {
    "meeting": "met", "talks": "held talks with", "call": "spoke by telephone or video with", "meal": "dined with",
    "ceremony": "attended a ceremony with",
}  # fmt: skip


VISITED: Mapping[str, str] = {
    "happened": "visited", "ongoing": "was visiting", "planned": "was to visit", "possible": "was said possibly to visit",
    "called_for": "was asked to visit", "refused": "declined to visit",
}  # fmt: skip
STILL_TO_VISIT: Mapping[str, str] = {
    "planned": "is to visit", "possible": "may visit", "called_for": "is asked to visit",
}  # fmt: skip
"""Of visits that are still ahead."""


def is_told(row: Row) -> bool:
    """Whether a row is an encounter worth a sentence: of people, held, planned or called off."""
    return row["status"] in TOLD and len(row["participants"] or ()) > 1


def is_description(name: str) -> bool:
    """Whether a participant's words are no name: "the two leaders", "its delegation", "officials"."""
    return _DESCRIPTION.search(name) is not None


def is_ahead(row: Row, now: str) -> bool:
    """Whether an encounter was still to come on that day, as far as the record tells."""
    if row["status"] not in AHEAD or not now:
        return False
    when = row["when"] if (row["when"] or "")[:4].isdecimal() else None
    if when is not None:
        last = str(row["until"] or when)[:10]
        exact = len(last) == 10
        return last >= now[: len(last)] and (exact or _told_within(row, now, VAGUE_AFTER))
    return _told_within(row, now, STALE_AFTER)


def ahead_order(row: Row) -> tuple[bool, bool, str, int, str]:
    """The order of encounters ahead: those of a known day, the nearest first; then what is planned; then the last told.

    Of times that are told less precisely, the last day counts: July comes after the 20th of July.
    """
    when = str(row["when"] or "")
    told = str(row.get("published") or row["day"] or "")[:10].replace("-", "")
    return (
        not when,
        row["status"] != "planned" and not when,
        when.ljust(16, "~"),
        -int(told or 0),
        str(row["id"]),
    )


def _told_within(row: Row, now: str, days: int) -> bool:
    """Whether it was last told so many days ago at most; `published` where a row has it, else its day."""
    told = str(row.get("published") or row["day"] or "")
    return len(told) >= 10 and _days_between(told, now) <= days


def is_unheard_of(row: Row, now: str) -> bool:
    """Whether an encounter was foreseen, its day or its telling is past, and the record does not say what became of it."""
    return row["status"] in AHEAD and bool(now) and not is_ahead(row, now)


def _days_between(first: str, second: str) -> int:
    return (date.fromisoformat(second[:10]) - date.fromisoformat(first[:10])).days


def gathered(rows: Iterable[Row]) -> list[list[Row]]:
    """The rows in groups that tell one encounter each, the newest encounter first, the fullest telling first in each.

    A plan is left out where the record also holds the encounter itself.
    """
    groups: list[list[Row]] = []
    for row in rows:
        home = next((group for group in groups if any(_is_same(row, other) for other in group)), None)
        if home is None:
            groups.append([row])
        else:
            home.append(row)
    for group in groups:
        group.sort(key=lambda row: (row["status"] not in {"happened", "ongoing"}, -_fullness(row)))
    return sorted(groups, key=lambda group: str(group[0]["day"] or ""), reverse=True)


def _fullness(row: Row) -> int:
    exact = len(row["when"] or "") >= 10
    return 2 * exact + 2 * bool(row["place"]) + len(row["participants"]) + len(row["agenda"] or ())


def _is_same(a: Row, b: Row) -> bool:
    if a.get("happening") and a["happening"] == b.get("happening"):
        return True
    if (a["status"] in OFF) != (b["status"] in OFF):
        return False
    family = a["form"] == b["form"] or {a["form"], b["form"]} <= FACE_TO_FACE
    if not family or not a["day"] or not b["day"] or abs(_days_between(str(a["day"]), str(b["day"]))) > 1:
        return False
    if {*a["participant_states"]} != {*b["participant_states"]}:
        return False
    mine, theirs = {*a["participants"]}, {*b["participants"]}
    # Two visits share their guest; two meetings on one day are one only where nobody is in just one of each.
    return bool(mine & theirs) if a["form"] == "visit" else mine <= theirs or theirs <= mine


def encounter_sentence(group: Sequence[Row], introduced: set[str], *, ahead: bool = False) -> str:
    """One sentence on an encounter, in the present tense where it is still `ahead`; offices are said with the first mention of a person.

    >>> "On 18 June 2023, Antony Blinken (US secretary of state) met Qin Gang (Chinese foreign minister) in Beijing."
    """
    row = group[0]
    people = _sides(row, introduced)
    matters = listed(
        [issue_name(issue) for issue in dict.fromkeys(i for r in group for i in r["agenda"] or ())][:5]
    )
    dated = (row["when"] or "")[:4].isdecimal()
    beside = [
        f"reported on {day(str(row['published'])[:10])}" if not dated and row.get("published") else "",
        f"named as matters: {matters}" if matters else "",
    ]
    aside = "; ".join(part for part in beside if part)
    return sentence_case(f"{_what(row, people, ahead)}{f' ({aside})' if aside else ''}.")


def _sides(row: Row, introduced: set[str]) -> list[str]:
    """Each side with its people and their offices; a state only where none of its people is named."""
    offices = row.get("participant_offices") or [""] * len(row["participants"])
    states = row.get("participant_countries") or [""] * len(row["participants"])
    sides: dict[str, list[str]] = {}
    powers: dict[str, str] = {}
    for name, office, code in zip(row["participants"], offices, states, strict=True):
        if code and name in {state(code), state(code).removeprefix("the ")}:
            powers[code] = state(code)
        elif is_description(name):
            # "Its delegation", "the two leaders": words that stand for somebody only in their own sentence.
            powers.update({code: f"representatives of {state(code)}"} if code else {})
        elif office and name not in introduced:
            introduced.add(name)
            words = f"{name} ({adjective(code) + ' ' if code else ''}{office})"
            sides.setdefault(code or name, []).append(words)
        else:
            sides.setdefault(code or name, []).append(name)
    people = [listed(list(dict.fromkeys(names))) for names in sides.values()]
    return people + [words for code, words in powers.items() if code not in sides]


def _what(row: Row, people: list[str], ahead: bool) -> str:
    when = on_day(row["when"]) if (row["when"] or "")[:4].isdecimal() else ""
    place = _place(row)
    first, rest = people[0], people[1:]
    if row["form"] == "visit":
        return _visit(row, people, when, ahead)
    others = listed(rest)
    held = row["status"] in {"happened", "ongoing"}
    lead = f"{when}, " if when else ""
    noun = NOUNS.get(row["form"], "an encounter")
    if row["form"] == "summit" or not rest:
        return f"{lead}{_noun_told(row, noun, listed(people), place, ahead)}"
    if held:
        return f"{lead}{first} {VERBS.get(row['form'], 'met')} {others}{place}"
    several = " and " in first or " and " in others
    sides = f"{noun} of {first} with {others}" if several else f"{noun} between {first} and {others}"
    return _noun_told(row, sides, "", place, ahead) + _for_when(row, when)


def _noun_told(row: Row, noun: str, people: str, place: str, ahead: bool) -> str:
    of = f" of {people}" if people else ""
    several = noun.startswith("talks")
    be = ("are" if several else "is") if ahead else "were" if several else "was"
    verbs = {
        "happened": f"{be} held", "ongoing": f"{be} under way", "planned": f"{be} planned", "possible": f"{be} said to be possible",
        "called_for": f"{be} called for", "postponed": f"{be} postponed", "cancelled": f"{be} called off", "refused": f"{be} refused",
    }  # fmt: skip
    return f"{noun}{of} {verbs[row['status']]}{place}"


def _visit(row: Row, people: list[str], when: str, ahead: bool) -> str:
    host = row["host"] or ""
    codes = row.get("participant_countries") or []
    named = [p for p in people if p not in {host, f"the {host}"}]
    guests = listed(named) or people[0]
    goal = f"the {host}" if f"the {host}" in people else host or row["place"] or "abroad"
    city = (
        f" ({row['place']})"
        if row["place"] and row["place"] not in {host, goal, row["venue"]} and codes
        else ""
    )
    lead = f"{when}, " if when else ""
    if row["status"] in {"postponed", "cancelled"}:
        done = "was postponed" if row["status"] == "postponed" else "was called off"
        return f"{lead}a visit by {guests} to {goal} {done}"
    verb = (STILL_TO_VISIT if ahead else VISITED).get(row["status"], "")
    if " and " in guests:
        verb = re.sub(r"^(?:was|is) ", lambda be: "were " if be[0] == "was " else "are ", verb)
    return f"{lead}{guests} {verb} {goal}{city}"


def _for_when(row: Row, when: str) -> str:
    """ "For 19 April" of what was planned or called off, "on 19 April" of what was held."""
    if not when:
        return ""
    held = row["status"] in {"happened", "ongoing"}
    return f" {when}" if held else " for " + when.split(" ", 1)[1]


def _place(row: Row) -> str:
    venue, place = row["venue"] or "", row["place"] or ""
    if venue and place and _folded(place) not in _folded(venue) and _folded(venue) not in _folded(place):
        return f" at {venue if venue.lower().startswith('the ') else 'the ' + venue} in {place}"
    longer = max(venue, place, key=len)
    if not longer:
        return ""
    named = longer == venue or (_folded(venue) in _folded(place) and venue)
    return (
        f" at {longer if longer.lower().startswith('the ') else 'the ' + longer}"
        if named
        else f" in {longer}"
    )


def _folded(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name)
    return "".join(c for c in bare if not unicodedata.combining(c)).casefold()
