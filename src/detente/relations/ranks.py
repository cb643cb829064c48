"""Who stands above whom: offices by their canonical name and by seniority, persons by the office they held."""

from __future__ import annotations

from functools import cache

from detente.knowledge.holders import holders, offices, titles

GENERIC = frozenset({"leader", "official", "minister", "diplomat"})
DIPLOMATS = frozenset(
    {"foreign minister", "deputy foreign minister", "special envoy", "ambassador to", "high representative"}
)
LEADERS = frozenset(
    {
        "president",
        "prime minister",
        "chancellor",
        "monarch",
        "supreme leader",
        "head of junta",
        "chief executive",
    }
)
DEPUTIES = frozenset({"vice president", "crown prince", "deputy prime minister", "parliament speaker"})
"""Above ministers, below heads; the table of offices ranks some of them with one or the other."""


@cache
def _by_title() -> dict[tuple[str, str | None], str]:
    known: dict[tuple[str, str | None], str] = {}
    for row in offices():
        for title in (row.office, *row.titles):
            known.setdefault((title.lower(), None), row.office)
    for title_row in titles():
        known.setdefault((title_row.title.lower(), title_row.country), title_row.office)
    return known


def canonical(office: str | None, country: str | None) -> str | None:
    """The vocabulary's name of an office: "secretary of state" of the USA is a foreign minister. None for an unknown one."""
    if not office:
        return None
    known, lower = _by_title(), office.lower()
    return known.get((lower, country)) or known.get((lower, None))


def seniority(office: str | None) -> int | None:
    """0 heads of state and government, 1 their deputies, 2 ministers, 3 others; None for an unknown office."""
    if office in LEADERS:
        return 0
    if office in DEPUTIES:
        return 1
    rank = next((row.rank for row in offices() if row.office == office), None)
    return None if rank is None else max(rank, 2)


def is_high(office: str | None, country: str | None) -> bool:
    """Whether an office as told is that of a head of state or government, of their deputy, or of a minister.

    >>> is_high("secretary of state", "USA"), is_high("health minister", "IND"), is_high("deputy foreign minister", "CHN")
    (True, True, False)
    """
    name = canonical(office, country) or (office or "").lower()
    return name in LEADERS | DEPUTIES - {"parliament speaker"} or (
        name.endswith("minister") and not name.startswith(("deputy ", "vice ", "former ", "shadow "))
    )


def belongs(office: str | None, wanted: str | None) -> bool:
    """Whether a canonical office is of the class wanted: an office, or "leader", "official", "minister", "diplomat"."""
    if wanted is None or wanted == "official":
        return True
    if wanted == "leader":
        return office in LEADERS
    if wanted == "minister":
        return seniority(office) in {1, 2}
    if wanted == "diplomat":
        return office in DIPLOMATS
    return office == wanted


@cache
def _held() -> dict[tuple[str, str], tuple[tuple[str, str | None, str], ...]]:
    found: dict[tuple[str, str], list[tuple[str, str | None, str]]] = {}
    for row in holders():
        found.setdefault((row.office, row.country), []).append((row.since, row.until, row.person))
    return {key: tuple(rows) for key, rows in found.items()}


def person_in(office: str | None, country: str | None, day: str) -> str | None:
    """Who held an office on a day, where the table of holders names exactly one."""
    rows = _held().get((office or "", country or ""), ())
    named = {
        person
        for since, until, person in rows
        if since <= day and (until is None or day[: len(until)] <= until)
    }
    return named.pop() if len(named) == 1 else None


def same_person(a: str, b: str) -> bool:
    """Whether two names can be one person's: one surname, and given names or initials that agree."""
    first, second = a.replace(".", " ").split(), b.replace(".", " ").split()
    if not first or not second or first[-1].casefold() != second[-1].casefold():
        return False
    if len(first) == 1 or len(second) == 1:
        return True
    one, other = first[0].casefold(), second[0].casefold()
    return one == other or one[:3] == other[:3] or (1 in {len(one), len(other)} and one[0] == other[0])
