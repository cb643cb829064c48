"""The headlines of alerts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from unicodedata import category

from detente.alerts.alert import Alert
from detente.knowledge.states import state_by_code

MOST_NAMED = 4
SPACING = frozenset({"Cc", "Zl", "Zp"})
STEERING = frozenset({"Cf", "Co", "Cs"})
"""Unicode's categories of characters that are no text: they stand for a space, or for nothing."""
FORMS = {"meal": "meal together", "other": "encounter"}
STANDING = {"happened": "held", "ongoing": "under way", "planned": "planned"}


def plain(text: str) -> str:
    """The text on one line, without characters that steer a terminal or turn the direction of writing."""
    kept = (" " if category(c) in SPACING else c for c in text if category(c) not in STEERING)
    return " ".join("".join(kept).split())


def alert_text(alert: Alert) -> str:
    """An alert as plain text: the headline, each sentence with its outlet, day and link, and where it is shown."""
    lines = [plain(alert.headline)]
    for one in alert.evidence:
        source = ", ".join(plain(part) for part in (one.outlet, (one.published or "")[:10]) if part)
        lines.append(f"  “{plain(one.text)}”")
        lines.append(f"  {source or one.article}{f': {plain(one.link)}' if one.link else ''}")
    if alert.page and alert.page.startswith("http"):
        lines.append(f"  {alert.page}")
    return "\n".join(lines)


def states_named(states: Sequence[str]) -> str:
    """The states' names: "China and United States", "Brazil, China, India and 7 more"."""
    names = [state_by_code()[code].name if code in state_by_code() else code for code in states]
    return _listed(names)


def encounter_headline(row: dict[str, Any], states: Sequence[str], status: str) -> str:
    """One line of an encounter, from a row of `news.encounters_told`."""
    form = FORMS.get(row["form"], row["form"])
    people = _people(row)
    who = f"{states_named(states)}: {form} {STANDING.get(status, status)}"
    when = _when(row)
    where = f" in {row['place']}" if row["place"] else ""
    return f"{who}{when}{where} ({_listed(people)})" if people else f"{who}{when}{where}"


def act_headline(row: dict[str, Any]) -> str:
    """One line of an act, from a row of `news.acts_told`."""
    mode = f" ({row['mode']})" if row["mode"] else ""
    actors, recipients = (_listed(_each(row[side])) for side in ("actors", "recipients"))
    toward = f" toward {recipients}" if recipients else ""
    return f"{states_named((row['a'], row['b']))}: {row['event']}{mode} by {actors or 'somebody'}{toward}"


def issue_headline(issue: str, states: Sequence[str], title: str | None) -> str:
    """One line of an issue that an article names between states."""
    told = f": {' '.join(title.split())}" if title else ""
    return f"{states_named(states)}: {issue}{told}"


def turn_headline(pair: Sequence[str], direction: str, known: str, probability: float) -> str:
    """One line of a turn."""
    return f"{states_named(pair)}: relations turned {direction} (told since {known}, probability {probability:.2f})"


def _people(row: dict[str, Any]) -> list[str]:
    """Those who take part and are named: not the states themselves, which stand before, nor "they" and "the two sides"."""
    states = {state.name for state in state_by_code().values()}
    offices = row["participant_offices"] or ()
    named = zip(row["participants"] or (), offices, strict=False)
    return _each([name for name, office in named if name not in states and (office or _is_name(name))])


def _is_name(words: str) -> bool:
    parts = words.split()
    return len(parts) > 1 and all(part[:1].isupper() for part in (parts[0], parts[-1]))


def _when(row: dict[str, Any]) -> str:
    told = row["when"]
    if not told:
        return ""
    until = f" to {row['until'][:10]}" if row["until"] and row["until"][:10] != told[:10] else ""
    return f" {told[:10]}{until}"


def last_day(row: dict[str, Any]) -> date | None:
    """The last day that an encounter's date can mean ("2026" the last of December); None where nothing is told."""
    told = row["until"] or row["when"]
    whole = told[:10] if told else ""
    if len(whole) in (4, 7) and whole[:4].isdecimal():
        month = int(whole[5:] or 12)
        year = int(whole[:4]) + month // 12
        return date.fromordinal(date(year, month % 12 + 1, 1).toordinal() - 1)
    try:
        return date.fromisoformat(whole)
    except ValueError:
        found: date | None = row["day"]
        return found


def _each(names: Sequence[str] | None) -> list[str]:
    return list(dict.fromkeys(name for name in names or () if name))


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        shown.append(f"{len(names) - MOST_NAMED} more")
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else "".join(shown)
