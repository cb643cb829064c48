"""What an encounter is called, as a person would say it: "Call between Joe Biden and Xi Jinping (United States, China)"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.knowledge.states import state_by_code
from detente.relations.meetings import is_description
from detente.relations.wording import listed, state
from detente.types import Encounter

NOUNS: Mapping[str, str] = {
    "visit": "Visit", "talks": "Talks", "meeting": "Meeting", "meal": "Meal", "call": "Call", "summit": "Summit",
    "ceremony": "Ceremony",
}  # fmt: skip
BODIES = frozenset(
    {"Union", "Nations", "League", "Council", "Assembly", "Organization", "Community", "Commission", "Agency", "Bank",
     "Fund", "Court", "Department", "Ministry", "House", "government", "Government", "Parliament", "Senate"}
)  # fmt: skip
"""Last words of names that stand with an article in a sentence."""
BETWEEN = frozenset({"talks", "meeting", "call"})
MOST = 4
"""So many parties are named, the rest counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who takes part: the name or the words of the text, and the country's code (empty for none)."""

    name: str
    country: str = ""


def encounter_title(form: str, parties: Sequence[Party], host: str | None = None) -> str:
    """The title of an encounter of this form; `host` is the host's name, whither a visit goes.

    A state is named only where nobody of it is; words that mean somebody only in their own sentence ("they", "its
    delegation") stand for their state. The states of the people named follow in brackets.
    """
    named = _named(parties)
    noun = NOUNS.get(form, "Encounter")
    if form == "visit":
        return _visit(named, parties, host)
    names = [_spoken(p) for p in named]
    if form in BETWEEN and len(names) == 2:
        return f"{noun} between {listed(names)}{_states(named)}"
    return f"{noun} of {_some(names)}{_states(named)}" if names else noun


def title_of(encounter: Encounter) -> str:
    """The title of an encounter as one article tells it."""
    parties = [Party(name=a.name or a.text, country=a.country or "") for a in encounter.participants]
    host = encounter.host.name or encounter.host.text if encounter.host is not None else None
    return encounter_title(encounter.form, parties, host)


def row_title(row: Mapping[str, Any]) -> str:
    """The title of a row of encounters: form, participants, participant_countries (parallel to them), host."""
    names = row["participants"] or ()
    countries = row.get("participant_countries") or [""] * len(names)
    parties = [Party(name=n, country=c or "") for n, c in zip(names, countries, strict=True)]
    return encounter_title(row["form"], parties, row.get("host"))


def _named(parties: Sequence[Party]) -> list[Party]:
    """Each party once; a state, or words for some of its people, only where nobody of it is named."""
    people = [p for p in parties if not _is_state(p) and not _is_vague(p)]
    known = {p.country for p in people}
    others = {p.country: p for p in parties if p.country and p.country not in known}
    first = {p.name: p for p in reversed(people)}
    kept = [p for p in parties if first.get(p.name) is p or others.get(p.country) is p]
    return [p if p.name in first else Party(name=state(p.country), country=p.country) for p in kept]


def _is_state(party: Party) -> bool:
    return bool(party.country) and party.name in _names_of(party.country)


def _is_vague(party: Party) -> bool:
    """Whether words name nobody: "the two leaders", "they"."""
    return is_description(party.name) or (
        bool(party.country) and party.name.lower() in {"they", "we", "i", "you"}
    )


def _names_of(code: str) -> set[str]:
    known = state_by_code().get(code)
    return {state(code), known.name} if known is not None else {code}


def _spoken(party: Party) -> str:
    """The name as it stands in a sentence: "the European Union"."""
    if _is_state(party):
        return state(party.country)
    words = party.name.split()
    takes = len(words) > 1 and words[-1] in BODIES and words[0].lower() != "the"
    return f"the {party.name}" if takes else party.name


def _some(names: Sequence[str]) -> str:
    """The names, the last of many counted."""
    if len(names) <= MOST + 1:
        return listed(names)
    return listed([*names[:MOST], f"{len(names) - MOST} others"])


def _states(parties: Sequence[Party]) -> str:
    """In brackets, the states of the people named, each once."""
    codes = dict.fromkeys(p.country for p in parties[:MOST] if p.country and not _is_state(p))
    names = [state(code).removeprefix("the ") for code in codes]
    return f" ({', '.join(names)})" if names else ""


def _visit(named: Sequence[Party], parties: Sequence[Party], host: str | None) -> str:
    """ "Visit by Antony Blinken (United States) to China": guests are all but the host and the host's people."""
    home = next((p.country for p in parties if host and p.name == host), "")
    guests = [p for p in named if p.name != host and (not home or p.country != home)]
    goal = state(home) if home and host in _names_of(home) else host
    by = f" by {_some([_spoken(p) for p in guests])}{_states(guests)}" if guests else ""
    return f"Visit{by}{f' to {goal}' if goal else ''}"
