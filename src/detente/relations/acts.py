"""Acts in words: who did what toward whom, with the sentence that says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from detente.relations.wording import on_day, quotation, sentence_case, state

Row = Mapping[str, Any]
VERBS: Mapping[str, str] = {
    "AGREE": "agreed on something with", "SUPPORT": "spoke in support of", "COOPERATE": "cooperated with", "AID": "gave aid to",
    "YIELD": "made a conciliatory step toward", "CONCEDE": "made a conciliatory step toward", "RETREAT": "made a conciliatory step toward", "REQUEST": "asked something of",
    "ACCUSE": "accused", "REJECT": "said no to", "THREATEN": "threatened", "PROTEST": "protested against",
    "SANCTION": "took a sanction against", "MOBILIZE": "moved forces toward", "COERCE": "took a coercive measure against",
    "ASSAULT": "used force against",
}  # fmt: skip
MODES: Mapping[tuple[str, str], str] = {
    ("ACCUSE", "disapprove"): "criticised", ("ACCUSE", "investigate"): "opened an investigation that concerns",
    ("SANCTION", "expel"): "expelled people of", ("SANCTION", "withdraw"): "withdrew people from",
    ("SANCTION", "discontinue"): "discontinued dealings with", ("THREATEN", "restrict"): "threatened to restrict",
    ("COERCE", "seize"): "seized something or somebody of", ("COERCE", "ban"): "banned something of",
}  # fmt: skip
MEETING: Mapping[str, str] = {
    "": "met or talked with",
    "visit": "visited",
    "phone": "spoke by telephone with",
}
"""What a brief leaves to its encounters, by mode."""
SUREST = 0.5
"""The least confidence of an act that a brief states: a sentence there has no room for doubts."""
DONE = frozenset({"happened", "ongoing"})


def verb_of(event: str, mode: str | None = None) -> str:
    """What one did to the other: "criticised"; an act of a category unknown here is named by it."""
    if event == "CONSULT":
        return MEETING.get(mode or "") or MEETING[""]
    return MODES.get((event, mode or "")) or VERBS.get(event) or f"did something ({event.lower()}) toward"


def act_sentence(row: Row, pair: tuple[str, str], person: str | None = None) -> str | None:
    """ "On 4 February 2023 China accused the United States: “…”."; None for what is no act of one toward the other.

    With a `person`, who must be among the actors or recipients, the sentence names that person instead of the state.
    """
    verb = MODES.get((row["event"], row["mode"] or "")) or VERBS.get(row["event"])
    actors = [code for code in pair if code in (row["actor_states"] or ())]
    recipients = [code for code in pair if code in (row["recipient_states"] or ()) and code not in actors]
    if (
        verb is None
        or row["negated"]
        or (row["confidence"] or 0.0) < SUREST
        or row["historical"]
        or row["status"] not in DONE
        or len(actors) != 1
        or not recipients
    ):
        return None
    actor, recipient = state(actors[0]), state(recipients[0])
    if person is not None:
        acted = person in (row["actors"] or ())
        actor, recipient = (person, recipient) if acted else (actor, person)
    told = str(row.get("when") or "")
    # A week or a month is said as such: its first day is only where the record puts it.
    when = on_day(told if told[:4].isdecimal() and "W" in told else str(row["day"] or ""))
    words = f"{actor} {verb} {recipient}"
    said = f", according to {row['said_by']}" if row["said_by"] else ""
    return f"{sentence_case(f'{when} {words}'.strip())}{said}: {quotation(row['quote'], 200)}."
