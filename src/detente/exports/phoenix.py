"""Phoenix: the twenty-six columns that PETRARCH's pipeline writes; no header, no quotation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from detente.exports.countries import name_of, state_named
from detente.exports.occurrences import Occurrence, dyads, number_of, whole_day
from detente.exports.sheets import lines_of
from detente.knowledge.categories import categories
from detente.knowledge.sector_names import sector_names
from detente.types import Actor

COLUMNS = (
    "EventID", "Date", "Year", "Month", "Day", "SourceActorFull", "SourceActorEntity", "SourceActorRole",
    "SourceActorAttribute", "TargetActorFull", "TargetActorEntity", "TargetActorRole", "TargetActorAttribute",
    "EventCode", "EventRootCode", "QuadClass", "GoldsteinScore", "Issues", "Lat", "Lon", "LocationName", "StateName",
    "CountryCode", "SentenceID", "URLs", "NewsSources",
)  # fmt: skip
VERSION = "detente"
QUADS = {
    "01": "0",
    "02": "0",
    "03": "1",
    "04": "1",
    "05": "1",
    "06": "2",
    "07": "2",
    "08": "2",
    "16": "3",
} | {f"{root:02}": "3" if root < 14 else "4" for root in (*range(9, 16), *range(17, 21))}
"""Phoenix counts statements and appeals as neutral (0) and reduced relations as verbal (3), unlike GDELT."""

BODIES = ("IGO", "NGO")
"""Sectors that stand in the place of a country."""

ROLES = ("GOV", "MIL", "REB", "OPP", "PTY", "COP", "JUD", "SPY", "MED", "EDU", "BUS", "CRM", "CVL")
"""Roles that have the column of their own; others are attributes."""


def phoenix_text(events: Iterable[Occurrence], issues: Mapping[str, Counter[str]]) -> str:
    """A row for each pair of actor and recipient. `issues`: how often each article names each issue, by article."""
    return lines_of(
        tuple(cells[column] for column in COLUMNS) for event in events for cells in _cells(event, issues)
    )


def _cells(event: Occurrence, issues: Mapping[str, Counter[str]]) -> Iterator[dict[str, str]]:
    """Rows by column. StateName (a province) is not told here and stays empty; CountryCode holds the country's name, as the pipeline writes it."""
    report, where, day = event.report, event.report.where, whole_day(event.day) or ""
    named = sorted(sum((issues.get(a.id, Counter()) for a in event.articles), Counter[str]()).items())
    goldstein = categories().goldstein(report.cameo)
    for number, (source, target, cameo) in enumerate(dyads(report, both_ways=False)):
        yield dict.fromkeys(COLUMNS, "") | {
            "EventID": f"{number_of(f'{event.id} {number}')}_{VERSION}", "Date": day.replace("-", ""), "Year": day[:4],
            "Month": day[5:7], "Day": day[8:10], **_party("Source", source), **_party("Target", target),
            "EventCode": cameo, "EventRootCode": cameo[:2], "QuadClass": QUADS.get(cameo[:2], ""),
            "GoldsteinScore": "" if goldstein is None else f"{goldstein:g}",
            "Issues": ";".join(f"{issue},{count}" for issue, count in named),
            "Lat": "" if where is None or where.lat is None else f"{where.lat:g}",
            "Lon": "" if where is None or where.lon is None else f"{where.lon:g}",
            "LocationName": where.name if where and not state_named(where.name) else "",
            "CountryCode": name_of(where.country) if where else "",
            "SentenceID": f"{event.article.id}_{report.sentence + 1}",
            "URLs": ";".join(a.url for a in event.articles if a.url), "NewsSources": ";".join(event.outlets),
        }  # fmt: skip


def _party(side: str, actor: Actor | None) -> dict[str, str]:
    if actor is None:
        return {}
    named = sector_names().get(actor.sector or "")
    kind = named.cameo if named and actor.kind != "state" else ""
    entity = actor.country or (kind if kind in BODIES else "")
    role, rest = (kind, "") if kind in ROLES else ("", "" if kind == entity else kind)
    return {
        f"{side}ActorFull": entity + role + rest, f"{side}ActorEntity": entity, f"{side}ActorRole": role,
        f"{side}ActorAttribute": rest,
    }  # fmt: skip
